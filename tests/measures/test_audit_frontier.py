"""What has to be allowed for: against hand work and full enumeration of small tables."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, permutations, product

import pandas as pd
import pytest

from senco.errors import MeasureError
from senco.measures import audit
from senco.measures.audit.allowances import MOST_TIES, Allowance, Misprint
from senco.measures.audit.frontier import find_frontier
from senco.measures.audit.space import ALL_RANK, BANDS, BLANKS, MISSING, TIES, Space, _print_banded

# The mean ranks that the article reports (its lines 273-274 and 349-361).
FIGURES = (
    audit.Figure("child", "child", "", "3.79", 1, 8),
    audit.Figure("everyday", "everyday", "", "5.00", 2, 8),
    audit.Figure("knowledge", "knowledge", "", "5.67", None, 8),
    audit.Figure("experts", "knowledge", "10 or more years", "3.0", None, 3),
    audit.Figure("workload", "workload", "", "18.57", -2, 8),
    audit.Figure("balance", "balance", "", "19.86", -1, 8),
)
PLAINEST = Space(FIGURES, 21, 3).plainest


def test_the_steps_are_those_counted_by_hand():
    """One fewer, two blanks, a theme of three, a tie in every ranking, groups, a digit: 10."""
    much = replace(
        PLAINEST, n=7, blanks=(0, 2, 0, 0, 0), extras=(2, 0, 0, 0, 0), ties=MOST_TIES,
        bands=(3, 4), banded=("child",), misprint=Misprint("child", "3.78"),
    )  # fmt: skip
    assert PLAINEST.steps == 0
    assert much.steps == 1 + 2 + 2 + 3 + 1 + 1
    assert replace(much, rounding="half-up").steps == much.steps
    assert replace(much, rounding="ceiling").steps == much.steps + 1
    assert PLAINEST.within(much) and not much.within(PLAINEST)


def test_a_reading_is_told_in_words():
    """Everything that it allows for, and nothing else."""
    one = replace(
        PLAINEST, n=7, blanks=(0, 0, 1, 0, 0), extras=(1, 0, 0, 0, 0), ties=2, bands=(3, 2, 2),
        banded=("balance",), rounding="truncate", misprint=Misprint("experts", "3.3"),
    )  # fmt: skip
    assert one.describe(FIGURES) == (
        "7 of 8 ranked; one without a rank for knowledge; child a mean over 2 constructs; two tied "
        "pairs; balance the unweighted mean of the means of groups of 3, 2 and 2; further digits "
        "cut off instead of rounded; knowledge of 10 or more years: 3.0 printed instead of 3.3"
    )
    assert PLAINEST.describe(FIGURES) == "all 8 ranked"
    some = replace(
        PLAINEST, blanks=(0, 0, 0, 0, 2), bands=(3, 4, 1), banded=("balance",),
        blank_bands=((), (), (), (), (1, 1, 0)),
    )  # fmt: skip
    told = "two without a rank for balance, in the groups of 3 and 4; balance the unweighted mean"
    assert told in some.describe(FIGURES)


def test_the_space_has_the_readings_counted_by_hand():
    """With one step there are 98, with none two.

    One participant fewer, 5 blanks, 5 themes, one tie, 6 misprints, and means of groups of
    3 and the parts of 5 into one (1), two (2) or three (2) others, of one of 5 means or of
    all: 5 x 6. These are 48, for halves up and to the even digit; and 2 other roundings.
    """
    space = Space(FIGURES, 21, 1)
    assert space.count([space.plainest]).tolist() == [2, 2 * (1 + 5 + 5 + 1 + 6 + 5 * 6) + 2]
    assert space.bound_size() == 100


@pytest.fixture(scope="module")
def two_steps() -> audit.Frontier:
    return find_frontier(FIGURES, 21, steps=2)


def test_the_least_that_fits_the_article_has_all_eight_rank(two_steps):
    """One tied pair, and each mean that of the means of groups of 3, 4 and 1; nothing else."""
    assert two_steps.plainest.verdict.outcome == "impossible"
    names = [one.verdict.reading.name for one in two_steps.fitting]
    assert names == ["n-8+ties-1+all-bands-3-4-1"]
    example = two_steps.fitting[0].verdict.example
    # by hand from the example: (x/3 + y/4 + z)/3 for each column, in fractions
    for place, printed in [(0, "3.79"), (1, "5.00"), (2, "5.67"), (3, "18.57"), (4, "19.86")]:
        ranks = [Fraction(rank) for rank in example.iloc[:, place]]
        mean = (sum(ranks[:3]) / 3 + sum(ranks[3:7]) / 4 + ranks[7]) / 3
        assert f"{float(round(mean, 2)):.2f}" == printed
    assert sum(example.iloc[:3, 2]) == 9
    assert two_steps.counts["fitting"].tolist() == [0, 0, 2]  # halves up, and to the even digit
    assert two_steps.counts["undecided"].sum() == 0


def test_what_fits_with_less_fits_with_more(two_steps):
    """Two tied pairs instead of one: within the same frontier."""
    more = replace(two_steps.fitting[0].allowance, ties=2)
    assert two_steps.fitting[0].allowance.within(more)


def test_all_eight_fit_as_plain_means_with_six_steps_and_not_with_five():
    """The known reading of two themes of three and two blanks is one of twelve."""
    found = find_frontier(FIGURES, 21, steps=6, kinds=ALL_RANK)
    assert {one.allowance.steps for one in found.fitting} == {6}
    known = replace(PLAINEST, blanks=(0, 0, 0, 1, 1), extras=(2, 0, 2, 0, 0))
    assert known in [one.allowance for one in found.fitting]
    assert len(found.fitting) == 12
    assert found.counts["undecided"].sum() == 0


# --- against enumeration ------------------------------------------------------


def list_rows() -> list[tuple[tuple[Fraction | None, ...], bool]]:
    """Every ranking of three with one tied pair and one blank at most, and whether it has a tie."""
    rows = [(row, False) for row in permutations(map(Fraction, (1, 2, 3)))]
    rows += [(tuple(map(Fraction, row)), True) for row in set(permutations((1.5, 1.5, 3)))]
    rows += [(tuple(map(Fraction, row)), True) for row in set(permutations((1, 2.5, 2.5)))]
    for blank in range(3):
        for first, second, tied in [(1, 2, False), (2, 1, False), (1.5, 1.5, True)]:
            row: list[Fraction | None] = [Fraction(first), Fraction(second)]
            row.insert(blank, None)
            rows.append((tuple(row), tied))
    return rows


def list_facts() -> set[tuple]:
    """n, blanks of a and b, tied rows and the means of a, b for every table of one to three.

    The third construct has no figure, so nobody leaves it without a rank.
    """
    rows = [row for row in list_rows() if row[0][2] is not None]
    facts = set()
    for n in (1, 2, 3):
        for table in product(rows, repeat=n):
            columns = [[row[c] for row, _ in table if row[c] is not None] for c in (0, 1)]
            if all(columns):
                means = tuple(sum(column) / len(column) for column in columns)
                blanks = tuple(n - len(column) for column in columns)
                facts.add((n, *blanks, sum(tied for _, tied in table), *means))
    return facts


@pytest.fixture(scope="module")
def facts() -> set[tuple]:
    return list_facts()


@pytest.mark.parametrize(
    ("a", "b"), [("1.33", "2.00"), ("1.50", "1.75"), ("2.17", "2.67"), ("1.25", "2.83")]
)
def test_the_frontier_is_that_of_full_enumeration(facts, a, b):
    """For three participants and three constructs, each reading fits where some table does."""
    figures = (audit.Figure("a", "a", "", a, None, 3), audit.Figure("b", "b", "", b, None, 3))
    kinds = (MISSING, BLANKS, TIES)
    found = find_frontier(figures, 3, steps=3, kinds=kinds)
    assert not found.undecided
    printing = [f for f in facts if f"{float(round(f[4], 2)):.2f}" == a]
    printing = [f for f in printing if f"{float(round(f[5], 2)):.2f}" == b]
    ways = product((3, 2, 1), range(3), range(3), range(MOST_TIES + 1))
    for n, first, second, ties in ways:
        most = 3 if ties == MOST_TIES else ties
        reading = Allowance(3, n, ("a", "b"), (first, second), (0, 0), ties)
        if reading.steps > 3:
            continue
        expected = any(
            f[0] >= n and f[1] <= first and f[2] <= second and f[3] <= most for f in printing
        )
        fits = any(one.allowance.within(reading) for one in found.fitting)
        assert fits == expected, reading


@pytest.fixture(scope="module")
def grouped() -> set[tuple]:
    """Blanks of a and b, tied rows and the means of a and b, plain and of groups' means."""
    rows = [row for row in list_rows() if row[0][2] is not None]
    facts = set()
    for table in product(rows, repeat=3):
        columns = [[row[c] for row, _ in table] for c in (0, 1)]
        blanks = tuple(column.count(None) for column in columns)
        means = tuple(
            tuple(mean_of_groups(column, ends) for column in columns)
            for ends in ((0, 3), (0, 2, 3), (0, 1, 2, 3))
        )
        facts.add((*blanks, sum(tied for _, tied in table), *means))
    return facts


def mean_of_groups(column: list[Fraction | None], ends: tuple[int, ...]) -> Fraction | None:
    """Mean of the means of consecutive rows; None where a group has no rank."""
    means = []
    for start, end in pairwise(ends):
        given = [rank for rank in column[start:end] if rank is not None]
        if not given:
            return None
        means.append(sum(given) / len(given))
    return sum(means) / len(means)


@pytest.mark.parametrize(("a", "b"), [("1.75", "1.50"), ("1.75", "2.25"), ("2.25", "2.67")])
def test_the_frontier_of_means_of_groups_is_that_of_full_enumeration(grouped, a, b):
    """For groups of 2 and 1, and of one each, one of two means or both, with blanks and ties."""
    figures = (audit.Figure("a", "a", "", a, None, 3), audit.Figure("b", "b", "", b, None, 3))
    found = find_frontier(figures, 3, steps=3, kinds=(BANDS, BLANKS, TIES))
    assert not found.undecided

    def printed(fact: tuple, split: tuple[int, int]) -> bool:
        means = (fact[3 + split[0]][0], fact[3 + split[1]][1])
        return None not in means and [f"{float(round(m, 2)):.2f}" for m in means] == [a, b]

    ways = product(range(3), range(3), range(MOST_TIES + 1), range(3), range(2), range(2))
    for first, second, ties, cut, on_a, on_b in ways:
        banded = tuple(c for c, on in (("a", on_a), ("b", on_b)) if on)
        bands = ((), (2, 1), (1, 1, 1))[cut]
        reading = Allowance(3, 3, ("a", "b"), (first, second), (0, 0), ties, bands, banded)
        if reading.steps > 3 or bool(bands) != bool(banded):
            continue
        most = 3 if ties == MOST_TIES else ties
        splits = {(0, 0), (cut * on_a, cut * on_b)}
        expected = any(
            f[0] <= first and f[1] <= second and f[2] <= most and printed(f, split)
            for f in grouped
            for split in splits
        )
        assert any(one.allowance.within(reading) for one in found.fitting) == expected, reading


@pytest.mark.parametrize("halves", [False, True])
def test_groups_print_what_some_sums_print(halves):
    """For groups of 2 and 1 and ranks from 1 to 30, every value of two decimals."""
    unit = Fraction(1, 2) if halves else Fraction(1)
    sums = [unit * step for step in range(1, int(60 / unit) + 1)]
    means = {(x / 2 + z) / 2 for x in sums if x >= 2 for z in sums if 1 <= z <= 30}
    printed = {f"{float(round(mean, 2)):.2f}" for mean in means}
    for hundredths in range(500, 600):
        value = f"{hundredths / 100:.2f}"
        assert _print_banded(value, (2, 1), halves, "half-even", "") == (value in printed)


# --- limits --------------------------------------------------------------------


def test_a_plainest_reading_that_fits_is_all_that_there_is():
    """Nothing has to be allowed for, and every other reading contains it."""
    figures = (audit.Figure("a", "a", "", "1.33", None, 3),)
    found = find_frontier(figures, 4)
    assert [one.allowance.steps for one in found.fitting] == [0]
    assert found.counts["impossible"].sum() == 0
    assert "nothing else has to be assumed" in audit.describe_frontier(found)


def test_readings_that_are_not_tried_are_undecided_and_counted():
    """With no try allowed, two for which no table is built neither fit nor are impossible."""
    found = find_frontier(FIGURES, 21, steps=3, tries=0)
    assert len(found.fitting) == 18 and len(found.undecided) == 2
    assert found.counts["undecided"].tolist() == [0, 0, 0, 2]
    assert "2 could not be decided" in audit.describe_frontier(found)


def test_a_space_that_is_too_large_has_fewer_steps():
    """The steps are lowered until so many readings are not exceeded."""
    found = find_frontier(FIGURES, 21, steps=3, largest=1_000, tries=0)
    assert found.counts["steps"].tolist() == [0, 1]


def test_for_many_participants_only_the_plainest_reading_is_tried():
    """With 16 the frontier has no steps."""
    figures = (audit.Figure("a", "a", "", "1.01", None, 16),)
    assert find_frontier(figures, 4).counts["steps"].tolist() == [0]


def test_a_mean_without_any_number_of_people_is_refused():
    """Nobody could tell how many fewer ranked."""
    with pytest.raises(MeasureError, match="states its n"):
        find_frontier((audit.Figure("a", "a", "", "1.50", None, None),), 4)


# --- the exact check ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({(0, "c"): 2.0}, "row 1 is no ranking"),
        ({(0, "a"): 2.0, (0, "b"): 1.0}, "a is 5/3 and does not print 1.33"),
        ({(2, "a"): 2.5, (2, "b"): 2.5, (2, "c"): 1.0}, "1 tied pairs, and 0 at most"),
        ({(1, "a"): None, (1, "b"): 1.0, (1, "c"): 2.0}, "a has 1 blanks, not 0"),
        ({(1, "a"): 2.0, (1, "b"): 1.0, (2, "a"): 1.0, (2, "b"): 2.0}, "first does not print 1.0"),
    ],
)
def test_each_fault_of_a_table_is_found(change, fault):
    """A table without fault, and the same with one."""
    table = pd.DataFrame({"a": [1.0, 1.0, 2.0], "b": [2.0, 3.0, 1.0], "c": [3.0, 2.0, 3.0]})
    figures = (
        audit.Figure("a", "a", "", "1.33", 1, 3),
        audit.Figure("first", "a", "first", "1.0", None, 2),
    )
    reading = audit.Reading("x", "x", 3)
    assert audit.list_faults(table, reading, figures) == []
    for (row, column), value in change.items():
        table.loc[row, column] = value
    assert any(found.startswith(fault) for found in audit.list_faults(table, reading, figures))


def test_a_place_that_is_not_kept_is_a_fault():
    """The mean of b is not the lowest."""
    table = pd.DataFrame({"a": [1.0, 1.0], "b": [2.0, 2.0]})
    figures = (audit.Figure("b", "b", "", "2.0", 1, 2),)
    faults = audit.list_faults(table, audit.Reading("x", "x", 2), figures)
    assert faults == ["b is not in place 1"]


# --- as tables and sentences ------------------------------------------------------


def test_readings_and_bounds_carry_the_same_numbers():
    """The plainest reading is ruled out and has none; the bounds follow from the printed values."""
    rows = [
        (f.name, f.construct, f.group or "everyone", f.value, f.place, f.n_stated) for f in FIGURES
    ]
    columns = ["figure", "construct", "group", "value", "stated_place", "n_stated"]
    reported = pd.DataFrame(rows, columns=columns).assign(quantity="mean_rank")
    found = audit.audit(reported, n_items=21, steps=2)
    readings, bounds = audit.list_readings(found), audit.list_bounds(found)
    assert readings[["number", "steps", "outcome"]].to_numpy().tolist() == [
        ["", "0", "impossible"],
        ["1", "2", "feasible"],
    ]
    assert bounds["number"].tolist() == ["1"]
    # whatever is not reported lies above what prints 5.00 and below what prints 18.57
    assert bounds["means without a figure"].item() == "5.00–18.58"  # 4.995 and 18.575
    assert audit.describe_fit(found.frontier).endswith("in some of these everybody ranks.")
    assert audit.summarise_audit(found)["counts"][2] == {
        "steps": 2, "readings": 1464, "fitting": 2, "impossible": 1462, "undecided": 0
    }  # fmt: skip
