"""Implicative dilemmas and self-construction by hand."""

import numpy as np
import pytest
from hypothesis import given

from senco.errors import MeasureError
from senco.measures.grids import Grid, dilemmatic, find_dilemmas, self_construction

from .conftest import varied_grids


@pytest.fixture
def torn() -> Grid:
    """Warm is to stay and timid to change, but the warm people are the timid ones."""
    ratings = [[1, 1, 2, 5], [1, 5, 1, 4], [3, 1, 2, 2]]
    constructs = [("warm", "cold"), ("timid", "bold"), ("tall", "short")]
    return Grid(
        ["self", "ideal", "a", "b"],
        constructs,
        ratings,
        (1, 5),
        self_element="self",
        ideal_element="ideal",
    )


def test_a_dilemma_by_hand():
    """Warm 1 1 2 5 5 stays, timid 1 5 1 4 5 is to change, and they go together."""
    # warm - 2.8: -1.8 -1.8 -.8 2.2 2.2, squares 16.8; timid - 3.2: -2.2 1.8 -2.2 .8 1.8,
    # squares 16.8; products 3.96 - 3.24 + 1.76 + 1.76 + 3.96 = 8.2
    warm, timid = [1, 1, 2, 5, 5], [1, 5, 1, 4, 5]
    r = 8.2 / 16.8
    grid = Grid(
        ["self", "ideal", "a", "b", "c"],
        [("warm", "cold"), ("timid", "bold")],
        [warm, timid],
        (1, 5),
        self_element="self",
        ideal_element="ideal",
    )
    found = find_dilemmas(grid)
    assert found.classes == ("congruent", "discrepant")
    assert [(d.congruent, d.discrepant) for d in found.found] == [(0, 1)]
    assert found.found[0].correlation == pytest.approx(r)
    assert found.share == 1.0
    assert found.strength == pytest.approx(r) and found.weighted_share == pytest.approx(r)
    assert find_dilemmas(grid, threshold=0.6).found == ()
    assert find_dilemmas(grid, threshold=0.6).strength is None


def test_classes_by_hand(torn):
    """1 and 1 congruent; 1 and 5 discrepant; self at the midpoint neither."""
    assert find_dilemmas(torn).classes == ("congruent", "discrepant", "neither")


def test_poles_are_oriented_to_the_self(torn):
    """Turned round, timid bold is found and counted the same, and is reported as reflected."""
    turned = torn.reflect([1])
    assert find_dilemmas(turned, -1).found == find_dilemmas(torn, -1).found
    assert find_dilemmas(turned).reflected == (1,)
    assert find_dilemmas(torn).reflected == ()


def test_rules_differ_within_a_side():
    """Self 1 and ideal 2.5 on 1 to 5 lie on one side, but more than one step apart."""
    ratings = [[1, 2.5, 5], [1, 5, 2]]
    two = Grid(
        "sia", [("x", "y"), ("u", "v")], ratings, (1, 5), self_element="s", ideal_element="i"
    )
    assert find_dilemmas(two).classes[0] == "neither"
    assert find_dilemmas(two, rule="side").classes[0] == "congruent"


def test_an_ideal_at_the_midpoint_makes_neither():
    """Neither pole is wished for, whatever the rule."""
    ratings = [[2, 3, 5], [1, 5, 2]]
    two = Grid(
        "sia", [("x", "y"), ("u", "v")], ratings, (1, 5), self_element="s", ideal_element="i"
    )
    assert find_dilemmas(two).classes == ("neither", "discrepant")
    assert find_dilemmas(two, rule="side").classes == ("neither", "discrepant")


def test_excluding_self_and_ideal_changes_the_correlation(torn):
    """Over a and b alone warm 2 5 and timid 1 4 go together wholly."""
    found = find_dilemmas(torn, exclude=True).found
    assert [round(d.correlation, 9) for d in found] == [1.0]


def test_missing_self_rating_makes_neither(torn):
    """Without the self's rating a construct cannot be classed."""
    ratings = torn.ratings.copy()
    ratings[0, 0] = np.nan
    holed = Grid(
        torn.elements,
        torn.constructs,
        ratings,
        (1, 5),
        self_element="self",
        ideal_element="ideal",
    )
    assert find_dilemmas(holed).classes[0] == "neither"


@given(varied_grids())
def test_dilemmas_do_not_depend_on_reflection(grid):
    """Which pole is written left is a matter of the interview, not of the person."""
    found, turned = find_dilemmas(grid), find_dilemmas(grid.reflect([0, 2]))
    assert found.classes == turned.classes
    pairs = [(d.congruent, d.discrepant) for d in found.found]
    assert pairs == [(d.congruent, d.discrepant) for d in turned.found]


def test_self_construction_by_hand(grid):
    """self 2 1 3, ideal 1 2 5, others in the mean 4.5 4.5 2."""
    found = self_construction(grid)
    # differences 1 1 2; 2.5 3.5 1; 3.5 2.5 3; each by 4 and averaged over three
    assert found.self_ideal == pytest.approx(np.sqrt(6 / 3) / 4)
    assert found.self_others == pytest.approx(np.sqrt(19.5 / 3) / 4)
    assert found.ideal_others == pytest.approx(np.sqrt(27.5 / 3) / 4)
    assert self_construction(grid, "manhattan").self_ideal == pytest.approx(4 / 12)
    assert self_construction(grid, "maximum").self_ideal == pytest.approx(0.5)
    rc = self_construction(grid, "cohen").self_ideal
    assert rc == pytest.approx(4 / (3 * np.sqrt(5)))


def test_self_construction_leaves_missing_ratings_out(holed):
    """Without the friend, others on new are the mother's 5: differences 2.5 4 1."""
    expected = np.sqrt((2.5**2 + 4**2 + 1) / 3) / 4
    assert self_construction(holed).self_others == pytest.approx(expected)


def test_dilemmatic_by_hand(grid):
    """The ideal's ratings 1 2 5 never lie at 3; the self's 3 does not matter."""
    assert dilemmatic(grid) == ()
    assert dilemmatic(grid.supply(ideal_element="self")) == (2,)


def test_refusals(grid, flat):
    """Self and ideal have to be named, to differ, and to have company."""
    with pytest.raises(MeasureError, match="name the self and the ideal"):
        find_dilemmas(flat)
    with pytest.raises(MeasureError, match="name the self and the ideal"):
        find_dilemmas(flat.supply(self_element="self"))
    with pytest.raises(MeasureError, match="are the same"):
        find_dilemmas(grid.supply(ideal_element="self"))
    with pytest.raises(MeasureError, match="no other element"):
        self_construction(grid.select(elements=[0, 1]))
    with pytest.raises(MeasureError, match="known: distance, side"):
        find_dilemmas(grid, rule="both")
    with pytest.raises(MeasureError, match="known: euclidean"):
        self_construction(grid, "cosine")
    with pytest.raises(MeasureError, match="at least two constructs"):
        find_dilemmas(grid.select([0]))
    with pytest.raises(MeasureError, match="name the ideal"):
        dilemmatic(flat)


def test_a_correlation_at_the_threshold_reaches_it_whatever_its_last_bit(torn):
    """The least correlation asked for may be the pair's own, or a bit more."""
    (pair,) = find_dilemmas(torn, threshold=0.2).found
    for threshold in (pair.correlation, np.nextafter(pair.correlation, 1)):
        assert len(find_dilemmas(torn, threshold=threshold).found) == 1
    assert not find_dilemmas(torn, threshold=pair.correlation + 1e-6).found
