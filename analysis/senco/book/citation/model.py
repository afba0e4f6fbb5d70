"""What `CITATION.cff` holds."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from senco.intake.formats.keys import make_key

#: Stands in `CITATION.cff` where an author is not known; it is never cited as one.
UNKNOWN_AUTHOR = "not stated in the text available"
#: The licences by their short names (https://spdx.org/licenses).
LICENCES = {
    "MIT": "https://spdx.org/licenses/MIT",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
}


def _hyphened(name: str) -> str:
    return name.replace("_", "-")


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=_hyphened, populate_by_name=True
    )


class Author(_Part):
    """A person, or an organisation by its one name, as in CFF 1.2.0.

    Parameters
    ----------
    name : str, optional
        Of an organisation.
    given_names, family_names : str, optional
        Of a person.
    orcid, affiliation : str, optional
        A person's identifier, and the body that they belong to.
    """

    name: str | None = None
    given_names: str | None = None
    family_names: str | None = None
    orcid: str | None = None
    affiliation: str | None = None

    @property
    def is_person(self) -> bool:
        """Whether it has a family name."""
        return self.family_names is not None

    @property
    def cited(self) -> str:
        """Name as written in a list of references: the family name first."""
        parts = [self.family_names, self.given_names] if self.is_person else [self.name]
        return ", ".join(part for part in parts if part)

    @property
    def called(self) -> str:
        """Name as it is spoken: the family name last."""
        parts = [self.given_names, self.family_names] if self.is_person else [self.name]
        return " ".join(part for part in parts if part)


class Body(_Part):
    """A publisher, or a university, as CFF 1.2.0 has it.

    Parameters
    ----------
    name : str
        By which it is known.
    """

    name: str


class Work(_Part):
    """Another work that `CITATION.cff` refers to.

    Parameters
    ----------
    type, title, notes, journal, volume, issue, start, end, thesis_type, doi, url : str
        As in CFF 1.2.0; pages run from `start` to `end`.
    authors : tuple of Author
        Empty of names where they are not known.
    publisher, institution : Body, optional
        Of an article, and of a thesis.
    year, month : int, optional
        Of publication.
    """

    type: str
    title: str
    authors: tuple[Author, ...] = ()
    notes: str = ""
    journal: str | None = None
    volume: str | None = None
    issue: str | None = None
    start: str | None = None
    end: str | None = None
    publisher: Body | None = None
    institution: Body | None = None
    thesis_type: str | None = None
    year: int | None = None
    month: int | None = Field(default=None, ge=1, le=12)
    doi: str | None = None
    url: str | None = None

    @property
    def pages(self) -> str:
        """The pages from first to last, where they are known."""
        return "–".join(filter(None, (self.start, self.end)))

    @property
    def known_authors(self) -> tuple[Author, ...]:
        """The authors that are named."""
        return tuple(author for author in self.authors if author.name != UNKNOWN_AUTHOR)


class Identifier(_Part):
    """A DOI under which something of this publication is kept, as CFF 1.2.0 has it.

    Parameters
    ----------
    type : {"doi"}
        Its kind.
    value : str
        Without https://doi.org/.
    description : str
        What it is the DOI of.
    """

    type: Literal["doi"]
    value: str = Field(pattern=r"^10\.[0-9]{4,9}/[!-~]+$")
    description: str = Field(default="", max_length=400)


class Citation(_Part):
    """What `CITATION.cff` holds.

    Parameters
    ----------
    cff_version, message, title, type, version, abstract : str
        As in CFF 1.2.0.
    date_released : str
        Year, month, day.
    authors : tuple of Author
        At least one.
    license : tuple of str
        SPDX names: of the code, and of the prose and the tables.
    keywords : tuple of str
        Words to be found by.
    references : tuple of Work
        First the article that is published here, then others on the same research.
    doi, repository_code, url : str, optional
        Where the publication has them.
    identifiers : tuple of Identifier
        DOIs of what was deposited of it, such as the data of a cohort.
    """

    cff_version: str
    message: str
    title: str
    type: str
    authors: tuple[Author, ...] = Field(min_length=1)
    version: str
    abstract: str = ""
    date_released: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    license: tuple[str, ...] = Field(min_length=1)
    keywords: tuple[str, ...] = ()
    references: tuple[Work, ...] = Field(min_length=1)
    doi: str | None = Field(default=None, pattern=r"^10\.\S+/\S+$")
    repository_code: str | None = Field(default=None, pattern=r"^https://\S+$")
    url: str | None = Field(default=None, pattern=r"^https://\S+$")
    identifiers: tuple[Identifier, ...] = ()

    @property
    def stem(self) -> str:
        """What files made from the book are called: its title, up to a colon."""
        return make_key(self.title.partition(":")[0]) or "book"

    @property
    def year(self) -> str:
        """Year of the release."""
        return self.date_released[:4]

    @property
    def article(self) -> Work:
        """The article that this publication reproduces."""
        return self.references[0]
