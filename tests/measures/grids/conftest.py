"""Grids that are small enough to work through by hand, and a way to draw others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st

from senco.measures.grids import Grid

ELEMENTS = ["self", "ideal", "mother", "friend"]
CONSTRUCTS = [("calm", "hurried"), ("new", "old"), ("plain", "fancy")]


@pytest.fixture
def grid() -> Grid:
    """Every construct has the mean 3; deviations (-1 -2 1 2), (-2 -1 2 1), (0 2 -2 0)."""
    ratings = [[2, 1, 4, 5], [1, 2, 5, 4], [3, 5, 1, 3]]
    return Grid(
        ELEMENTS,
        CONSTRUCTS,
        ratings,
        (1, 5),
        name="S1",
        self_element="self",
        ideal_element="ideal",
        overall="calm",
    )


@pytest.fixture
def holed(grid) -> Grid:
    """The same grid without the friend's rating on new–old."""
    ratings = grid.ratings.copy()
    ratings[1, 3] = np.nan
    return Grid(ELEMENTS, CONSTRUCTS, ratings, (1, 5), self_element="self", ideal_element="ideal")


@pytest.fixture
def flat() -> Grid:
    """Three constructs, the second of which does not vary."""
    ratings = [[2, 1, 4, 5], [4, 4, 4, 4], [3, 5, 1, 3]]
    return Grid(ELEMENTS, CONSTRUCTS, ratings, (1, 5))


@st.composite
def drawn_grids(draw, missing: bool = False, least: int = 3, most: int = 6) -> Grid:
    """Draw a grid of whole ratings from 1 to 5."""
    n_constructs = draw(st.integers(least, most))
    n_elements = draw(st.integers(least, most))
    rating = st.integers(1, 5).map(float)
    if missing:
        rating = st.one_of(rating, rating, rating, st.just(np.nan))
    row = st.lists(rating, min_size=n_elements, max_size=n_elements)
    ratings = draw(st.lists(row, min_size=n_constructs, max_size=n_constructs))
    return Grid(
        [f"element {j}" for j in range(n_elements)],
        [(f"left {i}", f"right {i}") for i in range(n_constructs)],
        ratings,
        (1, 5),
        self_element="element 0",
        ideal_element="element 1",
        overall="left 0",
    )


@st.composite
def varied_grids(draw) -> Grid:
    """Draw a complete grid in which every construct varies."""
    made = draw(drawn_grids())
    assume((np.ptp(made.ratings, axis=1) > 0).all())
    return made
