"""What a deposit says of itself, in the form of InvenioRDM's metadata.

https://inveniordm.docs.cern.ch/reference/metadata/. All of it stands in `CITATION.cff` and in
`cohort.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from senco.book.citation import LICENCES, UNKNOWN_AUTHOR, Author, Citation
from senco.cohort.model import PROVENANCE_NOTES, CohortInfo
from senco.errors import DataError, Finding, list_errors

_ORCID = re.compile(r"(?:https?://orcid\.org/)?((?:[0-9]{4}-){3}[0-9]{3}[0-9X])")
#: What stands in the title and the keywords of what nobody said.
_SYNTHETIC = "synthetic data"
#: How a deposit stands to the publication behind it: its data are taken from there, or it is a
#: work of its own that refers to it.
_RELATIONS = {"published": "isderivedfrom", "synthetic": "references", "collected": "references"}
#: A licence in the words of a `cohort.yml`, where it is one that has a name.
_PLAIN = re.compile(r"[ -]+")


def name_deposit(info: CohortInfo) -> str:
    """Return the title of a cohort's deposit.

    Parameters
    ----------
    info : CohortInfo
        What `cohort.yml` says.

    Returns
    -------
    str
        With a label where the data are made up.
    """
    label = f" ({_SYNTHETIC})" if info.provenance == "synthetic" else ""
    return f"{info.title}{label}: data, notebooks, pages and results"


def describe_deposit(citation: Citation, info: CohortInfo, publisher: str = "") -> dict[str, Any]:
    """Return a deposit's metadata.

    Parameters
    ----------
    citation : Citation
        What `CITATION.cff` says.
    info : CohortInfo
        What `cohort.yml` says.
    publisher : str
        Name of the repository; it gives its own where this is blank.

    Returns
    -------
    dict
        The body of a request that makes or changes a draft.

    Raises
    ------
    DataError
        Where an author is not named, or the identifier of one is none.
    """
    findings = list_errors(_check_authors(citation))
    if findings:
        raise DataError(findings)
    keywords = [*citation.keywords, info.provenance + " data"]
    metadata = {
        "resource_type": {"id": "dataset"},
        "title": name_deposit(info),
        "creators": [_describe_author(author) for author in citation.authors],
        "description": "".join(f"<p>{escape(text)}</p>" for text in _list_texts(citation, info)),
        "publication_date": citation.date_released,
        "version": citation.version,
        "subjects": [{"subject": word} for word in dict.fromkeys(keywords)],
        "rights": _list_rights(citation, info),
        "related_identifiers": list(_list_related(citation, info)),
    }
    if publisher:
        metadata["publisher"] = publisher
    return {
        "access": {"record": "public", "files": "public"},
        "files": {"enabled": True},
        "metadata": metadata,
    }


def _check_authors(citation: Citation) -> Iterator[Finding]:
    for author in citation.authors:
        name = author.cited
        if not name or name == UNKNOWN_AUTHOR or name.startswith("["):
            yield Finding(
                "CITATION.cff", f"'{name}'", "the name of a person or a body", column="authors",
                remedy="A deposit names those who made it. Write them there.",
            )  # fmt: skip
        if author.orcid and not is_orcid(author.orcid):
            yield Finding(
                "CITATION.cff", f"'{author.orcid[:60]}'",
                "an ORCID iD, such as https://orcid.org/0000-0002-1825-0097",
                column="authors.orcid", remedy="Copy it from the person's page.",
            )  # fmt: skip


def is_orcid(text: str) -> bool:
    """Say whether a text is an ORCID iD: its form, and its last digit by ISO 7064, MOD 11-2.

    Parameters
    ----------
    text : str
        With or without https://orcid.org/.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_orcid("https://orcid.org/0000-0002-1825-0097"), is_orcid("0000-0002-1825-0098")
    (True, False)
    """
    found = _ORCID.fullmatch(text)
    if not found:
        return False
    digits, total = found[1].replace("-", ""), 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return digits[-1] == "0123456789X"[(12 - total % 11) % 11]


def _describe_author(author: Author) -> dict[str, Any]:
    if not author.is_person:
        return {"person_or_org": {"type": "organizational", "name": author.name}}
    person: dict[str, Any] = {"type": "personal", "family_name": author.family_names}
    if author.given_names:
        person["given_name"] = author.given_names
    if author.orcid and (found := _ORCID.fullmatch(author.orcid)):
        person["identifiers"] = [{"scheme": "orcid", "identifier": found[1]}]
    described: dict[str, Any] = {"person_or_org": person}
    if author.affiliation:
        described["affiliations"] = [{"name": author.affiliation}]
    return described


def _list_texts(citation: Citation, info: CohortInfo) -> Iterator[str]:
    yield PROVENANCE_NOTES[info.provenance]
    yield info.summary
    yield f"Where the data come from: {info.source}"
    yield (
        f"One file, an RO-Crate: the tables with a description for programs, the notebooks before "
        f"and after they were run, every figure and value, the code, the exact environment, and a "
        f"checksum of each file. From ‘{citation.title}’, version {citation.version}. To check it "
        "and to run it again: senco verify."
    )


def _list_rights(citation: Citation, info: CohortInfo) -> list[dict[str, Any]]:
    """The licences of prose and code by their names, and that of the data where it has none."""
    rights: list[dict[str, Any]] = [
        {"id": name.casefold()} for name in reversed(dict.fromkeys(citation.license))
    ]
    plain = _PLAIN.sub("-", info.licence.strip().rstrip(".")).upper()
    if plain in LICENCES:
        rights.append({"id": plain.casefold()})
    else:
        text = {"en": info.licence}
        rights.append({"title": {"en": "Licence of the data"}, "description": text})
    return [one for place, one in enumerate(rights) if one not in rights[:place]]


def _list_related(citation: Citation, info: CohortInfo) -> Iterator[dict[str, Any]]:
    for number, work in enumerate(citation.references):
        if work.doi:
            relation = _RELATIONS[info.provenance] if number == 0 else "references"
            yield _relate(work.doi, "doi", relation)
    if citation.doi:
        yield _relate(citation.doi, "doi", "ispartof")
    for address, relation in ((citation.url, "isdocumentedby"),
                              (citation.repository_code, "iscompiledby")):  # fmt: skip
        if address:
            yield _relate(address, "url", relation)


def _relate(identifier: str, scheme: str, relation: str) -> dict[str, Any]:
    return {"identifier": identifier, "scheme": scheme, "relation_type": {"id": relation}}


def tell_description(body: Mapping[str, Any]) -> str:
    """Return the title and the authors of a description, for a person to look at.

    Parameters
    ----------
    body : mapping
        As `describe_deposit` gives it.

    Returns
    -------
    str
        Such as "‘A county: data, notebooks, pages and results’, by Doe, Jo".
    """
    people = [one["person_or_org"] for one in body["metadata"]["creators"]]
    names = [
        one.get("name") or ", ".join(filter(None, (one["family_name"], one.get("given_name"))))
        for one in people
    ]
    return f"‘{body['metadata']['title']}’, by {'; '.join(names)}"
