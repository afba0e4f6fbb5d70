"""What the head of a page says of it to search engines, reference managers and chats."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx

from senco.book.citation import LICENCES, Author, Citation, Work
from senco.book.site.addresses import FEED, FIRST, find_versions
from senco.book.site.lead import describe_page
from senco.book.site.page import COHORT_PAGE, find_provenance
from senco.cohort.stages import MISSING
from senco.cohort.yamlfiles import load_yaml

#: The pictures of a card: the ladder is of the original cohort, and of no other.
LADDER, ICON = "_static/readme.png", "_static/icon.png"
PICTURES = {
    LADDER: "The priorities of the original cohort as a ladder",
    ICON: "The book's symbol: four rings",
}
#: What changed since the version before, where the book has such a page.
CHANGES = "book/changes"
_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>\s*')


class Tag(NamedTuple):
    """A `meta` element: which attribute names it, its name, and what it says, unescaped."""

    key: str
    name: str
    content: str


def add_head(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put into a page's context what the template of the head shows.

    Parameters
    ----------
    app : Sphinx
        The application; its `html_baseurl` is the site's address, where it has one.
    pagename, templatename : str
        Name of the page, and of what it is made with.
    context : dict
        Changed in place: `head_tags` and `head_data`, one `viewport` alone, and the version
        at the foot.
    doctree : docutils.nodes.document or None
        The page; one without a text of its own, such as the search, gets no description, and
        is not to be found by searching; the site's first address says what the book's first
        page says.
    """
    context["metatags"] = _VIEWPORT.sub("", context.get("metatags", ""))
    if app.builder.name != "html":
        return
    context["feed"] = FEED if find_versions(app) else ""
    footer = context.get("theme_extra_footer", "")
    context["theme_extra_footer"] = footer + tell_version(app, context)
    root = app.config.root_doc
    if pagename == FIRST and doctree is None and root in app.env.found_docs:
        pagename, doctree = root, app.env.get_and_resolve_doctree(root, app.builder)
    if doctree is None:
        context["head_tags"] = [Tag("name", "robots", "noindex")]
        return
    citation, base = load_citation(app), app.config.html_baseurl
    folder = Path(app.srcdir) / "book"
    url = f"{base}{app.builder.get_target_uri(pagename)}" if base else None
    kind = find_provenance(doctree) if COHORT_PAGE.match(pagename) else None
    title, landing = app.env.longtitles[pagename].astext(), pagename == root
    description = describe_page(doctree, kind, landing=landing)
    tags = [Tag("name", "description", description)] if description else []
    tags += make_card(title, description, context.get("docstitle", ""), landing)
    if base and url:
        tags += picture_card(base, url, kind, folder)
    if kind != "collected":
        tags += credit_page(citation, landing)
    if landing:
        tags += cite_page(citation, url)
        work = describe_work(citation, description, base, find_picture(folder, None))
        context["head_data"] = write_data(work)
    elif kind in ("published", "synthetic") and not pagename.endswith(f"/{MISSING}"):
        data = describe_data(citation, title, description, url)
        context["head_data"] = write_data(data)
    context["head_tags"] = [tag for tag in tags if tag.content]


def tell_version(app: Sphinx, context: dict[str, Any]) -> str:
    """Return what stands at the foot of every page: the book's version.

    Parameters
    ----------
    app : Sphinx
        The application.
    context : dict
        How the page leads to another (`pathto`), and its words (`told`).

    Returns
    -------
    str
        HTML, with a link to what changed where the book has such a page.
    """
    told, version = context["told"], escape(load_citation(app).version)
    words = told(f"Version {version}")
    if CHANGES not in app.env.found_docs:
        return f"<p>{words}</p>"
    what = escape(told("what changed"))
    return f'<p>{words}: <a href="{context["pathto"](CHANGES)}">{what}</a></p>'


@lru_cache(maxsize=1)
def load_citation(app: Sphinx) -> Citation:
    """Return how the book is cited.

    Parameters
    ----------
    app : Sphinx
        The application, whose folder holds `CITATION.cff`.

    Returns
    -------
    Citation
        Read once for all pages.
    """
    return load_yaml(Path(app.srcdir) / "CITATION.cff", Citation, "CITATION.cff")


def make_card(title: str, description: str, book: str, landing: bool) -> list[Tag]:
    """Return what a chat shows of a page (Open Graph, https://ogp.me).

    Parameters
    ----------
    title, description, book : str
        Of the page, and the book's title.
    landing : bool
        Whether it is the book's first page.

    Returns
    -------
    list of Tag
        Without what needs an address.
    """
    said = {
        "title": title,
        "type": "website" if landing else "article",
        "description": description,
        "site_name": book,
        "locale": "en_GB",
    }
    return [Tag("property", f"og:{name}", text) for name, text in said.items()]


def picture_card(base: str, url: str, kind: str | None, folder: Path) -> list[Tag]:
    """Return a card's address and picture, which Open Graph wants in full.

    Parameters
    ----------
    base, url : str
        Addresses of the site and of the page.
    kind : str or None
        Whose data the page shows: the ladder is of the published cohort.
    folder : Path
        Where the site's pictures come from.

    Returns
    -------
    list of Tag
        The size in pixels lets a chat lay out the card before the picture is there.
    """
    said = {"url": url}
    if picture := find_picture(folder, kind):
        width, height = _measure_picture(folder / picture)
        said |= {"image": f"{base}{picture}", "image:alt": PICTURES[picture]}
        said |= {"image:width": str(width), "image:height": str(height)}
    return [Tag("property", f"og:{name}", value) for name, value in said.items()]


def find_picture(folder: Path, kind: str | None) -> str:
    """Return the picture of a page's card.

    Parameters
    ----------
    folder : Path
        Where the site's pictures come from.
    kind : str or None
        Whose data the page shows.

    Returns
    -------
    str
        From that folder; the book's symbol where the ladder is of other data, or the study has
        drawn none; "" where it has no symbol either.
    """
    known = [LADDER, ICON] if kind in (None, "published") else [ICON]
    return next((name for name in known if (folder / name).is_file()), "")


@lru_cache(maxsize=2)
def _measure_picture(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


def credit_page(citation: Citation, landing: bool = False) -> list[Tag]:
    """Return who made a page, and when, for whoever cites it alone.

    Parameters
    ----------
    citation : Citation
        As in `CITATION.cff`.
    landing : bool
        Whether it is the book's first page, whose date `cite_page` gives.

    Returns
    -------
    list of Tag
        An author a tag, a person with the family name first. An organisation ends with a comma:
        without one, Zotero takes its last word for a family name.
    """
    tags = []
    for author in citation.authors:
        read = author.cited if author.is_person else f"{author.cited},"
        tags.append(Tag("name", "citation_author", read))
    date = "" if landing else citation.date_released
    return [*tags, Tag("property", "article:published_time", date)]


def cite_page(citation: Citation, url: str | None) -> list[Tag]:
    """Return the tags by which reference managers and Google Scholar know a work.

    Title, authors and date are what Scholar asks for
    (https://scholar.google.com/intl/en/scholar/inclusion.html, "Indexing guidelines"); the
    authors are in `credit_page`.

    Parameters
    ----------
    citation : Citation
        As in `CITATION.cff`.
    url : str or None
        Address of the page, where the site has one.

    Returns
    -------
    list of Tag
        Without what is not known.
    """
    said = [("title", citation.title)]
    said += [("publication_date", citation.date_released.replace("-", "/"))]
    said += [("language", "en"), ("keywords", "; ".join(citation.keywords))]
    said += [("doi", citation.doi or ""), ("fulltext_html_url", url or "")]
    return [Tag("name", f"citation_{name}", text) for name, text in said]


def describe_work(
    citation: Citation, description: str, base: str | None, picture: str = ""
) -> dict[str, Any]:
    """Return the book as a ScholarlyArticle of https://schema.org.

    Parameters
    ----------
    citation : Citation
        As in `CITATION.cff`.
    description : str
        Of the landing page.
    base : str or None
        Address of the site.
    picture : str
        Of its card, from that address; "" where it has none.

    Returns
    -------
    dict
        With the article that it is based on; what is not known is left out.
    """
    return {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        **_describe_common(citation, citation.title, description, base),
        "headline": citation.title,
        "image": f"{base}{picture}" if base and picture else None,
        "keywords": [*citation.keywords],
        "identifier": f"https://doi.org/{citation.doi}" if citation.doi else None,
        "isBasedOn": _describe_source(citation.article),
    }


def describe_data(
    citation: Citation, title: str, description: str, url: str | None
) -> dict[str, Any]:
    """Return a page of a cohort that is published here as a Dataset of https://schema.org.

    Parameters
    ----------
    citation : Citation
        As in `CITATION.cff`.
    title, description : str
        Of the page.
    url : str or None
        Its address.

    Returns
    -------
    dict
        A part of the book.
    """
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        **_describe_common(citation, title, description, url),
        "creator": [*_describe_authors(citation.authors)],
        "license": LICENCES.get(citation.license[-1], citation.license[-1]),
        "isPartOf": {"@type": "ScholarlyArticle", "name": citation.title},
    }


def _describe_common(
    citation: Citation, name: str, description: str, url: str | None
) -> dict[str, Any]:
    return {
        "name": name,
        "description": description,
        "url": url,
        "author": [*_describe_authors(citation.authors)],
        "datePublished": citation.date_released,
        "version": citation.version,
        "license": [LICENCES.get(name, name) for name in citation.license],
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
    }


def _describe_authors(authors: tuple[Author, ...]) -> Iterator[dict[str, str | None]]:
    for author in authors:
        if author.is_person:
            names = {"givenName": author.given_names, "familyName": author.family_names}
            yield {"@type": "Person", "@id": author.orcid, "name": author.called, **names}
        else:
            yield {"@type": "Organization", "name": author.name}


def _describe_source(work: Work) -> dict[str, Any]:
    return {
        "@type": "ScholarlyArticle",
        "name": work.title,
        "author": [*_describe_authors(work.known_authors)],
        "datePublished": str(work.year) if work.year else None,
        "isPartOf": {"@type": "Periodical", "name": work.journal} if work.journal else None,
        "identifier": f"https://doi.org/{work.doi}" if work.doi else None,
    }


def write_data(data: dict[str, Any]) -> str:
    r"""Return what is known as JSON-LD that nothing in it can end.

    Parameters
    ----------
    data : dict
        Names and values; those that are empty are left out, at any depth.

    Returns
    -------
    str
        JSON without a sign of HTML.

    Examples
    --------
    >>> write_data({"name": "</script>", "url": None, "author": [{"name": None}]})
    '{"name":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(_leave_out_empty(data), ensure_ascii=False, separators=(",", ":"))
    return re.sub(r"[<>&\u2028\u2029]", lambda sign: f"\\u{ord(sign[0]):04x}", text)


def _leave_out_empty(data: Any) -> Any:
    if isinstance(data, dict):
        kept = {key: _leave_out_empty(value) for key, value in data.items()}
        kept = {key: value for key, value in kept.items() if value not in (None, "", [], {})}
        return {} if kept.keys() <= {"@type"} else kept
    if isinstance(data, list):
        return [one for one in map(_leave_out_empty, data) if one not in (None, "", {})]
    return data
