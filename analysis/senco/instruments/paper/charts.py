"""The sheet on which a work-line is drawn."""

from __future__ import annotations

from senco.instruments.paper.codes import LEVELS, SheetCode
from senco.instruments.paper.drawing import MIDDLE, PALE, Sheet
from senco.instruments.paper.geometry import (
    CHART,
    CHART_ACROSS,
    CHART_DOWN,
    OTHER_SCALE,
    WORK_LINE,
)


def draw_chart(code: SheetCode) -> bytes:
    """Draw a blank chart.

    Parameters
    ----------
    code : SheetCode
        Whose it is, and its scale: another than -5 to 5 gives it other marks.

    Returns
    -------
    bytes
        A PDF of one page, A4 across.
    """
    sheet = Sheet(WORK_LINE if code.levels == LEVELS else OTHER_SCALE, code, "My work-line")
    head = WORK_LINE.heading
    whose = code.participant or "____________"
    sheet.write(
        head.left,
        head.top + 11.5,
        f"Pseudonym: {whose}     From (month, year): ____________     To: ____________",
    )
    _draw_grid(sheet)
    low, high = code.levels
    for share, text in ((0.0, high), (0.5, (low + high) / 2), (1.0, low)):
        y = CHART.top + share * CHART.height
        sheet.write(CHART.left - 2, y + 1.3, _sign(text), 10, to="left")
    sheet.write(CHART.left, CHART.top - 2, "↑ going really well", 9)
    sheet.write(CHART.left, CHART.bottom + 5, "↓ really hard", 9)
    sheet.write(CHART.right, CHART.bottom + 5, "time →", 9, to="left")
    _write_help(sheet)
    return sheet.finish()


def _draw_grid(sheet: Sheet) -> None:
    for part in range(1, CHART_ACROSS):
        x = CHART.left + part * CHART.width / CHART_ACROSS
        sheet.rule(x, CHART.top, x, CHART.bottom, PALE, 0.15)
    for part in range(1, CHART_DOWN):
        y = CHART.top + part * CHART.height / CHART_DOWN
        middle = 2 * part == CHART_DOWN
        sheet.rule(CHART.left, y, CHART.right, y, MIDDLE if middle else PALE,
                   0.35 if middle else 0.15)  # fmt: skip
    sheet.frame(CHART, MIDDLE, 0.25)


def _write_help(sheet: Sheet) -> None:
    left, foot = WORK_LINE.heading.left, WORK_LINE.page[1]
    sheet.write(left, foot - 19, "Draw one line from left to right: up where it went well, down "
                "where it was hard. Pen or soft pencil.", 9)  # fmt: skip
    sheet.write(left, foot - 14, "Mark each event with a number, and write about it outside the "
                "box. Put a star at the event that mattered most.", 9)  # fmt: skip
    sheet.write(left, foot - 9, (
        "Please write no names of people or places. Leave the four black marks clear, and in "
        "the picture."
    ), 9)  # fmt: skip


def _sign(level: float) -> str:
    """A level with its sign, as +5, 0 or −5."""
    text = f"{abs(level):g}"
    return text if level == 0 else f"{'+' if level > 0 else '−'}{text}"
