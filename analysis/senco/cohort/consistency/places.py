"""Whether a publication's paragraphs follow one another, and hold the lines that are cited."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from senco.cohort.consistency.evidence import Evidence
from senco.cohort.places import list_paragraphs, read_ranges
from senco.errors import Finding

#: Between two paragraphs lie at most so many lines, for headings and blanks.
BETWEEN = 3
_LINES = re.compile(r"[0-9]{1,9}(-[0-9]{1,9})?(; [0-9]{1,9}(-[0-9]{1,9})?)*")


def check_places(evidence: Evidence) -> Iterator[Finding]:
    """Return what is inconsistent in a cohort's table of places.

    Parameters
    ----------
    evidence : Evidence
        The tables, and what is known of them.

    Yields
    ------
    Finding
        Paragraphs that overlap, stand out of order, leave lines between them or are
        misnumbered; headings that pages would name alike; lines in no paragraph.
    """
    places = evidence.sound("places")
    if places is None or evidence.flawed.get("places"):
        return
    found = [*_check_order(evidence, places), *_check_numbers(evidence, places),
             *_check_short(evidence, places)]  # fmt: skip
    yield from found
    if not found:
        yield from _check_cited(evidence, places)


def _check_order(evidence: Evidence, places: pd.DataFrame) -> Iterator[Finding]:
    before = None
    for row, first, last in zip(
        places.index, places["first_line"], places["last_line"], strict=True
    ):
        if last < first:
            yield evidence.find(
                "places", row, "last_line", f"{last}, before its first line", f"{first} or more",
                "Exchange the two, or correct one.",
            )  # fmt: skip
            return
        if before is not None and not before < first <= before + BETWEEN + 1:
            why = (
                f"in or before a paragraph that ends with line {before}" if first <= before
                else f"{first - before - 1} lines after the paragraph before"
            )  # fmt: skip
            yield evidence.find(
                "places", row, "first_line", f"{first}, {why}",
                f"a number from {before + 1} to {before + BETWEEN + 1}",
                "List every paragraph, in the order of the text.",
            )  # fmt: skip
            return
        before = last


def _check_numbers(evidence: Evidence, places: pd.DataFrame) -> Iterator[Finding]:
    heading, number = None, 0
    for row, own, given in zip(places.index, places["heading"], places["paragraph"], strict=True):
        expected = number + 1 if own == heading else 1
        if given != expected:
            yield evidence.find(
                "places", row, "paragraph", str(given), str(expected),
                "Number the paragraphs below each heading from 1; a heading that comes a second "
                "time takes what tells it apart, as in 'Results (Study 2)'.",
            )  # fmt: skip
            return
        heading, number = own, given


def _check_short(evidence: Evidence, places: pd.DataFrame) -> Iterator[Finding]:
    """Headings that pages name in two ways, or two that they name alike."""
    called = places["short"].fillna(places["heading"])
    named: dict[str, str] = {}
    for row, heading, name in zip(places.index, places["heading"], called, strict=True):
        other = named.setdefault(name.casefold(), heading)
        if other != heading:
            yield evidence.find(
                "places", row, "short", f"'{name}', which '{other:.60}' is called as well",
                "one name for each heading", "Give one of them another short form.",
            )  # fmt: skip
            return
    for row, heading, name in zip(places.index, places["heading"], called, strict=True):
        first = called[places["heading"] == heading].iloc[0]
        if name != first:
            yield evidence.find(
                "places", row, "short", f"'{name}'", f"'{first}', as for its first paragraph",
                "Give all paragraphs of a heading the same short form.",
            )  # fmt: skip
            return


def _check_cited(evidence: Evidence, places: pd.DataFrame) -> Iterator[Finding]:
    """Lines of other tables that are in none of the paragraphs."""
    text = list_paragraphs(places)
    for table in evidence.tables:
        frame = evidence.sound(table)
        if frame is None or "lines" not in frame.columns:
            continue
        for row, lines in frame["lines"].dropna().items():
            ranges = read_ranges(lines) if _LINES.fullmatch(lines) else [(0, 0)]
            if not all(
                first <= last <= text[-1].last
                and any(first <= one.last and last >= one.first for one in text)
                for first, last in ranges
            ):
                yield evidence.find(
                    table, row, "lines", f"'{lines:.60}', not all of it in a paragraph",
                    f"lines from {text[0].first} to {text[-1].last} that places.csv gives to "
                    "paragraphs", "Correct the lines, or add the paragraph to places.csv.",
                )  # fmt: skip
