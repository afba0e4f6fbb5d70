"""The printed frame of a chart that has no marks: the outermost of its thin straight lines."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Picture = npt.NDArray[np.uint8]
#: Frames are looked for in a picture of so many pixels to its longer side.
_SIDE = 1_600
#: A printed line is at least so much darker than the paper beside it.
_FAINT = 0.035
#: The chart takes at least this share of the picture.
_SHARE = 0.1
#: So many of the largest connected things are looked at.
_CANDIDATES = 6
#: A side is seen in at least this share of its length, and there is less beside it.
_SEEN, _BESIDE = 0.6, 0.5
_RAYS = 120


def find_frame(picture: Picture) -> Array | None:
    """Find the corners of a printed frame, or of the outermost lines of a grid.

    Parameters
    ----------
    picture : array of shape (height, width, 3)
        Red, green and blue.

    Returns
    -------
    array of shape (4, 2) or None
        From the one at the top left clockwise, in pixels; None where there is no frame.
    """
    import cv2

    scale = min(1.0, _SIDE / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    thin = _find_thin(np.asarray(small, dtype=np.uint8))
    best: tuple[float, Array] | None = None
    for mask in _list_candidates(thin):
        corners = _find_corners(mask)
        if corners is None:
            continue
        corners = _refine(corners, mask)
        if corners is not None:
            score = _judge(corners, mask)
            if score is not None and (best is None or score > best[0]):
                best = (score, corners)
    return None if best is None else (best[1] + 0.5) / scale - 0.5


def _find_thin(picture: Picture) -> Any:
    """How much darker thin things are than what is around them, as a share."""
    import cv2

    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (0, 0), 0.8)
    side = max(7, round(max(grey.shape) / 110)) | 1
    around = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return 1 - grey.astype(np.float32) / np.maximum(around, 1)


def _list_candidates(thin: Any) -> list[Any]:
    """The largest connected things that are thin and dark."""
    import cv2

    noise = float(np.median(thin)) * 2.5
    mask = (thin > max(_FAINT, noise)).astype(np.uint8)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    areas = stats[:, cv2.CC_STAT_WIDTH].astype(np.int64) * stats[:, cv2.CC_STAT_HEIGHT]
    areas[0] = 0
    order = np.argsort(-areas, kind="stable")[:_CANDIDATES]
    least = _SHARE * mask.size
    return [(labels == place).astype(np.uint8) for place in order if areas[place] >= least]


def _find_corners(mask: Any) -> Array | None:
    """The four-sided figure around a thing, roughly."""
    import cv2

    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(np.concatenate(outlines))
    length = cv2.arcLength(hull, True)
    for loose in (0.01, 0.015, 0.02, 0.03, 0.04, 0.06, 0.08):
        corners = cv2.approxPolyDP(hull, loose * length, True)
        if len(corners) == 4:
            return _order(corners[:, 0].astype(np.float64))
        if len(corners) < 4:
            return None
    return None


def _order(corners: Array) -> Array:
    """Put corners in order, clockwise from the one at the top left."""
    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    round_ = corners[np.argsort(angles, kind="stable")]
    return np.roll(round_, -int(np.argmin(round_.sum(axis=1))), axis=0)


def _refine(corners: Array, mask: Any) -> Array | None:
    """Lay each side along the outermost line that is near it, and cross the sides."""
    import cv2

    middle, sides = corners.mean(axis=0), []
    for start, stop in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        points = _list_outermost(start, stop, middle, mask)
        if len(points) < _RAYS * _SEEN / 2:
            return None
        for _ in range(3):
            dx, dy, x, y = cv2.fitLine(points.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01)[
                :, 0
            ]
            off = np.abs((points[:, 0] - x) * dy - (points[:, 1] - y) * dx)
            keep = off <= max(1.5, 2.5 * float(np.median(off)))
            if keep.sum() < len(points) / 2:
                return None
            points = points[keep]
        sides.append((float(dx), float(dy), float(x), float(y)))
    crossed = [_cross(sides[place - 1], sides[place]) for place in range(4)]
    return None if any(one is None for one in crossed) else np.array(crossed)


def _list_outermost(start: Array, stop: Array, middle: Array, mask: Any) -> Array:
    """Where rays from outside of a side first meet the thing, in the middle of its thickness."""
    along = stop - start
    inward = np.array([-along[1], along[0]]) / np.hypot(*along)
    inward *= np.sign((middle - start) @ inward)
    reach = 0.035 * float(np.hypot(*along))
    steps = np.arange(-reach, reach, 0.5)
    places = start + np.linspace(0.04, 0.96, _RAYS)[:, None] * along
    rays = places[:, None] + steps[None, :, None] * inward
    values = _look(mask, rays)
    points = []
    for row, ray in zip(values, rays, strict=True):
        hits = np.flatnonzero(row)
        if not len(hits):
            continue
        last = hits[0]
        while last + 1 < len(row) and row[last + 1] and last - hits[0] < 16:
            last += 1
        points.append(ray[(hits[0] + last) // 2])
    return np.array(points).reshape(-1, 2)


def _look(mask: Any, places: Array) -> Any:
    column = np.clip(places[..., 0].round().astype(int), 0, mask.shape[1] - 1)
    row = np.clip(places[..., 1].round().astype(int), 0, mask.shape[0] - 1)
    return mask[row, column] > 0


def _cross(one: tuple[float, ...], other: tuple[float, ...]) -> Array | None:
    dx, dy, x, y = one
    to_x, to_y, at_x, at_y = other
    down = dx * to_y - dy * to_x
    if abs(down) < 0.2:  # nearly parallel
        return None
    along = ((at_x - x) * to_y - (at_y - y) * to_x) / down
    return np.array([x + along * dx, y + along * dy])


def _judge(corners: Array, mask: Any) -> float | None:
    """How much of the four sides is a line with little beside it; None where it is no frame."""
    import cv2

    if cv2.contourArea(corners.astype(np.float32)) < _SHARE * mask.size:
        return None
    height, width = mask.shape
    if (corners < -2).any() or (corners > [width + 2, height + 2]).any():
        return None
    wide = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    shares = []
    for start, stop in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = stop - start
        outward = np.array([along[1], -along[0]]) / np.hypot(*along)
        places = start + np.linspace(0.02, 0.98, 200)[:, None] * along
        on = float(_look(wide, places).mean())
        out = float(
            _look(wide, places + outward * max(6.0, 0.012 * float(np.hypot(*along)))).mean()
        )
        if on < _SEEN or out > _BESIDE:
            return None
        shares.append(on - out)
    return float(min(shares)) * float(cv2.contourArea(corners.astype(np.float32)))
