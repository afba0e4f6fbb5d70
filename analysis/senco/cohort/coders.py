"""Whose codings count, where more than one person coded.

A second coder is there to show how far two people agree, and not to add to what was
said. So there is one rule for everything that counts codings: *each participant's
codings are taken from the coder named first among those who coded anything of that
participant*. Coders are named by `coders` in cohort.yml; those who are not named there
follow in the order in which they first appear in the table. A second coder who codes a
part again so changes no count, and two who shared the participants between them lose
nothing. Where coders talked through what they coded differently and settled it, the outcome
stands in the same tables under the name `AGREED`, and counts before any one coder's unless
`coders` names it in another place. Measures of agreement are the exception: they take the
codings of every coder, and never the agreed ones, which nobody gave by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from senco.cohort.model import Cohort
from senco.text.words import join_words

#: The tables that several coders fill in, with what is done in them.
TASKS = {
    "codings": "The passages were coded",
    "construct_assignments": "The constructs were sorted",
}
#: The name under which stands what several coders settled between them.
AGREED = "agreed"
#: The rule in words, for pages.
RULE = (
    "For each person one coder’s work is counted: of those who coded any of that person’s "
    "data, the one named first in cohort.yml or, where none is named, the first in the table. "
    "What the coders settled between them takes precedence over what any of them coded alone."
)


def list_coders(rows: pd.DataFrame, named: Sequence[str] = ()) -> list[str]:
    """Return the coders of a table in the order in which they are taken.

    Parameters
    ----------
    rows : DataFrame
        With the column coder.
    named : sequence of str
        Coders in an order that was laid down; those without a row are left out.

    Returns
    -------
    list of str
        `AGREED`, unless it is among those named; those named; then the others in the order of
        their first rows.

    Examples
    --------
    >>> list_coders(pd.DataFrame({"coder": ["ben", "ann", "ben", "cy"]}), ["cy", "dee"])
    ['cy', 'ben', 'ann']
    >>> list_coders(pd.DataFrame({"coder": ["ben", "ann", "agreed"]}))
    ['agreed', 'ben', 'ann']
    >>> list_coders(pd.DataFrame({"coder": ["ben", "ann", "agreed"]}), ["ann", "agreed"])
    ['ann', 'agreed', 'ben']
    """
    found = dict.fromkeys(rows["coder"])
    order = named if AGREED in named else (AGREED, *named)
    first = [name for name in order if name in found]
    return list(dict.fromkeys([*first, *found]))


def drop_agreed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what coders gave by themselves: the rows but for what they settled afterwards.

    Parameters
    ----------
    rows : DataFrame
        With the column coder.

    Returns
    -------
    DataFrame
        In the same order and with the same index.
    """
    return rows.loc[rows["coder"] != AGREED]


def choose_coders(rows: pd.DataFrame, named: Sequence[str] = ()) -> dict[str, str]:
    """Return the coder whose codings count, for each participant.

    Parameters
    ----------
    rows : DataFrame
        Columns participant and coder, one row a coding.
    named : sequence of str
        As for `list_coders`.

    Returns
    -------
    dict of str to str
        By participant, in the order of the rows.

    Examples
    --------
    Ann coded P1, Ben all three. Named first, Ann counts for P1 and Ben for the others.

    >>> rows = pd.DataFrame({"participant": ["P1", "P1", "P2", "P3"],
    ...                      "coder": ["ben", "ann", "ben", "ben"]})
    >>> choose_coders(rows, ["ann", "ben"])
    {'P1': 'ann', 'P2': 'ben', 'P3': 'ben'}
    >>> choose_coders(rows)
    {'P1': 'ben', 'P2': 'ben', 'P3': 'ben'}
    """
    places = {name: place for place, name in enumerate(list_coders(rows, named))}
    chosen: dict[str, str] = {}
    for person, coder in zip(rows["participant"], rows["coder"], strict=True):
        if person not in chosen or places[coder] < places[chosen[person]]:
            chosen[person] = coder
    return chosen


def take_counted(cohort: Cohort, table: str = "codings") -> pd.DataFrame:
    """Return the codings of a cohort that count, by the one rule.

    Parameters
    ----------
    cohort : Cohort
        With the table, and for codings the table segments.
    table : {"codings", "construct_assignments"}
        Which codings.

    Returns
    -------
    DataFrame
        Rows of the table, in its order, of one coder for each participant.
    """
    rows = cohort.tables[table]
    people = find_people(cohort, table)
    chosen = choose_coders(rows.assign(participant=people), cohort.info.coders)
    return rows.loc[(rows["coder"] == people.map(chosen)).to_numpy()].reset_index(drop=True)


def find_people(cohort: Cohort, table: str) -> pd.Series:
    """Return whose words or constructs each row of codings is about.

    Parameters
    ----------
    cohort : Cohort
        With the table, and for codings the table segments.
    table : {"codings", "construct_assignments"}
        Which codings.

    Returns
    -------
    Series
        Participants, in the order and with the index of the table.
    """
    rows = cohort.tables[table]
    if "participant" in rows:
        return rows["participant"]
    return rows["segment"].map(cohort.tables["segments"].set_index("segment")["participant"])


def describe_chosen(cohort: Cohort, *tables: str) -> str:
    """Return who coded, and for how many people each coder is counted.

    Parameters
    ----------
    cohort : Cohort
        With or without the tables that coders fill in.
    *tables : {"codings", "construct_assignments"}
        Which codings; by default all that the cohort has.

    Returns
    -------
    str
        A sentence for each of the tables.
    """
    sentences = [_describe_table(cohort, table) for table in tables or TASKS if cohort.has(table)]
    return " ".join(sentences) or "Nothing was coded."


def _describe_table(cohort: Cohort, table: str) -> str:
    rows = cohort.tables[table].assign(participant=find_people(cohort, table))
    coders = list_coders(rows, cohort.info.coders)
    alone = [coder for coder in coders if coder != AGREED]
    if len(alone) < 2:
        return f"{TASKS[table]} by one person."
    chosen = list(choose_coders(rows, cohort.info.coders).values())
    counts = {coder: chosen.count(coder) for coder in coders if coder in chosen}
    whose = [_name_codings(coder) for coder in counts]
    if len(counts) > 1:
        of = f"of {len(chosen)} people"
        whose = [f"{_name_codings(coder)} for {n} {of}" for coder, n in counts.items()]
    return f"{TASKS[table]} by {join_words(alone)}; the ones counted are {join_words(whose)}."


def _name_codings(coder: str) -> str:
    return "those that they settled between them" if coder == AGREED else f"{coder}’s"


def describe_counted(cohort: Cohort, *tables: str) -> str:
    """Return whose codings count, and by what rule.

    Parameters
    ----------
    cohort, *tables
        As for `describe_chosen`.

    Returns
    -------
    str
        A few sentences; the rule only where several people coded.
    """
    chosen = describe_chosen(cohort, *tables)
    return f"{chosen} {RULE}" if have_several(cohort, *tables) else chosen


def have_several(cohort: Cohort, *tables: str) -> bool:
    """Return whether more than one person coded.

    Parameters
    ----------
    cohort, *tables
        As for `describe_chosen`.

    Returns
    -------
    bool
    """
    asked = (table for table in tables or TASKS if cohort.has(table))
    return any(cohort.tables[table]["coder"].nunique() > 1 for table in asked)
