"""What a page of the kit consists of, as a document that can be written in any form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

BlankKind = Literal["text", "tick", "choice"]
Look = Literal["form", "large", "slides"]


@dataclass(frozen=True)
class Run:
    """Words that are set alike.

    Parameters
    ----------
    text : str
        The words.
    bold, italic, code : bool
        How they are set.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False


@dataclass(frozen=True)
class Blank:
    """Something to fill in.

    Parameters
    ----------
    kind : {"text", "tick", "choice"}
        Words, a box to tick, or one of several.
    prompt : str
        What stands there until it is filled in, such as ``"[date]"``; blank in a table.
    label : str
        What is asked for, as a screen reader says it.
    choices : tuple of str
        What can be chosen.
    other : bool
        Whether something else may be written instead of a choice.
    name : str
        By which a program finds it; no two in a document are alike.
    room : int
        How many letters of room the page leaves for it in a line.
    """

    kind: BlankKind
    prompt: str = ""
    label: str = ""
    choices: tuple[str, ...] = ()
    other: bool = False
    name: str = ""
    room: int = 0


Inline = Run | Blank
Line = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; that of the first level is the document's title."""

    level: int
    line: Line


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    line: Line


@dataclass(frozen=True)
class Listing:
    """A list, with numbers or without; each item is one or more blocks."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class Table:
    """A table; its first row is its head."""

    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class Quote:
    """What is said to a participant, word for word."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Note:
    """A box with a title: an admonition."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Figure:
    """A drawing, by the path that the page names, with what it shows in words.

    One that is in line stands between the paragraphs, another on a sheet of its own.
    """

    path: str
    alt: str
    caption: Line
    in_line: bool = False


@dataclass(frozen=True)
class Break:
    """What follows begins on a sheet of its own, for it is handed out by itself."""


Block = Heading | Paragraph | Listing | Table | Quote | Note | Figure | Break


@dataclass(frozen=True)
class Document:
    """A page of the kit.

    Parameters
    ----------
    title : str
        Its heading, as plain text.
    language : str
        Such as ``"en-GB"``.
    subject : str
        Whose kit it is part of: the study, or a cohort of it.
    blocks : tuple of Block
        In the order of the page.
    author : str
        Who made it, for its properties; empty where that is for whoever fills it in to say.
    closing : str
        What stands below the text in small print, such as how it is cited.
    look : {"form", "large", "slides"}
        Sheets of A4; the same in large print; or pages to be projected.
    """

    title: str
    language: str
    subject: str
    blocks: tuple[Block, ...]
    author: str = ""
    closing: str = ""
    look: Look = "form"


@dataclass(frozen=True)
class Sheet:
    """What begins on a new sheet of paper.

    Parameters
    ----------
    across : bool
        Whether the paper lies on its long side.
    blocks : tuple of Block
        None of them a break.
    """

    across: bool
    blocks: tuple[Block, ...]


#: A table of more columns than this takes a sheet across.
_UPRIGHT = 7


def lay_out(blocks: Sequence[Block]) -> list[Sheet]:
    """Return the sheets of a document.

    Parameters
    ----------
    blocks : sequence of Block
        Of a document.

    Returns
    -------
    list of Sheet
        A drawing, and a table of many columns, has a sheet across with the lines that lead up
        to it; what follows is upright again.
    """
    sheets: list[Sheet] = []
    waiting: list[Block] = []

    def turn(across: bool = False) -> None:
        if waiting:
            sheets.append(Sheet(across, tuple(waiting)))
            waiting.clear()

    for block in blocks:
        if isinstance(block, Break):
            turn()
        elif _lies_across(block):
            leading = _take_leading(waiting)
            if isinstance(block, Figure) and len(leading) == 1:
                leading = []  # it is handed out, and its caption says what the heading does
            turn()
            waiting.extend([*leading, block])
            turn(across=True)
        else:
            waiting.append(block)
    turn()
    return sheets


def _lies_across(block: Block) -> bool:
    if isinstance(block, Figure):
        return not block.in_line
    return isinstance(block, Table) and len(block.head) > _UPRIGHT


def _take_leading(waiting: list[Block]) -> list[Block]:
    """The last heading, where but a line or two stand between it and what is to come."""
    for back in range(1, min(4, len(waiting)) + 1):
        one = waiting[-back]
        if isinstance(one, Heading):
            if one.level == 1:
                break
            leading = waiting[-back:]
            del waiting[-back:]
            return leading
        if not isinstance(one, Paragraph):
            break
    return []


def tell(line: Line, prompts: bool = False) -> str:
    """Return the words of a line.

    Parameters
    ----------
    line : tuple of Run or Blank
        A line.
    prompts : bool
        Whether with what stands where something is to be filled in.

    Returns
    -------
    str
        With single blanks.
    """
    parts = (one.text if isinstance(one, Run) else one.prompt * prompts for one in line)
    return " ".join("".join(parts).split())


def name_blanks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Give each blank of a document a name of its own.

    Parameters
    ----------
    blocks : sequence of Block
        Of a document.

    Returns
    -------
    tuple of Block
        Blanks are numbered in the order of reading.
    """
    numbers = iter(range(1, 1_000_000))
    return tuple(_rename(block, numbers) for block in blocks)


def _rename(block: Block, numbers: Iterator[int]) -> Block:
    def name(line: Line) -> Line:
        return tuple(
            # a full stop would part the names of fields within fields
            replace(one, name=f"{next(numbers):03d} {one.label}".replace(".", "")[:120])
            if isinstance(one, Blank)
            else one
            for one in line
        )

    if isinstance(block, Heading | Paragraph):
        return replace(block, line=name(block.line))
    if isinstance(block, Table):
        rows = tuple(tuple(name(cell) for cell in row) for row in block.rows)
        return replace(block, rows=rows)
    if isinstance(block, Listing):
        items = tuple(tuple(_rename(one, numbers) for one in item) for item in block.items)
        return replace(block, items=items)
    if isinstance(block, Quote | Note):
        return replace(block, blocks=tuple(_rename(one, numbers) for one in block.blocks))
    return block
