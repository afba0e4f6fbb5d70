"""The things that travel between the rooms: study, cohort, stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

Provenance = Literal["published", "synthetic", "collected"]
SystemId = Literal["macro", "exo", "meso", "micro"]

#: What a reader is told of each kind of cohort, on every page of it.
PROVENANCE_NOTES: dict[str, str] = {
    "published": "Published: only what the article discloses; the raw data are not public.",
    "synthetic": "Synthetic: made by this project to fit the reported figures; no one said this.",
    "collected": "Collected: a replication's own data, private until it is cleared.",
}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=False)


class System(_Frozen):
    """One of Bronfenbrenner's systems, a ring of the map."""

    id: SystemId
    label: str = Field(max_length=40)
    definition: str
    lines: str = ""


class Influence(_Frozen):
    """A key influence and the system that it belongs to."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")
    label: str = Field(max_length=60)
    system: SystemId
    definition: str
    lines: str = ""


class Study(_Frozen):
    """The framework that every cohort shares (`data/study.yml`).

    Parameters
    ----------
    title : str
        Title of the article.
    reference_cohort : str
        The cohort with which others are compared.
    systems : tuple of System
        From the outermost ring to the innermost.
    influences : tuple of Influence
        The key influences, in the order of the systems.
    """

    title: str
    reference_cohort: str
    systems: tuple[System, ...]
    influences: tuple[Influence, ...]


class Scale(_Frozen):
    """The ends of a rating scale."""

    minimum: float
    maximum: float


class CohortInfo(_Frozen):
    """What `cohort.yml` says of a cohort.

    Parameters
    ----------
    title : str
        Title of the cohort's part of the book.
    provenance : {"published", "synthetic", "collected"}
        Where the data come from.
    summary, source, licence : str
        One sentence each.
    worklines, grids : Scale, optional
        The scale of the chart and of the grids' ratings.
    parameters : dict
        Values for a stage's parameters, by stage: ``{"60_networks": {"seed": 3}}``.
    """

    title: str = Field(min_length=1, max_length=120)
    provenance: Provenance
    summary: str = Field(min_length=1, max_length=400)
    source: str = Field(min_length=1, max_length=600)
    licence: str = Field(min_length=1, max_length=300)
    worklines: Scale | None = None
    grids: Scale | None = None
    parameters: dict[str, dict[str, int | float | str | bool]] = Field(default_factory=dict)


@dataclass(frozen=True)
class Cohort:
    """A cohort that meets the contract.

    Parameters
    ----------
    name : str
        Name of its folder.
    info : CohortInfo
        What `cohort.yml` says.
    study : Study
        The framework.
    tables : dict of str to DataFrame
        The tables that the cohort has, by name. Absent tables are absent.
    """

    name: str
    info: CohortInfo
    study: Study
    tables: dict[str, pd.DataFrame] = field(repr=False)

    def has(self, *names: str) -> bool:
        """Whether the cohort has every one of these tables."""
        return all(name in self.tables for name in names)

    @property
    def systems(self) -> dict[str, System]:
        """The systems by id, outermost first."""
        return {system.id: system for system in self.study.systems}

    @property
    def influences(self) -> dict[str, Influence]:
        """The key influences by id, in the order of `study.yml`."""
        return {influence.id: influence for influence in self.study.influences}


@dataclass(frozen=True)
class Stage:
    """One stage of the analysis: one notebook, one question.

    Parameters
    ----------
    name : str
        Name of the notebook, such as ``"50_rankings"``.
    title : str
        Short title for the navigation.
    question : str
        The question that the page answers.
    needs : tuple of tuple of str
        The page can be made from any one of these sets of tables.
    reads : tuple of str
        Every table that the notebook may read.
    instead : str
        What stands on the page of a cohort that has none of the sets.
    """

    name: str
    title: str
    question: str
    needs: tuple[tuple[str, ...], ...]
    reads: tuple[str, ...]
    instead: str

    def is_met_by(self, tables: frozenset[str] | set[str]) -> bool:
        """Whether a cohort with these tables can be shown at this stage."""
        return any(set(needed) <= set(tables) for needed in self.needs)


#: The stages, in the order of the pages.
STAGES: tuple[Stage, ...] = (
    Stage(
        name="50_rankings",
        title="Priorities",
        question="What has priority among the salient constructs?",
        needs=(("reported", "constructs"),),
        reads=("participants", "constructs", "reported"),
        instead=(
            "Participants rank the salient constructs, the most important first. The article "
            "reports mean ranks for five of its constructs."
        ),
    ),
    Stage(
        name="60_networks",
        title="Key influences",
        question="Which influences are key, and how do the systems connect?",
        needs=(("segments", "codings", "codes"),),
        reads=("participants", "segments", "codings", "codes"),
        instead=(
            "Coded statements tie participants to key influences. The article joins its stages "
            "in a network but does not print it."
        ),
    ),
)


def find_stage(name: str) -> Stage:
    """Return the stage of this name.

    Parameters
    ----------
    name : str
        Such as ``"50_rankings"``.

    Returns
    -------
    Stage
        The stage.

    Raises
    ------
    KeyError
        Where there is no such stage.
    """
    return {stage.name: stage for stage in STAGES}[name]
