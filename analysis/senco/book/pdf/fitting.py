"""What is too wide or too tall for paper, made to fit: tables by their type, figures in parts."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from bs4 import BeautifulSoup, Tag

#: Width of the text on a page, and the height that a figure may take, in points.
PAGE_WIDTH, FIGURE_HEIGHT = 482.0, 610.0
#: Sizes of type in which tables are set, in points, by their class in print.css.
SIZES = {"": 8.8, "small-type": 7.4, "smallest-type": 6.3}
#: Mean width of a sign as a part of the size of type, and the space beside a cell.
_SIGN, _BESIDE = 0.6, 4.0
#: Words in a list are of two rows where they are so far apart; so far below a line ends its ink.
_APART, _BELOW = 15.0, 5.0


def fit_table(table: Tag) -> None:
    """Set a table in the largest type in which its longest words stand side by side.

    Parameters
    ----------
    table : Tag
        Gets the class of its size; where no size does, one that breaks words.
    """
    _move_caption(table)
    _keep_ranges(table)
    for cell in table.find_all("th"):
        _let_break(cell)
    widths: dict[int, int] = {}
    for row in table.find_all("tr"):
        for place, cell in enumerate(row.find_all(["td", "th"])):
            words = re.split(r"[\s\u200b]+", cell.get_text())
            widths[place] = max(widths.get(place, 0), *map(len, words))
    beside = _BESIDE * len(widths)
    fitting = (
        name
        for name, size in SIZES.items()
        if sum(widths.values()) * size * _SIGN + beside <= PAGE_WIDTH
    )
    name = next(fitting, "smallest-type broken-words")
    if name:
        classes = table.get_attribute_list("class")
        classes.extend(name.split())
        table["class"] = classes


def _move_caption(table: Tag) -> None:
    """Put a caption before its table: browsers leave one alone at the foot of a page."""
    caption = table.find("caption")
    if caption is not None:
        caption.name = "p"
        caption["class"] = "table-caption"
        table.insert_before(caption.extract())


def _keep_ranges(table: Tag) -> None:
    """Keep the two ends of a range such as 212–215 on one line."""
    for words in table.find_all(string=re.compile(r"\d[–-]\d")):
        words.replace_with(re.sub(r"(?<=\d)([–-])(?=\d)", "\\1\u2060", words))


def _let_break(cell: Tag) -> None:
    """Let a heading such as mean_similarity break after its underscore."""
    for words in cell.find_all(string=re.compile("_")):
        words.replace_with(words.replace("_", "_\u200b"))


def fit_figure(image: Tag, path: Path) -> None:
    """Cut a figure that is far taller than a page into parts, between its panels.

    Parameters
    ----------
    image : Tag
        A picture; replaced by its parts, each a view of the same file.
    path : Path
        The file.
    """
    if path.suffix != ".svg" or not path.is_file():
        return
    try:
        svg = ElementTree.fromstring(path.read_text(encoding="utf-8"))
        left, top, width, height = (float(x) for x in svg.get("viewBox", "").split())
    except (ElementTree.ParseError, ValueError):
        return
    if height <= 1.5 * FIGURE_HEIGHT:
        return
    cuts = choose_cuts(find_gaps(svg), top, top + height, FIGURE_HEIGHT)
    parts = BeautifulSoup("", "html.parser")
    for number, (begin, end) in enumerate(pairwise(cuts)):
        view = f"{path.resolve().as_uri()}#svgView(viewBox({left},{begin},{width},{end - begin}))"
        alt = str(image.get("alt", "")) if number == 0 else ""
        style = f"width: {width:g}pt; height: {end - begin:g}pt"
        parts.append(parts.new_tag("img", attrs={"src": view, "alt": alt, "style": style}))
    figure = image.find_parent("figure")
    if figure is not None:
        classes = figure.get_attribute_list("class")
        classes.append("in-parts")
        figure["class"] = classes
    image.replace_with(parts)


def find_gaps(svg: ElementTree.Element) -> list[float]:
    """Return where a figure can be cut: below each row of its panels, or of a list's words.

    Parameters
    ----------
    svg : Element
        A figure as matplotlib writes it, its panels the groups named axes.

    Returns
    -------
    list of float
        Heights between two rows, just below the upper one, from the top downwards.
    """
    spans = []
    for group in svg.iter("{http://www.w3.org/2000/svg}g"):
        if (group.get("id") or "").startswith("axes_"):
            heights = sorted(_list_heights(group))
            if heights:
                spans.append((heights[0], heights[-1]))
    gaps, bottom = [], None
    for first, last in sorted(spans):
        if bottom is not None and first > bottom:
            gaps.append(bottom + min(4.0, (first - bottom) / 2))
        bottom = last if bottom is None else max(bottom, last)
    return gaps or _find_rows(svg)


def _find_rows(svg: ElementTree.Element) -> list[float]:
    """Below each row of words of a figure that is one panel; lines of a row stand closer."""
    found = {float(one.get("y", "nan")) for one in svg.iter("{http://www.w3.org/2000/svg}text")}
    rows = sorted(y for y in found if y == y)
    return [y + _BELOW for y, following in pairwise(rows) if following - y > _APART]


def _list_heights(group: ElementTree.Element) -> list[float]:
    heights: list[float] = []
    for part in group.iter():
        if part.tag.endswith("path"):
            heights += [float(y) for y in re.findall(r"[ML] \S+ (\S+)", part.get("d", ""))]
        elif part.tag.endswith(("use", "text")):
            moved = re.search(r"translate\(\S+ ([\d.]+)\)", part.get("transform", ""))
            given = moved[1] if moved else part.get("y")
            heights += [float(given)] if given else []
    return heights


def choose_cuts(gaps: list[float], top: float, bottom: float, longest: float) -> list[float]:
    """Return the edges of the fewest parts that fit a page.

    Parameters
    ----------
    gaps : list of float
        Where a cut may be, from the top downwards.
    top, bottom : float
        The figure's edges.
    longest : float
        The tallest part; a panel that is taller stays whole.

    Returns
    -------
    list of float
        From `top` to `bottom`.

    Examples
    --------
    >>> choose_cuts([100, 200, 300], 0, 400, 250)
    [0, 200, 400]
    """
    edges = [top]
    for here, following in zip(gaps, [*gaps, bottom][1:], strict=True):
        if following - edges[-1] > longest:
            edges.append(here)
    return [*edges, bottom]
