"""Two grids side by side: the elements and constructs that they share by name."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from senco.cohort.grid import Construct, Floats, Grid
from senco.errors import MeasureError


@dataclass(frozen=True, eq=False)
class Pairing:
    """Two grids, cut down to the elements and constructs that they share.

    Parameters
    ----------
    first, second : Grid
        With the same elements and constructs, in the first grid's order and wording.
    turned : tuple of str
        Constructs whose poles the second grid has the other way round; it is reflected there.
    only_first, only_second : tuple of str
        Elements and constructs that are in only one of them.
    """

    first: Grid
    second: Grid
    turned: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]

    @property
    def differences(self) -> Floats:
        """Second less first, shape ``(n_constructs, n_elements)``; NaN where one is missing."""
        return self.second.ratings - self.first.ratings


def fold(words: str) -> str:
    """Return a name as it is compared: without regard to case and spaces.

    Parameters
    ----------
    words : str
        A name.

    Returns
    -------
    str
        The same for the same name.

    Examples
    --------
    >>> fold(" My  Mother ")
    'my mother'
    """
    return " ".join(words.casefold().split())


def pair_grids(first: Grid, second: Grid) -> Pairing:
    """Match two grids by the names of elements and the poles of constructs.

    Parameters
    ----------
    first, second : Grid
        Two grids on one scale: of one person on two occasions, or of two people.

    Returns
    -------
    Pairing
        Names are compared without regard to case and spaces; poles the other way round too.

    Raises
    ------
    MeasureError
        If the scales differ, a construct occurs twice in a grid, or no element or no
        construct is shared.

    Examples
    --------
    >>> before = Grid(["me", "Ann"], [("calm", "hurried")], [[2, 5]], (1, 5))
    >>> after = Grid(["Ann", "Me"], [("hurried", "calm")], [[1, 3]], (1, 5))
    >>> paired = pair_grids(before, after)
    >>> paired.second.ratings.tolist(), paired.differences.tolist()
    ([[3.0, 5.0]], [[1.0, 0.0]])
    """
    check_scales((first, second))
    elements = _match([fold(name) for name in first.elements], [fold(n) for n in second.elements])
    poles = [[_poles(construct) for construct in grid.constructs] for grid in (first, second)]
    for grid, keys in zip((first, second), poles, strict=True):
        _refuse_twice(grid, keys)
    constructs = _match(poles[0], poles[1])
    for found, what in ((elements, "element"), (constructs, "construct")):
        if not found:
            raise MeasureError(
                f"the two grids share no {what}: write each {what} in the same way in both, or "
                "compare grids on the same topic"
            )
    rows, columns = ([i for i, _ in found] for found in (constructs, elements))
    others, places = ([j for _, j in found] for found in (constructs, elements))
    one = first.select(rows, columns)
    other = second.select(others, places)
    turned = [
        place
        for place, (own, theirs) in enumerate(zip(one.constructs, other.constructs, strict=True))
        if fold(own.left) != fold(theirs.left)
    ]
    other = _reword(other.reflect(turned), one)
    return Pairing(
        one,
        other,
        tuple(one.constructs[place].label for place in turned),
        _list_rest(first, columns, rows),
        _list_rest(second, places, others),
    )


def name_alike(grid: Grid, other: Grid) -> Grid:
    """Return a grid in which the elements that are the self and the ideal of another are so too.

    Parameters
    ----------
    grid, other : Grid
        The second with self and ideal named, or not.

    Returns
    -------
    Grid
        The same ratings.

    Raises
    ------
    MeasureError
        If the other's self or ideal is not among the elements.

    Examples
    --------
    >>> before = Grid(["me"], [("calm", "hurried")], [[2]], (1, 5), self_element="me")
    >>> name_alike(Grid(["Me"], [("calm", "hurried")], [[3]], (1, 5)), before).self_element
    'Me'
    """
    names = {fold(name): name for name in grid.elements}
    own, ideal = (
        None if name is None else names.get(fold(name), name)
        for name in (other.self_element, other.ideal_element)
    )
    return grid.supply(self_element=own, ideal_element=ideal)


def check_scales(grids: Sequence[Grid]) -> None:
    """Refuse grids that were not rated on one scale.

    Parameters
    ----------
    grids : sequence of Grid
        At least one.

    Raises
    ------
    MeasureError
        If two scales differ.
    """
    low, high = grids[0].scale
    for grid in grids[1:]:
        if grid.scale != grids[0].scale:
            raise MeasureError(
                f"{grid.name or 'a grid'} is rated from {grid.scale[0]:g} to {grid.scale[1]:g}, "
                f"{grids[0].name or 'the first'} from {low:g} to {high:g}: only grids on the same "
                "scale can be compared. If they were rated on the same one, say which (--scale)"
            )


def _poles(construct: Construct) -> frozenset[str]:
    return frozenset((fold(construct.left), fold(construct.right)))


def _match(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[tuple[int, int]]:
    places = {key: place for place, key in enumerate(second)}
    return [(place, places[key]) for place, key in enumerate(first) if key in places]


def _refuse_twice(grid: Grid, keys: list[frozenset[str]]) -> None:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise MeasureError(
                f"'{grid.constructs[place].label}' occurs twice in {grid.name or 'a grid'}; "
                "word one of the two differently, so that they can be told apart"
            )


def _reword(grid: Grid, wording: Grid) -> Grid:
    """The same ratings, elements and constructs worded as in the other grid."""
    names = dict(zip(grid.elements, wording.elements, strict=True))
    return Grid(
        wording.elements,
        wording.constructs,
        np.array(grid.ratings),
        grid.scale,
        grid.name,
        None if grid.self_element is None else names[grid.self_element],
        None if grid.ideal_element is None else names[grid.ideal_element],
        wording.overall,
    )


def _list_rest(grid: Grid, elements: list[int], constructs: list[int]) -> tuple[str, ...]:
    left = [name for place, name in enumerate(grid.elements) if place not in elements]
    return (
        *left,
        *(c.label for place, c in enumerate(grid.constructs) if place not in constructs),
    )
