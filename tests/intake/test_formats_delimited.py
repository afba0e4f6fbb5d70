"""Text with separators becomes rows of cells, each with its place, or a finding with one."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from senco.errors import DataError
from senco.intake.formats import delimited
from senco.intake.formats.delimited import decode_text, find_separator, read_delimited, split_rows

TEXT = "name,café\nS1,2\n"


def split(text: str, **more) -> list[tuple[int, tuple[str, ...]]]:
    return list(split_rows(text, "f.csv", **more))


def refuse(call, *arguments, **more):
    """Call what must be refused, and return the finding."""
    with pytest.raises(DataError) as caught:
        call(*arguments, **more)
    (finding,) = caught.value.findings
    assert finding.file == "f.csv" and finding.allowed and finding.remedy
    return finding


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
        ("cp850", "cp850"),
    ],
)
def test_text_comes_out_the_same_in_every_encoding_and_which_it_was_is_told(written, told):
    assert decode_text(TEXT.encode(written), "f.csv") == (TEXT, told)


def test_utf16_is_read_in_either_order_of_bytes():
    for mark, encoding in (("\ufeff", "utf-16-le"), ("\ufeff", "utf-16-be")):
        assert decode_text((mark + TEXT).encode(encoding), "f.csv") == (TEXT, "utf-16")


@pytest.mark.parametrize(
    ("content", "row", "found"),
    [
        (TEXT.encode("utf-16-le"), 1, "a zero byte"),
        (TEXT.encode() + b"S\0,1\n", 3, "a zero byte"),
        (TEXT.encode("utf-32"), 1, "a zero byte"),
        (TEXT.encode("utf-16")[:-1], 2, "the byte 0x0A, which is not UTF-16"),
        (TEXT.encode() + b"S\xe9,1\n", 3, "the byte 0xE9, which is not UTF-8"),
        (TEXT.encode("utf-8-sig") + b"\xff", 3, "the byte 0xFF, which is not UTF-8"),
        (b"a\rb\r\nc\n\xe9\x01\n", 4, "the byte 0xE9, which is not UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_its_line_and_byte(content, row, found):
    finding = refuse(decode_text, content, "f.csv")
    assert (finding.row, finding.found) == (row, found)


def test_damaged_utf8_is_not_taken_for_another_encoding():
    damaged = "name\né\n".encode() + b"\xc3\n"
    assert refuse(decode_text, damaged, "f.csv").row == 3


def test_who_allows_one_encoding_gets_no_other():
    finding = refuse(decode_text, TEXT.encode("cp1252"), "f.csv", ("utf-8",), "Export it again.")
    assert (finding.allowed, finding.remedy) == ("text in UTF-8", "Export it again.")
    with pytest.raises(DataError, match="the encoding 'cp125'; allowed: a known one"):
        decode_text(b"a", "f.csv", ("cp125",))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_separator_is_found_or_taken_from_the_first_line(sign):
    rows = [(1, ("who", "play")), (2, ("S1", "2.5"))]
    text = f"who{sign}play\nS1{sign}2.5\n"
    assert split(text) == rows
    stated = [(number + 1, cells) for number, cells in rows]
    assert split(f"sep={sign}\r\n{text}") == split(f"SEP={sign}\n{text}") == stated


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("", ","),
        ("alone\n1\n", ","),
        ("a;b\n1,5;2,5\n2,5;3,5\n", ";"),
        ("1;a;5\nx;2,5;y,z\n", ";"),
        ("who;work, life, rest;child, first\nS1;1;2\n", ";"),
        ('1,"a;b;c;d;e",me\nx,1,2\n', ","),
        ("\n\n;;\na;b,c;d\n1;2;3\n", ";"),
        ('sep="\n', ","),
    ],
)
def test_the_separator_is_the_one_by_which_rows_are_alike(text, separator):
    assert find_separator(text) == separator


def test_rows_are_numbered_as_a_spreadsheet_does_whatever_ends_their_lines():
    for end in ("\n", "\r", "\r\n"):
        text = f'a,b{end}{end}"two{end}lines",1{end}c,2'
        assert split(text) == [
            (1, ("a", "b")),
            (2, ()),
            (3, (f"two{end}lines", "1")),
            (4, ("c", "2")),
        ]


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_a_break_within_a_text_does_not_end_its_row(sign):
    assert split(f"a,b\nx{sign}y,1\n")[1] == (2, (f"x{sign}y", "1"))


@pytest.mark.parametrize(
    ("text", "row", "reason"),
    [
        ('a,b\n\n"x,1\ny,2\n', 3, "its quotation mark has no partner"),
        ('a,b\nx,"1"2\n', 2, "letters or spaces come after its closing quotation mark"),
        ('a,b\n"x,1\ny,"2"\n', 2, "letters or spaces come after its closing quotation mark"),
        ("a,b\n" + "x" * 2**18 + ",1\n", 2, "it has over 131,072 letters"),
        ('a,b\n"x,1\n' + "y,2\n" * 2**16, 2, "it has over 131,072 letters"),
    ],
)
def test_a_cell_without_end_is_refused_where_it_begins(text, row, reason):
    finding = refuse(split, text)
    assert (finding.row, finding.found) == (row, f"a cell that cannot be read ({reason})")


def test_the_length_of_cells_is_the_callers_and_nobody_elses():
    before = csv.field_size_limit()
    text = "a,b\n" + "x" * 2**18 + ",1\n"
    rows = split_rows(text, "f.csv", longest=2**20)
    next(rows)
    assert csv.field_size_limit() == before
    assert len(next(rows)[1][0]) == 2**18
    with pytest.raises(DataError):
        split(text)
    assert csv.field_size_limit() == before


def test_no_message_repeats_a_cell():
    for text in ('name\n"Jane Doe', 'name\n"Jane" Doe', "name\n" + "Jane" * 2**16):
        assert "Jane" not in str(refuse(split, text))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\0"), max_size=6), min_size=2, max_size=2
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(",;\t|"),
)
def test_what_python_writes_is_read_as_it_was(rows, sign):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=sign, quoting=csv.QUOTE_ALL).writerows(rows)
    numbered = [(number, tuple(row)) for number, row in enumerate(rows, 1)]
    assert split(stream.getvalue(), separator=sign) == numbered


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_with_a_finding(content):
    try:
        list(split_rows(decode_text(content, "f.csv")[0], "f.csv"))
    except DataError as error:
        assert error.findings[0].row


def test_a_file_is_one_sheet_and_its_repairs_are_told(tmp_path):
    path = tmp_path / "f.csv"
    path.write_bytes("name;café\nS1;\n".encode("cp1252"))
    reading = read_delimited(path, "f.csv")
    (sheet,) = reading.sheets
    assert (sheet.name, sheet.rows, sheet.numbers) == (
        "f",
        (("name", "café"), ("S1", None)),
        (1, 2),
    )
    assert [str(repair) for repair in reading.repairs] == [
        "f.csv: Windows-1252 bytes read as text such as 'name;café' "
        "(not UTF-8; check its letters).",
        "f.csv: semicolon-separated cells read as cells (not a comma).",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [("", "an empty file"), (" \n,\n", "an empty file"), ("a,b\n1,2\n3,4\n", "more than 5 cells")],
)
def test_a_file_without_a_table_or_with_too_much_is_one_finding(tmp_path, monkeypatch, text, found):
    monkeypatch.setattr(delimited, "MAXIMUM_CELLS", 5)
    (tmp_path / "f.csv").write_text(text, encoding="utf-8")
    reading = read_delimited(tmp_path / "f.csv", "f.csv")
    assert not reading.sheets and [finding.found for finding in reading.findings] == [found]
    monkeypatch.setattr(delimited, "MAXIMUM_BYTES", -1)
    reading = read_delimited(tmp_path / "f.csv", "f.csv")
    assert [finding.found for finding in reading.findings] == ["a file of over 64 MB"]
