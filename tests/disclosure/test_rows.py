"""A finding's row is the file's own: in a table, the one that a spreadsheet shows."""

import base64
import io

import openpyxl
import pytest

from senco import disclosure
from senco.disclosure.texts.rows import list_filled_headings, number_rows

WHO = "Zebedee Quark"
#: The name stands in row 6: below the headings, a cell of three lines, a blank row, a row of
#: one line and a cell with a quotation mark in it.
TABLE = (
    'gist,n\n"one\ntwo\nthree",1\n\nfour,2\n"five ""5""\nand a half",3\n'
    '"met Zebedee Quark,\ntoday",4\n'
)


def search(folder, **more):
    return disclosure.search([folder], [WHO], root=folder, **more)


def find_rows(folder, name, content, **more):
    (folder / name).write_bytes(content)
    return [hit.finding.row for hit in search(folder, **more) if hit.kind == "a private name"]


def to_semicolons(text):
    return text.replace(",1", ";1").replace(",2", ";2").replace(",3", ";3").replace(",4", ";4")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("comma.csv", TABLE.encode()),
        ("marked.csv", TABLE.encode("utf-8-sig")),
        ("wide.csv", TABLE.encode("utf-16")),
        ("windows.csv", TABLE.replace("three", "drei – €").encode("cp1252")),
        ("crlf.csv", TABLE.replace("\n", "\r\n").encode()),
        ("cr.csv", TABLE.replace("\n", "\r").encode()),
        ("mixed.csv", TABLE.replace('",1\n', '",1\r\n').encode()),
        ("semicolon.csv", to_semicolons(TABLE).replace("gist,n", "gist;n").encode()),
        ("tab.tsv", to_semicolons(TABLE).replace("gist,n", "gist;n").replace(";", "\t").encode()),
        ("CAPITALS.CSV", TABLE.encode()),
    ],
)
def test_a_row_of_a_table_is_the_spreadsheets_whatever_lines_its_cells_have(
    tmp_path, name, content
):
    assert find_rows(tmp_path, name, content) == [6]


def test_a_first_line_that_states_the_separator_is_a_row_as_in_every_other_message(tmp_path):
    text = 'sep=;\ngist;n\n"one\ntwo";1\nZebedee Quark;2\n'
    assert find_rows(tmp_path, "stated.csv", text.encode()) == [4]


def test_a_row_of_a_workbook_is_that_of_its_sheet_and_its_finding_is_told_once(tmp_path):
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.create_sheet("more")
    sheet["A1"], sheet["A2"], sheet["B9"] = "gist", "one\ntwo\nthree", f"met {WHO}"
    book.save(stream)
    (tmp_path / "a.xlsx").write_bytes(stream.getvalue())
    (hit,) = search(tmp_path, listed=["a.xlsx"])
    assert hit.finding.row == 9
    assert (
        hit.finding.found
        == "a private name (entry 1 of the list), •••••••• (13 characters) (sheet 2)"
    )


def test_the_heading_of_a_column_of_identifiers_is_told_with_its_row(tmp_path):
    (tmp_path / "a.csv").write_bytes("\ufeffsep=;\n\nn;surname\n1;Zzz\n".encode())
    (tmp_path / "b.csv").write_bytes(b'"n\nof people",surname\n1,\n')
    (hit,) = search(tmp_path)
    assert (hit.kind, hit.finding.file, hit.finding.row) == ("a column of identifiers", "a.csv", 3)


def test_a_table_that_is_none_is_told_by_its_lines(tmp_path):
    assert find_rows(tmp_path, "a.csv", b'one\n"two\nthree" x, Zebedee Quark\n') == [2]
    assert number_rows('a,"b\nc') == (1, 1)
    assert number_rows("") == (1,)
    assert list_filled_headings("") == []


def test_a_cell_longer_than_pythons_own_limit_is_searched(tmp_path):
    text = f'gist\n"{"a " * 100_000}"\n{WHO}\n'
    assert find_rows(tmp_path, "long.csv", text.encode()) == [3]


RUN = base64.b64encode(f"met {WHO} at the gate".encode()).decode()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("base64.html", f"<p>one</p>\n<p>two</p>\n<a href='data:text/plain;base64,{RUN}'>x</a>\n"),
        ("two-runs.txt", f"{base64.b64encode(b'nothing of note stands here').decode()}\n\n{RUN}\n"),
        ("percent.md", "[a](b%0Ac%0D%0Ad)\n\n[a](Zebedee%20Quark)\n"),
        ("entities.html", "<p>a&#10;b&#x0A;c&NewLine;d</p>\n\n<p>Zebedee&#32;Quark</p>\n"),
        ("lines.js", "a = 'b\\\nc';\nd = 'Zebedee Quark';\n"),
        ("joined.js", "a = 'b' +\n 'c';\nd = 'Zebedee Quark';\n"),
        ("codes.js", "a = String.fromCharCode(10, 13,\n 65);\nd = 'Zebedee Quark';\n"),
        ("style.css", "a {content: '\\a \\00000d'}\n\nb {content: 'Zebedee\\20 Quark'}\n"),
        ("escapes.json", '{"a": "b\\u000ac\\n",\n\n"d": "Zebedee\\u0020Quark"}\n'),
    ],
)
def test_what_is_decoded_keeps_its_row(tmp_path, name, text):
    rows = find_rows(tmp_path, name, text.encode())
    assert rows and set(rows) == {3}
