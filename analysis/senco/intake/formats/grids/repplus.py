"""Grids of Rep Plus, WebGrid and Rep IV (.rgrid)."""

from __future__ import annotations

import re

from senco.intake.formats.grids.drafts import Draft, Problems, check_size, parse_number
from senco.text.words import count_words

#: Rows split at tabs, each with its number.
Fields = list[tuple[int, list[str]]]


def split_fields(text: str) -> Fields:
    """Return the lines split at tabs; they may end as on any system.

    Parameters
    ----------
    text : str
        Text of a file.

    Returns
    -------
    list of (int, list of str)
        Number and fields of the lines that are not empty.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [(n, line.split("\t")) for n, line in enumerate(lines, start=1) if line.strip()]


def is_repplus(fields: Fields) -> bool:
    """Return whether the first line is Rep Plus's header.

    Parameters
    ----------
    fields : list of (int, list of str)
        From `split_fields`.

    Returns
    -------
    bool
        Whether to read it as one.
    """
    first = fields[0][1] if fields else []
    return len(first) > 4 and first[0].strip() == "" and first[1].strip() == "Grid"


def draft_repplus(fields: Fields, name: str, problems: Problems) -> Draft:
    """Read a grid of Rep Plus or Rep IV.

    Parameters
    ----------
    fields : list of (int, list of str)
        From `split_fields`.
    name : str
        Name of a grid that has none.
    problems : Problems
        Where findings go.

    Returns
    -------
    Draft
        The grid. Rep Plus counts ratings from 0, so the scale's lowest rating is added;
        Rep IV writes them as they are.

    Raises
    ------
    DataError
        If counts and lines do not fit, or the constructs' scales differ.
    """
    row, header = fields[0]
    counts = [re.sub(r"\D", "", header[k])[:6] for k in (2, 3)]
    if not all(counts):
        raise problems.refuse("a header without counts", "numbers of elements and constructs")
    n_elements, n_constructs = (int(count) for count in counts)
    check_size(n_constructs, n_elements, problems, row)
    from_zero = any(field.startswith("Rep Plus") for field in header)
    constructs = _numbered(fields, "C", n_constructs, problems)
    elements = _numbered(fields, "E", n_elements, problems)
    poles = [_poles(r, f, from_zero, problems) for r, f in constructs]
    scale = _scale(constructs, problems)
    columns = [_element(r, f, n_constructs, problems) for r, f in elements]
    problems.check()
    offset = scale[0] if from_zero else 0.0
    notes: list[str] = []
    cells = [
        [_shift(ratings[i], offset, notes) for _, ratings in columns] for i in range(n_constructs)
    ]
    return Draft(
        layout="repplus",
        elements=[label for label, _ in columns],
        constructs=[(*pair, "") for pair in poles],
        cells=cells,
        rating_place=lambda i, j: (elements[j][0], f"{poles[i][0]} – {poles[i][1]}"),
        element_places=[(r, None) for r, _ in elements],
        construct_places=[(r, None) for r, _ in constructs],
        scale=scale,
        name=(header[5].strip() if len(header) > 5 else "") or name,
        notes=sorted(set(notes)),
    )


def _numbered(fields: Fields, letter: str, count: int, problems: Problems) -> Fields:
    found = [(r, f) for r, f in fields[1:] if re.fullmatch(rf"{letter}\d+", f[0], re.ASCII)]
    if len(found) != count:
        kind = "constructs" if letter == "C" else "elements"
        raise problems.refuse(
            f"{count_words(len(found), 'line')} of {kind}", f"{count} as in the header"
        )
    return found


def _poles(row: int, fields: list[str], blank_first: bool, problems: Problems) -> tuple[str, str]:
    """Return both labels: each pole is a group of tokens with the label last."""
    size = parse_number(fields[4]) if len(fields) > 4 else None
    tokens = fields[8:] if blank_first else fields[7:]
    width = int(size) if size and 1 <= size <= 20 else 0
    if not width or len(tokens) < 2 * width:
        problems.add("a construct without its poles", "scale, then both poles", (row, None))
        return "", ""
    return tokens[width - 1].strip(), tokens[2 * width - 1].strip()


def _scale(constructs: Fields, problems: Problems) -> tuple[float, float]:
    scales = []
    for row, fields in constructs:
        ends = [parse_number(field) for field in fields[5:7]]
        if len(ends) < 2 or ends[0] is None or ends[1] is None:
            raise problems.refuse("a construct without a scale", "two numbers", (row, None))
        scales.append((ends[0], ends[1]))
        if scales[-1] != scales[0]:
            found = f"the scale {ends[0]:g} to {ends[1]:g}"
            allowed = f"{scales[0][0]:g} to {scales[0][1]:g} as on the first construct"
            raise problems.refuse(found, allowed, (row, None))
    return scales[0]


def _element(
    row: int, fields: list[str], n_constructs: int, problems: Problems
) -> tuple[str, list[str]]:
    """Return name and ratings; the name closes the line and the ratings stand before it."""
    end = len(fields) - (1 if fields[-1].strip() == "" else 0)
    ratings = fields[3 : end - 1][-n_constructs:]
    if len(ratings) != n_constructs:
        found = count_words(len(ratings), "rating")
        problems.add(found, f"{n_constructs}, one for each construct", (row, None))
    return fields[end - 1].strip(), ratings


def _shift(cell: str, offset: float, notes: list[str]) -> str:
    value = parse_number(cell)
    if value is not None:
        return f"{value + offset:g}"
    if cell.strip() not in ("", "?"):
        notes.append(f"The open value '{cell.strip()[:10]}' was read as a missing rating.")
    return ""
