"""The book is assembled from what `_toc.yml` names, or its builder says why it is not."""

import json
import shutil
import subprocess

import pytest

from senco.book.assembly import _read_complaints, build_book
from senco.errors import BuildError
from tests.book.books import FLAT, make_book

pytestmark = pytest.mark.usefixtures("ready")


@pytest.fixture()
def project(tmp_path):
    return make_book(tmp_path)


def test_a_flat_table_of_contents_makes_a_book(project):
    page = build_book(project).parent / "book" / "one.html"
    assert "toctree-toggle" not in page.read_text(encoding="utf-8"), "nothing is to be folded"


def test_the_site_of_before_is_removed_once_the_new_one_is_in_its_place(project, monkeypatch):
    page, remove = build_book(project), shutil.rmtree

    def remove_something_else(*words, **named):
        remove(*words, **named)
        assert page.is_file()

    monkeypatch.setattr(shutil, "rmtree", remove_something_else)
    assert build_book(project) == page and not list(page.parents[1].glob("new*"))


def test_a_page_that_cannot_be_read_is_named_with_the_reason(project):
    (project.root / "book" / "two.ipynb").write_text('{"cells": [', encoding="utf-8")
    (project.root / "_toc.yml").write_text(f"{FLAT}  - file: book/two\n", encoding="utf-8")
    with pytest.raises(BuildError) as raised:
        build_book(project)
    assert str(raised.value) == (
        "The book was not built:\n"
        "book/two: json.decoder.JSONDecodeError: Expecting value: line 1 column 12 (char 11)"
    )


def test_an_error_in_what_the_site_adds_is_told_with_its_page(project):
    page = project.root / "book" / "cohorts" / "mine" / "10_participants.md"
    record = page.parent / "results" / "10_participants" / "run.json"
    record.parent.mkdir(parents=True)
    page.write_text("# Who?\n", encoding="utf-8")
    record.write_text(json.dumps({"inputs": {}}), encoding="utf-8")
    toc = FLAT.replace("book/one", "book/cohorts/mine/10_participants")
    (project.root / "_toc.yml").write_text(toc, encoding="utf-8")
    with pytest.raises(BuildError) as raised:
        build_book(project)
    lines = str(raised.value).splitlines()
    assert lines[1].startswith("book/cohorts/mine/10_participants: senco.errors.DataError: data/")
    assert lines[2].startswith("Extension error (senco.book.site.") and len(lines) == 3


PROGRESS = "reading sources... [ 50%] book/index\n"
TRACEBACK = (
    "Traceback (most recent call last):\n"
    '  File "a.py", line 1, in f\n    log("ERROR: not this")\n'
    "ValueError: no such theme\n  in line 2\n"
    "\nThe above exception was the direct cause of the following exception:\n\n"
    'Traceback (most recent call last):\n  File "b.py", line 1, in g\nRuntimeError: \n====\n'
)


@pytest.mark.parametrize(
    ("code", "errors", "output", "said"),
    [
        (1, TRACEBACK, "loading\n", "ValueError: no such theme\n  in line 2"),
        (1, TRACEBACK, PROGRESS, "book/index: ValueError: no such theme\n  in line 2"),
        (
            1,
            f"\x1b[91mbook/a.md:3: WARNING: undefined label: 'x'\x1b[39;49;00m\n{TRACEBACK}",
            PROGRESS,
            "book/index: ValueError: no such theme\n  in line 2\n"
            "book/a.md:3: WARNING: undefined label: 'x'",
        ),
        (1, "a.md: WARNING: one\n" * 3, PROGRESS, "a.md: WARNING: one"),
        (-9, "", PROGRESS, "It was ended by signal 9, as happens when memory runs out."),
        (2, "Usage: build\n", PROGRESS, "Usage: build"),
    ],
)
def test_the_cause_stands_first_and_progress_is_no_cause(project, code, errors, output, said):
    run = subprocess.CompletedProcess([], code, output, errors)
    assert _read_complaints(run, project) == said
