"""An order that runs against everybody else's is asked about, and seldom in vain."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from senco.measures.rankings.doubts import find_reversed


def draw(rng, n, m, noise):
    """Rankings of items whose worths all share, each with a noise of its own."""
    seen = rng.normal(size=m) + noise * rng.normal(size=(n, m))
    return pd.DataFrame(seen.argsort(axis=1).argsort(axis=1) + 1)


def test_the_rule_by_hand():
    """Four rankers of eight items, three of one mind: with that of the last reversed, r = -1.

    Each of the three meets a mean of the others in which two are for and one is against, which
    keeps their order: r = 1, so a = 1 for the last, and 2 * 7 >= 4. With the first for the one
    in question a = (1 + 1 - 1) / 3 = 1/3, but its own r is above 0.
    """
    order = list(range(1, 9))
    asked = find_reversed(pd.DataFrame([order, order, order, order[::-1]], index=list("ABCD")))
    assert asked.to_dict() == {"D": pytest.approx(-1)}


def test_a_correlation_is_scipys():
    rng = np.random.default_rng(3)
    table = draw(rng, 9, 12, 0.7)
    table.loc[4] = 13 - table.loc[4]
    (found,) = find_reversed(table).items()
    expected = spearmanr(table.loc[4], table.drop(index=4).mean().round(9)).statistic
    assert found == (4, pytest.approx(expected))


@pytest.mark.parametrize(
    ("n", "m", "noise", "vain", "found"),
    [(8, 21, 1.0, 0.02, 0.85), (8, 21, 2.5, 0.03, 0.0), (20, 21, 1.0, 0.02, 0.85),
     (8, 10, 0.5, 0.02, 0.85), (8, 21, 1e9, 0.02, 0.0)],
)  # fmt: skip
def test_it_seldom_asks_in_vain_and_finds_most_where_people_agree(n, m, noise, vain, found):
    """Counted in 200 tables each, of agreement from W = .12 (none) to .79.

    In 1,000 tables: in vain 0 to 2.1 % of tables; reversals overlooked 0 to 3 % at W = .5 or
    more with 21 items, 30 % at W = .37, 91 % at W = .23, all where nobody agrees.
    """
    rng = np.random.default_rng(11)
    asked = hits = 0
    for _ in range(200):
        table = draw(rng, n, m, noise)
        asked += len(find_reversed(table)) > 0
        table.iloc[0] = m + 1 - table.iloc[0]
        hits += 0 in find_reversed(table).index
    assert asked <= 200 * vain and hits >= 200 * found


def test_partial_rankings_are_compared_on_what_both_have():
    order = [float(place) for place in range(1, 13)]
    partial = [*order[5::-1], *[np.nan] * 6]
    asked = find_reversed([order, order, order, order, partial])
    assert list(asked.index) == [5] and asked[5] == pytest.approx(-1)


@pytest.mark.parametrize(
    "rows",
    [[[1, 2, 3]] * 3, [[1, 2, 3], [2, 1, 3], [3, 2, 1], [1, 3, 2]], [[2, 2, 2]] * 5],
)
def test_where_nothing_can_be_told_nothing_is_asked(rows):
    assert find_reversed(rows).empty
