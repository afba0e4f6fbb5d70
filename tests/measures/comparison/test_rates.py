"""What the book says of how often a comparison is right is what was measured."""

import importlib
import sys

import numpy as np
import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.cohort.model import Criteria
from senco.measures.comparison.intervals import limit_with_mean
from senco.measures.comparison.printed import bound_spread, read_printed
from tests.conftest import ROOT

FOLDER = ROOT / "benchmarks"
PAGE = (ROOT / "book" / "methods" / "comparison.md").read_text(encoding="utf-8")


@pytest.fixture
def rates(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    yield importlib.import_module("comparison_rates")
    sys.modules.pop("comparison_rates", None)


def test_a_share_of_sums_has_the_standard_error_worked_by_hand(rates):
    # 1 of 2 and 0 of 2: a quarter. Residuals 1/2 and -1/2; sqrt(2 x 1/2) / 4.
    share = rates.measure_share(pd.Series([1, 0]), pd.Series([2, 2]))
    assert share == pytest.approx((0.25, 0.25))
    assert np.isnan(rates.measure_share(pd.Series([0, 0]), pd.Series([0, 0]))).all()
    none = rates.measure_share(pd.Series([0, 0]), pd.Series([2, 2]))
    assert none[0] == 0 and np.isnan(none[1])  # an error of 0 would promise too much


def test_wrong_verdicts_are_a_share_of_those_that_were_given(rates):
    # two repetitions of two findings; "a" truly differs and "b" does not
    found = pd.DataFrame(
        {
            "key": ["a", "b"] * 2,
            "area": "priorities",
            "verdict": ["agrees", "agrees", "differs", "cannot tell at this n"],
            "repetition": [0, 0, 1, 1],
        }
    )
    row = next(rates.tabulate("t", 8, found, pd.Series({"a": True, "b": False})))
    # of three verdicts one is wrong, and of four findings two agree
    assert (row["given"], row["wrong"], row["agrees"]) == (3, 1, 0.5)
    assert row["wrong of given"] == pytest.approx(1 / 3)


def test_the_tables_and_the_list_of_the_page_are_made_from_what_was_measured(rates):
    kept = rates.read_rates()
    for text in (
        rates.write_table(kept, by_area=False),
        rates.write_table(kept, by_area=True),
        rates.write_findings(kept),
    ):
        assert text in PAGE, f"book/methods/comparison.md should hold:\n{text}"


def test_what_was_measured_says_of_how_many_samples_by_which_seed_and_how_surely(rates):
    kept = rates.read_rates()
    assert set(kept["seed"]) == {rates.SEED}
    assert kept.set_index("n")["repetitions"].to_dict() == rates.REPETITIONS
    assert set(kept["n"]) == set(rates.REPETITIONS) and set(kept["cohorts"]) == {
        "same truth", "another truth"
    }  # fmt: skip
    assert (kept["given"] / kept["findings"]).tolist() == pytest.approx(
        (kept["agrees"] + kept["differs"]).tolist(), abs=2e-4
    )
    given = kept.loc[kept["given"] > 0]
    assert (given["wrong"] / given["given"]).tolist() == pytest.approx(
        given["wrong of given"].tolist(), abs=1e-4
    )
    some = given.loc[(given["wrong"] > 0) & (given["wrong"] < given["given"])]
    assert (some["wrong of given, error"] > 0).all()
    assert (kept["cannot tell at any n"] == 0).all()
    # said to be the least sure: key influences and narratives
    eight = kept.loc[kept["n"] == 8].pivot(index="cohorts", columns="area", values="wrong of given")
    for area in ("key influences", "narratives"):
        assert (eight[area] > eight["priorities"]).all()
    # said of the narratives: with eight none agrees, whatever is answered
    told = kept.loc[(kept["n"] == 8) & (kept["area"] == "narratives")].set_index("cohorts")
    assert told.loc["same truth", ["agrees", "truly_differ"]].tolist() == [0, 0]


def tell(low, high):
    return f"{low:.0%} to {high:.0%}".replace("%", " %")


def test_how_often_the_interval_beside_a_printed_mean_covers_is_what_was_measured():
    kept = pd.read_csv(FOLDER / "results" / "reported_mean_coverage.csv")
    assert set(kept["samples"]) == {1_000} and kept["covers, error"].max() <= 0.0159
    twice = kept["times"] == 2
    middle = kept["model"] == "middle of the list"
    for chosen in (~twice, twice & middle, twice & ~middle):
        covers = kept.loc[chosen, "covers"]
        assert tell(covers.min(), covers.max()) in PAGE
    alike = kept.loc[twice, "covers with the spread here"]
    assert tell(alike.min(), alike.max()) in PAGE
    agrees = kept["agrees"]
    assert f"at most {agrees.max():.0%}".replace("%", " %") in PAGE


def test_what_the_articles_means_leave_open_is_what_the_page_says(project):
    printed = read_printed(load_cohort("ey-pvi-2017", project=project))
    least, greatest = (printed[name] for name in ("least", "greatest"))
    told = [f"{low:.1f} to {high:.1f}" for low, high in zip(least, greatest, strict=True)]
    assert ", ".join(told[:-1]) + f" and {told[-1]} places" in " ".join(PAGE.split())
    criteria = Criteria()
    margin = criteria.priority_margin * 20
    left = [
        limit_with_mean(row.n, row.rounding, criteria.confidence, (row.least, row.greatest))
        for row in printed.itertuples()
    ]
    able = printed.index[[one <= margin for one in left]]
    assert able.tolist() == ["work-life-balance"]  # beside four of the five none can agree


def test_the_bounds_of_the_spread_are_those_worked_by_hand(rates):
    from senco.measures.audit import Figure

    # 139 over 7 people on a list of 21: at the least 19 once and 20 six times, squares 2761; at the
    # most 21 six times and 13, squares 2815. Of each take 139 x 139 / 7 and divide by 6.
    figure = Figure("a", "a", "", "19.86", None, 7)
    low, high = bound_spread([figure], 7, 21)
    # two may tie, so that halves are allowed: at the least 20 five times and 19.5 twice
    assert low == pytest.approx(((5 * 400 + 2 * 380.25 - 139**2 / 7) / 6) ** 0.5)
    assert high == pytest.approx(((6 * 441 + 169 - 139**2 / 7) / 6) ** 0.5)
    # 19.86 is no plain mean of 8; then the mean alone bounds it: 8/7 x 18.855 x 1.145
    low, high = bound_spread([figure], 8, 21)
    assert (low, high) == pytest.approx((0, (8 / 7 * 18.855 * 1.145) ** 0.5))
    assert bound_spread([figure], 1, 21) == (0, 0)
