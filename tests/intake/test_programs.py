"""Files of coding and grid programs come in through `senco import`, like any others."""

import shutil

import pandas as pd
import pytest

from senco.errors import DataError, list_errors
from senco.intake.importing import import_files
from senco.intake.programs import GridOptions, is_foreign, read_people
from senco.intake.start import make_cohort
from senco.workspace.paths import Project
from tests.conftest import ROOT
from tests.intake.test_formats_qda import HOME, SECRET, pack, selection, text_source
from tests.intake.test_formats_qda import project as qda_project

OPENREPGRID = """A grid
ELEMENTS
me
best
ann
END ELEMENTS
CONSTRUCTS
calm : hurried
listens : talks
END CONSTRUCTS
RATINGS
4 1 5
3 1 NA
END RATINGS
RANGE
1 5
END RANGE
"""


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    made = Project(tmp_path)
    make_cohort("trial", made)
    return made


def read(project, table):
    return pd.read_csv(project.cohort("trial") / f"{table}.csv", dtype=str)


def write_project(path):
    text = "Time is short. Cover is rare."
    spans = [selection(1, 0, 14, "Time is short."), selection(2, 15, 29, "Cover is rare.")]
    xml = qda_project(text_source(1, "".join(spans)))
    path.write_bytes(pack(xml, [text]))
    return path


def test_a_coded_project_becomes_segments_codes_and_codings(project, tmp_path):
    intake = import_files("trial", [write_project(tmp_path / "coded.qdpx")], project)
    assert list_errors(intake.findings) == []
    assert len(read(project, "segments")) == 2
    assert set(read(project, "codings")["code"]) <= set(read(project, "codes")["code"])
    assert any("Everyone is entered as SENCO" in note for note in intake.notes)
    for path in project.cohort("trial").iterdir():
        written = path.read_text(encoding="utf-8")
        assert SECRET not in written and HOME not in written and "Time is short" not in written


def test_grids_of_several_people_become_one_set_of_tables(project, tmp_path):
    people = tmp_path / "participants.csv"
    people.write_text("participant,role\nP1,SENCO\nP2,SENCO\n", encoding="utf-8")
    files = [people]
    for who in ("P1", "P2"):
        files.append(tmp_path / f"{who}.txt")
        files[-1].write_text(OPENREPGRID, encoding="utf-8")
    intake = import_files("trial", files, project)
    assert list_errors(intake.findings) == []
    assert read(project, "grids").groupby("participant")["rating"].count().to_dict() == {
        "P1": 5,
        "P2": 5,
    }
    assert read(project, "grid_constructs")["left_pole"].tolist() == ["calm", "listens"] * 2


def test_what_is_said_of_a_grid_reaches_its_tables(project, tmp_path):
    """Scale, self and ideal by number; a rating of 9 is none; an encoding that is told."""
    people = tmp_path / "participants.csv"
    people.write_text("participant,role\nP1,SENCO\n", encoding="utf-8")
    path = tmp_path / "P1.dat"
    path.write_bytes(
        "P1\n2 3\nfroh - müde\na - b\nich\nIdeal\nsie\n1 2 9\n5 4 3\n".encode("cp1252")
    )
    options = GridOptions(scale=(1, 7), missing=9, self_element="1", ideal_element="Ideal")
    intake = import_files("trial", [people, path], project, grid_options=options)
    assert list_errors(intake.findings) == []
    assert read(project, "elements")["part"].tolist() == ["self", "ideal", "other"]
    assert read(project, "grids")["rating"].isna().sum() == 1
    assert "P1.dat: Grid 1 is that of P1, on a scale from 1 to 7; 1 rating missing." in intake.notes
    assert "P1.dat: The text was read as Windows-1252, with the letters ü." in intake.notes
    assert "P1.dat: 1 was read as the number of an element: the self is 'ich'." in intake.notes


@pytest.mark.parametrize("name", ["gridsuite.xml", "scivesco.scires", "repgrid-spreadsheet.txt"])
def test_grids_of_other_programs_are_known_by_ending_or_content(name):
    assert is_foreign(ROOT / "tests" / "samples" / "grids" / name)


def test_a_grid_that_is_named_after_nobody_is_refused_with_what_to_do(project, tmp_path):
    path = tmp_path / "my grid.txt"
    path.write_text(OPENREPGRID, encoding="utf-8")
    intake = import_files("trial", [path], project)
    told = [str(finding) for finding in list_errors(intake.findings)]
    assert any("named after no participant" in text and "P1.txt" in text for text in told)
    assert intake.written == []


def test_a_broken_project_leaves_the_cohort_as_it_was(project, tmp_path):
    before = {path: path.read_bytes() for path in project.cohort("trial").iterdir()}
    path = write_project(tmp_path / "coded.qdpx")
    path.write_bytes(path.read_bytes()[:200])
    intake = import_files("trial", [path], project)
    assert list_errors(intake.findings) and intake.written == []
    assert {path: path.read_bytes() for path in project.cohort("trial").iterdir()} == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("who,participant\nJane Doe,P1\n", "the columns name and participant"),
        ("name,participant\nJane Doe,Jane\n", "row 2, column participant: found no pseudonym"),
        ("name,participant\n\nJane Doe,\n", "row 3, column participant: found no pseudonym"),
        ('name,participant\n"Jane Doe,P1\n', "row 2: found a cell that cannot be read"),
        ("participant,name\nP1,Jane Doe\nP2\n", "row 3, column name: found no name"),
        ("", "the columns name and participant"),
    ],
)
def test_a_list_of_people_that_is_none_is_refused_without_a_name(tmp_path, text, words):
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as raised:
        read_people(path)
    assert words in str(raised.value) and "Jane" not in str(raised.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_list_of_people_is_read_as_a_spreadsheet_saves_it(tmp_path, encoding):
    path = tmp_path / "people.csv"
    path.write_bytes("participant;note;name\r\nP1;;Zoë Doe\r\n;;\r\n".encode(encoding))
    assert read_people(path) == {"Zoë Doe": "P1"}
