"""The two editions of a book: one to read, and the workshop behind one door.

`senco_workshop` in `_config.yml` names the workshop's first page. What `_toc.yml` lists before it
is the edition to read; it and what comes after it is the workshop. A book that has no such page
has no editions, and one menu.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

#: The setting of `_config.yml` that names the workshop's first page.
SETTING = "senco_workshop"
_LOGGER = logging.getLogger(__name__)

Edition = Literal["reading", "workshop"]


class Editions(NamedTuple):
    """The pages of a book by edition.

    Parameters
    ----------
    reading, workshop : tuple of str
        In the order of the contents; both empty where the book has no editions.
    """

    reading: tuple[str, ...] = ()
    workshop: tuple[str, ...] = ()

    def find(self, page: str) -> Edition | None:
        """The edition that a page belongs to; None for one of neither, such as the search."""
        if page in self.workshop:
            return "workshop"
        return "reading" if page in self.reading else None


def split_pages(order: Iterator[str] | list[str], door: str) -> Editions:
    """Return the pages of a book by edition.

    Parameters
    ----------
    order : iterable of str
        All pages, in the order of the contents.
    door : str
        The workshop's first page.

    Returns
    -------
    Editions
        None of either where the book does not have that page, or begins with it.

    Examples
    --------
    >>> split_pages(["index", "found", "cite", "workshop", "methods"], "workshop")
    Editions(reading=('index', 'found', 'cite'), workshop=('workshop', 'methods'))
    >>> split_pages(["index", "found"], "workshop")
    Editions(reading=(), workshop=())
    """
    pages = tuple(order)
    if door not in pages[1:]:
        return Editions()
    place = pages.index(door)
    return Editions(pages[:place], pages[place:])


@lru_cache(maxsize=1)
def find_editions(app: Sphinx) -> Editions:
    """Return the editions of the book that is being built.

    Parameters
    ----------
    app : Sphinx
        The application, when all pages have been read.

    Returns
    -------
    Editions
        By the order of the contents and the setting `senco_workshop`.
    """
    return split_pages(_list_pages(app), str(app.config[SETTING]))


def _list_pages(app: Sphinx) -> Iterator[str]:
    """All pages as *next* leads from one to the other."""
    relations = app.env.collect_relations()
    page: str | None = app.config.root_doc
    while page is not None:
        yield page
        page = relations.get(page, [None, None, None])[2]


def check_door(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Warn, which stops a build, where the workshop begins within a part of the contents.

    Parameters
    ----------
    app : Sphinx
        The application.
    env : BuildEnvironment
        What it knows of all pages.

    Returns
    -------
    list of str
        Pages to be written for that reason alone: none.
    """
    workshop = find_editions(app).workshop
    if workshop and workshop[0] not in list_firsts(env, app.config.root_doc):
        _LOGGER.warning(
            "_config.yml, %s: '%s' is not the first page of a part of _toc.yml. Begin a part with "
            "it: a menu shows whole parts.",
            SETTING, workshop[0],
        )  # fmt: skip
    return []


def list_firsts(env: BuildEnvironment, root: str) -> list[str]:
    """Return the first page of each part of the contents.

    Parameters
    ----------
    env : BuildEnvironment
        What Sphinx knows of all pages.
    root : str
        Name of the first page, which holds the contents.

    Returns
    -------
    list of str
        In their order.
    """
    trees = env.get_doctree(root).findall(addnodes.toctree)
    return [str(tree["entries"][0][1]) for tree in trees if tree["entries"]]


def keep_parts(tree: nodes.Element, firsts: list[str], pages: tuple[str, ...]) -> nodes.Element:
    """Return a menu with the parts of one edition alone.

    Parameters
    ----------
    tree : docutils.nodes.Element
        The menu of the whole book: for each part its caption, where it has one, and a list.
    firsts : list of str
        The first page of each part.
    pages : tuple of str
        Those of the edition.

    Returns
    -------
    docutils.nodes.Element
        The same node, changed in place.
    """
    kept: list[nodes.Node] = []
    part: list[nodes.Node] = []
    following = iter(firsts)
    for child in tree.children:
        part.append(child)
        if isinstance(child, nodes.bullet_list):
            kept += part if next(following) in pages else []
            part = []
    tree.children = kept
    return tree


def keep_within(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Have *previous* and *next* stay within a page's edition, and tell the templates of both.

    Parameters
    ----------
    app : Sphinx
        The application.
    pagename, templatename : str
        Name of the page, and of what it is made with.
    context : dict
        What the templates show, changed in place: `editions` has the address of each edition's
        first page and `edition` that of the page's own; without editions there is neither.
    doctree : docutils.nodes.document or None
        The page.
    """
    editions = find_editions(app)
    if not editions.workshop or app.builder.name != "html":
        return
    here = editions.find(pagename)
    address = app.builder.get_relative_uri
    first = {"reading": editions.reading[0], "workshop": editions.workshop[0]}
    context["edition"] = here
    context["editions"] = {
        name: "#" if page == pagename else address(pagename, page) for name, page in first.items()
    }
    relations: Mapping[str, list[str | None]] = app.builder.relations  # type: ignore[attr-defined]
    _, before, after = relations.get(pagename, [None, None, None])
    for key, page in (("prev", before), ("next", after)):
        if page is not None and editions.find(page) != here:
            context[key] = None
