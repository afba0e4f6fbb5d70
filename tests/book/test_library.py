"""The pages on the library hold what outsiders call, each name linkable and with an example."""

import ast
import builtins
import inspect
import re
from doctest import DocTestParser
from importlib import import_module
from types import SimpleNamespace

import pytest
import yaml
from docutils import nodes
from sphinx import addnodes

from senco.book.assembly import load_toc
from senco.book.library.chapters import CHAPTERS, Chapter, list_names
from senco.book.library.contents import LIBRARY, leave_out_library
from senco.book.library.pages import list_entries, write_chapter
from senco.book.library.prose import write_examples, write_text
from senco.book.pdf.assembly import list_documents
from senco.book.site.page import drop_absent
from tests.conftest import ROOT

NAMES = {dotted: thing for chapter in CHAPTERS for dotted, thing in list_names(chapter).items()}
#: What the first page of the chapter says that the examples take for granted.
TAKEN = {"np", "pd", "Path", *dir(builtins)}


def test_what_is_documented_is_exported_by_the_package_it_is_imported_from():
    for dotted in NAMES:
        home, _, name = dotted.rpartition(".")
        module = import_module(home)
        assert name in getattr(module, "__all__", vars(module)), dotted


def test_every_package_that_the_issue_names_has_a_page():
    homes = {dotted.rpartition(".")[0] for dotted in NAMES}
    for package in ("agreement", "audit", "comparison", "coverage", "grids", "narratives",
                    "networks", "rankings", "reported", "resampling", "worklines"):  # fmt: skip
        assert f"senco.measures.{package}" in homes


def test_a_name_that_is_gone_is_told():
    with pytest.raises(LookupError, match=r"senco.measures.rankings: no kendall_tau"):
        list_names(Chapter("x", "X", "", ("senco.measures.rankings",), {"A": "kendall_tau"}))


def test_four_of_five_functions_have_an_example():
    functions = [thing for thing in NAMES.values() if inspect.isfunction(thing)]
    shown = [thing for thing in functions if ">>> " in thing.__doc__]
    assert len(functions) > 150 and len(shown) >= 0.8 * len(functions)


def test_an_example_needs_nothing_but_what_the_page_says():
    """By the names that its code reads: those of its page, pandas, NumPy and what it binds."""
    for chapter in CHAPTERS:
        own = {entry.name for entry in list_entries(chapter)}
        for entry in list_entries(chapter):
            examples = DocTestParser().get_examples(entry.thing.__doc__)
            tree = ast.parse("".join(example.source for example in examples))
            read = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
            bound = {node.id for node in read if isinstance(node.ctx, ast.Store)}
            bound |= {
                alias.asname or alias.name
                for node in ast.walk(tree)
                if isinstance(node, ast.Import | ast.ImportFrom)
                for alias in node.names
            }
            bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
            missing = {node.id for node in read} - bound - own - TAKEN
            assert not missing, f"{entry.dotted}: {missing}: import it, or list it in CHAPTERS"


def test_every_name_has_one_anchor_and_every_link_an_anchor():
    pages = {chapter.stem: write_chapter(chapter) for chapter in CHAPTERS}
    anchors = [found for text in pages.values() for found in re.findall(r"^\((.+)\)=$", text, re.M)]
    assert len(anchors) == len(set(anchors)) == len(NAMES)
    for text in pages.values():
        assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(anchors)


def test_a_function_is_told_with_its_signature_types_errors_source_and_example():
    text = write_chapter(next(chapter for chapter in CHAPTERS if chapter.stem == "rankings"))
    told = text.split("(rankings.kendall_w)=")[1].split("(rankings.")[0]
    assert "### `kendall_w`\n\n`kendall_w(rankings: Rankings) -> Concordance`" in told
    assert "- `rankings : DataFrame or ndarray, shape (n_participants, n_items)`: Ranks, 1" in told
    assert "- raises `MeasureError`: For one ranker" in told
    assert "Source: Kendall, M. G." in told and "<https://doi.org/10.1214/aoms/1177732186>" in told
    assert "```pycon\n>>> round(kendall_w(" in told and "\n0.7778\n```" in told
    assert "method: Literal['average', 'min', 'dense'] = 'average'" in text


def test_a_class_is_told_with_its_fields_and_what_it_can_be_asked():
    text = write_chapter(next(chapter for chapter in CHAPTERS if chapter.stem == "grids"))
    told = text.split("(grids.dilemmas.class)=")[1].split("(grids.")[0]
    assert "`Dilemmas(found, classes, reflected, n_pairs)`" in told
    assert "- `.share`: Dilemmas as a share of all pairs of constructs (PID), 0 to 1." in told


def test_what_could_be_markup_in_a_docstring_is_shown_as_it_stands():
    assert write_text(["2 * 3 < 7, {a} $x$"], {}) == "2 \\* 3 \\< 7, \\{a\\} \\$x\\$"
    assert write_text(["- one", "  goes on", "- two"], {}) == "- one goes on\n- two"
    linked = write_text(["See `senco.a.sum`, ``sum`` and `sum`."], {"senco.a.sum": "t.sum"})
    assert linked == "See [`sum`](#t.sum), `sum` and `sum`."
    assert write_text(["https://doi.org/10.1/x."], {}) == "<https://doi.org/10.1/x>."
    assert write_examples(["By hand.", "", ">>> 1 + 1", "2"], {}) == (
        "By hand.\n\n```pycon\n>>> 1 + 1\n2\n```"
    )


def test_the_public_book_lists_every_page_and_tutorial_of_the_chapter(project):
    listed = {name for name in list_documents(load_toc(project)) if name.startswith(LIBRARY)}
    tutorials = {path.stem for path in (ROOT / LIBRARY / "tutorials").glob("*.ipynb")}
    assert listed == {
        f"{LIBRARY}index",
        *(f"{LIBRARY}{chapter.stem}" for chapter in CHAPTERS),
        *(f"{LIBRARY}tutorials/{name}" for name in tutorials),
    }
    assert {chapter.tutorial for chapter in CHAPTERS} == {"", *tutorials}


def test_a_cohorts_own_book_and_the_pdf_leave_the_library_out(project):
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    assert any(name.startswith(LIBRARY) for name in list_documents(toc))
    without = list_documents(leave_out_library(toc))
    assert not any(name.startswith(LIBRARY) for name in without)
    assert len(without) == len(list_documents(toc)) - 1 - len(CHAPTERS) - 5
    private = list_documents(load_toc(project, "worked-example"))
    assert not any(name.startswith(LIBRARY) for name in private)


def test_a_link_to_a_page_on_the_library_is_words_alone_where_the_book_has_none():
    book = SimpleNamespace(env=SimpleNamespace(found_docs={"book/replicate"}))
    page = nodes.document(None, None)
    for target in (f"{LIBRARY}index", "book/replicate"):
        page += addnodes.pending_xref("", nodes.Text("words"), reftarget=target)
    drop_absent(book, page)
    assert page.astext().split() == ["words", "words"]
    assert [one["reftarget"] for one in page.findall(addnodes.pending_xref)] == ["book/replicate"]
