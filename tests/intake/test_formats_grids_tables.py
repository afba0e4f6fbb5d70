"""Wide, long and column tables, from CSV and from Excel."""

import csv
import math
import re

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from senco.errors import DataError
from senco.intake.formats.grids import read_grids
from senco.measures.grids import Construct, Grid

WIDE = """1,self,ideal,mother,friend,5
calm,2,1,4,5,hurried
new,1,2,5,4,old
plain,3,5,1,3,fancy
"""


@pytest.fixture
def write(tmp_path):
    """Write a file and return its path."""

    def write(text: str | bytes, name: str = "S1.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def save(tmp_path):
    """Save sheets as a workbook and return its path."""

    def save(sheets: dict[str, list[list]], name: str = "grids.xlsx"):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return save


def same(reading, grid: Grid) -> bool:
    """Whether a grid was read with these names, poles, ratings and scale."""
    read = reading.grid
    return (read.elements, read.constructs, read.scale, read.ratings.tolist()) == (
        grid.elements,
        grid.constructs,
        grid.scale,
        grid.ratings.tolist(),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_wide_csv(grid, write, delimiter, encoding):
    """Comma, semicolon or tab; UTF-8 with or without a mark, or UTF-16."""
    (reading,) = read_grids(write(WIDE.replace(",", delimiter).encode(encoding)))
    assert same(reading, grid)
    notes = ("The text was read as UTF-16.",) if encoding == "utf-16" else ()
    assert (reading.layout, reading.grid.name, reading.notes) == ("wide", "S1", notes)


def test_line_ends_and_blank_lines_do_not_matter(grid, write):
    """Windows and old Macintosh line ends, blank lines, blank cells at the end."""
    for text in (
        WIDE.replace("\n", "\r\n"),
        WIDE.replace("\n", "\r"),
        "\n\n" + WIDE.replace("\n", "\n\n"),
        WIDE.replace("\n", ",,\n"),
    ):
        assert same(read_grids(write(text))[0], grid)


def test_quoted_names_may_hold_the_delimiter(write):
    """Many semicolons within quotation marks do not make it a semicolon file."""
    text = '1,"a;b;c;d;e",me,5\n"slow, calm",1,2,"fast ""now"""\n'
    read = read_grids(write(text))[0].grid
    assert read.elements == ("a;b;c;d;e", "me")
    assert read.constructs == (Construct("slow, calm", 'fast "now"'),)


def test_missing_ratings(write):
    """Blank, NA, ? and a full stop are missing ratings."""
    text = "1,a,b,c,d,e,5\nx,,NA,?,.,3,y\n"
    read = read_grids(write(text))[0].grid
    assert read.rated.tolist() == [[False, False, False, False, True]]


def test_preferred_poles(write):
    """A column after the right poles; words may be shortened; NA and blank are unknown."""
    rows = "".join(f"l{i},1,2,r{i},{word}\n" for i, word in enumerate(["left", "r", "none", "NA"]))
    read = read_grids(write("1,a,b,5,preferred_pole\n" + rows + "l9,1,2,r9\n"))[0].grid
    assert [c.preferred for c in read.constructs] == ["left", "right", "none", None, None]


def test_a_scale_may_be_given(write):
    """A given scale replaces the file's."""
    assert read_grids(write(WIDE), scale=(0, 10))[0].grid.scale == (0, 10)


def test_constructs_in_columns(grid, write):
    """An element per row; the scale has to be taken from the ratings, which is noted."""
    text = "who,calm:hurried,new : old,plain:fancy\nself,2,1,3\nideal,1,2,5\nmother,4,5,1\n"
    (reading,) = read_grids(write(text + "friend,5,4,3\n"))
    assert same(reading, grid)
    assert reading.layout == "columns"
    assert "1 to 5 was taken" in reading.notes[0]
    assert read_grids(write(text), scale=(1, 7))[0].notes == ()


LONG = "element,left_pole,right_pole,rating,preferred_pole,rmin,rmax\n"


def test_long_csv(write):
    """A row for each rating; a rating without a row is missing."""
    text = LONG + "a,x,y,1,left,1,5\nb,x,y,2,left,1,5\na,u,v,3,NA,1,5\n"
    (reading,) = read_grids(write(text))
    assert reading.grid.elements == ("a", "b")
    assert reading.grid.constructs == (Construct("x", "y", "left"), Construct("u", "v"))
    assert reading.grid.ratings[0].tolist() == [1, 2]
    assert reading.grid.rated.tolist() == [[True, True], [True, False]]


def test_long_csv_of_several_persons(write):
    """A column grid, person or participant parts the grids."""
    text = "Participant,Element,Left pole,Right pole,Rating,rmin,rmax\n"
    rows = "S1,a,x,y,1,1,5\nS1,b,x,y,2,1,5\nS2,a,u,v,3,1,7\nS2,b,u,v,4,1,7\n"
    first, second = (reading.grid for reading in read_grids(write(text + rows)))
    assert (first.name, first.scale, second.name, second.scale) == ("S1", (1, 5), "S2", (1, 7))


def test_workbook_of_several_sheets(grid, save):
    """Every sheet is a grid, wide or long; a sheet of notes is passed over and noted."""
    wide = [[1, *grid.elements, 5]]
    wide += [
        [c.left, *row, c.right]
        for c, row in zip(grid.constructs, grid.ratings.tolist(), strict=True)
    ]
    long = [["element", "left_pole", "right_pole", "rating", "rmin", "rmax"]]
    for c, row in zip(grid.constructs, grid.ratings.tolist(), strict=True):
        for element, rating in zip(grid.elements, row, strict=True):
            long.append([element, c.left, c.right, rating, 1, 5])
    readings = read_grids(save({"S1": wide, "notes": [["made in June"]], "S2": long, "none": []}))
    assert [(r.grid.name, r.layout) for r in readings] == [("S1", "wide"), ("S2", "long")]
    assert all(same(reading, grid) for reading in readings)
    assert readings[0].notes == ("Sheet 'notes' contains no grid and was skipped.",)


def test_a_lone_sheet_goes_by_the_name_of_its_file(save):
    """'Sheet1' says nothing about whose grid it is."""
    rows = [[1, "a", "b", 5], ["x", 1, 2.5, "y"]]
    (reading,) = read_grids(save({"Sheet1": rows}, "S4.xlsx"))
    assert reading.grid.name == "S4"
    assert reading.grid.ratings.tolist() == [[1, 2.5]]


def test_a_grid_of_single_poles(write):
    """Where no construct has a right pole, that is the grid's kind and not a slip."""
    (reading,) = read_grids(write("1,a,b,5\nkind,1,2,\nloud,3,4,\n"))
    assert reading.grid.constructs[0] == Construct("kind", "")
    assert reading.grid.constructs[0].label == "kind"
    assert "No construct has a right pole" in reading.notes[0]


@pytest.mark.parametrize(
    ("text", "row", "column", "found", "allowed"),
    [
        (WIDE.replace("4,5,hurried", "4,9,hurried"), 2, "friend", "rating 9", "1 to 5"),
        (WIDE.replace("1,2,5,4,old", "1,2,5,old"), 3, None, "5 cells", "6 as in the header"),
        (WIDE.replace("5,1,3,fancy", "5,1,3,3,fancy"), 4, None, "7 cells", "6 as in"),
        (WIDE.replace("ideal", "self"), 1, "3", "element 'self' a second time", "once"),
        (WIDE.replace("ideal", ""), 1, "3", "an element without a name", "a name"),
        (WIDE.replace("calm", "").replace("hurried", ""), 2, None, "1 without a pole", "poles"),
        (WIDE.replace("1,2,5,4", '1,"2,5",5,4'), 3, "ideal", "'2,5'", "decimal point"),
        (WIDE.replace("1,2,5,4", "1,two,5,4"), 3, "ideal", "'two'", "a number"),
        (WIDE.replace("1,2,5,4", "1,inf,5,4"), 3, "ideal", "'inf'", "a number"),
        (
            WIDE.replace(("friend,5"), "friend,0.5"),
            1,
            None,
            "scale from 1 to 0.5",
            "first number is the lower",
        ),
        ("1,a,b,5,preferred\nx,1,2,y,up\n", 2, "preferred", "'up'", "left, right, none"),
        (LONG + "a,x,y,1,NA,1,5\na,x,y,2,NA,1,5\n", 3, "rating", "a second time", "one rating"),
        (LONG + "a,x,y,1,NA,1,5\nb,x,y,2,NA,1,7\n", 3, "rmin", "scale 1 to 7", "1 to 5 as"),
        (LONG + "a,x,y,1,NA,1,5\nb,x,y,2,left,1,5\n", 3, "preferred_pole", "'left'", "'NA' as"),
        (LONG + "a,x,y,6,NA,1,5\n", 2, "rating", "rating 6", "1 to 5"),
        (LONG + "a,x,y,1,NA,one,5\n", 2, "rmin", "one to 5", "two numbers"),
        ('1,a,b,5\n"two\nlines",1,2,y\nx,9,2,z\n', 3, "a", "rating 9", "1 to 5"),
        ("who,x:y\na,1\na,2\n", 3, "1", "element 'a' a second time", "once"),
        ("who,x:y\na,1\nb,1\n", None, None, "no scale (the same rating", "lowest and the highest"),
    ],
)
def test_faults_have_their_place(write, text, row, column, found, allowed):
    """File, row and column, what was found and what may stand there."""
    path = write(text)
    with pytest.raises(DataError) as caught:
        read_grids(path)
    finding = caught.value.findings[0]
    assert finding.file == path.as_posix()
    assert (finding.row, finding.column) == (row, column)
    assert found in finding.found and allowed in finding.allowed


def test_every_fault_is_reported_at_once(save):
    """Two faults in one sheet and one in another make three findings, each with its sheet."""
    good = [[1, "a", "b", 5], ["x", 1, 2, "y"]]
    bad = [[1, "a", "b", 5], ["x", 9, 2, "y"], ["u", 1, 8, "v"]]
    other = [[1, "a", "b", 5], ["", 1, 2, ""], ["u", 1, 2, "v"]]
    with pytest.raises(DataError) as caught:
        read_grids(save({"good": good, "bad": bad, "other": other}))
    places = [(f.file.rpartition(", ")[2], f.row, f.column) for f in caught.value.findings]
    assert places == [("sheet bad", 2, "a"), ("sheet bad", 3, "b"), ("sheet other", 2, None)]


def test_a_remedy_for_decimal_commas(write):
    """The message writes the number as it should be."""
    with pytest.raises(DataError, match=r"Write 2\.5\."):
        read_grids(write("1;a;b;5\nx;2,5;3;y\n"))


@pytest.mark.parametrize(
    "text",
    [
        "1,a,b,5\nslow,,NA,fast\nnew,?,-,old\n",
        "element,left_pole,right_pole,rating,rmin,rmax\na,slow,fast,,1,5\nb,slow,fast,?,1,5\n",
        ",slow : fast,new : old\na,,\nb,?,NA\n",
    ],
)
def test_a_grid_without_a_rating_is_refused(write, text):
    """A form that nobody filled in is no grid in which everything is alike."""
    with pytest.raises(DataError, match="found no rating of any element"):
        read_grids(write(text))


def by_csv(rows, path):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def by_openpyxl(rows, path):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    book.save(path)


WORDS = st.text("abéñ ß😀'\";|-", min_size=1, max_size=9).map(str.strip).filter(
    lambda word: re.search("[a-zé]", word)
)  # fmt: skip


@st.composite
def filled(draw):
    """Elements, poles and ratings on a scale from 1 to 7, one rating at least."""
    elements = draw(st.lists(WORDS, min_size=2, max_size=4, unique_by=str.casefold))
    poles = draw(st.lists(WORDS, min_size=4, max_size=4, unique_by=str.casefold))
    pairs = [tuple(poles[:2]), tuple(poles[2:])]
    one = st.sampled_from([1, 2, 3.5, 7, math.nan])
    ratings = [[draw(one) for _ in elements] for _ in pairs]
    ratings[0][0] = draw(st.sampled_from([1, 2, 7]))
    return elements, pairs, ratings


def lay_out(layout, elements, pairs, ratings):
    cells = [["" if math.isnan(rating) else rating for rating in row] for row in ratings]
    if layout == "wide":
        rows = [[left, *row, right] for (left, right), row in zip(pairs, cells, strict=True)]
        return [[1, *elements, 7], *rows]
    if layout == "columns":
        header = ["", *(f"{left} : {right}" for left, right in pairs)]
        return [header, *([element, *row] for element, *row in zip(elements, *cells, strict=True))]
    header = ["element", "left_pole", "right_pole", "rating", "rmin", "rmax"]
    return [header, *([element, *pair, cell, 1, 7]
                      for pair, row in zip(pairs, cells, strict=True)
                      for element, cell in zip(elements, row, strict=True))]  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(filled(), st.sampled_from(["wide", "columns", "long"]), st.booleans())
def test_what_python_or_openpyxl_writes_is_read_as_it_was(tmp_path, drawn, layout, as_workbook):
    """Names with quotation marks, separators, emoji and spaces, and every rating or none."""
    elements, pairs, ratings = drawn
    path = tmp_path / ("grid.xlsx" if as_workbook else "grid.csv")
    (by_openpyxl if as_workbook else by_csv)(lay_out(layout, *drawn), path)
    read = read_grids(path, scale=(1, 7))[0].grid
    assert list(read.elements) == elements
    assert [(c.left, c.right) for c in read.constructs] == pairs
    np.testing.assert_array_equal(read.ratings, ratings)
