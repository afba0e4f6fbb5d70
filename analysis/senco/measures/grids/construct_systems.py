"""Everything at once on how one person's constructs hang together: implications, resistance."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from senco.cohort.implications import ImplicationGrid
from senco.cohort.resistance import ResistanceGrid
from senco.errors import MeasureError, suggest
from senco.measures.grids.dynamics import spread_change, turn_round
from senco.measures.grids.implications import (
    classify_poles,
    count_implications,
    find_centrality,
    summarise_implications,
)
from senco.measures.grids.orders import compare_orders
from senco.measures.grids.pairing import fold
from senco.measures.grids.resistance import Resistance, score_resistance
from senco.text.rounding import format_number
from senco.text.words import count_words


def describe_implications(grid: ImplicationGrid, poles: bool = False) -> dict[str, Any]:
    """Return all measures of an implication grid.

    Parameters
    ----------
    grid : ImplicationGrid
        The grid.
    poles : bool
        Whether its rows are poles, the two of a construct side by side.

    Returns
    -------
    dict
        Plain values for JSON: the constructs with their counts, totals, the pairs of each kind,
        and, where they are asked for, the pairs pole by pole.

    Raises
    ------
    MeasureError
        If poles do not come in pairs.

    Examples
    --------
    >>> found = describe_implications(ImplicationGrid(["calm", "kind"], [[0, 1], [0, 0]]))
    >>> found["total"], found["density"], found["pairs"]["one_way"]
    (1, 0.5, 1)
    """
    totals = summarise_implications(grid)
    counted = zip(count_implications(grid), find_centrality(grid), strict=True)
    rows = [
        {**asdict(one), "superordinacy": one.superordinacy, **asdict(place)}
        for one, place in counted
    ]
    kinds = ("one_way", "reciprocal", "none", "unknown")
    return {
        "constructs": rows,
        "weighted": grid.is_weighted,
        "total": totals.total,
        "negative": totals.negative,
        "known": totals.known,
        "density": totals.density,
        "pairs": {kind: getattr(totals, kind) for kind in kinds},
        "poles": _describe_poles(grid) if poles else None,
    }


def _describe_poles(grid: ImplicationGrid) -> list[dict[str, Any]]:
    labels = [
        f"{grid.constructs[i]} – {grid.constructs[i + 1]}"
        for i in range(0, grid.n_constructs - 1, 2)
    ]
    return [
        {
            "first": labels[pair.first],
            "second": labels[pair.second],
            "forward": pair.forward,
            "backward": pair.backward,
            "reciprocal": "yes" if pair.is_reciprocal else "no",
        }
        for pair in classify_poles(grid)
    ]


def describe_resistance(
    choices: ResistanceGrid, grid: ImplicationGrid | None = None
) -> dict[str, Any]:
    """Return how strongly each construct is held, compared with how many others imply it.

    Parameters
    ----------
    choices : ResistanceGrid
        The choices.
    grid : ImplicationGrid, optional
        The same person's implications, between the same constructs and perhaps others.

    Returns
    -------
    dict
        Plain values for JSON: the constructs with their scores, consistency, and notes.

    Raises
    ------
    MeasureError
        If a construct is only among the choices.

    Examples
    --------
    >>> rows = [[None, 1, 1], [None, None, 1], [None, None, None]]
    >>> found = describe_resistance(ResistanceGrid(["calm", "kind", "fair"], rows))
    >>> [one["score"] for one in found["constructs"]], found["zeta"]
    ([2.0, 1.0, 0.0], 1.0)
    """
    found = score_resistance(choices)
    values = None if grid is None else _find_superordinacy(choices, grid)
    rows: list[dict[str, Any]] = [
        {"construct": name, "score": float(score), "asked": int(asked)}
        for name, score, asked in zip(choices.constructs, found.scores, found.asked, strict=True)
    ]
    if values is not None:
        rows = [{**row, "superordinacy": value} for row, value in zip(rows, values, strict=True)]
    return {
        "constructs": rows,
        "ties": found.ties,
        "missing": found.missing,
        "circular": found.circular,
        "zeta": found.zeta,
        "notes": [*_note_consistency(found), *_note_order(found, values)],
    }


def _find_superordinacy(choices: ResistanceGrid, grid: ImplicationGrid) -> list[int]:
    """How far each construct that was chosen between is implied more than it implies."""
    counted = {one.construct.casefold(): one.superordinacy for one in count_implications(grid)}
    unknown = [name for name in choices.constructs if name.casefold() not in counted]
    if unknown:
        raise MeasureError(
            f"'{unknown[0]}' is among the choices but not in the implication grid; write each "
            "construct in the same way in both"
        )
    return [counted[name.casefold()] for name in choices.constructs]


def _note_consistency(found: Resistance) -> list[str]:
    if found.circular is None:
        open_pairs = found.ties + found.missing
        return [
            "Consistency cannot be given, because a choice is missing or could not be made: "
            f"{count_words(open_pairs, 'pair')}."
        ]
    if found.zeta is None:
        return []
    triads = count_words(found.circular, "circular triad")
    return [
        f"Consistency of the choices (zeta) {format_number(found.zeta)}, with {triads} among "
        f"{found.scores.size} constructs."
    ]


def _note_order(found: Resistance, superordinacy: list[int] | None) -> list[str]:
    if found.missing:
        return [
            ("Not every pair was offered, so the scores are based on unequal numbers of choices.")
        ]
    if superordinacy is None or found.scores.size < 3:
        return []
    told = compare_orders(found.scores, superordinacy).words
    return [f"Resistance and superordinacy: {told}"]


def describe_spread(grid: ImplicationGrid, words: str) -> dict[str, Any]:
    """Return what would come of a change to the other pole of one construct.

    Parameters
    ----------
    grid : ImplicationGrid
        A weighted grid with the present self.
    words : str
        The construct, one of its poles, or its number, counted from 1.

    Returns
    -------
    dict
        Plain values for JSON: each construct now and afterwards, from -1 (left pole) to 1, and a
        note on how it ended.

    Raises
    ------
    MeasureError
        If the grid does not say where the self is, or no one construct is named so.

    Examples
    --------
    >>> grid = ImplicationGrid(["calm", "kind"], [[0, 0.5], [0, 0]], own=[-0.5, 0])
    >>> [(one["construct"], one["after"]) for one in describe_spread(grid, "calm")["constructs"]]
    [('calm', 1.0), ('kind', 0.75)]
    """
    place = _find_place(grid, words)
    found = spread_change(grid, {place: turn_round(grid, place)})
    steps = count_words(len(found.states) - 1, "step")
    ending = "Nothing changes any more" if found.settled is not None else "Constructs still change"
    return {
        "construct": grid.constructs[place],
        "constructs": [
            {"construct": name, "now": float(now), "after": float(after), "change": float(moved)}
            for name, now, after, moved in zip(
                grid.constructs, found.states[0], found.states[-1], found.moved, strict=True
            )
        ],
        "settled": found.settled,
        "states": found.states.tolist(),
        "notes": [
            f"{ending} after {steps}. -1 is the left pole, 1 the right. This follows from the "
            "person's own answers; it is not a forecast."
        ],
    }


def _find_place(grid: ImplicationGrid, words: str) -> int:
    wanted = fold(words)
    named = [[fold(name), *map(fold, name.split(" – "))] for name in grid.constructs]
    places = [place for place, names in enumerate(named) if wanted in names]
    if len(places) == 1:
        return places[0]
    if places:
        raise MeasureError(f"'{words}' names {len(places)} constructs; write both poles")
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:6]) <= grid.n_constructs:
        return int(wanted) - 1
    raise MeasureError(
        f"no construct is called '{words}'. {suggest(words, list(grid.constructs))}".strip()
    )
