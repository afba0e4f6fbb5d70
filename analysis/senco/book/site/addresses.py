"""What a server and a search engine ask a site for: the page for wrong addresses, and a map."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from sphinx.application import Sphinx


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
