"""Findings of several cohorts are pooled within their kind, and nobody counts twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from senco.cohort.loading import load_cohort
from senco.cohort.model import Criteria
from senco.measures.comparison.estimates import choose_beside, find_repeats, gather_estimates
from senco.measures.comparison.pools import ABOVE, BELOW, UNDECIDED, pool_cohorts, weigh
from senco.pages.pooled import (
    caption_forests,
    describe_pools,
    lay_forest,
    list_left_out,
    tabulate_pools,
    tell_forest,
)

CRITERIA = Criteria(confidence=0.9)
#: Four constructs; the first is put low by the people of each, at means 1, 1.5 and 2.
RANKS = (
    {"a": [1, 1, 1, 1], "b": [2, 3, 2, 3], "c": [3, 2, 4, 2], "d": [4, 4, 3, 4]},
    {"a": [1, 2, 1, 2], "b": [2, 1, 3, 1], "c": [3, 3, 2, 3], "d": [4, 4, 4, 4]},
    {"a": [2, 1, 2, 3], "b": [1, 2, 1, 1], "c": [3, 4, 3, 2], "d": [4, 3, 4, 4]},
)


@pytest.fixture
def three(make):
    return [make(f"c{number}", ranks) for number, ranks in enumerate(RANKS)]


def test_three_cohorts_are_pooled_as_by_hand(three):
    found = pool_cohorts(three, CRITERIA)
    row = found.pools.set_index("key").loc["place:a"]
    # means 1, 1.5 and 2; squares within: 0 + 1 + 2 = 3 over 9 people's freedom, over 4 people
    means, variance = np.array([1, 1.5, 2]), 3 / 9 / 4
    assert row["k"] == 3 and row["estimate"] == pytest.approx(1.5)
    # the means' own variance is 1/4, so the interval is Student's of the three
    half = stats.t.ppf(0.95, 2) * np.sqrt(0.25 / 3)
    assert (row["low"], row["high"]) == pytest.approx((1.0, 1.5 + half))  # no place is below 1
    assert row["q"] == pytest.approx(((means - 1.5) ** 2).sum() / variance)
    assert row["landmark"] == 2.5 and row["side"] == BELOW


def test_two_cohorts_of_a_kind_are_not_pooled_and_it_is_said(make, three):
    other = make("collected", RANKS[2], provenance="collected")
    everyone = [*three[:2], other]
    found = pool_cohorts(everyone, CRITERIA)
    assert set(found.pools["why"]) == {"too few"} and found.pools["estimate"].isna().all()
    assert {tuple(names) for names in found.pools["cohorts"]} == {("c0", "c1"), ("collected",)}
    told = describe_pools(found, everyone)
    assert told.pooled == (
        "No finding of these cohorts is pooled. Pooling takes 3 cohorts of one kind that hold "
        "people’s own answers, and here there are 2 synthetic and 1 collected."
    )
    assert told.without == told.turning == "" and tabulate_pools(found, everyone).empty
    assert not lay_forest(found, everyone, "place")["pool"].any()


def test_kinds_are_never_mixed(make, three):
    real = [make(f"r{n}", RANKS[n], provenance="collected") for n in (2, 0, 1)]
    # the same people under two kinds would be repeats; other people, then
    for cohort in real:
        ranks = cohort.tables["rankings"]
        ranks["rank"] = ranks["rank"].map({1: 4, 2: 3, 3: 2, 4: 1})
    found = pool_cohorts([*three, *real], CRITERIA)
    own = found.pools.loc[found.pools["key"] == "place:a"].set_index("kind")
    assert own.loc["synthetic", "estimate"] == pytest.approx(1.5)
    assert own.loc["collected", "estimate"] == pytest.approx(3.5)
    rows = lay_forest(found, [*three, *real], "place")
    assert set(rows.loc[rows["pool"], "label"]) == {"synthetic", "collected"}


def test_a_printed_mean_is_shown_and_not_pooled(project):
    names = ("worked-example", "ey-pvi-2017", "counter-example")
    worked = [load_cohort(name, project=project) for name in names]
    found = gather_estimates(worked, CRITERIA, 21)
    printed = found.loc[found["cohort"] == "ey-pvi-2017"].set_index("key")
    place = printed.loc["place:work-life-balance"]
    assert place["value"] == 19.86 and np.isnan(place["low"]) and place["verdict"] == ""
    assert place["why"].startswith("Only the mean is printed")
    share = printed.loc[printed.index.str.startswith("speaks:")]
    assert share["why"].str.contains("chosen for print").all()
    others = found.loc[found["cohort"] == "counter-example"].set_index("key")
    assert others.at["place:work-life-balance", "verdict"] == "differs"
    assert choose_beside(worked).name == "ey-pvi-2017"
    left = list_left_out(pool_cohorts(worked), worked)
    assert left.set_index("letter").loc["B", "findings"].tolist() == [5, 6]


def test_the_same_people_never_count_twice(make):
    keys = "abcdefgh"
    rng = np.random.default_rng(3)
    tables = [
        {key: places for key, places in zip(keys, rng.permuted(np.tile(np.arange(1, 9), (5, 1)),
                                                               axis=1).T.tolist(), strict=True)}
        for _ in range(3)
    ]  # fmt: skip
    cohorts = [make(f"c{number}", ranks) for number, ranks in enumerate(tables)]
    # deposited again under another name, a person fewer and the others in another order
    again = {key: places[:0:-1] for key, places in tables[1].items()}
    everyone = [*cohorts, make("again", again, people=["X1", "X2", "X3", "X4"])]
    assert find_repeats(everyone) == {"again": "c1"}
    found = pool_cohorts(everyone, CRITERIA)
    assert set(found.pools["k"]) == {3}
    left = list_left_out(found, everyone)
    assert left["why"].tolist() == ["The same people as in ‘C1’."]
    assert find_repeats(cohorts) == {}


def test_short_lists_do_not_make_two_people_one(make):
    same = [make(f"c{number}", RANKS[0]) for number in range(3)]
    assert find_repeats(same) == {}


def test_lists_of_another_length_are_stretched_before_they_are_pooled(make, three):
    # a list of two: 1 and 2 become 1 and 4
    short = make("short", {"a": [1, 2, 1, 1], "d": [2, 1, 2, 2]})
    found = gather_estimates([*three, short], CRITERIA, 4)
    row = found.loc[(found["cohort"] == "short") & (found["key"] == "place:a")].iloc[0]
    assert row["value"] == pytest.approx(1 + 3 / 4)


def test_a_share_is_pooled_as_its_arcsine(make, study):
    first = study.influences[0].id
    other = study.influences[1].id
    groups = [
        [[first], [first], [first], [other]],
        [[first], [first], [first], [first], [other]],
        [[first], [first], [other]],
    ]
    cohorts = [make(f"c{number}", passages=told) for number, told in enumerate(groups)]
    row = pool_cohorts(cohorts, CRITERIA).pools.set_index("key").loc[f"speaks:{first}"]
    angles = np.arcsin(np.sqrt([3 / 4, 4 / 5, 2 / 3]))
    people = np.array([4, 5, 3])  # variance 1/(4n), and no scatter beyond it
    assert row["estimate"] == pytest.approx(np.sin(people @ angles / 12) ** 2)
    half = stats.t.ppf(0.95, 2) * np.sqrt(1 / (4 * 12))
    assert row["low"] == pytest.approx(np.sin(people @ angles / 12 - half) ** 2)
    assert row["landmark"] == pytest.approx(0.5) and row["side"] == UNDECIDED
    assert np.isnan(row["turning"]) and not row["turned_without"]


def test_where_nobody_differs_nothing_is_pooled(make):
    cohorts = [make(f"c{n}", {"a": [1, 1], "b": [2, 2]}) for n in range(3)]
    found = pool_cohorts(cohorts, CRITERIA)
    assert set(found.pools["why"]) == {"no spread"}
    assert list_left_out(found, cohorts)["why"].str.startswith("In none of them").all()


def test_without_one_cohort_the_answer_is_another_and_it_is_named(make):
    low = {"a": [1, 2] * 10, "b": [2, 1] * 10, "c": [3, 3, 3, 4] * 5, "d": [4, 4, 4, 3] * 5}
    turned = {"a": low["d"], "b": low["c"], "c": low["b"], "d": low["a"]}
    cohorts = [make(f"c{n}", low) for n in range(4)] + [make("odd", turned)]
    found = pool_cohorts(cohorts, CRITERIA)
    row = found.pools.set_index("key").loc["place:a"]
    assert row["side"] == UNDECIDED and row["turned_without"] == ("odd",)
    assert row["least_without"] == pytest.approx(1.5)
    told = describe_pools(found, cohorts)
    assert "‘A’ (without E)" in told.without
    table = tabulate_pools(found, cohorts).set_index("finding")
    assert table.at["A", "turned without"] == "E"
    assert table.at["A", "says"] == "cannot tell which half"
    assert table.at["A", "would turn it"] == ""


def test_what_would_turn_an_answer_is_on_the_list_or_is_nothing(make):
    firm = {"a": [1, 1, 1, 2] * 10, "b": [2, 2, 2, 1] * 10, "c": [3, 4] * 20, "d": [4, 3] * 20}
    cohorts = [make(f"c{n}", firm) for n in range(8)]
    found = pool_cohorts(cohorts, CRITERIA)
    rows = found.pools.set_index("key")
    assert rows.at["place:a", "side"] == BELOW and rows.at["place:d", "side"] == ABOVE
    assert rows.at["place:a", "turning"] != rows.at["place:a", "turning"]  # nothing on 1 to 4
    table = tabulate_pools(found, cohorts).set_index("finding")
    assert table.at["A", "would turn it"] == "none that is possible"
    three = pool_cohorts(cohorts[:3], CRITERIA).pools.set_index("key")
    assert rows.at["place:a", "estimate"] < three.at["place:a", "turning"] <= 4


def test_a_figure_has_a_row_a_cohort_and_one_a_pool(three):
    found = pool_cohorts(three, CRITERIA)
    rows = lay_forest(found, three, "place")
    assert rows.loc[rows["key"] == "place:a", "label"].tolist() == ["A", "B", "C", "pooled"]
    assert rows.groupby("key", sort=False)["value"].last().is_monotonic_increasing
    told = tell_forest(rows, "place")
    assert "of 3 cohorts" in told and "Pooled, first comes A, and last D." in told
    assert "Bar: the 90 % interval of the pool" in caption_forests(found)


def test_the_order_of_the_cohorts_changes_no_pool(three):
    one = pool_cohorts(three, CRITERIA).pools.set_index("key")
    other = pool_cohorts(three[::-1], CRITERIA).pools.set_index("key")
    for name in ("estimate", "low", "predicted_high", "turning"):
        pd.testing.assert_series_equal(one[name], other.loc[one.index, name])


def test_all_people_of_the_cohorts_share_one_spread():
    part = pd.DataFrame({"value": [1.0, 4.0], "n": [2, 4], "spread": [0.0, 2.0]})
    # (1 * 0 + 3 * 4) / 4 is 3
    assert weigh(part, share=False)[1].tolist() == pytest.approx([3 / 2, 3 / 4])
