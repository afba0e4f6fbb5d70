"""A comparison tells of each interval that it rests on whether it keeps what it promises."""

import pandas as pd
import pytest

from senco.measures import coverage
from senco.measures.comparison import describe_coverage
from senco.measures.comparison.promises import TRIED, list_intervals

RANKS = {"a": [1, 2, 1], "b": [2, 1, 2], "c": [3, 3, 3]}
PASSAGES = [["relationships"], ["relationships", "ethos-and-support"]] * 4
PLACES = ["difference of mean places", "correlation of two orders"]
STORIES = ["difference of two shares", "distance of narratives"]


@pytest.fixture
def printed(make):
    reported = pd.DataFrame(
        {
            "figure": ["salient-constructs", "first"],
            "stage": ["grids", "rankings"],
            "quantity": ["count", "mean_rank"],
            "construct": [None, "a"],
            "group": ["everyone", "everyone"],
            "value": ["21", "5.00"],
            "n_stated": [None, 8],
            "stated_place": [None, 1],
            "lines": ["1", "2"],
            "gist": ["Constructs.", "The first."],
        }
    )
    constructs = pd.DataFrame(
        {"construct": ["a"], "label": ["A"], "influence": [None], "same_as": [None]}
    )
    return make("printed", passages=PASSAGES, provenance="published", reported=reported,
                constructs=constructs)  # fmt: skip


def test_the_intervals_are_those_that_the_tables_of_both_allow(make, printed):
    ranked, told, both = (
        make("ranked", RANKS),
        make("told", passages=PASSAGES),
        make("both", RANKS, [["relationships"]] * 3),
    )
    assert list_intervals(ranked, both) == PLACES
    assert list_intervals(told, both) == STORIES
    assert list_intervals(both, make("more", RANKS, [["relationships"]] * 3)) == PLACES + STORIES
    assert list_intervals(ranked, told) == []
    # beside a publication the printed means alone: its statements are a selection
    assert list_intervals(both, printed) == list_intervals(printed, both)
    assert list_intervals(both, printed) == ["difference from a printed mean"]
    assert list_intervals(told, printed) == []


def test_each_interval_that_falls_short_is_told_once_whatever_the_number_of_pairs(make, printed):
    cohorts = [make("one", RANKS), make("two", RANKS), printed]
    order, mean = (
        coverage.describe_shortfalls([name])
        for name in ("correlation of two orders", "difference from a printed mean")
    )
    assert "in 77 % of those of 30 people" in order and "of those of 8 people" in mean
    assert describe_coverage(cohorts) == f"{order} {mean}"
    assert describe_coverage(cohorts[:2]) == order
    assert describe_coverage((cohorts[0], printed), (cohorts[1], printed)) == mean


def test_where_none_falls_short_no_figure_is_told(make):
    told = [make(name, passages=PASSAGES) for name in ("one", "two")]
    assert describe_coverage(told) == TRIED
