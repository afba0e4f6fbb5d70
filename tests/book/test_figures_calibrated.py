"""A map whose axes bear a scale."""

import numpy as np
import pytest

from senco.book.figures import draw_axes, draw_self
from senco.book.results import render_svg
from senco.measures.grids import Grid, calibrate_biplot

TERMS = [("calm", "hurried"), ("new", "old")]


def draw(grid):
    found = calibrate_biplot(grid)
    shown = [axis for axis in found.axes if len(axis.places) > 1]
    scales = {axis.construct: (axis.ticks, axis.places) for axis in shown}
    return draw_axes(grid, found.elements, scales, {a.construct: a.predictivity for a in shown})


def test_poles_elements_and_ratings_are_written():
    ratings = [[1, 3, 3, 5], [3, 2, 4, 3]]
    told = render_svg(draw(Grid("abcd", TERMS, ratings, (1, 5))), "x")
    for words in ("calm", "hurried (100%)", "new", "old (100%)", "a", "d", "4"):
        assert f">{words}<" in told
    assert "not drawn" not in told and "Square" not in told


@pytest.mark.parametrize("n", [12, 25])
def test_of_many_constructs_seven_are_drawn(n):
    ratings = np.random.default_rng(0).integers(1, 6, (n, n))
    grid = Grid([f"element {i}" for i in range(n)], [(f"l{i}", f"r{i}") for i in range(n)],
                ratings, (1, 5), self_element="element 0", ideal_element="element 1")  # fmt: skip
    told = render_svg(draw(grid), "x")
    assert f"{n - 7} of {n} constructs are not drawn." in told
    assert "Square: the self" in told


def test_elements_in_one_place_keep_their_names():
    grid = Grid("abcd", TERMS, [[1, 1, 1, 5], [1, 1, 5, 5]], (1, 5))
    told = render_svg(draw(grid), "x")
    assert all(f">{name}<" in told for name in "abcd")


def test_self_and_ideal_stand_between_the_poles():
    grid = Grid(["me", "best"], TERMS, [[1, 4], [3, np.nan]], (1, 5),
                self_element="me", ideal_element="best")  # fmt: skip
    figure = draw_self(grid)
    own, ideal = figure.axes[0].lines[:2]
    assert own.get_xdata().tolist() == [1, 3] and ideal.get_xdata()[0] == 4
    assert ">hurried<" in render_svg(figure, "x")
