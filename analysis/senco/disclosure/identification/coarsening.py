"""The mildest way of telling less that leaves no participant alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from math import comb, prod

from senco.disclosure.identification.cells import MAXIMUM_WAYS
from senco.disclosure.identification.knowledge import Fact, Step, tabulate_facts


@dataclass(frozen=True)
class Coarsening:
    """A coarser way of telling facts.

    Parameters
    ----------
    steps : tuple of str
        What is done, in words, in the order of the facts.
    k : int
        The smallest group that then shares any of the sets of facts.
    lost : int
        How many pairs of participants the facts told apart, and no longer do, added up
        over the facts: by this order ways are tried.
    kept : tuple of str
        The facts by which some participants can still be told from others.
    """

    steps: tuple[str, ...]
    k: int
    lost: int
    kept: tuple[str, ...]


def find_coarsening(
    facts: Sequence[Fact], people: Sequence[str], size: int, wanted: int
) -> Coarsening | None:
    """Return the first way, in order of what is lost, that reaches k for every set of facts.

    Parameters
    ----------
    facts : sequence of Fact
        What is told and known together, each with its coarser ways.
    people : sequence of str
        The participants.
    size : int
        So many facts are put together by somebody.
    wanted : int
        The least k.

    Returns
    -------
    Coarsening or None
        Of ways that lose the same, the one with fewer steps, then the one that leaves the
        earlier facts alone. None where there are fewer participants than that.

    Notes
    -----
    No set smaller than `size` has to be looked at: whoever is alone in it is alone in every
    set that holds it. With more than 20,000 ways, the facts with most of them are kept as
    they are or not told at all.
    """
    if len(people) < wanted:
        return None
    choices = _limit(facts)
    columns = [[_describe(fact, step, people) for step in steps] for fact, steps in choices]
    measure = _prepare(columns, min(size, len(facts)))
    lost = [_count_lost(column) for column in columns]
    ways = sorted(
        product(*(range(len(column)) for column in columns)),
        key=lambda way: (
            sum(one[step] for one, step in zip(lost, way, strict=True)),
            sum(map(bool, way)),
            tuple(reversed(way)),
        ),
    )
    found = next(((way, k) for way in ways if (k := measure(way, wanted)) >= wanted), None)
    if found is None:  # never: telling nothing leaves everybody alike
        return None
    way, k = found
    steps = [steps[step] for (_, steps), step in zip(choices, way, strict=True)]
    return Coarsening(
        steps=tuple(step.words for step in steps if step.words),
        k=k,
        lost=sum(one[step] for one, step in zip(lost, way, strict=True)),
        kept=tuple(
            fact.words
            for (fact, _), column, step in zip(choices, columns, way, strict=True)
            if len(set(column[step])) > 1
        ),
    )


def _limit(facts: Sequence[Fact]) -> list[tuple[Fact, tuple[Step, ...]]]:
    choices = [(fact, fact.steps) for fact in facts]
    while prod(len(steps) for _, steps in choices) > MAXIMUM_WAYS:
        widest = max(range(len(choices)), key=lambda n: len(choices[n][1]))
        fact, steps = choices[widest]
        if len(steps) <= 2:
            break
        choices[widest] = (fact, (steps[0], steps[-1]))
    return choices


def _describe(fact: Fact, step: Step, people: Sequence[str]) -> list[str]:
    """What is told of each participant after a step."""
    if not step.kept:
        return [""] * len(people)
    values = tabulate_facts([fact], people)[fact.words]
    return [step.change.get(value, value) for value in values]


def _count_lost(columns: Sequence[Sequence[str]]) -> list[int]:
    before, *_ = counts = [_count_apart(column) for column in columns]
    return [before - apart for apart in counts]


def _count_apart(column: Sequence[str]) -> int:
    """How many pairs have different values."""
    return comb(len(column), 2) - sum(comb(size, 2) for size in Counter(column).values())


def _prepare(
    columns: Sequence[Sequence[Sequence[str]]], size: int
) -> Callable[[Sequence[int], int], int]:
    """A function that returns the least k of a way over all sets, or any k that is too low."""
    sets = list(combinations(range(len(columns)), size))

    @cache
    def measure_set(chosen: tuple[tuple[int, int], ...]) -> int:
        rows = zip(*(columns[fact][step] for fact, step in chosen), strict=True)
        return min(Counter(rows).values(), default=0)

    def measure(way: Sequence[int], wanted: int) -> int:
        least = None
        for held in sets:
            k = measure_set(tuple((fact, way[fact]) for fact in held))
            least = k if least is None else min(least, k)
            if least < wanted:
                break
        return least or 0

    return measure


def list_steps(coarsening: Coarsening) -> str:
    """Return what is done in a sentence's words.

    Parameters
    ----------
    coarsening : Coarsening
        As `find_coarsening` gives it.

    Returns
    -------
    str
        With semicolons between the steps.

    Examples
    --------
    >>> list_steps(Coarsening(("leave out role", "show only pooled: first construct"), 3, 9, ()))
    'leave out role; show only pooled: first construct'
    """
    return "; ".join(coarsening.steps)
