"""Key influences that were planted are found, and those that were not are not."""

import csv

import numpy as np
import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.cohort.model import Cohort
from senco.errors import MeasureError
from senco.measures.networks import combine_sources, find_key_influences, gather_evidence
from senco.simulation import draw_cohort, draw_grids, draw_stories, load_scenario
from senco.workspace.paths import Project
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def reference(project):
    return load_cohort("ey-pvi-2017", project=project)


def find(reference, planted, seed, n=24):
    """Draw a cohort with a known truth, and read it as page 60 does."""
    rng = np.random.default_rng(seed)
    codes = reference.tables["codes"]
    scenario = load_scenario(Project(ROOT), reference.study)
    drawn = draw_cohort(
        reference.tables["reported"],
        reference.tables["constructs"],
        scenario=scenario,
        rng=rng,
        n=n,
        planted=planted,
    )
    tables = {
        "participants": drawn.participants,
        "constructs": drawn.constructs,
        "rankings": drawn.rankings,
        "codes": codes,
        **draw_grids(drawn.constructs, drawn.weights, scenario=scenario, rng=rng),
        **draw_stories(drawn.weights, codes, scenario=scenario, rng=rng),
    }
    tables["segments"]["lines"] = pd.NA
    tables["codings"]["placing"] = pd.NA
    evidence = gather_evidence(Cohort("drawn", reference.info, reference.study, tables))
    return find_key_influences(combine_sources(evidence.shares), draws=300)


@pytest.mark.parametrize(
    ("pair", "seed"),
    [
        (("relationships", "knowledge-and-skills"), 1),
        (("information-and-resources", "quality-of-evidence"), 2),
    ],
)
def test_two_planted_influences_are_the_ones_that_are_called_key(reference, pair, seed):
    found = find(reference, dict.fromkeys(pair, np.log(3)), seed)
    assert set(found.index[found["key"]]) == set(pair)
    assert set(found.index[found["verdict"] == "key"]) <= set(pair)


def test_where_nothing_is_planted_hardly_anything_is_firmly_key(reference):
    verdicts = pd.concat([find(reference, {}, seed, n=8)["verdict"] for seed in range(6)])
    assert (verdicts == "key").mean() <= 0.1
    assert (verdicts == "cannot tell at this n").any()


def test_an_influence_that_no_construct_belongs_to_cannot_be_planted(reference):
    with pytest.raises(MeasureError, match="Did you mean 'relationships'"):
        find(reference, {"relationship": 1.0}, 1)


def test_the_page_says_what_the_benchmark_found():
    with (ROOT / "benchmarks/results/network_recovery.csv").open(encoding="utf-8") as file:
        rows = {(row["planted"], row["n"], row["weights"]): row for row in csv.DictReader(file)}
    page = (ROOT / "analysis" / "notebooks" / "60_networks.ipynb").read_text(encoding="utf-8")
    planted, none = (rows[pair, "8", "few pieces filled up"] for pair in ("two", "none"))
    key, firm, wrong = (round(100 * float(planted[n])) for n in ("key", "firm", "false_firm"))
    rule, sure = (round(100 * float(none[n])) for n in ("false", "false_firm"))
    assert f"the rule finds {key} of 100 such influences" in page
    assert (
        f"firm verdict finds {firm} of 100, and of the other influences it names {wrong} of" in page
    )
    assert f"the rule still names {rule} of 100, the firm verdict {sure} of 100" in page


def test_the_docstring_says_what_another_share_than_nine_in_ten_was_found_to_make():
    with (ROOT / "benchmarks/results/firmness.csv").open(encoding="utf-8") as file:
        rows = {
            (row["truth"], float(row["share"]), row["measure"]): float(row["value"])
            for row in csv.DictReader(file)
        }
    told = " ".join((find_key_influences.__doc__ or "").split())
    for share, words in ((0.9, "the verdict {} and"), (0.95, "finds {} of the two"), (0.975, "{}")):
        found = f"{rows['two planted', share, 'planted']:.2f}".removeprefix("0")
        assert words.format(found) in told
    wrong = [f"{rows['none planted', at, 'others']:.2f}"[1:] for at in (0.9, 0.95, 0.975)]
    assert f"the verdict for {wrong[0]}." in told
    assert f"and {wrong[1]} where none weighs more; at .975 .40 and {wrong[2]}." in told
