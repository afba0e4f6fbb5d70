"""What made-up people are like, in a study's own words or in plain ones."""

import numpy as np
import pytest

from senco.cohort.loading import load_study
from senco.errors import DataError
from senco.simulation.people import draw_participants
from senco.simulation.scenario import load_scenario, make_scenario, take_constructs
from senco.workspace.paths import Project


def test_a_study_without_a_scenario_gets_one_from_its_influences(project, tmp_path):
    """Constructs and subjects for each influence, and nothing of this study's own words."""
    study = load_study(project)
    made = load_scenario(Project(tmp_path), study)
    assert made == make_scenario(study)
    assert {one.influence for one in made.constructs} == {one.id for one in study.influences}
    assert made.subjects["relationships"] == ("Tells of relationships.",)
    assert "SENCO" not in str([one.label for one in made.elements])


def test_constructs_past_those_of_the_scenario_take_their_influences_in_turn(project):
    """By hand: sixteen are listed, so the seventeenth has the influence of the first."""
    scenario = load_scenario(project, load_study(project))
    taken = take_constructs(scenario, 18)
    assert len(taken) == 18 and len(scenario.constructs) == 16
    assert taken[16] == ("further-17", "Further construct 17", scenario.constructs[0].influence)
    assert take_constructs(scenario, 2) == taken[:2]


def test_people_without_bands_have_a_pseudonym_and_a_role_alone(project):
    """A study that asks for no years."""
    scenario = make_scenario(load_study(project)).model_copy(
        update={"role_years": {}, "experience": None}
    )
    people = draw_participants(3, np.array([0]), scenario, np.random.default_rng(1))
    assert people.to_dict("list") == {"participant": ["S1", "S2", "S3"], "role": ["SENCO"] * 3}


def test_a_wrong_scenario_is_named_with_its_line(project, tmp_path):
    """An effect beyond 2 on the third line."""
    (tmp_path / "data").mkdir()
    text = "role: x\nelements:\n  - {id: a, label: A, effect: 3}\nconstructs: []\nsubjects: {}\n"
    (tmp_path / "data" / "simulation.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"simulation\.yml, row 3, column elements\.0\.effect"):
        load_scenario(Project(tmp_path), load_study(project))
