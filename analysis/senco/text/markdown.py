"""Plain text within Markdown."""

from __future__ import annotations

import re


def escape_markdown(text: str) -> str:
    r"""Return text that MyST shows as it stands, whatever it holds.

    Parameters
    ----------
    text : str
        One line.

    Returns
    -------
    str
        With a backslash before every character that could begin markup.

    Examples
    --------
    >>> escape_markdown("a *star* and {a role}")
    'a \\*star\\* and \\{a role\\}'
    """
    return re.sub(r"([\\`*_{}\[\]<>$~|#&!])", r"\\\1", text)


#: What is written by its number: a backslash, since one before a bracket begins mathematics
#: in JupyterLab; line ends and what is not seen; a blank that Markdown would take away.
_NUMBERED = r"[\\\x00-\x1f\x7f-\x9f\u2028\u2029]|^\s|\s$|(?<=\s)\s"
#: Markup, and the addresses that some readers turn into links: these get a backslash.
_MARKUP = r"[`*_{}\[\]<>$~|#&!@^]|:(?=//)|(?<=www)\."
_QUOTED = re.compile(f"(?P<numbered>{_NUMBERED})|{_MARKUP}", re.IGNORECASE)
#: What at the start of a line begins a list, a heading, a rule, a definition or a target.
_BLOCK = re.compile(r"[-+](?=[\s+-]|$)|[=%:(]|\d{1,9}[.)](?=\s|$)")


def quote_text(text: str, first: bool = False, after: str = "") -> str:
    r"""Return text that every reader of Markdown shows as it stands, inside a sentence.

    Parameters
    ----------
    text : str
        Any text; a line end in it ends no line of the Markdown.
    first : bool
        Whether it begins a line, where more signs are markup.
    after : str
        The sign that follows.

    Returns
    -------
    str
        With a backslash before, or a number in place of, what could be read as markup; a
        plain number or word stands as it is.

    Examples
    --------
    >>> quote_text("a *star* at 3.79")
    'a \\*star\\* at 3.79'
    >>> quote_text("3. of May", first=True), quote_text("3", first=True, after=".")
    ('&#51;. of May', '&#51;')
    """
    if first and _BLOCK.match(text + after):
        return f"&#{ord(text[0])};{quote_text(text[1:])}" if text else ""
    return _QUOTED.sub(
        lambda sign: f"&#{ord(sign[0])};" if sign["numbered"] else f"\\{sign[0]}", text
    )


def drop_links(text: str) -> str:
    """Return Markdown with the words of its links alone, for where none can be followed.

    Parameters
    ----------
    text : str
        Markdown of this project.

    Returns
    -------
    str
        The same without the links' targets.

    Examples
    --------
    >>> drop_links("See [the methods](../../study/methods.md).")
    'See the methods.'
    """
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
