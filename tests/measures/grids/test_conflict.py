"""Conflict by hand, and what each measure must not depend on."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given

from senco.errors import MeasureError
from senco.measures.grids import (
    Grid,
    conflict_bassler,
    conflict_bell,
    conflict_slade_sheehan,
    construct_correlations,
)
from senco.measures.grids.conflict import _blocks_of_triads

from .conftest import varied_grids


def test_balanced_triad_by_hand(grid):
    """Correlations .8, -.67, -.67 multiply to a positive number."""
    found = conflict_slade_sheehan(grid)
    assert (found.imbalanced, found.total, found.share) == (0, 1, 0.0)


@pytest.fixture
def tense() -> Grid:
    """Deviations (1 -1 0), (0 1 -1), (-1 0 1): every correlation is -1/2."""
    ratings = [[4, 2, 3], [3, 4, 2], [2, 3, 4]]
    return Grid(["a", "b", "c"], [("x", "y"), ("u", "v"), ("s", "t")], ratings, (1, 5))


def test_negative_triad_by_hand(tense):
    """Three correlations of -1/2 multiply to -1/8."""
    assert conflict_slade_sheehan(tense).share == 1.0


def test_zero_correlation_is_not_balanced():
    """x and u are uncorrelated, so their triad has no positive product."""
    ratings = [[2, 2, 4, 4], [2, 4, 2, 4], [2, 3, 3, 4]]
    three = [("x", "y"), ("u", "v"), ("s", "t")]
    assert conflict_slade_sheehan(Grid("abcd", three, ratings, (1, 5))).imbalanced == 1


def test_bassler_by_hand(tense):
    """Z of 1/2 is .5493, by 3 .1831: .0335 + .1831 is beyond .03, with either divisor."""
    # product of the two largest .0335 is positive: .0335 - (-.1831) = .2166
    found = conflict_bassler(tense, list_triads=True)
    assert found.imbalanced == 1 and found.triads == ((0, 1, 2),)
    assert conflict_bassler(tense, criterion=0.22).imbalanced == 0
    assert conflict_bassler(tense, criterion=0.21).imbalanced == 1


def test_bassler_divisor_decides(grid):
    """.8, -.67, -.67: by 3 the third is beyond what the others imply, by 1 it falls short."""
    # Z: 1.0986, -.8121, -.8121. By 1: -.8922 implied, -.8121 found: excess .0801.
    # By 3: .3662 x -.2707 = -.0991 implied, -.2707 found: excess -.1716.
    assert conflict_bassler(grid, divisor=1).imbalanced == 1
    assert conflict_bassler(grid).imbalanced == 0


@pytest.mark.parametrize(
    "ratings",
    [
        [[1, 2, 4, 5], [1, 2, 4, 5], [2, 1, 5, 3]],
        [[1, 2, 3, 4], [1, 2, 3, 4], [1, 3, 2, 4]],
        [[1, 2, 3, 4], [4, 3, 2, 1], [1, 3, 2, 4]],  # the same, turned round
        [[1, 2, 3, 4], [4, 3, 2, 1], [1, 2, 3, 4]],
        [[0.1, 0.2, 0.3, 0.7], [0.3, 0.6, 0.9, 2.1], [0.3, 0.1, 0.7, 0.2]],  # thrice, inexactly
    ],
)
@pytest.mark.parametrize("bounded", [False, True])
def test_twins_are_in_conflict_with_no_third(ratings, bounded):
    """Two constructs that are one, or one turned round, stand to any third alike."""
    twins = Grid("abcd", [("x", "y"), ("u", "v"), ("s", "t")], ratings, (0, 5))
    for divisor in (1, 3):
        assert conflict_bassler(twins, divisor=divisor, bounded=bounded).imbalanced == 0


def test_a_correlation_of_one_or_nothing_is_exactly_so():
    """Sums of tenths miss 1, -1 and 0 by a bit, whether or not a rating is missing."""
    # the second is thrice the first, the third 2.4 less that; the deviations of the two last,
    # .3 -.1 -.1 -.1 and 0 -.2 .1 .1, have products that add up to 0
    ratings = np.array(
        [[0.1, 0.2, 0.3, 0.7, 0.4], [0.3, 0.6, 0.9, 2.1, 1.2], [2.1, 1.8, 1.5, 0.3, 1.2],
         [0.5, 0.1, 0.1, 0.1, 0.2], [0.3, 0.1, 0.4, 0.4, np.nan]]
    )  # fmt: skip
    poles = [(f"l{place}", f"r{place}") for place in range(5)]
    for columns in (4, 5):
        grid = Grid("abcde"[:columns], poles, ratings[:, :columns], (0, 5))
        found = construct_correlations(grid)
        assert found[0, 1] == 1 and found[0, 2] == found[1, 2] == -1 and found[3, 4] == 0


def test_bell_by_hand(grid):
    """Ideal and mother conflict on plain with calm, and with new; equal sides do not."""
    # calm–new: distance 1 without any element; sides 2 1 1, 1 2 1, 4 5 1, 5 4 1: none longer
    # calm–plain: squares 1 16 9 4; ideal 1, 5 and sqrt(14/3); mother 4, 1 and sqrt(21/3)
    # new–plain: squares 4 9 16 1; ideal 2, 5 and sqrt(21/3); mother 5, 1 and sqrt(14/3)
    found = conflict_bell(grid)
    assert (found.actual, found.potential) == (4, 12)
    assert found.elements.tolist() == [0, 2, 2, 0]
    assert found.constructs.tolist() == [2, 2, 4]


def test_bell_counts_the_triangles_of_a_large_grid_once_each():
    """190 constructs make 17,955 pairs, more than are held at once."""
    ratings = np.random.default_rng(1).integers(1, 6, (190, 12))
    elements = [f"element {j}" for j in range(12)]
    constructs = [(f"left {i}", f"right {i}") for i in range(190)]
    large = Grid(elements, constructs, ratings, (1, 5))
    found, turned = conflict_bell(large), conflict_bell(large.select(range(189, -1, -1)))
    assert found.potential == 17_955 * 12
    assert found.constructs.sum() == 2 * found.elements.sum() == 2 * found.actual
    assert turned.elements.tolist() == found.elements.tolist()
    assert turned.constructs.tolist() == found.constructs[::-1].tolist()


def test_bell_leaves_incomplete_triangles_out(holed):
    """The friend on new is in two of twelve triangles."""
    assert conflict_bell(holed).potential == 10


@given(varied_grids())
def test_counts_agree_with_every_triad_in_turn(grid):
    """The closed form and the blocks give what a plain loop gives."""
    r = construct_correlations(grid)
    products = [r[a, b] * r[a, c] * r[b, c] for a, b, c in combinations(range(len(r)), 3)]
    expected = sum(p < 1e-13 for p in products)
    assert conflict_slade_sheehan(grid).imbalanced == expected


@given(varied_grids())
def test_reflection_changes_no_triad(grid):
    """A reflected construct turns two of a triad's three signs."""
    turned = grid.reflect([1])
    assert conflict_slade_sheehan(turned) == conflict_slade_sheehan(grid)
    assert conflict_bassler(turned).imbalanced == conflict_bassler(grid).imbalanced


def test_large_grids_go_through_in_blocks():
    """Beyond 40 constructs triads come block by block, none twice and none left out."""
    blocks = list(_blocks_of_triads(43))
    assert len(blocks) == 41
    listed = [tuple(t) for block in blocks for t in block.T.tolist()]
    assert listed == list(combinations(range(43), 3))


def test_too_few_constructs_are_refused(flat, grid):
    """Two constructs that vary make no triad; one element makes no triangle."""
    with pytest.raises(MeasureError, match="only 2 constructs vary"):
        conflict_slade_sheehan(flat)
    with pytest.raises(MeasureError, match="only 2 constructs vary"):
        conflict_bassler(flat)
    with pytest.raises(MeasureError, match="two constructs and two elements"):
        conflict_bell(grid.select(elements=[0]))
    alone = np.full((2, 2), np.nan)
    alone[0, 0] = alone[1, 1] = 2
    with pytest.raises(MeasureError, match="no element is rated on two"):
        conflict_bell(Grid("ab", [("x", "y"), ("u", "v")], alone, (1, 5)))
