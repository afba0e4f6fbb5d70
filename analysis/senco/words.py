"""Words as a sentence lists them."""

from __future__ import annotations

from collections.abc import Sequence


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Return words as a sentence lists them.

    Parameters
    ----------
    words : sequence of str
        None of them empty.
    last : str
        What stands before the last, as "and" or "or".

    Returns
    -------
    str
        "none" where there is no word.

    Examples
    --------
    >>> join_words(["Relationships", "Skills", "Purpose"])
    'Relationships, Skills and Purpose'
    >>> join_words(["Ethos", "Knowledge and skills"], "or")
    'Ethos, or Knowledge and skills'
    >>> join_words([])
    'none'
    """
    if not words:
        return "none"
    comma = "," if any(" and " in word for word in words) else ""
    return f"{comma} {last} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
