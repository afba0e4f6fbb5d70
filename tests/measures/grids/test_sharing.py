"""How similarly people construe, by hand."""

import numpy as np
import pytest
from hypothesis import given

from senco.errors import MeasureError
from senco.measures.grids import (
    Grid,
    build_sociogrid,
    compare_terms,
    describe_sociogrid,
    draw_similarity,
    find_mode,
    find_mutual,
    match_across,
    mode_grid,
)

from .conftest import drawn_grids

NO = np.nan
ELEMENTS = ["w", "x", "y", "z"]


@pytest.fixture
def ann():
    terms = [("calm", "hurried"), ("new", "old")]
    return Grid(ELEMENTS, terms, [[1, 2, 4, 5], [1, 5, 1, 5]], (1, 5))


@pytest.fixture
def bob():
    """Shy is hurried turned round, but for one step; hurried–calm is nobody's."""
    terms = [("shy", "open"), ("hurried", "calm")]
    return Grid(ELEMENTS, terms, [[5, 4, 2, 2], [1, 1, 5, 5]], (1, 5))


@pytest.fixture
def both(ann, bob):
    return build_sociogrid({"Ann": ann, "Bob": bob})


def test_matches_by_hand(ann, bob):
    """Calm and open–shy 1 2 4 4 are one step of 16 apart; calm and hurried 0 1 1 0, two.

    New and shy 4 1 1 3 or 0 3 3 1 turned; new and hurried 0 4 4 0, either way round.
    """
    matches, turned = match_across(ann, bob)
    assert matches.tolist() == [[15 / 16, 14 / 16], [9 / 16, 8 / 16]]
    assert turned.tolist() == [[True, False], [True, False]]


def test_people_are_alike_each_in_their_own_way(both):
    """Ann's constructs match at 15/16 and 9/16, Bob's at 15/16 and 14/16."""
    assert both.similarity[0, 1] == pytest.approx((15 + 9) / 32)
    assert both.similarity[1, 0] == pytest.approx((15 + 14) / 32)
    assert (both.share[0, 1], both.share[1, 0]) == (0.5, 1)
    assert np.isnan(both.share.diagonal()).all()


def test_mutual_is_the_best_of_both(both):
    assert [(one.construct, one.partner) for one in find_mutual(both, 0, 1)] == [(0, 0)]
    assert [(one.construct, one.partner) for one in find_mutual(both, 1, 0)] == [(0, 0)]


def test_what_most_share_comes_first(both):
    found = find_mode(both)
    assert [(one.person, one.construct) for one in found] == [(0, 0), (1, 0), (1, 1), (0, 1)]
    assert [one.share for one in found] == [1, 1, 1, 0]
    mode = mode_grid(both)
    assert [c.left for c in mode.constructs] == ["calm", "shy", "hurried"]
    assert mode.ratings[0].tolist() == [1, 2, 4, 5]
    assert mode_grid(both, 1.1) is None


def test_terms_by_hand(ann, bob):
    """Bob says hurried–calm and rates it the other way round; of new he has nothing."""
    assert compare_terms(ann, bob) == ("conflict", "contrast")
    assert compare_terms(bob, ann) == ("correspondence", "conflict")
    assert compare_terms(ann, ann) == ("consensus", "consensus")
    assert compare_terms(ann, ann.reflect()) == ("consensus", "consensus")


def test_only_what_everybody_rated_is_compared(ann, bob):
    wide = Grid([*ELEMENTS, "more"][::-1], bob.constructs,
                np.hstack([bob.ratings, [[1], [1]]])[:, ::-1], (1, 5))  # fmt: skip
    assert build_sociogrid({"Ann": ann, "Bob": wide}).share[0, 1] == 0.5
    notes = describe_sociogrid({"Ann": ann, "Bob": wide})["notes"]
    assert notes[0] == "Compared by the 4 elements that everybody shares."
    assert "up to 5 elements" in notes[1]


def test_a_missing_rating_is_left_out_and_an_unrated_construct_too(ann, bob):
    holed = Grid(ELEMENTS, [*bob.constructs, ("a", "b")],
                 [[5, NO, 2, 2], [1, 1, 5, 5], [NO] * 4], (1, 5))  # fmt: skip
    found = build_sociogrid({"Ann": ann, "Bob": holed})
    assert found.grids[1].n_constructs == 2
    assert found.partners[0, 1][0].match == pytest.approx(1 - 1 / 12)


def test_chance_matches_few_elements_often(ann, bob):
    found = draw_similarity(build_sociogrid({"Ann": ann, "Bob": bob}))
    assert 0.01 <= found[0, 1] <= 1 and np.isnan(found[0, 0])
    assert (draw_similarity(build_sociogrid({"Ann": ann, "Bob": bob})) == found)[0, 1]
    many = np.random.default_rng(1).permutation(np.arange(60) % 5 + 1).reshape(3, 20)
    long = Grid([str(i) for i in range(20)], [("a", "b"), ("c", "d"), ("e", "f")], many, (1, 5))
    assert draw_similarity(build_sociogrid({"A": long, "B": long}))[0, 1] == 0.01


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a, b: {"A": a}, "2 to 60 people are compared; there are 1"),
        (lambda a, b: {"A": a, "B": b.select(None, [0, 1])}, "share 2 elements; at least 3"),
        (lambda a, b: {"A": a, "B": Grid(ELEMENTS, ["ab"], [[1] * 4], (1, 7))}, "B is rated from"),
        (lambda a, b: {"A": a, "B": Grid(ELEMENTS, ["ab"], [[NO] * 4], (1, 5))}, "B has no rating"),
    ],
)
def test_what_cannot_be_compared_is_refused(ann, bob, change, words):
    with pytest.raises(MeasureError, match=words):
        build_sociogrid(change(ann, bob))


def test_a_level_beyond_one_is_refused(ann, bob):
    with pytest.raises(MeasureError, match="not 80"):
        build_sociogrid({"A": ann, "B": bob}, 80)


@given(drawn_grids(missing=True))
def test_everybody_construes_as_they_do_themselves(grid):
    if not grid.rated.any():
        return
    found = build_sociogrid({"one": grid, "other": grid.reflect()}, 1)
    assert found.share[0, 1] == found.similarity[0, 1] == 1
