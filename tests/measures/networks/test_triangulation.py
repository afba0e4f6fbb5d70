"""Where sources agree and where they part, counted by hand."""

import numpy as np
import pandas as pd
import pytest

from senco.errors import MeasureError
from senco.measures.networks import count_readings, count_showing, tie_where_shown, triangulate

# P1 speaks of a alone and ranks a and b above the middle; P2 speaks of b, and ranked nothing.
SHOWS = {
    "narratives": pd.DataFrame([[1, 0], [0, 1]], index=["P1", "P2"], columns=["a", "b"]),
    "rankings": pd.DataFrame([[1, 1], [np.nan, np.nan]], index=["P1", "P2"], columns=["a", "b"]),
}


def test_each_cell_says_in_which_sources_it_shows():
    found = triangulate(SHOWS).set_index(["participant", "influence"])
    assert found["reading"].tolist() == ["in all", "in only one", "in none", "in only one"]
    assert found["showing"].tolist() == [2, 1, 0, 1]
    assert found["sources"].tolist() == [2, 2, 1, 1]  # what P2 did not rank is absent, not zero


def test_readings_and_sources_are_counted_by_influence():
    counts = count_readings(triangulate(SHOWS), ["a", "b"])
    assert counts.loc["a"].tolist() == [1, 0, 0, 1]
    assert counts.loc["b"].tolist() == [0, 0, 2, 0]
    told = count_showing(SHOWS)
    assert told["narratives"].tolist() == ["1 of 2", "1 of 2"]
    assert told["rankings"].tolist() == ["1 of 1", "1 of 1"]


def test_a_tie_needs_sources_enough_or_all_that_there_are():
    combined = pd.DataFrame([[1.5, 0.5], [0.2, 1.8]], index=["P1", "P2"], columns=["a", "b"])
    assert tie_where_shown(combined, SHOWS).to_numpy().tolist() == [[1.5, 0], [0, 1.8]]
    assert tie_where_shown(combined, SHOWS, 1).to_numpy().tolist() == [[1.5, 0.5], [0, 1.8]]
    with pytest.raises(MeasureError, match="at least one source"):
        tie_where_shown(combined, SHOWS, 0)


def test_no_source_is_refused():
    with pytest.raises(MeasureError, match="no source"):
        triangulate({})
