"""What a server and a search engine ask a site for: pages for wrong and old addresses, a map."""

from __future__ import annotations

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
