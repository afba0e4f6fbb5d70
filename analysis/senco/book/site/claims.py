"""The page of claims on the site: groups and claims that fold, and a form to choose by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from docutils import nodes
from sphinx.application import Sphinx

from senco.book.site.cards import CLAIMS, KIND, find_kind

_ROW = re.compile(r"[cd]\d{2,3}")
_GROUP = re.compile(r"(?:claims|difficulties)-[a-z0-9-]+")
#: What is chosen by, as a claim's attributes have it, with how the form names it.
CHOICES = {"level": "Level", "kind": "Kind", "verdict": "Verdict"}


def fold_claims(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Fold the page of claims: each group shows its number, each claim itself and its verdict.

    What is folded is in the page, and any browser opens it; `senco.js` adds the choice.

    Parameters
    ----------
    app : Sphinx
        The application.
    doctree : docutils.nodes.document
        The page, changed in place.
    docname : str
        Its name; no other page is changed.
    """
    if app.builder.format != "html" or docname != CLAIMS:
        return
    levels: dict[str, str] = {}
    sections = [
        section for section in doctree.findall(nodes.section)
        if any(_find_id(one, _GROUP) for one in section.children)
    ]  # fmt: skip
    found: list[dict[str, str]] = []
    for section in sections:
        title = section.next_node(nodes.title)
        folded, own = _fold_section(section)
        for row in own:
            levels.setdefault(row.get("level", ""), title.astext() if title else "")
        found += own
        section.children = []
        section.extend(folded)
    if found:
        parent = sections[0].parent
        form = nodes.raw("", _write_form(found, levels), format="html")
        parent.insert(parent.index(sections[0]), form)


def _find_id(node: nodes.Node, pattern: re.Pattern[str]) -> str:
    """The anchor of a paragraph that begins a group or tells of a claim; "" for any other."""
    if not isinstance(node, nodes.paragraph):
        return ""
    names: list[str] = node.get("ids", [])
    return next((one for one in names if pattern.fullmatch(one)), "")


def _fold_section(section: nodes.section) -> tuple[list[nodes.Node], list[dict[str, str]]]:
    """The parts of a section, folded, and what its claims can be chosen by."""
    parts: list[nodes.Node] = []
    found: list[dict[str, str]] = []
    in_group = in_row = False
    for node in section.children:
        group, row = _find_id(node, _GROUP), _find_id(node, _ROW)
        if in_row and (group or row):
            parts.append(_raw("</div></details>"))
            in_row = False
        if group:
            parts += [_raw("</details>")] if in_group else []
            parts += _open_group(node)
            in_group = True
        elif row:
            opened, attributes = _open_row(node)
            parts += opened
            found += [attributes] if attributes else []
            in_row = True
        else:
            parts.append(node)
    ends = ("</div></details>" if in_row else "") + ("</details>" if in_group else "")
    return [*parts, _raw(ends)], found


def _raw(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html")


def _open_group(paragraph: nodes.Node) -> list[nodes.Node]:
    """A group's name and how many claims it holds, on the line that opens it."""
    bold = next(n for n, one in enumerate(paragraph.children) if isinstance(one, nodes.strong))
    name = paragraph.children[bold]
    told = "".join(one.astext() for one in paragraph.children[bold + 1 :]).strip().rstrip(".")
    return [_raw(
        f'<details class="senco-group" id="{_find_id(paragraph, _GROUP)}">'
        f"<summary><strong>{escape(name.astext())}</strong> "
        f'<span class="senco-count">{escape(told)}</span></summary>\n'
    )]  # fmt: skip


def _open_row(paragraph: nodes.Node) -> tuple[list[nodes.Node], dict[str, str]]:
    """A claim and its verdict on the line that opens it, and the rest below."""
    children = list(paragraph.children)
    bold = next(n for n, one in enumerate(children) if isinstance(one, nodes.strong))
    about = next(n for n, one in enumerate(children) if isinstance(one, nodes.emphasis))
    kind = find_kind(children, about)
    attributes = KIND.match(children[kind].astext())
    told = "".join(
        one.astext() for one in children[kind:about] if not isinstance(one, nodes.raw)
    ).strip()
    tail = f' <span class="senco-kind">{escape(told)}</span>' if told else ""
    body = nodes.paragraph(ids=paragraph["ids"])  # type: ignore[index]
    body += [children[bold], nodes.Text(". "), *children[about:]]
    opened = [
        _raw(f'<details class="senco-told"{attributes[1] if attributes else ""}><summary><span>'),
        *children[bold + 1 : kind],
        _raw(f"</span>{tail}</summary><div>\n"),
        body,
    ]
    pairs = re.findall(r'data-(\w+)="([^"]*)"', attributes[1]) if attributes else []
    return opened, dict(pairs)


def _write_form(found: Iterable[dict[str, str]], levels: dict[str, str]) -> str:
    """Three choices and a field, hidden until the script that answers them is there."""
    rows = list(found)
    fields = ""
    for name, label in CHOICES.items():
        values = dict.fromkeys(one for row in rows for one in row.get(name, "").split("|") if one)
        labels = levels if name == "level" else {}
        options = "".join(
            f'<option value="{value}">{escape(labels.get(value, value))}</option>'
            for value in values
        )
        fields += (
            f'<label>{label} <select name="{name}"><option value="">all</option>{options}'
            "</select></label>"
        )
    return (
        '<form class="senco-choose" id="claims" role="search" hidden '
        f'aria-label="Choose among the claims">{fields}'
        '<label>Words <input name="words" type="search" maxlength="80" autocomplete="off"></label>'
        '<button type="reset">Show all</button></form>\n'
        '<p class="senco-counted" role="status"></p>\n'
    )
