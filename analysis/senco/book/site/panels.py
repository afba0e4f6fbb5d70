"""Figures of one kind of which the first is large: the others open one by one."""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.application import Sphinx

from senco.locale import load_catalogue


def fold_panels(app: Sphinx, doctree: nodes.document) -> None:
    """Fold each figure that is a panel, and show its picture small until it is opened.

    That is done when a page has been read and each figure has its files under it. Without a
    script it works as with one; a link to a figure, and a search for its words, open it.

    Parameters
    ----------
    app : Sphinx
        The application; only a site of pages is changed.
    doctree : docutils.nodes.document
        The page, changed in place: panels that follow one another stand in one box.
    """
    if app.builder.name != "html":
        return
    told = load_catalogue(str(app.config.language))
    for first in _find_first(doctree):
        parent = first.parent
        begin, end = parent.index(first), _find_end(first)
        panels = [node for node in parent[begin:end] if isinstance(node, nodes.figure)]
        n = len(panels)
        words = f"{n} more, small: press one to see it large."
        words = told.translate("1 more, small: press it to see it large." if n == 1 else words)
        box: list[nodes.Node] = [
            _write(f'<p class="senco-panels-told">{escape(words)}</p><div class="senco-panels">')
        ]
        for number, node in enumerate(parent[begin:end]):
            if isinstance(node, nodes.figure):
                box += [_write("</details>")] if number else []
                box += _open(node)
            box.append(node)
        parent[begin:end] = [*box, _write("</details></div>")]


def _find_first(doctree: nodes.document) -> list[nodes.figure]:
    """The first panel of each row of them."""
    panels = [node for node in doctree.findall(nodes.figure) if "panel" in node]
    return [node for node in panels if not _follows_panel(node)]


def _follows_panel(figure: nodes.figure) -> bool:
    place = figure.parent.index(figure) - 1
    while place >= 0 and isinstance(figure.parent[place], nodes.raw):
        place -= 1
    return place >= 0 and _is_panel(figure.parent[place])


def _is_panel(node: nodes.Node) -> bool:
    return isinstance(node, nodes.figure) and "panel" in node


def _find_end(figure: nodes.figure) -> int:
    """Behind the last panel of a row, and what stands under it."""
    parent = figure.parent
    place = parent.index(figure)
    while place < len(parent) and (
        isinstance(parent[place], nodes.raw) or _is_panel(parent[place])
    ):
        place += 1
    return place


def _open(figure: nodes.figure) -> list[nodes.Node]:
    """What a panel begins with: its picture small, and its name."""
    small = next(iter(figure.findall(nodes.image))).deepcopy()
    small["alt"] = ""
    small["classes"] = ["senco-thumb"]
    start = _write('<details class="senco-panel"><summary>')
    return [start, small, _write(f"<span>{escape(figure['panel'])}</span></summary>")]


def _write(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html")
