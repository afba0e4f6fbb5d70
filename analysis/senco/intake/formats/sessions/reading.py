"""A saved session, read: whole and as the page wrote it, or with what is wrong in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from senco.errors import Finding
from senco.intake.formats.sessions.checking import check_session
from senco.intake.formats.sessions.model import (
    FORMAT,
    VERSION,
    SavedSession,
    Session,
    digest_session,
)
from senco.intake.formats.sessions.parsing import (
    MAXIMUM_BYTES,
    RefusedError,
    describe_size,
    parse_session,
)

#: What a page calls the files that it saves; a browser numbers those of one name.
OWN_NAME = re.compile(
    r"[A-Za-z]{1,6}-?[0-9]{1,6}-[0-9a-f]{4}-[0-9]{1,6}( ?\([0-9]{1,3}\))?\.json", re.IGNORECASE
)
AS_SAVED = "Use the file as the page saved it, or save the session again."
#: So many things that are wrong in one file are told.
_SHOWN = 20
#: Instruments, by the key that holds them, as messages name them.
INSTRUMENTS = {"workline": "work-line", "grid": "repertory grid", "ranking": "ranking"}
_ITEMS = {"points": "point", "gaps": "gap", "events": "event", "elements": "element",
          "constructs": "construct", "cards": "card", "places": "place"}  # fmt: skip
_ENDS = {"points": ("position", "level"), "gaps": ("from", "to")}


@dataclass(frozen=True)
class SessionFile:
    """A saved session, with how messages name its file.

    Parameters
    ----------
    label : str
        The file's name where a page gave it; else its number and whose it is.
    session : Session
        What it holds.
    """

    label: str
    session: Session


def name_file(path: Path, place: str) -> str:
    """Return how messages name a file: a name that somebody else gave it may be a person's.

    Parameters
    ----------
    path : Path
        The file.
    place : str
        Which of the files it is, such as "JSON file 2 of 8".

    Returns
    -------
    str
        Its name where a page gave it that; else `place`.

    Examples
    --------
    >>> name_file(Path("P1-3f2a-4.json"), "JSON file 1 of 2")
    'P1-3f2a-4.json'
    >>> name_file(Path("Jane Doe.json"), "JSON file 1 of 2")
    'JSON file 1 of 2'
    """
    return path.name if OWN_NAME.fullmatch(path.name) else place


def load_session(path: Path, label: str) -> tuple[SessionFile | None, list[Finding]]:
    """Read a file that a page saved.

    Parameters
    ----------
    path : Path
        The file.
    label : str
        How messages name it.

    Returns
    -------
    file : SessionFile or None
        None where there are findings.
    findings : list of Finding
        Everything that is wrong with it.
    """
    try:
        size = path.stat().st_size
        if size > MAXIMUM_BYTES:
            found, allowed = describe_size(size)
            return None, [Finding(label, found, allowed, remedy=AS_SAVED)]
        with path.open("rb") as stream:
            content = stream.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        found = f"a file that cannot be opened ({error.strerror})"
        remedy = "Close it in other programs and try again."
        return None, [Finding(label, found, "a file", remedy=remedy)]
    return read_session(content, label)


def read_session(content: bytes, label: str) -> tuple[SessionFile | None, list[Finding]]:
    """Read what a page saved.

    Parameters
    ----------
    content : bytes
        Of the file.
    label : str
        How messages name it.

    Returns
    -------
    file : SessionFile or None
        None where there are findings.
    findings : list of Finding
        Everything that is wrong with it: with its form or its check sum, or with the session.
    """
    try:
        given = parse_session(content)
        _check_head(given)
    except RefusedError as error:
        label = _join_place(label, name_place(error.path))
        return None, [Finding(label, error.found, error.allowed, remedy=AS_SAVED)]
    try:
        # strict, and by JSON's own types: what was parsed above has passed every bound
        session = SavedSession.model_validate_json(content.removeprefix(b"\xef\xbb\xbf")).session
    except ValidationError as error:
        return None, _limit([_reword(item, label) for item in error.errors()], label)
    if label != name_file(Path(label), ""):
        label += f" ({session.participant}, session {session.id[:4]})"
    findings = check_session(session, label)
    return (None if findings else SessionFile(label, session)), _limit(findings, label)


def _check_head(given: Any) -> None:
    """Refuse what is of another kind or version, or is not what was saved."""
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise RefusedError("JSON that is not a saved session", "what the study's pages saved")
    version = given.get("version")
    if isinstance(version, int) and version > VERSION:
        found = f"version {version} of a saved session, which is newer than this program"
        raise RefusedError(found, f"version {VERSION}; update the project to read it")
    if version != VERSION or isinstance(version, bool):
        raise RefusedError("no version, or an unknown one", f"version {VERSION}")
    if given.get("sha256") != digest_session(given.get("session")):
        found = "a checksum that does not match its content: it was changed by hand, or damaged"
        raise RefusedError(found, "the file as it was saved")


def _limit(findings: Sequence[Finding], label: str) -> list[Finding]:
    """Return what is wrong with a file, as far as anybody would read it."""
    more = len(findings) - _SHOWN
    if more <= 0:
        return list(findings)
    rest = Finding(label, f"{more} more such things", "none of them", remedy=AS_SAVED)
    return [*findings[:_SHOWN], rest]


def _reword(item: ErrorDetails, label: str) -> Finding:
    """Return one of pydantic's errors with its place in words."""
    kind, context, loc = item["type"], item.get("ctx", {}), item["loc"]
    is_key = kind in ("extra_forbidden", "missing") and isinstance(loc[-1], str)
    label = _join_place(label, name_place(loc[:-1] if is_key else loc))
    if kind == "extra_forbidden":
        return Finding(label, f"the unknown key '{loc[-1]!s:.40}'", "known ones", remedy=AS_SAVED)
    if kind == "missing":
        found = f"no '{loc[-1]}'" if is_key else "nothing"
        return Finding(label, found, "a value", remedy=AS_SAVED)
    value = item["input"]
    allowed = item["msg"][:1].lower() + item["msg"][1:].replace("Input ", "")
    allowed = allowed.removeprefix("input should be ").removeprefix("string should ")
    if isinstance(value, str) and kind in ("string_too_long", "string_too_short"):
        limit = context.get("max_length", context.get("min_length"))
        few = "at most" if "long" in kind else "at least"
        return Finding(
            label, (f"a text of {len(value)} characters"), f"{few} {limit}", remedy=AS_SAVED
        )
    if isinstance(value, list | dict):
        value = f"{len(value)} entries"
    return Finding(label, f"'{value!s:.40}'", allowed, remedy=AS_SAVED)


def _join_place(label: str, place: str) -> str:
    return f"{label}, {place}" if place else label


def name_place(loc: Sequence[int | str]) -> str:
    """Return where in a file something stands, in words.

    Parameters
    ----------
    loc : sequence of int or str
        Keys and numbers, from the outside in.

    Returns
    -------
    str
        Such as "repertory grid, rating of 'e2' on 'c1'".

    Examples
    --------
    >>> name_place(("session", "workline", "points", 2, 1))
    'work-line, point 3, level'
    >>> name_place(("session", "grid", "ratings", "c1", "e2"))
    "repertory grid, rating of 'e2' on 'c1'"
    """
    parts = [*loc]
    words: list[str] = []
    if parts[:1] == ["session"]:
        parts = parts[1:]
    if parts and parts[0] in INSTRUMENTS:
        words.append(INSTRUMENTS[str(parts.pop(0))])
    if parts[:1] == ["ratings"] and len(parts) > 1:
        told = f"rating of '{parts[2]!s:.40}' on " if len(parts) > 2 else "ratings on "
        return ", ".join([*words, f"{told}'{parts[1]!s:.40}'"])
    if len(parts) > 1 and parts[0] in _ITEMS and isinstance(parts[1], int):
        words.append(f"{_ITEMS[parts[0]]} {parts[1] + 1}")
        rest = parts[2:]
        if rest and parts[0] in _ENDS and rest[0] in (0, 1):
            rest = [_ENDS[parts[0]][int(rest[0])]]
        parts = rest
    words += [f"number {part + 1}" if isinstance(part, int) else f"{part:.40}" for part in parts]
    return ", ".join(words)
