"""Constructs are the same where a person said so, and nowhere else."""

from senco.measures.comparison import match_constructs

ONE = {"warmth": [1, 2], "order": [2, 1], "quiet": [3, 3]}


def test_same_as_matches_with_the_reference_cohort_from_either_side(make):
    here = make("here", ONE, same={"warmth": "child-first"})
    there = make("ey-pvi-2017", {"child-first": [1], "rest": [2]})
    found = match_constructs(here, there)
    assert found.pairs[["key", "here", "there", "by"]].to_numpy().tolist() == [
        ["child-first", "warmth", "child-first", "same_as"]
    ]
    assert found.unmatched["construct"].tolist() == ["order", "quiet", "rest"]
    back = match_constructs(there, here)
    assert back.pairs[["key", "here", "there"]].to_numpy().tolist() == [
        ["child-first", "child-first", "warmth"]
    ]


def test_two_cohorts_meet_through_the_reference_or_by_the_same_key_and_label(make):
    here = make("here", ONE, same={"warmth": "child-first"})
    there = make(
        "there", {"heart": [1, 1], "order": [2, 2], "quiet": [3, 3]},
        same={"heart": "child-first"}, labels={"quiet": "A quiet room"},
    )  # fmt: skip
    pairs = match_constructs(here, there).pairs
    assert pairs[["here", "there", "by"]].to_numpy().tolist() == [
        ["warmth", "heart", "same_as"],
        ["order", "order", "key and label"],
    ]


def test_two_that_claim_to_be_the_same_are_both_left_and_the_reason_is_told(make):
    here = make("here", ONE, same={"warmth": "child-first", "order": "child-first"})
    there = make("ey-pvi-2017", {"child-first": [1], "rest": [2]})
    found = match_constructs(here, there)
    assert found.pairs.empty
    why = found.unmatched.set_index("construct")["why"]
    assert "two constructs of this cohort" in why["warmth"] == why["order"]


def test_a_construct_with_the_references_key_but_without_same_as_is_not_taken_for_it(make):
    here = make("here", {"rest": [1, 2], "play": [2, 1]}, labels={"rest": "Rest"})
    there = make("ey-pvi-2017", {"rest": [1], "play": [2]}, labels={"rest": "Rest"})
    assert match_constructs(here, there).pairs.empty


def test_without_a_table_nothing_is_matched(make):
    found = match_constructs(make("here", ONE), make("there"))
    assert found.pairs.empty and len(found.unmatched) == 3
