"""The committed synthetic cohort: what it is made to satisfy, and that it says what it is."""

import shutil
from io import StringIO

import pandas as pd
import pytest

from senco.cohort.loading import check_cohort, load_cohort
from senco.errors import list_errors
from senco.measures import rankings
from senco.simulation import load_scenario
from senco.simulation.files import make_cohort
from senco.workspace.paths import Project

#: Made of the tables, by `senco describe`.
DESCRIPTOR = "datapackage.json"
#: As the article prints them, lines 273-274 and 349-361.
PRINTED = {
    "child-centred-practice": "3.79",
    "knowledge-of-the-child": "5.00",
    "knowledge-of-send": "5.67",
    "manageable-workload": "18.57",
    "work-life-balance": "19.86",
}


@pytest.fixture(scope="module")
def example(project):
    return load_cohort("worked-example", project=project)


def ranks_of(example):
    return example.tables["rankings"].pivot(index="participant", columns="construct", values="rank")


def test_every_reported_mean_is_met_to_its_printed_decimals(example):
    means = rankings.describe(ranks_of(example))["mean"]
    assert {key: f"{means[key]:.2f}" for key in PRINTED} == PRINTED
    experience = example.tables["participants"].set_index("participant")["experience_years"]
    experts = experience.index[experience == "10 or more"]
    assert len(experts) == 3
    assert f"{ranks_of(example).loc[experts, 'knowledge-of-send'].mean():.1f}" == "3.0"


def test_the_stated_order_of_priorities_is_kept(example):
    order = rankings.describe(ranks_of(example))["mean"].sort_values().index
    assert order[:2].tolist() == ["child-centred-practice", "knowledge-of-the-child"]
    assert order[-2:].tolist() == ["manageable-workload", "work-life-balance"]


def test_its_people_are_none_of_the_studys_and_it_quotes_no_one(example):
    assert example.tables["participants"]["participant"].tolist() == [f"S{n}" for n in range(1, 9)]
    assert example.info.provenance == "synthetic"
    assert "segments" not in example.tables or (
        example.tables["segments"]["quotation"].isna().all()
    )


def test_the_committed_files_are_what_the_command_makes(example, project):
    reference = load_cohort("ey-pvi-2017", project=project)
    made = make_cohort(
        reference.study,
        reference,
        scenario=load_scenario(project, reference.study),
        n=8,
        seed=1,
        reading="blank-and-tie",
    )
    folder = project.cohort("worked-example")
    assert sorted([*made, DESCRIPTOR]) == sorted(path.name for path in folder.iterdir())
    for name, text in made.items():
        given = (folder / name).read_text(encoding="utf-8")
        # below what the command writes stands what the example is compared with
        assert given.startswith(text) if name == "cohort.yml" else given == text, name


def test_the_counter_example_is_what_the_command_makes_and_meets_no_reported_mean(project):
    reference = load_cohort("ey-pvi-2017", project=project)
    made = make_cohort(
        reference.study,
        reference,
        scenario=load_scenario(project, reference.study),
        n=12,
        seed=2,
        reading="nearest",
        truth="turned",
    )
    folder = project.cohort("counter-example")
    assert sorted([*made, DESCRIPTOR]) == sorted(path.name for path in folder.iterdir())
    for name, text in made.items():
        assert (folder / name).read_text(encoding="utf-8") == text, name
    counter = load_cohort("counter-example", project=project)
    means = rankings.describe(ranks_of(counter))["mean"]
    assert not any(f"{means[key]:.2f}" == printed for key, printed in PRINTED.items())
    assert means["work-life-balance"] < means["child-centred-practice"]
    assert "by construction, which is not a finding" in counter.info.source


@pytest.mark.parametrize("n", [3, 40])
def test_a_larger_or_smaller_cohort_meets_the_contract_too(project, tmp_path, n):
    shutil.copytree(project.root / "data", tmp_path / "data")
    reference = load_cohort("ey-pvi-2017", project=project)
    folder = tmp_path / "data" / "cohorts" / "made"
    folder.mkdir()
    for name, text in make_cohort(
        reference.study,
        reference,
        scenario=load_scenario(project, reference.study),
        n=n,
        seed=3,
        reading="nearest",
    ).items():
        (folder / name).write_text(text, encoding="utf-8")
    assert list_errors(check_cohort("made", Project(tmp_path))) == []


def test_a_larger_cohort_reports_its_means_of_as_many_people_as_it_has(project):
    """By hand: of 80 people the group has the same share as 3 of 8, which is 30."""
    reference = load_cohort("ey-pvi-2017", project=project)
    study = reference.study
    scenario = load_scenario(project, study)
    made = make_cohort(study, reference, scenario=scenario, n=80, seed=1)
    rows = pd.read_csv(StringIO(made["reported.csv"]), dtype=str)
    means = rows.loc[rows["quantity"] == "mean_rank"].set_index("group")["n_stated"]
    assert set(means["everyone"]) == {"80"} and means["10 or more years of experience"] == "30"
    assert rows.loc[rows["quantity"] == "count", "n_stated"].isna().all()
    people = pd.read_csv(StringIO(made["participants.csv"]))
    assert (people["experience_years"] == "10 or more").sum() == 30
