"""GRIM by exact arithmetic, against sums worked by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senco import audit
from senco.cohort import load_cohort
from senco.errors import MeasureError
from senco.reported import list_priorities

# By hand: 130/7 = 18.5714, 139/7 = 19.8571, 26.5/7 = 3.7857, 17/3 = 34/6 = 5.6667.
FITTING = {
    "3.79": ([], [7]),
    "5.00": (list(range(1, 9)), list(range(1, 9))),
    "5.67": ([3, 6], [3, 6]),
    "18.57": ([7], [7]),
    "19.86": ([7], [7]),
}


@pytest.mark.parametrize("printed", FITTING)
def test_a_reported_mean_fits_the_numbers_of_people_worked_by_hand(printed):
    whole = [n for n in range(1, 9) if audit.grim(printed, n)]
    tied = [n for n in range(1, 9) if audit.grim(printed, n, audit.MIDRANKS)]
    assert (whole, tied) == FITTING[printed]


def test_the_page_of_the_published_cohort_gets_the_same_numbers(project):
    tables = load_cohort("ey-pvi-2017", project=project).tables
    frame = audit.tabulate_grim(list_priorities(tables["reported"], tables["constructs"]), 8)
    everyone = frame.loc[frame["group"] == "everyone"]
    found = dict(
        zip(everyone["printed"], everyone[["n_whole", "n_midranks"]].to_numpy(), strict=True)
    )
    assert {printed: tuple(sizes) for printed, sizes in found.items()} == FITTING


def test_decimals_that_are_printed_count():
    assert audit.grim("5.0", 30) != audit.grim("5.00", 30)


@given(st.lists(st.integers(1, 21), min_size=1, max_size=12), st.integers(0, 3))
def test_a_mean_that_was_computed_is_always_found_possible(ranks, decimals):
    mean = Fraction(sum(ranks), len(ranks))
    scaled = int(mean * 10**decimals + Fraction(1, 2))  # half up
    printed = f"{scaled / 10**decimals:.{decimals}f}"
    assert sum(ranks) in audit.grim(printed, len(ranks))


@pytest.mark.parametrize("value", ["", "five", "5,00", "nan"])
def test_a_value_that_is_no_number_is_refused(value):
    with pytest.raises(MeasureError, match="as it is printed"):
        audit.grim(value, 8)


def test_nobody_has_no_mean():
    with pytest.raises(MeasureError, match="at least one person"):
        audit.grim("5.00", 0)
