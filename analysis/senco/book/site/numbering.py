"""Tables and figures of a page: numbered, linked to, and the long tables shown in part."""

from __future__ import annotations

import re
from itertools import accumulate, count

from docutils import nodes
from docutils.transforms import Transform
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from senco.book.numbers import format_number_link
from senco.book.site.notes import read_notes
from senco.locale.catalogue import IN_ENGLISH, Catalogue

_TABLE = re.compile(
    r'<div class="senco-table"(?P<named>(?: data-table="[^"]*")?) tabindex="0">'
    r'<table(?: id="(?P<place>table-\d+)")?>'
    r"\s*<caption>(?P<caption>.*?)</caption>(?P<inside>.*?)</table>"
    r'(?P<note>(?:<p class="senco-note">[^<]*</p>)?)</div>',
    re.DOTALL,
)
_PLACE = re.compile(r'(?:<table|<p class="senco-note") id="((?:table|note)-[\w-]+)">')
_ROW = re.compile(r"\n<tr>.*?</tr>", re.DOTALL)
#: A table of more rows, or of more letters, shows its beginning and the rest on asking.
LONGEST_ROWS, LONGEST_TEXT = 24, 1600
#: Its beginning: at most so many rows, or as many as hold so many letters.
FIRST_ROWS, FIRST_TEXT = 8, 900


class LinkTables(Transform):
    """Links of a page's sentences to its tables, which are HTML and no targets to MyST."""

    #: Before MyST looks for the targets of links (879).
    default_priority = 878

    def apply(self) -> None:
        """Settle each link that leads to a table; MyST complains of any other without target."""
        raw = self.document.findall(nodes.raw)
        places = {place for node in raw for place in _PLACE.findall(node.astext())}
        for link in self.document.findall(nodes.reference):
            if link.get("id_link") and link["refuri"][1:] in places:
                del link["id_link"]
                link["internal"] = True


def number_figures(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Number the figures of each page from one, as its tables are.

    A page is made by itself, and its sentences state the numbers: those of a book would
    depend on the pages before it, and two books hold the same page.

    Parameters
    ----------
    app : Sphinx
        The application.
    env : BuildEnvironment
        What it knows of all pages, changed in place: the numbers were noted when each page was
        read, and Sphinx, which reads all pages again to number them, is kept from it.

    Returns
    -------
    list of str
        Pages to be written for that reason alone: none.
    """
    notes = read_notes(env).items()
    env.toc_fignumbers = {page: noted["figures"] for page, noted in notes if noted["figures"]}
    return []


def number_tables(page: str, catalogue: Catalogue = IN_ENGLISH) -> str:
    """Number the tables of a page that have no number, and fold the long ones.

    Parameters
    ----------
    page : str
        HTML, with tables as `senco.book.tables.format_html` writes them.
    catalogue : Catalogue
        Of the page's language.

    Returns
    -------
    str
        The same with "Table 1." and so on before the captions, each a place to link to.
        A long table shows its beginning, and the rest when its summary is opened. A
        page whose tables are numbered and folded already is left as it is.

    Examples
    --------
    >>> number_tables(
    ...     '<div class="senco-table" data-table="ranks" tabindex="0"><table><caption>Ranks'
    ...     "</caption></table></div>"
    ... )
    '<div class="senco-table" data-table="ranks" tabindex="0"><table id="table-1"><caption><a
    class="senco-number" href="#table-1">Table 1.</a> Ranks</caption></table></div>'
    """
    numbers = count(1)

    def number(found: re.Match[str]) -> str:
        key = next(numbers)
        caption = (
            found["caption"]
            if found["place"]
            else f"{format_number_link(key, catalogue)}{found['caption']}"
        )
        inside, more = _fold(found["inside"], catalogue)
        return (
            f'<div class="senco-table"{found["named"]} tabindex="0">'
            f'<table id="{found["place"] or f"table-{key}"}"><caption>{caption}'
            f"</caption>{inside}</table>{found['note']}</div>{more}"
        )

    return _TABLE.sub(number, page)


def _fold(inside: str, catalogue: Catalogue) -> tuple[str, str]:
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
    closed = catalogue.translate(f"Show all {len(rows)} rows")
    opened = catalogue.translate(f"Show only the first {first}")
    return marked, (
        f'<details class="senco-more"><summary><span class="senco-closed">{closed}</span>'
        f'<span class="senco-open">{opened}</span></summary></details>'
    )
