"""Files are written and moved whole, and only those whom they concern may read them."""

import errno
import os
import shutil
import sys
from pathlib import Path

import pytest

from senco.cohort.stages import find_stage
from senco.execution.missing import Missing, write_missing_page
from senco.execution.notebook import _publish
from senco.intake.start import make_cohort, make_workbook
from senco.workspace.files import (
    make_private_folder,
    move,
    set_access,
    write_atomically,
    write_bytes_atomically,
)
from senco.workspace.paths import Project
from tests.conftest import ROOT

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


def mode_of(path):
    return path.stat().st_mode & 0o777


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request):
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@on_unix
def test_a_file_is_its_owners_alone_or_everybodys_whatever_the_umask(tmp_path, umask):
    write_atomically(tmp_path / "open.txt", "a")
    write_bytes_atomically(tmp_path / "private.txt", b"a", private=True)
    assert mode_of(tmp_path / "open.txt") == 0o644
    assert mode_of(tmp_path / "private.txt") == 0o600


@on_unix
def test_a_private_folder_is_closed_with_all_that_is_made_above_it(tmp_path, umask):
    make_private_folder(tmp_path / "a" / "b")
    assert mode_of(tmp_path / "a") == mode_of(tmp_path / "a" / "b") == 0o700
    (tmp_path / "there").mkdir()
    make_private_folder(tmp_path / "there")
    assert mode_of(tmp_path / "there") == 0o700


@on_unix
def test_access_is_set_in_depth_and_through_no_link(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("a", encoding="utf-8")
    outside.chmod(0o644)
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "a.txt").write_text("a", encoding="utf-8")
    (tmp_path / "in" / "link").symlink_to(outside)
    set_access(tmp_path / "in", private=True)
    assert mode_of(tmp_path / "in" / "deep") == 0o700
    assert mode_of(tmp_path / "in" / "deep" / "a.txt") == 0o600
    assert mode_of(outside) == 0o644
    set_access(tmp_path / "in", private=False)
    assert mode_of(tmp_path / "in" / "deep") == 0o755
    assert mode_of(tmp_path / "in" / "deep" / "a.txt") == 0o644
    set_access(tmp_path / "nothing", private=True)  # nothing there, nothing to do


@on_unix
def test_a_new_cohort_and_its_workbook_are_private(tmp_path, umask):
    (tmp_path / "data" / "cohorts").mkdir(parents=True)
    for name in ("datapackage.json", "study.yml"):
        (tmp_path / "data" / name).write_bytes((ROOT / "data" / name).read_bytes())
    project = Project(tmp_path)
    folder = make_cohort("my-county", project)
    assert mode_of(folder) == 0o700
    assert {mode_of(path) for path in folder.iterdir()} == {0o600}
    assert mode_of(make_workbook("other", project, tmp_path)) == 0o600


def make_page(root, provenance):
    """A page and its results as a notebook leaves them, and the cohort's folder."""
    project = Project(root)
    folder = project.cohort("mine")
    folder.mkdir(parents=True)
    texts = "".join(f"{key}: a\n" for key in ("title", "summary", "source", "licence"))
    (folder / "cohort.yml").write_text(f"{texts}provenance: {provenance}\n", encoding="utf-8")
    shutil.copy(ROOT / "data" / "study.yml", root / "data")
    staging = root / ".work" / "mine"
    (staging / "50_rankings").mkdir(parents=True)
    (staging / "page.ipynb").write_text("{}", encoding="utf-8")
    (staging / "50_rankings" / "run.json").write_text("{}", encoding="utf-8")
    return project, staging


@on_unix
@pytest.mark.parametrize(
    ("provenance", "file", "folder"),
    [("collected", 0o600, 0o700), ("synthetic", 0o644, 0o755), ("published", 0o644, 0o755)],
)
def test_a_page_is_as_private_as_its_cohort(tmp_path, umask, provenance, file, folder):
    project, staging = make_page(tmp_path, provenance)
    stage = find_stage("50_rankings")
    _publish(project, "mine", stage, staging / "50_rankings", staging / "page.ipynb")
    write_missing_page(project, "mine", [Missing("40_grids", alone=False)], provenance)
    places = list(project.pages("mine").rglob("*"))
    assert len([path for path in places if path.is_file()]) == 3
    assert {mode_of(path) for path in places if path.is_file()} == {file}
    assert {mode_of(path) for path in places if path.is_dir()} == {folder}
    assert mode_of(project.pages("mine")) == folder


# from one disk to another


@pytest.fixture
def two_disks(monkeypatch):
    """Every move between the folders `one` and `two` fails as between two disks."""
    replace = Path.replace

    def move_on_one_disk(source, target):
        if ("one" in source.parts) != ("one" in Path(target).parts):
            raise OSError(errno.EXDEV, "Invalid cross-device link", str(source))
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", move_on_one_disk)


def test_a_file_comes_whole_from_another_disk(tmp_path, two_disks):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "one" / "a.txt").write_text("new", encoding="utf-8")
    (tmp_path / "two" / "a.txt").write_text("old", encoding="utf-8")
    move(tmp_path / "one" / "a.txt", tmp_path / "two" / "a.txt")
    assert (tmp_path / "two" / "a.txt").read_text(encoding="utf-8") == "new"
    assert [path.name for path in (tmp_path / "two").iterdir()] == ["a.txt"]
    assert not list((tmp_path / "one").iterdir())


def test_a_folder_comes_whole_from_another_disk(tmp_path, two_disks):
    (tmp_path / "one" / "a" / "b").mkdir(parents=True)
    (tmp_path / "two").mkdir()
    (tmp_path / "one" / "a" / "b" / "c.txt").write_text("new", encoding="utf-8")
    move(tmp_path / "one" / "a", tmp_path / "two" / "a")
    assert (tmp_path / "two" / "a" / "b" / "c.txt").read_text(encoding="utf-8") == "new"
    assert [path.name for path in (tmp_path / "two").iterdir()] == ["a"]
    assert not list((tmp_path / "one").iterdir())


def test_what_cannot_be_copied_leaves_what_was_there(tmp_path, two_disks, monkeypatch):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "one" / "a.txt").write_text("new", encoding="utf-8")
    (tmp_path / "two" / "a.txt").write_text("old", encoding="utf-8")

    def fill_the_disk(number):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fill_the_disk)
    with pytest.raises(OSError, match="No space"):
        move(tmp_path / "one" / "a.txt", tmp_path / "two" / "a.txt")
    assert (tmp_path / "two" / "a.txt").read_text(encoding="utf-8") == "old"
    assert [path.name for path in (tmp_path / "two").iterdir()] == ["a.txt"]
    assert (tmp_path / "one" / "a.txt").exists()


def test_a_page_is_put_in_place_from_a_work_folder_on_another_disk(tmp_path, monkeypatch):
    shared = Path("/dev/shm")
    if not shared.is_dir() or os.stat(shared).st_dev == os.stat(tmp_path).st_dev:
        pytest.skip("this system has no second disk to write on")
    project, _ = make_page(tmp_path, "synthetic")
    there = shared / f"senco-test-{os.getpid()}"
    try:
        there.mkdir()
        (there / "50_rankings").mkdir()
        for name in ("page.ipynb", "50_rankings/run.json"):
            (there / name).write_text("{}", encoding="utf-8")
        stage = find_stage("50_rankings")
        _publish(project, "mine", stage, there / "50_rankings", there / "page.ipynb")
        assert (project.pages("mine") / "50_rankings.ipynb").is_file()
        assert (project.results("mine", "50_rankings") / "run.json").is_file()
    finally:
        for path in sorted(there.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        there.rmdir()
