"""Statements under each influence, against a tally of the article by hand."""

import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.errors import MeasureError
from senco.measures import networks


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


def test_statements_stand_in_the_order_of_the_segments_and_not_of_their_names(project):
    """As text S10 and its segments would stand before S2 and its own."""
    cohort = load_cohort("counter-example", project=project)
    people = [f"S{n}" for n in range(1, 13)]
    statements = networks.list_statements(cohort)
    order = cohort.tables["segments"]["segment"].tolist()
    for _, rows in statements.groupby("influence"):
        assert rows["participant"].map(people.index).is_monotonic_increasing
        assert rows["segment"].map(order.index).is_monotonic_increasing
