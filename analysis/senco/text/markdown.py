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
