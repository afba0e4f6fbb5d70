"""What is changed of a page that Sphinx and the theme make, beside the theme's templates."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from os.path import relpath
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode, visit_HideCellInput
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.writers.html5 import HTML5Translator

from senco.book.library.contents import LIBRARY, PACK
from senco.book.site.numbering import number_tables
from senco.cohort.stages import MISSING
from senco.locale import load_catalogue

TEMPLATES = Path(__file__).parent / "templates"
CLAIMS = "book/evidence/claims"
COHORT_PAGE = re.compile(r"book/cohorts/(?P<cohort>[^/]+)/\d\d_(?P<stage>\w+)\Z")
#: What Sphinx knows of a page (its metadata) names whose data it shows by this.
PROVENANCE = "senco-provenance"
#: Whose data a page of a cohort shows, as its badge says.
_PROVENANCE = re.compile(r'class="senco-badge senco-(\w+)"')


def add_templates(app: Sphinx, config: Config) -> None:
    """Have Sphinx look for templates here before the theme's.

    Parameters
    ----------
    app : Sphinx
        The application, whose folder the path starts from: the site holds a digest of it.
    config : sphinx.config.Config
        Changed in place.
    """
    config.templates_path.insert(0, relpath(TEMPLATES, app.confdir))


def name_provenance(app: Sphinx, doctree: nodes.document) -> None:
    """Say whose data a page shows, in the browser's title and where a search finds it.

    Both cohorts ask the same questions. What is not public says so by its title.

    Parameters
    ----------
    app : Sphinx
        The application, whose long titles are changed; Sphinx shows those nowhere else. What
        it knows of a page gets the kind of the data, under `PROVENANCE`.
    doctree : docutils.nodes.document
        A page that has been read.
    """
    name = app.env.docname
    if not COHORT_PAGE.match(name):
        return
    kind = find_provenance(doctree)
    if kind:
        app.env.metadata[name][PROVENANCE] = kind
    if kind and not (kind == "published" and name.endswith(f"/{MISSING}")):
        title = app.env.longtitles[name].deepcopy()
        word = load_catalogue(str(app.config.language)).name(kind, "title")
        title += nodes.Text(f" ({word})")
        app.env.longtitles[name] = title


def drop_absent(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the words alone of each link to the library or the pack, where the book has none.

    Parameters
    ----------
    app : Sphinx
        The application, which knows the book's pages.
    doctree : docutils.nodes.document
        A page that has been read, changed in place.
    """
    for link in list(doctree.findall(addnodes.pending_xref)):
        target = str(link.get("reftarget", ""))
        if target.startswith((LIBRARY, PACK)) and target not in app.env.found_docs:
            link.replace_self(link.children)


def find_provenance(doctree: nodes.document) -> str | None:
    """Return whose data a page of a cohort shows.

    Parameters
    ----------
    doctree : docutils.nodes.document
        The page.

    Returns
    -------
    {"published", "synthetic", "collected"} or None
        As its badge says; None where it has none.
    """
    badges = (_PROVENANCE.search(raw.astext()) for raw in doctree.findall(nodes.raw))
    return next((badge[1] for badge in badges if badge), None)


def add_words(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Let the templates word what they say in the language of the site.

    Parameters
    ----------
    app : Sphinx
        The application.
    pagename, templatename : str
        Name of the page, and of what it is made with.
    context : dict
        What the templates show, changed in place.
    doctree : object
        The page.
    """
    context["told"] = load_catalogue(str(app.config.language)).translate


def complete_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Number a page's tables, link its claims, and name the parts of the menu.

    Parameters
    ----------
    app : Sphinx
        The application; only a site of pages is changed.
    pagename, templatename : str
        Name of the page, and of what it is made with.
    context : dict
        What the templates show, changed in place.
    doctree : docutils.nodes.document or None
        The page; None for one that has no text of its own, such as the search.
    """
    if app.builder.name != "html":
        return
    catalogue = load_catalogue(str(app.config.language))
    make_menu = context["generate_toctree_html"]

    def make_named_menu(*words: Any, **options: Any) -> Any:
        menu = make_menu(*words, **options)
        for mark in menu("summary"):
            mark["aria-label"] = catalogue.translate("Show or hide the pages of this part")
        return menu

    context["generate_toctree_html"] = make_named_menu
    if doctree is not None:
        # pandas heads the column of a table's index with nothing, which is no heading
        body = number_tables(context["body"], catalogue).replace("<th></th>", "<td></td>")
        body = link_claims(body, pagename, read_claims(app))
        context["body"] = add_switch(body, catalogue.translate("Show the code of this page"))


def add_switch(page: str, words: str) -> str:
    """Put a button under a page's title that shows all its folded code, where it has any.

    Parameters
    ----------
    page : str
        HTML of a page.
    words : str
        What stands on the button.

    Returns
    -------
    str
        The button is hidden until a script takes it over; without one each step unfolds.

    Examples
    --------
    >>> add_switch("<h1>One</h1><p>no code</p>", "Show the code")
    '<h1>One</h1><p>no code</p>'
    """
    if '<details class="admonition hide above-input">' not in page:
        return page
    button = (
        f'<button type="button" class="senco-code" aria-pressed="false" hidden>{escape(words)}'
        "</button>"
    )
    return page.replace("</h1>", f"</h1>\n{button}", 1)


@lru_cache(maxsize=1)
def read_claims(app: Sphinx) -> str:
    """Return the source of the page of claims.

    Parameters
    ----------
    app : Sphinx
        The application.

    Returns
    -------
    str
        Blank where the book has no such page.
    """
    if CLAIMS not in app.env.found_docs:
        return ""
    return Path(app.env.doc2path(CLAIMS)).read_text(encoding="utf-8")


def link_claims(page: str, name: str, claims: str) -> str:
    """Lead from each claim in a table to where it stands with its lines.

    Parameters
    ----------
    page : str
        HTML of a page.
    name : str
        Its name, such as "book/cohorts/ey-pvi-2017/65_constrictions".
    claims : str
        Source of the page of claims, which links to the cohort that it is of; blank
        where the book has none.

    Returns
    -------
    str
        On a page of that cohort, where a cell holds numbers of claims or difficulties alone,
        each is a link.
    """
    of = re.search(r'href="\.\./cohorts/([^/"]+)/65_', claims)
    place = COHORT_PAGE.match(name)
    if not of or not place or place["cohort"] != of[1]:
        return page
    known = set(re.findall(r"^\(([cd]\d+)\)=$", claims, re.MULTILINE))

    def link(found: re.Match[str]) -> str:
        if found[0].lower() not in known:
            return found[0]
        return f'<a href="../../evidence/claims.html#{found[0].lower()}">{found[0]}</a>'

    def link_all(cell: re.Match[str]) -> str:
        return f"{cell[1]}{re.sub('[CD][0-9]+', link, cell[2])}</td>"

    return re.sub(r"(<td[^>]*>)([CD]\d+(?:, [CD]\d+)*)</td>", link_all, page)


def open_citation(writer: HTML5Translator, node: nodes.citation) -> None:
    """Write the beginning of a reference, without roles that are no longer ones.

    Parameters
    ----------
    writer : HTML5Translator
        What writes the page.
    node : docutils.nodes.citation
        The reference.
    """
    if not isinstance(node.previous_sibling(), nodes.citation):
        writer.body.append('<div class="citation-list">\n')
    writer.body.append(writer.starttag(node, "div", classes=["citation"]))


def open_folded(writer: HTML5Translator, node: HideCodeCellNode) -> None:
    """Write the beginning of folded code, whose name is the words that are seen.

    Parameters
    ----------
    writer : HTML5Translator
        What writes the page.
    node : myst_nb.sphinx_.HideCodeCellNode
        The code.
    """
    start = len(writer.body)
    visit_HideCellInput(writer, node)
    named = ' aria-label="Toggle hidden content"'
    writer.body[start:] = [part.replace(named, "") for part in writer.body[start:]]
