"""Tables of a page: numbered, referred to, and the long ones shown in part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import accumulate, count
from typing import Any

from docutils import nodes
from docutils.parsers.rst.states import Inliner

_TABLE = re.compile(
    r'<div class="senco-table"(?: data-table="(?P<name>[^"]*)")? tabindex="0"><table>'
    r"\s*<caption>(?P<caption>.*?)</caption>(?P<inside>.*?)</table>"
    r'(?P<note>(?:<p class="senco-note">[^<]*</p>)?)</div>',
    re.DOTALL,
)
_NOTE = re.compile(r'<p class="senco-note" data-table="(?P<name>[^"]*)">')
_SEE = re.compile(r'<a class="senco-see" href="#" data-(?P<kind>table|figure)="(?P<name>[\w-]*)">')
_ROW = re.compile(r"\n<tr>.*?</tr>", re.DOTALL)
#: A table of more rows, or of more letters, shows its beginning and the rest on asking.
LONGEST_ROWS, LONGEST_TEXT = 24, 1600
#: Its beginning: at most so many rows, or as many as hold so many letters.
FIRST_ROWS, FIRST_TEXT = 8, 900


def refer(
    kind: str,
    raw: str,
    text: str,
    line: int,
    inliner: Inliner,
    options: dict[str, Any] | None = None,
    content: Sequence[str] = (),
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Make a reference to a table or figure of the same page, a role of Sphinx.

    Its number is put in when the page is written (`number_tables`), so that it is right
    whatever stands before it.

    Parameters
    ----------
    kind : str
        The role: ``table`` or ``figure``.
    raw, line, inliner
        The role as it is written, its line, and what parses it: for a message.
    text : str
        The name under which the notebook saves it.
    options, content
        What docutils gives every role; not used.

    Returns
    -------
    tuple of list
        The reference, and messages about it.
    """
    if not re.fullmatch(r"[\w-]+", text):
        message = inliner.reporter.error(f"A {kind}'s name is letters and hyphens.", line=line)
        return [inliner.problematic(raw, raw, message)], [message]
    words = f'<a class="senco-see" href="#" data-{kind}="{escape(text)}">the {kind}</a>'
    return [nodes.raw("", words, format="html")], []


def number_tables(page: str, figures: str = "") -> str:
    """Number the tables of a page, and put the numbers into its references.

    Parameters
    ----------
    page : str
        HTML, with tables as `senco.book.tables.format_html` writes them.
    figures : str
        What the names of the page's figures begin with.

    Returns
    -------
    str
        The same with "Table 1." and so on before the captions, each a place to link to.
        A long table shows its beginning, and the rest when its summary is opened. A
        reference to what the page does not hold is left as plain words. A page whose
        tables are numbered already is left as it is.

    Examples
    --------
    >>> number_tables(
    ...     '<div class="senco-table" data-table="ranks" tabindex="0"><table><caption>Ranks'
    ...     '</caption></table></div><a class="senco-see" href="#" data-table="ranks">the'
    ...     ' table</a>'
    ... )
    '<div class="senco-table" data-table="ranks" tabindex="0"><table id="table-1"><caption><a
    class="senco-number" href="#table-1">Table 1.</a> Ranks</caption></table></div><a
    class="senco-see" href="#table-1">Table 1</a>'
    """
    numbers = count(1)
    places: dict[tuple[str, str], tuple[str, str]] = {}

    def number(found: re.Match[str]) -> str:
        key, name = next(numbers), found["name"]
        named = f' data-table="{name}"' if name else ""
        if name:
            places["table", name] = (f"table-{key}", f"Table {key}")
        inside, more = _fold(found["inside"])
        return (
            f'<div class="senco-table"{named} tabindex="0"><table id="table-{key}"><caption>'
            f'<a class="senco-number" href="#table-{key}">Table {key}.</a> {found["caption"]}'
            f"</caption>{inside}</table>{found['note']}</div>{more}"
        )

    def mark(found: re.Match[str]) -> str:
        places["table", found["name"]] = (f"note-{found['name']}", "the note in its place")
        return f'<p class="senco-note" id="note-{found["name"]}">'

    page = _NOTE.sub(mark, _TABLE.sub(number, page))
    for place, told in _list_figures(page, figures).items():
        places["figure", place.removeprefix(figures)] = (place, told)
    return _refer_to(page, places)


def _list_figures(page: str, start: str) -> dict[str, str]:
    """By the names of a page's figures, their numbers as their captions tell them."""
    found = re.findall(
        rf'<figure[^>]* id="({re.escape(start)}[^"]+)">(?:(?!</figure>).)*?'
        r'<span class="caption-number">(Fig\. \d+)',
        page,
        re.DOTALL,
    )
    return dict(found) if start else {}


def _refer_to(page: str, places: dict[tuple[str, str], tuple[str, str]]) -> str:
    def see(found: re.Match[str]) -> str:
        place = places.get((found["kind"], found["name"]))
        if not place:
            return f"<span>the {found['kind']}</span>"
        return f'<a class="senco-see" href="#{place[0]}">{place[1]}</a>'

    return re.sub(_SEE.pattern + r"[^<]*</a>", see, page)


def _fold(inside: str) -> tuple[str, str]:
    """Mark the rows of a long table that are shown on asking, and return who asks."""
    rows = _ROW.findall(inside)
    lengths = [len(re.sub(r"<[^>]+>", "", row)) for row in rows]
    if len(rows) <= LONGEST_ROWS and sum(lengths) <= LONGEST_TEXT:
        return inside, ""
    fitting = sum(total <= FIRST_TEXT for total in accumulate(lengths))
    first = min(FIRST_ROWS, max(1, fitting))
    if len(rows) <= first:
        return inside, ""
    places = count()
    marked = _ROW.sub(
        lambda row: (
            row[0].replace("<tr>", '<tr class="senco-rest">', 1)
            if next(places) >= first
            else row[0]
        ),
        inside,
    )
    return marked, (
        '<details class="senco-more"><summary>'
        f'<span class="senco-closed">Show all {len(rows)} rows</span>'
        f'<span class="senco-open">Show only the first {first}</span></summary></details>'
    )
