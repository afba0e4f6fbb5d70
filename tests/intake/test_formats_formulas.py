"""A formula without its result is refused by sheet and cell, whoever reads the workbook."""

import re
import zipfile

import openpyxl
import pytest

from senco.errors import DataError
from senco.intake.formats.codings import load_codings
from senco.intake.formats.grids import read_grids
from senco.intake.formats.qda import taguette
from senco.intake.formats.rankings import load_rankings
from senco.intake.formats.workbook import read_workbook

RANKS = [["participant", "play", "rest"], ["S1", 1, 2], ["S2", 2, "=3-B3"]]
GRID = [[1, "me", "Ann", 5], ["calm", 2, "=B2+1", "hurried"], ["new", 1, 4, "old"]]
CODINGS = [["segment", "code", "coder"], ["s1", "time", "a"], ["s1", '="ti"&"me"', "b"]]
HIGHLIGHTS = [["id", "document", "tag", "content"], ["1", "P1.docx", '="ti"&"me"', "no time"]]


def save(path, rows):
    """What openpyxl writes of a formula holds no result, as Excel's files do."""
    book = openpyxl.Workbook()
    book.active.title = "May"
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def rewrite(path, change):
    """Change the first sheet's XML."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = change(parts[name].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def solve(path, result):
    """Put in the results, as Excel does when it saves."""
    put = lambda xml: re.sub(r"</f><v ?/>|</f><v></v>", f"</f><v>{result}</v>", xml)  # noqa: E731
    return rewrite(path, put)


@pytest.mark.parametrize(
    ("rows", "read", "place"),
    [
        (RANKS, load_rankings, "sheet May, row 3, column C"),
        (GRID, read_grids, "sheet May, row 2, column C"),
        (CODINGS, load_codings, "sheet May, row 3, column B"),
    ],
)
def test_a_formula_without_its_result_is_no_blank_cell(tmp_path, rows, read, place):
    with pytest.raises(DataError) as raised:
        read(save(tmp_path / "P1.xlsx", rows))
    told = str(raised.value)
    assert f"P1.xlsx, {place}: found a formula without its result ('=" in told
    assert "allowed: a value" in told and "save it there" in told


def test_senco_import_and_taguettes_reader_refuse_it_too(tmp_path):
    finding = read_workbook(save(tmp_path / "a.xlsx", RANKS), "a.xlsx").findings[0]
    assert (finding.row, finding.column, "the formula '=3-B3'" in finding.found) == (
        3,
        "rest",
        True,
    )
    with pytest.raises(DataError, match="row 2, column C: found a formula without its result"):
        taguette.load_highlights(save(tmp_path / "b.xlsx", HIGHLIGHTS))


def test_a_formula_with_its_result_is_read_as_the_result(tmp_path):
    ranks = load_rankings(solve(save(tmp_path / "a.xlsx", RANKS), 1))
    assert ranks.to_numpy().tolist() == [[1, 2], [2, 1]]
    grid = read_grids(solve(save(tmp_path / "b.xlsx", GRID), 3))[0].grid
    assert grid.ratings.tolist() == [[2, 3], [1, 4]]


def test_a_formula_of_a_sheet_that_is_not_read_is_passed_over(tmp_path):
    path = tmp_path / "a.xlsx"
    save(path, [row[:] for row in RANKS[:2]] + [["S2", 2, 1]])
    book = openpyxl.load_workbook(path)
    book.create_sheet("Sums").append(["=1+1"])
    book.save(path)
    assert load_rankings(path).shape == (2, 2)


def test_a_formula_is_found_whatever_prefix_its_program_gives_it(tmp_path):
    def prefix(xml):
        xml = xml.replace('<worksheet xmlns="', '<worksheet xmlns:x="')
        return re.sub(r"<(/?)(?!\?)(?=\w)", r"<\1x:", xml)

    path = rewrite(save(tmp_path / "a.xlsx", RANKS), prefix)
    with pytest.raises(DataError, match="row 3, column C: found a formula without its result"):
        load_rankings(path)


def test_what_a_sheet_claims_of_its_size_does_not_cut_it(tmp_path):
    def claim(xml):
        return re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:B2"', xml)

    rows = [["participant", "play", "rest"], ["S1", 1, 2], ["S2", 2, 1]]
    table = load_rankings(rewrite(save(tmp_path / "a.xlsx", rows), claim))
    assert table.to_numpy().tolist() == [[1, 2], [2, 1]]
    book = rewrite(save(tmp_path / "b.xlsx", [GRID[0], ["calm", 2, 5, "hurried"]]), claim)
    assert read_grids(book)[0].grid.ratings.tolist() == [[2, 5]]


def test_a_cell_far_to_the_right_is_refused_and_not_dropped(tmp_path):
    rows = [["participant", "play", "rest"], ["S1", 1, 2], ["S2", 2, 1]]
    path = save(tmp_path / "a.xlsx", rows)
    book = openpyxl.load_workbook(path)
    book.active.cell(3, 1500, 1)
    book.save(path)
    with pytest.raises(DataError, match="row 3, column BER: found a filled cell far from"):
        load_rankings(path)
