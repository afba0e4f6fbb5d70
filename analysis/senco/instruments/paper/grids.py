"""The sheet of a repertory grid: the elements by their roles, and rows for constructs."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from senco.errors import SencoError
from senco.instruments.paper.codes import SheetCode
from senco.instruments.paper.drawing import BOLD, MIDDLE, PALE, Sheet, wrap
from senco.instruments.paper.geometry import GRID, Box

#: So many elements have a box in each row that a rating can be written in.
MOST_ELEMENTS = 14
#: Elements of a study that names none, but for the self and the ideal.
USUAL_ELEMENTS = 6
_PARTS = ("self", "ideal")
#: Rows for constructs, with the one that everybody is given: as many as fit.
_ROWS = 12
_LEAST_ROW = 8.0
_LEFT, _RIGHT, _FOOT = 12.0, 285.0, 186.0
_NUMBER, _PREFERS, _SQUARE = 7.0, 21.0, 12.0
_ELEMENT, _INK = 7.6, 0.35
#: Sizes of letters for what may be long, in points; millimetres from line to line for each point.
_SIZES, _LINE = (8.0, 7.0, 6.0), 0.41


def draw_grid(
    code: SheetCode,
    elements: Sequence[tuple[str, str]],
    ratings: tuple[float, float],
    overall: Sequence[str] = (),
) -> bytes:
    """Draw a sheet to elicit and rate constructs on.

    Parameters
    ----------
    code : SheetCode
        Whose it is.
    elements : sequence of tuple of str
        Role and part (self, ideal, other) of each; none for lines without roles.
    ratings : tuple of float
        The rating at the left pole and at the right one.
    overall : sequence of str
        The two poles of a construct that everybody is given; none for no such construct.

    Returns
    -------
    bytes
        A PDF of one page, A4 across.

    Raises
    ------
    SencoError
        Where there are more elements than fit.
    """
    if len(elements) > MOST_ELEMENTS:
        raise SencoError(
            f"The study has {len(elements)} elements, and a grid sheet has room for "
            f"{MOST_ELEMENTS}. Print the form of senco kit, or use its page grid.html; the "
            "other sheets are written with --instrument work-line --instrument ranking."
        )
    blank = [("", "other")] * USUAL_ELEMENTS + [("", part) for part in _PARTS]
    cards = _name_elements(elements or blank)
    sheet = Sheet(GRID, code, "Repertory grid")
    head = GRID.heading
    whose = code.participant or "____________"
    sheet.write(head.left, head.top + 11.5, f"Pseudonym: {whose}     Date: ____________")
    top = _draw_elements(sheet, cards)
    _draw_table(sheet, [name for name, _ in cards], ratings, overall, top + 3)
    _write_help(sheet, ratings)
    return sheet.finish()


def _name_elements(elements: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give each element the letter of the kit's form; the self and the ideal keep their names."""
    letters = iter(ascii_uppercase)
    return [(part if part in _PARTS else next(letters), role) for role, part in elements]


def _draw_elements(sheet: Sheet, cards: Sequence[tuple[str, str]]) -> float:
    """Draw the elements in two columns, each with a line to write on; where they end."""
    deep = -(-len(cards) // 2)
    wide = (_RIGHT - _LEFT - 8) / 2
    top = GRID.heading.bottom + 4
    for place, (name, role) in enumerate(cards):
        x = _LEFT + (place // deep) * (wide + 8)
        y = top + (place % deep) * _ELEMENT
        sheet.write(x, y + 5, name, 9, BOLD)
        told = _write_fitting(sheet, Box(x + 11, y, x + wide / 2 + 11, y + _ELEMENT), role)
        if name not in _PARTS:
            begins = x + 11 + (wide / 2 + 2 if told else 0)
            sheet.rule(begins, y + 6, x + wide, y + 6, MIDDLE, 0.2)
    return top + deep * _ELEMENT


def _draw_table(
    sheet: Sheet,
    names: Sequence[str],
    ratings: tuple[float, float],
    overall: Sequence[str],
    top: float,
) -> None:
    head = 5.0
    rows = min(_ROWS, int((_FOOT - top - head) / _LEAST_ROW))
    high = (_FOOT - top - head) / rows
    boxes = _SQUARE * len(names)
    pole = (_RIGHT - _LEFT - _NUMBER - _PREFERS - boxes) / 2
    first = _LEFT + _NUMBER + pole
    edges = [_LEFT, _LEFT + _NUMBER]
    edges += [first + place * _SQUARE for place in range(len(names) + 1)]
    edges += [first + boxes + pole, _RIGHT]
    low, up = (write_rating(end) for end in ratings)
    sheet.write(edges[1] + 1, top + 3.5, f"left pole ({low})", 8, BOLD)
    sheet.write(first + boxes + 1, top + 3.5, f"right pole ({up})", 8, BOLD)
    sheet.write_middle((edges[-2] + _RIGHT) / 2, top + 3.5, "prefers", 8, BOLD)
    for place, name in enumerate(names):
        sheet.write_middle(first + (place + 0.5) * _SQUARE, top + 3.5, name, 8, BOLD)
    for row in range(rows):
        y = top + head + row * high
        middle = y + high / 2 + 1.2
        sheet.write_middle(_LEFT + _NUMBER / 2, middle, str(row + 1), 8)
        sheet.write_middle((edges[-2] + _RIGHT) / 2, middle, "left   right", 7.5)
        if overall and row == rows - 1:
            for x, text in zip((edges[1], first + boxes), overall, strict=True):
                _write_fitting(sheet, Box(x + 1, y, x + pole - 1, y + high), text)
    whole = Box(_LEFT, top + head, _RIGHT, _FOOT)
    for row in range(1, rows):
        y = top + head + row * high
        sheet.rule(_LEFT, y, _RIGHT, y, MIDDLE, 0.2)
    for x in edges[1:-1]:
        within = first <= x <= first + boxes
        sheet.rule(x, whole.top, x, whole.bottom, _INK if within else PALE, 0.2)
    sheet.frame(whole, _INK, 0.25)


def _write_fitting(sheet: Sheet, box: Box, text: str) -> bool:
    """Write a text into a box, in smaller letters where it is long; whether there was any."""
    for size in _SIZES:
        lines, line = wrap(text, box.width, size), size * _LINE
        most = int(box.height / line)
        if len(lines) <= most:
            break
    if len(lines) > most:  # of very wide letters
        lines = [*lines[: most - 1], f"{lines[most - 1][:-3].rstrip()} …"]
    foot = (box.top + box.bottom - len(lines) * line) / 2 - 0.2 * line
    for number, words in enumerate(lines, start=1):
        sheet.write(box.left, foot + number * line, words, size)
    return bool(lines)


def write_rating(rating: float) -> str:
    """Return an end of the scale as it is printed.

    Parameters
    ----------
    rating : float
        The lowest or the highest rating.

    Returns
    -------
    str
        With a minus sign.

    Examples
    --------
    >>> write_rating(-3.0)
    '−3'
    """
    return f"{rating:g}".replace("-", "−")


def _write_help(sheet: Sheet, ratings: tuple[float, float]) -> None:
    low, high = (write_rating(end) for end in ratings)
    left, foot = GRID.heading.left, GRID.page[1]
    sheet.write(left, foot - 19, f"Rate each element on each construct: {low} is the left pole, "
                f"{high} the right pole. Leave a box blank where the construct does not apply.",
                9)  # fmt: skip
    sheet.write(left, foot - 14, (
        "At the end, circle the pole that you prefer, or neither if you prefer none."
    ), 9)  # fmt: skip
    sheet.write(left, foot - 9, (
        "Please write no names of people or places. Leave the four black marks clear, and in "
        "the picture."
    ), 9)  # fmt: skip
