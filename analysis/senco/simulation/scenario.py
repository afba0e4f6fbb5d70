"""What made-up people are like and what they tell of, in a study's own words."""

from __future__ import annotations

from itertools import cycle, islice
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from senco.cohort.study import Key, Study, Words
from senco.cohort.yamlfiles import load_yaml
from senco.workspace.paths import Project

#: Where a study writes nothing of its own, each influence has so many constructs.
CONSTRUCTS_EACH = 3


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SecondRole(_Frozen):
    """Who has another role than the usual one.

    Parameters
    ----------
    role : str
        The role.
    band : str
        Of years in the role: those who have it are among these.
    one_in : int
        One participant in how many has it; one at least.
    """

    role: Words
    band: Words
    one_in: int = Field(default=8, ge=1, le=1_000)


class MadeUpConstruct(_Frozen):
    """A construct that stands in for one whose label is not printed."""

    id: Key
    label: str = Field(min_length=1, max_length=80)
    influence: Key


class MadeUpElement(_Frozen):
    """An element that every participant rates.

    Parameters
    ----------
    id, label : str
        Key and words.
    part : {"self", "ideal", "other"}
        The part that it plays.
    effect : float
        How effective it is to everyone, before a person's own view, from -2 to 2.
    """

    id: Key
    label: str = Field(min_length=1, max_length=80)
    part: Literal["self", "ideal", "other"] = "other"
    effect: float = Field(ge=-2, le=2)


class Scenario(_Frozen):
    """What synthetic cohorts are made of (`data/simulation.yml`).

    Parameters
    ----------
    role_years : dict of str to int
        Shares of the bands of years in the role, the longest first; empty where the study
        has no such bands.
    role : str
        The usual role.
    second_role : SecondRole, optional
        Another one.
    experience : tuple of str, optional
        Band of years of experience of those who have most, and of everybody else.
    constructs : tuple of MadeUpConstruct
        In the order in which they fill up a ranking.
    elements : tuple of MadeUpElement
        What the grids rate.
    subjects : dict of str to tuple of str
        What a passage may be about, by influence.
    """

    role_years: dict[str, int] = Field(default_factory=dict)
    role: Words
    second_role: SecondRole | None = None
    experience: tuple[Words, Words] | None = None
    constructs: tuple[MadeUpConstruct, ...] = Field(min_length=1, max_length=200)
    elements: tuple[MadeUpElement, ...] = Field(min_length=3, max_length=40)
    subjects: dict[str, tuple[str, ...]]


def load_scenario(project: Project, study: Study) -> Scenario:
    """Read what a study's synthetic cohorts are made of.

    Parameters
    ----------
    project : Project
        The checkout.
    study : Study
        Its study.

    Returns
    -------
    Scenario
        As `data/simulation.yml` has it; where there is no such file, that of `make_scenario`.

    Raises
    ------
    DataError
        Where the file does not hold what it must.
    """
    path = project.simulation
    if not path.is_file():
        return make_scenario(study)
    return load_yaml(path, Scenario, project.relative(path), project.read)


def make_scenario(study: Study) -> Scenario:
    """Return what synthetic cohorts are made of where a study says nothing of it.

    Parameters
    ----------
    study : Study
        The study.

    Returns
    -------
    Scenario
        Constructs and subjects in plain words, made from the labels of the influences.

    Examples
    --------
    >>> from senco.cohort.study import Influence, System
    >>> study = Study(
    ...     title="Mine",
    ...     systems=[System(id="school", label="The school", definition="Near.")],
    ...     influences=[Influence(id="time", label="Time", system="school", definition="Hours.")],
    ... )
    >>> made = make_scenario(study)
    >>> made.constructs[0].label, made.subjects
    ('Time (1)', {'time': ('Tells of time.',)})
    """
    people, contrast = study.participants, study.contrast
    bands = people.experience_years
    expert = contrast.band if contrast and contrast.band in bands else (bands or ("",))[-1]
    others = [band for band in bands if band != expert]
    return Scenario(
        role_years=dict.fromkeys(reversed(people.role_years), 1),
        role=people.roles[0],
        experience=(expert, others[0]) if others else None,
        constructs=tuple(
            MadeUpConstruct(
                id=f"{influence.id[:70]}-{number}",
                label=f"{influence.label} ({number})",
                influence=influence.id,
            )
            for number in range(1, CONSTRUCTS_EACH + 1)
            for influence in study.influences
        ),
        elements=_ELEMENTS,
        subjects={one.id: (f"Tells of {_lower(one.label)}.",) for one in study.influences},
    )


def take_constructs(scenario: Scenario, count: int) -> list[tuple[str, str, str]]:
    """Return constructs to fill up a ranking.

    Parameters
    ----------
    scenario : Scenario
        With at least one construct.
    count : int
        How many.

    Returns
    -------
    list of tuple of str
        Key, label and influence; past those of the scenario further ones, with their
        influences in turn.
    """
    own = [(one.id, one.label, one.influence) for one in scenario.constructs]
    turns = islice(cycle(own), len(own), None)
    more = [
        (f"further-{number}", f"Further construct {number}", influence)
        for number, (_, _, influence) in zip(range(len(own) + 1, count + 1), turns, strict=False)
    ]
    return [*own[:count], *more]


def _lower(label: str) -> str:
    """A label within a sentence; an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"


_ELEMENTS = (
    MadeUpElement(id="self-now", label="Myself as I work now", part="self", effect=0.6),
    MadeUpElement(id="self-ideal", label="Myself as I would like to work", part="ideal", effect=2),
    MadeUpElement(id="self-beginning", label="Myself in my first year", effect=-1),
    MadeUpElement(id="admired", label="A colleague I look up to", effect=1.6),
    MadeUpElement(id="struggling", label="A colleague who struggles", effect=-1.5),
    MadeUpElement(id="new-colleague", label="A colleague who is new", effect=-0.7),
    MadeUpElement(id="manager", label="A manager who does not know the work", effect=-1.3),
    MadeUpElement(id="adviser", label="Somebody who advises from outside", effect=1.2),
)
