"""Which grids are drawn where, and how a map lies."""

from senco.cohort.grid import Grid
from senco.cohort.loading import load_cohort
from senco.pages import displays, grids


def test_eight_grids_fill_a_figure_and_none_is_left_out():
    # 20 grids are 8 and 8 and 4; the order of the table is kept
    made = {f"P{n}": Grid(["a", "b"], [("x", "y")], [[1, n % 5 + 1]], (1, 5)) for n in range(20)}
    parts = displays.arrange_parts(made, 8)
    assert [len(part) for part in parts] == [8, 8, 4]
    assert [person for part in parts for person in part] == list(made)
    assert displays.arrange_parts({}, 8) == []


def test_the_ideal_self_lies_to_the_right_on_every_map(project):
    read = grids.read_grids(load_cohort("worked-example", project=project))
    points = displays.map_grids(read)
    assert len(points) == len(read) == 8
    for who, (elements, _, _) in points.items():
        assert elements[read[who].elements.index(read[who].ideal_element), 0] >= 0
