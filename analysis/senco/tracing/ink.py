"""What was drawn on a chart: ink apart from paper, light, stains and the printed grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from senco.instruments.paper.geometry import CHART_DOWN

Array = npt.NDArray[np.float32]
Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
#: A straightened chart is at least and at most so many pixels wide.
NARROW, WIDE = 700, 1_400
#: What is wider than this share of the chart is no stroke but a stain, a shadow or a thumb.
_STROKE = 0.022
#: Paper around the chart that is straightened with it, as a share of its width.
MARGIN = 0.02
#: A printed line is seen in at least this share of the chart's length.
_PRINTED = 0.55
#: A printed line hides ink where it has this share of the ink's darkness.
_HIDES = 0.45
#: What is less dark than this is paper.
_PALE = 0.03
#: How far a printed line wanders on a sheet that is not flat, as a share of the chart's width.
_WANDER = 0.004
#: A stroke is at least so much darker than the paper.
FAINT = 0.06
#: Ink is what has at least this share of the line's own darkness.
_SHARE = 0.38
#: Things shorter than this share of the chart's width are letters and specks.
_SHORT = 0.028


@dataclass(frozen=True)
class Ink:
    """What was drawn on a straightened chart.

    Parameters
    ----------
    dark : array of shape (height, width)
        How much darker than the paper each pixel is, without what was printed; 0 to 1.
    printed : array of bool of the same shape
        Where there is a printed line beneath that is dark enough to hide ink.
    mask : array of bool
        What is as dark as the line.
    small : array of bool
        Of it what is too short to be a line's.
    depth : float
        How dark the line is where it crosses a column: 0 to 1.
    noise : float
        How dark bare paper is taken to be by mistake.
    stroke : float
        How wide a stroke is, in pixels.
    """

    dark: Array
    printed: Mask
    mask: Mask
    small: Mask
    depth: float
    noise: float
    stroke: float


def straighten(picture: Picture, corners: Any, aspect: float) -> tuple[Picture, int]:
    """Return the chart as it would lie flat, upright and evenly scaled, with a margin.

    Parameters
    ----------
    picture : array of shape (height, width, 3)
        Red, green and blue.
    corners : array of shape (4, 2)
        The chart's in the picture.
    aspect : float
        How many times as wide as high it is.

    Returns
    -------
    straight : array of shape (height, width, 3)
        From the left edge of the margin to its right.
    margin : int
        Pixels of margin on each side; between them the chart goes from the centre of one
        pixel to that of another.
    """
    import cv2

    corners = np.asarray(corners, dtype=np.float64)
    seen = float(np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)[[0, 2]].max())
    width = int(np.clip(round(seen), NARROW, WIDE))
    height = round(width / aspect)
    scale = min(1.0, 1.25 * width / seen)  # else fine lines fall between the pixels
    if scale < 1:
        picture = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale,
                                        interpolation=cv2.INTER_AREA), dtype=np.uint8)  # fmt: skip
        corners = (corners + 0.5) * scale - 0.5
    edge = round(MARGIN * width)
    flat = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]]) + edge
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), flat.astype(np.float32))
    size = (width + 2 * edge, height + 2 * edge)
    straight = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_LINEAR,
                                   borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
    return np.asarray(straight, dtype=np.uint8), edge


def find_ink(straight: Picture, margin: int, *, known: bool) -> Ink:
    """Tell what was drawn on a chart from paper, light, stains and print.

    Parameters
    ----------
    straight : array of shape (height, width, 3)
        The straightened chart.
    margin : int
        Of paper around it.
    known : bool
        Whether it is a sheet of this project, whose printed lines are known.

    Returns
    -------
    Ink
        Of the chart without its margin.
    """
    dark = _flatten(straight)
    reach = max(2, round(_WANDER * dark.shape[1]))
    dark, print_ = _drop_printed(dark, reach, margin, known)
    turned, lines = _drop_printed(np.ascontiguousarray(dark.T), reach, margin, known)
    dark, print_ = np.ascontiguousarray(turned.T), np.maximum(print_, lines.T)
    inside = (slice(margin, -margin), slice(margin, -margin))
    dark, print_ = dark[inside], print_[inside]
    noise = 1.4826 * float(np.median(np.abs(dark - np.median(dark)))) + 1e-3
    depth = _measure_depth(dark)
    printed = print_ > max(_HIDES * depth, _PALE)
    mask, small = _list_things(dark, depth, noise)
    return Ink(dark, printed, mask, small, depth, noise, _measure_stroke(mask & ~small))


def _flatten(straight: Picture) -> Array:
    """How much darker each pixel is than what is around it; wide things are not dark."""
    import cv2

    side = round(_STROKE * straight.shape[1]) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    smooth = cv2.GaussianBlur(straight, (0, 0), 0.7)
    shares = []
    for channel in range(3):
        around = cv2.morphologyEx(smooth[..., channel], cv2.MORPH_CLOSE, kernel)
        around = cv2.blur(around, (5, 5))
        shares.append(smooth[..., channel].astype(np.float32) / np.maximum(around, 8))
    light = np.minimum(np.minimum(*shares[:2]), shares[2]) * 0.5 + np.mean(shares, axis=0) * 0.5
    return np.asarray(np.clip(1 - light, 0, 1), dtype=np.float32)


def _drop_printed(dark: Array, reach: int, margin: int, known: bool) -> tuple[Array, Array]:
    """Take long straight lines across away, and say how dark they were.

    What lies over a printed line lets through its share of the light: so much is left.
    """
    import cv2

    height, width = dark.shape
    long_ = max(15, round(0.05 * width))
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, long_), np.uint8))
    runs = runs[:, margin : width - margin]
    near = cv2.dilate(runs, np.ones((2 * reach + 1, 1), np.uint8))
    seen = (near > _PALE).mean(axis=1)
    found = [
        (rows, profile)
        for centre in _list_peaks(seen, runs.mean(axis=1), reach, margin, known)
        if (profile := _profile(dark, rows := _band(centre, reach, height))) is not None
    ]
    left, printed = dark.copy(), np.zeros(dark.shape, dtype=np.float32)
    typical = np.median([_typical(profile) for _, profile in found]) if found else 0.0
    for rows, profile in found:
        most = 1.3 * _typical(profile)
        share = np.minimum(profile, min(most, 2.5 * typical) if known else most)
        left[rows] = np.clip(1 - (1 - left[rows]) / np.maximum(1 - share, 0.05), 0, 1)
        printed[rows] = np.maximum(printed[rows], share)
    return left.astype(np.float32), printed


def _list_peaks(seen: Any, strength: Any, reach: int, margin: int, known: bool) -> list[int]:
    """Rows in which a printed line runs; of neighbours the strongest."""
    rows = np.flatnonzero(seen >= _PRINTED)
    if known:  # the sheet has lines at its tenths, and nowhere else
        share = (rows - margin) / (len(seen) - 1 - 2 * margin) * CHART_DOWN
        off = np.abs(share - share.round()) / CHART_DOWN * (len(seen) - 2 * margin)
        rows = rows[off <= 2 * reach + 1]
    peaks: list[int] = []
    for row in rows[np.argsort(-strength[rows], kind="stable")].tolist():
        if all(abs(row - other) > 2 * reach + 2 for other in peaks):
            peaks.append(int(row))
    return peaks


def _band(centre: int, reach: int, height: int) -> slice:
    return slice(max(0, centre - reach - 3), min(height, centre + reach + 4))


def _profile(dark: Array, rows: slice) -> Any:
    """How dark a printed line is, row by row and along its length; None where it is not straight.

    In a window that is wide beside a stroke that crosses it, the line is what most columns have.
    """
    band = dark[rows]
    width = band.shape[1]
    half, centres = width // 14, np.linspace(0, width - 1, 48)
    windows = [band[:, max(0, int(c) - half) : int(c) + half + 1] for c in centres]
    blocks = np.stack([np.median(window, axis=1) for window in windows], axis=1)
    tracks = np.argmax(blocks, axis=0)[3:-3]
    bend = np.polynomial.Polynomial.fit(np.arange(len(tracks)), tracks, 2)
    if np.median(np.abs(bend(np.arange(len(tracks))) - tracks)) > 1:
        return None
    columns = np.arange(width)
    return np.stack([np.interp(columns, centres, row) for row in blocks]).astype(np.float32)


def _typical(profile: Any) -> float:
    return float(np.median(profile.max(axis=0)))


def _measure_depth(dark: Array) -> float:
    """How dark a line is, if there is one: what most columns have somewhere."""
    return float(np.quantile(dark.max(axis=0), 0.7))


def _list_things(dark: Array, depth: float, noise: float) -> tuple[Mask, Mask]:
    """What is as dark as the line, and of it what is too short for one."""
    import cv2

    mask = dark > max(_SHARE * depth, 4 * noise, _PALE)
    joined = cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    longer = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    short = longer < max(12, _SHORT * dark.shape[1])
    short[0] = False
    return mask, mask & short[labels]


def _measure_stroke(mask: Mask) -> float:
    """The mean width of strokes: four times the mean distance of ink from paper."""
    import cv2

    if not mask.any():
        return 2.0
    inside = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3)
    return max(2.0, 4 * float(inside[mask].mean()) - 1)
