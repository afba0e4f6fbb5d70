"""How to cite: `CITATION.cff` read, and the page and the files that are made from it."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from senco.intake.formats.keys import make_key
from senco.text.markdown import escape_markdown

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
    orcid : str, optional
        A person's identifier.
    """

    name: str | None = None
    given_names: str | None = None
    family_names: str | None = None
    orcid: str | None = None

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


class Citation(_Part):
    """What `CITATION.cff` holds.

    Parameters
    ----------
    cff_version, message, title, type, version : str
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
    """

    cff_version: str
    message: str
    title: str
    type: str
    authors: tuple[Author, ...] = Field(min_length=1)
    version: str
    date_released: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    license: tuple[str, ...] = Field(min_length=1)
    keywords: tuple[str, ...] = ()
    references: tuple[Work, ...] = Field(min_length=1)
    doi: str | None = Field(default=None, pattern=r"^10\.\S+/\S+$")
    repository_code: str | None = Field(default=None, pattern=r"^https://\S+$")
    url: str | None = Field(default=None, pattern=r"^https://\S+$")

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


def write_citation_files(citation: Citation) -> dict[str, str]:
    """Return the files for reference managers.

    Parameters
    ----------
    citation : Citation
        As in `CITATION.cff`.

    Returns
    -------
    dict of str to str
        BibTeX and RIS, by file name; each holds this publication and what it refers to.
    """
    return {
        f"{citation.stem}.bib": write_bibtex(citation),
        f"{citation.stem}.ris": write_ris(citation),
    }


def write_bibtex(citation: Citation) -> str:
    r"""Return this publication, and the works that it refers to, as BibTeX.

    Parameters
    ----------
    citation : Citation
        As in `CITATION.cff`.

    Returns
    -------
    str
        Entries of types that every style knows; a name that is not known is left out.
    """
    place = citation.doi or citation.url or citation.repository_code
    own = {
        "author": _join_bibtex(citation.authors),
        "title": citation.title,
        "year": citation.year,
        "month": str(int(citation.date_released[5:7])),
        "version": citation.version,
        "doi": citation.doi,
        "url": None if citation.doi else place,
        "note": f"Version {citation.version}",
    }
    entries = [_bibtex("misc", "senco-book", own)]
    for number, work in enumerate(citation.references, start=1):
        key = "senco-article" if number == 1 else f"senco-related-{number - 1}"
        entries.append(_bibtex(_name_kind(work), key, _list_fields(work)))
    return "\n".join(entries)


def _name_kind(work: Work) -> str:
    if work.type == "thesis" and work.institution:
        return "phdthesis" if work.thesis_type == "PhD" else "mastersthesis"
    return "article" if work.journal and work.year else "misc"


def _list_fields(work: Work) -> dict[str, Any]:
    return {
        "author": _join_bibtex(work.known_authors),
        "title": work.title,
        "journal": work.journal,
        "volume": work.volume,
        "number": work.issue,
        "pages": work.pages.replace("–", "--"),
        "publisher": work.publisher and work.publisher.name,
        "school": work.institution and work.institution.name,
        "year": work.year,
        "month": work.month,
        "doi": work.doi,
        "url": work.url,
        "note": work.notes,
    }


def _bibtex(kind: str, key: str, fields: dict[str, Any]) -> str:
    lines = []
    for name, value in fields.items():
        if value:
            text = str(value) if name in ("doi", "url", "author") else _escape_bibtex(str(value))
            # the inner braces keep the capitals of a title
            lines.append(
                f"  {name} = {{{{{text}}}}}" if name == "title" else f"  {name} = {{{text}}}"
            )
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _join_bibtex(authors: tuple[Author, ...]) -> str:
    names = []
    for author in authors:
        name = _escape_bibtex(author.cited)
        # braces keep an organisation's name from being taken apart
        names.append(name if author.is_person else f"{{{name}}}")
    return " and ".join(names)


def _escape_bibtex(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text)


def write_ris(citation: Citation) -> str:
    """Return this publication, and the works that it refers to, as RIS.

    Parameters
    ----------
    citation : Citation
        As in `CITATION.cff`.

    Returns
    -------
    str
        A record each.
    """
    own: list[tuple[str, object]] = [("TY", "COMP")]
    own += [("AU", author.cited) for author in citation.authors]
    own += [("TI", citation.title), ("PY", citation.year)]
    own += [("DA", citation.date_released.replace("-", "/")), ("ET", citation.version)]
    own += [("DO", citation.doi), ("UR", citation.url or citation.repository_code)]
    own += [("KW", word) for word in citation.keywords]
    records = [*own, ("ER", "")]
    for work in citation.references:
        records += [*_list_records(work), ("ER", "")]
    lines = [f"{tag}  - {value}" for tag, value in records if value or tag == "ER"]
    return "\n".join(lines) + "\n"


def _list_records(work: Work) -> list[tuple[str, object]]:
    kind = "THES" if work.type == "thesis" else "JOUR" if work.journal else "GEN"
    house = work.publisher or work.institution
    records: list[tuple[str, object]] = [("TY", kind)]
    records += [("AU", author.cited) for author in work.known_authors]
    records += [("TI", work.title), ("JO", work.journal), ("VL", work.volume), ("IS", work.issue)]
    records += [("SP", work.start), ("EP", work.end), ("PB", house and house.name)]
    records += [("M3", work.thesis_type), ("PY", work.year)]
    return [*records, ("DO", work.doi), ("UR", work.url), ("N1", work.notes)]


def cite_in_words(citation: Citation) -> str:
    """Return the reference to this publication as written in a list of references.

    Parameters
    ----------
    citation : Citation
        As in `CITATION.cff`.

    Returns
    -------
    str
        Plain text.
    """
    authors = "; ".join(author.cited for author in citation.authors)
    place = f"https://doi.org/{citation.doi}" if citation.doi else citation.url
    text = f"{authors} ({citation.year}). {citation.title} (version {citation.version})."
    return f"{text} {place or citation.repository_code or ''}".strip()


def cite_work(work: Work) -> str:
    r"""Return the reference to another work as written in a list of references.

    Parameters
    ----------
    work : Work
        Such as the article.

    Returns
    -------
    str
        MyST Markdown, without the notes; what is not known is left out.

    Examples
    --------
    >>> jo = Author(given_names="Jo", family_names="Doe")
    >>> cite_work(Work(type="article", title="Rings", authors=(jo,), journal="J", year=2020))
    'Doe, Jo (2020). Rings. *J*.'
    """
    names = "; ".join(author.cited for author in work.known_authors)
    head = f"{escape_markdown(names)} ({work.year}). " if names and work.year else ""
    title = escape_markdown(work.title)
    place = _place_work(work)
    address = f" https://doi.org/{escape_markdown(work.doi)}" if work.doi else ""
    return f"{head}{title if place else f'*{title}*'}.{place}{address}"


def _place_work(work: Work) -> str:
    if work.institution:
        kind = f"{work.thesis_type} thesis, " if work.thesis_type else ""
        return f" {escape_markdown(kind + work.institution.name)}."
    if not work.journal:
        return ""
    issue = f"({work.issue})" if work.issue else ""
    rest = [f"{work.volume or ''}{issue}", work.pages]
    return ", ".join([f" *{escape_markdown(work.journal)}*", *filter(None, rest)]) + "."


_PAGE = """# How to cite

```{{admonition}} What you will take from this page
:class: tip
What to put in your list of references, and which of the two works to cite for what.
```

## This book

> {book}

Cite it for what it adds to the publication: the checks, the codings, the methods, the tables and
the code. Version {version}, released on {released}; code under
the {code} licence, everything else under {prose}.{doi}

## The publication behind it

> {article}

{notes}

Cite it for what the participants said and for what it found.
{related}
## For reference managers

All of these in one file: [BibTeX](_static/cite/{stem}.bib) (Zotero, JabRef, LaTeX) and
[RIS](_static/cite/{stem}.ris) (EndNote, Mendeley, Zotero).

## The data of one cohort

A cohort is deposited as a whole: data, notebooks, pages and results in one file that
[can be checked by running it again](deposit.md). Cite a deposit by the identifier that the
repository gives it.

`senco describe` makes this page from `CITATION.cff`.
"""

_RELATED = "\nOf the same research, as far as is known:\n\n"


def write_cite_page(citation: Citation) -> str:
    """Return the page on how to cite.

    Parameters
    ----------
    citation : Citation
        As in `CITATION.cff`.

    Returns
    -------
    str
        MyST Markdown.
    """
    article, *others = citation.references
    related = "".join(f"- {cite_work(work)} {escape_markdown(work.notes)}\n" for work in others)
    return _PAGE.format(
        book=escape_markdown(cite_in_words(citation)),
        version=escape_markdown(citation.version),
        released=citation.date_released,
        code=citation.license[0],
        prose=citation.license[-1],
        doi=f" DOI: {escape_markdown(citation.doi)}." if citation.doi else " It has no DOI yet.",
        article=cite_work(article),
        notes=escape_markdown(article.notes),
        related=_RELATED + related if others else "",
        stem=citation.stem,
    )
