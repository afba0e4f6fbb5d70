"""The page on which the points of a traced line are corrected by hand, over the scan."""

from __future__ import annotations

import base64
from importlib.resources import files

import numpy as np

from senco.instruments.screen.making import fill_frame, join_modules
from senco.locale import ENGLISH
from senco.tracing.reading import Trace

_TITLE = "Check the points of a line"
_NO_SCRIPT = "This page needs a script to move points, and scripts are turned off here."
#: The quality of the picture, as JPEG has it: its writing can be read, and it stays small.
_QUALITY = 82


def make_points_page(trace: Trace, participant: str) -> str:
    """Return the page on which somebody puts a line right.

    Parameters
    ----------
    trace : Trace
        Also one that was refused: of two lines one is chosen there, and where none was read
        the points are put by hand.
    participant : str
        The pseudonym, or "".

    Returns
    -------
    str
        HTML that holds the straightened scan, asks for nothing, keeps nothing on the device,
        and saves the rows of `worklines.csv`.
    """
    height, width = trace.straight.shape[:2]
    notes = [*([trace.refused] if trace.refused and len(trace.lines) < 2 else []), *trace.notes]
    content = {
        "participant": participant,
        "picture": f"data:image/jpeg;base64,{_encode(trace)}",
        "width": width,
        "height": height,
        "margin": trace.margin,
        "levels": list(trace.levels),
        "notes": notes,
        "lines": [
            [
                {"place": one.position, "level": one.level, "gap": one.gap, "sure": one.confidence}
                for one in line
            ]
            for line in trace.lines
        ],
    }
    told = {
        "title": f"{_TITLE}{f', {participant}' if participant else ''}",
        "study": participant or "Work-line",
        "language": ENGLISH,
        "noscript": _NO_SCRIPT,
    }
    style = files("senco.instruments.screen").joinpath("points.css").read_text(encoding="utf-8")
    script = join_modules(("points",), "startPoints();")
    return fill_frame(told, script, content, style, pictures=True)


def _encode(trace: Trace) -> str:
    """The picture as JPEG, without anything else that the scan's file held."""
    import cv2

    drawn = cv2.cvtColor(np.ascontiguousarray(trace.straight), cv2.COLOR_RGB2BGR)
    packed = cv2.imencode(".jpg", drawn, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
    return base64.b64encode(packed.tobytes()).decode()
