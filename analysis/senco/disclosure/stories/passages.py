"""Passages to look at: where a story may point at one person though nobody is named.

The rule. Words are looked for that stand for one of twelve kinds of thing (`markers`), such
as kinship, a place that people know, or an event that people remember. A passage is listed
where at least two different kinds stand within 25 words. A role or a setting stands in most
texts of such a study: it counts only beside a superlative, somebody's own trait, kinship or
an event, as in "the only male SENCO" or "the manager's own son". Passages are ranked by how
many kinds there are, most first, and then by how few words hold them.

The list is for a person to read. It is neither all that points to somebody, nor does
everything that it holds do so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

from senco.cohort.model import CohortInfo
from senco.disclosure.masking import mask
from senco.disclosure.stories.markers import MARKERS, NUMBERS
from senco.errors import Finding
from senco.text.words import join_words

#: A passage is as many words long at most, from its first marker to its last.
WINDOW = 25
#: So many different kinds make a passage.
LEAST_KINDS = 2
#: Counts only beside one of those that follow.
_ROLE = "a role or a setting"
_BESIDE = frozenset(
    ("a superlative", "somebody's own trait", "kinship", "an event that people remember")
)
#: Keys of cohort.yml that the book shows.
KEYS = ("title", "summary", "source", "licence")
#: What is read: the columns in which something is told, by table.
COLUMNS: dict[str, tuple[str, ...]] = {
    "events": ("gist",),
    "segments": ("gist", "quotation"),
    "codes": ("label", "definition"),
    "elements": ("label",),
    "grid_constructs": ("left_pole", "right_pole"),
    "constructs": ("label",),
    "claims": ("gist",),
    "difficulties": ("gist",),
    "answers": ("why",),
    "reported": ("gist",),
}
_WORD, _PHRASE = re.compile(r"\w+"), re.compile(r"#|\w+")


@dataclass(frozen=True)
class Passage:
    """A place where a story may point at one person.

    Parameters
    ----------
    file : str
        The table's file.
    row : int or None
        As a spreadsheet numbers it; None in `cohort.yml`.
    column : str
        The column, or the key.
    kinds : tuple of str
        The kinds of thing in it, in the order of the words.
    words : int
        From the first of them to the last.
    text : str
        The whole text; never shown.
    """

    file: str
    row: int | None
    column: str
    kinds: tuple[str, ...]
    words: int
    text: str = field(repr=False)


def find_kinds(text: str) -> tuple[tuple[str, ...], int]:
    """Find the passage of a text that holds most kinds, in fewest words.

    Parameters
    ----------
    text : str
        A gist, a quotation, a label.

    Returns
    -------
    kinds : tuple of str
        Different kinds of thing, in the order of the words; none where fewer than two
        stand together, a role not counted.
    words : int
        How many words hold them.

    Examples
    --------
    >>> find_kinds("The twins opposite the fire station waited.")
    (('kinship', 'where it stands', 'a place that people know'), 5)
    >>> find_kinds("Tells of a plan that came late.")
    ((), 0)
    """
    marks = _find_marks(_split(text))
    best: tuple[tuple[str, ...], int] = ((), 0)
    for number, (start, _, _) in enumerate(marks):
        kinds: dict[str, None] = {}
        last = start
        for _, end, kind in marks[number:]:
            if end - start > WINDOW:
                break
            kinds[kind], last = None, max(last, end)
            counted = _count_kinds(kinds)
            if (-len(counted), last - start) < (-len(best[0]), best[1]):
                best = (counted, last - start)
    return best if len(best[0]) >= LEAST_KINDS else ((), 0)


def _count_kinds(kinds: Mapping[str, None]) -> tuple[str, ...]:
    return tuple(kind for kind in kinds if kind != _ROLE or _BESIDE & kinds.keys())


def _split(text: str) -> list[str]:
    """The words of a text in small letters, without apostrophes."""
    return _WORD.findall(text.casefold().replace("’", "").replace("'", ""))


def _find_marks(words: Sequence[str]) -> list[tuple[int, int, str]]:
    """Where markers stand, each with the place after it; of several the longest."""
    phrases, marks, place = _list_phrases(), [], 0
    while place < len(words):
        starts = {words[place], _as_number(words[place])}
        fitting = [
            (phrase, kind)
            for start in sorted(starts)
            for phrase, kind in phrases.get(start, ())
            if len(phrase) <= len(words) - place
            and all(map(_fits, phrase, words[place : place + len(phrase)]))
        ]
        if fitting:
            phrase, kind = max(fitting, key=lambda one: len(one[0]))
            marks.append((place, place + len(phrase), kind))
            place += len(phrase) - 1
        place += 1
    return marks


def _as_number(word: str) -> str:
    return "#" if word.isdigit() or word in NUMBERS else word


def _fits(wanted: str, word: str) -> bool:
    return wanted in (word, _as_number(word))


@cache
def _list_phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """All phrases by their first word, with plurals."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, listed in MARKERS.items():
        for text in listed.split(","):
            *head, last = _PHRASE.findall(text.replace("'", ""))
            for ending in ("", "s", "es"):
                phrase = (*head, last + ending)
                phrases.setdefault(phrase[0], []).append((phrase, kind))
    return {first: sorted(found, key=lambda one: -len(one[0])) for first, found in phrases.items()}


def list_passages(
    tables: Mapping[str, pd.DataFrame], label: str, info: CohortInfo | None = None
) -> list[Passage]:
    """List the passages of a cohort's tables that a person has to look at.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        A cohort's tables, typed as the contract says.
    label : str
        How messages name the cohort's folder.
    info : CohortInfo, optional
        What `cohort.yml` says, of which the book shows some.

    Returns
    -------
    list of Passage
        Ranked: those with more kinds first, then the narrower, then in the order of
        `cohort.yml` and the tables. A text that stands in several rows is listed once.
    """
    found: dict[str, Passage] = {}
    entries = ((f"{label}/cohort.yml", None, key, str(getattr(info, key))) for key in KEYS if info)
    for file, row, column, text in (*entries, *_list_texts(tables, label)):
        kinds, words = find_kinds(text)
        if kinds:
            found.setdefault(text, Passage(file, row, column, kinds, words, text))
    return sorted(found.values(), key=lambda one: (-len(one.kinds), one.words))


def _list_texts(
    tables: Mapping[str, pd.DataFrame], label: str
) -> Iterator[tuple[str, int, str, str]]:
    for table, columns in COLUMNS.items():
        frame = tables.get(table)
        if frame is None:
            continue
        for column in columns:
            if column in frame:
                for number, text in enumerate(frame[column].tolist(), 2):
                    if isinstance(text, str):
                        yield f"{label}/{table}.csv", number, column, text


def describe_passages(passages: Sequence[Passage]) -> list[Finding]:
    """Say where to look, and for what; the words themselves are not shown.

    Parameters
    ----------
    passages : sequence of Passage
        As `list_passages` gives them.

    Returns
    -------
    list of Finding
        A warning each, in the same order.
    """
    return [
        Finding(
            passage.file,
            f"{join_words(passage.kinds)} within {passage.words} words, in {mask(passage.text)}",
            "anything by which nobody can be recognised",
            passage.row,
            passage.column,
            "Look here: would somebody who knows the place know who it is? If so, say less "
            "about it.",
            "warning",
        )
        for passage in passages
    ]


def digest_passages(passages: Sequence[Passage]) -> str:
    """Return the digest of a list of passages: another one if any place or text changes.

    Parameters
    ----------
    passages : sequence of Passage
        As `list_passages` gives them.

    Returns
    -------
    str
        SHA-256 of a line a passage, 64 signs; of the empty text where none is listed.

    Examples
    --------
    >>> digest_passages([])
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    lines = (
        "\t".join(
            (one.file.rpartition("/")[2], str(one.row), one.column, *one.kinds, _digest(one.text))
        )
        for one in passages
    )
    return _digest("".join(f"{line}\n" for line in lines))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
