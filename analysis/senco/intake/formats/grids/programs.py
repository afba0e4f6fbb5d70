"""Files of other programs: OpenRepGrid, Gridstat, Gridcor, and the list of all that are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from senco.intake.formats.grids.drafts import Draft, Problems, check_size, parse_number
from senco.intake.formats.grids.repgrid import draft_basic, is_basic
from senco.intake.formats.grids.repplus import draft_repplus, is_repplus, split_fields
from senco.text.words import count_words

#: Rows of a text file that are not blank, each with its number.
Lines = list[tuple[int, str]]

_TAGS = ("ELEMENTS", "CONSTRUCTS", "RATINGS", "RANGE", "PREFERRED")
_NO_LABELS = re.compile(r"no\s?-?\s?la?(bels?)?\b", re.IGNORECASE)
_SEPARATORS = (" - ", " / ", " : ", "/", ":", "-")


def number_lines(text: str) -> Lines:
    """Return the lines that are not blank, numbered from 1.

    Parameters
    ----------
    text : str
        Text of a file.

    Returns
    -------
    list of (int, str)
        Number and text, without blanks at the ends.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [(n, line.strip()) for n, line in enumerate(lines, start=1) if line.strip()]


def is_openrepgrid(lines: Lines) -> bool:
    """Return whether the file has OpenRepGrid's blocks.

    Parameters
    ----------
    lines : list of (int, str)
        From `number_lines`.

    Returns
    -------
    bool
        Whether to read it as one.
    """
    tags = {line.upper() for _, line in lines}
    return {"ELEMENTS", "RATINGS"} <= tags


def draft_openrepgrid(lines: Lines, name: str, problems: Problems) -> Draft:
    """Read OpenRepGrid's text format: blocks in any order, the rest is comment.

    Parameters
    ----------
    lines : list of (int, str)
        From `number_lines`.
    name : str
        Name of the grid.
    problems : Problems
        Where findings go.

    Returns
    -------
    Draft
        The grid.

    Raises
    ------
    DataError
        If a block is missing or does not end, or the rows do not fit.
    """
    blocks = _split_blocks(lines, problems)
    for tag in ("ELEMENTS", "CONSTRUCTS", "RATINGS"):
        if not blocks.get(tag):
            raise problems.refuse(f"no block {tag}", f"{tag} ... END {tag}")
    elements = [text for _, text in blocks["ELEMENTS"]]
    check_size(len(blocks["CONSTRUCTS"]), len(elements), problems, blocks["CONSTRUCTS"][0][0])
    poles = [_split_poles(text, (":",)) for _, text in blocks["CONSTRUCTS"]]
    preferred = [text for _, text in blocks.get("PREFERRED", [])] or [""] * len(poles)
    rows = blocks["RATINGS"]
    cells = [text.split() for _, text in rows]
    _check_block(rows, cells, len(poles), len(elements), problems)
    if len(preferred) != len(poles):
        allowed = f"{len(poles)}, one for each construct"
        problems.add(
            f"{len(preferred)} preferred poles", allowed, (blocks["PREFERRED"][0][0], None)
        )
    problems.check()
    return Draft(
        layout="openrepgrid",
        elements=elements,
        constructs=[(*pair, wish) for pair, wish in zip(poles, preferred, strict=True)],
        cells=cells,
        rating_place=lambda i, j: (rows[i][0], elements[j]),
        element_places=[(row, None) for row, _ in blocks["ELEMENTS"]],
        construct_places=[(row, None) for row, _ in blocks["CONSTRUCTS"]],
        scale=_parse_range(blocks.get("RANGE", []), problems),
        name=name,
    )


def _split_blocks(lines: Lines, problems: Problems) -> dict[str, Lines]:
    blocks: dict[str, Lines] = {}
    current, opened = None, 0
    for row, line in lines:
        word = re.sub(r"\s+", " ", line.upper())
        if current is None:
            if word in _TAGS:
                if word in blocks:
                    raise problems.refuse(f"a second block {word}", "one", (row, None))
                current, opened = word, row
                blocks[word] = []
        elif word == f"END {current}":
            current = None
        else:
            blocks[current].append((row, line))
    if current is not None:
        raise problems.refuse(f"{current} without its end", f"END {current}", (opened, None))
    return blocks


def _split_poles(text: str, separators: Sequence[str]) -> tuple[str, str]:
    """Split at the first separator that occurs; without one there is no right pole."""
    for separator in separators:
        if separator in text:
            left, right = text.split(separator, 1)
            return left.strip(), right.strip()
    return text.strip(), ""


def _check_block(
    rows: Lines, cells: list[list[str]], n_rows: int, n_columns: int, problems: Problems
) -> None:
    if len(rows) != n_rows:
        found = f"{count_words(len(rows), 'row')} of ratings"
        problems.add(found, f"{n_rows}, one for each construct", (rows[0][0], None))
    for (row, _), ratings in zip(rows, cells, strict=True):
        if len(ratings) != n_columns:
            found = count_words(len(ratings), "rating")
            problems.add(found, f"{n_columns}, one for each element", (row, None))
    problems.check()


def _parse_range(block: Lines, problems: Problems) -> tuple[float, float] | None:
    if not block:
        return None
    row, text = block[0]
    ends = [parse_number(word) for word in text.split()]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        raise problems.refuse(f"the range '{text[:40]}'", "two numbers", (row, None))
    return ends[0], ends[1]


def _integers(text: str, count: int) -> tuple[int, ...] | None:
    words = text.split()
    if len(words) != count or not all(re.fullmatch(r"\d{1,6}", w, re.ASCII) for w in words):
        return None
    return tuple(int(word) for word in words)


def is_gridstat(lines: Lines) -> bool:
    """Return whether the second line holds Gridstat's two counts.

    Parameters
    ----------
    lines : list of (int, str)
        From `number_lines`.

    Returns
    -------
    bool
        Whether to read it as one.
    """
    return len(lines) > 2 and _integers(lines[1][1], 2) is not None


def draft_gridstat(lines: Lines, name: str, problems: Problems) -> list[Draft]:
    """Read a Gridstat file, of one grid or of several one after the other.

    Parameters
    ----------
    lines : list of (int, str)
        From `number_lines`.
    name : str
        Name of a grid without a title.
    problems : Problems
        Where findings go.

    Returns
    -------
    list of Draft
        The grids; the format states no scale.

    Raises
    ------
    DataError
        If a grid ends too early or its rows do not fit.
    """
    drafts = []
    at = 0
    while at < len(lines):
        draft, at = _draft_one_gridstat(lines, at, name, problems)
        drafts.append(draft)
    return drafts


def _draft_one_gridstat(lines: Lines, at: int, name: str, problems: Problems) -> tuple[Draft, int]:
    """Return the grid that starts at this line, and where the next one starts."""
    n_constructs, n_elements = _gridstat_counts(lines, at, problems)
    title, start = lines[at][1], at + 2
    labelled = start >= len(lines) or not _NO_LABELS.match(lines[start][1])
    sizes = [n_constructs, n_elements] if labelled else [0, 0]
    labels, names, rows = _cut(lines, start + (not labelled), [*sizes, n_constructs], problems)
    cells = [text.split() for _, text in rows]
    _check_block(rows, cells, n_constructs, n_elements, problems)
    if labelled:
        elements = [text for _, text in names]
        poles = [_gridstat_poles(row, text, problems) for row, text in labels]
    else:
        elements = [f"element {j + 1}" for j in range(n_elements)]
        poles = [(f"left {i + 1}", f"right {i + 1}") for i in range(n_constructs)]
    note = "The file has no labels: elements and poles are numbered."
    draft = Draft(
        layout="gridstat",
        elements=elements,
        constructs=[(*pair, "") for pair in poles],
        cells=cells,
        rating_place=lambda i, j: (rows[i][0], elements[j]),
        element_places=[(row, None) for row, _ in names] or [(None, None)] * n_elements,
        construct_places=[(row, None) for row, _ in labels] or [(None, None)] * n_constructs,
        name=title or name,
        notes=[] if labelled else [note],
        fixed=False,
    )
    return draft, start + (not labelled) + sum(sizes) + n_constructs


def _gridstat_counts(lines: Lines, at: int, problems: Problems) -> tuple[int, int]:
    counts = _integers(lines[at + 1][1], 2) if at + 1 < len(lines) else None
    if counts is None:
        allowed = "a title, then the numbers of constructs and elements"
        raise problems.refuse(f"'{lines[at][1][:40]}'", allowed, (lines[at][0], None))
    check_size(counts[0], counts[1], problems, lines[at + 1][0])
    return counts[0], counts[1]


def _cut(lines: Lines, start: int, sizes: list[int], problems: Problems) -> list[Lines]:
    """Cut consecutive blocks out of the lines, or refuse a file that ends too early."""
    if start + sum(sizes) > len(lines):
        found = f"{len(lines) - start} lines after the counts"
        allowed = f"{sum(sizes)}: constructs, elements, rows of ratings"
        raise problems.refuse(found, allowed, (lines[-1][0], None))
    ends = [start + sum(sizes[: k + 1]) for k in range(len(sizes))]
    return [lines[end - size : end] for end, size in zip(ends, sizes, strict=True)]


def _gridstat_poles(row: int, text: str, problems: Problems) -> tuple[str, str]:
    spaced = any(separator in text for separator in _SEPARATORS[:3])
    plain = [sign for sign in "/:-" for _ in range(text.count(sign))]
    if not spaced and len(plain) > 1:
        remedy = "Put a blank on either side of the sign between the poles."
        problems.add(f"'{text[:60]}'", "one sign between two poles", (row, None), remedy)
    return _split_poles(text, _SEPARATORS)


def is_gridcor(lines: Lines) -> bool:
    """Return whether the file starts with Gridcor's three numbers and has rows of digits.

    Parameters
    ----------
    lines : list of (int, str)
        From `number_lines`.

    Returns
    -------
    bool
        Whether to read it as one.
    """
    counts = _integers(lines[0][1], 3) if lines else None
    return counts is not None and len(lines) > 2 and bool(re.fullmatch(r"[\d? ]+", lines[2][1]))


def draft_gridcor(lines: Lines, name: str, problems: Problems, right_first: bool = False) -> Draft:
    """Read a Gridcor file: digits without separators on a scale from 1.

    Parameters
    ----------
    lines : list of (int, str)
        From `number_lines`.
    name : str
        Name of a grid without a title.
    problems : Problems
        Where findings go.
    right_first : bool
        Whether the first block of poles holds the right ones.

    Returns
    -------
    Draft
        The grid.

    Raises
    ------
    DataError
        If the counts and the lines do not fit.
    """
    n_constructs, n_elements, highest = _integers(lines[0][1], 3) or (0, 0, 0)
    check_size(n_constructs, n_elements, problems, lines[0][0])
    if not 2 <= highest <= 9:
        raise problems.refuse(f"the highest rating {highest}", "2 to 9", (lines[0][0], None))
    expected = 2 + 3 * n_constructs + n_elements
    if len(lines) != expected:
        found = count_words(len(lines), "line")
        allowed = f"{expected}: counts, title, ratings, elements, two blocks of poles"
        raise problems.refuse(found, allowed, (lines[-1][0], None))
    parts = [n_constructs, n_elements, n_constructs, n_constructs]
    starts = [2 + sum(parts[:k]) for k in range(4)]
    rows, names, first, second = (
        lines[start : start + size] for start, size in zip(starts, parts, strict=True)
    )
    cells = [list(text.ljust(n_elements) if "?" in text else text) for _, text in rows]
    _check_block(rows, cells, n_constructs, n_elements, problems)
    left, right = (second, first) if right_first else (first, second)
    elements = [text for _, text in names]
    read = "right" if right_first else "left"
    return Draft(
        layout="gridcor",
        elements=elements,
        constructs=[(a, b, "") for (_, a), (_, b) in zip(left, right, strict=True)],
        cells=cells,
        rating_place=lambda i, j: (rows[i][0], elements[j]),
        element_places=[(row, None) for row, _ in names],
        construct_places=[(row, None) for row, _ in left],
        scale=(1.0, float(highest)),
        name=lines[1][1] or name,
        notes=[
            f"The first block of poles was read as the {read} poles. Gridcor's manual puts the "
            "right poles first, other programs the left: compare with the interview."
        ],
    )


@dataclass(frozen=True)
class Program:
    """A program whose files are read, and how one of them is known.

    Parameters
    ----------
    name : str
        As messages name it.
    fits : callable
        Whether a text is one of its files.
    draft : callable
        The grids of such a text; given the text, the file's name, the problems, and whether
        right poles come first.
    endings : tuple of str
        Of the files that `senco import` takes for grids.
    sign : str
        What a file that ends in .txt holds near its beginning, and a table does not; "" where
        the program writes no such file.
    """

    name: str
    fits: Callable[[str], bool]
    draft: Callable[[str, str, Problems, bool], list[Draft]]
    endings: tuple[str, ...] = ()
    sign: str = ""


#: The first that fits reads a file.
PROGRAMS = (
    Program(
        "Rep Plus or WebGrid",
        lambda text: is_repplus(split_fields(text)),
        lambda text, name, problems, _: [draft_repplus(split_fields(text), name, problems)],
        endings=(".rgrid",),
    ),
    Program(
        "OpenRepGrid",
        lambda text: is_openrepgrid(number_lines(text)),
        lambda text, name, problems, _: [draft_openrepgrid(number_lines(text), name, problems)],
        sign="END ELEMENTS",
    ),
    Program(
        "RepGrid (basic or spreadsheet format)",
        lambda text: is_basic(number_lines(text)),
        lambda text, name, problems, _: [draft_basic(number_lines(text), name, problems)],
        sign="\nGrid\t",
    ),
    Program(
        "Gridcor",
        lambda text: is_gridcor(number_lines(text)),
        lambda text, name, problems, right: [
            draft_gridcor(number_lines(text), name, problems, right)
        ],
        endings=(".dat",),
    ),
    Program(
        "Gridstat",
        lambda text: is_gridstat(number_lines(text)),
        lambda text, name, problems, _: draft_gridstat(number_lines(text), name, problems),
        endings=(".dat",),
    ),
)
