"""Rank tables are read as they were meant, or refused with the place and the remedy."""

from __future__ import annotations

import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from senco.errors import DataError
from senco.intake.formats import rankings as reader
from senco.intake.formats import spreadsheet, tabular
from senco.intake.formats.rankings import layouts
from senco.measures.rankings import summary

EXPECTED = pd.DataFrame(
    [[1, 2.5, 2.5], [2, 1, np.nan]],
    index=["S1", "S2"],
    columns=["play", "rest", "naïveté"],
    dtype=float,
)
WIDE = "participant,play,rest,naïveté\nS1,1,2.5,2.5\nS2,2,1,\n"
LONG = "participant,construct,rank\nS1,play,1\nS1,rest,2.5\nS1,naïveté,2.5\nS2,play,2\nS2,rest,1\n"


def write(tmp_path, text: str, encoding: str = "utf-8", name: str = "ranks.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def check(table: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(table, EXPECTED, check_names=False)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WIDE, "utf-8"),
        (WIDE, "utf-8-sig"),
        (WIDE, "cp1252"),
        (WIDE, "utf-16"),
        ("sep=;\n" + WIDE.replace(",", ";"), "utf-8"),
        (WIDE.replace(",", "|"), "utf-8"),
        (WIDE.replace("\n", "\r"), "utf-8"),
        (WIDE.replace("\n", ",,\n"), "utf-8"),
        (",,,\n" + WIDE, "utf-8"),
        (WIDE.replace("\n", "\r\n"), "utf-8"),
        (WIDE.replace(",", ";").replace("2.5", "2,5"), "utf-8"),
        (WIDE.replace("2.5", '"2,5"'), "utf-8"),
        (WIDE.replace(",", "\t").replace("2.5", "2,5"), "cp1252"),
        (WIDE.replace("participant", ""), "utf-8"),
        (WIDE.replace("participant", "SENCO code"), "utf-8"),
        (WIDE.replace("1,\n", "1,NA\n"), "utf-8"),
        ("\n" + WIDE.replace("S2", "\nS2") + "\n\n", "utf-8"),
        (LONG, "utf-8"),
        (LONG.replace("construct", "Item").replace("participant", "Rater"), "utf-8-sig"),
        (LONG + "S2,naïveté,\n", "utf-8"),
    ],
)
def test_one_table_in_many_spellings_is_read_as_one(tmp_path, text, encoding):
    """Encodings, separators, decimal signs, blanks, wide and long give the same ranks."""
    check(reader.load_rankings(write(tmp_path, text, encoding)))


@pytest.mark.parametrize("shape", ["wide", "long"])
def test_a_workbook_is_read_like_a_csv(tmp_path, shape):
    """Numbers, a text number with a decimal comma and empty cells come out the same."""
    book = openpyxl.Workbook()
    lines = (WIDE if shape == "wide" else LONG).splitlines()
    for line in lines:
        cells = [float(c) if c.replace(".", "").isdigit() else c or None for c in line.split(",")]
        book.active.append([c if c != 2.5 else "2,5" for c in cells])
    book.save(tmp_path / "ranks.xlsx")
    check(reader.load_rankings(tmp_path / "ranks.xlsx"))


def test_a_table_without_names_keeps_every_column(tmp_path):
    """Where all columns hold ranks none is taken for names; rankers are called by their row."""
    table = reader.load_rankings(write(tmp_path, "play,rest\n1,2\n2,1\n"))
    assert table.columns.tolist() == ["play", "rest"]
    assert table.index.tolist() == ["row 2", "row 3"]


@pytest.mark.parametrize("heading", layouts.RANKER_HEADINGS)
def test_numbers_under_a_rankers_heading_are_names(tmp_path, heading):
    """Rankers may be numbered: the heading decides that the column holds no ranks."""
    table = reader.load_rankings(write(tmp_path, f"{heading.title()},play,rest\n1,1,2\n2,2,1\n"))
    assert (table.index.tolist(), table.columns.tolist()) == (["1", "2"], ["play", "rest"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "an empty file"),
        ("\n\n", "an empty file"),
        ("participant,play\n", "no rows of data"),
        ("participant\nS1\n", "no column of ranks"),
        (WIDE.replace("S1,1", "S1,first"), "row 2, column play: found 'first'"),
        (WIDE.replace("S1,1", "S1,inf"), "row 2, column play: found 'inf'"),
        (WIDE.replace("S1,1", "S1,1.2.3"), "found '1.2.3'"),
        (
            WIDE.replace("S2", "S1"),
            "row 3, column participant: found 'S1', which is already in row 2",
        ),
        (WIDE.replace("S2", ""), "row 3, column participant: found no name"),
        (WIDE.replace("rest", "Play"), "the heading 'Play' beside 'play'"),
        (WIDE.replace("rest", ""), "no heading over column 3"),
        (WIDE.replace("S2,2", "S2,2,9"), "row 3: found 5 cells; allowed: at most as many cells"),
        (WIDE.replace("S2,", '"S2,'), "row 3: found a cell that cannot be read"),
        (WIDE + "S3,\0,1,2\n", "row 4: found a zero byte"),
        (LONG + "S1,play,3\n", "row 7: found a second rank of 'play' by 'S1'"),
        (LONG.replace("S2,rest", "S2,Rest"), "Did you mean 'rest'?"),
        (LONG.replace("S2,rest,1", "S2,,1"), "row 6, column construct: found no name"),
        (LONG.replace("S2,rest,1", "S2,rest,low"), "row 6, column rank: found 'low'"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path, text, words):
    """The message names the file, and the row and column where there is one."""
    with pytest.raises(DataError) as caught:
        reader.load_rankings(write(tmp_path, text))
    assert words in str(caught.value)
    assert "ranks.csv" in str(caught.value)


def test_every_row_with_a_cell_too_many_is_named(tmp_path):
    """No cell is dropped in silence, also where all rows have one more."""
    path = write(tmp_path, WIDE.replace("S1,1,2.5,2.5\nS2,2,1,", "S1,1,2.5,2.5,4\nS2,2,1,3,4"))
    with pytest.raises(DataError, match="as many cells") as caught:
        reader.load_rankings(path)
    assert [finding.row for finding in caught.value.findings] == [2, 3]


def test_a_heading_may_run_over_two_lines(tmp_path):
    """A spreadsheet's line break within a heading is kept, and rows are counted as it does."""
    path = write(tmp_path, WIDE.replace("rest", '"rest\nand quiet"').replace("S2,2", "S2,two"))
    with pytest.raises(DataError, match="row 3, column play: found 'two'"):
        reader.load_rankings(path)


def test_an_unknown_item_is_refused_with_the_nearest_known(tmp_path):
    """With the cohort's items given, a misspelling is answered with a question."""
    with pytest.raises(DataError, match="Did you mean 'naïveté'"):
        reader.load_rankings(
            write(tmp_path, WIDE.replace("naïveté", "naivete")), items=["play", "rest", "naïveté"]
        )


def test_a_missing_file_is_answered_with_its_neighbour(tmp_path):
    """A slip in the file's name finds the file that was meant."""
    write(tmp_path, WIDE)
    with pytest.raises(DataError, match=r"Did you mean 'ranks\.csv'"):
        reader.load_rankings(tmp_path / "rank.csv")


@pytest.mark.parametrize("name", ["ranks.ods", "ranks"])
def test_other_kinds_of_file_are_refused(tmp_path, name):
    """Only CSV and .xlsx are read, by their ending."""
    with pytest.raises(DataError, match="CSV or Excel"):
        reader.load_rankings(write(tmp_path, WIDE, name=name))


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    """Text under the ending .xlsx is told, without a traceback."""
    with pytest.raises(DataError, match=r"not an \.xlsx workbook"):
        reader.load_rankings(write(tmp_path, WIDE, name="ranks.xlsx"))


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    """The unpacked size is looked at before anything is unpacked."""
    monkeypatch.setattr(spreadsheet, "MAXIMUM_UNPACKED_BYTES", 1_000)
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * 2_000)
    with pytest.raises(DataError, match="unpacks to 2,000 bytes"):
        reader.load_rankings(tmp_path / "bomb.xlsx")


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("LARGEST_FILE", 10, "a larger file"),
        ("LARGEST_ROWS", 1, "more rows"),
        ("LARGEST_COLUMNS", 2, "4 columns"),
    ],
)
def test_sizes_are_bounded(tmp_path, monkeypatch, limit, value, words):
    """Bytes, rows and columns each have a limit."""
    monkeypatch.setattr(tabular, limit, value)
    with pytest.raises(DataError, match=words):
        reader.load_rankings(write(tmp_path, WIDE))


def test_a_file_goes_to_its_summary_in_two_lines(tmp_path):
    """What the command line does: read, then summarise."""
    table = reader.load_rankings(write(tmp_path, WIDE))
    found = summary(table)
    assert (found["n"], found["k"]) == (2, 3)
    assert found["items"][0]["mean"] == 1.5
