"""The domain model: a cohort with its tables."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from senco.cohort.study import Influence, Study, System

Provenance = Literal["published", "synthetic", "collected"]
#: How a claim that concerns no single influence is named.
NO_INFLUENCE = "several"

#: What a reader is told of each kind of cohort, on every page of it.
PROVENANCE_NOTES: dict[str, str] = {
    "published": "Published: only what the publication discloses; the raw data are not public.",
    "synthetic": "Synthetic: made up by a program; nobody said or did any of it.",
    "collected": "Collected: a replication's own data, private until it is cleared.",
}


if TYPE_CHECKING:
    import pandas as pd


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=False)


class Scale(_Frozen):
    """The ends of a rating scale."""

    minimum: float
    maximum: float

    @model_validator(mode="after")
    def _is_wide(self) -> Self:
        if not self.minimum < self.maximum:
            raise PydanticCustomError("wide", "a minimum below its maximum", {})
        return self


Multiplicity = Literal["each", "all", "shared"]
#: So many findings may be primary; who means more than that means none of them.
MOST_PRIMARY = 10
#: A finding by its key, as `senco compare --json` prints it.
_FINDING = re.compile(
    r"order|distance|(place|speaks|key|constriction|possibility):[a-z0-9][a-z0-9-]{0,79}"
)


class Criteria(_Frozen):
    """What counts as agreement with another cohort, laid down before the data.

    Two cohorts agree on a finding where the interval of their difference lies within
    the margin, differ where it lies wholly beyond, and else it cannot be told.

    Parameters
    ----------
    written : date, optional
        The day on which they were written down.
    confidence : float
        Of every interval, from 0.5 to below 1. At 0.9 a difference as large as the
        margin is called either *agrees* or *differs* in at most one case of twenty each.
    priority_margin : float
        Largest difference of two mean places that still counts as the same, as a share
        of the whole list: 0.15 is three places of 21.
    order_at_least : float
        Rank correlation of two orders of priorities from which they count as the same.
    narrative_margin : float
        Largest share of the narratives that may be about something else.
    coverage_margin : float
        Largest difference of two shares of participants who speak of an influence.
    primary : tuple of str
        The findings that the study is about, by their keys (``order``, ``distance``,
        ``place:work-life-balance``); every other is secondary.
    multiplicity : {"each", "all", "shared"}, optional
        What counts where there are several: each by itself, all of them together, or each
        with its share of the error allowed.
    stopping_rule : str
        When no more people are asked, in a sentence.
    """

    written: date | None = None
    confidence: float = Field(default=0.9, ge=0.5, lt=1)
    priority_margin: float = Field(default=0.15, gt=0, lt=1)
    order_at_least: float = Field(default=0.7, gt=0, lt=1)
    narrative_margin: float = Field(default=0.2, gt=0, lt=1)
    coverage_margin: float = Field(default=0.25, gt=0, lt=1)
    primary: tuple[str, ...] = ()
    multiplicity: Multiplicity | None = None
    stopping_rule: str = Field(default="", max_length=400)

    @field_validator("primary")
    @classmethod
    def _check_primary(cls, keys: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [key for key in keys if not _FINDING.fullmatch(key)]
        if wrong or len(keys) > MOST_PRIMARY:
            raise PydanticCustomError(
                "finding",
                "at most {most} of: order, distance, place:CONSTRUCT, speaks:INFLUENCE, "
                "key:INFLUENCE, constriction:INFLUENCE, possibility:INFLUENCE",
                {"most": MOST_PRIMARY},
            )
        if len(set(keys)) < len(keys):
            raise PydanticCustomError("twice", "each primary outcome once", {})
        return keys

    @model_validator(mode="after")
    def _check_multiplicity(self) -> Criteria:
        if self.multiplicity and len(self.primary) < 2:
            raise PydanticCustomError(
                "multiplicity",
                "a rule for several primary outcomes (multiplicity) where two or more are laid "
                "down under primary",
                {},
            )
        return self

    @property
    def primary_confidence(self) -> float:
        """Confidence of the primary outcomes' intervals: higher where they share the error."""
        if self.multiplicity != "shared":
            return self.confidence
        return 1 - (1 - self.confidence) / len(self.primary)

    @property
    def digest(self) -> str:
        """SHA-256 of the criteria as they were set; the same however they are laid out."""
        text = json.dumps(self.model_dump(mode="json", exclude_unset=True), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


#: What each criterion is, in words.
CRITERIA_WORDS = {
    "confidence": "confidence of every interval",
    "priority_margin": "largest difference of two mean places, as a share of the list",
    "order_at_least": "least rank correlation of two orders of priorities",
    "narrative_margin": "largest share of the narratives that is about something else",
    "coverage_margin": "largest difference of the shares of people who speak of an influence",
}

#: What counts where there are several primary outcomes, in words.
MULTIPLICITY_WORDS: dict[Multiplicity, str] = {
    "each": "each is judged by itself, so the chances of a wrong verdict add up",
    "all": "a claim needs the same verdict on all of them",
    "shared": "they share the permitted error, so their intervals are wider",
}


class Disclosure(_Frozen):
    """What others may know of a participant, and how many must share it.

    Parameters
    ----------
    quasi_identifiers : tuple of str
        Columns of the table participants that, put together, may single a person out.
    k : int
        With each combination of their values at least so many participants.
    together : int
        So many facts somebody may put together, of these and of what the pages show.
    sensitive : tuple of str
        Facts that should not be learnt from the bands, as `senco disclose` names them.
    """

    quasi_identifiers: tuple[str, ...] = ("role", "role_years", "experience_years", "setting")
    k: int = Field(default=3, ge=2, le=100)
    together: int = Field(default=3, ge=1, le=4)
    sensitive: tuple[str, ...] = ()


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
    disclosure : Disclosure
        The declared quasi-identifiers, and the least k.
    parameters : dict
        Values for a stage's parameters, by stage: ``{"60_networks": {"seed": 3}}``.
    criteria : Criteria, optional
        What counts as agreement with another cohort.
    coders : tuple of str
        The order in which coders are taken where several coded the same participant
        (`senco.cohort.coders`); by default the order in which a table first has them.
    withdrawn : int
        How many people took part and withdrew; `senco withdraw` counts them.
    gathered : str
        The deposit that it was taken from, where it is other people's; `senco gather` writes it.
    """

    title: str = Field(min_length=1, max_length=120)
    provenance: Provenance
    summary: str = Field(min_length=1, max_length=400)
    source: str = Field(min_length=1, max_length=600)
    licence: str = Field(min_length=1, max_length=300)
    worklines: Scale | None = None
    grids: Scale | None = None
    disclosure: Disclosure = Field(default_factory=Disclosure)
    parameters: dict[str, dict[str, int | float | str | bool]] = Field(default_factory=dict)
    criteria: Criteria | None = None
    coders: tuple[str, ...] = ()
    withdrawn: int = Field(default=0, ge=0, le=100_000)
    gathered: str = Field(default="", max_length=200)


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
