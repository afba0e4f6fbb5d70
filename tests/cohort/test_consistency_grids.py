"""Tables that would make no grid, or no use of a sorting, are named by `senco check`."""

import shutil

import pytest

from senco.cohort.loading import load_cohort
from senco.errors import DataError, SencoError
from senco.intake.importing import import_files
from senco.pages import grids
from senco.workspace.paths import Project
from tests.cohort.test_consistency import NAME, change, found
from tests.cohorts import PEOPLE, make_tables, write_book
from tests.conftest import ROOT


def make_sorted_tables():
    """Tables in which everybody has an overall construct beside the elicited one."""
    tables = make_tables()
    for who in PEOPLE:
        tables["grid_constructs"].append([who, "whole", "Works", "Fails", "left", "overall"])
        tables["grids"] += [[who, "whole", "me", 4], [who, "whole", "best", 1]]
    return tables


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    root = tmp_path_factory.mktemp("grids")
    shutil.copytree(ROOT / "data", root / "data")
    project = Project(root)
    path = write_book(root / f"{NAME}.xlsx", project, make_sorted_tables())
    assert import_files(NAME, [path], project).written
    return root


@pytest.fixture
def project(sound, tmp_path):
    shutil.copytree(sound / "data", tmp_path / "data")
    return Project(tmp_path)


def analyse(project):
    """Do what the page of grids does."""
    study = load_cohort(NAME, project=project)
    pooled, _ = grids.pool(study, grids.read_grids(study))
    return grids.tabulate_salience(pooled, grids.read_counted(study), 2)


def test_sound_tables_are_analysed_and_nothing_is_found(project):
    assert found(project) == []
    assert analyse(project)["persons"].tolist() == [3]


ERRORS = [
    ("construct_assignments.csv", "P2,calm,ann", "P2,whole,ann,self-care,\nP2,calm,ann",
     "construct_assignments.csv, row 4, column grid_construct: found a category of 'whole', the "
     "overall construct of 'P2'; allowed: constructs that are not of the kind 'overall'. Remove "
     "the row"),
    ("elements.csv", "P1,best,The best,ideal", "P1,best,The best,self",
     "elements.csv, row 2 (and 3), column part: found 2 elements of 'P1' with the part 'self'; "
     "allowed: one a participant. Keep the right one; give the others the part 'other'."),
    ("elements.csv", "P3,me,Me,self", "P3,me,Me,ideal",
     "elements.csv, row 6 (and 7), column part: found 2 elements of 'P3' with the part 'ideal'"),
    ("grid_constructs.csv", "P1,calm,Hurried,Calm,right,elicited",
     "P1,calm,Hurried,Calm,right,overall",
     "grid_constructs.csv, row 2 (and 5), column kind: found 2 constructs of 'P1' with the kind "
     "'overall'"),
    ("elements.csv", "P1,best,The best", "P1,best,Me",
     "elements.csv, row 3, column label: found a second element of 'P1' that is called 'Me'"),
    ("grid_constructs.csv", "P1,calm,Hurried,Calm", "P1,calm,Fails,Works",
     "grid_constructs.csv, row 2, column left_pole: found the poles of the overall construct of"),
    ("cohort.yml", "grids:\n  minimum: 1\n  maximum: 7\n", "",
     "grids.csv, row 3 (and 5, 6, 7), column rating: found '7', '6'; allowed: 1 to 5, which is "
     "used where cohort.yml states no scale for grids"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "message"), ERRORS)
def test_what_would_stop_the_page_is_an_error_of_the_check(project, file, old, new, message):
    change(project, file, old, new)
    told = found(project)
    assert len([text for text in told if text.startswith(message)]) == 1, "\n".join(told)
    with pytest.raises(DataError):
        load_cohort(NAME, project=project)


@pytest.mark.parametrize(("file", "old", "new", "message"), ERRORS)
def test_without_the_check_the_page_would_stop(project, file, old, new, message, monkeypatch):
    """Each of these is refused for a reason: nothing is forbidden that would work."""
    change(project, file, old, new)
    monkeypatch.setattr("senco.cohort.consistency.checks.check_grids", lambda evidence: ())
    with pytest.raises(SencoError):
        analyse(project)


@pytest.mark.parametrize("part", ["self", "ideal"])
def test_a_grid_without_a_self_or_ideal_is_a_warning_with_its_row(project, part):
    label = {"self": "P2,me,Me,", "ideal": "P2,best,The best,"}[part]
    change(project, "elements.csv", label + part, label + "other")
    assert found(project) == [
        f"warning: elements.csv, row 4, column part: found no element of 'P2' with the part "
        f"'{part}'; allowed: one a participant. Set the part of the right one: without it this "
        "grid has no dilemmas."
    ]
    assert len(analyse(project)) == 1


@pytest.mark.parametrize(("removed", "spoilt", "said"), [
    ("grids.csv", "construct_assignments.csv", 3),
    ("construct_assignments.csv", "grids.csv", 0),
])  # fmt: skip
def test_ratings_that_are_not_there_are_missed_and_those_that_cannot_be_read_are_not(
    project, removed, spoilt, said
):
    (project.cohort(NAME) / removed).unlink()
    (project.cohort(NAME) / spoilt).write_bytes(b"\xff")
    assert sum("without any rating" in text for text in found(project)) == said


def test_a_grid_without_any_rating_is_an_error(project):
    path = project.cohort(NAME) / "grids.csv"
    rows = path.read_text("utf-8").splitlines()
    kept = [row.rpartition(",")[0] + "," if row.startswith("P2,") else row for row in rows]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert found(project) == [
        "grid_constructs.csv, row 3, column participant: found a grid of 'P2' without any rating; "
        "allowed: a rating in grids.csv. Enter the ratings, or remove the grid."
    ]


def test_a_finding_of_an_import_names_the_sheet_and_the_row_of_the_workbook(project, tmp_path):
    tables = make_sorted_tables()
    tables["construct_assignments"].append(["P1", "whole", "ann", "self-care", None])
    path = write_book(tmp_path / "again.xlsx", project, tables)
    intake = import_files(NAME, [path], project, overwrite=True)
    told = [str(finding) for finding in intake.findings if "overall construct" in str(finding)]
    assert intake.written == [] and len(told) == 1
    assert told[0].startswith("again.xlsx, sheet construct_assignments, row 11, column ")


def test_each_construct_needs_a_category_of_the_coder_who_counts_for_its_participant(project):
    # Ann and Ben both sorted P3's one construct: either of them is enough, and one must be
    change(project, "construct_assignments.csv", "P3,calm,ann,self-care,work-life\n", "")
    assert not [told for told in found(project) if "category" in told]
    assert len(analyse(project))
    path = project.cohort(NAME) / "construct_assignments.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(row for row in rows if not row.startswith("P3,")), encoding="utf-8")
    told = [one for one in found(project) if "category" in one]
    assert len(told) == 1
    assert told[0].startswith(
        "grid_constructs.csv, row 4, column grid_construct: found 'calm' of 'P3', to which nobody "
        "gave a category"
    )
