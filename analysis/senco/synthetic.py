"""A synthetic cohort as files: what `senco.simulate` draws, labelled as what it is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import yaml

from senco.errors import MeasureError
from senco.model import Cohort
from senco.reported import read_count
from senco.simulate import CHART, SCALE, draw_cohort, draw_grids, draw_stories

#: What the contract does not take from the truth behind the draw.
_CAVEAT = (
    "Made by senco simulate --n {n} --seed {seed} --reading {reading}; that it meets the "
    "reported mean ranks is by construction, and not a finding."
)


def make_cohort(reference: Cohort, *, n: int, seed: int, reading: str) -> dict[str, str]:
    """Return the files of a synthetic cohort.

    Parameters
    ----------
    reference : Cohort
        A published cohort, with the tables reported and constructs.
    n : int
        Participants, S1, S2, ...
    seed : int
        Start of the random numbers.
    reading : str
        How the reported figures are read, as in `senco.simulate.draw_cohort`.

    Returns
    -------
    dict of str to str
        File names to texts: `cohort.yml` and the tables.

    Raises
    ------
    MeasureError
        Where the reference cohort reports no mean ranks, or no table meets them.
    """
    if not reference.has("reported", "constructs", "codes"):
        raise MeasureError(f"Cohort '{reference.name}' has no reported figures or no codebook.")
    reported = reference.tables["reported"]
    rng = np.random.default_rng(seed)
    drawn = draw_cohort(
        reported,
        reference.tables["constructs"],
        rng=rng,
        n=n,
        reading=reading,
        n_items=read_count(reported, "salient-constructs"),
    )
    tables = {
        "participants": drawn.participants,
        "constructs": drawn.constructs,
        **draw_grids(drawn.constructs, drawn.weights, rng=rng),
        **draw_stories(drawn.weights, reference.tables["codes"], rng=rng),
        "codes": reference.tables["codes"],
        "rankings": drawn.rankings,
        "reported": reported.loc[_is_about_rankings(reported)].drop(columns=["equals", "part_of"]),
    }
    files = {f"{name}.csv": _write(frame) for name, frame in tables.items()}
    info = {
        "title": "Worked example" if n == 8 else f"Worked example, {n} participants",
        "provenance": "synthetic",
        "summary": "People and answers made up to fit the reported figures, to show every method.",
        "source": _CAVEAT.format(n=n, seed=seed, reading=reading),
        "licence": "CC BY 4.0",
        "worklines": dict(zip(("minimum", "maximum"), CHART, strict=True)),
        "grids": dict(zip(("minimum", "maximum"), SCALE, strict=True)),
    }
    files["cohort.yml"] = yaml.safe_dump(info, sort_keys=False, width=100)
    return files


def _is_about_rankings(reported: pd.DataFrame) -> pd.Series:
    return (reported["quantity"] == "mean_rank") | (reported["figure"] == "salient-constructs")


def _write(frame: pd.DataFrame) -> str:
    """CSV as the contract wants it: whole numbers without a decimal point."""
    shown = frame.copy()
    for name in shown.select_dtypes("float"):
        shown[name] = shown[name].map(lambda value: f"{value:g}", na_action="ignore")
    return shown.to_csv(index=False, lineterminator="\n")
