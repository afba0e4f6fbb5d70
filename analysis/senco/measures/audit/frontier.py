"""The least that has to be allowed for, so that one table can print every figure.

All readings up to a number of steps from the plainest are decided: those that a single
figure rules out by arithmetic, the others by a table that is built or by the solver, the
fewest steps first. A reading that allows for all that a fitting one allows for, and more,
fits with the same table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from senco.errors import MeasureError
from senco.measures.audit.allowances import Allowance
from senco.measures.audit.feasibility import decide
from senco.measures.audit.figures import Figure
from senco.measures.audit.readings import LARGEST_BANDED
from senco.measures.audit.space import KINDS, Space
from senco.measures.audit.verdicts import Verdict
from senco.measures.audit.verification import list_faults

#: Readings with more steps from the plainest are not tried.
STEPS = 3
#: The solver's work on one reading, by its own count; see `EFFORT` in `verdicts`.
EFFORT_EACH = 2.0
#: Readings on which the solver may work; for those that are left a table is built, or none.
MOST_TRIES = 100
#: With this the solver gives up at once: arithmetic decides, or a table that is built.
NO_EFFORT = 1e-9
#: Largest number of readings among which the possible ones are looked for.
LARGEST_SPACE = 300_000


@dataclass(frozen=True)
class Decided:
    """A reading, and what became of it.

    Parameters
    ----------
    allowance : Allowance
        What it allows for.
    verdict : Verdict
        What was decided.
    """

    allowance: Allowance
    verdict: Verdict


@dataclass(frozen=True)
class Frontier:
    """What was decided about all readings up to a number of steps.

    Parameters
    ----------
    plainest : Decided
        The reading that allows for nothing.
    fitting : tuple of Decided
        The frontier: readings that fit, and of which nothing can be left out; the fewest
        steps first.
    undecided : tuple of Decided
        Readings that neither fit nor were shown not to, and are not part of one that fits.
    excluded : tuple of Decided
        Readings that each figure by itself allows, and all together do not.
    counts : DataFrame
        By ``steps``: ``readings`` tried, ``fitting``, ``impossible`` and ``undecided``.
    """

    plainest: Decided
    fitting: tuple[Decided, ...]
    undecided: tuple[Decided, ...]
    excluded: tuple[Decided, ...]
    counts: pd.DataFrame


def find_frontier(
    figures: Sequence[Figure],
    n_items: int,
    *,
    steps: int = STEPS,
    kinds: Sequence[str] = KINDS,
    effort: float = EFFORT_EACH,
    tries: int = MOST_TRIES,
    largest: int = LARGEST_SPACE,
) -> Frontier:
    """Find the least that has to be allowed for.

    Parameters
    ----------
    figures : sequence of Figure
        The reported means.
    n_items : int
        Constructs that were ranked, k.
    steps : int
        Most steps from the plainest reading; 0 for more than 15 participants.
    kinds : sequence of str
        Of `senco.measures.audit.space.KINDS`, in what a reading may depart from the plainest.
    effort : float
        Bound on the solver's work on each reading, by its own count.
    tries : int
        Most readings on which the solver may work.
    largest : int
        With more readings than this the steps are fewer, until there are not.

    Returns
    -------
    Frontier
        The same for the same arguments on every run.

    Raises
    ------
    MeasureError
        Where no mean of everyone states its n, or a table that was found fails exact arithmetic.

    Examples
    --------
    >>> figures = [Figure("play", "play", "", "1.30", None, 4)]
    >>> found = find_frontier(figures, 2, steps=1)
    >>> found.plainest.verdict.outcome
    'impossible'
    """
    space = _choose_space(figures, n_items, steps, kinds, largest)
    plainest = _decide(space.plainest, figures, n_items, effort)
    found: dict[str, list[Decided]] = {"feasible": [], "undecided": [], "impossible": []}
    fits = plainest.verdict.outcome == "feasible"
    for allowance in [space.plainest] if fits else space.list_possible():
        if any(one.allowance.within(allowance) for one in found["feasible"]):
            continue
        left = tries - sum(map(len, found.values()))
        one = _decide(allowance, figures, n_items, effort if left > 0 else NO_EFFORT)
        found[one.verdict.outcome].append(one)
    return Frontier(
        plainest=plainest,
        fitting=tuple(found["feasible"]),
        undecided=tuple(found["undecided"]),
        excluded=tuple(found["impossible"]),
        counts=_count(space, found["feasible"], found["undecided"]),
    )


def _choose_space(
    figures: Sequence[Figure], n_items: int, steps: int, kinds: Sequence[str], largest: int
) -> Space:
    """The space up to so many steps, or up to fewer where it would be too large."""
    stated = Space(tuple(figures), n_items, 0, tuple(kinds)).stated
    for fewer in range(steps if stated <= LARGEST_BANDED else 0, 0, -1):
        space = Space(tuple(figures), n_items, fewer, tuple(kinds))
        if space.bound_size() <= largest:
            return space
    return Space(tuple(figures), n_items, 0, tuple(kinds))


def _decide(
    allowance: Allowance, figures: Sequence[Figure], n_items: int, effort: float
) -> Decided:
    reading = allowance.as_reading(figures)
    correct = allowance.correct(figures)
    found = decide(reading, correct, n_items, rounding=allowance.rounding, effort=effort)
    if found.example is not None:
        faults = list_faults(found.example, reading, correct, allowance.rounding)
        if faults:
            raise MeasureError(f"the table found for {reading.label!r} is wrong: {faults[0]}")
    return Decided(allowance, found)


def _count(space: Space, fitting: list[Decided], undecided: list[Decided]) -> pd.DataFrame:
    every = space.count([space.plainest])
    fits = space.count([one.allowance for one in fitting])
    known = space.count([one.allowance for one in [*fitting, *undecided]])
    return pd.DataFrame(
        {
            "steps": range(space.steps + 1),
            "readings": every,
            "fitting": fits,
            "impossible": every - known,
            "undecided": known - fits,
        }
    )
