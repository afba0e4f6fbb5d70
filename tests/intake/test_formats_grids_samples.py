"""One made-up grid as each program saves it: all come out the same."""

import csv
import re
import shlex

import numpy as np
import pytest

from senco.errors import DataError
from senco.intake.formats.grids import read_grids
from senco.measures.grids import Construct
from tests.conftest import ROOT

SAMPLES = ROOT / "tests" / "samples" / "grids"
CATALOGUE = ROOT / "analysis" / "senco" / "intake" / "formats" / "catalogue" / "grids.csv"
ELEMENTS = ("me now", "me at my best", "first head", "mentor")
POLES = (
    Construct("patient", "in a hurry"),
    Construct("plans ahead", "muddles on"),
    Construct("listens", "talks"),
)
RATINGS = [[3, 1, 5, 2], [4, 2, 5, 1], [2, 1, 4, 3]]

with CATALOGUE.open(encoding="utf-8", newline="") as stream:
    ROWS = list(csv.DictReader(stream))


def read(row):
    words = shlex.split(row["command"])
    scale = tuple(map(float, words[-2:])) if "--scale" in words else None
    return read_grids(SAMPLES / row["sample"], scale=scale)


def test_every_sample_is_in_the_list_and_every_program_has_one():
    assert sorted(row["sample"] for row in ROWS) == sorted(p.name for p in SAMPLES.iterdir())
    for row in ROWS:
        assert (SAMPLES / row["sample"]).suffix in row["endings"].split()
        assert re.match(r"senco grid FILE( --|$)", row["command"])


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row["sample"] != "windows-1252.csv"],
    ids=lambda row: row["sample"],
)
def test_the_same_grid_comes_out(row):
    grid = read(row)[0].grid
    assert grid.elements == ELEMENTS
    assert [(c.left, c.right) for c in grid.constructs] == [(c.left, c.right) for c in POLES]
    low, high = grid.scale
    np.testing.assert_allclose(1 + 4 * (grid.ratings - low) / (high - low), RATINGS)
    assert grid.scale == ((0, 1) if row["sample"] == "scivesco.scires" else (1, 5))


def test_another_code_page():
    (reading,) = read_grids(SAMPLES / "windows-1252.csv")
    assert reading.grid.elements == ("ich heute", "ich früher", "die Großmutter")
    assert reading.notes == ("The text was read as Windows-1252, with the letters ß ä ö ü.",)
    (wrong,) = read_grids(SAMPLES / "windows-1252.csv", encoding="cp850")
    assert wrong.grid.elements[1] != "ich früher" and wrong.notes == ()


def test_what_repgrid_s_sheets_do_not_state_is_as_before():
    """Elements, poles and range of the first grid hold in the second."""
    first, second = read_grids(SAMPLES / "repgrid-spreadsheet.txt")
    assert (first.grid.name, second.grid.name) == ("P1", "P2")
    assert second.grid.elements == ELEMENTS and second.grid.constructs == POLES
    assert second.grid.ratings.tolist() == [row[::-1] for row in RATINGS]


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        ("repgrid-spreadsheet.txt", "Range\t1\t5", "Range\t1", "row 3: found a range without two"),
        ("repgrid-spreadsheet.txt", "5\t2\n", "5\t2\t7\n", "row 5: found 5 ratings; allowed: 4"),
        ("repgrid-spreadsheet.txt", "5\t2\n", "5\tx\n", "row 5, column mentor: found 'x'"),
        ("repgrid-basic.txt", "4251", "42 1", "row 6: found a line that contains something else"),
        ("repgrid-basic.txt", "4,3,", "4,99999,", "found 99999 constructs by 4 elements"),
        ("gridsuite.xml", 'ele_id="4">2', 'ele_id="9">2', "construct '1' and element '9'"),
        ("gridsuite.xml", 'ele_id="4">2', 'ele_id="3">2', "a second rating of construct 1"),
        ("gridsuite.xml", 'ele_id="4">2', 'ele_id="4">7', "construct 1, element 4: found the rat"),
        ("gridsuite.xml", "<grid>", "<!DOCTYPE grid []><grid>", "a document type"),
        ("gridsuite.xml", "</ratings>", "", "XML that is not well-formed"),
        ("gridsuite.xml", "ratings ", "numbers ", "XML that is not well-formed"),
        ("scivesco.scires", '"Bipolar"', '"Tetralemma"', "ratings of the kind Tetralemma"),
        ("scivesco.scires", 'Value="0.5000"', 'Value="0.9000"', "found construct 1, me now: rat"),
        ("scivesco.scires", "Interview Id", "Talk Id", "XML that is not well-formed"),
        ("scivesco.scires", "InterviewDataRoot", "Data", "a page or an XML document"),
    ],
)
def test_faults_have_their_place(tmp_path, name, old, new, found):
    text = (SAMPLES / name).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / name
    count = -1 if old == "InterviewDataRoot" else 1
    path.write_text(text.replace(old, new, count), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_grids(path)
    assert found in str(caught.value) and str(path.name) in str(caught.value)


def test_names_that_shaw_s_format_may_leave_out_are_numbered(tmp_path):
    path = tmp_path / "short.txt"
    path.write_text("4,3,1,5\n3152\n4?51\n2,1,4,3\n", encoding="utf-8")
    (reading,) = read_grids(path)
    assert reading.grid.elements[0] == "element 1" and reading.grid.constructs[2].left == "left 3"
    assert np.isnan(reading.grid.ratings[1, 1]) and reading.grid.ratings[2, 2] == 4
    assert "numbered" in reading.notes[0]


def test_a_range_that_repgrid_leaves_out_is_1_to_5(tmp_path):
    path = tmp_path / "pets.txt"
    path.write_text("Grid\tdog\tcat\nkind\tfierce\t1\t4\n", encoding="utf-8")
    (reading,) = read_grids(path)
    assert reading.grid.scale == (1, 5) and "no range" in reading.notes[0]
