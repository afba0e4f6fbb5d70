"""Agreement where each unit has any number of codes, against three units worked by hand."""

import numpy as np
import pytest

from senco.errors import MeasureError
from senco.measures.agreement import measure_sets

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


def test_the_interval_leaves_out_whole_units_beside_an_imagined_one():
    """Of twenty units with a pair of each coder's, fifteen are alike.

    With the imagined one, who adds 1 to what both give and 3 to all, 2 x 16 of 43. Without one
    that is alike 2 x 15 of 41, without another 2 x 16 of 41, without the imagined one 2 x 15 of 40.
    """
    first = [{"a"}] * 20
    second = [{"a"}] * 15 + [{"b"}] * 5
    found = measure_sets(first, second, ["a", "b"])["positive agreement"]
    without = np.array([30 / 41] * 15 + [32 / 41] * 5 + [30 / 40])
    error = np.sqrt(20 / 21 * np.sum((without - without.mean()) ** 2))
    half = 2.085963 * error  # t on 20 degrees of freedom
    assert found.value == 0.75
    assert (found.low, found.high) == pytest.approx((32 / 43 - half, 32 / 43 + half), abs=1e-6)


def test_coders_who_give_the_same_pairs_throughout_have_an_interval_with_a_width():
    given = [{"a"}, {"b"}, {"a", "b"}, {"a"}]
    for item in measure_sets(given, given, ["a", "b"]).values():
        assert item.value == item.high == 1 and item.low < 1


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
    found = measure_sets(first, second, codes)
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
