"""Pooled estimates are those that metafor gives, and those worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from senco.errors import MeasureError
from senco.measures.pooling import (
    find_between,
    find_turning,
    leave_one_out,
    pool_estimates,
    touches,
)

# Cases and others, vaccinated and not, in the 13 trials of a vaccine against tuberculosis:
# Colditz et al. (1994), https://doi.org/10.1001/jama.1994.03510330076038; metafor's dat.bcg.
TRIALS = np.array(
    [
        (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619),
        (33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619),
        (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
        (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
    ],
    dtype=float,
)  # fmt: skip
# Events and people, treated and not: the CLASP trials, DerSimonian & Kacker (2007),
# https://doi.org/10.1016/j.cct.2006.04.004, as in metafor's tests.
CLASP = np.array(
    [
        (5, 156, 8, 74), (5, 303, 17, 303), (12, 565, 9, 477), (69, 1570, 94, 1565),
        (9, 103, 11, 105), (313, 4659, 352, 4650),
    ],
    dtype=float,
)  # fmt: skip


@pytest.fixture(scope="module")
def trials():
    """Log relative risks with their variances."""
    ill, well, ill_without, well_without = TRIALS.T
    treated, others = ill + well, ill_without + well_without
    ratios = np.log((ill / treated) / (ill_without / others))
    return ratios, 1 / ill - 1 / treated + 1 / ill_without - 1 / others


@pytest.fixture(scope="module")
def clasp():
    """Log odds ratios with their variances."""
    ill, treated, ill_without, others = CLASP.T
    odds = (ill / (treated - ill)) / (ill_without / (others - ill_without))
    parts = 1 / ill + 1 / (treated - ill) + 1 / ill_without + 1 / (others - ill_without)
    return np.log(odds), parts


def test_the_tuberculosis_trials_are_pooled_as_metafor_prints_them(trials):
    # metafor's README: rma(yi, vi, data = dat, test = "knha"); its tests: tau2, QE
    found = pool_estimates(*trials)
    # its iterations end where a step is below 1e-5
    assert found.between == pytest.approx(0.313243325980895, abs=1e-6)
    assert found.q == pytest.approx(152.233008082373, rel=1e-10)
    told = [found.estimate, found.plain_error, found.error, found.low, found.high]
    assert np.round(told, 4).tolist() == [-0.7145, 0.1798, 0.1808, -1.1084, -0.3206]
    assert round(100 * found.i2, 2) == 92.22


def test_how_far_the_truths_scatter_has_the_interval_that_metafor_prints(trials):
    # metafor's tests of confint(): tau2 0.1197 to 1.1115, I2 81.9177 to 97.6781
    found = pool_estimates(*trials)
    assert np.round([found.between_low, found.between_high], 4).tolist() == [0.1197, 1.1115]
    shares = [100 * found.i2_low, 100 * found.i2_high]
    assert shares == pytest.approx([81.9177, 97.6781], abs=0.005)  # its root is found to 1e-4


def test_the_prediction_interval_is_metafors_but_for_one_degree_of_freedom(trials):
    # README: 0.14 to 1.76 after exp(), by t with 12 degrees of freedom; here with 11
    found = pool_estimates(*trials)
    reach = (found.predicted_high - found.estimate) / stats.t.ppf(0.975, 11)
    ends = found.estimate + np.array([-1, 1]) * stats.t.ppf(0.975, 12) * reach
    assert np.round(np.exp(ends), 2).tolist() == [0.14, 1.76]


def test_without_the_first_trial_the_others_are_pooled_as_metafor_does(trials):
    # metafor's tests of leave1out(); the interval there is the plain one
    first = leave_one_out(*trials)[0]
    assert first.estimate == pytest.approx(-0.707083788031436, abs=1e-6)
    assert first.plain_error == pytest.approx(0.189961024702717, abs=1e-6)
    assert first.between == pytest.approx(0.336156745300306, abs=1e-6)
    assert first.q == pytest.approx(151.582572747109, rel=1e-10)
    assert 100 * first.i2 == pytest.approx(93.2259349111223, rel=1e-8)


def test_both_ways_to_the_variance_of_truths_are_those_of_the_clasp_trials(clasp):
    # DerSimonian & Kacker (2007), tables 3 and 4, as metafor's tests have them: tau
    assert np.sqrt(find_between(*clasp)) == pytest.approx(0.1843, abs=5e-5)
    assert np.sqrt(find_between(*clasp, "PM")) == pytest.approx(0.3681, abs=5e-5)
    found = pool_estimates(*clasp)
    assert np.round([found.estimate, found.plain_error], 4).tolist() == [-0.298, 0.1343]


def test_three_estimates_of_one_variance_are_pooled_as_by_hand():
    # mean 5; squares 9 + 0 + 9 over 2 is 9, of which 4 is the estimates' own: 5 is the truths'
    found = pool_estimates([2, 5, 8], [4, 4, 4], 0.9)
    assert (found.k, found.q) == (3, 4.5)
    assert found.estimate == pytest.approx(5) and found.between == pytest.approx(5)
    assert found.error == found.plain_error == pytest.approx(np.sqrt(9 / 3))
    # t at .95: 2.91999 with two degrees of freedom, 6.31375 with one
    assert found.high - 5 == pytest.approx(2.91999 * np.sqrt(3), abs=1e-4)
    assert found.predicted_high - 5 == pytest.approx(6.31375 * np.sqrt(8), abs=1e-4)
    assert found.i2 == pytest.approx(5 / 9)


def test_the_interval_is_never_narrower_than_one_that_takes_all_truths_for_the_same():
    # all the same: Hartung and Knapp's error would be 0, the plain one is the root of 1/3
    found = pool_estimates([7, 7, 7], [1, 1, 1], 0.95)
    assert found.between == found.q == found.i2 == 0
    assert found.error == pytest.approx(np.sqrt(1 / 3))
    assert found.high - found.low > 2 * 1.96 * np.sqrt(1 / 3)


def test_without_scatter_a_variance_counts_by_its_inverse():
    # weights 1, 1 and 2: (1 + 2 + 2 * 1.5) / 4
    found = pool_estimates([1, 2, 1.5], [1, 1, 0.5])
    assert found.between == 0 and found.estimate == pytest.approx(1.5)


def test_leaving_one_of_three_out_leaves_too_few():
    assert leave_one_out([1, 2, 3], [1, 1, 1]) == []
    found = leave_one_out([1, 2, 3, 6], [1, 1, 1, 1])
    assert [part.k for part in found] == [3] * 4
    assert [part.estimate for part in found] == pytest.approx([11 / 3, 10 / 3, 3, 2])


def test_what_would_turn_the_answer_is_the_root_of_the_equation_worked_by_hand():
    # a fourth estimate x: mean (15 + x)/4, squares 77 + x^2 - (15 + x)^2/4, and the interval
    # reaches 0 where mean^2 = t^2 squares / 12, with t of three degrees of freedom
    t = stats.t.ppf(0.95, 3)
    square, line, plain = 1 / 16 - t**2 / 16, 30 / 16 + 30 * t**2 / 48, 225 / 16 - t**2 * 83 / 48
    roots = np.roots([square, line, plain])
    turned = find_turning([4, 5, 6], [0.25] * 3, 0, 0.9)
    assert turned == pytest.approx(roots[roots < 5].max(), abs=1e-6)
    mirrored = find_turning([-4, -5, -6], [0.25] * 3, 0, 0.9)
    assert mirrored == pytest.approx(-turned, abs=1e-6)


def test_nothing_turns_what_no_possible_estimate_can_and_what_is_open_needs_nothing():
    assert find_turning([4, 5, 6], [0.25] * 3, 0, 0.9, bounds=(0, 10)) is None
    assert find_turning([-1, 0, 1], [1, 1, 1], 0, 0.9) == pytest.approx(0)


def test_with_the_estimate_that_turns_the_answer_the_interval_ends_at_the_landmark(trials):
    turned = find_turning(*trials, 0.0)
    variances = np.append(trials[1], np.median(trials[1]))
    found = pool_estimates(np.append(trials[0], turned), variances)
    assert found.high == pytest.approx(0, abs=1e-6) and turned > -0.7145


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(0.01, 30)), min_size=3, max_size=8),
    st.floats(0.1, 10),
)
def test_another_unit_and_another_order_change_nothing(pairs, factor):
    values, variances = np.array(pairs).T
    one = pool_estimates(values, variances)
    other = pool_estimates(factor * values[::-1], factor**2 * variances[::-1])
    scale = max(abs(one.low), abs(one.high), 1.0)
    assert other.low / factor == pytest.approx(one.low, abs=1e-4 * scale)
    assert other.high / factor == pytest.approx(one.high, abs=1e-4 * scale)
    assert one.predicted_low <= one.low <= one.estimate <= one.high <= one.predicted_high


def test_the_likelihood_is_nowhere_higher_than_where_it_was_found(trials):
    values, variances = trials
    best = find_between(values, variances)

    def likelihood(between):
        # as in Viechtbauer (2005), with the constant left out
        weights = 1 / (variances + between)
        mean = weights @ values / weights.sum()
        squares = weights @ (values - mean) ** 2
        return 0.5 * (np.log(weights).sum() - np.log(weights.sum()) - squares)

    assert all(likelihood(best) >= likelihood(between) for between in np.linspace(0, 3, 301))


@pytest.mark.parametrize(
    ("values", "variances", "words"),
    [
        ([1, 2], [1, 1], "2 estimates are too few to pool: at least 3"),
        ([1, 2, np.nan], [1, 1, 1], "An estimate is missing"),
        ([1, 2, 3], [1, 0, 1], "A variance is not above 0"),
        ([1, 2, 3], [1, 1], "Each estimate needs one variance"),
    ],
)
def test_what_cannot_be_pooled_is_refused(values, variances, words):
    with pytest.raises(MeasureError, match=words):
        pool_estimates(values, variances)
    with pytest.raises(MeasureError, match=words):
        leave_one_out(values, variances)


def test_a_confidence_that_is_none_is_refused():
    with pytest.raises(MeasureError, match="confidence"):
        pool_estimates([1, 2, 3], [1, 1, 1], 95)


def test_an_interval_holds_its_ends():
    assert touches(1, 3, 1) and touches(1, 3, 3) and not touches(1, 3, 3.01)
