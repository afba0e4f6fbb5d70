"""The files for reference managers, made from `CITATION.cff`."""

from __future__ import annotations

import re
from typing import Any

from senco.book.citation.model import Author, Citation, Work


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
