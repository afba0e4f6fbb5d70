"""The repertory grid: elements rated on bipolar constructs.

A grid holds what one person said in one interview. It is the value that the
importers make and that every measure takes, so it lies below both.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from senco.errors import MeasureError, suggest

Floats = NDArray[np.float64]
Preferred = Literal["left", "right", "none"]

#: Most elements, and most constructs, that a grid may have. Published grids stay
#: below 60; the bound keeps every measure's memory below about 300 MB.
MAX_SIDE = 500

_SWAPPED: dict[Preferred | None, Preferred | None] = {
    "left": "right",
    "right": "left",
    "none": "none",
    None: None,
}


@dataclass(frozen=True)
class Construct:
    """A bipolar construct.

    Parameters
    ----------
    left : str
        The pole at the low end of the scale; in most interviews the emergent pole.
    right : str
        The pole at the high end of the scale. One of the two may be blank, where only
        the other was named.
    preferred : {"left", "right", "none"}, optional
        The pole that the person prefers; "none" where neither, None where
        the person was not asked.

    Examples
    --------
    >>> Construct("calm", "hurried", preferred="left").reflect()
    Construct(left='hurried', right='calm', preferred='right')
    """

    left: str
    right: str
    preferred: Preferred | None = None

    @property
    def label(self) -> str:
        """The poles, as they are printed."""
        both = self.left and self.right
        return f"{self.left} – {self.right}" if both else self.left or self.right

    def reflect(self) -> Construct:
        """Return the construct with its poles exchanged."""
        return Construct(self.right, self.left, _SWAPPED[self.preferred])


@dataclass(frozen=True, eq=False)
class Grid:
    """One person's repertory grid.

    Parameters
    ----------
    elements : sequence of str
        Names of the elements, each used once, shape ``(n_elements,)``.
    constructs : sequence of Construct or of (left, right)
        The constructs, shape ``(n_constructs,)``.
    ratings : array_like
        Shape ``(n_constructs, n_elements)``, NaN where a rating is missing. A low
        rating lies at the left pole.
    scale : (float, float)
        Lowest and highest possible rating.
    name : str, optional
        Whose grid it is.
    self_element, ideal_element : str, optional
        The elements that stand for the person as they are and as they would like to be.
    overall : str, optional
        The supplied construct that sums up the topic: one of its poles, or
        ``"left : right"``.

    Raises
    ------
    MeasureError
        If the parts do not fit together. The message names the construct and
        the element.

    Examples
    --------
    >>> grid = Grid(["me", "Ann"], [("calm", "hurried")], [[2, 5]], (1, 5))
    >>> grid.reflect([0]).ratings
    array([[4., 1.]])
    >>> grid.n_constructs, grid.n_elements, grid.midpoint
    (1, 2, 3.0)
    """

    elements: tuple[str, ...]
    constructs: tuple[Construct, ...]
    ratings: Floats
    scale: tuple[float, float]
    name: str = ""
    self_element: str | None = None
    ideal_element: str | None = None
    overall: str | None = None

    def __init__(
        self,
        elements: Sequence[str],
        constructs: Sequence[Construct | tuple[str, str]],
        ratings: ArrayLike,
        scale: tuple[float, float],
        name: str = "",
        self_element: str | None = None,
        ideal_element: str | None = None,
        overall: str | None = None,
    ):
        made = tuple(c if isinstance(c, Construct) else Construct(*c) for c in constructs)
        try:
            values = np.array(ratings, dtype=float, ndmin=2)
        except (TypeError, ValueError):
            raise MeasureError(
                "the ratings must be numbers, one row of equal length per construct"
            ) from None
        values.flags.writeable = False
        fields = {
            "elements": tuple(elements),
            "constructs": made,
            "ratings": values,
            "scale": (float(scale[0]), float(scale[1])),
            "name": name,
            "self_element": self_element,
            "ideal_element": ideal_element,
            "overall": overall,
        }
        for key, value in fields.items():
            object.__setattr__(self, key, value)
        check_grid(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Grid):
            return NotImplemented
        return (
            self._identity() == other._identity()
            and self.ratings.shape == other.ratings.shape
            and np.array_equal(self.ratings, other.ratings, equal_nan=True)
        )

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple[object, ...]:
        supplied = (self.self_element, self.ideal_element, self.overall)
        return (self.elements, self.constructs, self.scale, self.name, supplied)

    @property
    def n_constructs(self) -> int:
        """Number of constructs."""
        return len(self.constructs)

    @property
    def n_elements(self) -> int:
        """Number of elements."""
        return len(self.elements)

    @property
    def midpoint(self) -> float:
        """The middle of the scale."""
        return (self.scale[0] + self.scale[1]) / 2

    @property
    def span(self) -> float:
        """Highest less lowest possible rating."""
        return self.scale[1] - self.scale[0]

    @cached_property
    def rated(self) -> NDArray[np.bool_]:
        """Which ratings are there, shape ``(n_constructs, n_elements)``."""
        return ~np.isnan(self.ratings)

    @cached_property
    def is_complete(self) -> bool:
        """Whether no rating is missing."""
        return bool(self.rated.all())

    @property
    def self_index(self) -> int | None:
        """Position of the self element, if there is one."""
        return None if self.self_element is None else self.elements.index(self.self_element)

    @property
    def ideal_index(self) -> int | None:
        """Position of the ideal element, if there is one."""
        return None if self.ideal_element is None else self.elements.index(self.ideal_element)

    @cached_property
    def overall_index(self) -> int | None:
        """Position of the overall construct, if there is one."""
        return None if self.overall is None else find_construct(self, self.overall)

    def reflect(self, which: Iterable[int] | None = None) -> Grid:
        """Return the grid with some constructs' poles exchanged.

        Parameters
        ----------
        which : iterable of int, optional
            Positions of the constructs; all of them by default.

        Returns
        -------
        Grid
            Each chosen construct has its poles exchanged and its ratings mirrored
            at the midpoint of the scale.
        """
        chosen = set(range(self.n_constructs) if which is None else which)
        unknown = sorted(chosen - set(range(self.n_constructs)))
        if unknown:
            raise MeasureError(f"there is no construct at position {unknown[0]} to reflect")
        flags = np.array([i in chosen for i in range(self.n_constructs)])
        ratings = np.where(flags[:, None], sum(self.scale) - self.ratings, self.ratings)
        constructs = tuple(
            c.reflect() if flag else c for c, flag in zip(self.constructs, flags, strict=True)
        )
        return replace(self, constructs=constructs, ratings=ratings)

    def select(
        self,
        constructs: Sequence[int] | None = None,
        elements: Sequence[int] | None = None,
    ) -> Grid:
        """Return the grid with these constructs and elements, in this order.

        Parameters
        ----------
        constructs, elements : sequence of int, optional
            Positions to keep; all by default.

        Returns
        -------
        Grid
            A supplied element or construct that is not kept is no longer named.
        """
        rows = list(range(self.n_constructs) if constructs is None else constructs)
        columns = list(range(self.n_elements) if elements is None else elements)
        kept = {self.elements[j] for j in columns}
        overall = self.overall_index
        return replace(
            self,
            constructs=tuple(self.constructs[i] for i in rows),
            elements=tuple(self.elements[j] for j in columns),
            ratings=self.ratings[np.ix_(rows, columns)],
            self_element=self.self_element if self.self_element in kept else None,
            ideal_element=self.ideal_element if self.ideal_element in kept else None,
            overall=self.overall if overall in rows else None,
        )

    def supply(
        self,
        self_element: str | None = None,
        ideal_element: str | None = None,
        overall: str | None = None,
    ) -> Grid:
        """Return the grid with its supplied elements and construct named.

        Parameters
        ----------
        self_element, ideal_element, overall : str, optional
            As for `Grid`; what is left out stays as it is.

        Returns
        -------
        Grid
            The same ratings.
        """
        return replace(
            self,
            self_element=self.self_element if self_element is None else self_element,
            ideal_element=self.ideal_element if ideal_element is None else ideal_element,
            overall=self.overall if overall is None else overall,
        )


def find_construct(grid: Grid, words: str) -> int:
    """Return the position of the construct that these words name.

    Parameters
    ----------
    grid : Grid
        The grid.
    words : str
        A pole, or both as ``"left : right"`` in either order.

    Returns
    -------
    int
        Position of the one construct that is meant.

    Raises
    ------
    MeasureError
        If no construct, or more than one, is named so.

    Examples
    --------
    >>> grid = Grid(["me"], [("calm", "hurried"), ("new", "old")], [[1], [2]], (1, 5))
    >>> find_construct(grid, "old"), find_construct(grid, "hurried : calm")
    (1, 0)
    """
    found = [i for i, c in enumerate(grid.constructs) if words and words in _names(c)]
    if len(found) == 1:
        return found[0]
    if found:
        raise MeasureError(f"'{words}' names {len(found)} constructs; write 'left : right'")
    poles = [pole for c in grid.constructs for pole in (c.left, c.right)]
    raise MeasureError(f"no construct has the pole '{words}'. {suggest(words, poles)}".strip())


def _names(construct: Construct) -> tuple[str, ...]:
    left, right = construct.left, construct.right
    return (left, right, f"{left} : {right}", f"{right} : {left}", construct.label)


def check_grid(grid: Grid) -> None:
    """Refuse a grid whose parts do not fit together.

    Parameters
    ----------
    grid : Grid
        The grid.

    Raises
    ------
    MeasureError
        With the rule, the value that was met and its place.
    """
    _check_shape(grid)
    _check_names(grid)
    _check_ratings(grid)
    for role, name in (("self", grid.self_element), ("ideal", grid.ideal_element)):
        if name is not None and name not in grid.elements:
            hint = suggest(name, grid.elements)
            raise MeasureError(f"the {role} element '{name}' is not in the grid. {hint}".strip())
    _ = grid.overall_index  # refuses words that name no construct, or several


def _check_shape(grid: Grid) -> None:
    expected = (grid.n_constructs, grid.n_elements)
    if not all(expected):
        raise MeasureError("a grid needs at least one construct and one element")
    if max(expected) > MAX_SIDE:
        raise MeasureError(
            f"a grid of {expected[0]} constructs by {expected[1]} elements is larger than the "
            f"largest that can be handled, {MAX_SIDE} by {MAX_SIDE}"
        )
    if grid.ratings.shape != expected:
        raise MeasureError(
            f"the ratings have the shape {grid.ratings.shape}, but there are "
            f"{expected[0]} constructs and {expected[1]} elements"
        )


def _check_names(grid: Grid) -> None:
    seen: set[str] = set()
    for j, element in enumerate(grid.elements, start=1):
        if not isinstance(element, str) or not element.strip():
            raise MeasureError(f"element {j} has no name")
        if element in seen:
            raise MeasureError(
                f"two elements are called '{element}'; every name may be used only once"
            )
        seen.add(element)
    for i, construct in enumerate(grid.constructs, start=1):
        if not (construct.left.strip() or construct.right.strip()):
            raise MeasureError(f"construct {i} has no pole")
        if construct.preferred not in _SWAPPED:
            raise MeasureError(
                f"construct {i} ({construct.label}): the preferred pole must be left, right or "
                f"none, not '{construct.preferred}'"
            )


def _check_ratings(grid: Grid) -> None:
    low, high = grid.scale
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise MeasureError(f"the scale runs from {low:g} to {high:g}; it must rise")
    with np.errstate(invalid="ignore"):
        off = (grid.ratings < low) | (grid.ratings > high)
    if off.any():
        i, j = np.argwhere(off)[0]
        raise MeasureError(
            f"construct {i + 1} ({grid.constructs[i].label}), element '{grid.elements[j]}': "
            f"the rating {grid.ratings[i, j]:g} is off the scale {low:g} to {high:g}"
        )
