"""Rank tables in CSV or Excel, wide or long, as researchers keep them.

A *wide* table has a row per ranker and a column per item, with or without a
column that names the ranker. A *long* table has three columns: ranker, item,
rank. Whether the ranks are those of a ranking is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd

from senco.errors import DataError, Finding, suggest
from senco.formats import tabular
from senco.formats.tabular import LISTED, check_headings, read_cells, refuse

#: Headings under which a ranker, an item and a rank are found, in any case.
RANKER_HEADINGS = (
    *("participant", "ranker", "rater", "respondent", "judge", "subject", "person", "senco"),
    *("id", "name", "code", "case", "number", "no", "no."),
)
ITEM_HEADINGS = ("construct", "item", "option", "statement")
RANK_HEADINGS = ("rank", "ranking", "priority")
#: What stands in a cell that holds no rank; R writes NA.
BLANKS = ("", "NA", "NaN")
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,9})?")


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
    place = Path(path)
    cells = read_cells(place)
    check_headings(cells, place.name)
    long = _find_long(cells.columns)
    table = _spread_long(cells, long, place.name) if long else _convert_wide(cells, place.name)
    if items is not None:
        _check_items(table.columns, items, place.name)
    return table


def _find_long(headings: pd.Index) -> tuple[str, str, str] | None:
    """Headings of ranker, item and rank, where the table is a long one."""
    by_lower = {heading.casefold(): heading for heading in headings}
    found = [
        next((by_lower[word] for word in words if word in by_lower), None)
        for words in (RANKER_HEADINGS, ITEM_HEADINGS, RANK_HEADINGS)
    ]
    if any(name is None for name in found):
        return None
    return found[0], found[1], found[2]


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
            )
        )
    return numbers[codes]


def _read_number(text: str) -> float:
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else np.nan


def _convert_wide(cells: pd.DataFrame, file: str) -> pd.DataFrame:
    first = cells.iloc[:, 0]
    if _names_rankers(first):
        names, ranks = first, cells.iloc[:, 1:]
        _check_named(names, file)
    else:
        names = pd.Series([f"row {row}" for row in cells.index], index=cells.index)
        ranks = cells
    if ranks.shape[1] == 0:
        raise refuse(file, "no column of ranks", "a column per item beside the rankers' names")
    findings: list[Finding] = []
    columns = {name: _convert_numbers(ranks[name], file, findings) for name in ranks.columns}
    if findings:
        raise DataError(findings)
    index = pd.Index(names.to_numpy(dtype=object), name="participant")
    return pd.DataFrame(columns, index=index).rename_axis(columns="item")


def _names_rankers(first: pd.Series) -> bool:
    """Whether the first column names the rankers: by its heading, or by holding text."""
    heading = str(first.name).casefold()
    if not heading or heading in RANKER_HEADINGS:
        return True
    filled = first[~first.isin(BLANKS)]
    return len(filled) > 0 and not filled.map(lambda text: bool(_NUMBER.fullmatch(text))).any()


def _check_named(names: pd.Series, file: str) -> None:
    findings = [
        Finding(file, "no name", "a ranker in each row", row=int(row), column=str(names.name))
        for row in names.index[names == ""][:LISTED]
    ]
    first_rows = {}
    for row, name in names.items():
        if first_rows.setdefault(name, row) != row and name and len(findings) < LISTED:
            found = f"{name!r}, who already has row {first_rows[name]}"
            findings.append(
                Finding(file, found, "each ranker once", row=int(row), column=str(names.name))
            )
    if findings:
        raise DataError(findings)


def _spread_long(cells: pd.DataFrame, headings: tuple[str, str, str], file: str) -> pd.DataFrame:
    ranker, item, rank = headings
    findings: list[Finding] = []
    for name in (ranker, item):
        empty = cells.index[cells[name] == ""][:LISTED]
        findings += [Finding(file, "no name", "a name", row=int(r), column=name) for r in empty]
    number = _convert_numbers(cells[rank], file, findings)
    twice = cells.duplicated([ranker, item])
    for row, (who, what) in cells.loc[twice, [ranker, item]].head(LISTED).iterrows():
        found = f"a second rank of {what!r} by {who!r}"
        findings.append(Finding(file, found, "one rank of each item by each", row=int(row)))
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
    for row, name in column.drop_duplicates().items():
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
