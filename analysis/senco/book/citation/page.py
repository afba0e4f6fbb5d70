"""How to cite, in words and as a page, made from `CITATION.cff`."""

from __future__ import annotations

from senco.book.citation.model import Citation, Work
from senco.text.markdown import escape_markdown


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
    >>> from senco.book.citation import Author
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
{deposits}
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
        deposits=_list_deposits(citation),
        stem=citation.stem,
    )


def _list_deposits(citation: Citation) -> str:
    """The deposits that have a DOI, one a line."""
    lines = [
        f"- {escape_markdown(one.description)} <https://doi.org/{one.value}>\n"
        for one in citation.identifiers
    ]
    return "\n" + "".join(lines) if lines else ""
