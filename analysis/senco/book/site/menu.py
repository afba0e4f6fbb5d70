"""The menu of the book, or of an edition, which stands on every page: made once for all."""

from __future__ import annotations

import re
from functools import lru_cache
from posixpath import dirname, join, normpath
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment.adapters.toctree import global_toctree_for_doc

from senco.book.site.editions import find_editions, keep_parts, list_firsts

_ENTRY = re.compile(r'<li class="toctree-l\d+(?P<kind>[^"]*)"><a class="(?P<link>[^"]*)" href="')
_LINK = re.compile(r'<a class="[^"]*" href="([^"]*)"')


class Menu(NamedTuple):
    """The menu as it stands on a page that it does not list.

    Parameters
    ----------
    lines : tuple of str
        Its HTML, with the page instead of the address in each link.
    places : dict of str to int
        The line of each page.
    above : dict of str to tuple of int
        The lines that change with a page: those of the lists it stands in, the outermost
        first; each but the first is that of a page above it.
    lists : dict of int to int
        Of each list the lines at which it begins and ends.
    """

    lines: tuple[str, ...]
    places: dict[str, int]
    above: dict[str, tuple[int, ...]]
    lists: dict[int, int]


#: In a menu of more pages than this, pages below another are listed beside that page and one
#: another alone: else the menus of a book of a hundred cohorts would be longer than its pages.
MOST_PAGES = 250
#: What stands for a page's address: no page of the book has such a name.
_MARK = "\x00{}\x00"


def share_menu(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Have a page's menu made from that of its edition, before the theme asks for it.

    Sphinx makes it again for each page, out of all headings of all pages. It differs in
    its links and in what is marked.

    Parameters
    ----------
    app : Sphinx
        The application.
    pagename, templatename : str
        Name of the page, and of what it is made with.
    context : dict
        What the templates show, changed in place.
    doctree : docutils.nodes.document or None
        The page, where it has a text.
    """
    make_tree = context.get("toctree")

    def make_shared_tree(**options: Any) -> Any:
        if make_tree is not None and not options.get("titles_only"):
            return make_tree(**options)
        editions = find_editions(app)
        # a page of neither, such as the search, has the menu of those who read
        pages = editions.workshop if pagename in editions.workshop else editions.reading
        return turn_menu(app, pagename, _make_once(app, pages, **options))

    context["toctree"] = make_shared_tree


@lru_cache(maxsize=2)
def _make_once(app: Sphinx, pages: tuple[str, ...], **options: Any) -> Menu:
    """The menu of an edition, or of a book without any, as Sphinx makes it for the first page.

    That page is not in it.
    """
    root, builder = app.config.root_doc, app.builder
    tree = global_toctree_for_doc(app.env, root, builder, **options)
    if tree is not None and pages:
        tree = keep_parts(tree, list_firsts(app.env, root), pages)
    html = builder.render_partial(tree)["fragment"]  # type: ignore[attr-defined] # of HTML
    return read_menu(html, root)


def read_menu(html: str, root: str) -> Menu:
    """Return a menu taken apart.

    Parameters
    ----------
    html : str
        As Sphinx makes it for the first page.
    root : str
        Name of the first page, from which its links lead.

    Returns
    -------
    Menu
        With all that changes from page to page.
    """
    lines: list[str] = []
    places: dict[str, int] = {}
    above: dict[str, tuple[int, ...]] = {}
    ends: dict[int, int] = {}
    lists: list[int] = []
    for number, line in enumerate(html.split("\n")):
        found = _LINK.search(line)
        if found and _ENTRY.search(line):
            page = normpath(join(dirname(root), found[1])).removesuffix(".html")
            line = line.replace(f'href="{found[1]}"', f'href="{_MARK.format(page)}"', 1)
            places[page], above[page] = number, tuple(lists)
        lines.append(line)
        lists += [number] * line.count("<ul")
        for _ in range(line.count("</ul>")):
            ends[lists.pop()] = number
    return Menu(tuple(lines), places, above, ends)


def turn_menu(app: Sphinx, pagename: str, menu: Menu) -> str:
    """Return the menu as it stands on one page.

    Parameters
    ----------
    app : Sphinx
        The application, which knows how one page leads to another.
    pagename : str
        Name of the page.
    menu : Menu
        From `read_menu`.

    Returns
    -------
    str
        HTML, in which the page and all that it stands under are marked.
    """
    lines = list(menu.lines)
    if pagename in menu.places:
        place = menu.places[pagename]
        lines[place] = _mark_entry(lines[place]).replace(
            '<a class="', '<a aria-current="page" class="current ', 1
        )
        for number in menu.above[pagename]:
            lines[number] = _mark_list(_mark_entry(lines[number]))
    if len(menu.places) > MOST_PAGES:
        lines = _fold(lines, menu, pagename)
    own = _MARK.format(pagename)
    address = app.builder.get_relative_uri
    pieces = "\n".join(lines).replace(own, "#").split("\x00")
    return "".join(
        address(pagename, piece) if number % 2 else piece for number, piece in enumerate(pieces)
    )


def _fold(lines: list[str], menu: Menu, pagename: str) -> list[str]:
    """Leave out the lists below pages, but for those in which a page stands and its own."""
    kept = {menu.places.get(pagename), *menu.above.get(pagename, ())}
    for begin, end in menu.lists.items():
        if begin not in kept and _ENTRY.search(lines[begin]):
            lines[begin] = lines[begin][: lines[begin].rindex("<ul")]
            lines[begin + 1 : end + 1] = [""] * (end - begin)
    return [line for line in lines if line]


def _mark_entry(line: str) -> str:
    return re.sub(r'(<li class="toctree-l\d+)', r"\1 current", line, count=1)


def _mark_list(line: str) -> str:
    """The list that a line opens is the one in which the page stands."""
    if '<ul class="' in line:
        return line.replace('<ul class="', '<ul class="current ', 1)
    return line.replace("<ul>", '<ul class="current">', 1)
