"""Codings with a column for each coder, as irr and ReCal take them."""

from __future__ import annotations

import re
from itertools import combinations

import pandas as pd

from senco.errors import DataError, Finding
from senco.intake.formats.codings.headings import HEADINGS
from senco.intake.formats.tabular import LISTED, check_headings, refuse

#: More categories than a codebook has are no categories.
MOST_CATEGORIES = 200
#: What stands in a cell where a unit was not judged; R writes NA.
_BLANKS = ("", "NA", "NaN")
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,9})?")
_ROWS = ("", "id", "no", "no.", "number", *HEADINGS["segment"])


def has_no_headings(cells: pd.DataFrame) -> bool:
    """Return whether a table of numbers begins with a row of values, as ReCal's files do.

    Parameters
    ----------
    cells : DataFrame of str
        As `senco.intake.formats.tabular.read_cells` gives it.

    Returns
    -------
    bool
        True where first row and cells alike are numbers.
    """
    texts = [*map(str, cells.columns), *cells.to_numpy().ravel()]
    numbers = [text for text in texts if text not in _BLANKS]
    return cells.shape[1] > 1 and all(_NUMBER.fullmatch(text) for text in numbers)


def read_columns(cells: pd.DataFrame, file: str) -> tuple[pd.DataFrame, list[str]]:
    """Return what each coder chose for each unit.

    Parameters
    ----------
    cells : DataFrame of str
        As `senco.intake.formats.tabular.read_cells` gives it.
    file : str
        How messages name it.

    Returns
    -------
    labels : DataFrame of str, shape (n_units, n_coders)
        Missing where a cell is blank or NA; units by their name or row.
    notes : list of str
        What was concluded.

    Raises
    ------
    DataError
        Where there are not two coders, a cell holds several categories, or two columns have
        no category in common.
    """
    notes = []
    if has_no_headings(cells):
        first = pd.DataFrame([list(cells.columns)], columns=cells.columns, index=[1])
        cells = pd.concat([first, cells])
        cells.columns = pd.Index([f"column {n}" for n in range(1, cells.shape[1] + 1)])
        notes.append(
            "The first row contains numbers like all the others, so it was read as a unit."
        )
    check_headings(cells, file)
    names = pd.Index([f"row {row}" for row in cells.index])
    if _names_units(cells):
        _check_names(cells.iloc[:, 0], file)
        names, cells = pd.Index(cells.iloc[:, 0]), cells.iloc[:, 1:]
    if cells.shape[1] < 2:
        raise refuse(file, "one column of codings", "a column for each of two or more coders")
    _check_cells(cells, file)
    labels = cells.where(~cells.isin(_BLANKS)).set_axis(names)
    coders = [str(coder) for coder in labels]
    notes.insert(0, f"Each column was read as a coder and each row as a unit: {coders[0]} chose "
                 f"'{_first(labels[coders[0]])}' and {coders[1]} "
                 f"'{_first(labels[coders[1]])}' first.")  # fmt: skip
    return labels, notes


def _names_units(cells: pd.DataFrame) -> bool:
    """Whether the first column names the units: by its heading, or as no other column does."""
    first, rest = cells.iloc[:, 0], set(cells.iloc[:, 1:].to_numpy().ravel())
    apart = not first.duplicated().any() and not set(first) & rest and cells.shape[1] > 2
    return str(cells.columns[0]).casefold() in _ROWS or apart


def are_alike(cells: pd.DataFrame) -> bool:
    """Return whether all columns but names of units hold the same categories, or nearly.

    Parameters
    ----------
    cells : DataFrame of str
        As `senco.intake.formats.tabular.read_cells` gives it.

    Returns
    -------
    bool
        True where any two of at least two columns share half of their categories or more.
    """
    rest = cells.iloc[:, 1:] if _names_units(cells) else cells
    held = [set(rest.iloc[:, place]) - set(_BLANKS) for place in range(rest.shape[1])]
    return len(held) > 1 and all(
        len(one & other) >= len(one | other) / 2 > 0 for one, other in combinations(held, 2)
    )


def _first(column: pd.Series) -> str:
    filled = column.dropna()
    return str(filled.iloc[0])[:40] if len(filled) else "nothing"


def _check_names(names: pd.Series, file: str) -> None:
    findings = [
        Finding(file, (
            "a unit without a name, or with the name of another"
        ), "a different name for each unit",
                row=int(row), column=str(names.name), remedy="Correct it, or remove the column.")
        for row in names.index[(names == "") | names.duplicated()]
    ]  # fmt: skip
    if findings:
        raise DataError(findings[:LISTED])


def _check_cells(cells: pd.DataFrame, file: str) -> None:
    """Refuse cells that hold several categories, or columns that are no coders'."""
    findings = [
        Finding(file, "several categories in a cell", "one category",
                row=int(row), column=str(coder),
                remedy="Write a row for each code, with the columns segment, code and coder.")
        for coder in cells
        for row in cells.index[cells[coder].str.contains(";", regex=False)]
    ]  # fmt: skip
    if findings:
        raise DataError(findings[:LISTED])
    chosen = {str(coder): set(cells[coder]) - set(_BLANKS) for coder in cells}
    if len(set().union(*chosen.values())) > MOST_CATEGORIES:
        raise refuse(file, "more categories than a codebook can have", f"at most {MOST_CATEGORIES}")
    first, *others = [name for name, held in chosen.items() if held] or [""]
    for other in others:
        if not chosen[first] & chosen[other]:
            raise refuse(
                file,
                f"columns without a category in common, '{first[:30]}' and '{other[:30]}'",
                "a column for each coder, with the same categories",
                remedy=(
                    "Leave out columns that do not belong to a coder, and write each category "
                    "in the same way."
                ),
            )
