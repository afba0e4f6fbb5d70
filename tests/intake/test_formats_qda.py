"""REFI-QDA and Taguette, against archives that are built here, whole and broken."""

import csv
import json
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from senco.errors import DataError
from senco.intake.formats import archive, keys, offsets
from senco.intake.formats.qda import load_codebook, load_project, people, taguette, write_codebook

SECRET = "Jane Coder"
HOME = "C:/Users/janecoder/projects"
CODES = (
    '<Code guid="C1" name="Time" isCodable="true"><Description>Too little of it</Description>'
    '<Code guid="c2" name="Cover" isCodable="true"/></Code>'
    '<Code guid="c3" name="دعم" isCodable="true"/>'
)


def selection(number, start, end, name="", codings=(("c1", "u1"),)):
    inner = "".join(
        f'<Coding guid="k{number}{place}" creatingUser="{user}">'
        f'<CodeRef targetGUID="{code}"/></Coding>'
        for place, (code, user) in enumerate(codings)
    )
    return (
        f'<PlainTextSelection guid="s{number}" name={quoteattr(name)} startPosition="{start}" '
        f'endPosition="{end}">{inner}</PlainTextSelection>'
    )


def text_source(number, inner="", name="interview", path=None):
    path = f"internal://t{number}.txt" if path is None else path
    return f'<TextSource guid="T{number}" name="{name}" plainTextPath="{path}">{inner}</TextSource>'


def project(sources, cases="", codes=CODES, origin="NVivo", head="", extra=""):
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}'
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="{origin}" basePath="{HOME}" '
        f'creatingUserGUID="u1"><Users><User guid="U1" name="{SECRET}"/>'
        f'<User guid="u2" name="Second Coder"/></Users><CodeBook><Codes>{codes}</Codes></CodeBook>'
        f"<Cases>{cases}</Cases><Sources>{sources}</Sources>{extra}</Project>"
    )


def pack(xml, texts=(), name="project.qde", folder="sources"):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, xml)
        for number, text in enumerate(texts, start=1):
            content = text if isinstance(text, bytes) else text.encode()
            packed.writestr(f"{folder}/t{number}.txt", content)
    return file.getvalue()


def named(text, phrases, width=len, **others):
    """Selections of phrases, counted in some way, named by their text."""
    found = []
    for number, phrase in enumerate(phrases):
        start = text.index(phrase)
        begin, length = width(text[:start]), width(phrase)
        found.append(selection(number, begin, begin + length, phrase, **others))
    return "".join(found)


TALK = "There is no time.\nNobody covers for me.\nWe manage, though."


def test_a_project_becomes_the_tables_of_the_contract():
    inner = named(TALK, ["no time", "covers for me"]) + selection(
        9, 9, 16, "no time", [("C2", "U2")]
    )
    cases = '<Case guid="a1" name="Ann Example"><SourceRef targetGUID="t1"/></Case>'
    found = load_project(pack(project(text_source(1, inner), cases), [TALK]), "p.qdpx")
    assert found.participants["participant"].tolist() == ["P1"]
    columns = ["segment", "participant", "document", "start", "end"]
    assert found.segments[columns].to_numpy().tolist() == [
        ["d1-s1", "P1", "d1", 9, 16],
        ["d1-s2", "P1", "d1", 25, 38],
    ]
    assert found.segments["gist"].tolist()[0] == "segment 1 of document d1 (7 characters)"
    assert found.segments["quotation"].isna().all()
    assert found.codes[["code", "label", "parent"]].fillna("").to_numpy().tolist() == [
        ["time", "Time", ""],
        ["cover", "Cover", "time"],
        ["code", "دعم", ""],
    ]
    assert found.codings[["segment", "code", "coder"]].to_numpy().tolist() == [
        ["d1-s1", "time", "coder-1"],
        ["d1-s2", "time", "coder-1"],
        ["d1-s1", "cover", "coder-2"],
    ]
    assert (found.report.checked, found.report.matched, found.report.coders) == (3, 3, 2)


def test_the_tables_have_the_contracts_columns_and_patterns(project_contract):
    inner = named(TALK, ["no time"])
    found = load_project(pack(project(text_source(1, inner)), [TALK]))
    for table in ("participants", "segments", "codes", "codings"):
        fields = {field["name"]: field for field in project_contract[table]["schema"]["fields"]}
        frame = getattr(found, table)
        assert list(frame) == list(fields) and len(frame)
        for name, field in fields.items():
            pattern = field.get("constraints", {}).get("pattern")
            if pattern:
                assert frame[name].dropna().astype(str).str.fullmatch(pattern).all(), name
    assert people.list_bands()["role_years"]["more than 20"] == "more than 20"
    assert people.list_bands()["reuse"] == {"true": True, "false": False}
    assert "lines" not in people.list_bands()


@pytest.fixture
def project_contract():
    path = Path(__file__).parents[2] / "data" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


def test_names_of_coders_and_folders_are_nowhere_in_what_is_returned():
    inner = named(TALK, ["no time"]) + selection(7, 0, 5, "There", [("c1", "u9")])
    cases = '<Case guid="a1" name="Ann Example"><SourceRef targetGUID="t1"/></Case>'
    content = pack(project(text_source(1, inner, name="Ann's interview"), cases), [TALK])
    told = repr(load_project(content, quotations=False))
    for secret in (SECRET, "janecoder", "Second Coder", "Ann", "no time", "u9", "U1"):
        assert secret not in told
    with_text = load_project(content, quotations=True)
    assert with_text.segments["quotation"].tolist() == ["no time", "There"]
    assert with_text.segments["consent"].isna().all()


STORED = "One line.\r\nTwo 😀 lines.\r\nA third, with 😀😀 more.\r\nThe very end of it."
PHRASES = ["One line.", "lines.", "third, with", "more.", "The very end"]


def as_utf16(text):
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("raw", "width", "reading"),
    [
        (STORED, len, "line ends as stored, an emoji as one character"),
        (STORED, lambda part: len(part.replace("\r\n", "\n")), "as one character, an emoji as one"),
        (STORED.replace("\r\n", "\n"), lambda part: len(part.replace("\n", "\r\n")), "as two char"),
        (STORED, as_utf16, "line ends as stored, an emoji as two (UTF-16)"),
        (
            STORED,
            lambda part: as_utf16(part.replace("\r\n", "\n")),
            "as one character, an emoji as two",
        ),
    ],
)
def test_however_a_program_counts_the_passages_are_the_ones_it_meant(raw, width, reading):
    inner = named(raw, PHRASES, width)
    found = load_project(pack(project(text_source(1, inner)), [raw]), quotations=True)
    assert found.segments["quotation"].tolist() == PHRASES
    assert reading in found.report.reading
    assert (found.report.checked, found.report.matched) == (5, 5)
    plain = raw.replace("\r\n", "\n")
    places = [(plain.index(phrase), plain.index(phrase) + len(phrase)) for phrase in PHRASES]
    assert found.segments[["start", "end"]].to_numpy().tolist() == [list(place) for place in places]


def test_right_to_left_text_and_marks_of_direction_are_read():
    arabic = "لا يوجد وقت\nلا أحد يغطي"
    inner = selection(1, 12, 23, "\u200fلا أحد يغطي\u200f")
    found = load_project(pack(project(text_source(1, inner)), [arabic]), quotations=True)
    assert found.segments["quotation"].tolist() == ["لا أحد يغطي"]
    assert found.report.matched == 1


def test_offsets_that_belong_to_another_text_are_refused_with_the_share():
    inner = named(TALK, ["no time", "covers for me", "manage", "though", "Nobody"])
    with pytest.raises(DataError, match=r"p.qdpx, PlainTextSelection: found 0 of 5.*at least 95%"):
        load_project(pack(project(text_source(1, inner)), ["xx" + TALK]), "p.qdpx")


def test_one_name_in_forty_may_differ_and_is_told():
    words = [f"word{number:02d}" for number in range(40)]
    text = " ".join(words)
    inner = named(text, words[:-1]) + selection(99, 0, 6, "word39")
    found = load_project(pack(project(text_source(1, inner)), [text]))
    assert (found.report.checked, found.report.matched) == (40, 39)
    assert "1 selection differs from its name." in found.report.notes


def test_names_that_are_labels_are_no_evidence_and_long_ones_may_be_cut():
    text = "a word " * 40
    inner = selection(1, 0, 6, "line:1, a note of the coder") + selection(
        2, 7, 200, text[7:107] + "…"
    )
    found = load_project(pack(project(text_source(1, inner)), [text]))
    assert (found.report.checked, found.report.matched) == (1, 1)
    only_labels = load_project(pack(project(text_source(1, selection(1, 0, 6, "line:1a"))), [text]))
    assert only_labels.report.checked == 0
    assert any("could not be checked" in note for note in only_labels.report.notes)


def test_names_are_found_whatever_their_case_path_and_byte_order_mark():
    inner = named(TALK, ["no time"])
    for path in ("T1.TXT", "internal://t1.txt"):
        content = pack(
            project(text_source(1, inner, path=path)), [b"\xef\xbb\xbf" + TALK.encode()],
            "Project.QDE", "Sources",
        )  # fmt: skip
        assert load_project(content, quotations=True).segments["quotation"].tolist() == ["no time"]
    wide = pack(project(text_source(1, inner)), [TALK.encode("utf-16")])
    assert load_project(wide).report.matched == 1


def test_cases_and_variables_become_participants():
    variables = (
        '<Variable guid="v1" name="Role years" typeOfVariable="Text"/>'
        '<Variable guid="v2" name="Setting" typeOfVariable="Text"/>'
    )
    value = (
        '<VariableValue><VariableRef targetGUID="V{}"/><TextValue>{}</TextValue></VariableValue>'
    )
    cases = (
        f'<Case guid="a1" name="P7">{value.format(1, "Five or more")}{value.format(2, "nursery")}'
        '<SourceRef targetGUID="t1"/></Case>'
        '<Case guid="a2" name="Bo"><SelectionRef targetGUID="s5"/></Case>'
        '<Case guid="a3" name="Town"/>'
    )
    sources = text_source(1, named(TALK, ["no time"])) + text_source(2, selection(5, 0, 5, "There"))
    xml = project(sources, cases).replace("<Cases>", f"<Variables>{variables}</Variables><Cases>")
    found = load_project(pack(xml, [TALK, TALK]))
    assert found.participants["participant"].tolist() == ["P7", "P1"]
    assert found.participants["role_years"].fillna("").tolist() == ["five or more", ""]
    assert found.segments["participant"].tolist() == ["P7", "P1"]
    assert found.variables.to_numpy().tolist() == [
        ["P7", "Role years", "Five or more"],
        ["P7", "Setting", "nursery"],
    ]
    assert found.report.left_behind == {"case(s) without a text": 1}
    named_by_hand = load_project(pack(xml, [TALK, TALK]), participants=keys.Roster({"Bo": "P3"}))
    assert named_by_hand.participants["participant"].tolist() == ["P7", "P3"]


def test_a_passage_of_two_people_is_not_given_to_one_of_them():
    cases = "".join(
        f'<Case guid="a{n}" name="P{n}"><SourceRef targetGUID="t1"/></Case>' for n in (1, 2)
    )
    with pytest.raises(
        DataError,
        match=r"1, PlainTextSelection 1: found a selection that belongs to 2 cases \(P1 and P2\)",
    ):
        load_project(pack(project(text_source(1, named(TALK, ["no time"])), cases), [TALK]))


def test_what_is_left_behind_is_counted():
    sources = (
        text_source(1, named(TALK, ["no time"]) + selection(8, 1, 4, "", ()) + selection(9, 4, 4))
        + '<PDFSource guid="f1"><PDFSelection guid="f2"><Coding guid="f3"/></PDFSelection>'
        + "</PDFSource>"
        + '<AudioSource guid="f4"/>'
    )
    extra = (
        '<Notes><Note guid="n1"/><Note guid="n2"/></Notes><Sets><Set guid="e1" name="x"/></Sets>'
    )
    report = load_project(pack(project(sources, extra=extra), [TALK])).report
    assert report.left_behind == {
        "PDF file(s) without a text layer": 1, "audio recording(s) without a transcript": 1,
        "coding(s) of pictures, areas of pages and recordings": 1, "memo(s)": 2, "set(s)": 1,
        "selection(s) without a code": 1, "empty selection(s)": 1,
    }  # fmt: skip


def test_a_code_on_a_whole_document_is_one_segment_of_all_of_it():
    whole = '<Coding guid="k"><CodeRef targetGUID="c3"/></Coding>'
    found = load_project(pack(project(text_source(1, whole)), [TALK]))
    assert found.segments[["start", "end"]].to_numpy().tolist() == [[0, len(TALK)]]
    assert found.codings["coder"].tolist() == ["coder-1"]  # the project's, where no other is named


ONE = named(TALK, ["no time"])
GOOD = pack(project(text_source(1, ONE)), [TALK])
BOMB = (
    '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a zip", "p.qdpx: found an incomplete or damaged zip"),
        (GOOD[: len(GOOD) // 2], "p.qdpx: found an incomplete or damaged zip"),
        (pack("<Project"), "project.qde, line 1, column 1: found XML that is not well-formed"),
        (pack("<CodeBook/>"), "project.qde: found the element 'CodeBook'"),
        (pack("<a/>", name="other.xml"), "found 0 project files"),
        (pack(project(text_source(1, ONE), head=BOMB), [TALK]), "found a document type"),
        (
            pack(project("", head='<!DOCTYPE p SYSTEM "file:///etc/passwd">')),
            "project.qde: found a document type",
        ),
        (pack(project(text_source(1, ONE)).replace("utf-8", "nonsense-8"), [TALK]), "project.qde"),
        (pack(project(text_source(1, ONE))), (
            "TextSource 1: found a text that is not in the archive"
        )),
        (
            pack(project(text_source(1, ONE, path="absolute:///C:/janecoder/t1.txt")), [TALK]),
            "TextSource 1: found a text that is not in the archive",
        ),
        (pack(project(text_source(1, ONE, path="")), [TALK]), "TextSource 1: found codings and no"),
        (pack(project(text_source(1, ONE)), [b"\xff\x00\xc3"]), "found a text that is not"),
        (pack(project(text_source(1, ONE + ONE)), [TALK]), "Selection 2: found the guid s0"),
        (
            pack(project(text_source(1) + text_source(1).lower().replace("textsource", "TextSource")
                         .replace("plaintextpath", "plainTextPath"), ""), [TALK]),
            "TextSource 2: found the guid t1 a second time",
        ),
        (
            pack(project(text_source(1, ONE), codes=CODES + '<Code guid="c1" name="x"/>'), [TALK]),
            "Code 4: found the guid c1 a second time",
        ),
        (
            pack(project(text_source(1, ONE), codes='<Code guid="zz" name="x"/>'), [TALK]),
            "Coding of segment d1-s1: found a code that is not",
        ),
        (pack(project(text_source(1, selection(1, 5, 999))), [TALK]), "1, PlainTextSelection 1"),
        (pack(project(text_source(1, selection(1, 9, 3))), [TALK]), "found the positions 9 and 3"),
        (pack(project(text_source(1, selection(1, "x", 3))), [TALK]), "found no startPosition"),
        (pack(project(text_source(1, selection(1, 0, 10**30))), [TALK]), "found the positions"),
    ],
)  # fmt: skip
def test_a_broken_project_is_refused_with_file_and_element(content, words):
    with pytest.raises(DataError) as caught:
        load_project(content, "p.qdpx")
    assert "p.qdpx" in str(caught.value) and words in str(caught.value)
    assert "janecoder" not in str(caught.value) and SECRET not in str(caught.value)


def test_every_truncation_of_a_file_is_refused_and_none_ends_in_a_traceback():
    for length in range(0, len(GOOD) - 1, 37):
        with pytest.raises(DataError):
            load_project(GOOD[:length], "p.qdpx")


@pytest.mark.parametrize("change", [1, 32, 128, 255])
def test_whichever_byte_is_changed_it_is_read_or_refused_and_never_crashes(change):
    refused = 0
    for place in range(len(GOOD)):
        content = bytearray(GOOD)
        content[place] ^= change
        try:
            load_project(bytes(content), "p.qdpx")
        except DataError as error:
            assert "p.qdpx" in str(error)
            refused += 1
    assert refused > len(GOOD) / 2  # the rest are times and attributes, which nobody reads


def test_archive_bombs_are_refused_before_they_are_unpacked(monkeypatch):
    def never(*_, **__):
        raise AssertionError("something was unpacked")

    tight = pack(project(text_source(1, ONE)), [TALK, b"\0" * 4_000_000])
    monkeypatch.setattr(zipfile.ZipFile, "open", never)
    with pytest.raises(DataError, match=r"member 3: found 4,000,000 bytes packed into"):
        load_project(tight, "p.qdpx")
    monkeypatch.setattr(archive, "MAXIMUM_MEMBERS", 1)
    with pytest.raises(DataError, match="2 members"):
        load_project(GOOD, "p.qdpx")
    monkeypatch.setattr(archive, "MAXIMUM_MEMBERS", 10)
    monkeypatch.setattr(archive, "MAXIMUM_MEMBER_BYTES", 10)
    with pytest.raises(DataError, match=r"project.qde: found .* bytes; allowed: at most 10"):
        load_project(GOOD, "p.qdpx")
    monkeypatch.setattr(archive, "MAXIMUM_MEMBER_BYTES", 10**9)
    monkeypatch.setattr(archive, "MAXIMUM_READ_BYTES", 10)
    with pytest.raises(DataError, match="too much text in total"):
        load_project(GOOD, "p.qdpx")


def test_an_encrypted_archive_asks_for_one_without_a_password():
    content = bytearray(GOOD)
    for signature, shift in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + shift] |= 1
    with pytest.raises(DataError, match="an encrypted member"):
        load_project(bytes(content), "p.qdpx")


def test_nothing_is_written_to_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.qdpx").write_bytes(GOOD)
    found = load_project(tmp_path / "p.qdpx")
    assert found.report.file == "p.qdpx"
    assert [path.name for path in tmp_path.iterdir()] == ["p.qdpx"]
    with pytest.raises(DataError, match=r"^q.qdpx: found no such file"):
        load_project(tmp_path / "q.qdpx")


def test_a_very_deep_codebook_is_refused_and_not_recursed():
    deep = "".join(f'<Code guid="x{n}" name="n{n}">' for n in range(400)) + "</Code>" * 400
    with pytest.raises(DataError, match="nested more than 100 deep"):
        load_project(pack(project("", codes=deep)), "p.qdpx")


def test_a_codebook_goes_out_and_comes_back_the_same():
    codes = load_project(GOOD).codes
    written = write_codebook(codes)
    assert written == write_codebook(codes)
    pd.testing.assert_frame_equal(load_codebook(written, "c.qdc"), codes)


@pytest.mark.parametrize("namespace", ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:1:0", ""])
def test_a_codebook_is_read_in_every_namespace_that_programs_use(namespace):
    xml = f'<CodeBook xmlns="{namespace}"><Codes>{CODES}</Codes></CodeBook>'
    assert load_codebook(xml.encode())["code"].tolist() == ["time", "cover", "code"]


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ("<Project/>", "found the element 'Project'"),
        ("<CodeBook/>", "no code"),
        (
            '<CodeBook><Codes><Code guid="c"/></Codes></CodeBook>',
            "Code 1: found a code without a name",
        ),
        (BOMB + "<CodeBook/>", "a document type"),
    ],
)
def test_what_is_no_codebook_is_refused(xml, words):
    with pytest.raises(DataError, match=f"c.qdc.*{words}"):
        load_codebook(xml.encode(), "c.qdc")


def test_codes_in_a_circle_cannot_be_written():
    codes = pd.DataFrame({"code": ["a", "b"], "label": ["a", "b"], "parent": ["b", "a"]})
    with pytest.raises(DataError, match="a circle above the code 'a'"):
        write_codebook(codes)
    with pytest.raises(DataError, match="the parent 'z'"):
        write_codebook(codes.assign(parent=["z", None]))


labels = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(
    lambda text: text == " ".join(text.split()) and text.isprintable()
)


@given(st.lists(st.tuples(labels, st.integers(0, 5)), min_size=1, max_size=6))
def test_any_names_and_any_hierarchy_survive_the_codebook(rows):
    keys = [f"k{place}" for place in range(len(rows))]
    parents = [keys[parent] if parent < place else None for place, (_, parent) in enumerate(rows)]
    codes = pd.DataFrame({"code": keys, "label": [name for name, _ in rows], "parent": parents})
    back = load_codebook(write_codebook(codes))
    label_of = dict(zip(codes["code"], codes["label"], strict=True))
    back_of = dict(zip(back["code"], back["label"], strict=True))
    before = sorted(
        (name, label_of.get(parent) or "")
        for name, parent in zip(codes["label"], parents, strict=True)
    )
    after = sorted(
        (name, back_of.get(parent) or "")
        for name, parent in zip(back["label"], back["parent"], strict=True)
    )
    assert after == before


wide_text = st.lists(st.sampled_from(["a", " ", "\n", "\r\n", "😀", "é", "ש"]), max_size=30)


@given(wide_text, st.data())
def test_offsets_in_any_count_lead_to_the_same_character(parts, data):
    raw = "".join(parts)
    text = offsets.Text(raw)
    place = data.draw(st.integers(0, len(text.content)))
    before = text.content[:place]
    emoji = before.count("😀")
    counts = {
        "one": len(before),
        "two": len(before) + before.count("\n"),
    }
    for ends, offset in counts.items():
        assert text.place([offset], offsets.Counting(ends, 1)).tolist() == [place]
        assert text.place([offset + emoji], offsets.Counting(ends, 2)).tolist() == [place]
    assert text.place([-1, 10**6], offsets.Counting("one", 1)).tolist() == [-1, -1]


HIGHLIGHTS = (
    "id,document,tag,content\n"
    '1,P2.docx,time.cover,"Nobody, covers\nfor me"\n1,P2.docx,help,"Nobody, covers\nfor me"\n'
    "2,Ann Example,time.cover,no time\n3,Ann Example,,nothing\n"
)


def check_highlights(found):
    assert found.participants["participant"].tolist() == ["P2", "P1"]
    assert found.segments["segment"].tolist() == ["h1", "h2", "h3"]
    assert found.segments["gist"].tolist()[:2] == [
        "segment 1 of document d1 (21 characters)",
        "segment 1 of document d2 (7 characters)",
    ]
    assert found.codes[["code", "parent"]].fillna("").to_numpy().tolist() == [
        ["time", ""], ["help", ""], ["cover", "time"],
    ]  # fmt: skip
    assert found.codings[["segment", "code"]].to_numpy().tolist() == [
        ["h1", "cover"], ["h1", "help"], ["h2", "cover"],
    ]  # fmt: skip
    assert found.report.left_behind == {"passage(s) without a code": 1}
    assert "Ann" not in repr(found) and "Nobody" not in repr(found)


def test_taguettes_highlights_are_read_from_csv():
    check_highlights(taguette.load_highlights(HIGHLIGHTS.encode("utf-8-sig")))
    told = taguette.load_highlights(HIGHLIGHTS.encode(), quotations=True)
    assert told.segments["quotation"].tolist()[1] == "no time"
    assert set(told.codings["coder"]) == {"coder-1"}


def test_taguettes_highlights_are_read_from_a_workbook():
    book, file = openpyxl.Workbook(), BytesIO()
    for row in csv.reader(StringIO(HIGHLIGHTS)):
        book.active.append([int(cell) if cell.isdecimal() else cell for cell in row])
    book.save(file)
    check_highlights(taguette.load_highlights(file.getvalue()))


def test_taguettes_codebook_is_read():
    table = "tag,description,number of highlights\ntime.cover,Nobody there,3\ntime,,4\n"
    codes = taguette.load_tags(table.encode())
    assert codes[["code", "parent", "definition"]].fillna("").to_numpy().tolist() == [
        ["time", "", ""],
        ["cover", "time", "Nobody there"],
    ]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (b"id,document,tags,content\n1,a,b,c\n", "no column 'tag'.*Did you mean 'tag'"),
        (b"id,document,tag,content\n", "no row below"),
        (b"id,document,tag,content\n,a,b,c\n", "row 2, column id: found nothing"),
        (
            b"id,document,tag,content\n1,a,b,c\n1,z,b,c\n",
            "row 3, column id: found a highlight in two",
        ),
        (
            b"id,document,tag,content\n1,a,b,\xff\n",
            "row 2: found the byte 0xFF, which is not UTF-8",
        ),
        (b'id,document,tag,content\n1,a,b,"c\n', "row 2: found a cell that cannot be read"),
        (b"PK\x03\x04 not a workbook", r"not an \.xlsx workbook"),
        (GOOD, "an archive without a workbook"),
    ],
)
def test_what_is_no_list_of_highlights_is_refused(table, words):
    with pytest.raises(DataError, match=f"(?s)h.csv.*{words}"):
        taguette.load_highlights(table, "h.csv")


def test_text_within_the_file_is_read_as_well_as_text_beside_it():
    content = f"<PlainTextContent>{escape(TALK)}</PlainTextContent>"
    source = f'<TextSource guid="t1" name="x">{content}{ONE}</TextSource>'
    assert load_project(pack(project(source))).report.matched == 1


# texts of other sources than text sources


def coded(number, code="c1"):
    return f'<Coding guid="k{number}"><CodeRef targetGUID="{code}"/></Coding>'


def places(found):
    columns = ["segment", "participant", "start", "end"]
    return found.segments[columns].to_numpy().tolist()


@pytest.mark.parametrize("kind", ["Audio", "Video"])
def test_a_transcript_is_a_text_and_its_selections_lie_between_points(kind):
    inner = (
        '<Transcript guid="r1" plainTextPath="internal://t1.txt">'
        '<SyncPoint guid="y1" timeStamp="0" position="9"/>'
        '<SyncPoint guid="Y2" timeStamp="900" position="16"/>'
        '<TranscriptSelection guid="s1" name="no time" fromSyncPoint="Y1" toSyncPoint="y2">'
        f"{coded(1)}</TranscriptSelection></Transcript>"
        f'<{kind}Selection guid="s2" begin="0" end="900">{coded(2, "c2")}</{kind}Selection>'
        f'<{kind}Selection guid="s3" begin="5" end="900">{coded(3)}</{kind}Selection>'
    )
    source = f'<{kind}Source guid="a1" name="P4.mp3" path="internal://P4.mp3">{inner}'
    found = load_project(pack(project(source + f"</{kind}Source>"), [TALK]), quotations=True)
    assert places(found) == [["d1-s1", "P4", 9, 16]]
    assert found.segments["quotation"].tolist() == ["no time"]
    assert found.codings["code"].tolist() == ["time", "cover"]
    assert found.report.left_behind == {"coding(s) of pictures, areas of pages and recordings": 1}
    with pytest.raises(DataError, match=r"Transcript, TranscriptSelection 1: found a SyncPoint"):
        load_project(pack(project(source.replace("Y1", "y9") + f"</{kind}Source>"), [TALK]))


def test_the_text_layer_of_a_pdf_file_is_read_and_its_areas_by_what_they_say():
    box = 'page="0" firstX="1" firstY="1" secondX="9" secondY="9"'
    layer = f'<Representation guid="r1" plainTextPath="internal://t1.txt">{ONE}</Representation>'
    areas = (
        f'<PDFSelection guid="f1" name="Nobody  covers" {box}>{coded(1, "c2")}</PDFSelection>'
        f'<PDFSelection guid="f2" name="no time" {box}>{coded(2)}</PDFSelection>'
        f'<PDFSelection guid="f3" name="e" {box}>{coded(3)}</PDFSelection>'
    )
    source = f'<PDFSource guid="p1" name="P2.pdf">{areas}{layer}</PDFSource>'
    found = load_project(pack(project(source + '<PictureSource guid="p2"/>'), [TALK]))
    assert places(found) == [["d1-s1", "P2", 9, 16], ["d1-s2", "P2", 18, 31]]
    assert len(found.codings) == 2  # the second area is the passage of the text layer
    assert found.report.left_behind == {
        "picture(s)": 1,
        "coding(s) of pictures, areas of pages and recordings": 1,
    }


def group(inner, talk=TALK):
    """A focus group: the first line is said by P1, the second by P2, the third by nobody."""
    turns = selection(91, 0, 17, "", ()) + selection(92, 18, 39, "", ())
    cases = (
        '<Case guid="a1" name="P1"><SelectionRef targetGUID="s91"/></Case>'
        '<Case guid="a2" name="P2"><SelectionRef targetGUID="S92"/></Case>'
    )
    return pack(project(text_source(1, turns + inner), cases), [talk])


def test_a_passage_within_what_a_case_says_is_that_cases():
    found = load_project(group(named(TALK, ["no time", "Nobody"])))
    assert places(found) == [["d1-s1", "P1", 9, 16], ["d1-s2", "P2", 18, 24]]
    assert found.report.left_behind == {}
    wide = load_project(group(selection(1, 25, 42, "")))
    assert places(wide) == [["d1-s1", "P2", 25, 42]]
    assert "Passages that extend beyond what their speaker says: d1-s1." in wide.report.notes


#: Turns as (start, end, case), and whose the passages 9 to 16 and 18 to 24 are by hand.
TURNS = {
    "one after the other": [(0, 17, 1), (18, 39, 2)],
    "in another order": [(18, 39, 2), (0, 17, 1)],
    "each sentence by itself": [(0, 5, 1), (5, 17, 1), (18, 30, 2), (30, 39, 2)],
    "only the passages": [(9, 16, 1), (18, 24, 2)],
    "with a label before": [(4, 17, 1), (17, 39, 2)],
    "one person twice over": [(0, 17, 1), (8, 17, 1), (18, 39, 2)],
}


@pytest.mark.parametrize("kind", TURNS)
def test_whose_a_passage_is_in_a_group(kind):
    inner = named(TALK, ["no time", "Nobody"])
    references = {1: "", 2: ""}
    for number, (start, end, case) in enumerate(TURNS[kind], start=50):
        inner += selection(number, start, end, "", ())
        references[case] += f'<SelectionRef targetGUID="s{number}"/>'
    cases = "".join(
        f'<Case guid="a{n}" name="P{n}">{listed}</Case>' for n, listed in references.items()
    )
    found = load_project(pack(project(text_source(1, inner), cases), [TALK]))
    assert [row[1:3] for row in places(found)] == [["P1", 9], ["P2", 18]]


def test_a_passage_of_two_speakers_or_of_none_is_refused_by_its_number():
    inner = named(TALK, ["no time.\nNobody", "manage"])
    with pytest.raises(DataError) as raised:
        load_project(group(inner), "g.qdpx")
    assert [str(finding) for finding in raised.value.findings] == [
        "g.qdpx, TextSource 1, PlainTextSelection 3: found a selection that belongs to 2 cases "
        "(P1 and P2); allowed: one case for each coded selection. Divide it where another person "
        "begins to speak.",
        "g.qdpx, TextSource 1, PlainTextSelection 4: found a selection that belongs to 0 "
        "cases; allowed: one case for each coded selection. Assign the passage, or its "
        "document, to the case of whoever speaks there.",
    ]
