"""Keys and pseudonyms of the contract's form, made of whatever a file calls things."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

KEY_LENGTH = 80
PSEUDONYM = re.compile(r"[A-Za-z]{1,6}-?[0-9]{1,6}")


def make_key(name: str) -> str:
    """Return a name as a key of small letters, digits and hyphens, or "".

    Parameters
    ----------
    name : str
        Any text.

    Returns
    -------
    str
        Empty where no Latin letter or digit is in it.

    Examples
    --------
    >>> make_key("Área SENCO’s  help (2017)"), make_key("عمل")
    ('area-senco-s-help-2017', '')
    """
    # every mark parts words, also one that ASCII would swallow
    spaced = unicodedata.normalize("NFKD", re.sub(r"[^\w\s]", " ", name))
    plain = spaced.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:KEY_LENGTH].strip("-")


def choose_key(wanted: Iterable[str], taken: set[str], fallback: str) -> str:
    """Return the first wanted key that is free, numbered where none is, and take it.

    Parameters
    ----------
    wanted : iterable of str
        Keys in order of preference; empty ones are passed over.
    taken : set of str
        Keys in use; the result is added.
    fallback : str
        What to number where nothing is wanted.

    Returns
    -------
    str
        A key that was free.

    Examples
    --------
    >>> choose_key(["time"], {"time", "time-2"}, "code")
    'time-3'
    """
    names = [name for name in wanted if name] or [fallback]
    free = next((name for name in names if name not in taken), None)
    number = 2
    while free is None:
        tail = f"-{number}"
        numbered = names[0][: KEY_LENGTH - len(tail)] + tail
        free = None if numbered in taken else numbered
        number += 1
    taken.add(free)
    return free


def name_participants(
    names: list[str], given: Mapping[str, str] | None = None
) -> tuple[list[str], int]:
    """Return a pseudonym for each person, and how many were made up.

    A name that is already a pseudonym (letters and a number, such as P3) is kept;
    any other becomes a P and the first free number.

    Parameters
    ----------
    names : list of str
        What a file calls the people.
    given : mapping of str to str, optional
        Pseudonyms to use, by name in the file.

    Returns
    -------
    tuple of (list of str, int)
        In the order given; no two are alike.

    Examples
    --------
    >>> name_participants(["P2", "Jane Doe", "P2"])
    (['P2', 'P1', 'P3'], 2)
    """
    wanted = [(given or {}).get(name, name.strip()) for name in names]
    kept: list[str | None] = []
    for name in wanted:
        kept.append(name if PSEUDONYM.fullmatch(name) and name not in kept else None)
    taken = {name.casefold() for name in kept if name}
    numbers = (f"P{number}" for number in range(1, len(names) + len(taken) + 2))
    free = (name for name in numbers if name.casefold() not in taken)
    return [name or next(free) for name in kept], kept.count(None)
