"""What a session gives, as rows of the contract's tables; and what of it is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from senco.intake.formats.sessions import INSTRUMENTS
from senco.intake.formats.sessions.model import SavedGrid, SavedRanking, WorkLine
from senco.intake.formats.signs import tidy
from senco.text.words import count_words

Part = WorkLine | SavedGrid | SavedRanking
#: The tables of each instrument; the first says whether a participant has it.
TABLES = {
    "workline": ("worklines", "events"),
    "grid": ("elements", "grid_constructs", "grids"),
    "ranking": ("rankings",),
}
#: How the study names an instrument, by how a session does.
STUDIED = {"workline": "worklines", "grid": "grids", "ranking": "rankings"}


@dataclass(frozen=True)
class Row:
    """A row of a table, and where in a session it stands.

    Parameters
    ----------
    cells : dict of str to str
        By column; the participant is among them.
    place : str
        In words, such as "work-line, point 3".
    """

    cells: dict[str, str]
    place: str


def list_rows(who: str, part: Part) -> dict[str, list[Row]]:
    """Return what a participant gave by one instrument as rows.

    Parameters
    ----------
    who : str
        Pseudonym.
    part : WorkLine, SavedGrid or SavedRanking
        What the session holds.

    Returns
    -------
    dict of str to list of Row
        By table. Cards that share a place have the mean of the places that they take up; a
        card that was left out and a pair that was not rated have no row.

    Examples
    --------
    >>> given = {"cards": [], "ties": True, "seed": 1, "left_out": ("d",)}
    >>> part = SavedRanking.model_construct(places=(("b",), ("a", "c")), **given)
    >>> [(row.cells["construct"], row.cells["rank"]) for row in list_rows("P1", part)["rankings"]]
    [('b', '1'), ('a', '2.5'), ('c', '2.5')]
    """
    if isinstance(part, WorkLine):
        return {"worklines": [*_list_points(who, part)], "events": [*_list_events(who, part)]}
    if isinstance(part, SavedRanking):
        return {"rankings": [*_list_ranks(who, part)]}
    return {
        "elements": [*_list_elements(who, part)],
        "grid_constructs": [*_list_constructs(who, part)],
        "grids": [*_list_ratings(who, part)],
    }


def write_number(value: float) -> str:
    """Return a number as a table holds it.

    Parameters
    ----------
    value : float
        With four decimals at most.

    Returns
    -------
    str
        All its digits; none behind the point of a whole number.
    """
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _list_points(who: str, line: WorkLine) -> Iterator[Row]:
    for number, (position, level) in enumerate(line.points, 1):
        cells = {"position": write_number(position), "level": write_number(level)}
        yield Row({"participant": who, **cells}, f"work-line, point {number}")


def _list_events(who: str, line: WorkLine) -> Iterator[Row]:
    """The key is the one that the page gives; whoever adds the row sees that it is free."""
    for number, event in enumerate(line.events, 1):
        cells = {
            "event": f"{who.lower()}-{number}",
            "participant": who,
            "position": write_number(event.position),
            "critical": "true" if event.critical else "false",
            "gist": tidy(event.words),
        }
        yield Row(cells, f"work-line, event {number}")


def _list_elements(who: str, grid: SavedGrid) -> Iterator[Row]:
    for one in grid.elements:
        cells = {"element": one.key, "label": tidy(one.label), "part": one.part}
        yield Row({"participant": who, **cells}, f"repertory grid, element '{one.key}'")


def _list_constructs(who: str, grid: SavedGrid) -> Iterator[Row]:
    for one in grid.constructs:
        cells = {
            "participant": who,
            "grid_construct": one.key,
            "left_pole": tidy(one.left),
            "right_pole": tidy(one.right),
            "preferred_pole": one.preferred or "",
            "kind": one.kind,
        }
        yield Row(cells, f"repertory grid, construct '{one.key}'")


def _list_ratings(who: str, grid: SavedGrid) -> Iterator[Row]:
    for construct in grid.constructs:
        given = grid.ratings.get(construct.key, {})
        for element in grid.elements:
            rating = given.get(element.key)
            if rating is not None:
                keys = {"grid_construct": construct.key, "element": element.key}
                cells = {"participant": who, **keys, "rating": write_number(rating)}
                place = f"repertory grid, rating of '{element.key}' on '{construct.key}'"
                yield Row(cells, place)


def _list_ranks(who: str, ranking: SavedRanking) -> Iterator[Row]:
    taken = 0
    for number, place in enumerate(ranking.places, 1):
        rank = write_number(taken + (len(place) + 1) / 2)
        taken += len(place)
        for key in place:
            cells = {"participant": who, "construct": key, "rank": rank}
            yield Row(cells, f"ranking, place {number}")


def is_usable(part: Part) -> bool:
    """Return whether an instrument gives rows: a line, a rating, or a whole ranking.

    Parameters
    ----------
    part : WorkLine, SavedGrid or SavedRanking
        What the session holds.

    Returns
    -------
    bool
        A grid comes in as far as it is rated; ranks of a part of the cards would be ranks of
        something else.
    """
    if isinstance(part, WorkLine):
        return len(part.points) > 1
    if isinstance(part, SavedRanking):
        return bool(part.places) and not part.unplaced
    return any(rating is not None for row in part.ratings.values() for rating in row.values())


def describe_open(name: str, part: Part) -> str:
    """Return what of an instrument is open, in words.

    Parameters
    ----------
    name : {"workline", "grid", "ranking"}
        The instrument.
    part : WorkLine, SavedGrid or SavedRanking
        What the session holds.

    Returns
    -------
    str
        Blank where it is finished, or was opened and not begun.
    """
    word = INSTRUMENTS[name]
    if isinstance(part, WorkLine):
        if is_usable(part) or not (part.points or part.events):
            return ""
        events = f" and {count_words(len(part.events), 'event')}" if part.events else ""
        return f"{word} left out, {count_words(len(part.points), 'point')}{events}"
    if isinstance(part, SavedRanking):
        if is_usable(part) or len(part.unplaced) == len(part.cards):
            return ""
        if not part.unplaced:
            return f"{word} left out, no card is placed"
        return f"{word} left out, {len(part.unplaced)} of {len(part.cards)} cards not placed"
    pairs = len(part.constructs) * len(part.elements)
    rated = sum(len(row) for row in part.ratings.values())
    if not (part.constructs or part.elements) or (pairs and rated == pairs and is_usable(part)):
        return ""
    if is_usable(part):
        return f"{word}: {pairs - rated} of {pairs} ratings open"
    return f"{word} left out, no rating"
