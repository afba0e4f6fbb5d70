"""Grids from a cohort's tables, and back."""

import pandas as pd
import pytest
from hypothesis import given

from senco.errors import MeasureError
from senco.measures.grids import (
    Construct,
    assemble_grids,
    number_constructs,
    pool_constructs,
    split_grid,
)

from .conftest import drawn_grids


@pytest.fixture
def tables():
    """S1 with two constructs, one of them overall, and a blank rating; S2 with one."""
    elements = pd.DataFrame(
        [
            ("S1", "me", "I as I am", "self"),
            ("S1", "dream", "I as I wish", "ideal"),
            ("S1", "ann", "a colleague", "other"),
            ("S2", "me", "I as I am", "self"),
        ],
        columns=["participant", "element", "label", "part"],
    )
    constructs = pd.DataFrame(
        [
            ("S1", "calm", "calm", "hurried", "left", "elicited"),
            ("S1", "works", "works", "fails", None, "overall"),
            ("S2", "new", "new", "old", float("nan"), "supplied"),
        ],
        columns=[
            "participant", "grid_construct", "left_pole", "right_pole", "preferred_pole", "kind",
        ],
    )  # fmt: skip
    ratings = pd.DataFrame(
        [
            ("S1", "calm", "me", 2),
            ("S1", "calm", "dream", 1),
            ("S1", "calm", "ann", None),
            ("S1", "works", "me", 3),
            ("S1", "works", "ann", 5),
            ("S2", "new", "me", 4),
        ],
        columns=["participant", "grid_construct", "element", "rating"],
    )
    return elements, constructs, ratings


def test_assembles_a_grid_for_each_participant(tables):
    """Labels, poles, ratings and what was supplied; a blank and an absent rating are missing."""
    grids = assemble_grids(*tables, (1, 5))
    assert list(grids) == ["S1", "S2"]
    one = grids["S1"]
    assert one.elements == ("I as I am", "I as I wish", "a colleague")
    assert one.constructs == (Construct("calm", "hurried", "left"), Construct("works", "fails"))
    assert one.rated.tolist() == [[True, True, False], [True, False, True]]
    assert one.ratings[0, :2].tolist() == [2, 1]
    assert (one.name, one.self_index, one.ideal_index, one.overall_index) == ("S1", 0, 1, 1)
    assert (grids["S2"].self_element, grids["S2"].overall) == ("I as I am", None)


def test_codes_are_those_of_the_pool(tables):
    """A person's constructs are numbered in the order of the table."""
    codes = number_constructs(tables[1])
    assert codes == {("S1", "calm"): "S1.1", ("S1", "works"): "S1.2", ("S2", "new"): "S2.1"}
    pooled = pool_constructs({"S1": assemble_grids(*tables, (1, 5))["S1"]})
    assert [p.code for p in pooled] == [codes["S1", "calm"]]


@given(drawn_grids(missing=True))
def test_splitting_and_assembling_gives_the_grid_back(grid):
    """Nothing is lost on the way through the tables but the overall construct's wording."""
    tables = split_grid(grid, "S1")
    frames = [pd.DataFrame(tables[name]) for name in ("elements", "grid_constructs", "grids")]
    back = assemble_grids(*frames, grid.scale)["S1"]
    assert (back.elements, back.constructs) == (grid.elements, grid.constructs)
    assert back.rated.tolist() == grid.rated.tolist()
    assert back.ratings[back.rated].tolist() == grid.ratings[grid.rated].tolist()
    assert back.overall_index == grid.overall_index
    assert (back.self_element, back.ideal_element) == (grid.self_element, grid.ideal_element)


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "message"),
    [
        (0, 2, "part", "self", "S1: 2 rows have the part 'self'"),
        (0, 2, "label", "I as I am", "S1: two elements are called 'I as I am'"),
        (1, 0, "kind", "overall", "S1: 2 rows have the kind 'overall'"),
        (2, 5, "rating", 9, "S2: construct 1 .new – old., element 'I as I am': the rating 9"),
        (2, 5, "element", "bob", "S2: there is a rating of the element 'bob'"),
    ],
)
def test_faults_name_the_participant(tables, table, row, column, value, message):
    """The message starts with whose grid it is."""
    tables[table].loc[row, column] = value
    with pytest.raises(MeasureError, match=message):
        assemble_grids(*tables, (1, 5))
