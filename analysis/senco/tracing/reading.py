"""A scan read: the chart found, the line followed, or a reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from senco.errors import SencoError
from senco.instruments.paper.codes import SheetCode
from senco.tracing.charts import find_chart
from senco.tracing.following import follow
from senco.tracing.ink import FAINT, Ink, find_ink, straighten
from senco.tracing.lines import Path, Point, hide, list_points, make_path

Picture = npt.NDArray[np.uint8]
#: A line is seen in at least this share of the chart's width.
_LEAST = 0.4
#: And that share times its confidence is at least so much: a ring, some words and a printed
#: rule make up 0.2 at the most, and drawn lines 0.6 at the least, on the scans that were tried.
_SURE = 0.35
#: So many times the noise is the least that is taken for a line.
_OVER_NOISE = 5.0
#: Two ways closer than this share of the height are one line drawn twice.
_APART = 0.025
#: How lines are told from one another, as `--line` takes them.
CHOICES = ("upper", "lower", "1", "2")
_TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times"}


@dataclass(frozen=True)
class Trace:
    """A line read from a scan.

    Parameters
    ----------
    straight : array of shape (height, width, 3)
        The straightened chart with its margin, red, green and blue.
    margin : int
        Pixels around the chart.
    lines : tuple of tuple of Point
        The line; where two were drawn and nobody said which, both of them.
    paths : tuple of Path
        The same in pixels of the chart.
    levels : tuple of float
        The lowest and the highest level.
    how : str
        By what the chart was found: marks, frame, or told.
    code : SheetCode, optional
        Of the sheet.
    notes : tuple of str
        What was concluded.
    refused : str
        Why there is no line that can be taken; "" where there is one.
    """

    straight: Picture
    margin: int
    lines: tuple[tuple[Point, ...], ...]
    paths: tuple[Path, ...]
    levels: tuple[float, float]
    how: str
    code: SheetCode | None = None
    notes: tuple[str, ...] = ()
    refused: str = ""

    @property
    def confidence(self) -> float:
        """How sure the line is, from 0 to 1."""
        return round(self.paths[0].confidence, 2) if self.paths else 0.0


def trace_picture(
    picture: Picture,
    *,
    corners: Sequence[tuple[float, float]] | None = None,
    levels: tuple[float, float] | None = None,
    line: str | None = None,
) -> Trace:
    """Read the line that is drawn on a chart.

    Parameters
    ----------
    picture : array of shape (height, width, 3)
        Red, green and blue.
    corners : sequence of four pairs, optional
        The chart's, where they are not to be found: see `senco.tracing.charts.find_chart`.
    levels : tuple of float, optional
        The lowest and the highest level of the chart, where its code does not tell them; -5 and
        5 by default.
    line : {"upper", "lower", "1", "2"}, optional
        Which of two lines; 1 is the plainer.

    Returns
    -------
    Trace
        The line; where nothing can be told, `refused` says why.

    Raises
    ------
    SencoError
        Where the chart is not found, or its scale is not known or told in two ways.
    """
    chart = find_chart(picture, corners)
    scale = chart.find_levels(levels)
    straight, margin = straighten(picture, chart.corners, chart.aspect)
    ink = find_ink(straight, margin, known=chart.how == "marks")
    read = Trace(straight, margin, (), (), scale, chart.how, chart.code, chart.notes)
    if ink.depth < max(FAINT, _OVER_NOISE * ink.noise):
        return replace(read, refused=_say_nothing(0.0))
    steps = follow(ink)
    first = make_path(ink, steps)
    if not _is_line(first):
        return replace(read, refused=_say_nothing(first.seen))
    second = make_path(ink, follow(ink, hide(ink, steps)))
    both = [first, second] if _is_another(first, second, ink) else [first]
    if len(both) > 1 and first.seen < second.seen - 0.05:
        both = both[::-1]
    paths = both if line is None else [_choose(both, line)]
    lines = tuple(tuple(list_points(path, ink.dark.shape, scale)) for path in paths)
    notes = (*chart.notes, *_describe(paths[0])) if len(paths) == 1 else chart.notes
    refused = _ask_which(both) if len(paths) > 1 else ""
    return replace(read, lines=lines, paths=tuple(paths), notes=notes, refused=refused)


def _is_line(path: Path) -> bool:
    """Whether enough of a path is seen, and plainly enough, to be a line from left to right."""
    seen = path.seen >= _LEAST and path.seen * path.confidence >= _SURE
    return seen and bool(path.strokes)


def _say_nothing(seen: float) -> str:
    if seen < 0.1:
        return "There is nothing on the chart that could be a line."
    if seen >= _LEAST:
        return (
            "What is on the chart is too faint or too broken to tell it from stains, writing "
            "or print. If there is a line, scan it again, darker and larger."
        )
    return (
        f"Only {round(100 * seen)} % of the chart's width has something on it that could be a "
        f"line; at least {round(100 * _LEAST)} % are needed. If there is a line, scan it again, "
        "darker and larger."
    )


def _is_another(first: Path, second: Path, ink: Ink) -> bool:
    """Whether a second path is a line of its own, and not writing or the first drawn twice."""
    if not _is_line(second):
        return False
    a, b = (_mean_rows(path, ink.dark.shape[1]) for path in (first, second))
    return bool(np.nanmedian(np.abs(a - b)) > _APART * ink.dark.shape[0])


def _mean_rows(path: Path, width: int) -> npt.NDArray[np.float64]:
    """The row in which a path is, column by column; nan where it is not."""
    rows = np.full(width, np.nan)
    for stroke in path.strokes:
        columns = np.clip(stroke[:, 0].round().astype(int), 0, width - 1)
        rows[columns] = stroke[:, 1]
    return rows


def _choose(paths: list[Path], line: str) -> Path:
    if line not in CHOICES:
        raise SencoError(f"--line takes one of: {', '.join(CHOICES)}.")
    if len(paths) == 1:
        return paths[0]
    if line in ("1", "2"):
        return paths[int(line) - 1]
    return _by_height(paths)[0 if line == "upper" else 1]


def _by_height(paths: list[Path]) -> list[Path]:
    def height(path: Path) -> float:
        return float(np.concatenate(path.strokes)[:, 1].mean())

    return sorted(paths, key=height)


def _ask_which(paths: list[Path]) -> str:
    upper = 1 if _by_height(paths)[0] is paths[0] else 2
    return (
        "Two lines are drawn on the chart. Which one do you mean? Add --line upper (line "
        f"{upper} of the picture) or --line lower (line {3 - upper})."
    )


def _describe(path: Path) -> list[str]:
    notes = []
    if len(path.strokes) > 1:
        many = len(path.strokes) - 1
        notes.append(
            f"The pen was lifted {_TIMES.get(many, f'{many} times')}: the line has "
            f"{'a gap' if many == 1 else 'gaps'}, which the work-lines of a cohort cannot have. "
            "The points before and after a gap are joined, although nothing was drawn there."
        )
    return notes
