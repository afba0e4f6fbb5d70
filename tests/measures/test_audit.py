"""The audit of reported means: against hand work and full enumeration."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations, pairwise, permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from senco.errors import MeasureError
from senco.measures import audit
from senco.measures.audit.bounds import _least_spread
from senco.measures.audit.constructions import BLANK, OPEN, compose
from senco.measures.rankings import check_rankings

# The mean ranks that the article reports (its lines 273-274 and 349-361).
ARTICLE = pd.DataFrame(
    [
        ("child", "everyone", "3.79", 1, 8),
        ("everyday", "everyone", "5.00", 2, 8),
        ("knowledge", "everyone", "5.67", None, 8),
        ("knowledge", "10 or more years", "3.0", None, 3),
        ("workload", "everyone", "18.57", -2, 8),
        ("balance", "everyone", "19.86", -1, 8),
    ],
    columns=["construct", "group", "value", "stated_place", "n_stated"],
).assign(quantity="mean_rank", figure=lambda t: t["construct"] + ", " + t["group"])


def report(rows: list[tuple], n: int = 3) -> pd.DataFrame:
    """A table of figures of everyone: construct, value, place."""
    table = pd.DataFrame(rows, columns=["construct", "value", "stated_place"])
    return table.assign(
        figure=table["construct"], quantity="mean_rank", group="everyone", n_stated=n
    )


def prints(mean: Fraction, value: str) -> bool:
    """Whether a mean prints as the value, written out independently of the library."""
    decimals = len(value.partition(".")[2])
    return f"{float(round(mean, decimals)):.{decimals}f}" == value


# --- one mean ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "step", "expected"),
    [
        ("3.79", 1, []),
        ("3.79", Fraction(1, 2), [(7, 26.5)]),  # 26.5/7 = 3.7857
        ("5.67", 1, [(3, 17), (6, 34)]),
        ("5.67", Fraction(1, 2), [(3, 17), (6, 34)]),
        ("18.57", Fraction(1, 2), [(7, 130)]),
        ("19.86", Fraction(1, 2), [(7, 139)]),
        ("5.00", Fraction(1, 2), [(n, 5 * n) for n in range(1, 9)]),
    ],
)
def test_the_articles_means_fit_the_numbers_worked_by_hand(value, step, expected):
    """Only seven rankers print 3.79 (with a half rank), 18.57 and 19.86; 5.67 needs 3 or 6."""
    found = audit.grim(value, n=range(1, 9), step=step)
    assert [(match.n, float(match.total)) for match in found] == expected


def test_ceiling_is_the_only_rule_that_prints_a_figure_of_eight():
    """148.5/8 = 18.5625 is 18.57 only when rounded up; 19.86 fits no rule at n = 8."""
    rules = ["half-even", "half-up", "truncate", "ceiling"]
    assert [rule for rule in rules if audit.grim("18.57", n=8, rounding=rule)] == ["ceiling"]
    assert not any(audit.grim("19.86", n=8, rounding=rule) for rule in rules)


def test_printed_decimals_count():
    """5 may be any mean between 4.5 and 5.5 (sums 32 to 38 by halves); 5.00 only 35/7."""
    assert [float(m.total) for m in audit.grim("5.00", n=7)] == [35.0]
    assert [float(m.total) for m in audit.grim("5", n=7)] == np.arange(32, 38.1, 0.5).tolist()


@given(st.integers(1, 40), st.integers(2, 1_600), st.integers(0, 3))
def test_every_mean_is_found_under_what_it_prints(n, doubled, decimals):
    """Python's own exact round-half-even of any mean of midranks leads back to its sum."""
    total = Fraction(doubled, 2)
    value = f"{float(round(total / n, decimals)):.{decimals}f}"
    found = audit.grim(value, n=n)
    assert total in [match.total for match in found]
    assert all(prints(match.total / n, value) for match in found)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("half-even", [6, 7, 8, 9, 10]),
        ("half-up", [6, 7, 8, 9]),
        ("truncate", [8, 9, 10, 11]),
        ("ceiling", [5, 6, 7, 8]),
    ],
)
def test_the_rounding_rules_differ_at_the_edge(rule, expected):
    """Whole sums of four ranks that print 2: the means 1.5, 2.5 and 3 lie on an edge."""
    assert [m.total for m in audit.grim("2", n=4, step=1, rounding=rule)] == expected


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: audit.grim(3.79, n=7), "as it is printed"),
        (lambda: audit.grim("3,79", n=7), "as it is printed"),
        (lambda: audit.grim("-1", n=7), "as it is printed"),
        (lambda: audit.grim("3.79", n=0), "n is at least 1"),
        (lambda: audit.grim("3.79", n=7, step=0), "step"),
        (lambda: audit.grim("3.79", n=7, rounding="half-evn"), "Did you mean 'half-even'"),
    ],
)
def test_a_bad_question_is_answered_in_words(call, words):
    """Numbers instead of text, commas, signs, n = 0 and unknown rules are refused."""
    with pytest.raises(MeasureError, match=words):
        call()


# --- the table of figures ---------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": 3.79}, "as it is printed"),
        ({"quantity": "count"}, "no reported figure is a mean rank"),
        ({"figure": "same"}, "'same' more than once"),
        ({"stated_place": 1}, "1 more than once"),
        ({"stated_place": 1.5}, "stated_place is a whole number"),
        ({"n_stated": "eight"}, "n_stated is a whole number"),
        ({"n_stated": None}, "needs its n_stated"),
        ({"construct": None}, "names no construct"),
    ],
)
def test_a_bad_table_of_figures_is_refused_in_words(change, words):
    """Each fault of the table has its own message."""
    table = ARTICLE.iloc[[2, 3]] if "n_stated" in change else ARTICLE.iloc[[0, 1]]
    with pytest.raises(MeasureError, match=words):
        audit.read_figures(table.assign(**change))


def test_a_missing_column_is_asked_for():
    """A heading with a slip is answered with the one that is missing."""
    with pytest.raises(MeasureError, match="lack the column 'stated_place'"):
        audit.read_figures(ARTICLE.rename(columns={"stated_place": "place_stated"}))


def test_counts_are_passed_over():
    """Rows of other quantities do not disturb the mean ranks."""
    count = ARTICLE.iloc[[0]].assign(quantity="count", figure="people", value="8")
    assert audit.read_figures(pd.concat([count, ARTICLE])) == audit.read_figures(ARTICLE)


# --- the article, jointly ---------------------------------------------------

#: Two tables in which all eight rank and every printed figure is met. Both were found by a search
#: of this project and are nobody's ranks; they prove that such tables exist, and no more.
THEMES = """
8 4 5 1 3 2 7 20 21 9 18 19 11 12 14 13 6 15 16 17 10
5 7 2 3 1 4 6 19 20 14 15 12 18 11 8 17 9 13 10 16 21
3 7 4 6 5 2 1 20 21 14 9 10 12 15 11 16 19 18 13 8 17
4 6 1 5 21 2 3 13 19 8 20 17 16 18 11 7 14 10 9 15 12
1 3 4 7 9 6 5 18 17 12 20 8 14 15 13 10 19 21 2 16 11
2 5 3 4 15 1 6 20 21 9 17 14 12 10 13 19 7 18 11 8 16
6 1 2 7 9 3 5 nan 20 11 14 19 18 10 13 16 8 17 4 12 15
3 1 4 2 13 5 7 20 nan 18 14 6 19 8 15 16 12 9 17 11 10
"""
BANDS = """
12.5 3 18 14 21 20 1 10 11 12.5 5 19 16 7 4 9 6 17 8 2 15
4 12 10 15.5 17 18 13 20 6 19 15.5 14 5 11 7 8 1 2 21 3 9
4 16 7 12 14 9 21 18 10 6 11 13 3 15 17 19 5 8 2 20 1
17 13 9 20 21 18 19 6 16 14 12 1 4 2 10 5 8 3 15 7 11
1 2 3 21 19 7 10 9 12 6 11 8 17 20 14 4 18 16 5 13 15
1 2 3 20 21 4 14 6 16 11 10 5 19 12 9 13 15 7 17 18 8
1 2 3 20 21 8 5 7 9 11 6 17 10 12 13 19 15 16 4 18 14
1 2 3 20 21 4 5 12 7 8 17 10 14 9 13 11 19 18 16 6 15
"""
EVERY = ("child", "everyday", "knowledge", "workload", "balance")
ALL_EIGHT = {
    "themes": audit.Reading(
        "themes", "", 8, themes={"child": 3, "knowledge": 3}, blanks={"workload": 1, "balance": 1}
    ),
    "bands": audit.Reading("bands", "", 8, tied_pairs=2, bands=(3, 4, 1), banded=EVERY),
}


def read_table(text: str) -> list[list[Fraction | None]]:
    rows = [line.split() for line in text.split("\n") if line]
    return [[None if cell == "nan" else Fraction(cell) for cell in row] for row in rows]


def mean_of(cells: list[Fraction | None]) -> Fraction:
    given = [cell for cell in cells if cell is not None]
    return sum(given, Fraction(0)) / len(given)


def columns_of(rows: list, *places: int) -> list[Fraction | None]:
    return [row[place] for row in rows for place in places]


def test_all_eight_may_have_ranked_with_two_themes_and_two_blanks():
    """Every row is a ranking, and 3.79, 5.00, 5.67, 3.0, 18.57 and 19.86 come out as printed."""
    rows = read_table(THEMES)
    for row in rows:
        assert sorted(cell for cell in row if cell) == list(range(1, 22 - row.count(None)))
    units = [(0, 1, 2), (6,), (3, 4, 5), (7,), (8,)]
    means = [mean_of(columns_of(rows, *unit)) for unit in units]
    # by hand: 91/24, 40/8, 136/24, 130/7 and 139/7
    assert means == [Fraction(91, 24), 5, Fraction(136, 24), Fraction(130, 7), Fraction(139, 7)]
    assert all(map(prints, means, ["3.79", "5.00", "5.67", "18.57", "19.86"]))
    assert mean_of(columns_of(rows[:3], 3, 4, 5)) == 3
    others = [mean_of(columns_of(rows, place)) for place in range(9, 21)]
    assert means[1] < min([means[2], *others]) and max(others) < means[3] < means[4]


def test_all_eight_may_have_ranked_where_means_are_those_of_groups():
    """Two tied pairs; each printed mean is the mean of the means of groups of 4, 3 and 1."""
    rows = read_table(BANDS)
    for row in rows:
        assert sum(row) == 231 and len(set(row)) >= 20
    assert sum(len(set(row)) < 21 for row in rows) == 2
    groups = [rows[:4], rows[4:7], rows[7:]]
    means = [sum(mean_of(columns_of(g, c)) for g in groups) / 3 for c in range(21)]
    assert all(map(prints, means[:5], ["3.79", "5.00", "5.67", "18.57", "19.86"]))
    assert mean_of(columns_of(rows[4:7], 2)) == 3
    assert means[0] < means[1] < min(means[2], *means[5:])
    assert max(means[5:]) < means[3] < means[4]


def test_agreement_may_have_been_lower_than_three_tenths():
    """W of the table of groups, by its formula: no bound of .30 holds whatever the reading."""
    sums = [sum(columns_of(read_table(BANDS), place)) for place in range(21)]
    spread = sum((total - 88) ** 2 for total in sums)
    assert float(12 * spread / (64 * 9240)) == pytest.approx(0.242, abs=5e-4)


@pytest.mark.parametrize("name", ALL_EIGHT)
def test_the_audit_finds_that_all_eight_may_have_ranked(name):
    """Under the reading of either table it finds one, and exact arithmetic finds no fault in it."""
    figures, reading = audit.read_figures(ARTICLE), ALL_EIGHT[name]
    found = audit.decide(reading, figures, 21)
    assert found.outcome == "feasible"
    assert audit.list_faults(found.example, reading, figures) == []


@pytest.mark.parametrize(("name", "text"), [("themes", THEMES), ("bands", BANDS)])
def test_the_tables_lie_within_the_bounds_of_their_readings(name, text):
    """W over those without a blank, and the deviation of each construct that is one column."""
    rows = read_table(text)
    bounds = audit.bound(ALL_EIGHT[name], audit.read_figures(ARTICLE), 21)
    bounds = bounds.set_index(["quantity", "construct"])
    complete = np.array([row for row in rows if None not in row], dtype=float)
    n = len(complete)
    spread = ((complete.sum(axis=0) - 11 * n) ** 2).sum()
    values = {("w", ""): 12 * spread / (n**2 * 9240)}
    places = {"everyday": 6, "workload": 7, "balance": 8}
    if name == "bands":
        places = {construct: place for place, construct in enumerate(EVERY)}
    for construct, place in places.items():
        given = [float(row[place]) for row in rows if row[place] is not None]
        values["sd", construct] = np.std(given, ddof=1)
    for key, value in values.items():
        assert bounds.loc[key, "low"] <= value <= bounds.loc[key, "high"], key
    assert len(values) == (bounds.index.get_level_values(0) == "sd").sum() + 1


@pytest.fixture(scope="module")
def article() -> audit.Audit:
    figures = audit.read_figures(ARTICLE)
    return audit.audit(ARTICLE, n_items=21, readings=audit.standard_readings(figures))


def test_the_readings_of_the_article_are_decided(article):
    """Eight and seven complete are impossible; blank and tie, themes and bands are feasible."""
    outcomes = {v.reading.name: (v.reading.n, v.outcome) for v in article.verdicts}
    assert outcomes == {
        "complete": (8, "impossible"),
        "fewer": (7, "impossible"),
        "blank-and-tie": (7, "feasible"),
        "themes": (7, "feasible"),
        "bands-3-2-2": (7, "feasible"),
        "bands-3-3-1": (7, "feasible"),
    }
    assert "nearest are 3.7500 and 3.8125" in article.verdicts[0].reason
    assert "5.67" in article.verdicts[1].reason


def test_the_article_needs_themes_of_two_and_three(article):
    """53/14 prints 3.79 over two constructs, and 119/21 prints 5.67 over three."""
    reading = next(v.reading for v in article.verdicts if v.reading.name == "themes")
    assert dict(reading.themes) == {"child": 2, "knowledge": 3}


def band_mean(column: pd.Series, bands: tuple[int, ...]) -> Fraction:
    ends = np.cumsum([0, *bands])
    parts = [column.iloc[a:b] for a, b in pairwise(ends)]
    return sum(Fraction(part.sum()) / len(part) for part in parts) / len(bands)


def test_every_example_meets_every_figure(article):
    """Recomputed from the example tables alone: ranks, six values, order, ties and blanks."""
    for verdict in (v for v in article.verdicts if v.example is not None):
        reading, table = verdict.reading, check_rankings(verdict.example)
        unit = {c: c.split(" (")[0] for c in table.columns}
        means = {}
        for name in dict.fromkeys(unit.values()):
            part = table[[c for c in table.columns if unit[c] == name]]
            if name in reading.banded:
                means[name] = band_mean(part[name], reading.bands)
            else:
                means[name] = Fraction(part.sum().sum()) / int(part.count().sum())
        for row in ARTICLE.loc[ARTICLE["group"] == "everyone"].itertuples():
            assert prints(means[row.construct], row.value), (reading.name, row)
        experts = table[[c for c in table.columns if unit[c] == "knowledge"]].iloc[:3]
        assert experts.to_numpy().mean() == 3.0
        order = sorted(means, key=means.get)
        assert order[:2] == ["child", "everyday"]
        assert order[-2:] == ["workload", "balance"]
        assert sum(row.nunique() < row.count() for _, row in table.iterrows()) <= reading.tied_pairs
        assert int(table.isna().sum().sum()) == sum(reading.blanks.values())


def test_what_the_article_forces_is_that_worked_by_hand(article):
    """W of seven complete rankings in bands of 3, 2, 2, and the SDs of the lowest two."""
    bounds = article.bounds["bands-3-2-2"].set_index(["quantity", "construct"])
    # rank sums 26.5, 35, 37, 130, 139 lie -50.5, -42, -40, 53, 62 from 77, and the
    # other sixteen share the 17.5 that is left: S = 12566.25 + 17.5^2/16; W = 12 S/(49 * 9240)
    least = 50.5**2 + 42**2 + 40**2 + 53**2 + 62**2 + 17.5**2 / 16
    assert bounds.loc[("w", ""), "low"] == pytest.approx(12 * least / (49 * 9240))
    # 139 = 6 * 20 + 19 at least; at most six 21 and one 13
    assert bounds.loc[("sd", "balance")].tolist() == pytest.approx(
        [np.std([20] * 6 + [19], ddof=1), np.std([21] * 6 + [13], ddof=1)]
    )
    # 3 + a/2 + b/2 = 17 makes a + b = 28 and the plain mean (9 + 28)/7
    assert bounds.loc[("mean", "knowledge")].tolist() == pytest.approx([37 / 7, 37 / 7])


def test_w_of_the_six_complete_rankings_is_bounded_as_by_a_general_minimiser(article):
    """With one row gone every sum but 34 may fall by 1 to 20; scipy minimises what is left."""

    def spread(dropped):
        gaps = np.array([26.5, 35, 130, 139]) - dropped - 66
        known = np.array([*gaps, 34 - 66])
        return (known**2).sum() + known.sum() ** 2 / 16

    least = optimize.minimize(spread, [10.0] * 4, bounds=[(1, 20)] * 4).fun
    bounds = article.bounds["blank-and-tie"].set_index("quantity")
    assert bounds.loc["w", "low"] == pytest.approx(12 * least / (36 * 9240), rel=1e-5)


def test_an_audit_survives_json(article):
    """Its plain values hold no NaN, and the impossible readings have no example."""
    plain = audit.summarise_audit(article)
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert plain["readings"][0]["example"] is None
    assert len(plain["readings"][2]["example"]) == 7


# --- other tables, against enumeration --------------------------------------

STRICT = [np.array(p, dtype=float) for p in permutations(range(1, 5))]
TIED = [np.where((row == j) | (row == j + 1), j + 0.5, row) for row in STRICT for j in (1, 2, 3)]


def enumerate_means(n: int, ties: int) -> set[tuple[float, ...]]:
    """Column sums of every table of n rankings of four, at most `ties` rows with a tied pair."""
    sums = set()
    for tied in range(ties + 1):
        pools = [TIED] * tied + [STRICT] * (n - tied)
        sums |= {tuple(sum(rows)) for rows in product(*pools)}
    return sums


@pytest.mark.parametrize("ties", [0, 1])
def test_the_solver_agrees_with_full_enumeration(ties):
    """For two rankers of four items, every pair of means with places, feasible or not."""
    every = enumerate_means(2, ties)
    reading = audit.Reading("any", "any", 2, tied_pairs=ties)
    step = 0.5 if ties else 1.0
    for low, high in product(np.arange(2, 5, step), np.arange(5, 8.1, step)):
        figures = audit.read_figures(
            report([("a", f"{low / 2:.2f}", 1), ("d", f"{high / 2:.2f}", -1)], n=2)
        )
        expected = any(
            s[0] == low and s[3] == high and low < min(s[1:]) and high > max(s[:3]) for s in every
        )
        found = audit.decide(reading, figures, 4)
        assert (found.outcome == "feasible") == expected, (low, high)
        assert found.outcome != "undecided"


def test_a_blank_is_decided_as_enumeration_does():
    """Two rankers of three, one leaving item a blank: every mean of a and b."""
    full = list(permutations((1, 2, 3)))
    short = [(None, 1, 2), (None, 2, 1)]
    every = {(f[0], f[1] + s[1]) for f in full for s in short}
    reading = audit.Reading("blank", "blank", 2, blanks={"a": 1})
    for a, b in product(range(1, 4), range(2, 6)):
        figures = audit.read_figures(report([("a", str(a), None), ("b", f"{b / 2:.1f}", None)], 2))
        outcome = audit.decide(reading, figures, 3).outcome
        assert outcome == ("feasible" if (a, b) in every else "impossible"), (a, b)


def test_two_groups_may_overlap():
    """Of three rankers, two pairs with means 1 and 2 of one item share a ranker: 1, 1, 3."""
    table = report([("a", "1.67", None)])
    pairs = [("a", "first", "1.0", None, 2), ("a", "second", "2.0", None, 2)]
    more = pd.DataFrame(
        pairs, columns=["construct", "group", "value", "stated_place", "n_stated"]
    ).assign(quantity="mean_rank", figure=["f", "s"])
    figures = audit.read_figures(pd.concat([table, more]))
    assert audit.decide(audit.Reading("x", "x", 3), figures, 3).outcome == "feasible"
    higher = audit.read_figures(pd.concat([table, more.assign(value=["1.0", "3.0"])]))
    assert audit.decide(audit.Reading("x", "x", 3), higher, 3).outcome == "impossible"


@pytest.mark.parametrize("ties", [0, 1])
def test_the_bounds_hold_for_every_table(ties):
    """For three rankers of four items with a known mean, no table lies outside the bounds."""
    reading = audit.Reading("any", "any", 3, tied_pairs=ties)
    rows = [[*[TIED] * ties, *[STRICT] * (3 - ties)], [STRICT] * 3]
    tables = [np.array(t) for pools in rows for t in product(*pools)][::7]
    for total in (4, 6, 9):
        figures = audit.read_figures(report([("a", f"{total / 3:.2f}", None)]))
        bounds = audit.bound(reading, figures, 4).set_index("quantity")
        found = [t for t in tables if t[:, 0].sum() == total]
        assert found
        w = [12 * ((t.sum(axis=0) - 7.5) ** 2).sum() / (9 * 60) for t in found]
        sd = [t[:, 0].std(ddof=1) for t in found]
        assert bounds.loc["w", "low"] - 1e-9 <= min(w) and max(w) <= bounds.loc["w", "high"] + 1e-9
        assert bounds.loc["sd", "low"] - 1e-9 <= min(sd)
        assert max(sd) <= bounds.loc["sd", "high"] + 1e-9
        if not ties:  # the sum alone decides how far one column can spread
            assert bounds.loc["sd", "low"] == pytest.approx(min(sd))


def test_the_least_spread_within_wide_bounds_is_the_minimisers():
    """Where sums may meet the middle or come close, descent ends where scipy does."""
    boxes = [(1, -3.0, 9.0), (2, 4.0, 30.0), (1, -40.0, -10.0)]

    def spread(place):
        return (
            sum(p**2 / w for p, (w, _, _) in zip(place, boxes, strict=True)) + sum(place) ** 2 / 2
        )

    expected = optimize.minimize(spread, [0, 5, -11], bounds=[box[1:] for box in boxes]).fun
    assert _least_spread(boxes, 2) == pytest.approx(expected, rel=1e-5)


def test_a_table_that_fits_its_n_has_one_reading():
    """Means of ten rankers to two decimals fit n = 10, and the solver finds a table."""
    found = audit.audit(report([("a", "1.20", 1), ("b", "3.90", -1)], n=10), n_items=5)
    assert [(v.reading.name, v.outcome) for v in found.verdicts] == [("n-10", "feasible")]
    table = check_rankings(found.verdicts[0].example)
    assert table["a"].mean() == pytest.approx(1.2)
    assert table["a"].mean() < table.drop(columns="a").mean().min()


def test_means_that_no_table_has_are_proved_impossible():
    """Two of three constructs cannot both have mean 1.0, though each alone can."""
    found = audit.audit(report([("a", "1.0", None), ("b", "1.0", None)], n=4), n_items=3)
    assert found.verdicts[0].outcome == "impossible"
    assert "proved" in found.verdicts[0].reason


@given(st.integers(2, 40), st.integers(2, 8), st.integers(0, 999))
def test_a_composed_table_has_its_sums_and_ranks_every_row(n, k, seed):
    """The sums of any table of n rankings lead to a table of n rankings with those sums."""
    rng = np.random.default_rng(seed)
    sums = 2 * rng.permuted(np.tile(np.arange(1, k + 1), (n, 1)), axis=1).sum(axis=0)
    table = compose(sums[None], (0, n), np.full((n, k), OPEN))
    if table is None:  # rare, and no proof of anything: only ever for a few rankers
        assert n < 6
        return
    assert table.sum(axis=0).tolist() == sums.tolist()
    assert (np.sort(table, axis=1) == 2 * np.arange(1, k + 1)).all()


def draw_with_blank_and_tie(n, k, rng):
    """Doubled ranks of n rankings: the first has a blank, the last a tie; and these alone."""
    drawn = 2 * rng.permuted(np.tile(np.arange(1, k + 1), (n, 1)), axis=1)
    given = np.full((n, k), OPEN)
    drawn[0] = [BLANK, *rng.permutation(2 * np.arange(1, k))]
    given[0, 0] = BLANK
    tied = np.isin(drawn[n - 1], (4, 6))
    drawn[n - 1, tied] = given[n - 1, tied] = 5
    return drawn, given


def test_a_composed_table_keeps_what_is_settled_and_the_sums_of_each_part():
    """Blank and tie stay where they are, and both parts have the sums of a drawn table."""
    rng, found = np.random.default_rng(1), 0
    for _ in range(100):
        n, k, summed = (int(rng.integers(*ends)) for ends in ((6, 13), (8, 22), (1, 4)))
        drawn, given = draw_with_blank_and_tie(n, k, rng)
        ends = (0, n // 2, n)
        sums = np.add.reduceat(drawn[:, :summed], ends[:-1], axis=0)
        table = compose(sums, ends, given)
        if table is None:
            continue
        found += 1
        assert (table[given != OPEN] == given[given != OPEN]).all()
        assert (np.add.reduceat(table[:, :summed], ends[:-1], axis=0) == sums).all()
        assert (np.sort(table, axis=1) == np.sort(drawn, axis=1)).all()
    assert found > 90


def test_all_means_of_two_hundred_rankers_are_audited_at_once():
    """Every mean of a drawn table is reported: the audit finds a table with the same means."""
    rng = np.random.default_rng(1)
    table = (rng.gumbel(size=(200, 12)) + np.linspace(2, 0, 12)).argsort(axis=1).argsort(axis=1) + 1
    sums = table.sum(axis=0)
    # exact halves of the last decimal go to the even digit, as Python rounds a fraction
    rows = [
        (f"c{i}", f"{float(round(Fraction(int(s), 200), 2)):.2f}", None) for i, s in enumerate(sums)
    ]
    found = audit.decide(
        audit.Reading("complete", "complete", 200), audit.read_figures(report(rows, n=200)), 12
    )
    means = [Fraction(int(total), 200) for total in check_rankings(found.example).sum()]
    assert all(prints(mean, row[1]) for mean, row in zip(means, rows, strict=True))


def test_means_that_do_not_add_up_are_told_with_the_sums():
    """Four rankers of two items: means 1.25 and 1.50 are sums of 5 and 6, not of 12 in all."""
    found = audit.audit(report([("a", "1.25", None), ("b", "1.50", None)], n=4), n_items=2)
    assert found.verdicts[0].outcome == "impossible"
    assert "add up to 11 at least and 11 at most, and should to 12" in found.verdicts[0].reason


def test_an_effort_that_runs_out_is_told():
    """Where no table is built at once and no work allowed, the answer is 'undecided'."""
    figures = audit.read_figures(ARTICLE)
    reading = audit.standard_readings(figures)[3]
    assert audit.decide(reading, figures, 21, effort=1e-9).outcome == "undecided"


def test_a_group_larger_than_the_table_is_refused():
    """Three experts cannot be among two rankers."""
    with pytest.raises(MeasureError, match="has 3 rankers, the table 2"):
        audit.decide(audit.Reading("x", "x", 2), audit.read_figures(ARTICLE), 21)


def test_one_item_cannot_be_audited():
    """Ranking one thing orders nothing."""
    with pytest.raises(MeasureError, match="at least two"):
        audit.audit(ARTICLE, n_items=1)


def test_thirds_cannot_come_from_ties():
    """Tied neighbours share whole or half ranks, for runs of up to six of ten items."""
    for size in range(2, 7):
        for run in combinations(range(1, 11), size):
            if run[-1] - run[0] == size - 1:
                assert (2 * Fraction(sum(run), size)).denominator == 1
