"""From several persons' grids to the constructs that are salient for the group.

The chain is Honey's: constructs are pooled with each person's own similarity and level,
sorted by meaning into categories, and counted category by category.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from senco.cohort.grid import Grid
from senco.errors import MeasureError
from senco.measures.grids.honey import Level, rate_similarities


@dataclass(frozen=True)
class PooledConstruct:
    """One person's construct in the common pool.

    Parameters
    ----------
    code : str
        ``person.number``, numbered from 1 in the person's own grid.
    person : str
        Whose it is.
    left, right : str
        Poles, exchanged where the construct follows the overall one reversed, so
        that every left pole lies with the overall construct's left pole.
    similarity : float
        With the person's overall construct, 0 to 1.
    level : {"H", "I", "L"}
        High, intermediate or low within this person.
    """

    code: str
    person: str
    left: str
    right: str
    similarity: float
    level: Level


def pool_constructs(grids: Mapping[str, Grid]) -> tuple[PooledConstruct, ...]:
    """Pool the constructs of several persons.

    Parameters
    ----------
    grids : mapping of str to Grid
        Each person's grid, with an overall construct.

    Returns
    -------
    tuple of PooledConstruct
        In the order of the persons, then of their grids, without the overall constructs.

    Raises
    ------
    MeasureError
        If a grid has no overall construct, naming the person.

    Examples
    --------
    >>> grid = Grid(
    ...     ["a", "b"], [("x", "y"), ("good", "bad")], [[5, 1], [1, 5]], (1, 5), overall="good"
    ... )
    >>> pooled = pool_constructs({"S1": grid})[0]
    >>> pooled.code, pooled.left, pooled.similarity, pooled.level
    ('S1.1', 'y', 1.0, 'H')
    """
    pooled = []
    for person, grid in grids.items():
        try:
            similarities = rate_similarities(grid)
        except MeasureError as error:
            raise MeasureError(f"{person}: {error}") from None
        for found in similarities:
            construct = grid.constructs[found.construct]
            turned = construct.reflect() if found.reversed else construct
            code = f"{person}.{found.construct + 1}"
            pooled.append(
                PooledConstruct(
                    code, person, turned.left, turned.right, found.similarity, found.level
                )
            )
    return tuple(pooled)


@dataclass(frozen=True, eq=False)
class CategoryTable:
    """How many constructs each person has in each category.

    Parameters
    ----------
    categories, persons : tuple of str
        Rows and columns.
    counts : ndarray of int
        Shape ``(n_categories, n_persons)``.
    """

    categories: tuple[str, ...]
    persons: tuple[str, ...]
    counts: np.ndarray


def tabulate_categories(
    pooled: Sequence[PooledConstruct], categories: Mapping[str, str]
) -> CategoryTable:
    """Count constructs by category and person.

    Parameters
    ----------
    pooled : sequence of PooledConstruct
        The pool.
    categories : mapping of str to str
        The category of each construct, by code.

    Returns
    -------
    CategoryTable
        Categories in alphabetical order, persons in the order of the pool.

    Raises
    ------
    MeasureError
        If a construct has no category, or a category is given to an unknown code.

    Examples
    --------
    >>> pooled = [
    ...     PooledConstruct("S1.1", "S1", "calm", "hurried", 0.9, "H"),
    ...     PooledConstruct("S2.1", "S2", "patient", "curt", 0.8, "H"),
    ... ]
    >>> table = tabulate_categories(pooled, {"S1.1": "manner", "S2.1": "manner"})
    >>> table.categories, table.persons, table.counts.tolist()
    (('manner',), ('S1', 'S2'), [[1, 1]])
    """
    check_categories(pooled, categories)
    names = tuple(sorted({categories[p.code] for p in pooled}))
    persons = tuple(dict.fromkeys(p.person for p in pooled))
    counts = np.zeros((len(names), len(persons)), int)
    for construct in pooled:
        counts[names.index(categories[construct.code]), persons.index(construct.person)] += 1
    return CategoryTable(names, persons, counts)


def check_categories(pooled: Sequence[PooledConstruct], categories: Mapping[str, str]) -> None:
    """Refuse a sorting that leaves a construct out or names one that is not there.

    Parameters
    ----------
    pooled : sequence of PooledConstruct
        The pool.
    categories : mapping of str to str
        The category of each construct, by code.

    Raises
    ------
    MeasureError
        Naming the first code at fault.
    """
    if not pooled:
        raise MeasureError("the pool contains no construct")
    codes = [construct.code for construct in pooled]
    if len(set(codes)) < len(codes):
        raise MeasureError("two pooled constructs have the same code")
    for code in codes:
        if not categories.get(code):
            raise MeasureError(f"construct {code} has no category")
    unknown = sorted(set(categories) - set(codes))
    if unknown:
        raise MeasureError(f"a category is given to {unknown[0]}, which is not in the pool")


@dataclass(frozen=True)
class CategorySummary:
    """A category of pooled constructs.

    Parameters
    ----------
    category : str
        Its name.
    codes : tuple of str
        Its constructs, the most similar to the overall construct first.
    share : float
        Of all pooled constructs, 0 to 1.
    persons : int
        Number of persons with a construct in it.
    mean_similarity : float
        Mean over its constructs, 0 to 1.
    high, intermediate, low : int
        Constructs at each level.
    """

    category: str
    codes: tuple[str, ...]
    share: float
    persons: int
    mean_similarity: float
    high: int
    intermediate: int
    low: int


def summarise_categories(
    pooled: Sequence[PooledConstruct], categories: Mapping[str, str]
) -> tuple[CategorySummary, ...]:
    """Summarise each category.

    Parameters
    ----------
    pooled : sequence of PooledConstruct
        The pool.
    categories : mapping of str to str
        The category of each construct, by code.

    Returns
    -------
    tuple of CategorySummary
        The largest first, then in alphabetical order.

    Raises
    ------
    MeasureError
        As for `tabulate_categories`.
    """
    check_categories(pooled, categories)
    groups: dict[str, list[PooledConstruct]] = {}
    for construct in pooled:
        groups.setdefault(categories[construct.code], []).append(construct)
    summaries = [_summarise(name, members, len(pooled)) for name, members in groups.items()]
    return tuple(sorted(summaries, key=lambda s: (-len(s.codes), s.category)))


def _summarise(name: str, members: list[PooledConstruct], n: int) -> CategorySummary:
    ordered = sorted(members, key=lambda p: -round(p.similarity, 9))
    levels = [p.level for p in members]
    return CategorySummary(
        category=name,
        codes=tuple(p.code for p in ordered),
        share=len(members) / n,
        persons=len({p.person for p in members}),
        mean_similarity=sum(p.similarity for p in members) / len(members),
        high=levels.count("H"),
        intermediate=levels.count("I"),
        low=levels.count("L"),
    )


@dataclass(frozen=True)
class SalienceRule:
    """When a pooled construct, and a category, counts as salient.

    Parameters
    ----------
    levels : tuple of {"H", "I", "L"}
        Levels within the person that qualify.
    least_similarity : float, optional
        Least similarity, 0 to 1; the pool's mean by default.
    least_persons : int
        Persons with a salient construct that a category needs.
    """

    levels: tuple[Level, ...] = ("H",)
    least_similarity: float | None = None
    least_persons: int = 1

    def state(self) -> str:
        """Return the rule in words."""
        floor = (
            "at least the mean of the pool"
            if self.least_similarity is None
            else f"at least {self.least_similarity:g}"
        )
        return (
            f"A construct is salient if its level within the person is {' or '.join(self.levels)} "
            f"and its similarity with the overall construct is {floor}; a category, if at least "
            f"{self.least_persons} person(s) have a salient construct in it."
        )


def find_salient(
    pooled: Sequence[PooledConstruct], rule: SalienceRule | None = None
) -> tuple[PooledConstruct, ...]:
    """Return the salient constructs of the pool.

    Parameters
    ----------
    pooled : sequence of PooledConstruct
        The pool.
    rule : SalienceRule, optional
        The rule; by default high within the person and at least the mean of the pool.

    Returns
    -------
    tuple of PooledConstruct
        In the order of the pool.

    Raises
    ------
    MeasureError
        If the pool is empty.

    References
    ----------
    Jankowicz, D. (2004). The easy guide to repertory grids, ch. 7. Wiley.

    Examples
    --------
    >>> pooled = [
    ...     PooledConstruct("S1.1", "S1", "calm", "hurried", 0.9, "H"),
    ...     PooledConstruct("S1.2", "S1", "tall", "short", 0.3, "L"),
    ... ]
    >>> [construct.code for construct in find_salient(pooled)]
    ['S1.1']
    """
    rule = rule or SalienceRule()
    if not pooled:
        raise MeasureError("the pool contains no construct")
    floor = rule.least_similarity
    if floor is None:
        floor = sum(p.similarity for p in pooled) / len(pooled)
    return tuple(p for p in pooled if p.level in rule.levels and p.similarity >= floor - 1e-9)


@dataclass(frozen=True)
class SalientConstruct:
    """A line of the list that goes into the ranking.

    Parameters
    ----------
    label : str
        Name of the category.
    codes : tuple of str
        The salient constructs that it stands for, most similar first.
    persons : int
        Number of persons who have one of them.
    """

    label: str
    codes: tuple[str, ...]
    persons: int


def list_salient(
    pooled: Sequence[PooledConstruct],
    categories: Mapping[str, str],
    rule: SalienceRule | None = None,
) -> tuple[SalientConstruct, ...]:
    """Return the list of salient constructs that goes into the ranking.

    Parameters
    ----------
    pooled : sequence of PooledConstruct
        The pool.
    categories : mapping of str to str
        The category of each construct, by code.
    rule : SalienceRule, optional
        The rule.

    Returns
    -------
    tuple of SalientConstruct
        Held by the most persons first, then in alphabetical order.

    Raises
    ------
    MeasureError
        As for `tabulate_categories`.
    """
    rule = rule or SalienceRule()
    check_categories(pooled, categories)
    groups: dict[str, list[PooledConstruct]] = {}
    for construct in find_salient(pooled, rule):
        groups.setdefault(categories[construct.code], []).append(construct)
    found = []
    for name, members in groups.items():
        persons = len({p.person for p in members})
        if persons >= rule.least_persons:
            ordered = sorted(members, key=lambda p: -round(p.similarity, 9))
            found.append(SalientConstruct(name, tuple(p.code for p in ordered), persons))
    return tuple(sorted(found, key=lambda s: (-s.persons, s.label)))
