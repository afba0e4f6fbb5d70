"""What the coders of a cohort coded differently, row by row."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from senco.cohort.coders import drop_agreed
from senco.cohort.model import Cohort
from senco.measures.agreement import list_disagreements, rate_segments

#: Its sheets, with what stands below the headings; the last columns are filled in.
SHEETS = {
    "passages apart": {
        "participant": "Whose words",
        "segment": "The passage",
        "gist": "What it says",
        "code": "The code on which you differ",
        "label": "In words",
        "given by": "Who gave it",
        "not given by": "Who coded the passage and did not give it",
        "agreed": "Fill in: yes to keep the code, no to drop it",
    },
    "constructs apart": {
        "participant": "Whose construct",
        "grid_construct": "The construct",
        "poles": "In words",
        "sorted as": "Each coder's category, and the construct on the list that it is",
        "category": "Fill in: the category on which you agree",
        "construct": "Fill in if it is one of those on the list and you sorted it differently",
    },
}


def list_apart(cohort: Cohort) -> dict[str, pd.DataFrame]:
    """Return what the coders of a cohort coded differently.

    Parameters
    ----------
    cohort : Cohort
        With or without coded passages and sorted constructs.

    Returns
    -------
    dict of str to DataFrame
        By sheet (`SHEETS`), in its columns; nothing is filled in. Only sheets with rows.
    """
    found = {"passages apart": _list_passages(cohort), "constructs apart": _list_constructs(cohort)}
    return {
        name: frame.reindex(columns=list(SHEETS[name]))
        for name, frame in found.items()
        if len(frame)
    }


def _list_passages(cohort: Cohort) -> pd.DataFrame:
    """A row for each code on which coders of a passage differ."""
    if not cohort.has("codings", "segments", "codes"):
        return pd.DataFrame()
    alone = drop_agreed(cohort.tables["codings"])
    if alone["coder"].nunique() < 2:
        return pd.DataFrame()
    apart = list_disagreements(rate_segments(alone))
    labels = cohort.tables["codes"].set_index("code")["label"].to_dict()
    frame = apart.rename(columns={"given_by": "given by", "not_given_by": "not given by"})
    frame = frame.merge(cohort.tables["segments"][["segment", "participant", "gist"]], on="segment")
    return frame.assign(label=frame["code"].map(lambda code: labels.get(code, code)))


def _list_constructs(cohort: Cohort) -> pd.DataFrame:
    """A row for each construct that coders sorted differently."""
    if not cohort.has("construct_assignments", "grid_constructs"):
        return pd.DataFrame()
    rows = drop_agreed(cohort.tables["construct_assignments"])
    poles: dict[Hashable, str] = {
        (row["participant"], row["grid_construct"]): f"{row['left_pole']} – {row['right_pole']}"
        for row in cohort.tables["grid_constructs"].to_dict("records")
    }
    keys = ["participant", "grid_construct"]
    apart = []
    for key, part in fill_blanks(rows).groupby(keys, sort=False):
        if len(part[["category", "construct"]].drop_duplicates()) < 2:
            continue
        said = [
            f"{row['coder']}: {row['category']}" + _put_in_brackets(row["construct"])
            for row in part.to_dict("records")
        ]
        apart.append((*key, poles[key], "; ".join(said)))
    return pd.DataFrame(apart, columns=[*keys, "poles", "sorted as"])


def _put_in_brackets(words: str) -> str:
    return f" ({words})" if words else ""


def fill_blanks(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with "" where nothing stands.

    Parameters
    ----------
    frame : DataFrame
        Of texts.

    Returns
    -------
    DataFrame
        Of the same shape.
    """
    return frame.astype(object).where(frame.notna(), "")
