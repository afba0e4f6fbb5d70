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


class Work(_Part):
    """Another work that `CITATION.cff` refers to.

    Parameters
    ----------
    type, title, notes, journal, doi, url : str
        As in CFF 1.2.0.
    authors : tuple of Author
        Empty of names where they are not known.
    year : int, optional
        Of publication.
    """

    type: str
    title: str
    authors: tuple[Author, ...] = ()
    notes: str = ""
    journal: str | None = None
    year: int | None = None
    doi: str | None = None
    url: str | None = None

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
        First the article that is published here.
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
        BibTeX and RIS, by file name; each holds this publication and the article.
    """
    return {
        f"{citation.stem}.bib": write_bibtex(citation),
        f"{citation.stem}.ris": write_ris(citation),
    }


def write_bibtex(citation: Citation) -> str:
    r"""Return this publication and the article as BibTeX.

    Parameters
    ----------
    citation : Citation
        As in `CITATION.cff`.

    Returns
    -------
    str
        Two entries, of types that every style knows; a name that is not known is left out.
    """
    article = citation.article
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
    theirs = {
        "author": _join_bibtex(article.known_authors),
        "title": article.title,
        "journal": article.journal,
        "year": article.year,
        "doi": article.doi,
        "url": article.url,
        "note": article.notes,
    }
    kind = "article" if article.journal and article.year else "misc"
    entries = [_bibtex("misc", "senco-book", own), _bibtex(kind, "senco-article", theirs)]
    return "\n".join(entries)


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
    """Return this publication and the article as RIS.

    Parameters
    ----------
    citation : Citation
        As in `CITATION.cff`.

    Returns
    -------
    str
        Two records.
    """
    article = citation.article
    own: list[tuple[str, object]] = [("TY", "COMP")]
    own += [("AU", author.cited) for author in citation.authors]
    own += [("TI", citation.title), ("PY", citation.year)]
    own += [("DA", citation.date_released.replace("-", "/")), ("ET", citation.version)]
    own += [("DO", citation.doi), ("UR", citation.url or citation.repository_code)]
    own += [("KW", word) for word in citation.keywords]
    theirs: list[tuple[str, object]] = [("TY", "JOUR" if article.journal else "GEN")]
    theirs += [("AU", author.cited) for author in article.known_authors]
    theirs += [("TI", article.title), ("JO", article.journal), ("PY", article.year)]
    theirs += [("DO", article.doi), ("UR", article.url), ("N1", article.notes)]
    records = [*own, ("ER", ""), *theirs, ("ER", "")]
    lines = [f"{tag}  - {value}" for tag, value in records if value or tag == "ER"]
    return "\n".join(lines) + "\n"


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

> *{article}.* {notes}

Cite it for what the participants said and for what it found.{authors}

## For reference managers

Both entries in one file: [BibTeX](_static/cite/{stem}.bib) (Zotero, JabRef, LaTeX) and
[RIS](_static/cite/{stem}.ris) (EndNote, Mendeley, Zotero).

## The data of one cohort

A cohort is deposited as a whole: data, notebooks, pages and results in one file that
[can be checked by running it again](deposit.md). Cite a deposit by the identifier that the
repository gives it.

`senco describe` makes this page from `CITATION.cff`.
"""

_LISTED = (
    " What else is known about it is on the page [what the text does not say]"
    "(study/not-stated.md); nothing that was not checked with the publisher is in the entries "
    "below."
)


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
    article = citation.article
    unknown = "" if article.known_authors else _LISTED
    names = "; ".join(author.cited for author in article.known_authors)
    return _PAGE.format(
        book=escape_markdown(cite_in_words(citation)),
        version=escape_markdown(citation.version),
        released=citation.date_released,
        code=citation.license[0],
        prose=citation.license[-1],
        doi=f" DOI: {escape_markdown(citation.doi)}." if citation.doi else " It has no DOI yet.",
        article=escape_markdown(article.title),
        notes=escape_markdown(article.notes),
        authors=f" Its authors: {escape_markdown(names)}." if names else unknown,
        stem=citation.stem,
    )
