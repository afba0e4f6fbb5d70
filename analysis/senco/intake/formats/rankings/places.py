"""Tables whose columns, or rows, are places and hold the item that is put there."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from senco.errors import DataError, Finding
from senco.intake.formats import tabular
from senco.intake.formats.rankings.layouts import BLANKS, PLACES_DOWN, are_counts, read_place
from senco.intake.formats.rankings.tables import Converted, check_named, find_variants
from senco.intake.formats.tabular import LISTED, refuse

#: A place that is left empty. Words such as NR may be items.
_BLANKS = (*BLANKS, "-", "–", "—", "--", "N/A", "n/a")


def convert_places(cells: pd.DataFrame, file: str) -> Converted:
    """Read columns, or rows, that are places and hold the item that is put there.

    Parameters
    ----------
    cells : DataFrame of str
        As `senco.intake.formats.tabular.read_cells` gives it.
    file : str
        How messages name it.

    Returns
    -------
    table : DataFrame of float, shape (n_participants, n_items)
        The ranks.
    notes : list of str
        What was concluded.

    Raises
    ------
    DataError
        With the place of everything that cannot be read.
    """
    heading = str(cells.columns[0]).casefold()
    if heading in (*PLACES_DOWN, "priority") and are_counts(cells.iloc[:, 0]):
        return spread_places(_list_down(cells), [str(name) for name in cells.columns[1:]], file)
    named = read_place(str(cells.columns[0])) is None
    people = [f"row {row}" for row in cells.index]
    if named:
        check_named(cells.iloc[:, 0], "ranker", file)
        people = cells.iloc[:, 0].tolist()
    entries = list_across(cells.iloc[:, int(named) :], people)
    return spread_places(entries, people, file)


def list_across(
    cells: pd.DataFrame, people: list[str], places: list[int] | None = None
) -> list[Entry]:
    """Return the items that stand in columns of places.

    Parameters
    ----------
    cells : DataFrame of str
        A column for each place.
    people : list of str
        The ranker of each row.
    places : list of int, optional
        The place of each column; by default its heading or its order says it.

    Returns
    -------
    list of Entry
        Each person's from the first place on.
    """
    read = places or [
        read_place(str(name)) or order for order, name in enumerate(cells.columns, start=1)
    ]
    return [
        Entry(who, place, text, int(row), str(column))
        for who, row, (_, line) in zip(people, cells.index, cells.iterrows(), strict=True)
        for place, (column, text) in sorted(
            zip(read, line.items(), strict=True), key=lambda pair: pair[0]
        )
    ]


def _list_down(cells: pd.DataFrame) -> list[Entry]:
    ordered = cells.iloc[cells.iloc[:, 0].astype(int).argsort(kind="stable")]
    return [
        Entry(str(who), int(place), text, int(row), str(who))
        for who in ordered.columns[1:]
        for row, place, text in zip(ordered.index, ordered.iloc[:, 0], ordered[who], strict=True)
    ]


@dataclass(frozen=True)
class Entry:
    """A cell that holds the item which somebody put in a place.

    Parameters
    ----------
    ranker : str
        Who put it there.
    place : int
        From 1.
    item : str
        The cell.
    row : int
        Its row in the file.
    column : str
        Its heading.
    """

    ranker: str
    place: int
    item: str
    row: int
    column: str


def spread_places(entries: list[Entry], people: list[str], file: str) -> Converted:
    """Turn what stands in places to a table of ranks.

    Parameters
    ----------
    entries : list of Entry
        Each person's from the first place on.
    people : list of str
        All rankers.
    file : str
        How messages name it.

    Returns
    -------
    table : DataFrame of float, shape (n_participants, n_items)
        Items in the order in which they are met; numbered ones by number.
    notes : list of str
        Nothing.

    Raises
    ------
    DataError
        Where a place is left out, or an item occurs twice.
    """
    ranks: dict[str, dict[str, int]] = {who: {} for who in people}
    findings = []
    for entry in entries:
        own = ranks[entry.ranker]
        if entry.item in _BLANKS:
            continue
        if entry.item in own:
            remedy = "If each column is an item and contains its rank: --layout people."
            found = f"{entry.item[:60]!r}, which already has place {own[entry.item]}"
            findings.append(
                _find_entry(entry, file, found, ("each item once for each ranker"), remedy)
            )
        elif entry.place != len(own) + 1:
            found = f"an item in place {entry.place}, and none in place {len(own) + 1}"
            findings.append(_find_entry(entry, file, found, "places filled from the first onwards"))
        elif re.fullmatch(r"\d+[.,]\d*[1-9]", entry.item):
            remedy = "If each column is an item and contains its rank: --layout people."
            findings.append(_find_entry(entry, file, repr(entry.item), "an item", remedy))
        own.setdefault(entry.item, entry.place)
    items = [*dict.fromkeys(entry.item for entry in entries if entry.item not in _BLANKS)]
    findings += find_variants(pd.Series(items, index=[1] * len(items), name="items"), file)
    if findings:
        raise DataError(findings[:LISTED])
    if len(items) > tabular.LARGEST_COLUMNS:
        raise refuse(file, f"{len(items)} items", f"at most {tabular.LARGEST_COLUMNS:,} items")
    if are_counts(items):
        items.sort(key=int)
    table = pd.DataFrame(
        [[ranks[who].get(item, np.nan) for item in items] for who in people],
        index=pd.Index(people, name="participant", dtype=object),
        columns=pd.Index(items, name="item", dtype=object),
    )
    return table.astype(float), []


def _find_entry(entry: Entry, file: str, found: str, allowed: str, remedy: str = "") -> Finding:
    return Finding(file, found, allowed, entry.row, entry.column, remedy)
