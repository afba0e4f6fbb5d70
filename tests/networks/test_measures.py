"""Networks, against three people and three influences worked by hand."""

import pandas as pd
import pytest

from senco import networks
from senco.cohort import load_cohort
from senco.errors import MeasureError

# By hand: P1 has two statements under a and one under b; P2 one under b; P3 none.
#           a  b  c
#       P1  2  1  0      a: 1 of 3 people, 2 statements
#       P2  0  1  0      b: 2 of 3 people, 2 statements
#       P3  0  0  0      c: nobody
TIES = pd.DataFrame(
    [[2, 1, 0], [0, 1, 0], [0, 0, 0]],
    index=pd.Index(["P1", "P2", "P3"], name="participant"),
    columns=pd.Index(["a", "b", "c"], name="influence"),
)


def test_an_influence_is_as_wide_as_the_people_tied_to_it():
    frame = networks.measure_influences(networks.build_network(TIES))
    assert frame["participants"].tolist() == [1, 2, 0]
    assert frame["statements"].tolist() == [2, 2, 0]
    assert frame["coverage"].tolist() == pytest.approx([1 / 3, 2 / 3, 0])


def test_a_participant_without_a_statement_stays_in_the_network():
    frame = networks.measure_participants(networks.build_network(TIES))
    assert frame.loc["P3"].tolist() == [0, 0.0, 0]
    assert frame.loc["P1", "coverage"] == pytest.approx(2 / 3)


def test_a_name_for_both_a_participant_and_an_influence_is_refused():
    with pytest.raises(MeasureError, match="'a' names both"):
        networks.build_network(TIES.rename(index={"P1": "a"}))


def test_a_negative_count_is_refused():
    with pytest.raises(MeasureError, match="negative"):
        networks.build_network(TIES.replace(2, -1))


def test_a_network_without_participants_is_refused():
    with pytest.raises(MeasureError, match="at least one participant"):
        networks.measure_influences(networks.build_network(TIES.iloc[:0]))


def test_the_published_statements_give_the_counts_of_a_tally_by_hand(project):
    # Tallied by hand from the attributed statements of the article, lines 245-369:
    # information and resources EY4 x2, EY5 x2; ethos EY1 x2; evidence EY8, EY3, EY7;
    # relationships EY1, EY6, EY2, EY7; knowledge EY1 x2, EY3 x2, EY2 x2, EY5;
    # purpose EY6 x2, EY8 x2, EY3, EY5.
    study = load_cohort("ey-pvi-2017", project=project)
    people = study.tables["participants"]["participant"].tolist()
    statements = networks.list_statements(study)
    ties = networks.count_ties(statements, people, list(study.influences))
    frame = networks.measure_influences(networks.build_network(ties))
    assert frame["statements"].tolist() == [4, 2, 3, 4, 7, 6]
    assert frame["participants"].tolist() == [2, 1, 3, 4, 4, 4]
    systems = networks.measure_systems(statements, list(study.systems), len(people))
    assert systems["participants"].tolist() == [2, 4, 4, 6]
    assert networks.count_systems(statements, people).tolist() == [3, 2, 2, 1, 2, 2, 2, 2]


def test_a_statement_coded_twice_under_an_influence_counts_once_and_stays_stated(project):
    study = load_cohort("ey-pvi-2017", project=project)
    statements = networks.list_statements(study)
    twice = statements.loc[statements["segment"] == "s12"]  # Area SENCO stated, family inferred
    assert twice[["influence", "placing"]].to_numpy().tolist() == [["relationships", "stated"]]


def test_a_code_without_an_influence_takes_that_of_the_code_above_it(project):
    study = load_cohort("ey-pvi-2017", project=project)
    before = networks.list_statements(study)
    codes = study.tables["codes"]
    codes.loc[codes["parent"].notna(), "influence"] = pd.NA
    pd.testing.assert_frame_equal(networks.list_statements(study), before)
    assert networks.count_unplaced(study) == 0


def test_what_is_coded_under_no_influence_is_left_out_and_counted(project):
    study = load_cohort("ey-pvi-2017", project=project)
    codes = study.tables["codes"]
    codes.loc[codes["code"] == "information-and-resources", "influence"] = pd.NA
    # s01 to s04 stand under that code alone
    assert networks.list_statements(study)["segment"].nunique() == 22
    assert networks.count_unplaced(study) == 4


def test_a_codebook_without_any_influence_is_refused(project):
    study = load_cohort("ey-pvi-2017", project=project)
    study.tables["codes"]["influence"] = pd.NA
    with pytest.raises(MeasureError, match="No code that is used belongs to a key influence"):
        networks.list_statements(study)
