"""What many rules, and chance, say of the key influences, in sentences and tables for readers."""

from __future__ import annotations

import pandas as pd

from senco.measures.networks.chance import LESS, MORE, NO_MORE, SETTLED, Bridging, Compared
from senco.measures.networks.multiverse import Multiverse
from senco.measures.networks.robustness import ROBUST, Sets, measure_influence_of_choices
from senco.measures.tolerance import at_least
from senco.pages.limits import FEW
from senco.text.rounding import format_number, format_share
from senco.text.words import join_words


def list_robust(summary: pd.DataFrame) -> list[str]:
    """Return the influences that are key whichever rule is taken.

    Parameters
    ----------
    summary : DataFrame
        As `senco.measures.networks.summarise_multiverse` gives it.

    Returns
    -------
    list of str
        Those that at least nine in ten rules make key.
    """
    return summary.index[at_least(summary["key"], ROBUST)].tolist()


def describe_sets(sets: Sets) -> str:
    """Return how far the rules that could be defended agree, in a sentence.

    Parameters
    ----------
    sets : Sets
        As `senco.measures.networks.count_sets` gives it.

    Returns
    -------
    str
    """
    if sets.different == 1:
        return "All of them give the same answer."
    return (
        f"They give {sets.different} different sets of key influences; under "
        f"{format_share(sets.none)} of them none is key, and {format_share(sets.same)} give the "
        "same set as the rule of this page."
    )


def describe_contradictions(multiverse: Multiverse, summary: pd.DataFrame) -> str:
    """Return of how many influences firm verdicts contradict each other, in a sentence.

    Parameters
    ----------
    multiverse : Multiverse
        As `senco.measures.networks.explore_specifications` gives it.
    summary : DataFrame
        As `senco.measures.networks.summarise_multiverse` gives it.

    Returns
    -------
    str
    """
    both = int(((summary["firm"] > 0) & (summary["firm_not"] > 0)).sum())
    if not multiverse.draws:
        return "One participant alone does not give a clear verdict."
    if not both:
        return "There is no influence that one rule finds clearly key and another clearly not key."
    return (
        f"There are {both} of {len(summary)} influences that one rule finds clearly key and "
        "another clearly not key."
    )


def tabulate_rules(summary: pd.DataFrame) -> pd.DataFrame:
    """Return how often each influence is key as a table for readers.

    Parameters
    ----------
    summary : DataFrame
        As `senco.measures.networks.summarise_multiverse` gives it.

    Returns
    -------
    DataFrame
        Index influence; columns key, this page, firmly key, firmly not, hangs on, changed.
    """
    return pd.DataFrame(
        {
            "key": summary["key"],
            "this page": summary["rule"].map({True: "key", False: "not key"}),
            "firmly key": summary["firm"],
            "firmly not": summary["firm_not"],
            "hangs on": [join_words(list(names)) for names in summary["hangs_on"]],
            "changed": summary["changed"],
        }
    )


def tabulate_choices(multiverse: Multiverse) -> pd.DataFrame:
    """Return the choices behind the rules as a table for readers.

    Parameters
    ----------
    multiverse : Multiverse
        As `senco.measures.networks.explore_specifications` gives it.

    Returns
    -------
    DataFrame
        Choice, how often it alone changes whether an influence is key and what the verdict
        is (mean of the influences), the page's option, the others, and why all of them can
        be defended. Choices that this cohort does not leave are not listed.
    """
    rule, verdict = measure_influence_of_choices(multiverse)
    frame = pd.DataFrame(
        {
            "choice": [dimension.name for dimension in multiverse.dimensions],
            "changes key": rule.mean(axis=1).reindex(verdict.index).to_numpy(),
            "changes verdict": verdict.mean(axis=1).to_numpy(),
            "this page": [dimension.options[0] for dimension in multiverse.dimensions],
            "or": ["; ".join(dimension.options[1:]) for dimension in multiverse.dimensions],
            "why": [dimension.reason for dimension in multiverse.dimensions],
        }
    )
    return frame.loc[frame["changes verdict"].notna()].reset_index(drop=True)


def tabulate_chance(compared: Compared) -> pd.DataFrame:
    """Return numbers beside chance as a table for readers, the verdict before the numbers.

    Parameters
    ----------
    compared : Compared
        As `senco.measures.networks.compare_pairs` or `compare_carriers` gives it.

    Returns
    -------
    DataFrame
        Its table, with words for headings.
    """
    words = {
        "expected": "by chance",
        "at_most": "at most",
        "as_few": "as few",
        "as_many": "as many",
        "adjusted": "p",
    }
    table = compared.table.rename(columns=words)
    first = [name for name in ("first", "second", "carrier") if name in table]
    rest = [name for name in table if name not in (*first, "verdict")]
    return table[[*first, "verdict", *rest]]


def describe_networks(compared: Compared) -> str:
    """Return which networks stand for chance, and how exact that is.

    Parameters
    ----------
    compared : Compared
        As `senco.measures.networks.compare_pairs` or `compare_carriers` gives it.

    Returns
    -------
    str
        A clause such as "all 5 networks with these totals".
    """
    if compared.exact:
        return f"all {compared.networks:,} networks with these totals"
    return (
        f"{compared.networks:,} networks drawn at random from all with these totals (standard "
        f"error of a share at most {format_number(compared.error, 3)})"
    )


def describe_bridging(found: Bridging, n_participants: int) -> str:
    """Return how many people are tied to several systems, and what that is worth.

    Parameters
    ----------
    found : Bridging
        As `senco.measures.networks.compare_bridging` gives it.
    n_participants : int
        All participants.

    Returns
    -------
    str
        A sentence. That people join the systems is said only where more of them do than
        chance gives.
    """
    sentence = f"{found.count} of {n_participants} are tied to more than one system"
    if found.least == found.most:
        return f"{sentence}, as they would be in any network with these numbers of ties."
    if found.verdict == MORE:
        return (
            f"{sentence}, more than the {format_number(found.expected, 1)} that chance gives: "
            "here people connect the systems more often than the numbers of ties alone would "
            "suggest."
        )
    if found.verdict == SETTLED:
        return f"{sentence}; the numbers of ties allow hardly anything else."
    told = "so few" if n_participants <= FEW else "these numbers"
    shown = _UNSHOWN.get(found.verdict, f"cannot be told from {told}")
    return (
        f"{sentence}; chance alone gives {format_number(found.expected, 1)}, so whether people "
        f"carry one system into another {shown}."
    )


_UNSHOWN = {
    NO_MORE: "does not show here",
    LESS: "does not show here: it is fewer",
}
