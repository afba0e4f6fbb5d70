"""Which constrictions tell of the same difficulty, and which possibilities answer it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from senco.cohort.model import Cohort

#: What joins a possibility to a difficulty, the strongest first, and that nothing does.
GROUNDS = ("text", "reading")
STATES = (*GROUNDS, "none")

#: By possibility and difficulty, the ground.
Pairs = Mapping[tuple[str, str], str]


def list_difficulties(cohort: Cohort) -> pd.DataFrame:
    """Return each difficulty with the constrictions that tell of it and what answers it.

    Parameters
    ----------
    cohort : Cohort
        With the table claims; with or without difficulties, answers, difficulty_codings.

    Returns
    -------
    DataFrame
        In the order of the table; no rows where nothing was merged. Columns difficulty,
        gist; constrictions, by_text, by_reading: keys of claims with ", " between, those
        that tell of it and those that answer it, by ground; answered (of `STATES`: the
        strongest ground there is), second_coding (the same by the second coding; blank
        where there is none of every possibility).
    """
    columns = ["difficulty", "gist", "constrictions", "by_text", "by_reading", "answered",
               "second_coding"]  # fmt: skip
    if not cohort.has("difficulties"):
        return pd.DataFrame(columns=columns)
    first, second = list_pairs(cohort), list_second_pairs(cohort)
    claims = cohort.tables["claims"]
    rows = []
    for key, gist in cohort.tables["difficulties"][["difficulty", "gist"]].itertuples(index=False):
        members = claims.loc[claims["difficulty"] == key, "claim"]
        grounds = [[one for (one, other), ground in first.items() if other == key and ground == by]
                   for by in GROUNDS]  # fmt: skip
        again = "" if second is None else find_state(second, key)
        rows.append((key, gist, ", ".join(members), *map(", ".join, grounds),
                     find_state(first, key), again))  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def list_pairs(cohort: Cohort) -> dict[tuple[str, str], str]:
    """Return which possibility answers which difficulty by the first coding.

    Parameters
    ----------
    cohort : Cohort
        With or without the table answers.

    Returns
    -------
    dict of (str, str) to str
        By possibility and difficulty, the ground: text or reading.
    """
    if not cohort.has("difficulties", "answers"):
        return {}
    answers = cohort.tables["answers"]
    return {(a, d): g for a, d, g in answers[["claim", "difficulty", "ground"]].to_numpy()}


def find_coder(cohort: Cohort) -> str | None:
    """Return who coded the list a second time.

    Parameters
    ----------
    cohort : Cohort
        With or without the table difficulty_codings.

    Returns
    -------
    str or None
        The coder who comes first in the table; None where one coder coded it only.
    """
    if not cohort.has("difficulties", "difficulty_codings"):
        return None
    return str(cohort.tables["difficulty_codings"]["coder"].iloc[0])


def list_second_pairs(cohort: Cohort) -> dict[tuple[str, str], str] | None:
    """Return which possibility answers which difficulty by the second coding.

    Parameters
    ----------
    cohort : Cohort
        With or without the table difficulty_codings.

    Returns
    -------
    dict of (str, str) to str, or None
        As `list_pairs`. None where there is no second coding, or it leaves out a
        possibility, so that it can count nothing.
    """
    coded = read_second(cohort)
    claims = cohort.tables["claims"]
    possible = claims.loc[claims["kind"] == "possibility", "claim"]
    if coded.empty or not possible.isin(coded["claim"]).all():
        return None
    given = coded.loc[coded["claim"].isin(possible) & coded["difficulty"].notna()]
    return {(a, d): g for a, d, g in given[["claim", "difficulty", "ground"]].to_numpy()}


def read_second(cohort: Cohort) -> pd.DataFrame:
    """Return the rows of the second coding.

    Parameters
    ----------
    cohort : Cohort
        With or without the table difficulty_codings.

    Returns
    -------
    DataFrame
        Those of the coder whom `find_coder` names; none where there is no such coder.
    """
    coder = find_coder(cohort)
    if coder is None:
        return pd.DataFrame(columns=["claim", "coder", "difficulty", "ground"])
    table = cohort.tables["difficulty_codings"]
    return table.loc[table["coder"] == coder]


def find_state(pairs: Pairs, difficulty: str) -> str:
    """Return on which ground a difficulty has an answer.

    Parameters
    ----------
    pairs : mapping of (str, str) to str
        As `list_pairs` gives them.
    difficulty : str
        Its key.

    Returns
    -------
    str
        "text" where the text links an answer to it, "reading" where only a coder's
        reading does, "none" where nothing answers it.

    Examples
    --------
    >>> find_state({("C2", "D1"): "reading", ("C3", "D1"): "text"}, "D1")
    'text'
    """
    grounds = {ground for (_, other), ground in pairs.items() if other == difficulty}
    return next((ground for ground in GROUNDS if ground in grounds), "none")


def list_answers(cohort: Cohort) -> pd.DataFrame:
    """Return every difficulty beside each possibility that answers it.

    Parameters
    ----------
    cohort : Cohort
        As for `list_difficulties`.

    Returns
    -------
    DataFrame
        Columns difficulty, constricts (its gist), possibility, opens (its gist), ground, why,
        lines; in the order of the difficulties, then of the table.
    """
    columns = ["difficulty", "constricts", "possibility", "opens", "ground", "why", "lines"]
    if not cohort.has("difficulties", "answers"):
        return pd.DataFrame(columns=columns)
    tables = cohort.tables
    gists = tables["difficulties"].rename(columns={"gist": "constricts"})
    opens = tables["claims"][["claim", "gist"]].set_axis(["possibility", "opens"], axis=1)
    answers = tables["answers"].rename(columns={"claim": "possibility"})
    return gists.merge(answers, on="difficulty").merge(opens, on="possibility")[columns]


def count_people(cohort: Cohort) -> pd.DataFrame:
    """Return in how many participants' accounts each difficulty is told of.

    Parameters
    ----------
    cohort : Cohort
        With the table claims; with or without difficulties.

    Returns
    -------
    DataFrame
        In the order of the table; columns difficulty and people, which is missing where no
        constriction says whose account it is taken from.
    """
    listed = list_difficulties(cohort)[["difficulty"]]
    whose = cohort.tables["claims"].groupby("difficulty")["participant"].nunique()
    people = whose.where(whose > 0).reindex(listed["difficulty"])
    return listed.assign(people=people.astype("Int64").to_numpy())


def recount(cohort: Cohort) -> pd.DataFrame:
    """Return how many difficulties have an answer, by coding.

    Parameters
    ----------
    cohort : Cohort
        As for `list_difficulties`.

    Returns
    -------
    DataFrame
        A row each for the first coding, the second one, what both give (joined by the
        text where both say so) and what either gives; the last three only where the
        second coding is of every possibility. Columns coding, difficulties, text,
        reading, none (difficulties by state), pairs, possibilities (that answer any).
    """
    columns = ["coding", "difficulties", *STATES, "pairs", "possibilities"]
    if not cohort.has("difficulties"):
        return pd.DataFrame(columns=columns)
    keys = cohort.tables["difficulties"]["difficulty"].tolist()
    first, second = list_pairs(cohort), list_second_pairs(cohort)
    codings: dict[str, Pairs] = {"first": first}
    if second is not None:
        codings["second"] = second
        codings["what both give"] = {
            pair: max(first[pair], second[pair], key=STATES.index)
            for pair in first if pair in second
        }  # fmt: skip
        codings["what either gives"] = {
            pair: min(first.get(pair, "none"), second.get(pair, "none"), key=STATES.index)
            for pair in {**first, **second}
        }
    rows = []
    for name, pairs in codings.items():
        states = [find_state(pairs, key) for key in keys]
        answering = {claim for claim, _ in pairs}
        rows.append((name, len(keys), *map(states.count, STATES), len(pairs), len(answering)))
    return pd.DataFrame(rows, columns=columns)
