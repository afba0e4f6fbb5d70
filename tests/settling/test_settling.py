"""What two coders coded differently is settled in a workbook, and counts from then on."""

import shutil

import pytest
from openpyxl import load_workbook

from senco.cohort.coders import describe_counted, take_counted
from senco.cohort.loading import load_cohort
from senco.errors import DataError, SencoError
from senco.intake.importing import import_files
from senco.settling import list_apart, settle, write_sheets
from senco.withdrawal import plan_withdrawal
from senco.workspace.paths import Project
from tests.cohorts import make_tables, write_book
from tests.conftest import ROOT

NAME = "two-coders"
#: By hand. Ann gave s1 a second code; of s2 each gave another; s3 they coded alike. Ben sorted P3's
#: construct elsewhere. So four rows are to be settled.
CODED = [["s1", "joint-work", "ann"], ["s1", "cover", "ann"], ["s1", "joint-work", "ben"],
         ["s2", "joint-work", "ann"], ["s2", "cover", "ben"],
         ["s3", "joint-work", "ann"], ["s3", "joint-work", "ben"]]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("settling")
    shutil.copytree(ROOT / "data", root / "data")
    tables = make_tables()
    tables["codes"].append(["cover", "Cover", "work", None, "Somebody to stand in"])
    tables["codings"][1:] = CODED
    tables["construct_assignments"][-1] = ["P3", "calm", "ben", "paperwork", "training"]
    path = write_book(root / f"{NAME}.xlsx", Project(root), tables)
    assert import_files(NAME, [path], Project(root)).written
    path.unlink()
    return root


@pytest.fixture
def project(made, tmp_path):
    shutil.copytree(made, tmp_path / "copy")
    return Project(tmp_path / "copy")


def fill(path, passages, constructs):
    """Fill the yellow cells in, in the order of the rows."""
    book = load_workbook(path)
    for sheet, column, values in (
        ("passages apart", 8, passages),
        ("constructs apart", 5, constructs),
    ):
        for row, value in enumerate(values, start=3):
            book[sheet].cell(row, column, value)
    book.save(path)


def test_a_row_stands_for_each_code_and_construct_on_which_two_differ(project):
    apart = list_apart(load_cohort(NAME, project=project))
    passages = apart["passages apart"]
    columns = ["participant", "segment", "code", "given by", "not given by"]
    assert passages[columns].to_numpy().tolist() == [
        ["P1", "s1", "cover", "ann", "ben"],
        ["P2", "s2", "cover", "ben", "ann"],
        ["P2", "s2", "joint-work", "ann", "ben"],
    ]  # fmt: skip
    (row,) = apart["constructs apart"].to_dict("records")
    assert (row["participant"], row["poles"]) == ("P3", "Hurried – Calm")
    assert row["sorted as"] == "ann: self-care (work-life); ben: paperwork (training)"


def test_what_was_settled_counts_before_what_either_coded(project):
    path, numbers = write_sheets(NAME, project)
    assert numbers == {"passages apart": 3, "constructs apart": 1}
    fill(path, ["no", "Yes", "no"], ["paperwork"])
    intake, counts = settle(NAME, path, project)
    assert counts == {"codings": 3, "construct_assignments": 3} and intake.written
    cohort = load_cohort(NAME, project=project)
    counted = take_counted(cohort)[["segment", "code", "coder"]].to_numpy().tolist()
    assert counted == [["s1", "joint-work", "agreed"], ["s2", "cover", "agreed"],
                       ["s3", "joint-work", "agreed"]]  # fmt: skip
    sorted_ones = take_counted(cohort, "construct_assignments")
    assert sorted_ones[["participant", "category", "construct"]].to_numpy().tolist() == [
        ["P1", "self-care", "work-life"],
        ["P2", "self-care", "work-life"],
        ["P3", "paperwork", "training"],
    ]
    assert len(cohort.tables["codings"]) == len(CODED) + 3
    assert "those that they settled between them" in describe_counted(cohort, "codings")
    assert list_apart(cohort).keys() == numbers.keys()  # what they coded alone is still apart
    # settled otherwise: the earlier outcome goes
    fill(path, ["yes", "yes", "no"], ["self-care"])
    assert settle(NAME, path, project)[1] == {"codings": 4, "construct_assignments": 3}
    again = load_cohort(NAME, project=project)
    assert len(again.tables["codings"]) == len(CODED) + 4


@pytest.mark.parametrize(
    ("passages", "constructs", "message"),
    [
        (["no", None, "no"], ["paperwork"],
         "sheet passages apart, row 4, column agreed: found nothing; allowed: yes or no."),
        (["no", "perhaps", "no"], ["paperwork"], "row 4, column agreed: found 'perhaps'"),
        (["no", "yes", "no"], ["paper work"],
         "sheet constructs apart, row 3, column category: found 'paper work'; allowed: paperwork, "
         "self-care. Did you mean 'paperwork'?"),
    ],
)  # fmt: skip
def test_what_is_not_decided_is_named_and_nothing_is_written(
    project, passages, constructs, message
):
    path, _ = write_sheets(NAME, project)
    fill(path, passages, constructs)
    before = (project.cohort(NAME) / "codings.csv").read_bytes()
    with pytest.raises(DataError) as caught:
        settle(NAME, path, project)
    assert message in str(caught.value) and len(caught.value.findings) == 1
    assert (project.cohort(NAME) / "codings.csv").read_bytes() == before


def test_a_row_too_few_or_of_something_else_is_named(project):
    path, _ = write_sheets(NAME, project)
    fill(path, ["no", "yes", "no"], ["paperwork"])
    book = load_workbook(path)
    book["passages apart"].delete_rows(4)
    book["passages apart"].cell(3, 2, "s9")
    book.save(path)
    with pytest.raises(DataError) as caught:
        settle(NAME, path, project)
    told = str(caught.value)
    assert "row 3, column code: found 's9 cover'" in told
    assert "found no row of 's1 cover' and 1 other;" in told


def test_a_sheet_is_not_written_over_and_not_without_need(project):
    path, _ = write_sheets(NAME, project)
    before = path.read_bytes()
    with pytest.raises(SencoError, match="There is a file two-coders"):
        write_sheets(NAME, project)
    assert path.read_bytes() == before
    with pytest.raises(SencoError, match="There is nothing to settle"):
        write_sheets("ey-pvi-2017", project)


def test_who_withdraws_goes_from_the_sheet_too(project):
    path, _ = write_sheets(NAME, project)
    plan = plan_withdrawal(project, NAME, "P2")
    (change,) = [change for change in plan.changes if change.path == path]
    assert change.what == "2 rows"
    path.write_bytes(change.content)
    rows = [[cell.value for cell in row] for row in load_workbook(path)["passages apart"]]
    assert [row[0] for row in rows[2:]] == ["P1", None, None]


def test_what_somebody_said_is_no_formula(project):
    rows = project.cohort(NAME) / "segments.csv"
    text = rows.read_text(encoding="utf-8")
    assert text.count("It took a year.") == 3
    rows.write_text(text.replace("It took a year.", "=1+1"), encoding="utf-8")
    path, _ = write_sheets(NAME, project)
    cells = [row[2] for row in load_workbook(path)["passages apart"].iter_rows(min_row=3)]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=1+1", "s")] * 3
    fill(path, ["no", "yes", "no"], ["paperwork"])
    assert settle(NAME, path, project)[1]["codings"] == 3
