"""How many people are needed, and where no number of them is enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize

from senco.measures.comparison.intervals import limit_with_mean
from senco.planning.chances import Chance, count_verdicts, draw_intervals, find_chance
from senco.planning.questions import AGREEMENT, DIFFERENCE, GOALS, Beside, Goal, Question

#: What stands for any number of people: nobody will ask as many.
ANY_NUMBER = 20_000
#: The same where chances are simulated: what still more would bring is less than their error.
ANY_SIMULATED = 1_000
#: So far answers are looked for; where chances are simulated, not as far.
MOST_PEOPLE, MOST_SIMULATED = 10_000, 300


@dataclass(frozen=True)
class Answer:
    """How many people it takes, beside one cohort and at one spread.

    Parameters
    ----------
    goal : {"agreement", "difference"}
        What is to be shown.
    beside : Beside
        The cohort there.
    spread : float
        Standard deviation of the places, in places.
    people : int or None
        The fewest who have the chance that is wanted; None where there is no such number,
        or none up to `MOST_PEOPLE`.
    chance : Chance
        Of so many people; where there is no such number, of as many as there may be.
    ceiling : bool
        Whether no number of people is enough.
    """

    goal: Goal
    beside: Beside
    spread: float
    people: int | None
    chance: Chance
    ceiling: bool


def find_people(question: Question, goal: Goal, beside: Beside, spread: float) -> Answer:
    """Return the fewest people who have the chance that is wanted.

    Parameters
    ----------
    question : Question
        What is asked.
    goal : {"agreement", "difference"}
        What is to be shown.
    beside : Beside
        The cohort there.
    spread : float
        Standard deviation of the places, in places.

    Returns
    -------
    Answer
    """

    def chance(n: int) -> Chance:
        return _find_chance(question, goal, beside, spread, n)

    def enough(n: int) -> bool:
        return chance(n).value >= question.each

    computed = beside.kind == "reported"
    utmost = find_utmost(question, goal, beside, spread) if computed else None
    if utmost and utmost.value < question.each:
        return Answer(goal, beside, spread, None, utmost, True)
    if computed:
        people = _search(enough, MOST_PEOPLE)
    else:
        guess = _search(lambda n: _guess(question, goal, beside, spread, n), MOST_SIMULATED)
        people = _search_near(enough, guess or MOST_SIMULATED, MOST_SIMULATED)
    if people is not None:
        return Answer(goal, beside, spread, people, chance(people), False)
    utmost = utmost or find_utmost(question, goal, beside, spread)
    if utmost.value < question.each:
        return Answer(goal, beside, spread, None, utmost, True)
    return Answer(goal, beside, spread, None, chance(most_of(beside)), False)


def most_of(beside: Beside) -> int:
    """Return how far answers are looked for.

    Parameters
    ----------
    beside : Beside
        The cohort there.

    Returns
    -------
    int
        People.
    """
    return MOST_PEOPLE if beside.kind == "reported" else MOST_SIMULATED


def _guess(question: Question, goal: Goal, beside: Beside, spread: float, n: int) -> bool:
    """Whether so many would be enough beside a mean whose spread is known: nothing is drawn."""
    alike = Beside("reported", beside.n or n, 0.0, (spread, spread))
    return _find_chance(question, goal, alike, spread, n).value >= question.each


def _find_chance(question: Question, goal: Goal, beside: Beside, spread: float, n: int) -> Chance:
    return find_chance(
        goal, n, beside, spread, question.true_difference(goal), question.margin,
        question.confidence, question.seed,
    )  # fmt: skip


def _search(enough: Callable[[int], bool], most: int) -> int | None:
    """The least number that is enough, where more never are too few; None beyond the most."""
    low, high = 1, 2
    while not enough(high):
        low, high = high, min(2 * high, most)
        if low == most:
            return None
    return _halve(enough, low, high)


def _search_near(enough: Callable[[int], bool], guess: int, most: int) -> int | None:
    """The same, where a number is known that is near it, so that few are asked about."""
    step = max(1, guess // 8)
    if enough(guess):
        high, low = guess, max(1, guess - step)
        while low > 1 and enough(low):
            high, low = low, max(1, low - step)
    else:
        low, high = guess, min(most, guess + step)
        while high > low and not enough(high):
            low, high = high, min(most, high + step)
        if high == low:
            return None
    return _halve(enough, low, high)


def _halve(enough: Callable[[int], bool], low: int, high: int) -> int:
    """The least number that is enough, between one that is not and one that is."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def find_utmost(question: Question, goal: Goal, beside: Beside, spread: float) -> Chance:
    """Return the chance of as many people as there may be.

    Parameters
    ----------
    question, goal, beside, spread
        As for `find_people`.

    Returns
    -------
    Chance
        Beside a cohort of the same size it is 1, for that grows as well. Else the people
        there are as few as they are: how far their mean is off by chance, and the width
        that the interval has for their sake, stay.
    """
    if beside.kind == "equal":
        return Chance(1.0)
    if beside.kind == "reported":
        return _find_chance(question, goal, beside, spread, ANY_NUMBER)
    drawn = draw_intervals(ANY_SIMULATED, beside.n, question.confidence, question.seed)
    return count_verdicts(goal, drawn, spread, question.true_difference(goal), question.margin)


def find_ceiling(question: Question, goal: Goal, beside: Beside) -> float:
    """Return the spread above which no number of people has the chance that is wanted.

    Parameters
    ----------
    question, goal, beside
        As for `find_people`.

    Returns
    -------
    float
        In places; infinite beside a cohort of the same size, where there is no such
        spread, and 0 where even people who hardly differ have not the chance.
    """
    widest = (question.length - 1) / 2
    return _find_edge(
        lambda spread: find_utmost(question, goal, beside, spread).value - question.each, widest
    )


def find_left(question: Question, beside: Beside) -> float | None:
    """Return how far the interval beside a printed mean reaches with any number of people.

    Parameters
    ----------
    question : Question
        What is asked.
    beside : Beside
        The cohort there.

    Returns
    -------
    float or None
        In places, to either side; where it is above the margin agreement cannot come
        about. None beside a cohort whose rankings are known.
    """
    if beside.kind != "reported":
        return None
    return limit_with_mean(beside.n, beside.rounding, question.confidence, beside.spread)


def find_room(question: Question, beside: Beside) -> float:
    """Return the greatest spread behind a printed mean with which agreement could come about.

    Parameters
    ----------
    question : Question
        What is asked.
    beside : Beside
        The cohort there; what its mean leaves room for plays no part.

    Returns
    -------
    float
        In places: had this standard deviation or a smaller one been printed, enough
        people could show agreement. Infinite where any could, 0 where none could.
    """
    widest = (question.length - 1) / 2
    return _find_edge(
        lambda greatest: (
            question.margin
            - limit_with_mean(beside.n, beside.rounding, question.confidence, (0.0, greatest))
        ),
        widest,
    )


def _find_edge(gain: Callable[[float], float], widest: float) -> float:
    """Where what falls with the spread falls below nothing."""
    least = widest / 1_000
    if gain(widest) >= 0:
        return np.inf
    return 0.0 if gain(least) < 0 else float(optimize.brentq(gain, least, widest, xtol=1e-6))


def answer_all(question: Question, besides: Sequence[Beside]) -> list[Answer]:
    """Return an answer for each cohort there, goal and spread.

    Parameters
    ----------
    question : Question
        What is asked.
    besides : sequence of Beside
        The cohorts there.

    Returns
    -------
    list of Answer
        In the order of the cohorts there, then the spreads, then the goals.
    """
    return [
        find_people(question, goal, beside, spread)
        for beside in besides
        for spread in question.spreads
        for goal in GOALS
    ]


def tabulate_answers(question: Question, answers: Sequence[Answer]) -> pd.DataFrame:
    """Return answers as a table for programs.

    Parameters
    ----------
    question : Question
        What was asked.
    answers : sequence of Answer
        Any number.

    Returns
    -------
    DataFrame
        Columns beside, construct, n_there, sd, goal, difference, people (missing where
        none), chance, chance_error, enough: whether any number of people is.
    """
    rows = [
        (
            one.beside.kind, one.beside.name, one.beside.n or None, one.spread, one.goal,
            question.true_difference(one.goal), one.people, one.chance.value, one.chance.error,
            not one.ceiling,
        )
        for one in answers
    ]  # fmt: skip
    columns = ["beside", "construct", "n_there", "sd", "goal", "difference", "people"]
    columns += ["chance", "chance_error", "enough"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"n_there": "Int64", "people": "Int64", "sd": float, "difference": float})


def tabulate_ceilings(question: Question, besides: Sequence[Beside]) -> pd.DataFrame:
    """Return the spreads above which no number of people is enough.

    Parameters
    ----------
    question : Question
        What was asked.
    besides : sequence of Beside
        The cohorts there.

    Returns
    -------
    DataFrame
        Columns beside, construct, n_there; agreement, difference, the highest standard
        deviation with the chance that is wanted (0 where none has it, missing where all
        have); beside printed means: greatest, the greatest standard deviation that the
        mean leaves room for, left, what the interval keeps of its width to either side,
        and room, the greatest standard deviation with which agreement could come about.
    """
    rows = []
    for beside in besides:
        printed = beside.kind == "reported"
        rows.append(
            (
                beside.kind, beside.name, beside.n or None,
                find_ceiling(question, AGREEMENT, beside),
                find_ceiling(question, DIFFERENCE, beside),
                beside.spread[1] if printed else None,
                find_left(question, beside),
                find_room(question, beside) if printed else None,
            )
        )  # fmt: skip
    columns = ["beside", "construct", "n_there", "agreement", "difference"]
    columns += ["greatest", "left", "room"]
    frame = pd.DataFrame(rows, columns=columns).astype({"n_there": "Int64"})
    numbers = frame[columns[3:]].astype(float)
    return frame.assign(**numbers.where(np.isfinite(numbers)))


#: Numbers of people at which a curve has its points.
CURVE = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 50, 60, 80, 100)


def tabulate_curves(
    question: Question, beside: Beside, numbers: Sequence[int] = CURVE
) -> pd.DataFrame:
    """Return the chance of either verdict by the number of people, for each spread.

    Parameters
    ----------
    question : Question
        What is asked.
    beside : Beside
        The cohort there.
    numbers : sequence of int
        People here.

    Returns
    -------
    DataFrame
        Columns goal, sd, people, chance, chance_error.
    """
    rows = []
    for goal in GOALS:
        for spread in question.spreads:
            for n in numbers:
                found = _find_chance(question, goal, beside, spread, n)
                rows.append((goal, spread, n, found.value, found.error))
    return pd.DataFrame(rows, columns=["goal", "sd", "people", "chance", "chance_error"])
