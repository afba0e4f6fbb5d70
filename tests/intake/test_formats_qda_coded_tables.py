"""Tables of coded passages and codebooks, known by their headings whatever the file is called."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest

from senco.errors import DataError
from senco.intake.formats.qda.codebook_tables import load_codebook_table, recognise
from senco.intake.formats.qda.coded_tables import load_passages

MAXQDA = """Comment,Document group,Document name,Code,Beginning,End,Weight score,Segment,Created by
,Teachers,P3 talk,Time > Cover,4,4,0,Nobody covers,Jo Doe
,Teachers,P3 talk,Help,4,4,0,Nobody covers,Jo Doe
,Teachers,P3 talk,Time > Cover,9,9,0,Nobody covers,Bo Roe
,Teachers,Anna,Time,1,2,0,It is late,Bo Roe
"""
ATLAS = """ID,Document,Quotation Name,Quotation Content,Codes,Created by
1:1,P3 talk,Nobody,Nobody covers,"Cover\nHelp",Jo Doe
1:2,P3 talk,Late,It is late,Time,Jo Doe
2:1,Anna,Free,Nothing,,Jo Doe
"""
NVIVO = r"""Coding summary,,,
,,,
File Name,Code,Reference Number,Coded Text,Coded By
Files\\P3 talk,Codes\\Time\Cover,1,Nobody covers,JD
Files\\P3 talk,Codes\\Time\Cover,2,Nobody covers,JD
Files\\Anna,Codes\\Help,1,It is late,BR
"""
QUALCODER = """fid,code_name,owner,pos0,pos1,seltext
1,Cover,jo,4,17,Nobody covers
1,Help,jo,4,17,Nobody covers
2,Cover,default,0,10,It is late
"""


def tell(found):
    segments = found.segments[["segment", "participant", "document"]].to_numpy().tolist()
    codings = found.codings[["segment", "code", "coder"]].to_numpy().tolist()
    return segments, codings


def test_maxqdas_segments_are_told_by_paragraph_and_words():
    found = load_passages(MAXQDA.encode(), "m.csv", quotations=True)
    assert tell(found) == (
        [["d1-s1", "P3", "d1"], ["d1-s2", "P3", "d1"], ["d2-s1", "P1", "d2"]],
        [["d1-s1", "cover", "coder-1"], ["d1-s1", "help", "coder-1"],
         ["d1-s2", "cover", "coder-2"], ["d2-s1", "time", "coder-2"]],
    )  # fmt: skip
    assert found.codes[["code", "parent"]].fillna("").to_numpy().tolist() == [
        ["time", ""], ["help", ""], ["cover", "time"],
    ]  # fmt: skip
    assert found.segments["start"].isna().all()
    assert any("does not say at which character" in note for note in found.report.notes)
    assert found.segments["quotation"].tolist()[0] == "Nobody covers"
    plain = repr(load_passages(MAXQDA.encode(), "m.csv"))
    assert "Doe" not in plain and "Nobody covers" not in plain and "Anna" not in plain


def test_atlas_lists_several_codes_in_a_cell():
    found = load_passages(ATLAS.encode(), "a.csv")
    assert tell(found) == (
        [["d1-s1", "P3", "d1"], ["d1-s2", "P3", "d1"], ["d2-s1", "P1", "d2"]],
        [["d1-s1", "cover", "coder-1"], ["d1-s1", "help", "coder-1"],
         ["d1-s2", "time", "coder-1"]],
    )  # fmt: skip
    assert found.report.left_behind == {"passage(s) without a code": 1}


def test_nvivo_puts_titles_above_and_codes_in_a_folder():
    found = load_passages(NVIVO.encode(), "n.csv")
    assert tell(found) == (
        [["d1-s1", "P3", "d1"], ["d1-s2", "P3", "d1"], ["d2-s1", "P1", "d2"]],
        [["d1-s1", "cover", "coder-1"], ["d1-s2", "cover", "coder-1"],
         ["d2-s1", "help", "coder-2"]],
    )  # fmt: skip
    assert found.codes["label"].tolist() == ["Time", "Help", "Cover"]


def test_qualcoder_counts_characters():
    found = load_passages(QUALCODER.encode(), "q.csv")
    assert found.segments[["start", "end"]].to_numpy().tolist() == [[4, 17], [0, 10]]
    assert found.coders == {"coder-1": "name:jo", "coder-2": ""}


def to_workbook(text):
    book, file = openpyxl.Workbook(), BytesIO()
    for row in csv.reader(StringIO(text)):
        book.active.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("text", [MAXQDA, ATLAS, NVIVO, QUALCODER])
def test_a_table_is_known_by_its_headings_in_whatever_file(tmp_path, text):
    contents = {
        "anything.csv": text.encode("utf-8-sig"),
        "other.csv": text.encode("utf-16"),
        "book.xlsx": to_workbook(text),
        "tabs.tsv": "\n".join(
            "\t".join(f'"{cell}"' for cell in row) for row in csv.reader(StringIO(text))
        ).encode("cp1252"),
    }
    told = []
    for name, content in contents.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert recognise(path) == "passages"
        told.append(tell(load_passages(path)))
    assert all(one == told[0] for one in told)


@pytest.mark.parametrize(
    "text",
    ["segment,code,coder\ns1,time,ann\n", "segment,code,coder,comment\ns1,time,ann,x\n",
     "code,label,parent,definition\na,A,,x\n",
     "participant,role\nP1,SENCO\n", "", "name,description\na,b\n", "name,participant\nJo,P1\n"],
)  # fmt: skip
def test_other_tables_are_left_to_their_readers(tmp_path, text):
    path = tmp_path / "highlights.csv"
    path.write_text(text, encoding="utf-8")
    assert recognise(path) == ""


def test_a_workbook_of_several_sheets_is_ones_own(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["code", "definition"])
    book.create_sheet("participants").append(["participant", "role"])
    book.save(tmp_path / "mine.xlsx")
    assert recognise(tmp_path / "mine.xlsx") == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "no headings of coded passages"),
        (MAXQDA.splitlines()[0] + "\n", "row 1: found no row below the headings"),
        (MAXQDA.replace("P3 talk", "", 1), "row 2, column document name: found nothing"),
        (MAXQDA.replace("Nobody covers", " ", 1), "row 2, column segment: found nothing"),
        (QUALCODER.replace(",17,", ",x,", 1), "row 2, column pos0: found the places '4' and 'x'"),
        (QUALCODER.replace(",17,", ",4,", 1), "row 2, column pos0: found the places '4' and '4'"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(text, words):
    with pytest.raises(DataError, match=rf"t\.csv.*{words}"):
        load_passages(text.encode(), "t.csv")


CODEBOOKS = {
    "MAXQDA": "Code,Memo\nTime,\nTime > Cover,Nobody there\nHelp,\n",
    "parents": "code,parent,definition\nCover,Time,Nobody there\nTime,,\nHelp,,\n",
    "NVivo": 'Name,Description,Files,References\n"Codes\\\\Time",,2,3\n'
    '"Codes\\\\Time\\Cover",Nobody there,1,1\n"Codes\\\\Help",,1,1\n',
    "Taguette": "tag,description\nTime,\nTime.Cover,Nobody there\nHelp,\n",
}


@pytest.mark.parametrize("kind", CODEBOOKS)
def test_a_codebook_is_read_from_a_table(tmp_path, kind):
    codes = load_codebook_table(CODEBOOKS[kind].encode())
    columns = ["code", "label", "parent", "definition"]
    assert sorted(codes[columns].fillna("").to_numpy().tolist()) == [
        ["cover", "Cover", "time", "Nobody there"], ["help", "Help", "", ""],
        ["time", "Time", "", ""],
    ]  # fmt: skip
    path = tmp_path / "codes.csv"
    path.write_text(CODEBOOKS[kind], encoding="utf-8")
    assert recognise(path) == "codebook"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code,parent\na,b\nb,a\n", "row 2, column code: found a code that is its own ancestor"),
        ("code,memo\na,x\nA,y\na,z\n", "row 4, column code: found a code from an earlier row"),
        ("code,memo\n,x\n", "row 2, column code: found nothing"),
        ("code,memo\n", "no row below the headings"),
    ],
)
def test_a_codebook_that_is_none_is_refused(text, words):
    with pytest.raises(DataError, match=words):
        load_codebook_table(text.encode(), "c.csv")
