"""What servers and programs ask a site for: pages for wrong and old addresses, a map, a feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from xml.sax.saxutils import escape

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from senco.book.site.page import COHORT_PAGE
from senco.cohort.stages import MISSING, STAGES, name_missing

#: A version and its day, as a heading of the changelog has them.
_VERSION = re.compile(r"^## (\d[\w.]*) \((\d{4}-\d{2}-\d{2})\)$", re.MULTILINE)
FEED = "versions.xml"
#: The page at the site's own address, which is the one that people share.
FIRST = "index"


def make_missing_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give Sphinx the page that a server shows where an address leads nowhere.

    Parameters
    ----------
    app : Sphinx
        The application. Where its `html_baseurl` is known, the page's links start from it;
        else a script finds the book's beginning in the address that was asked for.

    Yields
    ------
    name : str
        Of the page.
    context : dict
        What its template shows.
    template : str
        Name of the template.
    """
    if app.builder.name == "html":
        yield "404", {"base": app.config.html_baseurl}, "404.html"


def make_first_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give Sphinx the page at the site's own address, where the book begins in a folder.

    A search engine or a chat that is given that address does not follow the page to the book:
    so its head says what the head of the book's first page says.

    Parameters
    ----------
    app : Sphinx
        The application.

    Yields
    ------
    name : str
        Of the page.
    context : dict
        What its template shows: where the book begins.
    template : str
        Name of the template, which leads there without a script.
    """
    root = app.config.root_doc
    if app.builder.name == "html" and root != FIRST:
        target = app.builder.get_relative_uri(FIRST, root)
        words = app.config.html_title or app.config.project
        base = app.config.html_baseurl
        canonical = f"{base}{target}" if base else ""
        yield FIRST, {"target": target, "canonical": canonical, "words": words}, "moved.html"


def follow_moved(app: Sphinx, doctree: nodes.document) -> None:
    """Lead links to a stage that a cohort has no page of to the page that says why.

    Parameters
    ----------
    app : Sphinx
        The application, which knows the book's pages.
    doctree : docutils.nodes.document
        A page that has been read, changed in place.
    """
    known, here = app.env.found_docs, app.env.docname
    for link in doctree.findall(addnodes.pending_xref):
        page = _find_target(here, link)
        gathered = f"{dirname(page)}/{MISSING}"
        if COHORT_PAGE.match(page) and page not in known and gathered in known:
            link.attributes.update({"refdomain": "doc", "reftarget": gathered, "reftargetid": None})


def _find_target(here: str, link: nodes.Element) -> str:
    """The page to which a link in Markdown leads, whether there is such a page or not."""
    target = str(link.get("reftarget", ""))
    if link.get("reftype") != "myst" or link.get("refdomain") == "doc":
        return target
    path = target.partition("#")[0].removesuffix(".md").removesuffix(".ipynb")
    return normpath(join(dirname(here), path))


def make_moved_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give Sphinx a page for each address at which a stage without data had one of its own.

    Parameters
    ----------
    app : Sphinx
        The application.

    Yields
    ------
    name : str
        Of the page.
    context : dict
        What its template shows: where the stage is told of now.
    template : str
        Name of the template, which leads there without a script.
    """
    known = app.env.found_docs
    for gathered in sorted(page for page in known if page.endswith(f"/{MISSING}")):
        folder = dirname(gathered)
        told = app.env.get_doctree(gathered).ids
        for stage in STAGES:
            page = f"{folder}/{stage.name}"
            place = name_missing(folder.rpartition("/")[2], stage.name)
            if app.builder.name == "html" and page not in known and place in told:
                target = f"{app.builder.get_relative_uri(page, gathered)}#{place}"
                context = {"target": target, "words": app.env.titles[gathered].astext()}
                yield page, context, "moved.html"


def write_sitemap(app: Sphinx, failure: Exception | None) -> None:
    """Write `sitemap.xml` and `robots.txt` (https://www.sitemaps.org/protocol.html).

    Parameters
    ----------
    app : Sphinx
        The application; a site without an address (`html_baseurl`) gets neither.
    failure : Exception or None
        What stopped the build; nothing is done then.
    """
    base = app.config.html_baseurl
    if failure or not base or app.builder.name != "html":
        return
    folder = Path(app.outdir)
    places = sorted(app.builder.get_target_uri(name) for name in app.env.found_docs)
    lines = "".join(f"<url><loc>{escape(base + place)}</loc></url>\n" for place in places)
    (folder / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n',
        encoding="utf-8",
        newline="\n",
    )
    (folder / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n", encoding="utf-8", newline="\n"
    )


def list_versions(changelog: str) -> list[tuple[str, str, list[str]]]:
    r"""Return the versions that were released.

    Parameters
    ----------
    changelog : str
        Markdown: a heading of the second level for each version, with its day in brackets
        once it is released, and of the third for each kind of change.

    Returns
    -------
    list of tuple
        Version, day, and the kinds of change, the newest version first.

    Examples
    --------
    >>> list_versions("# Changelog\n\n## 0.2 (unreleased)\n\n## 0.1 (2026-11-29)\n\n### Pages\n")
    [('0.1', '2026-11-29', ['Pages'])]
    """
    found = []
    for part in re.split(r"(?m)^(?=## )", changelog):
        version = _VERSION.match(part)
        if version:
            found.append((version[1], version[2], re.findall(r"(?m)^### (.+)$", part)))
    return found


def find_versions(app: Sphinx) -> list[tuple[str, str, list[str]]]:
    """Return the versions of a book that a feed can tell of.

    Parameters
    ----------
    app : Sphinx
        The application.

    Returns
    -------
    list of tuple
        As `list_versions` gives them; empty for a site without an address or a changelog.
    """
    log = Path(app.srcdir) / "CHANGELOG.md"
    if not app.config.html_baseurl or app.builder.name != "html" or not log.is_file():
        return []
    return list_versions(log.read_text(encoding="utf-8"))


def write_feed(app: Sphinx, failure: Exception | None) -> None:
    """Write the feed of versions, `versions.xml` (Atom, RFC 4287).

    Parameters
    ----------
    app : Sphinx
        The application; a site without an address, or without a changelog with a version that
        was released, gets none.
    failure : Exception or None
        What stopped the build; nothing is done then.
    """
    versions = find_versions(app)
    if failure or not versions:
        return
    base = app.config.html_baseurl
    title = escape(str(app.config.html_title or app.config.project))
    entries = "".join(
        f"<entry><title>{title} {escape(number)}</title><id>{escape(base)}#{escape(number)}</id>"
        f'<updated>{day}T00:00:00Z</updated><link href="{escape(base)}"/>'
        f"<summary>{escape('; '.join(kinds))}</summary></entry>\n"
        for number, day, kinds in versions
    )
    (Path(app.outdir) / FEED).write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title><id>{escape(base)}</id>'
        f"<updated>{versions[0][1]}T00:00:00Z</updated><author><name>{title}</name></author>"
        f'<link rel="self" href="{escape(base)}{FEED}"/>\n{entries}</feed>\n',
        encoding="utf-8",
        newline="\n",
    )
