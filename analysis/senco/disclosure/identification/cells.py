"""Small cells: how many participants share what others may know of them (k).

k-anonymity after L. Sweeney (2002), doi:10.1142/S0218488502001648: k is the number of
participants in the smallest group that shares every declared fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import pandas as pd

from senco.disclosure.scanning import Hit
from senco.errors import Finding, Severity
from senco.text.words import count_words

#: What stands for a fact that is not told; it counts as a value of its own.
BLANK = "not disclosed"
#: No more ways to generalise are tried than this.
MAXIMUM_WAYS = 20_000


@dataclass(frozen=True)
class Generalisation:
    """A coarser way to tell the facts.

    Parameters
    ----------
    steps : tuple of str
        What is done, in words.
    k : int
        The smallest group then.
    values : int
        How many different combinations are left.
    """

    steps: tuple[str, ...]
    k: int
    values: int


@dataclass(frozen=True)
class Cells:
    """How participants fall into groups by the declared facts.

    Parameters
    ----------
    facts : tuple of str
        The columns.
    n : int
        Participants.
    k : int
        The smallest group; 0 where there is no participant.
    sizes : dict of tuple of str to int
        The groups' sizes, by their values.
    small : dict of str to tuple of str
        The participants in groups below `wanted`, by pseudonym.
    wanted : int
        The least k that `cohort.yml` asks for.
    best : Generalisation or None
        What would reach it and leaves most of the combinations; None where nothing does.
    """

    facts: tuple[str, ...]
    n: int
    k: int
    sizes: dict[tuple[str, ...], int]
    small: dict[str, tuple[str, ...]]
    wanted: int
    best: Generalisation | None


def measure_cells(
    people: pd.DataFrame,
    facts: Sequence[str],
    wanted: int,
    order: Mapping[str, Sequence[str]] | None = None,
) -> Cells:
    """Count who shares what, and look for the mildest generalisation that helps.

    Parameters
    ----------
    people : DataFrame
        One row a participant, with the column ``participant`` and one for each fact.
    facts : sequence of str
        The quasi-identifiers: columns that others may know of a participant.
    wanted : int
        The least k.
    order : mapping of str to sequence of str, optional
        The bands of a column in their order: only neighbours are joined.

    Returns
    -------
    Cells
        With k as it is, and as it could be.

    Examples
    --------
    >>> people = pd.DataFrame({"participant": ["P1", "P2", "P3"], "role": ["a", "a", "b"]})
    >>> cells = measure_cells(people, ["role"], 2)
    >>> cells.k, cells.small, cells.best.steps
    (1, {'P3': ('b',)}, ('leave out role',))
    """
    texts = people[list(facts)].astype(object).where(people[list(facts)].notna(), BLANK).astype(str)
    rows = list(map(tuple, texts.to_numpy())) if facts else [()] * len(people)
    sizes = _count(rows)
    k = min(sizes.values(), default=0)
    small = {
        str(who): row
        for who, row in zip(people["participant"], rows, strict=True)
        if sizes[row] < wanted
    }
    best = _generalise(texts, wanted, order or {}) if k < wanted else None
    return Cells(tuple(facts), len(people), k, sizes, small, wanted, best)


def _count(rows: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    sizes: dict[tuple[str, ...], int] = {}
    for row in rows:
        sizes[row] = sizes.get(row, 0) + 1
    return sizes


def _generalise(
    texts: pd.DataFrame, wanted: int, order: Mapping[str, Sequence[str]]
) -> Generalisation | None:
    """The way that reaches the wanted k, loses fewest combinations and has fewest steps."""
    choices = [_list_choices(texts[fact], fact, order.get(fact, ())) for fact in texts.columns]
    while prod(map(len, choices)) > MAXIMUM_WAYS:  # many facts: leave each out, or keep it
        widest = max(range(len(choices)), key=lambda n: len(choices[n]))
        choices[widest] = [choices[widest][0], choices[widest][-1]]
        if max(map(len, choices)) <= 2:
            break
    found = []
    for way in product(*choices):
        columns = [
            texts[fact].map(change) for (_, change), fact in zip(way, texts.columns, strict=True)
        ]
        sizes = _count(list(zip(*columns, strict=True)))
        k = min(sizes.values(), default=0)
        if k >= wanted:
            found.append(Generalisation(tuple(step for step, _ in way if step), k, len(sizes)))
    return max(found, key=lambda way: (way.values, -len(way.steps)), default=None)


def _list_choices(
    column: pd.Series, fact: str, order: Sequence[str]
) -> list[tuple[str, dict[str, str]]]:
    """Keep a fact, join neighbouring bands at one of the cuts, or leave it out."""
    values = set(column)
    bands = [band for band in order if band in values]
    bands += sorted(values - set(bands) - {BLANK})
    choices = [("", {value: value for value in values})]
    for cut in range(1, len(bands)) if len(bands) > 2 and order else ():
        low, high = bands[:cut], bands[cut:]
        names = {band: "|".join(low) for band in low} | {band: "|".join(high) for band in high}
        parts = [f"'{' / '.join(part)}'" for part in (low, high)]
        choices.append(
            (f"show only two bands of {fact}: {' and '.join(parts)}", {BLANK: BLANK, **names})
        )
    choices.append((f"leave out {fact}", dict.fromkeys(values, "")))
    return choices


def summarise_cells(cells: Cells) -> str:
    """Say k in a sentence, large or small.

    Parameters
    ----------
    cells : Cells
        As `measure_cells` gives them.

    Returns
    -------
    str
        With the facts, n, and how many combinations there are.

    Examples
    --------
    >>> people = pd.DataFrame({"participant": ["P1", "P2"], "role": ["a", "a"]})
    >>> summarise_cells(measure_cells(people, ["role"], 2))
    'k = 2 over role for n = 2 (1 combination; at least 2 are required)'
    """
    count = len(cells.sizes)
    return (
        f"k = {cells.k} over {', '.join(cells.facts) or 'nothing'} for n = {cells.n} ("
        f"{count_words(count, 'combination')}; at least {cells.wanted} are required)"
    )


def describe_cells(cells: Cells, label: str, agreed: Sequence[str] = ()) -> list[Hit]:
    """Say what k is, what would help, and what only consent can cover.

    Parameters
    ----------
    cells : Cells
        As `measure_cells` gives them.
    label : str
        How messages name the cohort's folder.
    agreed : sequence of str
        Participants whose consent to have their answers shown one by one is recorded.

    Returns
    -------
    list of Hit
        An error where somebody stands in a small cell without recorded consent, else a
        warning where a cell is small, else nothing.
    """
    if not cells.small:
        return []
    facts = ", ".join(cells.facts)
    unasked = [who for who in cells.small if who not in set(agreed)]
    found = (
        f"k = {cells.k} over {facts} for n = {cells.n}: {len(cells.small)} of {cells.n} "
        f"participants share these with fewer than {cells.wanted - 1} others "
        f"({', '.join(cells.small)})"
    )
    if cells.best is not None:
        way = "; ".join(cells.best.steps)
        remedy = f"To {way} would give k = {cells.best.k}. "
    else:
        remedy = f"Nothing shown about {cells.n} participants reaches k = {cells.wanted}. "
    remedy += (
        "Anybody who knows one more thing about a participant can still tell who it is, and "
        "every row of answers is unique: only consent covers that"
        + (
            f", and it is not recorded for {', '.join(unasked)}."
            if unasked
            else ", and it is recorded."
        )
    )
    file = f"{label}/participants.csv"
    severity: Severity = "error" if unasked else "warning"
    allowed = f"k of at least {cells.wanted}, or consent"
    finding = Finding(file, found, allowed, None, None, remedy, severity)
    return [Hit(finding, "a small cell", file)]
