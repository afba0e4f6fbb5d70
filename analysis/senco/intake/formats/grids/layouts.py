"""Where the grids of a table begin and end, and how each is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from senco.intake.formats.grids.drafts import Problems, parse_number
from senco.intake.formats.grids.headed import Row, Rows, find_columns, join_headings, turn
from senco.intake.formats.grids.sources import MAX_SHEETS, Table
from senco.intake.formats.grids.wording import Scale, find_scale, find_sign, is_pole, is_rating
from senco.text.words import join_words

Layout = Literal["wide", "long", "columns", "headed"]

LONG = ("element", "left_pole", "right_pole", "rating")
#: A long table whose column of constructs holds both poles.
LONG_PAIRS = ("element", "construct", "rating")
#: Most cells of a row that is a title or a note.
_TITLE = 2
#: So many rows below its headings show how a grid is laid out.
_SAMPLE = 60
#: So many rows are looked at for headings.
_TRIED = 1_000
#: So many rows that were passed over are named one by one.
_NAMED = 5

#: The layouts as a message describes them.
LAYOUTS = (
    "a wide table (header: lowest rating, elements, highest rating; rows: left pole, ratings, "
    "right pole), one with headings such as 'Left pole' and 'Right pole' over its columns of "
    "poles, a long one (columns element, left_pole, right_pole, rating), or one with an "
    "element in each row and headings 'left : right'"
)


@dataclass(frozen=True)
class Block:
    """One grid in a table, or in a long table all of them.

    Parameters
    ----------
    rows : tuple of (int, tuple of str)
        From the row of headings on.
    layout : {"wide", "long", "columns", "headed"}
        How it is laid out.
    name : str
        Name of its grid.
    scale : (float, float), optional
        As a line above or below it states it.
    passed : tuple of int
        Rows above or below it that are no part of it.
    """

    rows: tuple[Row, ...]
    layout: Layout
    name: str
    scale: Scale | None
    passed: tuple[int, ...]

    @property
    def note(self) -> str:
        """What was passed over, in words; "" where nothing was."""
        if not self.passed:
            return ""
        numbers = [str(number) for number in self.passed]
        if len(numbers) == 1:
            return f"Row {numbers[0]} was skipped as a title or note."
        named = f"Rows {join_words(numbers)}" if len(numbers) <= _NAMED else f"{len(numbers)} rows"
        return f"{named} were skipped as titles or notes."


def split_blocks(table: Table) -> list[Block]:
    """Return the grids of a table.

    Parameters
    ----------
    table : Table
        Its grids stand one below another, with a blank row between them; titles may stand
        above each, and notes below it.

    Returns
    -------
    list of Block
        Empty if none of the layouts is there.

    Raises
    ------
    DataError
        If there are more of them than anybody keeps in one table.
    """
    rows = table.rows
    starts = _find_starts(rows)
    if len(starts) > MAX_SHEETS:
        found = f"more than {MAX_SHEETS} grids one below another"
        remedy = "Save them in several files."
        raise Problems(table.label).refuse(found, "fewer", remedy=remedy)
    above = [_list_titles(rows, at, before) for before, at in _pair_up([at for at, _ in starts])]
    blocks = []
    for number, (at, layout) in enumerate(starts):
        following = (
            starts[number + 1][0] - len(above[number + 1]) if number + 1 < len(starts) else None
        )
        body, below = _cut_notes(rows[at:following])
        others = [*above[number], *below]
        words = [" ".join(filter(None, cells)) for _, cells in others]
        blocks.append(
            Block(
                tuple(body),
                layout,
                _name_block(table.name, above[number], len(starts), rows[at][0]),
                next(filter(None, map(find_scale, words)), None),
                tuple(n for n, _ in others),
            )
        )
    return blocks


def _pair_up(starts: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip([-1, *starts], starts, strict=False))


def _find_starts(rows: Sequence[Row]) -> list[tuple[int, Layout]]:
    """Places at which a grid begins: at the top, after a blank row, or below a title."""
    starts: list[tuple[int, Layout]] = []
    tried, is_open = 0, True
    for at in range(len(rows) - 1):
        if at:
            is_open = rows[at][0] > rows[at - 1][0] + 1 or (is_open and _is_title(rows[at - 1]))
        if is_open and tried < _TRIED:
            tried += 1
            layout = find_layout(rows, at)
            if layout is not None:
                starts.append((at, layout))
    return starts


def _is_title(row: Row) -> bool:
    filled = [cell for cell in row[1] if cell]
    return len(filled) <= _TITLE and not any(parse_number(cell) is not None for cell in filled)


def _list_titles(rows: Sequence[Row], at: int, before: int) -> list[Row]:
    """The rows directly above a grid that are its titles; all above the first one."""
    if before < 0:
        return list(rows[:at])
    top = at
    while top - 1 > before and _is_title(rows[top - 1]) and rows[top - 1][0] >= rows[top][0] - 2:
        top -= 1
    return list(rows[top:at])


def _cut_notes(rows: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
    """Part a grid from lines below it, after a blank row, that hold no number."""
    for at in range(len(rows) - 1, 1, -1):
        if any(parse_number(cell) is not None for cell in rows[at][1]):
            break
        if rows[at][0] > rows[at - 1][0] + 1:
            return rows[:at], rows[at:]
    return rows, ()


def _name_block(name: str, titles: Sequence[Row], count: int, row: int) -> str:
    """Name of a grid: where there are several, its title or else its place."""
    if count == 1:
        return name
    words = next((cell for _, cells in titles for cell in cells if cell), "")
    return words[:80] or f"{name}, row {row}"


def trim(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return cells without the blank ones at the end.

    Parameters
    ----------
    cells : tuple of str
        A row.

    Returns
    -------
    tuple of str
        Up to the last that is filled.
    """
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def as_key(cell: str) -> str:
    """Return a heading as it is compared.

    Parameters
    ----------
    cell : str
        The heading.

    Returns
    -------
    str
        In small letters, with underscores for spaces.
    """
    return cell.casefold().replace(" ", "_")


def drop_preferred(header: tuple[str, ...]) -> tuple[str, ...]:
    """Return headings without the column of preferred poles at the end.

    Parameters
    ----------
    header : tuple of str
        The headings.

    Returns
    -------
    tuple of str
        All of them where there is no such column.
    """
    return header[:-1] if header and header[-1].casefold().startswith("preferred") else header


def find_layout(rows: Sequence[Row], at: int = 0) -> Layout | None:
    """Return the layout that a row of headings shows.

    Parameters
    ----------
    rows : sequence of (int, tuple of str)
        Rows that are not blank.
    at : int
        Place of the row of headings.

    Returns
    -------
    {"wide", "long", "columns", "headed"} or None
        None if it is none of these.
    """
    if at + 1 >= len(rows):
        return None
    header = trim(rows[at][1])
    keys = {as_key(cell) for cell in header}
    if set(LONG) <= keys or set(LONG_PAIRS) <= keys:
        return "long"
    body = _follow(rows, at)
    if len(header) > 1 and _is_pairs(header[1:], [trim(cells)[1:] for _, cells in body[1:]]):
        return "columns"
    ends = drop_preferred(header)
    is_filled = any(len(trim(cells)) > 1 for _, cells in body[1:])
    if len(ends) > 2 and parse_number(ends[0]) is not None and parse_number(ends[-1]) is not None:
        is_top = at == 0 or not all(is_rating(cell) for cell in ends[1:-1])
        return "wide" if is_filled and is_top else None
    return "headed" if is_filled and _is_headed(body) else None


def _follow(rows: Sequence[Row], at: int) -> Rows:
    """A row and those directly below it, as many as show a layout."""
    end = at + 1
    while end < len(rows) and end - at < _SAMPLE and rows[end][0] == rows[end - 1][0] + 1:
        end += 1
    if end == at + 1:  # a blank row below the headings
        end += 1
    return rows[at:end]


def _is_pairs(headings: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether each heading holds two poles, over ratings."""
    cells = [cell for row in body for cell in row]
    if all(":" in cell for cell in headings):
        return sum(map(is_rating, cells)) * 2 >= len(cells)
    sign = find_sign(headings)
    if sign is None or not all(sign in cell for cell in headings) or any(map(is_pole, headings)):
        return False
    return any(parse_number(cell) is not None for cell in cells) and all(map(is_rating, cells))


def _is_headed(rows: Rows) -> bool:
    turned = turn(rows)
    return find_columns(turned or join_headings(rows)) is not None
