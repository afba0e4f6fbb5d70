"""The page on networks, run cell by cell on cohorts in which something is missing."""

import json
from dataclasses import replace

import nbformat
import pandas as pd
import pytest

from senco.cohort import loading as cohorts
from senco.errors import MeasureError
from tests.conftest import ROOT

TEMPLATE = ROOT / "analysis" / "notebooks" / "60_networks.ipynb"


@pytest.fixture(scope="module")
def study(project):
    return cohorts.load_cohort("worked-example", "60_networks", project)


@pytest.fixture
def run(study, monkeypatch, tmp_path):
    """Run the notebook on a changed cohort; return its values and its folder."""
    monkeypatch.setenv("SENCO_RESULTS", str(tmp_path))

    def run_with(change, **parameters):
        tables = change({name: frame.copy() for name, frame in study.tables.items()})
        monkeypatch.setattr(cohorts, "load_cohort", lambda *_: replace(study, tables=tables))
        names: dict[str, object] = {}
        for cell in nbformat.read(TEMPLATE, as_version=4).cells:
            if cell.cell_type == "code":
                exec(cell.source, names)
                if "parameters" in cell.metadata.get("tags", []):
                    names.update({"draws": 60, **parameters})
        folder = tmp_path / "60_networks"
        return json.loads((folder / "values.json").read_text("utf-8")), folder

    return run_with


def keep(*names):
    return lambda tables: {name: tables[name] for name in ("participants", *names)}


def test_one_source_alone_makes_a_page_and_the_others_are_absent(run):
    values, folder = run(keep("rankings", "constructs"))
    assert values["sources"] == "rankings"
    assert values["absent"] == "narratives, work-lines and grids"
    table = pd.read_csv(folder / "keys.csv")
    assert set(table["n"]) == {7} and table["weighted"].isna().all()


def test_a_participant_without_evidence_is_on_the_page_and_tied_to_nothing(run):
    def add(tables):
        more = pd.DataFrame({"participant": ["S9"], "role": ["SENCO"]})
        tables["participants"] = pd.concat([tables["participants"], more], ignore_index=True)
        return tables

    values, folder = run(add)
    assert (values["n_participants"], values["silent_count"]) == (9, 1)
    positions = pd.read_csv(folder / "participants.csv").set_index("participant")
    assert positions.loc["S9"].tolist() == [0, 0, 0, 0, 0, 0]
    assert set(pd.read_csv(folder / "keys.csv")["n"]) == {8}


def test_one_participant_makes_a_page_on_which_nothing_is_sure(run):
    def one(tables):
        kept = {
            name: frame.loc[frame["participant"] == "S1"] if "participant" in frame else frame
            for name, frame in tables.items()
        }
        kept["codings"] = kept["codings"].loc[
            kept["codings"]["segment"].isin(kept["segments"]["segment"])
        ]
        return kept

    values, folder = run(one)
    assert values["firm_labels"] == "none" and values["n_unsure"] == 6
    assert set(pd.read_csv(folder / "pairs.csv")["verdict"]) == {"settled by the totals"}
    assert values["contradictions_told"] == "One participant alone does not give a clear verdict."
    assert values["bridging_told"].startswith("1 of 1 are tied") and values["rule_draws"] == 0


def test_the_rule_of_the_page_is_one_point_of_its_multiverse(run):
    values, folder = run(dict)
    rules = pd.read_csv(folder / "rules.csv").set_index("influence")
    keys = pd.read_csv(folder / "keys.csv").set_index("influence")
    assert rules["this page"].eq("key").tolist() == keys["rule"].eq("yes").tolist()
    assert values["n_rules"] == "7,722" and values["robust_labels"] == "none"
    curve = pd.read_csv(folder / "multiverse.csv")
    own = curve.loc[curve["own"]].set_index("influence")["score"]
    assert own.round(2).tolist() == keys["score"].tolist()
    # everybody has more ties than any system has influences, so nothing is said of people
    assert values["bridging_told"].endswith("in any network with these numbers of ties.")


def test_a_source_with_the_weight_zero_is_left_out(run):
    values, _ = run(dict, weight_worklines=0.0)
    assert values["sources"] == "narratives, grids and rankings"


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ({"weight_narratives": -1.0}, "weight of narratives is -1"),
        (
            dict.fromkeys(
                ("weight_narratives", "weight_worklines", "weight_grids", "weight_rankings"), 0
            ),
            "has the weight 0",
        ),
    ],
)
def test_weights_that_make_no_sense_stop_the_page_with_a_word(run, weights, told):
    with pytest.raises(MeasureError, match=told):
        run(dict, **weights)
