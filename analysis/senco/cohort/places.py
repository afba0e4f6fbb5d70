"""Where something stands in a publication: its heading and paragraph, which readers can find."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from senco.cohort.model import Cohort
from senco.text.words import join_words

if TYPE_CHECKING:
    import pandas as pd

#: A paragraph of so many lines is divided into start, middle and end.
LONG = 12
_PARTS = ("start", "middle", "end")
_RANGE = re.compile(r"(\d)-(\d)")


class Paragraph(NamedTuple):
    """A paragraph of a publication.

    Parameters
    ----------
    heading : str
        As pages name it.
    number : int
        Below its heading, from 1.
    first, last : int
        Its lines in the text that the tables' columns lines count.
    """

    heading: str
    number: int
    first: int
    last: int


def list_paragraphs(places: pd.DataFrame) -> list[Paragraph]:
    """Return the paragraphs of a publication.

    Parameters
    ----------
    places : DataFrame
        A cohort's table places.

    Returns
    -------
    list of Paragraph
        In the order of the text.
    """
    called = places["short"].fillna(places["heading"]) if "short" in places else places["heading"]
    columns = (places[name] for name in ("paragraph", "first_line", "last_line"))
    return [
        Paragraph(str(heading), int(number), int(first), int(last))
        for heading, number, first, last in zip(called, *columns, strict=True)
    ]


def read_ranges(lines: str) -> list[tuple[int, int]]:
    """Return the first and the last line of each range.

    Parameters
    ----------
    lines : str
        As a column lines has them: "270-271; 325".

    Returns
    -------
    list of tuple of int
        In their order; a single line is both.

    Examples
    --------
    >>> read_ranges("270-271; 325")
    [(270, 271), (325, 325)]
    """
    ends = (part.strip().partition("-") for part in lines.split(";"))
    return [(int(first), int(last or first)) for first, _, last in ends]


def name_place(lines: str, paragraphs: list[Paragraph], parts: bool = True) -> str:
    """Return by heading and paragraph where lines of a publication stand.

    Parameters
    ----------
    lines : str
        As a column lines has them.
    paragraphs : list of Paragraph
        Those of the publication, in the order of the text.
    parts : bool
        Whether the place in a paragraph of twelve lines or more is told: its start, middle or
        end, by the third in which the middle of the passage lies. It is left out of a passage
        that is longer than a third, and of one in several ranges.

    Returns
    -------
    str
        Plain text; blank where the lines are in no paragraph.

    Examples
    --------
    >>> aims = Paragraph("Aims", 1, 2, 7), Paragraph("Aims", 2, 9, 20)
    >>> text = [*aims, Paragraph("End", 1, 23, 25)]
    >>> name_place("3-4", text), name_place("10; 12", text), name_place("5-24", text)
    ('Aims, par. 1', 'Aims, par. 2', 'Aims, par. 1–2; End, par. 1')
    >>> name_place("17-18", text), name_place("17-18", text, parts=False)
    ('Aims, par. 2 (end)', 'Aims, par. 2')
    """
    ranges = read_ranges(lines)
    held = [
        index
        for index, one in enumerate(paragraphs)
        if any(first <= one.last and last >= one.first for first, last in ranges)
    ]
    if not held:
        return ""
    within = ""
    if parts and len(held) == len(ranges) == 1:
        within = _find_part(*ranges[0], paragraphs[held[0]])
    named: list[tuple[str, list[int]]] = []
    for _, run in groupby(enumerate(held), lambda pair: pair[1] - pair[0]):
        named += _name_run([paragraphs[index] for _, index in run])
    merged = [
        (heading, [number for _, numbers in own for number in numbers])
        for heading, own in groupby(named, lambda pair: pair[0])
    ]
    return "; ".join(_name_paragraphs(*one) for one in merged) + within


def _find_part(first: int, last: int, paragraph: Paragraph) -> str:
    """In which third of a long paragraph a passage stands."""
    first, last = max(first, paragraph.first), min(last, paragraph.last)
    length = paragraph.last - paragraph.first + 1
    if length < LONG or 3 * (last - first + 1) > length:
        return ""
    # the middle of the passage, as a share of the paragraph, times three
    third = 3 * (first + last + 1 - 2 * paragraph.first) // (2 * length)
    return f" ({_PARTS[third]})"


def _name_run(run: list[Paragraph]) -> list[tuple[str, list[int]]]:
    """Headings and numbers of paragraphs that follow one another; of many headings the ends."""
    headings = [
        (heading, [one.number for one in own])
        for heading, own in groupby(run, lambda one: one.heading)
    ]
    if len(headings) <= 2:
        return headings
    first, last = run[0], run[-1]
    return [(f"{first.heading}, par. {first.number}, to {last.heading}", [last.number])]


def _name_paragraphs(heading: str, numbers: list[int]) -> str:
    """Such as "Aims, par. 1–3 and 5"."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    ]
    told = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return f"{heading}, par. {join_words(told)}"


def tell_place(cohort: Cohort, lines: str, parts: bool = True) -> str:
    """Return where lines of a cohort's publication stand, for a sentence.

    Parameters
    ----------
    cohort : Cohort
        With the table places, or without it.
    lines : str
        As a column lines has them.
    parts : bool
        As in `name_place`.

    Returns
    -------
    str
        Plain text: heading and paragraph; without the table "lines 270–271; 325".
    """
    if cohort.has("places"):
        place = name_place(lines, list_paragraphs(cohort.tables["places"]), parts)
        if place:
            return place
    dashed = _RANGE.sub(r"\1–\2", lines)
    return f"line{'' if dashed.isdigit() else 's'} {dashed}"


def put_places(cohort: Cohort, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table that gives places where it gave lines of the publication.

    Parameters
    ----------
    cohort : Cohort
        Whose table it is.
    frame : DataFrame
        Any table; of one without a column lines, nothing is changed.

    Returns
    -------
    DataFrame
        With the column place instead of lines, where the cohort has the table places.
    """
    if "lines" not in frame or not cohort.has("places"):
        return frame
    text = list_paragraphs(cohort.tables["places"])
    shown = frame.copy()
    shown["lines"] = [
        name_place(lines, text) or lines if isinstance(lines, str) else lines
        for lines in frame["lines"]
    ]
    return shown.rename(columns={"lines": "place"})
