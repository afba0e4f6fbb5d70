"""Whom a file's people and documents are taken for: by name, by a list, or asked."""

import shutil

import pandas as pd
import pytest

from senco.errors import DataError, list_errors
from senco.intake.formats.keys import Roster
from senco.intake.importing import import_files
from senco.intake.start import make_cohort
from senco.workspace.paths import Project
from tests.conftest import ROOT
from tests.intake.test_formats_grids_programs import OPENREPGRID
from tests.intake.test_formats_qda import pack, selection, text_source
from tests.intake.test_formats_qda import project as qda_project


def pair(names, **known):
    kinds = [f"document d{n}" for n in range(1, len(names) + 1)]
    return [each.pseudonym for each in Roster(**known).pair(names, kinds, "a.qdpx")]


EXISTING = ("P1", "P2", "P3")


@pytest.mark.parametrize(
    ("name", "pseudonym"),
    [
        ("P3 interview", "P3"),
        ("interview_P3.docx", "P3"),
        ("C:\\texts\\p3, second talk.rtf", "P3"),
        ("folder/2017-05-03 P3-final.v2.txt", "P3"),
        ("P3", "P3"),
        ("P30 and P3", "P3"),
    ],
)
def test_the_id_of_a_participant_is_found_as_a_whole_word(name, pseudonym):
    assert pair([name], existing=EXISTING) == [pseudonym]


@pytest.mark.parametrize("name", ["P33 interview", "XP3", "P03", "Ann Example", "interview 3", ""])
def test_nobody_is_numbered_where_there_are_participants(name):
    with pytest.raises(DataError, match="document d1, whose name contains no pseudonym") as raised:
        pair([name], existing=EXISTING)
    assert "(P1, P2, P3)" in str(raised.value) and "--people" in str(raised.value)
    assert "Ann" not in str(raised.value)


@pytest.mark.parametrize("known", [{}, {"existing": EXISTING}])
def test_a_name_with_two_ids_is_asked_about(known):
    with pytest.raises(DataError, match="document d2, whose name contains 2 pseudonyms"):
        pair(["P1", "P2 and P3 together"], **known)


def test_a_list_goes_before_what_a_name_holds():
    given = {"Ann Example": "P2", "P1 with the manager.docx": "P3"}
    names = ["ann\u00a0example.docx", "P1 with the manager.docx", "P1"]
    assert pair(names, given=given, existing=EXISTING) == ["P2", "P3", "P1"]


def test_a_new_number_is_never_one_that_a_name_holds():
    assert pair(["Ann", "P1 interview", "Bo", "P3"]) == ["P2", "P1", "P4", "P3"]
    assert pair(["P2 first.docx", "p2 second.docx"]) == ["P2", "P2"]


def test_the_same_name_in_a_second_file_is_the_same_person_and_another_is_not():
    roster = Roster()
    first = roster.pair(["Ann", "Bo"], ["case 1", "case 2"], "a.qdpx")
    second = roster.pair(["Cy", "Ann"], ["case 1", "case 2"], "b.qdpx")
    assert [each.pseudonym for each in first + second] == ["P1", "P2", "P3", "P1"]
    assert str(second[1]) == "case 2 is P1 (as before)"


@pytest.fixture
def cohort(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    project = Project(tmp_path)
    make_cohort("c", project)
    rows = "participant,role\nP1,SENCO\nP2,SENCO\nP3,SENCO\n"
    (project.cohort("c") / "participants.csv").write_text(rows, "utf-8")
    return project


def write_talks(path, *names):
    talks = [f"{name} says so." for name in names]
    sources = "".join(
        text_source(n, selection(n, 0, len(talk), talk), name=name)
        for n, (name, talk) in enumerate(zip(names, talks, strict=True), start=1)
    )
    path.write_bytes(pack(qda_project(sources), talks))
    return path


def test_documents_in_another_order_go_to_the_participants_that_they_name(cohort, tmp_path):
    path = write_talks(tmp_path / "talks.qdpx", "P3 interview", "P1 interview")
    intake = import_files("c", [path], cohort)
    assert list_errors(intake.findings) == []
    segments = pd.read_csv(cohort.cohort("c") / "segments.csv")
    assert segments[["document", "participant"]].to_numpy().tolist() == [["d1", "P3"], ["d2", "P1"]]
    told = "\n".join(intake.notes)
    assert "document d1 is P3 (by its name); document d2 is P1 (by its name)." in told


def test_documents_of_nobody_known_are_refused_and_a_list_says_who_they_are(cohort, tmp_path):
    path = write_talks(tmp_path / "talks.qdpx", "Bo Example.docx", "Ann Example.docx")
    intake = import_files("c", [path], cohort)
    assert intake.written == [] and len(list_errors(intake.findings)) == 2
    assert "Example" not in "".join(map(str, intake.findings))
    people = {"Ann Example": "P1", "Bo Example": "P2"}
    intake = import_files("c", [path], cohort, people=people)
    segments = pd.read_csv(cohort.cohort("c") / "segments.csv")
    assert segments["participant"].tolist() == ["P2", "P1"]
    assert "document d1 is P2 (by the list of people)" in "\n".join(intake.notes)


def test_a_grid_goes_to_the_participant_whom_its_file_names(cohort, tmp_path):
    path = tmp_path / "P3 grid of May.txt"
    path.write_text(OPENREPGRID, "utf-8")
    intake = import_files("c", [path], cohort)
    assert list_errors(intake.findings) == []
    assert set(pd.read_csv(cohort.cohort("c") / "grids.csv")["participant"]) == {"P3"}


def test_a_grid_that_names_two_participants_is_asked_about(cohort, tmp_path):
    path = tmp_path / "P3 P1.txt"
    path.write_text(OPENREPGRID, "utf-8")
    intake = import_files("c", [path], cohort)
    assert intake.written == []
    assert "named after no participant" in str(list_errors(intake.findings)[0])
