"""The workbook's sheet of influences: the study's until somebody puts others there."""

import csv

import pytest
from openpyxl import load_workbook

from senco.cohort.loading import load_cohort
from senco.errors import list_errors
from senco.intake.importing import import_files
from tests.cohorts import make_claims, make_tables, write_book

#: By hand: two of one's own, one of which repeats the study's.
OWN = (
    ("rooms", "Rooms", "exo", "Halls and corners", None),
    ("ties", "Ties", "meso", "People", "relationships"),
)


@pytest.fixture
def fill(project, desk):
    """Fill in a workbook, import it, and return the cohort."""

    def fill_in(name, influences=(), code=None, **options):
        tables = {name: rows for name, rows in make_tables().items() if name not in make_claims()}
        tables["codes"][2][3] = code
        path = desk / "mine.xlsx"
        path.unlink(missing_ok=True)
        book = load_workbook(write_book(path, project, tables))
        if influences:
            book["influences"].delete_rows(5, book["influences"].max_row)
            for row in influences:
                book["influences"].append(row)
        path = desk / f"{name}.xlsx"
        book.save(path)
        intake = import_files("trial", [path], project, **options)
        assert not list_errors(intake.findings), intake.findings
        return load_cohort("trial", project=project)

    return fill_in


def read_rows(project):
    path = project.cohort("trial") / "influences.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def test_a_workbook_whose_influences_are_the_studys_leaves_no_table(project, fill):
    """Every workbook holds them, so nothing was said by it."""
    assert len(fill("first").influences) == 6
    assert read_rows(project) == []


def test_influences_that_are_put_in_their_place_are_the_cohorts_own(project, fill):
    """In the order of the systems, and the code belongs to one of them."""
    mine = fill("first", OWN, "rooms")
    assert [one.label for one in mine.influences.values()] == ["Rooms", "Ties"]
    assert [row[0] for row in read_rows(project)] == ["rooms", "ties"]


def test_the_studys_take_the_place_of_ones_own_when_they_come_back(project, fill):
    """A second workbook, which holds the study's again."""
    fill("first", OWN, "rooms")
    assert len(fill("second", overwrite=True).influences) == 6
    assert read_rows(project) == []
