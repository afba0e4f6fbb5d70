"""The study that every cohort belongs to: its framework, and how pages speak of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from senco.locale import ENGLISH, list_languages, load_catalogue
from senco.text.words import join_words

#: Colours of the systems that name none, from the outermost ring inwards: distinct for the
#: colour-blind, and in lightness.
COLOURS = (
    "#33508a", "#2b8a83", "#b7791f", "#b5473c", "#6b4c9a", "#4f6d2f", "#8a3b6b", "#4a5a67",
)  # fmt: skip
#: Shapes likewise, so that grey tells the systems apart.
SHAPES = ("square", "diamond", "circle", "triangle", "pentagon", "star", "plus", "cross")
#: How a claim is placed that concerns no single system.
ACROSS = "across"
Instrument = Literal["worklines", "narratives", "grids", "rankings"]
#: What participants can be asked to do, in the words of a sentence.
INSTRUMENTS: dict[Instrument, str] = {
    "worklines": "work-lines",
    "narratives": "narratives",
    "grids": "grids",
    "rankings": "rankings",
}
#: So many systems have a colour and a shape of their own.
MOST_SYSTEMS = len(COLOURS)

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
#: A word or a few that stand in a sentence.
Words = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^\S(.*\S)?$")]
#: A page of the book, without its ending.
Place = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}(/[a-z0-9-]{1,60}){0,4}$")]
#: A sentence or a few, with links and emphasis but no markup beyond.
Prose = Annotated[str, Field(min_length=1, max_length=1_000, pattern=r"^[^<>{}`\\]*$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=False)


class System(_Frozen):
    """One of the systems of the framework, a ring of the map.

    Parameters
    ----------
    id : str
        Small letters, digits and hyphens.
    label : str
        How pages call it.
    definition : str
        What belongs to it, in a sentence.
    lines : str
        Where the publication develops it.
    colour : str, optional
        As ``"#33508a"``; by default that of its place.
    shape : str, optional
        One of `SHAPES`, by default that of its place.
    """

    id: Key
    label: str = Field(min_length=1, max_length=40)
    definition: str
    lines: str = ""
    colour: str = Field(default="", pattern=r"^(#[0-9a-f]{6})?$")
    shape: str = ""


class Influence(_Frozen):
    """A key influence and the system that it belongs to."""

    id: Key
    label: str = Field(min_length=1, max_length=60)
    system: Key
    definition: str
    lines: str = ""


class Participants(_Frozen):
    """Whom the study asks, in the words of its pages.

    Parameters
    ----------
    one, many : str
        One of them and several: ``"SENCO"`` and ``"SENCOs"``.
    with_article : str, optional
        One of them with the indefinite article: ``"a SENCO"``. By default *an* stands before
        a vowel.
    roles : tuple of str
        Their roles, the most usual first.
    role_years, experience_years : tuple of str
        Bands of years in the role, and of experience, the shortest first; none where the
        study does not ask.
    settings : tuple of str
        Kinds of setting in which they work; none where the study does not ask.
    """

    one: Words = "participant"
    many: Words = "participants"
    with_article: Words | None = None
    roles: tuple[Words, ...] = Field(default=("participant",), min_length=1, max_length=20)
    role_years: tuple[Words, ...] = Field(default=(), max_length=12)
    experience_years: tuple[Words, ...] = Field(default=(), max_length=12)
    settings: tuple[Words, ...] = Field(default=(), max_length=20)

    @model_validator(mode="after")
    def _check_lists(self) -> Participants:
        for name in ("roles", "role_years", "experience_years", "settings"):
            _check_unlike(getattr(self, name))
        return self

    @property
    def one_of_them(self) -> str:
        """One of them with the indefinite article."""
        article = "an" if self.one[0].lower() in "aeiou" else "a"
        return self.with_article or f"{article} {self.one}"


class Contrast(_Frozen):
    """Whose rankings are set against everybody else's.

    Parameters
    ----------
    column : {"role", "role_years", "experience_years"}
        Of the participants.
    band : str
        What stands there for those who are meant.
    label : str
        The same in words: ``"ten or more years of experience"``.
    planned : tuple of str
        Constructs of the reference cohort that were named in advance.
    """

    column: Literal["role", "role_years", "experience_years"]
    band: Words
    label: Words
    planned: tuple[Key, ...] = Field(default=(), max_length=20)


class Asked(_Frozen):
    """A card of the grids: what a participant is asked to name.

    Parameters
    ----------
    role : str
        ``"a plan that went really well"``.
    part : {"self", "ideal", "other"}
        As in the table elements.
    """

    role: str = Field(min_length=1, max_length=120, pattern=r"^[^<>{}`\\]*$")
    part: Literal["self", "ideal", "other"] = "other"


class Party(_Frozen):
    """Somebody who can act, and on whose possibilities.

    Parameters
    ----------
    id : str
        Small letters, digits and hyphens.
    label : str
        How pages call them: ``"Head of school"``.
    actors : tuple of str
        Of the study's actors those on whose possibilities they can act.
    """

    id: Key
    label: Words
    actors: tuple[Key, ...] = Field(min_length=1, max_length=40)


class Study(_Frozen):
    """The framework that every cohort shares, and the study's words (`data/study.yml`).

    Parameters
    ----------
    title : str
        Title of the publication, or of the study where there is none yet.
    reference_cohort : str, optional
        The cohort with which others are compared.
    language : str
        In which its pages are, one of `senco.locale.list_languages`; by default English.
        Its words and definitions are in that language too.
    source : str
        How pages speak of the publication: ``"the article"``.
    participants : Participants
        Whom the study asks.
    instruments : tuple of str
        What participants are asked to do, of `INSTRUMENTS`; by default all of it.
    practice : str
        What the grids are about: ``"effective practice"``.
    elements : tuple of Asked
        What the cards of the grids are; none where each participant chooses.
    overall : tuple of str
        The two poles of a construct that everybody is given, the preferred first; none where
        nobody is.
    reading : str, optional
        How the study reads its findings by the systems, in a sentence or a few.
    contrast : Contrast, optional
        Whose rankings are set against the others'.
    actors : tuple of str
        Who acts in a publication's claims; none where the study codes no claims.
    parties : tuple of Party
        Who can act on the possibilities, in the order of pages; an actor whom none of them
        names, and without them every actor, is one by itself.
    shown_in : dict of str to str
        By the name of a picture, the page of the book that shows the reference cohort's, so that
        the stage's own page leads there: ``{"facing": "findings/implications"}``.
    not_printed : dict of str to str
        By stage, what the publication says of it where it does not print its data; Markdown.
    systems : tuple of System
        From the outermost ring to the innermost.
    influences : tuple of Influence
        The key influences, in the order of the systems.
    """

    title: str = Field(min_length=1, max_length=200, pattern=r"^\S(.*\S)?$")
    reference_cohort: str = Field(default="", pattern=r"^([A-Za-z0-9]+(-[A-Za-z0-9]+)*)?$")
    language: str = ENGLISH
    source: Words = "the publication"
    participants: Participants = Field(default_factory=Participants)
    instruments: tuple[Instrument, ...] = Field(default=tuple(INSTRUMENTS), min_length=1)
    practice: Words = "their work"
    elements: tuple[Asked, ...] = Field(default=(), max_length=60)
    overall: tuple[Words, ...] = ()
    reading: Prose | None = None
    contrast: Contrast | None = None
    actors: tuple[Key, ...] = Field(default=(), max_length=40)
    parties: tuple[Party, ...] = Field(default=(), max_length=20)
    shown_in: dict[Key, Place] = Field(default_factory=dict)
    not_printed: dict[str, Prose] = Field(default_factory=dict)
    systems: tuple[System, ...] = Field(min_length=1, max_length=MOST_SYSTEMS)
    influences: tuple[Influence, ...] = Field(min_length=1, max_length=60)

    @field_validator("language")
    @classmethod
    def _check_language(cls, language: str) -> str:
        if language not in list_languages():
            raise PydanticCustomError(
                "language", "one of: {known}", {"known": ", ".join(list_languages())}
            )
        return language

    @field_validator("overall")
    @classmethod
    def _check_overall(cls, poles: tuple[str, ...]) -> tuple[str, ...]:
        if len(poles) not in (0, 2):
            raise PydanticCustomError("poles", "two poles, or none", {})
        return poles

    @model_validator(mode="after")
    def _check_framework(self) -> Study:
        systems = [system.id for system in self.systems]
        _check_unlike((*systems, ACROSS))
        _check_unlike(self.instruments)
        _check_unlike([influence.id for influence in self.influences])
        for influence in self.influences:
            if influence.system not in systems:
                raise PydanticCustomError(
                    "system",
                    "for the influence '{influence}' a system that is listed: {systems}",
                    {"influence": influence.id, "systems": ", ".join(systems)},
                )
        return self

    @model_validator(mode="after")
    def _check_contrast(self) -> Study:
        if self.contrast is None:
            return self
        column = self.contrast.column
        bands = self.list_allowed("roles" if column == "role" else column)
        if self.contrast.band not in bands:
            raise PydanticCustomError(
                "band",
                "for the contrast one of the participants' {column}: {bands}",
                {"column": column, "bands": ", ".join(bands) or "none is listed"},
            )
        return self

    @model_validator(mode="after")
    def _check_parties(self) -> Study:
        _check_unlike([party.id for party in self.parties])
        for party in self.parties:
            _check_unlike(party.actors)
            for actor in party.actors:
                if actor not in self.actors:
                    raise PydanticCustomError(
                        "actor",
                        "for the party '{party}' actors that are listed: {actors}",
                        {"party": party.id, "actors": ", ".join(self.actors) or "none is listed"},
                    )
        return self

    @model_validator(mode="after")
    def _complete_systems(self) -> Study:
        """Give each system that has none a colour and a shape, by its place."""
        taken = {system.shape for system in self.systems if system.shape}
        if not taken <= set(SHAPES):
            raise PydanticCustomError("shape", "a shape: {shapes}", {"shapes": ", ".join(SHAPES)})
        completed = tuple(
            system.model_copy(
                update={
                    "colour": system.colour or COLOURS[place],
                    "shape": system.shape or SHAPES[place],
                }
            )
            for place, system in enumerate(self.systems)
        )
        object.__setattr__(self, "systems", completed)
        return self

    def list_allowed(self, listed: str) -> tuple[str, ...]:
        """Return what the study allows in a column of the contract.

        Parameters
        ----------
        listed : str
            What the contract calls the list: roles, role_years, experience_years, settings,
            actors, rings, or systems, which are the rings and "across".

        Returns
        -------
        tuple of str
            In the order of `study.yml`; none where it lists none.
        """
        rings = tuple(system.id for system in self.systems)
        if listed in ("rings", "systems"):
            return rings if listed == "rings" else (*rings, ACROSS)
        return tuple(self.actors if listed == "actors" else getattr(self.participants, listed))

    def list_parties(self) -> dict[str, str]:
        """Return who can act on possibilities, in words.

        Returns
        -------
        dict of str to str
            By key, the label: the parties, then every actor whom none of them names.
        """
        labels = {party.id: party.label for party in self.parties}
        for actor in self.actors:
            (key,) = self.find_parties(actor)[:1]
            labels.setdefault(key, f"{actor[0].upper()}{actor[1:].replace('-', ' ')}")
        return labels

    def find_parties(self, actor: str) -> tuple[str, ...]:
        """Return who can act on the possibilities of an actor.

        Parameters
        ----------
        actor : str
            One of the study's actors.

        Returns
        -------
        tuple of str
            Keys of `list_parties`, in their order; the actor itself where no party names it.
        """
        named = tuple(party.id for party in self.parties if actor in party.actors)
        return named or (actor,)

    def list_words(self) -> dict[str, str]:
        """Return the words that notebooks put into their sentences, by the name of each.

        Returns
        -------
        dict of str to str
            ``one``, ``many``, ``one_of_them``, ``practice``, ``source``, ``instruments`` and
            ``reading``; with a capital first letter in the name, the same as a sentence begins.
        """
        told = load_catalogue(self.language)
        instruments = [told.name(INSTRUMENTS[one], "instrument") for one in self.instruments]
        words = {
            "one": self.participants.one,
            "many": self.participants.many,
            "one_of_them": self.participants.one_of_them,
            "practice": self.practice,
            "source": self.source,
            "instruments": join_words(instruments, told.name("and", "list")),
            "reading": self.reading or "The study reads its findings system by system.",
        }
        words = {key: told.name(text, "study") for key, text in words.items()}
        capital = {key.capitalize(): f"{text[0].upper()}{text[1:]}" for key, text in words.items()}
        return words | capital


def _check_unlike(names: Sequence[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise PydanticCustomError("twice", "'{name}' once, and not twice", {"name": twice[0]})
