"""Tables of ranks by person, by item, or with a row for each rank."""

from __future__ import annotations

import numpy as np
import pandas as pd

from senco.errors import DataError, Finding
from senco.intake.formats import tabular
from senco.intake.formats.rankings.layouts import NUMBER, find_long, names_rankers
from senco.intake.formats.rankings.ranks import convert_column, convert_ranks, settle_noughts
from senco.intake.formats.tabular import LISTED, refuse

#: A table of rankers and items, and what was concluded.
Converted = tuple[pd.DataFrame, list[str]]


def convert_people(cells: pd.DataFrame, file: str) -> Converted:
    """Read a row for each ranker and a column for each item.

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
    first = cells.iloc[:, 0]
    if names_rankers(first):
        names, ranks = first, cells.iloc[:, 1:]
        check_named(names, "ranker", file)
    else:
        names = pd.Series([f"row {row}" for row in cells.index], index=cells.index)
        ranks = cells
    if ranks.shape[1] == 0:
        raise refuse(file, "no column of ranks", "a column for each item beside the rankers' names")
    return name_ranks(ranks, names.tolist(), file)


def convert_items(cells: pd.DataFrame, file: str) -> Converted:
    """Read a row for each item and a column for each ranker.

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
    if cells.shape[1] < 2:
        raise refuse(file, "no column of ranks", "a column for each ranker beside the items' names")
    names = cells.iloc[:, 0]
    check_named(names, "item", file)
    if len(names) > tabular.LARGEST_COLUMNS:
        raise refuse(file, f"{len(names)} items", f"at most {tabular.LARGEST_COLUMNS:,} items")
    ranks = cells.iloc[:, 1:]
    values, notes = convert_ranks(ranks, file, down=True)
    index = pd.Index([*ranks.columns], name="participant")
    columns = pd.Index(names.tolist(), name="item")
    return pd.DataFrame(values.T, index=index, columns=columns), notes


def name_ranks(ranks: pd.DataFrame, people: list[str], file: str) -> Converted:
    """Turn cells to ranks of people in rows.

    Parameters
    ----------
    ranks : DataFrame of str
        A column for each item.
    people : list of str
        The rankers' names.
    file : str
        How messages name it.

    Returns
    -------
    table : DataFrame of float, shape (n_participants, n_items)
        The ranks.
    notes : list of str
        What was concluded.
    """
    values, notes = convert_ranks(ranks, file)
    index = pd.Index([*people], name="participant")
    columns = pd.Index([*ranks.columns], name="item")
    return pd.DataFrame(values, index=index, columns=columns), notes


def check_named(names: pd.Series, what: str, file: str) -> None:
    """Raise an error where a name is missing, or occurs twice.

    Parameters
    ----------
    names : Series of str
        The names, under their heading.
    what : str
        What they name, such as "ranker".
    file : str
        How messages name it.

    Raises
    ------
    DataError
        With each place.
    """
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
            found = f"{name!r}, which is already in row {first_rows[name]}"
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


def convert_long(cells: pd.DataFrame, file: str) -> Converted:
    """Read a row for each rank.

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
    headings = find_long(cells.columns)
    if headings is None:
        allowed = "the columns ranker, item and rank"
        raise refuse(
            file, ("other headings"), allowed, row=1, remedy="Give three columns these names."
        )
    return _spread_long(cells, headings, file)


def _spread_long(cells: pd.DataFrame, headings: tuple[str, str, str], file: str) -> Converted:
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
    words = not any(NUMBER.fullmatch(str(text)) for text in pd.unique(cells[rank]) if text != "0")
    number = convert_column(cells[rank], file, findings, words=words)
    twice = cells.duplicated([ranker, item])
    again = cells.loc[twice, [ranker, item]].head(LISTED)
    for row, who, what in zip(again.index, again[ranker], again[item], strict=True):
        found = f"a second rank of {what!r} by {who!r}"
        findings.append(
            Finding(
                file,
                found,
                "one rank for each item from each ranker",
                row=int(row),
                remedy="Remove one of the two.",
            )
        )
    findings += find_variants(cells[item], file)
    if findings:
        raise DataError(findings[:LISTED])
    names, people = cells[item].unique(), cells[ranker].unique()
    if len(names) > tabular.LARGEST_COLUMNS:
        raise refuse(file, f"{len(names)} items", f"at most {tabular.LARGEST_COLUMNS:,} items")
    table = np.full((len(people), len(names)), np.nan)
    table[pd.factorize(cells[ranker])[0], pd.factorize(cells[item])[0]] = number
    settled, notes = settle_noughts(table, file)
    index = pd.Index(np.asarray(people, dtype=object), name="participant")
    columns = pd.Index(np.asarray(names, dtype=object), name="item")
    return pd.DataFrame(settled, index=index, columns=columns), notes


def find_variants(column: pd.Series, file: str) -> list[Finding]:
    """Return the items that differ from an earlier one only in capitals or spaces.

    Parameters
    ----------
    column : Series of str
        Items.
    file : str
        How messages name it.

    Returns
    -------
    list of Finding
        One for each.
    """
    seen: dict[str, str] = {}
    findings = []
    unique = column.drop_duplicates()
    for row, name in zip(unique.index, unique, strict=True):
        before = seen.setdefault(" ".join(name.casefold().split()), name)
        if before != name:
            remedy = f"Did you mean {before!r}?"
            findings.append(
                Finding(
                    file,
                    repr(name),
                    ("one spelling for each item"),
                    int(row),
                    str(column.name),
                    remedy,
                )
            )
    return findings
