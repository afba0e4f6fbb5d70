"""A manuscript as an article in JATS 1.3, with its pictures, in one archive.

The tag set is Archiving and Interchange (ANSI/NISO Z39.96-2021,
https://jats.nlm.nih.gov/archiving/1.3/): that for publishing asks for a journal, and there is none.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from senco.book.citation import LICENCES, Author, Citation
from senco.book.manuscript.pandoc import run_pandoc
from senco.errors import BuildError
from senco.intake.formats.archive import pack_zip

_DOCTYPE = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD '
    'with MathML3 v1.3 20210610//EN" "JATS-archivearticle1-3-mathml3.dtd">\n'
)
_NAMESPACES = {
    "xlink": "http://www.w3.org/1999/xlink",
    "mml": "http://www.w3.org/1998/Math/MathML",
    "ali": "http://www.niso.org/schemas/ali/1.0/",
}
#: How a caption begins, which JATS sets apart.
_LABEL = re.compile(r"\s*((?:Fig\.|Table) [\d.]+)\s*")


def write_jats(
    text: str, pictures: Mapping[str, bytes], citation: Citation, abstract: str, mark: str
) -> bytes:
    """Return a manuscript as an archive of JATS and pictures.

    Parameters
    ----------
    text : str
        The chapters, HTML.
    pictures : mapping of str to bytes
        PNG files, by the path that the chapters give.
    citation : Citation
        As in `CITATION.cff`: contributors, licences, the article that it is based on.
    abstract : str
        What it finds.
    mark : str
        Whose data it shows, where it is about one cohort; "" otherwise.

    Returns
    -------
    bytes
        A zip file with ``article.xml`` and the pictures, the same bytes on any day.

    Raises
    ------
    BuildError
        Where pandoc wrote what is no XML.
    """
    # the list of references is a part of its own in JATS, with its own heading
    text = re.sub(r'<h1 id="references">.*?</h1>', "", text)
    day = datetime.fromisoformat(citation.date_released).replace(tzinfo=UTC)
    made = run_pandoc(text, "jats_archiving", ["--standalone"], str(int(day.timestamp())))
    # the front of what pandoc wrote knows less than `CITATION.cff`
    told = made.decode("utf-8")
    told = told[told.find("<body>") : told.rfind("</article>")]
    names = " ".join(f'xmlns:{key}="{uri}"' for key, uri in _NAMESPACES.items())
    whole = (
        f'<article {names} article-type="research-article" dtd-version="1.3" xml:lang="en-GB">'
        f"{write_front(citation, abstract, mark)}{told}</article>"
    )
    for prefix, uri in _NAMESPACES.items():
        ET.register_namespace(prefix, uri)
    try:
        article = ET.fromstring(whole)
    except ET.ParseError as error:
        raise BuildError(f"What pandoc wrote is no XML: {error}.") from None
    _mend(article)
    xml = _DOCTYPE + ET.tostring(article, encoding="unicode") + "\n"
    files = {"article.xml": xml.encode("utf-8"), **dict(sorted(pictures.items()))}
    return pack_zip(files, zipfile.ZIP_STORED)


def _mend(article: ET.Element) -> None:
    """Set labels apart from captions, and give tables' names to what holds them."""
    for whole in article.iter():
        if whole.tag not in ("fig", "table-wrap"):
            continue
        table = whole.find("table")
        if table is not None and "id" in table.attrib:
            whole.set("id", table.attrib.pop("id"))
        words = whole.find("caption/p")
        begun = _LABEL.match(words.text or "") if words is not None else None
        if words is not None and begun is not None:
            words.text = (words.text or "")[begun.end() :]
            label = ET.Element("label")
            label.text = begun[1]
            whole.insert(0, label)
    for listed in article.iter("ref-list"):
        if listed.find("title") is None:
            title = ET.Element("title")
            title.text = "References"
            listed.insert(0, title)


def write_front(citation: Citation, abstract: str, mark: str) -> str:
    """Return the `front` of an article: what is known of it beside its text.

    Parameters
    ----------
    citation : Citation
        As in `CITATION.cff`.
    abstract : str
        What it finds.
    mark : str
        Whose data it shows; "" for none.

    Returns
    -------
    str
        XML. What is not known is left out.
    """
    title, _, subtitle = citation.title.partition(": ")
    words = "".join(_tag("kwd", word) for word in citation.keywords)
    year, month, date = citation.date_released.split("-")
    parts = [
        _tag("article-id", citation.doi, 'pub-id-type="doi"'),
        _tag("article-version", citation.version, 'article-version-type="version"'),
        f"<article-categories><subj-group><subject>{escape(mark)}</subject></subj-group>"
        "</article-categories>"
        if mark
        else "",
        f"<title-group>{_tag('article-title', title)}{_tag('subtitle', subtitle)}</title-group>",
        f"<contrib-group>{''.join(_list_contributors(citation.authors))}</contrib-group>",
        f'<pub-date date-type="pub" publication-format="electronic" '
        f"iso-8601-date={quoteattr(citation.date_released)}><day>{date}</day>"
        f"<month>{month}</month><year>{year}</year></pub-date>",
        f"<permissions>{''.join(_list_licences(citation))}</permissions>",
        f"<self-uri xlink:href={quoteattr(citation.url)}/>" if citation.url else "",
        _tie(citation),
        f"<abstract>{_tag('p', abstract)}</abstract>" if abstract else "",
        f'<kwd-group kwd-group-type="author">{words}</kwd-group>' if words else "",
    ]
    return f"<front><article-meta>{''.join(parts)}</article-meta></front>"


def _tag(name: str, text: str | None, attributes: str = "") -> str:
    start = f"{name} {attributes}".strip()
    return f"<{start}>{escape(text)}</{name}>" if text else ""


def _list_contributors(authors: tuple[Author, ...]) -> Iterator[str]:
    for author in authors:
        names = (
            f"<name>{_tag('surname', author.family_names)}"
            f"{_tag('given-names', author.given_names)}</name>"
            if author.is_person
            else _tag("collab", author.name)
        )
        known = _tag("contrib-id", author.orcid, 'contrib-id-type="orcid"')
        yield f'<contrib contrib-type="author">{known}{names}</contrib>'


def _list_licences(citation: Citation) -> Iterator[str]:
    """The licence of the prose and the figures; the code is not part of the article."""
    name = citation.license[-1]
    address = LICENCES.get(name)
    reference = f"<ali:license_ref>{escape(address)}</ali:license_ref>" if address else ""
    told = f"Prose, gists, codings, tables and figures: {name}."
    yield f"<license>{reference}<license-p>{escape(told)}</license-p></license>"


def _tie(citation: Citation) -> str:
    """The article on which the manuscript is based."""
    article = citation.article
    if not article.doi:
        return ""
    names = "".join(
        f"<name>{_tag('surname', one.family_names)}{_tag('given-names', one.given_names)}</name>"
        for one in article.known_authors
        if one.is_person
    )
    parts = [
        f'<person-group person-group-type="author">{names}</person-group>' if names else "",
        _tag("article-title", article.title),
        _tag("source", article.journal),
        _tag("year", str(article.year) if article.year else None),
    ]
    attributes: dict[str, Any] = {
        "related-article-type": "commentary-article",
        "ext-link-type": "doi",
        "xlink:href": article.doi,
        "id": "based-on",
    }
    told = " ".join(f"{key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<related-article {told}>{''.join(parts)}</related-article>"
