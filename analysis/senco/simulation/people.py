"""The people and the constructs of a simulated cohort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from senco.simulation.scenario import Scenario, take_constructs


def draw_participants(
    n: int, experts: np.ndarray, scenario: Scenario, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw who takes part: S1 to Sn, those with most experience longest in the role.

    Parameters
    ----------
    n : int
        Participants.
    experts : ndarray of int
        Numbers, from 0, of those with most experience.
    scenario : Scenario
        Bands and roles.
    rng : numpy.random.Generator
        Shuffles the years in the role within the two groups.

    Returns
    -------
    DataFrame, shape (n, 2 to 4)
        Columns ``participant``, ``role``, and ``role_years`` and ``experience_years`` where the
        scenario has bands of them.
    """
    expert = np.zeros(n, dtype=bool)
    expert[experts] = True
    role = np.full(n, scenario.role, dtype=object)
    people = pd.DataFrame({"participant": [f"S{number}" for number in range(1, n + 1)]})
    if scenario.role_years:
        bands = np.array(_apportion(n, scenario.role_years), dtype=object)
        years = np.empty(n, dtype=object)
        years[expert] = rng.permutation(bands[: expert.sum()])
        years[~expert] = rng.permutation(bands[expert.sum() :])
        second = scenario.second_role
        if second is not None:
            holders = np.flatnonzero(years == second.band)
            role[holders[: max(1, round(n / second.one_in))]] = second.role
        people["role_years"] = years
    people.insert(1, "role", role)
    if scenario.experience:
        people["experience_years"] = np.where(expert, *scenario.experience)
    return people


def _apportion(n: int, parts: dict[str, int]) -> list[str]:
    """Bands of n people, the longest first, by largest remainders."""
    shares = {band: n * count / sum(parts.values()) for band, count in parts.items()}
    counts = {band: int(share) for band, share in shares.items()}
    left = n - sum(counts.values())
    for band in sorted(shares, key=lambda band: counts[band] - shares[band])[:left]:
        counts[band] += 1
    return [band for band, count in counts.items() for _ in range(count)]


def name_constructs(
    reported: pd.DataFrame, themes: dict[str, int], n_items: int, scenario: Scenario
) -> tuple[pd.DataFrame, dict[str, tuple[int, ...]]]:
    """Lay out the columns of the ranking: those with a figure, then fillers.

    Parameters
    ----------
    reported : DataFrame
        Columns ``construct``, ``label`` and ``influence``.
    themes : dict of str to int
        Columns per construct that has a figure.
    n_items : int
        Columns in all.
    scenario : Scenario
        Constructs to fill them up with.

    Returns
    -------
    constructs : DataFrame, shape (n_items, 5)
        Columns ``construct``, ``label``, ``influence``, ``placing`` and
        ``same_as`` (the construct of the reference cohort, where there is one).
    columns : dict of str to tuple of int
        Numbers of the columns of each construct with a figure.
    """
    known = reported.set_index("construct")
    rows: list[tuple[str, str, str, str, str]] = []
    columns: dict[str, tuple[int, ...]] = {}
    for construct, width in themes.items():
        label, influence = known["label"].loc[construct], known["influence"].loc[construct]
        columns[construct] = tuple(range(len(rows), len(rows) + width))
        for part in range(1, width + 1):
            name, said = (
                (f"{construct}-{part}", f"{label} ({part})") if width > 1 else (construct, label)
            )
            same = construct if width == 1 else ""
            rows.append((name, said, influence, "inferred", same))
    for name, label, influence in take_constructs(scenario, n_items - len(rows)):
        rows.append((name, label, influence, "inferred", ""))
    names = ["construct", "label", "influence", "placing", "same_as"]
    return pd.DataFrame(rows, columns=names), columns


def join_rows(
    parts: Sequence[Mapping[str, list[tuple[Any, ...]]]], columns: Mapping[str, list[str]]
) -> dict[str, pd.DataFrame]:
    """Join the rows of all participants to tables, each made once.

    Parameters
    ----------
    parts : sequence of mapping of str to list of tuple
        Of each participant the rows of each table.
    columns : mapping of str to list of str
        The columns of each table.

    Returns
    -------
    dict of str to DataFrame
        By table, the participants in order.

    Examples
    --------
    >>> parts = [{"grids": [("S1", 3)]}, {"grids": [("S2", 5)]}]
    >>> join_rows(parts, {"grids": ["participant", "rating"]})["grids"]["rating"].tolist()
    [3, 5]
    """
    return {
        table: pd.DataFrame([row for part in parts for row in part[table]], columns=names)
        for table, names in columns.items()
    }
