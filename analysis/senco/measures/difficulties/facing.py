"""Difficulties facing the possibilities that answer them, and who can act on each."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from senco.cohort.model import Cohort
from senco.measures.difficulties.coding import GROUNDS, find_state, list_pairs
from senco.text.words import count_verb

#: Who links an answer to a difficulty: the text or the accounts, and a coder who reads them.
_TELLERS = {"published": ("the text", "our reading")}
_ACCOUNTS = ("an account", "the coder's reading")
_ROUNDS = 12
_NONE = pd.DataFrame(columns=["difficulty", "gist"])


@dataclass(frozen=True)
class Facing:
    """Two columns that face each other, and what joins them.

    Parameters
    ----------
    difficulties : DataFrame
        Columns difficulty, gist, answered (text, reading or none); those without an answer last.
    possibilities : DataFrame
        Those that answer any: columns claim, gist, parties (a tuple of keys: under the first it
        stands, the others can act on it too). Party by party.
    joins : DataFrame
        Columns difficulty, claim, ground (text or reading); in the order of the two columns.
    parties : dict of str to str
        Who can act on a possibility that is here: by key, in words.
    n_unmatched : int
        Possibilities that answer no difficulty, and are not here.
    tellers : tuple of str
        What joins the two, by text and by reading, in words.
    """

    difficulties: pd.DataFrame
    possibilities: pd.DataFrame
    joins: pd.DataFrame
    parties: dict[str, str]
    n_unmatched: int
    tellers: tuple[str, str]


def face_difficulties(cohort: Cohort) -> Facing:
    """Return the difficulties, the possibilities that answer them, and who can act on these.

    Parameters
    ----------
    cohort : Cohort
        With the table claims; with or without difficulties and answers.

    Returns
    -------
    Facing
        By the first coding. Each column is ordered by the mean place of what faces it, so that
        few joins cross; without difficulties, or without answers, nothing is joined.
    """
    claims, pairs = cohort.tables["claims"], list_pairs(cohort)
    possible = claims.loc[claims["kind"] == "possibility"]
    answering = possible.loc[possible["claim"].isin({claim for claim, _ in pairs})]
    labels = cohort.study.list_parties()
    parties = {
        str(claim): cohort.study.find_parties(str(actor))
        for claim, actor in answering[["claim", "actor"]].itertuples(index=False)
    }
    listed = cohort.tables["difficulties"] if cohort.has("difficulties") else _NONE
    keys = listed["difficulty"].tolist()
    ranks = {party: place for place, party in enumerate(labels)}
    left, right = _order(keys, {key: ranks[mine[0]] for key, mine in parties.items()}, set(pairs))
    joins = [(key, claim, pairs[claim, key]) for key in left for claim in right
             if (claim, key) in pairs]  # fmt: skip
    acting = {party for mine in parties.values() for party in mine}
    return Facing(
        _list_left(listed, left, pairs),
        pd.DataFrame(
            [(claim, _find_gist(claims, "claim", claim), parties[claim]) for claim in right],
            columns=["claim", "gist", "parties"],
        ),
        pd.DataFrame(joins, columns=["difficulty", "claim", "ground"]),
        {key: label for key, label in labels.items() if key in acting},
        len(possible) - len(answering),
        _TELLERS.get(cohort.info.provenance, _ACCOUNTS),
    )


def _list_left(
    listed: pd.DataFrame, keys: list[str], pairs: dict[tuple[str, str], str]
) -> pd.DataFrame:
    rows = [(key, _find_gist(listed, "difficulty", key), find_state(pairs, key)) for key in keys]
    return pd.DataFrame(rows, columns=["difficulty", "gist", "answered"])


def _find_gist(table: pd.DataFrame, column: str, key: str) -> str:
    return str(table.loc[table[column] == key, "gist"].iloc[0])


def _order(
    keys: list[str], groups: dict[str, int], pairs: set[tuple[str, str]]
) -> tuple[list[str], list[str]]:
    """Both columns by the mean place of what faces each, over and over; groups stay together."""
    left, right = list(keys), sorted(groups, key=lambda claim: groups[claim])
    facing = {key: [claim for claim, other in pairs if other == key] for key in keys}
    faced = {claim: [key for other, key in pairs if other == claim] for claim in right}
    for _ in range(_ROUNDS):
        places = {key: place for place, key in enumerate(left)}
        right.sort(key=lambda claim: (groups[claim], _find_mean(faced[claim], places), claim))
        places = {claim: place for place, claim in enumerate(right)}
        left.sort(key=lambda key: (not facing[key], _find_mean(facing[key], places), key))
    return left, right


def _find_mean(keys: list[str], places: dict[str, int]) -> Fraction:
    return Fraction(sum(places[key] for key in keys), max(len(keys), 1))


def describe_facing(facing: Facing) -> str:
    """Return how many difficulties face how many possibilities, in words.

    Parameters
    ----------
    facing : Facing
        As `face_difficulties` gives it, with a difficulty at least.

    Returns
    -------
    str
        Some sentences.
    """
    states = facing.difficulties["answered"].tolist()
    n, (text, reading, none) = len(states), map(states.count, (*GROUNDS, "none"))
    many = "1 difficulty" if n == 1 else f"{n} difficulties"
    number = len(facing.possibilities)
    possible = f"{'at least one of ' if number > 1 else ''}{_count_possibilities(number)}"
    if n == none:
        return f"{many}, and no possibility that answers {'it' if n == 1 else 'one of them'}."
    by_text, by_reading = facing.tellers
    return (
        f"Of {many}, {count_verb(n - none, 'is', 'are')} answered by {possible}, "
        f"and {count_verb(none, 'remains', 'remain')} open. {by_text[0].upper()}{by_text[1:]} "
        f"itself links an answer to {text} of the {n}; only {by_reading} does so for {reading}."
    )


def describe_party(facing: Facing, party: str = "") -> str:
    """Return how many difficulties somebody's possibilities answer, in words.

    Parameters
    ----------
    facing : Facing
        As `face_difficulties` gives it.
    party : str
        A key of its parties; by default everybody.

    Returns
    -------
    str
        A sentence.
    """
    joins = select_joins(facing, party)
    who = facing.parties[party] if party else "Everybody"
    n, answered = joins["claim"].nunique(), joins["difficulty"].nunique()
    verb = "answers" if n == 1 else "answer"
    many = len(facing.difficulties)
    of = "1 difficulty" if many == 1 else f"{many} difficulties"
    return f"{who}: {_count_possibilities(n)} {verb} {answered} of {of}."


def select_joins(facing: Facing, party: str = "") -> pd.DataFrame:
    """Return what joins difficulties and the possibilities on which somebody can act.

    Parameters
    ----------
    facing : Facing
        As `face_difficulties` gives it.
    party : str
        A key of its parties; by default everybody.

    Returns
    -------
    DataFrame
        Rows of its joins.
    """
    if not party:
        return facing.joins
    mine = [party in parties for parties in facing.possibilities["parties"]]
    return facing.joins.loc[facing.joins["claim"].isin(facing.possibilities.loc[mine, "claim"])]


def describe_joins(facing: Facing, key: str) -> str:
    """Return how much a difficulty or a possibility is linked to, in words.

    Parameters
    ----------
    facing : Facing
        As `face_difficulties` gives it.
    key : str
        Of a difficulty or a claim that is in it.

    Returns
    -------
    str
        A sentence.
    """
    joins = facing.joins
    if key in joins["claim"].tolist():
        n = int((joins["claim"] == key).sum())
        return f"{key} answers {'1 difficulty' if n == 1 else f'{n} difficulties'}."
    grounds = joins.loc[joins["difficulty"] == key, "ground"].tolist()
    if not grounds:
        return f"{key} remains open: no possibility was found that answers it."
    tellers = dict(zip(GROUNDS, facing.tellers, strict=True))
    verb = "answers" if len(grounds) == 1 else "answer"
    told = f"{key}: {_count_possibilities(len(grounds))} {verb} it"
    if len(set(grounds)) == 1:
        return f"{told}, linked by {tellers[grounds[0]]}."
    counted = [f"{grounds.count(ground)} linked by {teller}" for ground, teller in tellers.items()]
    return f"{told}, {' and '.join(counted)}."


def _count_possibilities(number: int) -> str:
    return "1 possibility" if number == 1 else f"{number} possibilities"
