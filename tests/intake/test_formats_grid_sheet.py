"""A grid on a sheet of its own becomes the same rows as one in the three long tables."""

import pytest
from openpyxl import load_workbook

from senco.cohort.loading import check_cohort, load_cohort, load_contract
from senco.intake.formats.grid_sheet import EXAMPLE_SHEET, find_owner, read_grid
from senco.intake.formats.sheet import Sheet
from senco.intake.importing import import_files
from senco.intake.start import make_workbook
from tests.cohorts import make_tables, write_book, write_csv

NAME = "my-county"
#: By hand: three elements, of which one says no part; two constructs; one rating left out.
ROWS = (
    ("left pole (1)", "Me", "The best", "A colleague", "right pole (7)", "prefers", "kind"),
    ("part", "self", "ideal", None, None, None, None),
    ("calm", 4, 1, 5, "hurried", "left", None),
    ("listens", 2, 1, None, "talks", None, "supplied"),
)


def put(path, sheets):
    """Add sheets to a workbook."""
    book = load_workbook(path)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def make_long(people):
    """The tables of tests/cohorts.py with the grids of these people, sorted by nobody."""
    tables = make_tables()
    del tables["construct_assignments"]
    for table in ("elements", "grid_constructs", "grids"):
        head, *rows = tables[table]
        tables[table] = [head, *(row for row in rows if row[0] in people)]
    return tables


def bring(project, desk, sheets, long=()):
    path = put(write_book(desk / f"{NAME}.xlsx", project, make_long(long)), sheets)
    intake = import_files(NAME, [path], project)
    return [str(one) for one in intake.findings if one.severity == "error"], intake


def test_a_sheet_fills_the_three_tables(project, desk):
    found, _ = bring(project, desk, {"grid P1": ROWS}, long=("P2", "P3"))
    assert found == []
    assert not [one for one in check_cohort(NAME, project) if "grid" in one.file]
    tables = load_cohort(NAME, project=project).tables
    mine = {
        name: tables[name].query("participant == 'P1'").astype(object).fillna("")
        for name in ("elements", "grid_constructs", "grids")
    }
    assert mine["elements"].to_numpy().tolist() == [
        ["P1", "e1", "Me", "self"], ["P1", "e2", "The best", "ideal"],
        ["P1", "e3", "A colleague", "other"],
    ]  # fmt: skip
    assert mine["grid_constructs"].to_numpy().tolist() == [
        ["P1", "c1", "calm", "hurried", "left", "elicited"],
        ["P1", "c2", "listens", "talks", "", "supplied"],
    ]
    assert mine["grids"].to_numpy().tolist() == [
        ["P1", "c1", "e1", 4], ["P1", "c1", "e2", 1], ["P1", "c1", "e3", 5],
        ["P1", "c2", "e1", 2], ["P1", "c2", "e2", 1], ["P1", "c2", "e3", ""],
    ]  # fmt: skip
    assert set(tables["elements"]["participant"]) == {"P1", "P2", "P3"}


def test_several_sheets_and_no_long_row_are_a_cohorts_grids(project, desk):
    found, _ = bring(project, desk, {"grid P1": ROWS, "Grid p2": ROWS, "grid_P3": ROWS})
    assert found == []
    counts = load_cohort(NAME, project=project).tables["grids"].groupby("participant").size()
    assert counts.to_dict() == {"P1": 6, "P2": 6, "P3": 6}


def alter(row, column, value):
    """The grid with one cell changed; row and column as the spreadsheet counts them."""
    rows = [list(cells) for cells in ROWS]
    rows[row - 1]["ABCDEFG".index(column)] = value
    return rows


MISTAKES = [
    (alter(3, "B", 8), "row 3, column B: found '8'; allowed: a number from 1 to 7, as the sheet "
     "cohort says"),
    (alter(4, "D", "often"), "row 4, column D: found 'often'; allowed: a number"),
    (alter(2, "C", "idol"), "row 2, column C: found 'idol'; allowed: one of: self, ideal, other"),
    (alter(4, "G", "made up"), "row 4, column G: found 'made up'; allowed: one of: elicited"),
    (alter(1, "D", None), "row 1, column D: found ratings of an element without a name"),
    (alter(4, "E", None), "row 4, column E: found nothing; allowed: text of at most 200"),
    (alter(1, "E", "Another"), "row 1: found no column 'right_pole'"),
    (alter(1, "F", "left_pole"), "row 1, column F: found the heading 'left_pole' twice"),
    ([ROWS[0], *ROWS[2:]], "row 1: found no row 'part'"),
    (ROWS[:2], "found no construct; allowed: a row for each"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "told"), MISTAKES, ids=[told for _, told in MISTAKES])
def test_a_mistake_is_found_where_the_spreadsheet_shows_it(project, desk, rows, told):
    found, intake = bring(project, desk, {"grid P1": rows}, long=("P2", "P3"))
    (told_of,) = [one for one in found if "sheet grid P1" in one]
    assert told_of.startswith(f"{NAME}.xlsx, sheet grid P1, {told}".replace(", found", ": found"))
    assert not intake.written


def test_one_grid_a_person(project, desk):
    found, _ = bring(project, desk, {"grid P1": ROWS}, long=("P1", "P2", "P3"))
    assert found == [
        f"{NAME}.xlsx, sheet grid P1: found a grid of 'P1', who has another sheet, or rows in "
        "elements, grid_constructs and grids; allowed: one. Leave one of the two out."
    ]


def test_a_sheet_of_nobody_is_one_finding(project, desk):
    found, _ = bring(project, desk, {"grid P9": ROWS, "grid Anna": ROWS}, long=("P2", "P3"))
    assert [one.partition("; allowed")[0] for one in found] == [
        f"{NAME}.xlsx, sheet grid P9: found the name 'grid P9'",
        f"{NAME}.xlsx, sheet grid Anna: found the name 'grid Anna'",
    ]


def test_the_example_is_nobodys_and_a_copy_of_it_is_read(project, desk):
    book = load_workbook(make_workbook(NAME, project, desk))
    sheet = book[EXAMPLE_SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "left_pole" and rows[0][-3:] == ["right_pole", "preferred_pole", "kind"]
    rows.append(["calm", *range(1, 8), 7, "hurried", "left", None])
    (desk / f"{NAME}.xlsx").unlink()
    found, intake = bring(project, desk, {"grid P1": rows}, long=("P2", "P3"))
    assert found == [] and intake.notes == []
    grids = load_cohort(NAME, project=project).tables["grids"]
    assert grids.loc[grids["participant"] == "P1", "rating"].tolist() == [*range(1, 8), 7]


def test_a_file_may_hold_a_grid_too(project, desk):
    found, _ = bring(project, desk, {}, long=("P2", "P3"))
    path = write_csv(desk / "grid P1.csv", [["" if c is None else c for c in row] for row in ROWS])
    intake = import_files(NAME, [path], project, together=True)
    assert not [one for one in intake.findings if one.severity == "error"]
    assert found == [] and intake.written == ["elements.csv", "grid_constructs.csv", "grids.csv"]


def test_a_column_of_numbers_is_left_out(project):
    rows = tuple(("No.", *ROWS[0]) if n == 0 else (n, *row) for n, row in enumerate(ROWS))
    rows = (rows[0], (None, *ROWS[1]), *rows[2:])
    sheet = Sheet("a", "grid P1", rows, (1, 2, 3, 4))
    grid = read_grid(sheet, "P1", load_contract(project))
    assert not grid.findings and len(grid.rows["elements"]) == 3
    assert grid.rows["grid_constructs"][0][2]["left_pole"] == "B"


def test_names_of_tables_are_no_owners():
    titles = ["grids", "grid_constructs", "Grid constructs"]
    assert find_owner("Grid constructs", titles) is find_owner("grids", titles) is None
    assert find_owner("grid: P12", titles) == "P12"
