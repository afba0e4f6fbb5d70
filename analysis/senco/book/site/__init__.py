"""What the site adds to the assembled pages: a Sphinx extension, named in `_config.yml`.

Each figure gets its data as a table, each page of a cohort says how it was made, tables
are numbered and referred to, terms and citations tell on hover or focus what they mean,
the claims behind a page have a card each, the page of all claims folds, each page's head says
what it finds, what a page or the whole site has no use for is left out, the menu is made once
for the pages of an edition, and the search leads first to where its readers want to go.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode, SphinxNbRenderer, depart_HideCellInput
from pybtex.plugin import find_plugin, register_plugin
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector

from senco.book.site import (
    addresses,
    comments,
    editions,
    head,
    keeping,
    menu,
    notes,
    page,
    search,
    uses,
    weight,
)
from senco.book.site.cards import add_cards
from senco.book.site.claims import fold_claims
from senco.book.site.downloads import add_files, draw_others, end_drawing
from senco.book.site.drawn import render_each
from senco.book.site.making import add_sources
from senco.book.site.night import pair_images, write_nights
from senco.book.site.numbering import LinkTables, number_figures
from senco.book.site.panels import fold_panels
from senco.book.site.tips import add_tips

__all__ = ["setup"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the additions to Sphinx's events.

    Parameters
    ----------
    app : Sphinx
        The application that builds the book.

    Returns
    -------
    dict
        That pages may be read and written side by side, and the form of what is noted of them.
    """
    # each citation of each page asks for it, and what is not registered is looked for in the
    # metadata of everything that is installed
    plain = "pybtex.backends", "plaintext"
    register_plugin(*plain, find_plugin(*plain), force=True)
    SphinxNbRenderer._render_nb_cell_code_outputs = render_each(
        SphinxNbRenderer._render_nb_cell_code_outputs
    )
    # each page's own numbers are noted when it is read; for those of a book all pages would be
    # read again
    TocTreeCollector.assign_figure_numbers = _number_none  # type: ignore[method-assign]
    app.add_builder(keeping.KeepingBuilder, override=True)
    app.connect("env-before-read-docs", keeping.choose_pages)
    app.connect("env-purge-doc", notes.forget_page)
    app.connect("env-merge-info", notes.merge_notes)
    app.connect("doctree-read", notes.note_page, priority=900)
    # before the citations are put in order, and figures drawn
    app.connect("env-updated", keeping.settle_order, priority=100)
    app.connect("build-finished", keeping.write_record, priority=900)
    app.add_transform(LinkTables)
    # after Sphinx has numbered them over the book
    app.connect("env-get-updated", number_figures, priority=600)
    app.connect("env-updated", draw_others)
    app.connect("build-finished", end_drawing)
    app.connect("env-get-updated", editions.check_door, priority=600)
    # before the search is prepared, which reads it
    app.connect("env-get-updated", search.write_scorer, priority=600)
    app.add_node(nodes.citation, override=True, html=(page.open_citation, None))
    app.add_node(HideCodeCellNode, override=True, html=(page.open_folded, depart_HideCellInput))
    app.add_config_value(editions.SETTING, "", "env")
    app.add_config_value(comments.SETTING, "", "env")
    app.connect("config-inited", comments.check_comments)
    app.connect("config-inited", page.add_templates)
    app.connect("doctree-read", page.name_provenance)
    app.connect("doctree-read", page.drop_absent)
    app.connect("doctree-read", addresses.follow_moved)
    app.connect("doctree-read", add_sources)
    app.connect("doctree-read", add_files)
    app.connect("doctree-read", fold_panels)  # with what has just been put under them
    app.connect("doctree-read", search.add_answers)
    app.connect("doctree-resolved", add_tips)
    app.connect("doctree-resolved", add_cards)
    app.connect("doctree-resolved", fold_claims)
    # before the theme, which renders the parts of a page at this event
    app.connect("html-page-context", page.add_words, priority=400)
    app.connect("html-page-context", menu.share_menu, priority=400)
    app.connect("html-page-context", editions.keep_within, priority=400)
    # after the theme, which is set up later
    app.connect("html-page-context", page.complete_page, priority=600)
    app.connect("html-page-context", comments.offer_comments, priority=600)
    app.connect("html-page-context", head.add_head, priority=600)
    app.connect("html-page-context", uses.load_used, priority=600)
    app.connect("html-page-context", pair_images, priority=600)
    app.connect("html-collect-pages", addresses.make_missing_page)
    app.connect("html-collect-pages", addresses.make_first_page)
    app.connect("html-collect-pages", addresses.make_moved_pages)
    # after the theme, which writes a style sheet then
    app.connect("build-finished", weight.lighten, priority=700)
    app.connect("build-finished", write_nights)
    app.connect("build-finished", addresses.write_sitemap)
    app.connect("build-finished", addresses.write_feed)
    # what is noted of pages changes its form with this number
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}


def _number_none(self: TocTreeCollector, env: BuildEnvironment) -> list[str]:
    return []
