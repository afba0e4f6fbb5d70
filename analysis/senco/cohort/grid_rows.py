"""A grid as rows of a cohort's tables."""

from __future__ import annotations

from typing import Any

import numpy as np

from senco.cohort.grid import Grid

Rows = list[dict[str, Any]]


def split_grid(grid: Grid, participant: str) -> dict[str, Rows]:
    """Return a grid as rows of a cohort's tables.

    Parameters
    ----------
    grid : Grid
        The grid.
    participant : str
        The participant's pseudonym.

    Returns
    -------
    dict of str to list of dict
        Rows of `elements`, `grid_constructs` and `grids`; keys are e1, e2, ... and c1, c2, ...

    Examples
    --------
    >>> grid = Grid(["me"], [("calm", "hurried")], [[2]], (1, 5), self_element="me")
    >>> split_grid(grid, "S1")["grids"]
    [{'participant': 'S1', 'grid_construct': 'c1', 'element': 'e1', 'rating': 2.0}]
    """
    parts = {grid.self_element: "self", grid.ideal_element: "ideal"}
    elements = [
        {
            "participant": participant,
            "element": f"e{j}",
            "label": name,
            "part": parts.get(name, "other"),
        }
        for j, name in enumerate(grid.elements, start=1)
    ]
    constructs = [
        {
            "participant": participant,
            "grid_construct": f"c{i + 1}",
            "left_pole": construct.left,
            "right_pole": construct.right,
            "preferred_pole": construct.preferred,
            "kind": "overall" if i == grid.overall_index else "elicited",
        }
        for i, construct in enumerate(grid.constructs)
    ]
    ratings = [
        {
            "participant": participant,
            "grid_construct": f"c{i}",
            "element": f"e{j}",
            "rating": None if np.isnan(rating) else float(rating),
        }
        for i, row in enumerate(grid.ratings, start=1)
        for j, rating in enumerate(row, start=1)
    ]
    return {"elements": elements, "grid_constructs": constructs, "grids": ratings}
