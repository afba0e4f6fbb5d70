"""All that is computed of one grid, and all that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from senco.cohort.grid import Grid
from senco.errors import MeasureError
from senco.measures.grids.clusters import cluster
from senco.measures.grids.components import biplot
from senco.measures.grids.conflict import conflict_bassler, conflict_bell, conflict_slade_sheehan
from senco.measures.grids.correlations import construct_correlations, element_correlations
from senco.measures.grids.dilemmas import find_dilemmas
from senco.measures.grids.distances import find_distances, slater_distances, slater_unit
from senco.measures.grids.honey import rate_similarities
from senco.measures.grids.indices import bias, bieri, intensity, polarisation, pvaff, variability

#: The indices of the analyse_grid, in its order. Shares are fractions.
INDICES: dict[str, Callable[[Grid], float | int]] = {
    "pvaff": pvaff,
    "intensity": lambda grid: intensity(grid).construct_mean,
    "bias": bias,
    "variability": variability,
    "bieri": bieri,
    "polarization": lambda grid: polarisation(grid).total,
    "conflict_slade_sheehan": lambda grid: conflict_slade_sheehan(grid).share,
    "conflict_bassler": lambda grid: conflict_bassler(grid).share,
    "conflict_bell": lambda grid: conflict_bell(grid).share,
    "dilemmas": lambda grid: len(find_dilemmas(grid).found),
}


@dataclass(frozen=True)
class Gap:
    """Something that is missing from a grid, or cannot be computed of it.

    Parameters
    ----------
    quantity : str
        What is affected.
    place : str
        The construct or element concerned, or "" for the whole grid.
    reason : str
        Why, and what was done.
    """

    quantity: str
    place: str
    reason: str


def analyse_grid(grid: Grid) -> dict[str, Any]:
    """Compute one grid's indices, biplot, distances, clusters and similarities.

    Parameters
    ----------
    grid : Grid
        The grid.

    Returns
    -------
    dict
        Numbers, strings, lists and dicts only, ready for JSON: `name`, `elements`,
        `constructs`, `scale`, `indices`, `slater`, `distances`, `clusters`,
        `honey`. Positions count from 0. What is undefined is None, and
        `find_gaps` gives the reason. `intensity` is the mean over constructs,
        `dilemmas` a number of pairs; `honey` is empty without an overall
        construct.

    Examples
    --------
    >>> grid = Grid(["a", "b", "c"], [("x", "y"), ("u", "v")], [[1, 2, 5], [5, 4, 1]], (1, 5))
    >>> result = analyse_grid(grid)
    >>> round(result["indices"]["pvaff"], 6), result["indices"]["conflict_slade_sheehan"]
    (1.0, None)
    """
    return {
        "name": grid.name,
        "elements": list(grid.elements),
        "constructs": [{"left": c.left, "right": c.right} for c in grid.constructs],
        "scale": list(grid.scale),
        "indices": measure_indices(grid),
        "slater": _or_none(_slater, grid),
        "distances": _distances(grid),
        "clusters": _or_none(_clusters, grid),
        "honey": [] if grid.overall is None else _or_none(_similarities, grid),
    }


def measure_indices(grid: Grid, names: Iterable[str] = tuple(INDICES)) -> dict[str, Any]:
    """Return a grid's indices alone, without what takes most of the time of `analyse_grid`.

    Parameters
    ----------
    grid : Grid
        The grid.
    names : iterable of str
        Which of them; by default all.

    Returns
    -------
    dict of str to float or int or None
        Those of `INDICES`, by name; None where one is not defined.

    Examples
    --------
    >>> grid = Grid(["a", "b", "c"], [("x", "y"), ("u", "v")], [[1, 2, 5], [5, 4, 1]], (1, 5))
    >>> measure_indices(grid) == analyse_grid(grid)["indices"]
    True
    """
    return {name: _or_none(INDICES[name], grid) for name in names}


def _or_none(measure: Callable[[Grid], Any], grid: Grid) -> Any:
    try:
        return measure(grid)
    except MeasureError:
        return None


def _slater(grid: Grid) -> dict[str, Any]:
    drawn = biplot(grid)
    return {
        "explained": drawn.explained.tolist(),
        "element_coordinates": drawn.element_coordinates.tolist(),
        "construct_coordinates": drawn.construct_coordinates.tolist(),
    }


def _distances(grid: Grid) -> dict[str, Any]:
    apart, unit = _or_none(find_distances, grid), _or_none(slater_unit, grid)
    defined = apart is not None and unit is not None
    return {
        "euclidean": None if apart is None else apart.tolist(),
        "slater": (apart / unit).tolist() if defined else None,
    }


def _clusters(grid: Grid) -> dict[str, Any]:
    found = cluster(grid)
    return {
        "construct_order": list(found.construct_order),
        "reversed": list(found.reflected),
        "element_order": list(found.element_order),
    }


def _similarities(grid: Grid) -> list[dict[str, Any]]:
    return [
        {
            "construct": found.construct,
            "similarity": found.similarity,
            "reversed": found.reversed,
            "level": found.level,
        }
        for found in rate_similarities(grid)
    ]


def find_gaps(grid: Grid) -> tuple[Gap, ...]:
    """Say what is missing from a grid, and what of the battery is undefined and why.

    Parameters
    ----------
    grid : Grid
        The grid.

    Returns
    -------
    tuple of Gap
        Missing ratings first, then constructs and elements that cannot be
        correlated, then the undefined parts of the battery.

    Examples
    --------
    >>> grid = Grid(["a", "b"], [("x", "y"), ("u", "v")], [[1, 1], [5, 4]], (1, 5))
    >>> [gap.quantity for gap in find_gaps(grid)][:2]
    ['correlations', 'intensity']
    """
    if not grid.rated.any():
        return tuple(_missing_ratings(grid))
    return (*_missing_ratings(grid), *_without_correlation(grid), *_undefined(grid))


def _missing_ratings(grid: Grid) -> list[Gap]:
    if not grid.rated.any():
        return [Gap("ratings", "", "no element has a rating, so nothing can be computed")]
    gaps = []
    for construct, rated in zip(grid.constructs, grid.rated, strict=True):
        absent = [name for name, known in zip(grid.elements, rated, strict=True) if not known]
        if not rated.any():
            reason = (
                "no rating: left out of distances, correlations and indices; taken as the "
                "midpoint in the biplot"
            )
            gaps.append(Gap("ratings", construct.label, reason))
        elif absent:
            reason = (
                f"no rating of {', '.join(absent)}: left out pair by pair in distances, "
                "correlations and indices; taken as the construct's mean in the biplot"
            )
            gaps.append(Gap("ratings", construct.label, reason))
    return gaps


def _without_correlation(grid: Grid) -> list[Gap]:
    gaps = []
    diagonal = construct_correlations(grid, undefined="nan").diagonal()
    rows = zip(grid.constructs, grid.rated.sum(1).tolist(), diagonal, strict=True)
    for construct, n_ratings, value in rows:
        if np.isnan(value):
            what = {0: "no rating", 1: "only one rating"}.get(
                n_ratings, "the same rating throughout"
            )
            reason = (
                f"{what}: it has no correlation and is left out of components, intensity and triads"
            )
            gaps.append(Gap("correlations", construct.label, reason))
    diagonal = element_correlations(grid, undefined="nan").diagonal()
    rated = [bool(column.any()) for column in grid.rated.T]
    for element, is_rated, value in zip(grid.elements, rated, diagonal, strict=True):
        if np.isnan(value):
            what = "at the midpoint throughout" if is_rated else "no rating"
            gaps.append(
                Gap("element correlations", element, f"{what}: Cohen's rc with it is undefined")
            )
    return gaps


def _undefined(grid: Grid) -> list[Gap]:
    parts: dict[str, Callable[[Grid], Any]] = {
        **INDICES,
        "slater": biplot,
        "distances.euclidean": find_distances,
        "distances.slater": slater_distances,
        "clusters": cluster,
        "honey": rate_similarities,
    }
    gaps = []
    for name, measure in parts.items():
        try:
            measure(grid)
        except MeasureError as error:
            gaps.append(Gap(name, "", str(error)))
    return gaps
