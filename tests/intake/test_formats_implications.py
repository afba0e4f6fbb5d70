"""Implication grids and choices come from square tables, and what they may not be has its place."""

import csv
import random

import numpy as np
import openpyxl
import pytest

from senco.errors import DataError, MeasureError
from senco.intake.formats.implications import read_choices, read_implications
from tests.conftest import ROOT

SAMPLES = ROOT / "tests/samples/implications"


def write(folder, text, name="implications.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_marks_say_same_both_ways_and_opposite():
    reading = read_implications(SAMPLES / "marks.csv")
    expected = [[0, 1, 1, 0], [0, 0, 1, 0], [0, 1, 0, 0], [1, -1, 1, 0]]
    assert reading.grid.weights.tolist() == expected
    assert reading.notes[0].startswith("Read as 4 constructs, 7 implications: each row implies")
    assert "a change on 'calm – hurried' would bring one on 'kind – cold'" in reading.notes[0]


def test_weights_are_divided_and_a_blank_beside_noughts_is_unanswered():
    reading = read_implications(SAMPLES / "weights.csv", strongest=3)
    assert reading.grid.weights[0].tolist() == pytest.approx([0, 2 / 3, 1 / 3, 0])
    assert np.isnan(reading.grid.weights[1, 3])
    assert reading.notes[-1].startswith("1 cell is blank: treated as not answered")


def test_a_weighted_grids_sheet_is_weighed():
    reading = read_implications(SAMPLES / "wimp.csv")
    assert reading.grid.constructs == ("calm – hurried", "kind – cold", "fair – unfair")
    assert reading.grid.weights[0].tolist() == [0, -1, 0]
    assert reading.grid.own.tolist() == [-0.5, 0.5, 0] and reading.grid.ideal.tolist() == [-1] * 3


def test_columns_may_imply_rows_and_stand_in_another_order(tmp_path):
    text = ",kind,calm\ncalm,x,\nkind,,\n"
    assert read_implications(write(tmp_path, text)).grid.weights.tolist() == [[0, 1], [0, 0]]
    turned = read_implications(write(tmp_path, text), columns_imply=True)
    assert turned.grid.weights.tolist() == [[0, 0], [1, 0]]
    assert "each column implies its rows" in turned.notes[0]


NAMES = ["calm – hurried", "kind", "fair, or so", "open"]
ROWS = [[0, 1, 1, 0], [0, 0, 1, 0], [0, 1, 0, 0], [1, -1, 1, 0]]


def vary(seed):
    """One table in one of the ways in which people write it."""
    draw = random.Random(seed)
    yes, no = draw.choice([("x", ""), ("X", ""), ("1", "0"), ("yes", "no"), ("✓", ""), ("+", "")])
    opposite = draw.choice(["-1", "-"]) if yes in ("1", "+") else "-"
    words = {1: yes, 0: no, -1: opposite}
    order = draw.sample(range(4), 4)
    head = draw.choice(["", "construct"])
    rows = [[head, *(NAMES[j].upper() if seed % 2 else NAMES[j] for j in order), ""]]
    for i, row in enumerate(ROWS):
        cells = [draw.choice(["", words[0], "–"]) if i == j else words[row[j]] for j in order]
        rows.append([f" {NAMES[i]} ", *cells, ""])
    return rows, draw.choice([",", ";", "\t"]), draw.choice(["utf-8", "utf-8-sig", "utf-16"])


@pytest.mark.parametrize("seed", range(12))
def test_however_it_is_written_the_same_is_read(tmp_path, seed):
    rows, separator, encoding = vary(seed)
    path = tmp_path / ("a.xlsx" if seed % 3 == 0 else "a.csv")
    if seed % 3 == 0:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([cell or None for cell in row])
        book.save(path)
    else:
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=separator).writerows(rows)
    grid = read_implications(path).grid
    assert grid.constructs == tuple(NAMES) and grid.weights.tolist() == ROWS


def test_a_workbook_and_a_decimal_comma_are_read(tmp_path):
    book = openpyxl.Workbook()
    for row in [("", "calm", "kind"), ("calm", None, 0.5), ("kind", 1, "x")]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    reading = read_implications(tmp_path / "a.xlsx")
    assert reading.grid.weights.tolist() == [[0, 0.5], [1, 0]]
    assert reading.notes[-1].startswith("Marks on the diagonal are ignored")
    comma = read_implications(write(tmp_path, ";calm;kind\ncalm;;0,5\nkind;-0,5;\n"))
    assert comma.grid.weights.tolist() == [[0, 0.5], [-0.5, 0]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (",a,b\na,,maybe\nb,,\n", r"row 2, column b: found 'maybe'.*x, 1, yes"),
        (",a,b\na,,2\nb,3,\n", r"row 2, column b: found '2'.*If 3 is.*--strongest 3"),
        (",a,b\na,,x\nc,,\n", r"row 3: found 'c', which heads no column"),
        (",a,b\na,,x\n", r"column b: found 'b', which heads no row"),
        (",a,b\na,,x\n,,\nb,,\na,x,\n", r"'a' again"),
        (",a\na,\n", "found 1 construct"),
        ("1,x,y,ideal,5\na,1,2,3,b\nc,1,,3,d\n", r"row 3, column y: found nothing.*present self"),
        ("1,x,y,ideal,5\na,1,9,3,b\nc,1,2,3,d\n", r"row 2, column y: found '9'.*from 1 to 5"),
        ("5,x,y,ideal,1\na,1,2,3,b\nc,1,2,3,d\n", "found 5 and 1"),
        ("1,x,ideal,5\na,1,2,b\nc,1,2,d\n", "three columns more than rows"),
        ("1,x,y,ideal,5\na,1,2,3,b\na,1,2,3,b\n", "each construct once"),
    ],
)
def test_what_is_no_implication_has_its_place(tmp_path, text, words):
    with pytest.raises(DataError, match=words):
        read_implications(write(tmp_path, text))


def test_a_repertory_grid_is_not_taken_for_one_in_silence(tmp_path):
    text = "1,me,Ann,Bob,5\ncalm,1,2,3,hurried\nnew,1,2,3,old\n"
    note = read_implications(write(tmp_path, text)).notes[0]
    assert note.endswith("it is a repertory grid: use senco grid.")
    assert not read_implications(SAMPLES / "wimp.csv").notes[0].endswith("use senco grid.")
    with pytest.raises(DataError, match="For a repertory grid, use senco grid"):
        read_implications(write(tmp_path, "who,me,Ann\ncalm,1,1\nnew,0,1\n"))


def test_too_many_constructs_are_refused(tmp_path):
    names = [f"c{i}" for i in range(101)]
    text = "\n".join([",".join(["", *names]), *(name + "," * 101 for name in names)])
    with pytest.raises(DataError, match="2 to 100 constructs"):
        read_implications(write(tmp_path, text))


def test_pairs_and_a_square_of_choices():
    pairs = read_choices(SAMPLES / "pairs.csv")
    assert pairs.choices.resisted[0, 1:].tolist() == [0, 0, 1]
    assert pairs.notes == ("Read as 4 constructs: 6 of 6 pairs were answered.",)
    square = read_choices(SAMPLES / "choices.csv").choices
    assert square.resisted[1, 2] == 0.5 and square.resisted[1, 0] == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("first,second,kept\na,b,c\n", "found 'c' as the construct kept"),
        ("first,second,kept\na,a,a\n", "1 construct"),
        ("first,second,kept\na,b,a\nb,b,b\n", "row 3: found one construct"),
        ("first,second,kept\na,b,a\nb,a,b\n", "row 3: found the same pair with another answer"),
        (",a,b\na,,1\nb,1,\n", "contradicts the cell across the diagonal"),
        (",a,b\na,,2\nb,,\n", r"row 2, column b: found '2'"),
    ],
)
def test_what_is_no_choice_has_its_place(tmp_path, text, words):
    with pytest.raises((DataError, MeasureError), match=words):
        read_choices(write(tmp_path, text))
