"""Characters that look like a space or like nothing, and what a cell keeps of them."""

from __future__ import annotations

import re
import unicodedata

#: Spaces of other widths, and those at which no line may end; Word and web pages put them
#: in. Each is read as a plain space.
SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000"
)
#: Soft hyphens, marks of zero width and single marks of direction: each is left out.
UNSEEN = "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
#: Joiners are part of an emoji or of a word in some scripts, and are kept there alone.
JOINERS = "\u200c\u200d"
#: What ends a line, of whichever program.
BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"

_PLAIN = str.maketrans(dict.fromkeys(SPACES, " "))
_SEEN = str.maketrans(dict.fromkeys(UNSEEN, ""))
_LATIN = "\0-\u024f"
_LONE_JOINER = re.compile(f"(?<![^{_LATIN}])[{JOINERS}]+|[{JOINERS}]+(?![^{_LATIN}])")
_BREAK = re.compile(rf"(?<! ) *+[{BREAKS}][ {BREAKS}]*+")


def tidy_signs(text: str) -> tuple[str, list[str]]:
    r"""Return a cell's text as it is seen, and what was changed.

    Parameters
    ----------
    text : str
        A cell, a heading or a name.

    Returns
    -------
    text : str
        Composed letters (NFC), plain spaces, one line, no spaces at the ends, and nothing
        that cannot be seen but for joiners within an emoji or a word of another script.
    reasons : list of str
        One for each kind of change, each once.

    Examples
    --------
    >>> tidy_signs("The\u00a0manager\u200b gave ")
    ('The manager gave', ['special spaces', 'invisible characters', 'spaces at the ends'])
    """
    if text.isascii() and text.isprintable():
        bare = text.strip()
        return bare, ["spaces at the ends"] if bare != text else []
    steps = (
        (lambda given: given.translate(_PLAIN), "special spaces"),
        (lambda given: given.translate(_SEEN), "invisible characters"),
        (_close_lines, "a line break"),
        (lambda given: _LONE_JOINER.sub("", given), "invisible characters"),
        (lambda given: unicodedata.normalize("NFC", given), "letters composed from parts"),
        (str.strip, "spaces at the ends"),
    )
    reasons = []
    for step, reason in steps:
        changed = step(text)
        if changed != text:
            reasons.append(reason)
            text = changed
    return text, list(dict.fromkeys(reasons))


def _close_lines(text: str) -> str:
    bare = text.strip()
    return _BREAK.sub(" ", bare) if _BREAK.search(bare) else text


def tidy(text: str) -> str:
    r"""Return a cell's text as it is seen.

    Parameters
    ----------
    text : str
        A cell, a heading or a name.

    Returns
    -------
    str
        As from `tidy_signs`.

    Examples
    --------
    >>> tidy("Work\u202flife\u00ad balance\ufeff")
    'Work life balance'
    """
    return tidy_signs(text)[0]
