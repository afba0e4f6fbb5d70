"""What no schema says of a session: whether its line, its grid and its ranking are such."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from senco.errors import Finding
from senco.intake.formats.sessions.model import (
    Ends,
    Pair,
    SavedGrid,
    SavedRanking,
    Session,
    WorkLine,
)
from senco.intake.formats.signs import tidy

_REMEDY = "Open the session in the page, correct it there, and save it again."
#: So many elements are compared by each way of finding a construct that fixes their number.
_COMPARED = {"triad": 3, "dyad": 2}
_LADDERS = ("ladder up", "ladder down")

#: Where it stands within the instrument, what was found, and what is allowed.
Wrong = tuple[str, str, str]


def check_session(session: Session, label: str) -> list[Finding]:
    """Return what keeps a session's instruments from being what they are called.

    Parameters
    ----------
    session : Session
        As it was read.
    label : str
        How messages name its file.

    Returns
    -------
    list of Finding
        With the instrument, and what in it is meant.
    """
    found: list[tuple[str, Wrong]] = []
    if session.workline is not None:
        found += [("work-line", wrong) for wrong in _check_line(session.workline)]
    if session.grid is not None:
        found += [("repertory grid", wrong) for wrong in _check_grid(session.grid)]
    if session.ranking is not None:
        found += [("ranking", wrong) for wrong in _check_ranking(session.ranking)]
    return [
        Finding(", ".join(filter(None, (label, name, place))), what, allowed, remedy=_REMEDY)
        for name, (place, what, allowed) in found
    ]


def _check_ends(scale: Ends) -> Iterator[Wrong]:
    if not scale.minimum < scale.maximum:
        found = f"a scale from {scale.minimum:g} to {scale.maximum:g}"
        yield "", found, "a minimum below its maximum"


def _is_on(value: float, scale: Ends) -> bool:
    return scale.minimum <= value <= scale.maximum


def _name_ends(scale: Ends) -> str:
    return f"a number from {scale.minimum:g} to {scale.maximum:g}, the ends of its scale"


def _check_line(line: WorkLine) -> Iterator[Wrong]:
    """Find points that turn back or are off the chart, and events off the line."""
    wrong = [*_check_ends(line.scale)]
    yield from wrong
    if wrong:  # no level could be on it
        return
    places = [position for position, _ in line.points]
    for number, (before, here) in enumerate(pairwise(places), 2):
        if here <= before:
            yield f"point {number}", f"the position {here:g} after {before:g}", "a greater one"
    for number, (_, level) in enumerate(line.points, 1):
        if not _is_on(level, line.scale):
            yield f"point {number}", f"the level {level:g}", _name_ends(line.scale)
    end = 0.0
    for number, (start, stop) in enumerate(line.gaps, 1):
        if not end <= start < stop:
            yield (
                (f"gap {number}"),
                f"{start:g} to {stop:g}",
                f"from {end:g} onwards, and to the right",
            )
        end = max(end, stop)
    yield from _check_events(line, places)


def _check_events(line: WorkLine, places: Sequence[float]) -> Iterator[Wrong]:
    critical = [number for number, event in enumerate(line.events, 1) if event.critical]
    if len(critical) > 1:
        yield f"event {critical[1]}", f"{len(critical)} critical events", "at most one"
    before = 0.0
    for number, event in enumerate(line.events, 1):
        if not tidy(event.words):
            yield f"event {number}", "no words", "what happened"
        if event.position < before:
            found = f"the position {event.position:g} after {before:g}"
            yield f"event {number}", found, "the order of the line"
        elif len(places) > 1 and not min(places) <= event.position <= max(places):
            span = f"a place on the line, {min(places):g} to {max(places):g}"
            yield f"event {number}", f"the position {event.position:g}, off the line", span
        before = max(before, event.position)


def _check_grid(grid: SavedGrid) -> Iterator[Wrong]:
    """Find keys and labels that stand twice, and ratings of what there is not."""
    elements = [one.key for one in grid.elements]
    wrong = [*_check_ends(grid.scale)]
    wrong += _check_once("element", elements, [tidy(one.label) for one in grid.elements])
    yield from wrong
    if wrong:  # what follows would be told of each rating
        return
    for part in ("self", "ideal"):
        number = sum(one.part == part for one in grid.elements)
        if number > 1:
            yield "", f"{number} elements of the part '{part}'", "at most one"
    keys = [one.key for one in grid.constructs]
    yield from _check_once("construct", keys)
    overall = sum(one.kind == "overall" for one in grid.constructs)
    if overall > 1:
        yield "", f"{overall} overall constructs", "at most one"
    for one in grid.constructs:
        yield from _check_construct(one, elements, keys)
    yield from _check_ratings(grid, set(elements), set(keys))


def _check_construct(one: Pair, elements: Sequence[str], keys: Sequence[str]) -> Iterator[Wrong]:
    place = f"construct '{one.key}'"
    if not (tidy(one.left) and tidy(one.right)):
        yield place, "a pole without words", "two poles"
    unknown = [key for key in one.shown if key not in elements]
    if unknown:
        yield place, f"a comparison with '{unknown[0]}'", "elements of the grid"
    if len(set(one.shown)) < len(one.shown) or not set(one.alike) <= set(one.shown):
        yield (
            place,
            ("elements shown twice, or named as alike but not shown"),
            "each once, and those shown",
        )
    wanted = _COMPARED.get(one.method)
    if wanted is not None and len(one.shown) not in (0, wanted):
        yield place, f"{len(one.shown)} elements in a {one.method}", f"{wanted}"
    if one.begun is not None and (one.method not in _LADDERS or one.begun not in keys):
        yield (
            place,
            (f"a ladder started at '{one.begun}'"),
            "a ladder started at one of the constructs",
        )


def _check_ratings(grid: SavedGrid, elements: set[str], constructs: set[str]) -> Iterator[Wrong]:
    for construct, row in grid.ratings.items():
        if construct not in constructs:
            yield (
                (f"ratings on '{construct}'"),
                "ratings on an unknown construct",
                "constructs of the grid",
            )
            continue
        for element, rating in row.items():
            place = f"rating of '{element}' on '{construct}'"
            if element not in elements:
                yield place, "a rating of an unknown element", "elements of the grid"
            elif rating is not None and not _is_on(rating, grid.scale):
                yield place, f"{rating:g}", _name_ends(grid.scale)


def _check_ranking(ranking: SavedRanking) -> Iterator[Wrong]:
    """Find cards that lie nowhere or twice, and ties where there may be none."""
    keys = [card.key for card in ranking.cards]
    yield from _check_once("card", keys, [tidy(card.label) for card in ranking.cards])
    lying = [key for place in ranking.places for key in place]
    counts = Counter([*lying, *ranking.left_out, *ranking.unplaced])
    for key in dict.fromkeys([*keys, *counts]):
        if key not in keys:
            yield f"card '{key}'", "a card that is not on the list", "cards of the list"
        elif counts[key] != 1:
            found = "no place for it" if not counts[key] else f"it {counts[key]} times"
            allowed = "each card once: on a place, left out, or not placed yet"
            yield f"card '{key}'", found, allowed
    shared = [number for number, place in enumerate(ranking.places, 1) if len(set(place)) > 1]
    if shared and not ranking.ties:
        yield f"place {shared[0]}", "several cards", "one, because places were not to be shared"


def _check_once(what: str, keys: Sequence[str], labels: Sequence[str] = ()) -> Iterator[Wrong]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield f"{what} '{key}'", f"the key {times} times", "each key once"
    for label, times in Counter(label.casefold() for label in labels).items():
        place = f"{what} {_find_last(label, labels)}"
        if not label:
            yield place, "no words", "a label"
        elif times > 1:
            yield place, f"the label of another {what}", "each label once"


def _find_last(label: str, labels: Sequence[str]) -> int:
    """The number of the last thing that is so called."""
    return max(number for number, one in enumerate(labels, 1) if one.casefold() == label)
