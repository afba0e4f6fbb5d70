"""What is drawn for each participant becomes a table once, for all of them."""

import numpy as np
import pandas as pd
import pytest

from senco.cohort.loading import load_study
from senco.simulation import people
from senco.simulation.gridding import draw_grids
from senco.simulation.scenario import load_scenario
from senco.simulation.stories import draw_stories


@pytest.fixture
def made(monkeypatch):
    """The number of tables that were made."""
    frames = []
    kept = pd.DataFrame

    def make(*given, **named):
        frames.append(1)
        return kept(*given, **named)

    monkeypatch.setattr(people.pd, "DataFrame", make)
    return frames


def draw(n):
    influences = ["purpose", "knowledge", "relationships"]
    weights = pd.DataFrame(
        {
            "participant": np.repeat([f"S{number}" for number in range(1, n + 1)], 3),
            "influence": influences * n,
            "weight": [0.5, 0.3, 0.2] * n,
        }
    )
    constructs = pd.DataFrame(
        {
            "construct": [f"k{number}" for number in range(12)],
            "label": [f"Construct {number}" for number in range(12)],
            "influence": influences * 4,
        }
    )
    codes = pd.DataFrame({"code": influences, "parent": None, "influence": influences})
    return weights, constructs, codes


def test_as_many_tables_are_made_for_ten_times_the_participants(project, made):
    scenario = load_scenario(project, load_study(project))
    counts = []
    for n in (4, 40):
        weights, constructs, codes = draw(n)
        before = len(made)
        rng = np.random.default_rng(3)
        tables = draw_grids(constructs, weights, scenario=scenario, rng=rng)
        tables |= draw_stories(weights, codes, scenario=scenario, rng=rng)
        counts.append(len(made) - before)
        assert tables["grids"]["participant"].nunique() == n
        assert len(tables["events"]) == n and len(tables["construct_assignments"]) == 18 * n
    assert counts[0] == counts[1]
