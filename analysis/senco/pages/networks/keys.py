"""Why an influence is called key, in sentences for a reader."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from senco.cohort.model import Cohort
from senco.cohort.places import tell_place
from senco.cohort.study import Influence
from senco.text.rounding import format_number, format_share
from senco.text.words import count_words, join_words


def note_keys(found: pd.DataFrame) -> dict[str, str]:
    """Return a word for each influence that the rule calls key.

    Parameters
    ----------
    found : DataFrame
        As `senco.measures.networks.find_key_influences` gives it.

    Returns
    -------
    dict of str to str
        "key" where the verdict is firm, "perhaps key" where the rule holds and too few
        participants can tell; others are left out.
    """
    notes = {key: "key" for key in found.index[found["verdict"] == "key"]}
    unsure = found.index[found["key"] & (found["verdict"] == "cannot tell at this n")]
    return notes | {key: "perhaps key" for key in unsure}


def list_tied(ties: pd.DataFrame, influences: Mapping[str, Influence]) -> str:
    """Return how many participants are tied to each influence, as a sentence lists it.

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        At least 0.
    influences : mapping of str to Influence
        By id.

    Returns
    -------
    str
        In the order of the columns, such as "Relationships 4; Ethos and support 1".
    """
    tied = (ties > 0).sum()
    return "; ".join(f"{influences[key].label} {tied[key]}" for key in ties.columns)


def tabulate_keys(found: pd.DataFrame, varied: pd.DataFrame) -> pd.DataFrame:
    """Return key influences as a table for readers, the verdict first.

    Parameters
    ----------
    found : DataFrame
        As `senco.measures.networks.find_key_influences` gives it.
    varied : DataFrame
        As `senco.measures.networks.vary_weights` gives it.

    Returns
    -------
    DataFrame
        Index influence; columns verdict, rule ("yes" or "no"), score, reach, n, ``without
        one``, resampled, weighted.
    """
    columns = {"left_out": "without one", "key": "rule"}
    frame = found.join(varied["weighted"]).rename(columns=columns)
    frame["rule"] = frame["rule"].map({True: "yes", False: "no"})
    order = ["verdict", "rule", "score", "reach", "n", "without one", "resampled", "weighted"]
    return frame[order]


def tabulate_alone(varied: pd.DataFrame) -> pd.DataFrame:
    """Return which influences are key by one source alone, in words.

    Parameters
    ----------
    varied : DataFrame
        As `senco.measures.networks.vary_weights` gives it.

    Returns
    -------
    DataFrame of str
        Index influence; a column a source: "yes", "no", or "" where it cannot show it.
    """
    words = {True: "yes", False: "no"}
    alone = varied.drop(columns="weighted")
    shown: pd.DataFrame
    shown = alone.apply(lambda column: column.astype(object).map(words).fillna(""))
    return shown


def explain_keys(
    found: pd.DataFrame, weighted: pd.Series, summary: pd.DataFrame, n_rules: int
) -> dict[str, str]:
    """Return for each influence why it is called key, or is not, or cannot be.

    Parameters
    ----------
    found : DataFrame
        As `senco.measures.networks.find_key_influences` gives it.
    weighted : Series
        By influence, the share of weightings in which it is key (missing where there
        is one source), as `senco.measures.networks.vary_weights` gives it.
    summary : DataFrame
        As `senco.measures.networks.summarise_multiverse` gives it.
    n_rules : int
        Rules that the summary is about.

    Returns
    -------
    dict of str to str
        By influence; plain text.
    """
    return {
        key: _explain(row, weighted.get(key), len(found))
        + _explain_rules(row, summary.loc[key], n_rules)
        for key, (_, row) in zip(found.index, found.iterrows(), strict=True)
    }


def _explain(row: pd.Series, weighted: float | None, n_influences: int) -> str:
    if row["verdict"] == "no evidence":
        return "No source of this cohort can show it, so nothing can be said about it."
    reached = round(row["reach"] * row["n"])
    parts = [
        f"It carries {format_number(row['score'])} times an even share of the evidence (place "
        f"{row['rank']:g} of {n_influences}), and at least an even share for {reached} of "
        f"{row['n']} participants. By the rule of this page that makes it "
        f"{'key' if row['key'] else 'not key'}."
    ]
    if not pd.isna(row["resampled"]):
        parts.append(
            f"How sure: it is key in {format_share(row['resampled'])} of the cohorts resampled "
            f"from this one and in {format_share(row['left_out'])} of those that lack one person."
        )
    if weighted is not None and not pd.isna(weighted):
        parts.append(f"It is key in {format_share(weighted)} of all ways to weigh the sources.")
    return " ".join(parts) + _CONCLUSIONS[row["verdict"]]


_CONCLUSIONS = {
    "key": " So by this rule it is clearly key.",
    "not key": " So by this rule it is clearly not key.",
    "cannot tell at this n": " So this many participants cannot tell whether it is.",
}


def _explain_rules(row: pd.Series, of_rules: pd.Series, n_rules: int) -> str:
    if row["verdict"] == "no evidence":
        return ""
    sentence = (
        f" Of {n_rules:,} rules that could be defended, {format_share(of_rules['key'])} make it key"
    )
    if not of_rules["hangs_on"]:
        return f"{sentence}."
    what = "choices that change" if len(of_rules["hangs_on"]) > 1 else "choice that changes"
    return f"{sentence}; the {what} that most often: {join_words(list(of_rules['hangs_on']))}."


def explain_quoted(cohort: Cohort, measured: pd.DataFrame) -> dict[str, str]:
    """Return for each influence of a published cohort why it is called key.

    Parameters
    ----------
    cohort : Cohort
        Its influences say where the publication develops them.
    measured : DataFrame
        As `senco.measures.networks.measure_influences` gives it.

    Returns
    -------
    dict of str to str
        By influence; plain text.
    """
    source = cohort.study.source
    return {
        key: (
            f"{source[0].upper()}{source[1:]} develops it as a key influence"
            f"{_tell_where(cohort, influence)}: that is why it is "
            f"called key. Under it {source} prints or reports "
            f"{count_words(measured['statements'].loc[key], 'statement')}, of "
            f"{count_words(measured['participants'].loc[key], 'participant')}. They are a "
            "selection, and the others may say the same, so this book does not rank one "
            "influence above another."
        )
        for key, influence in cohort.influences.items()
    }


def _tell_where(cohort: Cohort, influence: Influence) -> str:
    return f" ({tell_place(cohort, influence.lines)})" if influence.lines else ""


def list_counts(measured: pd.DataFrame) -> dict[str, int]:
    """Return each influence's counts, under names that prose can glue.

    Parameters
    ----------
    measured : DataFrame
        As `senco.measures.networks.measure_influences` gives it.

    Returns
    -------
    dict of str to int
        Such as ``relationships_participants`` and ``relationships_statements``.
    """
    return {
        f"{key.replace('-', '_')}_{column}": int(measured.loc[key, column])
        for key in measured.index
        for column in ("participants", "statements")
    }


def list_evidence(items: pd.DataFrame, cohort: Cohort) -> pd.DataFrame:
    """Return pieces of evidence in the order and words of a table for readers.

    Parameters
    ----------
    items : DataFrame
        Columns participant, influence, source, gist, as `senco.measures.networks.gather_evidence`
        gives it, and perhaps placing and lines.
    cohort : Cohort
        With the table participants.

    Returns
    -------
    DataFrame
        Columns influence, system (ids), participant, source, gist, and those others; by
        influence, participant and source.
    """
    order = {key: place for place, key in enumerate(cohort.influences)}
    people = {who: n for n, who in enumerate(cohort.tables["participants"]["participant"])}
    kept = [name for name in ("placing", "lines") if name in items]
    frame = items[["influence", "participant", "source", "gist", *kept]].copy()
    frame.insert(1, "system", [cohort.influences[key].system for key in frame["influence"]])
    frame["place"], frame["seat"] = frame["influence"].map(order), frame["participant"].map(people)
    # sources stay in the order of the stages, in which they were gathered
    frame = frame.sort_values(["place", "seat"], kind="stable")
    return frame.drop(columns=["place", "seat"]).reset_index(drop=True)
