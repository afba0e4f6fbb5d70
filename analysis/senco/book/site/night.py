"""Figures on a dark page: a second file of each, in colours that are made from its own."""

from __future__ import annotations

import re
import shutil
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from senco.locale import load_catalogue
from senco.text.colours import turn_to_night

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_COLOUR = re.compile(r"((?:fill|stroke|stop-color)(?:: ?|=\"))#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_IMAGE = re.compile(r'<img [^<>]*src="(?P<path>[^"<>]*_images/(?P<name>[^"/<>]+)\.svg)"[^<>]*>')
_WORDS = re.compile(r"<text\b[^<>]*>[^<>]*</text>")
_SIZE = re.compile(r'width="([\d.]+)pt" height="([\d.]+)pt"')
#: Points beyond which a figure is moved sideways on a telephone: a column of the page, as
#: `senco.book.figures.style.WIDTH` has it, which would import every figure here.
_WIDEST = 339.0


_FOLD = '<details class="senco-panel">'
_LOADED, _LAZY = re.compile(r"<img (?![^>]*loading=)"), '<img loading="lazy" '


def turn_figure(svg: str) -> str:
    """Return a figure as a dark page shows it.

    Parameters
    ----------
    svg : str
        Drawn on white.

    Returns
    -------
    str
        The same drawing, each colour turned by `senco.text.colours.turn_to_night`; what has
        none, and so is black, is white.

    Examples
    --------
    >>> turn_figure('<svg><text style="fill: #ffffff">#ffffff</text></svg>')
    '<svg fill="#ffffff"><text style="fill: #151b20">#ffffff</text></svg>'
    """
    turned = _TAG.sub(lambda tag: _COLOUR.sub(_turn, tag[0]), svg)
    start = turned.find("<svg")
    opening = turned[start : turned.find(">", start)]
    if "fill=" in opening:
        return turned
    return turned[: start + 4] + f' fill="{turn_to_night("#000000")}"' + turned[start + 4 :]


def _turn(found: re.Match[str]) -> str:
    digits = found[2] if len(found[2]) == 6 else "".join(2 * digit for digit in found[2])
    return found[1] + turn_to_night(f"#{digits.lower()}")


def pair_images(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Give each figure of a page its size, and a second picture for a dark page.

    Parameters
    ----------
    app : Sphinx
        The application; only a site of pages is changed.
    pagename, templatename : str
        Name of the page, and of what it is made with.
    context : dict
        What the templates show, changed in place.
    doctree : object
        The page; None for one that has no text of its own, such as the search.
    """
    if app.builder.name != "html" or doctree is None:
        return
    builder: Any = app.builder  # `senco.book.site.keeping.KeepingBuilder`
    files = {name: Path(app.srcdir, path) for path, name in builder.images.items()}
    hint = load_catalogue(str(app.config.language)).translate(
        "This figure is wider than the page: move it sideways."
    )

    def pair(found: re.Match[str]) -> str:
        file = files[f"{found['name']}.svg"]
        image = found[0]
        if "senco-thumb" in image:
            builder.small[pagename].add(found["name"])
            image = image.replace('.svg"', '-small.svg"', 1)
        paired = pair_image(image, _read_size(file), hint)
        return _LOADED.sub(_LAZY, paired) if _is_folded(context["body"], found) else paired

    context["body"] = _IMAGE.sub(pair, context["body"])


def _is_folded(body: str, image: re.Match[str]) -> bool:
    """Whether a picture is shown only when a fold is opened: it is not fetched before."""
    opened, closed = (body.rfind(mark, 0, image.start()) for mark in (_FOLD, "</details>"))
    return opened > closed


def leave_out_words(svg: str) -> str:
    """Return a figure without its words, which cannot be read where it is small.

    Parameters
    ----------
    svg : str
        As `senco.book.results.render_svg` writes it.

    Returns
    -------
    str
        A quarter of it, so that many can be shown at once.

    Examples
    --------
    >>> leave_out_words('<g><text x="1">S1</text><path/></g>')
    '<g><path/></g>'
    """
    return _WORDS.sub("", svg)


def pair_image(image: str, size: tuple[float, float] | None, hint: str) -> str:
    """Return a picture of a page by day, and the same by night.

    Parameters
    ----------
    image : str
        HTML, an SVG.
    size : tuple of float or None
        Its width and height in points, where it states them.
    hint : str
        What is said of a figure that is wider than a telephone.

    Returns
    -------
    str
        Two pictures of which the style sheet shows one. What a reader hears is the same.
    """
    day, night = (_mark(image, name, size) for name in ("day", "night"))
    night = re.sub(r'\.svg"', '-night.svg"', night, count=1)
    if not size or size[0] <= _WIDEST or "senco-thumb" in image:
        return day + night
    style = f"--senco-width: {round(size[0])}"
    return (
        f'<span class="senco-wide" tabindex="0" style="{style}">{day}{night}'
        f'</span><span class="senco-wide-told">{escape(hint)}</span>'
    )


def _mark(image: str, kind: str, size: tuple[float, float] | None) -> str:
    """One of the two: nothing is fetched that is not shown."""
    classes = f"senco-{kind} dark-light"
    if ' class="' in image:
        image = image.replace(' class="', f' class="{classes} ', 1)
    else:
        image = image.replace("<img ", f'<img class="{classes}" ', 1)
    told = ' loading="lazy"' if kind == "night" or "senco-thumb" in image else ""
    if size and " width=" not in image:
        told += f' width="{round(size[0])}" height="{round(size[1])}"'
    return re.sub(r"\s*/?>$", f"{told} />", image)


@lru_cache(maxsize=256)
def _read_size(path: Path) -> tuple[float, float] | None:
    """Width and height in points; None for a drawing that is none of matplotlib's."""
    with path.open(encoding="utf-8") as file:
        found = _SIZE.search(file.read(1000))
    return (float(found[1]), float(found[2])) if found else None


def write_nights(app: Sphinx, failure: Exception | None) -> None:
    """Write the second file of each figure of the site.

    Parameters
    ----------
    app : Sphinx
        The application; only a site of pages is changed.
    failure : Exception or None
        What stopped the build; nothing is done then.
    """
    if failure or app.builder.name != "html":
        return
    builder: Any = app.builder  # `senco.book.site.keeping.KeepingBuilder`
    folder, earlier = Path(app.outdir, "_images"), builder.earlier
    for name in sorted({name for names in builder.small.values() for name in names}):
        drawn = leave_out_words((folder / f"{name}.svg").read_text(encoding="utf-8"))
        (folder / f"{name}-small.svg").write_text(drawn, encoding="utf-8", newline="\n")
    for path in sorted(folder.glob("*.svg")):
        night = path.with_name(f"{path.stem}-night.svg")
        if earlier is None or not _take_over(path, night, earlier / "_images"):
            turned = turn_figure(path.read_text(encoding="utf-8"))
            night.write_text(turned, "utf-8", newline="\n")


def _take_over(path: Path, night: Path, earlier: Path) -> bool:
    """Copy the second file of the same figure from the site of before, where it is there."""
    day, known = earlier / path.name, earlier / night.name
    if not known.is_file() or not day.is_file() or day.read_bytes() != path.read_bytes():
        return False
    shutil.copyfile(known, night)
    return True
