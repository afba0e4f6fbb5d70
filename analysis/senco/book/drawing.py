"""A figure as a PNG and as a PDF, drawn from its SVG with one typeface.

Imports matplotlib: a process of its own draws while the site is read and written.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as File
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox, TransformedPath
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from senco.book.attribution import read_citation

#: Dots per inch of a PNG.
DOTS = 300
#: Colours of a PNG, with those between letters and their ground.
MOST_COLOURS = 128
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_STEP = re.compile(r"([MLQCz])([^MLQCz]*)")
_STEPS: dict[str, list[int]] = {
    "M": [int(Path.MOVETO)],
    "L": [int(Path.LINETO)],
    "Q": [int(Path.CURVE3)] * 2,
    "C": [int(Path.CURVE4)] * 3,
    "z": [int(Path.CLOSEPOLY)],
}
#: What a part of a drawing has where nothing is said of it, and it takes over from its group.
_PLAIN = {"fill": "#000000", "stroke": "none", "stroke-width": "1", "font-size": "10"}
#: The hatching that stands for any pattern.
_HATCH = "////"
#: Points of the letters in which texts are measured.
_EM = 100.0
#: A drawing has at most so many parts; what is larger is no figure of this book.
MOST_PARTS = 200_000


@dataclass(frozen=True)
class _Part:
    """A path or words to draw: how, and within what."""

    drawn: Path | _Words
    style: Mapping[str, str]
    clip: Bbox | Path | None = None


@dataclass(frozen=True)
class _Words:
    """A text: its typeface and size, where it begins and by how many degrees it goes upwards."""

    text: str
    font: FontProperties
    begin: tuple[float, float]
    turned: float


class _Drawing(Artist):
    """All parts of a drawing, from the top left in points."""

    def __init__(self, parts: list[_Part], height: float):
        super().__init__()
        self._parts, self._height = parts, height

    def draw(self, renderer: RendererBase) -> None:
        """Draw each part as it is."""
        scale = renderer.dpi / 72 if isinstance(renderer, RendererAgg) else 1.0
        place = Affine2D().scale(1, -1).translate(0, self._height).scale(scale)
        for part in self._parts:
            if isinstance(part.drawn, _Words):
                _write_words(renderer, part.drawn, part.style, place)
            else:
                _draw_path(renderer, part.drawn, part, place)


def draw_asked(folder: File, asked: Iterable[str]) -> None:
    """Draw figures as PNG and as PDF, beside their SVG, as they are asked for.

    Parameters
    ----------
    folder : Path
        With figures that say how they are cited (`add_citation`).
    asked : iterable of str
        Their names without an ending, such as lines of a pipe, which is read while one is
        drawn: whoever asks does not wait.

    Raises
    ------
    ValueError
        As `draw_picture` does, for the first that cannot be drawn.
    """
    with ThreadPoolExecutor(max_workers=1) as drawing:
        files = (folder / f"{name.strip()}.svg" for name in asked)
        begun = [drawing.submit(_draw_file, path) for path in files]
    for one in begun:
        one.result()


def _draw_file(path: File) -> None:
    svg = path.read_text(encoding="utf-8")
    png, pdf = draw_picture(svg, read_citation(svg))
    path.with_suffix(".png").write_bytes(png)
    path.with_suffix(".pdf").write_bytes(pdf)


def draw_picture(svg: str, told: Mapping[str, str]) -> tuple[bytes, bytes]:
    """Return a figure as a PNG and as a PDF, the same bytes for the same drawing.

    Parameters
    ----------
    svg : str
        As `senco.book.results.render_svg` writes it.
    told : mapping of str to str
        What the files say of themselves: Title and Subject.

    Returns
    -------
    tuple of bytes
        A PNG of 300 dots per inch and a PDF, as large as the drawing, without a date.

    Raises
    ------
    ValueError
        Where it is no drawing of matplotlib's.
    """
    root = ElementTree.fromstring(svg)
    _, _, width, height = _read_numbers(root.get("viewBox", ""))
    parts = list(_list_parts(root))
    if len(parts) > MOST_PARTS:
        raise ValueError(f"a drawing of {len(parts)} parts; it may have {MOST_PARTS}")
    with mpl.rc_context({"hatch.linewidth": 0.8, "text.hinting": "none", "text.parse_math": False}):
        figure = Figure(figsize=(width / 72, height / 72))
        figure.patch.set_facecolor("#ffffff")
        figure.add_artist(_Drawing(parts, height))
        pdf = io.BytesIO()
        dates = {"Creator": None, "Producer": None, "CreationDate": None}
        FigureCanvasPdf(figure).print_figure(pdf, format="pdf", metadata={**dates, **told})
        figure.dpi = DOTS
        renderer: Any = RendererAgg(*figure.bbox.size, DOTS)  # type: ignore[no-untyped-call]  # its own
        figure.draw(renderer)
        return _write_png(np.asarray(renderer.buffer_rgba()), told), pdf.getvalue()


def _write_png(dots: np.ndarray, told: Mapping[str, str]) -> bytes:
    """A PNG of a palette, which takes a third of one of all colours."""
    names = {"Subject": "Description"}  # by the keywords that PNG lays down
    chunks = PngInfo()
    for name, text in told.items():
        chunks.add_itxt(names.get(name, name), text)
    picture = Image.fromarray(dots).convert("RGB")
    few = picture.quantize(MOST_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    content = io.BytesIO()
    few.save(content, "PNG", dpi=(DOTS, DOTS), pnginfo=chunks)
    return content.getvalue()


def _write_words(
    renderer: RendererBase, words: _Words, style: Mapping[str, str], place: Affine2D
) -> None:
    """Write words as such, so that those of a PDF can be searched and read aloud."""
    graphics = renderer.new_gc()
    graphics.set_foreground(mpl.colors.to_rgba(style.get("fill", "#000000")), isRGBA=True)
    x, y = place.transform(words.begin)
    if renderer.flipy():  # its dots are counted from the top
        y = renderer.get_canvas_width_height()[1] - y
    renderer.draw_text(graphics, x, y, words.text, words.font, words.turned)
    graphics.restore()


def _draw_path(renderer: RendererBase, path: Path, part: _Part, place: Affine2D) -> None:
    style, graphics = part.style, renderer.new_gc()
    opacity = float(style.get("opacity", 1))
    fill, stroke = style.get("fill", "none"), style.get("stroke", "none")
    face: tuple[float, float, float, float] | None = None
    if fill.startswith("url("):
        graphics.set_hatch(_HATCH)
        graphics.set_hatch_color(mpl.colors.to_rgba(stroke))
        face = mpl.colors.to_rgba("#ffffff")
    elif fill != "none":
        face = mpl.colors.to_rgba(fill, opacity * float(style.get("fill-opacity", 1)))
    width = float(style.get("stroke-width", 1)) if stroke != "none" else 0.0
    graphics.set_linewidth(width)
    if stroke != "none":
        shown = opacity * float(style.get("stroke-opacity", 1))
        graphics.set_foreground(mpl.colors.to_rgba(stroke, shown), isRGBA=True)
    graphics.set_joinstyle(style.get("stroke-linejoin", "round"))  # type: ignore[arg-type]
    cap = style.get("stroke-linecap", "butt")
    graphics.set_capstyle("projecting" if cap == "square" else cap)  # type: ignore[arg-type]
    if "stroke-dasharray" in style:
        dashes = _read_numbers(style["stroke-dasharray"])
        graphics.set_dashes(float(style.get("stroke-dashoffset", 0)), dashes)
    if isinstance(part.clip, Bbox):  # which is cut to much faster than a path
        graphics.set_clip_rectangle(Bbox(TransformedBbox(part.clip, place).get_points()))
    elif part.clip is not None:
        graphics.set_clip_path(TransformedPath(part.clip, place))
    renderer.draw_path(graphics, path, place, face)
    graphics.restore()


def _list_parts(root: ElementTree.Element) -> Iterator[_Part]:
    """Every part of a drawing, in the order in which it is drawn."""
    named = {name: part for part in root.iter() if (name := part.get("id"))}
    waiting: list[tuple[ElementTree.Element, dict[str, str], Bbox | Path | None]]
    waiting = [(root, dict(_PLAIN), None)]
    while waiting:
        part, taken, around = waiting.pop()
        style, clip = {**taken, **_read_style(part)}, _find_clip(part, named) or around
        kind = part.tag.removeprefix(_SVG)
        if kind in ("defs", "clipPath", "metadata", "style", "title"):
            continue
        drawn: Path | _Words | None = None
        if kind == "path":
            drawn = _read_path(part.get("d", ""))
        elif kind == "use":
            drawn, style = _read_use(part, named, style)
        elif kind == "text":
            drawn = _read_words(part, style)
        if drawn is not None and getattr(drawn, "codes", True) is not None:
            yield _Part(drawn, style, clip)
        waiting += [(child, style, clip) for child in reversed(part)]


def _read_style(part: ElementTree.Element) -> dict[str, str]:
    style = dict(pair.split(":", 1) for pair in part.get("style", "").split(";") if ":" in pair)
    style = {name.strip(): text.strip() for name, text in style.items()}
    return {name: part.attrib[name] for name in ("fill", "stroke") if name in part.attrib} | style


def _read_use(
    part: ElementTree.Element, named: Mapping[str, ElementTree.Element], style: dict[str, str]
) -> tuple[Path | None, dict[str, str]]:
    """A mark that is drawn in several places: its outline here, and how it is drawn."""
    meant = named.get(part.get(_LINK, "")[1:])
    if meant is None or meant.tag != f"{_SVG}path":
        return None, style
    path = _read_path(meant.get("d", ""))
    moved = Affine2D().translate(float(part.get("x", 0)), float(part.get("y", 0)))
    return path.transformed(moved), {**style, **_read_style(meant), **_read_style(part)}


def _find_clip(
    part: ElementTree.Element, named: Mapping[str, ElementTree.Element]
) -> Bbox | Path | None:
    """What a part is cut to: of a field or of any other shape."""
    found = re.fullmatch(r"url\(#([\w-]+)\)", part.get("clip-path", ""))
    clip = named.get(found[1]) if found else None
    shape = next(iter(clip), None) if clip is not None else None
    if shape is None:
        return None
    if shape.tag == f"{_SVG}path":
        return _read_path(shape.get("d", ""))
    left, top, wide, high = (float(shape.get(name, 0)) for name in ("x", "y", "width", "height"))
    return Bbox.from_bounds(left, top, wide, high)


def _read_path(steps: str) -> Path:
    places: list[float] = []
    codes: list[int] = []
    for kind, numbers in _STEP.findall(steps):
        given = _read_numbers(numbers)
        if kind == "z":
            given = places[-2:]
        codes += _STEPS[kind] * (len(given) // (2 * len(_STEPS[kind])))
        places += given
    if not codes:
        return Path(np.empty((0, 2)))
    return Path(np.reshape(places, (-1, 2)), codes)


def _read_words(part: ElementTree.Element, style: Mapping[str, str]) -> _Words | None:
    """A text with where it begins, whichever end of it or its middle is told."""
    text = "".join(part.itertext())
    if not text.strip():
        return None
    size, weight = _read_numbers(style["font-size"])[0], style.get("font-weight", "400")
    bold = weight == "bold" or (weight.isdigit() and int(weight) > 500)
    slanted = style.get("font-style", "normal") in ("italic", "oblique")
    font = _find_font(bold, slanted, size)
    anchor = style.get("text-anchor", "start")
    wide = 0.0 if anchor == "start" else _measure(text, bold, slanted) * size / _EM
    x, y, turned = _read_place(part)
    back = {"middle": wide / 2, "end": wide}.get(anchor, 0.0)
    angle = math.radians(turned)
    return _Words(text, font, (x - back * math.cos(angle), y - back * math.sin(angle)), -turned)


@lru_cache(maxsize=4096)
def _measure(text: str, bold: bool, slanted: bool) -> float:
    """How wide a text is, its letters 100 points high."""
    letters = TextPath((0, 0), text, prop=_find_font(bold, slanted, _EM))
    return float(np.asarray(letters.vertices)[:, 0].max(initial=0.0))


@lru_cache(maxsize=64)
def _find_font(bold: bool, slanted: bool, size: float) -> FontProperties:
    """The typeface that matplotlib brings: the same on every machine."""
    ending = {(False, False): "", (True, False): "-Bold", (False, True): "-Oblique"}
    name = f"DejaVuSans{ending.get((bold, slanted), '-BoldOblique')}.ttf"
    return FontProperties(fname=File(mpl.get_data_path(), "fonts", "ttf", name), size=size)


def _read_place(part: ElementTree.Element) -> tuple[float, float, float]:
    """Where a text stands, and by how many degrees it is turned, as SVG counts them."""
    moves = dict(re.findall(r"(translate|rotate)\(([^()]*)\)", part.get("transform", "")))
    turned = _read_numbers(moves.get("rotate", "0"))[0]
    if "translate" in moves:
        x, y = _read_numbers(moves["translate"])[:2]
        return x, y, turned
    return float(part.get("x", 0)), float(part.get("y", 0)), turned


def _read_numbers(text: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text)]
