"""Numbers that differ by a rounding error decide nothing, and what is tied is told as tied."""

import numpy as np
import pandas as pd

from senco.measures.claims import describe_counts, find_extremes
from senco.measures.tolerance import (
    TOLERANCE,
    above,
    at_least,
    equal,
    find_highest,
    find_lowest,
    level,
)
from senco.pages import grids
from senco.pages.cohorts import find_widest
from senco.pages.comparison import describe_places
from senco.text.words import join_tied

#: One third of a tenth and so on, as two processors may have it: .3 and .30000000000000004.
NEAR = 0.1 + 0.2


def test_places_that_share_an_extreme_are_all_found():
    values = pd.Series({"a": 0.3, "b": NEAR, "c": 0.29, "d": np.nan})
    assert find_highest(values) == ["a", "b"] and find_lowest(values) == ["c"]
    assert find_highest(pd.Series(dtype=float)) == find_lowest(pd.Series([np.nan])) == []


def test_a_bound_is_reached_and_not_passed_by_a_rounding_error():
    assert NEAR > 0.3 and not above(NEAR, 0.3) and at_least(0.3, NEAR) and equal(NEAR, 0.3)
    assert above(0.3 + 1e-6, 0.3) and not at_least(0.3, 0.3 + 1e-6)
    assert not (at_least(np.nan, 0) | above(np.nan, 0) | equal(np.nan, np.nan))


def test_numbers_to_sort_by_are_the_same_where_they_differ_by_a_rounding_error():
    values = np.array([[2.0, NEAR], [0.3, np.nan]])
    assert level(values)[0, 1] == level(values)[1, 0] == 0.3
    assert np.isnan(level(values)[1, 1]) and level([]).tolist() == []
    frame = pd.DataFrame({"mean": [NEAR, 0.3, 0.1]}, index=["a", "b", "c"])
    assert frame.sort_values("mean", kind="stable", key=level).index.tolist() == ["c", "a", "b"]


def test_what_is_first_with_others_is_named_with_them():
    assert join_tied(["Time"]) == "Time"
    assert join_tied(["Time", "Money"]) == "Time and Money (tied)"
    assert join_tied(list("ABCDE")) == "A, B, C and 2 more (tied)"
    salience = pd.DataFrame({"category": ["Time", "Money", "Team"], "persons": [4, 3, 4]})
    assert grids.name_widest(salience) == ("Time and Team (tied)", 4)
    places = pd.DataFrame(
        {"construct": ["Time", "Money"], "A": [1.0, 8.0], "B": [4.0, 5.0], "verdict": "agrees"}
    )
    assert find_widest(places) == "Time and Money (tied)"


def test_differences_that_share_the_largest_size_are_all_named():
    places = pd.DataFrame(
        {"beside": "B", "finding": ["Time", "Money", "Team"], "difference": [-2.0, 2.0, 1.0],
         "verdict": "differs"}
    )  # fmt: skip
    told = describe_places(places, 21)
    assert "Farthest apart, by 2.0 places: Time, higher here and Money, lower here (tied)." in told


def test_what_does_not_differ_by_a_tenth_stands_on_no_side():
    """By hand: .04 is 0.0 in one decimal, and .05 is 0.1."""
    places = pd.DataFrame(
        {"beside": "B", "finding": ["Time", "Money"], "difference": [0.04, 0], "verdict": "agrees"}
    )
    assert describe_places(places, 21).endswith("None lies as far apart as a tenth of a place.")
    places.loc[0, "difference"] = -0.05
    assert "by 0.1 places: Time, higher here." in describe_places(places, 21)


def test_influences_that_share_a_balance_of_claims_are_all_found():
    # differences -5, -5, 1, and "several", which is left out
    counts = pd.DataFrame(
        {"constrictions": [8, 6, 1, 9], "possibilities": [3, 1, 2, 0]},
        index=["ethos", "evidence", "skills", "several"],
    )
    tightest, widest = find_extremes(counts)
    assert (tightest, widest) == (["ethos", "evidence"], ["skills"])
    assert describe_counts(counts, tightest) == "8 to 3 and 6 to 1"


def test_numbers_are_equal_as_numpy_has_it_also_where_they_are_infinite_or_missing():
    values = np.array(
        [0.0, 1e-9, 2e-9, 1.0, 1 + 1e-9, 1 + 3e-9, -1.0, 1e9, np.inf, -np.inf, np.nan]
    )
    one, other = values[:, None], values[None, :]
    told = np.isclose(one, other, rtol=TOLERANCE, atol=TOLERANCE)
    assert (equal(one, other) == told).all()
    assert equal(pd.Series([1, 2]), 2).tolist() == [False, True]
