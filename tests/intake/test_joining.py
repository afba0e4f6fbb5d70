"""Several projects become one cohort: texts by what they say, codes by name, coders kept."""

import shutil

import pandas as pd
import pytest

from senco.errors import list_errors
from senco.intake.importing import import_files
from senco.intake.start import make_cohort
from senco.workspace.paths import Project
from tests.conftest import ROOT
from tests.intake.test_formats_qda import (
    CODES,
    TALK,
    group,
    named,
    pack,
    selection,
    text_source,
)
from tests.intake.test_formats_qda import project as qda_project

OTHER = TALK.replace("manage", "muddle through")


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    made = Project(tmp_path)
    make_cohort("trial", made)
    return made


def code_text(phrases, user="u1", code="c1", talk=TALK):
    return "".join(
        selection(n, talk.index(said), talk.index(said) + len(said), said, [(code, user)])
        for n, said in enumerate(phrases)
    )


def write(folder, name, *texts, codes=CODES, guid=""):
    """A project file; each text is a name, what it says and its selections."""
    sources = "".join(
        text_source(n, inner, name=called) for n, (called, _, inner) in enumerate(texts, start=1)
    )
    sources = sources.replace('guid="T', f'guid="{guid or name}')
    path = folder / name
    path.write_bytes(pack(qda_project(sources, codes=codes), [said for _, said, _ in texts]))
    return path


def read(project, table, *columns):
    frame = pd.read_csv(project.cohort("trial") / f"{table}.csv", dtype=str)
    return frame[list(columns)].fillna("").to_numpy().tolist()


def bring(project, *files, **options):
    intake = import_files("trial", files, project, **options)
    assert list_errors(intake.findings) == []
    return intake.notes


def test_projects_of_different_texts_have_all_of_them(project, tmp_path):
    first = write(tmp_path, "a.qdpx", ("P1.docx", TALK, code_text(["no time"])))
    second = write(tmp_path, "b.qdpx", ("P2.docx", TALK, code_text(["Nobody"], "u2", "c2")))
    notes = bring(project, first, second)
    assert read(project, "participants", "participant") == [["P1"], ["P2"]]
    assert read(project, "segments", "segment", "participant", "document", "start", "gist") == [
        ["d1-s1", "P1", "d1", "9", "segment 1 of document d1 (7 characters)"],
        ["d2-s1", "P2", "d2", "18", "segment 1 of document d2 (6 characters)"],
    ]
    assert read(project, "codings", "segment", "code", "coder") == [
        ["d1-s1", "time", "coder-1"],
        ["d2-s1", "cover", "coder-2"],
    ]
    assert len(read(project, "codes", "code")) == 3
    assert "b.qdpx: Who is who: document d2 is P2 (by its name)." in notes
    assert any("has the same text as d1 but belongs to other people: both" in n for n in notes)
    assert sum("Give each code its key influence" in note for note in notes) == 1


def test_two_coders_of_one_text_share_its_passages(project, tmp_path):
    text = ("Talk.docx", TALK)
    first = write(tmp_path, "a.qdpx", (*text, code_text(["no time", "manage"])))
    # another program's line ends, and another spelling of the name
    again = ("talk.docx", TALK.replace("\n", "\r\n") + "\r\n\r\n")
    second = write(tmp_path, "b.qdpx", (*again, code_text(["no time", "Nobody"], "u2")))
    bring(project, first, second)
    assert read(project, "segments", "segment", "start") == [
        ["d1-s1", "9"], ["d1-s2", "43"], ["d1-s3", "18"],
    ]  # fmt: skip
    assert read(project, "codings", "segment", "coder") == [
        ["d1-s1", "coder-1"], ["d1-s2", "coder-1"], ["d1-s1", "coder-2"], ["d1-s3", "coder-2"],
    ]  # fmt: skip


def test_one_name_for_different_texts_is_said_and_both_are_kept(project, tmp_path):
    first = write(tmp_path, "a.qdpx", ("P1.docx", TALK, code_text(["no time"])))
    second = write(tmp_path, "b.qdpx", ("P1.docx", OTHER, code_text(["no time"])))
    notes = bring(project, first, second)
    assert read(project, "segments", "segment", "participant") == [["d1-s1", "P1"], ["d2-s1", "P1"]]
    told = "d2 (document d1 of b.qdpx) has the name of d1 but another text: both are kept."
    assert f"b.qdpx: {told}" in notes
    assert any("coder-1 also coded an earlier file, as the same user" in n for n in notes)


def test_codes_are_joined_by_their_names_from_the_top(project, tmp_path):
    other = (
        '<Code guid="q0" name="Help"><Code guid="q1" name="Cover"/></Code>'
        '<Code guid="q2" name="time"><Code guid="q3" name="Cover"/></Code>'
    )
    first = write(tmp_path, "a.qdpx", ("P1", TALK, code_text(["no time"], code="c2")))
    second = ("P2", TALK, code_text(["no time"], "u2", "q1") + code_text(["Nobody"], "u2", "q3"))
    second = (*second[:2], second[2].replace('"s0"', '"z0"', 1))
    path = write(tmp_path, "b.qdpx", second, codes=other)
    bring(project, first, path)
    assert read(project, "codes", "code", "parent", "label") == [
        ["time", "", "Time"], ["cover", "time", "Cover"], ["code", "", "دعم"],
        ["help", "", "Help"], ["help-cover", "help", "Cover"],
    ]  # fmt: skip
    assert [code for (code,) in read(project, "codings", "code")] == [
        "cover",
        "help-cover",
        "cover",
    ]


def test_one_text_of_two_people_is_refused(project, tmp_path):
    first = write(tmp_path, "a.qdpx", ("P1", TALK, code_text(["no time"])), guid="same")
    second = write(tmp_path, "b.qdpx", ("P2", TALK, code_text(["Nobody"], "u2")), guid="same")
    intake = import_files("trial", [first, second], project)
    told = [str(finding) for finding in list_errors(intake.findings)]
    assert any("document d1 of b.qdpx: found passages of P2 in a text of which" in t for t in told)
    assert intake.written == [] and "--people" in told[0]


def test_a_second_coder_who_comes_later_is_added_to_the_text(project, tmp_path):
    first = write(tmp_path, "a.qdpx", ("P1.docx", TALK, code_text(["no time", "manage"])))
    bring(project, first)
    place = project.cohort("trial") / "segments.csv"
    gist = "segment 1 of document d1 (7 characters)"
    place.write_text(place.read_text("utf-8").replace(gist, "No time at all."), "utf-8")
    second = write(tmp_path, "b.qdpx", ("P1.docx", TALK, code_text(["no time", "Nobody"], "u2")))
    notes = bring(project, second, together=True)
    assert any("d1 of b.qdpx is d1 of the cohort: 1 passage of the same" in n for n in notes)
    assert read(project, "segments", "segment", "start", "gist") == [
        ["d1-s1", "9", "No time at all."],
        ["d1-s2", "43", "segment 2 of document d1 (6 characters)"],
        ["d1-s3", "18", "segment 3 of document d1 (6 characters)"],
    ]
    before = read(project, "codings", "segment", "code", "coder")
    assert [row[::2] for row in before] == [
        ["d1-s1", "coder-1"], ["d1-s2", "coder-1"], ["d1-s1", "coder-2"], ["d1-s3", "coder-2"],
    ]  # fmt: skip
    notes = bring(project, first, together=True)
    assert any(
        "was treated as coder-1, because everything that coder-1 coded" in note for note in notes
    )
    assert read(project, "codings", "segment", "code", "coder") == before


def test_another_text_of_the_same_person_that_comes_later_is_kept_apart(project, tmp_path):
    bring(project, write(tmp_path, "a.qdpx", ("P1 first", TALK, code_text(["no time"]))))
    later = write(tmp_path, "b.qdpx", ("P1 second", OTHER, code_text(["Nobody"])))
    notes = bring(project, later, together=True)
    assert read(project, "segments", "segment", "document") == [["d1-s1", "d1"], ["d2-s1", "d2"]]
    assert any("is kept apart from d1 of the cohort" in n and "--replace" in n for n in notes)


def test_a_cell_that_is_no_place_is_left_to_the_check(project, tmp_path):
    first = write(tmp_path, "a.qdpx", ("P1.docx", TALK, code_text(["no time"])))
    bring(project, first)
    place = project.cohort("trial") / "segments.csv"
    place.write_text(place.read_text("utf-8").replace(",9,16,", ",nine,16,"), "utf-8")
    intake = import_files("trial", [first], project, together=True)
    assert any("'nine'" in str(finding) for finding in list_errors(intake.findings))


def test_a_second_coder_of_one_speaker_of_a_group_is_added_to_its_text(project, tmp_path):
    both, one = tmp_path / "a.qdpx", tmp_path / "b.qdpx"
    both.write_bytes(group(named(TALK, ["no time", "Nobody"])))
    one.write_bytes(group(named(TALK, ["no time"], codings=[("c2", "u2")])))
    bring(project, both)
    bring(project, one, together=True)
    assert read(project, "segments", "segment", "participant") == [["d1-s1", "P1"], ["d1-s2", "P2"]]
    assert read(project, "codings", "segment", "code", "coder")[-1] == ["d1-s1", "cover", "coder-2"]


STORED = {
    "a mark at the beginning": TALK.encode("utf-8-sig"),
    "line ends of Windows": TALK.replace("\n", "\r\n").encode(),
    "line ends of an old Mac": TALK.replace("\n", "\r").encode(),
    "blank lines at the end": (TALK + "\n \n\n").encode(),
    "two bytes a letter": TALK.encode("utf-16"),
}


@pytest.mark.parametrize("kind", STORED)
def test_however_a_text_is_stored_it_is_the_same_text(project, tmp_path, kind):
    first = write(tmp_path, "a.qdpx", ("P1.docx", TALK, code_text(["no time"])))
    second = write(
        tmp_path, "b.qdpx", ("P1.docx", STORED[kind], code_text(["no time", "though"], "u2"))
    )
    bring(project, first, second)
    assert read(project, "segments", "segment", "start") == [["d1-s1", "9"], ["d1-s2", "51"]]
    assert [row[1] for row in read(project, "codings", "segment", "coder")] == [
        "coder-1", "coder-2", "coder-2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        TALK.replace("no", "little"),
        TALK + " Yes.",
        " " + TALK,
        TALK.upper(),
        TALK.replace("\n", " "),
    ],
)
def test_a_text_that_differs_is_another_text(project, tmp_path, other):
    first = write(tmp_path, "a.qdpx", ("P1.docx", TALK, code_text(["no time"])))
    inner = selection(1, 0, len(other), "", [("c1", "u2")])
    bring(project, first, write(tmp_path, "b.qdpx", ("P1.docx", other, inner)))
    assert read(project, "segments", "document", "participant") == [["d1", "P1"], ["d2", "P1"]]


ANNA = "id,document,tag,content\n1,P1.docx,money,It came late\n2,P2.docx,help,Nobody helps\n"
BEN = "id,document,tag,content\n1,P1.docx,help,It came late\n2,P1.docx,money,Another\n"


def test_highlights_of_two_coders_are_joined_by_what_they_say(project, tmp_path):
    anna, ben = tmp_path / "anna.csv", tmp_path / "ben.csv"
    anna.write_text(ANNA, encoding="utf-8")
    ben.write_text(BEN, encoding="utf-8")
    bring(project, anna, ben)
    assert read(project, "segments", "segment", "document") == [
        ["h1", "d1"], ["h2", "d2"], ["d1-s2", "d1"],
    ]  # fmt: skip
    assert read(project, "codings", "segment", "code", "coder") == [
        ["h1", "money", "coder-1"], ["h2", "help", "coder-1"],
        ["h1", "help", "coder-2"], ["d1-s2", "money", "coder-2"],
    ]  # fmt: skip


def test_highlights_that_come_later_are_known_by_their_keys_only_where_all_come_again(
    project, tmp_path
):
    anna, ben = tmp_path / "anna.csv", tmp_path / "ben.csv"
    anna.write_text(ANNA, encoding="utf-8")
    ben.write_text(BEN, encoding="utf-8")
    bring(project, anna)
    anna.write_text(ANNA + "3,P2.docx,money,So it is\n", encoding="utf-8")
    bring(project, anna, together=True)
    assert read(project, "segments", "segment", "document") == [
        ["h1", "d1"], ["h2", "d2"], ["h3", "d2"],
    ]  # fmt: skip
    assert {row[0] for row in read(project, "codings", "coder")} == {"coder-1"}
    notes = bring(project, ben, together=True)
    assert any("is kept apart from d1 of the cohort" in note for note in notes)
    assert read(project, "segments", "document")[3:] == [["d3"], ["d3"]]
