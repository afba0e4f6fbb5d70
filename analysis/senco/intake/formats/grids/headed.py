"""Grids as theses print them: a heading over each column, poles on either side or in one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from senco.intake.formats.grids.drafts import Draft, Place, Problems, parse_number
from senco.intake.formats.grids.wording import (
    Scale,
    find_pole_number,
    find_sign,
    is_pole,
    is_rating,
    name_part,
    parse_scale,
    split_pair,
)
from senco.text.words import count_words

Row = tuple[int, tuple[str, ...]]
Rows = Sequence[Row]

#: Fewest elements of a grid whose headings do not say that it is one.
_FEW = 2


@dataclass
class Columns:
    """Which column holds what.

    Parameters
    ----------
    left, right, pair, preferred : int or None
        Columns of the poles, of both in one cell, and of the preferred pole.
    elements : list of int
        Columns of ratings.
    passed : list of int
        Columns that hold something else.
    scale : (float, float), optional
        As the headings state it.
    notes : list of str
        What had to be assumed.
    """

    left: int | None = None
    right: int | None = None
    pair: int | None = None
    preferred: int | None = None
    elements: list[int] = field(default_factory=list)
    passed: list[int] = field(default_factory=list)
    scale: Scale | None = None
    notes: list[str] = field(default_factory=list)


def join_headings(rows: Rows) -> Rows:
    """Return the rows with headings that stand in two rows put together.

    Parameters
    ----------
    rows : sequence of (int, tuple of str)
        From the first row of headings on.

    Returns
    -------
    sequence of (int, tuple of str)
        One row of headings where the first names the poles, and the elements stand below a
        heading of their own, as merged cells leave it.
    """
    if len(rows) < 3:
        return rows
    (number, first), (_, second) = rows[:2]
    poles = [k for k, cell in enumerate(first) if cell and (is_pole(cell) or name_part(cell))]
    rest = [k for k in range(len(first)) if k not in poles]
    below = [k for k in rest if k < len(second) and second[k]]
    if not poles or any(second[k : k + 1] != ("",) for k in poles) or len(below) < _FEW:
        return rows
    if sum(bool(first[k]) for k in rest) > 1 or all(is_rating(second[k]) for k in below):
        return rows
    width = max(len(first), len(second))
    filled = [(*cells, *[""] * width)[:width] for cells in (first, second)]
    joined = tuple(filled[0][k] if k in poles else filled[1][k] for k in range(width))
    return [(number, joined), *rows[2:]]


def turn(rows: Rows) -> Rows | None:
    """Return the rows as columns, where left and right poles stand in two rows.

    Parameters
    ----------
    rows : sequence of (int, tuple of str)
        From the first row of headings on.

    Returns
    -------
    sequence of (int, tuple of str) or None
        Numbered by their column; None where poles do not stand in rows.
    """
    if len(rows) < 3 or len(rows[0][1]) < 2:
        return None
    parts = {name_part(cells[0]) for _, cells in rows[:2] if cells and cells[0]}
    if parts != {"left", "right"} or any(is_pole(cell) for cell in rows[0][1][1:] if cell):
        return None
    width = max(len(cells) for _, cells in rows)
    filled = [(*cells, *[""] * width)[:width] for _, cells in rows]
    return [(k + 1, tuple(cells[k] for cells in filled)) for k in range(width)]


def find_columns(rows: Rows) -> Columns | None:
    """Return which column of a table holds what, if it is a grid with headings.

    Parameters
    ----------
    rows : sequence of (int, tuple of str)
        The row of headings, and at least one below it.

    Returns
    -------
    Columns or None
        None if neither headings nor cells show a grid.
    """
    header, body = rows[0][1], [cells for _, cells in rows[1:]]
    if not body:
        return None
    width = max(len(cells) for _, cells in rows)
    header = (*header, *[""] * width)[:width]
    columns = [[(*cells, *[""] * width)[k] for cells in body] for k in range(width)]
    found = Columns()
    free = _take_named(header, columns, found)
    is_named = found.left is not None or found.right is not None
    if not _place_poles(header, columns, free, found):
        return None
    found.elements = [k for k in free if header[k] or any(columns[k])]
    found.elements = [k for k in found.elements if k not in (found.left, found.right, found.pair)]
    ratings = [
        k for k in found.elements if any(parse_number(cell) is not None for cell in columns[k])
    ]
    plain = [k for k in found.elements if header[k] and parse_number(header[k]) is None]
    if not ratings or (
        not is_named and found.scale is None and not _is_grid(columns, found, plain)
    ):
        return None
    _read_ends(header, found)
    return found


def _is_grid(columns: Sequence[Sequence[str]], found: Columns, plain: Sequence[int]) -> bool:
    """Whether cells alone show a grid: names over columns of nothing but ratings."""
    return len(plain) == len(found.elements) >= _FEW and all(
        is_rating(cell) for k in found.elements for cell in columns[k]
    )


def _take_named(
    header: Sequence[str], columns: Sequence[Sequence[str]], found: Columns
) -> list[int]:
    """Take the columns that their headings name, and return the others."""
    parts = [name_part(cell) for cell in header]
    poles = [k for k, cell in enumerate(header) if is_pole(cell) and not parts[k]]
    free = []
    for k, part in enumerate(parts):
        if part in ("left", "right") and getattr(found, part) is None:
            setattr(found, part, k)
        elif k in poles[:2] and len(poles) == 2:
            setattr(found, "left" if k == poles[0] else "right", k)
        elif part == "preferred":
            found.preferred = k
        elif part == "number" or (not header[k] and _counts(columns[k])):
            continue
        elif part == "aside" and not any(parse_number(cell) is not None for cell in columns[k]):
            found.passed.append(k)
        elif parse_scale(header[k]) and k in (0, len(header) - 1):
            found.scale = parse_scale(header[k])
            free.append(k)
        else:
            free.append(k)
    return free


def _counts(cells: Sequence[str]) -> bool:
    """Whether a column numbers the rows."""
    return len(cells) > 1 and [parse_number(cell) for cell in cells] == [*range(1, len(cells) + 1)]


def _place_poles(
    header: Sequence[str], columns: Sequence[Sequence[str]], free: Sequence[int], found: Columns
) -> bool:
    """Find the columns of poles whose headings do not say so, by their cells."""
    texts = [
        k for k in free if any(columns[k]) and not any(map(is_rating, filter(None, columns[k])))
    ]
    named = [k for k in texts if name_part(header[k]) == "pair"]
    if found.left is not None and found.right is not None:
        return True
    if found.left is not None or found.right is not None:
        side = "right" if found.left is not None else "left"
        rest = named or [k for k in texts if not header[k] or parse_scale(header[k])]
        if rest:
            setattr(found, side, rest[0])
        return True
    if len(texts) == 2 and texts[0] != texts[1]:
        found.left, found.right = texts
        found.notes.append(
            f"Column {texts[0] + 1} was read as the left poles and column {texts[1] + 1} as the "
            "right ones."
        )
        return True
    only = named or texts
    if len(only) == 1 and find_sign(columns[only[0]]) is not None:
        found.pair = only[0]
        return True
    return False


def _read_ends(header: Sequence[str], found: Columns) -> None:
    """Take the scale from numbers in the headings of both poles; the lower one is the left."""
    if found.left is None or found.right is None:
        return
    first, second = (_read_end(header[k]) for k in (found.left, found.right))
    if first is None or second is None or first == second:
        return
    if first > second:
        found.left, found.right = found.right, found.left
    if {first, second} != {1, 2}:  # "pole 1" and "pole 2" are the first and the second
        found.scale = (min(first, second), max(first, second))


def _read_end(heading: str) -> float | None:
    number = find_pole_number(heading)
    return parse_number(heading) if number is None else number


def draft_headed(rows: Rows, name: str, scale: Scale | None, problems: Problems) -> list[Draft]:
    """Read a grid whose columns have headings.

    Parameters
    ----------
    rows : sequence of (int, tuple of str)
        The row of headings and those below it.
    name : str
        Name of the grid.
    scale : (float, float), optional
        As a line above or below states it.
    problems : Problems
        Where findings go.

    Returns
    -------
    list of Draft
        One; none if there are findings.
    """
    source, turned = rows, turn(rows)
    rows = turned or join_headings(rows)
    found = find_columns(rows)
    if found is None:
        problems.add("headings that do not show where the poles are", "both poles of each row")
        return []
    width = max(len(cells) for _, cells in rows)
    if not _check_widths(rows, found, problems):
        return []
    filled = [(number, (*cells, *[""] * width)[:width]) for number, cells in rows]
    draft = _make_draft(filled, found, name, problems)
    if draft is None:
        return []
    notes = [*found.notes]
    notes += [f"Column '{filled[0][1][k]}' was skipped." for k in found.passed]
    stated = found.scale or scale
    draft = replace(draft, scale=stated, notes=notes)
    return [_turn_places(draft, source) if turned else draft]


def _check_widths(rows: Rows, found: Columns, problems: Problems) -> bool:
    """Refuse rows that end before the last column: nobody knows which of their cells is missing."""
    places = [found.left, found.right, found.pair, *found.elements]
    width = 1 + max(k for k in places if k is not None)
    short = [(number, cells) for number, cells in rows[1:] if len(cells) < width]
    for number, cells in short:
        remedy = "Leave the cell of a missing rating or pole blank, but do not leave it out."
        allowed = f"{width} as in the header"
        problems.add(count_words(len(cells), "cell"), allowed, (number, None), remedy)
    return not short


def _make_draft(
    rows: Sequence[tuple[int, tuple[str, ...]]], found: Columns, name: str, problems: Problems
) -> Draft | None:
    (number, header), *body = rows
    poles = _list_poles(body, found, problems)
    if poles is None:
        return None
    elements = [header[k] for k in found.elements]
    numbers = [row for row, _ in body]
    wishes = [cells[found.preferred] if found.preferred is not None else "" for _, cells in body]
    ends = [_read_end(header[k]) for k in (found.left, found.right) if k is not None]
    return Draft(
        layout="headed",
        elements=elements,
        constructs=[(*pair, wish) for pair, wish in zip(poles, wishes, strict=True)],
        cells=[[cells[k] for k in found.elements] for _, cells in body],
        rating_place=lambda i, j: (numbers[i], elements[j]),
        element_places=[(number, str(k + 1)) for k in found.elements],
        construct_places=[(row, None) for row in numbers],
        name=name,
        asks=True,
        fixed=len(ends) == 2 and None not in ends,
    )


def _list_poles(body: Rows, found: Columns, problems: Problems) -> list[tuple[str, str]] | None:
    if found.pair is None:
        sides = (found.left, found.right)
        texts = [tuple("" if k is None else cells[k] for k in sides) for _, cells in body]
        return [(left, right) for left, right in texts]
    cells = [row[found.pair] for _, row in body]
    sign = find_sign(cells) or "-"
    poles = []
    for (number, _), cell in zip(body, cells, strict=True):
        pair = split_pair(cell, sign)
        if pair is None:
            problems.add(
                f"'{cell[:60]}'",
                f"two poles with '{sign.strip()}' between them",
                (number, str(found.pair + 1)),
                "Put each pole in a column of its own.",
            )
        poles.append(pair or ("", ""))
    return None if problems.findings else poles


def _turn_places(draft: Draft, source: Rows) -> Draft:
    """Return a grid that was turned, with its places in the file."""
    rows = [source[int(column or 1) - 1][0] for _, column in draft.element_places]
    columns = [str(number) for number, _ in draft.construct_places]

    def place(i: int, j: int) -> Place:
        return rows[j], columns[i]

    return replace(
        draft,
        rating_place=place,
        element_places=[(row, "1") for row in rows],
        construct_places=[(source[0][0], column) for column in columns],
    )
