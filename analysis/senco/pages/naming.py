"""Names in place of ids, for tables that people read."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from senco.cohort.model import Cohort
from senco.text.words import join_words

#: So many who are not drawn are named; of more, the first of them.
_MOST_NAMED = 6


def name_ids(frame: pd.DataFrame, cohort: Cohort) -> pd.DataFrame:
    """Return a table in which influences and systems stand by their labels.

    Parameters
    ----------
    frame : DataFrame
        An index with a name becomes a column. Columns influence, first and second hold
        influences, system and carrier systems.
    cohort : Cohort
        Whose.

    Returns
    -------
    DataFrame
        With labels instead of ids.
    """
    named = frame.reset_index() if frame.index.name else frame.copy()
    influences = {key: influence.label for key, influence in cohort.influences.items()}
    systems = {key: system.label for key, system in cohort.systems.items()}
    columns = dict.fromkeys(("influence", "first", "second"), influences)
    columns |= dict.fromkeys(("system", "carrier"), systems)
    for column, labels in columns.items():
        if column in named:
            named[column] = named[column].map(labels)
    return named


def tell_drawn(people: Sequence[str], shown: int, notebook: str, parameter: str = "shown") -> str:
    """Return who is drawn, and how the others can be.

    Parameters
    ----------
    people : sequence of str
        Everybody who could be, in the order of the table.
    shown : int
        How many are, from the first.
    notebook, parameter : str
        The notebook, and its parameter that says how many.

    Returns
    -------
    str
        One sentence where all are drawn, three where not.

    Examples
    --------
    >>> tell_drawn(["P1", "P2"], 8, "20_worklines")
    'All 2 are drawn.'
    >>> tell_drawn(["P1", "P2", "P3"], 2, "20_worklines")  # doctest: +ELLIPSIS
    'The first 2 of 3 are drawn; P3 is not. The line “20_worklines: {shown: 3}” under ...'
    """
    left = list(people[shown:])
    if not left:
        return f"All {len(people)} are drawn."
    named = left if len(left) <= _MOST_NAMED else left[: _MOST_NAMED - 1]
    others = [f"{len(left) - len(named)} others"] if len(named) < len(left) else []
    verb = "is" if len(left) == 1 else "are"
    return (
        f"The first {shown} of {len(people)} are drawn; {join_words([*named, *others])} {verb} not."
        f" The line “{notebook}: {{{parameter}: {len(people)}}}” under parameters in cohort.yml "
        "draws all."
    )
