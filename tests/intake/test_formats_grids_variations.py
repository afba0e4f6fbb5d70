"""The same grid in every format, as five machines would write it; and out again."""

import csv
import io
from dataclasses import dataclass

import numpy as np
import openpyxl
import pandas as pd
import pytest

from senco.errors import DataError, MeasureError
from senco.intake.formats.grids import read_grids, save_grids
from senco.measures.grids import Construct, Grid

ELEMENTS = ("ich früher", "Mutter", "Chefin", "mein Ideal")
POLES = (("fröhlich", "grüblerisch"), ("plant", "wurstelt"), ("hört zu", "redet"))
RATINGS = np.array([[2, 5, np.nan, 1], [4, 1, 2, 2], [np.nan, 3, 5, 1]])
GRID = Grid(ELEMENTS, POLES, RATINGS, (1, 5), "P1")


@dataclass(frozen=True)
class Machine:
    """How a program on some machine writes: encoding, separator, ends of lines, missing ones."""

    encoding: str
    separator: str
    end: str
    missing: str


MACHINES = {
    "a web page": Machine("utf-8", ",", "\n", ""),
    "Excel here": Machine("utf-8-sig", ",", "\r\n", "-"),
    "Excel in Germany": Machine("cp1252", ";", "\r\n", "NA"),
    "Excel as Unicode text": Machine("utf-16", "\t", "\r\n", "?"),
    "an old Mac": Machine("mac_roman", ";", "\r", "n/a"),
}


def rate(machine: Machine, mark: str | None = None):
    missing = machine.missing if mark is None else mark
    return [[missing if np.isnan(r) else f"{r:g}" for r in row] for row in RATINGS]


def lay_out(rows, machine: Machine) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=machine.separator, lineterminator=machine.end).writerows(rows)
    return stream.getvalue()


def wide(m: Machine) -> str:
    body = [[a, *row, b] for (a, b), row in zip(POLES, rate(m), strict=True)]
    return lay_out([[1, *ELEMENTS, 5], *body], m)


def headed(m: Machine) -> str:
    body = [[i, a, *row, b] for i, ((a, b), row) in enumerate(zip(POLES, rate(m), strict=True), 1)]
    return lay_out([["Nr.", "Emergent pole (1)", *ELEMENTS, "Contrast pole (5)"], *body], m)


def titled(m: Machine) -> str:
    body = [[f"{a} – {b}", *row] for (a, b), row in zip(POLES, rate(m), strict=True)]
    head = [["Drittes Gespräch"], ["Skala: 1 bis 5"], [], ["Konstrukt", *ELEMENTS]]
    return lay_out([*head, *body], m)


def elements_in_rows(m: Machine) -> str:
    rows = zip(ELEMENTS, *rate(m), strict=True)
    return lay_out([["", *(f"{a} - {b}" for a, b in POLES)], *rows, [], ["Scale: 1-5"]], m)


def long(m: Machine) -> str:
    cells = [
        [element, a, b, rating, 1, 5]
        for (a, b), row in zip(POLES, rate(m), strict=True)
        for element, rating in zip(ELEMENTS, row, strict=True)
    ]
    return lay_out([["element", "left_pole", "right_pole", "rating", "rmin", "rmax"], *cells], m)


def repgrid(m: Machine) -> str:
    body = [[a, b, *row] for (a, b), row in zip(POLES, rate(m), strict=True)]
    return lay_out([["Name", "P1"], ["Range", 1, 5], ["Grid", *ELEMENTS], *body], m)


def openrepgrid(m: Machine) -> str:
    rows = [" ".join(row) for row in rate(m, m.missing or "NA")]
    blocks = {
        "ELEMENTS": ELEMENTS,
        "CONSTRUCTS": [f"{a} : {b}" for a, b in POLES],
        "RATINGS": rows,
        "RANGE": ["1 5"],
    }
    lines = [line for tag, part in blocks.items() for line in (tag, *part, f"END {tag}", "")]
    return m.end.join(lines)


def gridstat(m: Machine) -> str:
    names = [*(f"{a} - {b}" for a, b in POLES), *ELEMENTS]
    lines = ["P1", "3 4", *names, *(" ".join(row) for row in rate(m, m.missing or "?"))]
    return m.end.join(lines)


def gridcor(m: Machine) -> str:
    rows = ["".join(row) for row in rate(m, "?")]
    lines = [" 3 4 5", "P1", *rows, *ELEMENTS, *(a for a, _ in POLES), *(b for _, b in POLES)]
    return m.end.join(lines)


def basic(m: Machine) -> str:
    sign = "," if m.separator == "," else ""
    rows = [sign.join(row) for row in rate(m, "?")]
    lines = ["4,3,1,5", "P1", *rows, *(pole for pair in POLES for pole in pair), *ELEMENTS]
    return m.end.join(lines)


def rep_plus(m: Machine) -> str:
    lines = ["\tGrid\t4#\t3\t12\tP1\t\t3\t\t\t\tRep Plus V1.1\tRepGrid"]
    lines += [f"C{i}\tR\t1\t0\t1\t1\t5\t\t{a}\t{b}\t" for i, (a, b) in enumerate(POLES)]
    for j, element in enumerate(ELEMENTS):
        ratings = ["?" if np.isnan(r) else f"{r - 1:g}" for r in RATINGS[:, j]]
        lines.append("\t".join([f"E{j}", "1", "0", *ratings, element, ""]))
    return m.end.join(lines)


KINDS = [wide, headed, titled, elements_in_rows, long, repgrid, openrepgrid, gridstat, gridcor]
KINDS += [basic, rep_plus]


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_machine_s_file_gives_the_same_grid(tmp_path, kind, machine):
    how = MACHINES[machine]
    path = tmp_path / "P1.csv"
    text = kind(how)
    if kind is titled and how.encoding == "mac_roman":
        text = text.replace(" – ", " - ")
    path.write_bytes(text.encode(how.encoding))
    scale = (1, 5) if kind is gridstat else None
    (reading,) = read_grids(path, scale=scale)
    assert reading.grid == GRID
    said = any("was read as" in note and "text" in note for note in reading.notes)
    assert said == (not how.encoding.startswith("utf-8"))


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".txt", ".rgrid"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_was_read_is_saved_and_read_again(tmp_path, kind, ending):
    (tmp_path / "in.csv").write_text(kind(MACHINES["a web page"]), encoding="utf-8", newline="")
    scale = (1, 5) if kind is gridstat else None
    grid = read_grids(tmp_path / "in.csv", scale=scale)[0].grid
    path = tmp_path / "out" / f"{grid.name}{ending}"
    path.parent.mkdir()
    assert save_grids([grid], path) == ()
    (again,) = read_grids(path)
    assert again.grid == grid and again.notes == ()


def list_awkward() -> list[Grid]:
    poles = [Construct("=1+1", "- none", "left"), Construct("x", "", "none"), Construct("u", "v")]
    one = Grid(["1", "@b", "c"], poles, [[1, 2.5, np.nan], [0, 7, 3], [1, 1, 1]], (0, 7), "a/b")
    return [one, Grid(["1", "y"], [("p", "q")], [[-3, 3]], (-3, 3), "a/b")]


def test_a_workbook_is_opened_by_pandas_and_no_text_is_a_formula(tmp_path):
    path = tmp_path / "all.xlsx"
    save_grids(list_awkward(), path)
    sheets = pd.read_excel(path, sheet_name=None, header=None)
    assert list(sheets) == ["a b", "a b (2)"]
    first = sheets["a b"]
    assert [*map(str, first.iloc[0])] == ["0", "1", "@b", "c", "7", "preferred_pole"]
    assert first.iloc[1, [0, 1, 2, 4, 5]].tolist() == ["=1+1", 1, 2.5, "- none", "left"]
    assert pd.isna(first.iloc[1, 3])
    book = openpyxl.load_workbook(path)
    assert "f" not in {cell.data_type for row in book["a b"].iter_rows() for cell in row}
    for reading, grid in zip(read_grids(path), list_awkward(), strict=True):
        assert reading.grid.ratings.tolist()[1:] == grid.ratings.tolist()[1:]
        assert reading.grid.constructs == grid.constructs and reading.grid.scale == grid.scale


def test_openrepgrid_s_text_has_the_blocks_that_its_manual_names(tmp_path):
    """Parsed as importTxt's help describes it: tags, one colon a construct, blanks, NA."""
    save_grids([GRID], tmp_path / "P1.txt")
    lines = (tmp_path / "P1.txt").read_text(encoding="utf-8").splitlines()

    def block(tag):
        return lines[lines.index(tag) + 1 : lines.index(f"END {tag}")]

    assert tuple(block("ELEMENTS")) == ELEMENTS
    assert tuple(tuple(line.split(" : ")) for line in block("CONSTRUCTS")) == POLES
    ratings = [
        [float(word.replace("NA", "nan")) for word in row.split()] for row in block("RATINGS")
    ]
    np.testing.assert_array_equal(ratings, RATINGS)
    assert block("RANGE") == ["1 5"]


def test_several_grids_go_into_sheets_or_one_long_table(tmp_path):
    plain = [Grid(one.elements, POLES[:1], [[1, 2, 3, 4]], (1, 5), "P1") for one in (GRID, GRID)]
    save_grids(plain, tmp_path / "all.csv")
    table = pd.read_csv(tmp_path / "all.csv")
    assert table["grid"].unique().tolist() == ["P1", "P1, grid 2"]
    assert [one.grid.ratings.tolist() for one in read_grids(tmp_path / "all.csv")] == [
        [[1, 2, 3, 4]]
    ] * 2
    with pytest.raises(MeasureError, match=r"would hold 2 grids.*save them as .xlsx or .csv"):
        save_grids(plain, tmp_path / "all.txt")
    with pytest.raises(DataError, match="a new name"):
        save_grids(plain, tmp_path / "all.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.csv"]


def test_what_a_format_does_not_hold_is_refused_or_said(tmp_path):
    first = list_awkward()[0]
    with pytest.raises(MeasureError, match=r"would be a formula.*save the grid as .xlsx"):
        save_grids([first], tmp_path / "a.csv")
    with pytest.raises(
        MeasureError, match=r"cannot be saved as '.dat': the name must end in one of .xlsx"
    ):
        save_grids([first], tmp_path / "a.dat")
    with pytest.raises(DataError, match="no such folder"):
        save_grids([first], tmp_path / "none" / "a.xlsx")
    with pytest.raises(MeasureError, match="contains a tab"):
        save_grids([Grid(["a\tb"], [("x", "y")], [[1]], (1, 5))], tmp_path / "a.rgrid")
    with pytest.raises(MeasureError, match="no workbook can"):
        save_grids([Grid(["a\x01b"], [("x", "y")], [[1]], (1, 5))], tmp_path / "a.xlsx")
    assert save_grids([first.supply(self_element="1")], tmp_path / "a.rgrid") == (
        "Such a file cannot keep which elements are the self and the ideal, and the overall "
        "construct.",
        "Such a file cannot keep preferred poles.",
    )
