"""Several cohorts side by side, as tables for a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from senco.cohort.coders import RULE, describe_chosen, have_several
from senco.cohort.model import Cohort
from senco.measures.comparison.cohorts import MOST_PAIRED, letter_of
from senco.measures.comparison.priorities import place_constructs
from senco.measures.networks import tabulate_coders as tabulate_one
from senco.measures.tolerance import find_highest, level
from senco.pages.comparison.tables import format_value
from senco.text.words import count_verb, join_tied, join_words


def format_side_by_side(laid: pd.DataFrame, cohorts: Sequence[Cohort]) -> pd.DataFrame:
    """Return cohorts side by side with their numbers as text.

    Parameters
    ----------
    laid : DataFrame
        As `senco.measures.comparison.lay_side_by_side` gives it.
    cohorts : sequence of Cohort
        In the same order.

    Returns
    -------
    DataFrame
        Columns area, finding, one a cohort under its letter, verdict, apart. Of more than
        `MOST_PAIRED` cohorts: area, finding, that of A, cohorts (how many have a number),
        least, median and most of their numbers, differ (how many differ from A), verdict.
    """
    if len(cohorts) > MOST_PAIRED:
        return _sum_up(laid, cohorts)
    shown = laid[["area", "finding"]].copy()
    for place, cohort in enumerate(cohorts):
        numbers = zip(laid[cohort.name], laid["unit"], strict=True)
        shown[letter_of(place)] = [format_value(value, unit) for value, unit in numbers]
    return shown.assign(verdict=laid["verdict"], apart=laid["apart"])


def _sum_up(laid: pd.DataFrame, cohorts: Sequence[Cohort]) -> pd.DataFrame:
    """Many cohorts' numbers by their range."""
    shown = laid[["area", "finding"]].copy()
    numbers = laid[[cohort.name for cohort in cohorts]].astype(float)
    told = {
        letter_of(0): numbers.iloc[:, 0],
        "least": numbers.min(axis=1),
        "median": numbers.median(axis=1),
        "most": numbers.max(axis=1),
    }
    for name, values in told.items():
        pairs = zip(values, laid["unit"], strict=True)
        shown[name] = [format_value(value, unit) for value, unit in pairs]
    # a finding about two cohorts together is a number of neither
    counted = [number or "" for number in numbers.notna().sum(axis=1)]
    shown.insert(3, "cohorts", counted)
    differ = [len(apart.split("; ")) if apart else 0 for apart in laid["apart"]]
    return shown.assign(differ=differ, verdict=laid["verdict"])


def explain_pairs(cohorts: Sequence[Cohort]) -> tuple[str, str]:
    """Return which pairs of cohorts were compared, and how the table of findings is read.

    Parameters
    ----------
    cohorts : sequence of Cohort
        In order.

    Returns
    -------
    compared, read : str
        The first half of a sentence, and the sentences of a caption.
    """
    if len(cohorts) <= MOST_PAIRED:
        return (
            "Every pair of cohorts was compared",
            "Agrees: every pair that can be compared does; differs: at least one pair does, named "
            "last by its letters; blank: no number.",
        )
    return (
        f"{len(cohorts)} cohorts have {len(cohorts) * (len(cohorts) - 1) // 2:,} pairs, too many "
        f"to read; so each was compared with {letter_of(0)} alone,",
        f"{letter_of(0)}: this cohort’s number; cohorts: how many have one, with the least, the "
        f"median and the most of them; differ: how many differ from {letter_of(0)}. Agrees: "
        f"{letter_of(0)} and every cohort that can be compared with it do. The file of numbers "
        "has all cohorts.",
    )


def list_cohorts(cohorts: Sequence[Cohort]) -> pd.DataFrame:
    """Return who is compared, and with what.

    Parameters
    ----------
    cohorts : sequence of Cohort
        In order.

    Returns
    -------
    DataFrame
        Columns letter, cohort (title), data (provenance), from (the deposit that it was gathered
        from, or "here"), people, priorities, narratives, claims (what there is of each).
    """
    rows = []
    for place, cohort in enumerate(cohorts):
        ranked = cohort.has("rankings")
        priorities = "rankings" if ranked else "reported means" if _reports(cohort) else "none"
        has_narratives = cohort.has("segments", "codings", "codes")
        chosen = "printed statements" if cohort.info.provenance == "published" else "coded passages"
        rows.append(
            {
                "letter": letter_of(place),
                "cohort": cohort.info.title,
                "data": cohort.info.provenance,
                "from": cohort.info.gathered or "here",
                "people": len(cohort.tables["participants"]),
                "priorities": priorities,
                "narratives": chosen if has_narratives else "none",
                "claims": len(cohort.tables["claims"]) if cohort.has("claims") else 0,
            }
        )
    return pd.DataFrame(rows)


def tell_gathered(cohorts: Sequence[Cohort]) -> str:
    """Return in a sentence or two which cohorts are other people's.

    Parameters
    ----------
    cohorts : sequence of Cohort
        In order.

    Returns
    -------
    str
        That none is, where none is.
    """
    letters = [letter_of(n) for n, cohort in enumerate(cohorts) if cohort.info.gathered]
    if not letters:
        return "None of these cohorts was taken from another team’s deposit."
    deposits = "another team’s deposit" if len(letters) == 1 else "deposits of other teams"
    return (
        f"{join_words(letters)} {'was' if len(letters) == 1 else 'were'} taken from {deposits}: "
        "the checksums and the tables were checked, and nothing was run. Those who made a deposit "
        "answer for what it holds."
    )


def _reports(cohort: Cohort) -> bool:
    return place_constructs(cohort, 2) is not None


def find_widest(places: pd.DataFrame) -> str:
    """Return the construct, or constructs, whose places lie farthest apart.

    Parameters
    ----------
    places : DataFrame
        As `lay_places` gives it.

    Returns
    -------
    str
        Its label, or all that share the distance; "none, because no two have a construct in
        common" where there is none.
    """
    if places.empty:
        return "none, because no two have a construct in common"
    numbers = places.drop(columns=["construct", "verdict"])
    widest = find_highest(numbers.max(axis=1) - numbers.min(axis=1))
    return join_tied(places.loc[widest, "construct"].tolist())


def lay_places(cohorts: Sequence[Cohort], laid: pd.DataFrame) -> pd.DataFrame:
    """Return the mean place of every construct in every cohort, for a figure.

    Parameters
    ----------
    cohorts : sequence of Cohort
        In order.
    laid : DataFrame
        As `senco.measures.comparison.lay_side_by_side` gives it.

    Returns
    -------
    DataFrame
        Columns construct (its label), one a cohort (its letter and title), and
        verdict; in the order of the first cohort, then of the mean over the others.
    """
    rows = laid.loc[laid["key"].str.startswith("place:")]
    frame = rows[[cohort.name for cohort in cohorts]].astype(float)
    places = frame.iloc[:, 0].fillna(frame.mean(axis=1))
    order = places.sort_values(kind="stable", key=level).index
    frame.columns = [f"{letter_of(n)}: {cohort.info.title}" for n, cohort in enumerate(cohorts)]
    frame.insert(0, "construct", rows["finding"])
    return frame.assign(verdict=rows["verdict"]).loc[order].reset_index(drop=True)


def explain_coders(cohorts: Sequence[Cohort]) -> str:
    """Return whose codings count, where more than one person coded.

    Parameters
    ----------
    cohorts : sequence of Cohort
        In order.

    Returns
    -------
    str
        A few sentences, with the cohorts' letters; of many cohorts, each sentence once, with
        how many it is for.
    """
    chosen = {
        letter_of(place): describe_chosen(cohort)
        for place, cohort in enumerate(cohorts)
        if have_several(cohort)
    }
    sentences = [f"{letter}: {told}" for letter, told in chosen.items()]
    if len(sentences) > MOST_PAIRED:
        counts = Counter(chosen.values())
        sentences = [
            f"{count_verb(n, 'cohort', 'cohorts')}: {told}" for told, n in counts.most_common()
        ]
    return (
        " ".join([*sentences, RULE])
        if sentences
        else "In each of these cohorts at most one person coded."
    )


def tabulate_coders(cohorts: Sequence[Cohort]) -> pd.DataFrame:
    """Return how many people speak of what, by each coder, where coders differ.

    Parameters
    ----------
    cohorts : sequence of Cohort
        In order.

    Returns
    -------
    DataFrame
        Columns letter, influence (label), people (who speak of it, as they are
        counted) and by coder (in words). Only influences of which the coders do not
        find the same number of people to speak.
    """
    rows = []
    for place, cohort in enumerate(cohorts):
        for row in tabulate_one(cohort).to_dict("records"):
            start = "people, "
            people = {
                str(key)[len(start) :]: n for key, n in row.items() if str(key).startswith(start)
            }
            if len(set(people.values())) > 1:
                counts = "; ".join(f"{coder}: {n}" for coder, n in people.items())
                label = cohort.influences[row["influence"]].label
                rows.append((letter_of(place), label, row["people"], counts))
    return pd.DataFrame(rows, columns=["letter", "influence", "people", "by coder"])
