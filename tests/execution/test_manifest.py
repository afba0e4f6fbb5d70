"""What was made is in the manifest whatever cuts it off, and nothing else is."""

from dataclasses import replace

import pytest

from senco.execution.manifest import Entry, add_entry, find_manifest, read_manifest, tidy_manifest
from senco.workspace.paths import Project

ENTRY = Entry("a/50_rankings", '{"seed": 1}', {"data/ranks.csv": "0" * 64})
OTHER = replace(ENTRY, page="b/50_rankings")


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def test_without_a_manifest_nothing_is_in_it(project):
    assert read_manifest(project) == {}


def test_the_newest_line_of_a_page_counts(project):
    tidy_manifest(project)
    newer = replace(ENTRY, settings="{}")
    for entry in (ENTRY, OTHER, newer):
        add_entry(project, entry)
    assert read_manifest(project) == {ENTRY.page: newer, OTHER.page: OTHER}
    tidy_manifest(project)
    assert find_manifest(project).read_text("utf-8").count("\n") == 2
    assert read_manifest(project) == {ENTRY.page: newer, OTHER.page: OTHER}


@pytest.mark.parametrize("kept", [0, 1, 20, -1])
def test_a_line_that_was_cut_off_is_lost_alone_and_spoils_none_after_it(project, kept):
    tidy_manifest(project)
    add_entry(project, ENTRY)
    whole = find_manifest(project).read_bytes()
    add_entry(project, OTHER)
    line = find_manifest(project).read_bytes()[len(whole) :]
    find_manifest(project).write_bytes(whole + line.rstrip(b"\n")[:kept])
    assert read_manifest(project) == {ENTRY.page: ENTRY}
    tidy_manifest(project)
    add_entry(project, OTHER)
    assert read_manifest(project) == {ENTRY.page: ENTRY, OTHER.page: OTHER}


@pytest.mark.parametrize(
    "line", [b"[]", b"1", b"{}", b'{"page": "a"}', b"\xff\xfe", b"null", b'{"page": 1, "x": 2}',
             b'{"page": "a/b", "settings": "{}", "files": 3}'],
)  # fmt: skip
def test_what_is_no_entry_is_passed_over(project, line):
    tidy_manifest(project)
    find_manifest(project).write_bytes(line + b"\n")
    add_entry(project, ENTRY)
    assert read_manifest(project) == {ENTRY.page: ENTRY}
