"""Agreement where each unit has any number of codes, against three units worked by hand."""

import numpy as np
import pytest

from senco.agreement import measure_sets
from senco.errors import MeasureError

FIRST, SECOND = [{"a"}, {"b"}, set()], [{"a"}, {"a", "b"}, set()]


def test_agreement_on_pairs_by_hand():
    """Two pairs and three, of which two are the same; of six that there could be."""
    found = measure_sets(FIRST, SECOND, ["a", "b"])
    assert found["Jaccard index"].value == pytest.approx(2 / 3)
    assert found["positive agreement"].value == pytest.approx(4 / 5)
    # 2 x (2/6 x 3/6) / (2/6 + 3/6)
    assert found["positive agreement"].note.startswith("0.40 by chance")
    # Sets a, b, ab, nothing are given 2, 1, 1, 2 times. Observed (2 x 1/2) / 6; expected
    # 2 x (2 + 1 + 4 + 1/2 + 2 + 2) / 30
    alpha = found["alpha on sets of codes (jaccard distance)"]
    assert alpha.value == pytest.approx(1 - (1 / 6) / (23 / 30))
    for item in found.values():
        assert item.low <= item.value <= item.high


def test_the_interval_draws_whole_units():
    """Of two units one is alike in its one pair, one not at all: a draw gives 0, 1/2 or 1."""
    found = measure_sets([{"a"}, {"a"}], [{"a"}, {"b"}], ["a", "b"])["positive agreement"]
    assert (found.value, found.low, found.high) == (0.5, 0, 1)


def test_what_neither_gives_is_no_agreement():
    more = ["a", "b", *(f"c{n}" for n in range(50))]
    assert measure_sets(FIRST, SECOND, more)["Jaccard index"].value == pytest.approx(2 / 3)
    nothing = measure_sets([set()], [set()], ["a"])
    assert all(
        item.value is None and item.note.startswith("undefined") for item in nothing.values()
    )


def test_two_coders_who_give_pairs_at_random_agree_as_chance_would():
    rng = np.random.default_rng(3)
    codes = [f"c{n}" for n in range(10)]
    drawn = rng.random((2, 2000, 10)) < 0.2
    first, second = [
        [{code for code, one in zip(codes, row, strict=True) if one} for row in coder]
        for coder in drawn
    ]
    found = measure_sets(first, second, codes, draws=50)
    # by chance .2 of either's pairs are the other's too
    assert found["positive agreement"].value == pytest.approx(0.2, abs=0.02)
    assert found["positive agreement"].note.startswith("0.20")
    assert found["alpha on sets of codes (jaccard distance)"].value == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [([{"a"}], [], "1 and 0 units"), ([], [], "0 and 0 units"), ([{"x"}], [{"a"}], "code 'x'")],
)
def test_what_cannot_be_compared_is_refused(first, second, words):
    with pytest.raises(MeasureError, match=words):
        measure_sets(first, second, ["a", "b"])
