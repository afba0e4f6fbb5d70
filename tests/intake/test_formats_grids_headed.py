"""Grids as theses print them: headings, titles, poles in one cell, several grids in a sheet."""

import math

import openpyxl
import pytest

from senco.errors import DataError, MeasureError
from senco.intake.formats.grids import read_grids
from senco.measures.grids import Construct

POLES = (Construct("patient", "in a hurry"), Construct("plans ahead", "muddles on"))
RATINGS = [[2, 5, 3], [4, 1, 2]]
ELEMENTS = ("myself", "first head", "ideal")

#: One grid, laid out as people do; those marked with a scale state it.
LAYOUTS = {
    "poles on either side": """Left pole,myself,first head,ideal,Right pole
patient,2,5,3,in a hurry
plans ahead,4,1,2,muddles on
""",
    "numbered rows": """No,Emergent pole,myself,first head,ideal,Implicit pole
1,patient,2,5,3,in a hurry
2,plans ahead,4,1,2,muddles on
""",
    "numbers with letters": """Construct no.,Similarity pole,myself,first head,ideal,Contrast
C1,patient,2,5,3,in a hurry
C2,plans ahead,4,1,2,muddles on
""",
    "poles first": """Emergent Pole,Contrast Pole,myself,first head,ideal
patient,in a hurry,2,5,3
plans ahead,muddles on,4,1,2
""",
    "poles last": """myself,first head,ideal,left,right
2,5,3,patient,in a hurry
4,1,2,plans ahead,muddles on
""",
    "one and two are no scale": """Pole 1,Pole 2,myself,first head,ideal
patient,in a hurry,2,5,3
plans ahead,muddles on,4,1,2
""",
    "no words for poles": """,myself,first head,ideal,
patient,2,5,3,in a hurry
plans ahead,4,1,2,muddles on
""",
    "both in one cell": """Construct,myself,first head,ideal
patient – in a hurry,2,5,3
plans ahead – muddles on,4,1,2
""",
    "versus": """myself,first head,ideal,Construct
2,5,3,patient vs in a hurry
4,1,2,plans ahead vs muddles on
""",
    "stroke, and columns of nothing": """#,Bipolar construct,myself,first head,ideal,,
1,patient/in a hurry,2,5,3,,
2,plans ahead/muddles on,4,1,2,,
""",
    "headings in two rows": """Left pole,Elements,,,Right pole
,myself,first head,ideal,
patient,2,5,3,in a hurry
plans ahead,4,1,2,muddles on
""",
    "an element in each row": """Left pole,patient,plans ahead
Right pole,in a hurry,muddles on
myself,2,4
first head,5,1
ideal,3,2
""",
    "elements in rows, poles in a cell": """Element,patient - in a hurry,plans ahead - muddles on
myself,2,4
first head,5,1
ideal,3,2
""",
    "a row for each rating": """element,construct,rating
myself,patient - in a hurry,2
first head,patient - in a hurry,5
ideal,patient - in a hurry,3
myself,plans ahead - muddles on,4
first head,plans ahead - muddles on,1
ideal,plans ahead - muddles on,2
""",
    "Spanish": """Polo emergente;myself;first head;ideal;Polo implícito
patient;2;5;3;in a hurry
plans ahead;4;1;2;muddles on
""",
}
STATED = {
    "numbers of the poles": "Pole 1,Pole 7,myself,first head,ideal\npatient,in a hurry,2,5,3\n"
    "plans ahead,muddles on,4,1,2\n",
    "numbers turned round": "Pole 7,myself,first head,ideal,Pole 1\nin a hurry,2,5,3,patient\n"
    "muddles on,4,1,2,plans ahead\n",
    "in brackets": "Left pole (1),myself,first head,ideal,Right pole (7)\n"
    "patient,2,5,3,in a hurry\nplans ahead,4,1,2,muddles on\n",
    "in a cell": "1-7,myself,first head,ideal,\npatient,2,5,3,in a hurry\n"
    "plans ahead,4,1,2,muddles on\n",
    "in words": "1 to 7,myself,first head,ideal,\npatient,2,5,3,in a hurry\n"
    "plans ahead,4,1,2,muddles on\n",
    "in a title": "Second interview\nRated on a scale of 1 to 7\n"
    "Left pole,myself,first head,ideal,Right pole\npatient,2,5,3,in a hurry\n"
    "plans ahead,4,1,2,muddles on\n",
    "at the ends, in a title": "1 = left pole; 7 = right pole\n\n"
    "Left,myself,first head,ideal,Right\npatient,2,5,3,in a hurry\nplans ahead,4,1,2,muddles on\n",
    "below": "Element,patient - in a hurry,plans ahead - muddles on\n"
    "myself,2,4\nfirst head,5,1\nideal,3,2\n\nScale: 1-7\nLeft poles: patient, plans ahead\n",
    "by rows, below a title": "Second interview\n1,myself,first head,ideal,7\n"
    "patient,2,5,3,in a hurry\nplans ahead,4,1,2,muddles on\n",
}


@pytest.fixture
def read(tmp_path):
    """Read the grids of a text, or of rows saved as a workbook."""

    def read(text: str, name: str = "S1.csv", **options):
        path = tmp_path / name
        if name.endswith(".xlsx"):
            book = openpyxl.Workbook()
            for line in text.splitlines():
                book.active.append([_as_cell(cell) for cell in line.split(",")])
            book.save(path)
        else:
            path.write_text(text, encoding="utf-8")
        return read_grids(path, **options)

    return read


def _as_cell(cell: str):
    return None if not cell else float(cell) if cell.lstrip("-").isdigit() else cell


def check(reading, scale=(1, 7)):
    read = reading.grid
    assert (read.elements, read.constructs, read.scale) == (ELEMENTS, POLES, scale)
    assert read.ratings.tolist() == RATINGS


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "Spanish"])
def test_a_layout_is_read_and_its_scale_asked_for(read, layout, ending):
    """Ratings from 1 to 5 may have been given on any scale that holds them."""
    (reading,) = read(LAYOUTS[layout], f"S1{ending}", scale=(1, 7))
    check(reading)
    with pytest.raises(DataError, match=r"no scale \(ratings from 1 to 5\).*--scale LOW HIGH"):
        read(LAYOUTS[layout], f"S2{ending}")


def test_headings_in_another_language(read):
    check(read(LAYOUTS["Spanish"], scale=(1, 7))[0])


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("layout", STATED)
def test_a_scale_that_is_stated_is_taken(read, layout, ending):
    (reading,) = read(STATED[layout], f"S1{ending}")
    check(reading)
    assert "interview" not in "".join(reading.notes)


@pytest.mark.parametrize("layout", ["in a title", "below", "by rows, below a title"])
def test_a_title_or_note_is_said_by_its_row(read, layout):
    told = read(STATED[layout])[0].notes
    assert any("skipped as" in note and note.startswith("Row") for note in told)


def test_several_grids_stand_one_below_another(read):
    grid = LAYOUTS["poles on either side"]
    text = f"P1\n{grid}\nP2\n{grid}\n\n1,a,b,5\nkind,2,3,strict\n"
    first, second, third = read(text, scale=(1, 7))
    check(first)
    check(second)
    assert third.grid.elements == ("a", "b") and third.layout == "wide"
    assert [one.grid.name for one in (first, second)] == ["P1", "P2"]
    assert third.grid.name == "S1, row 12"


def test_merged_cells_hold_their_text_once(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Grid of the second interview"],
        ["Left pole", "Elements", None, None, "Right pole"],
        [None, "myself", "first head", "ideal", None],
        ["patient", 2, 5, 3, "in a hurry"],
        ["plans ahead", 4, 1, 2, "muddles on"],
    ):
        sheet.append(row)
    for cells in ("A1:E1", "B2:D2", "A2:A3", "E2:E3"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "S1.xlsx")
    check(read_grids(tmp_path / "S1.xlsx", scale=(1, 7))[0])


def test_preferred_poles_may_be_given_by_their_rating(read):
    """As OpenRepGrid.ic's sheets have it: 0 stands for the left pole and 1 for the right."""
    text = "0,a,b,c,1,preferred\nkind,0,1,,strict,0\nnew,1,NA,0,old,1\n"
    assert [one.preferred for one in read(text)[0].grid.constructs] == ["left", "right"]


@pytest.mark.parametrize("layout", ["poles on either side", "both in one cell", "versus"])
def test_right_poles_may_come_first(read, layout):
    """The ratings stay; the poles change places, and so does the preferred one."""
    (reading,) = read(LAYOUTS[layout], scale=(1, 7), right_first=True)
    assert reading.grid.constructs == tuple(one.reflect() for one in POLES)
    assert reading.grid.ratings.tolist() == RATINGS
    assert "written first was read as the right one" in reading.notes[-1]


def test_right_first_is_refused_where_the_file_says_where_poles_lie(read):
    with pytest.raises(DataError, match=r"--right-first, where the file says.*Leave it out"):
        read(STATED["numbers of the poles"], right_first=True)


def test_a_construct_with_one_pole_is_read_and_noted(read):
    text = "1,a,b,5\nkind,1,2,strict\nloud,3,4,\n,5,1,old\n"
    (reading,) = read(text)
    assert [one.label for one in reading.grid.constructs] == ["kind – strict", "loud", "old"]
    assert reading.notes == (
        "No left pole is named for construct 3: read with only the other pole.",
        "No right pole is named for construct 2: read with only the other pole.",
    )


def test_every_rating_that_is_none_is_named_at_once(read):
    text = "Left pole,me,Ann,Right pole\nkind,x,2,strict\nnew,1,two,old\n"
    with pytest.raises(DataError) as caught:
        read(text, scale=(1, 5))
    assert [(f.row, f.column, f.found) for f in caught.value.findings] == [
        (2, "me", "'x'"),
        (3, "Ann", "'two'"),
    ]


def test_a_number_beyond_the_scale_may_stand_for_no_rating(read):
    """9 on a scale to 5 is a slip, a missing rating, or of a wider scale: all three are told."""
    text = "1,a,b,5\nkind,1,9,strict\nnew,9,2,old\n"
    with pytest.raises(DataError, match=r"--missing 9; or give the whole scale: --scale"):
        read(text)
    ratings = read(text, missing=9)[0].grid.ratings
    assert ratings[0, 0] == 1 and math.isnan(ratings[0, 1]) and math.isnan(ratings[1, 0])
    with pytest.raises(DataError, match="--missing 2, which is a rating on the scale"):
        read(text, missing=2)


def test_a_scale_takes_the_place_of_the_one_that_is_stated(read):
    (reading,) = read("1,a,b,5\nkind,1,2,strict\n", scale=(0, 6))
    assert reading.grid.scale == (0, 6)
    assert reading.notes == ("The file states a scale from 1 to 5: 0 to 6 was used, as requested.",)
    with pytest.raises(DataError, match="row 2, column b: found the rating 2; allowed: 0 to 1"):
        read("1,a,b,5\nkind,1,2,strict\n", scale=(0, 1))
    with pytest.raises(MeasureError, match="give the lowest rating first"):
        read("1,a,b,5\nkind,1,2,strict\n", scale=(5, 1))


@pytest.mark.parametrize(
    "text",
    [
        "participant,play,rest\nS1,1,2\nS2,2,1\n",
        "name,age,size\nAnn,3,4\n",
        "Left pole,Right pole\nkind,strict\n",
        "a,b,c\nd,e,f\n",
    ],
)
def test_other_tables_are_not_taken_for_grids(read, text):
    with pytest.raises(DataError, match="a format that cannot"):
        read(text, scale=(1, 7))


def test_a_cell_of_more_than_two_poles_is_refused_by_its_row(read):
    text = "Construct,me,Ann\nkind - strict,1,2\nnew - old - odd,2,1\n"
    with pytest.raises(DataError, match="row 3, column 1: found 'new - old - odd'"):
        read(text, scale=(1, 5))


def test_a_row_that_ends_too_early_is_refused_by_its_number(read):
    text = "Left pole,me,Ann,Right pole\nkind,1\nnew,2,1,old\n"
    with pytest.raises(DataError, match="row 2: found 2 cells; allowed: 4 as in the header"):
        read(text, scale=(1, 5))
