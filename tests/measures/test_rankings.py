"""The measures of rankings, against hand work, other programs and their own laws."""

from __future__ import annotations

import json
import tracemalloc
from itertools import permutations
from unittest.mock import Mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from senco.errors import MeasureError
from senco.measures import rankings
from senco.measures.rankings import consensus

# Worked by hand. Three rankers, four items:
#   A 1 2 3 4, B 2 1 3 4, C 1 3 2 4 -> rank sums 4 6 8 12, mean 7.5
#   S = 12.25 + 2.25 + 0.25 + 20.25 = 35; largest 9(64 - 4)/12 = 45; W = 7/9
#   chi2 = 3 * 3 * 7/9 = 7. Spearman AB = 1 - 12/60 = .8, AC = .8, BC = .4: mean 2/3
HAND = pd.DataFrame(
    [[1, 2, 3, 4], [2, 1, 3, 4], [1, 3, 2, 4]], index=list("ABC"), columns=list("wxyz")
)
# The same, with B's first two tied: B 1.5 1.5 3 4 -> sums 3.5 6.5 8 12
#   S = 16 + 1 + .25 + 20.25 = 37.5; plain W = 37.5/45 = 5/6;
#   divisor less m * T/12 = 3 * (8 - 2)/12 = 1.5: corrected W = 37.5/43.5 = 25/29
TIED = HAND.astype(float).assign(w=[1, 1.5, 1], x=[2, 1.5, 3])


def draw_complete(n: int, k: int, seed: int, spread: float = 1.0) -> np.ndarray:
    """Rankings from a Plackett-Luce model whose log-worths fall evenly."""
    rng = np.random.default_rng(seed)
    appeal = rng.gumbel(size=(n, k)) - spread * np.linspace(-1, 1, k)
    return (-appeal).argsort(axis=1).argsort(axis=1) + 1


@st.composite
def tables(draw, partial: bool = False, least: int = 2):
    n, k = draw(st.integers(least, 6)), draw(st.integers(2, 6))
    scores = draw(
        st.lists(st.lists(st.integers(1, 9), min_size=k, max_size=k), min_size=n, max_size=n)
    )
    values = np.array(scores, dtype=float)
    if partial:
        values[
            np.array(draw(st.lists(st.booleans(), min_size=n * k, max_size=n * k))).reshape(n, k)
        ] = np.nan
        values[0] = np.arange(k)  # every item is ranked by somebody
        values = values[~np.isnan(values).all(axis=1)]
    return rankings.rank_scores(values)


# --- what a ranking is ------------------------------------------------------


def test_ranks_and_midranks_pass_unchanged():
    """A complete, a tied and a partial row come back as they were given."""
    table = pd.DataFrame({"a": [1, 1.5, 2], "b": [2, 1.5, np.nan], "c": [3.0, 3, 1]})
    pd.testing.assert_frame_equal(rankings.check_rankings(table), table)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ([1, 2, 2, 4], "competition"),
        ([1, 2, 2, 3], "not skipped"),
        ([1, 1, 1, 1], "mean rank"),
        ([1, 2, 4, np.nan], "1 to 3 without gaps"),
        ([1, 3, 3, 4], "sum to 11, but a ranking of 4 sums to 10"),
        ([1, 1, 4, 4], "each rank from 1 to 4"),
        ([0, 2, 3, 4], "'lazy' gave 'w' rank 0"),
        ([1, 2, 3, 5], "'z' rank 5; with 4 items a rank is from 1 to 4"),
        ([1, 2, 3, np.inf], "rank inf"),
        ([np.nan] * 4, "'lazy' has no rank"),
    ],
)
def test_a_row_that_is_no_ranking_is_refused_by_name_and_reason(row, words):
    """The message names the ranker and says what is wrong."""
    table = pd.DataFrame([[1, 2, 3, 4], row], index=["keen", "lazy"], columns=list("wxyz"))
    with pytest.raises(MeasureError, match="lazy") as caught:
        rankings.check_rankings(table)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (pd.DataFrame({"a": []}), "empty"),
        (pd.DataFrame({"a": [1, 1], "b": [2, 2]}, index=["S1", "S1"]), "'S1' occurs more"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "item 'a' occurs more"),
        (pd.DataFrame({"a": ["one"], "b": [2]}), "'one'"),
        (pd.DataFrame({"a": [np.nan], "b": [np.nan]}), "contains no rank"),
        (pd.DataFrame({"a": [1.0], "b": [np.nan]}), "item 'b' has no rank"),
        (np.array([1, 2, 3]), "1 dimension"),
    ],
)
def test_a_table_that_is_none_is_refused_in_words(table, words):
    """Emptiness, names that stand twice, text and blank items have their own message."""
    with pytest.raises(MeasureError) as caught:
        rankings.check_rankings(table)
    assert words in str(caught.value)


def test_many_bad_rows_are_counted_not_listed():
    """Of seven bad rankers five are named and two are counted."""
    with pytest.raises(MeasureError, match=r"and 2 more rankers"):
        rankings.check_rankings(np.tile([1, 1], (7, 1)))


# --- descriptions -----------------------------------------------------------


def test_describe_gives_the_moments_worked_by_hand():
    """Item w was ranked 1, 2, 1: mean 4/3, SD 1/sqrt(3), Borda 3 + 2 + 3."""
    row = rankings.describe(HAND).loc["w"]
    expected = [3, 4 / 3, 1 / np.sqrt(3), 1, 1, 2, 8]
    assert row.tolist() == pytest.approx(expected)


def test_a_blank_neither_helps_nor_harms_in_bordas_count():
    """c is last of three, blank, second of two: its mean of 0 points stands for the blank."""
    table = pd.DataFrame({"a": [1, 1, 1], "b": [2, 2, np.nan], "c": [3, np.nan, 2]})
    # the rows of two are stretched: 1 point for two items is 2 for three
    assert rankings.borda(table).to_dict() == {"a": 6.0, "b": pytest.approx(1.5), "c": 0.0}


# --- concordance ------------------------------------------------------------


def test_w_is_that_worked_by_hand():
    """The table at the head of this file has W = 7/9 and chi-square 7 on 3 df."""
    found = rankings.kendall_w(HAND)
    assert (found.w, found.w_tie_corrected) == (pytest.approx(7 / 9), pytest.approx(7 / 9))
    assert (found.chi2, found.df) == (pytest.approx(7), 3)


def test_w_is_corrected_for_ties_as_by_hand():
    """One tied pair takes 1.5 from the divisor: 5/6 becomes 25/29."""
    found = rankings.kendall_w(TIED)
    assert (found.w, found.w_tie_corrected) == (pytest.approx(5 / 6), pytest.approx(25 / 29))


@given(tables())
def test_chi_square_is_scipys_friedman(table):
    """With and without ties, chi-square and its p are those of scipy.stats.friedmanchisquare."""
    if len(table.columns) < 3 or (table.nunique(axis=1) == 1).all():
        return
    found = rankings.kendall_w(table)
    expected = stats.friedmanchisquare(*table.to_numpy().T)
    assert found.chi2 == pytest.approx(expected.statistic)
    assert found.p_chi2 == pytest.approx(expected.pvalue)


@given(tables(), st.randoms(use_true_random=False))
def test_w_does_not_depend_on_the_order_of_rankers_or_items(table, random):
    """Shuffled rows and columns leave W as it was, and W stays within 0 and 1."""
    if (table.nunique(axis=1) == 1).all():
        return
    rows, columns = list(table.index), list(table.columns)
    random.shuffle(rows), random.shuffle(columns)
    found = rankings.kendall_w(table)
    assert rankings.kendall_w(table.loc[rows, columns]).w == pytest.approx(found.w)
    assert -1e-12 <= found.w <= found.w_tie_corrected + 1e-12 <= 1 + 2e-12


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([[1, 2, 3]], "not defined for one ranker"),
        ([[1], [1]], "not defined for one item"),
        ([[1.5, 1.5], [1.5, 1.5]], "tied every item"),
        ([[1, np.nan], [np.nan, 1]], "nobody did"),
    ],
)
def test_where_w_is_not_defined_it_says_so(table, words):
    """One ranker, one item, ties throughout and blanks throughout each have their message."""
    with pytest.raises(MeasureError, match=words):
        rankings.kendall_w(np.array(table, dtype=float))


def test_a_ranker_with_a_blank_is_left_out_of_w():
    """W of three complete rows does not change when a partial row is added."""
    more = pd.concat([HAND, pd.DataFrame([[1, np.nan, 2, 3]], index=["D"], columns=HAND.columns)])
    assert rankings.kendall_w(more) == rankings.kendall_w(HAND)


def brute_p(table: np.ndarray) -> float:
    """Share of all shuffles of every row but the first whose S is at least that found."""

    def spread(rows):
        sums = np.sum(rows, axis=0)
        return ((sums - sums.mean()) ** 2).sum()

    shuffles = [np.array(list(permutations(row))) for row in table[1:]]
    found = spread(table) - 1e-9
    nulls = [spread([table[0], b, c]) >= found for b in shuffles[0] for c in shuffles[1]]
    return float(np.mean(nulls))


@pytest.mark.parametrize("table", [HAND, TIED])
def test_the_exact_p_is_that_of_every_table_enumerated(table):
    """For 3 rankers of 4 items the exact p is the share of all 576 tables."""
    found = rankings.compare_with_chance(table, rng=np.random.default_rng(1))
    assert found.method == "exact"
    assert found.p == pytest.approx(brute_p(table.to_numpy()))


def test_the_exact_p_is_that_of_the_printed_table():
    """For 3 rankers of 4 items, chi-square 7.0 has p = .054 (Siegel 1956, table N)."""
    found = rankings.compare_with_chance(HAND, rng=np.random.default_rng(1))
    assert round(found.p, 3) == 0.054


def test_the_drawn_p_agrees_with_the_exact_one():
    """40,000 draws come within four standard errors, and the same seed gives the same p."""
    exact = rankings.compare_with_chance(HAND, rng=np.random.default_rng(1)).p
    drawn = [
        rankings.compare_with_chance(
            HAND, rng=np.random.default_rng(7), draws=40_000, method="monte-carlo"
        ).p
        for _ in range(2)
    ]
    assert drawn[0] == drawn[1]
    assert drawn[0] == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 40_000))


def test_a_drawn_p_is_never_zero():
    """Total agreement of 8 rankers on 21 items has p = 1/(draws + 1)."""
    agreed = np.tile(np.arange(1, 22), (8, 1))
    found = rankings.compare_with_chance(agreed, rng=np.random.default_rng(1), draws=99)
    assert (found.p, found.method) == (0.01, "monte-carlo")


def test_a_table_too_large_to_draw_for_gets_chi_square():
    """With 20,000 rankers the approximation serves, and says that it does."""
    found = rankings.compare_with_chance(
        draw_complete(20_000, 4, seed=1, spread=0), rng=np.random.default_rng(1)
    )
    assert found.method == "chi-square"


def test_the_mean_correlation_is_that_worked_by_hand():
    """The three pairs of the worked table correlate .8, .8 and .4."""
    assert rankings.mean_spearman(HAND).mean == pytest.approx(2 / 3)


def test_the_jackknife_interval_is_that_worked_by_hand():
    """Leave-one-out means .4, .8, .8 give pseudo-values 1.2, .4, .4 and half-width 1.147."""
    found = rankings.mean_spearman(HAND)
    # mean 2/3, SD of the pseudo-values .8/sqrt(3), t(.975, 2) = 4.3027
    half = 4.302652729696142 * 0.8 / np.sqrt(3) / np.sqrt(3)
    assert half == pytest.approx(1.1474, abs=1e-4)
    assert found.low == pytest.approx(2 / 3 - half)
    assert found.high == 1.0  # cut at the largest value there is


@given(tables())
def test_the_mean_correlation_is_the_mean_of_scipys(table):
    """It equals the mean of scipy.stats.spearmanr over all pairs, ties included."""
    if (table.nunique(axis=1) == 1).any():
        with pytest.raises(MeasureError, match="tied every item"):
            rankings.mean_spearman(table)
        return
    rows = table.to_numpy()
    pairs = [
        stats.spearmanr(rows[i], rows[j]).statistic
        for i in range(len(rows))
        for j in range(i + 1, len(rows))
    ]
    assert rankings.mean_spearman(table).mean == pytest.approx(np.mean(pairs))


def test_the_mean_correlation_of_many_holds_no_table_of_pairs():
    """Of 5,000 rankers the correlations of all pairs would take 200 MB; an interval has none."""
    table = draw_complete(5_000, 6, seed=1)
    tracemalloc.start()
    try:
        found = rankings.mean_spearman(table)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.low is not None and found.low < found.mean < found.high
    assert peak < 50_000_000


def test_rankers_who_agree_wholly_have_the_interval_worked_by_hand():
    """With an imagined ninth ranker the pseudo-values are 1 eight times, and -1.

    Eight agree wholly: 56 of 72 ordered pairs correlate by 1, the mean is 7/9. Without the
    imagined ranker it is 1, so their pseudo-value is 9 x 7/9 - 8; without another it is
    42/56, and the pseudo-value 7 - 6.
    """
    found = rankings.mean_spearman(np.tile(np.arange(1, 22), (8, 1)))
    half = stats.t.ppf(0.975, 8) * (2 / 3) / 3
    assert half == pytest.approx(0.5124, abs=1e-4)
    assert (found.mean, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx(7 / 9 - half)


def test_three_who_agree_wholly_may_do_so_by_chance():
    """Half the width is 3.182 x 1/2, so the interval is all that there is."""
    found = rankings.mean_spearman(np.tile([1, 2, 3, 4], (3, 1)))
    assert (found.low, found.high) == (-0.5, 1.0)


def test_two_rankers_have_a_correlation_but_no_interval():
    """The jackknife needs three rankers; for two there is no pretence."""
    found = rankings.mean_spearman(HAND.iloc[:2])
    assert found.mean == pytest.approx(0.8)
    assert (found.low, found.high) == (None, None)


def test_the_interval_covers_at_its_nominal_level_at_n_8():
    """Of 400 samples of 8, 92 to 98 % cover the population's mean correlation (benchmarks)."""
    # the mean within each of twenty parts: all pairs of 20,000 rankers would take 3 GB
    parts = draw_complete(20_000, 21, seed=1).reshape(20, 1000, 21)
    truth = np.mean([rankings.mean_spearman(part).mean for part in parts])
    samples = draw_complete(400 * 8, 21, seed=2).reshape(400, 8, 21)
    found = [rankings.mean_spearman(sample) for sample in samples]
    covered = np.mean([one.low <= truth <= one.high for one in found])
    assert 0.92 <= covered <= 0.98


@given(tables(least=3))
def test_leaving_one_out_is_computing_without_it(table):
    """Each row equals the measures of the table that lacks that ranker."""
    if (table.nunique(axis=1) == 1).any():
        return
    found = rankings.leave_one_out(table)
    for name in table.index:
        without = table.drop(index=name)
        assert found.loc[name, "w_without"] == pytest.approx(
            rankings.kendall_w(without).w_tie_corrected
        )
        shift = (without.mean() - table.mean()).abs().max()
        assert found.loc[name, "largest_shift"] == pytest.approx(shift)
    assert found["mean_spearman"].mean() == pytest.approx(rankings.mean_spearman(table).mean)


# --- differences ------------------------------------------------------------


def test_friedmans_contrasts_are_those_worked_by_hand():
    """w against z: mean ranks 4/3 and 4, standard deviation sqrt(4 * 5/18), six pairs."""
    found = rankings.friedman(HAND)
    row = found.contrasts.set_index(["item", "other"]).loc[("w", "z")]
    z = (4 / 3 - 4) / np.sqrt(20 / 18)
    assert row["z"] == pytest.approx(z)
    assert row["p_holm"] == pytest.approx(6 * 2 * stats.norm.cdf(z))
    assert len(found.contrasts) == 6


def test_holm_meets_its_own_worked_example():
    """p of .01 .02 .03 .04: times 4 3 2 1, never falling (.04 .06 .06 .06)."""
    assert rankings.adjust_holm(np.array([0.03, 0.01, 0.04, 0.02])) == pytest.approx(
        [0.06, 0.04, 0.06, 0.06]
    )


def test_a_group_of_three_in_seven_cannot_reach_five_per_cent_two_sided():
    """35 splits: the least p is 1/35 one-sided and 2/35 = .057 two-sided, however far apart."""
    table = np.array([[1, 2]] * 3 + [[2, 1]] * 4)
    found = rankings.contrast_group(table, 1, [1, 2, 3])
    assert found.splits == 35
    assert [found.p_one_sided, found.smallest_one_sided] == pytest.approx([1 / 35] * 2)
    assert [found.p_two_sided, found.smallest_two_sided] == pytest.approx([2 / 35] * 2)


def test_an_item_left_blank_shrinks_the_contrast():
    """Where one of four others left the item blank, three against three leave 20 splits."""
    table = pd.DataFrame({"a": [1, 1, 1, 2, 2, 2, np.nan], "b": [2, 2, 2, 1, 1, 1, 1]})
    found = rankings.contrast_group(table, "a", [0, 1, 2])
    assert (found.splits, found.n_others, found.difference) == (20, 3, -1.0)


def test_the_contrast_is_scipys_exact_permutation_test():
    """The one-sided p equals that of scipy.stats.permutation_test with Welch's t."""
    table = pd.DataFrame(draw_complete(9, 6, seed=3))
    found = rankings.contrast_group(table, 0, [0, 1, 2, 3])
    ranks = table[0].to_numpy()
    expected = stats.permutation_test(
        (ranks[:4], ranks[4:]),
        lambda a, b, axis: stats.ttest_ind(a, b, axis=axis, equal_var=False).statistic,
        vectorized=True,
        alternative="less" if found.difference < 0 else "greater",
        n_resamples=np.inf,
    )
    assert found.p_one_sided == pytest.approx(expected.pvalue)


def test_many_rankers_are_contrasted_by_drawing():
    """Above 200,000 splits a sample is drawn with the generator given, and never p = 0."""
    table = np.array([[1, 2]] * 15 + [[2, 1]] * 15)
    every = rankings.contrast_group(table, 1, range(1, 16))
    assert every.exact and every.p_one_sided == pytest.approx(1 / every.splits)
    found = rankings.contrast_group(table, 1, range(1, 16), rng=np.random.default_rng(1), draws=999)
    assert (found.exact, found.p_one_sided) == (False, 0.001)


@pytest.mark.parametrize(
    ("item", "members", "words"),
    [
        ("wx", ["A"], "no item 'wx'"),
        ("w", ["a1"], "no ranker 'a1'"),
        ("w", [], "nobody in the group"),
        ("w", ["A", "B", "C"], "nobody outside"),
    ],
)
def test_a_contrast_of_nothing_is_refused(item, members, words):
    """Unknown names and empty sides are told."""
    with pytest.raises(MeasureError, match=words):
        rankings.contrast_group(HAND, item, members)


def test_all_items_are_contrasted_with_holms_adjustment():
    """Each row is the contrast of its item, and p_holm adjusts over the rows."""
    found = rankings.contrast_items(HAND, ["A"]).set_index("item")
    assert list(found.index) == list("wxyz")
    assert found.loc["x", "difference"] == 0.0
    assert (found["p_holm"] >= found["p_two_sided"]).all()
    assert not found["planned"].any()


def test_a_planned_contrast_is_corrected_for_none_of_the_unplanned_and_they_not_for_it():
    # Three of six put a first and c last, b is between: a and c have 1 of 20 splits each way,
    # two-sided .1; b says nothing, 1. By Holm over all three: .3, .3, 1; over two: .2 and 1.
    table = pd.DataFrame({"a": [1] * 3 + [3] * 3, "b": [2] * 6, "c": [3] * 3 + [1] * 3})
    members = [0, 1, 2]
    whole = rankings.contrast_items(table, members).set_index("item")["p_holm"]
    assert whole.tolist() == pytest.approx([0.3, 1, 0.3])
    apart = rankings.contrast_items(table, members, planned=["a", "unranked"]).set_index("item")
    assert apart["planned"].tolist() == [True, False, False]
    assert apart["p_holm"].tolist() == pytest.approx([0.1, 1, 0.2])
    told = rankings.describe_planned(apart.reset_index(), {"a": "Children first"})
    assert told == (
        "Children first: mean rank 1.00 of the group (n = 3), 3.00 of the others (n = 3); p = "
        "0.10, and with groups of this size it cannot be smaller than 0.10."
    )
    # ten against ten: the smallest p is 2 of 184,756, and no p is told as 0.00
    table = pd.DataFrame({"a": [1] * 10 + [2] * 10, "b": [2] * 10 + [1] * 10})
    large = rankings.contrast_items(table, list(range(10)), planned=["a"])
    assert rankings.describe_planned(large, {}).endswith("(n = 10); p is less than 0.01.")
    none = rankings.contrast_items(table, members)
    for frame in (none, pd.DataFrame()):
        assert rankings.describe_planned(frame, {}).startswith("None of those named in advance")


# --- consensus --------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(tables(partial=True))
def test_kemeny_is_the_best_of_all_orders(table):
    """Cost, uniqueness and every possible first item equal those of full enumeration."""
    counts = rankings.count_preferences(table)
    k = len(counts)
    costs = {
        order: sum(counts[order[j], order[i]] for i in range(k) for j in range(i + 1, k))
        for order in permutations(range(k))
    }
    least = min(costs.values())
    best = [order for order, cost in costs.items() if cost == least]
    found = rankings.kemeny(table)
    assert found.cost == least
    assert tuple(item - 1 for item in found.order) in best
    assert found.unique == (len(best) == 1)
    assert [item - 1 for item in found.first] == sorted({order[0] for order in best})


def test_a_circle_of_majorities_has_three_firsts():
    """Condorcet's circle: abc, bca, cab leave three consensus orders of cost 4."""
    table = pd.DataFrame({"a": [1, 3, 2], "b": [2, 1, 3], "c": [3, 2, 1]})
    found = rankings.kemeny(table)
    assert (found.cost, found.unique, found.first) == (4.0, False, ("a", "b", "c"))


def test_rankers_who_disagree_wholly_are_settled_in_few_programmes(monkeypatch):
    """Two unrelated rankings of 21 have many consensus orders, and no search among them is long.

    One programme finds an order and one for each other item asks whether it can lead; a
    few come on top, where a relaxed one ran in a circle.
    """
    table = draw_complete(2, 21, seed=1, spread=0)
    programmes = Mock(wraps=consensus.milp)
    monkeypatch.setattr(consensus, "milp", programmes)
    found = rankings.kemeny(table)
    assert 21 <= programmes.call_count <= 2 * 21
    whole = [call for call in programmes.call_args_list if call.kwargs["integrality"].any()]
    assert not whole, "a search among whole numbers is what can take long"
    assert not found.unique
    # with two rankers either's own order has least cost, the number of their discordant pairs
    tau = stats.kendalltau(*table).statistic
    assert found.cost == pytest.approx((1 - tau) / 2 * 210)
    assert {row.argmin() + 1 for row in table} <= set(found.first)


def test_the_consensus_costs_the_sum_of_kendalls_distances():
    """For complete rankings the cost is the sum of scipy's discordant pairs."""
    table = draw_complete(8, 21, seed=5)
    found = rankings.kemeny(table)
    place = np.argsort(np.array(found.order) - 1)
    taus = [stats.kendalltau(place, row).statistic for row in table]
    assert found.cost == pytest.approx(sum((1 - tau) / 2 * 210 for tau in taus))


# --- worths -----------------------------------------------------------------


def brute_likelihood(log_worth: np.ndarray, table: np.ndarray) -> float:
    """Breslow's log-likelihood, choice by choice."""
    total = 0.0
    for row in table:
        ranked = np.flatnonzero(~np.isnan(row))
        for item in ranked:
            rivals = ranked[row[ranked] >= row[item]]
            total += log_worth[item] - np.log(np.exp(log_worth[rivals]).sum())
    return total


@settings(max_examples=40, deadline=None)
@given(tables(partial=True))
def test_worths_maximise_the_likelihood_written_out(table):
    """Where an estimate exists, the gradient of the written-out likelihood is 0 there."""
    try:
        found = rankings.plackett_luce(table)
    except MeasureError as error:
        assert "no finite worths" in str(error)
        return
    log_worth = found.items["log_worth"].to_numpy()
    rows = table.to_numpy()
    slope = optimize.approx_fprime(log_worth, brute_likelihood, 1e-6, rows)
    assert np.abs(slope).max() < 1e-3
    assert found.log_likelihood == pytest.approx(brute_likelihood(log_worth, rows))
    assert found.items["worth"].sum() == pytest.approx(1)


def test_two_items_are_a_binomial():
    """Three of four prefer a: worth 3/4, standard error sqrt(3/4 * 1/4 / 4)."""
    found = rankings.plackett_luce(np.array([[1, 2], [1, 2], [1, 2], [2, 1]])).items
    assert found["worth"].tolist() == pytest.approx([0.75, 0.25])
    assert found["worth_se"].tolist() == pytest.approx([np.sqrt(3 / 64)] * 2)


def test_the_interval_of_a_worth_by_hand():
    """Two of three prefer a. The logit of 2/3 is .693; the rankers pull by 1/3, 1/3 and -2/3.

    The squares add up to 2/3, the information is 3 * 2/9 = 2/3: 2/3 over its square, times
    3/2 for three rankers, is 2.25; t on two degrees of freedom is 4.3027, half the width 6.454.
    """
    table = np.array([[1, 2], [1, 2], [2, 1]])
    found = rankings.plackett_luce(table).items
    ends = [1 / (1 + np.exp(-(np.log(2) + side * 4.302653 * 1.5))) for side in (-1, 1)]
    assert found.iloc[0][["low", "high"]].tolist() == pytest.approx(ends, abs=1e-6)
    assert found.iloc[1][["low", "high"]].tolist() == pytest.approx([1 - ends[1], 1 - ends[0]])
    with pytest.raises(MeasureError, match="between 0 and 1"):
        rankings.plackett_luce(table, confidence=95)


def test_the_interval_of_a_worth_is_the_curvatures_where_the_model_holds():
    """With 4,000 rankers drawn from the model both say the same but for a tenth."""
    found = rankings.plackett_luce(draw_complete(4_000, 8, seed=6)).items
    width = (found["high"] - found["low"]) / (2 * 1.96 * found["worth_se"])
    assert width.tolist() == pytest.approx([1] * 8, abs=0.1)


def test_the_standard_errors_are_those_of_the_curvature():
    """They equal the numerical second derivative's, with log-worths centred on 0."""
    table = draw_complete(12, 4, seed=4).astype(float)
    found = rankings.plackett_luce(table)
    centre = found.items["log_worth"].to_numpy()
    step, size = 1e-3, 4
    curve = np.zeros((size, size))
    eye = np.eye(size) * step
    for i in range(size):
        for j in range(size):
            corners = [
                s * t * brute_likelihood(centre + s * eye[i] + t * eye[j], table)
                for s in (1, -1)
                for t in (1, -1)
            ]
            curve[i, j] = -sum(corners) / (4 * step**2)
    errors = np.sqrt(np.diag(np.linalg.pinv(curve, rcond=1e-6)))
    assert found.items["log_worth_se"].to_numpy() == pytest.approx(errors, rel=1e-4)


def test_worths_recover_the_model_that_drew_the_rankings():
    """With 4,000 rankers every log-worth lies within five standard errors of the truth."""
    truth = -np.linspace(-1, 1, 8)
    found = rankings.plackett_luce(draw_complete(4_000, 8, seed=6)).items
    assert (np.abs(found["log_worth"] - truth) < 5 * found["log_worth_se"]).all()


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([[1, 2, 3], [1, 3, 2]], "level with 1 "),
        ([[1, 2, np.nan, np.nan], [2, 1, np.nan, np.nan], [np.nan, np.nan, 1, 2]], "no finite"),
        ([[1], [1]], "one item"),
    ],
)
def test_where_no_worths_exist_the_reason_is_told(table, words):
    """An item always first, items never compared, and a lone item have no estimate."""
    with pytest.raises(MeasureError, match=words):
        rankings.plackett_luce(np.array(table, dtype=float))


# --- the summary ------------------------------------------------------------


def test_the_summary_holds_plain_values_and_every_key():
    """It survives JSON unchanged, and its values are those of the measures."""
    found = rankings.summary(HAND.assign(w=[1, 2, 4], z=[4, 4, 1]))
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    promised = (
        "n k items kendall_w kendall_w_tie_corrected chi2 df p mean_spearman "
        "mean_spearman_interval kemeny kemeny_cost notes"
    )
    assert set(promised.split()) <= set(found)
    columns = "item n mean sd median min max borda worth worth_low worth_high"
    assert " ".join(found["items"][0]) == columns
    assert (found["n"], found["k"], found["df"]) == (3, 4, 3)
    assert found["items"][0]["mean"] == pytest.approx(7 / 3)


@pytest.mark.parametrize(
    ("table", "empty", "words"),
    [
        ([[1, 2, 3]], ["kendall_w", "p", "mean_spearman"], "W is not defined for one ranker"),
        ([[1], [1]], ["kendall_w", "chi2"], "W is not defined for one item"),
        ([[2, 2, 2], [2, 2, 2]], ["kendall_w"], "tied every item"),
        ([[1, 2], [2, 1]], ["mean_spearman_interval"], "no interval for two rankers"),
        ([[1, 2], [1, 2], [1, 2]], [], "no finite worths"),
    ],
)
def test_what_is_not_defined_is_none_with_a_note(table, empty, words):
    """No NaN anywhere: None, and the notes say why."""
    found = rankings.summary(np.array(table))
    assert all(found[key] is None for key in empty)
    assert any(words in note for note in found["notes"])
    json.dumps(found, allow_nan=False)


def test_a_blank_is_told_in_the_notes():
    """W then rests on fewer rankers than n says."""
    table = pd.DataFrame([[1, 2, 3], [2, 1, 3], [3, 1, 2], [1, np.nan, 2]])
    assert any("3 of 4 rankers" in note for note in rankings.summary(table)["notes"])


def test_a_group_is_compared_among_twenty_thousand_rankers_without_every_split():
    table = rankings.check_rankings(draw_complete(20_000, 4, seed=1, spread=0))
    members = list(table.index[:7_000])
    found = rankings.contrast_group(table, table.columns[0], members, rng=np.random.default_rng(2))
    assert not found.exact and found.smallest_two_sided == 2 / 20_000
    # of chance alone, the mean of a part is normal: SD of a rank sqrt((k^2 - 1)/12), of the
    # difference that times sqrt(1/7000 + 1/13000)
    z = found.difference / (np.sqrt(15 / 12) * np.sqrt(1 / 7_000 + 1 / 13_000))
    assert found.p_two_sided == pytest.approx(2 * stats.norm.sf(abs(z)), abs=0.02)
