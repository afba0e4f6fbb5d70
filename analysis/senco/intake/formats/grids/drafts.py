"""What every importer makes first, and how it becomes a grid or a list of findings."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from senco.cohort.grid import MAX_SIDE, Construct, Grid, Preferred
from senco.errors import DataError, Finding, MeasureError
from senco.intake.formats.signs import tidy

#: Row and column of something in a file, as a person counts them.
Place = tuple[int | None, str | None]

#: A file with more faults than this is not worth listing to the end.
MAX_FINDINGS = 50

_MISSING = {"", "na", "n/a", "nan", "?", ".", "-"}
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")
#: Words for the preferred pole; each may be shortened. Where both poles are liked,
#: neither is preferred.
_PREFERRED: dict[str, Preferred] = {
    "left": "left",
    "right": "right",
    "none": "none",
    "both": "none",
}


@dataclass(frozen=True)
class ReadGrid:
    """A grid as it was read.

    Parameters
    ----------
    grid : Grid
        The grid.
    layout : str
        The layout in which it was found, such as "wide" or "gridstat".
    notes : tuple of str
        What had to be assumed.
    """

    grid: Grid
    layout: str
    notes: tuple[str, ...] = ()


class Problems:
    """Findings about one file.

    Parameters
    ----------
    file : str
        The file's name, with the sheet where there are several.
    """

    def __init__(self, file: str):
        self.file = file
        self.findings: list[Finding] = []

    def add(self, found: str, allowed: str, place: Place = (None, None), remedy: str = "") -> None:
        """Note a finding."""
        row, column = place
        self.findings.append(Finding(self.file, found, allowed, row, column, remedy))

    def refuse(
        self, found: str, allowed: str, place: Place = (None, None), remedy: str = ""
    ) -> DataError:
        """Return the error for a fault after which reading cannot go on."""
        self.add(found, allowed, place, remedy)
        return DataError(self.findings[:MAX_FINDINGS])

    def check(self) -> None:
        """Raise what has been found, if anything."""
        if self.findings:
            raise DataError(self.findings[:MAX_FINDINGS])


@dataclass
class Draft:
    """A grid as text, with the place of everything in its file.

    Parameters
    ----------
    layout : str
        The layout that it was found in.
    elements : list of str
        Names as written.
    constructs : list of (left, right, preferred)
        Poles and the preferred pole as written.
    cells : list of list of str
        Ratings as written, a row per construct.
    rating_place : callable
        Place of construct i's rating of element j.
    element_places, construct_places : list of Place
        Places of their names.
    scale : (float, float), optional
        As the file states it.
    name : str
        Whose grid it is.
    notes : list of str
        What had to be assumed.
    """

    layout: str
    elements: list[str]
    constructs: list[tuple[str, str, str]]
    cells: list[list[str]]
    rating_place: Callable[[int, int], Place]
    element_places: list[Place]
    construct_places: list[Place]
    scale: tuple[float, float] | None = None
    name: str = ""
    notes: list[str] = field(default_factory=list)


def check_size(n_constructs: int, n_elements: int, problems: Problems, row: int = 1) -> None:
    """Refuse a grid beyond the bound before its ratings are read.

    Parameters
    ----------
    n_constructs, n_elements : int
        Size as the file states it.
    problems : Problems
        Where findings go.
    row : int
        Row that states it.

    Raises
    ------
    DataError
        If either is below 1 or beyond the bound.
    """
    if not (1 <= n_constructs <= MAX_SIDE and 1 <= n_elements <= MAX_SIDE):
        raise problems.refuse(
            f"{n_constructs} constructs by {n_elements} elements",
            f"1 to {MAX_SIDE} of each",
            (row, None),
        )


def finish_draft(
    draft: Draft, problems: Problems, scale: tuple[float, float] | None = None
) -> ReadGrid | None:
    """Turn a draft into a grid.

    Parameters
    ----------
    draft : Draft
        What was read.
    problems : Problems
        Where findings go.
    scale : (float, float), optional
        Scale to use instead of the file's.

    Returns
    -------
    ReadGrid or None
        None if there are findings.
    """
    before = len(problems.findings)
    check_size(len(draft.constructs), len(draft.elements), problems)
    elements = _check_elements(draft, problems)
    _check_poles(draft, problems)
    constructs = [_make_construct(draft, i, problems) for i in range(len(draft.constructs))]
    ratings = np.array(
        [
            [_parse_rating(cell, draft.rating_place(i, j), problems) for j, cell in enumerate(row)]
            for i, row in enumerate(draft.cells)
        ]
    )
    if len(problems.findings) == before and np.isnan(ratings).all():
        problems.add("no rating of any element", "a grid that somebody filled in")
    if len(problems.findings) > before:
        return None
    stated = scale or draft.scale
    if stated is None:
        stated = _guess_scale(ratings, draft, problems)
    if stated is None or not _check_scale(ratings, stated, draft, problems):
        return None
    try:
        grid = Grid(elements, constructs, ratings, stated, draft.name)
    except MeasureError as error:
        problems.add(str(error), "a grid whose parts fit together")
        return None
    return ReadGrid(grid, draft.layout, tuple(draft.notes))


def _check_elements(draft: Draft, problems: Problems) -> list[str]:
    names = [tidy(name) for name in draft.elements]
    for j, name in enumerate(names):
        place = draft.element_places[j]
        if not name:
            problems.add("an element without a name", "a name", place)
        elif name in names[:j]:
            problems.add(
                f"element '{name}' a second time",
                "every element once",
                place,
                "Rename one of them.",
            )
    return names


def _make_construct(draft: Draft, i: int, problems: Problems) -> Construct:
    left, right, written = (tidy(part) for part in draft.constructs[i])
    if written.casefold() in _MISSING:
        return Construct(left, right)
    for word, preferred in _PREFERRED.items():
        if word.startswith(written.casefold()):
            return Construct(left, right, preferred)
    place = (draft.construct_places[i][0], "preferred")
    problems.add(f"the preferred pole '{written}'", "left, right, none or NA", place)
    return Construct(left, right)


def _check_poles(draft: Draft, problems: Problems) -> None:
    """Refuse a missing pole, unless the whole grid has poles on one side only."""
    for side, name in enumerate(("left", "right")):
        blank = [i for i, poles in enumerate(draft.constructs) if not tidy(poles[side])]
        if blank and len(blank) == len(draft.constructs):
            draft.notes.append(f"No construct has a {name} pole: each was read as a single pole.")
            continue
        for i in blank:
            other = draft.constructs[i][1 - side]
            problems.add(
                f"construct {i + 1} ('{other}') without a {name} pole",
                "both poles",
                draft.construct_places[i],
                "Write the contrast, such as 'not' and the other pole.",
            )


def _parse_rating(cell: str, place: Place, problems: Problems) -> float:
    text = tidy(cell)
    if text.casefold() in _MISSING:
        return math.nan
    value = parse_number(text)
    if value is not None:
        return value
    if _DECIMAL_COMMA.fullmatch(text):
        problems.add(
            f"'{text}'",
            "a number with a decimal point",
            place,
            f"Write {text.replace(',', '.')}.",
        )
    else:
        problems.add(f"'{text[:40]}'", "a number, or nothing where no rating was given", place)
    return math.nan


def parse_number(text: str) -> float | None:
    """Return a plain finite number, or None.

    Parameters
    ----------
    text : str
        What is written.

    Returns
    -------
    float or None
        None for anything else, "inf" and "1_000" among it.

    Examples
    --------
    >>> parse_number(" 3.5 "), parse_number("1e999"), parse_number("3,5")
    (3.5, None, None)
    """
    text = text.strip()
    if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", text, re.ASCII):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def _guess_scale(
    ratings: np.ndarray, draft: Draft, problems: Problems
) -> tuple[float, float] | None:
    known = ratings[~np.isnan(ratings)]
    if known.size == 0 or known.min() == known.max():
        problems.add("no scale, and ratings that do not show one", "a scale", remedy="Give it.")
        return None
    low, high = float(known.min()), float(known.max())
    draft.notes.append(
        f"The file states no scale: {low:g} to {high:g} was taken from the lowest and highest "
        "rating. Give the scale if it is wider."
    )
    return low, high


def _check_scale(
    ratings: np.ndarray, scale: tuple[float, float], draft: Draft, problems: Problems
) -> bool:
    low, high = scale
    if not low < high:
        problems.add(f"a scale from {low:g} to {high:g}", "a scale that rises", (1, None))
        return False
    with np.errstate(invalid="ignore"):
        off = np.argwhere((ratings < low) | (ratings > high)).tolist()
    for i, j in off[:MAX_FINDINGS]:
        found = f"the rating {ratings[i, j]:g}"
        problems.add(found, f"{low:g} to {high:g}, or nothing", draft.rating_place(i, j))
    return not off
