"""The things that travel between the rooms: study, cohort, stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

Provenance = Literal["published", "synthetic", "collected"]
SystemId = Literal["macro", "exo", "meso", "micro"]

#: What a reader is told of each kind of cohort, on every page of it.
PROVENANCE_NOTES: dict[str, str] = {
    "published": "Published: only what the article discloses; the raw data are not public.",
    "synthetic": "Synthetic: made by this project to fit the reported figures; no one said this.",
    "collected": "Collected: a replication's own data, private until it is cleared.",
}


if TYPE_CHECKING:
    import pandas as pd


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
        Name of the page, such as ``"50_rankings"``.
    title : str
        Short title for the navigation.
    question : str
        The question that the page answers.
    variants : dict of str to tuple of str
        Notebooks that can make the page, each with the tables that it needs; the
        first whose tables a cohort has is run.
    reads : tuple of str
        Every table that the notebook may read.
    instead : str
        What stands on the page of a cohort that has the tables of none.
    """

    name: str
    title: str
    question: str
    variants: dict[str, tuple[str, ...]]
    reads: tuple[str, ...]
    instead: str

    def find_notebook(self, tables: frozenset[str]) -> str | None:
        """The notebook for a cohort with these tables; None where there is none."""
        for notebook, needed in self.variants.items():
            if tables.issuperset(needed):
                return notebook
        return None


#: Every table of the contract; a test holds the two together.
TABLES = (
    "participants",
    "worklines",
    "events",
    "segments",
    "codes",
    "codings",
    "elements",
    "grid_constructs",
    "grids",
    "constructs",
    "construct_assignments",
    "rankings",
    "reported",
    "claims",
    "claim_codings",
)

#: The stages, in the order of the pages.
STAGES: tuple[Stage, ...] = (
    Stage(
        name="10_participants",
        title="Participants",
        question="Who took part, and what does the cohort contain?",
        variants={"10_participants": ("participants",)},
        reads=TABLES,
        instead="",
    ),
    Stage(
        name="20_worklines",
        title="Work-lines",
        question="When was it hard and when did it go well, and what was the critical event?",
        variants={"20_worklines": ("worklines", "events")},
        reads=("participants", "worklines", "events"),
        instead=(
            "Before the first interview every participant draws a line of good and hard times on "
            "a chart, and names the event most critical to their practice. The article says that "
            "this was done and prints no line, so there is nothing here to draw. The study's "
            "[methods](../../study/methods.md) tell how it went."
        ),
    ),
    Stage(
        name="30_narratives",
        title="Narratives",
        question="What do the critical-event narratives tell of?",
        variants={"30_narratives": ("segments", "codings", "codes")},
        reads=("participants", "segments", "codings", "codes", "reported", "constructs"),
        instead=(
            "In the first interview every participant tells of one critical event; the narratives "
            "are coded. This cohort holds no coded passage, or no code that belongs to a key "
            "influence: the column influence of the codes says which it is."
        ),
    ),
    Stage(
        name="40_grids",
        title="Repertory grids",
        question="How does each SENCO construe effective practice?",
        variants={"40_grids": ("grids", "grid_constructs", "elements")},
        reads=(
            "participants",
            "elements",
            "grid_constructs",
            "grids",
            "construct_assignments",
            "constructs",
        ),
        instead=(
            "In the second interview every participant rates people or situations on constructs "
            "of their own. The article says what came of it, a list of salient constructs, and "
            "prints no grid: neither elements nor ratings nor scale. The list as far as it is "
            "known stands on the page of [priorities](50_rankings)."
        ),
    ),
    Stage(
        name="50_rankings",
        title="Priorities",
        question="What has priority among the salient constructs?",
        variants={
            "50_rankings": ("rankings", "constructs"),
            "50_reported": ("reported", "constructs"),
        },
        reads=("participants", "constructs", "rankings", "reported"),
        instead=(
            "Participants rank the salient constructs, the most important first. The article "
            "reports mean ranks for five of its constructs."
        ),
    ),
    Stage(
        name="60_networks",
        title="Key influences",
        question="Which influences are key, and how do the systems connect?",
        variants={"60_networks": ("segments", "codings", "codes")},
        reads=("participants", "segments", "codings", "codes"),
        instead=(
            "Coded statements tie participants to key influences; a code counts where it, or one "
            "above it, belongs to one (the column influence). The article joins its stages "
            "in a network but does not print it."
        ),
    ),
    Stage(
        name="65_constrictions",
        title="Constrictions and possibilities",
        question="What constricts and what is possible, level by level?",
        variants={"65_constrictions": ("claims",)},
        reads=("participants", "claims", "claim_codings"),
        instead=(
            "Claims of a publication are coded one by one as a constriction or a possibility. "
            "This cohort holds no coded claim."
        ),
    ),
    Stage(
        name="70_audit",
        title="Audit",
        question="Do the reported figures hold together?",
        variants={"70_audit": ("reported", "constructs")},
        reads=("participants", "constructs", "rankings", "reported"),
        instead="This cohort reports no figures of a publication, so there are none to check.",
    ),
    Stage(
        name="80_comparison",
        title="Comparison",
        question="Does this cohort agree with the original study?",
        variants={"80_comparison": ("rankings", "constructs")},
        reads=("participants", "constructs", "rankings"),
        instead=(
            "A cohort with rankings of its own is compared here with the original. The published "
            "cohort is the original, and holds means but no rankings."
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
