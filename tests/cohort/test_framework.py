"""A cohort with key influences of its own, and where they meet the study's."""

import shutil

import pandas as pd
import pytest

from senco.cohort import framework
from senco.cohort.loading import check_folder, load_cohort, load_folder
from senco.errors import list_errors
from senco.measures.comparison import compare_cohorts
from senco.measures.networks import gather_evidence

#: The study's six: two under other names, one that is none of the study's, three as they are.
OWN = """\
influence,label,system,definition,same_as
ties,Ties,meso,People,relationships
craft,Craft,micro,Skill,knowledge-and-skills
walls,Walls,exo,Rooms,
information-and-resources,Money,macro,,information-and-resources
quality-of-evidence,Proof,exo,,quality-of-evidence
purpose-and-outcomes,Why,micro,,purpose-and-outcomes
"""
NAMES = {"relationships": "ties", "knowledge-and-skills": "craft", "ethos-and-support": "walls"}
SHARED = {
    "information-and-resources", "quality-of-evidence", "relationships", "knowledge-and-skills",
    "purpose-and-outcomes",
}  # fmt: skip


@pytest.fixture
def make(project, tmp_path):
    """The worked example with influences of its own; tables that name codes keep theirs."""

    def make_folder(own=OWN, renamed=NAMES):
        folder = tmp_path / "mine"
        shutil.copytree(project.cohort("worked-example"), folder, dirs_exist_ok=True)
        (folder / "influences.csv").write_text(own, encoding="utf-8")
        for table in ("events", "codes", "constructs"):
            path = folder / f"{table}.csv"
            frame = pd.read_csv(path, dtype=str, keep_default_na=False)
            frame["influence"] = frame["influence"].replace(renamed)
            frame.to_csv(path, index=False)
        return folder

    return make_folder


def test_the_pages_of_such_a_cohort_speak_of_its_own_influences(project, make):
    """By hand: six, in the order of the systems from the outermost."""
    assert not list_errors(check_folder(make(), project))
    mine = load_folder(make(), project=project)
    assert list(mine.influences) == [
        "information-and-resources", "walls", "quality-of-evidence", "ties", "craft",
        "purpose-and-outcomes",
    ]  # fmt: skip
    assert set(gather_evidence(mine).shares["narratives"].columns) == set(mine.influences)
    told = framework.describe(mine)
    assert told.startswith("The 6 influences are this cohort's own; 5 of them are also the study's")
    assert "those of the study" in framework.describe(
        load_cohort("worked-example", project=project)
    )


def test_it_is_compared_where_both_have_an_influence_and_nowhere_else(project, make):
    """By hand: five are shared; Walls here and Ethos and support there stand apart."""
    mine, other = (
        load_folder(make(), project=project),
        load_cohort("counter-example", project=project),
    )
    found = compare_cohorts(mine, other, draws=200)
    speaks = found.findings.loc[found.findings["key"].str.startswith("speaks:"), "key"]
    assert {key.removeprefix("speaks:") for key in speaks} == SHARED
    apart = found.not_compared.loc[found.not_compared["area"] == "key influences", "what"]
    assert {"Walls", "Ethos and support"} <= set(apart)


def test_places_are_compared_as_they_were(project, make):
    """Which influence a construct belongs to does not change its place."""
    other = load_cohort("counter-example", project=project)
    before = compare_cohorts(load_cohort("worked-example", project=project), other, draws=200)
    after = compare_cohorts(load_folder(make(), project=project), other, draws=200)
    numbers = [
        found.findings.query("area == 'priorities'")[["key", "here", "there", "verdict"]]
        for found in (before, after)
    ]
    assert numbers[0].equals(numbers[1])


def test_who_speaks_of_a_shared_influence_is_counted_the_same_under_either_name(project, make):
    """A name is no finding."""
    other = load_cohort("counter-example", project=project)
    before = compare_cohorts(load_cohort("worked-example", project=project), other, draws=200)
    after = compare_cohorts(load_folder(make(), project=project), other, draws=200)
    for key in ("speaks:relationships", "speaks:knowledge-and-skills"):
        one, two = (found.findings.set_index("key").loc[key] for found in (before, after))
        assert (one["here"], one["there"]) == (two["here"], two["there"])


def test_frameworks_that_share_nothing_are_compared_by_their_priorities_alone(project, make):
    """No same_as is filled in; and nothing ends in an error."""
    own = "\n".join(",".join([*line.split(",")[:4], ""]) for line in OWN.splitlines()[1:])
    mine = load_folder(make(f"{OWN.splitlines()[0]}\n{own}\n"), project=project)
    assert framework.find_shared(mine) == {}
    found = compare_cohorts(mine, load_cohort("counter-example", project=project), draws=200)
    assert set(found.findings["area"]) == {"priorities"}
    assert (found.not_compared["area"] == "key influences").sum() >= 12


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("People,relationships", "People,relations", "row 2, column same_as: found 'relations'"),
        ("Skill,knowledge-and-skills", "Skill,relationships", "'relationships' a second time"),
        ("Ties,meso", "Ties,mesa", "row 2, column system"),
        ("craft,Craft", "ties,Craft", "influences.csv, row 3"),
        ("ties,Ties", "tie,Ties", "a key influence from influences.csv: "),
    ],
)
def test_what_an_own_framework_cannot_be_is_said_with_its_row(project, make, old, new, told):
    """One change of a framework that is in order."""
    assert old in OWN
    found = "\n".join(map(str, check_folder(make(OWN.replace(old, new)), project)))
    assert told in found, found
