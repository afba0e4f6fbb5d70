"""The planner's chances are those of the rules, of other programs and of hand; so is its no."""

import re
from math import log, sqrt

import numpy as np
import pytest
from scipy import stats

from senco.cohort.loading import load_cohort
from senco.errors import DataError, MeasureError
from senco.measures.comparison.intervals import compare_means, compare_with_mean, limit_with_mean
from senco.measures.comparison.verdicts import AGREES, DIFFERS, decide
from senco.planning import (
    AGREEMENT,
    DIFFERENCE,
    Beside,
    answer_all,
    ask,
    ask_beside,
    describe_ceilings,
    find_ceiling,
    find_left,
    find_people,
    find_room,
    find_utmost,
    format_answers,
    list_reported,
    tabulate_answers,
    tabulate_ceilings,
    tabulate_curves,
    write_ethics,
)
from senco.planning.chances import (
    compute_chance,
    count_verdicts,
    draw_intervals,
    find_chance,
    measure_reach,
    share_within,
)
from senco.planning.page import spread_of
from tests.conftest import ROOT

#: A printed mean whose people can hardly differ, so that more people here help.
NARROW = Beside("reported", 7, 0.005, (0.2, 3.0), "narrow")
WIDE = Beside("reported", 7, 0.005, (0.2, 7.0), "wide")


@pytest.mark.parametrize(
    ("cv", "n", "power"),
    # PowerTOST (R), sampleN.TOST(CV = 0.2) and (CV = 0.3): a crossover of two periods, true
    # ratio 0.95, limits 0.8 and 1.25, each side 5 %; its printed sizes and powers
    [(0.2, 20, 0.834680), (0.3, 40, 0.815845)],
)
def test_the_chance_of_agreement_is_the_power_that_another_program_prints(cv, n, power):
    spread, freedom, root = sqrt(log(1 + cv**2)), n - 2, sqrt(2 / n)

    def reach(found):
        return float(stats.t.ppf(0.95, freedom)) * found * root

    found = share_within(reach, spread, freedom, spread * root, log(0.95), log(1.25))
    assert found == pytest.approx(power, abs=5e-7)


@pytest.mark.parametrize(("n", "spread", "true"), [(2, 1, 4), (8, 2, 5), (30, 4, 6), (12, 3, 2)])
def test_the_chance_of_a_difference_is_that_of_the_noncentral_t(n, spread, true):
    # nobody behind the mean can differ, so the interval is Student's, and the mean there is
    # as good as known: 10,000,000 people
    known = Beside("reported", 10_000_000, 0.0, (0.0, 0.0))
    limit = stats.t.ppf(0.95, n - 1)
    root = spread / sqrt(n)
    power = stats.nct.sf(limit, n - 1, (true - 3) / root)  # on the other side below 1e-8
    found = compute_chance(DIFFERENCE, n, known, spread, true, 3, 0.9)
    assert (found.value, found.error) == (pytest.approx(power, abs=1e-6), 0)


@pytest.mark.parametrize(
    ("goal", "n", "beside", "spread", "true"),
    [
        (AGREEMENT, 6, NARROW, 1.2, 0),
        (AGREEMENT, 25, NARROW, 1.6, 1),
        (DIFFERENCE, 5, NARROW, 2.5, 8),
        (DIFFERENCE, 25, WIDE, 4, 11),
    ],
)
def test_a_computed_chance_is_that_of_cohorts_judged_one_by_one(goal, n, beside, spread, true):
    rng = np.random.default_rng(5)
    wanted, repetitions = (AGREES if goal == AGREEMENT else DIFFERS), 600
    hits = 0
    for _ in range(repetitions):
        here = rng.normal(true, spread, n)
        printed = round(rng.normal(0, spread / sqrt(beside.n)), 2)
        found = compare_with_mean(here, printed, beside.n, 0.005, 0.9, beside.spread)
        hits += decide(found.low, found.high, 3) == wanted
    chance = compute_chance(goal, n, beside, spread, true, 3, 0.9).value
    error = sqrt(chance * (1 - chance) / repetitions)
    assert 0.1 < chance < 0.98 and abs(hits / repetitions - chance) < 4 * error


@pytest.mark.parametrize(("spread", "true"), [(2.5, 0), (4, 6)])
def test_a_simulated_chance_is_that_of_cohorts_of_this_spread_and_difference(spread, true):
    # drawn once for a spread of 1, then stretched and moved; here each is drawn as it is
    goal, wanted = (AGREEMENT, AGREES) if not true else (DIFFERENCE, DIFFERS)
    told = count_verdicts(goal, draw_intervals(10, 12, 0.9, 3, 300), spread, true, 3)
    rng, hits = np.random.default_rng(11), 0
    for _ in range(300):
        here, there = rng.normal(8 + true, spread, 10), rng.normal(8, spread, 12)
        found = compare_means(here, there, 0.9)
        hits += decide(found.low, found.high, 3) == wanted
    error = sqrt(2) * told.error
    assert 0.1 < told.value < 0.95 and abs(hits / 300 - told.value) < 4 * error
    assert told.error == pytest.approx(sqrt(told.value * (1 - told.value) / 300))


def test_two_cohorts_of_one_spread_have_about_the_chance_of_students_interval():
    # two cohorts of 20: Student's interval on 38 degrees of freedom
    root = sqrt(2 / 20)

    def reach(found):
        return float(stats.t.ppf(0.95, 38)) * found * root

    exact = share_within(reach, 3.0, 38, 3 * root, 0.0, 3.0)
    drawn = find_chance(AGREEMENT, 20, Beside("people", 20), 3.0, 0.0, 3.0, 0.9, repetitions=400)
    assert abs(drawn.value - exact) < 4 * drawn.error + 0.02  # the two intervals differ a little


def test_the_fewest_people_have_the_chance_and_one_fewer_have_not():
    question = ask(spreads=(1.5,))
    for beside in (NARROW, Beside("people", 8)):
        found = find_people(question, AGREEMENT, beside, 1.5)
        before = find_chance(AGREEMENT, found.people - 1, beside, 1.5, 0, 3, 0.9)
        assert before.value < 0.8 <= found.chance.value and not found.ceiling


def test_where_no_number_is_enough_any_number_has_less_than_the_chance_and_the_reason_is_told():
    question = ask(spreads=(3.0,))
    found = find_people(question, AGREEMENT, NARROW, 3.0)
    # any number: the mean here is known, that there is off by 3 over the root of 7, and the
    # interval keeps t(6) times 3 over the root of 7
    left = 1.943180 * 3 / sqrt(7) + 0.005
    best = 2 * stats.norm.cdf((3 - left) / (3 / sqrt(7))) - 1
    assert (found.people, found.ceiling) == (None, True)
    assert found.chance.value == pytest.approx(best, abs=1e-3)
    assert find_left(question, NARROW) == pytest.approx(left, abs=1e-5)
    assert ("the other mean is still that of 7 people") in " ".join(
        describe_ceilings(question, NARROW)
    )


def test_agreement_cannot_come_about_where_what_the_interval_keeps_is_beyond_the_margin():
    question = ask(spreads=(0.1,))
    found = find_people(question, AGREEMENT, WIDE, 0.1)
    assert (found.people, found.ceiling, found.chance.value) == (None, True, 0)
    assert limit_with_mean(7, 0.005, 0.9, WIDE.spread) > 3
    # t(6) S over the root of 7, and 0.005, is 3 at S = 4.078
    assert find_room(question, WIDE) == pytest.approx(2.995 * sqrt(7) / 1.943180, abs=1e-4)
    told = " ".join(describe_ceilings(question, WIDE))
    assert "Agreement cannot be shown, however many you ask." in told and "4.08" in told
    assert find_ceiling(question, AGREEMENT, WIDE) == 0


def test_the_interval_beside_a_printed_mean_shrinks_to_what_it_keeps():
    for beside in (NARROW, WIDE):
        reaches = [measure_reach(n, beside, 0.9, 4.0) for n in (8, 20, 100, 10_000)]
        assert reaches == sorted(reaches, reverse=True) and len(set(reaches)) == len(reaches)
        assert find_left(ask(), beside) == pytest.approx(reaches[-1], abs=0.1)
        assert find_left(ask(), beside) < reaches[-1]


def test_the_ceiling_is_where_any_number_has_just_the_chance():
    question = ask()
    for goal in (AGREEMENT, DIFFERENCE):
        edge = find_ceiling(question, goal, NARROW)
        assert find_utmost(question, goal, NARROW, edge).value == pytest.approx(0.8, abs=1e-4)
        assert find_utmost(question, goal, NARROW, edge + 0.2).value < 0.8
    assert find_ceiling(question, AGREEMENT, Beside("equal", 0)) == np.inf


def test_several_primary_constructs_need_a_higher_chance_each_and_so_more_people():
    one, three = ask(spreads=(1.0,)), ask(spreads=(1.0,), primary=3)
    assert three.each == pytest.approx(1 - 0.2 / 3)
    fewer = find_people(one, AGREEMENT, NARROW, 1.0).people
    assert fewer < find_people(three, AGREEMENT, NARROW, 1.0).people


def test_more_people_have_a_better_chance_and_a_wider_spread_a_worse_one():
    curves = tabulate_curves(ask(spreads=(1.0, 1.5)), NARROW, (2, 4, 8, 16, 60))
    for (_, _), part in curves.groupby(["goal", "sd"]):
        assert part["chance"].is_monotonic_increasing
    by_sd = curves.pivot(index=["goal", "people"], columns="sd", values="chance")
    assert (by_sd[1.0] >= by_sd[1.5] - 1e-9).all()


def test_the_same_seed_gives_the_same_answer_and_another_another_draw():
    again = [draw_intervals.__wrapped__(6, 6, 0.9, seed, 20).tolist() for seed in (1, 1, 2)]
    assert again[0] == again[1] != again[2]


def test_beside_the_article_stand_its_printed_means_as_the_comparison_takes_them(project):
    reference = load_cohort("ey-pvi-2017", project=project)
    besides = list_reported(reference, 21)
    told = [(one.n, one.rounding) for one in besides]
    assert told == [(7, 0.005), (8, 0.005), (6, 0.005), (7, 0.005), (7, 0.005)]
    widest = [one.spread[1] for one in besides]
    assert max(widest) < 8 and min(widest) == pytest.approx(3.02, abs=0.01)
    worked = load_cohort("worked-example", project=project)
    with pytest.raises(MeasureError, match=r"prints no mean ranks.*--there"):
        list_reported(worked, 21)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"length": 1}, "--constructs: found 1; allowed: from 2 to 500"),
        ({"margin": 0.0}, "--margin: found 0; allowed: above 0 and below 20, in places of 21"),
        ({"margin": float("nan")}, "--margin: found nan"),
        ({"difference": 3.0}, "--difference: found 3; allowed: above the margin (3)"),
        ({"spreads": (2.0, 12.0)}, "--sd: found 12; allowed: above 0 and at most 10"),
        ({"spreads": (float("inf"),)}, "--sd: found inf"),
        ({"confidence": 1.0}, "--confidence: found 1; allowed: from 0.5 to below 1"),
        ({"chance": 0.999}, "--chance: found 0.999; allowed: from 0.5 to 0.99"),
        ({"primary": 0}, "--primary: found 0; allowed: from 1 to 21"),
        ({"seed": -1}, "--seed: found -1"),
    ],
)
def test_what_makes_no_sense_is_answered_with_what_is_allowed(values, words):
    with pytest.raises(DataError) as caught:
        ask(**values)
    assert words in str(caught.value)


def test_all_that_makes_no_sense_is_told_at_once():
    with pytest.raises(DataError) as caught:
        ask(chance=2.0, primary=99, spreads=(-1.0, 2.0))
    assert len(caught.value.findings) == 3


def test_the_other_cohort_has_a_size_that_can_be_compared():
    assert ask_beside(None, False) is None and ask_beside(None, True).kind == "equal"
    assert ask_beside(20, False) == Beside("people", 20)
    for there, equal, words in ((1, False, "from 2 to 500"), (20, True, "one of the two")):
        with pytest.raises(DataError, match=words):
            ask_beside(there, equal)


def test_the_margin_of_another_list_is_the_same_share_of_it():
    question = ask(length=11)
    assert (question.margin, question.difference) == (1.5, 3.0)
    assert question.spreads == pytest.approx((1, 1.5, 2, 2.5, 3)) and question.share == 0.15


def test_the_tables_hold_a_row_an_answer_and_leave_blank_what_is_not():
    question = ask(spreads=(1.5, 3.0))
    answers = answer_all(question, [NARROW])
    table = tabulate_answers(question, answers).set_index(["sd", "goal"])
    assert table["people"].isna().tolist() == [one.people is None for one in answers]
    assert (table["enough"] == table["people"].notna()).all()
    words = format_answers(question, answers)
    assert words["standard deviation"].tolist() == ["1.5", "3"]
    assert words.loc[1, "to show agreement"].startswith("no number (")
    ceilings = tabulate_ceilings(question, [NARROW, Beside("equal", 0)])
    assert ceilings.loc[0, ["agreement", "left"]].notna().all()
    assert ceilings.loc[1, ["agreement", "difference", "left"]].isna().all()


def test_words_for_a_form_hold_the_numbers_the_rule_the_limits_and_what_is_left_to_fill_in():
    question = ask(spreads=(1.5, 3.0), primary=2)
    besides = [NARROW]
    told = write_ethics(question, besides, answer_all(question, besides), "9.9")
    for words in (
        "put 21 constructs in order", "no more than 3 places (15 % of the way",
        "only if the whole interval lies within", "| 1.5 |", "no number (",
        "2 constructs must all get the answer", "[a pilot,", "crowd at the ends",
        "do not make agreement a primary outcome", "senco 9.9", "seed 0",
    ):  # fmt: skip
        assert words in " ".join(told.split()), words


def test_people_who_do_not_agree_at_all_spread_as_places_drawn_at_random():
    # 1 to 21 in any order: variance (21 x 21 - 1) / 12
    assert spread_of(0, 21) == pytest.approx(np.arange(1, 22).std())
    rng = np.random.default_rng(2)
    ranks = np.argsort(np.argsort(rng.normal(np.arange(9), 4, (4_000, 9)), axis=1), axis=1) + 1.0
    w = ranks.mean(axis=0).var() / ((81 - 1) / 12)  # Kendall's, of so many people
    assert sqrt(ranks.var(axis=0).mean()) == pytest.approx(spread_of(w, 9), rel=1e-9)


def test_the_table_beside_printed_means_has_two_digits_and_fits_beside_the_contents():
    text = (ROOT / "book" / "methods" / "planning.md").read_text(encoding="utf-8")
    table = next(block for block in text.split("\n\n") if block.startswith("| printed mean of"))
    heads, _, *rows = ([cell.strip() for cell in line.split("|")] for line in table.splitlines())
    # 688 px are left at a window of 1,280; a word of nine letters and its padding take some 95
    assert max(len(word) for head in heads[2:] for word in head.split()) <= 9 and len(heads) == 8
    numbers = [number for row in rows for number in re.findall(r"\d[\d.]*", " ".join(row[2:]))]
    assert len(numbers) == 5 * len(rows)
    assert all(len(number.replace(".", "").lstrip("0")) <= 2 for number in numbers)
