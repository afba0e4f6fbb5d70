"""What is said of difficulties and their answers, on a page of any cohort."""

from __future__ import annotations

import pandas as pd

from senco.cohort.model import Cohort
from senco.measures.difficulties.coding import find_coder, list_difficulties, recount
from senco.text.words import join_words

NOT_COUNTED = "not counted"
#: What joins an answer to a difficulty, beside the coder's reading.
PUBLICATION, ACCOUNTS = "The text itself joins", "The accounts themselves join"
#: Up to so many difficulties are told with their gists, more by their keys alone.
MOST_NAMED = 3


def describe_counts(counts: pd.DataFrame, teller: str = PUBLICATION) -> str:
    """Return how many difficulties there are, and how many have an answer, in words.

    Parameters
    ----------
    counts : DataFrame
        As `recount` gives it.
    teller : str
        What joins an answer to a difficulty, as a sentence begins: the text of a
        publication, or participants' `ACCOUNTS`.

    Returns
    -------
    str
        Some sentences; where nothing was merged, that answers cannot be counted.

    Examples
    --------
    >>> counts = pd.DataFrame([{"difficulties": 3, "text": 2, "reading": 1, "none": 0}])
    >>> print(describe_counts(counts))
    With repeats merged, the constrictions come to 3 difficulties. The text itself joins an \
answer to 2 of them, the coder's reading alone to 1, and to 0 neither does.
    """
    if counts.empty:
        return (
            "Which constrictions repeat one another has not been coded for this cohort (it has "
            "no table of difficulties). So it cannot be counted how many difficulties they "
            "amount to, or how many of these have an answer."
        )
    first = counts.iloc[0]
    many = "1 difficulty" if first["difficulties"] == 1 else f"{first['difficulties']} difficulties"
    return (
        f"With repeats merged, the constrictions come to {many}. {teller} an answer "
        f"to {first['text']} of them, the coder's reading alone to {first['reading']}, and to "
        f"{first['none']} neither does."
    )


def describe_second(cohort: Cohort) -> str:
    """Return how far the counts change under the second coding, in words.

    Parameters
    ----------
    cohort : Cohort
        With the table claims; with or without difficulties and their codings.

    Returns
    -------
    str
        One or two sentences, also where there is no second coding or a part only;
        blank where nothing was merged.
    """
    if not cohort.has("difficulties"):
        return ""
    if find_coder(cohort) is None:
        return "The list was coded by one coder only."
    listed, counts = list_difficulties(cohort), recount(cohort)
    if len(counts) == 1:
        return "Only part was coded a second time, so the counts cannot be compared."
    second = counts.iloc[1]
    apart = listed.loc[listed["answered"] != listed["second_coding"]]
    names = [
        f"{key} ({gist.rstrip('.')})"
        for key, gist in zip(apart["difficulty"], apart["gist"], strict=True)
    ]
    if len(names) > MOST_NAMED:
        names = apart["difficulty"].tolist()
    numbers = f"{second['text']}, {second['reading']} and {second['none']}"
    differ = f"{join_words(names)} {'differ' if len(names) > 1 else 'differs'}" if names else ""
    return f"By a second coding the numbers are {numbers}; {differ or 'no difficulty differs'}."


def describe_missing(cohort: Cohort) -> str:
    """Return why a table of difficulties is empty, and what to do.

    Parameters
    ----------
    cohort : Cohort
        As for `describe_second`.

    Returns
    -------
    str
        Blank where the constrictions were merged.
    """
    if cohort.has("difficulties"):
        return ""
    return (
        "Not counted: list each difficulty once in the table difficulties, name it in the column "
        "difficulty of claims, and say in answers which possibility answers which."
    )


def list_values(cohort: Cohort) -> dict[str, int | str]:
    """Return the counts that other pages quote.

    Parameters
    ----------
    cohort : Cohort
        As for `describe_second`.

    Returns
    -------
    dict of str to int or str
        ``n_difficulties``; of these ``n_joined`` (by the text), ``n_read`` (by the coder's
        reading only) and ``n_unanswered``; ``n_pairs``, ``n_answering`` (possibilities),
        ``n_unanswered_second`` (by the second coding). "not counted" where nothing was
        merged, or there is no second coding of every possibility.
    """
    names = {
        "difficulties": "n_difficulties", "text": "n_joined", "reading": "n_read",
        "none": "n_unanswered", "pairs": "n_pairs", "possibilities": "n_answering",
    }  # fmt: skip
    counts = recount(cohort)
    values: dict[str, int | str] = dict.fromkeys(names.values(), NOT_COUNTED)
    if len(counts):
        values |= {name: int(counts.iloc[0][column]) for column, name in names.items()}
    second = int(counts.iloc[1]["none"]) if len(counts) > 1 else NOT_COUNTED
    return {**values, "n_unanswered_second": second}


def describe_tellers(cohort: Cohort) -> str:
    """Return from how many participants' accounts the claims are taken, in words.

    Parameters
    ----------
    cohort : Cohort
        With the tables participants and claims.

    Returns
    -------
    str
        A sentence or two.
    """
    whose = cohort.tables["claims"]["participant"]
    told, left = whose.nunique(), int(whose.isna().sum())
    if not told:
        return "It is not recorded from whose accounts the claims are taken."
    n = len(cohort.tables["participants"])
    many = "participant" if n == 1 else "participants"
    text = f"The claims are taken from the accounts of {told} of {n} {many}."
    return (
        text if not left else (f"{text} For {left} of them it is not recorded whose account it is.")
    )
