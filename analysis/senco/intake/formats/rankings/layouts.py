"""Which way round a table of ranks is: people, items or places in its rows and columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from senco.errors import DataError, suggest
from senco.intake.formats.keys import PSEUDONYM
from senco.intake.formats.tabular import refuse

#: People in rows and items in columns; items in rows and people in columns; columns (or
#: rows) that are places and hold the item put there; a row for each rank; an ordered list
#: in each cell of a column.
Layout = Literal["people", "items", "places", "long", "list"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)

#: Headings under which a ranker, an item and a rank are found, in any case. The second
#: line of rankers' headings may also stand over items.
PEOPLE_HEADINGS = (
    *("participant", "ranker", "rater", "respondent", "judge", "subject", "person", "senco"),
)
RANKER_HEADINGS = (*PEOPLE_HEADINGS, "id", "name", "code", "case", "number", "no", "no.")
ITEM_HEADINGS = ("construct", "item", "option", "statement")
RANK_HEADINGS = ("rank", "ranking", "priority")
#: Headings over a first column of items.
ITEMS_DOWN = (
    *("construct", "item", "option", "statement", "priority", "influence", "criterion"),
    *("constructs", "items", "options", "statements", "priorities", "influences", "criteria"),
)
#: Headings over a first column of places.
PLACES_DOWN = ("rank", "ranking", "place", "position")
#: What stands in a cell that holds no rank; R writes NA.
BLANKS = ("", "NA", "NaN")
NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,9})?")
_COUNT = re.compile(r"\d{1,9}")

_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
          "tenth")  # fmt: skip
_NOUN = r"(?:rank(?:ing)?|place|position|priority|choice|preference)"
_PLACES = (
    re.compile(rf"{_NOUN}[\s_.#:-]*(?:no\.?|number)?[\s_]*(?P<n>\d{{1,3}})", re.IGNORECASE),
    re.compile(rf"(?P<n>\d{{1,3}})(?:st|nd|rd|th)(?:[\s_-]*{_NOUN})?", re.IGNORECASE),
    re.compile(rf"(?P<n>\d{{1,3}})[.)]?[\s_-]*{_NOUN}", re.IGNORECASE),
    re.compile(rf"(?P<word>{'|'.join(_WORDS)})(?:[\s_-]*{_NOUN})?", re.IGNORECASE),
    re.compile(rf".*\[\s*{_NOUN}\s*(?P<n>\d{{1,3}})\s*\]", re.IGNORECASE | re.DOTALL),
    re.compile(r"\w+\[(?P<n>\d{1,3})\]"),
)
#: Headings that may be places or numbered items.
_EITHER = re.compile(r"(?:.*\[\s*)?(?P<n>\d{1,3})\s*\]?", re.DOTALL)
_ALLOWED = "a layout that the table shows"
_SAY = {
    "people": "--layout people (a row for each ranker, a column for each item)",
    "items": "--layout items (a row for each item, a column for each ranker)",
    "places": "--layout places (a column for each place, with the item that is put there)",
    "list": "--layout list (a cell holds an ordered list of items)",
}


@dataclass(frozen=True)
class Plan:
    """How a table is read.

    Parameters
    ----------
    layout : {"people", "items", "places", "long", "list"}
        The way round.
    note : str
        Why, where it is not the usual way; else "".
    """

    layout: Layout
    note: str = ""


def check_layout(layout: str) -> Layout:
    """Return the layout of this name.

    Parameters
    ----------
    layout : str
        What a user wrote.

    Returns
    -------
    {"people", "items", "places", "long", "list"}
        The same.

    Raises
    ------
    DataError
        Where there is none of this name, with the nearest.
    """
    for known in LAYOUTS:
        if layout == known:
            return known
    hint = suggest(layout, LAYOUTS)
    raise refuse("--layout", f"'{layout:.40}'", "one of " + ", ".join(LAYOUTS), remedy=hint)


def read_place(heading: str) -> int | None:
    """Return the place that a heading names, or None.

    Parameters
    ----------
    heading : str
        Such as "Rank 2", "2nd choice", "Priority 2", "Q1[2]" or "Which? [Rank 2]".

    Returns
    -------
    int or None
        From 1.

    Examples
    --------
    >>> [read_place(text) for text in ("Rank 2", "2nd choice", "Second", "Q1[2]", "Item 2")]
    [2, 2, 2, 2, None]
    """
    for pattern in _PLACES:
        found = pattern.fullmatch(heading.strip())
        if found:
            word = found.groupdict().get("word")
            return _WORDS.index(word.casefold()) + 1 if word else int(found["n"])
    return None


def read_count(text: str) -> int | None:
    """Return a whole number of at most nine digits, or None.

    Parameters
    ----------
    text : str
        A cell.

    Returns
    -------
    int or None
        Not below nought.

    Examples
    --------
    >>> [read_count(text) for text in ("12", "1.5", "²", "9" * 5000)]
    [12, None, None, None]
    """
    return int(text) if _COUNT.fullmatch(text) else None


def are_counts(texts: Iterable[str]) -> bool:
    """Return whether every text is a whole number, as `read_count` reads it.

    Parameters
    ----------
    texts : iterable of str
        Cells or names.

    Returns
    -------
    bool
        True where there is none.
    """
    return all(_COUNT.fullmatch(text) for text in texts)


def is_run(numbers: list[int | None]) -> bool:
    """Return whether these are the numbers from 1 on, in any order, each once.

    Parameters
    ----------
    numbers : list of int or None
        Such as from `read_place`.

    Returns
    -------
    bool
        False where one is None, or there are fewer than two.
    """
    known = [number for number in numbers if number is not None]
    return len(known) == len(numbers) > 1 and sorted(known) == [*range(1, len(known) + 1)]


def find_long(headings: pd.Index) -> tuple[str, str, str] | None:
    """Return the headings of ranker, item and rank, where the table is a long one.

    Parameters
    ----------
    headings : Index of str
        All headings.

    Returns
    -------
    tuple of str or None
        As they stand.
    """
    by_lower = {heading.casefold(): heading for heading in headings}
    ranker, item, rank = (
        next((by_lower[word] for word in words if word in by_lower), None)
        for words in (RANKER_HEADINGS, ITEM_HEADINGS, RANK_HEADINGS)
    )
    if ranker is None or item is None or rank is None:
        return None
    return ranker, item, rank


def names_rankers(first: pd.Series) -> bool:
    """Return whether the first column names the rankers: by its heading, or by text.

    Parameters
    ----------
    first : Series of str
        The column.

    Returns
    -------
    bool
        False where it holds numbers under a heading that names no ranker.
    """
    heading = str(first.name).casefold()
    if not heading or heading in RANKER_HEADINGS:
        return True
    filled = first[~first.isin(BLANKS)]
    return len(filled) > 0 and not filled.map(_is_number).any()


def _is_number(text: str) -> bool:
    return bool(NUMBER.fullmatch(text)) or read_place(text) is not None


def find_layout(cells: pd.DataFrame, file: str) -> Plan:
    """Return the way round that a table's headings and ranks show.

    Parameters
    ----------
    cells : DataFrame of str
        As `senco.intake.formats.tabular.read_cells` gives it.
    file : str
        How messages name it.

    Returns
    -------
    Plan
        The layout, and why.

    Raises
    ------
    DataError
        Where headings and ranks show two ways round, or none: with how to say which.
    """
    if find_long(cells.columns):
        return Plan("long")
    across = _find_places_across(cells, file)
    if across:
        return across
    heading = str(cells.columns[0])
    word = heading.casefold()
    numbered = is_run([read_count(text) for text in cells.iloc[:, 0]])
    if numbered and (word in PLACES_DOWN or word == "priority"):
        return _find_places_down(cells, heading, file)
    if word in ITEMS_DOWN:
        _check_fit(cells, heading, "items", file)
        return Plan("items", f"Each row was read as an item, as the heading '{heading}' says.")
    if not names_rankers(cells.iloc[:, 0]):
        return Plan("people")
    if word in PEOPLE_HEADINGS:
        _check_fit(cells, heading, "people", file)
        return Plan("people")
    return _judge_by_names(cells, heading, file)


def _find_places_across(cells: pd.DataFrame, file: str) -> Plan | None:
    """Return the plan of a table whose headings name places."""
    headings = [str(name) for name in cells.columns]
    places = [read_place(heading) for heading in headings]
    rest = 0 if places[0] is not None else 1
    if len(headings) - rest < 2:
        return None
    if is_run(places[rest:]):
        note = (
            f"The headings name places ('{headings[rest]}' to '{headings[-1]}'), so each cell "
            f"was read as the item in that place. If each column is an item: {_SAY['people']}."
        )
        return Plan("places", note)
    if sum(place is not None for place in places) > 1:
        named = [heading for heading, place in zip(headings, places, strict=True) if place]
        found = f"headings that name places ('{named[0]}', '{named[1]}') beside others"
        allowed = "a column that names the rankers, and the places 1, 2 and so on, each once"
        raise refuse(file, found, allowed, row=1, remedy=(
            f"Leave out the other columns, or add {_SAY['people']} if each column is an item."
        ))  # fmt: skip
    numbers = [_EITHER.fullmatch(heading) for heading in headings[1:]]
    if is_run([int(found["n"]) if found else None for found in numbers]):
        if not _holds_numbers(cells.iloc[:, 1:]):
            return Plan("places", "The headings are numbers and the cells are items: the headings "
                        "were read as places.")  # fmt: skip
        raise ask(file, f"the headings '{headings[1]}' to '{headings[-1]}', which may be places "
                   "or numbered items", "people", "places")  # fmt: skip
    return None


def _find_places_down(cells: pd.DataFrame, heading: str, file: str) -> Plan:
    """Return the plan of a table whose rows are places, or may be."""
    if heading.casefold() == "priority" and _holds_numbers(cells.iloc[:, 1:]):
        found = f"numbers under '{heading}', which may be places or numbered items"
        raise ask(file, found, "items", "places")
    return Plan((
        "places"
    ), (
        f"Each row was read as a place, as the heading '{heading}' says, and each cell as the "
        "item in that place."
    ))  # fmt: skip


def _holds_numbers(cells: pd.DataFrame) -> bool:
    texts = [text for text in cells.to_numpy().ravel() if text not in BLANKS]
    return any(NUMBER.fullmatch(text) for text in texts)


def _judge_by_names(cells: pd.DataFrame, heading: str, file: str) -> Plan:
    """Return the plan where the first heading says nothing, or little."""
    down, across = (_are_pseudonyms(names) for names in (cells.iloc[:, 0], cells.columns[1:]))
    if across and not down:
        if heading.casefold() not in RANKER_HEADINGS or not heading:
            return Plan("items", "Each column was read as a ranker: the headings are pseudonyms.")
        found = f"pseudonyms as headings, and the heading '{heading}' above other names"
        raise ask(file, found, "people", "items")
    numbered = heading.casefold() in RANKER_HEADINGS and are_counts(cells.iloc[:, 0])
    by_row, by_column = _find_rankings(cells)
    if by_column and not (by_row and (down or numbered)):
        what = "rows and columns" if by_row else "columns, and not rows,"
        found = f"{what} that are rankings each, and no heading that shows which are the rankers"
        raise ask(file, found, "people", "items")
    return Plan("people")


def _are_pseudonyms(names: pd.Series | pd.Index) -> bool:
    return all(PSEUDONYM.fullmatch(str(name)) for name in names)


def _check_fit(cells: pd.DataFrame, heading: str, layout: str, file: str) -> None:
    """Refuse ranks that are rankings only the other way round than the heading says."""
    by_row, by_column = _find_rankings(cells)
    own, other = (by_row, by_column) if layout == "people" else (by_column, by_row)
    if other and not own:
        lines = "columns" if layout == "people" else "rows"
        found = f"the heading '{heading}' above the first column, but {lines} that are rankings"
        raise ask(file, found, "people", "items")


def _find_rankings(cells: pd.DataFrame) -> tuple[bool, bool]:
    """Return whether each row, and whether each column, is a ranking."""
    texts = cells.iloc[:, 1:].to_numpy()
    if min(texts.shape) < 2:
        return True, False
    codes, known = pd.factorize(texts.ravel())
    numbers = np.array([_to_number(text) for text in known])[codes].reshape(texts.shape)
    return are_rankings(numbers), are_rankings(numbers.T)


def _to_number(text: str) -> float:
    """Return a rank; NaN for nought, which may say that an item was not ranked."""
    if NUMBER.fullmatch(text):
        return float(text.replace(",", ".")) or np.nan
    return float(read_place(text) or np.nan)


def are_rankings(numbers: np.ndarray) -> bool:
    """Return whether the numbers of each line are their own midranks.

    Parameters
    ----------
    numbers : ndarray of float, shape (n_lines, n_numbers)
        NaN for none.

    Returns
    -------
    bool
        False where a line has none.
    """
    return bool(fit_rankings(numbers).all())


def fit_rankings(numbers: np.ndarray) -> np.ndarray:
    """Return which lines hold their own midranks, as a ranking does.

    Parameters
    ----------
    numbers : ndarray of float, shape (n_lines, n_numbers)
        NaN for none.

    Returns
    -------
    ndarray of bool, shape (n_lines,)
        False where a line has no number.

    Examples
    --------
    >>> fit_rankings(np.array([[2.5, 1, 2.5], [1, 1, 2]]))
    array([ True, False])
    """
    from scipy.stats import rankdata  # takes a second to import, and few files hold ranks

    blank = np.isnan(numbers)
    ranked = rankdata(np.where(blank, np.inf, numbers), axis=1)
    fits = (np.isclose(numbers, ranked) | blank).all(axis=1)
    filled: np.ndarray = (~blank).any(axis=1)
    return np.asarray(fits & filled)


def ask(file: str, found: str, *layouts: str) -> DataError:
    """Return the error of a table that may be read in several ways.

    Parameters
    ----------
    file : str
        How messages name it.
    found : str
        What may be several things.
    *layouts : str
        Those that fit.

    Returns
    -------
    DataError
        To be raised.
    """
    ways = ", or ".join(_SAY[layout] for layout in layouts)
    return refuse(file, found, _ALLOWED, row=1, remedy=f"Choose one: {ways}.")
