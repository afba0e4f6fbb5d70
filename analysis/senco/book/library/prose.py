"""What a docstring says, from reStructuredText as this project writes it to Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_CODE = re.compile(r"(``.+?``|`[^`]+`)")
_ADDRESS = re.compile(r"https?://\S*[\w/]")
_LISTED = re.compile(r"[-*] ")


def write_text(lines: Sequence[str], anchors: Mapping[str, str]) -> str:
    r"""Return a part of a docstring as Markdown.

    Parameters
    ----------
    lines : sequence of str
        As numpydoc gives them.
    anchors : mapping of str to str
        The anchor of each name that is linked.

    Returns
    -------
    str
        Each paragraph, or item of a list, one line.

    Examples
    --------
    >>> write_text(["As `kendall_w` gives it:", "W * 2.", "", "See."], {"kendall_w": "w"})
    'As [`kendall_w`](#w) gives it: W \\* 2.\n\nSee.'
    """
    parts = re.split(r"\n\s*\n", "\n".join(line.strip() for line in lines).strip())
    return "\n\n".join(_write_paragraph(part, anchors) for part in parts if part)


def _write_paragraph(text: str, anchors: Mapping[str, str]) -> str:
    if _LISTED.match(text):
        items = re.split(r"^[-*] ", text, flags=re.MULTILINE)[1:]
        return "\n".join(f"- {_write_line(item, anchors)}" for item in items)
    return _write_line(text, anchors)


def _write_line(text: str, anchors: Mapping[str, str]) -> str:
    pieces = _CODE.split(" ".join(text.split()))
    return "".join(
        _write_code(piece, anchors) if place % 2 else _escape(piece)
        for place, piece in enumerate(pieces)
    )


def _write_code(piece: str, anchors: Mapping[str, str]) -> str:
    """A name between single signs is one of Python's, and linked; between two, a column's."""
    name = piece.strip("`")
    anchor = None if piece.startswith("``") else anchors.get(name)
    return f"[`{name.rpartition('.')[2]}`](#{anchor})" if anchor else f"`{name}`"


def _escape(text: str) -> str:
    """Plain words: what could begin markup gets a backslash, an address becomes a link."""
    kept, end = [], 0
    for address in _ADDRESS.finditer(text):
        kept += [_mask(text[end : address.start()]), f"<{address[0]}>"]
        end = address.end()
    return "".join([*kept, _mask(text[end:])])


def _mask(text: str) -> str:
    return re.sub(r"[*{}\[\]<>$|~]", r"\\\g<0>", text)


def write_examples(lines: Sequence[str], anchors: Mapping[str, str]) -> str:
    """Return the examples of a docstring as Markdown.

    Parameters
    ----------
    lines : sequence of str
        As numpydoc gives them.
    anchors : mapping of str to str
        As for `write_text`.

    Returns
    -------
    str
        Each example a block of code, with the words before it.
    """
    parts = re.split(r"\n\s*\n", "\n".join(lines).strip("\n"))
    return "\n\n".join(
        f"```pycon\n{part}\n```" if part.startswith(">>> ") else write_text([part], anchors)
        for part in parts
    )
