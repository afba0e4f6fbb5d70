"""The intervals are those of hand, papers and exact enumeration, and cover what they promise."""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from senco.comparison.intervals import (
    Difference,
    compare_means,
    compare_shares,
    compare_with_mean,
    draw_divisions,
    jackknife,
    limit_with_mean,
)
from senco.errors import MeasureError


@pytest.fixture
def rng():
    return np.random.default_rng(1)


def test_the_permutation_interval_is_the_one_worked_by_hand(rng):
    # 5 and 7 against 1 and 2. One for one: 5-1, 5-2, 7-1, 7-2; both for both: (12 - 3) / 2.
    # In order 3, 4, 4.5, 5, 6; a sixth of the six ways on each side leaves the first out.
    assert vars(compare_means([5, 7], [1, 2], 2 / 3, rng)) == {"value": 4.5, "low": 3, "high": 6}
    # a third on each side leaves two out
    assert vars(compare_means([5, 7], [1, 2], 1 / 3, rng)) == {"value": 4.5, "low": 4, "high": 5}


def test_a_shift_within_the_interval_is_one_that_the_permutation_test_does_not_reject(rng):
    here, there = rng.normal(2, 1, 5), rng.normal(0, 1, 4)
    found = compare_means(here, there, 0.9, rng)
    for shift in (found.low - 0.01, found.low + 0.01, found.high - 0.01, found.high + 0.01):
        pooled = np.concatenate([here - shift, there])
        sums = np.array([pooled[list(dealt)].sum() for dealt in combinations(range(9), 5)])
        own = pooled[:5].sum()
        p = min((sums >= own - 1e-9).mean(), (sums <= own + 1e-9).mean())
        assert (p > 0.05) == (found.low <= shift <= found.high)


def test_too_few_people_give_no_end_and_drawn_ways_come_near_to_all_ways(rng):
    found = compare_means([1], [2, 3], 0.9, rng)
    assert found.low == -np.inf and found.high == np.inf
    here, there = rng.normal(size=8), rng.normal(size=8)
    listed = compare_means(here, there, 0.9, rng)
    here2, there2 = np.repeat(here, 2), np.repeat(there, 2)  # twice as many: ways are drawn
    drawn = compare_means(here2, there2, 0.9, rng, 9_999)
    assert drawn.high - drawn.low < listed.high - listed.low
    t = stats.t.ppf(0.95, 30) * np.sqrt(here2.var(ddof=1) / 16 + there2.var(ddof=1) / 16)
    assert (drawn.high - drawn.low) / 2 == pytest.approx(t, rel=0.1)


def test_a_missing_value_is_left_out_and_nobody_is_an_error(rng):
    assert compare_means([5, np.nan, 7], [1, 2], 0.6, rng).value == 4.5
    with pytest.raises(MeasureError, match="no value to compare"):
        compare_means([np.nan], [1, 2], 0.6, rng)


def test_the_division_there_is_in_fact_is_not_among_the_exchanges(rng):
    for n_here, n_there in ((2, 2), (3, 1), (12, 12)):
        dealt = draw_divisions(n_here, n_there, rng, 500)
        assert (dealt.sum(axis=1) == n_here).all()
        assert not dealt[:, :n_here].all(axis=1).any()


def test_the_permutation_interval_covers_as_often_as_it_promises(rng):
    # two populations a shift apart, skewed: 1,000 pairs of 5 and 5, so give or take .02
    covered = 0
    for _ in range(1_000):
        found = compare_means(rng.exponential(size=5) + 2, rng.exponential(size=5), 0.9, rng)
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


def test_of_all_spreads_within_the_bounds_the_widest_interval_counts():
    wide = compare_with_mean([4, 6, 8], 5.0, 3, 0, 0.9, (0, 9))
    for spread in (0, 0.5, 2, 5, 9):
        found = compare_with_mean([4, 6, 8], 5.0, 3, 0, 0.9, (spread, spread))
        assert wide.low <= found.low and found.high <= wide.high
    assert compare_with_mean([6, 6], 5.0, 3, 0, 0.9, (0, 0)) == Difference(1.0, 1.0, 1.0)
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
    with pytest.raises(MeasureError, match="no share"):
        compare_shares(3, 2, 1, 2, 0.9)


def test_the_jackknife_of_a_difference_of_means_is_welchs_interval(rng):
    here, there = rng.normal(size=(6, 1)), rng.normal(size=(9, 1))
    found = jackknife(lambda a, b: float(a.mean() - b.mean()), here, there, 0.9)
    test = stats.ttest_ind(here[:, 0], there[:, 0], equal_var=False).confidence_interval(0.9)
    assert (found.low, found.high) == pytest.approx((test.low, test.high))


def test_the_jackknife_needs_three_people_in_each(rng):
    found = jackknife(lambda a, b: float(a.mean()), np.ones((2, 1)), np.ones((9, 1)), 0.9)
    assert found.low == -np.inf and found.high == np.inf
