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
from senco.networks import compare_carriers, compare_pairs, draw_ties, mix_systems, plan_draws


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
    found = compare_pairs(name(table), draws=2_000).set_index(["first", "second"])
    assert found.loc[("a", "b"), "verdict"] == "more than chance gives"
    assert found.loc[("a", "b"), "effect"] > 3
    assert found.loc[("c", "d"), "verdict"] == "no more than chance gives"


def test_p_agrees_with_all_networks_that_there_are():
    # a and b are shared by two of three people; by hand over every network with the totals
    tied = np.array([[1, 1, 0, 0], [1, 1, 0, 1], [0, 0, 1, 1]], dtype=bool)
    every = np.array([np.frombuffer(one, dtype=bool).reshape(tied.shape) for one in list_all(tied)])
    shared = (every[:, :, 0] & every[:, :, 1]).sum(axis=1)
    p = (np.abs(shared - shared.mean()) >= abs(2 - shared.mean()) - 1e-9).mean()
    found = compare_pairs(name(tied), draws=20_000).iloc[0]
    assert found["shared"] == 2
    assert found["expected"] == pytest.approx(shared.mean(), abs=0.02)
    assert found["p"] == pytest.approx(p, abs=0.02)


def test_few_people_cannot_tell():
    found = compare_pairs(name([[1, 1, 0], [0, 1, 1], [1, 0, 0]]), draws=500)
    assert set(found["verdict"]) == {"cannot tell at this n"}
    full = compare_pairs(name(np.ones((8, 3))), draws=50)
    assert full["effect"].isna().all() and set(full["verdict"]) == {"cannot tell at this n"}


def test_the_false_alarms_keep_to_their_level():
    # random networks, so every alarm is false; Holm promises at most 5 % of cohorts with any
    alarms = 0
    for seed in range(120):
        table = np.random.default_rng(seed).random((12, 5)) < 0.5
        verdicts = compare_pairs(name(table), draws=400, seed=seed)["verdict"]
        alarms += verdicts.isin(["more than chance gives", "less than chance gives"]).any()
    assert alarms <= stats.binom.ppf(0.999, 120, 0.05)


SYSTEM_OF = {"a": "macro", "b": "meso", "c": "micro"}
SYSTEMS = ("macro", "meso", "micro")


def test_who_carries_the_outer_to_the_inner_system_is_counted_by_hand():
    # P0 and P1 are at both ends, P0 at meso too
    ties = name([[1, 1, 1], [1, 0, 1], [1, 1, 0], [0, 1, 0]])
    found = compare_carriers(ties, SYSTEM_OF, SYSTEMS, draws=200)
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
    found = compare_carriers(name(table), system_of, SYSTEMS, draws=2_000)
    assert found["verdict"].tolist() == ["more than chance gives"]


def test_an_influence_without_a_system_is_named():
    with pytest.raises(MeasureError, match="'b' belongs to no system"):
        mix_systems(name([[1, 1]]), {"a": "macro"}, SYSTEMS)


def test_a_very_large_network_is_drawn_less_often():
    assert plan_draws(pd.DataFrame(np.zeros((5_000, 6))), 10_000) == 500
    assert plan_draws(pd.DataFrame(np.zeros((500_000, 6))), 10_000) == 200
    assert plan_draws(pd.DataFrame(np.zeros((500_000, 6))), 10) == 10
