"""The pages that the tests look at are those that are committed, also after a build."""

import subprocess

import pytest

from tests.committed import PAGES, REMEDY, has_commits, list_changed, read_committed
from tests.conftest import ROOT


@pytest.mark.skipif(not has_commits(ROOT), reason="no clone: what is committed is not known")
def test_the_pages_in_this_folder_are_those_that_are_committed():
    changed = list_changed(ROOT)
    assert not changed, f"{REMEDY}\n" + "\n".join(changed)


@pytest.fixture
def clone(tmp_path):
    """A small clone with two pages, of which the second is private."""
    folder = tmp_path / PAGES
    for name in ("open", "private"):
        (folder / name).mkdir(parents=True)
        (folder / name / "page.ipynb").write_text("{}\n", encoding="utf-8")
    (tmp_path / ".gitignore").write_text(f"/{PAGES}/private/\n", encoding="utf-8")
    commit(tmp_path)
    return tmp_path


def commit(root):
    own = ("-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "-A"), (*own, "commit", "-q", "-m", "pages")):
        subprocess.run(["git", *words], cwd=root, check=True)


def test_a_clone_as_it_was_committed_has_changed_nothing(clone):
    assert list_changed(clone) == []
    assert read_committed(clone) == {"open/page.ipynb": b"{}\n"}


def stage(clone):
    page = clone / PAGES / "open" / "page.ipynb"
    page.write_text("[]\n", encoding="utf-8")
    subprocess.run(["git", "add", "-A"], cwd=clone, check=True)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda folder: (folder / "open/page.ipynb").write_text("[]\n", "utf-8"),
            "open/page.ipynb",
        ),
        (lambda folder: (folder / "open/page.ipynb").unlink(), "open/page.ipynb"),
        (
            lambda folder: (folder / "open/new one.csv").write_text("a\n", "utf-8"),
            "open/new one.csv",
        ),
        (lambda folder: stage(folder.parents[1]), "open/page.ipynb"),
    ],
    ids=["changed", "gone", "new", "staged"],
)
def test_what_a_build_changed_is_told_and_what_is_committed_stays_known(clone, change, expected):
    change(clone / PAGES)
    assert list_changed(clone) == [f"{PAGES}/{expected}"]
    assert read_committed(clone) == {"open/page.ipynb": b"{}\n"}


def test_the_page_of_a_private_cohort_may_change(clone):
    (clone / PAGES / "private" / "page.ipynb").write_text("[]\n", encoding="utf-8")
    assert list_changed(clone) == []


def test_without_git_the_pages_are_taken_as_they_lie(tmp_path):
    (tmp_path / PAGES).mkdir(parents=True)
    (tmp_path / PAGES / "page.ipynb").write_bytes(b"{}\n")
    assert not has_commits(tmp_path)
    assert read_committed(tmp_path) == {"page.ipynb": b"{}\n"}
