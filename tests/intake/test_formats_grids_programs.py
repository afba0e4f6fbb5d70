"""Files of other programs: what each states, and round trips of any grid."""

import csv
import io
import string
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from senco.errors import DataError, MeasureError
from senco.intake.formats.grids import (
    format_long,
    format_openrepgrid,
    format_wide,
    read_grids,
    save_grid,
)
from senco.measures.grids import Construct, Grid

OPENREPGRID = """Anything outside the blocks is a comment.
ELEMENTS
me
Ann
END ELEMENTS
PREFERRED
left
none
END PREFERRED
CONSTRUCTS
calm : hurried
new : old : ancient
END CONSTRUCTS
RATINGS
2\t5
1 NA
END RATINGS
RANGE
1 5
END RANGE
"""

GRIDSTAT = """A title
2 3
calm - hurried
new/old
me
Ann
Bob
2 5 1
1 4 3
"""

GRIDCOR = """  2   3   5
A title
251
143
me
Ann
Bob
calm
new
hurried
old
"""

# Rep Plus counts from 0: 2 stands for 3 on a scale from 1 to 5.
REPPLUS = (
    "\ufeff\tGrid\t2#\t2\t9\tS1\tnote\t3\t2019-04-02\t03:28:16\thost\tRep Plus V1.1\tRepGrid\r"
    "C0\tR\t1\t0\t1\t1\t5\t\tcalm\thurried\t\rC1\tR\t1\t0\t1\t1\t5\t\tnew\told\t\r"
    "E0\t1\t0\t2\t4\tme\t\rE1\t1\t0\t0\t?\tAnn\t\r_Name\tS1\r"
)

# Rep IV writes ratings as they are, and no blank field before the poles.
REP_FOUR = (
    "\tGrid\t2\t2\t9\tS1\t\t1\t2\t3\tlocal\tRep IV 2.00\tRepGrid\n"
    "C0\tR\t100\t0\t1\t1\t5\tcalm\thurried\t\nC1\tR\t100\t0\t1\t1\t5\tnew\told\t\n"
    "E0\t100\t0\t1\t1\t4\t3\t5\tme\t\nE1\t100\t0\t1\t1\t4\t1\t2\tAnn\t\n"
)


def read_text(text: str, name: str = "S1.txt", **options):
    """Read the grids of a text as if it were a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text.encode())
        return read_grids(path, **options)


def test_openrepgrid():
    """Blocks in any order, comments outside, the first colon parts the poles, NA is missing."""
    (reading,) = read_text(OPENREPGRID)
    read = reading.grid
    assert read.elements == ("me", "Ann")
    assert read.constructs == (
        Construct("calm", "hurried", "left"),
        Construct("new", "old : ancient", "none"),
    )
    assert read.ratings[0].tolist() == [2, 5] and np.isnan(read.ratings[1, 1])
    assert (read.scale, reading.layout, reading.notes) == ((1, 5), "openrepgrid", ())


def test_openrepgrid_without_range():
    """The scale is then taken from the ratings, which is noted."""
    text = OPENREPGRID[: OPENREPGRID.index("RANGE")]
    (reading,) = read_text(text)
    assert reading.grid.scale == (1, 5) and "no scale" in reading.notes[0]


def test_gridstat():
    """Poles are parted by a hyphen, a stroke or a colon."""
    (reading,) = read_text(GRIDSTAT)
    assert reading.grid.constructs == (Construct("calm", "hurried"), Construct("new", "old"))
    assert reading.grid.ratings.tolist() == [[2, 5, 1], [1, 4, 3]]
    assert (reading.grid.name, reading.layout) == ("A title", "gridstat")
    assert read_text(GRIDSTAT, scale=(1, 7))[0].grid.scale == (1, 7)


def test_gridstat_of_several_grids():
    """Grids stand one after the other."""
    first, second = read_text(GRIDSTAT + "\n" + GRIDSTAT.replace("A title", "Another"))
    assert (first.grid.name, second.grid.name) == ("A title", "Another")


@pytest.mark.parametrize("word", ["NOLA", "No Labels", "nolabels", "NO LABEL"])
def test_gridstat_without_labels(word):
    """Elements and poles are then numbered, which is noted."""
    (reading,) = read_text(f"A title\n2 3\n{word}\n2 5 1\n1 4 3\n")
    assert reading.grid.elements == ("element 1", "element 2", "element 3")
    assert reading.grid.constructs[1] == Construct("left 2", "right 2")
    assert "no labels" in reading.notes[0]


def test_gridcor_and_its_order_of_poles():
    """Left poles first unless told otherwise, and a note either way."""
    (left,), (right,) = read_text(GRIDCOR), read_text(GRIDCOR, right_first=True)
    assert left.grid.constructs[0] == Construct("calm", "hurried")
    assert right.grid.constructs[0] == Construct("hurried", "calm")
    assert left.grid.ratings.tolist() == [[2, 5, 1], [1, 4, 3]]
    assert (left.grid.scale, left.layout) == ((1, 5), "gridcor")
    assert "as the left poles" in left.notes[0] and "as the right poles" in right.notes[0]


def test_repplus_counts_from_zero():
    """2 is a 3, 4 a 5 and 0 a 1; ? is open."""
    (reading,) = read_text(REPPLUS)
    read = reading.grid
    assert read.elements == ("me", "Ann")
    assert read.constructs == (Construct("calm", "hurried"), Construct("new", "old"))
    assert read.ratings[0].tolist() == [3, 1]
    assert read.ratings[1, 0] == 5 and np.isnan(read.ratings[1, 1])
    assert (read.name, read.scale, reading.layout) == ("S1", (1, 5), "repplus")


def test_repplus_bands_and_other_open_values():
    """Three tokens a pole, the label last; an open value other than ? is noted."""
    text = REPPLUS.replace("\t1\t1\t5\t\tcalm\thurried", "\t3\t1\t5\t\t0\t2\tcalm\t3\t4\thurried")
    (reading,) = read_text(text.replace("?", "~"))
    assert reading.grid.constructs[0] == Construct("calm", "hurried")
    assert reading.notes == ("The open value '~' was read as a missing rating.",)


def test_rep_four_counts_from_the_scale():
    """Ratings stand as they are."""
    (reading,) = read_text(REP_FOUR)
    assert reading.grid.ratings.tolist() == [[3, 1], [5, 2]]
    assert reading.grid.constructs[1] == Construct("new", "old")


@pytest.mark.parametrize(
    ("text", "row", "found"),
    [
        (OPENREPGRID.replace("END RANGE", ""), 18, "RANGE without its end"),
        (OPENREPGRID.replace("2\t5", "2"), 15, "1 rating"),
        (OPENREPGRID.replace("1 NA\n", ""), 15, "1 row of ratings"),
        (OPENREPGRID.replace("2\t5", "2\t6"), 15, "rating 6"),
        (OPENREPGRID.replace("none\n", ""), 7, "1 preferred poles"),
        (OPENREPGRID.replace("1 5", "1 to 5"), 19, "range '1 to 5'"),
        (OPENREPGRID.replace("calm : hurried", ":"), 11, "construct 1 without a pole"),
        (OPENREPGRID.replace("RANGE\n1 5\nEND RANGE", "ELEMENTS\nx\nEND ELEMENTS"), 18, "second"),
        (OPENREPGRID.replace("CONSTRUCTS", "POLES"), None, "no block CONSTRUCTS"),
        (GRIDSTAT.replace("new/old", "brand-new-old"), 4, "'brand-new-old'"),
        (GRIDSTAT.replace("2 5 1", "2 5"), 8, "2 ratings"),
        (GRIDSTAT.replace("1 4 3\n", ""), 8, "6 lines after the counts"),
        (GRIDSTAT + "and more\n", 10, "'and more'"),
        (GRIDSTAT.replace("Ann", "me"), 6, "'me' a second time"),
        (GRIDCOR.replace("251", "261"), 3, "rating 6"),
        (GRIDCOR.replace("251", "25"), 3, "2 ratings"),
        (GRIDCOR.replace("   5", "  12"), 1, "highest rating 12"),
        (GRIDCOR.replace("old\n", ""), 10, "10 lines"),
        (REPPLUS.replace("E1\t", "F1\t"), None, "1 line of elements"),
        (REPPLUS.replace("1\t5\t\tnew", "1\t7\t\tnew"), 3, "scale 1 to 7"),
        (REPPLUS.replace("\t2\t4\tme", "\t2\tme"), 4, "1 rating"),
        (REPPLUS.replace("\t\tcalm\thurried\t", "\t\tcalm"), 2, "without its poles"),
        (REPPLUS.replace("1\t1\t5\t\tcalm", "1\tlow\t5\t\tcalm"), 2, "without a scale"),
        (REPPLUS.replace("2#\t2", "?\t2"), None, "header without counts"),
    ],
)
def test_faults_have_their_place(text, row, found):
    """A message names the row in the file."""
    with pytest.raises(DataError) as caught:
        read_text(text)
    finding = caught.value.findings[0]
    assert finding.row == row and found in finding.found


words = st.text(string.ascii_letters + "äßøé,;\"'–()&", min_size=1, max_size=8)


@st.composite
def named_grids(draw) -> Grid:
    """Draw a grid with awkward names, missing ratings and preferred poles."""
    elements = draw(st.lists(words, min_size=2, max_size=5, unique=True))
    n_constructs = draw(st.integers(1, 4))
    preferred = st.sampled_from(["left", "right", "none", None])
    constructs = [Construct(draw(words), draw(words), draw(preferred)) for _ in range(n_constructs)]
    rating = st.one_of(st.integers(1, 5).map(float), st.just(2.75), st.just(np.nan))
    row = st.lists(rating, min_size=len(elements), max_size=len(elements))
    ratings = draw(st.lists(row, min_size=n_constructs, max_size=n_constructs))
    assume(not np.isnan(ratings).all())
    return Grid(elements, constructs, ratings, (1, 5), name="S1")


@given(named_grids())
def test_round_trip_of_a_wide_table(grid):
    """What is written is read back, names, preferred poles, missing ratings and all."""
    assert read_text(format_wide(grid), "S1.csv")[0].grid == grid


@given(named_grids())
def test_round_trip_of_a_long_table(grid):
    """Poles that stand twice make one construct there, so that only distinct ones return."""
    poles = [(c.left, c.right) for c in grid.constructs]
    if len(set(poles)) == len(poles):
        assert read_text(format_long(grid), "S1.csv")[0].grid == grid
        (reading,) = read_text(format_long([grid]), "all.csv")
        assert reading.grid == grid


@given(named_grids())
def test_round_trip_of_openrepgrid(grid):
    """The scale is written, so that nothing is guessed."""
    (reading,) = read_text(format_openrepgrid(grid), "S1.txt")
    assert reading.grid == grid and reading.notes == ()


def plain(grid: Grid) -> Grid:
    """Return the grid without preferred poles, which the format does not hold."""
    constructs = [(c.left, c.right) for c in grid.constructs]
    return Grid(grid.elements, constructs, grid.ratings, grid.scale, grid.name)


@given(named_grids())
def test_round_trip_of_columns(grid):
    """Written here as the format's description says."""
    rows = [["who", *(f"{c.left}:{c.right}" for c in grid.constructs)]]
    for element, ratings in zip(grid.elements, grid.ratings.T, strict=True):
        values = ["" if np.isnan(r) else repr(float(r)) for r in ratings]
        rows.append([element, *values])
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(rows)
    assert read_text(buffer.getvalue(), "S1.csv", scale=(1, 5))[0].grid == plain(grid)


@given(named_grids())
def test_round_trip_of_gridstat(grid):
    """Names, then ratings in rows."""
    ratings = [" ".join("?" if np.isnan(r) else f"{r:g}" for r in row) for row in grid.ratings]
    poles = [f"{c.left} - {c.right}" for c in grid.constructs]
    counts = f"{grid.n_constructs} {grid.n_elements}"
    lines = ["S1", counts, *poles, *grid.elements, *ratings]
    assert read_text("\n".join(lines), scale=(1, 5))[0].grid == plain(grid)


@given(named_grids(), st.booleans())
def test_round_trip_of_gridcor(grid, right_first):
    """Single digits only, so other ratings are taken as missing here."""
    digits = np.where(grid.ratings == 2.75, np.nan, grid.ratings)
    assume(not np.isnan(digits).all())
    whole = Grid(grid.elements, plain(grid).constructs, digits, (1, 5), "S1")
    ratings = ["".join("?" if np.isnan(r) else f"{r:g}" for r in row) for row in digits]
    blocks = [[c.left for c in whole.constructs], [c.right for c in whole.constructs]]
    first, second = reversed(blocks) if right_first else blocks
    lines = [f"{whole.n_constructs} {whole.n_elements} 5", "S1", *ratings, *whole.elements]
    text = "\n".join([*lines, *first, *second])
    assert read_text(text, right_first=right_first)[0].grid == whole


@given(named_grids())
def test_round_trip_of_repplus(grid):
    """Ratings less the lowest of the scale, lines that end in CR."""
    head = (
        f"\tGrid\t{grid.n_elements}#\t{grid.n_constructs}\t9\tS1\t\t3\t\t\t\tRep Plus V1.1\tRepGrid"
    )
    lines = [head]
    for i, c in enumerate(grid.constructs):
        lines.append(f"C{i}\tR\t1\t0\t1\t1\t5\t\t{c.left}\t{c.right}\t")
    for j, (element, ratings) in enumerate(zip(grid.elements, grid.ratings.T, strict=True)):
        values = "\t".join("?" if np.isnan(r) else f"{r - 1:g}" for r in ratings)
        lines.append(f"E{j}\t1\t0\t{values}\t{element}\t")
    assert read_text("\r".join(lines), "S1.rgrid")[0].grid == plain(grid)


def test_openrepgrid_refuses_what_it_cannot_hold():
    """A colon in a pole, a line break, an end mark."""
    for elements, poles, message in (
        (["a"], ("x: y", "z"), "contains a colon"),
        (["a\nb"], ("x", "z"), "cannot be a line"),
        (["END ELEMENTS"], ("x", "z"), "cannot be a line"),
    ):
        with pytest.raises(MeasureError, match=message):
            format_openrepgrid(Grid(elements, [poles], [[1]], (1, 5)))


@pytest.mark.parametrize("layout", ["wide", "long", "openrepgrid"])
def test_saves_a_new_file_and_replaces_none(grid, tmp_path, layout):
    """A file that is there already is kept."""
    path = tmp_path / "S1.txt"
    save_grid(grid, path, layout)
    before = path.read_bytes()
    assert read_grids(path)[0].grid.ratings.tolist() == grid.ratings.tolist()
    with pytest.raises(DataError, match="a new name"):
        save_grid(grid, path, layout)
    assert path.read_bytes() == before


def test_unknown_layout_is_refused(grid, tmp_path):
    """The message lists what is known, and nothing is written."""
    with pytest.raises(MeasureError, match="known: wide, long, openrepgrid"):
        save_grid(grid, tmp_path / "S1.txt", "tall")
    assert list(tmp_path.iterdir()) == []


def test_several_grids_in_one_long_table(grid):
    """Each goes by its name."""
    other = Grid(["a", "b"], [("x", "y")], [[1, 7]], (1, 7), name="S2")
    readings = read_text(format_long([grid, other]), "all.csv")
    assert [reading.grid.name for reading in readings] == ["S1", "S2"]
    assert readings[1].grid == other
