"""Every participant's grid as a display and as a map."""

from __future__ import annotations

import numpy as np
import pandas as pd

from senco.cohort.grid import Grid
from senco.errors import MeasureError
from senco.measures.grids import Biplot, arrange, biplot, cluster
from senco.measures.tolerance import above, find_highest
from senco.text.words import join_tied


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


def tabulate_maps(
    grids: dict[str, Grid], maps: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]
) -> pd.DataFrame:
    """Return where each element lies on its map.

    Parameters
    ----------
    grids : dict of str to Grid
        By participant.
    maps : dict of str to tuple of ndarray
        As `map_grids` gives them.

    Returns
    -------
    DataFrame
        Columns participant, element, first and second.
    """
    rows = [
        (person, element, *place)
        for person, (elements, _, _) in maps.items()
        for element, place in zip(grids[person].elements, elements[:, :2], strict=True)
    ]
    return pd.DataFrame(rows, columns=["participant", "element", "first", "second"])


def describe_displays(grids: dict[str, Grid]) -> dict[str, str]:
    """Return what each Bertin display shows, for those who do not see it.

    Parameters
    ----------
    grids : dict of str to Grid
        As they are drawn (`arrange_grids`).

    Returns
    -------
    dict of str to str
        By participant: how large the grid is, and the outermost constructs and elements.
    """
    return {person: _describe_display(person, grid) for person, grid in grids.items()}


def _describe_display(person: str, grid: Grid) -> str:
    return (
        f"The ratings of {person} as shades, {len(grid.constructs)} constructs by "
        f"{len(grid.elements)} elements, like beside like. The rows run from "
        f"“{grid.constructs[0].label}” to “{grid.constructs[-1].label}”, the columns from "
        f"“{grid.elements[0]}” to “{grid.elements[-1]}”."
    )


def describe_maps(
    grids: dict[str, Grid], maps: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]
) -> dict[str, str]:
    """Return what each map shows, for those who do not see it.

    Parameters
    ----------
    grids : dict of str to Grid
        By participant.
    maps : dict of str to tuple of ndarray
        As `map_grids` gives them.

    Returns
    -------
    dict of str to str
        By participant: how many elements, and which lies nearest to the self, where there
        is one; several that lie equally near are all named. Without a map one text, of
        nobody.
    """
    if not maps:
        return {
            "": "No grid is drawn: none could be mapped, since ratings are missing or all alike."
        }
    return {person: _describe_map(person, grids[person], maps[person][0]) for person in maps}


def _describe_map(person: str, grid: Grid, places: np.ndarray) -> str:
    told = f"The {len(grid.elements)} elements of {person} on a map, like near like."
    own = grid.self_element
    others = [name for name in grid.elements if name != own]
    if own is None or not others:
        return told
    place = dict(zip(grid.elements, places[:, :2], strict=True))
    near = pd.Series({name: -float(np.hypot(*(place[name] - place[own]))) for name in others})
    nearest = join_tied([f"“{name}”" for name in find_highest(near)])
    return f"{told} “{own}” lies nearest to {nearest}."
