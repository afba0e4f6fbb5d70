"""How many share what is known is counted as by hand, and as sdcMicro counts it."""

import pandas as pd
import pytest

from senco.disclosure.identification.uniqueness import (
    count_sharing,
    expect_reidentifications,
    find_minimal_uniques,
    list_sharing,
    measure_diversity,
    measure_sharing,
    score_uniques,
)

# sdcTools/sdcMicro, tests/testthat/test_freqCalc.R and test_indivRisk.R (GPL-2): the data
# and what `freqCalc` and `indivRisk(survey = FALSE)` are held to there
FREQCALC = pd.DataFrame(
    {"A": [2, 3, 2, 2, 3, 3, 1, 2], "B": [3, 3, 3, 3, 3, 3, 4, 3], "C": [1, 3, 1, 2, 1, 1, 1, 1]}
)


def test_groups_are_those_of_sdcmicros_own_tests():
    assert count_sharing(FREQCALC, ["A", "B", "C"]) == [3, 1, 3, 1, 2, 2, 1, 3]
    sharing = measure_sharing(FREQCALC, ["A", "B", "C"])
    assert (sharing.unique, sharing.k, sharing.n, sharing.groups) == (3, 1, 8, 5)


def test_the_expected_reidentifications_are_the_sum_of_the_risks_and_the_number_of_groups():
    # sdcMicro's own risks of these eight: 1/3, 1, 1/3, 1, 1/2, 1/2, 1, 1/3
    expected = 3 * 1 / 3 + 2 * 1 / 2 + 3 * 1
    assert expect_reidentifications(FREQCALC, ["A", "B", "C"]) == pytest.approx(expected) == 5
    assert expect_reidentifications(FREQCALC, []) == 1, "who knows nothing guesses one of eight"


# sdcTools/sdcMicro, tests/testthat/test_ldiversity.R, its first data
DIVERSITY = pd.DataFrame(
    {
        "sex": ["female"] * 3 + ["male"] * 2 + ["female"] * 2,
        "occupation": [None] * 3 + ["teacher"] * 2 + ["nurse"] * 2,
        "ethnicity": ["other"] * 5 + ["majority"] * 2,
        "sensitive": [1, 0, 2, 1, 0, 0, 1],
    }
)


def test_distinct_sensitive_values_are_those_of_sdcmicros_own_test():
    known = ["sex", "occupation", "ethnicity"]
    assert measure_diversity(DIVERSITY, known, "sensitive") == [3, 3, 3, 2, 2, 2, 2]


def test_a_group_that_agrees_on_the_sensitive_value_tells_it_however_large_it_is():
    people = pd.DataFrame({"role": ["a"] * 4, "told": ["x"] * 4})
    assert measure_sharing(people, ["role"]).k == 4
    assert measure_diversity(people, ["role"], "told") == [1, 1, 1, 1]


# sdcTools/sdcMicro, tests/testthat/test_suda2.R: "sdc guideline", "book example" and "simple
# example contribution", with the scores that `suda2` is held to there
GUIDELINE = pd.DataFrame(
    {
        "residence": ["Urban"] * 4 + ["Rural"] + ["Urban"] * 5,
        "gender": ["F", "F", "F", "M", "F", "M", "F", "M", "F", "F"],
        "education": ["si", "si", "pi", "sc", "sc", "sc", "pc", "ps", "si", "si"],
        "labour": ["E", "E", "N", "E", "U", "E", "N", "U", "N", "N"],
    },
    index=[f"P{n}" for n in range(1, 11)],
)
BOOK = pd.DataFrame(
    {
        "age": ["20s"] * 7 + ["60s"],
        "gender": ["male"] * 4 + ["female"] * 3 + ["male"],
        "income": ["50k+"] * 2 + ["50k-"] * 6,
        "education": ["high"] * 4 + ["university", "high", "middle", "university"],
    },
    index=[f"P{n}" for n in range(1, 9)],
)
SIMPLE = pd.DataFrame({"a": [2, 1, 1], "b": [0, 3, 0], "c": [0, 6, 0]}, index=list("PQR"))


def test_suda_scores_are_those_of_sdcmicros_own_tests():
    scores, _ = score_uniques(find_minimal_uniques(GUIDELINE, 4), 4, 4)
    assert list(scores.values()) == [0, 0, 6, 0, 12, 0, 6, 10, 0, 0]
    scores, _ = score_uniques(find_minimal_uniques(BOOK, 4), 4, 4)
    assert list(scores.values())[4:8] == [4, 2, 6, 8]


def test_what_each_fact_adds_to_the_scores_is_as_in_sdcmicros_own_test():
    scores, parts = score_uniques(find_minimal_uniques(SIMPLE, 3), 3, 3)
    assert scores == {"P": 2, "Q": 4, "R": 2}
    shares = {fact: 100 * part / sum(scores.values()) for fact, part in parts.items()}
    assert shares == {"a": 50, "b": 37.5, "c": 37.5}


def test_minimal_uniques_are_found_as_by_hand_and_none_holds_another():
    """The sixth of the book example: the one woman in her twenties with high school."""
    uniques = find_minimal_uniques(BOOK, 4)
    assert uniques["P6"] == (("gender", "education"),)
    assert uniques["P8"] == (("age",), ("gender", "education"))
    assert uniques["P1"] == uniques["P2"] == ()
    for sets in uniques.values():
        for one in sets:
            assert not any(set(other) < set(one) for other in sets)


def test_sets_that_take_more_facts_than_are_put_together_are_not_found():
    people = pd.DataFrame({"a": [1, 1, 2, 2], "b": [1, 2, 1, 2]}, index=list("PQRS"))
    assert set(find_minimal_uniques(people, 1).values()) == {()}
    assert set(find_minimal_uniques(people, 2).values()) == {(("a", "b"),)}
    assert score_uniques(find_minimal_uniques(people, 1), 2, 1) == (dict.fromkeys("PQRS", 0), {})


def test_every_set_is_counted_once_and_the_smaller_first():
    sets = [sharing.facts for sharing in list_sharing(BOOK, 2)]
    assert len(sets) == len(set(sets)) == 4 + 6
    assert sets[:5] == [("age",), ("gender",), ("income",), ("education",), ("age", "gender")]


def test_a_missing_value_is_a_value_of_its_own():
    people = pd.DataFrame({"a": [None, float("nan"), "x"]})
    assert count_sharing(people, ["a"]) == [2, 2, 1]


def test_nobody_at_all_is_counted_as_nobody():
    empty = pd.DataFrame({"a": []})
    assert measure_sharing(empty, ["a"]).k == measure_sharing(empty, []).k == 0
    assert find_minimal_uniques(empty, 1) == {}
