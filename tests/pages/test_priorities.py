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


def test_rankers_stand_in_the_order_of_the_participants(example):
    """As text S10 would stand before S2; who did not rank has no row."""
    people = pd.DataFrame({"participant": ["S10", "S2", "S1", "S3"]})
    rows = [("S1", "a", 1), ("S1", "b", 2), ("S10", "a", 2), ("S10", "b", 1), ("S2", "a", 1)]
    rankings = pd.DataFrame(rows, columns=["participant", "construct", "rank"])
    tables = {**example.tables, "participants": people, "rankings": rankings}
    ranks = priorities.tabulate_ranks(replace(example, tables=tables))
    assert ranks.index.tolist() == ["S10", "S2", "S1"]
    assert ranks["a"].tolist() == [2, 1, 1]


@pytest.mark.parametrize(
    ("changes", "decimals"), [([0.11, -0.06], 2), ([1.0], 2), ([-0.0989], 3), ([0.0021, 0], 4)]
)
def test_two_digits_of_the_largest_change_are_shown(changes, decimals):
    """By hand: 0.0021 is the first change of which two digits need four decimals."""
    found = priorities.count_decimals(pd.DataFrame({"change": changes}))
    assert found == {"w_without": decimals, "change": decimals}


def test_a_last_bit_adds_no_decimal():
    counted = [
        priorities.count_decimals(pd.DataFrame({"change": [size]}))["change"]
        for size in (0.01, 0.01 - 1e-16, 1e-17)
    ]
    assert counted == [3, 3, 2]


def test_where_nobody_can_be_left_out_there_are_two_decimals():
    assert priorities.count_decimals(pd.DataFrame())["change"] == 2
    assert priorities.count_decimals(pd.DataFrame({"change": [None, 0.0]}))["change"] == 2


def test_contrasts_are_told_by_their_labels_and_keep_their_numbers():
    columns = ["item", "n_group", "n_others", "mean_group", "mean_others", "p_two_sided"]
    columns += ["smallest_two_sided", "p_holm", "planned", "z"]
    row = ["a", 2, 3, 1.0, 2.5, 0.0001, 0.0001, 0.0002, True, 4.0]
    found = pd.DataFrame([row], columns=columns)
    table = priorities.tabulate_contrasts(found, {"a": "Play"})
    assert table.columns.tolist() == ["construct", *columns[1:-1]]
    assert table.iloc[0].tolist() == ["Play", 2, 3, 1.0, 2.5, 0.0001, 0.0001, 0.0002, "yes"]
    assert priorities.tabulate_contrasts(pd.DataFrame(), {}).empty
