"""Difficulties facing the possibilities that answer them, against a table worked by hand."""

import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.measures import difficulties

#: C05 is of training, which the study has under SENCO and under the manager; C07 answers none.
CLAIMS = pd.DataFrame(
    [
        ("C01", "constriction", "policy", "Nobody answers.", "D01"),
        ("C02", "constriction", "setting", "No time.", "D02"),
        ("C03", "constriction", "setting", "No money.", "D03"),
        ("C04", "possibility", "setting", "A rota.", None),
        ("C05", "possibility", "training", "A course.", None),
        ("C06", "possibility", "area-senco", "A visit.", None),
        ("C07", "possibility", "peers", "Hope.", None),
    ],
    columns=["claim", "kind", "actor", "gist", "difficulty"],
)
LISTED = pd.DataFrame({"difficulty": ["D01", "D02", "D03"], "gist": ["Calls.", "Time.", "Money."]})
ANSWERS = pd.DataFrame(
    [
        ("C05", "D01", "reading"),
        ("C05", "D02", "text"),
        ("C04", "D02", "text"),
        ("C06", "D02", "reading"),
    ],
    columns=["claim", "difficulty", "ground"],
)


@pytest.fixture
def study(project):
    study = load_cohort("ey-pvi-2017", project=project)
    study.tables.update(claims=CLAIMS, difficulties=LISTED, answers=ANSWERS)
    return study


@pytest.fixture
def facing(study):
    return difficulties.face_difficulties(study)


def test_each_difficulty_faces_its_answers_by_who_can_act_and_the_open_ones_come_last(facing):
    assert facing.difficulties.to_numpy().tolist() == [
        ["D01", "Calls.", "reading"],
        ["D02", "Time.", "text"],
        ["D03", "Money.", "none"],
    ]
    assert facing.possibilities.to_numpy().tolist() == [
        ["C05", "A course.", ("senco", "setting")],
        ["C04", "A rota.", ("setting",)],
        ["C06", "A visit.", ("area-senco",)],
    ]
    assert facing.joins.to_numpy().tolist() == [
        ["D01", "C05", "reading"],
        ["D02", "C05", "text"],
        ["D02", "C04", "text"],
        ["D02", "C06", "reading"],
    ]
    assert list(facing.parties) == ["senco", "setting", "area-senco"]
    assert facing.n_unmatched == 1


@pytest.mark.parametrize(
    ("party", "pairs", "told"),
    [
        ("", 4, "Everybody: 3 possibilities answer 2 of 3 difficulties."),
        ("senco", 2, "SENCO: 1 possibility answers 2 of 3 difficulties."),
        ("setting", 3, "Manager of a setting: 2 possibilities answer 2 of 3 difficulties."),
        ("area-senco", 1, "Area SENCO: 1 possibility answers 1 of 3 difficulties."),
    ],
)
def test_a_possibility_of_several_counts_for_each_of_them(facing, party, pairs, told):
    assert len(difficulties.select_joins(facing, party)) == pairs
    assert difficulties.describe_party(facing, party) == told


def test_counts_agree_with_their_verbs(facing):
    assert difficulties.describe_facing(facing) == (
        "Of 3 difficulties, 2 are answered by at least one of 3 possibilities, and 1 remains open. "
        "The text itself links an answer to 1 of the 3; only our reading does so for 1."
    )
    assert [difficulties.describe_joins(facing, key) for key in ("D01", "D02", "D03", "C05")] == [
        "D01: 1 possibility answers it, linked by our reading.",
        "D02: 3 possibilities answer it, 2 linked by the text and 1 linked by our reading.",
        "D03 remains open: no possibility was found that answers it.",
        "C05 answers 2 difficulties.",
    ]


def test_what_faces_each_other_stands_side_by_side(study):
    """D01 is answered by the last party and D02 by the first: the two change places."""
    study.tables["answers"] = pd.DataFrame(
        [("C06", "D01", "text"), ("C05", "D02", "text")], columns=ANSWERS.columns
    )
    facing = difficulties.face_difficulties(study)
    assert facing.difficulties["difficulty"].tolist() == ["D02", "D01", "D03"]
    assert facing.possibilities["claim"].tolist() == ["C05", "C06"]


def test_without_answers_all_stands_open_and_without_difficulties_nothing_is_there(study):
    del study.tables["answers"]
    facing = difficulties.face_difficulties(study)
    told = difficulties.describe_facing(facing)
    assert told == "3 difficulties, and no possibility that answers one of them."
    assert facing.parties == {} and facing.n_unmatched == 4
    del study.tables["difficulties"]
    assert difficulties.face_difficulties(study).difficulties.empty
