"""The rows of a table as a spreadsheet numbers them: a cell may hold several lines."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from senco.intake.formats.delimited import find_separator

#: So many rows tell whether a column holds anything.
_MOST_ROWS = 2000


def number_rows(text: str) -> tuple[int, ...]:
    r"""Return for each line of a table the row that it belongs to.

    Parameters
    ----------
    text : str
        Rows of cells; each line ends with a line feed.

    Returns
    -------
    tuple of int
        From 1; blank rows count, and so does a first line that states the separator.

    Examples
    --------
    >>> number_rows('gist,n\n"one\ntwo",1\n\nthree,2')
    (1, 2, 2, 3, 4)
    """
    rows: list[int] = []
    for number, line, _ in _read(text):
        rows += [number] * (line - len(rows))
    last = rows[-1] if rows else 0
    rest = text.count("\n") + 1 - len(rows)
    return (*rows, *range(last + 1, last + rest + 1))


def list_filled_headings(text: str) -> list[tuple[int, str]]:
    r"""Return a table's headings under which anything stands.

    Parameters
    ----------
    text : str
        Rows of cells.

    Returns
    -------
    list of tuple of int and str
        The row of the headings, and each heading.

    Examples
    --------
    >>> list_filled_headings("sep=;\nname;note\nJo;\n")
    [(2, 'name')]
    """
    rows: list[tuple[int, list[str]]] = []
    for number, _, cells in _read(text):
        stated = number == 1 and len(cells) <= 2 and cells[:1] and cells[0].startswith("sep=")
        if any(map(str.strip, cells)) and not stated:
            rows.append((number, cells))
        if len(rows) > _MOST_ROWS:
            break
    if not rows:
        return []
    (row, headings), *body = rows
    return [
        (row, heading.strip())
        for place, heading in enumerate(headings)
        if any(len(cells) > place and cells[place].strip() for _, cells in body)
    ]


def _read(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Number of each row, of the line in which it ends, and its cells."""
    rows = csv.reader(iter(text.split("\n")), delimiter=find_separator(text))
    number, former = 0, csv.field_size_limit()
    while True:
        csv.field_size_limit(len(text) + 1)
        try:
            cells = next(rows, None)
        except csv.Error:  # no table: each line is told by its own number
            return
        finally:
            csv.field_size_limit(former)
        if cells is None:
            return
        number += 1
        yield number, rows.line_num, cells
