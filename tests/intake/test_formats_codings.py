"""A table of codings is read in whichever layout it is kept, or refused with what is missing."""

import random

import pytest

from senco.errors import DataError
from senco.intake.formats.codings import load_codings, read_codings
from tests.cohorts import write_csv

HEADINGS = ["Segment", "Code", "Coder", "Participant", "Note"]
ROWS = [["s1", "work", "ann", "P1", ""], ["s1", "work", "ben", "P1", "late"],
        ["s2", "play", "ann", "P2", ""]]  # fmt: skip


def test_the_participant_is_read_and_other_columns_are_passed_over(tmp_path):
    codings = load_codings(write_csv(tmp_path / "codings.csv", [HEADINGS, *ROWS]))
    assert list(codings) == ["segment", "code", "coder", "participant"]
    assert codings["participant"].tolist() == ["P1", "P1", "P2"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["s1", "play", "ann", "P2", ""], "row 5, column participant: found another participant"),
        (["s2", "play", "ann", "P2", ""], "row 5: found a row that repeats another"),
        (["s2", "", "ann", "P2", ""], "row 5, column code: found no code, where the same coder"),
        (["s2", "play", "", "P2", ""], "row 5, column coder: found nothing"),
    ],
)
def test_a_row_that_cannot_be_is_named(tmp_path, row, said):
    with pytest.raises(DataError, match=said):
        load_codings(write_csv(tmp_path / "codings.csv", [HEADINGS, *ROWS, row]))


def test_a_column_that_is_missing_is_named(tmp_path):
    path = write_csv(tmp_path / "codings.csv", [["segment", "codes", "coder"], ["s1", "a", "ann"]])
    with pytest.raises(DataError, match=r"no column 'code'.*It has: segment, codes, coder"):
        load_codings(path)


def write(tmp_path, text, name="codings.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def test_a_blank_code_says_that_a_coder_saw_the_segment(tmp_path):
    table = read_codings(write(tmp_path, "segment,code,coder\ns1,x,ann\ns1,,ben\ns2,,ann\n"))
    assert table.codings.to_numpy().tolist() == [["s1", "x", "ann"]]
    assert table.seen.to_numpy().tolist() == [["s1", "ben"], ["s2", "ann"]]
    assert table.notes == ("2 rows have no code: the coder saw the segment and gave it none.",)


def test_a_segment_without_a_document_is_kept_and_none_is_told_apart_by_it(tmp_path):
    table = read_codings(write(tmp_path, "segment,document,code,coder\ns1,,x,ann\ns1,,x,ben\n"))
    assert table.codings["segment"].tolist() == ["s1", "s1"] and table.segments is None


def test_segments_of_which_not_all_have_places_are_compared_by_their_names(tmp_path):
    text = "segment,document,start,end,code,coder\ns1,d,0,4,x,ann\ns2,,,,x,ben\n"
    assert read_codings(write(tmp_path, text)).layout == "segments"


def test_qualcoders_report_is_read_by_its_headings(tmp_path):
    # its columns, as QualCoder 3 writes them: fid, code_name, owner, pos0, pos1, seltext
    text = "fid,code_name,owner,pos0,pos1,seltext\n7,Rest,ann,4,9,a nap\n7,Rest,bo,4,11,a nap.\n"
    table = read_codings(write(tmp_path, text))
    assert table.layout == "places"
    assert table.codings["segment"].tolist() == ["7:4-9", "7:4-11"]
    assert table.segments.to_numpy().tolist() == [["7:4-9", "7", 4, 9], ["7:4-11", "7", 4, 11]]
    assert "seltext" not in table.codings and "5 characters long" in table.notes[0]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("d,5,5,x,ann", "row 2, column end: found 5, where the start is 5"),
        ("d,5,four,x,ann", "row 2, column end: found 'four'; allowed: a whole number"),
        ("d,-1,5,x,ann", "row 2, column start: found '-1'"),
        ("d,1,50,x,ann,40", "row 2, column end: found 50, in a document of 40 characters"),
        ("d,,5,x,ann", "row 2, column start: found nothing"),
    ],
)
def test_a_place_that_cannot_be_is_named(tmp_path, row, said):
    heading = "document,start,end,code,coder" + (",file size" if row.count(",") == 5 else "")
    with pytest.raises(DataError, match=said):
        read_codings(write(tmp_path, f"{heading}\n{row}\n"))


def test_a_finished_comparison_is_refused_as_such(tmp_path):
    text = "Code,File,Kappa,Agreement (%),A and B (%)\nRest,P1,0.5,90,8\n"
    with pytest.raises(DataError, match=r"found the results of a comparison.*REFI-QDA"):
        read_codings(write(tmp_path, text))


def test_columns_of_raters_are_read_as_irr_has_them(tmp_path):
    table = read_codings(write(tmp_path, "rater1,rater2,rater3\n1,1,NA\n2,1,1\n"))
    assert table.layout == "columns" and list(table.labels) == ["rater1", "rater2", "rater3"]
    assert table.labels.isna().to_numpy().tolist() == [[False, False, True], [False] * 3]
    assert "rater1 chose '1' and rater2 '1' first" in table.notes[0]


def test_numbers_without_headings_are_read_as_recal_has_them(tmp_path):
    table = read_codings(write(tmp_path, "1,1\n0,1\n1,1\n"))
    assert table.labels.to_numpy().tolist() == [["1", "1"], ["0", "1"], ["1", "1"]]
    assert "so it was read as a unit" in table.notes[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tag,number of highlights,number of documents\nrest,1,1\nplay,2,2\n", "no column 'coder'"),
        ("name,mark\nx,1\ny,2\n", "--layout columns"),
        ("day,age,height\nmon,3,90\ntue,4,95\nwed,5,99\n", "--layout columns"),
        ("ann,ben\nx,1\ny,2\n", "without a category in common"),
        ("ann,ben\nx;y,x\ny,x\n", "row 2, column ann: found several categories"),
        ("unit,ann,ben\nu1,x,x\nu1,x,y\n", "row 3, column unit: found a unit without a name"),
        ("unit,ann\nu1,x\n", "no column 'code'.*a column for each coder"),
    ],
)
def test_columns_that_may_be_no_coders_are_asked_about(tmp_path, text, said):
    with pytest.raises(DataError, match=said):
        read_codings(write(tmp_path, text))


def test_names_over_columns_of_the_same_categories_are_coders(tmp_path):
    table = read_codings(write(tmp_path, "case,anna,brunhild\n1,x,x\n2,y,x\n3,x,y\n"))
    assert list(table.labels) == ["anna", "brunhild"] and list(table.labels.index) == list("123")


def test_maxqdas_table_of_segments_is_read_by_paragraph(tmp_path):
    text = (
        "Document group;Document name;Code;Beginning;End;Segment;Created by\n"
        "G;P1;rest;3;3;a nap;ann\nG;P1;rest;3;3;nap;ben\nG;P1;play;5;6;out;ann\n"
    )
    table = read_codings(write(tmp_path, text))
    assert table.layout == "segments" and "count paragraphs" in table.notes[0]
    assert table.codings.to_numpy().tolist() == [
        ["P1:3-3", "rest", "ann"], ["P1:3-3", "rest", "ben"], ["P1:5-6", "play", "ann"],
    ]  # fmt: skip


def test_a_layout_can_be_said(tmp_path):
    table = read_codings(write(tmp_path, "Jo Smith,Al Cook\nx,x\ny,x\n"), "columns")
    assert list(table.labels) == ["Jo Smith", "Al Cook"]
    with pytest.raises(DataError, match="one of segments, places, columns"):
        read_codings(write(tmp_path, "a,b\nx,y\n"), "colums")


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("layout", ["segments", "places", "columns"])
def test_what_is_written_in_any_way_is_read_as_it_was_meant(tmp_path, layout, seed):
    rng = random.Random(f"{layout}-{seed}")
    coders = ["ann", "bo", "Zoë"][: rng.choice([2, 3])]
    codes = ["Zeit, Geld", "rest", "“play”"]
    if layout == "columns":
        units = [f"u{n}" for n in range(6)]
        truth = [[rng.choice([*codes, ""]) for _ in coders] for _ in units]
        truth = [row if any(row) else [codes[1], *row[1:]] for row in truth]
        truth[0] = [codes[0]] * len(coders)
        head = rng.choice([["unit"], ["Segment"], []])
        rows = [[unit, *row] if head else row for unit, row in zip(units, truth, strict=True)]
        table = _reread(tmp_path, rng, [[*head, *(f"rater {c}" for c in coders)], *rows])
        assert table.labels.fillna("").to_numpy().tolist() == truth
        return
    names = {
        "segment": ["segment", "Unit", "Passage"],
        "code": ["code", "code_name", "Tag", "CATEGORY"],
        "coder": ["coder", "Owner", "rater"],
        "document": ["document", "fid", "File name"],
        "start": ["start", "pos0", "Begin"],
        "end": ["end", "pos1", "End"],
    }
    fields = ["segment", "code", "coder"]
    if layout == "places":
        fields = ["document", "start", "end", "code", "coder"]
    rows = set()
    for _ in range(9):
        start = rng.randrange(50)
        cells = {"segment": f"s{start}", "code": rng.choice(codes), "coder": rng.choice(coders),
                 "document": rng.choice("de"), "start": start, "end": start + 5}  # fmt: skip
        rows.add(tuple(str(cells[name]) for name in fields))
    order = rng.sample(fields, len(fields))
    listed = [[row[fields.index(name)] for name in order] for row in sorted(rows)]
    table = _reread(tmp_path, rng, [[rng.choice(names[name]) for name in order], *listed])
    got = table.codings
    if layout == "places":
        got = got.merge(table.segments, on="segment").astype(str)
    assert set(got[fields].itertuples(index=False, name=None)) == rows


def _reread(tmp_path, rng, rows):
    separator, encoding = rng.choice(",;\t"), rng.choice(["utf-8", "utf-8-sig", "utf-16"])

    def quote(cell):
        return '"' + cell.replace('"', '""') + '"'

    text = "".join(separator.join(map(quote, row)) + rng.choice(["\n", "\r\n"]) for row in rows)
    return read_codings(write(tmp_path, text, encoding=encoding))
