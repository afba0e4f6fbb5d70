"""What changed between two versions is found by key, by row and by figure."""

import json

import pytest

from senco.revisions import Change, Version, compare_versions
from senco.revisions.changes import compare_tables


def make(results, kinds=(("here", "published"),), name="v"):
    files = {("here", "70_audit", file): content for file, content in results.items()}
    return Version(name, "", files, frozenset({("here", "70_audit")}), dict(kinds))


#: By hand: one value of two changed, one verdict, one cell and one row; 0.1 + 0.2 is 0.3; a digest
#: of what was read is no result; a picture whose clipping paths alone are named anew is the same.
BEFORE = {
    "values.json": json.dumps({"n": 8, "W": "0.30", "sum": 0.1 + 0.2}).encode(),
    "means.csv": b"construct,mean,verdict\nchild,3.79,holds\nwork,18.57,does not hold\n",
    "run.json": b'{"digest": "1"}',
    "map.svg": b'<svg><path id="p0123456789"/></svg>',
    "old.svg": b"<svg/>",
}
AFTER = {
    "values.json": json.dumps({"n": 8, "W": "0.31", "sum": 0.3}).encode(),
    "means.csv": b"construct,mean,verdict\nwork,18.57,holds\nchild,3.80,holds\nlife,19.86,holds\n",
    "run.json": b'{"digest": "2"}',
    "map.svg": b'<svg><path id="p9876543210"/></svg>',
    "new.svg": b"<svg/>",
}


def test_a_value_a_verdict_a_cell_a_row_and_a_figure_that_changed_are_told_and_no_others():
    found = compare_versions(make(BEFORE), make(AFTER))
    assert found.changes == tuple(
        Change("here", "70_audit", *rest)
        for rest in [
            ("verdict", "means.csv, row work, verdict", "does not hold", "holds"),
            ("value", "W", "0.30", "0.31"),
            ("table", "means.csv, row child, mean", "3.79", "3.80"),
            ("table", "means.csv, row life", None, "mean: 19.86; verdict: holds"),
            ("figure", "new.svg", None, ""),
            ("figure", "old.svg", "", None),
        ]
    )


def test_a_version_has_not_changed_since_itself():
    assert compare_versions(make(BEFORE), make(BEFORE)).changes == ()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (b"a,b\n1,2\n", b"a,c\n1,2\n", ["t.csv, column b", "t.csv, column c"]),
        (b"a,b\n1,2\n1,3\n", b"a,b\n1,2\n1,4\n", ["t.csv, row 1 · 3", "t.csv, row 1 · 4"]),
        (b"a\n1\n1\n", b"a\n1\n", ["t.csv, a row"]),
        (b"a,b\n1,2\n", None, ["t.csv"]),
        (b"", b"a\n1\n", ["t.csv, column a", "t.csv, a row"]),
    ],
    ids=["columns", "two columns as key", "a row twice", "gone", "empty"],
)
def test_rows_are_matched_by_what_tells_them_apart(before, after, told):
    assert [place for _, place, *_ in compare_tables("t.csv", before, after)] == told


@pytest.mark.parametrize("content", [b"a,a\n1,2\n", b"a,b\n1\n", b"\xff", b'a\n"1'])
def test_a_table_that_cannot_be_read_is_a_change_and_no_traceback(content):
    found = compare_versions(make({"t.csv": b"a,b\n1,2\n"}), make({"t.csv": content}))
    assert found.changes and all(change.kind == "table" for change in found.changes)


def test_a_private_cohort_is_compared_only_when_it_is_named():
    kinds = (("here", "collected"),)
    private = make(BEFORE, kinds), make(AFTER, kinds)
    assert compare_versions(*private).cohorts == ()
    assert len(compare_versions(*private, ["here"]).changes) == 6


def test_a_page_that_is_new_is_one_change():
    none = Version("w", "", {}, frozenset({("other", "70_audit")}), {})
    found = compare_versions(none, make(AFTER))
    assert [(one.cohort, one.kind, one.before, one.after) for one in found.changes] == [
        ("here", "page", None, ""),
        ("other", "page", "", None),
    ]
