"""One kind of identifier: how it looks, and whether it is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

#: Behind what is told where a person has to judge whether it is one: a warning, and no error.
PERHAPS = ", perhaps"
_has_digit = re.compile(r"\d").search


def to_small(text: str) -> str:
    """Return a text in small letters, sign for sign.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        As long as the text. Every sign that a pattern takes for an a to z where it ignores
        case is that letter; `str.lower` leaves three of them, which other scripts use.

    Examples
    --------
    >>> to_small("\u0130\u0131\u017f\u212a Case")
    'iisk case'
    """
    if not text.isascii():
        text = text.replace("\u0130", "i").replace("\u0131", "i").replace("\u017f", "s")
    return text.lower()


@dataclass(frozen=True)
class Hint:
    """What is quickly told of a text: whether a rule can find anything in it.

    Without words and without a pattern, every text may hold one.

    Parameters
    ----------
    words : tuple of str
        In small letters: one of them stands in whatever the rule finds, unless `quick` does.
    quick : re.Pattern, optional
        What stands in whatever the rule finds, unless one of the words does; it begins with
        a sign of a few, for which a text is searched many times as fast as by looking back
        from each place.
    digit : bool
        Whether there is a digit in whatever the rule finds.
    """

    words: tuple[str, ...] = ()
    quick: re.Pattern[str] | None = None
    digit: bool = False

    def fits(self, text: str, small: str, digit: bool) -> bool:
        """Return whether a text may hold one, given it in small letters and if it has a digit."""
        if self.digit and not digit:
            return False
        for word in self.words:
            if word in small:
                return True
        return bool(self.quick.search(text)) if self.quick else not self.words


@dataclass(frozen=True)
class Rule:
    """One kind of identifier.

    Parameters
    ----------
    label : str
        What it is, in words.
    pattern : re.Pattern
        How it looks; its last group, or all of it, is what is found.
    holds : callable, optional
        Whether what looks like it is one, such as by its check digit.
    hint : Hint
        Where it does not fit, the rule is not tried.
    opens : bool
        Whether whatever the pattern matches begins with one of the hint's words: it is tried
        there alone.
    across : bool
        Whether it may stand on two lines.
    """

    label: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = lambda text: True
    hint: Hint = Hint()
    opens: bool = False
    across: bool = False

    def find(self, text: str, small: str) -> Iterator[tuple[str, str, int]]:
        """Yield the label, what is found, and where it begins; given it in small letters too."""
        for match in self._open(text, small) if self.opens else self.pattern.finditer(text):
            found = match[match.lastindex or 0]
            if self.holds(found):
                yield self.label, found, match.start(match.lastindex or 0)

    def _open(self, text: str, small: str) -> Iterator[re.Match[str]]:
        """The matches that begin with a word of the hint, from the left, none over another."""
        places = {place for word in self.hint.words for place in _list_places(small, word)}
        end = 0
        for place in sorted(places):
            match = self.pattern.match(text, place) if place >= end else None
            if match:
                yield match
                end = match.end()


def find_by_rules(rules: Sequence[Rule], text: str) -> list[tuple[str, str, int]]:
    """Find in a text everything that some rules know.

    Parameters
    ----------
    rules : sequence of Rule
        The rules.
    text : str
        A folded text.

    Returns
    -------
    list of tuple
        By rule: label, what stands there, and where it begins.
    """
    small, digit = to_small(text), bool(_has_digit(text))
    likely = [rule for rule in rules if rule.hint.fits(text, small, digit)]
    return [hit for rule in likely for hit in rule.find(text, small)]


def _list_places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)
