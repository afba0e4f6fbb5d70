"""The sheet on which constructs are ranked: a box for each, over as many pages as they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from senco.instruments.paper.codes import SheetCode
from senco.instruments.paper.drawing import MIDDLE, PALE, Sheet, wrap
from senco.instruments.paper.geometry import RANKING, Box

#: Lines to write constructs on, where a cohort has none yet.
BLANK_LINES = 21
#: Where the rows stand, between the instructions and the marks at the foot.
_TABLE = Box(16.0, 50.0, 194.0, 270.0)
#: The box for a rank, its distance from the label, a row's least height; a line of a label.
_BOX, _GAP, _ROW, _LINE = 18.0, 4.0, 10.0, 4.4
_SIZE = 10.0


def draw_ranking(code: SheetCode, labels: Sequence[str], ties: bool = True) -> bytes:
    """Draw a sheet to rank on.

    Parameters
    ----------
    code : SheetCode
        Whose it is.
    labels : sequence of str
        The constructs in the order in which they are to stand; none for lines on which to
        write them.
    ties : bool
        Whether two may have the same rank.

    Returns
    -------
    bytes
        A PDF, A4 upright. Each page has its marks and a code with its number.
    """
    pages = _share_out(labels or [""] * BLANK_LINES)
    sheet = Sheet(RANKING, code, "Ranking")
    for number, rows in enumerate(pages, start=1):
        if number > 1:
            sheet.turn(replace(code, page=number))
        _write_head(sheet, code, f"Page {number} of {len(pages)}" if len(pages) > 1 else "")
        _write_help(sheet, len(labels), len(pages), ties)
        _draw_rows(sheet, rows)
    return sheet.finish()


def _share_out(labels: Sequence[str]) -> list[list[tuple[list[str], float]]]:
    """Lay rows on pages: the lines of each label, and the row's height."""
    wide = _TABLE.width - _BOX - _GAP
    pages: list[list[tuple[list[str], float]]] = [[]]
    used = 0.0
    for label in labels:
        lines = wrap(label, wide, _SIZE)
        height = max(_ROW, len(lines) * _LINE + 3)
        if pages[-1] and used + height > _TABLE.height:
            pages.append([])
            used = 0.0
        pages[-1].append((lines, height))
        used += height
    return pages


def _write_head(sheet: Sheet, code: SheetCode, page: str) -> None:
    head = RANKING.heading
    whose = code.participant or "____________"
    sheet.write(head.left, head.top + 11.5, f"Pseudonym: {whose}     Date: ____________")
    sheet.write(head.right, head.top + 6, page, to="left")


def _write_help(sheet: Sheet, n: int, pages: int, ties: bool) -> None:
    last = f" and so on up to {n}." if n else " and so on."
    told = [
        f"Write 1 in the box beside what matters most to you, 2 beside what comes next,{last}",
        "If you cannot tell two apart, give both the same number."
        if ties
        else "Give each number once.",
        "Leave a box blank where something is not relevant to you.",
    ]
    if pages > 1:
        told.insert(1, f"The numbers continue over all {pages} pages.")
    if not n:
        told.insert(0, "Write one construct on each line.")
    y = RANKING.heading.bottom + 8
    for line in wrap(" ".join(told), _TABLE.width, 9):
        sheet.write(_TABLE.left, y, line, 9)
        y += 4.4
    left, foot = RANKING.heading.left, RANKING.page[1]
    sheet.write(left, foot - 17, "There is no right order, and last does not mean unimportant.")
    sheet.write(left, foot - 12.5, "Please write no names of people or places.")
    sheet.write(left, foot - 8, "Leave the four black marks clear, and in the picture.")


def _draw_rows(sheet: Sheet, rows: Sequence[tuple[list[str], float]]) -> None:
    y = _TABLE.top
    sheet.write_middle(_TABLE.right - _BOX / 2, y - 1.5, "rank", 8)
    for lines, height in rows:
        foot = y + (height - len(lines) * _LINE) / 2
        for number, line in enumerate(lines, start=1):
            sheet.write(_TABLE.left, foot + number * _LINE - 1.1, line, _SIZE)
        sheet.frame(Box(_TABLE.right - _BOX, y, _TABLE.right, y + height), 0.35, 0.25)
        right = _TABLE.right - _BOX - (0 if lines else _GAP)
        low = y + height - (0 if lines else 2)
        sheet.rule(_TABLE.left, low, right, low, PALE if lines else MIDDLE, 0.15)
        y += height
