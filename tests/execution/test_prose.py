"""The sentences of an executed page: values and numbers in place of roles, and never markup."""

import re
from functools import cache

import nbformat
import pytest
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st

from senco.errors import BuildError
from senco.execution.notebook import tidy
from senco.execution.prose import write_prose
from tests.conftest import ROOT

PAGES = sorted((ROOT / "book" / "cohorts").glob("*/*.ipynb"))
HOSTILE = (
    "*a*", "__a__", "`a`", "|a|b|", "<b>a</b>", "<script>", "&lt;", "$a$", "$$a$$", "[a](b)",
    "![a](b)", "[^1]", "a\\*b\\", "\\[x\\]", "\\(x\\)", "{{ a }}", "{glue:text}`n`", "{cite}`a`",
    "# a", "## a", "- a", "+ a", "* a", "> a", "1. a", "12) a", "1.", "===", "---", "+++", "% a",
    ": a", ":::{note}", "```{note}", "~~~", "(a)=", "~a~", "~~a~~", "a\nb", "a\n\nb", "a\n# b",
    "a\r\nb", "a\n---", "  a", "    a", "a  ", "\ta", "a\u2028b", "a\u0000b", "@a", "a@b.org",
    "https://example.org", "www.example.org", "", " ", "_", "-", "--", "3", "3.79", "(a)", '"a"',
)  # fmt: skip
#: What the book lets MyST read beside its core, and all else that could be markup.
MYST = {
    "myst_enable_extensions": [
        "colon_fence", "deflist", "dollarmath", "substitution", "amsmath", "attrs_block",
        "attrs_inline", "fieldlist", "strikethrough", "tasklist",
    ],
    "report_level": 5,
    "_disable_config": True,
}  # fmt: skip
#: A sentence, a line's start, a list, emphasis, a heading.
PLACES = (
    "Most of {}, it is.",
    "{} it is.",
    "- {}",
    "{}. So it is.",
    "{}",
    "**{}** it is.",
    "## On {}",
)


#: Words of a study, one of which could be markup.
WORDS = {"one": "SENCO", "many": "SENCOs", "practice": "*good* [work](x)"}


def write(text, values=None, *shown):
    """What becomes of one cell of Markdown, beside cells that show tables and figures."""
    page = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text, id="50-00")])
    outputs = [
        nbformat.v4.new_output("display_data", {"text/plain": ""}, metadata={"senco": one})
        for one in shown
    ]
    page.cells.append(nbformat.v4.new_code_cell(outputs=outputs))
    return write_prose(page, values or {}, WORDS, "mine, 50_rankings.ipynb").cells[0].source


@cache
def read_plain(markdown):
    """The text of Markdown as MyST reads it, and the kinds of what it is made of."""
    document = publish_doctree(markdown, parser_name="myst", settings_overrides=MYST)
    kinds = [node.tagname for node in document.findall() if node.tagname != "#text"]
    return document.astext(), kinds


def test_the_studys_own_words_are_put_in_and_are_never_markup():
    """By hand: two words of a study, one of them with marks of Markdown."""
    text = write("Most {study}`many` like {study}`practice`.")
    assert read_plain(text)[0] == "Most SENCOs like *good* [work](x)."
    assert not {"emphasis", "reference"} & set(read_plain(text)[1])


def test_a_word_that_the_study_has_not_is_named_with_the_words_there_are():
    """What was meant is offered."""
    with pytest.raises(BuildError, match=r"50-00: .study.`man` is no word of the study: one,"):
        write("Most {study}`man` like it.")


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [(8, "d", "8"), (8, "", "8"), (0.5, "", "0.5"), (0.5, ".2f", "0.50"), ("0.50", "", "0.50"),
     (True, "d", "1"), (True, "", "True"), (2.0, "d", "2"), (7722, ",d", "7,722"), ("8", "d", "8"),
     (0.314, ".0%", "31%"), ("Child's own", "s", "Child's own"), (-3, "d", "-3"), ("", "", "")],
)  # fmt: skip
def test_a_value_is_written_as_myst_nb_shows_it(value, form, shown):
    """By `myst_nb.core.variables.format_plain_text`, tried with each of these."""
    role = f"{{glue:text}}`n{':' if form else ''}{form}`"
    assert read_plain(write(f"It is {role}!", {"n": value}))[0] == f"It is {shown}!"


def test_a_plain_number_or_word_stands_as_it_is():
    values = {"n": 3.79, "who": "Area SENCO", "low": -4, "share": "31%"}
    text = "{glue:text}`low:d` to {glue:text}`n` for *{glue:text}`who`*, {glue:text}`share`"
    assert write(text, values) == "-4 to 3.79 for *Area SENCO*, 31%"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", HOSTILE)
def test_nothing_in_a_value_becomes_markup(value, place):
    check_plain(value, place)


@given(st.text(st.sampled_from("a1 \n\t\\*_`|<>$[](){}#-+=~:.!&;%^@\"'\u2028"), max_size=12),
       st.sampled_from(PLACES))  # fmt: skip
def test_no_text_becomes_markup(value, place):
    check_plain(value, place)


def check_plain(value, place):
    written = write(place.format("{glue:text}`a`"), {"a": value})
    text, kinds = read_plain(written)
    plain, expected = read_plain(place.format("word"))
    if value:
        assert kinds == expected, written
        shown = value.replace("\x00", "\ufffd")
        assert text == plain.replace("word", shown), written


def test_a_value_in_a_value_is_no_role():
    values = {"a": "{glue:text}`b`", "b": "never"}
    assert "never" not in write("{glue:text}`a`", values)


def test_each_of_several_figures_of_a_cell_has_its_own_name_and_caption():
    """MyST-NB gives all figures of a cell one name, which is then there twice."""
    told = [{"senco": {"kind": "figure", "place": place, "caption": place, "alt": place}}
            for place in ("one", "two")]  # fmt: skip
    outputs = [nbformat.v4.new_output("display_data", metadata=each) for each in told]
    cell = nbformat.v4.new_code_cell("draw()", id="80-08", metadata={"tags": ["hide-input"]})
    cell.outputs = outputs
    cells = tidy(nbformat.v4.new_notebook(cells=[cell])).cells
    assert [each.id for each in cells] == ["80-08", "80-08-2"]
    assert [each.metadata.mystnb["figure"]["name"] for each in cells] == ["one", "two"]
    assert [len(each.outputs) for each in cells] == [1, 1]
    assert [each.metadata.tags for each in cells] == [["hide-input"], ["remove-input"]]


def test_tables_and_figures_are_links_and_what_the_page_does_not_show_is_plain_words():
    table = {"kind": "table", "name": "ranks", "place": "table-2", "words": "Table 2"}
    figure = {"kind": "figure", "name": "ranks", "place": "mine-x-ranks", "words": "Fig. 1"}
    text = "See {table}`ranks`, {figure}`ranks` and {table}`means`, {cite}`kelly1955`."
    assert write(text, {}, table, figure) == (
        "See [Table 2](#table-2), [Fig. 1](#mine-x-ranks) and the table, {cite}`kelly1955`."
    )


@pytest.mark.parametrize(
    ("role", "words"),
    [("{glue:text}`n_zebras:d`", "Did you mean 'n_zebra'?"),
     ("{glue:text}`n_zebra:x`", "format 'x'"), ("{glue:text}`n_zebra:99999999999d`", "'9999"),
     ("{glue:text}`who:d`", "'many', which cannot"),
     ("{glue:text}`x.ipynb::n_zebra`", "'x.ipynb'"), ("{glue:md}`n_zebra`", "not known")],
)  # fmt: skip
def test_a_missing_value_or_format_names_notebook_cell_and_key(role, words):
    with pytest.raises(BuildError, match=r"^mine, 50_rankings\.ipynb, cell 50-00: ") as raised:
        write(f"There are {role}.", {"n_zebra": 8, "who": "many"})
    assert words in str(raised.value) and role.split("`")[1].split(":")[0] in str(raised.value)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_executed_page_holds_a_role_that_names_a_result(path):
    cells = nbformat.read(path, as_version=4).cells
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert not re.search(r"\{(?:glue[:\w]*|table|figure)\}`", prose)
