"""The battery's fields, and the reasons for what it leaves open."""

import json

import numpy as np
import pytest
from hypothesis import given

from senco.measures.grids import Grid, analyse_grid, find_gaps

from .conftest import drawn_grids


def test_fields_are_those_of_the_command(grid):
    """Names and nesting, in order."""
    found = analyse_grid(grid)
    assert list(found) == [
        "name", "elements", "constructs", "scale", "indices", "slater", "distances", "clusters",
        "honey",
    ]  # fmt: skip
    assert list(found["indices"]) == [
        "pvaff", "intensity", "bias", "variability", "bieri", "polarization",
        "conflict_slade_sheehan", "conflict_bassler", "conflict_bell", "dilemmas",
    ]  # fmt: skip
    assert list(found["slater"]) == ["explained", "element_coordinates", "construct_coordinates"]
    assert list(found["distances"]) == ["euclidean", "slater"]
    assert list(found["clusters"]) == ["construct_order", "reversed", "element_order"]
    assert list(found["honey"][0]) == ["construct", "similarity", "reversed", "level"]
    assert found["constructs"][0] == {"left": "calm", "right": "hurried"}


def test_values_by_hand(grid):
    """As worked in the tests of each measure."""
    found = analyse_grid(grid)
    indices = found["indices"]
    assert indices["intensity"] == pytest.approx(1.54 / 3)
    assert (indices["bias"], indices["bieri"], indices["polarization"]) == (0, 0, 0.5)
    assert indices["conflict_bell"] == pytest.approx(4 / 12)
    assert indices["dilemmas"] == 0
    assert found["distances"]["slater"][0][1] == pytest.approx(np.sqrt(9 / 28))
    assert found["honey"][1]["reversed"] is True
    assert sum(found["slater"]["explained"]) == pytest.approx(1)


@given(drawn_grids(missing=True))
def test_json_of_any_grid(grid):
    """No NaN, no array: what cannot be computed is null and has a reason."""
    found = analyse_grid(grid)
    json.dumps(found, allow_nan=False)
    reasons = {gap.quantity for gap in find_gaps(grid)}
    for name, value in found["indices"].items():
        assert (value is None) == (name in reasons)
    assert (found["clusters"] is None) == ("clusters" in reasons)
    assert (found["slater"] is None) == ("slater" in reasons)


def test_gaps_of_a_whole_grid(grid):
    """A grid that has everything has no gap."""
    assert find_gaps(grid) == ()


def test_gaps_name_what_is_missing(holed, flat):
    """The missing rating, the constant construct and what was not supplied."""
    missing = find_gaps(holed)[0]
    assert (missing.quantity, missing.place) == ("ratings", "new – old")
    assert "no rating of friend" in missing.reason
    found = {(gap.quantity, gap.place): gap.reason for gap in find_gaps(flat)}
    assert "same rating throughout" in found["correlations", "new – old"]
    assert "only 2 constructs vary" in found["conflict_slade_sheehan", ""]
    assert "name the self" in found["dilemmas", ""]
    assert "name the overall" in found["honey", ""]


def test_gaps_name_an_element_at_the_midpoint():
    """It has no direction for Cohen's rc."""
    grid = Grid("ab", [("x", "y"), ("u", "v")], [[3, 1], [3, 4]], (1, 5))
    places = [gap.place for gap in find_gaps(grid) if gap.quantity == "element correlations"]
    assert places == ["a"]


def test_what_has_no_rating_is_not_called_constant():
    """One construct and one element without any rating, and a construct with one alone."""
    nan = float("nan")
    poles = [("x", "y"), ("u", "v"), ("p", "q"), ("r", "s")]
    ratings = [[1, 2, 4, nan], [nan] * 4, [nan, 5, nan, nan], [2, 2, 2, nan]]
    grid = Grid("abcd", poles, ratings, (1, 5))
    found = {(gap.quantity, gap.place): gap.reason for gap in find_gaps(grid)}
    assert found["ratings", "u – v"].startswith("no rating: left out of distances")
    assert found["correlations", "u – v"].startswith("no rating: it has no correlation")
    assert found["correlations", "p – q"].startswith("only one rating: it has no")
    assert found["correlations", "r – s"].startswith("the same rating throughout: it has no")
    assert found["element correlations", "d"].startswith("no rating: Cohen's rc")


def test_a_grid_without_any_rating_has_one_gap():
    """Nothing else is said of it: no construct is constant, no element at the midpoint."""
    grid = Grid("ab", [("x", "y"), ("u", "v")], [[float("nan")] * 2] * 2, (1, 5))
    assert [(gap.quantity, gap.place) for gap in find_gaps(grid)] == [("ratings", "")]
    assert find_gaps(grid)[0].reason.startswith("no element has a rating")
