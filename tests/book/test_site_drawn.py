"""Figures that one cell draws are laid out one by one, each under a name of its own."""

import io

import nbformat
import pytest
from bs4 import BeautifulSoup
from myst_nb.sphinx_ import SphinxNbRenderer
from sphinx.application import Sphinx

from senco.book.site.drawn import render_each
from senco.execution.notebook import tidy

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


@pytest.mark.parametrize("names", [("one",), ("one", "one-2", "one-3")])
def test_each_figure_has_its_own_name_caption_and_text(tmp_path, monkeypatch, names):
    own = "_render_nb_cell_code_outputs"
    monkeypatch.setattr(SphinxNbRenderer, own, render_each(getattr(SphinxNbRenderer, own)))
    (tmp_path / "conf.py").write_text(
        "extensions = ['myst_nb']\nnb_execution_mode = 'off'\n", "utf-8"
    )
    nbformat.write(draw(*names), tmp_path / "index.ipynb")
    folders = tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees"
    told = io.StringIO()
    Sphinx(*folders, "html", status=None, warning=told).build()
    assert "target" not in told.getvalue()
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    drawn = BeautifulSoup(page, "html.parser").find_all("figure")
    assert [one["id"] for one in drawn] == list(names)
    assert [one.find("img")["alt"] for one in drawn] == [f"Text of {name}" for name in names]
    assert [one.find("figcaption").get_text().strip(" \n#¶") for one in drawn] == [
        f"Caption of {name}." for name in names
    ]
