"""Where selections stand: programs count line ends and emoji in different ways.

Offsets are counted from 0, the end exclusive. Whether a line end is one or two of
them, and whether an emoji is, differs by program and is not written in the file. So
every reading is tried, and scored by the selections whose names repeat their text, by the
ends of selections that fall between words, and by what is known of the program. Places
are returned in characters of the text with each line end as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

LINE_END = re.compile("\r\n|\r|\n")
ASTRAL = re.compile("[\U00010000-\U0010ffff]")
DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
#: A name of fewer letters proves nothing; a truncated one has at least so many.
SHORTEST_NAME, SHORTEST_TRUNCATED = 4, 50
#: What a program puts where it cuts a name; so many letters before it tell enough.
CUT, SHORTEST_CUT = ("…", "..."), 8
#: A name is looked for so far around its offsets, in characters.
WINDOW, LARGEST_WINDOW = 2_000, 200_000


@dataclass(frozen=True)
class Counting:
    """One way to count.

    Parameters
    ----------
    line_ends : {"stored", "one", "two"}
        How many characters a line end is: as in the file, always 1, or always 2.
    emoji : {1, 2, 4}
        How many characters an emoji is: 2 in UTF-16; 4 where bytes of UTF-8 are counted, and
        other letters than English ones are 2 or 3.
    """

    line_ends: Literal["stored", "one", "two"]
    emoji: Literal[1, 2, 4]

    def __str__(self) -> str:
        ends = {"stored": "as stored", "one": "as one character", "two": "as two characters"}
        emoji = {1: "one character", 2: "two (UTF-16)", 4: "four (bytes of UTF-8)"}
        return f"line ends {ends[self.line_ends]}, an emoji as {emoji[self.emoji]}"


#: As they are preferred where nothing tells them apart.
USUAL = tuple(
    Counting(ends, emoji) for emoji in (1, 2) for ends in ("stored", "one", "two")
)  # fmt: skip
#: No program is known to count bytes in such a project: they count where nothing else fits.
BYTES = (Counting("stored", 4), Counting("one", 4))
READINGS = (*USUAL, *BYTES)
LONGEST_COUNTED = 2**22  # in a longer text bytes are not

#: How programs are known to count, by a word of their names, with the sentence that says it.
NATIVE: dict[str, tuple[Callable[[Counting], bool], str]] = {
    "atlas": (lambda reading: reading.line_ends == "one", "ATLAS.ti counts a line end as one"),
    "nvivo": (lambda reading: reading.emoji == 2, "NVivo counts UTF-16 units"),
    "qualcoder": (lambda reading: reading.emoji == 1, "QualCoder counts characters"),
}
#: Such a share of selections' ends may be cut within a word, and what is known of the
#: program still counts for more.
SLACK = 0.02


class Text:
    """A text with each line end as one character, and what was two characters wide.

    Parameters
    ----------
    raw : str
        The text as stored.
    """

    def __init__(self, raw: str):
        spans = (bound for end in LINE_END.finditer(raw) for bound in end.span())
        starts, stops = np.fromiter(spans, dtype=int).reshape(-1, 2).T
        wide = stops - starts == 2
        self._ends = starts - (np.cumsum(wide) - wide)  # what was removed before each
        self._stored = self._ends[wide]
        self.content = raw.replace("\r\n", "\n").replace("\r", "\n") if "\r" in raw else raw
        self._emoji = np.fromiter(
            (found.start() for found in ASTRAL.finditer(self.content)), dtype=int
        )

    def place(
        self, offsets: Sequence[int] | NDArray[np.int64], reading: Counting
    ) -> NDArray[np.int64]:
        """Return offsets as places in `content`, -1 where they lie outside.

        One in the middle of a wide character becomes the place after it.
        """
        starts = self._list_wide(reading)
        given = np.asarray(offsets, dtype=int)
        places = given - np.searchsorted(starts, given - 1, side="left")
        inside = (given >= 0) & (given <= len(self.content) + len(starts))
        return np.where(inside, places, -1)

    def _list_wide(self, reading: Counting) -> NDArray[np.int64]:
        """Offsets, so counted, at which a character of two begins."""
        ends = {"stored": self._stored, "one": self._ends[:0], "two": self._ends}
        signs = self._emoji if reading.emoji == 2 else self._emoji[:0]
        if reading.emoji == 4:
            signs = self._further_bytes
        wide = np.sort(np.concatenate([ends[reading.line_ends], signs]), kind="stable")
        return wide + np.arange(len(wide))

    @cached_property
    def _further_bytes(self) -> NDArray[np.int64]:
        """Place of each letter of several bytes, once for each byte after its first."""
        if self.content.isascii() or len(self.content) > LONGEST_COUNTED:
            return self._emoji[:0]
        signs = np.frombuffer(self.content.encode("utf-32-le", "replace"), dtype="<u4")
        more = (signs > 0x7F).astype(int) + (signs > 0x7FF) + (signs > 0xFFFF)
        return np.repeat(np.arange(len(signs)), more)

    def fits(
        self, offsets: Sequence[int], reading: Counting
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return which offsets fall between words, and which of those next to one.

        One in the middle of a word or of a wide character, or outside, is neither.
        """
        given = np.asarray(offsets, dtype=int)
        places = self.place(offsets, reading)
        whole = (places >= 0) & ~np.isin(given, self._list_wide(reading) + 1)
        before, after = self._letters[places], self._letters[places + 1]
        return whole & ~(before & after), whole & (before ^ after)

    @cached_property
    def _letters(self) -> NDArray[np.bool_]:
        """Whether there is a letter or digit before each place, and after the last."""
        signs = (sign.isalnum() for sign in self.content)
        return np.array([False, *signs, False])

    def around(self, start: int, end: int) -> str:
        """Return the passage with as much around it as any way to count could shift it."""
        shift = min(WINDOW + len(self._ends) + len(self._emoji), LARGEST_WINDOW)
        return self.content[max(0, start - shift) : max(0, end + shift)]


def compare_form(text: str) -> str:
    """Return a text without what a program may change when it makes a name of it.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Line ends and repeated spaces as one space, typographic quotation marks
        plain, marks of direction left out.

    Examples
    --------
    >>> compare_form("It’s   so")
    "It's so"
    """
    plain = DIRECTION_MARKS.sub("", unicodedata.normalize("NFC", text)).translate(QUOTES)
    return " ".join(plain.split())


@dataclass(frozen=True)
class Score:
    """How the selections of one document fare.

    Parameters
    ----------
    places : dict of Counting to ndarray, shape (n_selections, 2)
        Start and end under each reading; -1 where outside the text.
    fitting, occurring : ndarray of bool, shape (n_selections,)
        Whether a selection's name is as long as it is, and stands in the text at or near
        its offsets.
    matching : dict of Counting to ndarray of bool
        Whether a name stands where its offsets say.
    bounds : dict of Counting to tuple of int
        Ends of selections that fall between words, and those of them next to one.
    """

    places: dict[Counting, NDArray[np.int64]]
    fitting: NDArray[np.bool_]
    occurring: NDArray[np.bool_]
    matching: dict[Counting, NDArray[np.bool_]]
    bounds: dict[Counting, tuple[int, int]]


def score_document(text: Text, names: Sequence[str], spans: Sequence[tuple[int, int]]) -> Score:
    """Place a document's selections under every reading and compare their names.

    Parameters
    ----------
    text : Text
        The document.
    names : sequence of str
        Name of each selection, which may or may not repeat its text.
    spans : sequence of tuple of int
        Start and end as the file gives them.

    Returns
    -------
    Score
        For `choose_reading`.
    """
    given = np.array(spans, dtype=int).reshape(-1, 2)
    bare = [_bare(name) for name in names]
    fitting = np.array([_fits(name, *span) for name, span in zip(names, given, strict=True)], bool)
    places = {reading: text.place(given.ravel(), reading).reshape(-1, 2) for reading in READINGS}
    matching = {
        reading: np.array(
            [
                bool(name) and _matches(text.content, name, start, end, fits)
                for name, (start, end), fits in zip(bare, found, fitting, strict=True)
            ],
            bool,
        )
        for reading, found in places.items()
    }
    found = np.any(list(matching.values()), axis=0)
    occurring = np.array(
        [
            len(name) >= _count_least(whole, fits)
            and bool(seen or name in compare_form(text.around(*span)))
            for whole, name, fits, seen, span in zip(
                names, bare, fitting, found, given.tolist(), strict=True
            )
        ],
        bool,
    )
    ends = given.ravel().tolist()
    bounds = {reading: _count_bounds(text, ends, reading) for reading in READINGS}
    return Score(places, fitting, occurring, matching, bounds)


def _count_bounds(text: Text, ends: Sequence[int], reading: Counting) -> tuple[int, int]:
    between, beside = text.fits(ends, reading)
    return int(between.sum()), int(beside.sum())


def _bare(name: str) -> str:
    return compare_form(name).removesuffix(CUT[1]).removesuffix(CUT[0]).strip()


def _count_least(name: str, fits: bool) -> int:
    """Return of how many letters a name has to be to prove anything."""
    if name.rstrip().endswith(CUT):
        return SHORTEST_CUT
    return SHORTEST_NAME if fits else SHORTEST_TRUNCATED


def _fits(name: str, start: int, end: int) -> bool:
    if name.rstrip().endswith(CUT):
        return False
    slack = name.count(" ") + len(ASTRAL.findall(name)) + len(DIRECTION_MARKS.findall(name))
    return len(name) >= SHORTEST_NAME and abs(len(name) - (end - start)) <= slack


def _matches(content: str, name: str, start: int, end: int, fits: bool) -> bool:
    if start < 0 or end <= start:
        return False
    passage = compare_form(content[start:end])
    return passage == name or (not fits and passage.startswith(name))


@dataclass(frozen=True)
class Choice:
    """The reading that was chosen.

    Parameters
    ----------
    reading : Counting
        The one that fits best.
    checked, matched : int
        Names that could be found, and those that were.
    reason : str
        Why it was chosen, to follow "because".
    rivals : tuple of Counting
        Others that fit as well and place some selections elsewhere.
    """

    reading: Counting
    checked: int
    matched: int
    reason: str
    rivals: tuple[Counting, ...] = ()

    def find_doubtful(self, score: Score) -> NDArray[np.bool_]:
        """Return which of a document's selections a rival places elsewhere.

        Parameters
        ----------
        score : Score
            The document's.

        Returns
        -------
        ndarray of bool, shape (n_selections,)
            All false where there is no rival.
        """
        chosen = score.places[self.reading]
        other = [(score.places[rival] != chosen).any(axis=1) for rival in self.rivals]
        doubtful: NDArray[np.bool_] = np.any([np.zeros(len(chosen), bool), *other], axis=0)
        return doubtful


@dataclass(frozen=True)
class _Fit:
    """How well a reading fits all documents; a higher value fits better."""

    matched: int
    outside: int
    between: int
    beside: int
    native: int


def choose_reading(scores: Sequence[Score], origin: str = "") -> Choice:
    """Return the reading under which the selections make most sense.

    Parameters
    ----------
    scores : sequence of Score
        One for each document: a program counts in one way in all of them.
    origin : str
        The program that wrote the file, as it calls itself.

    Returns
    -------
    Choice
        With what it rests on.

    Notes
    -----
    Names decide first. A name is evidence where it stands near its offsets and is as long
    as its selection, or is long and the beginning of it. Where at least half of all names
    are as long as their selections, the program names selections by their text, and
    a name of that length that stands nowhere is evidence too: of offsets or a text
    that do not belong together.

    Bytes of UTF-8 are counted where names, the ends of texts or of words fit them alone.

    Where names leave several readings, the ends of selections that fall between words
    decide, for people select words. Of readings whose share of such ends lies within
    `SLACK` of the best, those are preferred that are known of the program (`NATIVE`).
    """
    fitting = np.concatenate([score.fitting for score in scores] or [np.zeros(0, bool)])
    occurring = np.concatenate([score.occurring for score in scores] or [np.zeros(0, bool)])
    quoting = len(fitting) > 0 and fitting.mean() >= 0.5
    evidence = occurring | fitting if quoting else occurring
    fits = {reading: _fit(reading, scores, evidence, origin) for reading in READINGS}
    named = _keep_best(
        _list_candidates(fits, 2 * len(fitting)),
        lambda item: (fits[item].matched, -fits[item].outside),
    )
    most = max(fits[item].between for item in named)
    least = most - int(SLACK * 2 * len(fitting))
    near = [item for item in named if fits[item].between >= least]
    native = _keep_best(near, lambda item: fits[item].native)
    left = _keep_best(native, lambda item: (fits[item].between, fits[item].beside))
    best = left[0]
    rivals = tuple(item for item in left[1:] if _differ(item, best, scores))
    checked = int(evidence.sum())
    reason = _give_reason(best, fits, (named, near, left), scores, checked, origin)
    return Choice(best, checked, fits[best].matched, reason, rivals)


def _list_candidates(fits: dict[Counting, _Fit], ends: int) -> list[Counting]:
    """Return the usual readings, and bytes where they fit and no usual one does."""

    def rate(readings: Sequence[Counting]) -> tuple[int, int, int]:
        best = max((fits[item].matched, -fits[item].outside) for item in readings)
        return *best, max(fits[item].between for item in readings)

    usual, counted = rate(USUAL), rate(BYTES)
    is_better = counted[:2] > usual[:2] or (
        counted[:2] == usual[:2] == (0, 0) and counted[2] > usual[2] + SLACK * ends
    )
    return list(READINGS) if is_better else list(USUAL)


def _fit(
    reading: Counting, scores: Sequence[Score], evidence: NDArray[np.bool_], origin: str
) -> _Fit:
    matching = np.concatenate([score.matching[reading] for score in scores] or [evidence])
    outside = sum(int((score.places[reading] < 0).any(axis=1).sum()) for score in scores)
    between, beside = (sum(score.bounds[reading][kind] for score in scores) for kind in (0, 1))
    native = any(
        word in origin.casefold() and known(reading) for word, (known, _) in NATIVE.items()
    )
    return _Fit(int((matching & evidence).sum()), outside, between, beside, int(native))


def _keep_best(
    readings: list[Counting], rate: Callable[[Counting], int | tuple[int, ...]]
) -> list[Counting]:
    best = max(rate(reading) for reading in readings)
    return [reading for reading in readings if rate(reading) == best]


def _differ(one: Counting, other: Counting, scores: Sequence[Score]) -> bool:
    return any((score.places[one] != score.places[other]).any() for score in scores)


def _give_reason(
    best: Counting,
    fits: dict[Counting, _Fit],
    steps: tuple[list[Counting], list[Counting], list[Counting]],
    scores: Sequence[Score],
    checked: int,
    origin: str,
) -> str:
    """Say what told the best reading from those that place selections elsewhere."""
    others = [item for item in READINGS if _differ(item, best, scores)]
    if not others:
        return "every way of counting gives the same places"
    named, near, left = steps
    fit, ends = fits[best], 2 * sum(len(score.fitting) for score in scores)
    reasons = []
    if any(fits[item].matched < fit.matched for item in others):
        reasons.append(f"{fit.matched} of {checked} names are where the offsets say")
    elif not any(item in named for item in others):
        reasons.append("no other reading keeps all selections within their texts")
    worse = [fits[item] for item in others if item in named and item not in near]
    worse += [
        fits[item]
        for item in others
        if item in near and item not in left and fits[item].native == fit.native
    ]
    if worse:
        kind, what = "between", "fall between words"
        if max(other.between for other in worse) == fit.between:
            kind, what = "beside", "are next to a word"
        most, next_best = getattr(fit, kind), max(getattr(other, kind) for other in worse)
        reasons.append(
            f"{most} of {ends} ends of selections {what} ({next_best} under the next best way)"
        )
    if fit.native and any(item in near and not fits[item].native for item in others):
        reasons.append(next(why for word, (_, why) in NATIVE.items() if word in origin.casefold()))
    return " and ".join(reasons) or "no other fits better"
