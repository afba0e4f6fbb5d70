"""The tables of a page, numbered, referred to and folded."""

from types import SimpleNamespace

import pandas as pd
import pytest
from docutils import nodes
from docutils.utils import new_document

from senco.book.site.numbering import LinkTables, number_figures, number_tables
from senco.book.site.page import link_claims
from senco.book.tables import format_html


def table(name: str, rows: int = 1) -> str:
    return format_html(pd.DataFrame({"n": range(rows)}), f"About {name}", name=name)


def test_a_table_put_before_another_moves_its_number():
    assert 'data-table="ranks" tabindex="0"><table id="table-1">' in number_tables(table("ranks"))
    after = number_tables(table("means") + table("ranks"))
    assert 'data-table="ranks" tabindex="0"><table id="table-2">' in after


def test_a_table_that_has_its_number_keeps_it():
    ranks = format_html(pd.DataFrame({"n": range(40)}), "Ranks", name="ranks", number=1)
    page = number_tables(ranks + table("means"))
    assert page.count('<table id="table-1">') == page.count(">Table 1.</a> Ranks<") == 1
    assert page.count(">Table 2.</a> About means<") == 1 and "Show all 40 rows" in page


def link(places: str, target: str) -> nodes.reference:
    """A link of a page that holds some HTML, as MyST leaves it, after the transform."""
    document = new_document("page")
    link = nodes.reference("", "Table 1", refuri=f"#{target}", id_link=True)
    document += [nodes.paragraph("", "", link), nodes.raw("", places, format="html")]
    LinkTables(document).apply()
    return link


def test_a_link_leads_to_a_table_or_to_the_note_in_its_place():
    made = format_html(pd.DataFrame({"n": [1]}), "Ranks", name="ranks", number=1)
    assert link(made, "table-1")["refuri"] == "#table-1"
    assert "id_link" not in link(made, "table-1")
    note = format_html(pd.DataFrame(), "Agreement.", "One coder only.", name="agreement")
    assert 'id="note-agreement"' in note and "id_link" not in link(note, "note-agreement")


def test_a_link_to_a_table_that_the_page_does_not_hold_is_left_for_myst_to_complain_of():
    hostile = pd.DataFrame({"gist": ['<table id="table-2">']})
    made = format_html(hostile, "Gists", name="gists", number=1)
    assert link(made, "table-2")["id_link"] and link("", "table-1")["id_link"]


def test_the_figures_of_each_page_are_numbered_from_one():
    numbers = {"b": {"figure": {"y": (1,), "z": (2,)}}}
    noted = {"a": {"figures": {}}, "b": {"figures": numbers["b"]}}
    known = SimpleNamespace(toc_fignumbers={"a": {"figure": {"x": (1,)}}}, senco_notes=noted)
    assert number_figures(None, known) == []
    assert known.toc_fignumbers == numbers


def test_tables_under_figures_and_in_the_explorer_are_not_counted():
    data = table("").replace('class="senco-table"', 'class="senco-table senco-data"')
    assert "Table 1." in number_tables(data + table("ranks"))
    assert "Table 2." not in number_tables(data + table("ranks"))


def test_a_page_is_numbered_once():
    once = number_tables(table("ranks", 40))
    assert number_tables(once) == once


@pytest.mark.parametrize(("rows", "rest"), [(24, 0), (25, 17), (200, 192)])
def test_of_a_long_table_the_first_eight_rows_are_shown(rows, rest):
    page = number_tables(table("many", rows))
    assert page.count('<tr class="senco-rest">') == rest
    assert (f"Show all {rows} rows" in page) is bool(rest)
    assert page.count("<tr") == rows + 1, "no row is lost"


def test_of_a_table_of_long_texts_fewer_rows_are_shown():
    words = pd.DataFrame({"why": ["so few cannot show it " * 20] * 6})
    page = number_tables(format_html(words, "Reasons", name="reasons"))
    assert page.count('<tr class="senco-rest">') == 4 and "Show only the first 2" in page


def test_markup_in_a_cell_cannot_end_or_number_a_table():
    hostile = pd.DataFrame(
        {"gist": ['</table></div><a class="senco-see" href="#">', "\n<tr>"] * 20}
    )
    page = number_tables(format_html(hostile, "<caption>", name="x") + table("y"))
    assert page.count("<table id=") == 2 and page.count('class="senco-rest"') == 32


def test_only_claims_of_the_claims_own_cohort_are_linked():
    claims = '(c005)=\n<a href="../cohorts/mine/65_constrictions.html#x">met</a>\n'
    cells = '<td class="short">C005</td><td>C999</td><td>see C005</td>'
    own = link_claims(cells, "book/cohorts/mine/65_constrictions", claims)
    assert own.startswith('<td class="short"><a href="../../evidence/claims.html#c005">C005</a>')
    assert own.endswith("<td>C999</td><td>see C005</td>")
    listed = link_claims("<td>D01, C005</td>", "book/cohorts/mine/65_x", f"(d01)=\n{claims}")
    assert listed == (
        '<td><a href="../../evidence/claims.html#d01">D01</a>, '
        '<a href="../../evidence/claims.html#c005">C005</a></td>'
    )
    assert link_claims(cells, "book/cohorts/other/65_constrictions", claims) == cells
    assert link_claims(cells, "book/cohorts/mine/65_constrictions", "") == cells
