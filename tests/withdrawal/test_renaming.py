"""After a cohort got another name nothing in the folder has the old one, or nothing changed."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from senco.crate.depositing.identifiers import put_identifier
from senco.crate.depositing.kept import Kept, load_kept, save_kept
from senco.errors import SencoError
from senco.withdrawal import list_remaining, plan_renaming, remove, rename
from senco.workspace.paths import Project
from tests.cohorts import write_book
from tests.collected import NAME, Copy
from tests.conftest import ROOT, read_folder
from tests.withdrawal.test_withdrawal import INFO, make_info, plant, search

#: In two parts, so that this file, which is part of the checkout, does not hold it.
OLD, NEW, OTHER = NAME, "-".join(("our", "eight")), "theirs"


@pytest.fixture
def project(tmp_path):
    """A folder with a contract, a study and two collected cohorts of which one names the other."""
    root = tmp_path / "project"
    for path in ("data/datapackage.json", "data/study.yml", ".gitignore"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, root / path)
    project = Project(root)
    make_info(project.cohort(OLD))
    plant(root, f"data/cohorts/{OLD}/participants.csv", "participant\nP1\n")
    others = {"80_comparison": {"others": f"ey-pvi-2017, {OLD}"}}
    make_info(project.cohort(OTHER), parameters=others)
    write_book(root / "x.xlsx", project).rename(root / f"{OLD}.xlsx")
    return project


def do(project: Project, **options) -> list[str]:
    plan = plan_renaming(project, OLD, NEW, **options)
    assert remove(project, plan.removed, lambda place: None) == []
    told: list[str] = []
    rename(project, plan, told.append)
    left = [project.relative(place.path) for place in list_remaining(project, plan)]
    return [*told, *left]


def test_tables_workbook_and_mentions_have_the_new_name(project):
    before = read_folder(project.cohort(OLD))
    told = do(project)
    assert read_folder(project.cohort(NEW)) == before and not project.cohort(OLD).exists()
    settings = yaml.safe_load((project.cohort(OTHER) / "cohort.yml").read_text("utf-8"))
    assert settings["parameters"] == {"80_comparison": {"others": f"ey-pvi-2017, {NEW}"}}
    assert {**settings, "parameters": None} == {**INFO, "parameters": None}
    assert told == [
        f"Changed: data/cohorts/{OTHER}/cohort.yml: `others`: '{NEW}' instead of '{OLD}'",
        f"Moved: {OLD}.xlsx to {NEW}.xlsx",
        f"Moved: data/cohorts/{OLD} to data/cohorts/{NEW}",
    ]
    assert search(project.root, OLD) == []


def test_the_commands_in_the_workbook_have_the_new_name_and_answers_stay(project):
    path = write_book(project.root / "x.xlsx", project)
    book = load_workbook(path)
    first = book.worksheets[0]
    first.append([f"Save it and type: senco import {OLD} {OLD}.xlsx"])
    book["events"].cell(4, 1).value = f"In {OLD}"
    book.save(project.root / f"{OLD}.xlsx")
    path.unlink()
    told = do(project)
    changed = load_workbook(project.root / f"{NEW}.xlsx")
    assert (
        changed.worksheets[0]
        .cell(first.max_row, 1)
        .value.endswith(f"senco import {NEW} {NEW}.xlsx")
    )
    assert changed["events"].cell(4, 1).value == f"In {OLD}"  # somebody's answer
    assert told[-1] == f"{NEW}.xlsx"  # which is said


@pytest.mark.parametrize(
    ("name", "message"),
    [(OTHER, "already"), ("a b", "cannot be a cohort's name"), (OLD.upper(), "already"),
     ("con", "cannot be")],
)  # fmt: skip
def test_a_name_that_is_taken_or_cannot_be_is_refused(project, name, message):
    before = read_folder(project.root)
    with pytest.raises(SencoError, match=message):
        plan_renaming(project, OLD, name)
    assert read_folder(project.root) == before


def test_what_lies_under_the_new_name_already_is_refused(project):
    plant(project.root, f"_build/private/{NEW}/index.html")
    with pytest.raises(SencoError, match=f"_build/private/{NEW} has the name '{NEW}' already"):
        plan_renaming(project, OLD, NEW)


@pytest.mark.parametrize("name", ["nowhere", "ey-pvi-2017", "../theirs"])
def test_only_a_collected_cohort_that_is_there_gets_another_name(project, name):
    with pytest.raises(SencoError):
        plan_renaming(project, name, NEW)


def test_names_on_several_lines_are_left_to_the_researcher(project):
    text = f'{yaml.safe_dump(INFO)}parameters:\n  80_comparison:\n    others: "a,\n      {OLD}"\n'
    (project.cohort(OTHER) / "cohort.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SencoError, match="over several lines"):
        plan_renaming(project, OLD, NEW)


def test_where_a_file_cannot_be_moved_everything_is_as_before(project, monkeypatch):
    plan = plan_renaming(project, OLD, NEW)
    before, move = read_folder(project.root), Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path == project.cohort(OLD):
            raise PermissionError(13, "Permission denied")
        return move(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(SencoError, match="keeps its name"):
        rename(project, plan, lambda line: None)
    assert read_folder(project.root) == before


def test_a_draft_of_a_deposit_that_was_begun_goes_with_the_new_name(project):
    kept = Kept(repository="https://example.org", draft="7", version_of="3", doi="10.5281/zenodo.3")
    save_kept(project, OLD, kept)
    text = put_identifier("title: Rings\n", kept.doi, "Data")
    plant(project.root, "CITATION.cff", text)
    told = do(project)
    assert load_kept(project, NEW, kept.repository) == kept
    assert f"Moved: .work/deposit_{OLD}.json to .work/deposit_{NEW}.json" in told
    assert "CITATION.cff" not in told, "its deposit is the same"
    assert told[-1] == f".work/deposit_{NEW}.json", "the draft has a file of the old name"
    assert search(project.root, OLD) == []


def test_deposits_and_titles_that_hold_the_old_name_are_said(project):
    make_info(project.cohort(OLD), title=f"What {OLD} thinks")
    shutil.copytree(project.cohort(OLD), project.root / "crate" / "data" / "cohorts" / OLD)
    plant(project.root, "crate/ro-crate-metadata.json", "{}")
    assert do(project)[-2:] == [f"data/cohorts/{NEW}/cohort.yml", "crate"]


def test_after_a_build_and_a_signature_nothing_has_the_old_name(tmp_path, signed_state):
    checkout = Copy(tmp_path / "signed", signed_state)
    refused = checkout.run("rename", OLD, NEW, stdin=subprocess.DEVNULL)
    assert refused.returncode == 1 and "add --yes" in refused.stderr
    held = search(checkout.root, OLD)
    for place in (f"data/cohorts/{OLD}/release.yml", f"book/cohorts/{OLD}/", f"{OLD}.xlsx",
                  f"_build/private/{OLD}/", "_build/manifest.jsonl"):  # fmt: skip
        assert any(one.startswith(place) for one in held), place
    (checkout.root / f"{OLD}.zip").unlink()  # a deposit is said, as above, and keeps its name
    told = checkout.succeed("rename", OLD, NEW, "--yes").stdout
    assert f"'{OLD}' is now '{NEW}'. Signatures are no longer valid." in told
    assert search(checkout.root, OLD) == []
    for table in checkout.project.cohort(NEW).glob("*.csv"):  # a few pages show it
        if table.stem not in ("participants", "constructs", "rankings"):
            table.unlink()
    checkout.succeed("build", NEW)
    assert (checkout.root / "_build" / "private" / NEW / "index.html").is_file()


def test_what_coders_fill_in_is_moved_and_not_removed(project):
    path = project.root / f"{OLD}-settle.xlsx"
    (project.root / f"{OLD}.xlsx").rename(path)
    told = do(project)
    assert f"Moved: {OLD}-settle.xlsx to {NEW}-settle.xlsx" in told
    assert (project.root / f"{NEW}-settle.xlsx").is_file() and not path.exists()
