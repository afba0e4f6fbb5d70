"""What a reader has to judge, asked once for each name and not once for each page of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from senco.disclosure.scanning import Hit
from senco.disclosure.texts.views import plain
from senco.text.words import count_words


def gather_questions(hits: Sequence[Hit]) -> list[Hit]:
    """Keep each question where it arises first, and say how often it arises besides.

    Parameters
    ----------
    hits : sequence of Hit
        What was found, in the order of files and rows.

    Returns
    -------
    list of Hit
        Every error; and of the warnings for the same text one, since tables, pages and the
        built site repeat one another.
    """
    times = Counter(_key(hit) for hit in hits if hit.finding.severity == "warning")
    kept, asked = [], set()
    for hit in hits:
        key = _key(hit)
        if hit.finding.severity == "error":
            kept.append(hit)
        elif key not in asked:
            asked.add(key)
            kept.append(_describe_times(hit, times[key]))
    return kept


def _key(hit: Hit) -> tuple[str, str]:
    return hit.kind, plain(hit.text).strip()


def _describe_times(hit: Hit, times: int) -> Hit:
    if times == 1:
        return hit
    more = f"{hit.finding.found}, and {count_words(times - 1, 'time')} more"
    return replace(hit, finding=replace(hit.finding, found=more))
