"""Whose rankings are set against the others', and what was named in advance."""

from dataclasses import replace

import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.pages import priorities


@pytest.fixture(scope="module")
def example(project):
    return load_cohort("worked-example", project=project)


def test_the_group_and_the_constructs_are_those_that_the_study_names(example):
    """By hand: S1, S3 and S7 have ten or more years in participants.csv; S7 did not rank."""
    people = example.tables["participants"]
    known = people.loc[people["experience_years"] == "10 or more", "participant"].tolist()
    ranks = pd.DataFrame(index=[name for name in people["participant"] if name != known[-1]])
    assert priorities.find_group(example, ranks) == known[:-1]
    assert (
        priorities.describe_group(example) == "Ten or more years of experience against the others"
    )


def test_constructs_named_in_advance_are_the_studys_or_one_that_is_named_or_none(example):
    """The column same_as of the worked example points to the study's construct."""
    table = example.tables["constructs"]
    (own,) = table.loc[table["same_as"] == "knowledge-of-send", "construct"]
    assert priorities.find_planned(example, "study") == [own]
    assert priorities.find_planned(example, "knowledge-of-send") == [own]
    assert priorities.find_planned(example, "") == []


def test_a_study_that_names_no_group_sets_nobody_apart(example):
    """Nobody is in the group, and the caption says where one is named."""
    study = example.study.model_copy(update={"contrast": None})
    other = replace(example, study=study)
    ranks = pd.DataFrame(index=other.tables["participants"]["participant"])
    assert priorities.find_group(other, ranks) == []
    assert priorities.find_planned(other, "study") == []
    assert "study.yml names one" in priorities.describe_group(other)
