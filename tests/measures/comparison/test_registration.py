"""What was laid down beforehand decides what is told first, and how strictly."""

import json

import pandas as pd
import pytest

from senco.cohort.model import Criteria
from senco.intake.formats.template import _describe_criteria
from senco.measures.comparison import AGREES, as_record, compare_cohorts
from senco.measures.comparison.registration import describe_primary, list_primary, settle_primary
from senco.pages.comparison import describe_comparisons

FINDINGS = pd.DataFrame(
    {
        "key": ["order", "place:a", "place:b"],
        "finding": ["The order of priorities", "Warmth", "Quiet"],
        "verdict": ["agrees", "agrees", "cannot tell at this n"],
    }
)
RANKS = {
    "a": [1, 2, 1, 2, 1, 3], "b": [2, 1, 3, 1, 2, 1], "c": [3, 3, 2, 3, 4, 2],
    "d": [4, 4, 4, 4, 3, 4],
}  # fmt: skip


def test_primary_outcomes_are_told_with_their_verdicts_and_one_not_compared_as_such():
    criteria = Criteria(primary=("place:b", "place:z"), stopping_rule="With 20 people.")
    told = describe_primary(FINDINGS, criteria)
    assert told[0].endswith("‘Quiet’: cannot tell at this n; ‘place:z’: not compared")
    assert told[1] == "Every other finding is secondary"
    assert "each is judged by itself" in told[2] and told[-1].endswith("‘With 20 people’")
    assert describe_primary(FINDINGS, None) == describe_primary(FINDINGS, Criteria()) == []


@pytest.mark.parametrize(
    ("primary", "rule", "together"),
    [
        (("order", "place:a"), "all", AGREES),
        (("order", "place:b"), "all", "cannot be told"),
        (("order", "place:z"), "all", "cannot be told"),
        (("order", "place:a"), "each", None),
    ],
)
def test_all_together_agree_only_where_each_does(primary, rule, together):
    criteria = Criteria(primary=primary, multiplicity=rule)
    assert settle_primary(criteria, list_primary(FINDINGS, criteria)) == together


#: No two differences of people are alike, so that a wider interval is seen to be wider.
FINE = {
    "a": [1, 1.21, 1.53, 1.96, 2.44, 3.17], "b": [2.29, 3.02, 2.71, 1.83, 2.62, 1.45],
    "c": [3.31, 2.35, 3.97, 3.13, 1.74, 3.68], "d": [3.4, 3.42, 1.79, 3.08, 3.2, 1.7],
}  # fmt: skip


def test_primary_outcomes_that_share_the_error_get_wider_intervals_and_no_other_does(make):
    here, there = make("here", FINE), make("there", FINE)
    plain = compare_cohorts(here, there, Criteria(primary=("place:a", "place:b")))
    shared = Criteria(primary=("place:a", "place:b"), multiplicity="shared")
    found = compare_cohorts(here, there, shared)
    strict = compare_cohorts(here, there, Criteria(confidence=0.95))
    one, two, three = (c.findings.set_index("key") for c in (plain, found, strict))
    assert found.criteria is shared and list(one.index) == list(two.index)
    for key in one.index:
        expected = three if key in shared.primary else one
        pd.testing.assert_series_equal(two.loc[key], expected.loc[key])
    assert (two.loc["place:a", "high"] > one.loc["place:a", "high"]) and (
        two.dtypes.to_dict() == one.dtypes.to_dict()
    )


def test_the_page_and_the_record_say_what_was_laid_down(make):
    criteria = Criteria(primary=("place:a", "order"), multiplicity="all")
    here, there = make("here", RANKS, criteria=criteria), make("there", RANKS)
    found = compare_cohorts(here, there)
    record = json.loads(json.dumps(as_record(found), allow_nan=False))
    assert record["laid_down"][0].startswith("Primary outcomes laid down beforehand: ‘A’: ")
    told = describe_comparisons([found]).criteria
    assert "‘The order of priorities’" in told and "the same verdict on all of them" in told
    assert "Taken together: " in told and not told.endswith(".")
    other = make("other", RANKS)
    assert (
        "beforehand, beside ‘Other’:"
        in describe_comparisons([found, compare_cohorts(here, other)]).criteria
    )


def test_a_new_cohorts_file_shows_how_to_lay_them_down():
    lines = "\n".join(_describe_criteria("# "))
    assert "primary: [order]" in lines and "multiplicity: all" in lines
    assert "stopping_rule: " in lines
