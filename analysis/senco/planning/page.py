"""The book's page on how many people a comparison takes, made from the rules themselves."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import pandas as pd

from senco.cohort.model import Cohort
from senco.planning.answers import (
    Answer,
    answer_all,
    find_ceiling,
    find_left,
    find_room,
    tabulate_curves,
)
from senco.planning.chances import REPETITIONS, Chance, measure_reach
from senco.planning.questions import (
    AGREEMENT,
    DIFFERENCE,
    Beside,
    Question,
    ask,
    find_usual_length,
    list_reported,
)
from senco.planning.wording import (
    describe_answer,
    describe_curves,
    describe_goals,
    format_answers,
    places,
)
from senco.text.rounding import format_digits, format_number, format_share
from senco.text.words import join_words

#: Numbers of people for whom the figure of the ceiling draws how far the interval reaches.
CROWDS = (8, 20, 100)
#: Kendall's W for which the page says how far places spread.
_AGREEMENTS = (0.3, 0.5, 0.7, 0.9)


@dataclass(frozen=True)
class Plan:
    """What the page shows: tables for its figures, and its text.

    Parameters
    ----------
    question : Question
        What is asked.
    curves : DataFrame
        As `tabulate_curves` gives it, beside the printed mean that leaves least room.
    reaches : DataFrame
        Columns construct, people (0 for any number), reach.
    curves_told, reaches_told : str
        What the two figures show, for those who do not see them.
    text : str
        MyST Markdown.
    """

    question: Question
    curves: pd.DataFrame
    reaches: pd.DataFrame
    curves_told: str
    reaches_told: str
    text: str


def make_plan(reference: Cohort, people: str, rankings: str) -> Plan:
    """Return the page on planning and the tables of its figures.

    Parameters
    ----------
    reference : Cohort
        With the printed means.
    people, rankings : str
        The results of `benchmarks/planning_chances.py`, CSV.

    Returns
    -------
    Plan
    """
    length = find_usual_length(reference)
    besides = list_reported(reference, length)
    question = ask(usual=length)
    lefts = {beside: find_left(question, beside) or 0.0 for beside in besides}
    best = min(besides, key=lefts.__getitem__)
    narrow = ask(usual=length, spreads=_SMALL)
    answers = answer_all(narrow, [best])
    curves_told = describe_curves(narrow, best, answers)
    reaches = _tabulate_reaches(question, besides)
    reaches_told = _describe_reaches(question, lefts)
    text = _PAGE.format(
        length=length,
        confidence=format_share(question.confidence).replace("%", " %"),
        sure=format_share(question.chance).replace("%", " %"),
        margin=places(question.margin),
        difference=places(question.difference),
        never=_count([beside for beside in besides if lefts[beside] > question.margin], besides),
        best=best.name,
        n=best.n,
        widest=places(best.spread[1]),
        least_found=places(question.margin + min(lefts.values())),
        most_found=places(question.margin + max(lefts.values())),
        agreement=places(find_ceiling(question, AGREEMENT, best)),
        chances=_lay_out(format_answers(narrow, answers)),
        ceilings=_lay_out_ceilings(question, lefts),
        typical=places(_TYPICAL),
        repetitions=REPETITIONS,
        simulated=_lay_out_simulated(question, people),
        spreads=_lay_out_spreads(question),
        checked=_lay_out_checked(rankings),
        curves_told=curves_told,
        reaches_told=reaches_told,
    )
    curves = tabulate_curves(narrow, best)
    return Plan(question, curves, reaches, curves_told, reaches_told, text)


#: Standard deviations asked about beside the printed mean whose people can differ least.
_SMALL = (1.0, 1.5, 2.0, 2.5, 3.0)
#: The standard deviation of the people here for whom the figure of the ceiling is drawn.
_TYPICAL = 4.0


def _count(some: Sequence[Beside], besides: Sequence[Beside]) -> str:
    return f"{len(some)} of the {len(besides)}"


def _tabulate_reaches(question: Question, besides: Sequence[Beside]) -> pd.DataFrame:
    """How far the interval beside each printed mean reaches, by the number of people here."""
    rows = []
    for beside in besides:
        reaches = {n: measure_reach(n, beside, question.confidence, _TYPICAL) for n in CROWDS} | {
            0: find_left(question, beside)
        }
        rows += [(beside.name, n, reach) for n, reach in reaches.items()]
    return pd.DataFrame(rows, columns=["construct", "people", "reach"])


def _describe_reaches(question: Question, lefts: dict[Beside, float]) -> str:
    listed = [f"‘{beside.name}’ {places(left)}" for beside, left in lefts.items()]
    return (
        "How far the interval for each printed mean extends to either side, against a margin "
        f"of {places(question.margin)} places. It shrinks as more people are asked, and with "
        f"any number of them it keeps: {join_words(listed)}."
    )


def _lay_out(table: pd.DataFrame) -> str:
    """A table in Markdown."""
    rows = [list(table.columns), ["---"] * len(table.columns), *table.to_numpy().tolist()]
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)


def _lay_out_ceilings(question: Question, lefts: dict[Beside, float]) -> str:
    rows = [
        [
            f"{beside.name} ({beside.n})", " to ".join(_round(end) for end in beside.spread),
            _round(left), _round(find_room(question, beside)),
            "no" if left > question.margin else "yes", _round(question.margin + left),
        ]
        for beside, left in lefts.items()
    ]  # fmt: skip
    columns = [
        "printed mean of (people)", "its standard deviation", "interval keeps", "needed",
        "can agree", "differs beyond",
    ]  # fmt: skip
    return _lay_out(pd.DataFrame(rows, columns=columns))


def _round(value: float) -> str:
    """Two digits: the table is a guide, and has to fit on the page."""
    return format_digits(value, 2)


def _lay_out_simulated(question: Question, people: str) -> str:
    """The answers that were simulated, beside cohorts whose rankings are known."""
    found = pd.read_csv(io.StringIO(people), dtype={"n_there": "Int64", "people": "Int64"})
    rows: dict[tuple[str, float], dict[str, str]] = {}
    row: Any  # its cells are of its columns' types
    for row in found.itertuples():
        equal = row.beside == "equal"
        beside = Beside("equal", 0) if equal else Beside("people", int(row.n_there))
        number = None if pd.isna(row.people) else int(row.people)
        chance = Chance(float(row.chance), float(row.chance_error))
        answer = Answer(row.goal, beside, float(row.sd), number, chance, not row.enough)
        name = "as many" if equal else str(beside.n)
        rows.setdefault((name, float(row.sd)), {})[row.goal] = describe_answer(answer)
    table = [
        [name, places(spread), cells[AGREEMENT], cells[DIFFERENCE]]
        for (name, spread), cells in rows.items()
    ]
    columns = ["people there", "standard deviation", *describe_goals(question)]
    return _lay_out(pd.DataFrame(table, columns=columns))


def spread_of(agreement: float, length: int) -> float:
    """Return how far places spread on average, where people agree so far.

    The places of one person differ among themselves by (k² - 1) / 12, and Kendall's W is
    the share of it that the constructs' means keep; the rest is among people.

    Parameters
    ----------
    agreement : float
        Kendall's W in the population, from 0 to 1.
    length : int
        Constructs on the list, k.

    Returns
    -------
    float
        Root of the mean variance of a construct's places, in places.

    Examples
    --------
    >>> round(spread_of(0, 21), 2), spread_of(1, 21)
    (6.06, 0.0)
    """
    return sqrt((1 - agreement) * (length**2 - 1) / 12)


def _lay_out_spreads(question: Question) -> str:
    rows = [[str(w), format_number(spread_of(w, question.length), 1)] for w in _AGREEMENTS]
    return _lay_out(pd.DataFrame(rows, columns=["Kendall's W", "standard deviation, on average"]))


def _lay_out_checked(rankings: str) -> str:
    found: list[Any] = list(pd.read_csv(io.StringIO(rankings)).itertuples())
    rows = [
        [
            f"{'a printed mean of' if row.beside == 'reported' else 'a cohort of'} {row.n_there}",
            str(row.n),
            format_share(row.planned, 1).replace("%", " %"),
            f"{format_share(row.counted, 1).removesuffix('%')} ± "
            f"{format_number(200 * row.counted_error, 1)} %",
            format_share(row.farthest_apart).replace("%", " points"),
        ]
        for row in found
    ]
    columns = ["beside", "people here", "planned", "counted", "one construct, farthest apart"]
    return _lay_out(pd.DataFrame(rows, columns=columns))


_PAGE = """# How many people will it take?

```{{admonition}} What you will take from this page
:class: tip
Before anybody is asked: how many people a repetition needs to show that it agrees with the
publication, or with another cohort, or differs from it; and when no number of them is enough.
```

**Against the publication, more people seldom help.** For {never} means that it prints, no number of
people can show agreement, and a difference is found only where it is larger than {least_found}
to {most_found} places of {length}. This is not your fault. Each printed mean comes from a few
people, their number will not grow, and how much they differed is not printed. **Two cohorts whose
rankings are known have no such ceiling if both can grow.** So decide before you begin which of
the two you want.

The numbers on this page come from the same rules that give the verdicts on the [pages of
comparison](comparison.md), with their defaults: two mean places count as the same if they differ
by no more than {margin} places of {length}; every interval has a confidence of {confidence}; and
the chance aimed at is {sure}. Agreement is planned for populations that are alike, a difference
for populations that are {difference} places apart. For other numbers type `senco plan`, as
described [below](#plan-your-own).

## The ceiling against the publication

You compare two means. Yours can be as precise as your patience allows. The other remains the mean
of a few people, and the interval has to allow for that, for every standard deviation that is
compatible with the printed figure. {{numref}}`planning-ceiling` shows how far the interval
extends, and how much of it remains however many people you ask.

```{{figure}} planning-ceiling.svg
:name: planning-ceiling
:alt: "{reaches_told}"
:width: 100%

How far the interval extends to either side, in places, against each printed mean, by the number
of people asked, whose places have a standard deviation of {typical}. Agreement can be shown
only where it ends within the margin, the shaded band. Computed from the rule.
```

{ceilings}

*Its standard deviation* is what the printed figure allows. The *interval keeps* this much
to either side, however many you ask. *Needed* is the largest standard deviation that the
publication could have printed for agreement to be shown; *can agree* says whether it can be.
A difference is found only where it is *beyond* the last number. Everything except the numbers of
people is in places of {length}, to two digits. The numbers of people are those that the comparison
uses: the most over whom the figure can be the plain mean of one construct.

## Where agreement can be shown

That leaves ‘{best}’. Its mean is so near the end of the list that the {n} people behind it can
have had a standard deviation of {widest} places at most. {{numref}}`planning-curves` shows the
chance of each answer by the number of people asked.

```{{figure}} planning-curves.svg
:name: planning-curves
:alt: "{curves_told}"
:width: 100%

Chance of each answer, in per cent, by the number of people asked, beside the printed mean of
‘{best}’; one line for each standard deviation of the places, in both populations. The grey line
is the chance aimed at. Computed from the rule, for normally distributed places.
```

{chances}

*At best* is the chance with as many people as you like. Above a standard deviation of {agreement}
places no number of people gives the chance aimed at, because the printed mean itself is affected
by chance.

## Against a cohort whose rankings are known

Here both cohorts show how much their people vary, and two new cohorts can both grow. The width of
the interval depends on both spreads, so pairs of cohorts were simulated: {repetitions} for each
number of people. The figures after ± are two standard errors; the number of people itself may be
wrong by about one in ten, and by more near a ceiling. *As many* means a second cohort of the same
size; the number is that of each.

{simulated}

Against a cohort of eight there is a ceiling again, and a lower one than against 20. Against
one that grows with yours there is none.

## Which standard deviation?

Nobody knows it before there are data. A pilot with six or eight people gives a first idea, though
an uncertain one. Or estimate how far people will agree on an order. {{term}}`Kendall's W` tells
you how much places vary on average:

{spreads}

The places of constructs at the very top or bottom of everybody's list vary less than the average,
those in the middle more.

## The limits of these numbers

- **They assume normally distributed places.** Real places lie between 1 and {length} and crowd at
  the ends. To see what that does, whole rankings were drawn from the population of 3,000 made-up
  people on which the [rules were tested](comparison.md), one cohort against another, and compared;
  the printed mean is a made-up one of seven people that allows a standard deviation of up to three
  places. *Planned* is the chance of agreement that this page would give, on average over all
  constructs with their own standard deviations; *counted* is how often it happened. The last
  column is the construct for which the two are furthest apart; one such count, of a
  hundred comparisons, can easily be ten points out by chance alone.

{checked}

- **They are for one construct.** Everybody ranks all of them, so a construct that rises pushes
  others down. It takes more people for several to get the answer. `--primary 3` asks for three
  together, and the result holds however they depend on one another.
- **Below about eight people they are only a guide.** The standard deviation of so few people
  may be anything.
- **They assume that both populations vary equally**, with the standard deviation that is given.
- **They plan only the places of constructs.** The order as a whole, the narratives and the key
  influences have their own rules; [how often they give an answer](comparison.md) was counted for
  four sizes.
- **They are chances before anything is known.** Once you have your data, look at the interval.

(plan-your-own)=
## Plan your own

```
senco plan --sd 3 --sd 4
senco plan --there 20 --difference 5
senco plan --equal --primary 3 --out plan
senco plan my-county
```

The first asks about two standard deviations; the second about a cohort of 20 whose rankings you
have, and a difference of five places; the third about two cohorts of equal size and three
constructs that must all get the answer. `--out` makes a folder with the tables, the figure, and
**text for an ethics form** that says what is assumed and what the limits of the numbers are. The
last takes margin and confidence from the criteria of one of your cohorts.

If the answer is *no number*, there are four honest ways forward. Do not make agreement a primary
outcome. Compare with a cohort whose rankings are known. Look only for a large difference. Or
set a wider margin, now, and say why. It is not honest to widen it afterwards.

## How it is computed

Against a printed mean, the width of the interval depends on the standard deviation that your
people turn out to have, and on nothing else that varies by chance. The rule gives the width for
each standard deviation, and the chances are added up {{cite}}`phillips1990`. Tests compare the
result with the noncentral t distribution, with sample sizes and powers printed by the program
PowerTOST, and with cohorts that are drawn and judged one by one. Everything else is simulated
with a fixed seed. `senco describe` makes this page, and `python benchmarks/planning_chances.py`
the simulations on it.

**Where to go next:** [set your criteria](../replicate.md), then [compare](comparison.md).
"""
