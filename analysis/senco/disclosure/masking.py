"""Masking: what was found is reported without a letter of it."""

from __future__ import annotations

from senco.text.words import count_words


def mask(text: str) -> str:
    """Return how long a text is and nothing of it.

    Parameters
    ----------
    text : str
        What was found.

    Returns
    -------
    str
        Such as "•••• (4 characters)", with at most eight dots.

    Examples
    --------
    >>> mask("jane@example.org")
    '•••••••• (16 characters)'
    """
    return "•" * min(len(text), 8) + f" ({count_words(len(text), 'character')})"


def mask_part(part: str) -> str:
    """Return one part of a path as dots with its ending, where that is a known kind.

    Parameters
    ----------
    part : str
        The name of a file or folder.

    Returns
    -------
    str
        Such as "••••.csv"; an ending that is longer than five signs is masked as well.

    Examples
    --------
    >>> mask_part("little-stars.csv"), mask_part("07700.900123")
    ('••••.csv', '••••')
    """
    _, dot, ending = part.rpartition(".")
    plain = dot and ending.isalnum() and len(ending) <= 5 and not ending[0].isdigit()
    return f"••••.{ending}" if plain else "••••"
