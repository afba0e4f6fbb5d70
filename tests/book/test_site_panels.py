"""Figures of one kind: the first large, the others small until they are opened."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from myst_nb.sphinx_ import SphinxNbRenderer
from sphinx.application import Sphinx

from senco.book.site.drawn import render_each
from senco.book.site.panels import fold_panels
from senco.execution.notebook import tidy

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>{}</title></svg>'


def draw(*names):
    """A cell that drew one figure large, and a panel for each of these."""
    outputs = [
        nbformat.v4.new_output(
            "display_data",
            {"image/svg+xml": SVG.format(place)},
            metadata={"senco": {"kind": "figure", "place": f"one-{place}", "caption": "Caption.",
                                "alt": f"Text {place}", "panel": name}},
        )
        for place, name in enumerate(["", *names])
    ]  # fmt: skip
    return nbformat.v4.new_code_cell("1", outputs=outputs, id=f"cell-{len(names)}")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page with two such cells, of three panels and of one."""
    folder = tmp_path_factory.mktemp("panels")
    (folder / "conf.py").write_text(
        "extensions = ['myst_nb']\nnb_execution_mode = 'off'\n", encoding="utf-8"
    )
    cells = [nbformat.v4.new_markdown_cell("# Page", id="text"), draw("S2", "<S3>", "S4")]
    nbformat.write(
        tidy(nbformat.v4.new_notebook(cells=[*cells, draw("S5")])), folder / "index.ipynb"
    )
    own = "_render_nb_cell_code_outputs"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SphinxNbRenderer, own, render_each(getattr(SphinxNbRenderer, own)))
        app = Sphinx(folder, folder, folder / "out", folder / "trees", "html", status=None)
        app.connect("doctree-read", fold_panels)
        app.build()
    text = (folder / "out" / "index.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def test_each_panel_opens_under_its_name_and_the_first_figure_is_outside(page):
    first, second = page.select(".senco-panels")
    names = [one.get_text(strip=True) for one in first.select("summary")]
    assert names == ["S2", "<S3>", "S4"]
    assert [one.get_text(strip=True) for one in second.select("summary")] == ["S5"]
    for panel in page.select("details.senco-panel"):
        assert len(panel.select("figure")) == 1 and not panel.has_attr("open")
    outside = [one for one in page.select("figure") if not one.find_parent("details")]
    assert [one.img["alt"] for one in outside] == ["Text 0", "Text 0"]


def test_how_many_more_there_are_is_told(page):
    told = [one.get_text() for one in page.select(".senco-panels-told")]
    assert told == [
        "3 more, small: press one to see it large.", "1 more, small: press it to see it large.",
    ]  # fmt: skip


def test_a_small_picture_is_the_figure_itself_and_says_nothing_twice(page):
    for panel in page.select("details.senco-panel"):
        small, large = panel.summary.img, panel.figure.img
        assert small["src"] == large["src"] and small["alt"] == ""
        assert large["alt"].startswith("Text ")
