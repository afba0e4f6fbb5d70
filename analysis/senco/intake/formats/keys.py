"""Keys and pseudonyms of the contract's form, made of whatever a file calls things."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from senco.errors import DataError, Finding
from senco.intake.formats.signs import tidy

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


@dataclass
class Roster:
    """Who is who among the people, cases and documents that files name.

    Parameters
    ----------
    given : mapping of str to str
        Pseudonyms, by name: a private list, never copied.
    existing : tuple of str
        Participants of the cohort. Where there are any, nobody is numbered again.
    paired : dict of str to str
        Whom earlier files named, with their pseudonyms; it grows.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    existing: tuple[str, ...] = ()
    paired: dict[str, str] = field(default_factory=dict)

    def find(self, name: str) -> tuple[str, str]:
        """Return the pseudonym that a name stands for, and how that is known.

        Parameters
        ----------
        name : str
            What a file calls a person or a document.

        Returns
        -------
        pseudonym : str
            Empty where the name says none.
        how : str
            To follow the pseudonym in a message; or why there is none.
        """
        listed = {_fold(each): pseudonym for each, pseudonym in self.given.items()}
        listed |= self.paired
        for form in (name, _leave_ending(name)):
            if _fold(form) in listed:
                how = "by the list of people" if _fold(form) not in self.paired else "as before"
                return listed[_fold(form)], how
        words = [*dict.fromkeys(_list_pseudonyms(_leave_ending(name), self.existing))]
        if len(words) == 1:
            return words[0], "by its name"
        return "", f"whose name contains {len(words) or 'no'} pseudonym" + "s" * (len(words) > 1)

    def pair(self, names: Sequence[str], kinds: Sequence[str], label: str) -> list[Pairing]:
        """Return a pseudonym for each name.

        Parameters
        ----------
        names : sequence of str
            What a file calls people and documents; what means the same person gets the
            same pseudonym.
        kinds : sequence of str
            What each is, such as "document 2", for messages: no name is repeated.
        label : str
            How messages name the file.

        Returns
        -------
        list of Pairing
            In the order given.

        Raises
        ------
        DataError
            Where a name holds several pseudonyms, or none although the cohort has
            participants.
        """
        found = [self.find(name) for name in names]
        findings = [
            self._refuse(kind, how, label)
            for (pseudonym, how), kind in zip(found, kinds, strict=True)
            if not pseudonym and (self.existing or not how.endswith("no pseudonym"))
        ]
        if findings:
            raise DataError(findings)
        taken = {pseudonym.casefold() for pseudonym, _ in found}
        taken |= {pseudonym.casefold() for pseudonym in [*self.paired.values(), *self.existing]}
        free = (f"P{number}" for number in count(1) if f"p{number}" not in taken)
        pairings: list[Pairing] = []
        spelt: dict[str, str] = {}  # P2 and p2 are one participant
        for name, kind, (pseudonym, how) in zip(names, kinds, found, strict=True):
            who = spelt.setdefault(pseudonym.casefold(), pseudonym) if pseudonym else next(free)
            how = how if pseudonym else "a new number"
            pairing = Pairing(kind, who, how, new=not pseudonym)
            self.paired[_fold(name)] = pairing.pseudonym
            pairings.append(pairing)
        return pairings

    def _refuse(self, kind: str, how: str, label: str) -> Finding:
        shown = ", ".join(self.existing[:6]) + ", …" * (len(self.existing) > 6)
        allowed = "a name that contains one participant's pseudonym as a whole word"
        allowed += f" ({shown})" if shown else ""
        remedy = "Say who it is in a private list, with the columns name and participant: --people."
        return Finding(label, f"{kind}, {how}", allowed, remedy=remedy)


@dataclass(frozen=True)
class Pairing:
    """Whom something in a file was taken for.

    Parameters
    ----------
    kind : str
        What it is, such as "document 2".
    pseudonym : str
        The participant.
    how : str
        How that is known.
    new : bool
        Whether the pseudonym was made up.
    """

    kind: str
    pseudonym: str
    how: str
    new: bool

    def __str__(self) -> str:
        return f"{self.kind} is {self.pseudonym} ({self.how})"


def _list_pseudonyms(name: str, existing: Sequence[str]) -> Iterator[str]:
    """Yield the pseudonyms that stand in a name as whole words."""
    if not existing:
        yield from (word[0] for word in _PSEUDONYM_WORD.finditer(name))
    for pseudonym in existing:
        word = rf"(?<![^\W_]){re.escape(pseudonym)}(?![^\W_])"
        if re.search(word, name, re.IGNORECASE):
            yield pseudonym


_PSEUDONYM_WORD = re.compile(rf"(?<![^\W_]){PSEUDONYM.pattern}(?![^\W_])")


def _leave_ending(name: str) -> str:
    """Return a document's name without its folder and its ending."""
    return re.sub(r"\.[A-Za-z][A-Za-z0-9]{1,4}$", "", re.split(r"[/\\]", name)[-1])


def _fold(name: str) -> str:
    return tidy(name).casefold()
