"""The up-to-date check never calls a book current of which a page would be made anew."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from senco.book.assembly import list_public
from senco.execution import inputs, manifest, pipeline, uptodate
from senco.workspace import versions
from senco.workspace.paths import Project
from tests.conftest import ROOT, Checkout

PUBLIC = ("ey-pvi-2017", "worked-example")
N_PAGES = sum(len([*(ROOT / "book" / "cohorts" / name).glob("[0-9]*.*")]) for name in PUBLIC)
TABLE = "data/cohorts/ey-pvi-2017/segments.csv"
PAGE = "book/cohorts/worked-example/50_rankings.ipynb"
RESULTS = "book/cohorts/worked-example/results/50_rankings/*.csv"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A checkout as after a whole build: the committed pages, their manifest, a site."""
    checkout = Checkout(tmp_path_factory.mktemp("uptodate") / "copy")
    site = checkout.root / "_build" / "html" / "index.html"
    site.parent.mkdir(parents=True)
    site.write_text("the book", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for module in (inputs, pipeline, uptodate):
            patch.setattr(module, "PACKAGE", checkout.root / "analysis" / "senco")
        patch.setattr(pipeline, "check_cohort", lambda *_: [])  # takes long; not what is asked here
        taken = uptodate.take_inputs(checkout.project, None)
        tasks = pipeline.plan(checkout.project, list_public(checkout.project))
        write_manifest(checkout.project, tasks)
        uptodate.add_book(checkout.project, None, taken, [site], len(tasks))
        yield checkout


def write_manifest(project, tasks):
    for task in tasks:
        files = pipeline._digest_all(project, (*task.inputs, *task.products))
        manifest.add_entry(project, manifest.Entry(task.name, task.settings, files))


def ask_both(checkout):
    """Whether the check finds the book current, and whether the pipeline finds stale pages."""
    tasks = pipeline.plan(checkout.project, list_public(checkout.project))
    stale = pipeline.find_stale(checkout.project, tasks)
    return uptodate.find_current(checkout.project, None) is not None, bool(stale)


def edit(path, old=None, new=None):
    """Change a text, or add a line where none is named; time and size may stay."""

    def change(root):
        file = root / path
        before = file.stat()
        text = file.read_text(encoding="utf-8")
        assert old is None or old in text
        file.write_text(f"{text}#\n" if old is None else text.replace(old, new, 1), "utf-8")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    return change


def leave_a_newer_line(root):
    project = Project(root)
    entry = manifest.read_manifest(project)["ey-pvi-2017/60_networks"]
    manifest.add_entry(project, replace(entry, settings='{"seed": 0}'))
    with manifest.find_manifest(project).open("a", encoding="utf-8") as lines:
        lines.write('{"page": "cut of')


PAGES_STALE = {
    "a table": edit(TABLE, "The work takes spirit.", "It takes spirit."),
    "a table, same size and time": edit(TABLE, "spirit.", "spirot."),
    "a notebook": edit("analysis/notebooks/60_networks.ipynb", "60-00", "60-99"),
    "a module": edit("analysis/senco/measures/networks/keys.py"),
    "the framework": edit("data/study.yml"),
    "the contract": edit("data/datapackage.json", '"path"', ' "path"'),
    "the lock": edit("requirements.lock"),
    "a parameter": edit(
        "data/cohorts/worked-example/cohort.yml",
        "title:", "parameters: {50_rankings: {seed: 4}}\ntitle:",
    ),
    "a page that is gone": lambda root: (root / PAGE).unlink(),
    "a page changed by hand": edit(PAGE, "mean rank", "mean  rank"),
    "a result that is gone": lambda root: next(root.glob(RESULTS)).unlink(),
    "the manifest that is gone": lambda root: manifest.find_manifest(Project(root)).unlink(),
    "a newer line of the manifest, and one cut off": leave_a_newer_line,
    "a table that is gone": lambda root: (root / "data/cohorts/ey-pvi-2017/claims.csv").unlink(),
}  # fmt: skip
BOOK_STALE = {
    "the prose": edit("book/index.md"),
    "the table of contents": edit("_toc.yml"),
    "the settings": edit("_config.yml"),
    "a module of the book": edit("analysis/senco/book/assembly.py"),
    "a style": edit("book/_static/senco.css"),
    "the site's page that is gone": lambda root: (root / "_build/html/index.html").unlink(),
    "the site's page changed": edit("_build/html/index.html"),
    "a file more in the site": lambda root: (root / "_build/html/new.txt").write_text("", "utf-8"),
    "a cohort more": lambda root: make_cohort(root),
    "the line of the book that is gone": lambda root: keep_pages(root),
    "a line of the book that is none": lambda root: keep_pages(root, '{"book": []}\n'),
    "a line of the book that was cut off": lambda root: keep_pages(root, '{"book": {"coh'),
}


def test_a_checkout_that_was_moved_as_a_whole_is_as_current_as_it_was(built, monkeypatch, tmp_path):
    moved = tmp_path / "elsewhere"
    shutil.copytree(built.root, moved)
    monkeypatch.setattr(uptodate, "PACKAGE", moved / "analysis" / "senco")
    assert uptodate.find_current(Project(moved), None)
    edit("book/index.md")(moved)
    assert not uptodate.find_current(Project(moved), None)


def keep_pages(root, more=""):
    """Leave the pages' lines of the manifest alone, and add another."""
    place = manifest.find_manifest(Project(root))
    lines = place.read_text("utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if '"page"' in line)
    assert kept and kept != "".join(lines)
    place.write_text(kept + more, encoding="utf-8")


def make_cohort(root):
    folder = root / "data/cohorts/other"
    folder.mkdir()
    (folder / "cohort.yml").write_text("title: Another\n", encoding="utf-8")


@pytest.fixture
def restored(built):
    """The checkout, put back as it was afterwards."""
    kept = {
        path: (path.read_bytes(), path.stat())
        for folder in ("data", "analysis", "book", "_build", ".")
        for path in (built.root / folder).glob("*" if folder == "." else "**/*")
        if path.is_file()
    }
    yield built
    for folder in ("data", "analysis", "book", "_build", "."):
        for path in (built.root / folder).glob("*" if folder == "." else "**/*"):
            if path.is_file() and path not in kept:
                path.unlink()
    (built.root / "data/cohorts/other").exists() and (built.root / "data/cohorts/other").rmdir()
    for path, (data, told) in kept.items():
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
            os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert uptodate.find_current(built.project, None) is not None


def test_after_a_whole_build_both_find_nothing_to_do(built):
    assert ask_both(built) == (True, False)
    entry = uptodate.find_current(built.project, None)
    assert entry.pages == N_PAGES and entry.sites == ("_build/html/index.html",)


@pytest.mark.parametrize("state", PAGES_STALE)
def test_where_a_page_is_stale_no_book_is_current(restored, state):
    PAGES_STALE[state](restored.root)
    assert ask_both(restored) == (False, True)


@pytest.mark.parametrize("state", BOOK_STALE)
def test_what_no_page_but_the_book_is_made_of_counts_too(restored, state):
    BOOK_STALE[state](restored.root)
    assert ask_both(restored) == (False, False)


def test_times_alone_and_private_pages_of_another_cohort_change_nothing(restored):
    for path in (TABLE, PAGE, "_build/html/index.html"):
        os.utime(restored.root / path, (1, 1))
    other = restored.project.pages("somebody-elses")
    other.mkdir()
    (other / "10_participants.md").write_text("private", encoding="utf-8")
    current = ask_both(restored)
    (other / "10_participants.md").unlink()
    other.rmdir()
    assert current == (True, False)


def test_a_cohort_that_another_names_is_part_of_what_that_one_is_made_from(checkout):
    texts = {"mine": "others: theirs", "theirs": "title: Theirs", "nobodys": "title: Nobody's"}
    for name, text in texts.items():
        folder = checkout.project.cohort(name)
        folder.mkdir()
        (folder / "cohort.yml").write_text(text, encoding="utf-8")
    before = uptodate.take_inputs(checkout.project, ["mine"])
    (checkout.project.cohort("nobodys") / "rankings.csv").write_text("rank", "utf-8")
    assert uptodate.take_inputs(checkout.project, ["mine"]) == before
    (checkout.project.cohort("theirs") / "rankings.csv").write_text("rank", "utf-8")
    assert uptodate.take_inputs(checkout.project, ["mine"]) != before


def test_what_changes_while_the_book_is_built_is_not_written_down(restored):
    inputs = uptodate.take_inputs(restored.project, None)
    edit("book/index.md")(restored.root)
    site = restored.root / "_build/html/index.html"
    uptodate.add_book(restored.project, None, inputs, [site], N_PAGES)
    assert uptodate.find_current(restored.project, None) is None


@pytest.mark.parametrize(
    ("path", "current"),
    [
        (TABLE, False),
        (PAGE, False),
        ("book/index.md", False),
        ("_build/html/index.html", False),
        ("_build/manifest.jsonl", True),
        ("data/cohorts/ey-pvi-2017/release.yml", True),
    ],
)
def test_a_site_is_current_until_anything_changes_that_it_shows(restored, path, current):
    # the public site stands in for a private one: a cohort's name is all that is asked for
    site = restored.root / "_build/html/index.html"
    taken = uptodate.take_inputs(restored.project, ["ey-pvi-2017"])
    uptodate.add_book(restored.project, ["ey-pvi-2017"], taken, [site], N_PAGES)
    assert uptodate.is_site_current(restored.project, "ey-pvi-2017")
    assert not uptodate.is_site_current(restored.project, "worked-example")
    place = restored.root / path
    before = place.read_text(encoding="utf-8") if place.is_file() else ""
    place.write_text(before + "\n", encoding="utf-8")
    assert uptodate.is_site_current(restored.project, "ey-pvi-2017") == current


def test_other_packages_or_another_python_count_as_a_change(built, monkeypatch):
    monkeypatch.setattr(versions.sys, "version", "4.0")
    assert uptodate.find_current(built.project, None) is None


def test_the_answer_needs_neither_the_stack_nor_the_pipeline(built):
    code = (
        "import atexit, sys\n"
        "heavy = {'pandas', 'numpy', 'papermill', 'frictionless', 'grimp', 'sphinx'}\n"
        "atexit.register(lambda: print(sorted(heavy & set(sys.modules))))\n"
        "sys.argv = ['senco', 'build']\n"
        "from senco.cli import main\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=built.root, env=built.environment,
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    told = done.stdout.splitlines()
    assert told[0].startswith("Up to date: ") and told[-1] == "[]"
