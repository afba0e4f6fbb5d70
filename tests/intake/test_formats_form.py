"""The workbook: what a row is, what can be chosen, and heights in which it can be read."""

import io
import re

import pytest
from openpyxl import load_workbook

from senco.cohort.contract import fields_of, read_contract
from senco.cohort.loading import load_contract, load_study
from senco.intake.formats.choices import CHOICE_SHEET
from senco.intake.formats.form import write_workbook
from senco.intake.formats.template import list_collected
from senco.intake.importing import import_files
from senco.intake.start import list_choices, make_workbook
from tests.cohorts import write_book

NAME = "my-county"


@pytest.fixture
def book(project, desk):
    return load_workbook(make_workbook(NAME, project, desk))


def list_rules(book):
    return {
        (sheet.title, str(rule.sqref)): rule
        for sheet in book
        for rule in sheet.data_validations.dataValidation
    }


def test_each_table_says_what_one_row_is(book, project):
    contract = load_contract(project)
    for table in list_collected(contract):
        told = book[table]["A2"].value
        assert told == f"(explanation) {contract[table]['description']}"
        assert "One row is " in told
        assert not book[table]["A2"].alignment.wrap_text and book[table]["B2"].value is None


def test_no_text_is_cut_off(book):
    """By hand: a line of Calibri 11 is 15 points high, and no letter is wider than two digits."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if not cell.value or not cell.alignment.wrap_text:
                    continue
                width = sheet.column_dimensions[cell.column_letter].width
                least = 15 * max(1, len(str(cell.value)) / width)
                assert sheet.row_dimensions[cell.row].height >= min(least, 400), cell


def test_no_file_is_named_that_a_workbook_user_does_not_have(book):
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            for text in filter(None, map(str, row)):
                assert not re.search(r"\w\.(?:csv|yml|json|md)\b", text), text


def test_columns_choose_among_what_other_sheets_and_the_study_have(book):
    rules = list_rules(book)
    chosen = {
        ("segments", "C5:C5000"): "events!$A$5:$A$5000",
        ("grids", "B5:B5000"): "grid_constructs!$B$5:$B$5000",
        ("grids", "C5:C5000"): "elements!$B$5:$B$5000",
        ("codes", "C5:C5000"): "codes!$A$5:$A$5000",
        ("codes", "D5:D5000"): "influences!$A$5:$A$64",
        ("influences", "E5:E5000"): f"'{CHOICE_SHEET}'!$A$2:$A$7",
        ("constructs", "D5:D5000"): f"'{CHOICE_SHEET}'!$E$2:$E$6",
        ("claims", "J5:J5000"): f"'{CHOICE_SHEET}'!$G$2:$G$138",
    }
    for place, cells in chosen.items():
        assert (rules[place].type, rules[place].formula1) == ("list", cells), place
        assert rules[place].showErrorMessage
    free = rules["codes", "A5:A5000"]  # the study's codes, or one's own
    assert free.formula1.startswith(f"'{CHOICE_SHEET}'!$C$2") and not free.showErrorMessage


def test_the_sheet_to_choose_from_is_protected_and_left_out_in_silence(book, project, desk):
    sheet = book[CHOICE_SHEET]
    assert sheet.protection.sheet
    assert [cell.value for cell in sheet[1]][::2] == [
        "key influence of the study", "code of the study", "construct of the study",
        "claim of the study",
    ]  # fmt: skip
    (desk / f"{NAME}.xlsx").unlink()
    intake = import_files(NAME, [write_book(desk / f"{NAME}.xlsx", project)], project)
    assert intake.written and intake.notes == [] and intake.repairs == []


def test_a_study_without_a_publication_offers_its_influences_alone(project):
    text = project.study.read_text(encoding="utf-8")
    project.study.write_text(text.replace("reference_cohort: ey-pvi-2017\n", ""), encoding="utf-8")
    (only,) = list_choices(project)
    assert (only.table, only.column, only.rows[0][0]) == (
        "influences", "same_as", "information-and-resources",
    )  # fmt: skip


def test_a_study_without_grids_has_no_sheet_for_one(project):
    study = load_study(project).model_copy(update={"instruments": ("rankings",)})
    contract = read_contract(project.contract.read_bytes(), study)
    assert "grids" not in contract and "rankings" in contract
    assert b"grid example" not in write_workbook(NAME, contract, study)


def test_examples_are_what_the_column_allows(book, project):
    contract = load_contract(project)
    for table, fields in list_collected(contract).items():
        for place, field in enumerate(fields, start=1):
            shown = str(book[table].cell(4, place).value).removeprefix("(example) ")
            pattern = fields_of(contract[table])[field["name"]].get("constraints", {})
            assert re.fullmatch(pattern.get("pattern", ".*"), shown), (table, field["name"])


def test_no_label_of_a_study_is_a_formula(project):
    study = load_study(project)
    hostile = study.influences[0].model_copy(update={"label": '=HYPERLINK("https://x.example")'})
    changed = study.model_copy(update={"influences": (hostile, *study.influences[1:])})
    made = write_workbook(NAME, load_contract(project), changed, list_choices(project))
    cells = [cell for row in load_workbook(io.BytesIO(made))["influences"] for cell in row]
    (found,) = [cell for cell in cells if str(cell.value).startswith("=HYPERLINK")]
    assert found.data_type == "s"
