"""From two persons' grids to the list for the ranking, worked by hand."""

import pytest

from senco.errors import MeasureError
from senco.measures.grids import (
    Grid,
    SalienceRule,
    find_salient,
    list_salient,
    pool_constructs,
    summarise_categories,
    tabulate_categories,
)


@pytest.fixture
def pooled(grid):
    """S1 has new 50 % and plain 50 % (reversed); S2 has early 100 %, loud 0 %, kind 50 %."""
    other = Grid(
        "abcd",
        [("early", "late"), ("loud", "quiet"), ("kind", "unkind"), ("works", "fails")],
        # loud is 8 from works and 8 reflected: 0 %; kind 4: 50 %
        [[1, 5, 1, 5], [1, 1, 5, 5], [2, 4, 2, 4], [1, 5, 1, 5]],
        (1, 5),
        overall="works",
    )
    return pool_constructs({"S1": grid, "S2": other})


CATEGORIES = {"S1.2": "change", "S1.3": "style", "S2.1": "time", "S2.2": "style", "S2.3": "change"}


def test_pool_by_hand(pooled):
    """Codes are person and number; a reversed construct has its poles exchanged."""
    assert [p.code for p in pooled] == ["S1.2", "S1.3", "S2.1", "S2.2", "S2.3"]
    assert [p.similarity for p in pooled] == pytest.approx([0.5, 0.5, 1.0, 0.0, 0.5])
    assert (pooled[1].left, pooled[1].right) == ("fancy", "plain")
    # S1 has two ties: both H. S2: 100 H, 50 I, 0 L
    assert "".join(p.level for p in pooled) == "HHHLI"


def test_category_by_person(pooled):
    """Rows are the categories in alphabetical order, columns the persons."""
    table = tabulate_categories(pooled, CATEGORIES)
    assert table.categories == ("change", "style", "time")
    assert table.persons == ("S1", "S2")
    assert table.counts.tolist() == [[1, 1], [1, 1], [0, 1]]


def test_summaries_by_hand(pooled):
    """style holds 50 % H and 0 % L: mean 25 %, two of five constructs."""
    change, style, time = summarise_categories(pooled, CATEGORIES)
    assert (style.category, style.codes) == ("style", ("S1.3", "S2.2"))
    assert (style.share, style.mean_similarity) == pytest.approx((0.4, 0.25))
    assert (style.high, style.intermediate, style.low) == (1, 0, 1)
    assert (change.persons, time.persons, time.high) == (2, 1, 1)


def test_salient_by_the_default_rule(pooled):
    """H and at least the pool's mean of 50 %: both of S1 and S2's early."""
    assert [p.code for p in find_salient(pooled)] == ["S1.2", "S1.3", "S2.1"]


def test_salient_by_a_stated_rule(pooled):
    """Each part of the rule bites."""
    assert [p.code for p in find_salient(pooled, SalienceRule(least_similarity=0.8))] == ["S2.1"]
    wide = SalienceRule(levels=("H", "I"))
    assert [p.code for p in find_salient(pooled, wide)] == ["S1.2", "S1.3", "S2.1", "S2.3"]
    assert "at least 0.8" in SalienceRule(least_similarity=0.8).state()
    assert "mean of the pool" in SalienceRule().state()


def test_list_for_the_ranking(pooled):
    """A category stands for its salient constructs; more persons come first."""
    listed = list_salient(pooled, CATEGORIES, SalienceRule(levels=("H", "I")))
    assert [(s.label, s.codes, s.persons) for s in listed] == [
        ("change", ("S1.2", "S2.3"), 2),
        ("style", ("S1.3",), 1),
        ("time", ("S2.1",), 1),
    ]
    both = list_salient(pooled, CATEGORIES, SalienceRule(("H", "I"), least_persons=2))
    assert [s.label for s in both] == ["change"]


def test_refusals(grid, flat, pooled):
    """A grid without overall construct, a construct without category, a foreign code."""
    with pytest.raises(MeasureError, match="S9: name the overall construct"):
        pool_constructs({"S1": grid, "S9": flat})
    with pytest.raises(MeasureError, match=r"construct S2\.3 has no category"):
        tabulate_categories(pooled, {k: v for k, v in CATEGORIES.items() if k != "S2.3"})
    with pytest.raises(MeasureError, match=r"given to S7\.1"):
        summarise_categories(pooled, {**CATEGORIES, "S7.1": "time"})
    with pytest.raises(MeasureError, match="same code"):
        list_salient([*pooled, pooled[0]], CATEGORIES)
    for measure in (find_salient, lambda p: tabulate_categories(p, {})):
        with pytest.raises(MeasureError, match="contains no construct"):
            measure([])
