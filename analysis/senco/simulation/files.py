"""A synthetic cohort as files: what `senco.simulation` draws, labelled as what it is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import yaml

from senco.cohort.model import Cohort
from senco.errors import MeasureError, suggest
from senco.measures.reported import read_count
from senco.simulation import (
    CHART,
    SCALE,
    Scenario,
    SimulatedCohort,
    draw_cohort,
    draw_from_truth,
    draw_grids,
    draw_stories,
    read_truth,
    turn_truth,
)

#: What the contract does not take from the truth behind the draw.
_CAVEAT = (
    "Made by senco simulate --n {n} --seed {seed} --reading {reading}; that it meets the "
    "reported mean ranks is by construction, and not a finding."
)

_OTHER_CAVEAT = (
    "Made by senco simulate --n {n} --seed {seed} --truth turned; the reported priorities "
    "are turned round and the influences weigh unequally, so that it differs from the others is "
    "by construction, and not a finding."
)
#: Truths that a cohort can be drawn from.
TRUTHS = ("reported", "turned")


def make_cohort(
    reference: Cohort,
    *,
    scenario: Scenario,
    n: int,
    seed: int,
    reading: str,
    truth: str = "reported",
) -> dict[str, str]:
    """Return the files of a synthetic cohort.

    Parameters
    ----------
    reference : Cohort
        A published cohort, with the tables reported and constructs.
    scenario : Scenario
        What the people are like and what they tell of.
    n : int
        Participants, S1, S2, ...
    seed : int
        Start of the random numbers.
    reading : str
        How the reported figures are read, as in `senco.simulation.draw_cohort`.
    truth : {"reported", "turned"}
        Whether the cohort meets the reported figures, or is drawn from another truth
        and meets none of them.

    Returns
    -------
    dict of str to str
        File names to texts: `cohort.yml` and the tables.

    Raises
    ------
    MeasureError
        Where the reference cohort reports no mean ranks, or no table meets them; for an
        unknown truth.
    """
    if not reference.has("reported", "constructs", "codes"):
        raise MeasureError(f"Cohort '{reference.name}' has no reported figures or no codebook.")
    if truth not in TRUTHS:
        hint = suggest(truth, TRUTHS)
        raise MeasureError(f"There is no truth '{truth}': take {' or '.join(TRUTHS)}. {hint}")
    reported = reference.tables["reported"]
    rng = np.random.default_rng(seed)
    drawn = _draw(reference, scenario, n, reading, truth, rng)
    tables = {
        "participants": drawn.participants,
        "constructs": drawn.constructs,
        **draw_grids(drawn.constructs, drawn.weights, scenario=scenario, rng=rng),
        **draw_stories(drawn.weights, reference.tables["codes"], scenario=scenario, rng=rng),
        "codes": reference.tables["codes"],
        "rankings": drawn.rankings,
    }
    if truth == "reported":
        about = reported.loc[_is_about_rankings(reported)]
        tables["reported"] = about.drop(columns=["equals", "part_of"])
    files = {f"{name}.csv": _write(frame) for name, frame in tables.items()}
    description = _describe(n, seed, reading, truth)
    info = {
        "title": description["title"],
        "provenance": "synthetic",
        "summary": description["summary"],
        "source": description["source"],
        "licence": "CC BY 4.0",
        "worklines": dict(zip(("minimum", "maximum"), CHART, strict=True)),
        "grids": dict(zip(("minimum", "maximum"), SCALE, strict=True)),
    }
    files["cohort.yml"] = yaml.safe_dump(info, sort_keys=False, width=100)
    return files


def _draw(
    reference: Cohort,
    scenario: Scenario,
    n: int,
    reading: str,
    truth: str,
    rng: np.random.Generator,
) -> SimulatedCohort:
    reported, constructs = reference.tables["reported"], reference.tables["constructs"]
    n_items = read_count(reported, "salient-constructs")
    if truth == "reported":
        return draw_cohort(
            reported,
            constructs,
            scenario=scenario,
            rng=rng,
            n=n,
            reading=reading,
            n_items=n_items,
        )
    shaped = read_truth(reported, constructs, scenario=scenario, rng=rng, n_items=n_items)
    return draw_from_truth(turn_truth(shaped), n, rng=rng)


def _describe(n: int, seed: int, reading: str, truth: str) -> dict[str, str]:
    if truth == "reported":
        return {
            "title": "Worked example" if n == 8 else f"Worked example, {n} participants",
            "summary": "People and answers made up to fit the reported figures, to show every "
            "method.",
            "source": _CAVEAT.format(n=n, seed=seed, reading=reading),
        }
    return {
        "title": f"Counter-example ({n} participants)",
        "summary": "People and answers made up from another truth, to show what differing looks "
        "like.",
        "source": _OTHER_CAVEAT.format(n=n, seed=seed),
    }


def _is_about_rankings(reported: pd.DataFrame) -> pd.Series:
    return (reported["quantity"] == "mean_rank") | (reported["figure"] == "salient-constructs")


def _write(frame: pd.DataFrame) -> str:
    """CSV as the contract wants it: whole numbers without a decimal point."""
    shown = frame.copy()
    for name in shown.select_dtypes("float"):
        shown[name] = shown[name].map(lambda value: f"{value:g}", na_action="ignore")
    return shown.to_csv(index=False, lineterminator="\n")
