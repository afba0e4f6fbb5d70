"""A traced line as rows of the contract, as JSON, and drawn over the scan."""

from __future__ import annotations

import json

import numpy as np

from senco.tracing.reading import Trace

#: Red, green and blue of the first line and the second.
_COLOURS = ((214, 39, 40), (31, 119, 180))


def format_rows(trace: Trace, participant: str) -> str:
    """Return rows for `worklines.csv`.

    The contract knows no gaps: where the pen was lifted, the points before and after follow
    one another, and a note of the trace says so.

    Parameters
    ----------
    trace : Trace
        With one line.
    participant : str
        The pseudonym.

    Returns
    -------
    str
        A table with its header.
    """
    rows = [f"{participant},{point.position:g},{point.level:g}" for point in trace.lines[0]]
    return "\n".join(["participant,position,level", *rows, ""])


def format_trace(trace: Trace, participant: str) -> str:
    """Return all that is known of a line as JSON, gaps and confidence too.

    Parameters
    ----------
    trace : Trace
        With one line.
    participant : str
        The pseudonym, or "".

    Returns
    -------
    str
        JSON.
    """
    points = [
        {"position": one.position, "level": one.level, "gap": one.gap, "confidence": one.confidence}
        for one in trace.lines[0]
    ]
    told = {
        "participant": participant or None, "found_by": trace.how, "levels": list(trace.levels),
        "confidence": trace.confidence, "notes": list(trace.notes), "points": points,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=2)


def draw_overlay(trace: Trace) -> bytes:
    """Draw the line that was read over the straightened chart.

    Parameters
    ----------
    trace : Trace
        Also one that was refused: two lines have a colour and a number each.

    Returns
    -------
    bytes
        A PNG, without anything else that the scan's file held.
    """
    import cv2

    drawn = np.ascontiguousarray(trace.straight)
    height, width = (side - 2 * trace.margin - 1 for side in drawn.shape[:2])
    low, high = trace.levels
    for number, line in enumerate(trace.lines):
        colour = _COLOURS[number]
        places = [
            (
                round(trace.margin + point.position * width),
                round(trace.margin + (high - point.level) / (high - low) * height),
            )
            for point in line
        ]
        for point, start, end in zip(line, places, places[1:], strict=False):
            if not point.gap:
                cv2.line(drawn, start, end, colour, 2, cv2.LINE_AA)
        for place in places:
            cv2.circle(drawn, place, 4, colour, 1, cv2.LINE_AA)
        if len(trace.lines) > 1:
            at = (places[0][0] + 8, places[0][1] - 10)
            cv2.putText(drawn, str(number + 1), at, cv2.FONT_HERSHEY_SIMPLEX, 1, colour, 2)
    return bytes(cv2.imencode(".png", cv2.cvtColor(drawn, cv2.COLOR_RGB2BGR))[1])
