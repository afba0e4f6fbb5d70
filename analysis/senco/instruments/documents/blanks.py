"""Where a page of the kit leaves something to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from senco.instruments.documents.model import Blank, Inline, Line, Run, tell

#: A box to tick; a line to write on; and what stands in brackets, such as a date, but no
#: numbers of lines.
_BOX, _LINE, _BRACKET = "☐", "_{5,}", r"\[(?=[^\]]*[^\W\d])[^\[\]]{1,200}\]"
#: A heading that lists what can be chosen: *prefers: left, right, none*.
_LISTED = re.compile(r"(?P<name>[^:]{1,60}): (?P<choices>[^:]{1,200},[^:]{1,200})")
#: A row's own name is put beside that of its column where it is so short that it says nothing.
_SHORT = 3

Choices = Mapping[str, tuple[tuple[str, ...], bool]]


def split_blanks(runs: Sequence[Run], raw: Sequence[bool], brackets: bool) -> Line:
    """Return a line in which what is to be filled in stands apart.

    Parameters
    ----------
    runs : sequence of Run
        Its words.
    raw : sequence of bool
        Of each run, whether the page has it as it stands; what was escaped is no blank.
    brackets : bool
        Whether what stands in brackets is to be filled in.

    Returns
    -------
    tuple of Run or Blank
        The line; a blank that no words name takes the words before it.
    """
    kinds = {"box": _BOX, "line": _LINE} | ({"bracket": _BRACKET} if brackets else {})
    pattern = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in kinds.items()))
    line: list[Inline] = []
    for run, plain in zip(runs, raw, strict=True):
        end = 0
        for found in pattern.finditer(run.text) if plain else ():
            line += _cut(run, end, found.start())
            said = tell(tuple(line[_find_last(line) :]))
            kind = found.lastgroup
            prompt = found[0] if kind == "bracket" else ""
            label = prompt.strip("[]") or said.rstrip(":. ")
            room = len(found[0]) if kind == "line" else 0
            line.append(Blank("tick" if kind == "box" else "text", prompt, label, room=room))
            end = found.end()
        line += _cut(run, end, len(run.text))
    return _trim(line)


def _find_last(line: Sequence[Inline]) -> int:
    """Where the words begin that no blank stands before."""
    return next((n for n in range(len(line), 0, -1) if isinstance(line[n - 1], Blank)), 0)


def _cut(run: Run, start: int, end: int) -> list[Inline]:
    text = run.text[start:end]
    return [Run(text, run.bold, run.italic, run.code)] if text else []


def _trim(line: list[Inline]) -> Line:
    """Without the spaces at both ends."""
    while line and isinstance(line[0], Run) and not line[0].text.strip():
        line.pop(0)
    while line and isinstance(line[-1], Run) and not line[-1].text.strip():
        line.pop()
    return tuple(line)


def read_blanks(
    head: Sequence[Line], rows: Sequence[Sequence[Line]], choices: Choices, word: str = "row"
) -> tuple[tuple[Line, ...], tuple[tuple[Line, ...], ...]]:
    """Return a table in which its empty cells are blanks, each with a name that can be said.

    Parameters
    ----------
    head : sequence of Line
        The first row.
    rows : sequence of sequence of Line
        The others.
    choices : mapping
        By a column's heading what can be chosen there, and whether something else can be
        written; a heading may also list it after a colon.
    word : str
        How a row is called that has no name.

    Returns
    -------
    head, rows : tuple
        The table.
    """
    names, allowed = [], dict(choices)
    for cell in head:
        told = tell(cell)
        listed = _LISTED.fullmatch(told)
        names.append(listed["name"] if listed else told)
        if listed and names[-1] not in allowed:
            allowed[names[-1]] = (tuple(listed["choices"].split(", ")), False)
    filled = [
        tuple(_fill(cell, place, names, _name_row(row, number, names, word), allowed)
              for place, cell in enumerate(row))
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip
    return tuple(head), tuple(filled)


def _name_row(row: Sequence[Line], number: int, names: Sequence[str], word: str) -> str:
    first = tell(row[0], prompts=True) if row else ""
    if not first:
        return f"{word} {number}"
    return f"{names[0]} {first}" if len(first) <= _SHORT else first


def _fill(cell: Line, place: int, names: Sequence[str], row: str, allowed: Choices) -> Line:
    """A cell with its blanks named by row and column."""
    name = names[place] if place < len(names) else ""
    label = f"{row} – {name}" if name else row
    if not cell:
        chosen, other = allowed.get(name, ((), False))
        return (Blank("choice" if chosen else "text", "", label, chosen, other),)
    return tuple(_relabel(cell, label))


def _relabel(cell: Line, label: str) -> Iterator[Inline]:
    """Boxes and lines that stand alone in a cell; others are named by the words before them."""
    for one in cell:
        if isinstance(one, Blank) and not one.prompt and not tell(cell):
            yield Blank(one.kind, "", label)
        else:
            yield one
