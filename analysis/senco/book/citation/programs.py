"""What programs read of a publication, made from `CITATION.cff`: `codemeta.json`, `.zenodo.json`.

https://codemeta.github.io/terms/ (version 3.0). Zenodo reads `CITATION.cff` of a release by itself,
but not one that names two licences, and then publishes nothing: `.zenodo.json`, which it prefers,
says the same in its own form.
"""

from __future__ import annotations

import json
from typing import Any

from senco.book.citation.model import LICENCES, Author, Citation

CONTEXT = "https://w3id.org/codemeta/3.0"


def write_codemeta(citation: Citation) -> str:
    """Return `codemeta.json`.

    Parameters
    ----------
    citation : Citation
        As in `CITATION.cff`.

    Returns
    -------
    str
        JSON-LD, without what is not known.
    """
    identifiers = [f"https://doi.org/{citation.doi}"] if citation.doi else []
    identifiers += [f"https://doi.org/{one.value}" for one in citation.identifiers]
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "SoftwareSourceCode",
        "name": citation.title,
        "description": citation.abstract,
        "identifier": identifiers[0] if len(identifiers) == 1 else identifiers,
        "author": [_describe(author) for author in citation.authors],
        "version": citation.version,
        "datePublished": citation.date_released,
        "license": [LICENCES.get(name, name) for name in citation.license],
        "keywords": list(citation.keywords),
        "programmingLanguage": "Python",
        "codeRepository": citation.repository_code,
        "url": citation.url,
        "referencePublication": _find_article(citation),
    }
    return _dump(told)


def _find_article(citation: Citation) -> str:
    return f"https://doi.org/{citation.article.doi}" if citation.article.doi else ""


def _describe(author: Author) -> dict[str, Any]:
    told: dict[str, Any] = {"@type": "Person" if author.is_person else "Organization"}
    if author.orcid:
        told["@id"] = author.orcid
    if author.is_person:
        told |= {"givenName": author.given_names or "", "familyName": author.family_names}
    else:
        told["name"] = author.name
    if author.affiliation:
        told["affiliation"] = {"@type": "Organization", "name": author.affiliation}
    return {key: value for key, value in told.items() if value}


def write_zenodo(citation: Citation) -> str:
    """Return `.zenodo.json`.

    Parameters
    ----------
    citation : Citation
        As in `CITATION.cff`.

    Returns
    -------
    str
        JSON in the form of Zenodo's deposit metadata, which has room for one licence: that of
        the code, with the other in the notes.
    """
    code, prose = citation.license[0], citation.license[-1]
    relation, article = "isDerivedFrom", citation.article.doi
    return _dump({
        "title": citation.title,
        "upload_type": "software",
        "description": citation.abstract,
        "creators": [_name_creator(author) for author in citation.authors],
        "version": citation.version,
        "keywords": list(citation.keywords),
        "license": code,
        "notes": f"Code: {code}. Prose, tables and figures: {prose}." if code != prose else "",
        "related_identifiers": [{"identifier": article, "relation": relation}] if article else [],
    })  # fmt: skip


def _name_creator(author: Author) -> dict[str, str]:
    told = {
        "name": author.cited,
        "affiliation": author.affiliation or "",
        "orcid": (author.orcid or "").rpartition("/")[2],
    }
    return {key: value for key, value in told.items() if value}


def _dump(told: dict[str, Any]) -> str:
    known = {key: value for key, value in told.items() if value}
    return json.dumps(known, indent=2, ensure_ascii=False) + "\n"
