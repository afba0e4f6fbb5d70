"""What a page says of its pools is what was pooled."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from senco.book.figures import draw_forest, scale_places, scale_shares
from senco.book.figures.style import FEW
from senco.cohort.loading import load_study
from senco.cohort.model import Cohort, CohortInfo
from senco.measures.comparison.cohorts import MOST_PAIRED
from senco.measures.comparison.pools import COLUMNS, Pools
from senco.pages.pooled import (
    caption_forests,
    describe_pools,
    lay_forest,
    list_left_out,
    tabulate_pools,
    tell_forest,
)


@pytest.fixture(scope="module")
def cohorts(project):
    study = load_study(project)
    told = {"summary": "Made.", "source": "Made.", "licence": "CC0", "provenance": "synthetic"}
    return [
        Cohort(f"c{number}", CohortInfo(title=f"Cohort {number}", **told), study, {})
        for number in range(4)
    ]


def make_pools(sides, turned=((),) * 9):
    """Pools of four cohorts, each of whose findings lies on a side."""
    rows, pools = [], []
    for place, (key, side) in enumerate(sides):
        share = key.startswith("speaks")
        value = {"below": 0.2, "above": 0.8, "open": 0.5}[side]
        value = value if share else 1 + 20 * value
        step = 0.05 if share else 1.0
        named = {"area": "priorities", "key": key, "finding": key.partition(":")[2].title(),
                 "unit": "share of the people" if share else "mean place of 21"}  # fmt: skip
        rows += [
            {**named, "cohort": f"c{number}", "kind": "synthetic", "n": 8, "value": value,
             "low": value - 2 * step, "high": value + 2 * step, "spread": 3.0,
             "verdict": "agrees" if number else "", "why": ""}
            for number in range(4)
        ]  # fmt: skip
        blank = dict.fromkeys(COLUMNS, np.nan)
        pools.append(
            {**blank, **named, "kind": "synthetic", "cohorts": ("c0", "c1", "c2", "c3"), "k": 4,
             "estimate": value, "low": value - step, "high": value + step,
             "predicted_low": value - 3 * step, "predicted_high": value + 3 * step, "q": 2.0,
             "i2": 0.25, "i2_low": 0.0, "i2_high": 0.9, "side": side, "why": "",
             "least_without": value - step / 2, "most_without": value + step / 2,
             "turned_without": turned[place], "turning": np.nan}
        )  # fmt: skip
    return Pools(pd.DataFrame(rows), pd.DataFrame(pools, columns=list(COLUMNS)), 21, 0.9)


SIDES = [("place:time", "below"), ("place:tea", "above"), ("place:rest", "open"),
         ("speaks:ethos", "above"), ("speaks:money", "above"), ("speaks:law", "below")]  # fmt: skip


def test_the_sides_are_counted_in_words(cohorts):
    told = describe_pools(make_pools(SIDES), cohorts).pooled
    assert told == (
        "6 findings are pooled, over 4 synthetic cohorts. Of 3 constructs 1 has its whole interval "
        "in the upper half of the list and 1 in the lower half; of 1 it cannot be told. Of 3 "
        "influences 1 has its whole interval below half of the people and 2 above half; of 0 it "
        "cannot be told."
    )


def test_answers_that_no_cohort_carries_alone_are_said_to_stay(cohorts):
    told = describe_pools(make_pools(SIDES), cohorts).without
    assert told == "Whichever one cohort is left out, each of these answers stays the same."
    changed = make_pools(SIDES, (("c1", "c3"), *((),) * 5))
    assert "‘Time’ (without B or D)" in describe_pools(changed, cohorts).without
    many = make_pools(SIDES, (tuple(f"c{number}" for number in range(11)), *((),) * 5))
    assert "‘Time’ (without one of 11 cohorts)" in describe_pools(many, cohorts).without


def test_a_pool_is_told_with_its_ranges(cohorts):
    table = tabulate_pools(make_pools(SIDES), cohorts).set_index("finding")
    row = table.loc["Time"]
    assert row["pooled"] == "5.0 (4.0 to 6.0)" and row["a further cohort"] == "2.0 to 8.0"
    assert row["says"] == "upper half of the list" and row["cohorts"] == "A, B, C, D"
    assert row["would turn it"] == "none that is possible"
    assert row["real scatter"] == "25 % (0 % to 90 %)"
    assert table.at["Ethos", "says"] == "more than half"
    assert table.at["Ethos", "pooled"] == "80 % (75 % to 85 %)"


def test_what_is_spoken_of_by_most_comes_first_and_is_named(cohorts):
    rows = lay_forest(make_pools(SIDES), cohorts, "speaks")
    assert rows["finding"].iloc[-1] == "Law"
    told = tell_forest(rows, "speaks")
    assert told.endswith("Pooled, most people speak of Ethos and Money (tied), and fewest of Law.")
    assert tell_forest(rows.iloc[:0], "speaks").startswith("Nothing that two")
    assert "90 % interval" in caption_forests(make_pools(SIDES))


def test_every_number_that_is_pooled_is_no_more_listed(cohorts):
    assert list_left_out(make_pools(SIDES), cohorts).empty


def list_words(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_the_figure_names_each_finding_and_cohort_and_explains_what_it_draws(cohorts):
    pools = make_pools(SIDES)
    words = list_words(draw_forest(lay_forest(pools, cohorts, "place"), scale_places(21)))
    assert [word for word in words if word in ("Time", "Tea", "Rest")] == ["Time", "Rest", "Tea"]
    assert words.count("pooled") == 3 and words.count("A") == 3
    assert "where a further cohort may lie" in words and "differs" not in words
    rows = lay_forest(pools, cohorts, "speaks").assign(truth=0.5)
    assert "the truth, which is known here" in list_words(draw_forest(rows, scale_shares()))


def test_figures_and_sentences_take_as_many_cohorts_for_few():
    assert FEW == MOST_PAIRED


def test_more_than_ten_cohorts_share_a_row_with_a_line_for_each(cohorts):
    rows = lay_forest(make_pools(SIDES), cohorts, "place")
    time = rows.loc[rows["finding"] == "Time"]
    own = time.loc[~time["pool"]]
    values = [float(value) for value in range(1, 12)]
    many = pd.concat([own.iloc[[0] * 11].assign(value=values), time.loc[time["pool"]]])
    scale = scale_places(21)
    figure = draw_forest(many, scale)
    words = list_words(figure)
    assert "all 11" in words and "a cohort" in words and "A" not in words
    drawn = [list(line.get_xdata())[::3] for line in figure.axes[0].lines]
    assert [scale.place(value) for value in values] in drawn
    ten = draw_forest(many.iloc[1:], scale)
    assert list_words(ten).count("A") == 10
    assert figure.get_figheight() < ten.get_figheight()


def test_a_range_that_leaves_the_scale_is_drawn_to_its_end(cohorts):
    rows = lay_forest(make_pools(SIDES), cohorts, "place")
    rows["predicted_high"] = 90.0
    scale = scale_places(21)
    figure = draw_forest(rows, scale)
    ends = [max(line.get_xdata()) for line in figure.axes[0].lines if len(line.get_xdata()) == 2]
    assert scale.place(90) == scale.place(21) and scale.place(21) in ends
