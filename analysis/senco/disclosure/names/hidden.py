"""Names of the private list that are parted, turned round, coded or cut to their initials."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from senco.disclosure.lexicon import ABBREVIATIONS, is_ordinary
from senco.disclosure.names.entries import SIDE_WORDS, WORD, Entry, simplify
from senco.disclosure.texts.views import plain

#: So many letters in a row, whatever stands between them, are a name and no chance.
_SQUEEZED = 8
#: So many lines are remembered with their words: a site's pages share most of theirs.
MOST_LINES = 1 << 16
#: So many letters a word has at least that is looked for backwards and in ROT13.
_CODED = 5
_NO_LETTERS = bytes(sign for sign in range(256) if not chr(sign).isalpha() or sign > 127)
_DOTTED = re.compile(
    r"[A-Z](?:(?<![\w.,].)(?<=([A-Z]))\. ?([A-Z])\.(?!\w| ?[A-Z]\.| [A-Z][a-z])"
    r"|(?<![\w.].)[A-Z]{2,5}(?!\w))"
)
#: What may stand between two letters of a parted name, and no more of it.
_BETWEEN = 8
#: Between letters that are parted on purpose there are no numbers, as there are in an index.
_DATA = re.compile(r'[\d"]')
#: A surname before initials, as in a list of references.
_AFTER_CITED = re.compile(r" \(|,| &| and [A-Z]|;|$")
_CITED = re.compile(r"(?<![\w'’-])[A-Z][\w'’-]*,? $")


class Hidden:
    """A search for names that no comparison of words finds.

    Parameters
    ----------
    entries : sequence of Entry
        The private list.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._coded: dict[str, list[Entry]] = {}
        self._squeezed: dict[bytes, list[Entry]] = {}
        self._initials: dict[str, list[Entry]] = {}
        for entry in entries:
            for word in _list_coded(entry):
                self._coded.setdefault(word, []).append(entry)
            for letters in _list_squeezed(entry):
                self._squeezed.setdefault(letters, []).append(entry)
            self._add_initials(entry)

    def _add_initials(self, entry: Entry) -> None:
        initials = entry.initials.upper()
        if entry.person:
            initials = initials[0] + initials[-1]
        elif len(initials) < 3 or initials.casefold() in ABBREVIATIONS:
            return
        self._initials.setdefault(initials, []).append(entry)

    def find(self, text: str) -> Iterator[tuple[Entry, str, int, bool]]:
        """Yield what is found in a text.

        Parameters
        ----------
        text : str
            A folded text.

        Yields
        ------
        entry : Entry
            Whose name it is.
        found : str
            What stands in the text.
        start : int
            Where it begins.
        sure : bool
            Whether it is one; else a reader has to judge.
        """
        yield from self._find_coded(text)
        yield from self._find_parted(text)
        yield from self._find_initials(text)

    def _find_coded(self, text: str) -> Iterator[tuple[Entry, str, int, bool]]:
        words: set[str] = set().union(*map(_list_words, text.split("\n")))
        found = {word for word in words if simplify(word) in self._coded} if self._coded else ()
        for match in WORD.finditer(text) if found else ():
            if match[0] in found:
                for entry in self._coded[simplify(match[0])]:
                    yield entry, match[0], match.start(), True

    def _find_parted(self, text: str) -> Iterator[tuple[Entry, str, int, bool]]:
        lines = text.split("\n")
        parts = [_squeeze_line(line) for line in lines]
        bare = b"".join(parts)
        here = [letters for letters in self._squeezed if letters in bare]
        if not here:
            return
        ends = list(accumulate(map(len, parts)))
        begins = list(accumulate((len(line) + 1 for line in lines), initial=0))
        for letters in here:
            for match in re.finditer(re.escape(letters), bare):
                first, last = bisect_right(ends, match.start()), bisect_left(ends, match.end())
                held = _list_places(lines, parts, begins, range(first, last + 1))
                low = match.start() - (ends[first - 1] if first else 0)
                held = held[low : low + len(letters)]
                if held and _is_parted(text, held):
                    start, end = held[0], held[-1] + 1
                    for entry in self._squeezed[letters]:
                        yield entry, text[start:end], start, True

    def _find_initials(self, text: str) -> Iterator[tuple[Entry, str, int, bool]]:
        for match in _DOTTED.finditer(text) if self._initials else ():
            initials = (match[1] + match[2]) if match[1] else match[0]
            if match[1] and _is_cited(text, match.start(), match.end()):
                continue
            for entry in self._initials.get(initials, ()):
                if entry.person is bool(match[1]):
                    yield entry, match[0], match.start(), False


def _is_cited(text: str, start: int, end: int) -> bool:
    """Whether initials follow a surname, and what follows them is as in a reference."""
    before = text[max(start - 30, 0) : start]
    return bool(_CITED.search(before) and _AFTER_CITED.match(text, end))


@lru_cache(maxsize=MOST_LINES)
def _list_words(line: str) -> frozenset[str]:
    return frozenset(WORD.findall(line))


@lru_cache(maxsize=1 << 16)
def _squeeze_line(text: str) -> bytes:
    return plain(text).encode("ascii", "ignore").translate(None, _NO_LETTERS)


def _list_places(
    lines: Sequence[str], parts: Sequence[bytes], begins: Sequence[int], numbers: range
) -> list[int]:
    """Where in a text the letters of some of its lines stand; none where one stands for two."""
    places: list[int] = []
    for number in numbers:
        held = [
            begins[number] + place
            for place, sign in enumerate(lines[number])
            if (sign.isalpha() if sign.isascii() else _squeeze_line(sign))
        ]
        if len(held) != len(parts[number]):
            return []
        places += held
    return places


def _is_parted(text: str, held: Sequence[int]) -> bool:
    """Whether letters stand apart as a name's do, from the beginning to the end of words."""
    start, end = held[0], held[-1] + 1
    plural = text[end : end + 1].casefold() == "s" and not text[end + 1 : end + 2].isalpha()
    if text[start - 1 : start].isalpha() or (text[end : end + 1].isalpha() and not plural):
        return False
    near = all(right - left <= _BETWEEN + 1 for left, right in pairwise(held))
    return near and not _DATA.search(text, start, end)


def _list_squeezed(entry: Entry) -> Iterator[bytes]:
    forms = {"".join(entry.words), "".join(entry.core)}
    forms |= {"".join(form) for form in entry.forms}
    for form in sorted(forms):
        letters = form.encode("ascii", "ignore")
        if len(letters) >= _SQUEEZED and letters.isalpha():
            yield letters


def _list_coded(entry: Entry) -> Iterator[str]:
    """An entry's own words turned round and in ROT13, where these are no other words."""
    for word in sorted(set(entry.core) - SIDE_WORDS):
        for coded in (word[::-1], codecs.encode(word, "rot13")):
            if len(word) >= _CODED and coded != word and not is_ordinary(coded):
                yield coded
