"""The tables of a page, numbered, referred to and folded."""

import pandas as pd
import pytest
from docutils.core import publish_doctree
from docutils.parsers.rst import roles

from senco.book.site.numbering import number_tables, refer
from senco.book.site.page import link_claims
from senco.book.tables import format_html

SEE = '<a class="senco-see" href="#" data-{}="{}">the {}</a>'


def see(kind: str, name: str) -> str:
    return SEE.format(kind, name, kind)


def table(name: str, rows: int = 1) -> str:
    return format_html(pd.DataFrame({"n": range(rows)}), f"About {name}", name=name)


def test_a_table_put_before_another_moves_its_number_and_the_references_to_it():
    before = number_tables(table("ranks") + see("table", "ranks"))
    after = number_tables(table("means") + table("ranks") + see("table", "ranks"))
    assert '<a class="senco-see" href="#table-1">Table 1</a>' in before
    assert '<a class="senco-see" href="#table-2">Table 2</a>' in after
    assert 'data-table="ranks" tabindex="0"><table id="table-2">' in after


def test_a_reference_may_stand_before_its_table():
    assert number_tables(see("table", "x") + table("x")).startswith(
        '<a class="senco-see" href="#table-1">Table 1</a>'
    )


def test_where_a_note_stands_for_a_table_the_reference_leads_to_the_note():
    note = format_html(pd.DataFrame(), "Agreement.", "One coder only.", name="agreement")
    page = number_tables(note + see("table", "agreement"))
    assert 'id="note-agreement"' in page
    assert '<a class="senco-see" href="#note-agreement">the note in its place</a>' in page


def test_a_reference_to_what_the_page_does_not_hold_is_plain_words():
    assert number_tables(see("figure", "places"), "a-b-") == "<span>the figure</span>"


def test_a_figure_is_referred_to_by_the_number_of_its_caption():
    figures = "".join(
        f'<figure class="align-default" id="mine-rankings-{name}"><img/><figcaption><p>'
        f'<span class="caption-number">Fig. {key} </span></p></figcaption></figure>'
        for key, name in ((7, "ranks"), (8, "ranks-alone"))
    )
    page = number_tables(figures + see("figure", "ranks-alone"), "mine-rankings-")
    assert page.endswith('<a class="senco-see" href="#mine-rankings-ranks-alone">Fig. 8</a>')


def test_tables_under_figures_and_in_the_explorer_are_not_counted():
    data = table("").replace('class="senco-table"', 'class="senco-table senco-data"')
    assert "Table 1." in number_tables(data + table("ranks"))
    assert "Table 2." not in number_tables(data + table("ranks"))


def test_a_page_is_numbered_once():
    once = number_tables(table("ranks", 40) + see("table", "ranks"))
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


def test_a_role_takes_a_name_and_nothing_else():
    roles.register_local_role("table", refer)
    (good,) = publish_doctree(":table:`ranks`").findall(lambda node: node.tagname == "raw")
    assert good.astext() == see("table", "ranks")
    bad = publish_doctree(":table:`<b>`", settings_overrides={"report_level": 5})
    assert not list(bad.findall(lambda node: node.tagname == "raw"))


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
