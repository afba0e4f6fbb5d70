"""Everything at once on axes, change and shared construing, as the commands print it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from senco.cohort.grid import Floats, Grid
from senco.errors import MeasureError
from senco.measures.grids.axes import calibrate_biplot
from senco.measures.grids.change import Change, measure_change
from senco.measures.grids.core import find_core
from senco.measures.grids.pairing import Pairing, pair_grids
from senco.measures.grids.sharing import (
    Sociogrid,
    build_sociogrid,
    compare_terms,
    draw_similarity,
    find_mode,
    find_mutual,
)
from senco.measures.grids.summary import INDICES
from senco.text.words import count_words, join_words

#: Up to so many comparisons of a rating chance is drawn for a socio-grid.
_MOST_DRAWN = 5_000_000


def describe_change(before: Grid, after: Grid, level: float = 0.8) -> dict[str, Any]:
    """Return how a person's second grid differs from the first.

    Parameters
    ----------
    before, after : Grid
        On one scale, with elements and constructs of the same names.
    level : float
        How far the two have to agree on what is left as their core, 0 to 1.

    Returns
    -------
    dict
        Plain values for JSON: elements and constructs with their changes, the grids as a whole,
        indices before and after, the core, and notes on what can be concluded.

    Raises
    ------
    MeasureError
        If the two share too little, or are on different scales.

    Examples
    --------
    >>> elements, constructs = ["me", "Ann", "Bob"], [("calm", "hurried"), ("shy", "open")]
    >>> before = Grid(elements, constructs, [[1, 3, 5], [1, 4, 4]], (1, 5))
    >>> after = Grid(elements, constructs, [[2, 3, 4], [1, 4, 4]], (1, 5))
    >>> found = describe_change(before, after)
    >>> round(found["unchanged"], 3), [round(one["change"], 3) for one in found["constructs"]]
    (0.667, [0.167, 0.0])
    """
    paired = pair_grids(before, after)
    found = measure_change(paired)
    core = find_core(paired, level)
    grids = (paired.first, paired.second)
    elements, labels = paired.first.elements, [c.label for c in paired.first.constructs]
    return {
        "elements": _list_changes(elements, found.by_element, "element"),
        "constructs": _list_changes(labels, found.by_construct, "construct"),
        "differences": [[None if v != v else v for v in row] for row in found.differences.tolist()],
        "compared": found.compared,
        "unchanged": found.unchanged,
        "size": found.size,
        "correlation": found.correlation,
        "distances": None if found.distances is None else asdict(found.distances),
        "self_ideal": None if found.self_ideal is None else list(found.self_ideal),
        "indices": [
            {"index": name, **dict(zip(("before", "after"), values, strict=True))}
            for name, values in (
                (name, [_or_none(measure, grid) for grid in grids])
                for name, measure in INDICES.items()
            )
        ],
        "core": {
            "level": level,
            "elements": [elements[place] for place in core.elements],
            "constructs": [labels[place] for place in core.constructs],
            "removed": [
                (elements if one.kind == "element" else labels)[one.place] for one in core.removed
            ],
            "match": core.match,
        },
        "notes": [*_note_pairing(paired), *_note_change(found)],
    }


def _or_none(measure: Callable[[Grid], float | int], grid: Grid) -> float | int | None:
    try:
        return measure(grid)
    except MeasureError:
        return None


def _list_changes(names: Sequence[str], values: Floats, what: str) -> list[dict[str, Any]]:
    return [
        {what: name, "change": None if value != value else value}
        for name, value in zip(names, values.tolist(), strict=True)
    ]


def _note_pairing(paired: Pairing) -> list[str]:
    """What was matched, and what stands in one of the two alone."""
    first = paired.first
    notes = [
        f"Shared: {count_words(first.n_elements, 'element')}, "
        f"{count_words(first.n_constructs, 'construct')}. The poles are those of the first grid."
    ]
    if paired.turned:
        notes.append(f"Poles reversed in the second: {join_words(paired.turned)}.")
    for names, which in ((paired.only_first, "first"), (paired.only_second, "second")):
        if names:
            notes.append(f"Only in the {which}, and left out: {join_words(names)}.")
    return notes


def _note_change(found: Change) -> list[str]:
    notes = []
    if found.distances is not None:
        notes.append(f"Distances between elements, before and after: {found.distances.words}")
    notes.append(
        "Two grids do not show how much ratings differ when somebody simply rates twice: small "
        "differences need not be change."
    )
    return notes


def describe_sociogrid(grids: Mapping[str, Grid], level: float = 0.8) -> dict[str, Any]:
    """Return how far several people construe alike.

    Parameters
    ----------
    grids : mapping of str to Grid
        By person, on one scale, with elements of the same names.
    level : float
        From which match on two constructs count as alike, 0 to 1.

    Returns
    -------
    dict
        Plain values for JSON: each pair of people both ways, with the constructs that match; the
        constructs of everybody, the most widely shared first; and notes.

    Raises
    ------
    MeasureError
        If the people share too few elements, or are too many.

    Examples
    --------
    >>> elements = ["x", "y", "z"]
    >>> ann = Grid(elements, [("calm", "hurried"), ("new", "old")], [[1, 2, 5], [1, 5, 1]], (1, 5))
    >>> bob = Grid(elements, [("shy", "open")], [[5, 4, 1]], (1, 5))
    >>> found = describe_sociogrid({"Ann": ann, "Bob": bob})
    >>> [(pair["of"], pair["among"], pair["share"]) for pair in found["pairs"]]
    [('Ann', 'Bob', 0.5), ('Bob', 'Ann', 1.0)]
    """
    found = build_sociogrid(grids, level)
    chance = draw_similarity(found) if _is_small(found) else None
    first = found.grids[0]
    return {
        "people": list(found.people),
        "elements": list(first.elements),
        "level": level,
        "pairs": [_describe_pair(found, a, b, chance) for a, b in found.partners],
        "mode": [
            {
                "construct": found.grids[one.person].constructs[one.construct].label,
                "person": found.people[one.person],
                "share": one.share,
                "match": one.match,
            }
            for one in find_mode(found)
        ],
        "notes": _note_sociogrid(found, grids, chance is not None),
    }


def _is_small(found: Sociogrid) -> bool:
    constructs = sum(grid.n_constructs for grid in found.grids)
    return constructs**2 * found.grids[0].n_elements <= _MOST_DRAWN


def _describe_pair(found: Sociogrid, a: int, b: int, chance: Floats | None) -> dict[str, Any]:
    own, other = found.grids[a], found.grids[b]
    terms = compare_terms(own, other, found.level)
    mutual = {one.construct for one in find_mutual(found, a, b)}
    return {
        "of": found.people[a],
        "among": found.people[b],
        "similarity": float(found.similarity[a, b]),
        "p": None if chance is None else float(chance[a, b]),
        "share": float(found.share[a, b]),
        "constructs": [
            {
                "construct": own.constructs[one.construct].label,
                "partner": _label(other, one.partner, one.turned),
                "match": one.match,
                "mutual": one.construct in mutual,
                "term": term,
            }
            for one, term in zip(found.partners[a, b], terms, strict=True)
        ],
    }


def _label(grid: Grid, place: int, turned: bool) -> str:
    construct = grid.constructs[place]
    return (construct.reflect() if turned else construct).label


def _note_sociogrid(found: Sociogrid, grids: Mapping[str, Grid], drawn: bool) -> list[str]:
    shared = found.grids[0].n_elements
    notes = [f"Compared by the {count_words(shared, 'element')} that everybody shares."]
    most = max(grid.n_elements for grid in grids.values())
    if most > shared:
        notes.append(f"Some have up to {most} elements: those that not everybody has are left out.")
    if drawn:
        notes.append(
            "p is how often people construe as similarly when one person's elements are "
            "shuffled at random, in 99 draws; above 0.05 chance is enough to explain it."
        )
    else:
        notes.append("The grids are too large to simulate what chance alone gives.")
    return notes


def describe_axes(grid: Grid) -> dict[str, Any]:
    """Return how well the two dimensions of a biplot give back each construct and element.

    Parameters
    ----------
    grid : Grid
        The grid.

    Returns
    -------
    dict
        Plain values for JSON: the constructs with their scales' places and predictivity, the
        elements with theirs, and the share explained.

    Raises
    ------
    MeasureError
        If nothing varies.

    Examples
    --------
    >>> grid = Grid(["a", "b", "c"], [("x", "y"), ("u", "v")], [[1, 2, 3], [3, 2, 1]], (1, 3))
    >>> found = describe_axes(grid)
    >>> [round(one["predictivity"], 6) for one in found["constructs"]]
    [1.0, 1.0]
    """
    found = calibrate_biplot(grid)
    return {
        "name": grid.name,
        "explained": found.explained,
        "constructs": [
            {
                "construct": grid.constructs[axis.construct].label,
                "predictivity": axis.predictivity,
                "ticks": axis.ticks.tolist(),
                "places": axis.places.tolist(),
            }
            for axis in found.axes
        ],
        "elements": [
            {"element": name, "predictivity": share, "place": place}
            for name, share, place in zip(
                grid.elements, found.predictivity, found.elements.tolist(), strict=True
            )
        ],
        "predicted": found.predicted.tolist(),
    }
