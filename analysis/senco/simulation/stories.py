"""Work-lines, events and coded narratives of simulated participants.

They carry the known truth: what weighs more for a person is told of more often.
Gists are made from neutral templates; no quotation is invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from senco.simulation.people import join_rows
from senco.simulation.scenario import Scenario

#: Ends of the chart; the midline is between them.
CHART = (-5, 5)
#: Points that each participant sets on the line, fewest and most.
POINTS = (8, 13)
#: Passages that each participant's narrative is cut into, fewest and most.
PASSAGES = (4, 8)
#: A second coder gives this share of the passages another code.
SLIPS = 0.15
_COLUMNS = {
    "worklines": ["participant", "position", "level"],
    "events": ["event", "participant", "position", "critical", "influence", "gist"],
    "segments": ["segment", "participant", "event", "gist"],
    "codings": ["segment", "code", "coder"],
}


def draw_stories(
    weights: pd.DataFrame, codes: pd.DataFrame, *, scenario: Scenario, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    """Draw every participant's work-line, events and coded narrative.

    The model. A line wanders about the midline and dips or rises around one event,
    which is the critical one; the event concerns an influence that is likelier the
    more it weighs for the person. The narrative is cut into passages, each about an
    influence drawn the same way. One coder codes without error, a second slips now
    and then.

    Parameters
    ----------
    weights : DataFrame
        The truth: columns participant, influence, weight.
    codes : DataFrame
        The codebook: columns code, parent, influence. A passage gets the top code of
        its influence.
    scenario : Scenario
        What a passage may be about.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    dict of str to DataFrame
        Tables worklines, events, segments and codings of the contract.
    """
    top = codes.loc[codes["parent"].isna()].drop_duplicates("influence")
    code_of = dict(zip(top["influence"], top["code"], strict=True))
    table = weights.pivot(index="participant", columns="influence", values="weight")
    table = table[[name for name in table.columns if name in code_of]]
    people = list(dict.fromkeys(weights["participant"]))
    parts = [
        _draw_person(person, table.loc[person], code_of, scenario.subjects, rng)
        for person in people
    ]
    return join_rows(parts, _COLUMNS)


def _draw_person(
    person: str,
    weight: pd.Series,
    code_of: dict[str, str],
    told_of: Mapping[str, Sequence[str]],
    rng: np.random.Generator,
) -> dict[str, list[tuple[Any, ...]]]:
    share = (weight / weight.sum()).to_numpy(float)
    influences = weight.index.to_numpy()
    place = float(np.round(rng.uniform(0.25, 0.75), 2))
    height = rng.choice([-1, 1], p=[0.7, 0.3]) * rng.uniform(2.5, 4.5)
    about = str(rng.choice(influences, p=share))
    event = f"{person.lower()}-critical"
    subjects = rng.choice(influences, rng.integers(PASSAGES[0], PASSAGES[1] + 1), p=share)
    keys = [f"{person.lower()}-{number:02d}" for number in range(1, len(subjects) + 1)]
    gists = [_describe(str(subject), told_of, rng) for subject in subjects]
    return {
        "worklines": _draw_line(person, place, height, rng),
        "events": [(event, person, place, "true", about, _describe(about, told_of, rng))],
        "segments": [(key, person, event, gist) for key, gist in zip(keys, gists, strict=True)],
        "codings": _code(keys, subjects, code_of, rng),
    }


def _describe(
    influence: str, told_of: Mapping[str, Sequence[str]], rng: np.random.Generator
) -> str:
    known = told_of.get(influence, ("Tells of something else.",))
    return known[int(rng.integers(len(known)))]


def _draw_line(
    person: str, place: float, height: float, rng: np.random.Generator
) -> list[tuple[Any, ...]]:
    n_points = rng.integers(POINTS[0], POINTS[1] + 1)
    inner = rng.uniform(0.02, 0.98, n_points)
    places = np.unique(np.round(np.concatenate([[0.0, place, 1.0], inner]), 2))
    drift = rng.uniform(-1.5, 1.0) + rng.uniform(0.0, 3.0) * places
    bump = height * np.exp(-(((places - place) / 0.14) ** 2))
    levels = np.clip(drift + bump + 0.5 * rng.standard_normal(len(places)), *CHART)
    return [(person, *point) for point in zip(places, np.round(levels * 2) / 2, strict=True)]


def _code(
    keys: list[str], subjects: np.ndarray, code_of: dict[str, str], rng: np.random.Generator
) -> list[tuple[Any, ...]]:
    first = [code_of[subject] for subject in subjects]
    others = rng.choice(list(code_of.values()), len(first))
    slips = rng.random(len(first)) < SLIPS
    second = np.where(slips, others, first)
    return [
        (key, code, coder)
        for coder, given in (("coder-1", first), ("coder-2", second))
        for key, code in zip(keys, given, strict=True)
    ]
