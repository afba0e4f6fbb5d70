"""Rank tables in CSV or Excel, wide or long, as researchers keep them.

A *wide* table has a row per ranker and a column per item, with or without a
column that names the ranker; or a row per item and a column per ranker; or its
columns, or rows, are places and hold the item that is put there. A *long* table
has three columns: ranker, item, rank. Whether the ranks are those of a ranking
is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from senco.errors import DataError, Finding, suggest
from senco.intake.formats import tabular
from senco.intake.formats.rankings_layouts import (
    BLANKS,
    NUMBER,
    PLACES_DOWN,
    Layout,
    Plan,
    are_counts,
    check_layout,
    find_layout,
    find_long,
    names_rankers,
    read_place,
)
from senco.intake.formats.tabular import LISTED, check_headings, read_cells, refuse


@dataclass(frozen=True)
class RankTable:
    """A table of ranks as it was read.

    Parameters
    ----------
    table : DataFrame of float, shape (n_participants, n_items)
        Rankers by name, NaN where there is no rank.
    layout : {"people", "items", "places", "long"}
        The way round in which the file has it.
    notes : tuple of str
        What was concluded from headings.
    """

    table: pd.DataFrame
    layout: Layout
    notes: tuple[str, ...] = ()


def load_rankings(path: str | Path, *, items: Collection[str] | None = None) -> pd.DataFrame:
    """Read a table of ranks.

    Parameters
    ----------
    path : str or Path
        A ``.csv``, ``.tsv``, ``.txt`` or ``.xlsx`` file (of a workbook, the
        first sheet). Text is UTF-8, UTF-16 or Windows-1252, separated by comma,
        semicolon, tab or bar; 2.5 and 2,5 are the same number.
    items : collection of str, optional
        The items that may occur; any other is a finding.

    Returns
    -------
    DataFrame of float, shape (n_participants, n_items)
        Rankers by name (``row 2`` and so on where the table does not name
        them), NaN where there is no rank, both in the order of the file.

    Raises
    ------
    DataError
        With the place of everything that cannot be read.
    """
    return read_rankings(path, items=items).table


def read_rankings(
    path: str | Path, *, items: Collection[str] | None = None, layout: str | None = None
) -> RankTable:
    """Read a table of ranks, and say which way round it was read.

    Parameters
    ----------
    path : str or Path
        As for `load_rankings`.
    items : collection of str, optional
        The items that may occur; any other is a finding.
    layout : {"people", "items", "places", "long"}, optional
        The way round; by default the headings and the ranks show it.

    Returns
    -------
    RankTable
        The ranks.

    Raises
    ------
    DataError
        With the place of everything that cannot be read, or how to say the layout.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> kept = pd.DataFrame({"participant": ["A", "B", "C"], "play": [1, 2, 1], "rest": [2, 1, 2]})
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "ranks.csv"
    ...     kept.to_csv(path, index=False)
    ...     reading = read_rankings(path)
    >>> reading.layout, reading.table.loc["B"].tolist()
    ('people', [2.0, 1.0])
    """
    place = Path(path)
    chosen = None if layout is None else check_layout(layout)
    cells = read_cells(place)
    check_headings(cells, place.name)
    plan = Plan(chosen) if chosen else find_layout(cells, place.name)
    table = _CONVERTERS[plan.layout](cells, place.name)
    if items is not None:
        _check_items(table.columns, items, place.name)
    return RankTable(table, plan.layout, (plan.note,) if plan.note else ())


def _convert_numbers(column: pd.Series, file: str, findings: list[Finding]) -> np.ndarray:
    """Turn text to numbers; anything that is neither number nor blank is a finding."""
    codes, texts = pd.factorize(column)
    numbers = np.array([_read_number(text) for text in texts], dtype=float)
    allowed = np.array([text in BLANKS for text in texts], dtype=bool)
    wrong = np.flatnonzero((np.isnan(numbers) & ~allowed)[codes])
    for place in wrong[: max(0, LISTED - len(findings))]:
        findings.append(
            Finding(
                file,
                repr(column.iloc[place][:60]),
                "a rank, or an empty cell where the item was not ranked",
                row=int(column.index[place]),
                column=str(column.name),
                remedy="Correct it, or empty the cell.",
            )
        )
    return numbers[codes]


def _read_number(text: str) -> float:
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else np.nan


def _convert_people(cells: pd.DataFrame, file: str) -> pd.DataFrame:
    first = cells.iloc[:, 0]
    if names_rankers(first):
        names, ranks = first, cells.iloc[:, 1:]
        _check_named(names, "ranker", file)
    else:
        names = pd.Series([f"row {row}" for row in cells.index], index=cells.index)
        ranks = cells
    if ranks.shape[1] == 0:
        raise refuse(file, "no column of ranks", "a column per item beside the rankers' names")
    table = _convert_ranks(ranks, names, file)
    return table.rename_axis(index="participant", columns="item")


def _convert_items(cells: pd.DataFrame, file: str) -> pd.DataFrame:
    """Read a row for each item and a column for each ranker."""
    if cells.shape[1] < 2:
        raise refuse(file, "no column of ranks", "a column per ranker beside the items' names")
    names = cells.iloc[:, 0]
    _check_named(names, "item", file)
    if len(names) > tabular.LARGEST_COLUMNS:
        raise refuse(file, f"{len(names)} items", f"at most {tabular.LARGEST_COLUMNS:,} items")
    table = _convert_ranks(cells.iloc[:, 1:], names, file).T
    return table.rename_axis(index="participant", columns="item")


def _convert_ranks(ranks: pd.DataFrame, names: pd.Series, file: str) -> pd.DataFrame:
    findings: list[Finding] = []
    columns = {name: _convert_numbers(ranks[name], file, findings) for name in ranks.columns}
    if findings:
        raise DataError(findings)
    return pd.DataFrame(columns, index=pd.Index(names.to_numpy(dtype=object)))


def _check_named(names: pd.Series, what: str, file: str) -> None:
    findings = [
        Finding(
            file,
            "no name",
            f"one {what} in each row",
            row=int(row),
            column=str(names.name),
            remedy="Fill it in, or remove the row.",
        )
        for row in names.index[names == ""][:LISTED]
    ]
    first_rows: dict[str, object] = {}
    for row, name in zip(names.index, names, strict=True):
        if first_rows.setdefault(name, row) != row and name and len(findings) < LISTED:
            found = f"{name!r}, which already stands in row {first_rows[name]}"
            findings.append(
                Finding(
                    file,
                    found,
                    f"each {what} once",
                    row=int(row),
                    column=str(names.name),
                    remedy="Remove one of the two, or correct the name.",
                )
            )
    if findings:
        raise DataError(findings)


def _convert_long(cells: pd.DataFrame, file: str) -> pd.DataFrame:
    headings = find_long(cells.columns)
    if headings is None:
        allowed = "the columns ranker, item and rank"
        raise refuse(file, "other headings", allowed, row=1, remedy="Name three columns so.")
    return _spread_long(cells, headings, file)


def _convert_places(cells: pd.DataFrame, file: str) -> pd.DataFrame:
    """Read columns, or rows, that are places and hold the item that is put there."""
    heading = str(cells.columns[0]).casefold()
    if heading in (*PLACES_DOWN, "priority") and are_counts(cells.iloc[:, 0]):
        entries = _list_down(cells)
        people = [str(name) for name in cells.columns[1:]]
    else:
        named = read_place(str(cells.columns[0])) is None
        people = [f"row {row}" for row in cells.index]
        if named:
            _check_named(cells.iloc[:, 0], "ranker", file)
            people = cells.iloc[:, 0].tolist()
        entries = _list_across(cells.iloc[:, int(named) :], people)
    return _spread_places(entries, people, file)


def _list_across(cells: pd.DataFrame, people: list[str]) -> list[_Entry]:
    read = [read_place(str(name)) or order for order, name in enumerate(cells.columns, start=1)]
    return [
        _Entry(who, place, text, int(row), str(column))
        for who, row, (_, line) in zip(people, cells.index, cells.iterrows(), strict=True)
        for place, (column, text) in sorted(
            zip(read, line.items(), strict=True), key=lambda pair: pair[0]
        )
    ]


def _list_down(cells: pd.DataFrame) -> list[_Entry]:
    ordered = cells.iloc[cells.iloc[:, 0].astype(int).argsort(kind="stable")]
    return [
        _Entry(str(who), int(place), text, int(row), str(who))
        for who in ordered.columns[1:]
        for row, place, text in zip(ordered.index, ordered.iloc[:, 0], ordered[who], strict=True)
    ]


@dataclass(frozen=True)
class _Entry:
    """A cell that holds the item which somebody put in a place."""

    ranker: str
    place: int
    item: str
    row: int
    column: str


def _spread_places(entries: list[_Entry], people: list[str], file: str) -> pd.DataFrame:
    ranks: dict[str, dict[str, int]] = {who: {} for who in people}
    findings = []
    for entry in entries:
        own = ranks[entry.ranker]
        if entry.item in BLANKS:
            continue
        if entry.item in own:
            remedy = "If each column is an item and holds its rank: --layout people."
            found = f"{entry.item[:60]!r}, which already has place {own[entry.item]}"
            findings.append(_find_entry(entry, file, found, "each item once a ranker", remedy))
        elif entry.place != len(own) + 1:
            found = f"an item in place {entry.place}, and none in place {len(own) + 1}"
            findings.append(_find_entry(entry, file, found, "places filled from the first on"))
        elif re.fullmatch(r"\d+[.,]\d*[1-9]", entry.item):
            remedy = "If each column is an item and holds its rank: --layout people."
            findings.append(_find_entry(entry, file, repr(entry.item), "an item", remedy))
        own.setdefault(entry.item, entry.place)
    items = [*dict.fromkeys(entry.item for entry in entries if entry.item not in BLANKS)]
    findings += _find_variants(pd.Series(items, index=[1] * len(items), name="items"), file)
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
    return table.astype(float)


def _find_entry(entry: _Entry, file: str, found: str, allowed: str, remedy: str = "") -> Finding:
    return Finding(file, found, allowed, entry.row, entry.column, remedy)


def _spread_long(cells: pd.DataFrame, headings: tuple[str, str, str], file: str) -> pd.DataFrame:
    ranker, item, rank = headings
    findings: list[Finding] = []
    for name in (ranker, item):
        empty = cells.index[cells[name] == ""][:LISTED]
        findings += [
            Finding(
                file,
                "no name",
                "a name",
                row=int(r),
                column=name,
                remedy="Fill it in, or remove the row.",
            )
            for r in empty
        ]
    number = _convert_numbers(cells[rank], file, findings)
    twice = cells.duplicated([ranker, item])
    again = cells.loc[twice, [ranker, item]].head(LISTED)
    for row, who, what in zip(again.index, again[ranker], again[item], strict=True):
        found = f"a second rank of {what!r} by {who!r}"
        findings.append(
            Finding(
                file,
                found,
                "one rank of each item by each",
                row=int(row),
                remedy="Remove one of the two.",
            )
        )
    findings += _find_variants(cells[item], file)
    if findings:
        raise DataError(findings[:LISTED])
    names, people = cells[item].unique(), cells[ranker].unique()
    if len(names) > tabular.LARGEST_COLUMNS:
        raise refuse(file, f"{len(names)} items", f"at most {tabular.LARGEST_COLUMNS:,} items")
    table = np.full((len(people), len(names)), np.nan)
    table[pd.factorize(cells[ranker])[0], pd.factorize(cells[item])[0]] = number
    return pd.DataFrame(
        table,
        index=pd.Index(np.asarray(people, dtype=object), name="participant"),
        columns=pd.Index(np.asarray(names, dtype=object), name="item"),
    )


def _find_variants(column: pd.Series, file: str) -> list[Finding]:
    """Items that differ from an earlier one only in capitals or spaces."""
    seen: dict[str, str] = {}
    findings = []
    unique = column.drop_duplicates()
    for row, name in zip(unique.index, unique, strict=True):
        before = seen.setdefault(" ".join(name.casefold().split()), name)
        if before != name:
            remedy = f"Did you mean {before!r}?"
            findings.append(
                Finding(
                    file, repr(name), "one spelling of an item", int(row), str(column.name), remedy
                )
            )
    return findings


def _check_items(found: pd.Index, items: Collection[str], file: str) -> None:
    findings = [
        Finding(file, f"the item {name!r}", "an item of the cohort", remedy=suggest(name, items))
        for name in found
        if name not in items
    ]
    if findings:
        raise DataError(findings[:LISTED])


_CONVERTERS: dict[Layout, Callable[[pd.DataFrame, str], pd.DataFrame]] = {
    "people": _convert_people,
    "items": _convert_items,
    "places": _convert_places,
    "long": _convert_long,
}
