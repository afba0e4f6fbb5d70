"""Evidence from the sources, against small cohorts counted by hand."""

import numpy as np
import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.errors import MeasureError
from senco.measures.networks import combine_sources, fill_evenly, gather_evidence, share_evenly


@pytest.fixture
def study(project):
    return load_cohort("worked-example", project=project)


@pytest.fixture
def published(project):
    return load_cohort("ey-pvi-2017", project=project)


def test_shares_are_multiples_of_an_even_share():
    # P1 gives 2, 1, 1 of 4 to three influences: 2/4 x 3 = 1.5, 1/4 x 3 = .75 twice
    amounts = pd.DataFrame([[2, 1, 1], [0, 0, 0]], index=["P1", "P2"], columns=list("abc"))
    shares = share_evenly(amounts.astype(float))
    assert shares.loc["P1"].tolist() == [1.5, 0.75, 0.75]
    assert shares.loc["P2"].isna().all()  # nothing is absent, not zero


def test_an_influence_that_a_source_cannot_show_is_left_out_of_the_even_share():
    amounts = pd.DataFrame([[3.0, 1.0, np.nan]], index=["P1"], columns=list("abc"))
    assert share_evenly(amounts).loc["P1"].tolist()[:2] == [1.5, 0.5]
    assert np.isnan(share_evenly(amounts).loc["P1", "c"])


def test_one_event_weighs_one_even_share_more_than_nothing_and_not_six():
    # by hand, six influences. The event names a: 1 piece of 6, the other 5 spread evenly, 5/6
    # each. So a has 11/6, the others 5/6; six events that all name a have 6 and 0.
    amounts = pd.DataFrame([[1.0] + [0] * 5, [6.0] + [0] * 5], index=["P1", "P2"])
    filled = fill_evenly(share_evenly(amounts), pd.Series([1, 6], index=["P1", "P2"]))
    assert filled.loc["P1"].tolist() == pytest.approx([11 / 6] + [5 / 6] * 5)
    assert filled.loc["P2"].tolist() == [6, 0, 0, 0, 0, 0]
    # beside stories that are spread evenly over all six: (1 + 11/6) / 2 = 17/12. Unfilled it
    # was (1 + 6) / 2 = 3.5 even shares, with .5 left for each of the others.
    told = pd.DataFrame(1.0, index=["P1", "P2"], columns=range(6))
    mixed = combine_sources({"narratives": told, "work-lines": filled}).loc["P1"]
    assert mixed.tolist() == pytest.approx([17 / 12] + [11 / 12] * 5)


def test_each_critical_event_of_a_cohort_is_one_piece(study):
    evidence = gather_evidence(study)
    assert set(evidence.pieces["work-lines"]) == {1}
    events = evidence.shares["work-lines"].to_numpy()
    assert np.sort(events, axis=1) == pytest.approx(np.tile([5 / 6] * 5 + [11 / 6], (8, 1)))


def test_the_published_statements_give_the_shares_of_a_tally_by_hand(published):
    # EY1: ethos 2, relationships 1, knowledge 2 of five statements, six influences
    evidence = gather_evidence(published)
    assert list(evidence.shares) == ["narratives"]
    assert evidence.unfilled["narratives"].loc["EY1"].tolist() == pytest.approx(
        [0, 2.4, 0, 1.2, 2.4, 0]
    )
    # one statement fewer than influences: a sixth of a statement more under each of the six
    assert evidence.shares["narratives"].loc["EY1"].tolist() == pytest.approx(
        [1 / 6, 13 / 6, 1 / 6, 7 / 6, 13 / 6, 1 / 6]
    )
    assert evidence.shows["narratives"].loc["EY1"].tolist() == [0, 1, 0, 1, 1, 0]
    assert evidence.absent == dict.fromkeys(("work-lines", "grids", "rankings"), "not collected")


def test_every_source_of_a_full_cohort_has_rows_that_average_one(study):
    evidence = gather_evidence(study)
    assert list(evidence.shares) == ["narratives", "work-lines", "grids", "rankings"]
    for table in evidence.shares.values():
        assert table.mean(axis=1).dropna().to_numpy() == pytest.approx(1)
    # S8 ranked nothing: absent there, and judged by the other sources
    assert evidence.shares["rankings"].loc["S8"].isna().all()
    combined = combine_sources(evidence.shares)
    others = [evidence.shares[name].loc["S8"] for name in ("narratives", "work-lines", "grids")]
    assert combined.loc["S8"].tolist() == pytest.approx(np.mean(others, axis=0).tolist())


def test_a_ranking_speaks_by_the_mean_priority_of_an_influences_constructs(study):
    ranks = pd.DataFrame(
        {
            "participant": "S1",
            "construct": ["child-centred-practice", "work-life-balance", "senco-peers"],
            "rank": [1.0, 2.0, 3.0],
        }
    )
    study.tables["rankings"] = ranks
    keys = ["child-centred-practice", "work-life-balance", "senco-peers"]
    constructs = study.tables["constructs"]
    study.tables["constructs"] = constructs.loc[constructs["construct"].isin(keys)]
    evidence = gather_evidence(study)
    # priorities 1, .5 and 0 of three influences: shares 2, 1 and 0; others cannot be shown
    row = evidence.shares["rankings"].loc["S1"]
    assert row[["purpose-and-outcomes", "ethos-and-support", "relationships"]].tolist() == [2, 1, 0]
    assert row.isna().sum() == 3
    shows = evidence.shows["rankings"].loc["S1"]
    assert shows["purpose-and-outcomes"] == 1 and shows["ethos-and-support"] == 0


def test_a_grid_that_two_coders_sorted_counts_each_construct_once_in_all(study):
    evidence = gather_evidence(study)
    amounts = evidence.items.query("source == 'grids'").groupby("participant")["amount"].sum()
    assert amounts.to_numpy() == pytest.approx(9)  # each brings nine constructs; all were sorted


def test_what_belongs_to_no_influence_is_no_evidence(study):
    study.tables["constructs"]["influence"] = pd.NA
    study.tables["events"]["influence"] = pd.NA
    evidence = gather_evidence(study)
    assert list(evidence.shares) == ["narratives"]
    assert set(evidence.absent) == {"work-lines", "grids", "rankings"}
    study.tables["codes"]["influence"] = pd.NA
    with pytest.raises(MeasureError, match="No source ties a participant to a key influence"):
        gather_evidence(study)


def test_sources_are_averaged_cell_by_cell_by_their_weights():
    told = pd.DataFrame([[2.0, 0.0], [np.nan, np.nan]], columns=["a", "b"])
    ranked = pd.DataFrame([[1.0, np.nan], [0.5, np.nan]], columns=["a", "b"])
    mixed = combine_sources(
        {"narratives": told, "rankings": ranked}, {"narratives": 1, "rankings": 3}
    )
    assert mixed["a"].tolist() == [1.25, 0.5]  # (2 + 3 x 1) / 4; the second told nothing
    assert mixed["b"].iloc[0] == 0 and np.isnan(mixed["b"].iloc[1])


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ({"narratives": -1}, "weight of narratives is -1"),
        ({"narratives": float("nan")}, "weight of narratives is nan"),
        (
            {"narratives": 0, "grids": 1},
            r"Every source of this cohort \(narratives\) has the weight 0",
        ),
        ({"narrative": 1}, "no source 'narrative'. Did you mean 'narratives'"),
    ],
)
def test_weights_that_make_no_sense_are_refused(weights, told):
    table = pd.DataFrame([[1.0]], columns=["a"])
    with pytest.raises(MeasureError, match=told):
        combine_sources({"narratives": table}, weights)
