"""Many lines are split and shuffled at once, and come out as they would one by one."""

import numpy as np
import pandas as pd

from senco.measures.worklines import lines, noise, split_lines
from senco.measures.worklines.shape import average_level


def draw_table(n_lines):
    rng = np.random.default_rng(4)
    return pd.DataFrame(
        {
            "participant": np.repeat([f"P{number}" for number in range(n_lines)], 12),
            "position": np.concatenate([rng.permutation(12) / 11 for _ in range(n_lines)]),
            "level": rng.integers(-5, 6, 12 * n_lines).astype(float),
        }
    )


def test_lines_shuffled_at_once_are_those_shuffled_one_after_the_other():
    x, y = split_lines(draw_table(1))["P0"]
    at_once = noise._shuffle(x, y, (-5, 5), 6, np.random.default_rng(7))
    rng = np.random.default_rng(7)
    one_by_one = [noise._shuffle(x, y, (-5, 5), 1, rng) for _ in range(6)]
    for part in (0, 1):
        assert at_once[part].tolist() == [drawn[part][0].tolist() for drawn in one_by_one]
    averages = noise._average_levels(*at_once)
    assert averages.tolist() == [average_level(*line) for line in zip(*at_once, strict=True)]


def test_each_line_is_as_low_where_it_is_as_low_by_itself():
    """By hand: of a straight fall from 4 to 0, half of the time is below 2, which is halfway."""
    straight = np.array([[0.0, 1.0]]), np.array([[4.0, 0.0]])
    place, level = noise._find_as_low(*straight, 0.5)
    assert abs(place[0] - 0.5) <= 0.01 and abs(level[0] - 2) <= 0.04
    x, y = split_lines(draw_table(1))["P0"]
    drawn = noise._shuffle(x, y, (-5, 5), 9, np.random.default_rng(2))
    places, levels = noise._find_as_low(*drawn, 0.3)
    for row in range(9):
        alone = noise._find_as_low(drawn[0][row : row + 1], drawn[1][row : row + 1], 0.3)
        assert (places[row], levels[row]) == (alone[0][0], alone[1][0])


def test_a_column_of_a_table_is_read_once_for_all_lines(monkeypatch):
    read = []
    kept = lines._as_floats
    monkeypatch.setattr(lines, "_as_floats", lambda column: (read.append(1), kept(column))[1])
    found = split_lines(draw_table(30))
    assert len(read) == 2  # places and levels
    assert list(found) == [f"P{number}" for number in range(30)]
    assert all((np.diff(x) > 0).all() for x, _ in found.values())
