"""A cohort's tables as the checks get them, before they are trusted."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from senco.cohort.model import CohortInfo
from senco.cohort.study import Study
from senco.errors import Finding, Severity


@dataclass(frozen=True)
class Evidence:
    """A cohort's tables as the checks get them, before they are trusted.

    Parameters
    ----------
    folder : str
        How messages name the cohort's folder.
    raw : dict of str to DataFrame
        The cells as text, by table; the index is the row as a spreadsheet numbers it.
    tables : dict of str to DataFrame
        The same, typed; what cannot be read is missing.
    flawed : dict of str to set of int
        The rows in which something is wrong already; nothing more is said of them.
    info : CohortInfo or None
        What `cohort.yml` says, where it can be read.
    study : Study
        The framework, with the cohort's own influences where it has any.
    shared : tuple of str
        The influences of `data/study.yml`.
    reference : dict of str to frozenset of str
        The reference cohort's keys by table (constructs, claims); a table that is not
        known is absent.
    unread : frozenset of str
        The tables that are there and could not be read.
    is_described : bool
        Whether all of `cohort.yml` could be read: else `info` is the part that could.
    """

    folder: str
    raw: dict[str, pd.DataFrame]
    tables: dict[str, pd.DataFrame]
    flawed: dict[str, set[int]]
    info: CohortInfo | None
    study: Study
    shared: tuple[str, ...] = ()
    reference: dict[str, frozenset[str]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    is_described: bool = True

    def sound(self, table: str) -> pd.DataFrame | None:
        """The sound rows of a table; None where there are none."""
        if table not in self.tables:
            return None
        frame = self.tables[table]
        kept = frame[~frame.index.isin(list(self.flawed.get(table, ())))]
        return None if kept.empty else kept

    def whole(self, table: str) -> pd.DataFrame | None:
        """The rows of those participants all of whose rows are sound."""
        frame = self.sound(table)
        if frame is None:
            return None
        given = self.raw[table]["participant"]
        lost = set(given[given.index.isin(list(self.flawed.get(table, ())))])
        kept = frame[~frame["participant"].isin(lost)]
        return None if kept.empty else kept

    def find(
        self,
        table: str,
        row: object,
        column: str | None,
        found: str,
        allowed: str,
        remedy: str = "",
        severity: Severity = "error",
    ) -> Finding:
        """Make a finding about a row of a table."""
        number = None if row is None else int(str(row))
        file = f"{self.folder}/{table}.csv"
        return Finding(file, found, allowed, number, column, remedy, severity)


def list_marked(frame: pd.DataFrame, marked: pd.Series) -> dict[str, tuple[int, list[int]]]:
    """Return which of each person's rows are marked, going through the rows once.

    Parameters
    ----------
    frame : DataFrame
        With a column participant.
    marked : Series of bool
        Of the same rows.

    Returns
    -------
    dict of str to tuple of int and list of int
        By person, in the order in which they come up: their first row, and those marked.

    Examples
    --------
    >>> frame = pd.DataFrame({"participant": ["b", "a", "b"]})
    >>> list_marked(frame, pd.Series([False, False, True]))
    {'b': (0, [2]), 'a': (1, [])}
    """
    people: dict[str, tuple[int, list[int]]] = {}
    given = zip(frame.index, frame["participant"].tolist(), marked.tolist(), strict=True)
    for row, who, own in given:
        _, rows = people.setdefault(who, (int(row), []))
        rows += [int(row)] if own else []
    return people
