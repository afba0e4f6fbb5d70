"""A synthetic cohort as files: what `senco.simulation` draws, labelled as what it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import yaml

from senco.cohort.model import Cohort
from senco.cohort.study import Study
from senco.errors import MeasureError, suggest
from senco.measures.reported import read_count
from senco.simulation import (
    CHART,
    NEAREST,
    SCALE,
    Scenario,
    SimulatedCohort,
    draw_cohort,
    draw_from_truth,
    draw_grids,
    draw_stories,
    draw_truth,
    read_truth,
    turn_truth,
)
from senco.text.words import join_words

#: What the contract does not take from the truth behind the draw.
_CAVEAT = (
    "Made by senco simulate --n {n} --seed {seed} --reading {reading}; it fits the reported "
    "mean ranks by construction, which is not a finding."
)

_OTHER_CAVEAT = (
    "Made by senco simulate --n {n} --seed {seed} --truth turned; the reported priorities are "
    "reversed and the influences have unequal weights, so it differs from the others by "
    "construction, which is not a finding."
)
_EVEN_CAVEAT = (
    "Made by senco simulate --n {n} --seed {seed} --truth even; what matters to people and how "
    "they rank is drawn at random, and is not a finding."
)
#: Truths that a cohort can be drawn from.
TRUTHS = ("reported", "turned", "even")


def make_cohort(
    study: Study,
    reference: Cohort | None,
    *,
    scenario: Scenario,
    n: int,
    seed: int,
    reading: str = NEAREST,
    truth: str = "reported",
    n_items: int = 12,
) -> dict[str, str]:
    """Return the files of a synthetic cohort.

    Parameters
    ----------
    study : Study
        Says what its participants are asked to do.
    reference : Cohort or None
        A published cohort, with the tables reported and constructs; none for the truth even.
    scenario : Scenario
        What the people are like and what they tell of.
    n : int
        Participants, S1, S2, ...
    seed : int
        Start of the random numbers.
    reading : str
        How the reported figures are read, as in `senco.simulation.draw_cohort`.
    truth : {"reported", "turned", "even"}
        Whether the cohort meets the reported figures, is drawn from another truth and meets
        none of them, or is of a study of which nothing is reported.
    n_items : int
        Constructs in the ranking, where nothing is reported.

    Returns
    -------
    dict of str to str
        File names to texts: `cohort.yml` and the tables of the study's instruments.

    Raises
    ------
    MeasureError
        Where the reference cohort reports no mean ranks, or no table meets them; for an
        unknown truth.
    """
    if truth not in TRUTHS:
        hint = suggest(truth, TRUTHS)
        raise MeasureError(f"There is no truth '{truth}': use {join_words(TRUTHS, 'or')}. {hint}")
    rng = np.random.default_rng(seed)
    if truth == "even":
        drawn = draw_from_truth(draw_truth(scenario, n_items, rng=rng), n, rng=rng)
    else:
        drawn = _draw_reported(reference, scenario, n, reading, truth, rng)
    tables = _tell(study, drawn, _list_codes(study, reference), scenario, rng)
    if truth == "reported" and reference is not None:
        reported = reference.tables["reported"]
        about = reported.loc[_is_about_rankings(reported)]
        tables["reported"] = _size(about.drop(columns=["equals", "part_of"]), drawn, n)
        if reference.has("places"):
            tables["places"] = reference.tables["places"]
    files = {f"{name}.csv": _write(frame) for name, frame in tables.items()}
    info = {
        **_describe(n, seed, reading, truth),
        "licence": "CC BY 4.0",
        "worklines": dict(zip(("minimum", "maximum"), CHART, strict=True)),
        "grids": dict(zip(("minimum", "maximum"), SCALE, strict=True)),
    }
    unused = {"worklines", "grids"} - set(study.instruments)
    info = {key: value for key, value in info.items() if key not in unused}
    files["cohort.yml"] = yaml.safe_dump(info, sort_keys=False, width=100)
    return files


def _draw_reported(
    reference: Cohort | None,
    scenario: Scenario,
    n: int,
    reading: str,
    truth: str,
    rng: np.random.Generator,
) -> SimulatedCohort:
    if reference is None or not reference.has("reported", "constructs", "codes"):
        name = f"Cohort '{reference.name}'" if reference else "The study"
        raise MeasureError(
            f"{name} has no reported figures or no codebook. Without them, use --truth even."
        )
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


def _size(reported: pd.DataFrame, drawn: SimulatedCohort, n: int) -> pd.DataFrame:
    """What is reported, of as many people as were drawn to meet it where all of them rank."""
    if drawn.reading != NEAREST:
        return reported
    sizes = (reported["group"] == "everyone").map({True: n, False: drawn.group})
    return reported.assign(n_stated=sizes.where(reported["n_stated"].notna()).astype("Int64"))


def _list_codes(study: Study, reference: Cohort | None) -> pd.DataFrame:
    """The codebook of the reference cohort, else a code for each influence."""
    if reference is not None and reference.has("codes"):
        return reference.tables["codes"]
    rows = [(one.id, one.label, None, one.id, one.definition) for one in study.influences]
    return pd.DataFrame(rows, columns=["code", "label", "parent", "influence", "definition"])


def _tell(
    study: Study,
    drawn: SimulatedCohort,
    codes: pd.DataFrame,
    scenario: Scenario,
    rng: np.random.Generator,
) -> dict[str, pd.DataFrame]:
    """The tables of what the study's participants are asked to do."""
    tables = {"participants": drawn.participants, "constructs": drawn.constructs}
    if "grids" in study.instruments:
        tables |= draw_grids(drawn.constructs, drawn.weights, scenario=scenario, rng=rng)
    stories = draw_stories(drawn.weights, codes, scenario=scenario, rng=rng)
    told = {
        "worklines": ("worklines", "events"),
        "narratives": ("events", "segments", "codings"),
        "grids": (),
        "rankings": (),
    }
    wanted = {table for one in study.instruments for table in told[one]}
    tables |= {name: table for name, table in stories.items() if name in wanted}
    if "narratives" in study.instruments:
        tables["codes"] = codes
    if "rankings" in study.instruments:
        tables["rankings"] = drawn.rankings
    return tables


def _describe(n: int, seed: int, reading: str, truth: str) -> dict[str, Any]:
    said = {
        "reported": (
            "Worked example" if n == 8 else f"Worked example, {n} participants",
            "People and answers made up to fit the reported figures, to show every method.",
            _CAVEAT,
        ),
        "turned": (
            f"Counter-example ({n} participants)",
            "People and answers made up with other true values, to show what a difference "
            "looks like.",
            _OTHER_CAVEAT,
        ),
        "even": (
            f"Made-up cohort ({n} participants)",
            "People and answers made up at random, to show every method.",
            _EVEN_CAVEAT,
        ),
    }
    title, summary, source = said[truth]
    return {
        "title": title,
        "provenance": "synthetic",
        "summary": summary,
        "source": source.format(n=n, seed=seed, reading=reading),
    }


def _is_about_rankings(reported: pd.DataFrame) -> pd.Series:
    return (reported["quantity"] == "mean_rank") | (reported["figure"] == "salient-constructs")


def _write(frame: pd.DataFrame) -> str:
    """CSV as the contract wants it: whole numbers without a decimal point."""
    shown = frame.copy()
    for name in shown.select_dtypes("float"):
        shown[name] = shown[name].map(lambda value: f"{value:g}", na_action="ignore")
    return shown.to_csv(index=False, lineterminator="\n")
