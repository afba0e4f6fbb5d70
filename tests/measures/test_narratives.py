"""Narratives, against a coding small enough to count by hand."""

from collections import Counter
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from senco.errors import MeasureError
from senco.measures import narratives

#   resources ─ money          influence of resources: information; money inherits it
#   people (relationships)     alone: no influence
#   alone
CODES = pd.DataFrame(
    [
        ("resources", None, "information"), ("money", "resources", None),
        ("people", None, "relationships"), ("alone", None, None),
    ],
    columns=["code", "parent", "influence"],
)  # fmt: skip
SEGMENTS = pd.DataFrame(
    [
        ("s1", "P1", "d1", 0, 10), ("s2", "P1", "d1", 5, 20), ("s3", "P2", "d2", 0, 4),
        ("s4", "P2", "d2", 30, 40),
    ],
    columns=["segment", "participant", "document", "start", "end"],
)  # fmt: skip
CODINGS = pd.DataFrame(
    [
        ("s1", "money", "A"), ("s1", "money", "B"), ("s1", "people", "A"), ("s2", "resources", "A"),
        ("s2", "money", "B"), ("s3", "people", "B"), ("s3", "people", "B"),
    ],
    columns=["segment", "code", "coder"],
)  # fmt: skip
PEOPLE = ["P1", "P2", "P3"]


@pytest.fixture(scope="module")
def matrix():
    return narratives.build_matrix(SEGMENTS, CODINGS, CODES)


def test_the_matrix_has_every_segment_and_code_and_what_any_coder_gave(matrix):
    #       resources money people alone
    assert matrix.to_numpy().tolist() == [[0, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]


def test_one_coder_or_all_of_them_can_be_asked_for():
    both = narratives.build_matrix(SEGMENTS, CODINGS, CODES, least_coders=2)
    assert both.sum().to_dict() == {"resources": 0, "money": 1, "people": 0, "alone": 0}
    second = narratives.build_matrix(SEGMENTS, CODINGS, CODES, coder="B")
    assert second.sum().to_dict() == {"resources": 0, "money": 2, "people": 1, "alone": 0}
    with pytest.raises(MeasureError, match="no coder 'C': there are A, B"):
        narratives.build_matrix(SEGMENTS, CODINGS, CODES, coder="C")
    with pytest.raises(MeasureError, match="3 coders are required, but there are 2"):
        narratives.build_matrix(SEGMENTS, CODINGS, CODES, least_coders=3)


def test_a_code_is_given_where_one_below_it_is(matrix):
    rolled = narratives.roll_up(matrix, CODES)
    assert rolled["resources"].tolist() == [1, 1, 0, 0]
    deep = pd.DataFrame({"code": ["a", "b", "c"], "parent": [None, "a", "b"]})
    bottom = pd.DataFrame([[0, 0, 1]], columns=["a", "b", "c"])
    assert narratives.roll_up(bottom, deep).to_numpy().tolist() == [[1, 1, 1]]


def test_the_hierarchy_is_told_and_a_circle_named():
    frame = narratives.check_hierarchy(CODES)
    assert frame.loc["money"].tolist() == ["resources", "resources", 1, "resources / money"]
    circle = pd.DataFrame({"code": ["a", "b", "c"], "parent": ["b", "c", "b"]})
    with pytest.raises(MeasureError, match="loop: b -> c -> b"):
        narratives.check_hierarchy(circle)
    with pytest.raises(MeasureError, match="loop: a -> a"):
        narratives.check_hierarchy(pd.DataFrame({"code": ["a"], "parent": ["a"]}))
    with pytest.raises(MeasureError, match="parent 'z' is not a code"):
        narratives.check_hierarchy(pd.DataFrame({"code": ["a"], "parent": ["z"]}))
    with pytest.raises(MeasureError, match="'a' occurs twice"):
        narratives.check_hierarchy(pd.DataFrame({"code": ["a", "a"], "parent": [None, None]}))


def test_a_code_has_the_influence_of_the_nearest_code_above():
    found = narratives.inherit_influences(CODES)
    assert found["money"] == "information"
    assert found["alone"] is None


def test_codes_are_counted_by_participant_with_those_who_have_none(matrix):
    counts = narratives.count_by_participant(matrix, SEGMENTS, PEOPLE)
    assert counts.to_numpy().tolist() == [[1, 2, 1, 0], [0, 0, 1, 0], [0, 0, 0, 0]]


def test_codes_that_meet_are_counted_with_what_chance_would_give(matrix):
    together = narratives.count_together(matrix)
    assert together.loc["money"].tolist() == [1, 2, 1, 0]
    pairs = narratives.list_pairs(matrix)
    assert pairs[["first", "second", "together"]].to_numpy().tolist() == [
        ["money", "people", 1],
        ["resources", "money", 1],
    ]
    assert pairs["jaccard"].tolist() == pytest.approx([1 / 3, 1 / 2])
    assert pairs["expected"].tolist() == pytest.approx([2 * 2 / 4, 1 * 2 / 4])
    with pytest.raises(MeasureError, match="must be 1 or 0"):
        narratives.count_together(matrix * 2)


@given(st.lists(st.sets(st.sampled_from("abcd")), max_size=12))
def test_the_matrix_product_counts_what_a_counter_counts(sets):
    matrix = pd.DataFrame(
        [[int(code in held) for code in "abcd"] for held in sets], columns=[*"abcd"]
    )
    expected = Counter(pair for held in sets for pair in combinations(sorted(held), 2))
    together = narratives.count_together(matrix)
    for first, second in combinations("abcd", 2):
        assert together.loc[first, second] == expected[first, second]


def test_a_coding_of_something_unknown_is_refused_by_name():
    stray = pd.DataFrame([("s9", "money", "A")], columns=CODINGS.columns)
    with pytest.raises(MeasureError, match="the segment 's9'"):
        narratives.build_matrix(SEGMENTS, stray, CODES)
    with pytest.raises(MeasureError, match="the code 'z'"):
        narratives.build_matrix(SEGMENTS, stray.assign(segment="s1", code="z"), CODES)


def test_saturation_of_three_people_by_hand():
    # P1 has a and b, P2 a, P3 c. One person: 2, 1 or 1, mean 4/3; two: {1,2} 2, {1,3} 3,
    # {2,3} 2, mean 7/3; all 3
    presence = pd.DataFrame([[1, 1, 0], [1, 0, 0], [0, 0, 1]], columns=[*"abc"])
    curve = narratives.trace_saturation(presence)
    assert curve["codes"].tolist() == pytest.approx([4 / 3, 7 / 3, 3])
    assert curve["new"].tolist() == pytest.approx([4 / 3, 1, 2 / 3])
    spread = np.std([2, 1, 1])
    assert curve["sd"].tolist() == pytest.approx([spread, spread, 0])


presences = st.lists(
    st.lists(st.integers(0, 1), min_size=5, max_size=5), min_size=1, max_size=6
).map(lambda rows: pd.DataFrame(rows, columns=[*"abcde"]))


@given(presences)
def test_the_formula_gives_the_mean_and_spread_of_every_choice(presence):
    curve = narratives.trace_saturation(presence)
    table = presence.to_numpy()
    for size in range(1, len(table) + 1):
        found = [
            table[list(chosen)].any(axis=0).sum()
            for chosen in combinations(range(len(table)), size)
        ]
        assert curve.loc[size, "codes"] == pytest.approx(np.mean(found), abs=1e-9)
        assert curve.loc[size, "sd"] == pytest.approx(np.std(found), abs=1e-4)


def test_what_eight_people_can_show():
    # 3 codes with one person, 1 with two, 2 with all: Chao 6 + 7/8 * 3 * 2 / (2 * 2)
    presence = pd.DataFrame(0, index=range(8), columns=[*"abcdefg"])
    presence.loc[0, ["a", "b", "c", "d"]] = 1
    presence.loc[1, "d"] = 1
    presence[["e", "f"]] = 1
    found = narratives.measure_saturation(presence)
    assert (found.n, found.codes, found.once, found.twice) == (8, 6, 3, 1)
    assert found.estimated == pytest.approx(6 + 7 / 8 * 6 / 4)
    assert found.last_adds == narratives.trace_saturation(presence)["new"].iloc[-1] == 3 / 8
    assert 1 - (1 - found.least_prevalence) ** 8 == pytest.approx(0.95)
    with pytest.raises(MeasureError, match="at least one participant"):
        narratives.measure_saturation(presence.iloc[:0])
    with pytest.raises(MeasureError, match="At least one participant"):
        narratives.find_least_prevalence(0)
