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
from senco.text.words import join_words

#: Row and column of something in a file, as a person counts them.
Place = tuple[int | None, str | None]

#: A file with more faults than this is not worth listing to the end.
MAX_FINDINGS = 50

#: No number of a grid is written with more signs.
_LONGEST_NUMBER = 60
#: Nor is a name of more letters one.
_LONGEST_NAME = 5_000

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
    asks : bool
        Whether a scale that the file does not state is asked for, and not taken from the
        ratings.
    fixed : bool
        Whether the file says at which end of the scale each pole lies.
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
    asks: bool = False
    fixed: bool = True


@dataclass(frozen=True)
class Wishes:
    """What whoever reads a file says of it.

    Parameters
    ----------
    scale : (float, float), optional
        Lowest and highest possible rating, in place of what the file states.
    encoding : str, optional
        Encoding of a text.
    right_first : bool
        Whether the pole that is written first lies at the high end of the scale.
    missing : float, optional
        A number that means no rating.
    """

    scale: tuple[float, float] | None = None
    encoding: str | None = None
    right_first: bool = False
    missing: float | None = None


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


def finish_draft(draft: Draft, problems: Problems, wishes: Wishes | None = None) -> ReadGrid | None:
    """Turn a draft into a grid.

    Parameters
    ----------
    draft : Draft
        What was read.
    problems : Problems
        Where findings go.
    wishes : Wishes, optional
        What is said of the file beside it.

    Returns
    -------
    ReadGrid or None
        None if there are findings.
    """
    wishes = wishes or Wishes()
    before = len(problems.findings)
    check_size(len(draft.constructs), len(draft.elements), problems)
    elements = _check_elements(draft, problems)
    _check_poles(draft, problems)
    scale = wishes.scale or draft.scale
    constructs = [_make_construct(draft, i, scale, problems) for i in range(len(draft.constructs))]
    if wishes.right_first and draft.layout != "gridcor":  # there, blocks of poles changed places
        constructs = _swap_poles(constructs, draft, problems)
    ratings = np.array(
        [
            [_parse_rating(cell, draft.rating_place(i, j), problems) for j, cell in enumerate(row)]
            for i, row in enumerate(draft.cells)
        ]
    )
    if wishes.missing is not None:
        ratings[ratings == wishes.missing] = math.nan
    if len(problems.findings) == before and np.isnan(ratings).all():
        problems.add("no rating of any element", "a grid that has been filled in")
    if len(problems.findings) > before:
        return None
    stated = _settle_scale(ratings, draft, problems, wishes.scale)
    if stated is None or not _check_scale(ratings, stated, problems, draft, wishes.missing):
        return None
    try:
        grid = Grid(elements, constructs, ratings, stated, draft.name)
    except MeasureError as error:
        problems.add(str(error), "a grid whose parts fit together")
        return None
    return ReadGrid(grid, draft.layout, tuple(draft.notes))


def _swap_poles(constructs: list[Construct], draft: Draft, problems: Problems) -> list[Construct]:
    """Take the pole that is written first for the right one."""
    if draft.fixed:
        problems.add(
            "--right-first, where the file says at which end of the scale each pole lies",
            "a file that does not say so",
            remedy="Leave it out.",
        )
        return constructs
    draft.notes.append("The pole that is written first was read as the right one.")
    return [construct.reflect() for construct in constructs]


def _check_elements(draft: Draft, problems: Problems) -> list[str]:
    names = [tidy(name) for name in draft.elements]
    for j, name in enumerate(names):
        place = draft.element_places[j]
        if not name:
            problems.add("an element without a name", "a name", place)
        elif len(name) > _LONGEST_NAME:
            _refuse_length(name, place, problems)
        elif name in names[:j]:
            problems.add(
                f"element '{name}' a second time",
                "every element once",
                place,
                "Rename one of them.",
            )
    return names


def _make_construct(
    draft: Draft, i: int, scale: tuple[float, float] | None, problems: Problems
) -> Construct:
    left, right, written = (tidy(part) for part in draft.constructs[i])
    if written.casefold() in _MISSING:
        return Construct(left, right)
    for word, preferred in _PREFERRED.items():
        if word.startswith(written.casefold()):
            return Construct(left, right, preferred)
    ends: dict[float, Preferred] = dict(zip(scale or (), ("left", "right"), strict=False))
    rating = parse_number(written)
    if rating in ends:  # the pole whose rating it is
        return Construct(left, right, ends[rating])
    place = (draft.construct_places[i][0], "preferred")
    allowed = "left, right, none, NA, or the rating at the end of its pole"
    problems.add(f"the preferred pole '{written}'", allowed, place)
    return Construct(left, right)


def _check_poles(draft: Draft, problems: Problems) -> None:
    """Note each pole that is missing; refuse a construct without any."""
    n = len(draft.constructs)
    blank = [[i for i in range(n) if not tidy(draft.constructs[i][side])] for side in range(2)]
    for i, poles in enumerate(draft.constructs):
        for pole in poles[:2]:
            if len(pole) > _LONGEST_NAME:
                _refuse_length(pole, draft.construct_places[i], problems)
    for i in sorted(set(blank[0]) & set(blank[1])):
        problems.add(
            f"construct {i + 1} without a pole",
            "both poles, or one of them",
            draft.construct_places[i],
            "Write its poles.",
        )
    for side, name in enumerate(("left", "right")):
        if blank[side] and len(blank[side]) == n:
            draft.notes.append(f"No construct has a {name} pole: each was read as a single pole.")
        elif blank[side]:
            which = join_words([str(i + 1) for i in blank[side]])
            draft.notes.append(
                f"No {name} pole is named for "
                f"{'construct' if len(blank[side]) == 1 else 'constructs'} {which}: read with "
                "only the other pole."
            )


def _refuse_length(name: str, place: Place, problems: Problems) -> None:
    found = f"a name of {len(name):,} letters"
    problems.add(found, f"at most {_LONGEST_NAME:,}", place, "Look for a line that does not end.")


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
    if len(text) > _LONGEST_NUMBER or not re.fullmatch(
        r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", text, re.ASCII
    ):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def _settle_scale(
    ratings: np.ndarray, draft: Draft, problems: Problems, given: tuple[float, float] | None
) -> tuple[float, float] | None:
    """Return the scale that is given or stated, or where there is none the ratings' own."""
    if given is not None:
        if draft.scale is not None and draft.scale != given:
            draft.notes.append(
                f"The file states a scale from {draft.scale[0]:g} to {draft.scale[1]:g}: "
                f"{given[0]:g} to {given[1]:g} was used, as requested."
            )
        return given
    if draft.scale is not None:
        return draft.scale
    known = ratings[~np.isnan(ratings)]
    low, high = float(known.min()), float(known.max())
    if low == high or draft.asks:
        shown = f"ratings from {low:g} to {high:g}" if low < high else "the same rating throughout"
        problems.add(
            f"no scale ({shown})",
            "the lowest and the highest rating that could be given",
            remedy="Add them: --scale LOW HIGH, such as --scale 1 7.",
        )
        return None
    draft.notes.append(
        f"The file states no scale: {low:g} to {high:g} was taken from the lowest and highest "
        "rating. If it is wider, add: --scale LOW HIGH."
    )
    return low, high


def _check_scale(
    ratings: np.ndarray,
    scale: tuple[float, float],
    problems: Problems,
    draft: Draft,
    missing: float | None,
) -> bool:
    low, high = scale
    if not low < high:
        problems.add(
            (f"a scale from {low:g} to {high:g}"),
            "a scale whose first number is the lower",
            (1, None),
        )
        return False
    if missing is not None and low <= missing <= high:
        found = f"--missing {missing:g}, which is a rating on the scale from {low:g} to {high:g}"
        problems.add(found, "a number outside the scale", remedy="Leave it out.")
        return False
    with np.errstate(invalid="ignore"):
        off = np.argwhere((ratings < low) | (ratings > high)).tolist()
    values = {float(ratings[i, j]) for i, j in off}
    remedy = ""
    if len(values) == 1:  # a mistake, a wider scale, or the mark of a rating that is missing
        value = f"{values.pop():g}"
        remedy = (
            f"Correct it; or, if {value} means no rating, add --missing {value}; or give "
            "the whole scale: --scale LOW HIGH."
        )
    for i, j in off[:MAX_FINDINGS]:
        found = f"the rating {ratings[i, j]:g}"
        allowed = f"{low:g} to {high:g}, or nothing"
        problems.add(found, allowed, draft.rating_place(i, j), remedy)
    return not off


def check_wishes(wishes: Wishes) -> None:
    """Refuse a scale that does not rise.

    Parameters
    ----------
    wishes : Wishes
        What is said of a file.

    Raises
    ------
    MeasureError
        With what was given.
    """
    low, high = wishes.scale or (0, 1)
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise MeasureError(
            f"a scale from {low:g} to {high:g} is impossible: give the lowest rating first, "
            "then the highest, such as --scale 1 7"
        )
