"""Who took part, and what a cohort holds."""

from __future__ import annotations

import pandas as pd

from senco.cohort.model import Cohort

#: The bands of years in the role, as the contract lists them, longest first.
BANDS = ("more than 20", "five or more", "three to five", "less than three")


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
        Index band, longest first, last "not disclosed"; columns ``disclosed``
        (participants whose own band is in the table) and ``reported`` (as the
        publication counts them; missing where it does not).
    """
    own = cohort.tables["participants"]["role_years"].fillna("not disclosed").value_counts()
    order = [*BANDS, "not disclosed"]
    frame = pd.DataFrame({"disclosed": own.reindex(order, fill_value=0).astype(int)})
    frame["reported"] = pd.Series(_reported_bands(cohort), dtype="Int64").reindex(order)
    return frame.rename_axis("band")


def _reported_bands(cohort: Cohort) -> dict[str, int]:
    if not cohort.has("reported"):
        return {}
    rows = cohort.tables["reported"].query("stage == 'participants' and quantity == 'count'")
    named = dict(zip(rows["group"], rows["value"], strict=True))
    return {
        band: int(value)
        for band in BANDS
        for group, value in named.items()
        if group.startswith(band)
    }


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
    people, gone = len(cohort.tables["participants"]), cohort.info.withdrawn
    caption = f"The participants (n = {people}) under their pseudonyms; lines of the source."
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
        many have a row; missing where the table is not about participants).
    """
    rows = []
    for name, title in titles.items():
        frame = cohort.tables.get(name)
        people = None
        if frame is not None and "participant" in frame:
            people = frame["participant"].nunique()
        rows.append((title, 0 if frame is None else len(frame), people))
    frame = pd.DataFrame(rows, columns=["table", "rows", "participants"])
    return frame.astype({"participants": "Int64"})
