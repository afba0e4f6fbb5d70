"""The site's pages as one HTML document that pandoc reads: notes, tables, pictures."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from senco.book.pdf.assembly import Chapter, leave_out, read_around, read_articles

#: Where the works that are cited are listed.
BIBLIOGRAPHY = "book/bibliography"
#: What leads on from a page of the site, or repeats what stands on it.
_LEFT_OUT = (
    "section.senco-claims, .sd-container-fluid, .senco-facing-by, .senco-facing-key, "
    "img.senco-night, .visually-hidden"
)
_OUTSIDE = re.compile(r"(https?|mailto):")


class Manuscript:
    """What is gathered while one page after another is turned into a chapter.

    Parameters
    ----------
    site : Path
        The built site.
    chapters : list of Chapter
        In their order.
    address : str
        Where the site is published; "" where it is not, or not for everybody.
    """

    def __init__(self, site: Path, chapters: list[Chapter], address: str = ""):
        self.site, self.chapters, self.address = site, chapters, address
        self.anchors = {chapter.document: chapter.anchor for chapter in chapters}
        self.numbers: dict[str, int] = {}
        self.notes: list[str] = []
        self.references: list[str] = []
        #: PNG files, by the path that the document gives them.
        self.pictures: dict[str, bytes] = {}

    def write(self) -> str:
        """Return the chapters as HTML, then the works that they cite, then the notes."""
        articles = read_articles(self.site, [chapter.document for chapter in self.chapters])
        for chapter in self.chapters:
            self._set(articles[chapter.document], chapter)
        body = "\n".join(str(articles[chapter.document]) for chapter in self.chapters)
        return f"{body}\n{self._list_references()}\n" + "\n".join(self.notes)

    def _set(self, article: Tag, chapter: Chapter) -> None:
        """Turn a page into a chapter, in place."""
        for figure in article.select("figure"):
            self._keep_picture(figure)
        self._turn_marks(article)
        _simplify(article)
        ids = {str(tag["id"]) for tag in article.find_all(id=True)}
        for tag in article.find_all(id=True):
            tag["id"] = f"{chapter.anchor}--{tag['id']}"
        for link in article.select("a[href]"):
            self._lead(link, chapter, ids)
        for image in article.select("img"):
            if str(image.get("src", "")) not in self.pictures:
                image.decompose()
        _unwrap_sections(article, chapter.anchor)

    def _keep_picture(self, figure: Tag) -> None:
        """Put the PNG that the site offers in the place of what a browser shows."""
        day = figure.select_one("img:not(.senco-night)")
        path = self.site / "_downloads" / "figures" / f"{figure.get('id', '')}.png"
        if day is None or not path.is_file():
            return
        name = f"figures/{path.name}"
        self.pictures[name] = path.read_bytes()
        day.attrs = {"src": name, "alt": str(day.get("alt", ""))}

    def _turn_marks(self, article: Tag) -> None:
        """Make a note of the card behind each mark; one that was made before is referred to."""
        cards = {str(card["id"]): card for card in article.select('li[id^="note-"]')}
        for mark in article.select("a.senco-claim"):
            key = str(mark.get("href", "")).removeprefix("#")
            card = cards.get(key)
            if card is None:
                mark.unwrap()
                continue
            known, coded = key in self.numbers, "senco-facing-code" in _list_classes(mark)
            beside = mark.next_sibling
            if isinstance(beside, Tag) and "senco-claim" in _list_classes(beside) and not coded:
                mark.insert_after(_make_tag("sup", ", "))
            if coded:
                mark.insert_before(mark.get_text())
            if coded and known:
                mark.decompose()
            else:
                mark.replace_with(self._make_note(key, card))

    def _make_note(self, key: str, card: Tag) -> Tag:
        code = key.removeprefix("note-").upper()
        place = len(self.notes) + 1
        if key in self.numbers:
            told = f"<strong>{code}</strong>, as in note {self.numbers[key]}."
        else:
            self.numbers[key] = place
            lines = [part for part in card.find_all("p") if part.select_one("a.senco-back") is None]
            told = f"<strong>{code}.</strong> " + " ".join(
                escape(" ".join(line.get_text().split())) for line in lines
            )
        self.notes.append(f'<aside epub:type="footnote" id="fn-{place}"><p>{told}</p></aside>')
        link = _make_tag("a", str(place))
        link.attrs = {"epub:type": "noteref", "href": f"#fn-{place}"}
        return link

    def _lead(self, link: Tag, chapter: Chapter, ids: set[str]) -> None:
        """Lead a link within the document, or to the published site, or take it away."""
        href = str(link["href"])
        if link.get("epub:type") or _OUTSIDE.match(href):
            return
        path, _, fragment = href.partition("#")
        place = chapter.document
        if path:
            place = normpath(f"{PurePosixPath(place).parent}/{unquote(path)}")
            place = place.removesuffix(".html")
        elif fragment not in ids:
            link.unwrap()
            return
        target = self._find(place, fragment)
        if target is None and _only_leads(link):
            link.decompose()
        elif target is None:
            link.unwrap()
        else:
            link.attrs = {"href": target}

    def _find(self, place: str, fragment: str) -> str | None:
        if place == BIBLIOGRAPHY and fragment:
            if fragment not in self.references:
                self.references.append(fragment)
            return f"#ref-{fragment}"
        if place in self.anchors:
            anchor = self.anchors[place]
            return f"#{anchor}--{fragment}" if fragment else f"#{anchor}"
        if self.address and not place.startswith(".."):
            kept = f"#{fragment}" if fragment else ""
            return f"{self.address}{place}.html{kept}"
        return None

    def _list_references(self) -> str:
        if not self.references:
            return ""
        listed = read_articles(self.site, [BIBLIOGRAPHY])[BIBLIOGRAPHY]
        works = []
        # in the order of the list, which is that of the names
        for work in listed.select(".citation[id]"):
            words = work.find("p")
            if work["id"] in self.references and words is not None:
                works.append(f'<div id="ref-{work["id"]}">{words}</div>')
        return f'<h1 id="references">References</h1><div id="refs">{"".join(works)}</div>'


def _only_leads(link: Tag) -> bool:
    """Whether a link ends a paragraph without being part of a sentence."""
    before, after = read_around(link)
    is_last = link.parent is not None and link.parent.name == "p" and not after
    return is_last and before.endswith((".", "?", "!"))


def _list_classes(tag: Tag) -> list[str]:
    return [str(one) for one in tag.get_attribute_list("class")]


def _make_tag(name: str, text: str) -> Tag:
    tag = BeautifulSoup("", "html.parser").new_tag(name)
    tag.string = text
    return tag


def _simplify(article: Tag) -> None:
    """Take out what only a site can do, and turn into tables and styles what it draws."""
    for ladder in article.select("ol.senco-ladder"):
        _turn_ladder(ladder)
    for part in article.select(_LEFT_OUT):
        part.decompose()
    leave_out(article)
    _name_styles(article)
    for span in article.select("span:not(.math)"):
        span.unwrap()


def _unwrap_sections(article: Tag, anchor: str) -> None:
    """Leave headings alone with the names of their sections: pandoc makes sections of them."""
    for section in article.select("section"):
        inner = section.find(re.compile("h[2-6]"), recursive=False)
        if isinstance(inner, Tag) and section.get("id"):
            inner["id"] = section["id"]
        section.unwrap()
    heading = article.find("h1")
    if isinstance(heading, Tag):
        heading["id"] = anchor
    article.name, article.attrs = "div", {}


def _turn_ladder(ladder: Tag) -> None:
    """A ladder, whose rungs are drawn by a style sheet, becomes a table."""
    rows = []
    for rung in ladder.find_all("li"):
        cells = []
        for part in ("place", "label", "mean"):
            found = rung.select_one(f".senco-{part}")
            for hidden in found.select(".visually-hidden") if found else ():
                # what is not seen is said of the column; a place that is not known is said here
                if part == "place":
                    hidden.unwrap()
                else:
                    hidden.decompose()
            cells.append(escape(" ".join(found.get_text().split())) if found else "")
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    head = "<tr><th>Place</th><th>What was ranked</th><th>Mean rank</th></tr>"
    made = f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"
    ladder.replace_with(BeautifulSoup(made, "html.parser"))


def _name_styles(article: Tag) -> None:
    """Name what the site sets off by a class as Word and JATS do."""
    for box in article.select("div.admonition"):
        title = box.select_one(".admonition-title")
        if title is not None:
            title.name = "strong"
            title.wrap(_make_tag("p", ""))
        box.attrs = {"class": "boxed-text", "data-custom-style": "Note"}
    for badge in article.select("p.senco-badge"):
        badge.attrs = {}
        badge.wrap(_make_tag("div", "")).attrs = {"data-custom-style": "Badge"}
    # Chromium numbers no list that is shown as none; Word would
    for listed in article.select('ol[role="list"]'):
        listed.name, listed.attrs = "ul", {}
