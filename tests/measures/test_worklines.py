"""Work-lines, against lines drawn and measured by hand, and against simulation."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from senco.errors import MeasureError
from senco.measures import resampling, worklines
from senco.measures.worklines.noise import _shuffle as noise_of
from senco.pages.worklines import average, describe_hardest, describe_noise

# By hand, midline 0:
#   P1  (0, -2) to (1, 2): straight up; half below, half above; slope 4; level 0
#   P2  (0, 1), (.5, -1), (1, 1): a valley; crosses at .25 and .75
#   P3  (.2, 1), (.6, 1): level, drawn over two fifths of the chart
#   P4  (.5, -1): a single point
LINES = pd.DataFrame(
    [
        ("P1", 1.0, 2.0), ("P1", 0.0, -2.0),
        ("P2", 0.0, 1.0), ("P2", 0.5, -1.0), ("P2", 1.0, 1.0),
        ("P3", 0.2, 1.0), ("P3", 0.6, 1.0),
        ("P4", 0.5, -1.0),
    ],
    columns=["participant", "position", "level"],
)  # fmt: skip
EVENTS = pd.DataFrame(
    {
        "event": ["e1", "e2", "e3", "e4"],
        "participant": ["P1", "P2", "P2", "P3"],
        "position": [0.25, 0.5, 0.9, 0.9],
        "critical": [True, True, False, True],
    }
)


@pytest.fixture(scope="module")
def measured():
    return worklines.measure_lines(LINES, midline=0)


def test_a_line_is_measured_over_its_time_whatever_the_order_of_its_rows(measured):
    line = measured.loc["P1"]
    assert (line["start"], line["end"], line["lowest"], line["highest"]) == (0, 1, -2, 2)
    assert line[["level", "range", "slope", "turns"]].tolist() == [0, 4, pytest.approx(4), 0]
    assert line[["share_above", "share_below", "share_on"]].tolist() == [0.5, 0.5, 0]
    assert line[["peak", "trough"]].tolist() == [1, 0]


def test_a_valley_has_one_turn_no_slope_and_its_lowest_place_in_the_middle(measured):
    line = measured.loc["P2"]
    assert line[["level", "slope", "turns", "trough"]].tolist() == pytest.approx([0, 0, 1, 0.5])
    assert line["share_below"] == pytest.approx(0.5)


def test_a_level_line_and_a_single_point_say_what_cannot_be_known(measured):
    level, point = measured.loc["P3"], measured.loc["P4"]
    assert level[["slope", "range", "turns", "share_above"]].tolist() == [0, 0, 0, 1]
    assert "no peak" in level["note"]
    assert point[["points", "level", "range"]].tolist() == [1, -1, 0]
    assert point[["slope", "share_above", "share_below"]].isna().all()
    assert "no slope" in point["note"]


def test_a_line_that_ends_lower_than_it_began_falls_whatever_its_trend():
    # 4, -5, 2, 5, 0: from 4 to 0, though the straight line nearest to it climbs. By hand, with
    # Simpson's rule over four strokes: (0 + 2 + 3 + 5) x .25 / 6 x 12 = 5
    line = pd.DataFrame(
        {"participant": "P1", "position": [0, 0.25, 0.5, 0.75, 1], "level": [4, -5, 2, 5, 0]}
    )
    found = worklines.measure_lines(line, midline=0).loc["P1"]
    assert found["change"] == -4
    assert found["slope"] == pytest.approx(5)


def test_one_point_has_no_change(measured):
    assert np.isnan(measured.loc["P4", "change"]) and measured.loc["P2", "change"] == 0


def test_the_hardest_places_are_all_that_share_the_count_and_the_mean_is_told_apart():
    # at .1, .2 and .4 two of three are below; the mean is lowest at .3, where one is far below
    levels = pd.DataFrame(
        [[1, -1, -1, -9, -1], [1, -1, -1, 1, -1], [1, 5, 5, 5, 5]],
        columns=[0, 0.1, 0.2, 0.3, 0.4], index=["P1", "P2", "P3"], dtype=float,
    )  # fmt: skip
    mean = worklines.average_lines(levels)
    found = worklines.find_hardest(mean, worklines.agree_on_hardship(levels, 0))
    assert (found.below, found.reaching) == (2, (3, 3))
    assert found.where == ((0.1, 0.2), (0.4, 0.4))
    assert found.lowest == ((0.3, 0.3),) and found.mean == pytest.approx(-1)
    assert describe_hardest(found) == (
        "the most lines are below the midline from 10% to 20% and at 40% of the way (2 of 3), and "
        "their mean is lowest at 30% of the way"
    )


def test_where_no_line_is_below_the_midline_no_place_is_called_hardest():
    levels = pd.DataFrame([[1.0, 2.0], [2.0, 1.0]], columns=[0, 1])
    found = worklines.find_hardest(
        worklines.average_lines(levels), worklines.agree_on_hardship(levels, 0)
    )
    assert (found.below, found.where) == (0, ())
    # the mean is 1.5 throughout
    assert describe_hardest(found) == (
        "no line is ever below the midline, and their mean is lowest from 0% to 100% of the way"
    )


def test_where_no_line_reaches_any_place_that_is_said():
    mean, hardship = average(pd.DataFrame(), 0)
    found = worklines.find_hardest(mean, hardship)
    assert describe_hardest(found) == "no line reaches any place"


def test_a_level_that_misses_the_midline_by_rounding_alone_is_on_it():
    midline = 0.3
    levels = pd.DataFrame([[0.1 + 0.2, 1.0 - 0.7]], columns=[0, 1])  # both sides of .3 by a bit
    counts = worklines.agree_on_hardship(levels, midline)
    assert counts[["below", "above"]].to_numpy().tolist() == [[0, 0], [0, 0]]
    assert worklines.share_time([0, 1], levels.iloc[0], midline) == (0, 0, 1)
    line = pd.DataFrame({"participant": "P1", "position": [0, 1], "level": levels.iloc[0]})
    event = pd.DataFrame({"event": ["e"], "participant": "P1", "position": 0, "critical": True})
    assert worklines.locate_events(line, event, midline)["side"].tolist() == ["on"]


def test_the_slope_does_not_depend_on_where_points_were_set():
    # the same drawn line with three more points on its first stroke; points alone would tilt it
    sparse = worklines.fit_slope([0, 0.5, 1], [0, 4, 3])
    dense = worklines.fit_slope([0, 0.1, 0.2, 0.3, 0.5, 1], [0, 0.8, 1.6, 2.4, 4, 3])
    assert dense == pytest.approx(sparse)
    fine = np.linspace(0, 1, 200_001)
    regression = np.polyfit(fine, np.interp(fine, [0, 0.5, 1], [0, 4, 3]), 1)[0]
    assert sparse == pytest.approx(regression, abs=1e-6)


def test_turns_follow_the_stated_rule():
    #        up 3, level, back .5, up to 5, back to 0, up to .3 at the end
    places = [0, 0.1, 0.3, 0.4, 0.6, 0.8, 1.0]
    levels = [0, 3.0, 3.0, 2.5, 5.0, 0.0, 0.3]
    every = worklines.find_turns(places, levels)
    assert every["kind"].tolist() == ["peak", "trough", "peak", "trough"]
    assert every["place"].tolist() == pytest.approx([0.2, 0.4, 0.6, 0.8])
    large = worklines.find_turns(places, levels, least_turn=1)
    assert large.to_numpy().tolist() == [["peak", 0.6, 5.0]]
    with pytest.raises(MeasureError, match="at least 0"):
        worklines.find_turns(places, levels, least_turn=-1)


def test_a_small_rise_before_a_long_fall_is_no_turn():
    assert worklines.find_turns([0, 0.1, 1], [0, 0.3, -2], least_turn=1).empty


def test_a_critical_event_is_placed_on_its_line_and_never_beyond_it():
    frame = worklines.locate_events(LINES, EVENTS, midline=0)
    assert frame.loc["P1", ["event", "level", "side"]].tolist() == ["e1", -1, "below"]
    assert frame.loc["P1", "standing"] == pytest.approx(0.25)  # a quarter of the time is lower
    assert frame.loc["P2", ["event", "level", "standing"]].tolist() == ["e2", -1, 0]
    assert np.isnan(frame.loc["P3", "level"]) and "beyond" in frame.loc["P3", "note"]
    assert frame.loc["P4", "note"] == "no critical event"


def test_an_event_that_has_only_a_date_is_placed_by_the_lines_own_dates():
    dated = pd.DataFrame(
        {
            "participant": ["P1", "P1"],
            "position": [0.0, 1.0],
            "date": pd.to_datetime(["2017-01-01", "2017-01-11"]),
            "level": [0.0, 10.0],
        }
    )
    event = pd.DataFrame(
        {
            "event": ["e"],
            "participant": ["P1"],
            "position": [np.nan],
            "date": pd.to_datetime(["2017-01-04"]),
            "critical": [True],
        }
    )
    by_position = worklines.locate_events(dated, event, midline=5)
    assert by_position.loc["P1", ["place", "level"]].tolist() == pytest.approx([0.3, 3])
    assert by_position.loc["P1", "side"] == "below"
    by_date = worklines.locate_events(dated, event, midline=5, axis="date")
    assert by_date.loc["P1", ["place", "level"]].tolist() == [17170.0, 3.0]  # 4 January 2017


def test_two_critical_events_of_one_participant_are_refused():
    with pytest.raises(MeasureError, match="P2 has two critical events"):
        worklines.locate_events(LINES, EVENTS.assign(critical=True), midline=0)


def test_resampling_keeps_the_line_and_stops_at_its_ends():
    levels = worklines.resample_lines(LINES, n_points=11)
    assert levels.loc["P1"].tolist() == pytest.approx(np.linspace(-2, 2, 11).tolist())
    assert levels.loc["P3"].notna().tolist() == [False, False, *[True] * 5, *[False] * 4]
    assert levels.loc["P4"].dropna().to_dict() == {0.5: -1.0}


def test_dates_are_an_axis_too_and_lines_begin_at_their_own():
    dated = LINES.iloc[[1, 0, 5, 6]].assign(
        date=pd.to_datetime(["2017-01-01", "2017-01-05", "2017-01-03", "2017-01-05"])
    )
    levels = worklines.resample_lines(dated, n_points=5, axis="date")
    assert levels.loc["P1"].tolist() == [-2, -1, 0, 1, 2]
    assert levels.loc["P3"].isna().tolist() == [True, True, False, False, False]
    assert worklines.measure_lines(dated, 0, axis="date").loc["P1", "slope"] == pytest.approx(1)
    undated = dated.assign(date=pd.to_datetime(["2017-01-01", None, "2017-01-03", "2017-01-05"]))
    with pytest.raises(MeasureError, match="Point 2 of P1's line has no date"):
        worklines.resample_lines(undated, axis="date")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"position": [0.0] * 8}, "P1's line has two points at position 0"),
        ({"level": [np.nan] * 8}, "Point 1 of P1's line has no level"),
        ({"level": [np.inf] * 8}, "has no level"),
    ],
)
def test_a_line_that_is_no_line_is_refused_by_name(change, words):
    with pytest.raises(MeasureError, match=words):
        worklines.measure_lines(LINES.assign(**change), midline=0)
    with pytest.raises(MeasureError, match="no work-line"):
        worklines.measure_lines(LINES.iloc[:0], midline=0)
    with pytest.raises(MeasureError, match="midline must be a number"):
        worklines.measure_lines(LINES, midline=float("nan"))
    with pytest.raises(MeasureError, match="at least 2 points"):
        worklines.resample_lines(LINES, n_points=1)


def test_the_mean_line_has_students_interval_over_the_lines_that_are_there():
    # by hand: values 1, 2, 3: mean 2, sd 1, t(.975, 2) = 4.302653, half width 2.484138
    levels = pd.DataFrame([[1.0, 5.0], [2.0, np.nan], [3.0, np.nan]], columns=[0.0, 1.0])
    mean = worklines.average_lines(levels)
    assert mean.loc[0.0].tolist() == pytest.approx([3, 2, 2 - 2.484138, 2 + 2.484138], abs=1e-6)
    assert mean.loc[1.0, ["n", "mean"]].tolist() == [1, 5]
    assert mean.loc[1.0, ["low", "high"]].isna().all()


def count_holding(draw, mean, n, samples, rng):
    interval = resampling.estimate_mean(draw(rng, (n, samples)), 0.95)
    return np.mean((interval.low <= mean) & (mean <= interval.high))


@pytest.mark.parametrize(("n", "least"), [(4, 0.94), (8, 0.94), (30, 0.94)])
def test_the_interval_holds_what_it_promises_for_normal_levels(n, least):
    rng = np.random.default_rng(7)
    share = count_holding(lambda r, shape: r.normal(3, 2, shape), 3, n, 8000, rng)
    assert least < share < 0.96


def test_the_interval_is_said_to_miss_a_skewed_mean_more_often():
    rng = np.random.default_rng(7)
    share = count_holding(lambda r, s: r.exponential(size=s), 1, 8, 8000, rng)
    assert 0.87 < share < 0.91  # the docstring gives .893


def test_lines_are_laid_over_one_another_at_their_events():
    aligned = worklines.align_lines(LINES, EVENTS, n_points=7)
    assert aligned.lines.columns.tolist() == pytest.approx([-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75])
    assert aligned.lines.loc["P1"].tolist() == pytest.approx(
        [np.nan, np.nan, -2, -1, 0, 1, 2], nan_ok=True
    )
    assert aligned.lines.loc["P2"].tolist() == pytest.approx(
        [np.nan, 1, 0, -1, 0, 1, np.nan], nan_ok=True
    )
    assert set(aligned.left_out) == {"P3", "P4"}
    with pytest.raises(MeasureError, match="must be odd"):
        worklines.align_lines(LINES, EVENTS, n_points=8)
    with pytest.raises(MeasureError, match="No line can be aligned"):
        worklines.align_lines(LINES, EVENTS.iloc[3:], n_points=7)


def test_agreement_about_hardship_counts_only_the_lines_that_are_there():
    frame = worklines.agree_on_hardship(worklines.resample_lines(LINES, n_points=5), midline=0)
    assert frame["n"].tolist() == [2, 3, 4, 2, 2]  # P3 reaches .25 and .5, P4 .5
    assert frame["below"].tolist() == [1, 1, 2, 0, 0]
    assert frame["share_below"].tolist() == pytest.approx([1 / 2, 1 / 3, 2 / 4, 0, 0])
    # Clopper & Pearson for 0 of 2: from 0 to 1 - sqrt(.025)
    assert frame.iloc[4][["low", "high"]].tolist() == pytest.approx([0, 1 - 0.025**0.5])


def test_eight_of_eight_below_is_compatible_with_a_share_of_two_thirds():
    frame = worklines.agree_on_hardship(pd.DataFrame([[-1.0]] * 8), midline=0)
    assert frame.iloc[0][["low", "high", "agreement"]].tolist() == pytest.approx(
        [0.025 ** (1 / 8), 1, 1]
    )


line = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(-50, 50)), min_size=2, max_size=12,
    unique_by=lambda point: point[0],
).map(sorted)  # fmt: skip


@given(line, st.integers(-60, 60))
def test_shares_of_time_sum_to_one_and_agree_with_a_fine_count(points, midline):
    places, levels = np.array(points, dtype=float).T
    above, below, on = worklines.share_time(places, levels, midline)
    assert above + below + on == pytest.approx(1)
    fine = np.interp(np.linspace(places[0], places[-1], 20_001), places, levels)
    assert above == pytest.approx(np.mean(fine > midline), abs=0.002)
    assert below == pytest.approx(np.mean(fine < midline), abs=0.002)


@given(line)
def test_a_line_turned_upside_down_or_back_to_front_has_the_mirrored_measures(points):
    places, levels = np.array(points, dtype=float).T
    assert worklines.fit_slope(places, -levels) == pytest.approx(
        -worklines.fit_slope(places, levels), abs=1e-9
    )
    back = worklines.find_turns(places[-1] - places[::-1], levels[::-1])
    turns = worklines.find_turns(places, levels)
    assert back["level"].tolist() == turns["level"].tolist()[::-1]
    assert worklines.find_turns(places, -levels)["kind"].tolist() == [
        {"peak": "trough", "trough": "peak"}[kind] for kind in turns["kind"]
    ]


@given(st.lists(st.integers(0, 6), min_size=3, max_size=8), st.data())
def test_counting_splits_gives_the_p_of_listing_them_all(values, data):
    size = data.draw(st.integers(1, len(values) - 1))
    group = np.arange(len(values)) < size
    counted = resampling.permute_groups(values, group)
    reaches = np.array([welch(values, split) for split in _list_splits(len(values), size)])
    own, most = welch(values, group), reaches.max()
    assert counted.p == pytest.approx(np.mean(reaches >= own * (1 - 1e-9)))
    assert counted.smallest_p == pytest.approx(np.mean(reaches >= most * (1 - 1e-9)))
    assert counted.smallest_p <= counted.p + 1e-12


def _list_splits(n, size):
    return [np.isin(np.arange(n), chosen) for chosen in combinations(range(n), size)]


def welch(values, group):
    """Welch's t of whole numbers, by fractions but for the root; of a group of one the means."""
    one, other = ([Fraction(int(v)) for v in np.array(values)[side]] for side in (group, ~group))
    apart = sum(one) / len(one) - sum(other) / len(other)
    if min(len(one), len(other)) < 2:
        return abs(float(apart))
    squares = sum(
        sum((v - sum(part) / len(part)) ** 2 for v in part) / (len(part) * (len(part) - 1))
        for part in (one, other)
    )
    if not squares:
        return np.inf if apart else 0.0
    return abs(float(apart)) / float(squares) ** 0.5


def test_three_against_five_cannot_reach_two_in_a_hundred():
    # 56 splits. This one: 8 less 3, in errors of the root of 1/3 + 2.5/5: 5.48. On the other
    # side 1, 2 and 3 against 6.6: 4.6 in errors of the root of 1/3 + 4.3/5, 4.21
    test = resampling.permute_groups([9, 8, 7, 1, 2, 3, 4, 5], [True] * 3 + [False] * 5)
    assert (test.n_splits, test.exact, test.difference) == (56, True, 5.0)
    assert test.p == test.smallest_p == test.p_one_sided == pytest.approx(1 / 56)
    with pytest.raises(MeasureError, match="Both groups"):
        resampling.permute_groups([1, 2], [True, True])
    with pytest.raises(MeasureError, match="missing"):
        resampling.permute_groups([1, np.nan], [True, False])
    many = np.sqrt(np.arange(40)), np.arange(40) < 20
    with pytest.raises(MeasureError, match="too many splits"):
        resampling.permute_groups(*many)
    drawn = resampling.permute_groups(*many, np.random.default_rng(1), 999)
    assert not drawn.exact and drawn.p == drawn.smallest_p == 1 / 1000


def test_the_varied_small_group_is_not_taken_for_another_mean_by_hand():
    # 0 and 8 against 5, 5, 5, 6: 4 less 5.25, in errors of the root of 16 + .0625: -.312. Of
    # the fifteen splits only the three with 5 and 5 reach less far (.25 of 1.702, .147):
    # p 12/15. Of plain differences nine reach 1.25, and p would be 9/15.
    values, group = [0, 8, 5, 5, 5, 6], np.array([True] * 2 + [False] * 4)
    assert welch(values, group) == pytest.approx(1.25 / (16 + 0.0625) ** 0.5)
    assert resampling.permute_groups(values, group).p == pytest.approx(12 / 15)


def test_a_split_as_extreme_as_the_observed_one_but_for_rounding_counts_as_extreme():
    # the sums .1 + .2 and .3 + 0 differ in their last bit; whole numbers ten times as large
    # do not
    values, group = [0.1, 0.2, 0.3, 0.0, 1.0], [False, False, True, True, False]
    test = resampling.permute_groups(values, group)
    assert test.p == resampling.permute_groups([1, 2, 3, 0, 10], group).p


def test_where_nobody_differs_the_splits_are_all_alike():
    test = resampling.permute_groups([4, 4, 4, 4], [True, True, False, False])
    assert (test.difference, test.p, test.smallest_p) == (0, 1, 1)


def test_a_line_that_goes_back_by_the_least_turn_but_for_rounding_does_not_turn():
    assert worklines.find_turns([0, 0.5, 1], [0.0, 0.1 + 0.2, 0.0], least_turn=0.3).empty
    assert len(worklines.find_turns([0, 0.5, 1], [0.0, 0.31, 0.0], least_turn=0.3)) == 1


def test_a_valley_and_its_noise_are_as_deep_by_hand():
    # two strokes, 2 down and 2 up, the event at the bottom: mean level -1, so 1 below it. In the
    # other order the line goes up first, from -2 to 0, for its mean to be -1: lowest at its
    # beginning, 1 below as well.
    line = pd.DataFrame({"participant": "P1", "position": [0, 0.5, 1.0], "level": [0, -2.0, 0]})
    event = pd.DataFrame(
        {"event": ["e"], "participant": ["P1"], "position": [0.5], "critical": [True]}
    )
    aligned = worklines.align_lines(line, event, n_points=5).lines
    noise = worklines.draw_noise(line, event, aligned.columns, (-5, 5), draws=2_000)
    assert noise.depth == pytest.approx(1)
    assert (noise.expected, noise.low, noise.high) == pytest.approx((1, 1, 1))
    # so both lie at -2 there. Half a line later the one ends and the other has its top, both at
    # 0; half a line before, only the one is there.
    assert noise.band["mean"].to_numpy() == pytest.approx([0, -1, -2, -1, 0])


def test_noise_has_the_strokes_of_the_line_and_stays_on_the_chart():
    rng = np.random.default_rng(1)
    x, y = np.array([0, 0.1, 0.3, 0.6, 1.0]), np.array([0, 3.0, -1.0, 4.0, 2.0])
    for _ in range(50):
        there, level = (drawn[0] for drawn in noise_of(x, y, (-20, 20), 1, rng))
        assert there[[0, -1]] == pytest.approx([0, 1]) and level[[0, -1]] == pytest.approx([0, 2])
        strokes = sorted(zip(np.diff(there).round(9), np.diff(level).round(9), strict=True))
        assert strokes == sorted(zip(np.diff(x).round(9), np.diff(y).round(9), strict=True))
        _, level = noise_of(x, y, (-2, 4), 1, rng)
        assert level.min() >= -2 and level.max() <= 4


def test_a_dip_that_noise_gives_is_not_told_as_deeper_and_one_that_it_does_not_is():
    # flat but for one deep valley in the middle, from short steep strokes that noise would
    # scatter: no deeper than itself. Made into a long slow fall, the same strokes reach deeper
    # than in any other order.
    down = np.r_[np.full(10, -1.0), np.full(10, 1.0)]
    level = np.r_[0, np.cumsum(down)]
    rows = [
        {"participant": f"P{n}", "position": place / 20, "level": value}
        for n in range(6)
        for place, value in enumerate(level)
    ]
    line = pd.DataFrame(rows)
    event = pd.DataFrame(
        {
            "event": [f"e{n}" for n in range(6)],
            "participant": [f"P{n}" for n in range(6)],
            "position": 0.5,
            "critical": True,
        }
    )
    aligned = worklines.align_lines(line, event).lines
    noise = worklines.draw_noise(line, event, aligned.columns, (-12, 12), draws=100)
    assert noise.depth == pytest.approx(5) and noise.high < 4
    assert describe_noise(noise).endswith("dip further at their events than noise does.")
    same = replace(noise, depth=noise.expected)
    assert describe_noise(same).endswith("cannot be told from noise.")
    shallow = replace(noise, depth=noise.low - 1)
    assert describe_noise(shallow).endswith("dip less at their events than noise does.")
    assert noise.expected > 1  # and yet noise dips


def test_lines_without_an_event_have_no_noise_beside_them():
    with pytest.raises(MeasureError, match="No line of two points or more"):
        worklines.draw_noise(LINES, EVENTS.iloc[:0], pd.Index([0.0]), (-5, 5))
    with pytest.raises(MeasureError, match="at least once"):
        worklines.draw_noise(LINES, EVENTS, pd.Index([0.0]), (-5, 5), draws=0)
