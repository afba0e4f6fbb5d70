"""How near a word is to one of a name, and which words of a text belong together."""

from __future__ import annotations

import re
from itertools import pairwise

from rapidfuzz.distance import OSA

from senco.disclosure.lexicon import is_first_name, is_ordinary
from senco.disclosure.names.entries import Token

_PART = r"[^\W_]++(?:'[^\W_]++)*+"
_SHORT_FIRST = rf"\b[^\W_]{{1,3}} {_PART}"
#: Two words that may be one: cut by a hyphen or at the end of a row, or a short first one.
_CUT = re.compile(rf"{_PART}-\s{{0,2}}{_PART}|{_SHORT_FIRST}")
#: The same where it is looked for: from the beginning of a word alone, so that the time
#: follows the length of a word and not its square.
CUTS = re.compile(rf"(?<![^\W_])(?<![^\W_]'){_PART}-\s{{0,2}}{_PART}|{_SHORT_FIRST}")
#: What parts two sentences, where no initial or title stands before it.
_SENTENCE_END = re.compile(r"[.!?]['\")*_]{0,2}\s")
TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "lady", "rev"),
        *("revd", "sister", "headteacher"),
    )
)
#: Between two words of a name there may stand this much and no more.
_GAP = 4


def count_edits(word: str, name: str, edits: int) -> int | None:
    """How many slips part a word from a name; None where it is another word.

    A possessive or a plural is no slip. Names of up to three signs have none, of up to
    seven one, of more two; the first letter holds, unless the first two are swapped.

    Parameters
    ----------
    word, name : str
        The word, and a word of the list.
    edits : int
        How many letters part them.

    Returns
    -------
    int or None
        The slips.

    Examples
    --------
    >>> count_edits("acorns", "acorn", 1), count_edits("corner", "acorn", 3)
    (0, None)
    """
    if word == name or (word in (f"{name}s", f"{name}es") and len(name) > 1):
        return 0
    allowed = 0 if len(name) < 4 else 1 if len(name) < 8 else 2
    if word.endswith("s") and not name.endswith("s"):
        edits = min(edits, OSA.distance(word[:-1], name))
    swapped = sorted(word[:2]) == sorted(name[:2])
    same = word[0] == name[0] or swapped or len(name) > 5
    return edits if 0 < edits <= allowed and same else None


def goes_on(tokens: list[Token], place: int, last: str, called: bool, text: str) -> bool:
    """Return whether a first name has the surname's initial after it, a short form the surname.

    Parameters
    ----------
    tokens : list of Token
        A text's words.
    place : int
        Where the first name stands.
    last : str
        The surname.
    called : bool
        Whether it is a short form.
    text : str
        The text.

    Returns
    -------
    bool
        False where the sentence ends between them.
    """
    if place + 1 >= len(tokens) or not adjoin(tokens[place], tokens[place + 1], text):
        return False
    after, token = tokens[place + 1], tokens[place]
    initial = after.word == last[0] and after.capital
    return (called and after.word == last) or (
        initial and (token.capital or not is_ordinary(token.word))
    )


def is_slip(word: str, name: str, edits: int) -> bool:
    """Return whether a word that stands alone is a part of a name, misspelt, and no other word.

    Parameters
    ----------
    word, name : str
        The word, and a word of the list.
    edits : int
        How many letters part them.

    Returns
    -------
    bool
        False for an ordinary word.
    """
    allowed = 0 if len(name) < 5 else 1 if len(name) < 6 else 2
    if not 0 < edits <= allowed or word[0] != name[0] or is_ordinary(word):
        return False
    return word not in (f"{name}s", f"{name}es") and not (edits > 1 and is_first_name(word))


def adjoin(left: Token, right: Token, text: str) -> bool:
    """Return whether two words follow one another as a name's do.

    Parameters
    ----------
    left, right : Token
        Two words of the text.
    text : str
        The text.

    Returns
    -------
    bool
        False where much stands between them, or a sentence ends.
    """
    between = text[left.end : right.start]
    if between.casefold() == " and ":
        return True
    if len(left.word) > 2 and left.word not in TITLES and _SENTENCE_END.match(between):
        return False
    return len(between) <= _GAP and not set(between) & set(";!?()[]{}<>=")


def join(tokens: list[Token], text: str) -> dict[int, Token]:
    """Return each two words that a hyphen or the end of a line may have cut apart, as one.

    Parameters
    ----------
    tokens : list of Token
        A text's words.
    text : str
        The text.

    Returns
    -------
    dict of int to Token
        By the place of the first of the two.
    """
    joined = {}
    for place, (left, right) in enumerate(pairwise(tokens)):
        between = text[left.end : right.start]
        if between == "" or _CUT.fullmatch(text, left.start, right.end):
            word = left.word + right.word
            joined[place] = Token(word, left.start, right.end, left.capital)
    return joined
