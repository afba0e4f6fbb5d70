"""Which poles describe the self, by hand."""

import numpy as np
import pytest

from senco.errors import MeasureError
from senco.measures.grids import Grid, count_self, describe_self, find_dilemmas

NAMED = {"self_element": "me", "ideal_element": "best"}
NO = np.nan


def make(*pairs, scale=(1, 5)):
    constructs = [(f"left {i}", f"right {i}") for i in range(len(pairs))]
    return Grid(["me", "best"], constructs, pairs, scale, **NAMED)


@pytest.mark.parametrize(
    ("own", "ideal", "kind", "poles"),
    [
        (1, 2, "positive", ("left 0", "left 0")),
        (5, 4, "positive", ("right 0", "right 0")),
        (2, 4, "negative", ("left 0", "right 0")),
        (3, 1, "neutral", ("", "left 0")),
        (3, 3, "neutral", ("", "")),
        (1, 3, "undecided", ("left 0", "")),
        (NO, 1, "unknown", ("", "left 0")),
        (1, NO, "unknown", ("left 0", "")),
    ],
)
def test_each_kind(own, ideal, kind, poles):
    found = describe_self(make((own, ideal)))[0]
    assert (found.kind, (found.own, found.wished)) == (kind, poles)
    expected = None if NO in (own, ideal) or own != own or ideal != ideal else abs(own - ideal) / 4
    assert found.distance == expected


def test_kinds_are_counted():
    counts = count_self(make((1, 2), (2, 4), (3, 1), (1, 3), (NO, 1)))
    assert counts == dict.fromkeys(["positive", "negative", "neutral", "undecided", "unknown"], 1)


def test_a_midpoint_of_fractions_is_one():
    assert describe_self(make((0.3, 0.1), scale=(0.1, 0.5)))[0].kind == "neutral"


def test_positive_is_congruent_on_a_side_and_negative_discrepant():
    grid = make((1, 2), (2, 4), (3, 1), (1, 3))
    classes = find_dilemmas(grid, rule="side").classes
    assert classes == ("congruent", "discrepant", "neither", "neither")
    kinds = [one.kind for one in describe_self(grid)]
    assert kinds == ["positive", "negative", "neutral", "undecided"]


def test_self_and_ideal_have_to_be_named():
    with pytest.raises(MeasureError, match="name the self and the ideal"):
        describe_self(Grid(["me"], [("a", "b")], [[1]], (1, 5), self_element="me"))
