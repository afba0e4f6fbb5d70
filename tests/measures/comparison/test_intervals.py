"""The intervals are those of hand, papers and exact enumeration, and cover what they promise."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from senco.errors import MeasureError
from senco.measures.comparison.intervals import (
    Difference,
    compare_means,
    compare_shares,
    compare_with_mean,
    draw_divisions,
    jackknife,
    limit_with_mean,
)


@pytest.fixture
def rng():
    return np.random.default_rng(1)


def test_the_interval_of_two_means_is_the_one_worked_by_hand():
    # 4, 4, 10, 10: mean 7, variance 36/3 = 12; 1, 3: mean 2, variance 2. 12/4 + 2/2 = 4, root 2;
    # 16 / (9/3 + 1/1) = 4 degrees of freedom, of which t(.95) = 2.13185: half 4.2637
    found = compare_means([4, 4, 10, 10], [1, 3], 0.9)
    assert found.value == 5
    assert (found.low, found.high) == pytest.approx((5 - 4.2637, 5 + 4.2637), abs=1e-4)
    # with no spread there, the 3 degrees of freedom here: 2.35336 x the root of 3 = 4.0761
    found = compare_means([4, 4, 10, 10], [2, 2], 0.9)
    assert (found.low, found.high) == pytest.approx((5 - 4.0761, 5 + 4.0761), abs=1e-4)


def test_the_interval_of_two_means_is_that_of_scipys_test(rng):
    for n_here, n_there, spread in ((2, 2, 1), (4, 9, 3), (30, 5, 0.1)):
        here, there = rng.normal(2, spread, n_here), rng.normal(0, 1, n_there)
        found = compare_means(here, there, 0.9)
        test = stats.ttest_ind(here, there, equal_var=False).confidence_interval(0.9)
        assert (found.low, found.high) == pytest.approx((test.low, test.high), rel=1e-9)
        back = compare_means(there, here, 0.9)
        assert (back.low, back.high) == pytest.approx((-found.high, -found.low))


@pytest.mark.parametrize(
    ("here", "there"),
    [([1], [2, 3]), ([2, 3], [1]), ([5, 5, 5], [1, 1, 1]), ([0.1] * 3, [0.1] * 3)],
)
def test_one_person_or_no_spread_at_all_gives_no_end(here, there):
    found = compare_means(here, there, 0.9)
    assert (found.low, found.high) == (-np.inf, np.inf)
    assert found.value == pytest.approx(np.mean(here) - np.mean(there))


def cover(n, one, other):
    """How often the interval holds, where a share of the people puts it so many places lower."""
    held = 0.0
    for hits in product(range(n + 1), repeat=2):
        people, weight = [], 1.0
        for k, (share, places) in zip(hits, (one, other), strict=True):
            people.append([1 + places] * k + [1] * (n - k))
            weight *= stats.binom.pmf(k, n, share)
        found = compare_means(*people, 0.9)
        truth = one[0] * one[1] - other[0] * other[1]
        held += weight * (found.low - 1e-9 <= truth <= found.high + 1e-9)
    return held


@pytest.mark.parametrize(
    ("one", "other", "holds"),
    [
        ((0.0, 0), (0.1, 10), (0.996, 0.995, 0.987, 0.851)),
        ((0.5, 8), (0.1, 10), (0.996, 0.899, 0.918, 0.895)),
        ((0.5, 8), (0.05, 20), (1.0, 0.881, 0.906, 0.864)),
    ],
)
def test_without_spread_it_holds_as_often_as_the_docstring_says(one, other, holds):
    # counted apart, by the moments of both cohorts instead of their people
    found = [cover(n, one, other) for n in (4, 8, 15, 30)]
    assert found == pytest.approx(holds, abs=6e-4)


def test_a_missing_value_is_left_out_and_nobody_is_an_error():
    assert compare_means([5, np.nan, 7], [1, 2], 0.6).value == 4.5
    with pytest.raises(MeasureError, match="no value to compare"):
        compare_means([np.nan], [1, 2], 0.6)


def test_the_division_there_is_in_fact_is_not_among_the_exchanges(rng):
    for n_here, n_there in ((2, 2), (3, 1), (12, 12)):
        dealt = draw_divisions(n_here, n_there, rng, 500)
        assert (dealt.sum(axis=1) == n_here).all()
        assert not dealt[:, :n_here].all(axis=1).any()


@pytest.mark.parametrize(("n_here", "n_there", "spread"), [(5, 5, 1), (4, 8, 3), (8, 16, 3)])
def test_the_interval_of_two_means_covers_as_often_as_it_promises(n_here, n_there, spread, rng):
    # two populations a shift apart, the smaller group as varied as the other or three times;
    # 1,000 pairs, so give or take .01
    covered = 0
    for _ in range(1_000):
        found = compare_means(rng.normal(2, spread, n_here), rng.normal(0, 1, n_there), 0.9)
        covered += found.low <= 2 <= found.high
    assert covered / 1_000 == pytest.approx(0.9, abs=0.03)


def test_a_reported_mean_gets_the_interval_worked_by_hand():
    # 4, 6, 8: mean 6, sd 2. With sd 2 there too, 4 degrees of freedom:
    # 2.13185 x 2 x sqrt(1/3 + 1/3) = 3.4813, and .05 for the rounding
    found = compare_with_mean([4, 6, 8], 5.0, 3, 0.05, 0.9, (2, 2))
    assert found.value == 1.0
    assert (found.low, found.high) == pytest.approx((1 - 3.5313, 1 + 3.5313), abs=1e-4)
    # with none there, the 2 degrees of freedom here: 2.91999 x 2 x sqrt(1/3) = 3.3717
    assert compare_with_mean([4, 6, 8], 5.0, 3, 0, 0.9, (0, 0)).high == pytest.approx(
        4.3717, abs=1e-4
    )
    for here, n in (([4], 3), ([4, 6], 1)):
        assert compare_with_mean(here, 5.0, n, 0.05, 0.9, (0, 2)).low == -np.inf
    # nobody differs here, and nobody there can have differed
    assert compare_with_mean([6, 6], 5.0, 3, 0, 0.9, (0, 0)) == Difference(1.0, -np.inf, np.inf)


def test_of_all_spreads_within_the_bounds_the_widest_interval_counts():
    wide = compare_with_mean([4, 6, 8], 5.0, 3, 0, 0.9, (0, 9))
    for spread in (0, 0.5, 2, 5, 9):
        found = compare_with_mean([4, 6, 8], 5.0, 3, 0, 0.9, (spread, spread))
        assert wide.low <= found.low and found.high <= wide.high
    with pytest.raises(MeasureError, match="standard deviation"):
        compare_with_mean([4, 6], 5.0, 3, 0, 0.9, (2, 1))


def test_what_no_number_of_people_here_takes_away_is_the_printed_means_own_half_width():
    # sd 4.8 of eight: t with 7 degrees of freedom 1.89458 x 4.8 / sqrt(8) = 3.2152
    left = limit_with_mean(8, 0.005, 0.9, (0, 4.8))
    assert left == pytest.approx(3.2152 + 0.005, abs=1e-4)
    many = np.tile([4.0, 8.0], 50_000)
    found = compare_with_mean(many, 5.0, 8, 0.005, 0.9, (4.8, 4.8))
    assert (found.high - found.low) / 2 == pytest.approx(left, abs=1e-3)
    assert limit_with_mean(1, 0, 0.9, (0, 0)) == np.inf


@pytest.mark.parametrize("times", [0.5, 1, 2])
def test_the_interval_of_a_printed_mean_covers_whatever_the_spread_there(times, rng):
    # normal scores, eight here (sd 2) and seven there (sd 1, 2, 4); bounds that hold each
    covered = 0
    for _ in range(500):
        here, there = rng.normal(9, 2, 8), rng.normal(6, 2 * times, 7)
        own = there.std(ddof=1)
        found = compare_with_mean(here, there.mean(), 7, 0, 0.9, (0.9 * own, 1.1 * own))
        covered += found.low <= 3 <= found.high
    assert covered / 500 > 0.9 - 3 * (0.9 * 0.1 / 500) ** 0.5


def test_two_shares_get_newcombes_interval_as_his_paper_prints_it():
    # Newcombe (1998), table II, method 10, rows a to d
    for case, low, high in (
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
    ):
        found = compare_shares(*case, 0.95)
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)
    with pytest.raises(MeasureError, match="not a share"):
        compare_shares(3, 2, 1, 2, 0.9)


def test_the_jackknife_of_a_difference_of_means_is_welchs_interval(rng):
    here, there = rng.normal(size=(6, 1)), rng.normal(size=(9, 1))
    found = jackknife(lambda a, b: float(a.mean() - b.mean()), here, there, 0.9)
    test = stats.ttest_ind(here[:, 0], there[:, 0], equal_var=False).confidence_interval(0.9)
    assert (found.low, found.high) == pytest.approx((test.low, test.high))


def test_the_jackknife_needs_three_people_in_each(rng):
    found = jackknife(lambda a, b: float(a.mean()), np.ones((2, 1)), np.ones((9, 1)), 0.9)
    assert found.low == -np.inf and found.high == np.inf


def test_where_leaving_out_anybody_changes_nothing_the_jackknife_gives_no_end():
    found = jackknife(lambda a, b: float(a.mean()), np.ones((4, 1)), np.ones((9, 1)), 0.9)
    assert found == Difference(1.0, -np.inf, np.inf)
