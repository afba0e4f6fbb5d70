"""Whether claims, the difficulties that they report and the answers are consistent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from senco.cohort.consistency.evidence import Evidence
from senco.errors import Finding, Severity


def check_claims(evidence: Evidence) -> Iterator[Finding]:
    """Return what is inconsistent in a cohort's claims.

    Parameters
    ----------
    evidence : Evidence
        The tables, and what is known of them.

    Yields
    ------
    Finding
        Constrictions of no difficulty, possibilities of one, difficulties of no claim,
        answers that are no possibility, claims of a publication without its lines; a warning
        for answers in their earlier form, and for claims of nobody's account.
    """
    claims = evidence.sound("claims")
    if claims is None:
        return
    yield from _check_earlier(evidence, claims)
    yield from _check_origin(evidence, claims)
    if evidence.raw.get("difficulties", pd.DataFrame()).empty:
        return  # nothing was merged, so nothing is counted, and the page says so
    yield from _check_membership(evidence, claims)
    kinds = dict(zip(claims["claim"], claims["kind"], strict=True))
    yield from _check_answers(evidence, kinds)
    yield from _check_codings(evidence, kinds)


def _check_earlier(evidence: Evidence, claims: pd.DataFrame) -> Iterator[Finding]:
    """Answers in the column that an earlier version of this package read."""
    rows = claims.index[claims["answers"].notna()]
    if len(rows):
        yield _find_all(
            evidence, "claims", rows, "answers",
            "an answer in its earlier form, which is not counted", "nothing",
            "List each difficulty once in difficulties.csv, name it in the column difficulty of "
            "every constriction that describes it, and say in answers.csv which possibility "
            "answers which.",
            "warning",
        )  # fmt: skip


def _check_origin(evidence: Evidence, claims: pd.DataFrame) -> Iterator[Finding]:
    """Where a claim comes from: lines of a publication, or a participant's account."""
    if evidence.info is None or not evidence.is_described:
        return
    if evidence.info.provenance == "published":
        for table in ("claims", "answers"):
            frame = evidence.sound(table)
            rows = pd.Index([]) if frame is None else frame.index[frame["lines"].isna()]
            if len(rows):
                yield _find_all(
                    evidence, table, rows, "lines", "nothing, for a publication",
                    "lines such as 270-271; 325", (
                        "Give the lines of the source on which it is based."
                    ),
                )  # fmt: skip
        return
    rows = claims.index[claims["participant"].isna()]
    if len(rows):
        yield _find_all(
            evidence, (
                "claims"
            ), rows, "participant", "nothing", "the participant from whose account it is taken",
            "Name the participant: a claim without one is not removed when the person withdraws.",
            "warning",
        )  # fmt: skip


def _check_membership(evidence: Evidence, claims: pd.DataFrame) -> Iterator[Finding]:
    constriction, named = claims["kind"] == "constriction", claims["difficulty"].notna()
    for rows, found, allowed, remedy in (
        (claims.index[constriction & ~named], "nothing, for a constriction",
         "the one difficulty in difficulties.csv that it describes",
         "Name it; where none fits, add one to difficulties.csv."),
        (claims.index[~constriction & named], "a difficulty, for a possibility", "nothing",
         "Leave it blank, and say in answers.csv what the possibility answers."),
    ):  # fmt: skip
        if len(rows):
            yield _find_all(evidence, "claims", rows, "difficulty", found, allowed, remedy)
    difficulties, labels = evidence.sound("difficulties"), evidence.raw["claims"].get("difficulty")
    if difficulties is None or labels is None:
        return
    for row, key in difficulties.loc[
        ~difficulties["difficulty"].isin(labels), "difficulty"
    ].items():
        yield evidence.find(
            "difficulties", row, "difficulty", f"'{key}', which no constriction describes",
            "a difficulty that a row of claims.csv names", "Name it there, or remove it.",
        )  # fmt: skip


def _check_answers(evidence: Evidence, kinds: dict[str, str]) -> Iterator[Finding]:
    answers = evidence.sound("answers")
    if answers is None:
        return
    for row, claim in answers["claim"].items():
        if kinds.get(str(claim)) == "constriction":
            yield evidence.find(
                "answers", row, "claim", f"'{claim}', a constriction", "a possibility",
                "Only a possibility can answer: correct the claim, or its kind in claims.csv.",
            )  # fmt: skip


def _check_codings(evidence: Evidence, kinds: dict[str, str]) -> Iterator[Finding]:
    """Second codings that the first could not be compared with."""
    codings = evidence.sound("difficulty_codings")
    if codings is None:
        return
    kind = codings["claim"].map(kinds)
    given, ground = codings["difficulty"].notna(), codings["ground"].notna()
    named = codings.duplicated(["claim", "coder"], keep=False)
    for rows, column, found, allowed, remedy in (
        (codings.index[(kind == "constriction") & ground], "ground", "a ground",
         "nothing, for a constriction", "Leave it blank."),
        (codings.index[(kind == "constriction") & named], "difficulty",
         "several rows by one coder for a constriction", "the one difficulty that it describes",
         "Keep the one that the coder settled on."),
        (codings.index[(kind == "possibility") & (given != ground)], "ground",
         "a difficulty without a ground, or a ground without a difficulty", "both, or neither",
         "Add what is missing: text or reading for the ground."),
        (codings.index[(kind == "possibility") & ~given & named], "difficulty",
         "nothing, beside another row by the same coder", "a difficulty, or only this row",
         "Remove the row."),
    ):  # fmt: skip
        if len(rows):
            yield _find_all(evidence, "difficulty_codings", rows, column, found, allowed, remedy)


def _find_all(
    evidence: Evidence, table: str, rows: pd.Index, column: str,
    found: str, allowed: str, remedy: str, severity: Severity = "error",
) -> Finding:  # fmt: skip
    """One finding for all rows in which the same stands."""
    first = evidence.find(table, rows[0], column, found, allowed, remedy, severity)
    return replace(first, also=tuple(int(row) for row in rows[1:]))
