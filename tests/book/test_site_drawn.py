"""What one cell shows is laid out one by one, each figure and table under a name of its own."""

import io

import nbformat
import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from myst_nb.sphinx_ import SphinxNbRenderer
from sphinx.application import Sphinx

from senco.book.site.drawn import render_each
from senco.book.site.making import _FILE
from senco.execution.notebook import tidy
from tests.conftest import ROOT

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>{}</title></svg>'


def draw(*names):
    """A page as papermill leaves it, with one cell that drew these figures."""
    outputs = [
        nbformat.v4.new_output(
            "display_data",
            {"image/svg+xml": SVG.format(name)},
            metadata={"senco": {"kind": "figure", "place": name, "caption": f"Caption of {name}.",
                                "alt": f"Text of {name}"}},
        )
        for name in names
    ]  # fmt: skip
    cell = nbformat.v4.new_code_cell("1", outputs=outputs, id="own")
    text = nbformat.v4.new_markdown_cell(f"# Page\n\n[The second](#{names[-1]})", id="text")
    return tidy(nbformat.v4.new_notebook(cells=[text, cell]))


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Build a site of one page; its tree, and what Sphinx complained of."""
    own = "_render_nb_cell_code_outputs"
    monkeypatch.setattr(SphinxNbRenderer, own, render_each(getattr(SphinxNbRenderer, own)))

    def build_one(page):
        (tmp_path / "conf.py").write_text(
            "extensions = ['myst_nb']\nnb_execution_mode = 'off'\n", "utf-8"
        )
        nbformat.write(page, tmp_path / "index.ipynb")
        folders = tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees"
        told = io.StringIO()
        app = Sphinx(*folders, "html", status=None, warning=told)
        app.build()
        return app.env.get_doctree("index"), told.getvalue()

    return build_one


def test_a_table_that_is_shown_in_part_has_the_name_of_its_file_and_no_other_has(build):
    tables = (("ranks", {}), ("leave-one-out", {"file": "leave-one-out.csv"}))
    outputs = [
        nbformat.v4.new_output(
            "display_data",
            {"text/html": f"<div>{name}</div>", "text/plain": name},
            metadata={"senco": {"kind": "table", "name": name, **told}},
        )
        for name, told in tables
    ]
    cell = nbformat.v4.new_code_cell("1", outputs=outputs, id="own")
    text = nbformat.v4.new_markdown_cell("# Page", id="text")
    tree, _ = build(tidy(nbformat.v4.new_notebook(cells=[text, cell])))
    named = [node for node in tree.findall(nodes.Element) if node.get("file")]
    assert [node["file"] for node in named] == ["leave-one-out.csv"]
    assert "leave-one-out" in named[0].astext() and "ranks" not in named[0].astext()


def test_every_table_of_the_book_has_a_name_under_which_it_can_be_offered():
    names = [path.name for path in (ROOT / "book" / "cohorts").rglob("results/*/*.csv")]
    assert "leave-one-out.csv" in names
    assert [name for name in names if not _FILE.fullmatch(name)] == []


@pytest.mark.parametrize("name", ["../notes.csv", "a/b.csv", "a.txt", "", "None"])
def test_a_name_that_leads_elsewhere_is_no_file_to_offer(name):
    assert not _FILE.fullmatch(name)


@pytest.mark.parametrize("names", [("one",), ("one", "one-2", "one-3")])
def test_each_figure_has_its_own_name_caption_and_text(tmp_path, build, names):
    _, told = build(draw(*names))
    assert "target" not in told
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    drawn = BeautifulSoup(page, "html.parser").find_all("figure")
    assert [one["id"] for one in drawn] == list(names)
    assert [one.find("img")["alt"] for one in drawn] == [f"Text of {name}" for name in names]
    assert [one.find("figcaption").get_text().strip(" \n#¶") for one in drawn] == [
        f"Caption of {name}." for name in names
    ]
