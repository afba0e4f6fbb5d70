"""The menu beside a page: whole in a book of this size, folded in one of hundreds of pages."""

from types import SimpleNamespace

import pytest

from senco.book.site import menu

#: As Sphinx makes it for the page `index`: a page with two below it, one of which has one, and a
#: page with one.
HTML = """<p class="caption" role="heading"><span class="caption-text">Cohorts</span></p>
<ul>
<li class="toctree-l1"><a class="reference internal" href="a/10.html">A</a><ul>
<li class="toctree-l2"><a class="reference internal" href="a/20.html">A, lines</a><ul>
<li class="toctree-l3"><a class="reference internal" href="a/21.html">A, more lines</a></li>
</ul>
</li>
<li class="toctree-l2"><a class="reference internal" href="a/30.html">A, stories</a></li>
</ul>
</li>
<li class="toctree-l1"><a class="reference internal" href="b/10.html">B</a><ul>
<li class="toctree-l2"><a class="reference internal" href="b/20.html">B, lines</a></li>
</ul>
</li>
</ul>"""
BUILDER = SimpleNamespace(get_relative_uri=lambda page, other: f"from {page} to {other}")
APP = SimpleNamespace(builder=BUILDER)


def turn(page: str) -> str:
    return menu.turn_menu(APP, page, menu.read_menu(HTML, "index"))


def list_titles(html: str) -> list[str]:
    return [
        line.partition("</a>")[0].rpartition(">")[2] for line in html.split("\n") if "<a" in line
    ]


@pytest.mark.parametrize(
    ("page", "titles"),
    [
        ("a/10", ["A", "A, lines", "A, stories", "B"]),
        ("a/20", ["A", "A, lines", "A, more lines", "A, stories", "B"]),
        ("a/21", ["A", "A, lines", "A, more lines", "A, stories", "B"]),
        ("b/20", ["A", "B", "B, lines"]),
        ("another", ["A", "B"]),
    ],
)
def test_a_long_menu_lists_what_is_below_a_page_beside_that_page_alone(monkeypatch, page, titles):
    monkeypatch.setattr(menu, "MOST_PAGES", 5)
    folded = turn(page)
    assert list_titles(folded) == titles
    assert folded.count("<ul") == folded.count("</ul>")
    assert folded.count("<li") == folded.count("</li>") == len(titles)


def test_a_menu_that_is_not_long_lists_every_page_on_each(monkeypatch):
    monkeypatch.setattr(menu, "MOST_PAGES", 6)
    assert list_titles(turn("another")) == list_titles(HTML) and len(list_titles(HTML)) == 6


def test_the_page_and_what_it_stands_under_are_marked_in_a_folded_menu_too(monkeypatch):
    whole = [line for line in turn("b/20").split("\n") if "current" in line]
    monkeypatch.setattr(menu, "MOST_PAGES", 5)
    assert [line for line in turn("b/20").split("\n") if "current" in line] == whole
    assert any('aria-current="page"' in line and "B, lines" in line for line in whole)
