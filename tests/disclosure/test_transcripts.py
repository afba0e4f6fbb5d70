"""Words of a transcript are found where the researcher's own belong, and never shown."""

import io
import os
import zipfile

import pandas as pd
import pytest
import yaml
from typer.testing import CliRunner

from senco import cli
from senco.cohort.model import CohortInfo
from senco.disclosure import (
    KINDS,
    Allowance,
    apply_allowances,
    check_transcripts,
    load_transcripts,
)
from senco.disclosure.release import Signature
from senco.errors import SencoError
from senco.intake.formats.rtf import read_rtf

#: Eleven words; the fifth to the eleventh are the seven of the shortest run.
SAID = "well then the wall was moved back before the inspectors ever"
SEVEN = "wall was moved back before the inspectors"
PLACE = "data/cohorts/mine"
INFORMATION = CohortInfo(
    title="Ours", provenance="collected", summary="Two.", source="Made.", licence="None."
)


def make_tables(gist, quotation=None, consent=True, agreed="own words"):
    return {
        "participants": pd.DataFrame({"participant": ["P1"], "agreed": [agreed]}),
        "segments": pd.DataFrame(
            {
                "segment": ["s1"], "participant": ["P1"], "gist": [gist],
                "quotation": pd.Series([quotation], dtype="str"),
                "consent": pd.Series([consent], dtype="boolean"),
            }
        ),
    }  # fmt: skip


@pytest.fixture
def outside(tmp_path):
    folder = tmp_path / "private"
    folder.mkdir()
    return folder


def load(folder):
    return load_transcripts(folder, folder.parent / "project")


def find(folder, gist, **words):
    return check_transcripts(make_tables(gist, **words), INFORMATION, load(folder), PLACE)


def pack(members, kind=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def make_docx(*paragraphs, name="word/document.xml"):
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return pack({name: f'<w:document xmlns:w="urn:w"><w:body>{body}</w:body></w:document>'})


def make_odt(body):
    return pack({"content.xml": f'<o:d xmlns:o="urn:o" xmlns:t="urn:t">{body}</o:d>'})


A, B = "Well then, the wall was", "moved back before the inspectors ever came."
VTT = f"WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\n<v Jane Doe>{A}</v>\n\n2\n" \
      f"00:00:04.000 --> 00:00:09.000 align:start\n<v Jane Doe>{B}</v>\n"  # fmt: skip
SRT = f"1\n00:00:01,000 --> 00:00:04,000\nJane Doe: {A}\n\n2\n00:00:04,000 --> 00:00:09,000\n" \
      f"{{\\an8}}Jane Doe: <i>{B}</i>\n"  # fmt: skip
ROLLING = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{A}\n\n00:02.000 --> 00:03.000\n{A}\n" \
          "moved<00:02.500><c> back before</c>\n\n00:03.000 --> 00:04.000\n" \
          "moved back before\nthe inspectors ever came.\n"  # fmt: skip
KEPT = {
    "plain.txt": f"{A}\n{B}".encode(),
    "sixteen.txt": f"{A}\n{B}".encode("utf-16"),
    "windows.txt": f"Café. {A}\r\n{B}".encode("cp1252"),
    "labels.txt": f"P1: {A}\nP1: {B}".encode(),
    "times.txt": f"[00:01:02] P1: {A}\n[00:01:09] P1: {B}".encode(),
    "teams.txt": f"Jane Doe   0:12\r\n{A}\r\nJane Doe   0:15\r\n{B}".encode(),
    "remarks.txt": f"{A} [pause] {B}".encode(),
    "broken.txt": b"then the wall was moved back be-\nfore the inspec\xc2\xad\ntors ever",
    "marked.md": f"**P1:** *{A}*\n\n**P1:** {B}".encode(),
    "cues.vtt": VTT.encode(),
    "rolling.vtt": ROLLING.encode(),
    "windows.srt": b"\xef\xbb\xbf" + SRT.replace("\n", "\r\n").encode(),
    "turns.csv": f"who;time;text\nP1;0:01;{A}\nP1;0:04;{B}\n".encode(),
    "word.docx": make_docx(A, B),
    "other.docx": make_docx(A, B, name="word/document2.xml"),
    "runs.docx": pack({"word/document.xml":
        '<w:d xmlns:w="urn:w"><w:p><w:t>The wa</w:t><w:delText>no</w:delText><w:t>ll</w:t><w:tab/>'
        f"<w:t>was</w:t></w:p><w:p><w:t>{B}</w:t></w:p></w:d>"}),
    "office.odt": make_odt(f"<t:p>Well then,<t:s/>the <o:annotation><t:p>note of mine</t:p>"
        f"</o:annotation>wall<t:tab/>was</t:p><t:p>{B}</t:p>"),
    "rich.rtf": (br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0\fs24 Well then, {\b the} wall"
        br" was\par moved back be\'66ore the inspe\u99?tors ever came.}"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(KEPT))
def test_seven_words_in_a_row_are_found_in_every_kind_of_file(outside, name):
    (outside / name).write_bytes(KEPT[name])
    (hit,) = find(outside, f"They say: {SEVEN}.")
    assert hit.kind == "words of a transcript" and hit.kind in KINDS
    told = str(hit.finding)
    assert told.startswith(f"{PLACE}/segments.csv, row 2, column gist: found 7 consecutive words")
    assert "allowed: the researcher's own words" in told and "Put it in your own words" in told
    assert not any(word in told + repr(hit) for word in ("inspectors", "moved", name))
    assert find(outside, "The inspectors moved the wall back, and came.") == []


def test_six_words_in_a_row_are_let_through_and_longer_runs_are_counted(outside):
    (outside / "a.txt").write_text(f"{A}\n{B}", encoding="utf-8")
    assert find(outside, SEVEN.removesuffix(" inspectors")) == []
    (hit,) = find(outside, f"Once {SAID}, or so.")
    assert hit.finding.found.startswith("11 consecutive words")
    hits = find(outside, f"{SEVEN}, and {SEVEN} again")
    assert [hit.text for hit in hits] == [SEVEN, SEVEN]


@pytest.mark.parametrize(
    ("said", "gist"),
    [
        ("José’s plan didn’t come, the café was shut", "JOSES PLAN DIDNT COME; THE CAFE WAS"),
        ("the co-ordinator was told to wait a year", "the coordinator was told to wait a"),
        ("the coordinator was told to wait a year", "the co-ordinator was told to wait a"),
        ("a well known head was told to wait", "a well-known head was told to wait"),
        ("it was late—and nobody had told us so", "it was late - and nobody had told"),
        ("it was late -- and nobody had told us so", "it was late–and nobody had told"),
        (
            "the wall was moved back be\u00adfore the end",
            "wall was m\u200boved back before the end",
        ),
        ("ｔhe wall was moved back before the end", "the wаll was moved back before the"),
        ("we &amp; they didn&#39;t see the wall move", "we & they didn't see the wall move"),
    ],
)
def test_words_are_compared_without_case_accents_hyphens_and_signs(outside, said, gist):
    (outside / "a.txt").write_text(said, encoding="utf-8")
    assert len(find(outside, gist)) == 1


def test_a_label_that_is_no_label_is_still_part_of_what_was_said(outside):
    (outside / "a.txt").write_text("I told them all: we will wait (for you) a year", "utf-8")
    assert find(outside, "I told them all we will wait")
    assert find(outside, "we will wait for you a year")


def test_every_text_of_the_researchers_own_is_compared(outside):
    (outside / "a.txt").write_text(SAID, encoding="utf-8")
    tables = {
        **make_tables(SEVEN),
        "events": pd.DataFrame({"gist": ["", SEVEN]}),
        "codes": pd.DataFrame({"label": [SEVEN], "definition": [SEVEN]}),
        "constructs": pd.DataFrame({"label": [None, SEVEN]}),
        "claims": pd.DataFrame({"gist": [SEVEN]}),
        "difficulties": pd.DataFrame({"gist": [SEVEN]}),
        "answers": pd.DataFrame({"why": [SEVEN]}),
        "grid_constructs": pd.DataFrame({"left_pole": [SEVEN]}),
    }
    info = replace_info(title=SEVEN, summary=SEVEN, source=SEVEN)
    hits = check_transcripts(tables, info, load(outside), PLACE)
    places = [
        (hit.finding.file.removeprefix(f"{PLACE}/"), hit.finding.row, hit.finding.column)
        for hit in hits
    ]
    assert places == [
        ("segments.csv", 2, "gist"), ("events.csv", 3, "gist"), ("codes.csv", 2, "label"),
        ("codes.csv", 2, "definition"), ("constructs.csv", 3, "label"), ("claims.csv", 2, "gist"),
        ("difficulties.csv", 2, "gist"), ("answers.csv", 2, "why"),
        ("cohort.yml", None, "title"), ("cohort.yml", None, "summary"),
        ("cohort.yml", None, "source"),
    ]  # fmt: skip


def replace_info(**words):
    return INFORMATION.model_copy(update=words)


@pytest.mark.parametrize(
    ("quotation", "consent", "agreed", "found"),
    [
        (f"“{A} {B}”", True, "own words", 0),
        (f"{A} {B}", True, None, 0),
        (f"{A} {B}", True, "own answers", 1),
        (f"{A} {B}", False, "own words", 1),
        (f"{A} {B}", pd.NA, "own words", 1),
        ("moved back before the inspectors ever came.", True, "own words", 1),
        (None, True, "own words", 1),
    ],
)
def test_words_may_stand_that_lie_wholly_in_a_quotation_with_consent(
    outside, quotation, consent, agreed, found
):
    (outside / "a.txt").write_text(f"{A} {B}", encoding="utf-8")
    hits = find(outside, SEVEN, quotation=quotation, consent=consent, agreed=agreed)
    assert len(hits) == found


def test_the_allow_list_covers_the_words_by_their_text_or_their_file(outside):
    (outside / "a.txt").write_text(SAID, encoding="utf-8")
    hits = find(outside, f"{SEVEN.title()}!")
    kind, reason = "words of a transcript", "A saying of the region."
    for entry in (
        Allowance(1, kind, reason, SEVEN),
        Allowance(1, kind, reason, "", "segments.csv"),
    ):
        assert apply_allowances(hits, [entry]) == ([], [entry])
    assert apply_allowances(hits, [Allowance(1, kind, reason, "others")])[0][0].severity == "error"


BOMB = pack({"word/document.xml": b"<w:t>" + b" " * 2**26 + b"</w:t>"})
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><w><t>&b;</t></w>'
BAD = {
    "talk.mp3": (b"ID3", "a file of the kind .mp3"),
    "scan.pdf": (b"%PDF-1.7", "a file of the kind .pdf"),
    "talk": (b"words", "a file of an unknown kind"),
    "empty.txt": (b"", "no words"),
    "digits.csv": (b"1,2\n3,4\n", "no words"),
    "pictures.docx": (make_docx("", ""), "no words"),
    "rubbish.txt": (bytes(range(256)) * 40, "a zero byte|the byte 0x"),
    "rubbish.docx": (bytes(range(256)) * 40, "an incomplete or damaged zip archive"),
    "cut.docx": (make_docx(A, B)[:-30], "an incomplete or damaged zip archive"),
    "locked.docx": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an incomplete or damaged zip archive"),
    "unmarked.txt": (A.encode("utf-16-le"), "a zero byte"),
    "half.txt": (b"\xff\xfe" + A.encode("utf-16-le")[:-1], "not UTF-16"),
    "quote.csv": (b'a,b\n"never closed,1\n', "cannot be read"),
    "bomb.docx": (BOMB, "packed into"),
    "entities.docx": (pack({"word/document.xml": ENTITIES}), "a document type"),
    "broken.docx": (pack({"word/document.xml": "<w:t>"}), "not well-formed"),
    "within.docx": (pack({"word/document.xml": "<t>a</t>", "word/chunk.mht": "b"}), "within"),
    "bomb.odt": (pack({"content.xml": b"<a>" + b" " * 2**26 + b"</a>"}), "packed into"),
    "other.odt": (pack({"mimetype": "x"}), "no document"),
    "none.rtf": (b"\0\1\2", "a zero byte"),
    "raw.rtf": (rb"{\rtf1 a{\pict\bin4 }}{}b}", "raw bytes"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_file_that_cannot_be_read_is_an_error_and_is_not_named(outside, name):
    content, found = BAD[name]
    (outside / "a.txt").write_text(SAID, encoding="utf-8")
    secret = f"jane doe {name}"
    (outside / secret).write_bytes(content)
    with pytest.raises(SencoError, match=found) as raised:
        load(outside)
    assert "transcript 2 (••••" in str(raised.value) and "jane" not in str(raised.value)


def test_a_file_of_over_64_mb_is_refused_unread(outside):
    with (outside / "large.txt").open("wb") as stream:
        stream.truncate(2**26 + 1)
    with pytest.raises(SencoError, match="at most 67,108,864"):
        load(outside)


def test_a_document_with_over_64_mb_of_text_is_refused_before_it_is_unpacked(outside):
    content = os.urandom(2**20).hex().encode() * 33
    (outside / "large.docx").write_bytes(pack({"word/document.xml": b"<t>" + content + b"</t>"}))
    with pytest.raises(SencoError, match="over 64 MB of text"):
        load(outside)


def test_every_file_that_cannot_be_read_is_told_at_once(outside):
    for name in ("a.mp3", "b.txt", "c.wav"):
        (outside / name).write_bytes(b"two words")
    with pytest.raises(SencoError) as raised:
        load(outside)
    told = str(raised.value)
    assert "Of 3 transcripts" in told and "transcript 1 (" in told and "transcript 3 (" in told
    assert "transcript 2 (" not in told


def test_folders_below_are_read_too_and_a_link_to_a_folder_is_no_transcript(outside, tmp_path):
    (outside / "below").mkdir()
    (outside / "below" / "a.txt").write_text(SAID, encoding="utf-8")
    (outside / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    assert load(outside).count == 1 and find(outside, SEVEN)
    assert load(outside / "below" / "a.txt").count == 1
    (tmp_path / "elsewhere").mkdir()
    (outside / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SencoError, match="transcript 2"):
        load(outside)


def test_transcripts_may_not_lie_in_the_project_nor_around_it(tmp_path, outside):
    project = tmp_path / "project"
    (project / "data").mkdir(parents=True)
    (project / "data" / "a.txt").write_text(SAID, encoding="utf-8")
    for place in (project, project / "data", project / "data" / "a.txt", tmp_path):
        with pytest.raises(SencoError, match="keep them somewhere else"):
            load_transcripts(place, project)
    (outside / "b.txt").symlink_to(project / "data" / "a.txt")
    with pytest.raises(SencoError, match="keep them somewhere else"):
        load_transcripts(outside, project)


def test_no_transcript_where_some_are_named_is_an_error(outside):
    for place in (outside, outside / "nowhere"):
        with pytest.raises(SencoError, match="No transcript"):
            load(place)
    assert load_transcripts(None, outside) is None


@pytest.mark.parametrize(
    "text",
    [
        "a" * 2**20,
        "<" * 2**20,
        "[" * 2**20,
        "1:11 " * 2**17,
        "a-" * 2**19,
        "a " * 2**18,
        "'" * 2**20,
    ],
)
def test_a_hostile_text_does_not_hang_the_reader(outside, text, no_hang):
    for name in ("a.txt", "a.vtt"):
        (outside / name).write_text(f"word {text}\n{text}", encoding="utf-8")
    load(outside)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (rb"{\rtf1\mac\uc0 It\u8217 s}", "It\u2019s"),
        (rb"{\rtf1\ansi It\u8217\'92s \u-10179?\u-8704?}", "It\u2019s \U0001f600"),
        (rb"{\rtf1{\*\generator x;}{\info{\author Jane}}a\~b\_c\line d}}}", "a b-c\nd"),
        (rb"{\rtf1\ansicpg99999 caf\'e9}", "café"),
    ],
)
def test_rtf_is_read_as_a_reader_sees_it(source, text):
    assert read_rtf(source, "a.rtf") == text


COHORT = """title: Ours
provenance: collected
summary: We say that the {}.
source: For the tests.
licence: None.
"""


def call(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


def test_the_command_finds_the_words_and_says_when_it_was_given_none(
    checkout, outside, monkeypatch
):
    folder = checkout.project.cohort("mine")
    folder.mkdir()
    (folder / "cohort.yml").write_text(COHORT.format(SEVEN), encoding="utf-8")
    (folder / "participants.csv").write_text(
        "participant,role,agreed\nP1,SENCO,own words\n", encoding="utf-8"
    )
    (outside / "jane doe.txt").write_text(SAID, encoding="utf-8")
    monkeypatch.chdir(checkout.root)
    monkeypatch.setenv("SENCO_ROOT", str(checkout.root))
    found = call("disclose", "mine", "--transcripts", outside)
    assert found.exit_code == 1 and "Compared with 1 transcript:" in found.output
    assert "cohort.yml, column summary: found 8 consecutive words" in found.output
    assert not any(word in found.output for word in ("jane", "inspectors", "moved"))
    none = call("disclose", "mine")
    assert none.exit_code == 0 and "No transcripts were given" in none.output
    inside = call("disclose", "mine", "--transcripts", folder)
    assert inside.exit_code == 1 and "keep them somewhere else" in str(inside.exception)
    entry = {"kind": "words of a transcript", "reason": "A common saying.", "file": "cohort.yml"}
    (folder / "allowed.yml").write_text(yaml.safe_dump([entry]), encoding="utf-8")
    allowed = call("disclose", "mine", "--transcripts", outside)
    assert allowed.exit_code == 0 and "Allowed: words of a transcript." in allowed.output
    assert "covers nothing" not in call("disclose", "mine").output


def test_a_signature_of_before_there_were_transcripts_still_loads():
    old = {"cohort": "mine", "name": "Ada", "role": "reader", "date": "2026-11-24", "files": 1,
           "statement": "I have read every page.", "digest": "0" * 64, "bytes": 1,
           "names_searched": 1}  # fmt: skip
    assert Signature.model_validate(old).transcripts_searched == 0
