"""A page of the kit, read from its Markdown into a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from senco.errors import SencoError
from senco.instruments.documents.blanks import read_blanks
from senco.instruments.documents.model import (
    Block,
    Break,
    Document,
    Figure,
    Heading,
    Line,
    Listing,
    Note,
    Paragraph,
    Quote,
    Run,
    Table,
    name_blanks,
    tell,
)
from senco.locale import load_catalogue

if TYPE_CHECKING:
    from markdown_it.token import Token

#: Roles of MyST, as they stand before a piece of code.
_ROLE = re.compile(r"\{(?P<name>[\w:-]+)\}$")
_TARGET = re.compile(r"<[^<>]*>$")
_FENCE = re.compile(r"\{(?P<name>[\w-]+)\}\s*(?P<words>.*)")
_OPTION = re.compile(r":(?P<name>[\w-]+):\s*(?P<words>.*)")
#: What leads to other pages, which a document does not have beside it.
_ONWARD = "Where to go next:"
_CHOICES = re.compile(r"<!-- choices: (?P<columns>.+?) = (?P<choices>.+?)(?P<other>, …)? -->")


@dataclass
class _Reader:
    """What is known while a page is read."""

    page: str
    references: Mapping[str, str]
    language: str
    cited: dict[str, None] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)
    choices: dict[str, tuple[tuple[str, ...], bool]] = field(default_factory=dict)
    handed_out: bool = False

    def refuse(self, what: str) -> SencoError:
        return SencoError(
            f"{self.page}: {what} cannot be put in a document. A page of the kit may have "
            "headings, paragraphs, lists, tables, quotations, admonitions and figures."
        )


def read_document(
    text: str,
    page: str,
    references: Mapping[str, str],
    language: str = "en",
    subject: str = "",
) -> Document:
    """Return a page of the kit as a document.

    Parameters
    ----------
    text : str
        The page, in MyST Markdown.
    page : str
        How messages name it.
    references : mapping of str to str
        How a work is cited, by its key.
    language : str
        Of the study.
    subject : str
        Whose kit it is part of.

    Returns
    -------
    Document
        What leads to other pages and downloads is left out. What is to be filled in is a blank:
        an empty cell of a table, a box (☐), a line of underscores, and between two rules what
        stands in brackets.

    Raises
    ------
    SencoError
        Where the page holds something that no document can.
    """
    reader = _Reader(page, references, language)
    reader.figures.update((name, n) for n, name in enumerate(_list_figures(text), start=1))
    blocks = _read_blocks(_parse(text), reader)
    if reader.cited:
        cited = [(Paragraph((Run(references.get(key, key)),)),) for key in reader.cited]
        blocks.append(Listing(False, tuple(cited)))
    first = next((one for one in blocks if isinstance(one, Heading)), None)
    if first is None:
        raise reader.refuse("a page without a heading")
    locale = {"en": "en-GB", "es": "es-ES"}.get(language, language)
    return Document(tell(first.line), locale, subject, name_blanks(blocks))


def _parse(text: str) -> list[Token]:
    from markdown_it import MarkdownIt

    # what was escaped stays apart, so that it is told from markup
    return MarkdownIt("commonmark").enable("table").disable("text_join").parse(text)


def _list_figures(text: str) -> Iterator[str]:
    for found in re.finditer(r"(?s)```\{figure\}.*?```", text):
        name = re.search(r"(?m)^:name:\s*(\S+)", found[0])
        yield name[1] if name else ""


def _read_blocks(tokens: Sequence[Token], reader: _Reader) -> list[Block]:
    blocks: list[Block] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = _find_end(tokens, place)
        inner = tokens[place + 1 : end]
        blocks += _read_block(token, inner, reader)
        place = end + 1
    return blocks


def _find_end(tokens: Sequence[Token], place: int) -> int:
    """Where what opens here is closed again; the place itself where nothing opens."""
    depth = 0
    for end in range(place, len(tokens)):
        depth += tokens[end].nesting
        if depth == 0:
            return end
    return len(tokens) - 1


def _read_block(token: Token, inner: Sequence[Token], reader: _Reader) -> list[Block]:
    kind = token.type.removesuffix("_open")
    if kind == "hr":
        reader.handed_out = True
        return [Break()]
    if kind in ("fence", "code_block"):
        return _read_fence(token, reader)
    if kind == "html_block":
        return _read_comment(token.content, reader)
    if kind == "heading":
        return [Heading(int(token.tag[1]), _read_line(inner[0], reader))]
    if kind == "paragraph":
        return _read_paragraph(inner[0], reader)
    if kind in ("bullet_list", "ordered_list"):
        items = [tuple(_read_blocks(part, reader)) for part in _split(inner, "list_item")]
        return [Listing(kind == "ordered_list", tuple(items))]
    if kind == "blockquote":
        return [Quote(tuple(_read_blocks(inner, reader)))]
    if kind == "table":
        return [_read_table(inner, reader)]
    raise reader.refuse(f"a part of the kind '{kind}'")


def _split(tokens: Sequence[Token], kind: str) -> Iterator[Sequence[Token]]:
    """What stands within each part of a kind, such as the items of a list."""
    place = 0
    while place < len(tokens):
        end = _find_end(tokens, place)
        if tokens[place].type == f"{kind}_open":
            yield tokens[place + 1 : end]
        place = end + 1


def _read_paragraph(token: Token, reader: _Reader) -> list[Block]:
    line = _read_line(token, reader)
    if tell(line).startswith(_ONWARD) or "{download}" in token.content:
        return []
    return [Paragraph(line)] if line else []


def _read_comment(text: str, reader: _Reader) -> list[Block]:
    for found in _CHOICES.finditer(text):
        choices = tuple(_restore(one) for one in found["choices"].split(", "))
        for column in found["columns"].split(", "):
            reader.choices[_restore(column)] = (choices, bool(found["other"]))
    if not re.fullmatch(r"(?s)\s*(?:<!--.*?-->\s*)+", text):
        raise reader.refuse("HTML")
    return []


def hide_commas(text: str) -> str:
    """Return a text as it stands in a list of choices, which commas part.

    Parameters
    ----------
    text : str
        A column's heading, or a choice.

    Returns
    -------
    str
        Without the signs that part choices or end a comment.

    Examples
    --------
    >>> hide_commas("Everyday, personal knowledge")
    'Everyday&#44; personal knowledge'
    """
    return re.sub("[&,=<>…-]", lambda sign: f"&#{ord(sign[0])};", text)


def _restore(text: str) -> str:
    return re.sub(r"&#(\d{1,4});", lambda sign: chr(int(sign[1])), text).strip()


def _read_fence(token: Token, reader: _Reader) -> list[Block]:
    found = _FENCE.fullmatch(token.info.strip())
    if not found or found["name"] not in ("admonition", "figure"):
        raise reader.refuse(f"a block of {token.info.strip() or 'code'}")
    options, body = {}, token.content.split("\n")
    while body and (option := _OPTION.fullmatch(body[0])):
        options[option["name"]] = option["words"]
        body.pop(0)
    tokens = _parse("\n".join(body))
    if found["name"] == "admonition":
        before, reader.handed_out = reader.handed_out, False
        inner = tuple(_read_blocks(tokens, reader))
        reader.handed_out = before
        return [Note(found["words"], inner)]
    caption = [one for one in _read_blocks(tokens, reader) if isinstance(one, Paragraph)]
    line = caption[0].line if caption else ()
    if "in-line" in options:
        return [Figure(found["words"], options.get("alt", ""), line, in_line=True)]
    number = Run(f"{_number(reader, options.get('name', ''))}. ", bold=True)
    return [Figure(found["words"], options.get("alt", ""), (number, *line))]


def _number(reader: _Reader, name: str) -> str:
    figure = f"Fig. {reader.figures.get(name, 1)}"
    return load_catalogue(reader.language).translate(figure)


def _read_table(tokens: Sequence[Token], reader: _Reader) -> Table:
    parts = [row for part in ("thead", "tbody") for body in _split(tokens, part)
             for row in _split(body, "tr")]  # fmt: skip
    head = tuple(_read_line(cell[0], reader) for cell in _split(parts[0], "th"))
    rows = [[_read_line(cell[0], reader) for cell in _split(row, "td")] for row in parts[1:]]
    word = load_catalogue(reader.language).name("row", "kit")
    filled = read_blanks(head, rows, reader.choices, word)
    reader.choices.clear()
    return Table(*filled)


def _read_line(token: Token, reader: _Reader) -> Line:
    """The words of a paragraph or a cell, and what is to be filled in between them."""
    from senco.instruments.documents.blanks import split_blanks

    runs: list[Run] = []
    bold = italic = 0
    raw: list[bool] = []
    children = _join(token.children or [], reader)
    for place, (kind, content) in enumerate(children):
        change = {"strong_open": (1, 0), "strong_close": (-1, 0),
                  "em_open": (0, 1), "em_close": (0, -1)}.get(kind, (0, 0))  # fmt: skip
        bold, italic = bold + change[0], italic + change[1]
        if kind in ("softbreak", "hardbreak"):
            content = " "
        elif kind == "code_inline":
            role = _ROLE.search(children[place - 1][1]) if place else None
            if role:
                content = _read_role(role["name"], content, reader)
        elif kind == "text" and place + 1 < len(children):
            if children[place + 1][0] == "code_inline":
                content = _ROLE.sub("", content)
        elif kind == "image":
            raise reader.refuse("a picture within a line")
        if content:
            code = kind == "code_inline" and not (place and _ROLE.search(children[place - 1][1]))
            runs.append(Run(content, bool(bold), bool(italic), code))
            raw.append(kind == "text")
    return split_blanks(runs, raw, brackets=reader.handed_out)


def _join(children: Sequence[Token], reader: _Reader) -> list[tuple[str, str]]:
    """The kinds and the words of a line's parts; comments go."""
    parts = [one for one in children if not one.content.startswith("<!--")]
    if any(one.type == "html_inline" for one in parts):
        raise reader.refuse("HTML")
    return [(one.type, one.content) for one in parts]


def _read_role(name: str, content: str, reader: _Reader) -> str:
    """What a role of MyST shows."""
    readers: dict[str, Callable[[], str]] = {
        "term": lambda: _TARGET.sub("", content).rstrip(),
        "cite": lambda: _cite(content, reader),
        "numref": lambda: _number(reader, content),
        "download": lambda: _TARGET.sub("", content).rstrip(),
    }
    if name not in readers:
        raise reader.refuse(f"the role '{name}'")
    return readers[name]()


def _cite(content: str, reader: _Reader) -> str:
    keys = [key.strip() for key in content.split(",")]
    reader.cited |= dict.fromkeys(key for key in keys if key in reader.references)
    told = [_shorten(reader.references.get(key, key)) for key in keys]
    return f"({'; '.join(told)})"


def _shorten(reference: str) -> str:
    """Authors and year, as a sentence cites them."""
    return reference.partition("). ")[0].replace(" (", " ", 1)
