"""The random networks, against all that there are, and what is read off them."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from senco.errors import MeasureError
from senco.measures.networks import (
    compare_bridging,
    compare_carriers,
    compare_pairs,
    draw_ties,
    mix_systems,
    plan_draws,
)
from senco.measures.networks.chance import _bound


def list_all(tied):
    """Every network with the same totals, found by trying all."""
    rows, columns = tied.shape
    found = []
    for cells in product([False, True], repeat=rows * columns):
        other = np.array(cells).reshape(rows, columns)
        if (other.sum(0) == tied.sum(0)).all() and (other.sum(1) == tied.sum(1)).all():
            found.append(other.tobytes())
    return found


@pytest.mark.parametrize(
    "tied",
    [
        [[1, 1, 0], [0, 1, 1], [1, 0, 0]],
        [[1, 1, 0, 0], [1, 0, 1, 0], [0, 0, 1, 1]],
        [[1, 1, 1, 0], [1, 0, 0, 0], [0, 1, 0, 1], [0, 0, 1, 0]],
    ],
)
def test_every_network_with_these_totals_is_drawn_equally_often(tied):
    tied = np.array(tied, dtype=bool)
    every = list_all(tied)
    drawn = [network.tobytes() for network in draw_ties(tied, 6_000, np.random.default_rng(1))]
    counts = [drawn.count(one) for one in every]
    assert sum(counts) == len(drawn) and len(every) > 4
    assert stats.chisquare(counts).pvalue > 0.001


@settings(deadline=None, max_examples=40)
@given(arrays.arrays(bool, st.tuples(st.integers(1, 6), st.integers(1, 6))))
def test_everyones_number_of_ties_is_kept(tied):
    drawn = draw_ties(tied, 20, np.random.default_rng(0))
    assert (drawn.sum(axis=2) == tied.sum(axis=1)).all()
    assert (drawn.sum(axis=1) == tied.sum(axis=0)).all()


def test_no_draw_is_refused():
    with pytest.raises(MeasureError, match="At least one network"):
        draw_ties(np.ones((2, 2), dtype=bool), 0, np.random.default_rng(0))


def name(table):
    table = np.asarray(table)
    return pd.DataFrame(
        table,
        index=[f"P{n}" for n in range(len(table))],
        columns=list("abcdef")[: table.shape[1]],
    )


def test_two_influences_that_always_go_together_are_found_and_the_rest_is_not():
    rng = np.random.default_rng(5)
    table = rng.random((60, 4)) < 0.5
    table[:, 1] = table[:, 0]
    found = compare_pairs(name(table), draws=2_000).table.set_index(["first", "second"])
    assert found.loc[("a", "b"), "verdict"] == "more than chance gives"
    assert found.loc[("a", "b"), "shared"] > found.loc[("a", "b"), "expected"] + 5
    # shown, and not for want of a difference: on average at most a tenth of 60 above chance
    row = found.loc[("c", "d")]
    assert row["verdict"] == "no more than chance gives"
    assert row["at_most"] - row["expected"] < 6


def test_p_agrees_with_all_networks_that_there_are():
    # a and b are shared by two of three people; by hand over every network with the totals
    tied = np.array([[1, 1, 0, 0], [1, 1, 0, 1], [0, 0, 1, 1]], dtype=bool)
    every = np.array([np.frombuffer(one, dtype=bool).reshape(tied.shape) for one in list_all(tied)])
    shared = (every[:, :, 0] & every[:, :, 1]).sum(axis=1)
    exactly = compare_pairs(name(tied))
    assert exactly.exact and exactly.networks == len(every) and exactly.error == 0
    drawn = compare_pairs(name(tied), draws=20_000, most_work=0)
    assert not drawn.exact and drawn.networks == 20_000 and 0 < drawn.error < 0.004
    for found, slack in ((exactly, 1e-12), (drawn, 0.02)):
        row = found.table.iloc[0]
        assert row["shared"] == 2
        assert row["expected"] == pytest.approx(shared.mean(), abs=slack)
        assert row["as_many"] == pytest.approx((shared >= 2).mean(), abs=slack)
        assert row["as_few"] == pytest.approx((shared <= 2).mean(), abs=slack)


def test_the_networks_of_three_people_are_counted_by_hand():
    # P0 has two ties, P1 and P2 one each; a is named twice, b and c once. P0 has a and b: what
    # is left, a and c, falls to P1 and P2 in 2 ways. P0 has a and c: 2 ways. b and c: 1 way.
    found = compare_pairs(name([[1, 1, 0], [1, 0, 0], [0, 0, 1]]))
    table = found.table
    assert found.networks == 5
    assert table["expected"].tolist() == pytest.approx([2 / 5, 2 / 5, 1 / 5])
    assert table["as_many"].tolist() == pytest.approx([2 / 5, 1, 1])
    assert table["as_few"].tolist() == pytest.approx([1, 3 / 5, 4 / 5])
    # both tails: twice the smaller one, 4/5, and three questions
    assert table["adjusted"].tolist() == [1, 1, 1]


@settings(deadline=None, max_examples=15)
@given(arrays.arrays(bool, st.tuples(st.integers(1, 3), st.integers(2, 3))))
def test_counting_person_by_person_gives_what_trying_all_gives(tied):
    every = np.array([np.frombuffer(one, dtype=bool).reshape(tied.shape) for one in list_all(tied)])
    found = compare_pairs(name(tied))
    assert found.exact and found.networks == len(every)
    shared = (every[:, :, 0] & every[:, :, 1]).sum(axis=1)
    assert found.table.loc[0, "expected"] == pytest.approx(shared.mean())
    own = found.table.loc[0, "shared"]
    assert found.table.loc[0, "as_many"] == pytest.approx((shared >= own).mean())


def test_the_bound_is_the_largest_mean_that_so_low_a_number_allows():
    # none or one, equally often, and none found. Made f times as likely, one leaves none
    # 1 / (1 + f), which is 5 % at f = 19: a mean of 19 / 20.
    assert _bound(np.array([0.5, 0.5]), 0, 0.05, None) == pytest.approx(0.95)
    # the highest number there is allows every mean; of few drawn networks nothing is said
    assert _bound(np.array([0.5, 0.5]), 1, 0.05, None) == 1
    assert np.isnan(_bound(np.array([0.99, 0.01]), 0, 0.05, 1_000))
    assert np.isnan(_bound(np.array([0.5, 0.5]), 1, 0.05, 1_000))


def test_what_is_not_shown_is_not_told_as_shown():
    # twelve people, four influences, nothing planted: p is far from small, and too few people
    # to rule out more than a tenth above chance
    table = np.random.default_rng(2).random((12, 4)) < 0.5
    found = compare_pairs(name(table)).table
    unshown = found.loc[found["at_most"] - found["expected"] >= 1.2]
    assert len(unshown) and (unshown["adjusted"] > 0.05).all()
    assert "no more than chance gives" not in set(unshown["verdict"])


def test_no_more_than_chance_is_hardly_ever_said_of_what_is_more():
    # a and b together for a part of the people, by about a tenth of all more than chance has it;
    # the verdict may be wrong in 5 of 100 such cohorts
    wrong = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        table = rng.random((40, 4)) < 0.5
        same = rng.random(40) < 0.45
        table[same, 1] = table[same, 0]
        row = compare_pairs(name(table), draws=500, seed=seed, most_work=0).table.iloc[0]
        wrong += row["verdict"] == "no more than chance gives"
    assert wrong <= stats.binom.ppf(0.999, 40, 0.05)


def test_few_people_cannot_tell():
    found = compare_pairs(name([[1, 1, 0], [0, 1, 1], [1, 0, 0]])).table
    assert set(found["verdict"]) == {"cannot tell at this n"}


def test_what_could_be_no_other_is_settled_by_the_totals():
    full = compare_pairs(name(np.ones((8, 3)))).table
    assert full["shared"].tolist() == full["expected"].tolist() == [8, 8, 8]
    assert set(full["verdict"]) == {"settled by the totals"}


def test_the_false_alarms_keep_to_their_level():
    # random networks, so every alarm is false; Holm promises at most 5 % of cohorts with any
    alarms = 0
    for seed in range(120):
        table = np.random.default_rng(seed).random((12, 5)) < 0.5
        verdicts = compare_pairs(name(table), draws=400, seed=seed, most_work=0).table["verdict"]
        alarms += verdicts.isin(["more than chance gives", "less than chance gives"]).any()
    assert alarms <= stats.binom.ppf(0.999, 120, 0.05)


SYSTEM_OF = {"a": "macro", "b": "meso", "c": "micro"}
SYSTEMS = ("macro", "meso", "micro")


def test_who_carries_the_outer_to_the_inner_system_is_counted_by_hand():
    # P0 and P1 are at both ends, P0 at meso too
    ties = name([[1, 1, 1], [1, 0, 1], [1, 1, 0], [0, 1, 0]])
    found = compare_carriers(ties, SYSTEM_OF, SYSTEMS, draws=200).table
    assert found[["carrier", "both", "carried"]].to_numpy().tolist() == [["meso", 2, 1]]
    assert mix_systems(ties, SYSTEM_OF, SYSTEMS).to_numpy().tolist() == [
        [3, 2, 2],
        [2, 3, 1],
        [2, 1, 2],
    ]


def test_a_carrier_that_is_planted_is_found():
    rng = np.random.default_rng(3)
    ends = rng.random(80) < 0.5
    rest = rng.random((80, 2)) < 0.5
    table = np.column_stack([ends, ends, ends, rest])
    system_of = {**SYSTEM_OF, "d": "macro", "e": "micro"}
    found = compare_carriers(name(table), system_of, SYSTEMS, draws=2_000).table
    assert found["verdict"].tolist() == ["more than chance gives"]


def test_who_is_tied_to_several_systems_in_every_network_is_counted_by_hand():
    # two people with two ties each, four influences named once, a and d of one system. Of the
    # six networks two give somebody a and d alone: 1 person is tied to several systems there,
    # 2 in the other four
    system_of = {**SYSTEM_OF, "d": "macro"}
    found = compare_bridging(name([[1, 1, 0, 0], [0, 0, 1, 1]]), system_of, SYSTEMS)
    assert (found.count, found.least, found.most) == (2, 1, 2)
    assert found.expected == pytest.approx(10 / 6)
    assert found.verdict == "cannot tell at this n"


@pytest.mark.parametrize("most_work", [10**7, 0])
def test_where_everybody_has_more_ties_than_any_system_has_influences_all_is_settled(most_work):
    table = [[1, 1, 1, 0], [1, 1, 0, 1], [0, 1, 1, 1]]
    system_of = {**SYSTEM_OF, "d": "macro"}
    found = compare_bridging(name(table), system_of, SYSTEMS, draws=50, most_work=most_work)
    assert (found.count, found.least, found.most) == (3, 3, 3)
    assert found.verdict == "settled by the totals"


def test_an_influence_without_a_system_is_named():
    with pytest.raises(MeasureError, match="'b' belongs to no system"):
        mix_systems(name([[1, 1]]), {"a": "macro"}, SYSTEMS)


def test_a_very_large_network_is_drawn_less_often():
    assert plan_draws(pd.DataFrame(np.zeros((5_000, 6))), 10_000) == 500
    assert plan_draws(pd.DataFrame(np.zeros((500_000, 6))), 10_000) == 200
    assert plan_draws(pd.DataFrame(np.zeros((500_000, 6))), 10) == 10
