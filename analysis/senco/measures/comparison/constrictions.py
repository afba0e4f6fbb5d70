"""Constrictions and possibilities of one cohort that are met again in another."""

from __future__ import annotations

import pandas as pd

from senco.cohort.model import NO_INFLUENCE, Cohort
from senco.measures.comparison.verdicts import (
    AGREEMENT,
    AGREES,
    DIFFERS,
    EITHER,
    OPEN,
    Area,
    Compared,
    NotCompared,
    Reach,
    Verdict,
)
from senco.measures.narratives import find_least_prevalence
from senco.text.rounding import format_share

AREA: Area = "constrictions and possibilities"
_COLUMNS = ["claim", "influence", "kind", "gist", "met_by", "verdict"]


def _match(here: Cohort, there: Cohort) -> pd.DataFrame:
    """Every claim there beside those here that repeat it; what tells of the same has one anchor."""
    merged = _merge_repeats(here, there)
    one, other = _anchor(here, merged), _anchor(there, merged)
    rows = []
    for claim in other.to_dict("records"):
        again = one.loc[one["anchor"] == claim["anchor"]] if claim["anchor"] else one.iloc[:0]
        rows.append(
            {
                **{name: claim[name] for name in _COLUMNS[:4]},
                "met_by": "; ".join(again["gist"]),
                "verdict": _judge(claim["kind"], set(again["kind"])),
                "anchor": claim["anchor"] or claim["claim"],
            }
        )
    return pd.DataFrame(rows, columns=[*_COLUMNS, "anchor"])


def _judge(kind: str, again: set[str]) -> Verdict:
    if kind in again:
        return AGREES
    return DIFFERS if again else OPEN


def _merge_repeats(here: Cohort, there: Cohort) -> dict[str, str]:
    """The difficulty of each constriction of the reference cohort, where it is one of the two."""
    for cohort in (here, there):
        claims = cohort.tables["claims"]
        if cohort.name == cohort.study.reference_cohort and "difficulty" in claims:
            return dict(claims.dropna(subset="difficulty")[["claim", "difficulty"]].to_numpy())
    return {}


def _anchor(cohort: Cohort, merged: dict[str, str]) -> pd.DataFrame:
    table = cohort.tables["claims"].copy()
    own = cohort.name == cohort.study.reference_cohort
    named = table["claim"] if own else table["same_as"]
    table["anchor"] = named.where(named.notna(), "").astype(str).replace(merged)
    table["influence"] = table["influence"].fillna(NO_INFLUENCE)
    return table


def compare_constrictions(
    here: Cohort, there: Cohort
) -> tuple[list[Compared], list[NotCompared], pd.DataFrame]:
    """Ask of every influence whether what constricts, or is possible, there is met again.

    Parameters
    ----------
    here, there : Cohort
        With or without the table claims.

    Returns
    -------
    tuple of list of Compared, list of NotCompared, and DataFrame
        A finding for the constrictions and one for the possibilities of each influence
        that has any there; and every claim there, in its order: columns claim, influence
        ("several" where it concerns no single one), kind, gist, met_by (gists here, joined
        by "; ") and verdict, which is *agrees* where one here of the same kind repeats it
        (`same_as`, or the same difficulty), *differs* where only one of the other kind
        does, else *cannot tell at this n*. A finding agrees where every one of its claims
        is met again, and differs where every one has turned into its opposite. That
        something is not met again is never a difference, however many are asked.
    """
    for cohort in (here, there):
        if not cohort.has("claims"):
            why = f"{cohort.info.title} contains no coded claim."
            left = [NotCompared(AREA, "what constricts and what is possible", why)]
            return [], left, pd.DataFrame(columns=_COLUMNS)
    matched = _match(here, there)
    n_here = len(here.tables["participants"]) if here.has("participants") else 1
    n_there = len(there.tables["participants"]) if there.has("participants") else 1
    order = [*here.influences, NO_INFLUENCE]
    labels = {key: influence.label for key, influence in here.influences.items()}
    labels[NO_INFLUENCE] = "Several influences at once"
    rows = []
    for influence in order:
        for kind, plural in (("constriction", "constrictions"), ("possibility", "possibilities")):
            part = matched.loc[(matched["influence"] == influence) & (matched["kind"] == kind)]
            if len(part):
                finding = f"{labels[influence]}: {plural}"
                rows.append(_compare(part, f"{kind}:{influence}", finding, (n_here, n_there)))
    return rows, [], matched[_COLUMNS]


def _compare(part: pd.DataFrame, key: str, finding: str, sizes: tuple[int, int]) -> Compared:
    part = part.drop_duplicates("anchor")  # what repeats another is met with it
    again, turned = int((part["verdict"] == AGREES).sum()), int((part["verdict"] == DIFFERS).sum())
    verdict, reason, reach = _judge_group(again, turned, len(part), sizes[0])
    return Compared(
        AREA, key, finding, "claims met again", float(again), float(len(part)), *sizes,
        None, None, None, None, None, verdict, reason, reach,
    )  # fmt: skip


def _judge_group(again: int, turned: int, of: int, n: int) -> tuple[Verdict, str, Reach | None]:
    """What claims that are met again, or turned into their opposite, say of their group."""
    if again == of:
        return AGREES, f"Met again here: {again} of {of}.", None
    if turned == of:
        return DIFFERS, f"Turned into their opposite here: {turned} of {of}.", None
    again_text = f"Met again here: {again} of {of}; turned into their opposite: {turned}."
    least = format_share(find_least_prevalence(n)).replace("%", " %")
    silence = (
        "A claim that is not met again is never counted as a difference, however many people "
        f"are asked; something that fewer than {least} of such people meet is easily missed "
        f"among {n}."
    )
    return OPEN, f"{again_text} {silence}", AGREEMENT if again else EITHER
