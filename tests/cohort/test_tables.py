"""Each cell of a table says one thing or nothing, whoever reads it."""

import datetime

import pytest

from senco.cohort.tables import read_cell, read_table, type_cells


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0.5", "number", 0.5),
        (" 5\u00a0", "number", 5.0),
        ("-1e-3", "number", -0.001),
        (".5", "number", 0.5),
        ("1e400", "number", None),  # no number that a computer holds
        ("1,5", "number", None),
        ("1_0", "number", None),  # Python's own way of writing ten
        ("nan", "number", None),
        ("INF", "number", None),
        ("0x1", "number", None),
        ("٣", "number", None),  # a digit, but of another script
        ("7", "integer", 7),
        (" 7", "integer", 7),
        ("7.0", "integer", None),
        ("9007199254740991", "integer", 2**53 - 1),
        ("9007199254740992", "integer", None),  # beyond, not every whole number can be told apart
        ("2017-06-30", "date", datetime.date(2017, 6, 30)),
        (" 2017-06-30", "date", None),  # no other reader of the contract takes it
        ("2017-6-3", "date", None),
        ("2017-02-30", "date", None),
        ("30/06/17", "date", None),
        ("TRUE", "boolean", True),
        ("0", "boolean", False),
        ("tRUE", "boolean", None),
        ("true ", "boolean", None),
        ("yes", "boolean", None),
        (" a ", "string", " a "),
        ("", "string", None),
        ("  ", "number", None),
    ],
)
def test_a_cell_is_what_it_says_in_plain_writing_or_nothing(text, kind, value):
    assert read_cell(text, kind) == value


def test_rows_are_numbered_as_a_spreadsheet_does_and_ends_are_filled():
    table, findings = read_table(b'\xef\xbb\xbfa,b\r\n1,"x\r\ny"\r\n2\r\n3,4,5\r\n', "t.csv")
    assert findings == []
    assert table.cells.index.tolist() == [2, 3, 4]
    assert table.columns == {"a": ["1", "2", "3"], "b": ["x\r\ny", "", "4"]}
    assert [len(row) for row in table.rows] == [2, 1, 3]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b"\n1\n", "an empty file"),
        ("a,\u00e9\n".encode("latin-1"), "bytes that are not UTF-8"),
        (b"a\n" + b"," * 500, "501 columns"),
        (b"a" + b"\n" * (2**20 + 1), "over 1,048,576 rows"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(content, found):
    table, (finding,) = read_table(content, "t.csv")
    assert table is None and finding.found.startswith(found)


def test_the_types_are_those_of_the_contract_whatever_the_file_lacks():
    fields = [("s", "string"), ("n", "number"), ("i", "integer"), ("b", "boolean"), ("d", "date")]
    resource = {"schema": {"fields": [{"name": name, "type": kind} for name, kind in fields]}}
    table, _ = read_table(b"n,s,d\n1,x,2017-06-30\n,,\nbad,y,bad\n", "t.csv")
    typed = type_cells(table, resource)
    assert {name: str(kind) for name, kind in typed.dtypes.items()} == {
        "s": "str", "n": "float64", "i": "Int64", "b": "boolean", "d": "datetime64[s]",
    }  # fmt: skip
    assert typed["n"].notna().tolist() == [True, False, False]
    assert typed["s"].notna().tolist() == [True, False, True]
    assert typed["d"].notna().tolist() == [True, False, False]
    assert typed[["i", "b"]].isna().all(axis=None)


def test_a_text_that_stands_in_many_cells_is_held_once():
    table, _ = read_table(b"a,b\nelicited,x\nelicited,elicited\n", "t.csv")
    cells = [*table.columns["a"], table.columns["b"][1]]
    assert cells == ["elicited"] * 3 and len(set(map(id, cells))) == 1
