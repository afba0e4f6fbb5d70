"""Cells that hold ranks: numbers, ordinals, and the ways to say that an item was not ranked."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from senco.errors import DataError, Finding
from senco.intake.formats.rankings.layouts import NUMBER, are_rankings, read_place
from senco.intake.formats.tabular import LISTED, refuse
from senco.text.words import count_words

#: What stands, in any case, in a cell of an item that was not ranked.
NOT_RANKED = frozenset(
    ("", "na", "nan", "n/a", "n.a.", "nr", "n.r.", "not ranked", "unranked", "null", "-", "–", "—",
     "--", ".")
)  # fmt: skip
_ALLOWED = "a rank, or an empty cell where the item was not ranked"
#: A rank with its meaning, such as "1 (most important)"; no list of items with numbers.
_LABELLED = re.compile(
    r"(?P<n>\d{1,3})\s*(?:[.)]|(?:[-–—=:(]|[.)]\s)\s*(?P<label>[^\W\d][^;|>\d]*))"
)
_PRIVATE = re.compile(r"\S@\S|\b\d{1,3}(?:\.\d{1,3}){3}\b")
#: Words after the number 1 by which 1 comes last.
_LEAST = re.compile(r"\b(?:least|lowest|bottom|last|worst|weakest)\b", re.IGNORECASE)
_ONE_IS_LEAST = re.compile(
    r"\b1\s*(?:=|:|-|–|is|being|for|meaning|\()\s*(?:the\s+)?(?:least|lowest|last|worst)\b",
    re.IGNORECASE,
)


def is_rank(text: str) -> bool:
    """Return whether a cell may hold a rank, as a number or as an ordinal.

    Parameters
    ----------
    text : str
        The cell.

    Returns
    -------
    bool
        False for a cell that says that the item was not ranked.

    Examples
    --------
    >>> [is_rank(text) for text in ("2", "2,5", "2nd", "second", "2 (important)", "NR", "two")]
    [True, True, True, True, True, False, False]
    """
    return bool(NUMBER.fullmatch(text) or read_place(text) or _LABELLED.fullmatch(text))


def is_not_ranked(text: str) -> bool:
    """Return whether a cell says that the item was not ranked.

    Parameters
    ----------
    text : str
        The cell.

    Returns
    -------
    bool
        True for a blank, and words such as NR; not for nought.

    Examples
    --------
    >>> [is_not_ranked(text) for text in ("", "N/A", "–", "0")]
    [True, True, True, False]
    """
    return text.casefold() in NOT_RANKED


def hide(text: str) -> str:
    """Return a cell as a message shows it, without what identifies somebody.

    Parameters
    ----------
    text : str
        The cell.

    Returns
    -------
    str
        In quotation marks, at most sixty letters.

    Examples
    --------
    >>> hide("first"), hide("ann@example.org")
    ("'first'", 'an address')
    """
    return "an address" if _PRIVATE.search(text) else repr(text[:60])


def check_direction(texts: list[str], file: str) -> None:
    """Raise an error where a question or a label says that 1 comes last.

    Parameters
    ----------
    texts : list of str
        Headings and cells.
    file : str
        How messages name it.

    Raises
    ------
    DataError
        With how to turn the ranks round.
    """
    for text in texts:
        labelled = _LABELLED.fullmatch(text)
        turned = labelled and labelled["n"] == "1" and _LEAST.search(labelled["label"] or "")
        if turned or _ONE_IS_LEAST.search(text):
            remedy = "Reverse the ranks: with m items, write m + 1 minus the rank."
            raise refuse(file, f"{text[:80]!r}, where 1 comes last", "1 for what comes first",
                         remedy=remedy)  # fmt: skip


def convert_ranks(
    cells: pd.DataFrame, file: str, *, down: bool = False
) -> tuple[np.ndarray, list[str]]:
    """Turn cells to ranks.

    Parameters
    ----------
    cells : DataFrame of str
        Cells with the row's number as index.
    file : str
        How messages name it.
    down : bool
        Whether each column is one person's ranking; otherwise each row is.

    Returns
    -------
    ranks : ndarray of float, of the same shape
        NaN where there is no rank.
    notes : list of str
        What was concluded.

    Raises
    ------
    DataError
        With the place of whatever is no rank.
    """
    findings: list[Finding] = []
    texts = {text for name in cells for text in pd.unique(cells[name])}
    check_direction([text for text in texts if not NUMBER.fullmatch(text)], file)
    words = not any(NUMBER.fullmatch(text) and text != "0" for text in texts)
    columns = [convert_column(cells[name], file, findings, words=words) for name in cells]
    if findings:
        raise DataError(findings[:LISTED])
    ranks = np.column_stack(columns) if columns else np.empty((len(cells), 0))
    settled, notes = settle_noughts(ranks.T if down else ranks, file)
    return (settled.T if down else settled), notes


def convert_column(
    column: pd.Series, file: str, findings: list[Finding], *, words: bool
) -> np.ndarray:
    """Turn a column of text to ranks; anything that is neither rank nor blank is a finding.

    Parameters
    ----------
    column : Series of str
        The cells, under their heading.
    file : str
        How messages name it.
    findings : list of Finding
        It grows.
    words : bool
        Whether ordinals are read: only where no cell is a plain number.

    Returns
    -------
    ndarray of float
        NaN where there is no rank.
    """
    codes, texts = pd.factorize(column)
    numbers = np.array([read_rank(str(text), words) for text in texts], dtype=float)
    allowed = np.array([is_not_ranked(str(text)) for text in texts], dtype=bool)
    wrong = np.flatnonzero((np.isnan(numbers) & ~allowed)[codes])
    filled = int((~allowed)[codes].sum())
    if len(wrong) == filled > 2 and not any(is_rank(str(text)) for text in texts):
        found = f"no rank in any of its {filled} cells"
        remedy = "Leave the column out if it has no ranks; if it has an ordered list in each "
        remedy += "cell, add --layout list; if items, add --layout places."
        findings.append(Finding(file, found, _ALLOWED, column=str(column.name), remedy=remedy))
        return numbers[codes]
    for place in wrong[: max(0, LISTED - len(findings))]:
        row, found = int(column.index[place]), hide(str(column.iloc[place]))
        remedy = "Correct it, or empty the cell."
        findings.append(Finding(file, found, _ALLOWED, row, str(column.name), remedy))
    return numbers[codes]


def read_rank(text: str, words: bool = True) -> float:
    """Return the rank that a cell holds.

    Parameters
    ----------
    text : str
        The cell.
    words : bool
        Whether ordinals are read.

    Returns
    -------
    float
        NaN where there is none.

    Examples
    --------
    >>> [read_rank(text) for text in ("2,5", "3rd", "")]
    [2.5, 3.0, nan]
    """
    if NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    labelled = _LABELLED.fullmatch(text)
    if labelled:
        return float(labelled["n"])
    place = read_place(text) if words else None
    return np.nan if place is None else float(place)


def settle_noughts(ranks: np.ndarray, file: str) -> tuple[np.ndarray, list[str]]:
    """Read noughts as "not ranked" where ranks run from 1; otherwise ask.

    Parameters
    ----------
    ranks : ndarray of float, shape (n_participants, n_items)
        As they stand.
    file : str
        How messages name it.

    Returns
    -------
    ranks : ndarray of float, of the same shape
        Without noughts.
    notes : list of str
        How many there were.

    Raises
    ------
    DataError
        Where 0 may be the first place.
    """
    noughts = ranks == 0
    if not noughts.any():
        return ranks, []
    settled = np.where(noughts, np.nan, ranks)
    filled = ~np.isnan(settled).all(axis=1)
    first = np.nanmin(settled[filled], axis=1) if filled.any() else np.array([])
    ties = (settled[filled] == first[:, None]).sum(axis=1) if filled.any() else np.array([])
    from_one = bool(((first == 1) | np.isclose(first, (ties + 1) / 2)).all())
    if not from_one or are_rankings(ranks + 1):
        remedy = "Leave the cell empty where an item was not ranked; if 0 is the first place, "
        remedy += "add 1 to each rank."
        found = "the rank 0, which may be the first place or an item that was not ranked"
        raise refuse(file, found, "ranks from 1 on", remedy=remedy)
    count = count_words(int(noughts.sum()), "cell")
    return settled, [f"0 was read as not ranked, in {count}: the ranks run from 1."]
