"""The site's pages as one document, made for paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Any

from bs4 import BeautifulSoup, Tag

from senco.book.pdf.fitting import fit_figure, fit_table
from senco.errors import BuildError

#: What is of no use on paper: what folds, moves, sounds or leads to a file of the site.
_LEFT_OUT = (
    "a.headerlink, details, script, style, button, input, nav, dialog, iframe, video, audio, "
    ".toctree-wrapper, .no-print, .senco-facing-parties, .senco-facing-status, "
    '.senco-choose, .senco-counted, .senco-panels-told, img.senco-night, p:has(> a[href^="#by-"])'
)
#: How a page of the book leads on.
_ONWARD = "Where to go next:"
#: What stands for a map that opens what is behind it.
_ON_THE_WEB = "That map and its list open the evidence, and are in the book on the web."


@dataclass(frozen=True)
class Chapter:
    """One page of the site in the PDF.

    Parameters
    ----------
    document : str
        Its name in the table of contents, such as "book/study/methods".
    title : str
        As the contents list it.
    level : int
        1 below a part, 2 below a chapter; 0 for the first page.
    part : str
        The part's caption; empty for the first page.
    """

    document: str
    title: str
    level: int
    part: str = ""

    @property
    def anchor(self) -> str:
        """Name of its place in the PDF."""
        return re.sub(r"[^a-z0-9]+", "-", self.document.casefold())


@dataclass(frozen=True)
class Heading:
    """A heading that the outline names.

    Parameters
    ----------
    anchor : str
        Name of its place.
    title : str
        Its words.
    """

    anchor: str
    title: str


def list_chapters(toc: dict[str, Any], titles: dict[str, str]) -> list[Chapter]:
    """Return the book's pages in the order of its table of contents.

    Parameters
    ----------
    toc : dict
        As `_toc.yml` has it.
    titles : dict of str to str
        The pages' own titles, for those that the table gives none.

    Returns
    -------
    list of Chapter
        The first page, then every part's.
    """
    root = toc["root"]
    chapters = [Chapter(root, titles[root], 0)]
    for part in toc["parts"]:
        chapters += _list_part(part["chapters"], part["caption"], 1, titles)
    return chapters


def _list_part(
    entries: list[dict[str, Any]], part: str, level: int, titles: dict[str, str]
) -> Iterator[Chapter]:
    for entry in entries:
        name = entry["file"]
        yield Chapter(name, entry.get("title") or titles[name], level, part)
        yield from _list_part(entry.get("sections", []), part, level + 1, titles)


def list_documents(toc: dict[str, Any]) -> list[str]:
    """Return the names of the pages that a table of contents lists.

    Parameters
    ----------
    toc : dict
        As `_toc.yml` has it.

    Returns
    -------
    list of str
        In its order.
    """
    found = [toc["root"]]
    waiting = [entry for part in toc["parts"] for entry in part["chapters"]]
    while waiting:
        entry = waiting.pop(0)
        found.append(entry["file"])
        waiting = [*entry.get("sections", []), *waiting]
    return found


def read_articles(site: Path, documents: list[str]) -> dict[str, Tag]:
    """Read the pages of a built site, without what surrounds their text.

    Parameters
    ----------
    site : Path
        A built site.
    documents : list of str
        Names of pages.

    Returns
    -------
    dict of str to Tag
        Each page's article; links and pictures lead from page to page as in the site.

    Raises
    ------
    BuildError
        Where a page is not there.
    """
    articles = {}
    for name in documents:
        path = site / f"{name}.html"
        if not path.is_file():
            raise BuildError(f"The site has no page {name}.html: type senco build.")
        page = path.read_text(encoding="utf-8")
        start, end = page.find("<article"), page.rfind("</article>")
        # most of a page is the menu of the whole book, which need not be parsed
        article = BeautifulSoup(page[max(start, 0) : max(end, 0)], "html.parser").article
        if article is None or article.find("h1") is None:
            raise BuildError(f"{name}.html contains no article with a heading.")
        articles[name] = article
    return articles


def read_title(article: Tag) -> str:
    """Return a page's title in plain words.

    Parameters
    ----------
    article : Tag
        As `read_articles` gives it.

    Returns
    -------
    str
        The words of its first heading.
    """
    heading = article.find("h1")
    assert heading is not None
    words = [
        part
        for part in heading.find_all(string=True)
        if part.parent is not None and part.parent.name != "a"
    ]
    return " ".join("".join(words).split()).strip(" #")


def set_article(article: Tag, chapter: Chapter, site: Path, anchors: dict[str, str]) -> None:
    """Make a page a chapter: without what paper cannot do, its links leading inside.

    Parameters
    ----------
    article : Tag
        As `read_articles` gives it; changed in place.
    chapter : Chapter
        Which it is.
    site : Path
        The built site.
    anchors : dict of str to str
        The chapters' places by document.
    """
    leave_out(article)
    ids = set()
    for tag in article.find_all(id=True):
        ids.add(str(tag["id"]))
        tag["id"] = f"{chapter.anchor}--{tag['id']}"
    for link in article.find_all("a"):
        _turn_link(link, chapter, ids, anchors)
    for image in article.find_all("img"):
        path = (site / f"{chapter.document}.html").parent / str(image.get("src", ""))
        image["src"] = path.resolve().as_uri()
        fit_figure(image, path)
    for table in article.find_all("table"):
        fit_table(table)
    article.name = "section"
    article.attrs = {"class": f"chapter page-{chapter.anchor}", "id": chapter.anchor}


def leave_out(article: Tag) -> None:
    """Take out what paper cannot do: what opens, what is downloaded, where to go next.

    Parameters
    ----------
    article : Tag
        As `read_articles` gives it; changed in place.
    """
    _drop_downloads(article)
    _unfold_all(article)
    for explorer in article.select(".senco-explorer"):
        explorer.name, explorer.attrs, explorer.string = "p", {}, _ON_THE_WEB
    for part in article.select(_LEFT_OUT):
        part.decompose()
    for words in article.select("p > strong"):
        if words.parent is not None and words.get_text(strip=True) == _ONWARD:
            words.parent.decompose()
    for cell in article.select("div.cell, div.cell_output"):
        if not cell.get_text(strip=True) and not cell.find("img"):
            cell.decompose()


def _unfold_all(article: Tag) -> None:
    """What is folded on the site stands open on paper: pictures, large, and claims."""
    for panel in article.select("details.senco-panel"):
        if panel.summary is not None:
            panel.summary.decompose()
        for picture in panel.select("img"):
            del picture["loading"]  # a page that is printed is not scrolled
        panel.unwrap()
    for folded in article.select("details.senco-group, details.senco-told"):
        if folded.summary is not None:
            folded.summary.name = "p"
        folded.name = "div"


#: What stands between the links of a list of files.
_BETWEEN = ("·", ",")


def _drop_downloads(article: Tag) -> None:
    """Files lie beside the site and not in a PDF: lists of them go, words in a sentence stay."""
    links = [(link, _is_listed(link)) for link in article.select("a[download]")]
    for link, listed in links:
        if not listed:
            link.unwrap()
            continue
        for one in (link.previous_sibling, link.next_sibling):
            if isinstance(one, str) and one.strip() in _BETWEEN:
                one.extract()
        parent = link.parent
        link.decompose()
        if parent is not None and not parent.get_text(strip=True) and not parent.find("img"):
            parent.decompose()


def _is_listed(link: Tag) -> bool:
    """Whether a link stands in a list of files, or by itself, and not in a sentence."""
    beside = (link.previous_sibling, link.next_sibling)
    if any(isinstance(one, str) and one.strip() == "·" for one in beside):
        return True
    before, after = read_around(link)
    if link.find_parent("td") is not None:
        return not before and not after and not _list_beside(link)
    return not re.search(r"[^.?!]$", before) and not re.match(r"[^A-Z]", after)


def read_around(link: Tag) -> tuple[str, str]:
    """Return what stands in a paragraph before a link, and after it.

    Parameters
    ----------
    link : Tag
        Downloads in a row count as one.

    Returns
    -------
    tuple of str
        Plain text, without space at its ends.
    """
    beside = {id(link), *map(id, _list_beside(link))}
    parts = link.parent.contents if link.parent is not None else [link]
    places = [place for place, one in enumerate(parts) if id(one) in beside]
    texts = [one if isinstance(one, str) else one.get_text() for one in parts]
    return "".join(texts[: places[0]]).strip(), "".join(texts[places[-1] + 1 :]).strip()


def _list_beside(link: Tag) -> list[Tag]:
    """The downloads beside one, with nothing but a sign between them."""
    found = []
    for siblings in (link.previous_siblings, link.next_siblings):
        for one in siblings:
            if isinstance(one, Tag) and one.name == "a" and one.has_attr("download"):
                found.append(one)
            elif not isinstance(one, str) or one.strip() not in ("", *_BETWEEN):
                break
    return found if link.has_attr("download") else []


def _turn_link(link: Tag, chapter: Chapter, ids: set[str], anchors: dict[str, str]) -> None:
    href = str(link.get("href", ""))
    if re.match(r"(https?|mailto):", href):
        return
    path, _, fragment = href.partition("#")
    if not path:
        target = chapter.anchor if fragment in ids else None
    else:
        folder = PurePosixPath(chapter.document).parent
        place = normpath(f"{folder}/{path}").removesuffix(".html")
        target = anchors.get(place)
    if target is None:
        link.unwrap()
    else:
        link["href"] = f"#{target}--{fragment}" if fragment else f"#{target}"
        link.attrs.pop("title", None)


def list_headings(article: Tag) -> list[Heading]:
    """Return the sections of a chapter, for the outline.

    Parameters
    ----------
    article : Tag
        After `set_article`.

    Returns
    -------
    list of Heading
        Its headings of the second level that can be led to.
    """
    found = []
    for heading in article.find_all("h2"):
        place = heading.parent.get("id") if isinstance(heading.parent, Tag) else None
        if place:
            found.append(Heading(str(place), " ".join(heading.get_text().split())))
    return found


def write_document(
    front: str,
    chapters: list[Chapter],
    articles: dict[str, Tag],
    pages: dict[str, int],
    style: str,
    script: str = "",
) -> str:
    """Return the whole book as one HTML document.

    Parameters
    ----------
    front : str
        The title page, HTML.
    chapters : list of Chapter
        In their order.
    articles : dict of str to Tag
        After `set_article`.
    pages : dict of str to int
        Page of each chapter by its anchor; a place is kept for those that are not known.
    style : str
        The stylesheet.
    script : str
        Address of MathJax, where a page holds a formula.

    Returns
    -------
    str
        HTML.
    """
    running = "\n".join(
        f"@page page-{chapter.anchor} {{ @top-right {{ content: {_quote(chapter.title)} }} }}\n"
        f".page-{chapter.anchor} {{ page: page-{chapter.anchor} }}"
        for chapter in chapters
    )
    # what only the outline leads to gets a link too: a browser keeps no other place
    places = (h.anchor for c in chapters for h in list_headings(articles[c.document]))
    hidden = "".join(f'<a href="#{escape(place)}"></a>' for place in places)
    body = "\n".join(str(articles[chapter.document]) for chapter in chapters)
    math = f'<script src="{escape(script)}"></script>' if script else ""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>Book</title><style>{style}\n{running}</style>{math}</head><body>"
        f'{front}{_write_contents(chapters, pages)}<div class="places">{hidden}</div>{body}'
        "</body></html>\n"
    )


def _write_contents(chapters: list[Chapter], pages: dict[str, int]) -> str:
    lines, part = [], ""
    for chapter in chapters:
        if chapter.part != part:
            part = chapter.part
            lines.append(f'<p class="contents-part">{escape(part)}</p>')
        number = pages.get(chapter.anchor, "000")
        lines.append(
            f'<p class="contents-line level-{chapter.level}"><a href="#{chapter.anchor}">'
            f"<span>{escape(chapter.title)}</span><i></i><b>{number}</b></a></p>"
        )
    return '<section class="contents"><h1>Contents</h1>' + "\n".join(lines) + "</section>"


def _quote(text: str) -> str:
    """A string of CSS, whatever the text holds."""
    signs = (sign if sign.isalnum() or sign in " ,.-" else f"\\{ord(sign):06x}" for sign in text)
    return '"' + "".join(signs) + '"'
