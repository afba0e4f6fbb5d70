"""Figures of a site are drawn by a process of their own, from when the first was read."""

from threading import Event
from types import SimpleNamespace

import pytest
from sphinx.errors import SphinxError

from senco.book.attribution import add_citation
from senco.book.drawing import draw_asked
from senco.book.site import downloads
from senco.workspace.paths import EARLIER_SITE
from tests.book.test_drawing import SVG
from tests.conftest import HANG_SECONDS, wait_until


class Site:
    """A site whose pages are being read."""

    def __init__(self, root):
        self.app = SimpleNamespace(outdir=root, builder=SimpleNamespace(name="html"))
        self.folder = root / downloads.FOLDER
        self.folder.mkdir(parents=True)

    def add(self, name, svg=SVG):
        (self.folder / f"{name}.svg").write_text(add_citation(svg, name, []), encoding="utf-8")
        return [self.folder / f"{name}.{kind}" for kind in ("png", "pdf")]


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.delenv(EARLIER_SITE, raising=False)
    yield Site(tmp_path / "site")
    downloads.end_drawing(None, RuntimeError())


def test_a_figure_is_drawn_while_other_pages_are_read(site):
    for name in ("first", "second"):
        files = site.add(name)
        downloads._have_drawn(site.app, name)
        [drawing] = downloads._DRAWING
        wait_until(lambda files=files: all(path.exists() for path in files), drawing.process)
    downloads.end_drawing(site.app, None)
    assert not downloads._DRAWING and drawing.process.returncode == 0


def test_figures_that_this_process_did_not_read_are_drawn_too(site):
    files = [*site.add("read"), *site.add("kept")]
    downloads._have_drawn(site.app, "read")
    assert downloads.draw_others(site.app, None) == []
    assert downloads._DRAWING[0].asked == {"read", "kept"}
    downloads.end_drawing(site.app, None)
    assert all(path.stat().st_size for path in files)


def test_what_was_drawn_before_is_taken_over_and_nothing_is_started(site, tmp_path, monkeypatch):
    earlier = Site(tmp_path / "earlier")
    for path in (*earlier.add("same"), *earlier.add("other")):
        path.write_bytes(b"kept")
    monkeypatch.setenv(EARLIER_SITE, str(tmp_path / "earlier"))
    files = site.add("same")
    downloads.draw_others(site.app, None)
    assert not downloads._DRAWING
    assert [path.read_bytes() for path in files] == [b"kept"] * 2


def test_a_figure_that_cannot_be_drawn_ends_the_build_and_says_why(site):
    site.add("first", SVG.replace("#b5473c", "reddish"))
    files = site.add("second")
    downloads.draw_others(site.app, None)
    with pytest.raises(SphinxError, match=r"(?s)could not be drawn as PNG and PDF.*'reddish'"):
        downloads.end_drawing(site.app, None)
    assert all(path.exists() for path in files)


def test_where_the_build_has_failed_nobody_waits_for_figures(site):
    site.add("first")
    downloads.draw_others(site.app, None)
    process = downloads._DRAWING[0].process
    downloads.end_drawing(site.app, RuntimeError("a page"))
    assert process.returncode and not downloads._DRAWING


def test_whoever_asks_for_figures_does_not_wait_for_them(tmp_path, monkeypatch):
    asked, drawn = Event(), []

    def draw(path):
        drawn.append((path.name, asked.wait(HANG_SECONDS)))

    monkeypatch.setattr("senco.book.drawing._draw_file", draw)

    def ask():
        yield from ("one\n", "two\n")
        asked.set()

    draw_asked(tmp_path, ask())
    assert drawn == [("one.svg", True), ("two.svg", True)]
