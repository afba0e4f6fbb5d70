"""A simulated cohort meets every reported figure, and nothing in it is anybody's."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from senco import simulation
from senco.cohort.loading import load_study
from senco.errors import MeasureError
from senco.measures.rankings import check_rankings, plackett_luce
from senco.workspace.paths import Project
from tests.conftest import ROOT

# The article's mean ranks (its lines 273-274 and 349-361), and where it places the constructs.
REPORTED = pd.DataFrame(
    [
        ("child-centred", "everyone", "3.79", 1, 8),
        ("everyday", "everyone", "5.00", 2, 8),
        ("knowledge", "everyone", "5.67", None, 8),
        ("knowledge", "10 or more years of experience", "3.0", None, 3),
        ("workload", "everyone", "18.57", -2, 8),
        ("balance", "everyone", "19.86", -1, 8),
    ],
    columns=["construct", "group", "value", "stated_place", "n_stated"],
).assign(quantity="mean_rank", figure=lambda t: t["construct"] + ", " + t["group"])
CONSTRUCTS = pd.DataFrame(
    {
        "construct": ["child-centred", "everyday", "knowledge", "workload", "balance"],
        "label": ["Child-centred", "Everyday", "Knowledge", "Workload", "Balance"],
        "influence": [
            "purpose-and-outcomes",
            *["knowledge-and-skills"] * 2,
            *["ethos-and-support"] * 2,
        ],
    }
)
SCENARIO = simulation.load_scenario(Project(ROOT), load_study(Project(ROOT)))
READINGS = ["blank-and-tie", "themes", "bands-3-2-2", "bands-3-3-1"]


def draw(seed: int, **options) -> simulation.SimulatedCohort:
    return draw_from(REPORTED, CONSTRUCTS, seed, **options)


def draw_from(reported, constructs, seed=1, **options) -> simulation.SimulatedCohort:
    rng = np.random.default_rng(seed)
    return simulation.draw_cohort(reported, constructs, scenario=SCENARIO, rng=rng, **options)


def spread(cohort: simulation.SimulatedCohort) -> pd.DataFrame:
    """The ranks, wide; checked to be rankings."""
    wide = cohort.rankings.pivot(index="participant", columns="construct", values="rank")
    return check_rankings(wide[cohort.constructs["construct"]])


def experts(cohort: simulation.SimulatedCohort) -> list[str]:
    people = cohort.participants
    return people.loc[people["experience_years"] == "10 or more", "participant"].tolist()


def test_the_blank_and_tie_cohort_prints_all_six_values():
    """Recomputed from its tables by pandas: six means, the order, one blank, one tied pair."""
    cohort = draw(1, reading="blank-and-tie")
    table = spread(cohort)
    means = table.mean()
    printed = {name: f"{means[name]:.2f}" for name in CONSTRUCTS["construct"]}
    assert printed == {
        "child-centred": "3.79",
        "everyday": "5.00",
        "knowledge": "5.67",
        "workload": "18.57",
        "balance": "19.86",
    }
    assert table.loc[experts(cohort), "knowledge"].mean() == 3.0
    order = means.sort_values().index
    assert list(order[:2]) == ["child-centred", "everyday"]
    assert list(order[-2:]) == ["workload", "balance"]
    assert (len(cohort.participants), len(table)) == (8, 7)
    assert int(table.isna().sum().sum()) == 1
    assert sum(row.nunique() < row.count() for _, row in table.iterrows()) == 1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(READINGS))
def test_every_draw_under_every_reading_prints_the_figures(seed, reading):
    """Whatever the seed: theme means are over their parts, band means over their bands."""
    cohort = draw(seed, reading=reading)
    table = spread(cohort)
    unit = {name: name.rsplit("-", 1)[0] if name[-1].isdigit() else name for name in table}
    pooled = table.stack().groupby(lambda pair: unit[pair[1]]).mean()
    known = table.loc[experts(cohort), [name for name in table if unit[name] == "knowledge"]]
    assert f"{known.to_numpy().mean():.1f}" == "3.0"
    shown = dict(zip(REPORTED["construct"], REPORTED["value"], strict=True))
    for name in ("child-centred", "everyday", "workload", "balance"):
        assert f"{pooled[name]:.2f}" == shown[name]
    if reading in ("blank-and-tie", "themes"):
        assert f"{pooled['knowledge']:.2f}" == "5.67"
    assert list(pooled.sort_values().index[-2:]) == ["workload", "balance"]


def test_a_band_reading_prints_the_mean_of_band_means():
    """In bands of 3, 2, 2 the plain mean is 37/7, and some cut of the others gives 5.67."""
    cohort = draw(3, reading="bands-3-2-2")
    column = spread(cohort)["knowledge"]
    known, others = column[experts(cohort)], column.drop(experts(cohort))
    assert column.sum() == 37
    # two bands of two have means that sum to half the others' sum, whoever is in which
    assert f"{(known.mean() + others.sum() / 2) / 3:.2f}" == "5.67"


@pytest.mark.parametrize("n", [2, 4, 8, 30, 351])
def test_other_sizes_come_as_near_as_whole_ranks_can(n):
    """Each sum is the reported mean times n, to the nearest whole; nobody leaves a blank."""
    table = spread(draw(1, n=n))
    assert table.shape == (n, 21)
    for name, value in zip(REPORTED["construct"], REPORTED["value"], strict=True):
        if name != "knowledge":
            assert abs(table[name].sum() - float(value) * n) <= 0.5
    assert abs(table["knowledge"].sum() - 5.67 * n) <= 0.5


def test_the_same_seed_draws_the_same_cohort_and_another_another():
    """All chance comes from the generator that is given."""
    one, same, other = draw(5), draw(5), draw(6)
    for name in ("participants", "constructs", "rankings", "weights", "appeals"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(same, name))
    assert not one.rankings["rank"].equals(other.rankings["rank"])


def test_the_people_are_those_of_the_studys_sampling_and_nobody_of_it():
    """S1 to S8, with the published bands of years in the role; three with 10 or more years."""
    people = draw(2, reading="blank-and-tie").participants
    assert people["participant"].tolist() == [f"S{number}" for number in range(1, 9)]
    assert people["role_years"].value_counts().to_dict() == SCENARIO.role_years
    area = people.loc[people["role"] == "Area SENCO"]
    assert area["role_years"].tolist() == ["five or more"]
    long = people.loc[people["role_years"] == "more than 20", "experience_years"]
    assert set(long) == {"10 or more"}
    assert (people["experience_years"] == "10 or more").sum() == 3


def test_names_fit_the_contract_of_a_cohort():
    """Constructs are unique slugs with an influence, and same_as points to the reference."""
    cohort = draw(2, reading="themes")
    constructs = cohort.constructs
    assert constructs["construct"].is_unique and len(constructs) == 21
    assert constructs["construct"].str.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}").all()
    assert constructs["influence"].ne("").all()
    assert set(constructs["same_as"]) == {"", "everyday", "workload", "balance"}


def test_the_truth_is_a_weight_for_each_influence_that_sums_to_one():
    """Every participant, also one who ranked nothing, has weights above 0."""
    weights = draw(2, reading="blank-and-tie").weights
    assert weights["weight"].min() > 0
    assert weights.groupby("participant")["weight"].sum().tolist() == pytest.approx([1] * 8)


def test_a_large_cohort_leads_back_to_the_appeals_it_was_drawn_from():
    """Among 3,000 rankers the worths of the fillers, which no figure binds, follow the truth."""
    cohort = draw(4, n=3_000)
    worths = plackett_luce(spread(cohort)).items["log_worth"].iloc[5:]
    appeals = cohort.appeals.set_index("construct")["appeal"].iloc[5:]
    assert np.corrcoef(worths, appeals)[0, 1] > 0.98


def test_a_participant_who_weighs_an_influence_more_ranks_it_higher():
    """Over 2,000 participants weight and the mean rank of an influence's fillers fall together."""
    cohort = draw(4, n=2_000)
    influence = "quality-of-evidence"
    names = cohort.constructs.loc[cohort.constructs["influence"] == influence, "construct"]
    ranks = spread(cohort)[names].mean(axis=1)
    weights = cohort.weights[cohort.weights["influence"] == influence]
    weight = weights.set_index("participant")["weight"].reindex(ranks.index)
    assert np.corrcoef(ranks, weight)[0, 1] < -0.2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"reading": "blank-and-ties"}, "Did you mean 'blank-and-tie'"),
        ({"reading": "fewer"}, "no ranks under reading 'fewer' print 5.67"),
        ({"reading": "blank-and-tie", "n": 6}, "needs 7 participants"),
        ({"n": 1}, "needs 2 participants"),
        ({"n_items": 5}, "leaves none to swap"),
        ({"noise": 0}, "noise is above 0"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(options, words):
    """Unknown or impossible readings, too few people or constructs, no noise."""
    with pytest.raises(MeasureError, match=words):
        draw(1, **options)


def test_figures_without_a_construct_and_a_second_subgroup_are_refused():
    """A figure's construct needs a label, and one subgroup is all that the model knows."""
    with pytest.raises(MeasureError, match="lack 'child-centred'"):
        draw_from(REPORTED, CONSTRUCTS.iloc[1:])
    with pytest.raises(MeasureError, match="everyone's mean is missing"):
        draw_from(REPORTED.drop(index=2), CONSTRUCTS)
    second = REPORTED.iloc[[3]].assign(group="newcomers", figure="other")
    with pytest.raises(MeasureError, match="one subgroup"):
        draw_from(pd.concat([REPORTED, second]), CONSTRUCTS)


def test_figures_that_no_table_meets_end_in_words(monkeypatch):
    """After the last attempt the message names the reading, and no cohort is returned."""
    monkeypatch.setattr("senco.simulation.cohorts.ATTEMPTS", 3)
    clash = REPORTED.assign(stated_place=[-1, None, None, None, None, 1])
    with pytest.raises(MeasureError, match="none of 3 drawn tables"):
        draw_from(clash, CONSTRUCTS)


def test_a_repair_reaches_its_sum_by_swaps_alone():
    """Four rankers of five: item 0 goes from sum 4 to 13, each row stays a ranking."""
    order = np.tile(np.arange(5), (4, 1))
    target = simulation.Target((0,), np.arange(4), 13)
    frozen = np.zeros((4, 5), dtype=bool)
    assert simulation.repair(order, [target], frozen, np.random.default_rng(1))
    assert (np.nonzero(order == 0)[1] + 1).sum() == 13
    assert (np.sort(order, axis=1) == np.arange(5)).all()
    # moving one item by neighbour swaps leaves the others in their order
    assert all(a < b for row in order for a, b in pairwise([item for item in row if item]))


def test_a_repair_that_cannot_succeed_says_so():
    """A sum beyond the last place is given up."""
    order = np.tile(np.arange(3), (2, 1))
    target = simulation.Target((0,), np.arange(2), 7)
    frozen = np.zeros((2, 3), dtype=bool)
    assert not simulation.repair(order, [target], frozen, np.random.default_rng(1))
