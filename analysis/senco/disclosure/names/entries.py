"""The private list: people, settings and places, and the forms in which they are used."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from senco.disclosure.lexicon import load_short_forms
from senco.disclosure.texts.views import plain
from senco.errors import SencoError

#: The variable that names the file of private names, where no option does.
NAMES_VARIABLE = "SENCO_PRIVATE_NAMES"
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: Words of a setting's name that other settings' names hold as well.
KIND_WORDS = frozenset(
    (
        *("nursery", "nurseries", "preschool", "pre", "school", "playgroup", "kindergarten"),
        *("childminding", "childcare", "centre", "center", "academy", "primary", "infant"),
        *("first", "day", "early", "years", "children", "childrens", "the", "of", "at"),
        *("nurserys", "infants", "playschool", "daycare", "childminder", "montessori", "creche"),
        *("school", "schools"),
    )
)
#: Words that may stand or be left out in a setting's name beside a word for its kind. Alone
#: they make no name a setting's: a person may be called Church.
SIDE_WORDS = frozenset(
    (
        *("special", "sen", "ce", "cofe", "coe", "rc", "catholic", "church", "england", "care"),
        *("community", "family", "hub", "junior", "college", "group", "toddler", "toddlers"),
        *("voluntary", "controlled", "aided", "foundation", "free", "house", "unit", "play"),
    )
)
_SAME = {"saint": "st", "street": "st", "mount": "mt", "pre-school": "preschool"}
_AND = "and"


def load_names(path: Path | None, inside: Path) -> list[str]:
    """Read the private list: people, settings and places, one a line.

    Parameters
    ----------
    path : Path or None
        The file; None takes the one that ``SENCO_PRIVATE_NAMES`` names, if any.
    inside : Path
        The project's folder, in which the list may not lie.

    Returns
    -------
    list of str
        Empty where no list is named.

    Raises
    ------
    SencoError
        Where the list cannot be read, or lies where it could be published.
    """
    named = path or (Path(value) if (value := os.environ.get(NAMES_VARIABLE)) else None)
    if named is None:
        return []
    place = named.resolve()
    if place.is_relative_to(inside.resolve()):
        raise SencoError("The private list is in the project's folder: keep it somewhere else.")
    try:
        lines = place.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise SencoError(
            "The private list cannot be read: does it exist, and is it UTF-8?"
        ) from None
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    short = [number for number, name in enumerate(names, 1) if len("".join(split(name))) < 2]
    if short:
        raise SencoError(f"Entry {short[0]} of the private list is too short to search for.")
    return names


def split(text: str) -> list[str]:
    """Return the words of a name as they are compared.

    Parameters
    ----------
    text : str
        A name.

    Returns
    -------
    list of str
        Small letters without accents; O'Hara is one word, and Saint is St.

    Examples
    --------
    >>> split("José O’Hara"), split("Saint Mary's Pre-School")
    (['jose', 'ohara'], ['st', 'marys', 'pre', 'school'])
    """
    words = [simplify(word) for word in WORD.findall(plain(text))]
    return [word for word in words if word != _AND] or words


def list_spellings(word: str) -> list[str]:
    """Return how a word may be written that is compared as this one.

    Parameters
    ----------
    word : str
        As `split` gives it.

    Returns
    -------
    list of str
        It first, and the words that `split` takes for it.

    Examples
    --------
    >>> list_spellings("mt"), list_spellings("school")
    (['mt', 'mount'], ['school'])
    """
    return [word, *(other for other, same in _SAME.items() if same == word)]


@dataclass(frozen=True)
class Token:
    """A word of a text: as it is compared, where it stands, and how it begins."""

    word: str
    start: int
    end: int
    capital: bool


def list_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return a text's words in order.

    Parameters
    ----------
    text : str
        A folded text.
    start, end : int
        Between which signs.

    Returns
    -------
    list of Token
        A word such as JaneDoe stands as two.
    """
    tokens = []
    for match in WORD.finditer(text, start, len(text) if end is None else end):
        place = match.start()
        for part in part_word(match[0]):
            if part.casefold() != _AND:
                tokens.append(Token(simplify(part), place, place + len(part), part[:1].isupper()))
            place += len(part)
    return tokens


def part_word(word: str) -> list[str]:
    """Return the words that are written as one with capitals inside.

    Parameters
    ----------
    word : str
        As it stands.

    Returns
    -------
    list of str
        Such as Jane and Doe for JaneDoe.
    """
    return [word] if word.islower() else _CAMEL.split(word)


@lru_cache(maxsize=1 << 16)
@lru_cache(maxsize=1 << 16)
def simplify(word: str) -> str:
    """Return a word as words are compared.

    Parameters
    ----------
    word : str
        As it stands.

    Returns
    -------
    str
        Small letters without accents and apostrophes; one form of Saint.
    """
    bare = plain(word).replace("'", "")
    return _SAME.get(bare, bare)


@dataclass(frozen=True)
class Entry:
    """An entry of the list: its words, and the shorter forms in which it is used.

    `called` are other first names for the same person, and `initials` those of all words.
    """

    number: int
    words: tuple[str, ...]
    person: bool
    forms: tuple[tuple[str, ...], ...]
    closed: frozenset[str]
    called: frozenset[str] = frozenset()
    initials: str = ""

    @property
    def core(self) -> tuple[str, ...]:
        """A person's words, or a setting's without those that others' names hold too."""
        return self.words if self.person else leave_out_kinds(self.words)


def make_entry(number: int, name: str) -> Entry:
    """Read an entry of the list.

    Parameters
    ----------
    number : int
        Its place, from 1.
    name : str
        A person, a setting or a place.

    Returns
    -------
    Entry
        A setting's name also without the word for its kind, a person's also without
        middle names and with short forms of the first, either also closed up.
    """
    words = tuple(split(name))
    kinds = KIND_WORDS & set(words)
    person = not kinds and len(words) > 1
    forms = [words]
    if kinds:
        core = leave_out_kinds(words)
        if len(core) > 1 or (core and len(core[0]) > 7):
            forms.append(core)
    elif len(words) > 2:  # without the middle names
        forms.append((words[0], words[-1]))
    closed = {"".join(form) for form in forms if len(form) > 1 and len("".join(form)) > 5}
    called: frozenset[str] = frozenset()
    if person:
        called = load_short_forms().get(words[0], frozenset()) - set(words)
        closed |= {name + words[-1] for name in called if len(name + words[-1]) > 5}
        if len(words[-1]) > 3:
            closed |= {words[0][0] + words[-1], words[-1] + words[0][0]}
    initials = "".join(word[0] for word in words)
    return Entry(
        number, words, person, tuple(dict.fromkeys(forms)), frozenset(closed), called, initials
    )


def leave_out_kinds(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a setting's name without the words that tell its kind.

    Parameters
    ----------
    words : tuple of str
        As from `split`.

    Returns
    -------
    tuple of str
        What is its own.

    Examples
    --------
    >>> leave_out_kinds(tuple(split("St Swithin's C of E Primary School")))
    ('st', 'swithins')
    """
    others = KIND_WORDS | SIDE_WORDS
    return tuple(word for word in words if word not in others and len(word) > 1)
