"""A version is read from a commit, a folder or a deposit, and nothing of it is run."""

import subprocess

import pytest

from senco.crate.descriptors import MANIFEST, write_manifest
from senco.crate.unpacking import read_crate
from senco.errors import DataError, SencoError
from senco.revisions import compare_versions, read_version
from senco.workspace.paths import Project
from tests.crates import save

VALUES = "book/cohorts/here/results/70_audit/values.json"


@pytest.fixture
def checkout(tmp_path):
    """A repository with one page: a tag of n = 8, then a commit of n = 9."""
    root = tmp_path / "checkout"
    for name, text in {
        VALUES: '{"n": "8"}',
        "book/cohorts/here/80_comparison.md": "# Nothing",
        "data/cohorts/here/cohort.yml": "provenance: published\n",
        "CITATION.cff": "version: 1.2.3\n",
        "code.py": "raise SystemExit\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    run(root, "init", "-q")
    commit(root, "first")
    run(root, "tag", "v1")
    (root / VALUES).write_text('{"n": "9"}', encoding="utf-8")
    commit(root, "second")
    return root


def run(root, *words):
    person = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *person, *words], check=True, capture_output=True)


def commit(root, message):
    run(root, "add", "-A")
    run(root, "commit", "-q", "-m", message)


def test_a_tag_and_a_folder_give_what_they_hold(checkout):
    tag, folder = read_version("v1", Project(checkout)), read_version(str(checkout))
    assert (tag.title, folder.title) == ("v1 (1.2.3)", "checkout (1.2.3)")
    assert tag.pages == folder.pages == {("here", "70_audit"), ("here", "80_comparison")}
    assert tag.kinds == {"here": "published"}
    (change,) = compare_versions(tag, folder).changes
    assert (change.kind, change.place, change.before, change.after) == ("value", "n", "8", "9")


@pytest.fixture
def deposit(checkout, tmp_path):
    """What the folder holds, packed as `senco export` packs it."""
    names = [path.relative_to(checkout).as_posix() for path in checkout.rglob("*")]
    paths = {name: checkout / name for name in names if not name.startswith(".git/")}
    files = {name: path.read_bytes() for name, path in paths.items() if path.is_file()}
    return save({**files, MANIFEST: write_manifest(files)}, tmp_path / "here.zip")


def test_a_deposit_gives_the_same_as_the_folder_that_it_was_made_of(checkout, deposit):
    found = compare_versions(read_version(str(deposit)), read_version(str(checkout)))
    assert found.pages == 2 and not found.changes


def test_a_deposit_that_was_changed_is_refused(tmp_path, deposit):
    files = read_crate(deposit)
    changed = save({**files, VALUES: b'{"n": "10"}'}, tmp_path / "changed.zip")
    with pytest.raises(DataError, match="changed or damaged"):
        read_version(str(changed))


@pytest.mark.parametrize("name", ["v2", "--output=x", "HEAD:code.py", "v1 v1", ""])
def test_what_is_no_version_is_told(checkout, name, monkeypatch):
    monkeypatch.chdir(checkout.parent)
    with pytest.raises(SencoError, match="no file, no folder"):
        read_version(name or "v9", Project(checkout))
    assert not (checkout.parent / "x").exists()


def test_a_folder_without_pages_is_told(tmp_path):
    with pytest.raises(SencoError, match="holds no pages of cohorts"):
        read_version(str(tmp_path))


@pytest.mark.parametrize(
    "about",
    ["provenance: 2026-99-99\n", "a: &a [1]\nprovenance: *a\n", "[" * 5000, "provenance: [x]\n",
     "provenance: !!python/name:os.system\n", "\x00", "#" * 300_000],
    ids=["no day", "reference", "deep", "list", "tag", "nought", "large"],
)  # fmt: skip
def test_a_description_that_cannot_be_read_is_of_no_kind_and_no_traceback(checkout, about):
    (checkout / "data/cohorts/here/cohort.yml").write_text(about, encoding="utf-8")
    assert read_version(str(checkout)).kinds == {"here": ""}
