"""Where the chart lies in a picture: by the marks of a sheet, by its frame, or as somebody says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from senco.errors import SencoError
from senco.instruments.paper.codes import LEVELS, SheetCode, parse_code
from senco.instruments.paper.geometry import (
    CHART,
    DICTIONARY,
    OTHER_SCALE,
    RANKING,
    WORK_LINE,
    Layout,
    find_layout,
)
from senco.tracing.frames import find_frame

Array = npt.NDArray[np.float64]
Picture = npt.NDArray[np.uint8]
#: Marks are looked for in a picture of no more pixels to its longer side.
_MOST = 2_400
#: Three marks fix the page; the fourth may be covered.
_NEEDED = 3
#: Points of the marks lie no further, in millimetres, from where a flat sheet has them.
_FLAT = 1.0
#: Charts are at least so many times as wide as high, and at most.
_SHAPE = (0.5, 6.0)
_LEAST = 60.0
_HOW = (
    "Give its corners, in pixels from the top left of the picture, in the order top left, top "
    "right, bottom right, bottom left of the chart: --corners X,Y X,Y X,Y X,Y"
)


@dataclass(frozen=True)
class Chart:
    """Where a chart lies in a picture.

    Parameters
    ----------
    corners : array of shape (4, 2)
        Pixels across and down: top left, top right, bottom right, bottom left of the chart,
        as somebody sees it who reads it.
    how : {"marks", "frame", "told"}
        By what it was found.
    aspect : float
        How many times as wide as high it is on paper.
    code : SheetCode, optional
        Of the sheet, where it could be read.
    notes : tuple of str
        What was concluded.
    scaled : bool
        Whether the sheet has a scale of its own by its marks, which only its code tells.
    """

    corners: Array
    how: str
    aspect: float
    code: SheetCode | None = None
    notes: tuple[str, ...] = ()
    scaled: bool = False

    def find_levels(self, told: tuple[float, float] | None) -> tuple[float, float]:
        """Return the chart's scale: as its code says, or somebody.

        Parameters
        ----------
        told : tuple of float or None
            The lowest and the highest level, where somebody says them.

        Returns
        -------
        tuple of float
            -5 and 5 where nobody says anything else.

        Raises
        ------
        SencoError
            Where code and person contradict each other, or the sheet has another scale and its
            code cannot be read.
        """
        if self.code is not None:
            if told is not None and told != self.code.levels:
                printed, said = (f"{low:g} to {high:g}" for low, high in (self.code.levels, told))
                raise SencoError(
                    f"According to its code the scale of the sheet is {printed}, but --scale "
                    f"says {said}. Leave the option out, or check that it is the right scan."
                )
            return self.code.levels
        if told is None and self.scaled:
            raise SencoError(
                "Its marks show that the sheet has a scale other than -5 to 5, and its code "
                "could not be read. Add --scale LOW HIGH, as printed at the left of the chart."
            )
        return told or LEVELS


def find_chart(picture: Picture, told: Sequence[tuple[float, float]] | None = None) -> Chart:
    """Find the chart in a picture.

    Parameters
    ----------
    picture : array of shape (height, width, 3)
        Red, green and blue.
    told : sequence of four pairs, optional
        Its corners, where somebody says them: pixels across and down, in the order top left,
        top right, bottom right, bottom left of the chart.

    Returns
    -------
    Chart
        Its corners, and by what they were found.

    Raises
    ------
    SencoError
        Where there is no chart that can be told, or the corners are none.
    """
    import cv2

    cv2.setNumThreads(1)
    if told is not None:
        return _take_told(picture, told)
    marks = _find_marks(picture)
    if marks:
        found = _place_by_marks(picture, marks)
        if found is not None:
            return found
    frame = find_frame(picture)
    if frame is None:
        seen = ""
        if marks:
            seen = f" {len(marks)} of the four corner marks can be seen; three are needed."
        raise SencoError(f"The chart was not found in the picture.{seen} {_HOW}.")
    aspect = _measure_aspect(frame)
    if aspect < 1:
        raise SencoError(
            "The chart is on its side, and without the marks of a sheet it is not clear which "
            "way up it belongs: turn the picture, or give the corners. " + _HOW + "."
        )
    note = (
        "The chart was found by its printed frame; the picture was assumed to be the right way up."
    )
    return Chart(frame, "frame", aspect, notes=(note,))


def _take_told(picture: Picture, told: Sequence[tuple[float, float]]) -> Chart:
    corners = np.array(told, dtype=np.float64)
    height, width = picture.shape[:2]
    inside = (corners >= -0.5).all() and (corners <= [width + 0.5, height + 0.5]).all()
    if corners.shape != (4, 2) or not inside:
        raise SencoError(
            f"The corners are not inside the picture, which is {width} pixels wide and {height} "
            f"high. {_HOW}."
        )
    if not _is_convex(corners):
        raise SencoError(f"The four corners are not those of a chart in that order. {_HOW}.")
    return Chart(corners, "told", _measure_aspect(corners))


def _is_convex(corners: Array) -> bool:
    """Whether four corners go round clockwise, as a picture shows them, and enclose something."""
    sides = np.roll(corners, -1, axis=0) - corners
    after = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * after[:, 1] - sides[:, 1] * after[:, 0]
    return bool((turns > 0).all()) and bool((np.hypot(*sides.T) >= _LEAST / 2).all())


def _measure_aspect(corners: Array) -> float:
    top, right, bottom, left = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    return float((top + bottom) / (left + right))


def _find_marks(picture: Picture) -> dict[int, Array]:
    """The corners of each mark that can be seen, by its number."""
    import cv2

    scale = min(1.0, _MOST / max(picture.shape[:2]))
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    settings = cv2.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))
    detector = cv2.aruco.ArucoDetector(dictionary, settings)
    corners, numbers, _ = detector.detectMarkers(grey)
    if numbers is None:
        return {}
    found: dict[int, Array] = {}
    for number, square in zip(numbers.ravel().tolist(), corners, strict=True):
        if find_layout(int(number)) is not None:
            found[int(number)] = np.asarray(square[0], dtype=np.float64) / scale
    return found


def _place_by_marks(picture: Picture, marks: dict[int, Array]) -> Chart | None:
    layout, marks = _find_sheet(marks)
    if layout.letter != WORK_LINE.letter and len(marks) > 1:
        _refuse_sheet(picture, layout, marks)
    if layout.letter != WORK_LINE.letter or len(marks) < _NEEDED:
        return None
    matrix, off = _fit_page(layout, marks)
    corners = _project(matrix, np.array(CHART.corners))
    if not _is_convex(corners):
        return None
    notes = []
    if len(marks) < len(layout.marks):
        notes.append("One of the four corner marks could not be seen; the other three were used.")
    if off > _FLAT:
        notes.append(
            f"The sheet was not flat: its marks lie up to {off:.1f} mm from where they belong. "
            "Compare the picture with the line; flatten the sheet if it does not fit."
        )
    code, said = _read_code(picture, matrix, layout)
    scaled = layout is OTHER_SCALE
    aspect = CHART.width / CHART.height
    return Chart(corners, "marks", aspect, code, (*notes, *said), scaled)


def _find_sheet(marks: dict[int, Array]) -> tuple[Layout, dict[int, Array]]:
    """The kind of sheet of which most marks can be seen, and these."""
    kinds: dict[Layout, dict[int, Array]] = {}
    for number, square in marks.items():
        layout = find_layout(number)
        if layout is not None:
            kinds.setdefault(layout, {})[number] = square
    return max(kinds.items(), key=lambda kind: len(kind[1]))


def _refuse_sheet(picture: Picture, layout: Layout, marks: dict[int, Array]) -> NoReturn:
    """Say that a sheet has no line to be read, and where its answers go."""
    code, _ = _read_code(picture, _fit_page(layout, marks)[0], layout)
    told = f"code {code}" if code else "its code could not be read"
    what = "ranks" if layout is RANKING else "ratings"
    raise SencoError(
        f"This is a {layout.name} sheet ({told}); senco trace reads work-lines. Type its {what} "
        f"into {layout.name}.html, a page written by senco kit NAME FOLDER that accepts the "
        "code of the sheet, or into the workbook made by senco new NAME --workbook."
    )


def _fit_page(layout: Layout, marks: dict[int, Array]) -> tuple[Array, float]:
    """From millimetres on the page to pixels, and by how many millimetres marks are off."""
    import cv2

    on_page = np.concatenate([np.array(layout.marks[number].corners) for number in marks])
    in_picture = np.concatenate(list(marks.values()))
    matrix, _ = cv2.findHomography(on_page, in_picture, 0)
    if matrix is None:
        return np.eye(3), np.inf
    back = _project(np.asarray(np.linalg.inv(matrix), dtype=np.float64), in_picture)
    return np.asarray(matrix), float(np.hypot(*(back - on_page).T).max())


def _project(matrix: Array, points: Array) -> Array:
    import cv2

    moved = cv2.perspectiveTransform(points[None].astype(np.float64), matrix)
    return np.asarray(moved[0], dtype=np.float64)


def _read_code(
    picture: Picture, matrix: Array, layout: Layout
) -> tuple[SheetCode | None, list[str]]:
    """Read the code beside the mark at the top right."""
    import cv2

    box, side = layout.code, 420
    flat = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    seen = _project(matrix, np.array(box.corners)).astype(np.float32)
    straight: Any = cv2.warpPerspective(picture, cv2.getPerspectiveTransform(seen, flat),
                                        (side, side), flags=cv2.INTER_CUBIC)  # fmt: skip
    straight = cv2.copyMakeBorder(straight, 40, 40, 40, 40, cv2.BORDER_REPLICATE)
    for shown in (straight, cv2.GaussianBlur(straight, (0, 0), 4), _sharpen(straight)):
        try:
            text = cv2.QRCodeDetector().detectAndDecode(shown)[0]
            if text:
                code = parse_code(text)
                if code.letter == layout.letter:
                    return code, []
        except (cv2.error, SencoError, UnicodeDecodeError):
            continue
    return None, ["The code of the sheet could not be read."]


def _sharpen(picture: Any) -> Any:
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]
