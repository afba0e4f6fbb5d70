"""The planner's answers in words: for the terminal, for the book, and for an ethics form."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from senco.planning.answers import Answer, find_ceiling, find_left, find_room, most_of
from senco.planning.questions import AGREEMENT, DIFFERENCE, GOALS, Beside, Goal, Question
from senco.text.rounding import format_digits, format_number, format_share
from senco.text.words import join_words

#: A chance below this is told as none.
_NONE = 0.0005


def describe_answer(answer: Answer) -> str:
    """Return one answer as a cell of a table.

    Parameters
    ----------
    answer : Answer
        How many people it takes.

    Returns
    -------
    str
        The people with their chance; or that no number is enough, with the best chance.
    """
    chance = format_chance(answer)
    if answer.people is not None:
        return f"{answer.people} people ({chance})"
    if not answer.ceiling:
        return f"more than {most_of(answer.beside):,} ({chance} with that many)"
    if answer.chance.value < _NONE:
        return "no number: it cannot be shown"
    return f"no number ({chance} at best)"


def format_chance(answer: Answer) -> str:
    """Return a chance in per cent, with its Monte Carlo error where it has one.

    Parameters
    ----------
    answer : Answer
        Of which the chance is told.

    Returns
    -------
    str
        Two standard errors stand behind the sign.
    """
    chance = format_share(answer.chance.value).removesuffix("%")
    error = 2 * answer.chance.error
    return f"{chance} ± {format_number(100 * error, 0)} %" if error else f"{chance} %"


def format_answers(question: Question, answers: Sequence[Answer]) -> pd.DataFrame:
    """Return the answers beside one cohort as a table in words.

    Parameters
    ----------
    question : Question
        What was asked.
    answers : sequence of Answer
        Beside one cohort, as `answer_all` orders them.

    Returns
    -------
    DataFrame
        A row a spread; a column for it and one a goal.
    """
    rows: dict[float, dict[Goal, str]] = {}
    for answer in answers:
        rows.setdefault(answer.spread, {})[answer.goal] = describe_answer(answer)
    table = [(places(spread), *(cells[goal] for goal in GOALS)) for spread, cells in rows.items()]
    return pd.DataFrame(table, columns=["standard deviation", *describe_goals(question)])


def describe_goals(question: Question) -> list[str]:
    """Return what is to be shown, in the order of the goals.

    Parameters
    ----------
    question : Question
        What is asked.

    Returns
    -------
    list of str
        Headings.
    """
    return ["to show agreement", f"to show a difference of {places(question.difference)} places"]


def places(value: float) -> str:
    """Return a number of places as a sentence has it.

    Parameters
    ----------
    value : float
        In places.

    Returns
    -------
    str
        Three digits at most, no zeros at the end.

    Examples
    --------
    >>> places(3.0), places(4.8172)
    ('3', '4.82')
    """
    return format_digits(value, 3)


def describe_question(question: Question) -> str:
    """Return in two sentences what is asked.

    Parameters
    ----------
    question : Question
        What is asked.

    Returns
    -------
    str
    """
    sure = format_share(question.chance).replace("%", " %")
    sentences = (
        f"How many people are needed for a chance of {sure}? Mean places on a list of "
        f"{question.length} count as the same up to {places(question.margin)} places; "
        f"confidence {format_share(question.confidence).replace('%', ' %')}."
    )
    if question.primary > 1:
        each = format_share(question.each, 1).replace("%", " %")
        sentences += (
            f" {question.primary} constructs must all get the answer, so each needs a chance of "
            f"{each}, however they depend on one another."
        )
    return sentences


def describe_ceilings(question: Question, beside: Beside) -> list[str]:
    """Return at which spread no number of people is enough, and why.

    Parameters
    ----------
    question : Question
        What is asked.
    beside : Beside
        The cohort there.

    Returns
    -------
    list of str
        Sentences; none beside a cohort of the same size.
    """
    if beside.kind == "equal":
        return []
    left = find_left(question, beside)
    if left is not None and left > question.margin:
        return [
            *_describe_never(question, beside, left),
            *_describe_difference(question, beside, left),
        ]
    sentences = []
    agreement = find_ceiling(question, AGREEMENT, beside)
    if np.isfinite(agreement):
        sentences.append(
            f"Where the standard deviation of places is more than {places(agreement)}, no "
            f"number of people gives a chance of {_sure(question)} of showing agreement: the "
            f"other mean is still that of {beside.n} people, and is itself affected by chance."
        )
    return sentences + _describe_difference(question, beside, left)


def _describe_never(question: Question, beside: Beside, left: float) -> list[str]:
    room = find_room(question, beside)
    return [
        f"Agreement cannot be shown, however many you ask. The mean of {beside.n} people allows "
        f"a standard deviation of up to {places(beside.spread[1])} among them, so the interval "
        f"keeps {places(left)} places to either side, more than the margin of "
        f"{places(question.margin)}. With {places(room)} or less it could have been shown."
    ]


def _describe_difference(question: Question, beside: Beside, left: float | None) -> list[str]:
    difference = find_ceiling(question, DIFFERENCE, beside)
    if not np.isfinite(difference):
        return []
    if difference > 0:
        return [
            f"For a difference of {places(question.difference)} places the limit is a standard "
            f"deviation of {places(difference)}."
        ]
    sentence = f"A difference of {places(question.difference)} places is too small to be found with"
    if left is None:
        return [f"{sentence} a chance of {_sure(question)}, however many you ask."]
    return [
        f"{sentence} a chance of {_sure(question)}, however many you ask: what is found has to be "
        f"more than {places(question.margin + left)}."
    ]


def _sure(question: Question) -> str:
    decimals = 0 if question.primary == 1 else 1
    return format_share(question.each, decimals).replace("%", " %")


def list_limits(question: Question, besides: Sequence[Beside]) -> list[str]:
    """Return what the numbers suppose, and where they do not hold.

    Parameters
    ----------
    question : Question
        What is asked.
    besides : sequence of Beside
        The cohorts there.

    Returns
    -------
    list of str
        Sentences.
    """
    first = (
        "Places are assumed to be normally distributed, with the same spread in both "
        f"populations. Real places lie between 1 and {question.length} and crowd at the ends; "
        "for a construct that nearly everybody puts first or last, and for fewer than about "
        "eight people, the numbers are only a guide."
    )
    second = (
        "The standard deviation is a guess until there are data. Take the largest that seems "
        "likely, not the most convenient."
    )
    if question.primary > 1:
        third = (
            f"The chance that {question.primary} constructs all get the answer holds however "
            "they depend on one another; if they go together, fewer people may be enough."
        )
    else:
        third = (
            "Each number is for one construct. Everybody ranks all of them, so one construct's "
            "place depends on the others', and it takes more people for several to get the answer: "
            "--primary allows for that."
        )
    limits = [first, second, third]
    if any(beside.kind == "reported" for beside in besides):
        limits.append(
            "For the number of people behind a printed mean, and how much they may differ, the "
            "assumptions are those of this book's comparison: the most people for whom it can "
            "be the plain mean of one construct, and every standard deviation compatible with "
            "the figure."
        )
    limits.append(
        "The plan covers only the places of constructs. The order as a whole, the narratives "
        "and the key influences have their own rules."
    )
    return limits


def write_ethics(
    question: Question, besides: Sequence[Beside], answers: Sequence[Answer], version: str
) -> str:
    """Return words for an ethics form or a protocol.

    Parameters
    ----------
    question : Question
        What was asked.
    besides : sequence of Beside
        The cohorts there.
    answers : sequence of Answer
        As `answer_all` gives them.
    version : str
        Of this package.

    Returns
    -------
    str
        Markdown, with brackets where the person has to fill something in.
    """
    lines = [
        "# How many people, and why",
        "",
        "Text for an ethics form or a protocol. Fill in the parts in brackets.",
        "",
        "## What is asked",
        "",
        f"People put {question.length} constructs in order. For [the construct or constructs] we "
        f"ask whether the mean place is the same as {_list(besides)}. Two mean places count "
        f"as the same if they differ by no more than {places(question.margin)} places "
        f"({places(100 * question.share)} % of the way from the first place to "
        "the last). [Why a difference of this size does not matter in practice.] The margin was "
        "set before any data were collected.",
        "",
        "The difference gets an interval with a confidence of "
        f"{format_share(question.confidence).replace('%', ' %')}. We claim agreement only if "
        "the whole interval lies within the margin, and a difference only if the whole of it "
        "lies beyond the margin; otherwise we report that we cannot tell.",
        "",
        "## How many people",
        "",
        describe_question(question),
    ]
    for beside in besides:
        own = [answer for answer in answers if answer.beside == beside]
        lines += ["", f"Against {beside.label}:", "", *_lay_out(format_answers(question, own))]
        ceilings = describe_ceilings(question, beside)
        lines += ["", " ".join(ceilings)] if ceilings else []
    lines += ["", *_advise(question, answers), "", "## What these numbers assume", ""]
    lines += [f"- {limit}" for limit in list_limits(question, besides)]
    lines += ["", f"Computed with senco {version} (`senco plan`), seed {question.seed}.", ""]
    return "\n".join(lines)


def _list(besides: Sequence[Beside]) -> str:
    of = {"reported": "", "people": "that of ", "equal": "that of "}
    return join_words([of[beside.kind] + beside.label for beside in besides], "or")


def _lay_out(table: pd.DataFrame) -> list[str]:
    rows = [list(table.columns), ["---"] * len(table.columns), *table.to_numpy().tolist()]
    return ["| " + " | ".join(row) + " |" for row in rows]


def _advise(question: Question, answers: Sequence[Answer]) -> list[str]:
    """What to write of the number that is chosen."""
    sentences = [
        "We expect a standard deviation of about [number] places, because [a pilot, an earlier "
        "study, or how far such people agree], and plan to invite [number] people, of whom we "
        "expect [number] to take part.",
    ]
    agreement = [answer for answer in answers if answer.goal == AGREEMENT]
    if any(answer.ceiling for answer in agreement):
        sentences += [
            "",
            "Where the table says that no number is enough, asking more people would cost them "
            "their time and could not give the answer. In those cases we [do not make "
            "agreement a primary outcome; compare with a cohort whose rankings are known; look "
            "only for a large difference; or set a wider margin, now, and say why].",
        ]
    return sentences


def describe_curves(question: Question, beside: Beside, answers: Sequence[Answer]) -> str:
    """Return what the figure of the chances shows.

    Parameters
    ----------
    question : Question
        What was asked.
    beside : Beside
        The cohort there.
    answers : sequence of Answer
        With those beside this cohort.

    Returns
    -------
    str
        A sentence a spread.
    """
    sentences = [f"Chance of each answer by the number of people asked, beside {beside.label}."]
    for spread in question.spreads:
        agree, differ = (
            next(
                one for one in answers
                if (one.beside, one.spread, one.goal) == (beside, spread, goal)
            )
            for goal in GOALS
        )  # fmt: skip
        sentences.append(
            f"At a standard deviation of {places(spread)} agreement: {describe_answer(agree)}; "
            f"the difference: {describe_answer(differ)}."
        )
    return " ".join(sentences)
