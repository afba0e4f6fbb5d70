"""Grids in tables: wide, long, and with the constructs in columns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from senco.intake.formats.grids.drafts import Draft, Place, Problems, parse_number
from senco.intake.formats.grids.headed import draft_headed
from senco.intake.formats.grids.layouts import LONG, Block, as_key, drop_preferred, trim
from senco.intake.formats.grids.wording import find_sign, split_pair
from senco.text.words import count_words

_GROUPS = ("grid", "person", "participant")


def draft_block(block: Block, problems: Problems) -> list[Draft]:
    """Read the grid, or in a long table the grids, of a block.

    Parameters
    ----------
    block : Block
        From `layouts.split_blocks`.
    problems : Problems
        Where findings go.

    Returns
    -------
    list of Draft
        Without those whose rows are too short or too long.
    """
    if block.layout == "headed":
        drafts = draft_headed(block.rows, block.name, block.scale, problems)
    elif block.layout == "long":
        drafts = _draft_long(block, problems)
    else:
        draft = (_draft_wide if block.layout == "wide" else _draft_columns)(block, problems)
        drafts = [draft] if draft else []
    for draft in drafts:
        draft.notes += [block.note] if block.note else []
    return drafts


def _fit(cells: tuple[str, ...], width: int, row: int, problems: Problems) -> tuple[str, ...]:
    """Return the cells filled up to the width; note a row that is too short or too long."""
    filled = trim(cells)
    if len(filled) > width:
        remedy = "A decimal comma that is not in quotation marks also splits a cell."
        problems.add(
            count_words(len(filled), "cell"), f"{width} as in the header", (row, None), remedy
        )
    elif len(cells) < width:
        problems.add(count_words(len(cells), "cell"), f"{width} as in the header", (row, None))
    return (*cells, *[""] * width)[:width]


def _draft_wide(block: Block, problems: Problems) -> Draft | None:
    header_row, header = block.rows[0]
    header = trim(header)
    ends = drop_preferred(header)
    elements = list(ends[1:-1])
    before = len(problems.findings)
    width = len(ends)
    fitted = []
    for row, cells in block.rows[1:]:
        # The preferred pole may be left blank, and the cell with it.
        whole = (*cells, "") if len(header) > width and len(cells) == width else cells
        fitted.append((row, _fit(whole, len(header), row, problems)))
    if len(problems.findings) > before:
        return None
    rows = [row for row, _ in fitted]
    preferred = [cells[width] if len(header) > width else "" for _, cells in fitted]
    low, high = parse_number(ends[0]), parse_number(ends[-1])
    return Draft(
        layout="wide",
        elements=elements,
        constructs=[
            (cells[0], cells[width - 1], wish)
            for (_, cells), wish in zip(fitted, preferred, strict=True)
        ],
        cells=[list(cells[1 : width - 1]) for _, cells in fitted],
        rating_place=lambda i, j: (rows[i], elements[j]),
        element_places=[(header_row, str(j + 2)) for j in range(len(elements))],
        construct_places=[(row, None) for row in rows],
        scale=(low, high) if low is not None and high is not None else None,
        name=block.name,
    )


def _draft_columns(block: Block, problems: Problems) -> Draft | None:
    header_row, header = block.rows[0]
    headings = trim(header)[1:]
    before = len(problems.findings)
    body = [(row, _fit(c, len(headings) + 1, row, problems)) for row, c in block.rows[1:]]
    if len(problems.findings) > before:
        return None
    rows = [row for row, _ in body]
    poles = [tuple(heading.split(":", 1)) for heading in headings]
    if not all(":" in heading for heading in headings):
        sign = find_sign(headings) or "-"
        poles = [split_pair(heading, sign) or (heading, "") for heading in headings]
    return Draft(
        layout="columns",
        elements=[cells[0] for _, cells in body],
        constructs=[(left, right, "") for left, right in poles],
        cells=[[cells[i + 1] for _, cells in body] for i in range(len(headings))],
        rating_place=lambda i, j: (rows[j], headings[i]),
        element_places=[(row, "1") for row in rows],
        construct_places=[(header_row, heading) for heading in headings],
        scale=block.scale,
        name=block.name,
        asks=not all(":" in heading for heading in headings),
        fixed=False,
    )


@dataclass
class _LongGrid:
    """One grid's rows in a long table."""

    elements: dict[str, int] = field(default_factory=dict)
    constructs: dict[tuple[str, str], int] = field(default_factory=dict)
    preferred: dict[tuple[str, str], str] = field(default_factory=dict)
    ratings: dict[tuple[tuple[str, str], str], tuple[str, int]] = field(default_factory=dict)
    scale: tuple[str, str] | None = None


def _draft_long(block: Block, problems: Problems) -> list[Draft]:
    is_paired = "left_pole" not in {as_key(cell) for cell in block.rows[0][1]}
    if is_paired:
        block = _part_constructs(block)
    _, header = block.rows[0]
    columns = {as_key(cell): k for k, cell in enumerate(trim(header))}
    group = next((columns[name] for name in _GROUPS if name in columns), None)
    grids: dict[str, _LongGrid] = {}
    for row, cells in block.rows[1:]:
        fitted = _fit(cells, len(header), row, problems)
        name = block.name if group is None else fitted[group]
        _add_long_row(grids.setdefault(name, _LongGrid()), fitted, columns, row, problems)
    drafts = [_finish_long(name, grid, problems) for name, grid in grids.items()]
    if is_paired:
        drafts = [replace(draft, asks=True, fixed=False) for draft in drafts]
    return [replace(draft, scale=draft.scale or block.scale) for draft in drafts]


def _part_constructs(block: Block) -> Block:
    """Return a long table with a column for each pole beside that of both."""
    number, header = block.rows[0]
    keys = [as_key(cell) for cell in header]
    place = keys.index("construct")
    cells = [row[place] if place < len(row) else "" for _, row in block.rows[1:]]
    sign = find_sign(list(dict.fromkeys(cells))) or " - "
    width = len(trim(header))
    rows = [(number, (*header[:width], *LONG[1:3]))]
    for (row, whole), cell in zip(block.rows[1:], cells, strict=True):
        filled = (*whole, *[""] * width)[:width] if len(trim(whole)) <= width else trim(whole)
        rows.append((row, (*filled, *(split_pair(cell, sign) or (cell, "")))))
    return replace(block, rows=tuple(rows))


def _add_long_row(
    grid: _LongGrid, cells: tuple[str, ...], columns: dict[str, int], row: int, problems: Problems
) -> None:
    element, left, right, rating = (cells[columns[name]] for name in LONG)
    poles = (left, right)
    grid.elements.setdefault(element, row)
    grid.constructs.setdefault(poles, row)
    if (poles, element) in grid.ratings:
        found = f"element '{element}' a second time on '{left} – {right}'"
        problems.add(found, "one rating each", (row, "rating"))
    grid.ratings[poles, element] = (rating, row)
    if "preferred_pole" in columns:
        wish = cells[columns["preferred_pole"]]
        if grid.preferred.setdefault(poles, wish) != wish:
            allowed = f"'{grid.preferred[poles]}' as before"
            problems.add(f"the preferred pole '{wish}'", allowed, (row, "preferred_pole"))
    if "rmin" in columns and "rmax" in columns:
        scale = (cells[columns["rmin"]], cells[columns["rmax"]])
        grid.scale = grid.scale or scale
        if scale != grid.scale:
            allowed = f"{' to '.join(grid.scale)} as before"
            problems.add(f"the scale {' to '.join(scale)}", allowed, (row, "rmin"))


def _finish_long(name: str, grid: _LongGrid, problems: Problems) -> Draft:
    elements, constructs = list(grid.elements), list(grid.constructs)
    scale = None
    if grid.scale:
        low, high = (parse_number(end) for end in grid.scale)
        if low is None or high is None:
            first = next(iter(grid.elements.values()))
            problems.add(f"the scale {' to '.join(grid.scale)}", "two numbers", (first, "rmin"))
        else:
            scale = (low, high)

    def place(i: int, j: int) -> Place:
        # Where a table has no row for a rating, there is nothing to point at.
        return grid.ratings.get((constructs[i], elements[j]), ("", None))[1], "rating"

    return Draft(
        layout="long",
        elements=elements,
        constructs=[(*poles, grid.preferred.get(poles, "")) for poles in constructs],
        cells=[
            [grid.ratings.get((poles, element), ("", 0))[0] for element in elements]
            for poles in constructs
        ],
        rating_place=place,
        element_places=[(row, "element") for row in grid.elements.values()],
        construct_places=[(row, "left_pole") for row in grid.constructs.values()],
        scale=scale,
        name=name,
    )
