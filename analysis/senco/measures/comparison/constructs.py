"""Which construct of one cohort is the same as which of another."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from senco.cohort.model import Cohort


@dataclass(frozen=True)
class Matching:
    """Two cohorts' constructs, laid side by side.

    Parameters
    ----------
    pairs : DataFrame
        Columns key (that of the reference cohort where there is one), here, there
        (constructs), label (as it stands here), label_there, by (what makes them the
        same); in the order of the constructs here.
    unmatched : DataFrame
        Columns cohort, construct, label, why.
    """

    pairs: pd.DataFrame
    unmatched: pd.DataFrame


def match_constructs(here: Cohort, there: Cohort) -> Matching:
    """Match two cohorts' constructs.

    A construct is the same as that of the reference cohort which its column `same_as`
    names, and so as every other that names it. Two constructs that name none are the
    same only where key and label are.

    Parameters
    ----------
    here, there : Cohort
        With or without the table constructs.

    Returns
    -------
    Matching
        A construct is in at most one pair: where two of a cohort claim to be the
        same, neither is matched.
    """
    one, other = anchor_constructs(here), anchor_constructs(there)
    pairs = one.loc[one["anchor"].notna()].merge(
        other.loc[other["anchor"].notna()], on="anchor", suffixes=("", "_there")
    )
    pairs = pd.DataFrame(
        {
            "key": pairs["key"],
            "here": pairs["construct"],
            "there": pairs["construct_there"],
            "label": pairs["label"],
            "label_there": pairs["label_there"],
            "by": pairs["by"],
        }
    )
    left = [
        _list_left(here, one, set(pairs["here"]), there),
        _list_left(there, other, set(pairs["there"]), here),
    ]
    return Matching(pairs, pd.concat(left, ignore_index=True))


def anchor_constructs(cohort: Cohort) -> pd.DataFrame:
    """Return a cohort's constructs with what they are matched by.

    Parameters
    ----------
    cohort : Cohort
        With or without the table constructs.

    Returns
    -------
    DataFrame
        Columns construct, label, key (that of the reference cohort where there is one), by
        (what makes two the same) and anchor, the same for the same construct whichever cohort
        has it; None where two of this cohort claim to be the same.
    """
    columns = ["construct", "label", "key", "by", "anchor"]
    if not cohort.has("constructs"):
        return pd.DataFrame(columns=columns, dtype=object)
    table = cohort.tables["constructs"]
    is_reference = cohort.name == cohort.study.reference_cohort
    same = table["construct"] if is_reference else table["same_as"]
    named = same.notna() & (same != "")
    own = table["construct"] + "|" + table["label"].str.casefold().str.split().str.join(" ")
    frame = pd.DataFrame(
        {
            "construct": table["construct"],
            "label": table["label"],
            "key": same.where(named, table["construct"]),
            "by": named.map({True: "same_as", False: "key and label"}),
            "anchor": ("same_as|" + same.astype("str")).where(named, "own|" + own),
        }
    ).astype(object)
    frame.loc[frame["anchor"].duplicated(keep=False), "anchor"] = None
    return frame


def _list_left(
    cohort: Cohort, constructs: pd.DataFrame, matched: set[str], other: Cohort
) -> pd.DataFrame:
    left = constructs.loc[~constructs["construct"].isin(matched)]
    why = [
        "two constructs of this cohort are declared to be the same"
        if anchor is None
        else f"{other.info.title} has none that is declared to be the same"
        for anchor in left["anchor"]
    ]
    return pd.DataFrame(
        {
            "cohort": cohort.info.title,
            "construct": left["construct"].to_numpy(),
            "label": left["label"].to_numpy(),
            "why": why,
        },
        dtype=object,
    )
