"""Whether the tables of the grids make grids that can be analysed, and sortings of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import compress

import pandas as pd

from senco.cohort.coders import choose_coders
from senco.cohort.consistency.evidence import Evidence, list_marked
from senco.errors import Finding

#: The scale that is taken where cohort.yml states none.
USUAL_SCALE = (1.0, 5.0)
#: What a grid has once, by table: the column that says it, the word, and the word for the rest.
_ONCE = (
    ("elements", "part", "self", "other"),
    ("elements", "part", "ideal", "other"),
    ("grid_constructs", "kind", "overall", "supplied"),
)


def check_grids(evidence: Evidence) -> Iterator[Finding]:
    """Yield what keeps the tables of the grids from being grids, or their sortings from use.

    Parameters
    ----------
    evidence : Evidence
        The tables.

    Yields
    ------
    Finding
        Errors where a page could not be made, warnings where it would leave something out.
    """
    for table, column, word, rest in _ONCE:
        yield from _check_once(evidence, table, column, word, rest)
    yield from _check_names(evidence)
    yield from _check_overall_poles(evidence)
    yield from _check_ratings(evidence)
    yield from _check_sortings(evidence)


def _check_once(
    evidence: Evidence, table: str, column: str, word: str, rest: str
) -> Iterator[Finding]:
    frame = evidence.whole(table)
    if frame is None:
        return
    what = table.replace("grid_", "").removesuffix("s")
    for who, (own, rows) in list_marked(frame, frame[column] == word).items():
        if len(rows) > 1:
            found = f"{len(rows)} {what}s of '{who}' with the {column} '{word}'"
            remedy = f"Keep the right one; give the others the {column} '{rest}'."
            first = evidence.find(table, rows[0], column, found, "one a participant", remedy)
            yield replace(first, also=tuple(rows[1:]))
        elif not rows and table == "elements":  # pages say where nothing is overall
            found = f"no {what} of '{who}' with the {column} '{word}'"
            remedy = f"Set the {column} of the right one: without it this grid has no dilemmas."
            yield evidence.find(table, own, column, found, "one a participant", remedy, "warning")


def _check_names(evidence: Evidence) -> Iterator[Finding]:
    """Find elements of one grid that are called the same."""
    frame = evidence.whole("elements")
    if frame is None:
        return
    for row in frame.index[frame.duplicated(["participant", "label"])]:
        who, label = frame["participant"].at[row], frame["label"].at[row]
        yield evidence.find(
            "elements", row, "label", f"a second element of '{who}' that is called '{label:.60}'",
            "each name once in a grid", "Give one of them another label.",
        )  # fmt: skip


def _check_overall_poles(evidence: Evidence) -> Iterator[Finding]:
    """Find constructs that cannot be told from the overall one."""
    frame = evidence.whole("grid_constructs")
    if frame is None:
        return
    columns = (frame[name].tolist() for name in ("participant", "left_pole", "right_pole"))
    poles = [(who, frozenset((left, right))) for who, left, right in zip(*columns, strict=True)]
    is_overall = (frame["kind"] == "overall").tolist()
    overall = set(compress(poles, is_overall))
    same = [one in overall and not own for one, own in zip(poles, is_overall, strict=True)]
    for who, (_, rows) in list_marked(frame, pd.Series(same)).items():
        for row in rows:
            yield evidence.find(
                "grid_constructs", row, "left_pole",
                f"the poles of the overall construct of '{who}' a second time",
                "other poles", "Remove it, or word one of the two differently.",
            )  # fmt: skip


def _check_ratings(evidence: Evidence) -> Iterator[Finding]:
    """Find grids without a rating, and ratings off the scale that is taken for want of one."""
    constructs, ratings = evidence.whole("grid_constructs"), evidence.sound("grids")
    known = "grids" not in evidence.unread and not evidence.flawed.get("grids")
    if constructs is not None and known:
        rated = (
            ()
            if ratings is None
            else ratings.loc[ratings["rating"].notna(), "participant"].unique()
        )
        first_rows = constructs.drop_duplicates("participant")["participant"]
        for row, who in first_rows[~first_rows.isin(rated)].items():
            yield evidence.find(
                "grid_constructs", row, "participant", f"a grid of '{who}' without any rating",
                "a rating in grids.csv", "Enter the ratings, or remove the grid.",
            )  # fmt: skip
    if ratings is None or evidence.info is None or evidence.info.grids is not None:
        return
    low, high = USUAL_SCALE
    off = (ratings["rating"] < low) | (ratings["rating"] > high)
    for row, value in ratings.loc[off, "rating"].items():
        allowed = f"{low:g} to {high:g}, which is used where cohort.yml states no scale for grids"
        remedy = "State the scale in cohort.yml: grids: {minimum: ..., maximum: ...}."
        yield evidence.find("grids", row, "rating", f"'{value:g}'", allowed, remedy)


def _check_sortings(evidence: Evidence) -> Iterator[Finding]:
    """Find categories of overall constructs, and constructs that the first coder left out."""
    sorted_rows, constructs = (
        evidence.sound(table) for table in ("construct_assignments", "grid_constructs")
    )
    if sorted_rows is None or constructs is None or evidence.flawed.get("grid_constructs"):
        return
    keys = ["participant", "grid_construct"]
    overall = pd.MultiIndex.from_frame(constructs.loc[constructs["kind"] == "overall", keys])
    given = pd.MultiIndex.from_frame(sorted_rows[keys])
    for row in sorted_rows.index[given.isin(overall)]:
        who, construct = sorted_rows.loc[row, keys]
        yield evidence.find(
            "construct_assignments", row, "grid_construct",
            f"a category of '{construct}', the overall construct of '{who}'",
            "constructs that are not of the kind 'overall'",
            "Remove the row: the others are compared with the overall construct.",
        )  # fmt: skip
    if evidence.flawed.get("construct_assignments"):
        return
    coders = choose_coders(sorted_rows, evidence.info.coders if evidence.info else ())
    counted = sorted_rows["coder"] == sorted_rows["participant"].map(coders)
    own = pd.MultiIndex.from_frame(sorted_rows.loc[counted, keys])
    wanted = constructs[constructs["kind"] != "overall"]
    for row in wanted.index[~pd.MultiIndex.from_frame(wanted[keys]).isin(own)]:
        who, construct = wanted.loc[row, keys]
        coder = coders.get(who, "a coder")
        gave = f"{coder} gave no" if who in coders else "nobody gave a"
        yield evidence.find(
            "grid_constructs", row, "grid_construct",
            f"'{construct}' of '{who}', to which {gave} category",
            f"a row of {coder} in construct_assignments.csv for each of their constructs",
            "Add the row: the page of grids counts this coder's categories for them.",
        )  # fmt: skip
