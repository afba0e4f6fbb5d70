"""Repertory grids of simulated participants, carrying the known truth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from senco.errors import MeasureError
from senco.simulation.people import join_rows
from senco.simulation.scenario import MadeUpElement, Scenario

#: Constructs that each participant brings to the grid.
ELICITED = 9
#: Ratings run from 1 to 5.
SCALE = (1, 5)
#: A second coder puts this share of the constructs into another category.
SLIPS = 0.12
_COLUMNS = {
    "elements": ["participant", "element", "label", "part"],
    "grid_constructs": [
        "participant", "grid_construct", "left_pole", "right_pole", "preferred_pole", "kind",
    ],
    "grids": ["participant", "grid_construct", "element", "rating"],
    "construct_assignments": ["participant", "grid_construct", "coder", "category", "construct"],
}  # fmt: skip


def draw_grids(
    constructs: pd.DataFrame,
    weights: pd.DataFrame,
    *,
    scenario: Scenario,
    rng: np.random.Generator,
) -> dict[str, pd.DataFrame]:
    """Draw every participant's grid, and two coders' sorting of the constructs.

    The model. A participant brings constructs, likelier ones from influences that
    weigh more for that person. An element's rating on a construct follows how
    effective the element is, the more closely the more the construct's influence
    weighs, plus noise; poles are turned at random. An overall construct is supplied.
    One coder sorts without error, the other slips now and then.

    Parameters
    ----------
    constructs : DataFrame
        Columns construct, label, influence: what the grids lead to.
    weights : DataFrame
        The truth: columns participant, influence, weight.
    scenario : Scenario
        The elements.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    dict of str to DataFrame
        Tables elements, grid_constructs, grids and construct_assignments of the
        contract.

    Raises
    ------
    MeasureError
        Where there are fewer constructs than each participant brings.
    """
    if len(constructs) < ELICITED:
        raise MeasureError(f"grids need at least {ELICITED} constructs; found {len(constructs)}")
    table = weights.pivot(index="participant", columns="influence", values="weight")
    people = list(dict.fromkeys(weights["participant"]))
    pulls = table.reindex(index=people, columns=constructs["influence"]).to_numpy(float)
    chosen = _choose(pulls, rng)
    parts = [
        _draw_person(person, constructs, pull, places, scenario.elements, rng)
        for person, pull, places in zip(people, pulls, chosen, strict=True)
    ]
    return join_rows(parts, _COLUMNS)


def _choose(pulls: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """Which constructs each person brings; as far as they go round, each is brought twice."""
    n_people, n_constructs = pulls.shape
    held = np.zeros(pulls.shape, dtype=bool)
    for person, pull in enumerate(pulls):
        held[person, rng.choice(n_constructs, ELICITED, replace=False, p=pull / pull.sum())] = True
    wanted = min(2, n_people * ELICITED // n_constructs)
    while (held.sum(axis=0) < wanted).any():
        rare, common = int(held.sum(axis=0).argmin()), held.sum(axis=0)
        free = np.flatnonzero(~held[:, rare])
        person = free[rng.integers(len(free))]
        given_up = max(np.flatnonzero(held[person]).tolist(), key=lambda place: common[place])
        held[person, [rare, given_up]] = True, False
    return [np.flatnonzero(row) for row in held]


def _draw_person(
    person: str,
    constructs: pd.DataFrame,
    pull: np.ndarray,
    chosen: np.ndarray,
    elements: tuple[MadeUpElement, ...],
    rng: np.random.Generator,
) -> dict[str, list[tuple[Any, ...]]]:
    effects = np.array([element.effect for element in elements])
    view = effects + 0.4 * rng.standard_normal(len(elements))
    keys = [f"c{number}" for number in range(1, ELICITED + 1)]
    rows = [_draw_ratings(view, pull[place] / pull.max(), rng) for place in chosen]
    turned = rng.random(ELICITED) < 0.5
    ratings = np.array([SCALE[0] + SCALE[1] - row if turn else row
                        for row, turn in zip(rows, turned, strict=True)])  # fmt: skip
    labels = constructs["label"].to_numpy()[chosen]
    poles = [(f"less of: {_lower(label)}", f"more of: {_lower(label)}") for label in labels]
    poles = [pair[::-1] if turn else pair for pair, turn in zip(poles, turned, strict=True)]
    poles.append(("less effective", "more effective"))
    ratings = np.vstack([ratings, _draw_ratings(view, 1.0, rng)])
    kinds = ["elicited"] * ELICITED + ["overall"]
    preferred = ["left" if turn else "right" for turn in turned] + ["right"]
    keys.append("overall")
    names = constructs["construct"].to_numpy()
    return {
        "elements": [(person, element.id, element.label, element.part) for element in elements],
        "grid_constructs": [
            (person, key, *pair, side, kind)
            for key, pair, side, kind in zip(keys, poles, preferred, kinds, strict=True)
        ],
        "grids": [
            (person, key, element.id, int(rating))
            for key, row in zip(keys, ratings, strict=True)
            for element, rating in zip(elements, row, strict=True)
        ],
        "construct_assignments": _assign(person, keys[:-1], names[chosen], names, rng),
    }


def _draw_ratings(view: np.ndarray, closeness: float, rng: np.random.Generator) -> np.ndarray:
    middle = sum(SCALE) / 2
    drawn = middle + closeness * view + 0.7 * rng.standard_normal(len(view))
    return np.clip(np.round(drawn), *SCALE)


def _assign(
    person: str,
    keys: list[str],
    truth: np.ndarray,
    names: np.ndarray,
    rng: np.random.Generator,
) -> list[tuple[Any, ...]]:
    slips = rng.random(len(keys)) < SLIPS
    others = rng.choice(names, len(keys))
    second = np.where(slips, others, truth)
    return [
        (person, key, coder, construct, construct)
        for coder, sorting in (("coder-1", truth), ("coder-2", second))
        for key, construct in zip(keys, sorting, strict=True)
    ]


def _lower(label: str) -> str:
    """A label within a sentence; an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
