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
