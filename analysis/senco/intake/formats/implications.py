"""Implication grids and choices between constructs, from a square table of one's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from senco.cohort.grid import Floats
from senco.cohort.implications import MAX_CONSTRUCTS, ImplicationGrid, weigh_ratings
from senco.cohort.resistance import ResistanceGrid
from senco.errors import DataError, Finding, suggest
from senco.intake.formats.tabular import LISTED, check_headings, read_cells, refuse
from senco.text.words import count_words

_NUMBER = re.compile(r"[+-]?(\d{1,6}([.,]\d{1,12})?|[.,]\d{1,12})", re.ASCII)
_YES = frozenset({"x", "y", "yes", "true", "✓", "✔", "√", "+"})
_NO = frozenset({"n", "no", "false"})
_OPPOSITE = frozenset({"-", "–", "−"})
_BOTH = "r"
_WEIGHTS = {_BOTH: 1.0, **dict.fromkeys(_YES, 1.0), **dict.fromkeys(_NO, 0.0)}
_WEIGHTS |= dict.fromkeys(_OPPOSITE, -1.0)
_CHOICES = {"": np.nan, "=": 0.5, "0.5": 0.5, "0,5": 0.5, "1": 1.0, "x": 1.0, "0": 0.0}
_MARKS = "x, 1, yes or ✓ for an implication, r for one that goes both ways, - for the opposite one"
_SQUARE = "a square table with the same constructs as headings of the columns and of the rows"


@dataclass(frozen=True, eq=False)
class ReadImplications:
    """An implication grid as it was read.

    Parameters
    ----------
    grid : ImplicationGrid
        The grid.
    notes : tuple of str
        What was understood.
    """

    grid: ImplicationGrid
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ReadChoices:
    """Choices between constructs as they were read.

    Parameters
    ----------
    choices : ResistanceGrid
        The choices.
    notes : tuple of str
        What was understood.
    """

    choices: ResistanceGrid
    notes: tuple[str, ...]


def read_implications(
    path: str | Path, strongest: float = 1.0, columns_imply: bool = False
) -> ReadImplications:
    """Read an implication grid.

    Parameters
    ----------
    path : str or Path
        CSV or Excel. Either a square table, its constructs over the columns and before the
        rows, with marks or weights in it; or the sheet of a weighted implication grid as
        GridFCM and WimpTools read it: lowest rating, a column for each imagined change, the
        ideal, highest rating; before and after each row its two poles.
    strongest : float
        The weight that means as much as 1; all weights of a square table are divided by it.
    columns_imply : bool
        Whether the columns of a square table imply the rows, and not the rows the columns.

    Returns
    -------
    ReadImplications
        The grid, its rows implying its columns.

    Raises
    ------
    DataError
        Where the table is not square, or a cell is neither a mark nor a weight, with its place.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> kept = pd.DataFrame({"": ["calm", "kind"], "calm": ["", "x"], "kind": ["", ""]})
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "implications.csv"
    ...     kept.to_csv(path, index=False)
    ...     reading = read_implications(path)
    >>> reading.grid.constructs, reading.grid.weights.tolist()
    (('calm', 'kind'), [[0.0, 0.0], [1.0, 0.0]])
    """
    place = Path(path)
    cells = read_cells(place)
    if _holds_ratings(cells):
        return _read_ratings(cells, place)
    names, square = _order_square(cells, place.name)
    weights, notes = _read_marks(square, place.name, strongest)
    if columns_imply:
        weights = weights.T
    grid = ImplicationGrid(names, weights, name=place.stem)
    way = "column implies its rows" if columns_imply else "row implies its columns"
    links = count_words(int(grid.links.sum()), "implication")
    first = f"Read as {count_words(len(names), 'construct')}, {links}: each {way}"
    pair = next(iter(np.argwhere(grid.links)), None)
    if pair is not None:
        i, j = (names[int(k)] for k in pair)
        first += f" (a change on '{i}' would bring one on '{j}')"
    return ReadImplications(grid, (first + ".", *notes))


def _number(text: str) -> float | None:
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _holds_ratings(cells: pd.DataFrame) -> bool:
    """Whether it is a sheet of ratings: a number over the first and the last column."""
    ends = [_number(str(cells.columns[place])) for place in (0, -1)]
    return len(cells.columns) > 3 and None not in ends


def _read_ratings(cells: pd.DataFrame, place: Path) -> ReadImplications:
    k = len(cells)
    _check_size(k, place.name)
    if len(cells.columns) != k + 3:
        found = f"{count_words(k, 'row')} and {count_words(len(cells.columns), 'column')}"
        allowed = "three columns more than rows: left pole, one for each construct, ideal, "
        raise refuse(place.name, found, allowed + "right pole", row=1)
    low, high = (_number(str(cells.columns[i])) or 0.0 for i in (0, -1))
    if low >= high:
        allowed = "the lowest rating above the first column, the highest above the last"
        raise refuse(place.name, f"{low:g} and {high:g}", allowed, row=1)
    findings: list[Finding] = []
    table = np.array(
        [
            [_rate(cells, i, j, (low, high), place.name, findings) for j in range(1, k + 2)]
            for i in range(k)
        ]
    )
    poles = [(str(row.iloc[0]), str(row.iloc[-1])) for _, row in cells.iterrows()]
    names = tuple(" – ".join(pole for pole in pair if pole) for pair in poles)
    findings += _check_names(names, [int(row) for row in cells.index], place.name)
    if findings:
        raise DataError(findings[:LISTED])
    ratings, ideal = table[:, :k], table[:, k]
    middle, half = (low + high) / 2, (high - low) / 2
    grid = ImplicationGrid(
        names,
        weigh_ratings(ratings, (low, high), ideal),
        (ratings.diagonal() - middle) / half,
        (ideal - middle) / half,
        place.stem,
    )
    heading = str(cells.columns[k + 1])
    note = (
        f"Read as a weighted implication grid of {k} constructs, rated {low:g} to {high:g}: a "
        f"column is an imagined change, the diagonal the present self, '{heading}' the ideal."
    )
    if "ideal" not in heading.casefold():
        note += " If its columns are people or things, it is a repertory grid: use senco grid."
    return ReadImplications(grid, (note, *_note_missing(grid)))


def _rate(
    cells: pd.DataFrame,
    i: int,
    j: int,
    scale: tuple[float, float],
    file: str,
    findings: list[Finding],
) -> float:
    text = str(cells.iat[i, j])
    value = _number(text)
    if value is not None and scale[0] <= value <= scale[1]:
        return value
    if text or j in (i + 1, len(cells) + 1):  # the present self and the ideal are needed
        found = f"'{text[:60]}'" if text else "nothing"
        allowed = f"a rating from {scale[0]:g} to {scale[1]:g}"
        heading = str(cells.columns[j]) or str(j + 1)
        remedy = "Correct it." if text else "Fill it in: present self and ideal are needed."
        findings.append(Finding(file, found, allowed, int(cells.index[i]), heading, remedy))
    return float("nan")


def _order_square(cells: pd.DataFrame, file: str) -> tuple[tuple[str, ...], pd.DataFrame]:
    """Return the constructs, and the cells with the columns in the order of the rows."""
    _check_size(max(len(cells), len(cells.columns) - 1), file)
    check_headings(cells, file)
    before = [str(name) for name in cells.iloc[:, 0]]
    over = {str(name).casefold(): str(name) for name in cells.columns[1:]}
    findings = _check_names(tuple(before), [int(row) for row in cells.index], file)
    known = {name.casefold() for name in before}
    if not known & set(over):
        found = "no construct that heads both a column and a row"
        remedy = "Correct the headings. For a repertory grid, use senco grid."
        raise refuse(file, found, _SQUARE, row=1, remedy=remedy)
    for row, name in zip(cells.index, before, strict=True):
        if name and name.casefold() not in over:
            near = suggest(name, list(over.values()))
            remedy = near or "Add its column, or remove the row."
            found, allowed = f"'{name[:60]}', which heads no column", _SQUARE
            findings.append(Finding(file, found, allowed, int(row), remedy=remedy))
    for heading in over.values():
        if heading.casefold() not in known:
            near = suggest(heading, before)
            remedy = near or "Add its row, or remove the column."
            found = f"'{heading[:60]}', which heads no row"
            findings.append(Finding(file, found, _SQUARE, 1, heading, remedy))
    if findings:
        raise DataError(findings[:LISTED])
    return tuple(before), cells[[over[name.casefold()] for name in before]]


def _check_size(k: int, file: str) -> None:
    if not 2 <= k <= MAX_CONSTRUCTS:
        allowed = f"2 to {MAX_CONSTRUCTS} constructs"
        remedy = "Leave out rows and columns that are not constructs."
        raise refuse(file, count_words(k, "construct"), allowed, remedy=remedy)


def _check_names(names: tuple[str, ...], rows: list[int], file: str) -> list[Finding]:
    findings, seen = [], set()
    for row, name in zip(rows, names, strict=True):
        if not name:
            remedy = "Fill it in, or remove the row."
            findings.append(Finding(file, "nothing", "a construct", row, remedy=remedy))
        elif name.casefold() in seen:
            remedy = "Word one of the two differently."
            found = f"'{name[:60]}' again"
            findings.append(Finding(file, found, "each construct once", row, remedy=remedy))
        seen.add(name.casefold())
    return findings


def _read_marks(square: pd.DataFrame, file: str, strongest: float) -> tuple[Floats, list[str]]:
    k = len(square)
    texts = [[str(cell).casefold() for cell in row] for row in square.to_numpy()]
    off = [(i, j) for i in range(k) for j in range(k) if i != j]
    # Where "no" is written, a blank cell was not answered.
    says_no = any(texts[i][j] in _NO or _number(texts[i][j]) == 0 for i, j in off)
    findings: list[Finding] = []
    weights = np.zeros((k, k))
    for i, j in off:
        if texts[i][j]:
            weights[i, j] = _weigh(texts[i][j], square, (i, j), file, strongest, findings)
        elif says_no:
            weights[i, j] = float("nan")
    if findings:
        raise DataError(findings[:LISTED])
    for i, j in off:  # what goes both ways is marked once or twice
        if texts[i][j] == _BOTH and not abs(weights[j, i]) > 0:
            weights[j, i] = 1.0
    notes = list(_note_missing_cells(int(np.isnan(weights).sum())))
    if any(_is_mark(texts[i][i]) for i in range(k)):
        notes.append("Marks on the diagonal are ignored: a construct implies itself.")
    return weights, notes


def _is_mark(text: str) -> bool:
    return bool(text) and text not in _NO | _OPPOSITE and _number(text) != 0


def _weigh(
    text: str,
    square: pd.DataFrame,
    place: tuple[int, int],
    file: str,
    strongest: float,
    findings: list[Finding],
) -> float:
    value = _number(text)
    if value is not None and abs(value) <= strongest:
        return value / strongest
    if text in _WEIGHTS:
        return _WEIGHTS[text]
    allowed = f"{_MARKS}; or a weight from -{strongest:g} to {strongest:g}"
    remedy = "Correct it."
    if value is not None:
        numbers = [_number(str(cell)) or 0.0 for row in square.to_numpy() for cell in row]
        most = max(map(abs, numbers))
        remedy = f"If {most:g} is the weight of a full change, add: --strongest {most:g}."
    row, column = int(square.index[place[0]]), str(square.columns[place[1]])
    findings.append(Finding(file, f"'{text[:60]}'", allowed, row, column, remedy))
    return 0.0


def _note_missing(grid: ImplicationGrid) -> tuple[str, ...]:
    k = grid.n_constructs
    return _note_missing_cells(k * (k - 1) - int(grid.known.sum()))


def _note_missing_cells(missing: int) -> tuple[str, ...]:
    if not missing:
        return ()
    cells = f"{count_words(missing, 'cell')} {'is' if missing == 1 else 'are'} blank"
    return (f"{cells}: treated as not answered, neither an implication nor its absence.",)


def read_choices(path: str | Path) -> ReadChoices:
    """Read choices: on which construct of each pair somebody would rather stay as they are.

    Parameters
    ----------
    path : str or Path
        CSV or Excel. Either a row for each pair, with the columns ``first``, ``second`` and
        ``kept`` (the construct on which they would rather stay; ``=`` where they could not
        choose); or a square table with 1 where the construct of the row is kept rather than
        that of the column, 0 where not, and 0.5 or ``=`` where they could not choose.

    Returns
    -------
    ReadChoices
        The choices.

    Raises
    ------
    DataError
        Where a cell is none of these, or a pair occurs twice with different answers, with its
        place.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> kept = pd.DataFrame({"first": ["calm"], "second": ["kind"], "kept": ["kind"]})
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "choices.csv"
    ...     kept.to_csv(path, index=False)
    ...     reading = read_choices(path)
    >>> reading.choices.constructs, reading.choices.resisted.tolist()
    (('calm', 'kind'), [[nan, 0.0], [1.0, nan]])
    """
    place = Path(path)
    cells = read_cells(place)
    headings = {str(heading).casefold(): heading for heading in cells.columns}
    if {"first", "second", "kept"} <= set(headings):
        check_headings(cells, place.name)
        cells = cells[[headings[name] for name in ("first", "second", "kept")]]
        names, square = _read_pairs(cells, place.name)
    else:
        names, square = _read_choices_square(cells, place.name)
    choices = ResistanceGrid(names, square, place.stem)
    asked = int((~np.isnan(choices.resisted)).sum()) // 2
    pairs = len(names) * (len(names) - 1) // 2
    note = f"Read as {len(names)} constructs: {asked} of {pairs} pairs were answered."
    return ReadChoices(choices, (note,))


def _read_pairs(cells: pd.DataFrame, file: str) -> tuple[tuple[str, ...], Floats]:
    names: dict[str, str] = {}
    for first, second in zip(cells.iloc[:, 0], cells.iloc[:, 1], strict=True):
        for name in (str(first), str(second)):
            names.setdefault(name.casefold(), name)
    names.pop("", None)
    _check_size(len(names), file)
    places = {key: place for place, key in enumerate(names)}
    square = np.full((len(names), len(names)), np.nan)
    findings: list[Finding] = []
    for row, texts in zip(cells.index, cells.to_numpy(), strict=True):
        first, second, kept = (str(text).casefold() for text in texts)
        fault = _judge_pair(first, second, kept)
        if not fault and kept:
            i, j = places[first], places[second]
            value = 0.5 if kept == "=" else float(kept == first)
            if abs(square[i, j] - value) > 0.1:  # never where it is blank so far
                fault = ("the same pair with another answer", "each pair once")
            square[i, j], square[j, i] = value, 1 - value
        if fault:
            findings.append(Finding(file, *fault, row=int(row), remedy="Correct the row."))
    if findings:
        raise DataError(findings[:LISTED])
    return tuple(names.values()), square


def _judge_pair(first: str, second: str, kept: str) -> tuple[str, str] | None:
    """What is wrong with a pair, and what is allowed."""
    if not first or not second or first == second:
        return "one construct", "two different constructs"
    if kept not in (first, second, "=", ""):
        return f"'{kept[:60]}' as the construct kept", "one of the two, or = for neither"
    return None


def _read_choices_square(cells: pd.DataFrame, file: str) -> tuple[tuple[str, ...], Floats]:
    names, ordered = _order_square(cells, file)
    k = len(names)
    square = np.full((k, k), np.nan)
    findings = []
    for i, j in ((i, j) for i in range(k) for j in range(k) if i != j):
        text = str(ordered.iat[i, j]).casefold()
        row, column = int(ordered.index[i]), str(ordered.columns[j])
        if text not in _CHOICES:
            allowed = "1 (rather stay on the row's construct), 0, = or nothing"
            findings.append(Finding(file, f"'{text[:60]}'", allowed, row, column, "Correct it."))
            continue
        square[i, j] = _CHOICES[text]
        if j < i and abs(square[i, j] + square[j, i] - 1) > 0.1:  # never where one is blank
            found = f"'{text}', which contradicts the cell across the diagonal"
            allowed = "1 in one of the two and 0 in the other, or = in both"
            findings.append(Finding(file, found, allowed, row, column, "Correct one of them."))
    if findings:
        raise DataError(findings[:LISTED])
    return names, square
