"""Where selections stand: programs count line ends and emoji in different ways.

Offsets are counted from 0, the end exclusive. Whether a line end is one or two of
them, and whether an emoji is, differs by program and is not written in the file. So
every reading is tried, and scored against selections whose names repeat their text.
Places are returned in characters of the text with each line end as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

LINE_END = re.compile("\r\n|\r|\n")
ASTRAL = re.compile("[\U00010000-\U0010ffff]")
DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
#: A name of fewer letters proves nothing; a truncated one has at least so many.
SHORTEST_NAME, SHORTEST_TRUNCATED = 4, 50
#: A name is looked for so far around its offsets, in characters.
WINDOW, LARGEST_WINDOW = 2_000, 200_000


@dataclass(frozen=True)
class Reading:
    """One way to count.

    Parameters
    ----------
    line_ends : {"stored", "one", "two"}
        How many characters a line end is: as in the file, always 1, or always 2.
    emoji : {1, 2}
        How many characters an emoji is (2 is UTF-16).
    """

    line_ends: Literal["stored", "one", "two"]
    emoji: Literal[1, 2]

    def __str__(self) -> str:
        ends = {"stored": "as stored", "one": "as one character", "two": "as two characters"}
        emoji = "one character" if self.emoji == 1 else "two (UTF-16)"
        return f"line ends {ends[self.line_ends]}, an emoji as {emoji}"


#: In the order in which they are preferred where nothing tells them apart.
READINGS = tuple(
    Reading(ends, emoji) for emoji in (1, 2) for ends in ("stored", "one", "two")
)  # fmt: skip


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

    def place(self, offsets: Sequence[int], reading: Reading) -> NDArray[np.int64]:
        """Return offsets as places in `content`, -1 where they lie outside.

        One in the middle of a wide character becomes the place after it.
        """
        ends = {"stored": self._stored, "one": self._ends[:0], "two": self._ends}
        emoji = self._emoji if reading.emoji == 2 else self._emoji[:0]
        wide = np.union1d(ends[reading.line_ends], emoji)
        starts = wide + np.arange(len(wide))
        given = np.asarray(offsets, dtype=int)
        places = given - np.searchsorted(starts, given - 1, side="left")
        inside = (given >= 0) & (given <= len(self.content) + len(wide))
        return np.where(inside, places, -1)

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
    places : dict of Reading to ndarray, shape (n_selections, 2)
        Start and end under each reading; -1 where outside the text.
    fitting, occurring : ndarray of bool, shape (n_selections,)
        Whether a selection's name is as long as it is, and stands in the text at or near
        its offsets.
    matching : dict of Reading to ndarray of bool
        Whether a name stands where its offsets say.
    """

    places: dict[Reading, NDArray[np.int64]]
    fitting: NDArray[np.bool_]
    occurring: NDArray[np.bool_]
    matching: dict[Reading, NDArray[np.bool_]]


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
            len(name) >= (SHORTEST_NAME if fits else SHORTEST_TRUNCATED)
            and bool(seen or name in compare_form(text.around(*span)))
            for name, fits, seen, span in zip(bare, fitting, found, given.tolist(), strict=True)
        ],
        bool,
    )
    return Score(places, fitting, occurring, matching)


def _bare(name: str) -> str:
    return compare_form(name).removesuffix("...").removesuffix("…").strip()


def _fits(name: str, start: int, end: int) -> bool:
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
    reading : Reading
        The one whose offsets find most names.
    checked, matched : int
        Names that could be found, and those that were.
    doubtful : int
        Selections that another reading, which finds as many names, places elsewhere.
    """

    reading: Reading
    checked: int
    matched: int
    doubtful: int


def choose_reading(scores: Sequence[Score], origin: str = "") -> Choice:
    """Return the reading whose offsets find most of the selections' names.

    Parameters
    ----------
    scores : sequence of Score
        One for each document: a program counts in one way in all of them.
    origin : str
        The program that wrote the file; ATLAS.ti counts line ends as one.

    Returns
    -------
    Choice
        With the number of names on which it rests.

    Notes
    -----
    A name is evidence where it stands near its offsets and is as long as its
    selection, or is long and the beginning of it. Where at least half of all names
    are as long as their selections, the program names selections by their text, and
    a name of that length that stands nowhere is evidence too: of offsets or a text
    that do not belong together.
    """
    fitting = np.concatenate([score.fitting for score in scores] or [np.zeros(0, bool)])
    occurring = np.concatenate([score.occurring for score in scores] or [np.zeros(0, bool)])
    quoting = len(fitting) > 0 and fitting.mean() >= 0.5
    evidence = occurring | fitting if quoting else occurring
    order = sorted(READINGS, key=lambda item: item.line_ends != "one") if "atlas" in (
        origin.casefold()
    ) else list(READINGS)  # fmt: skip

    def count(reading: Reading) -> tuple[int, int]:
        matching = np.concatenate([score.matching[reading] for score in scores] or [evidence])
        outside = sum(int((score.places[reading] < 0).any(axis=1).sum()) for score in scores)
        return int((matching & evidence).sum()), -outside

    results = {reading: count(reading) for reading in order}
    best = max(order, key=lambda reading: results[reading])
    rivals = [other for other in order if results[other] == results[best]]
    doubtful = sum(
        int(
            np.any(
                [(score.places[other] != score.places[best]).any(axis=1) for other in rivals],
                axis=0,
            ).sum()
        )
        for score in scores
    )
    return Choice(best, int(evidence.sum()), results[best][0], doubtful)
