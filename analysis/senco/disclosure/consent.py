"""Whose consent is recorded, and whose words stand in the tables without it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from senco.disclosure.masking import mask
from senco.disclosure.scanning import Hit
from senco.errors import Finding
from senco.text.words import count_words

#: What a participant can agree to, each with what stands before it.
LEVELS = ("group results", "own answers", "own words")
#: Columns in the researcher's words, where no quotation belongs.
_RETOLD = {
    "segments": ("gist",),
    "events": ("gist",),
    "codes": ("label", "definition"),
    "claims": ("gist",),
    "difficulties": ("gist",),
    "answers": ("why",),
}
_QUOTED = re.compile(r"[“\"]([^“”\"]{12,})[”\"]|(?<!\w)[‘']([^‘’']{20,})[’'](?!\w)")
_WORDS = 4
#: Levels with which a passage that has consent may be quoted; the blank is told by itself.
_QUOTABLE = ("", "own words")


def check_consent(tables: Mapping[str, pd.DataFrame], label: str) -> list[Hit]:
    """Return the participants and the words that may not be published.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        A collected cohort's tables, typed as the contract says.
    label : str
        How messages name the cohort's folder.

    Returns
    -------
    list of Hit
        Participants without a recorded consent to have their answers shown one by one;
        quotations without consent; texts in quotation marks where a gist belongs; and
        poles of grids, which are a participant's words, without consent to those.
    """
    levels = _read_levels(tables)
    checks = (
        _check_people(tables, levels, label),
        _check_passages(tables, levels, label),
        _check_retold(tables, label),
        _check_poles(tables, levels, label),
    )
    return [hit for check in checks for hit in check]


def _read_levels(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """What each participant agreed to; blank where nothing is recorded."""
    people = tables["participants"]
    given = people["agreed"] if "agreed" in people else pd.Series("", index=people.index)
    return dict(zip(people["participant"], given.fillna("").astype(str), strict=True))


def _make(
    file: str,
    row: object,
    column: str,
    found: str,
    allowed: str,
    remedy: str,
    kind: str,
    text: str = "",
) -> Hit:
    number = None if row is None else int(str(row)) + 2
    finding = Finding(file, found, allowed, number, column, remedy)
    return Hit(finding, kind, file, text)


def _check_people(
    tables: Mapping[str, pd.DataFrame], levels: Mapping[str, str], label: str
) -> Iterator[Hit]:
    for row, who in tables["participants"]["participant"].items():
        level = levels[who]
        if level in LEVELS[1:]:
            continue
        found = (
            f"{who}, who agreed to group results only" if level else f"{who}, no consent recorded"
        )
        yield _make(
            f"{label}/participants.csv", row, "agreed", found,
            "'own answers' or 'own words': the book shows each participant's answers",
            "Ask, and record what was agreed; or leave this participant out of the cohort.",
            "a participant without consent", str(who),
        )  # fmt: skip


def check_reuse(tables: Mapping[str, pd.DataFrame], label: str) -> list[Hit]:
    """Return the participants whose answers may not be deposited for others to use.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        A collected cohort's tables, typed as the contract says.
    label : str
        How messages name the cohort's folder.

    Returns
    -------
    list of Hit
        Participants who did not agree to that, or of whom nothing is recorded.
    """
    people = tables["participants"]
    given = people["reuse"] if "reuse" in people else pd.Series(pd.NA, index=people.index)
    return [
        _make(
            f"{label}/participants.csv", row, "reuse",
            f"{who}, " + ("no answer recorded" if pd.isna(answer) else "who did not agree"),
            "true: a deposit keeps each participant's answers for others",
            "Ask, and record what was agreed; or publish only the book.",
            "a participant without consent to reuse", str(who),
        )
        for row, who, answer in zip(people.index, people["participant"], given, strict=True)
        if pd.isna(answer) or not answer
    ]  # fmt: skip


def check_kept(tables: Mapping[str, pd.DataFrame], label: str) -> list[Hit]:
    """Return the quotations that a deposit would hold and nobody cleared to be shown.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        A collected cohort's tables, typed as the contract says.
    label : str
        How messages name the cohort's folder.

    Returns
    -------
    list of Hit
        One for each; on pages they are not shown, but a deposit holds the tables.
    """
    quoted, cleared = _part_quotations(tables)
    return [
        _make(
            f"{label}/segments.csv", row, "cleared",
            f"a quotation that is not cleared, {mask(text)}",
            "cleared: a deposit contains every quotation in its tables",
            "Read it, and set cleared to true; or remove the quotation.",
            "a quotation without consent", text,
        )
        for row, text in quoted.items()
        if row not in cleared
    ]  # fmt: skip


def describe_quotations(tables: Mapping[str, pd.DataFrame]) -> str:
    """Say how many quotations are shown on the pages, and in which rows they stand.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        A collected cohort's tables, typed as the contract says.

    Returns
    -------
    str
        Blank where there is no quotation.
    """
    quoted, cleared = _part_quotations(tables)
    if quoted.empty:
        return ""
    rows = ", ".join(str(int(str(row)) + 2) for row in quoted.index if row in cleared)
    shown = f"{len(cleared)} cleared and shown" + (f" (segments.csv, row {rows})" if rows else "")
    return f"Quotations: {shown}; {len(quoted) - len(cleared)} not cleared and on no page"


def _part_quotations(tables: Mapping[str, pd.DataFrame]) -> tuple[pd.Series, set[object]]:
    """The quotations, and the rows of those that somebody cleared."""
    segments = tables.get("segments")
    if segments is None:
        return pd.Series(dtype=str), set()
    quoted = segments["quotation"].dropna().astype(str)
    given = segments.get("cleared", pd.Series(False, index=segments.index))
    cleared = given.fillna(False).astype(bool)
    return quoted, {row for row in quoted.index if cleared.at[row]}


def list_consented(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the quotations that have consent.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        A collected cohort's tables, typed as the contract says.

    Returns
    -------
    list of str
        Passages with ``consent`` true of participants who agreed to no less than their
        own words; also of those of whom nothing is recorded, which is told by itself.
    """
    segments = tables.get("segments")
    if segments is None:
        return []
    levels = _read_levels(tables)
    quoted = segments[segments["consent"].fillna(False).astype(bool)].dropna(subset=["quotation"])
    return [
        str(segment["quotation"])
        for _, segment in quoted.iterrows()
        if levels.get(segment["participant"], "") in _QUOTABLE
    ]


def _check_passages(
    tables: Mapping[str, pd.DataFrame], levels: Mapping[str, str], label: str
) -> Iterator[Hit]:
    segments = tables.get("segments")
    if segments is None:
        return
    consents = segments["consent"].fillna(False).astype(bool)
    for row, segment in segments.dropna(subset=["quotation"]).iterrows():
        agreed = consents.get(row)
        level = levels.get(segment["participant"], "")
        if agreed and level in _QUOTABLE:
            continue
        text = str(segment["quotation"])
        found = f"a quotation without consent, {mask(text)}"
        if agreed:
            found = f"a quotation of {segment['participant']}, who agreed to '{level}' only"
        yield _make(
            f"{label}/segments.csv", row, "quotation", found,
            "a quotation only where consent is true",
            "Ask whether this passage may be quoted, or remove the quotation.",
            "a quotation without consent", text,
        )  # fmt: skip


def _check_retold(tables: Mapping[str, pd.DataFrame], label: str) -> Iterator[Hit]:
    """Texts in quotation marks in columns that hold the researcher's own words."""
    for table, columns in _RETOLD.items():
        frame = tables.get(table)
        if frame is None:
            continue
        for column in columns:
            for row, text in frame[column].dropna().items():
                for match in _QUOTED.finditer(str(text)):
                    words = match[1] or match[2]
                    if len(words.split()) >= _WORDS:
                        yield _make(
                            f"{label}/{table}.csv", row, column,
                            f"words in quotation marks, {mask(words)}",
                            "the researcher's own words",
                            "Put it in your own words; or move it to the column quotation, "
                            "with consent.",
                            "a quotation without consent", words,
                        )  # fmt: skip


def _check_poles(
    tables: Mapping[str, pd.DataFrame], levels: Mapping[str, str], label: str
) -> Iterator[Hit]:
    constructs = tables.get("grid_constructs")
    if constructs is None:
        return
    own = constructs[constructs["kind"] == "elicited"]
    for who, rows in own.groupby("participant", sort=False):
        if levels.get(str(who), "") == "own words":
            continue
        yield _make(
            f"{label}/grid_constructs.csv", rows.index[0], "left_pole",
            f"{count_words(len(rows), 'construct')} in the words of {who}, "
            "who has not agreed to that",
            "a participant's own words only where participants.csv says 'own words'",
            "Ask whether their constructs may be shown; or put the poles in your own words and "
            "mark the constructs as supplied.",
            "a quotation without consent", str(who),
        )  # fmt: skip
