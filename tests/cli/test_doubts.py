"""After an import it is asked about what may have been written the wrong way round."""

import shutil

import pandas as pd
import pytest

from senco.cli.doubts import ask_doubts
from senco.workspace.paths import Project
from tests.conftest import ROOT

NAME = "worked-example"


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return Project(tmp_path)


def turn(project, table, column, total, **where):
    path = project.cohort(NAME) / table
    rows = pd.read_csv(path, dtype={column: float})
    chosen = (rows[list(where)] == pd.Series(where)).all(axis=1)
    rows.loc[chosen, column] = total - rows.loc[chosen, column]
    rows.to_csv(path, index=False)


def test_nothing_is_asked_where_nothing_is_strange(project):
    assert list(ask_doubts(NAME, ["rankings.csv", "grids.csv"], project)) == []


def test_an_order_and_a_construct_the_wrong_way_round_are_asked_about(project):
    turn(project, "rankings.csv", "rank", 22, participant="S2")
    turn(project, "grids.csv", "rating", 6, participant="S1", grid_construct="overall")
    assert list(ask_doubts(NAME, ["participants.csv"], project)) == []
    told = [str(one) for one in ask_doubts(NAME, ["rankings.csv", "grids.csv"], project)]
    assert len(told) == 2
    assert "rankings.csv: found an order of 'S2' that runs counter to everybody else's" in told[0]
    assert "grids.csv: found 'less effective – more effective' in the grid of 'S1'" in told[1]
