"""What people write into the headings of a grid: names of poles, scales, signs between poles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from senco.intake.formats.grids.drafts import parse_number

Scale = tuple[float, float]

#: Marks of a rating that is missing, as `drafts` reads them.
MISSING = frozenset({"", "na", "n/a", "nan", "?", ".", "-"})
#: Signs between two poles, the least doubtful first.
SIGNS = (
    " – ", " — ", " - ", " <-> ", " ↔ ", " vs. ", " vs ", " v. ", " v ", " versus ",
    " / ", " : ", " | ", "—", "–", "/", ":", "-",
)  # fmt: skip

_LEFT = frozenset({
    "left", "left pole", "left hand pole", "lefthand pole", "emergent", "emergent pole",
    "similarity", "similarity pole", "similar pole", "likeness pole", "first pole", "pole a",
    "construct pole", "linker pol", "pol links", "ähnlichkeitspol", "polo izquierdo",
    "polo emergente", "pôle gauche", "pôle émergent", "polo sinistro", "polo esquerdo",
})  # fmt: skip
_RIGHT = frozenset({
    "right", "right pole", "right hand pole", "righthand pole", "implicit", "implicit pole",
    "contrast", "contrast pole", "contrasting pole", "opposite", "opposite pole", "difference",
    "difference pole", "dissimilarity pole", "submerged pole", "second pole", "pole b",
    "rechter pol", "pol rechts", "gegenpol", "kontrastpol", "polo derecho", "polo implícito",
    "pôle droit", "pôle implicite", "polo destro", "polo direito",
})  # fmt: skip
_PAIR = frozenset({
    "construct", "constructs", "poles", "pole pair", "construct poles", "bipolar construct",
    "bipolar constructs", "personal construct", "personal constructs", "konstrukt", "konstrukte",
    "constructo", "constructos", "construit",
})  # fmt: skip
_NUMBER = frozenset({
    "no", "nr", "#", "number", "num", "n°", "nº", "id", "construct no", "construct number",
    "construct nr", "construct id", "c no",
})  # fmt: skip
_ASIDE = frozenset({
    "note", "notes", "comment", "comments", "remark", "remarks", "triad", "elicited from",
    "elicited by", "category", "theme", "code",
})  # fmt: skip
#: No heading of a column of poles has more letters.
_LONGEST = 80
_NUMERAL = r"[-+−]?\d{1,9}(?:\.\d{1,9})?"
_POLE = re.compile(
    rf"(?P<word>.{{0,60}}?\bpol[eo]?)?\s{{0,5}}[(\[=:]?\s{{0,5}}(?P<number>{_NUMERAL})\s{{0,5}}[)\]]?\s{{0,5}}"
    rf"(?:=\s{{0,5}}(?P<after>.{{1,200}}))?",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"\(?\s{{0,5}}({_NUMERAL})\s{{0,5}}(?:-|–|—|\.{{2,5}}|to|bis|à|a|hasta)\s{{0,5}}({_NUMERAL})\s{{0,5}}\)?",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"\b(?:scale|scales|rated|ratings?|range|skala|skalierung|escala|échelle|scala)\b[^\d+−-]{0,30}"
    rf"({_NUMERAL})\s{{0,5}}(?:-|–|—|\.{{2,5}}|to|bis|à|a|hasta|and|through)\s{{0,5}}({_NUMERAL})(?!\.?\d)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    rf"({_NUMERAL})\s{{0,5}}(?:=|:)\s{{0,5}}(left|emergent)\b.{{0,60}}?({_NUMERAL})\s{{0,5}}(?:=|:)\s{{0,5}}"
    r"(?:right|implicit|contrast)\b",
    re.IGNORECASE,
)


def _plain(heading: str) -> str:
    words = re.sub(r"[\s_.\-]+", " ", heading.casefold()).strip()
    return re.sub(r"\s*[(\[]?[-+−]?\d+(\.\d+)?[)\]]?$", "", words).strip(" =:") or words


def name_part(heading: str) -> str:
    """Return which part of a grid a heading says that its column holds.

    Parameters
    ----------
    heading : str
        The cell over a column.

    Returns
    -------
    {"left", "right", "pair", "number", "preferred", "aside", ""}
        "" where it may be an element.

    Examples
    --------
    >>> name_part("Emergent pole"), name_part("Right Pole (7)"), name_part("my head")
    ('left', 'right', '')
    """
    words = _plain(heading) if len(heading) <= _LONGEST else ""
    if words.startswith("preferred"):
        return "preferred"
    lists = {
        "left": _LEFT, "right": _RIGHT, "pair": _PAIR, "number": _NUMBER, "aside": _ASIDE,
    }  # fmt: skip
    return next((part for part, known in lists.items() if words in known), "")


def find_pole_number(heading: str) -> float | None:
    """Return the rating that stands in the heading of a column of poles.

    Parameters
    ----------
    heading : str
        Such as "Pole 7", "Right pole (5)" or "1 = left pole".

    Returns
    -------
    float or None
        None where there is none, or no word for a pole.

    Examples
    --------
    >>> find_pole_number("Pole 7"), find_pole_number("Right pole (5)"), find_pole_number("Ann 2")
    (7.0, 5.0, None)
    """
    match = _POLE.fullmatch(heading.strip()) if len(heading) <= _LONGEST else None
    if match is None or not (match["word"] or name_part(match["after"] or "")):
        return None
    return parse_number(match["number"].replace("−", "-"))


def is_pole(heading: str) -> bool:
    """Return whether a heading names poles by the rating at their end, as "Pole 1" does.

    Parameters
    ----------
    heading : str
        The cell over a column.

    Returns
    -------
    bool
        Also where it says which pole it is by a word.
    """
    return name_part(heading) in ("left", "right") or find_pole_number(heading) is not None


def parse_scale(cell: str) -> Scale | None:
    """Return the scale that a cell states and nothing else.

    Parameters
    ----------
    cell : str
        Such as "1-5" or "1 to 7".

    Returns
    -------
    (float, float) or None
        None for any other text, and where it does not rise.

    Examples
    --------
    >>> parse_scale("1-5"), parse_scale("-3 to 3"), parse_scale("5-1"), parse_scale("me")
    ((1.0, 5.0), (-3.0, 3.0), None, None)
    """
    return _read_scale(_RANGE.fullmatch(cell.strip()) if len(cell) <= _LONGEST else None)


def find_scale(text: str) -> Scale | None:
    """Return the scale that a line above or below a grid states.

    Parameters
    ----------
    text : str
        A line, such as "Rated on a scale of 1 to 7".

    Returns
    -------
    (float, float) or None
        None where no word says that two numbers are a scale.

    Examples
    --------
    >>> find_scale("Scale: 1-5"), find_scale("Interview 2 to 3")
    ((1.0, 5.0), None)
    >>> find_scale("0 = left pole, 1 = right pole")
    (0.0, 1.0)
    """
    ends = _ENDS.search(text[:500])
    if ends is not None:
        return _rising(ends[1], ends[3])
    return _read_scale(_STATED.search(text[:500]))


def _read_scale(match: re.Match[str] | None) -> Scale | None:
    return None if match is None else _rising(match[1], match[2])


def _rising(low: str, high: str) -> Scale | None:
    ends = [parse_number(end.replace("−", "-")) for end in (low, high)]
    if ends[0] is None or ends[1] is None or not ends[0] < ends[1]:
        return None
    return ends[0], ends[1]


def is_rating(cell: str) -> bool:
    """Return whether a cell holds a number, or the mark of a rating that is missing.

    Parameters
    ----------
    cell : str
        Any.

    Returns
    -------
    bool
        True for blank cells too.
    """
    return cell.casefold() in MISSING or parse_number(cell) is not None


def find_sign(pairs: Sequence[str]) -> str | None:
    """Return the sign that parts most of some pairs of poles into two.

    Parameters
    ----------
    pairs : sequence of str
        Cells that may hold both poles.

    Returns
    -------
    str or None
        None where none parts at least half of them.

    Examples
    --------
    >>> find_sign(["calm - hurried", "well-known - new"]), find_sign(["calm/hurried", "kind"])
    (' - ', '/')
    """
    filled = [pair for pair in pairs if pair]
    counts = {sign: sum(len(_part(pair, sign)) == 2 for pair in filled) for sign in SIGNS}
    best = max(counts, key=lambda sign: counts[sign])
    return best if filled and counts[best] * 2 >= len(filled) else None


def _part(pair: str, sign: str) -> list[str]:
    return [part.strip() for part in pair.split(sign) if part.strip()]


def split_pair(pair: str, sign: str) -> tuple[str, str] | None:
    """Return the two poles of a cell, or one where the sign does not part it.

    Parameters
    ----------
    pair : str
        The cell.
    sign : str
        From `find_sign`.

    Returns
    -------
    (str, str) or None
        None where it parts into more than two.

    Examples
    --------
    >>> split_pair("calm - hurried", " - "), split_pair("kind", " - "), split_pair("a-b-c", "-")
    (('calm', 'hurried'), ('kind', ''), None)
    """
    parts = _part(pair, sign)
    if len(parts) > 2:
        return None
    return (parts[0], parts[1]) if len(parts) == 2 else (pair.strip(), "")
