"""How far people construe alike: socio-grids, mode constructs and shared terms (Shaw, Gaines).

People are compared by the elements that all of them rated, whatever constructs they used: two
constructs match as far as they order these elements alike, poles either way round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from senco.cohort.grid import Floats, Grid
from senco.errors import MeasureError
from senco.measures.grids.pairing import check_scales, fold
from senco.measures.tolerance import at_least

Term = Literal["consensus", "conflict", "correspondence", "contrast"]

#: Most people who are compared, each with each other.
MAX_PEOPLE = 60
#: Most constructs of all of them together, so that every pair can be matched.
MAX_TOGETHER = 2000
#: So many orders of the elements show what chance gives.
_DRAWS = 99


@dataclass(frozen=True)
class Partner:
    """The construct of somebody else that matches one's own best.

    Parameters
    ----------
    construct : int
        Position of one's own construct.
    partner : int
        Position of the other's; the first of equal ones.
    match : float
        How far the two order the elements alike, 0 to 1.
    turned : bool
        Whether they match with the poles of one exchanged.
    """

    construct: int
    partner: int
    match: float
    turned: bool


@dataclass(frozen=True, eq=False)
class Sociogrid:
    """How far each of several people construes like each other.

    Parameters
    ----------
    people : tuple of str
        The people.
    grids : tuple of Grid
        Theirs, cut down to the elements that all of them share.
    level : float
        From which match on two constructs count as alike.
    similarity : ndarray
        Shape ``(n_people, n_people)``: mean match of the row's constructs with the best of the
        column's, 0 to 1; NaN on the diagonal.
    share : ndarray
        Of the same shape: share of the row's constructs that have a match of at least the
        level among the column's.
    partners : mapping of (int, int) to tuple of Partner
        By row and column, each construct of the row with its best of the column.
    """

    people: tuple[str, ...]
    grids: tuple[Grid, ...]
    level: float
    similarity: Floats
    share: Floats
    partners: Mapping[tuple[int, int], tuple[Partner, ...]]


@dataclass(frozen=True)
class ModeConstruct:
    """How widely one person's construct is shared.

    Parameters
    ----------
    person, construct : int
        Whose it is, and its position in their grid.
    share : float
        Share of the other people who have a construct that matches it to at least the level.
    match : float
        Mean of the best matches among the others' constructs, 0 to 1.
    """

    person: int
    construct: int
    share: float
    match: float


def match_across(first: Grid, second: Grid) -> tuple[Floats, NDArray[np.bool_]]:
    """Return how far each construct of one grid matches each of another.

    Parameters
    ----------
    first, second : Grid
        With the same elements in the same order, on one scale.

    Returns
    -------
    matches : ndarray
        Shape ``(n_first, n_second)``: 1 less the mean difference as a share of the scale, with
        the poles as they match better; NaN where two share no rated element.
    turned : ndarray of bool
        Of the same shape: whether they match better with the poles of one exchanged.

    Examples
    --------
    >>> one = Grid(["a", "b", "c"], [("calm", "hurried")], [[1, 2, 5]], (1, 5))
    >>> other = Grid(["a", "b", "c"], [("shy", "open")], [[5, 4, 1]], (1, 5))
    >>> matches, turned = match_across(one, other)
    >>> matches.tolist(), turned.tolist()
    ([[1.0]], [[True]])
    """
    rows = [_match(row, second.ratings, second.scale) for row in first.ratings]
    direct, reflected = (np.array([pair[side] for pair in rows]) for side in (0, 1))
    turned = np.nan_to_num(reflected) > np.nan_to_num(direct)
    return np.where(turned, reflected, direct), turned


def _match(row: Floats, others: Floats, scale: tuple[float, float]) -> tuple[Floats, Floats]:
    """How far ratings match others along the last axis, directly and with poles exchanged."""
    sides = []
    for ratings in (others, sum(scale) - others):
        gaps = np.abs(row - ratings)
        known = ~np.isnan(gaps)
        counts = known.sum(-1)
        means = np.where(known, gaps, 0.0).sum(-1) / np.maximum(counts, 1)
        sides.append(np.where(counts > 0, 1 - means / (scale[1] - scale[0]), np.nan).round(12))
    return sides[0], sides[1]


def build_sociogrid(grids: Mapping[str, Grid], level: float = 0.8) -> Sociogrid:
    """Compare the constructs of each person with those of each other.

    Parameters
    ----------
    grids : mapping of str to Grid
        By person, at least two; elements are matched by name, without regard to case.
    level : float
        From which match on two constructs count as alike, 0 to 1.

    Returns
    -------
    Sociogrid
        Over the elements that everybody shares.

    Raises
    ------
    MeasureError
        If there are too few or too many people, the scales differ, everybody shares fewer than
        three elements, or somebody rated none of them.

    Notes
    -----
    The similarity is taken after Shaw (1980): each construct is compared with the one that
    matches it best in the other grid, and these matches are averaged; so it is not the same
    both ways. The share counts the constructs that have a match; what rule Rep Plus
    follows for its networks of people is not stated, so figures need not be the same.

    References
    ----------
    Shaw, M. L. G. (1980). On becoming a personal scientist: Interactive computer elicitation
    of personal models of the world. Academic Press.
    Shaw, M. L. G., & Gaines, B. R. (1989). Comparing conceptual structures: Consensus,
    conflict, correspondence and contrast. Knowledge Acquisition, 1(4), 341-363.
    doi:10.1016/1042-8143(89)90010-1

    Examples
    --------
    Ann's second construct has no match in Bob's grid.

    >>> elements = ["x", "y", "z"]
    >>> ann = Grid(elements, [("calm", "hurried"), ("new", "old")], [[1, 2, 5], [1, 5, 1]], (1, 5))
    >>> bob = Grid(elements, [("shy", "open")], [[5, 4, 1]], (1, 5))
    >>> found = build_sociogrid({"Ann": ann, "Bob": bob})
    >>> found.share.tolist()
    [[nan, 0.5], [1.0, nan]]
    """
    if not 2 <= len(grids) <= MAX_PEOPLE:
        raise MeasureError(f"2 to {MAX_PEOPLE} people are compared; there are {len(grids)}")
    if not 0 <= level <= 1:
        raise MeasureError(f"the level must be from 0 to 1, not {level:g}")
    together = sum(grid.n_constructs for grid in grids.values())
    if together > MAX_TOGETHER:
        raise MeasureError(f"{together} constructs together are more than {MAX_TOGETHER}")
    cut = _share_elements(grids)
    n = len(cut)
    similarity, share = np.full((n, n), np.nan), np.full((n, n), np.nan)
    partners = {}
    for a, b in ((a, b) for a in range(n) for b in range(n) if a != b):
        best = _find_partners(cut[a], cut[b])
        matches = np.array([one.match for one in best])
        similarity[a, b] = matches.mean()
        share[a, b] = at_least(matches, level).mean()
        partners[a, b] = best
    return Sociogrid(tuple(grids), tuple(cut), level, similarity, share, partners)


def _share_elements(grids: Mapping[str, Grid]) -> list[Grid]:
    """Everybody's grid with the elements of all, in the first one's order and wording."""
    named = [Grid(g.elements, g.constructs, g.ratings, g.scale, who) for who, g in grids.items()]
    check_scales(named)
    places = [{fold(name): place for place, name in enumerate(grid.elements)} for grid in named]
    shared = [key for key in places[0] if all(key in other for other in places)]
    if len(shared) < 3:
        raise MeasureError(
            f"all the grids share {len(shared)} elements; at least 3 are needed, named in the "
            "same way in all"
        )
    cut = []
    for grid, at in zip(named, places, strict=True):
        chosen = grid.select(None, [at[key] for key in shared])
        rated = [i for i in range(chosen.n_constructs) if chosen.rated[i].any()]
        if not rated:
            raise MeasureError(f"{grid.name} has no rating of an element that all share")
        cut.append(chosen.select(rated))
    return cut


def _find_partners(first: Grid, second: Grid) -> tuple[Partner, ...]:
    matches, turned = match_across(first, second)
    known = np.nan_to_num(matches, nan=-1.0)
    best = known.argmax(1)
    return tuple(
        Partner(i, int(j), max(float(known[i, j]), 0.0), bool(turned[i, j]))
        for i, j in enumerate(best)
    )


def find_mutual(found: Sociogrid, first: int, second: int) -> tuple[Partner, ...]:
    """Return the constructs of two people that are each other's best match.

    Parameters
    ----------
    found : Sociogrid
        As `build_sociogrid` gives it.
    first, second : int
        Positions of the two people.

    Returns
    -------
    tuple of Partner
        In the order of the first person's constructs; only matches of at least the level.

    Examples
    --------
    >>> elements = ["x", "y", "z"]
    >>> ann = Grid(elements, [("calm", "hurried"), ("new", "old")], [[1, 2, 5], [1, 5, 1]], (1, 5))
    >>> bob = Grid(elements, [("shy", "open")], [[5, 4, 1]], (1, 5))
    >>> [pair.construct for pair in find_mutual(build_sociogrid({"Ann": ann, "Bob": bob}), 0, 1)]
    [0]
    """
    back = found.partners[second, first]
    return tuple(
        one
        for one in found.partners[first, second]
        if back[one.partner].partner == one.construct and at_least(one.match, found.level)
    )


def find_mode(found: Sociogrid) -> tuple[ModeConstruct, ...]:
    """Return everybody's constructs, the most widely shared first.

    Parameters
    ----------
    found : Sociogrid
        As `build_sociogrid` gives it.

    Returns
    -------
    tuple of ModeConstruct
        By the share of other people who have a match, then by the mean match.

    Notes
    -----
    A mode grid contains the constructs that are most commonly used in a group. Here `mode_grid`
    takes those that at least half of the others share, each with the ratings of the person
    whose it is.

    References
    ----------
    Shaw, M. L. G. (1980). On becoming a personal scientist. Academic Press.
    Gaines, B. R., & Shaw, M. L. G. (2009). Rep 5: RepSocio manual for version 1.0.
    http://www.repgrid.com/Rep5/Manuals/Rep5RepSocioManual/

    Examples
    --------
    >>> elements = ["x", "y", "z"]
    >>> ann = Grid(elements, [("calm", "hurried"), ("new", "old")], [[1, 2, 5], [1, 5, 1]], (1, 5))
    >>> bob = Grid(elements, [("shy", "open")], [[5, 4, 1]], (1, 5))
    >>> [(one.person, one.construct, one.share) for one in find_mode(
    ...     build_sociogrid({"Ann": ann, "Bob": bob}))]
    [(0, 0, 1.0), (1, 0, 1.0), (0, 1, 0.0)]
    """
    n = len(found.people)
    listed = []
    for person, grid in enumerate(found.grids):
        others = [found.partners[person, other] for other in range(n) if other != person]
        for i in range(grid.n_constructs):
            matches = np.array([best[i].match for best in others])
            share = float(at_least(matches, found.level).mean())
            listed.append(ModeConstruct(person, i, share, float(matches.mean())))
    return tuple(sorted(listed, key=lambda one: (-round(one.share, 9), -round(one.match, 9))))


def mode_grid(found: Sociogrid, least: float = 0.5) -> Grid | None:
    """Return the grid of the constructs that most people share.

    Parameters
    ----------
    found : Sociogrid
        As `build_sociogrid` gives it.
    least : float
        Share of the other people who have a match, at least.

    Returns
    -------
    Grid or None
        Each construct with the ratings of the person whose it is, the most widely shared
        first; None where no construct is shared so widely.

    Examples
    --------
    >>> elements = ["x", "y", "z"]
    >>> ann = Grid(elements, [("calm", "hurried"), ("new", "old")], [[1, 2, 5], [1, 5, 1]], (1, 5))
    >>> bob = Grid(elements, [("shy", "open")], [[5, 4, 1]], (1, 5))
    >>> [one.label for one in mode_grid(build_sociogrid({"Ann": ann, "Bob": bob})).constructs]
    ['calm – hurried', 'shy – open']
    """
    chosen = [one for one in find_mode(found) if at_least(one.share, least)]
    if not chosen:
        return None
    first = found.grids[0]
    return Grid(
        first.elements,
        [found.grids[one.person].constructs[one.construct] for one in chosen],
        [found.grids[one.person].ratings[one.construct] for one in chosen],
        first.scale,
        "mode grid",
    )


def compare_terms(first: Grid, second: Grid, level: float = 0.8) -> tuple[Term, ...]:
    """Return for each construct of one person whether another uses the term, and means the same.

    Parameters
    ----------
    first, second : Grid
        With the same elements in the same order, on one scale, such as those of a `Sociogrid`.
    level : float
        From which match on two constructs make the same distinction, 0 to 1.

    Returns
    -------
    tuple of str
        "consensus": the other has a construct with these poles, and rates alike; "conflict":
        has one, and rates otherwise; "correspondence": has another that rates alike;
        "contrast": has none of either kind.

    References
    ----------
    Shaw, M. L. G., & Gaines, B. R. (1989). Comparing conceptual structures: Consensus,
    conflict, correspondence and contrast. Knowledge Acquisition, 1(4), 341-363.
    doi:10.1016/1042-8143(89)90010-1

    Examples
    --------
    >>> elements, terms = ["x", "y", "z"], [("calm", "hurried"), ("new", "old")]
    >>> ann = Grid(elements, terms, [[1, 2, 5], [1, 5, 1]], (1, 5))
    >>> bob = Grid(elements, [("hurried", "calm"), ("odd", "old")], [[1, 2, 5], [1, 5, 1]], (1, 5))
    >>> compare_terms(ann, bob)
    ('conflict', 'correspondence')
    """
    best = _find_partners(first, second)
    theirs = {(fold(c.left), fold(c.right)): j for j, c in enumerate(second.constructs)}
    found: list[Term] = []
    for i, construct in enumerate(first.constructs):
        left, right = fold(construct.left), fold(construct.right)
        same = theirs.get((left, right), theirs.get((right, left)))
        if same is None:
            alike = bool(at_least(best[i].match, level))
            found.append("correspondence" if alike else "contrast")
            continue
        other = second.select([same])
        other = other if (left, right) in theirs else other.reflect()
        gaps = np.abs(first.ratings[i] - other.ratings[0])
        known = ~np.isnan(gaps)
        match = 1 - float(gaps[known].mean()) / first.span if known.any() else 0.0
        found.append("consensus" if at_least(match, level) else "conflict")
    return tuple(found)


def draw_similarity(found: Sociogrid, seed: int = 0) -> Floats:
    """Return how often chance alone makes people construe as similarly.

    Parameters
    ----------
    found : Sociogrid
        As `build_sociogrid` gives it.
    seed : int
        Seed of the draw.

    Returns
    -------
    ndarray
        Shape ``(n_people, n_people)``: p of the similarity, from 0.01 to 1, NaN on the
        diagonal. The best of many constructs match well also where nothing is shared, the more
        so the fewer the elements: each p compares with 99 orders of the column's elements.

    Examples
    --------
    >>> elements = ["u", "v", "w", "x", "y", "z"]
    >>> ann = Grid(elements, [("calm", "hurried")], [[1, 2, 5, 4, 1, 3]], (1, 5))
    >>> found = draw_similarity(build_sociogrid({"Ann": ann, "Bob": ann.reflect()}))
    >>> bool(found[0, 1] <= 0.05)
    True
    """
    rng = np.random.default_rng(seed)
    n, n_elements = len(found.people), found.grids[0].n_elements
    orders = np.array([rng.permutation(n_elements) for _ in range(_DRAWS)])
    p = np.full((n, n), np.nan)
    for b, grid in enumerate(found.grids):
        moved = np.moveaxis(grid.ratings[:, orders], 1, 0)
        for a in (a for a in range(n) if a != b):
            best = [
                np.nan_to_num(np.fmax(*_match(row, moved, grid.scale))).max(1)
                for row in found.grids[a].ratings
            ]
            as_far = at_least(np.mean(best, axis=0), found.similarity[a, b]).sum()
            p[a, b] = (as_far + 1) / (_DRAWS + 1)
    return p
