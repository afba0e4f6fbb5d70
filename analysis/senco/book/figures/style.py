"""One visual language: legible in grey and on a telephone.

A system always has the same colour, and never colour alone: each is named too.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from senco.text.colours import READABLE_CONTRAST, measure_contrast, settle_shade

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

#: What is high and what is low, apart for the colour-blind too.
HIGH, LOW = "#2b8a83", "#b5473c"
INK, FAINT, PAPER = "#23303b", "#8a949c", "#ffffff"
#: Points of words: 11 pixels where a page of 390 gives a figure 361 of them.
READABLE = 10.4
#: More cohorts than these are drawn as upright lines: nobody tells so many marks or rows apart.
FEW = 10
#: Figures are this wide, in inches: a column of the page, and legible at 390 pixels.
WIDTH = 4.7

#: Up to how many small multiples stand how many in a row, and how large each is then.
_PANELS = ((10, 2, 1.0), (24, 3, 0.75), (math.inf, 5, 0.55))

#: matplotlib's settings for drawing and for saving.
STYLE: dict[RcKeyType, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "senco",
    "text.parse_math": False,  # a label such as $x$ is shown as it was typed
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "Helvetica"],
    "font.size": READABLE,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": PAPER,
}


def make_figure(height: float, width: float = WIDTH) -> Figure:
    """Return an empty figure in the book's style.

    Parameters
    ----------
    height, width : float
        In inches.

    Returns
    -------
    matplotlib.figure.Figure
        Not known to pyplot, so nothing shows it twice or keeps it.
    """
    return Figure(figsize=(width, height), layout="constrained")


def deepen(colour: str) -> str:
    """Return a colour in which white words, and words on white, can be read.

    Parameters
    ----------
    colour : str
        As "#rrggbb".

    Returns
    -------
    str
        The same, or as much darker as makes its contrast with white at least 4.5
        (WCAG 2.2, 1.4.3).

    Examples
    --------
    >>> deepen("#33508a"), deepen("#b7791f")
    ('#33508a', '#a26b1b')
    """
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    for darker in range(100, 0, -1):
        shade = "#" + "".join(f"{part * darker // 100:02x}" for part in parts)
        if measure_contrast(shade, PAPER) >= READABLE_CONTRAST:
            return shade
    return INK


def lay_panels(n: int) -> tuple[int, int, float]:
    """Return how small multiples are laid out, so that they stay legible however many they are.

    Parameters
    ----------
    n : int
        Panels.

    Returns
    -------
    tuple of int, int and float
        Rows and columns, at least one of each; how large a panel is beside one of two
        in a row, from 1 down.

    Examples
    --------
    >>> lay_panels(8), lay_panels(20), lay_panels(60)
    ((4, 2, 1.0), (7, 3, 0.75), (12, 5, 0.55))
    """
    columns, size = next((columns, size) for most, columns, size in _PANELS if n <= most)
    return max(1, -(-n // columns)), columns, size


def darken_numbers(axes: Axes) -> None:
    """Write the numbers of a heat map so that they can be read on its shades, by day and by night.

    seaborn takes white up to shades on which its contrast is less than 4.5.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        With one heat map, its fields one wide and one high; a shade on which neither white nor
        black can be read becomes lighter.
    """
    fields = axes.collections[0]
    shades = np.atleast_2d(np.array(fields.get_facecolor()))
    width = round(axes.get_xlim()[1])
    for number in axes.texts:
        across, down = number.get_position()
        place = int(down) * width + int(across)
        shade, ink = settle_shade(to_hex(shades[place]))
        shades[place, :3] = to_rgb(shade)
        number.set_color(ink)
    if axes.texts:
        fields.set_array(None)
        fields.set_facecolor(shades.tolist())


def wrap_label(label: str, letters: int = 24) -> str:
    r"""Return the words of a row on two lines at the most.

    Parameters
    ----------
    label : str
        Any text.
    letters : int
        In a line.

    Returns
    -------
    str
        With an ellipsis where it is longer.

    Examples
    --------
    >>> wrap_label("Knowledge about SEND and child development")
    'Knowledge about SEND and\nchild development'
    """
    return textwrap.fill(label, letters, max_lines=2, placeholder=" …")


def label_fields(axes: Axes, columns: Sequence[str], rows: Sequence[str], step: int = 1) -> None:
    """Label the columns and rows of a heat map that was drawn without labels.

    seaborn would lay the whole figure out for each label, to see whether two overlap.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Its fields are one wide and one high.
    columns, rows : sequence
        The labels, from the left and from the top; no columns: none is labelled.
    step : int
        Each how many columns one is labelled.
    """
    axes.set_xticks(np.arange(0, len(columns), step) + 0.5, columns[::step])
    axes.set_yticks(np.arange(len(rows)) + 0.5, rows, va="center")


def reword(figure: Figure, translate: Callable[[str], str]) -> None:
    """Put the words of a drawn figure into another language.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Changed in place, before it is laid out.
    translate : callable
        Returns a text in that language, or as it is.
    """
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            labels = [label.get_text() for label in axis.get_ticklabels()]
            told = [translate(label) for label in labels]
            if told != labels:  # else a scale goes on choosing its own
                axis.set_ticks(axis.get_ticklocs(), told)
    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_text():
            text.set_text(translate(text.get_text()))


def settle_layout(figure: Figure) -> None:
    """Lay a figure out once, and keep its places to seven digits.

    The solver behind the constrained layout takes its constraints in the order of
    their addresses in memory, so that its last bits differ from run to run.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Changed in place.
    """
    FigureCanvasSVG(figure)  # so that text is measured as SVG does, at its 72 dots per inch
    layout, dpi = figure.get_layout_engine(), figure.dpi
    if layout is not None:
        figure.dpi = FigureCanvasSVG.fixed_dpi
        layout.execute(figure)
        figure.dpi = dpi
    figure.set_layout_engine("none")
    for axes in figure.axes:
        left, bottom, width, height = axes.get_position(original=True).bounds
        left, bottom, width, height = (round(float(x), 7) for x in (left, bottom, width, height))
        axes.set_position((left, bottom, width, height))
    for text in figure.texts:
        x, y = text.get_position()
        text.set_position((round(float(x), 7), round(float(y), 7)))
