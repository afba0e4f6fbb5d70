"""A drawing of the kit: what its SVG file holds, for paper and for a Word document."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from senco.errors import SencoError
from senco.intake.formats.markup import parse_xml

_SVG = "{http://www.w3.org/2000/svg}"
#: So many dots stand in the place of one unit of the drawing.
_DOTS = 2
#: So many steps lead from a colour of words or of what they stand on to the white of paper.
_SHADES, _DARK = 12, 150
#: No drawing is larger, in units.
_LARGEST = 4_000
_NUMBER = re.compile(r"[-+]?\d{1,4}(?:\.\d{1,4})?")
Anchor = Literal["start", "end", "middle"]
_ANCHORS: dict[str, Anchor] = {"start": "start", "end": "end", "middle": "middle"}


@dataclass(frozen=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: str


@dataclass(frozen=True)
class Words:
    """A line of text."""

    x: float
    y: float
    text: str
    size: float
    anchor: Anchor
    colour: str


@dataclass(frozen=True)
class Drawing:
    """Lines and words on white paper; the origin is at the upper left.

    Parameters
    ----------
    width, height : float
        Of the paper.
    strokes : tuple of Stroke
        Lines.
    words : tuple of Words
        Texts.
    """

    width: float
    height: float
    strokes: tuple[Stroke, ...]
    words: tuple[Words, ...]


def read_drawing(content: bytes, label: str) -> Drawing:
    """Return the drawing that an SVG file holds.

    Parameters
    ----------
    content : bytes
        The file.
    label : str
        How messages name it.

    Returns
    -------
    Drawing
        Its lines and words; a rectangle is the paper behind them.

    Raises
    ------
    DataError
        Where it is no XML.
    SencoError
        Where it holds anything else.
    """
    root = parse_xml(content, label)
    colour = _colour(root.get("fill", "#000"))
    strokes, words = [], []
    try:
        width, height = (_measure(root.get(key, ""), least=1) for key in ("width", "height"))
        for one in root:
            kind, given = str(one.tag).removeprefix(_SVG), one.attrib
            if kind == "line":
                x1, y1, x2, y2 = (_measure(given[key]) for key in ("x1", "y1", "x2", "y2"))
                thick = _measure(given.get("stroke-width", "1"))
                strokes.append(Stroke(x1, y1, x2, y2, thick, _colour(given["stroke"])))
            elif kind == "text":
                words.append(_read_words(given, " ".join((one.text or "").split()), colour))
            elif kind not in ("title", "desc", "rect"):
                raise ValueError
    except (KeyError, ValueError):
        raise SencoError(
            f"{label}: a drawing of the kit may have only straight lines and texts, with "
            "numbers for their positions."
        ) from None
    return Drawing(width, height, tuple(strokes), tuple(words))


def _read_words(given: Mapping[str, str], text: str, colour: str) -> Words:
    size = _measure(given.get("font-size", "16"), least=1)
    anchor = _ANCHORS[given.get("text-anchor", "start")]
    colour = _colour(given["fill"]) if "fill" in given else colour
    return Words(_measure(given["x"]), _measure(given["y"]), text, size, anchor, colour)


def _measure(text: str, least: float = -_LARGEST) -> float:
    """A number of units within bounds."""
    number = float(text)
    if not least <= number <= _LARGEST:
        raise ValueError
    return number


def _colour(text: str) -> str:
    """A colour in six places."""
    figures = text.removeprefix("#")
    if len(figures) not in (3, 6):
        raise ValueError
    int(figures, 16)
    return f"#{figures}" if len(figures) == 6 else "#" + "".join(one * 2 for one in figures)


def list_levels(drawing: Drawing) -> tuple[float, float] | None:
    """Return between which numbers the scale of a chart runs.

    Parameters
    ----------
    drawing : Drawing
        A chart.

    Returns
    -------
    tuple of float or None
        The least and the largest number that stands beside it; None where there are not two.
    """
    told = [words.text.replace("−", "-") for words in drawing.words]
    numbers = {float(text) for text in told if _NUMBER.fullmatch(text)}
    return (min(numbers), max(numbers)) if len(numbers) > 1 else None


def draw_picture(drawing: Drawing, typeface: Path) -> bytes:
    """Return a drawing as a picture that every word processor shows.

    Parameters
    ----------
    drawing : Drawing
        The drawing.
    typeface : Path
        Of its words.

    Returns
    -------
    bytes
        A GIF, whose way of packing does not depend on the machine as that of PNG does: in
        greys where the drawing has no other colours.
    """
    from PIL import Image, ImageDraw, ImageFont

    colours = sorted({*(line.colour for line in drawing.strokes),
                      *(one.colour for one in drawing.words)})  # fmt: skip
    grey = all(len({*_split(colour)}) == 1 for colour in colours)
    paint: Callable[[str], int | str] = _grey if grey else str
    size = (round(drawing.width * _DOTS), round(drawing.height * _DOTS))
    picture = Image.new("L" if grey else "RGB", size, paint("#ffffff"))
    pen = ImageDraw.Draw(picture)
    for line in drawing.strokes:
        ends = [round(place * _DOTS) for place in (line.x1, line.y1, line.x2, line.y2)]
        pen.line(ends, fill=paint(line.colour), width=max(round(line.width * _DOTS), 1))
    anchors = {"start": "ls", "end": "rs", "middle": "ms"}
    for one in drawing.words:
        font = ImageFont.truetype(
            str(typeface), round(one.size * _DOTS), layout_engine=ImageFont.Layout.BASIC
        )
        place = (round(one.x * _DOTS), round(one.y * _DOTS))
        pen.text(place, one.text, fill=paint(one.colour), font=font, anchor=anchors[one.anchor])
    stream = io.BytesIO()
    if grey:  # sixteen of them: what is drawn stays sharp, and the file small
        picture = picture.point(lambda level: level // 17 * 17)
    else:
        palette = Image.new("P", (1, 1))
        palette.putpalette([part for colour in colours for part in _list_shades(colour)])
        picture = picture.quantize(palette=palette, dither=Image.Dither.NONE)
    picture.save(stream, "GIF", optimize=False)
    return stream.getvalue()


def _list_shades(colour: str) -> Iterator[int]:
    """A colour and its steps to white, as red, green and blue in turn; a pale one by itself."""
    steps = _SHADES if min(_split(colour)) < _DARK else 1
    for step in range(steps):
        yield from (part + (255 - part) * step // (_SHADES - 1) for part in _split(colour))


def _split(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _grey(colour: str) -> int:
    red, green, blue = _split(colour)
    return round(0.3 * red + 0.59 * green + 0.11 * blue)
