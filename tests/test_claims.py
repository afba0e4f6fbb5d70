"""Claims counted and matched, against four claims worked by hand."""

import pandas as pd
import pytest

from senco import claims
from senco.cohort import load_cohort
from senco.errors import MeasureError


@pytest.fixture
def study(project):
    """By hand: C01 constricts and is met by C03; C02 constricts and is not; C04 stands alone."""
    study = load_cohort("ey-pvi-2017", project=project)
    study.tables["claims"] = pd.DataFrame(
        {
            "claim": ["C01", "C02", "C03", "C04"],
            "system": ["macro", "macro", "micro", "across"],
            "influence": ["relationships", "relationships", "relationships", pd.NA],
            "kind": ["constriction", "constriction", "possibility", "possibility"],
            "gist": ["a", "b", "c", "d"],
            "answers": [pd.NA, pd.NA, "C01", pd.NA],
        }
    )
    return study


def test_claims_are_counted_by_influence_with_those_of_none_apart(study):
    frame = claims.count_claims(study)
    assert frame.loc["relationships"].tolist() == [2, 1, 1, 1]
    assert frame.loc["several"].tolist() == [0, 0, 1, 0]
    assert frame.loc["ethos-and-support"].tolist() == [0, 0, 0, 0]


def test_claims_are_counted_by_system(study):
    frame = claims.count_by_system(study)
    assert frame.index.tolist() == ["macro", "exo", "meso", "micro", "across"]
    assert frame.loc["macro"].tolist() == [2, 1, 0, 0]


def test_a_possibility_stands_beside_the_constriction_that_it_meets(study):
    table = study.tables["claims"]
    assert claims.list_answers(table).to_numpy().tolist() == [["C01", "a", "C03", "c"]]
    assert claims.list_unanswered(table)["claim"].tolist() == ["C02"]


def test_a_possibility_cannot_be_answered(study):
    study.tables["claims"].loc[3, "answers"] = "C03"
    with pytest.raises(MeasureError, match="C04 answers C03: only a possibility"):
        claims.list_answers(study.tables["claims"])


def test_an_empty_table_is_refused(study):
    study.tables["claims"] = study.tables["claims"].iloc[:0]
    with pytest.raises(MeasureError, match="holds no claim"):
        claims.count_claims(study)


def test_the_published_claims_add_up(project):
    study = load_cohort("ey-pvi-2017", project=project)
    by_influence, by_system = claims.count_claims(study), claims.count_by_system(study)
    n_claims = len(study.tables["claims"])
    for frame in (by_influence, by_system):
        assert frame[["constrictions", "possibilities"]].to_numpy().sum() == n_claims
    assert by_influence.sum().tolist() == by_system.sum().tolist()
