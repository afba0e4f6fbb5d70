"""Whether one word of a text is used as a person's name: by its place in the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from senco.disclosure.lexicon import MONTHS, is_ordinary
from senco.disclosure.names.entries import Token

#: What people do and are said to be: a word before one of these is somebody.
_DOES = frozenset(
    (
        *("said", "says", "told", "tells", "asked", "asks", "rang", "rings", "called", "phoned"),
        *("emailed", "wrote", "writes", "came", "comes", "went", "goes", "thought", "thinks"),
        *("felt", "feels", "knew", "knows", "sat", "sits", "gave", "gives", "took", "takes"),
        *("did", "does", "has", "had", "was", "is", "wanted", "wants", "met", "helped", "helps"),
        *("left", "started", "stayed", "cried", "laughed", "agreed", "signed", "sent", "brought"),
        *("herself", "himself", "who", "reckons", "reckoned", "explained", "showed", "read"),
    )
)
#: Of these a thing or a month may be the subject as well.
_IS = frozenset(("was", "is", "has", "had", "did", "does", "came", "comes", "went", "goes", "left"))
#: What is done to people: a word after one of these is somebody.
_TO = frozenset(
    (
        *("told", "asked", "rang", "called", "phoned", "emailed", "met", "thanked", "trust"),
        *("with", "ask", "tell", "ring", "saw", "see", "beside", "besides", "named", "thank"),
        *("trusted", "helped", "visited", "know", "knew", "married", "hugged", "email", "phone"),
    )
)
#: The same where a month may be meant: "we were told May", "I see May".
_TO_NOBODY_ELSE = frozenset(
    ("asked", "rang", "phoned", "emailed", "thanked", "trust", "with", "ask", "ring", "beside")
)
#: Before a noun, and never before a name.
_BEFORE_NOUNS = frozenset(
    (
        *("the", "a", "an", "this", "that", "these", "those", "our", "your", "their", "his"),
        *("her", "my", "its", "each", "every", "no", "any", "some", "one", "early", "late"),
        *("last", "next", "mid", "saving", "good", "of", "by", "into", "in"),
    )
)


def is_used_as_name(tokens: Sequence[Token], place: int, text: str) -> bool:
    """Return whether a word that may be a name is used as one.

    Parameters
    ----------
    tokens : sequence of Token
        A text's words.
    place : int
        Which of them is looked at; it has a capital.
    text : str
        The text.

    Returns
    -------
    bool
        True for a word that is nothing but a name. One that is an ordinary word or a month
        too has to stand where a person does: before *said*, after *with*, or with a capital
        inside a sentence and by itself.
    """
    token = tokens[place]
    if not is_ordinary(token.word) and token.word not in MONTHS:
        return True
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    next_word = after.word if after and text[token.end : after.start] == " " else ""
    last_word = _find_last_word(before, token, text)
    if next_word in _DOES - _IS:
        return True
    if last_word in (_TO_NOBODY_ELSE if token.word in MONTHS else _TO):
        return not (after and after.capital and next_word)
    if token.word in MONTHS or _opens_sentence(token, text):
        return False
    opened = before is not None and is_ordinary(before.word) and _opens_sentence(before, text)
    beside = (before is not None and before.capital and last_word != "i" and not opened) or (
        after is not None and after.capital and bool(next_word)
    )
    return bool(last_word) and last_word not in _BEFORE_NOUNS and not beside


def _find_last_word(before: Token | None, token: Token, text: str) -> str:
    """The word before a word; *and*, which is none of the tokens, too."""
    between = text[before.end : token.start] if before else ""
    if before is None or between.casefold() == " and ":
        return "and" if before else ""
    return before.word if between == " " else ""


def _opens_sentence(token: Token, text: str) -> bool:
    """Whether a word is the first of a sentence, a cell, a line or what is quoted."""
    before = text[max(token.start - 8, 0) : token.start].rstrip(" \"'(*_[>")
    return not before or before[-1] in ".!?:;\n,|-/<"
