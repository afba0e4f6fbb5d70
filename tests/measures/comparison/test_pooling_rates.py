"""Pooled intervals hold a truth that is known, as often as the book says."""

import importlib
import sys

import numpy as np
import pytest

from senco.cohort.model import Criteria
from senco.measures.comparison.estimates import gather_estimates
from tests.conftest import ROOT

NAMES = ("pooling_coverage", "pooling_page", "pooled_cohorts")


@pytest.fixture(scope="module")
def benchmark():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        yield importlib.import_module("pooling_coverage")
        for name in NAMES:
            sys.modules.pop(name, None)


def test_the_page_is_made_from_what_was_measured(benchmark):
    page = sys.modules["pooling_page"]
    text = page.PAGE.read_text(encoding="utf-8")
    assert text == page.write_page(page.read_rows(), page.read_alt()), (
        "run: python benchmarks/pooling_coverage.py --page"
    )


def test_the_interval_of_the_mean_falls_nowhere_short_of_its_promise(benchmark):
    rows = [row for row in sys.modules["pooling_page"].read_rows() if row["way"] == benchmark.USED]
    assert {row["k"] for row in rows} == {"3", "5", "10"}
    for row in rows:
        kept = float(row["covered"]) + 2 * float(row["error"])
        assert kept >= float(row["level"]) - (0.0 if row["interval"] == "mean" else 0.08), row


def test_five_made_up_cohorts_pooled_hold_their_known_truth(benchmark):
    made = sys.modules["pooled_cohorts"]
    reference, rng = made.load_reference(), np.random.default_rng(11)
    known = made.find_known(reference, 0.3, rng, cohorts=300)
    means, held = made.scale(known.means), {"places": [], "shares": []}
    for _ in range(12):
        cohorts, _ = made.draw_cohorts(known, reference, rng)
        found = gather_estimates(cohorts, Criteria(confidence=0.9), 21, verdicts=False)
        assert found.groupby("key").size().eq(5).all() and (found["why"] == "").all()
        for name, own in benchmark._pool_all(found, means, means).items():
            held[name] += [hit for hit, _ in own["mean", benchmark.USED]]
    # 21 places and 6 shares, twelve times; 90 % are promised, and chance takes some
    assert len(held["places"]) == 252 and len(held["shares"]) == 72
    assert np.mean(held["places"]) >= 0.88 and np.mean(held["shares"]) >= 0.88


def test_known_places_are_the_means_of_many_people_drawn(benchmark):
    made = sys.modules["pooled_cohorts"]
    from senco.simulation import draw_from_truth, expect_places, vary_truth

    reference, rng = made.load_reference(), np.random.default_rng(5)
    truth = made.find_known(reference, 0.0, rng, cohorts=2).truth
    expected = expect_places(truth, rng=rng, people=2000)
    assert expected.sum() == pytest.approx(21 * 22 / 2)  # places of 21 add up to 231
    drawn = draw_from_truth(truth, 2000, rng=rng)
    means = drawn.rankings.groupby("construct", sort=False)["rank"].mean()
    # five standard errors of a mean of 2,000 places, which spread by at most 10
    assert np.abs(means.to_numpy() - expected).max() < 5 * 6 / np.sqrt(2000)
    same = vary_truth(truth, 0.0, rng=rng)
    assert (same.appeals == truth.appeals).all() and same.tilts == truth.tilts
    assert np.std(vary_truth(truth, 0.5, rng=rng).appeals - truth.appeals) > 0.2
    with pytest.raises(Exception, match="differ by 0 or more"):
        vary_truth(truth, -1.0, rng=rng)
