"""A followed path as a line: strokes with gaps between, places and levels, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from senco.tracing.ink import FAINT, Ink

Array = npt.NDArray[np.float64]
#: Where less than this share of the chart's width has no ink, the pen was not lifted.
GAP = 0.014
#: A stroke between two gaps is longer than this share of the width.
_STROKE = 0.012
#: Points are left out as long as the line stays within so many levels on a chart of ten.
TOLERANCE = 0.015
#: Decimals of places and levels.
PLACES, LEVELS = 4, 2
#: What another thing within this share of the height leaves of the confidence.
_NEAR, _CLUTTERED, _BRIDGED = 0.03, 0.6, 0.3
#: A line of this darkness, or one so many times the noise, is as plain as can be.
_PLAIN, _OVER_NOISE = 0.2, 12.0


@dataclass(frozen=True)
class Point:
    """A point of a traced line.

    Parameters
    ----------
    position : float
        From 0, the left edge of the chart, to 1, its right.
    level : float
        On the chart's scale.
    gap : bool
        Whether the pen was lifted after it: nothing is drawn up to the next point.
    confidence : float
        How sure the stretch up to the next point is, from 0 to 1; of the last point, that
        before it.
    """

    position: float
    level: float
    gap: bool
    confidence: float


@dataclass(frozen=True)
class Path:
    """A line as it runs through the straightened chart.

    Parameters
    ----------
    strokes : tuple of array of shape (n, 3)
        Column, row and confidence, in pixels; between strokes the pen was lifted.
    seen : float
        The share of the chart's width in which there is ink.
    confidence : float
        The mean confidence of what was drawn.
    """

    strokes: tuple[Array, ...]
    seen: float
    confidence: float


def make_path(ink: Ink, steps: Array) -> Path:
    """Turn the pixels of a path into strokes.

    Parameters
    ----------
    ink : Ink
        What was drawn.
    steps : array of shape (n, 2)
        Column and row of each pixel, as `senco.tracing.following.follow` gives them.

    Returns
    -------
    Path
        Its strokes in the middle of the ink, with gaps between.
    """
    width = ink.dark.shape[1]
    columns, rows = steps[:, 0].astype(int), steps[:, 1].astype(int)
    inked = _find_inked(ink, columns, rows)
    paper = ~inked & ~ink.printed[rows, columns]
    pieces = _join_strokes(inked, paper, columns, rows, width)
    centred = _centre(ink, steps)
    sure = _rate(ink, columns, rows, inked)
    strokes = []
    for start, stop in pieces:
        keep = np.flatnonzero(inked[start:stop]) + start
        way = _smooth(centred[keep], ink.stroke)
        strokes.append(np.column_stack([way, _fill(sure[start:stop])[keep - start]]))
    covered = {int(c) for start, stop in pieces for c in columns[start:stop][inked[start:stop]]}
    confidence = float(np.concatenate(strokes)[:, 2].mean()) if strokes else 0.0
    return Path(tuple(strokes), len(covered) / width, confidence)


def _find_inked(ink: Ink, columns: Any, rows: Any) -> Any:
    """Whether there is ink of a line beneath each pixel of a path, or right beside it."""
    import cv2

    held = cv2.dilate((ink.mask & ~ink.small).astype(np.uint8), np.ones((3, 3), np.uint8))
    return held[rows, columns] > 0


def _list_runs(flags: Any) -> list[tuple[int, int, bool]]:
    """Where runs of the same begin and end."""
    edges = np.flatnonzero(np.diff(flags.astype(np.int8))) + 1
    bounds = [0, *edges.tolist(), len(flags)]
    return [(a, b, bool(flags[a])) for a, b in pairwise(bounds) if b > a]


def _join_strokes(
    inked: Any, paper: Any, columns: Any, rows: Any, width: int
) -> list[tuple[int, int]]:
    """Runs of ink, joined where only a little paper, or one printed line, is between them."""
    strokes: list[list[int]] = []
    for start, stop, held in _list_runs(inked):
        if not held:
            continue
        if strokes and _is_bridge(
            slice(strokes[-1][1] - 1, start + 1), paper, columns, rows, width
        ):
            strokes[-1][1] = stop
        else:
            strokes.append([start, stop])
    least = _STROKE * width
    return [
        (start, stop)
        for start, stop in strokes
        if len(strokes) == 1 or inked[start:stop].sum() >= 2 * least
        or columns[stop - 1] - columns[start] >= least
    ]  # fmt: skip


def _is_bridge(between: slice, paper: Any, columns: Any, rows: Any, width: int) -> bool:
    """Whether the pen went on between two strokes: over a little paper, or along a printed line."""
    if between.stop - between.start - 2 <= GAP * width:
        return True
    straight = min(np.ptp(columns[between]), np.ptp(rows[between])) <= GAP * width / 2
    return bool(straight and paper[between].sum() <= GAP * width / 2)


def _centre(ink: Ink, steps: Array) -> Array:
    """Move each pixel of a path to the middle of the ink around it."""
    import cv2

    side = max(3, round(1.1 * ink.stroke)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    weight = np.where(ink.mask, ink.dark, 0).astype(np.float32)
    height, width = weight.shape
    across, down = np.meshgrid(np.arange(width, dtype=np.float32),
                               np.arange(height, dtype=np.float32))  # fmt: skip
    border = cv2.BORDER_CONSTANT
    mass, x, y = (
        cv2.filter2D(one.astype(np.float64), -1, kernel.astype(np.float64), borderType=border)
        for one in (weight, weight * across, weight * down)
    )
    at = steps.copy()
    for _ in range(2):
        columns = np.clip(at[:, 0].round().astype(int), 0, width - 1)
        rows = np.clip(at[:, 1].round().astype(int), 0, height - 1)
        held = mass[rows, columns] > 1e-6
        total = np.maximum(mass[rows, columns], 1e-6)
        moved = np.stack([x[rows, columns] / total, y[rows, columns] / total], axis=1)
        at = np.where(held[:, None], moved, at)
    return at


def _smooth(way: Array, stroke: float) -> Array:
    """Take the steps of pixels out of a way, which keeps its ends and its corners."""
    half = max(1, round(stroke / 2))
    if len(way) < 2 * half + 1:
        return way
    kernel = np.hanning(2 * half + 3)[1:-1]
    padded = np.pad(way, ((half, half), (0, 0)), mode="reflect", reflect_type="odd")
    smooth = [np.convolve(padded[:, axis], kernel / kernel.sum(), "valid") for axis in (0, 1)]
    return np.stack(smooth, axis=1)


def _rate(ink: Ink, columns: Any, rows: Any, inked: Any) -> Array:
    """How sure each pixel of a path is."""
    import cv2

    around = cv2.dilate(ink.dark, np.ones((3, 3), np.uint8))
    strong = np.clip(around[rows, columns] / (0.8 * ink.depth), 0, 1)
    plain = min(1.0, (ink.depth - FAINT / 2) / (_PLAIN - FAINT / 2),
                ink.depth / (_OVER_NOISE * ink.noise))  # fmt: skip
    crowded = _find_crowded(ink, columns, rows)
    sure = np.where(inked, strong * np.where(crowded, _CLUTTERED, 1.0), _BRIDGED)
    return np.asarray(np.clip(sure * max(plain, 0.1), 0, 1))


def _find_crowded(ink: Ink, columns: Any, rows: Any) -> Any:
    """Whether there is more ink near a pixel of a path than a line by itself has."""
    import cv2

    height, width = ink.mask.shape
    drawn = np.zeros((height, width), np.uint8)
    drawn[rows, columns] = 1
    reach = round(1.5 * ink.stroke) | 1
    own = cv2.dilate(drawn, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    other = ((ink.mask) & (own == 0)).astype(np.float32)
    window = max(5, round(2 * _NEAR * height)) | 1
    near = cv2.boxFilter(other, -1, (window, window), normalize=False)
    return near[rows, columns] > 2 * ink.stroke


def _fill(values: Array) -> Array:
    """The least confidence of neighbours: a bridge makes what is beside it less sure."""
    if len(values) < 5:
        return values
    padded = np.pad(values, 2, mode="edge")
    return np.asarray(np.min([padded[shift : shift + len(values)] for shift in range(5)], axis=0))


def hide(ink: Ink, steps: Array) -> Any:
    """Return where the ink of a path is, so that another can be looked for.

    Parameters
    ----------
    ink : Ink
        What was drawn.
    steps : array of shape (n, 2)
        Column and row of each pixel of the path.

    Returns
    -------
    array of bool
        Of the chart's shape.
    """
    import cv2

    drawn = np.zeros(ink.mask.shape, np.uint8)
    drawn[steps[:, 1].astype(int), steps[:, 0].astype(int)] = 1
    side = max(5, round(2.6 * ink.stroke)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return cv2.dilate(drawn, kernel) > 0


def list_points(path: Path, shape: tuple[int, int], levels: tuple[float, float]) -> list[Point]:
    """Return the fewest points between which a line is straight, to `TOLERANCE`.

    Parameters
    ----------
    path : Path
        In pixels of the straightened chart.
    shape : tuple of int
        Its height and width.
    levels : tuple of float
        The lowest and the highest level.

    Returns
    -------
    list of Point
        From left to right, no two in the same place.
    """
    height, width = shape
    low, high = levels
    points: list[Point] = []
    for number, stroke in enumerate(path.strokes):
        position = np.clip(np.maximum.accumulate(stroke[:, 0]) / (width - 1), 0, 1)
        level = np.clip(high - stroke[:, 1] / (height - 1) * (high - low), low, high)
        corners = _thin(position, level, width / height, high - low)
        for place, at in enumerate(corners):
            last = place == len(corners) - 1
            gap = last and number < len(path.strokes) - 1
            to = corners[place + 1] if not last else at + 1
            since = at if not last else corners[max(0, place - 1)]
            sure = float(stroke[since : max(to, since + 1), 2].mean())
            points.append(Point(float(position[at]), float(level[at]), gap, sure))
    return _set_apart(points)


def _thin(position: Array, level: Array, aspect: float, span: float) -> list[int]:
    """Ramer, Douglas and Peucker's choice of points, as far on paper as levels are apart."""
    import cv2

    if len(position) < 3:
        return list(range(len(position)))
    scale = span / 10
    on_paper = np.stack([position * 10 * aspect, level / scale], axis=1).astype(np.float32)
    kept = cv2.approxPolyDP(on_paper[:, None], TOLERANCE, False)[:, 0]
    found, start = [], 0
    for point in kept:  # in their order, as they are a part of the way
        at = start + int(np.argmin(np.abs(on_paper[start:] - point).sum(axis=1)))
        found.append(at)
        start = at
    return sorted(set(found))


def _set_apart(points: list[Point]) -> list[Point]:
    """Round, and give every point a place of its own: what falls straight falls in one step."""
    step = 10.0**-PLACES
    placed: list[Point] = []
    for point in points:
        position = round(point.position, PLACES)
        if placed and position <= placed[-1].position:
            position = round(placed[-1].position + step, PLACES)
        level = round(point.level, LEVELS) + 0.0
        placed.append(Point(position, level, point.gap, round(point.confidence, 2)))
    while placed and placed[-1].position > 1:  # too many at the right edge
        placed = placed[:-1]
    return placed
