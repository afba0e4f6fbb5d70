"""Reported figures, in order, and the room that they leave."""

from dataclasses import replace

import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.errors import MeasureError
from senco.measures import reported


@pytest.fixture
def tables(project):
    return load_cohort("ey-pvi-2017", project=project).tables


def test_priorities_run_from_the_highest_to_the_lowest_with_groups_behind(tables):
    frame = reported.list_priorities(tables["reported"], tables["constructs"])
    assert frame["printed"].tolist() == ["3.79", "5.00", "5.67", "3.0", "18.57", "19.86"]
    assert frame["everyone"].tolist() == [True, True, True, False, True, True]
    assert frame["n_stated"].tolist() == [8, 8, 8, 3, 8, 8]


def test_the_unreported_means_lie_between_the_second_lowest_and_the_second_highest(tables):
    frame = reported.list_priorities(tables["reported"], tables["constructs"])
    assert reported.open_range(frame, 21) == (5.0, 18.57)


def test_without_a_stated_place_the_whole_scale_is_open():
    rows = pd.DataFrame({"everyone": [True], "mean_rank": [4.0], "stated_place": [pd.NA]})
    assert reported.open_range(rows, 9) == (1.0, 9.0)


def test_the_unreported_means_average_what_the_reported_leave(tables):
    # By hand: 21 x 22 / 2 = 231; less 3.79 + 5 + 5.67 + 18.57 + 19.86 = 52.89; over 16.
    frame = reported.list_priorities(tables["reported"], tables["constructs"])
    assert reported.mean_of_unreported(frame, 21) == pytest.approx(178.11 / 16)


def test_no_construct_left_open_is_said(tables):
    frame = reported.list_priorities(tables["reported"], tables["constructs"])
    with pytest.raises(MeasureError, match="Every construct's mean rank is reported"):
        reported.mean_of_unreported(frame, 5)


def test_a_count_that_is_not_reported_is_named(tables):
    with pytest.raises(MeasureError, match="no count 'zebra'"):
        reported.read_count(tables["reported"], "zebra")


def test_a_table_without_a_mean_rank_is_refused(tables):
    counts = tables["reported"].query("quantity == 'count'")
    with pytest.raises(MeasureError, match="contains no mean rank"):
        reported.list_priorities(counts, tables["constructs"])


def test_the_counterparts_of_a_construct_are_those_that_say_so(project):
    worked = load_cohort("worked-example", project=project)
    assert reported.find_counterparts(worked, "knowledge-of-send") == ["knowledge-of-send"]
    assert (
        reported.find_counterparts(worked, "nowhere")
        == reported.find_counterparts(worked, "")
        == []
    )
    renamed = worked.tables["constructs"].assign(
        construct=lambda table: "own-" + table["construct"].astype(str)
    )
    other = replace(worked, tables={**worked.tables, "constructs": renamed})
    assert reported.find_counterparts(other, "knowledge-of-send") == ["own-knowledge-of-send"]
    reference = load_cohort("ey-pvi-2017", project=project)
    assert reported.find_counterparts(reference, "work-life-balance") == ["work-life-balance"]
