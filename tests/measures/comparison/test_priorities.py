"""Places of constructs: on one scale, with an interval, and no more than the data allow."""

import numpy as np
import pandas as pd
import pytest

from senco.cohort.model import Criteria
from senco.measures.comparison import (
    AGREES,
    DIFFERS,
    NEVER,
    OPEN,
    compare_cohorts,
    match_constructs,
)
from senco.measures.comparison.priorities import (
    compare_priorities,
    correlate_orders,
    correlate_people,
    find_length,
    place_constructs,
)
from senco.measures.comparison.verdicts import EITHER, NOTHING

#: Four people who put a first and d last, two of them with a tie; and four who turn that round.
ALIKE = {"a": [1, 1.5, 1, 1], "b": [2, 3, 2, 3], "c": [3, 1.5, 3.5, 2], "d": [4, 4, 3.5, 4]}
TURNED = {**ALIKE, "a": ALIKE["d"], "d": ALIKE["a"]}
REPORTED = {
    "figure": ["salient-constructs", "first", "experts"],
    "stage": ["grids", "rankings", "rankings"],
    "quantity": ["count", "mean_rank", "mean_rank"],
    "construct": [None, "child-first", "child-first"],
    "group": ["everyone", "everyone", "the longest in the role"],
    "value": ["21", "5.00", "3.0"],
    "n_stated": [None, 8, 3],
    "stated_place": [None, 1, None],
    "lines": ["1", "2", "3"],
    "gist": ["Constructs.", "The first.", "Higher still."],
}


@pytest.fixture
def published(make):
    constructs = pd.DataFrame(
        {"construct": ["child-first"], "label": ["The child first"], "influence": [None],
         "same_as": [None]}
    )  # fmt: skip
    return make("ey-pvi-2017", provenance="published", reported=pd.DataFrame(REPORTED),
                constructs=constructs, people=[f"EY{n}" for n in range(1, 9)])  # fmt: skip


def compare(here, there, criteria=None):
    matching = match_constructs(here, there)
    return compare_priorities(here, there, matching, criteria or Criteria())


def by_key(rows):
    return {row.key: row for row in rows}


def test_people_of_one_mind_agree_and_people_of_opposite_minds_differ(make):
    # margin 0.45 of three steps is 1.35 places. c varies most, by 2.5 / 3: 6 degrees of freedom,
    # 1.943 times the root of 2 x 2.5 / 3 / 4 is 1.25. a is 2.75 apart, give or take 0.34
    wide = Criteria(priority_margin=0.45)
    rows, left = compare(make("here", ALIKE), make("there", ALIKE), wide)
    assert {row.verdict for row in rows} == {AGREES} and not left
    rows = by_key(compare(make("here", ALIKE), make("there", TURNED), wide)[0])
    assert rows["place:a"].verdict == rows["place:d"].verdict == DIFFERS
    assert (rows["place:a"].difference, rows["place:d"].difference) == (-2.75, 2.75)
    assert (rows["place:a"].low, rows["place:a"].high) == pytest.approx(
        (-3.0935, -2.4065), abs=1e-4
    )
    assert rows["place:b"].verdict == AGREES
    assert rows["order"].verdict == DIFFERS and rows["order"].difference < 0


def test_people_who_all_say_the_same_show_no_spread_and_so_nothing_can_be_told(make):
    firm = {"a": [1] * 4, "b": [2] * 4, "c": [3] * 4, "d": [4] * 4}
    turned = dict(zip("dcba", firm.values(), strict=True))
    for there in (firm, turned):
        rows = by_key(compare(make("here", firm), make("there", there))[0])
        assert {row.verdict for row in rows.values()} == {OPEN}
        told = rows["place:a"]
        assert told.low is None and told.high is None and told.reach == EITHER
        assert "nothing shows how much such people vary" in told.reason
        assert (rows["order"].low, rows["order"].high) == (-1, 1)
    # where one of the two does spread, Welch's interval has its degrees of freedom
    row = by_key(compare(make("here", firm), make("there", ALIKE))[0])["place:a"]
    # 1.5, 1, 1, 1: variance 1/16; 2.3534 times the root of 1/64
    assert (row.low, row.high) == pytest.approx((-0.125 - 0.2942, -0.125 + 0.2942), abs=1e-4)


def test_places_on_lists_of_different_lengths_are_told_on_the_list_here(make):
    # of five: 1, 3 and 5 are the first, the middle and the last; of three: 1, 2 and 3
    longer = make("here", {"a": [1, 1], "b": [3, 3], "c": [5, 5], "d": [2, 2], "e": [4, 4]})
    shorter = make("there", {"a": [1, 1], "b": [2, 2], "c": [3, 3]})
    assert find_length(longer, shorter) == 5
    rows = by_key(compare(longer, shorter)[0])
    assert [(rows[f"place:{key}"].here, rows[f"place:{key}"].there) for key in "abc"] == [
        (1, 1), (3, 3), (5, 5)
    ]  # fmt: skip


def test_a_reported_mean_is_compared_as_worked_by_hand_and_says_what_it_supposes(make, published):
    # 4, 6, 8 of a list of 21: mean 6, sd 2. Of eight stated, 5.00 can be a mean over all eight.
    # Three of these have a mean of 3.0. The greatest spread: 1, 1, 7 and 1, 1, 1, 7, 21, whose
    # squares sum to 544; (544 - 8 x 25) / 7 = 49.143, sd 7.010.
    # Welch: 4/3 + 49.143/8 = 7.476 on 8.90 degrees of freedom: 1.8355 x 2.7343 + .005 = 5.0236
    ranks = {f"k{n}": [n, n, n] for n in range(1, 21)}
    ranks = {"child": [4, 6, 8], **ranks}
    here = make("here", ranks, same={"child": "child-first"})
    rows, left = compare(here, published)
    row = by_key(rows)["place:child-first"]
    assert (row.here, row.there, row.n_here, row.n_there) == (6, 5, 3, 8)
    assert (row.low, row.high) == pytest.approx((1 - 5.0236, 1 + 5.0236), abs=1e-3)
    # with any number here 1.8946 x 7.010 / sqrt(8) = 4.70 stays: more than the margin of 3, and
    # the mean here would have to come 7.7 away to differ; by those here it comes 4.4 away at most
    assert (row.verdict, row.reach) == (NEVER, NOTHING)
    assert "standard deviation of 1.7 to 7.0 places" in row.reason
    assert [item.what for item in left] == ["Higher still.", "The order of priorities"]
    back = by_key(compare(published, here)[0])["place:child-first"]
    assert (back.low, back.high) == pytest.approx((-row.high, -row.low))


def test_a_printed_mean_counts_as_many_people_as_it_can_be_a_mean_of(project):
    from senco.cohort.loading import load_cohort

    # by the audit: 3.79, 18.57 and 19.86 over seven of the eight, 5.67 over six, 5.00 over all
    reference = load_cohort("ey-pvi-2017", project=project)
    assert place_constructs(reference, 21).sizes.to_dict() == {
        "child-centred-practice": 7,
        "knowledge-of-the-child": 8,
        "knowledge-of-send": 6,
        "manageable-workload": 7,
        "work-life-balance": 7,
    }


def test_two_publications_leave_the_difference_open(make, published):
    constructs = published.tables["constructs"].assign(same_as="child-first")
    more = {"reported": published.tables["reported"], "constructs": constructs}
    twin = make("twin", provenance="published", **more)
    row = by_key(compare(twin, published)[0])["place:child-first"]
    assert row.difference == 0 and row.verdict == NEVER and row.low is None


def test_people_without_an_order_in_common_have_none_that_could_be_compared(make):
    rng = np.random.default_rng(3)
    drawn = rng.permuted(np.tile(np.arange(1, 6), (6, 1)), axis=1)
    random = {key: list(places) for key, places in zip("abcde", drawn.T, strict=True)}
    firm = {key: [n] * 6 for n, key in enumerate("abcde", start=1)}
    row = by_key(compare(make("here", random), make("there", firm))[0])["order"]
    assert (row.verdict, row.reach) == (
        OPEN,
        EITHER,
    ) and "do not agree closely enough" in row.reason


def test_the_freed_correlation_is_the_one_worked_by_hand():
    # in the docstring: 1.5 over the root of 2; turned round it is the negative
    here, there = np.array([[1, 2, 3], [1, 3, 2]]), np.array([[1, 2, 3], [1, 2, 3]])
    assert correlate_people(here, there) == pytest.approx(1.5 / np.sqrt(2))
    assert correlate_people(here, 4 - there) == pytest.approx(-1.5 / np.sqrt(2))
    assert np.isnan(correlate_people(np.array([[1, 2, 3], [3, 2, 1]]), there))


def test_a_construct_that_one_of_the_two_did_not_rank_is_listed_as_not_compared(make):
    here = make("here", {"a": [1, 1], "b": [2, 2], "c": [None, None]})
    rows, left = compare(here, make("there", {"a": [1, 1], "b": [2, 2], "c": [3, 3]}))
    assert [row.key for row in rows] == ["place:a", "place:b"]
    assert left[0].what == "C" and "no place for it" in left[0].why


def test_a_cohort_without_priorities_says_so(make):
    found = compare_cohorts(make("here", ALIKE), make("there"))
    assert "There contains neither rankings nor reported" in found.not_compared["why"].iloc[0]


def test_mean_places_that_differ_by_a_rounding_error_are_tied():
    exact = correlate_orders(np.array([0.3, 0.3, 1.0]), np.array([1.0, 2.0, 3.0]))
    assert correlate_orders(np.array([0.1 + 0.2, 0.3, 1.0]), np.array([1.0, 2.0, 3.0])) == exact
    # ranks 1.5 1.5 3 and 1 2 3: products 1.5 of the roots of 1.5 and 2
    assert exact == pytest.approx(1.5 / (1.5 * 2) ** 0.5)
