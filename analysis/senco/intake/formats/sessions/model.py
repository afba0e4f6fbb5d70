"""What a saved session holds, and its check sum."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

#: What the first key of a saved session says, and the version of what follows.
FORMAT = "senco-session"
VERSION = 1

Pseudonym = Annotated[str, Field(pattern=r"^[A-Za-z]{1,6}-?[0-9]{1,6}$")]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Number = Annotated[FiniteFloat, Field(ge=-1_000_000, le=1_000_000)]
Share = Annotated[FiniteFloat, Field(ge=0, le=1)]
Notes = Annotated[str, Field(max_length=2_000)]
Agreed = Literal["group results", "own answers", "own words"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Ends(_Strict):
    """The ends of a scale, the lower first."""

    minimum: Number
    maximum: Number


class Consent(_Strict):
    """What the participant agreed to, recorded before anything else.

    Parameters
    ----------
    agreed : {"group results", "own answers", "own words"}
        As in the table participants.
    reuse : bool
        Whether others may use the answers again.
    day : str
        The day on which it was given, as 2026-11-29.
    """

    agreed: Agreed
    reuse: bool
    day: date


class About(_Strict):
    """What the table participants holds of a person; blank where not asked."""

    role: str = Field(default="", max_length=60)
    role_years: str = Field(default="", max_length=60)
    experience_years: str = Field(default="", max_length=60)
    setting: str = Field(default="", max_length=60)


class Happening(_Strict):
    """An event on a work-line, in the words of the participant; blank until it is named."""

    position: Share
    words: str = Field(max_length=300)
    critical: bool


class WorkLine(_Strict):
    """A drawn line.

    Parameters
    ----------
    scale : Ends
        Of the chart.
    points : tuple of (position, level)
        From left to right, each position once; between them the line is straight.
    gaps : tuple of (from, to)
        Stretches over which nothing was drawn.
    events : tuple of Happening
        From left to right.
    notes : str
        Whatever was said.
    """

    scale: Ends
    points: Annotated[tuple[tuple[Share, Number], ...], Field(max_length=500)]
    gaps: Annotated[tuple[tuple[Share, Share], ...], Field(max_length=100)] = ()
    events: Annotated[tuple[Happening, ...], Field(max_length=60)] = ()
    notes: Notes = ""


class Element(_Strict):
    """A card of a grid: what it was asked for, and what the participant calls it."""

    key: Key
    label: str = Field(min_length=1, max_length=120)
    part: Literal["self", "ideal", "other"]


class Pair(_Strict):
    """A construct: two poles in the participant's words, and how it was found.

    Parameters
    ----------
    key : str
        Small letters, digits and hyphens.
    left, right : str
        The poles.
    preferred : {"left", "right", "none"} or None
        None where it was not asked.
    kind : {"elicited", "supplied", "overall"}
        As in the table grid_constructs.
    method : {"triad", "dyad", "full context", "ladder up", "ladder down", "supplied"}
        How it was found.
    shown : tuple of str
        Keys of the elements that were compared.
    alike : tuple of str
        Those of them that were called alike.
    begun : str or None
        Key of the construct from which a ladder began.
    """

    key: Key
    left: str = Field(min_length=1, max_length=200)
    right: str = Field(min_length=1, max_length=200)
    preferred: Literal["left", "right", "none"] | None = None
    kind: Literal["elicited", "supplied", "overall"]
    method: Literal["triad", "dyad", "full context", "ladder up", "ladder down", "supplied"]
    shown: Annotated[tuple[Key, ...], Field(max_length=60)] = ()
    alike: Annotated[tuple[Key, ...], Field(max_length=60)] = ()
    begun: Key | None = None


class SavedGrid(_Strict):
    """A repertory grid.

    Parameters
    ----------
    scale : Ends
        Of the ratings; the lower end is the left pole.
    seed : int
        Of the order in which elements were shown.
    elements : tuple of Element
        In the order in which they were named.
    constructs : tuple of Pair
        In the order in which they were found.
    ratings : dict of str to dict
        Construct to element to rating, None where the construct does not apply. A pair that was
        not rated yet is absent.
    notes : str
        Whatever was said.
    """

    scale: Ends
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)]
    elements: Annotated[tuple[Element, ...], Field(max_length=60)]
    constructs: Annotated[tuple[Pair, ...], Field(max_length=100)]
    ratings: dict[Key, dict[Key, Number | None]]
    notes: Notes = ""


class Card(_Strict):
    """A construct that is ranked."""

    key: Key
    label: str = Field(min_length=1, max_length=160)


class SavedRanking(_Strict):
    """A ranking.

    Parameters
    ----------
    seed : int
        Of the order in which the cards were first shown.
    cards : tuple of Card
        The list, in the order of the study.
    ties : bool
        Whether cards might share a place.
    places : tuple of tuple of str
        Keys of the cards on each place, the first the highest.
    left_out : tuple of str
        Keys of the cards that were called not relevant.
    unplaced : tuple of str
        Keys of the cards that were not placed yet.
    notes : str
        Whatever was said.
    """

    seed: Annotated[int, Field(ge=0, le=2**32 - 1)]
    cards: Annotated[tuple[Card, ...], Field(max_length=150)]
    ties: bool
    places: Annotated[
        tuple[Annotated[tuple[Key, ...], Field(min_length=1)], ...],
        Field(max_length=150),
    ]
    left_out: Annotated[tuple[Key, ...], Field(max_length=150)] = ()
    unplaced: Annotated[tuple[Key, ...], Field(max_length=150)] = ()
    notes: Notes = ""


class Session(_Strict):
    """Everything that one participant gave in a session.

    Parameters
    ----------
    id : str
        Drawn when the session began; the same in each file that is saved of it.
    revision : int
        How many times it was saved.
    study : str
        The study's title, as the page had it.
    setup : str
        The first sixteen digits of the SHA-256 of what the page was made with.
    cohort : str
        The cohort's name; blank where the page was made for none.
    participant : str
        Pseudonym.
    day : date
        On which it was saved.
    consent : Consent or None
        None where a page for a single instrument was used.
    about : About
        Of the person.
    workline, grid, ranking : optional
        None where it was not begun.
    """

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    revision: Annotated[int, Field(ge=1, le=100_000)]
    study: str = Field(max_length=200)
    setup: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    cohort: str = Field(default="", max_length=80)
    participant: Pseudonym
    day: date
    consent: Consent | None
    about: About
    workline: WorkLine | None
    grid: SavedGrid | None
    ranking: SavedRanking | None


class SavedSession(_Strict):
    """A file as the instruments save it: the session, and its check sum."""

    format: Literal["senco-session"]
    version: Literal[1]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    session: Session


def digest_session(session: Any) -> str:
    """Return the check sum of a session as it was read from JSON.

    Parameters
    ----------
    session : object
        What `json.loads` gives for the key ``session``.

    Returns
    -------
    str
        SHA-256 of the session as JSON with sorted keys and no spaces, in UTF-8. It tells of a
        file that was changed by accident; whoever changes one on purpose can make a new sum.

    Examples
    --------
    >>> digest_session({"b": [0.25, 1], "a": "é"})[:16]
    '0ecd4e9ba3dc1ca1'
    """
    text = json.dumps(session, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def write_schema() -> str:
    """Return the JSON Schema (2020-12) of a saved session.

    Returns
    -------
    str
        JSON, with its keys in a fixed order.
    """
    schema = SavedSession.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A session saved by the instruments in the browser"
    for one in (schema, *schema["$defs"].values()):
        if "description" in one:  # of the docstring what stands before its lists
            one["description"] = one["description"].partition("\n\n")[0].replace("\n", " ")
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
