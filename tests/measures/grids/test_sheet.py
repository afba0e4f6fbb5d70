"""The sheet shows what the battery holds, and says what it does not."""

import pytest

from senco.measures.grids import Grid, analyse_grid, format_sheet


def test_display_is_the_clustered_grid():
    """x–y and s–t say the same the other way round: one is turned, and they stand together."""
    ratings = [[1, 2, 5], [3, 5, 1], [5, 4, 1]]
    grid = Grid("abc", [("x", "y"), ("u", "v"), ("s", "t")], ratings, (1, 5), name="S1")
    lines = format_sheet(grid).splitlines()
    order = analyse_grid(grid)["clusters"]["element_order"]
    assert lines[0] == "S1: 3 constructs, 3 elements, scale 1 to 5"
    assert lines[2].split() == [str(j + 1) for j in order]
    shown = {(line.split()[0], line.split()[-1]) for line in lines[3:6]}
    assert {frozenset(pair) for pair in shown} == {
        frozenset("xy"), frozenset("uv"), frozenset("st")
    }  # fmt: skip
    rated = {line.split()[0]: [float(r) for r in line.split()[1:-1]] for line in lines[3:6]}
    plain = {
        "x": [1, 2, 5],
        "u": [3, 5, 1],
        "s": [5, 4, 1],
        "y": [5, 4, 1],
        "v": [3, 1, 5],
        "t": [1, 2, 5],
    }
    for pole, ratings in rated.items():
        assert ratings == [plain[pole][j] for j in order]


def test_indices_and_similarities(grid):
    """Values as `analyse_grid` gives them, to three digits; a reversed construct has its poles
    exchanged."""
    text = format_sheet(grid)
    assert "ratings at the ends of the scale                 0.500" in text
    assert "conflict (Bell)                                  0.333" in text
    assert "implicative dilemmas, number of pairs                0" in text
    assert "0.500 H  fancy – plain  (poles exchanged)" in text
    assert "equal similarities sharing the best rank" in text
    assert "Not complete" not in text


def test_pvaff_is_told_without_the_overall_construct_as_well():
    # centred (-2, 2, 0, 0) and (0, 0, -1, 1): 8 of 10; with the overall one, as the first, 16 of 18
    poles = [("warm", "cold"), ("near", "far"), ("effective", "less effective")]
    ratings = [[1, 5, 3, 3], [3, 3, 2, 4], [1, 5, 3, 3]]
    text = format_sheet(Grid("abcd", poles, ratings, (1, 5), overall="effective"))
    assert "variance of the first component (PVAFF)          0.889" in text
    assert "PVAFF without the overall construct              0.800" in text
    assert "PVAFF without" not in format_sheet(Grid("abcd", poles, ratings, (1, 5)))
    alone = format_sheet(Grid("abcd", poles[2:], ratings[2:], (1, 5), overall="effective"))
    assert "PVAFF without the overall construct        not defined" in alone


def test_gaps_and_notes(flat, holed):
    """A dot for a missing rating, the reason for what is not defined, and the reader's notes."""
    text = format_sheet(flat, ["The file states no scale."])
    assert "Note: The file states no scale." in text
    assert "implicative dilemmas, number of pairs      not defined" in text
    assert "Incomplete: dilemmas: name the self and the ideal element of the grid first." in text
    assert " ." in format_sheet(holed).split("Elements")[0]


@pytest.mark.parametrize("name", ["S1", ""])
def test_a_grid_that_cannot_be_clustered_is_shown_as_it_is(name):
    """A single construct keeps its order."""
    text = format_sheet(Grid("ab", [("calm", "hurried")], [[2, 4.5]], (1, 5), name=name))
    assert "calm  2 4.5  hurried" in text
    assert text.startswith(f"{name or 'grid'}: 1 construct, 2 elements")
