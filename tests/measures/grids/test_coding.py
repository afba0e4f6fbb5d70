"""Two coders' table of constructs, with its indices by hand."""

import pytest

from senco.errors import MeasureError
from senco.measures.grids import compare_coders


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


def test_refusals():
    """Coders who did not sort the same constructs, or none."""
    with pytest.raises(MeasureError, match="sorted 1 and 2 constructs"):
        compare_coders(["a"], ["a", "b"])
    with pytest.raises(MeasureError, match="sorted no construct"):
        compare_coders([], [])
