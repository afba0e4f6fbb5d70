"""Claims about what constricts and what is possible, counted and matched."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from senco.agreement import measure_labels
from senco.errors import MeasureError
from senco.model import Cohort
from senco.tolerance import find_highest, find_lowest
from senco.words import join_words

#: How a claim that concerns no single influence is named.
NO_INFLUENCE = "several"


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
        concern no single one; columns ``constrictions``, ``met`` (constrictions
        that at least one possibility answers), ``possibilities``, ``answering``
        (possibilities that answer a constriction).
    """
    claims = cohort.tables["claims"].copy()
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
    return _count(cohort.tables["claims"], "system", [*cohort.systems, "across"])


def _count(claims: pd.DataFrame, by: str, order: list[str]) -> pd.DataFrame:
    if claims.empty:
        raise MeasureError("The table 'claims' holds no claim.")
    constriction = claims["kind"] == "constriction"
    answered = claims["claim"].isin(claims["answers"].dropna())
    marks = pd.DataFrame(
        {
            by: claims[by],
            "constrictions": constriction,
            "met": constriction & answered,
            "possibilities": ~constriction,
            "answering": ~constriction & claims["answers"].notna(),
        }
    )
    return marks.groupby(by).sum().astype(int).reindex(order, fill_value=0).rename_axis(by)


def find_extremes(counts: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return where constrictions outweigh possibilities most, and the reverse.

    Parameters
    ----------
    counts : DataFrame
        As `count_claims` gives it; what is under several influences is left out.

    Returns
    -------
    tuple of two lists of str
        The tightest influences and the most open ones, by the difference of the two
        counts; all that share it.
    """
    balance = (counts["possibilities"] - counts["constrictions"]).drop("several", errors="ignore")
    return find_lowest(balance), find_highest(balance)


def word_counts(counts: pd.DataFrame, influences: list[str]) -> str:
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


def list_answers(claims: pd.DataFrame) -> pd.DataFrame:
    """Return each constriction that is met, beside each possibility that meets it.

    Parameters
    ----------
    claims : DataFrame
        Table of a cohort.

    Returns
    -------
    DataFrame
        Columns constriction, constricts, possibility, opens: two claims' keys and
        gists, in the order of the constrictions.

    Raises
    ------
    MeasureError
        Where a claim answers one that is no constriction, or a constriction
        is said to answer another.
    """
    constrictions = claims.loc[claims["kind"] == "constriction", ["claim", "gist"]]
    answering = claims.loc[claims["answers"].notna()]
    wrong = answering.loc[
        (answering["kind"] != "possibility") | ~answering["answers"].isin(constrictions["claim"])
    ]
    if len(wrong):
        row = wrong.iloc[0]
        raise MeasureError(
            f"Claim {row['claim']} answers {row['answers']}: only a possibility can answer, and "
            "only a constriction can be answered. Correct claims.csv."
        )
    pairs = constrictions.merge(
        answering[["answers", "claim", "gist"]], left_on="claim", right_on="answers"
    )
    pairs = pairs[["claim_x", "gist_x", "claim_y", "gist_y"]]
    return pairs.set_axis(["constriction", "constricts", "possibility", "opens"], axis=1)


def list_unanswered(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the constrictions that no possibility answers.

    Parameters
    ----------
    claims : DataFrame
        Table of a cohort.

    Returns
    -------
    DataFrame
        The claims' own columns, in their order.
    """
    constriction = claims["kind"] == "constriction"
    return claims.loc[constriction & ~claims["claim"].isin(claims["answers"].dropna())]


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
        for item in (share, found["Cohen's kappa"], found["Krippendorff's alpha"]):
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
