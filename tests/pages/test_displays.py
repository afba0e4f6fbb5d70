"""How displays and maps of grids are told, and how a map lies."""

import numpy as np

from senco.cohort.grid import Grid
from senco.cohort.loading import load_cohort
from senco.pages import displays, grids

GRID = Grid(["me", "her", "him"], [("calm", "hurried"), ("near", "far")], [[1, 2, 3], [1, 1, 3]],
            (1, 3), self_element="me")  # fmt: skip


def test_a_map_tells_who_lies_nearest_to_the_self_and_names_all_who_lie_equally_near():
    # by hand: 1 to the right, 1 upwards, and 3 to the left
    places = {"P1": (np.array([[0, 0], [1.0, 0], [0, 1]]), np.eye(2), np.array([0.9, 0.1]))}
    told = displays.describe_maps({"P1": GRID}, places)["P1"]
    assert told.endswith("“me” lies nearest to “her” and “him” (tied).")
    places["P1"][0][2] = [-3, 0]
    told = displays.describe_maps({"P1": GRID}, places)["P1"]
    assert told.endswith("“me” lies nearest to “her”.")


def test_a_map_without_a_self_says_how_many_elements_it_has():
    other = Grid(GRID.elements, GRID.constructs, GRID.ratings, (1, 3))
    places = {"P1": (np.zeros((3, 2)), np.eye(2), np.array([0.9, 0.1]))}
    assert displays.describe_maps({"P1": other}, places)["P1"] == (
        "The 3 elements of P1 on a map, like near like."
    )


def test_a_display_is_told_by_its_size_and_its_ends():
    assert displays.describe_displays({"P1": GRID})["P1"] == (
        "The ratings of P1 as shades, 2 constructs by 3 elements, like beside like. The rows run "
        "from “calm – hurried” to “near – far”, the columns from “me” to “him”."
    )


def test_each_element_has_a_row_where_it_lies():
    places = {"P1": (np.array([[0, 0], [1.0, 0], [-3, 0]]), np.eye(2), np.array([0.9, 0.1]))}
    rows = displays.tabulate_maps({"P1": GRID}, places).to_numpy().tolist()
    assert rows == [["P1", "me", 0, 0], ["P1", "her", 1, 0], ["P1", "him", -3, 0]]


def test_the_ideal_self_lies_to_the_right_on_every_map(project):
    read = grids.read_grids(load_cohort("worked-example", project=project))
    points = displays.map_grids(read)
    assert len(points) == len(read) == 8
    for who, (elements, _, _) in points.items():
        assert elements[read[who].elements.index(read[who].ideal_element), 0] >= 0
