"""Claims about what constricts and what is possible, counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from senco.cohort.model import NO_INFLUENCE, Cohort
from senco.cohort.study import ACROSS
from senco.errors import MeasureError
from senco.measures.agreement import bound_share, measure_labels
from senco.measures.tolerance import find_highest, find_lowest
from senco.text.words import join_tied, join_words


def count_claims(cohort: Cohort) -> pd.DataFrame:
    """Return how many claims of each kind every key influence has.

    Parameters
    ----------
    cohort : Cohort
        With the table claims.

    Returns
    -------
    DataFrame
        Index influence, in the order of `study.yml`, last "several" where claims
        concern no single one; columns ``constrictions``, ``met`` (those of a difficulty
        that a possibility answers), ``possibilities``, ``answering`` (those that answer
        a difficulty). Where no constrictions were merged into difficulties, ``met`` and
        ``answering`` cannot be counted and are left out.
    """
    claims = _mark_answers(cohort)
    claims["influence"] = claims["influence"].fillna(NO_INFLUENCE)
    order = [*cohort.influences]
    if (claims["influence"] == NO_INFLUENCE).any():
        order.append(NO_INFLUENCE)
    return _count(claims, "influence", order)


def count_by_system(cohort: Cohort) -> pd.DataFrame:
    """Return how many claims of each kind are made at each system.

    Parameters
    ----------
    cohort : Cohort
        With the table claims.

    Returns
    -------
    DataFrame
        Index system, outermost first, last "across"; columns as in `count_claims`.
    """
    return _count(_mark_answers(cohort), "system", [*cohort.systems, ACROSS])


def list_values(counts: pd.DataFrame) -> dict[str, int]:
    """Return how many claims there are at each system, under names that prose can show.

    Parameters
    ----------
    counts : DataFrame
        As `count_by_system` gives it.

    Returns
    -------
    dict of str to int
        Such as ``macro_constrictions`` and ``macro_possibilities``.
    """
    return {
        f"{str(key).replace('-', '_')}_{kind}": int(counts[kind].loc[key])
        for key in counts.index
        for kind in ("constrictions", "possibilities")
    }


def _mark_answers(cohort: Cohort) -> pd.DataFrame:
    """The claims, with whether each is met or answers, where difficulties are known."""
    claims = cohort.tables["claims"].copy()
    if claims.empty:
        raise MeasureError("The table 'claims' contains no claim.")
    if cohort.has("difficulties"):
        answers = cohort.tables.get("answers", pd.DataFrame(columns=["claim", "difficulty"]))
        claims["met"] = claims["difficulty"].isin(answers["difficulty"])
        claims["answering"] = claims["claim"].isin(answers["claim"])
    return claims


def _count(claims: pd.DataFrame, by: str, order: list[str]) -> pd.DataFrame:
    constriction = claims["kind"] == "constriction"
    marks = pd.DataFrame({by: claims[by], "constrictions": constriction})
    if "met" in claims:
        marks["met"] = constriction & claims["met"]
    marks["possibilities"] = ~constriction
    if "answering" in claims:
        marks["answering"] = ~constriction & claims["answering"]
    return marks.groupby(by).sum().astype(int).reindex(order, fill_value=0).rename_axis(by)


def find_extremes(counts: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return where constrictions outweigh possibilities most, and the reverse.

    Parameters
    ----------
    counts : DataFrame
        As `count_claims` gives it; what is under several influences, and influences without
        a claim, are left out.

    Returns
    -------
    tuple of two lists of str
        The tightest influences and the most open ones, by the difference of the two
        counts; all that share it.
    """
    counts = counts.drop("several", errors="ignore")
    counts = counts.loc[counts[["constrictions", "possibilities"]].sum(axis=1) > 0]
    balance = counts["possibilities"] - counts["constrictions"]
    return find_lowest(balance), find_highest(balance)


def tell_balance(counts: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Return where constrictions outweigh possibilities most, and where least, in a sentence.

    Parameters
    ----------
    counts : DataFrame
        As `count_claims` gives it.
    labels : mapping of str to str
        The influences in words.

    Returns
    -------
    str
        That no influence leans more than another, where that is so.
    """
    tightest, widest = find_extremes(counts)
    if not tightest:
        return "No claim is under one influence alone."
    tight, wide = (join_tied([labels[key] for key in one]) for one in (tightest, widest))
    if tightest == widest:
        every = join_words([labels[key] for key in tightest])
        if len(tightest) == 1:
            return f"Only {every} has claims under it alone."
        return f"Claim by claim, no influence leans more to one side than another: {every}."
    return (
        f"Claim by claim, the tightest place is {tight}, with constrictions to possibilities "
        f"{describe_counts(counts, tightest)}; the most open is {wide}, with "
        f"{describe_counts(counts, widest)}."
    )


def describe_counts(counts: pd.DataFrame, influences: list[str]) -> str:
    """Return how many constrictions stand against how many possibilities.

    Parameters
    ----------
    counts : DataFrame
        As `count_claims` gives it.
    influences : list of str
        Keys of its index.

    Returns
    -------
    str
        Such as "8 to 3", or "8 to 3 and 6 to 1" for two influences.
    """
    rows = counts.loc[influences, ["constrictions", "possibilities"]].to_numpy()
    return join_words([f"{one} to {other}" for one, other in rows])


def compare_codings(cohort: Cohort) -> pd.DataFrame:
    """Return how far a second coding of the claims agrees with the first.

    Parameters
    ----------
    cohort : Cohort
        With the tables claims and claim_codings.

    Returns
    -------
    DataFrame
        Columns what (kind or influence), measure, value, low, high, note; no rows
        where there is no second coding. A value that is not defined is missing, and
        the note says why.
    """
    columns = ["what", "measure", "value", "low", "high", "note"]
    if not cohort.has("claim_codings"):
        return pd.DataFrame(columns=columns)
    pairs = _pair_codings(cohort)
    rows = []
    for what in ("kind", "influence"):
        first, second = pairs[f"{what}_first"].tolist(), pairs[f"{what}_second"].tolist()
        found = measure_labels(first, second)
        share = replace(found["percentage"], measure=f"share on which both agree (of {len(first)})")
        kappa, alpha = found["Cohen's kappa"], found["Krippendorff's alpha"]
        share = bound_share(share, len(first))
        for item in (share, kappa, alpha):
            rows.append((what, item.measure, item.value, item.low, item.high, item.note))
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"value": float, "low": float, "high": float})


def list_differences(cohort: Cohort) -> pd.DataFrame:
    """Return the claims that were coded differently the second time.

    Parameters
    ----------
    cohort : Cohort
        With the table claims, with or without claim_codings.

    Returns
    -------
    DataFrame
        Columns claim, gist, what, first, second.
    """
    columns = ["claim", "gist", "what", "first", "second"]
    if not cohort.has("claim_codings"):
        return pd.DataFrame(columns=columns)
    pairs = _pair_codings(cohort)
    parts = []
    for what in ("kind", "influence"):
        apart = pairs.loc[pairs[f"{what}_first"] != pairs[f"{what}_second"]]
        part = apart[["claim", "gist", f"{what}_first", f"{what}_second"]].copy()
        part.insert(2, "what", what)
        parts.append(part.set_axis(columns, axis=1))
    return pd.concat(parts, ignore_index=True)


def _pair_codings(cohort: Cohort) -> pd.DataFrame:
    pairs = cohort.tables["claims"].merge(
        cohort.tables["claim_codings"], on="claim", suffixes=("_first", "_second")
    )
    for column in ("influence_first", "influence_second"):
        pairs[column] = pairs[column].fillna(NO_INFLUENCE)
    return pairs
