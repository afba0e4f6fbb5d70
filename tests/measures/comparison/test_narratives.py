"""Narratives are compared by whole participants, and a printed selection is not tested."""

import numpy as np
import pandas as pd
import pytest

from senco.cohort.model import Criteria
from senco.measures.comparison import AGREES, DIFFERS, NEVER, OPEN, compare_cohorts
from senco.measures.comparison import narratives as module
from senco.measures.comparison.narratives import measure_distance, share_out

MEANT, OTHER = "relationships", "ethos-and-support"


@pytest.fixture
def rng():
    return np.random.default_rng(1)


def test_a_participants_passages_count_as_shares_whoever_says_more(make):
    cohort = make("here", passages=[[MEANT] * 9 + [OTHER], [OTHER]])
    shares = share_out(cohort)
    assert shares[MEANT].tolist() == [0.9, 0] and shares[OTHER].tolist() == [0.1, 1]
    assert (shares.sum(axis=1) == 1).all() and list(shares) == list(cohort.influences)


def test_the_distance_and_its_p_are_those_worked_by_hand(rng):
    # in the docstring: .5, and four of the six ways to deal are as far apart
    one = pd.DataFrame([[0.5, 0.5], [0.0, 1.0]])
    other = pd.DataFrame([[1.0, 0.0], [0.5, 0.5]])
    found = measure_distance(one, other, 0.9, rng)
    assert (found.value, found.p, found.by_chance) == pytest.approx((0.5, 4 / 6, 2 / 6))
    # means taken off: .25 up and down on each side, times root 2; both up against both down
    assert found.radius == pytest.approx(0.5 * np.sqrt(2))


def test_the_interval_of_the_distance_holds_the_true_one_at_least_as_often_as_promised(rng):
    held = 0
    true = np.abs([0.2, -0.2, 0.0]).sum() / 2
    for _ in range(300):
        one = pd.DataFrame(rng.dirichlet([3.0, 1.0, 1.0], 8))  # mean .6, .2, .2
        other = pd.DataFrame(rng.dirichlet([2.0, 2.0, 1.0], 8))  # mean .4, .4, .2
        found = measure_distance(one, other, 0.9, rng)
        held += found.value - found.radius <= true <= found.value + found.radius
    assert held / 300 > 0.88


def narratives(found):
    rows = found.findings.loc[found.findings["area"] == "narratives"]
    return rows.set_index("key")


def test_the_same_stories_agree_and_stories_of_something_else_differ(make):
    here, same = (make(name, passages=[[MEANT, OTHER]] * 60) for name in ("here", "same"))
    rows = narratives(compare_cohorts(here, same, draws=200))
    assert rows.loc["distance", "verdict"] == AGREES
    assert rows.loc[f"speaks:{MEANT}", "verdict"] == AGREES
    other = make("other", passages=[[OTHER]] * 60)
    rows = narratives(compare_cohorts(here, other, draws=200))
    # half of each narrative would have to be about something else
    assert rows.loc["distance", "difference"] == 0.5
    assert rows.loc["distance", "verdict"] == DIFFERS
    # of 201 divisions, theirs among them, hardly any is as far apart; none would be 0 of 201
    assert "in less than 1% of random divisions" in rows.loc["distance", "reason"]
    row = rows.loc[f"speaks:{MEANT}"]
    assert (row["here"], row["there"], row["verdict"]) == (1, 0, DIFFERS)


def test_with_eight_people_the_same_stories_cannot_be_told_to_agree(make):
    here, same = (make(name, passages=[[MEANT, OTHER], [MEANT]] * 4) for name in ("here", "same"))
    rows = narratives(compare_cohorts(here, same))
    assert rows.loc[f"speaks:{OTHER}", "verdict"] == OPEN
    assert "wider than the margin" in rows.loc[f"speaks:{OTHER}", "reason"]


def test_a_published_selection_gets_numbers_and_no_interval(make):
    here = make("here", passages=[[MEANT, OTHER]] * 60)
    printed = make("printed", passages=[[OTHER]] * 60, provenance="published")
    rows = narratives(compare_cohorts(here, printed, draws=200))
    assert set(rows["verdict"]) == {NEVER} and rows["low"].isna().all()
    assert rows["reason"].str.contains("chosen for print").all()
    assert rows.loc["distance", "difference"] == 0.5


def test_a_wider_margin_makes_agreement_easier_and_nothing_else(make):
    here = make("here", passages=[[MEANT], [MEANT, OTHER]] * 20)
    there = make("there", passages=[[MEANT, OTHER], [MEANT]] * 20)
    narrow = narratives(compare_cohorts(here, there, Criteria(narrative_margin=0.05), draws=500))
    wide = narratives(compare_cohorts(here, there, Criteria(narrative_margin=0.6), draws=500))
    assert (narrow.loc["distance", "verdict"], wide.loc["distance", "verdict"]) == (OPEN, AGREES)
    assert narrow.loc["distance", "low"] == wide.loc["distance", "low"]


def test_dealings_that_are_multiplied_in_parts_give_what_they_give_at_once(rng, monkeypatch):
    """Parts of three dealings and a last one of two: no table of numbers for all of them."""
    here, there = rng.random((7, 3)), rng.random((5, 3))
    dealt = np.array([rng.permutation(12) < 7 for _ in range(11)])
    table = np.vstack([here, there])
    at_once = module._distances(table, dealt)
    by_hand = [np.abs(table[one].mean(axis=0) - table[~one].mean(axis=0)).sum() / 2
               for one in dealt]  # fmt: skip
    assert at_once == pytest.approx(by_hand)
    sizes = []
    stack = np.vstack
    monkeypatch.setattr(module, "_MOST_DEALT", 3 * 12)
    monkeypatch.setattr(
        np, "vstack", lambda parts: (sizes.extend(map(len, parts)), stack(parts))[1]
    )
    assert module._distances(table, dealt) == pytest.approx(at_once)
    assert sizes == [3, 3, 3, 2]
