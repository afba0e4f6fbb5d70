"""Counts against counts, and the printed means of the published cohort, worked by hand."""

from fractions import Fraction

import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.measures import audit
from senco.measures.reported import list_priorities

# By hand: 130/7 = 18.5714, 139/7 = 19.8571, 26.5/7 = 3.7857, 17/3 = 34/6 = 5.6667.
FITTING = {
    "3.79": ([], [7]),
    "5.00": (list(range(1, 9)), list(range(1, 9))),
    "5.67": ([3, 6], [3, 6]),
    "18.57": ([7], [7]),
    "19.86": ([7], [7]),
}


@pytest.fixture
def tables(project):
    return load_cohort("ey-pvi-2017", project=project).tables


def test_each_printed_mean_fits_the_numbers_of_people_worked_by_hand(tables):
    frame = audit.tabulate_grim(list_priorities(tables["reported"], tables["constructs"]), 8)
    everyone = frame.loc[frame["group"] == "everyone"]
    sizes = everyone[["n_whole", "n_midranks"]].to_numpy()
    found = dict(zip(everyone["printed"], map(tuple, sizes), strict=True))
    assert found == FITTING


def test_a_mean_that_no_number_of_people_prints_is_told_apart():
    rows = pd.DataFrame({"label": ["a"], "group": ["everyone"], "printed": ["3.79"]})
    rows["n_stated"] = [6]
    checks = audit.tabulate_grim(rows, 6)
    assert audit.describe_verdicts(checks, 6).tolist() == ["fits no number of people"]


def test_counts_that_differ_are_a_discrepancy_and_parts_that_add_up_hold(tables):
    # Seven influences announced and six named; 2 + 2 + 3 + 1 = 8. Five relationships are no
    # discrepancy: the article has setting staff and Area SENCOs in one sentence [310-311], and
    # a sixth comes only of counting them apart.
    frame = audit.check_counts(tables["reported"])
    broken = frame.loc[~frame["holds"], ["left", "right"]].to_numpy().tolist()
    assert broken == [[7, 6]]
    whole = frame.loc[frame["relation"].str.endswith("= participants")]
    assert whole[["left", "right"]].to_numpy().tolist() == [[8, 8]]


def test_more_people_than_there_are_is_a_discrepancy(tables):
    reported = tables["reported"].copy()
    reported.loc[reported["figure"] == "role-called-huge", "value"] = "9"
    frame = audit.check_counts(reported)
    assert "role called huge is at most the number that it is out of" in set(
        frame.loc[~frame["holds"], "relation"]
    )


@pytest.mark.parametrize("value", ["3.79", "5.0", "18", "0.125", "19.865"])
@pytest.mark.parametrize("step", [Fraction(1), Fraction(1, 2)])
def test_the_numbers_of_people_are_those_with_a_sum_that_prints_the_value(value, step):
    """Past the number from which every one fits, the sums need not be gone through."""
    for largest in (1, 7, 250):
        sums = {
            match.n
            for rounding in ("half-up", "half-even")
            for match in audit.grim(value, n=range(1, largest + 1), step=step, rounding=rounding)
        }
        assert audit.find_sizes(value, largest, step) == sorted(sums)


def test_many_numbers_of_people_are_told_as_runs():
    """Up to twenty are listed one by one, as they always were."""
    twenty = [*range(1, 11), *range(20, 30)]
    assert audit.format_sizes(twenty, 99) == ", ".join(map(str, twenty))
    assert audit.format_sizes([*twenty, 31], 99) == "1 to 10, 20 to 29, 31"
