"""Tables for readers: captions, scopes, and every cell escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from itertools import repeat
from typing import NamedTuple

import pandas as pd
from pandas.api.types import is_numeric_dtype

from senco.book.numbers import format_number_link
from senco.locale.catalogue import IN_ENGLISH, Catalogue
from senco.text.rounding import (
    format_digits,
    format_number,
    format_probability,
    is_probability,
)

#: A text that is a number: it stands to the right, under the others of its column.
_NUMBER = re.compile(r"(< )?[-−+]?\d[\d.,]*( ?%)?")
_NEGATIVE = re.compile(r"-\d+(\.\d+)?")
_PERCENT = re.compile(r"(?<=\d) %")  # it stays on the line of its number
_PARAGRAPH = re.compile(r"(?<=\bpar\.) (?=\d)")  # a number stays beside what it counts
_RANGE = re.compile(r"(\d)-(\d)")
#: Letters of the longest cell: to so many a column is not broken, beyond so many it is prose.
_WORD, _PHRASE = 10, 34


def format_html(
    frame: pd.DataFrame,
    caption: str,
    note: str = "",
    name: str = "",
    number: int = 0,
    catalogue: Catalogue = IN_ENGLISH,
) -> str:
    """Return a table as HTML that is safe whatever its cells hold.

    Parameters
    ----------
    frame : DataFrame
        What to show; the columns' names are the headings, the index is not shown.
        Numbers that need rounding come as text.
    caption : str
        Plain text.
    note : str
        Plain text under the table; a table without columns shows it alone.
    name : str
        What prose refers to it by (``{table}`name```); blank for none.
    number : int
        Its number on its page, from 1; 0 where the site numbers it.
    catalogue : Catalogue
        Of the page's language: caption, note and headings are translated, and cells that
        are words of this project's.

    Returns
    -------
    str
        A ``table`` with a caption; headings have a scope. A column in which nothing
        stands is left out, and a table without a row says "none". It can be linked to as
        "table-1" and so on, a note that stands alone as "note-" and the name. Classes of cells:
        ``number``; ``words``, a column of sentences; ``phrase``, of a few words;
        ``short``, which stays on one line; ``lines``, of line numbers.
    """
    caption, note = catalogue.translate(caption), catalogue.translate(note)
    named = f' data-table="{escape(name)}"' if name else ""
    below = f'<p class="senco-note">{escape(note)}</p>' if note else ""
    if not len(frame.columns):
        place = f' id="note-{escape(name)}"' if name else ""
        return f'<p class="senco-note"{place}>{escape(caption)} {escape(note)}</p>'
    places = range(len(frame.columns))
    columns = [_read_column(frame.iloc[:, place], catalogue) for place in places]
    if len(frame):
        columns = [column for column in columns if any(column.cells)] or columns
    # the spaces keep the words of neighbouring cells apart where tags are taken out, as
    # the search index does
    head = " ".join(_heading(column) for column in columns)
    rows = zip(*(map(_cell, column.cells, repeat(column.kind)) for column in columns), strict=True)
    body = "\n".join(f"<tr>{' '.join(row)}</tr>" for row in rows)
    caption_html = _PERCENT.sub("\u00a0%", escape(caption))
    nothing = catalogue.name("none", "table")
    body = body or f'<tr><td colspan="{len(columns)}">{nothing}</td></tr>'
    place = f' id="table-{number}"' if number else ""
    return (
        f'<div class="senco-table"{named} tabindex="0"><table{place}>\n'
        f"<caption>{format_number_link(number, catalogue)}{caption_html}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>{below}</div>"
    )


class _Column(NamedTuple):
    """A column as it is shown: its heading, the class of its cells, their text."""

    heading: str
    kind: str
    cells: list[str]


def _read_column(values: pd.Series, catalogue: Catalogue) -> _Column:
    shown = ["" if pd.isna(value) else str(value) for value in values]
    cells = [catalogue.name(text, "table") for text in shown]
    filled = [text for text in cells if text]
    longest = max(map(len, filled), default=0)
    if is_numeric_dtype(values) or (filled and all(map(_NUMBER.fullmatch, filled))):
        kind = "number"
    elif values.name == "lines":
        kind, cells = "lines", [_RANGE.sub(r"\1–\2", text) for text in cells]
    elif values.name == "place":
        kind = "phrase"  # of a publication: it breaks where a heading ends
    else:
        kind = "words" if longest > _PHRASE else "short" if longest <= _WORD else "phrase"
    heading = catalogue.name(str(values.name).replace("_", " "), "table")
    return _Column(heading, kind, cells)


def _heading(column: _Column) -> str:
    return f'<th scope="col" class="{column.kind}">{escape(column.heading)}</th>'


def _cell(text: str, kind: str) -> str:
    """One cell; of line numbers a few stand in a row, each range whole."""
    shown = _PARAGRAPH.sub("\u00a0", escape(text))
    if kind == "lines":
        shown = "; ".join(f"<span>{each}</span>" for each in shown.split("; ")) if text else ""
    return f'<td class="{kind}">{shown}</td>'


def put_labels(frame: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return a table in which labels stand for ids.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    labels : mapping of str to str
        By id. A cell that is an id becomes its label; within a longer text only an id
        with a hyphen does, since others are words as well.

    Returns
    -------
    DataFrame
        A copy; numbers are as they were.

    Examples
    --------
    >>> labels = {"sd": "deviation", "know-how": "Know-how, old and new"}
    >>> told = pd.DataFrame({"what": ["sd", "know-how over 2 (know-how-x)"]})
    >>> put_labels(told, labels)["what"].tolist()
    ['deviation', 'Know-how, old and new over 2 (know-how-x)']
    """
    within = sorted((key for key in labels if "-" in key), key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, within)) or '(?!)'})(?![\w-])")

    def put(value: object) -> object:
        if not isinstance(value, str):
            return value
        return labels.get(value) or pattern.sub(lambda found: labels[found[1]], value)

    shown: pd.DataFrame
    shown = frame.apply(lambda column: column if is_numeric_dtype(column) else column.map(put))
    return shown


def neutralise_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy in which no text begins as a spreadsheet's formula does.

    Parameters
    ----------
    frame : DataFrame
        Any table.

    Returns
    -------
    DataFrame
        Text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a return has an
        apostrophe before it; numbers are as they were, also where they are text.

    Examples
    --------
    >>> neutralise_formulas(pd.DataFrame({"gist": ["=1+1", "plain"]}))["gist"].tolist()
    ["'=1+1", 'plain']
    """
    safe = frame.copy()
    for name in safe.columns:
        if not is_numeric_dtype(safe[name]):
            safe[name] = safe[name].map(_neutralise, na_action="ignore")
    return safe


def _neutralise(value: object) -> object:
    text = str(value)
    if _NEGATIVE.fullmatch(text):
        return value
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def format_p(p: float | None) -> str:
    """Return a probability for a sentence, without false precision.

    Parameters
    ----------
    p : float, optional
        From 0 to 1; None or NaN where nothing could be tested.

    Returns
    -------
    str
        Two digits, "less than one in a thousand", or "not defined".

    Examples
    --------
    >>> format_p(0.034), format_p(0.0002), format_p(None)
    ('0.034', 'less than one in a thousand', 'not defined')
    """
    if p is None or pd.isna(p):
        return format_defined(p)
    return "less than one in a thousand" if p < 0.001 else format_digits(p, 2)


def format_numbers(frame: pd.DataFrame, decimals: int | Mapping[str, int] = 2) -> pd.DataFrame:
    """Return a table whose fractions are printed with so many decimals.

    Parameters
    ----------
    frame : DataFrame
        Any table. None of the numbers in a column of probabilities
        (`senco.text.rounding.is_probability`) is printed as 0.
    decimals : int or mapping of str to int
        Digits after the point, at least 0; or by column, and 2 in those that are not named.

    Returns
    -------
    DataFrame
        Columns of floats as text, blank where a value is missing; others as they were.

    Examples
    --------
    >>> format_numbers(pd.DataFrame({"mean": [1.005, None], "n": [7, 6]}), 1)["mean"].tolist()
    ['1.0', '']
    >>> format_numbers(pd.DataFrame({"mean": [0.002], "p": [0.002]})).iloc[0].tolist()
    ['0.00', '< 0.01']
    """
    shown = frame.copy()
    for name in shown.select_dtypes("float"):
        digits = decimals if isinstance(decimals, int) else decimals.get(str(name), 2)
        words = format_probability if is_probability(name) else format_number
        shown[name] = ["" if pd.isna(one) else words(one, digits) for one in shown[name]]
    return shown


def format_defined(value: float | None, decimals: int = 2, missing: str = "not defined") -> str:
    """Return a number for a sentence, or a word where there is none.

    Parameters
    ----------
    value : float, optional
        The number; None or NaN where there is none.
    decimals : int
        Digits after the point.
    missing : str
        The word.

    Returns
    -------
    str
        Such as "0.50".
    """
    return missing if value is None or pd.isna(value) else format_number(value, decimals)
