"""Tables of results as a reader has them: whose rows they hold, their means and their counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from senco.cohort.stages import STAGES
from senco.disclosure.masking import mask_part
from senco.errors import DataError, SencoError
from senco.intake.formats.delimited import read_delimited

#: The column that tells participants apart.
WHO = "participant"
#: Headings of counts to which each participant adds their own.
_COUNTS = re.compile(r"(?:participants|people|persons|statements|disclosed)(?:, .*)?|n(?:_.*)?")
_MEAN = re.compile(r"mean((?:_.*)?)")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_COUNT = re.compile(r"[0-9]{1,9}")
#: A release has no more tables than this, and a table no more bytes and columns.
_MOST_TABLES, _MOST_BYTES, _MOST_COLUMNS = 2000, 20_000_000, 500
#: So many columns at most tell what a row is about.
_MOST_KEYS = 8
_LARGER = "There are more results to compare, or larger ones, than a build makes."


@dataclass(frozen=True)
class Table:
    """A table of results.

    Parameters
    ----------
    file : str
        Its stage and name, such as "50_rankings/ranks.csv".
    headings : tuple of str
        Of its columns.
    rows : tuple of tuple of str
        As they are printed, blank where a cell is.
    """

    file: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)

    @property
    def people(self) -> frozenset[str]:
        """The participants whose rows it holds; none where it is pooled."""
        if WHO not in self.headings:
            return frozenset()
        place = self.headings.index(WHO)
        return frozenset(row[place] for row in self.rows)

    @cached_property
    def keys(self) -> list[tuple[str, ...]]:
        """What each row is about: its first column, with the next ones where it is not enough."""
        name = self.headings[0] if self.rows and _NUMBER.fullmatch(self.rows[0][0]) else ""
        cells = [tuple(map(_simplify, row[:_MOST_KEYS])) for row in self.rows]
        for wide in range(1, min(len(self.headings), _MOST_KEYS) + 1):
            keys = [(name, *row[:wide]) for row in cells]
            if len(set(keys)) == len(keys):
                return keys
        return [(name, str(number)) for number in range(len(self.rows))]


def read_results(folder: Path) -> dict[str, Table]:
    """Read every table of a tree of results.

    Parameters
    ----------
    folder : Path
        With a folder for each stage, as a build makes them.

    Returns
    -------
    dict of str to Table
        By stage and name.

    Raises
    ------
    SencoError
        Where there are no tables, or one cannot be read.
    """
    paths = _list_tables(folder)
    if not paths:
        raise SencoError(
            "There are no results to compare in that folder. Name a folder of results, such as "
            "book/cohorts/NAME/results, or an unpacked deposit."
        )
    if len(paths) > _MOST_TABLES or any(path.stat().st_size > _MOST_BYTES for path in paths):
        raise SencoError(_LARGER)
    filled = (path for path in paths if path.read_bytes().strip())
    return {table.file: table for table in map(_read_table, filled)}


def find_results(folder: Path, cohort: str) -> Path:
    """Return where the results of a cohort lie in a folder that somebody names.

    Parameters
    ----------
    folder : Path
        Results, a folder of pages, or a deposit or project.
    cohort : str
        The cohort.

    Returns
    -------
    Path
        The first of these that holds tables; the folder itself where none does.
    """
    within = (folder, folder / "results", folder / "book" / "cohorts" / cohort / "results")
    return next((path for path in within if _list_tables(path)), folder)


def _list_tables(folder: Path) -> list[Path]:
    found = folder.glob("*/*.csv")
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def _read_table(path: Path) -> Table:
    file = f"{path.parent.name}/{path.name}"
    try:
        reading = read_delimited(path, "a table of results")
        (sheet,) = reading.sheets
    except (DataError, ValueError):  # whose messages quote cells
        stages = {stage.name for stage in STAGES}
        stage = path.parent.name if path.parent.name in stages else mask_part(path.parent.name)
        raise SencoError(
            f"A table of results cannot be read: {stage}/{mask_part(path.name)}"
        ) from None
    headings, *rows = ([str(cell or "") for cell in row] for row in sheet.rows)
    wide = len(headings)
    if wide > _MOST_COLUMNS:
        raise SencoError(_LARGER)
    return Table(file, tuple(headings), tuple(tuple((row + [""] * wide)[:wide]) for row in rows))


@dataclass(frozen=True)
class Cell:
    """A number in a table, and what it is about.

    Parameters
    ----------
    file : str
        The table.
    row : int
        As a spreadsheet numbers it.
    key : tuple of str
        What the row is about.
    column : str
        Its heading.
    value, half : float
        The number as printed, and half a unit of its last decimal.
    """

    file: str
    row: int
    key: tuple[str, ...]
    column: str
    value: float
    half: float


@dataclass(frozen=True)
class Mean(Cell):
    """A mean with its n.

    Parameters
    ----------
    n : int
        How many it is over.
    """

    n: int

    @property
    def whole(self) -> bool:
        """Whether it is over everybody who answered, and not over a group of them."""
        return self.column == "mean"

    @property
    def low(self) -> float:
        """The least that prints as this."""
        return self.value - self.half

    @property
    def high(self) -> float:
        """The most that prints as this."""
        return self.value + self.half


def list_means(table: Table) -> Iterator[Mean]:
    """Yield the means of a table beside which an n stands.

    Parameters
    ----------
    table : Table
        As `read_results` gives it.

    Yields
    ------
    Mean
        Of a column ``mean``, or ``mean_`` and more, with the n of the column named alike.
    """
    for place, heading in enumerate(table.headings):
        match = _MEAN.fullmatch(heading)
        beside = f"n{match[1]}" if match else ""
        if beside in table.headings:
            counts = table.headings.index(beside)
            for number, (key, row) in enumerate(zip(table.keys, table.rows, strict=True), 2):
                if _NUMBER.fullmatch(row[place]) and _COUNT.fullmatch(row[counts]):
                    value, half = _read_number(row[place])
                    yield Mean(table.file, number, key, heading, value, half, int(row[counts]))


def list_counts(table: Table) -> Iterator[Cell]:
    """Yield the counts of a table, of people or of what people said.

    Parameters
    ----------
    table : Table
        As `read_results` gives it.

    Yields
    ------
    Cell
        Of each column of counts that is not its first.
    """
    for place, heading in enumerate(table.headings[1:], 1):
        if _COUNTS.fullmatch(heading):
            for number, (key, row) in enumerate(zip(table.keys, table.rows, strict=True), 2):
                if _COUNT.fullmatch(row[place]):
                    yield Cell(table.file, number, key, heading, float(row[place]), 0.0)


def _read_number(text: str) -> tuple[float, float]:
    """A number, and half a unit of its last decimal."""
    decimals = len(text.partition(".")[2])
    return float(text), 0.5 * 10.0**-decimals


def _simplify(text: str) -> str:
    """A label and its key as one: 'Child-centred practice' and 'child-centred-practice'."""
    return re.sub(r"[^\w.-]+", "-", text.casefold()).strip("-")
