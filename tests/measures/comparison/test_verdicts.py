"""A verdict follows from the interval and the margin, and from nothing else."""

import pytest

from senco.measures.comparison.intervals import Difference
from senco.measures.comparison.verdicts import (
    AGREEMENT,
    AGREES,
    DIFFERENCE,
    DIFFERS,
    EITHER,
    NEVER,
    NOTHING,
    OPEN,
    Compared,
    decide,
    find_reach,
    judge,
    leave_open,
    tabulate,
)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(-3, 3, AGREES), (-3.1, 1, OPEN), (3.1, 9, DIFFERS), (-9, -3.1, DIFFERS), (3, 9, OPEN),
     (-9, 9, OPEN), (float("-inf"), float("inf"), OPEN), (float("nan"), 1, OPEN)],
)  # fmt: skip
def test_within_agrees_beyond_differs_and_across_cannot_be_told(low, high, verdict):
    assert decide(low, high, 3) == verdict


def judge_it(low, high):
    named = ("priorities", "place:a", "A", "mean place of 9")
    return judge(*named, (2.0, 1.0), (5, 5), Difference(1.0, low, high), 2.0)


def test_the_reason_tells_a_wide_interval_from_one_that_lies_on_the_border():
    assert "wider than the margin" in judge_it(-2, 4).reason
    assert "extends to both sides" in judge_it(0.5, 3).reason


def test_where_there_is_no_interval_the_reason_tells_one_person_from_people_without_a_spread():
    named = ("priorities", "place:a", "A", "mean place of 9")
    found = Difference(1.0, float("-inf"), float("inf"))
    alone = judge(*named, (2.0, 1.0), (5, 1), found, 2.0)
    assert alone.reason.startswith("With so few people there is no interval.")
    alike = judge(*named, (2.0, 1.0), (5, 5), found, 2.0)
    assert alike.reason.startswith("In neither cohort do people differ from one another on this")
    assert (alone.verdict, alike.verdict, alike.low) == (OPEN, OPEN, None)


def test_the_smallest_difference_that_could_be_told_is_margin_and_half_the_interval():
    assert judge_it(-2, 4).smallest == 2 + 3
    assert judge_it(float("-inf"), float("inf")).smallest is None


@pytest.mark.parametrize(
    ("likely", "left", "reach"),
    # margin 3: what is left of the interval has to fit beside the difference, or clear of it
    [((-1, 6), 0, EITHER), ((-1, 6), 2, EITHER), ((-6, 1), 2, EITHER), ((-1, 4), 2, AGREEMENT),
     ((2, 9), 2, DIFFERENCE), ((-9, -2), 2, DIFFERENCE), ((-1, 6), 4, NOTHING),
     ((-1, 6), float("inf"), NOTHING), ((-1, 1), 3, AGREEMENT)],
)  # fmt: skip
def test_more_people_bring_an_answer_only_where_what_stays_of_the_interval_leaves_room(
    likely, left, reach
):
    assert find_reach(likely, left, 3) == reach


def test_what_no_number_of_people_can_settle_is_not_put_down_to_few_people():
    named = ("priorities", "place:a", "A", "mean place of 9")
    for low, high in ((-2, 4), (0.5, 3)):
        row = judge(*named, (2.0, 1.0), (5, 5), Difference(1.0, low, high), 2.0, "", NOTHING)
        assert (row.verdict, row.reach) == (NEVER, NOTHING) and "so few" not in row.reason
        assert "However many people were asked here" in row.reason
    row = leave_open(*named, (2.0, 1.0), (5, 5), "Both report a mean.")
    assert (row.verdict, row.reach) == (NEVER, NOTHING)
    agreed = judge(*named, (2.0, 1.0), (5, 5), Difference(1.0, 0.5, 1.5), 2.0, "", NOTHING)
    assert (agreed.verdict, agreed.reach) == (AGREES, None)


def test_a_table_of_no_findings_has_its_columns():
    frame = tabulate([], Compared)
    assert len(frame) == 0 and {"key", "verdict", "smallest"} <= set(frame.columns)


def test_an_end_on_the_margin_is_within_it_whatever_its_last_bit():
    margin, near = 0.3, 0.1 + 0.2  # .30000000000000004
    assert decide(-near, near, margin) == AGREES
    assert decide(near, 1, margin) == decide(-1, -near, margin) == OPEN
    assert decide(near + 1e-6, 1, margin) == DIFFERS
