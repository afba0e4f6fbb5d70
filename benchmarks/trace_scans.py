"""Scans of drawn work-lines whose truth is known, for `trace_accuracy.py` and the tests.

Nothing of `senco.tracing` is used: a line is a smoothed walk with a hand's tremor, drawn as
overlapping round dabs of pen or pencil on a page, which is then scanned or photographed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from scipy.interpolate import PchipInterpolator

from senco.instruments.paper.geometry import CHART, DICTIONARY, INSET, MARK, WORK_LINE, Box

Array = np.ndarray
LEVELS = (-5.0, 5.0)
WIDTH, HEIGHT = WORK_LINE.page
#: The chart of the kit as it was before there were marks: its frame, in millimetres.
FORMER = Box(*(side * WIDTH / 1123 for side in (90, 110, 1080, 690)))


@dataclass(frozen=True)
class Scan:
    """A picture and what is true of it.

    Parameters
    ----------
    picture : array of shape (height, width, 3)
        Blue, green and red.
    corners : array of shape (4, 2)
        The chart's in the picture: top left, top right, bottom right, bottom left.
    lines : list of list of array
        For each line that was drawn, its strokes: rows of position and level.
    """

    picture: Array
    corners: Array
    lines: list[list[Array]]


@dataclass(frozen=True)
class Condition:
    """How a scan is made."""

    name: str
    sheet: str = "ours"  # ours, plain (no grid, no marks), former (grid, no marks)
    tool: str = "pen"
    dots: float = 200  # to the inch
    photograph: bool = False
    shadow: bool = False
    stains: int = 0
    words: int = 0
    gaps: int = 0
    falls: int = 0
    lines: int = 1
    turn: int = 0  # quarter turns
    quality: int = 90  # of the JPEG
    expected: str = "line"  # line, nothing, two
    note: str = field(default="", compare=False)


CONDITIONS = (
    Condition("pen, grid"),
    Condition("pencil, grid", tool="pencil"),
    Condition("pen, box without grid", sheet="plain"),
    Condition("pencil, box without grid", sheet="plain", tool="pencil"),
    Condition("pen, former chart", sheet="former"),
    Condition("pencil, former chart", sheet="former", tool="pencil"),
    Condition("photograph, pen", photograph=True, quality=80),
    Condition("photograph, pencil", photograph=True, tool="pencil", quality=80),
    Condition("photograph, former chart", sheet="former", photograph=True, quality=80),
    Condition("photograph in shadow", photograph=True, shadow=True, quality=80),
    Condition("stains", stains=3),
    Condition("stains, pencil", stains=3, tool="pencil"),
    Condition("writing over the line", words=6),
    Condition("writing, pencil", words=6, tool="pencil"),
    Condition("gaps", gaps=2),
    Condition("gaps, pencil", gaps=2, tool="pencil"),
    Condition("falls", falls=2),
    Condition("falls, pencil, photograph", falls=2, tool="pencil", photograph=True),
    Condition("turned by 90 degrees", turn=1),
    Condition("turned by 180 degrees", turn=2),
    Condition("75 dots to the inch, JPEG", dots=75, quality=40),
    Condition("75 dots, pencil, JPEG", dots=75, quality=50, tool="pencil"),
    Condition(
        "everything at once",
        photograph=True,
        shadow=True,
        stains=2,
        words=4,
        gaps=1,
        falls=1,
        tool="pencil",
        quality=75,
    ),
    Condition("two lines", lines=2, expected="two"),
    Condition(
        "two lines, pencil, photograph", lines=2, photograph=True, tool="pencil", expected="two"
    ),
    Condition("nothing", lines=0, expected="nothing"),
    Condition(
        "nothing, photograph in shadow", lines=0, photograph=True, shadow=True, expected="nothing"
    ),
    Condition("nothing but stains and writing", lines=0, stains=3, words=5, expected="nothing"),
    Condition("nothing, former chart", lines=0, sheet="former", expected="nothing"),
)


def make_scan(condition: Condition, seed: int) -> Scan:
    """Draw, stain and scan a chart."""
    rng = np.random.default_rng([seed, CONDITIONS.index(condition)] if condition in CONDITIONS
                                else seed)  # fmt: skip
    grain = 8.0 if condition.photograph else condition.dots / 25.4
    page, frame = _print_sheet(condition.sheet, grain)
    lines = _make_lines(condition, rng)
    for strokes in lines:
        page = _draw_line(page, strokes, frame, grain, condition.tool, rng)
    for _ in range(condition.words):
        page = _write_words(page, lines, frame, grain, condition.tool, rng)
    for _ in range(condition.stains):
        page = _stain(page, frame, grain, rng)
    corners = np.array(frame.corners) * grain
    if condition.photograph:
        page, corners = _photograph(page, corners, rng, condition.shadow)
    else:
        page, corners = _lay_askew(page, corners, rng)
    for _ in range(condition.turn):
        corners = np.stack([page.shape[0] - corners[:, 1], corners[:, 0]], axis=1)
        page = np.rot90(page, -1)
    page = page + rng.normal(0, 2.5 if condition.photograph else 1.5, page.shape)
    picture = np.clip(page, 0, 255).astype(np.uint8)
    packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, condition.quality])[1]
    return Scan(cv2.imdecode(packed, cv2.IMREAD_COLOR), corners, lines)


def _make_lines(condition: Condition, rng: np.random.Generator) -> list[list[Array]]:
    lines: list[list[Array]] = []
    while len(lines) < condition.lines:
        line = _walk(rng, condition.falls)
        if condition.lines == 2:  # one above the other, as two people's would be
            low, high = ((0.6, 4.5), (-4.5, -0.6))[len(lines)]
            share = (line[:, 1] + 5) / 10
            line = np.stack([line[:, 0], low + share * (high - low)], axis=1)
        lines.append(_cut(line, condition.gaps, rng))
    return lines


def _walk(rng: np.random.Generator, falls: int) -> Array:
    """A line as a hand draws it: between turning points, with tremor; some of it near upright."""
    turns = int(rng.integers(5, 12))
    places = np.sort(rng.uniform(0.06, 0.94, turns), kind="stable")
    keep = np.concatenate([[True], np.diff(places) > 0.03])
    places = np.concatenate([[rng.uniform(0, 0.03)], places[keep], [rng.uniform(0.97, 1)]])
    levels = rng.uniform(-4.4, 4.4, len(places))
    if rng.uniform() < 0.5:  # some people change little at a time
        levels = np.clip(np.cumsum(rng.normal(0, 1.5, len(places))), -4.2, 4.2)
    xs = np.linspace(places[0], places[-1], 6_000)
    straight = np.interp(xs, places, levels)
    round_ = PchipInterpolator(places, levels)(xs)
    share = rng.uniform(0, 1)
    ys = share * straight + (1 - share) * round_
    for at in rng.choice(np.arange(600, 5_400, 900), falls, replace=False):
        ys[int(at) :] += _fall(ys[int(at)], rng)
    ys = np.clip(ys, -4.8, 4.8)
    line = np.stack([xs, ys], axis=1)
    for place in np.flatnonzero(np.abs(np.diff(ys)) > 1)[::-1]:  # the pen's way down
        steps = np.linspace(0, 1, 400)[1:-1]
        wide = rng.uniform(-0.001, 0.006)
        down = line[place] + steps[:, None] * (line[place + 1] - line[place])
        down[:, 0] += steps * wide
        line[place + 1 :, 0] += wide
        line = np.concatenate([line[: place + 1], down, line[place + 1 :]])
    tremor = _smooth(rng.normal(0, 1, len(line)), 60) * 0.025
    tremor += _smooth(rng.normal(0, 1, len(line)), 250) * 0.05
    line[:, 1] += tremor
    line[:, 0] += _smooth(rng.normal(0, 1, len(line)), 150) * 0.0007
    return line[line[:, 0] <= 1]


def _fall(level: float, rng: np.random.Generator) -> float:
    size = rng.uniform(3, 6)
    return float(-size if level > 0 else size)


def _smooth(values: Array, width: int) -> Array:
    kernel = np.hanning(width * 2)
    smooth = np.convolve(values, kernel / kernel.sum(), "same")
    return np.asarray(smooth / smooth.std())


def _cut(line: Array, gaps: int, rng: np.random.Generator) -> list[Array]:
    """Lift the pen here and there."""
    places = np.linspace(0.15, 0.85, gaps + 1)[:-1] + rng.uniform(0, 0.7 / (gaps + 1) / 2, gaps)
    strokes, rest = [], line
    for place in places:
        wide = rng.uniform(0.04, 0.1)
        strokes.append(rest[rest[:, 0] < place])
        rest = rest[rest[:, 0] > place + wide]
    return [*strokes, rest]


def _print_sheet(kind: str, grain: float) -> tuple[Array, Box]:
    """A blank sheet, with so many pixels to a millimetre."""
    fine = grain * 3
    page = np.full((round(HEIGHT * fine), round(WIDTH * fine)), 250, np.uint8)
    frame = FORMER if kind == "former" else CHART

    def rule(x: float, y: float, to_x: float, to_y: float, grey: int, wide: float) -> None:
        ends = [(round(a * fine * 16), round(b * fine * 16)) for a, b in ((x, y), (to_x, to_y))]
        cv2.line(page, ends[0], ends[1], grey, max(1, round(wide * fine)), cv2.LINE_AA, 4)

    if kind != "plain":
        pale, dark = (214, 184) if kind == "ours" else (204, 34)
        for part in range(11):
            x = frame.left + part * frame.width / 10
            y = frame.top + part * frame.height / 10
            rule(x, frame.top, x, frame.bottom, pale, 0.15 if kind == "ours" else 0.26)
            middle = part == 5
            rule(frame.left, y, frame.right, y, dark if middle else pale,
                 0.35 if middle and kind == "ours" else 0.5 if middle else 0.2)  # fmt: skip
    if kind != "former":
        edge = (184, 0.25) if kind == "ours" else (60, 0.35)
        corners = [*frame.corners, frame.corners[0]]
        for (x, y), (to_x, to_y) in itertools.pairwise(corners):
            rule(x, y, to_x, to_y, *edge)
    for x, y, text in ((26, 16, "My work-line"), (26, 27, "From: ____  To: ____"),
                       (30, 204, "Mark each event with a number."), (15, frame.top + 1, "+5"),
                       (17, frame.top + frame.height / 2, "0")):  # fmt: skip
        cv2.putText(page, text, (round(x * fine), round(y * fine)), cv2.FONT_HERSHEY_SIMPLEX,
                    fine / 8, 20, max(1, round(fine / 5)), cv2.LINE_AA)  # fmt: skip
    if kind == "ours":
        _print_marks(page, fine)
    return cv2.resize(page, None, fx=1 / 3, fy=1 / 3, interpolation=cv2.INTER_AREA), frame


def _print_marks(page: Array, fine: float) -> None:
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))
    far, low = WIDTH - INSET - MARK, HEIGHT - INSET - MARK
    for number, (x, y) in enumerate(((INSET, INSET), (far, INSET), (far, low), (INSET, low))):
        left, top = round(x * fine), round(y * fine)
        side = round((x + MARK) * fine) - left
        mark = cv2.aruco.generateImageMarker(dictionary, number, side)
        page[top : top + side, left : left + side] = np.maximum(mark, 25)


#: Blue, green and red of what a tool leaves where it is pressed hardest.
INKS = {"pen": ((120, 40, 30), (40, 40, 40), (50, 40, 150)), "pencil": ((95, 95, 95),)}


def _draw_line(
    page: Array, strokes: list[Array], frame: Box, grain: float, tool: str,
    rng: np.random.Generator,
) -> Array:  # fmt: skip
    ink = INKS[tool][int(rng.integers(len(INKS[tool])))]
    wide = rng.uniform(0.45, 0.8) if tool == "pencil" else rng.uniform(0.35, 0.7)
    for stroke in strokes:
        if len(stroke) < 2:
            continue
        x = frame.left + stroke[:, 0] * frame.width
        y = frame.bottom - (stroke[:, 1] + 5) / 10 * frame.height
        page = _dab(page, np.stack([x, y], axis=1), wide, ink, tool, grain, rng)
    return page


def _dab(
    page: Array, way: Array, wide: float, ink: tuple[int, ...], tool: str, grain: float,
    rng: np.random.Generator,
) -> Array:  # fmt: skip
    """Draw a way over the page, in millimetres, with the pressure of a hand."""
    page = cv2.cvtColor(page, cv2.COLOR_GRAY2BGR) if page.ndim == 2 else page
    fine = grain * 3
    steps = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(way, axis=0).T))])
    even = np.arange(0, steps[-1], wide / 4)
    dabs = np.stack([np.interp(even, steps, way[:, axis]) for axis in (0, 1)], axis=1)
    pressure = 1 + 0.15 * _smooth(rng.normal(0, 1, max(len(even), 400)), 90)[: len(even)]
    cover = np.zeros((round(HEIGHT * fine), round(WIDTH * fine)), np.uint8)
    for (x, y), press in zip(dabs, np.clip(pressure, 0.6, 1.4), strict=True):
        radius = max(1.0, wide * press * fine / 2)
        cv2.circle(cover, (round(x * fine * 16), round(y * fine * 16)), round(radius * 16), 255,
                   -1, cv2.LINE_8, 4)  # fmt: skip
    share = cv2.resize(cover, page.shape[1::-1], interpolation=cv2.INTER_AREA) / 255.0
    if tool == "pencil":  # the paper's grain shows through
        tooth = rng.normal(0, 1, page.shape[:2])
        tooth = cv2.GaussianBlur(tooth, (0, 0), max(0.4, grain * 0.08))
        share = share * np.clip(0.72 + 0.28 * tooth / tooth.std(), 0.15, 1)
        share *= rng.uniform(0.75, 1.0)
    left = 1 - share[..., None] * (1 - np.array(ink) / 250.0)
    return np.asarray(page * left)


def _write_words(
    page: Array, lines: list[list[Array]], frame: Box, grain: float, tool: str,
    rng: np.random.Generator,
) -> Array:  # fmt: skip
    """A word or two in a hand, over the line or near it."""
    if lines:
        stroke = lines[0][int(rng.integers(len(lines[0])))]
        at = stroke[int(rng.integers(len(stroke)))]
        shift = rng.choice([0.0, 0.0, 0.5, -0.5])
    else:
        at, shift = rng.uniform([0.1, -4], [0.9, 4]), 0.0
    x = frame.left + np.clip(at[0] - 0.03, 0.02, 0.86) * frame.width
    y = frame.bottom - (np.clip(at[1] + shift, -4.2, 4.2) + 5) / 10 * frame.height
    ink, size = INKS[tool][0], rng.uniform(1.3, 2.2)
    for letters in rng.integers(3, 8, 2):
        t = np.linspace(0, letters * 2 * np.pi, int(letters) * 40)
        tall = np.repeat(rng.choice([0.5, 1.0], int(letters)), 40)[: len(t)]
        way = np.stack([x + t / 6.3 * size * 0.8 + 0.35 * size * np.sin(t),
                        y - size * tall * np.cos(t + rng.uniform(0, 1))], axis=1)  # fmt: skip
        page = _dab(page, way, 0.35, ink, tool, grain, rng)
        x = way[-1, 0] + size * 1.5
    return page


def _stain(page: Array, frame: Box, grain: float, rng: np.random.Generator) -> Array:
    """A ring of coffee, or a smear."""
    page = cv2.cvtColor(page, cv2.COLOR_GRAY2BGR) if page.ndim == 2 else page
    depth = np.zeros(page.shape[:2])
    centre = rng.uniform([frame.left, frame.top], [frame.right, frame.bottom]) * grain
    middle = (round(centre[0]), round(centre[1]))
    size = rng.uniform(10, 30) * grain
    if rng.uniform() < 0.5:
        cv2.circle(depth, middle, round(size), 1.0, max(2, round(rng.uniform(0.8, 2) * grain)),
                   cv2.LINE_AA)  # fmt: skip
        depth = cv2.GaussianBlur(depth, (0, 0), 0.3 * grain) * rng.uniform(0.1, 0.25)
    else:
        axes = (round(size), round(size * rng.uniform(0.3, 0.8)))
        cv2.ellipse(depth, middle, axes, rng.uniform(0, 180), 0, 360, 1.0, -1)
        depth = cv2.GaussianBlur(depth, (0, 0), rng.uniform(0.3, 2.5) * grain)
        depth *= rng.uniform(0.1, 0.3)
    return np.asarray(page * (1 - depth[..., None] * np.array([1.0, 0.7, 0.5])))


def _lay_askew(page: Array, corners: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """A scanner's glass: the sheet a little askew."""
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-1.5, 1.5), 0.985)
    page = page if page.ndim == 3 else cv2.cvtColor(page, cv2.COLOR_GRAY2BGR)
    laid = cv2.warpAffine(page.astype(np.float32), turn, (width, height), flags=cv2.INTER_LINEAR,
                          borderValue=(250.0, 250.0, 250.0))  # fmt: skip
    return laid, corners @ turn[:, :2].T + turn[:, 2]


def _photograph(
    page: Array, corners: Array, rng: np.random.Generator, shadow: bool
) -> tuple[Array, Array]:
    """From above a table, by hand: perspective, uneven light, and somebody's shadow."""
    height, width = page.shape[:2]
    page = page if page.ndim == 3 else cv2.cvtColor(page, cv2.COLOR_GRAY2BGR)
    wide, high = 2_400, 1_800
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inset = np.array([[190, 190], [wide - 190, 190], [wide - 190, high - 190], [190, high - 190]])
    seen = (inset + rng.uniform(-140, 140, (4, 2))).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(flat, seen)
    table = np.full((high, wide, 3), rng.uniform([40, 60, 70], [110, 130, 160]), np.float32)
    table += cv2.GaussianBlur(rng.normal(0, 60, (high, wide)), (0, 0), 6)[..., None]
    cover = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, (wide, high))
    laid = cv2.warpPerspective(page.astype(np.float32), matrix, (wide, high),
                               flags=cv2.INTER_AREA)  # fmt: skip
    picture = laid + table * (1 - cover[..., None])
    x, y = np.meshgrid(np.linspace(-1, 1, wide), np.linspace(-1, 1, high))
    slope = rng.uniform(-0.2, 0.2, 2)
    light = 0.85 + slope[0] * x + slope[1] * y - 0.12 * (x**2 + y**2)
    if shadow:
        dark = np.zeros((high, wide), np.float32)
        edge = rng.uniform([0, 0], [wide, high], (3, 2))
        cv2.fillPoly(dark, [np.int32([*edge])], 1.0)
        dark = cv2.GaussianBlur(dark, (0, 0), rng.uniform(4, 40))
        light = light * (1 - rng.uniform(0.25, 0.5) * dark)
    colour = np.array([0.93, 1.0, 1.04]) ** rng.uniform(-1, 1)
    picture = cv2.GaussianBlur(picture * light[..., None] * colour, (0, 0), rng.uniform(0.6, 1.1))
    moved = cv2.perspectiveTransform(corners[None].astype(np.float64), matrix.astype(np.float64))
    return picture, moved[0]


def vary(name: str, **changes: object) -> Condition:
    """A condition by its name, with some of it otherwise: smaller, for the tests."""
    found = next(one for one in CONDITIONS if one.name == name)
    return replace(found, **changes)  # type: ignore[arg-type]


Make = Callable[[Condition, int], Scan]
