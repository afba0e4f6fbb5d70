"""Criteria are laid down in a workbook or before any data, and no import changes them."""

from datetime import date

import pytest
from openpyxl import load_workbook

from senco.cohort.loading import check_cohort, load_cohort, read_criteria
from senco.cohort.model import Criteria
from senco.errors import DataError, SencoError
from senco.intake.importing import import_files
from senco.intake.start import make_cohort, make_criteria, make_workbook
from tests.cohorts import write_book
from tests.conftest import Checkout

NAME = "my-county"
DAY = date(2026, 1, 31)
#: What somebody fills in, and what it means.
GIVEN = {
    "written": DAY, "priority_margin": "0,2", "primary": "order, place:training",
    "multiplicity": "all", "stopping_rule": "When twelve have answered.",
}  # fmt: skip
MEANT = Criteria(
    written=DAY, priority_margin=0.2, primary=("order", "place:training"), multiplicity="all",
    stopping_rule="When twelve have answered.",
)  # fmt: skip


def lay_down(path, given):
    book = load_workbook(path)
    for row in book["criteria"].iter_rows(min_row=2):
        row[1].value = given.get(row[0].value)
    book.save(path)
    return path


def errors(intake):
    return [str(one) for one in intake.findings if one.severity == "error"]


def test_the_sheet_says_what_cohort_yml_would(project, desk):
    path = lay_down(write_book(desk / f"{NAME}.xlsx", project), GIVEN)
    intake = import_files(NAME, [path], project)
    assert errors(intake) == []
    assert read_criteria(NAME, project) == MEANT
    assert intake.notes == [
        f"cohort.yml: the criteria of the workbook are set, digest: {MEANT.digest}."
    ]
    assert "sheet criteria, row 4, column value: '0,2' read as '0.2' (a decimal comma)." in "".join(
        map(str, intake.repairs)
    )


def test_a_blank_sheet_lays_nothing_down(project, desk):
    import_files(NAME, [write_book(desk / f"{NAME}.xlsx", project)], project)
    assert load_cohort(NAME, project=project).info.criteria is None


MISTAKES = [
    (
        {"confidence": 0.2},
        "row 3, column confidence: found '0.2'; allowed: a number of at least 0.5",
    ),
    ({"primary": "oder"}, "row 8, column primary: found "),
    ({"multiplicity": "any"}, "row 9, column multiplicity: found 'any'; allowed: one of"),
    ({"written": "31/02/2026"}, "row 2, column value: found '31/02/2026'; allowed: a date as"),
]


@pytest.mark.parametrize(("given", "told"), MISTAKES)
def test_a_mistake_is_found_on_the_sheet(project, desk, given, told):
    path = lay_down(write_book(desk / f"{NAME}.xlsx", project), given)
    intake = import_files(NAME, [path], project)
    (found,) = errors(intake)
    assert found.startswith(f"{NAME}.xlsx, sheet criteria, {told}") and not intake.written


def test_criteria_stay_whatever_comes_in_and_it_is_said(project, desk):
    path = lay_down(write_book(desk / f"{NAME}.xlsx", project), GIVEN)
    import_files(NAME, [path], project)
    kept = f"cohort.yml: the criteria that were set are kept, digest: {MEANT.digest}."
    for given in (GIVEN, {}):  # the same again, and a sheet that is cleared
        again = import_files(NAME, [lay_down(path, given)], project, overwrite=True)
        assert again.notes == [kept] and again.written
        assert read_criteria(NAME, project) == MEANT
    other = import_files(NAME, [lay_down(path, {"confidence": 0.8})], project, overwrite=True)
    assert errors(other) == [
        f"{NAME}.xlsx, sheet criteria, row 1: found criteria other than those set before; "
        "allowed: the same, or none. Clear the values of this sheet. To change a criterion, "
        "change it in cohort.yml; the digest will show it."
    ]
    assert read_criteria(NAME, project) == MEANT and not other.written


def test_they_come_before_the_data_and_the_data_later(project, desk):
    make_criteria(NAME, project, DAY)
    found = [str(one) for one in check_cohort(NAME, project)]
    assert all(one.startswith("warning: ") for one in found)
    assert "participants.csv: found no participant yet" in found[-1]
    before = read_criteria(NAME, project)
    assert before.written == DAY and before.confidence == 0.9 and before.primary == ()
    with pytest.raises(DataError, match="found no participant yet"):
        load_cohort(NAME, project=project)
    intake = import_files(NAME, [write_book(desk / f"{NAME}.xlsx", project)], project)
    assert errors(intake) == []
    assert load_cohort(NAME, project=project).info.criteria == before
    assert intake.notes[0].endswith(f"are kept, digest: {before.digest}.")


def test_a_workbook_without_data_lays_them_down_and_is_filled_in_later(project, desk):
    path = make_workbook(NAME, project, desk)
    book = load_workbook(path)
    for row in book["cohort"].iter_rows(min_row=2):
        if row[0].value in ("title", "summary", "source", "licence"):
            row[1].value = "Ours"
    book.save(path)
    given = {**GIVEN, "primary": "order, distance"}
    intake = import_files(NAME, [lay_down(path, given)], project)
    assert errors(intake) == [] and intake.written == ["cohort.yml"]
    before = read_criteria(NAME, project)
    book = load_workbook(path)
    book["participants"]["A5"], book["participants"]["B5"] = "P1", "SENCO"
    book.save(path)
    later = import_files(NAME, [path], project)
    assert errors(later) == [] and later.notes[0].endswith(f"{before.digest}.")
    assert read_criteria(NAME, project) == before


def test_a_cohort_without_criteria_still_needs_participants(project):
    make_cohort(NAME, project)
    assert any(one.severity == "error" for one in check_cohort(NAME, project))


def test_what_was_begun_with_criteria_gets_its_tables_and_no_second_cohort_yml(project):
    folder = make_criteria(NAME, project, DAY)
    before = (folder / "cohort.yml").read_bytes()
    make_cohort(NAME, project)
    assert (folder / "cohort.yml").read_bytes() == before
    assert (folder / "rankings.csv").is_file()
    for make in (make_cohort, lambda name, where: make_criteria(name, where, DAY)):
        with pytest.raises(SencoError, match="A cohort 'my-county' already exists"):
            make(NAME, project)


def test_the_coders_of_a_workbook_are_those_of_cohort_yml(project, desk):
    path = write_book(desk / f"{NAME}.xlsx", project, info={"coders": "ben, ann"})
    assert errors(import_files(NAME, [path], project)) == []
    assert load_cohort(NAME, project=project).info.coders == ("ben", "ann")


def test_the_command_begins_with_criteria_and_prints_their_digest(tmp_path):
    checkout = Checkout(tmp_path / "copy")
    both = checkout.run("new", NAME, "--criteria", "--workbook")
    assert both.returncode == 1 and "the workbook has a sheet for criteria" in both.stderr
    done = checkout.run("new", NAME, "--criteria")
    assert done.returncode == 0 and f"senco check {NAME}" in done.stdout.replace("\n", " ")
    folder = checkout.project.cohort(NAME)
    assert [path.name for path in folder.iterdir()] == ["cohort.yml"]
    checked = checkout.run("check", NAME)
    digest = read_criteria(NAME, checkout.project).digest
    assert checked.returncode == 0 and f"Criteria of {NAME}, digest: {digest}" in checked.stdout
