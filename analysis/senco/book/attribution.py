"""A figure with the words under it by which it is cited, and what was drawn of it before.

Imports no matplotlib: where every figure was drawn before, nothing needs it.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import textwrap
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

_SVG = "{http://www.w3.org/2000/svg}"
_SIZE = re.compile(r'width="([\d.]+)pt" height="([\d.]+)pt" viewBox="0 0 [\d.]+ [\d.]+"')
#: Points, and the colour, of the words by which a figure is cited.
_SMALL, _MARGIN, _GREY = 7.5, 6.0, "#4d5b66"
_FAMILY = "'DejaVu Sans', 'Verdana', 'Arial', 'Helvetica', sans-serif"
#: What draws, by which it may come out otherwise.
_MODULES, _PACKAGES = ("attribution.py", "drawing.py"), ("matplotlib", "pillow")


def take_over(path: Path, earlier: Path) -> bool:
    """Copy what was drawn of the same SVG before, where there is all of it.

    Parameters
    ----------
    path : Path
        A figure that says how it is cited (`add_citation`), and by what it is drawn
        (`digest_drawing`).
    earlier : Path
        A folder of before, with figures and what was drawn of them.

    Returns
    -------
    bool
        Whether its PNG and PDF lie beside it now.
    """
    before = [earlier / path.with_suffix(kind).name for kind in (".svg", ".png", ".pdf")]
    if not all(one.is_file() for one in before) or before[0].read_bytes() != path.read_bytes():
        return False
    for one in before[1:]:
        shutil.copyfile(one, path.with_name(one.name))
    return True


@lru_cache(maxsize=1)
def digest_drawing() -> str:
    """Return what changes where the same SVG would be drawn otherwise.

    Returns
    -------
    str
        Twelve hexadecimal digits, of the modules that draw and of the versions of what they
        draw with.
    """
    whole = hashlib.sha256(" ".join(map(version, _PACKAGES)).encode())
    for name in _MODULES:
        whole.update(Path(__file__).with_name(name).read_bytes())
    return whole.hexdigest()[:12]


def add_citation(svg: str, title: str, lines: Sequence[str]) -> str:
    """Return a figure with the words under it by which it is cited.

    Parameters
    ----------
    svg : str
        As `senco.book.results.render_svg` writes it.
    title : str
        What it shows, in a sentence.
    lines : sequence of str
        How it is cited, after its title; each goes on in as many rows as it needs.

    Returns
    -------
    str
        The same drawing, as much higher as they take; unchanged where it is no drawing of
        matplotlib's.
    """
    found = _SIZE.search(svg)
    if not found:
        return svg
    width, height = float(found[1]), float(found[2])
    letters = max(20, int((width - 2 * _MARGIN) / (_SMALL * 0.56)))
    rows = [row for line in (title, *lines) for row in textwrap.wrap(line, letters)]
    taller = height + _MARGIN + len(rows) * _SMALL * 1.35 + _MARGIN / 2
    size = f'width="{width:g}pt" height="{taller:g}pt" viewBox="0 0 {width:g} {taller:g}"'
    style = f"font-size: {_SMALL}px; font-family: {_FAMILY}; fill: {_GREY}"
    words = "".join(
        f'  <text style="{style}" x="{_MARGIN}" y="{height + _MARGIN + _SMALL * 1.35 * place:g}">'
        f"{escape(row)}</text>\n"
        for place, row in enumerate(rows, start=1)
    )
    ground = f"M 0 {height:g} L {width:g} {height:g} L {width:g} {taller:g} L 0 {taller:g} z"
    told = (
        f' <g id="citation" class="drawn-{digest_drawing()}">\n  <title>{escape(title)}</title>\n'
        f'  <path d="{ground}" style="fill: #ffffff"/>\n{words} </g>\n'
    )
    resized = svg[: found.start()] + size + svg[found.end() :]
    before, end, after = resized.rpartition("</svg>")
    return before + told + end + after


def read_citation(svg: str) -> dict[str, str]:
    """Return what a figure says of itself.

    Parameters
    ----------
    svg : str
        As `add_citation` returns it.

    Returns
    -------
    dict of str to str
        Title and Subject, the whole citation; empty where it has none. No author: the gate
        takes that for the maker of the file.
    """
    told = ElementTree.fromstring(svg).find(f"{_SVG}g[@id='citation']")
    if told is None:
        return {}
    rows = [row.text or "" for row in told.iter(f"{_SVG}text")]
    return {"Title": told.findtext(f"{_SVG}title", ""), "Subject": " ".join(rows)}
