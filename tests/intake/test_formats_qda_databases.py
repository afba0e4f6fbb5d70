"""Projects of Taguette and QualCoder, in databases that are made here, whole and broken."""

import sqlite3

import pytest

from senco.errors import DataError
from senco.intake.formats import sqlite
from senco.intake.formats.keys import Roster
from senco.intake.formats.qda.databases import find_database, load_database

TAGUETTE = """
CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, project_id INTEGER, contents TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER,
    end_offset INTEGER, snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
"""
QUALCODER = """
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT, fulltext TEXT, mediapath TEXT);
CREATE TABLE code_cat (catid INTEGER PRIMARY KEY, name TEXT, supercatid INTEGER);
CREATE TABLE code_name (cid INTEGER PRIMARY KEY, name TEXT, memo TEXT, catid INTEGER);
CREATE TABLE code_text (cid INTEGER, fid INTEGER, seltext TEXT, pos0 INTEGER, pos1 INTEGER,
    owner TEXT, date TEXT, memo TEXT);
CREATE TABLE cases (caseid INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE case_text (caseid INTEGER, fid INTEGER, pos0 INTEGER, pos1 INTEGER);
CREATE TABLE code_image (imid INTEGER, date TEXT);
"""


def make(path, schema, **tables):
    """A database with rows, and its bytes."""
    with sqlite3.connect(path) as connection:
        connection.executescript(schema)
        for name, rows in tables.items():
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
    connection.close()
    return path.read_bytes()


#: By hand: "😀 " is five bytes, so the passage begins at byte 5 + 3 and at character 2 + 3.
PAGE = "<p>😀 So &amp; so.</p>\n<p>Nobody <b>cov</b>ers.</p>"
WHOLE = {
    "documents": [(1, "P2.docx", 1, PAGE), (2, "Talk", 1, "<p>é</p>")],
    "tags": [(1, 1, "time.cover", "Nobody there"), (2, 1, "help", "")],
    "highlights": [(1, 1, 8, 12, "&amp; so"), (2, 1, 14, 27, "Nobody <b>cov</b>ers"),
                   (3, 2, 0, 2, "é")],
    "highlight_tags": [(1, 1), (1, 2), (2, 1)],
}  # fmt: skip


def places(found):
    columns = ["participant", "document", "start", "end", "quotation"]
    return found.segments[columns].to_numpy().tolist()


def test_taguettes_places_are_bytes_of_the_text_without_marks(tmp_path):
    found = load_database(make(tmp_path / "t.sqlite3", TAGUETTE, **WHOLE), quotations=True)
    assert places(found) == [
        ["P2", "d1", 5, 9, "& so"],
        ["P2", "d1", 11, 24, "Nobody covers"],
        ["P1", "d2", 0, 1, "é"],
    ]
    assert found.codings[["segment", "code"]].to_numpy().tolist() == [
        ["d1-s1", "cover"], ["d1-s1", "help"], ["d1-s2", "cover"],
    ]  # fmt: skip
    assert found.codes[["code", "parent", "definition"]].fillna("").to_numpy().tolist() == [
        ["time", "", ""], ["help", "", ""], ["cover", "time", "Nobody there"],
    ]  # fmt: skip
    assert found.report.left_behind == {"passage(s) without a code": 1}
    plain = load_database(tmp_path / "t.sqlite3")
    assert plain.segments["quotation"].isna().all() and "So &" not in repr(plain)


TALK = "Ann: No 😀 time.\r\nBen: Cover is rare.\r\nAll: hm."
CODED = {
    "source": [(4, "Group", TALK, None), (5, "photo.png", None, "/images/photo.png")],
    "code_cat": [(1, "Time", None), (2, "Inner", 1)],
    "code_name": [(1, "Late", "Too late", 2), (2, "Rare", "", None)],
    "code_text": [
        (1, 4, "time", 10, 14, "default", "", ""),
        (1, 4, "time", 10, 14, "Jo Doe", "", "hm"),
        (2, 4, "Cover is rare", 22, 35, "Jo Doe", "", ""),
    ],
    "cases": [(1, "P4"), (2, "P7"), (3, "P9")],
    "case_text": [(1, 4, 0, 17), (2, 4, 17, 38)],
    "code_image": [(1, "")],
}


def test_qualcoders_cases_are_who_speaks_and_categories_are_above_codes(tmp_path):
    content = make(tmp_path / "data.qda", QUALCODER, **CODED)
    found = load_database(content, quotations=True)
    assert places(found) == [
        ["P4", "d1", 10, 14, "time"],
        ["P7", "d1", 21, 34, "Cover is rare"],  # the line end before is one character
    ]
    assert found.codings[["segment", "code", "coder"]].to_numpy().tolist() == [
        ["d1-s1", "late", "coder-1"], ["d1-s1", "late", "coder-2"], ["d1-s2", "rare", "coder-2"],
    ]  # fmt: skip
    assert found.codes[["code", "parent", "definition"]].fillna("").to_numpy().tolist() == [
        ["time", "", ""], ["rare", "", ""], ["inner", "time", ""], ["late", "inner", "Too late"],
    ]  # fmt: skip
    assert found.report.left_behind == {
        "picture(s) and other file(s) without text": 1,
        "coding(s) of pictures": 1,
    }
    assert "Jo Doe" not in repr(found)
    assert found.coders == {"coder-1": "", "coder-2": "name:jo doe"}  # anybody is "default"


def test_a_passage_of_nobody_or_of_two_is_refused(tmp_path):
    rows = [*CODED["code_text"], (1, 4, "", 14, 23, "x", "", ""), (1, 4, "", 40, 43, "x", "", "")]
    content = make(tmp_path / "data.qda", QUALCODER, **{**CODED, "code_text": rows})
    with pytest.raises(DataError) as raised:
        load_database(content, "data.qda")
    told = [str(finding) for finding in raised.value.findings]
    assert len(told) == 2
    assert (
        "code_text 4 of document 1: found a passage that belongs to 2 cases (P4 and P7)" in told[0]
    )
    assert "code_text 5 of document 1: found a passage that belongs to 0 cases" in told[1]


def test_without_cases_each_text_is_a_participant(tmp_path):
    content = make(tmp_path / "data.qda", QUALCODER, **{**CODED, "case_text": [(9, 9, 0, 1)]})
    found = load_database(content, participants=Roster({"Group": "P3"}))
    assert found.participants["participant"].tolist() == ["P3"]


def test_a_folder_of_qualcoder_is_a_project(tmp_path):
    folder = tmp_path / "study.qda"
    folder.mkdir()
    assert find_database(folder) is None
    make(folder / "data.qda", QUALCODER, **CODED)
    assert find_database(folder) == folder / "data.qda"
    assert find_database(tmp_path) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"highlights": [(1, 1, 8, 999, "")]}, "highlight 1: found places outside"),
        ({"highlights": [(1, 1, "x", 9, "")]}, "highlight 1: found places outside"),
        ({"highlights": [(1, 9, 0, 1, "")]}, "highlight 1: found a document that does not exist"),
        ({"highlights": [(1, 1, 0, 4, "other")]}, "1 of 1 highlights whose words differ"),
        ({"documents": [(1, "P2", 1, b"\xff")]}, "table documents: found bytes instead of text"),
    ],
)
def test_what_a_database_of_taguette_may_not_hold_is_refused(tmp_path, change, words):
    content = make(tmp_path / "t.sqlite3", TAGUETTE, **{**WHOLE, **change})
    with pytest.raises(DataError, match=words):
        load_database(content, "t.sqlite3")


def test_views_and_what_does_not_end_are_not_read(tmp_path, monkeypatch):
    view = TAGUETTE.replace(
        "CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);",
        "CREATE VIEW highlight_tags AS WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 "
        "FROM n) SELECT a AS highlight_id, a AS tag_id FROM n;",
    )
    content = make(tmp_path / "t.sqlite3", view)
    with pytest.raises(DataError, match="found tables documents, highlights and tags"):
        load_database(content, "t.sqlite3")
    monkeypatch.setattr(sqlite, "MOST_STEPS", 0)
    many = [(n, 1, 0, 1, "😀") for n in range(40_000)]
    content = make(tmp_path / "u.sqlite3", TAGUETTE, **{**WHOLE, "highlights": many})
    with pytest.raises(DataError, match="more than can be read safely"):
        load_database(content, "t.sqlite3")


@pytest.mark.parametrize("length", [0, 15, 100, 3000])
def test_what_is_cut_short_or_no_database_is_refused(tmp_path, length):
    content = make(tmp_path / "t.sqlite3", TAGUETTE, **WHOLE)[:length]
    with pytest.raises(DataError, match=r"t\.sqlite3"):
        load_database(content, "t.sqlite3")


def test_a_database_that_is_open_elsewhere_is_refused(tmp_path):
    path = tmp_path / "t.sqlite3"
    make(path, TAGUETTE, **WHOLE)
    (tmp_path / "t.sqlite3-wal").write_bytes(b"x")
    with pytest.raises(DataError, match="open in its program, with changes in a file beside it"):
        load_database(path)


def test_a_database_in_the_mode_of_a_log_is_read(tmp_path):
    content = bytearray(make(tmp_path / "t.sqlite3", TAGUETTE, **WHOLE))
    content[18:20] = b"\x02\x02"
    assert len(load_database(bytes(content)).segments) == 3


@pytest.mark.parametrize("change", [1, 128, 255])
def test_whichever_byte_is_changed_it_is_read_or_refused(tmp_path, change):
    whole = make(tmp_path / "t.sqlite3", TAGUETTE, **WHOLE)
    for place in range(16, len(whole), 1009):
        content = bytearray(whole)
        content[place] ^= change
        try:
            load_database(bytes(content), "t.sqlite3")
        except DataError as error:
            assert "t.sqlite3" in str(error)
