"""Rows that come in later are added, or take the place of their own; no other row changes."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senco.cohort.loading import check_cohort, load_cohort, load_contract
from senco.intake.importing import import_files
from senco.intake.merging import merge
from senco.intake.table import KEPT, Place, Table
from senco.workspace.paths import Project
from tests.cohorts import CONSTRUCTS, make_tables, write_book, write_csv
from tests.conftest import ROOT
from tests.intake.test_importing import NAME, errors

CONTRACT = load_contract(Project(ROOT))


@pytest.fixture
def cohort(project, desk):
    """Three people, imported from a workbook."""
    assert import_files(NAME, [write_book(desk / f"{NAME}.xlsx", project)], project).written
    return project.cohort(NAME)


def read(path):
    return list(csv.reader(path.read_text("utf-8").splitlines()))


def test_a_fourth_person_is_added_and_the_three_stay(cohort, project, desk):
    """By hand: one row of participants and four ranks more; nothing else is another."""
    before = {path.name: read(path) for path in cohort.glob("*.csv")}
    people = write_csv(desk / "participants.csv", [["participant", "role"], ["P4", "SENCO"]])
    ranks = write_csv(desk / "rankings.csv", [["participant", *CONSTRUCTS], ["P4", 4, 3, 2, 1]])
    intake = import_files(NAME, [people, ranks], project, together=True)
    assert errors(intake) == [] and check_cohort(NAME, project) == []
    assert intake.notes == [
        "participants.csv: 1 row added, 0 changed, 3 as before.",
        "rankings.csv: 4 rows added, 0 changed, 12 as before.",
    ]
    after = {path.name: read(path) for path in cohort.glob("*.csv")}
    *people, added = after["participants.csv"]
    assert people == before["participants.csv"]
    assert added[:2] == ["P4", "SENCO"] and not any(added[2:])
    assert after["rankings.csv"] == [
        *before["rankings.csv"],
        *(["P4", key, str(rank)] for key, rank in zip(CONSTRUCTS, (4, 3, 2, 1), strict=True)),
    ]
    for name in before.keys() - {"participants.csv", "rankings.csv"}:
        assert after[name] == before[name]


def test_a_corrected_rank_takes_the_place_of_the_wrong_one(cohort, project, desk):
    before = read(cohort / "rankings.csv")
    first, second = before[1], before[2]
    path = write_csv(
        desk / "rankings.csv",
        [before[0], [*first[:2], second[2]], [*second[:2], first[2]]],
    )
    intake = import_files(NAME, [path], project, together=True)
    assert errors(intake) == []
    assert intake.notes == [
        "rankings.csv: 0 rows added, 2 changed, 10 as before.",
        f"rankings.csv, P1 {first[1]}: rank '{first[2]}' is now '{second[2]}'.",
        f"rankings.csv, P1 {second[1]}: rank '{second[2]}' is now '{first[2]}'.",
    ]
    after = read(cohort / "rankings.csv")
    assert after[1:3] == [[*first[:2], second[2]], [*second[:2], first[2]]]
    assert after[3:] == before[3:]


def test_the_whole_workbook_once_more_changes_nothing(cohort, project, desk):
    before = {path.name: path.read_bytes() for path in cohort.iterdir()}
    intake = import_files(NAME, [desk / f"{NAME}.xlsx"], project, together=True)
    assert errors(intake) == []
    assert {path.name: path.read_bytes() for path in cohort.iterdir()} == before
    assert "cohort.yml is unchanged; rows are added only to tables." in intake.notes


def test_a_blank_cell_takes_nothing_away(cohort, project, desk):
    rows = [["participant", "role", "role_years", "agreed"], ["P1", "Area SENCO", None, None]]
    path = write_csv(desk / "participants.csv", rows)
    intake = import_files(NAME, [path], project, together=True)
    assert intake.notes == [
        "participants.csv: 0 rows added, 1 changed, 2 as before.",
        "participants.csv, P1: role 'SENCO' is now 'Area SENCO'.",
    ]
    head, first, *_ = read(cohort / "participants.csv")
    kept = dict(zip(head, first, strict=True))
    assert [kept[name] for name in ("role", "role_years", "experience_years", "agreed")] == [
        "Area SENCO", "three to five", "less than 10", "own words",
    ]  # fmt: skip


def test_what_does_not_fit_is_named_in_the_file_that_came_and_nothing_is_written(
    cohort, project, desk
):  # fmt: skip
    before = {path.name: path.read_bytes() for path in cohort.iterdir()}
    rows = [["participant", "construct", "rank"], ["P1", "training", 2], ["P9", "training", 1]]
    path = write_csv(desk / "rankings.csv", rows)
    intake = import_files(NAME, [path], project, together=True)
    assert not intake.written
    assert any(
        told.startswith("rankings.csv, row 3, column participant") for told in errors(intake)
    )
    assert {path.name: path.read_bytes() for path in cohort.iterdir()} == before


def test_a_table_that_is_broken_is_not_added_to(cohort, project, desk):
    (cohort / "rankings.csv").write_text("participant,construct,place\nP1,a,1\n", encoding="utf-8")
    path = write_csv(desk / "rankings.csv", [["participant", *CONSTRUCTS], ["P1", 1, 2, 3, 4]])
    told = errors(import_files(NAME, [path], project, together=True))
    assert told[0].startswith(
        f"data/cohorts/{NAME}/rankings.csv, row 1: found the headings participant"
    )


def test_a_new_cohort_is_made_of_what_is_merged_into_nothing(project, desk):
    path = write_book(desk / f"{NAME}.xlsx", project, make_tables())
    assert import_files(NAME, [path], project, together=True).written
    assert len(load_cohort(NAME, project=project).tables["participants"]) == 3


cells = st.tuples(st.sampled_from("ABC"), st.sampled_from("xy"), st.sampled_from("123"))


@given(st.lists(cells, unique_by=lambda row: row[:2]), st.lists(cells, unique_by=lambda r: r[:2]))
def test_the_outcome_is_that_of_a_dictionary(tmp_path_factory, old, new):
    path = tmp_path_factory.mktemp("merge") / "rankings.csv"
    write_csv(path, [["participant", "construct", "rank"], *old])
    columns = {name: name for name in ("participant", "construct", "rank")}
    places = [Place(row) for row in range(2, len(new) + 2)]
    table = Table("rankings", "new", 1, columns, [list(row) for row in new], list(places))
    _, findings = merge(table, path, CONTRACT["rankings"])
    expected = {row[:2]: row[2] for row in [*old, *new]}
    assert not findings
    assert {tuple(row[:2]): row[2] for row in table.rows} == expected
    assert [tuple(row[:2]) for row in table.rows] == list(expected)
    before = {row[:2]: row[2] for row in old}
    kept = [
        tuple(r[:2]) for r, place in zip(table.rows, table.places, strict=True) if place == KEPT
    ]
    assert kept == [key for key in expected if before.get(key) == expected[key]]
