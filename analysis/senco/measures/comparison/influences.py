"""Which key influences are kept, gained and lost between two cohorts."""

from __future__ import annotations

import pandas as pd

from senco.cohort.model import Cohort
from senco.errors import MeasureError
from senco.measures.comparison.verdicts import (
    AGREEMENT,
    AGREES,
    DIFFERS,
    EITHER,
    NEVER,
    NOTHING,
    OPEN,
    Area,
    Compared,
    NotCompared,
    Reach,
    Verdict,
    finite,
)
from senco.measures.networks import combine_sources, find_key_influences, gather_evidence

AREA: Area = "key influences"
UNIT = "evidence, in even shares"
_KEY, _NOT_KEY, _NONE = "key", "not key", "no evidence"
#: What a publication's word for its influences is worth here.
NAMED_NOTE = "The publication names it as key and gives no rule."


def compare_influences(
    here: Cohort, there: Cohort, seed: int
) -> tuple[list[Compared], list[NotCompared]]:
    """Say of each influence whether it is key in both cohorts, in one, or in neither.

    Parameters
    ----------
    here, there : Cohort
        With at least one source of evidence in common (`senco.measures.networks.SOURCES`). A
        published cohort needs none: its influences are those that it names as key.
    seed : int
        Start of the random numbers, for how firmly the rule holds.

    Returns
    -------
    tuple of list of Compared and list of NotCompared
        A finding for each influence of `study.yml`. The rule is applied to the sources
        that both cohorts have, so that neither is key for what the other was not asked.
    """
    published = [cohort for cohort in (here, there) if cohort.info.provenance == "published"]
    if len(published) == 2:
        return [], [_leave("Both are published, and name their key influences without a rule.")]
    if published:
        return _compare_with_named(here, there, seed)
    try:
        one, other, sources = _find_both(here, there, seed)
    except MeasureError as error:
        return [], [_leave(str(error))]
    note = f"Evidence that both have: {', '.join(sources)}."
    rows = []
    for key, influence in here.influences.items():
        pair = (str(one.at[key, "verdict"]), str(other.at[key, "verdict"]))
        verdict, reason, reach = _judge(*pair)
        values = (finite(one["score"][key]), finite(other["score"][key]))
        sizes = (int(one["n"][key]), int(other["n"][key]))
        rows.append(_row(key, influence.label, values, sizes, verdict, f"{reason} {note}", reach))
    return rows, []


def _find_both(
    here: Cohort, there: Cohort, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Key influences of both cohorts by the sources that both have."""
    shares = [gather_evidence(cohort).shares for cohort in (here, there)]
    common = [source for source in shares[0] if source in shares[1]]
    if not common:
        raise MeasureError("The two have no source of evidence in common.")
    found = [
        find_key_influences(combine_sources({s: part[s] for s in common}), seed=seed)
        for part in shares
    ]
    return found[0], found[1], common


def _judge(here: str, there: str) -> tuple[Verdict, str, Reach | None]:
    judged: dict[tuple[str, str], tuple[Verdict, str, Reach | None]] = {
        (_KEY, _KEY): (AGREES, "Kept: key in both.", None),
        (_NOT_KEY, _NOT_KEY): (AGREES, "Key in neither.", None),
        (_KEY, _NOT_KEY): (DIFFERS, "Gained: key here, and not there.", None),
        (_NOT_KEY, _KEY): (DIFFERS, "Lost: key there, and not here.", None),
    }
    said = f"Here the rule says: {here}; there: {there}."
    if _NONE in (here, there):
        return NEVER, f"{said} What both have cannot show it.", NOTHING
    return judged.get((here, there), (OPEN, said, EITHER))


def _compare_with_named(
    here: Cohort, there: Cohort, seed: int
) -> tuple[list[Compared], list[NotCompared]]:
    """Compare with a publication, which names its key influences."""
    turned = here.info.provenance == "published"
    asked = there if turned else here
    try:
        evidence = combine_sources(gather_evidence(asked).shares)
        found = find_key_influences(evidence, seed=seed)
    except MeasureError as error:
        return [], [_leave(f"{asked.info.title}: {error}")]
    rows = []
    for key, influence in here.influences.items():
        score, n = finite(found["score"][key]), int(found["n"][key])
        word = str(found.at[key, "verdict"])
        verdict, sentence, reach = _judge_named(word)
        values = (None, score) if turned else (score, None)
        sizes = (0, n) if turned else (n, 0)
        rows.append(
            _row(key, influence.label, values, sizes, verdict, f"{NAMED_NOTE} {sentence}", reach)
        )
    return rows, []


def _judge_named(word: str) -> tuple[Verdict, str, Reach | None]:
    if word == _KEY:
        return AGREES, "Kept: it is key by this book's rule as well.", None
    sentence = (
        f"By this book's rule the answer is: {word}. That rule is stricter, because not all "
        "influences can have more than an even share; so this is not counted as a difference, "
        "however many people are asked."
    )
    return (OPEN, sentence, AGREEMENT) if word == OPEN else (NEVER, sentence, NOTHING)


def _row(
    key: str,
    label: str,
    values: tuple[float | None, float | None],
    sizes: tuple[int, int],
    verdict: Verdict,
    reason: str,
    reach: Reach | None,
) -> Compared:
    return Compared(
        AREA, f"key:{key}", f"Key influence: {label}", UNIT, *values, *sizes,
        None, None, None, None, None, verdict, reason, reach,
    )  # fmt: skip


def _leave(why: str) -> NotCompared:
    return NotCompared(AREA, "which influences are key", why)
