"""Two coders: indices by hand, against published values and another program."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from senco.errors import MeasureError
from senco.grids import cohen_kappa, compare_coders, krippendorff_alpha, perreault_leigh


def test_indices_a_and_b_by_hand():
    """Seven constructs, four agreed; c is the first coder's only, d the second's."""
    first = ["a", "a", "a", "b", "b", "c", "a"]
    second = ["a", "a", "b", "b", "b", "b", "d"]
    table = compare_coders(first, second)
    assert (table.rows, table.columns) == (("a", "b", "c"), ("a", "b", "d"))
    assert table.counts.tolist() == [[2, 1, 1], [0, 2, 0], [0, 1, 0]]
    assert (table.n, table.agreed, table.index_a) == (7, 4, pytest.approx(4 / 7))
    # both categories shared: 2 + 1 + 0 + 2
    assert table.index_b == pytest.approx(4 / 5)


def test_categories_of_different_names_are_matched():
    """The coders may call one category by two names."""
    table = compare_coders(["time", "team"], ["hours", "team"], {"time": "hours", "team": "team"})
    assert table.index_a == 1.0
    assert compare_coders(["time", "team"], ["hours", "team"]).index_a == 0.5
    with pytest.raises(MeasureError, match="matched with one"):
        compare_coders(["a", "b"], ["c", "c"], {"a": "c", "b": "c"})


def test_index_b_needs_a_shared_category():
    """Without one there is nothing to be a share of."""
    with pytest.raises(MeasureError, match="Index B is undefined"):
        _ = compare_coders(["a"], ["b"]).index_b


def test_kappa_by_hand():
    """Observed .75, by chance .5: kappa .5; the error by Fleiss, Cohen & Everitt."""
    found = cohen_kappa(list("aabb"), list("aaba"))
    assert found.value == pytest.approx(0.5)
    # shares aa .5, ba .25, bb .25; rows a .5 b .5, columns a .75 b .25; kappa .5
    # agreeing: .5 (1 - 1.25 x .5)^2 + .25 (1 - .75 x .5)^2
    # disagreeing, the one in row b and column a: .25 (column b .25 + row a .5)^2 (1 - .5)^2
    agreeing = 0.5 * (1 - 1.25 * 0.5) ** 2 + 0.25 * (1 - 0.75 * 0.5) ** 2
    disagreeing = 0.25 * 0.25 * (0.25 + 0.5) ** 2
    variance = (agreeing + disagreeing - (0.5 - 0.5 * 0.5) ** 2) / (4 * 0.25)
    assert found.error == pytest.approx(np.sqrt(variance))
    assert found.low < found.value < found.high


def test_kappa_needs_two_categories():
    """One category throughout says nothing about agreement beyond chance."""
    with pytest.raises(MeasureError, match="one category throughout"):
        cohen_kappa(["a", "a"], ["a", "a"])


@pytest.mark.parametrize(
    ("agreed", "n", "k", "value"),
    [
        # sqrt((.8 - .2) x 5/4) and sqrt((.9 - .1) x 10/9); at or below chance 0
        (80, 100, 5, np.sqrt(0.75)),
        (90, 100, 10, np.sqrt(8 / 9)),
        (10, 100, 5, 0.0),
        (100, 100, 4, 1.0),
    ],
)
def test_perreault_leigh_by_hand(agreed, n, k, value):
    """The index and its standard error sqrt(I (1 - I) / N)."""
    found = perreault_leigh(agreed, n, k)
    assert found.value == pytest.approx(value)
    assert found.error == pytest.approx(np.sqrt(value * (1 - value) / n), abs=1e-12)
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_alpha_by_hand():
    """Two coders, four constructs, one disagreement."""
    # pairs: a a, a a, b b, a b: values 5 a, 3 b, n 8; disagreement observed 2,
    # expected 2 x 5 x 3: alpha = 1 - 7 x 2 / 30
    found = krippendorff_alpha([list("aaba"), list("aabb")])
    assert found.value == pytest.approx(1 - 14 / 30)
    assert found.low <= found.value <= found.high


codings = st.lists(
    st.lists(st.sampled_from(["a", "b", "c", None]), min_size=6, max_size=6),
    min_size=2,
    max_size=4,
)


@given(codings)
def test_alpha_agrees_with_the_krippendorff_package(coded):
    """Its value is that of another program, with missing codes."""
    numbers = {"a": 0.0, "b": 1.0, "c": 2.0, None: np.nan}
    data = [[numbers[code] for code in coder] for coder in coded]
    paired = [unit for unit in zip(*coded, strict=True) if sum(c is not None for c in unit) > 1]
    if len({c for unit in paired for c in unit if c is not None}) < 2:
        with pytest.raises(MeasureError):
            krippendorff_alpha(coded)
        return
    expected = krippendorff.alpha(data, level_of_measurement="nominal")
    assert krippendorff_alpha(coded, resamples=50).value == pytest.approx(expected)


def test_alpha_interval_repeats_with_its_seed_and_narrows_with_more():
    """The bootstrap is seeded, and forty times the constructs give a narrower interval."""
    first, second = list("aabbccabca"), list("aabbcaabcb")
    one = krippendorff_alpha([first, second], seed=3)
    assert one == krippendorff_alpha([first, second], seed=3)
    many = krippendorff_alpha([first * 40, second * 40], seed=3)
    assert many.high - many.low < (one.high - one.low) / 3


def test_refusals():
    """Codings that do not fit together, and confidence beyond its range."""
    with pytest.raises(MeasureError, match="sorted 1 and 2 constructs"):
        compare_coders(["a"], ["a", "b"])
    with pytest.raises(MeasureError, match="sorted no construct"):
        cohen_kappa([], [])
    with pytest.raises(MeasureError, match="between 0 and 1"):
        cohen_kappa(["a", "b"], ["a", "b"], confidence=95)
    with pytest.raises(MeasureError, match="5 of 4 agreed"):
        perreault_leigh(5, 4, 3)
    with pytest.raises(MeasureError, match="None where not sorted"):
        krippendorff_alpha([["a"], ["a", "b"]])
    with pytest.raises(MeasureError, match="no construct was sorted by two"):
        krippendorff_alpha([["a", None], [None, "b"]])
    with pytest.raises(MeasureError, match="only one category"):
        krippendorff_alpha([["a", "a"], ["a", "a"]])
    with pytest.raises(MeasureError, match="at least 1"):
        krippendorff_alpha([["a", "b"], ["a", "b"]], resamples=0)
