"""Escapes of scripts, styles and JSON resolved; rows stay where they are."""

from __future__ import annotations

import re

_UNICODE = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}|\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_OCTAL = re.compile(r"\\([0-3]?[0-7]{2})(?![0-9a-fA-F])")
_STYLED = re.compile(r"\\([0-9a-fA-F]{1,6})[ \t\n]?")
#: Letters by their numbers, as scripts make a text of them.
_CODES = re.compile(
    r"\b(?:String\.)?from(?:CharCode|CodePoint)\s{0,9}\(([\s\d,xXa-fA-F]{1,20000})\)"
)
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]{1,6}|\d{1,7}")
#: Two texts that a script joins.
_JOINED = re.compile(r"[\"'`]([ \t]{0,99}(?:\n\s{0,99})?)\+([ \t]{0,99}(?:\n\s{0,99})?)[\"'`]")
_LARGEST = 0x10FFFF


def resolve_escapes(text: str) -> str:
    r"""Return a text with the escapes of JSON and of scripts resolved.

    Parameters
    ----------
    text : str
        JSON, a script, or a page that holds one.

    Returns
    -------
    str
        A line that a string breaks stays one row, and a string that goes on in the next
        line stands whole in its first.

    Examples
    --------
    >>> resolve_escapes(r"'\u0041\x62\u{63}' + '\144', String.fromCharCode(0x65, 102)")
    "'Abcd', ef"
    """
    text = _UNICODE.sub(lambda code: _sign(code[1] or code[2] or code[3], 16), text)
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _CODES.sub(_join_codes, text) if "fromC" in text else text
    text = _OCTAL.sub(lambda code: _sign(code[1], 8), text)
    text = text.replace("\\n", " ").replace("\\t", " ").replace('\\"', '"').replace("\\/", "/")
    if "+" in text:
        text = _JOINED.sub(lambda sign: "\n" * sign[0].count("\n"), text)
    return _join_lines(text) if "\\\n" in text else text


def resolve_styles(text: str) -> str:
    r"""Return a text with the escapes of style sheets resolved.

    Parameters
    ----------
    text : str
        A style sheet, or a page that holds one.

    Returns
    -------
    str
        The blank that ends an escape is taken for a part of it; a line end stays.

    Examples
    --------
    >>> resolve_styles(r"p::after {content: '\41 \000062 c'}")
    "p::after {content: 'Abc'}"
    """
    return _STYLED.sub(lambda code: _sign(code[1], 16) + "\n" * code[0].count("\n"), text)


def _sign(digits: str, base: int) -> str:
    """The letter of this number; a line end would move the rows."""
    number = int(digits, base)
    return " " if number > _LARGEST or number < 32 else chr(number)


def _join_codes(match: re.Match[str]) -> str:
    numbers = [int(found[0], 0) for found in _NUMBER.finditer(re.sub(r"\b0+(?=\d)", "", match[1]))]
    letters = "".join(chr(n) if 32 <= n <= _LARGEST else " " for n in numbers)
    safe = letters.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return safe + "\n" * match[0].count("\n")


def _join_lines(text: str) -> str:
    """Strings that go on behind a backslash at the line's end, whole in their first row."""
    rows: list[str] = []
    parts: list[str] = []
    for row in text.split("\n"):
        if row.endswith("\\"):
            parts.append(row[:-1])
            continue
        rows.append("".join([*parts, row]))
        rows += [""] * len(parts)
        parts = []
    return "\n".join([*rows, *parts])
