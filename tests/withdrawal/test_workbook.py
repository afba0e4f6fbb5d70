"""One person is taken out of the workbook too, or it is said why not and what to do."""

import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from senco.errors import SencoError
from senco.intake.formats.workbook import read_workbook
from senco.intake.importing import import_files
from senco.withdrawal import plan_withdrawal
from senco.withdrawal.workbook import take_out
from tests.cohorts import CONSTRUCTS, make_tables, write_book
from tests.withdrawal.test_person import NAME, bring_in, withdraw

#: Keys of P2 alone, on sheets without a column for the person, as in tests/cohorts.py.
THEIRS = {
    "codings": {"s2"},
    "difficulties": {"D02"},
    "answers": {"C04", "D02"},
    "claim_codings": {"C04"},
    "difficulty_codings": {"C03", "C04"},
}


def read_rows(path) -> dict[str, list[tuple]]:
    reading = read_workbook(path, path.name)
    assert not reading.findings
    return {sheet.name: list(sheet.rows) for sheet in reading.sheets}


def change(project, make) -> None:
    book = load_workbook(project.root / f"{NAME}.xlsx")
    make(book)
    book.save(project.root / f"{NAME}.xlsx")


def test_their_rows_are_blank_and_all_else_stands(project):
    bring_in(project, keep=True)
    path = project.root / f"{NAME}.xlsx"
    before = read_rows(path)
    plan = withdraw(project)
    assert plan.changes[0].what == "28 rows on 15 sheets"  # by hand: tests/withdrawal/test_person
    after = read_rows(path)
    for sheet, rows in before.items():
        theirs = [row for row in rows if "P2" in row or set(row) & THEIRS.get(sheet, set())]
        assert after[sheet] == [row for row in rows if row not in theirs], sheet
    assert take_out(project, NAME, "P2") == ([], [])


def test_a_workbook_that_names_them_in_a_remark_alone_is_not_written_again(project):
    bring_in(project, keep=True)
    withdraw(project)
    change(project, lambda book: setattr(book["cohort"]["B4"], "value", "P1, P2 and P3"))
    changes, (place,) = take_out(project, NAME, "P2")
    assert changes == [] and place.what.startswith("sheet cohort, row 4, column B names them")


@pytest.mark.parametrize("across", [False, True])
def test_a_sheet_of_ranks_in_rows_or_columns_loses_a_row_or_a_column(project, across):
    bring_in(project, keep=True)
    keys = list(CONSTRUCTS)
    rows = [["participant", *keys], ["P1", 1, 2, 3, 4], ["P2", 2, 1, 4, 3], ["P3", 4, 3, 2, 1]]
    if across:
        rows = [list(column) for column in zip(*rows, strict=True)]

    def widen(book):
        sheet = book["rankings"]
        sheet.delete_rows(1, sheet.max_row)
        for row in rows:
            sheet.append(row)

    change(project, widen)
    (book,), staying = take_out(project, NAME, "P2")
    assert not staying
    (project.root / f"{NAME}.xlsx").write_bytes(book.content)
    left = read_rows(project.root / f"{NAME}.xlsx")["rankings"]
    if across:
        ours = [[value for value in row if value is not None] for row in left]
        assert ours == [[row[0], row[1], row[3]] for row in rows]
    else:
        assert left == [tuple(row) for row in rows if row[0] != "P2"]


def test_one_item_that_everybody_ranked_keeps_its_row(project):
    """A column for each person and a single row: it is the column that is theirs."""
    tables = make_tables()
    tables["rankings"][1:] = [row for row in tables["rankings"][1:] if row[1] == "training"]
    tables["rankings"][1:] = [[*row[:2], 1] for row in tables["rankings"][1:]]
    bring_in(project, tables, keep=True)

    def widen(book):
        sheet = book["rankings"]
        sheet.delete_rows(1, sheet.max_row)
        sheet.append(["construct", "P1", "P2", "P3"])
        sheet.append(["training", 1, 1, 1])

    change(project, widen)
    (book,), _ = take_out(project, NAME, "P2")
    (project.root / f"{NAME}.xlsx").write_bytes(book.content)
    left = read_rows(project.root / f"{NAME}.xlsx")["rankings"]
    assert left == [("construct", "P1", None, "P3"), ("training", 1, None, 1)]


def test_a_remark_or_a_sheet_of_notes_that_names_them_is_pointed_at(project):
    bring_in(project, keep=True)

    def remark(book):
        book["codes"]["A5"].comment = Comment("Ask p2 again", "A")
        book["cohort"]["B4"].value = "P1, P2 and P3"

    change(project, remark)
    staying = take_out(project, NAME, "P2")[1]
    assert [place.what for place in staying] == [
        "sheet cohort, row 4, column B names them. Reword the cell or empty it",
        "sheet codes, row 5, column A names them. Reword the cell or empty it",
    ]


def test_a_workbook_with_a_mistake_a_chart_or_damage_is_left_to_its_owner(project):
    bring_in(project, keep=True)
    path = project.root / f"{NAME}.xlsx"
    content = path.read_bytes()

    def draw(book):
        chart = BarChart()
        chart.add_data(Reference(book["rankings"], min_col=3, min_row=4, max_row=8))
        book["rankings"].add_chart(chart)

    change(project, draw)
    (place,) = take_out(project, NAME, "P2")[1]
    assert place.what.startswith("contains charts or pictures, which would be lost")
    path.write_bytes(content)
    change(project, lambda book: setattr(book["rankings"]["C5"], "value", "=1+1"))
    (place,) = take_out(project, NAME, "P2")[1]
    assert place.what.startswith("cannot be read as it is, so nothing was removed")
    path.write_bytes(content[:5000])
    assert take_out(project, NAME, "P2")[1][0].what == place.what
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    assert take_out(project, NAME, "P2")[1][0].what == place.what


def test_a_workbook_that_is_open_elsewhere_stops_everything(project):
    bring_in(project, keep=True)
    (project.root / f"~${NAME}.xlsx").write_bytes(b"")
    with pytest.raises(SencoError, match=r"is open in another program.*delete ~\$three-of-us"):
        plan_withdrawal(project, NAME, "P2")


def test_a_workbook_of_another_cohort_is_not_touched(project):
    bring_in(project)
    other = write_book(project.root / "theirs.xlsx", project, make_tables())
    content = other.read_bytes()
    withdraw(project)
    assert other.read_bytes() == content


def test_a_grid_on_a_sheet_of_their_own_goes_with_the_sheet(project):
    """By hand: 28 rows on 15 sheets are theirs, of which 5 on 3 become one sheet."""
    tables = make_tables()
    for table in ("elements", "grid_constructs", "grids"):
        tables[table] = [row for row in tables[table] if row[0] != "P2"]
    tables["construct_assignments"] = [
        [who, "c1" if who == "P2" else key, *rest]
        for who, key, *rest in tables["construct_assignments"]
    ]
    path = write_book(project.root / f"{NAME}.xlsx", project, tables)
    book = load_workbook(path)
    sheet = book.create_sheet("grid P2")
    for row in (
        ("left_pole", "Me", "The best", "right_pole", "preferred_pole"),
        ("part", "self", "ideal"),
        ("Hurried", 5, 7, "Calm", "right"),
    ):
        sheet.append(row)
    book.save(path)
    assert import_files(NAME, [path], project).written
    plan = withdraw(project)
    assert plan.changes[0].what == "23 rows on 12 sheets, and 1 sheet of their own"
    assert "grid P2" not in load_workbook(path).sheetnames and not plan.staying
    assert take_out(project, NAME, "P2") == ([], [])


def test_a_sheet_that_is_named_after_them_and_holds_nothing_is_pointed_at(project):
    bring_in(project, keep=True)
    withdraw(project)
    change(project, lambda book: book.create_sheet("notes on P2"))
    assert [place.what for place in take_out(project, NAME, "P2")[1]] == [
        "the name of the sheet notes on P2 names them. Rename or delete it"
    ]
