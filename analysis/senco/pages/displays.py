"""Every participant's grid as a display and as a map."""

from __future__ import annotations

import numpy as np

from senco.cohort.grid import Grid
from senco.errors import MeasureError
from senco.measures.grids import Biplot, arrange, biplot, cluster
from senco.measures.tolerance import above


def arrange_parts(grids: dict[str, Grid], most: int) -> list[dict[str, Grid]]:
    """Return grids as Bertin displays show them, in parts that each fill a figure.

    Parameters
    ----------
    grids : dict of str to Grid
        By participant.
    most : int
        Grids of a figure.

    Returns
    -------
    list of dict of str to Grid
        In the order of the participants.
    """
    people = list(grids)
    starts = range(0, len(people), most)
    parts = (people[start : start + most] for start in starts)
    return [arrange_grids({person: grids[person] for person in part}) for part in parts]


def arrange_grids(grids: dict[str, Grid]) -> dict[str, Grid]:
    """Return each grid as a Bertin display shows it, where it can be clustered.

    Parameters
    ----------
    grids : dict of str to Grid
        By participant.

    Returns
    -------
    dict of str to Grid
        Like constructs and like elements side by side; a grid that cannot be
        clustered stays in its own order.
    """
    arranged = {}
    for person, grid in grids.items():
        try:
            arranged[person] = arrange(grid, cluster(grid))
        except MeasureError:
            arranged[person] = grid
    return arranged


def map_grids(grids: dict[str, Grid]) -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return the two first dimensions of each grid's biplot (Slater 1977).

    Parameters
    ----------
    grids : dict of str to Grid
        By participant.

    Returns
    -------
    dict of str to tuple of ndarray
        Elements' coordinates, shape (n_elements, 2), constructs', shape
        (n_constructs, 2), and shares of variation. A participant whose grid has a
        missing rating or does not vary is left out.
    """
    maps = {}
    for person, grid in grids.items():
        try:
            maps[person] = _two_dimensions(biplot(grid), grid)
        except MeasureError:
            continue
    return maps


def _two_dimensions(drawn: Biplot, grid: Grid) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first two dimensions, turned so that the ideal lies to the right."""

    def widen(coordinates: np.ndarray) -> np.ndarray:
        missing = max(0, 2 - coordinates.shape[1])
        return np.pad(coordinates, ((0, 0), (0, missing)))[:, :2]

    elements, constructs = widen(drawn.element_coordinates), widen(drawn.construct_coordinates)
    if grid.ideal_element and above(0, elements[grid.elements.index(grid.ideal_element), 0]):
        elements, constructs = elements * [-1, 1], constructs * [-1, 1]
    return elements, constructs, drawn.explained[:2]


def number_elements(grids: dict[str, Grid]) -> dict[str, int]:
    """Return a number for each element, the same for the same label in every grid.

    Parameters
    ----------
    grids : dict of str to Grid
        By participant.

    Returns
    -------
    dict of str to int
        By label, from 1, in the order in which the labels appear.
    """
    labels = dict.fromkeys(label for grid in grids.values() for label in grid.elements)
    return {label: number for number, label in enumerate(labels, 1)}
