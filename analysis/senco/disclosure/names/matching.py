"""A private list searched for as people really write names.

A name is compared word by word, by edits (optimal string alignment, rapidfuzz), so that
the cost follows the number of different words of a book and not the book's length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from senco.disclosure.lexicon import is_ordinary
from senco.disclosure.names.comparing import (
    CUTS,
    TITLES,
    adjoin,
    count_edits,
    goes_on,
    is_slip,
    join,
)
from senco.disclosure.names.entries import (
    KIND_WORDS,
    SIDE_WORDS,
    WORD,
    Entry,
    Token,
    list_tokens,
    make_entry,
    part_word,
    simplify,
    split,
)
from senco.disclosure.names.hidden import MOST_LINES, Hidden
from senco.disclosure.names.usage import is_used_as_name
from senco.disclosure.rules.identifiers import NAME
from senco.disclosure.rules.rule import PERHAPS
from senco.disclosure.texts.views import fold, plain

_BREAK = re.compile(r"[-\s]+")
#: A word that the end of a line may have cut.
_CUT_END = re.compile(r"-(?<=[^\W_]-)\s?\n")
_ENTRY = re.compile(rf"{NAME} \(entry (\d+) of the list\)")
#: So many signs around a word that leads to a name are looked at.
_WINDOW = 80


@dataclass
class NameSearch:
    """A search for the names of a private list.

    Parameters
    ----------
    names : sequence of str
        The list.
    """

    names: Sequence[str] = field(repr=False)

    def __post_init__(self) -> None:
        self._entries = [make_entry(n, name) for n, name in enumerate(self.names, start=1)]
        self._words = sorted({word for entry in self._entries for word in entry.words})
        # a word that every setting's name may hold leads nowhere, unless a name has no other
        self._telling = {word for entry in self._entries for word in entry.words} - KIND_WORDS
        for entry in self._entries:
            self._telling |= set() if self._telling & set(entry.words) else set(entry.words)
        self._telling -= SIDE_WORDS
        self._closed = {word for entry in self._entries for word in entry.closed}
        self._called = {name for entry in self._entries for name in entry.called}
        self._hidden = Hidden(self._entries)
        self._using: dict[str, list[int]] = {}
        for number, entry in enumerate(self._entries):
            for word in {*entry.words, *entry.called}:
                self._using.setdefault(word, []).append(number)
        self._people = {word for entry in self._entries if entry.person for word in entry.words}
        self._leading: dict[str, bool] = {}
        self._lines: dict[str, frozenset[str]] = {}
        self._near: dict[str, dict[str, int]] = {}
        self._slips: dict[str, set[str]] = {}
        self._small: Counter[str] = Counter()
        self._large: Counter[str] = Counter()

    def learn(self, texts: Iterable[str]) -> None:
        """Count how often each word of the texts is written small, and how often large.

        Parameters
        ----------
        texts : iterable of str
            What is to be searched. A word that is mostly written small is an ordinary
            word: alone it is not a name.
        """
        counts: Counter[str] = Counter()
        for text in texts if self._words else ():
            counts.update(WORD.findall(text))
        for word, count in counts.items():
            (self._large if word[:1].isupper() else self._small)[simplify(word)] += count

    def find(self, text: str) -> Iterator[tuple[str, str, int]]:
        """Yield the label, what is found, and where it begins.

        Parameters
        ----------
        text : str
            A folded text.

        Yields
        ------
        label : str
            With the entry's number, and nothing of its words.
        found : str
            What stands in the text.
        start : int
            Where it begins.
        """
        for start, end in self._list_windows(text) if self._entries else ():
            tokens = list_tokens(text, start, end)
            merged = join(tokens, text)
            self._compare({token.word for token in (*tokens, *merged.values())})
            hot = [n for n in range(len(tokens)) if self._is_hot(n, tokens, merged)]
            yield from self._find_entries(tokens, merged, hot, text)
            yield from self._find_closed(tokens, text)
        for entry, found, start, sure in self._hidden.find(text) if self._entries else ():
            yield self._label(entry, sure), found, start

    def _list_windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the parts of a text in which a word is near a word of the list."""
        hot = self._list_leading(text)
        places = [m.span() for m in WORD.finditer(text) if m[0] in hot] if hot else []
        if not all(map(WORD.fullmatch, hot)):
            places += [m.span() for m in CUTS.finditer(text) if m[0] in hot]
        last: tuple[int, int] | None = None
        for start, end in sorted(places):
            near = (_widen(text, start, -1), _widen(text, end, 1))
            if last is not None and near[0] <= last[1]:
                last = (last[0], max(last[1], near[1]))
                continue
            if last is not None:
                yield last
            last = near
        if last is not None:
            yield last

    def _list_leading(self, text: str) -> set[str]:
        """The words of a text, and what may be one word that is cut, that lead to a name."""
        lines = set(text.split("\n"))
        if len(self._lines) > MOST_LINES:
            self._lines.clear()
        new = {line: _list_words(line) for line in lines if line not in self._lines}
        across = _list_words(text) if _CUT_END.search(text) else set()
        parts = {
            word: {simplify(part) for part in part_word(word)}
            if WORD.fullmatch(word)
            else {simplify(_BREAK.sub("", word))}
            for word in across.union(*new.values())
            if word not in self._leading
        }
        self._compare({part for each in parts.values() for part in each})
        self._leading |= {word: any(map(self._tells, each)) for word, each in parts.items()}
        self._lines |= {line: frozenset(filter(self._leading.get, new[line])) for line in new}
        return set(filter(self._leading.get, across)).union(*(self._lines[line] for line in lines))

    def _tells(self, word: str) -> bool:
        """Whether a word leads to a name."""
        return (
            word in self._called
            or word in self._slips
            or word.rstrip("0123456789") in self._closed
            or not self._telling.isdisjoint(self._near.get(word, ()))
        )

    def _is_hot(self, place: int, tokens: list[Token], merged: dict[int, Token]) -> bool:
        return self._tells(tokens[place].word) or (
            place in merged and self._tells(merged[place].word)
        )

    def _find_entries(
        self, tokens: list[Token], merged: dict[int, Token], hot: list[int], text: str
    ) -> Iterator[tuple[str, str, int]]:
        places: dict[int, list[int]] = {}
        for place in hot:
            for number in self._list_likely(place, tokens, merged):
                places.setdefault(number, []).append(place)
        for number in sorted(places):
            entry, taken = self._entries[number], -1
            for place in places[number]:
                found = self._match(entry, tokens, merged, place, text) if place > taken else None
                if found is not None:
                    first, taken, sure = found
                    start, end = tokens[first].start, tokens[taken].end
                    yield self._label(entry, sure), text[start:end], start

    def _list_likely(self, place: int, tokens: list[Token], merged: dict[int, Token]) -> set[int]:
        """Places in the list of the entries that a word, or one with the next, may belong to."""
        words = [tokens[place].word, *([merged[place].word] if place in merged else ())]
        names = {name for word in words for name in (word, *self._near[word])}
        names |= {name for word in words for name in self._slips.get(word, ())}
        return {number for name in names for number in self._using.get(name, ())}

    def find_apart(self, words: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        """Yield each entry all of whose words are among others, in any order.

        Parameters
        ----------
        words : iterable of str
            Words apart from one another and cut to their stems, as a search index holds them.

        Yields
        ------
        label : str
            With the entry's number.
        words : list of str
            The entry's words.
        """
        known = {plain(word).replace("'", "") for word in words}
        for entry, name in zip(self._entries, self.names, strict=True):
            for apart in (split(name), split(fold(name).replace("'", " "))):
                sure = len(apart) > 1 and not all(map(self._ordinary, apart))
                if sure and all(_list_stems(word) & known for word in apart):
                    yield f"{self._label(entry)}, word by word", apart
                    break

    def _label(self, entry: Entry, sure: bool = True) -> str:
        return f"{NAME} (entry {entry.number} of the list){'' if sure else PERHAPS}"

    def _ordinary(self, word: str) -> bool:
        return self._small[word] > self._large[word]

    def _compare(self, words: set[str]) -> None:
        """Note for each new word which words of the list it can stand for."""
        new = sorted(word for word in words if word not in self._near)
        for word in new:
            self._near[word] = {}
        fit = [word for word in new if not word.isdigit()]
        for start in range(0, len(fit), 4096):
            part = fit[start : start + 4096]
            table = process.cdist(part, self._words, scorer=OSA.distance, score_cutoff=3)
            for row, column in zip(*(table <= 3).nonzero(), strict=True):
                word, name = part[row], self._words[column]
                edits = count_edits(word, name, int(table[row, column]))
                if edits is not None:
                    self._near[word][name] = edits
                if name in self._people and is_slip(word, name, int(table[row, column])):
                    self._slips.setdefault(word, set()).add(name)

    def _match(
        self, entry: Entry, tokens: list[Token], merged: dict[int, Token], place: int, text: str
    ) -> tuple[int, int, bool] | None:
        """Where a form of the entry stands that begins at a word, or at the one before.

        And whether it is sure: a short form by itself, or a slip, is for a reader to judge.
        """
        for form in entry.forms:
            if len(form) == 1:
                if self._stands_alone(form[0], tokens, place, merged):
                    # *will* and *may* are names by their capitals alone
                    small = len(entry.words) == 1 and not tokens[place].capital
                    return place, place, not (small and is_ordinary(form[0]))
                continue
            for order in (form, form[::-1]) if len(form) == 2 else (form,):
                for start in range(place, max(place - len(order), -1), -1):
                    last = self._follow(order, tokens, merged, start, text)
                    if last is not None and last >= place:
                        return start, last, True
        if entry.person:
            return self._match_person(entry, tokens, merged, place, text)
        return self._match_part(entry, tokens, place)

    def _match_part(
        self, entry: Entry, tokens: list[Token], place: int
    ) -> tuple[int, int, bool] | None:
        """The one word of a setting's name that is its own, such as Swithin's."""
        token, near = tokens[place], self._near[tokens[place].word]
        own = [word for word in entry.core if word != "st"]
        rare = len(own) == 1 and len(own[0]) > 5 and not is_ordinary(own[0])
        if rare and near.get(own[0]) == 0 and token.capital and not self._ordinary(token.word):
            return place, place, False
        return None

    def _follow(
        self,
        form: tuple[str, ...],
        tokens: list[Token],
        merged: dict[int, Token],
        place: int,
        text: str,
    ) -> int | None:
        """The last word of a form that begins here, with at most two edits in all."""
        edits, allowed = 0, 2 if len("".join(form)) > 8 else 1
        for number, word in enumerate(form):
            if place >= len(tokens) or place < 0:
                return None
            if number and not adjoin(tokens[place - 1], tokens[place], text):
                return None
            here = self._near[tokens[place].word].get(word)
            cut = self._near[merged[place].word].get(word) if place in merged else None
            if cut is not None and (here is None or cut < here):
                here, place = cut, place + 1
            if here is None:
                return None
            edits += here
            place += 1
        return place - 1 if edits <= allowed else None

    def _stands_alone(
        self, word: str, tokens: list[Token], place: int, merged: dict[int, Token]
    ) -> bool:
        """Whether an entry of one word stands here: as it is in any case, misspelt if large."""
        for token in (tokens[place], merged.get(place)):
            if token is None:
                continue
            edits = self._near[token.word].get(word)
            if edits == 0:
                return True
            if edits and len(word) > 4 and token.capital and not self._ordinary(token.word):
                return True
        return False

    def _match_person(
        self, entry: Entry, tokens: list[Token], merged: dict[int, Token], place: int, text: str
    ) -> tuple[int, int, bool] | None:
        """A surname with an initial or a title, or a part of the name that is no ordinary word."""
        first, last = entry.words[0], entry.words[-1]
        token, near = tokens[place], self._near[tokens[place].word]
        if place in merged:
            near = {**self._near[merged[place].word], **near}
        if last in near and len(last) > 2 and (token.capital or near[last] == 0):
            for other in (place - 1, place + 1):
                if self._accompanies(other, place, first, tokens, text):
                    return min(place, other), max(place, other), True
        called = token.word in entry.called
        if (called or near.get(first) == 0) and goes_on(tokens, place, last, called, text):
            return place, place + 1, True
        if not token.capital or self._ordinary(token.word):
            return None
        alone = min((near[word] for word in (first, last) if word in near), default=9)
        long = len(token.word) > 2 or (place in merged and len(merged[place].word) > 4)
        if alone == 0 and long and is_used_as_name(tokens, place, text):
            return place, place, True
        return self._match_alone(entry, tokens, place, text)

    def _match_alone(
        self, entry: Entry, tokens: list[Token], place: int, text: str
    ) -> tuple[int, int, bool] | None:
        """A short form by itself, or a slip in a first name or surname by itself."""
        token = tokens[place]
        written = text[token.start : token.end]
        short = token.word in entry.called and (len(written) > 2 or not written.isupper())
        slip = not self._slips.get(token.word, frozenset()).isdisjoint(entry.words)
        if (short and is_used_as_name(tokens, place, text)) or slip:
            return place, place, False
        return None

    def _accompanies(
        self, other: int, place: int, first: str, tokens: list[Token], text: str
    ) -> bool:
        """Whether the word beside a surname is the first name's initial, or a title."""
        if not 0 <= other < len(tokens):
            return False
        left, right = sorted((other, place))
        if not adjoin(tokens[left], tokens[right], text):
            return False
        word = tokens[other].word
        if other < place and word in TITLES:
            return True
        dotted = text[tokens[other].end : tokens[other].end + 1] in (".", "_", "-")
        return word == first[0] and (tokens[other].capital or dotted)

    def _find_closed(self, tokens: list[Token], text: str) -> Iterator[tuple[str, str, int]]:
        """Names that are written as one word, as in an address or a file's name."""
        for token in tokens:
            bare = token.word.rstrip("0123456789")
            if bare in self._closed:
                for entry in self._entries:
                    if bare in entry.closed:
                        yield self._label(entry), text[token.start : token.end], token.start


def read_entry(label: str) -> int:
    """Return which entry of the list a label names.

    Parameters
    ----------
    label : str
        As `NameSearch.find` gives it, or that of another kind.

    Returns
    -------
    int
        From 1; 0 where it names none.
    """
    found = _ENTRY.match(label)
    return int(found[1]) if found else 0


def _list_words(text: str) -> set[str]:
    """The words of a text, and any two of them that may be one."""
    return {*WORD.findall(text), *CUTS.findall(text)}


def _list_stems(word: str) -> set[str]:
    return {word, word[:-1], word.removesuffix("es")}


def _widen(text: str, place: int, step: int) -> int:
    """A place some words further on, between two words."""
    place += step * _WINDOW
    while 0 < place < len(text) and text[place].isalnum():
        place += step
    return min(max(place, 0), len(text))
