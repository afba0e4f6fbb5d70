"""Two grids side by side by hand: what is shared, what changed, what is left as the core."""

import numpy as np
import pytest
from hypothesis import given

from senco.errors import MeasureError
from senco.measures.grids import (
    Grid,
    correlate_grids,
    describe_change,
    find_core,
    measure_change,
    name_alike,
    pair_grids,
)

from .conftest import drawn_grids

NO = np.nan
NAMED = {"self_element": "me", "ideal_element": "best"}


def make(ratings, scale=(1, 5), **named):
    constructs = [("calm", "hurried"), ("new", "old"), ("plain", "fancy")][: len(ratings)]
    return Grid(["me", "best", "Ann", "Bob"], constructs, ratings, scale, **named)


@pytest.fixture
def before():
    return make([[1, 3, 5, 3], [2, 2, 4, 4], [1, 1, 1, 5]], **NAMED)


@pytest.fixture
def after():
    """Calm: me +1; new: me +2, Ann -1; plain as it was."""
    return make([[2, 3, 5, 3], [4, 2, 3, 4], [1, 1, 1, 5]], **NAMED)


def test_change_by_hand(before, after):
    found = measure_change(pair_grids(before, after))
    assert found.differences.tolist() == [[1, 0, 0, 0], [2, 0, -1, 0], [0, 0, 0, 0]]
    assert (found.compared, found.unchanged) == (12, 0.75)
    assert found.size == pytest.approx(4 / 48)
    assert found.by_element.tolist() == pytest.approx([3 / 12, 0, 1 / 12, 0])
    assert found.by_construct.tolist() == pytest.approx([1 / 16, 3 / 16, 0])


def test_slaters_correlation_by_hand(before, after):
    """Calm -2 0 2 0 and -1.25 -.25 1.75 -.25; new -1 -1 1 1 and .75 -1.25 -.25 .75; plain twice
    -1 -1 -1 3: products 6 + 1 + 12 = 19, squares 8 + 4 + 12 = 24 and 4.75 + 2.75 + 12 = 19.5."""
    found = correlate_grids(pair_grids(before, after))
    assert found == pytest.approx(19 / np.sqrt(24 * 19.5))


def test_self_and_ideal_come_nearer_or_part(before, after):
    """Before 2, 0 and 0 of 4 apart on three constructs; after 1, 2 and 0."""
    first, second = measure_change(pair_grids(before, after)).self_ideal
    assert first == pytest.approx(np.sqrt((2 / 4) ** 2 / 3))
    assert second == pytest.approx(np.sqrt(((1 / 4) ** 2 + (2 / 4) ** 2) / 3))


def test_the_order_case_and_poles_of_the_second_do_not_matter(before, after):
    moved = after.select([2, 1, 0], [3, 1, 0, 2]).reflect([2])
    moved = Grid([name.upper() + " " for name in moved.elements], moved.constructs, moved.ratings,
                 moved.scale)  # fmt: skip
    paired = pair_grids(before, moved)
    assert paired.differences.tolist() == pair_grids(before, after).differences.tolist()
    assert paired.turned == ("calm – hurried",)


def test_what_one_grid_alone_has_is_listed(before, after):
    paired = pair_grids(before.select([0, 1], [0, 1, 2]), after.select([1, 2], [1, 2, 3]))
    assert paired.first.elements == ("best", "Ann") and paired.first.n_constructs == 1
    assert paired.only_first == ("me", "calm – hurried")
    assert paired.only_second == ("Bob", "plain – fancy")


def test_a_missing_rating_is_left_out_of_everything(before, after):
    ratings = np.array(after.ratings)
    ratings[1, 0] = NO
    found = measure_change(pair_grids(before, make(ratings, **NAMED)))
    assert found.compared == 11 and found.size == pytest.approx(2 / 44)
    assert np.isnan(found.differences[1, 0])
    # self and ideal are compared on calm and plain alone, before too
    assert found.self_ideal[0] == pytest.approx(np.sqrt((2 / 4) ** 2 / 2))


def test_a_grid_that_does_not_vary_has_no_correlation(before):
    flat = make([[3, 3, 3, 3]] * 3)
    found = measure_change(pair_grids(flat, before))
    assert found.correlation is None and found.distances.correlation is None
    assert found.self_ideal is None


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (make([[1, 2, 3, 4]], (1, 7)), "rated from 1 to 7.*--scale"),
        (Grid(["x"], [("calm", "hurried")], [[1]], (1, 5)), "share no element"),
        (Grid(["me"], [("x", "y")], [[1]], (1, 5)), "share no construct"),
        (Grid(["me"], [("a", "b"), ("B ", "A")], [[1], [2]], (1, 5)), "occurs twice"),
        (make([[NO] * 4] * 3), "no element is rated"),
    ],
)
def test_what_cannot_be_compared_is_refused(before, other, words):
    with pytest.raises(MeasureError, match=words):
        measure_change(pair_grids(before, other))


def test_the_core_by_hand(before, after):
    """Matches of me 1 - 3/12 and of new 1 - 3/16: me goes; then new is at 1 - 1/12."""
    core = find_core(pair_grids(before, after))
    assert [(one.kind, one.place, one.match) for one in core.removed] == [("element", 0, 0.75)]
    assert core.elements == (1, 2, 3) and core.constructs == (0, 1, 2)
    assert core.match == pytest.approx(1 - 1 / 36)


def test_a_core_that_is_the_same_throughout(before, after):
    """At 1 me goes first, then new with 1 - 1/12 before Ann with 1 - 1/12."""
    core = find_core(pair_grids(before, after), 1)
    assert [one.kind for one in core.removed] == ["element", "construct"]
    assert core.match == 1 and core.constructs == (0, 2)


def test_opposite_grids_have_no_core(before):
    other = make([[5, 1, 1, 1], [5, 5, 1, 1], [5, 5, 5, 1]])
    core = find_core(pair_grids(before, other))
    assert (core.elements, core.constructs, core.match) == ((), (), None)
    with pytest.raises(MeasureError, match="not 2"):
        find_core(pair_grids(before, other), 2)


@given(drawn_grids(missing=True))
def test_a_grid_does_not_differ_from_itself(grid):
    if not grid.rated.any():
        return
    found = describe_change(grid, grid)
    assert found["unchanged"] == 1 and found["size"] == 0
    assert found["correlation"] in (None, pytest.approx(1))
    assert all(one["before"] == one["after"] for one in found["indices"])


def test_notes_say_what_was_left_out_and_what_cannot_be_told(before, after):
    notes = describe_change(before, after.select([0, 1]))["notes"]
    assert notes[0].startswith("Shared: 4 elements, 2 constructs.")
    assert notes[1] == "Only in the first, and left out: plain – fancy."
    assert "small differences need not be change" in notes[-1]


def test_self_and_ideal_are_named_as_in_the_other_grid(before, after):
    other = Grid(["ME", *after.elements[1:]], after.constructs, after.ratings, (1, 5))
    assert name_alike(other, before).self_element == "ME"
    with pytest.raises(MeasureError, match="the self element 'me' is not in the grid"):
        name_alike(after.select(None, [1, 2, 3]), before)
