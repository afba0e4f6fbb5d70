"""People on no list, by the form of their names alone: always a question, never an error.

A title and a word with a capital (*Mrs Whitcombe*), or two words with capitals in a row of
which neither is an ordinary word, or the first is a first name. What `words/known.txt` names
is not asked about, nor are words in capitals throughout, a surname that stands first, a name
that a line's end parts, or a first name alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from senco.disclosure.lexicon import (
    MONTHS,
    SURNAMES,
    is_first_name,
    is_ordinary,
    load_known,
)

#: What the gate calls such a name.
STRANGER = "a name on no list"
#: Small words inside a surname.
_SMALL = "de|da|di|du|del|den|der|dos|la|le|van|von|bin|al|el|ap|ab"
_WORD = r"[A-Z][\w'’]*(?:-[A-Z][\w'’]*)*"
_TITLE = (
    "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Lady|Lord|Dame|Rev|Revd|Reverend|Cllr|Councillor"
    "|Sister|Nurse|Auntie|Aunty|Uncle|Fr|Mister"
)
_TITLED = re.compile(
    rf"(?<![\w-])(?:{_TITLE})\.? (?:(?:{_SMALL}) ){{0,2}}{_WORD}"
    rf"(?: (?:(?:{_SMALL}) )?{_WORD}){{0,2}}"
)
#: A first name and a surname with small words in it.
_PARTICLED = re.compile(rf"(?<![\w'’@#/.-])({_WORD}) (?:(?:{_SMALL}) ){{1,2}}({_WORD})(?![\w@/])")
_ROW = re.compile(rf"(?<![\w'’@#/.-]){_WORD}(?: {_WORD}){{1,5}}(?![\w@/]|\.\w)")
_HINT = re.compile(rf"[A-Z][^ ]{{0,60}} (?:(?:{_SMALL}) ){{0,2}}[A-Z]").search
#: A word of these is a name's beginning, and the surname follows it.
_PARTICLES = frozenset(("Ap", "Mac", "Mc", "De", "Del", "Van", "Von", "El", "Al", "Bin", "Da"))


def find_strangers(line: str) -> tuple[tuple[str, int], ...]:
    """Find what may be names of people on no list.

    Parameters
    ----------
    line : str
        A folded line of prose.

    Returns
    -------
    tuple
        What stands there, and where in the line it begins.
    """
    if not _HINT(line):
        return ()
    titled = [(m[0], m.start()) for m in _TITLED.finditer(line) if m[0] not in load_known()]
    others = [(m[0], m.start()) for m in _PARTICLED.finditer(line) if _is_particled(m)]
    for match in _ROW.finditer(line):
        others += _find_pairs(match[0], match.start())
    for found, start in others:
        end = start + len(found)
        if not any(place < end and start < place + len(name) for name, place in titled):
            titled.append((found, start))
    return tuple(titled)


def _find_pairs(row: str, start: int) -> Iterator[tuple[str, int]]:
    """The first two words of a row with capitals that can be a person's."""
    if any(phrase in row for phrase in load_known() if " " in phrase):
        return
    places = [match.span() for match in re.finditer(r"\S+", row)]
    for (low, end), (begin, high) in pairwise(places):
        if _is_person(row[low:end], row[begin:high]):
            yield row[low:high], start + low
            return


def _is_particled(match: re.Match[str]) -> bool:
    """Whether a name with small words in it ends in what is no ordinary word."""
    return not (_is_known(match[1]) or _is_known(match[2]) or is_ordinary(match[2]))


def _is_person(first: str, last: str) -> bool:
    """Whether two words with capitals can be a first name and a surname."""
    bare = last.removesuffix("'s")
    if len(bare) < 2 or bare.isupper() or first.isupper() or len(first) < 2:
        return False
    if _is_known(first) or _is_known(bare) or first.casefold() in MONTHS:
        return False
    word = not is_ordinary(bare) or bare in _PARTICLES
    if not is_ordinary(first):
        return word or is_first_name(first) or bare.casefold() in SURNAMES
    return is_first_name(first) and (word or bare.casefold() in SURNAMES)


def _is_known(word: str) -> bool:
    known = load_known()
    parts = word.replace("'s", "").split("-")
    return all(part in known or part.casefold() in ("s", "") for part in parts)
