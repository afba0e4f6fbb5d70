"""How many participants share what is known of them, over any facts put together.

All counts are among the participants themselves. Whoever is the only one of a sample need
not be the only one of the people whom it was drawn from: nothing here estimates that.

Groups, individual risk and expected re-identifications are those of sdcMicro (M. Templ,
A. Kowarik and B. Meindl 2015, doi:10.18637/jss.v067.i04) where the sample is all that
there is; minimal sample uniques are those of A. M. Manning, D. J. Haglin and J. A. Keane
(2008), doi:10.1007/s10618-007-0078-6.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

import pandas as pd

#: A set of facts, by their names.
Facts = tuple[str, ...]


@dataclass(frozen=True)
class Sharing:
    """How participants share one set of facts.

    Parameters
    ----------
    facts : tuple of str
        The columns.
    n : int
        Participants.
    k : int
        The smallest group that shares all of them; 0 where there is no participant.
    unique : int
        Participants who share them with nobody.
    groups : int
        How many different combinations there are.
    """

    facts: Facts
    n: int
    k: int
    unique: int
    groups: int


def count_sharing(people: pd.DataFrame, facts: Sequence[str]) -> list[int]:
    """Count for each participant how many share these facts, themselves included (f_k).

    Parameters
    ----------
    people : DataFrame, shape (n_participants, n_facts)
        A value for each fact; a missing one is a value of its own.
    facts : sequence of str
        Some of its columns; without any, everybody shares them.

    Returns
    -------
    list of int
        In the order of the rows, each from 1 to n_participants.

    Examples
    --------
    >>> people = pd.DataFrame({"role": ["a", "a", "b"], "years": ["x", "y", "y"]})
    >>> count_sharing(people, ["role"]), count_sharing(people, ["role", "years"])
    ([2, 2, 1], [1, 1, 1])
    """
    return _count_each(_list_rows(_list_columns(people, facts), facts, len(people)))


def _list_columns(people: pd.DataFrame, facts: Sequence[str]) -> dict[str, list[str]]:
    """The values of each fact as plain lists, for all sets at once."""
    return {
        fact: people[fact].astype(object).where(people[fact].notna(), "").map(str).tolist()
        for fact in facts
    }


def _list_rows(
    columns: Mapping[str, list[str]], facts: Sequence[str], n: int
) -> list[tuple[str, ...]]:
    return list(zip(*(columns[fact] for fact in facts), strict=True)) if facts else [()] * n


def _count_each(rows: Sequence[tuple[str, ...]]) -> list[int]:
    sizes = Counter(rows)
    return [sizes[row] for row in rows]


def measure_sharing(people: pd.DataFrame, facts: Sequence[str]) -> Sharing:
    """Count the groups that share a set of facts.

    Parameters
    ----------
    people : DataFrame, shape (n_participants, n_facts)
        As for `count_sharing`.
    facts : sequence of str
        Some of its columns.

    Returns
    -------
    Sharing
        k (L. Sweeney 2002, doi:10.1142/S0218488502001648), the unique, the groups.

    Examples
    --------
    >>> people = pd.DataFrame({"role": ["a", "a", "b"]})
    >>> measure_sharing(people, ["role"])
    Sharing(facts=('role',), n=3, k=1, unique=1, groups=2)
    """
    return _measure_rows(_list_rows(_list_columns(people, facts), facts, len(people)), facts)


def _measure_rows(rows: Sequence[tuple[str, ...]], facts: Sequence[str]) -> Sharing:
    sizes = Counter(rows).values()
    unique = sum(size == 1 for size in sizes)
    return Sharing(tuple(facts), len(rows), min(sizes, default=0), unique, len(sizes))


def list_sharing(people: pd.DataFrame, size: int) -> list[Sharing]:
    """Count the groups for every set of up to so many facts.

    Parameters
    ----------
    people : DataFrame, shape (n_participants, n_facts)
        As for `count_sharing`; every column is a fact.
    size : int
        The most facts that are put together, at least 1.

    Returns
    -------
    list of Sharing
        The smaller sets first, and each size in the order of the columns.

    Examples
    --------
    >>> people = pd.DataFrame({"role": ["a", "a", "b"], "years": ["x", "y", "y"]})
    >>> [(sharing.facts, sharing.unique) for sharing in list_sharing(people, 2)]
    [(('role',), 1), (('years',), 1), (('role', 'years'), 3)]
    """
    columns, n = _list_columns(people, list(people.columns)), len(people)
    return [
        _measure_rows(_list_rows(columns, facts, n), facts)
        for facts in _list_sets(list(people.columns), size)
    ]


def count_alone(people: pd.DataFrame, size: int) -> dict[str, int]:
    """Count for each participant the sets of up to so many facts that nobody else shares.

    Parameters
    ----------
    people : DataFrame, shape (n_participants, n_facts)
        As for `count_sharing`, with participants as its index.
    size : int
        The most facts in a set.

    Returns
    -------
    dict of str to int
        By participant, out of as many sets as `list_sharing` gives.

    Examples
    --------
    >>> told = {"role": ["a", "a", "b"], "years": ["x", "y", "y"]}
    >>> count_alone(pd.DataFrame(told, index=["P", "Q", "R"]), 2)
    {'P': 2, 'Q': 1, 'R': 2}
    """
    columns, counts = _list_columns(people, list(people.columns)), [0] * len(people)
    for facts in _list_sets(list(people.columns), size):
        shares = _count_each(_list_rows(columns, facts, len(people)))
        counts = [count + (shared == 1) for count, shared in zip(counts, shares, strict=True)]
    return dict(zip(map(str, people.index), counts, strict=True))


def _list_sets(facts: Sequence[str], size: int) -> Iterator[Facts]:
    for count in range(1, min(size, len(facts)) + 1):
        yield from combinations(facts, count)


def expect_reidentifications(people: pd.DataFrame, facts: Sequence[str]) -> int:
    """Return how many participants are picked rightly on average, where each is guessed once.

    Parameters
    ----------
    people : DataFrame, shape (n_participants, n_facts)
        As for `count_sharing`.
    facts : sequence of str
        Some of its columns.

    Returns
    -------
    int
        The sum of the individual risks. Each group adds 1, however large it is, so it is
        the number of groups.

    Examples
    --------
    >>> expect_reidentifications(pd.DataFrame({"role": ["a", "a", "b"]}), ["role"])
    2
    """
    return measure_sharing(people, facts).groups


def measure_diversity(people: pd.DataFrame, facts: Sequence[str], sensitive: str) -> list[int]:
    """Count the different sensitive values among those who share a participant's facts.

    Parameters
    ----------
    people : DataFrame, shape (n_participants, n_facts)
        As for `count_sharing`.
    facts : sequence of str
        What is known.
    sensitive : str
        The column that should not be learnt from them.

    Returns
    -------
    list of int
        For each row; the least is the cohort's l (distinct l-diversity, A. Machanavajjhala
        and others 2007, doi:10.1145/1217299.1217302). Where it is 1, whoever knows the
        facts learns the sensitive value, however many share them.

    Examples
    --------
    >>> people = pd.DataFrame({"role": ["a", "a", "b", "b"], "told": ["x", "y", "z", "z"]})
    >>> measure_diversity(people, ["role"], "told")
    [2, 2, 1, 1]
    """
    columns = _list_columns(people, [*facts, sensitive])
    rows = _list_rows(columns, facts, len(people))
    held: dict[tuple[str, ...], set[str]] = {}
    for row, value in zip(rows, columns[sensitive], strict=True):
        held.setdefault(row, set()).add(value)
    return [len(held[row]) for row in rows]


def find_minimal_uniques(people: pd.DataFrame, size: int) -> dict[str, tuple[Facts, ...]]:
    """Find for each participant the fewest facts that nobody else shares.

    Parameters
    ----------
    people : DataFrame, shape (n_participants, n_facts)
        As for `count_sharing`, with participants as its index.
    size : int
        The most facts in a set.

    Returns
    -------
    dict of str to tuple of tuple of str
        By participant, their minimal sample uniques: sets of facts in which they are the
        only one, of which no smaller part would do. The smaller first.

    Examples
    --------
    >>> told = {"role": ["a", "a", "b"], "years": ["x", "y", "y"]}
    >>> people = pd.DataFrame(told, index=["P", "Q", "R"])
    >>> find_minimal_uniques(people, 2)
    {'P': (('years',),), 'Q': (('role', 'years'),), 'R': (('role',),)}
    """
    found: dict[str, list[Facts]] = {str(who): [] for who in people.index}
    columns = _list_columns(people, list(people.columns))
    for facts in _list_sets(list(people.columns), size):
        held = set(facts)
        shares = _count_each(_list_rows(columns, facts, len(people)))
        for who, shared in zip(found, shares, strict=True):
            if shared == 1 and not any(held.issuperset(smaller) for smaller in found[who]):
                found[who].append(facts)
    return {who: tuple(sets) for who, sets in found.items()}


def weigh_unique(count: int, facts: int, size: int) -> int:
    """Return what one minimal sample unique adds to a participant's SUDA score.

    Parameters
    ----------
    count : int
        How many facts it takes.
    facts : int
        How many there are (ATT).
    size : int
        The most that were put together (M).

    Returns
    -------
    int
        The product of ATT - i for i from `count` to M: in how many orders the other facts
        can follow. (ATT - count)! where sets of every size were looked at.

    Notes
    -----
    The score of M. J. Elliot, A. M. Manning and R. W. Ford (2002), A computational
    algorithm for handling the special uniques problem, as `suda2` of sdcMicro computes it
    by default.

    Examples
    --------
    >>> weigh_unique(1, 4, 4), weigh_unique(2, 4, 4), weigh_unique(1, 4, 2)
    (6, 2, 6)
    """
    return prod(facts - taken for taken in range(count, min(size, facts - 1) + 1))


def score_uniques(
    uniques: Mapping[str, Sequence[Facts]], facts: int, size: int
) -> tuple[dict[str, int], dict[str, int]]:
    """Score participants and facts by the minimal sample uniques (SUDA).

    Parameters
    ----------
    uniques : mapping of str to sequence of tuple of str
        As `find_minimal_uniques` gives them.
    facts : int
        How many facts there are.
    size : int
        The most that were put together.

    Returns
    -------
    scores : dict of str to int
        By participant, 0 where no set singles them out: the higher, the fewer facts and
        the more ways it takes.
    parts : dict of str to int
        By fact, what the sets that hold it add to all scores. A set of two facts counts
        for both, so the parts add up to more than the scores.

    Examples
    --------
    >>> score_uniques({"P": [("years",)], "Q": [("role", "years")]}, 2, 2)
    ({'P': 1, 'Q': 1}, {'years': 2, 'role': 1})
    """
    scores, parts = dict.fromkeys(uniques, 0), Counter[str]()
    for who, sets in uniques.items():
        for held in sets:
            weight = weigh_unique(len(held), facts, size)
            scores[who] += weight
            parts.update(dict.fromkeys(held, weight))
    return scores, dict(parts)
