"""Who took part, and what a cohort holds."""

from __future__ import annotations

import pandas as pd

from senco.cohort.model import Cohort
from senco.text.words import join_words

#: What stands in a table of participants where nothing is known.
UNKNOWN = "not disclosed"
#: Columns that the table of participants may show, with their headings.
_COLUMNS = {
    "participant": "participant",
    "role": "role",
    "role_years": "years in the role",
    "placing": "placing",
    "lines": "lines",
}


def count_bands(cohort: Cohort) -> pd.DataFrame:
    """Return how many participants have been in the role for how long.

    Parameters
    ----------
    cohort : Cohort
        With the table participants; where it has the table reported too, the
        publication's own counts stand beside those that can be made.

    Returns
    -------
    DataFrame
        Index band, the longest first, last "not disclosed"; columns ``disclosed``
        (participants whose own band is in the table) and ``reported`` (as the
        publication counts them; missing where it does not).
    """
    own = cohort.tables["participants"]["role_years"].fillna(UNKNOWN).value_counts()
    order = [*_list_bands(cohort), UNKNOWN]
    frame = pd.DataFrame({"disclosed": own.reindex(order, fill_value=0).astype(int)})
    frame["reported"] = pd.Series(_reported_bands(cohort), dtype="Int64").reindex(order)
    return frame.rename_axis("band")


def _list_bands(cohort: Cohort) -> tuple[str, ...]:
    return cohort.study.participants.role_years[::-1]


def _reported_bands(cohort: Cohort) -> dict[str, int]:
    if not cohort.has("reported"):
        return {}
    rows = cohort.tables["reported"].query("stage == 'participants' and quantity == 'count'")
    named = dict(zip(rows["group"], rows["value"], strict=True))
    return {
        band: int(value)
        for band in _list_bands(cohort)
        for group, value in named.items()
        if group.startswith(band)
    }


def describe_roles(cohort: Cohort) -> str:
    """Return how many took part in which role, in words.

    Parameters
    ----------
    cohort : Cohort
        With the table participants.

    Returns
    -------
    str
        In the order of `study.yml`, such as "7 as SENCO and 1 as Area SENCO".
    """
    counts = cohort.tables["participants"]["role"].value_counts()
    roles = [role for role in cohort.study.participants.roles if role in counts]
    return join_words([f"{counts[role]} as {role}" for role in roles])


def describe_settings(cohort: Cohort) -> str:
    """Return how many participants work in which kind of setting, in words.

    Parameters
    ----------
    cohort : Cohort
        With the table participants.

    Returns
    -------
    str
        In the order of `study.yml`; blank where nobody's is disclosed.
    """
    given = cohort.tables["participants"]["setting"].fillna(UNKNOWN).value_counts()
    if set(given.index) == {UNKNOWN}:
        return ""
    order = [*cohort.study.participants.settings, UNKNOWN]
    told = [f"{name} ({given[name]})" for name in order if name in given]
    return f"By kind of setting: {join_words(told)}."


def list_people(cohort: Cohort) -> pd.DataFrame:
    """Return the participants as a table for readers.

    Parameters
    ----------
    cohort : Cohort
        With the table participants.

    Returns
    -------
    DataFrame
        A row each; a column of which nothing is known of anybody is left out.
    """
    people = cohort.tables["participants"]
    known = [name for name in _COLUMNS if name in people and people[name].notna().any()]
    return people[known].fillna(UNKNOWN).rename(columns=_COLUMNS)


def describe_people(cohort: Cohort) -> str:
    """Return how many people the table of participants holds, and how many it held.

    Parameters
    ----------
    cohort : Cohort
        With the table participants.

    Returns
    -------
    str
        The caption of the table.
    """
    table, gone = cohort.tables["participants"], cohort.info.withdrawn
    caption = f"The participants (n = {len(table)}) under their pseudonyms."
    if "placing" in table and table["placing"].notna().any():
        caption += (
            " Placing: whether the source states somebody's band or this project inferred it; "
            "places in the source."
        )
    if gone:
        more = "One person more" if gone == 1 else f"{gone} people more"
        caption += f" {more} took part and withdrew: their answers were taken out."
    return caption


def list_contents(cohort: Cohort, titles: dict[str, str]) -> pd.DataFrame:
    """Return what each table of the contract holds in this cohort.

    Parameters
    ----------
    cohort : Cohort
        With all its tables.
    titles : dict of str to str
        Every table's title, by its name, in order.

    Returns
    -------
    DataFrame
        Columns table, rows (0 where the table is absent) and participants (how
        many have a row; missing where the table is not about participants, or names none).
    """
    rows = []
    for name, title in titles.items():
        frame = cohort.tables.get(name)
        people = None
        if frame is not None and "participant" in frame and frame["participant"].notna().any():
            people = frame["participant"].nunique()
        rows.append((title, 0 if frame is None else len(frame), people))
    frame = pd.DataFrame(rows, columns=["table", "rows", "participants"])
    return frame.astype({"participants": "Int64"})
