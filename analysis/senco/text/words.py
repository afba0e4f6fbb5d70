"""Words as a sentence lists them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from senco.errors import MeasureError, suggest

_ROLE = re.compile(r"\{study\}`([^`]*)`")


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


def put_words(text: str, words: Mapping[str, str]) -> str:
    """Put a study's own words in place of the roles that name them.

    Parameters
    ----------
    text : str
        A sentence, in which ``{study}`many``` stands for the participants.
    words : mapping of str to str
        As `senco.cohort.study.Study.list_words` gives it, escaped as the text needs.

    Returns
    -------
    str
        The sentence.

    Raises
    ------
    MeasureError
        For a role that names no word of the study.

    Examples
    --------
    >>> put_words("How does each {study}`one` work?", {"one": "teacher"})
    'How does each teacher work?'
    """

    def put(found: re.Match[str]) -> str:
        if found[1] not in words:
            listed = ", ".join(words)
            hint = suggest(found[1], words)
            raise MeasureError(
                f"{found[0]} is not a word of the study. Words: {listed}. {hint}".strip()
            )
        return words[found[1]]

    return _ROLE.sub(put, text)


def count_words(number: int, noun: str) -> str:
    """Return a number of things.

    Parameters
    ----------
    number : int
        At least 0.
    noun : str
        In the singular, of a plural in -s.

    Returns
    -------
    str
        With separators of thousands.

    Examples
    --------
    >>> count_words(1, "row"), count_words(1200, "row"), count_words(0, "row")
    ('1 row', '1,200 rows', '0 rows')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def count_verb(number: int, one: str, many: str) -> str:
    """Return a number with the verb that it takes.

    Parameters
    ----------
    number : int
        At least 0.
    one, many : str
        The verb after one, and after any other number.

    Returns
    -------
    str
        With separators of thousands.

    Examples
    --------
    >>> count_verb(1, "agrees", "agree"), count_verb(0, "agrees", "agree")
    ('1 agrees', '0 agree')
    """
    return f"{number:,} {one if number == 1 else many}"


def join_tied(words: Sequence[str], most: int = 4) -> str:
    """Return the words for what shares a place, in a sentence: all of them, or how many.

    Parameters
    ----------
    words : sequence of str
        None of them empty.
    most : int
        So many are named at most; of more than that the first are, and the others
        counted.

    Returns
    -------
    str
        "none" where there is no word; "(tied)" stands after several.

    Examples
    --------
    >>> join_tied(["Training"])
    'Training'
    >>> join_tied(["Training", "Funding"])
    'Training and Funding (tied)'
    >>> join_tied(list("ABCDEF"))
    'A, B, C and 3 more (tied)'
    """
    left = len(words) - most
    named = [*words[: most - 1], f"{left + 1} more"] if left > 0 else words
    return join_words(named) + " (tied)" * (len(words) > 1)
