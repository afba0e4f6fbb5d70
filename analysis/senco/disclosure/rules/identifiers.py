"""Identifiers that have a form: how each looks, and whether it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from senco.disclosure.rules.rule import PERHAPS, Hint, Rule, find_by_rules
from senco.disclosure.rules.strangers import STRANGER, find_strangers
from senco.disclosure.rules.traces import MONTHS, TRACES


def is_nhs_number(text: str) -> bool:
    """Whether ten digits are an NHS number by their check digit (modulus 11).

    Parameters
    ----------
    text : str
        Digits, with or without spaces and hyphens.

    Returns
    -------
    bool
        True where the last digit is right.

    Examples
    --------
    >>> is_nhs_number("943 476 5919"), is_nhs_number("943 476 5918")
    (True, False)
    """
    digits = [int(sign) for sign in text if sign.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    total = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == digits[9]


_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def is_upn(text: str) -> bool:
    """Whether a letter and twelve digits are a unique pupil number by its check letter.

    Parameters
    ----------
    text : str
        Thirteen signs; the last may be a letter, in a temporary number.

    Returns
    -------
    bool
        True where the first letter is right (modulus 23).

    Examples
    --------
    >>> is_upn("H801200001001"), is_upn("H801200001002")
    (True, False)
    """
    upper = text.upper()
    values = [int(sign) if sign.isdigit() else _UPN_LETTERS.find(sign) for sign in upper[1:]]
    if len(values) != 12 or min(values) < 0:
        return False
    total = sum(value * weight for value, weight in zip(values, range(2, 14), strict=True))
    return _UPN_LETTERS[total % 23] == upper[0]


_DAY = (
    rf"(?:\d{{1,2}} ?[/.-] ?\d{{1,2}} ?[/.-] ?\d{{2,4}}|\d{{4}}[-/.]\d{{2}}[-/.]\d{{2}}"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?[ -]+(?:of )?)?\b(?:{MONTHS})\.?[ -],?'?\d{{2,4}}"
    rf"|\b(?:{MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
_GAPS = ("", ".", " ", ". ")
_BIRTH_WORDS = (
    *("born", "birth", "b.", *(f"date{one}of{two}birth" for one in " _" for two in " _")),
    *(f"d{one}o{two}b" for one in _GAPS for two in _GAPS),
)
_AT = r"(?:@|%40| ?[\[({<] ?at ?[\])}>] ?|(?<=\w) at (?=[\w-]+ (?:(?:hyphen|dash) [\w-]+ )?dot ))"
_DOT = r"(?:\.| ?[\[({<] ?dot ?[\])}>] ?| dot )"
_SETTING = (
    "Day Nursery|Nursery School|Nursery|Nurseries|Pre-?[ ]?[Ss]chool|Playgroup|Kindergarten"
    "|Forest School|Children['’]s Centre|Primary School|Infant School|First School|Childminding"
)
#: Words that open a heading or a kind of setting, and are no setting's name.
_COMMON = frozenset(
    (
        *("the", "a", "an", "in", "at", "of", "and", "or", "for", "to", "from", "with", "by"),
        *("our", "your", "their", "my", "his", "her", "its", "this", "that", "each", "every"),
        *("private", "voluntary", "independent", "maintained", "local", "early", "years"),
        *("state", "day", "forest", "nursery", "primary", "infant", "first", "school"),
        *("special", "mainstream", "rural", "urban", "inner", "some", "many", "no", "one"),
        *("two", "three", "most", "such", "any", "another", "other", "same", "whole", "new"),
        *("old", "small", "large", "attached", "if", "when", "after", "before", "while", "is"),
        *("was", "as", "on", "leaving", "finding", "choosing", "between", "into", "free"),
        *("full", "reception", "british", "english", "good", "outstanding", "university"),
        *("community", "workplace", "church", "village", "town", "city"),
    )
)


#: What an address that is spelt out ends in; any other *at* and *dot* are words.
_ENDINGS = frozenset(
    (
        *("uk", "com", "org", "net", "info", "edu", "gov", "ac", "sch", "nhs", "eu", "ie", "io"),
        *("co", "me", "biz", "online", "school", "academy", "scot", "wales", "cymru", "london"),
        *("example", "test"),
    )
)


def _is_address(text: str) -> bool:
    """Whether an address has its sign, or ends as addresses do."""
    ending = re.split(r"\W+", text.casefold().rstrip(")]}> "))[-1]
    return "@" in text or "%40" in text or ending in _ENDINGS


def _names_setting(text: str) -> bool:
    """Whether a capitalised phrase before a word such as Nursery is a name of its own."""
    head = re.split(rf"[ -](?:{_SETTING})\b", text)[0]
    words = re.findall(r"[\w'’.]+", head)
    return any(word.casefold() not in _COMMON and not word.isupper() for word in words)


def _is_telephone(text: str) -> bool:
    digits = re.sub(r"\D", "", re.sub(r"^\W*(\+ ?44|0044)", "0", text).replace("(0)", ""))
    return 10 <= len(digits) <= 11 and len(set(digits)) > 2


_GAP = r"[ .-]?"
#: Where a post is kept, as addresses say it.
_HOSTS = (
    *("gmail", "googlemail", "hotmail", "outlook", "yahoo", "icloud", "live", "aol", "msn"),
    *("btinternet", "sky", "talktalk", "virginmedia", "protonmail", "nhs"),
)

RULES: tuple[Rule, ...] = (
    Rule(
        "an e-mail address",
        re.compile(
            rf"(?i)[\w.+'-]{{1,64}}{_AT}[\w-]{{1,63}}(?: (?:hyphen|dash) [\w-]{{1,30}})?"
            rf"(?:{_DOT}[\w-]{{2,63}}){{1,6}}"
        ),
        holds=_is_address,
        hint=Hint(("@", "%40", " dot ", *(f"at{gap}{end}" for gap in ("", " ") for end in "])}>"))),
    ),
    Rule(
        "an e-mail address",  # with nothing but its sign in words
        re.compile(
            rf"(?i)[\w.+'-]{{1,64}} at (?:{'|'.join(_HOSTS)})\.(?:com|net|org|me|co\.uk|uk)\b"
        ),
        hint=Hint(tuple(f" at {host}." for host in _HOSTS)),
    ),
    Rule(
        "a UK telephone number",
        re.compile(
            r"(?<![\w,/=-])(?<!\d\.)(?:(?:\+ ?44|0044)[ .-]?(?:\(0\)[ .-]?)?|\(?0)"
            r"(?:[123578]\d{1,4})\)?[ ./-]{0,2}"
            r"(?:\d{6,8}|\d{3}[ .-]\d{3,4}|\d{2}[ .-]?\d{2}[ .-]?\d{2}|\d{3}[ .-]\d{2}[ .-]\d{2}"
            r"|\d{4}[ .-]\d{4}|\d{1,2}(?:[ .-]\d{2,3}){2,4})(?![\w]|[.,]\d)"
        ),
        _is_telephone,
        Hint(quick=re.compile(r"[+(0](?<![\w,/=-].)(?: ?44|0|[123578]\d)"), digit=True),
    ),
    Rule(
        "a UK telephone number",  # a spreadsheet takes its leading nought
        re.compile(r"(?m)(?:^|(?<=[,;\t>\"]))(7[1-57-9]\d{8})(?=$|[,;\t<\"])"),
        lambda text: len(set(text)) > 3,
        Hint(quick=re.compile(r"7[1-57-9]\d{8}"), digit=True),
    ),
    Rule(
        "a UK postcode",
        re.compile(
            r"(?<![\w/#-])(?:GIR ?0AA"
            r"|[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNP-Y]?[ -]?\d[ABD-HJLNP-UW-Z]{2}"
            r"|(?i:[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNP-Y]? {1,2}\d[ABD-HJLNP-UW-Z]{2}))(?![\w-])"
        ),
        hint=Hint(
            ("gir0aa", "gir 0aa"),
            re.compile(r"\d(?<=[^\W\d_]\d)\w?[ -]{0,2}\d[^\W\d_]{2}(?![\w-])"),
            digit=True,
        ),
    ),
    Rule(
        "an NHS number",
        re.compile(rf"(?<![\w.,-])\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{4}}(?![\w]|[.,-]\d)"),
        is_nhs_number,
        Hint(
            quick=re.compile(rf"\d(?<![\w.,-].)\d\d{_GAP}\d\d\d{_GAP}\d\d\d\d"),
            digit=True,
        ),
    ),
    Rule(
        "a URN",
        re.compile(
            r"(?i:\b(?:urn|unique reference(?: number)?|ofsted(?: (?:reg(?:istration)?|reference))?"
            r"(?: (?:number|no\.?|id))?|school number|dfe number|laestab)\W{0,12}"
            r"(?:(?:is|of|was)\W{1,3})?(?:EY[ -]?)?\d{3}[ /]?\d{3,4})\b"
            r"|(?<![\w-])E[Yy][ -]?\d{6}\b|(?<![\w-])ey\d{6}\b"
        ),
        hint=Hint(
            (
                *("urn", "unique reference", "ofsted", "school number", "dfe number", "laestab"),
                "ey",
            ),
            digit=True,
        ),
        opens=True,
        across=True,
    ),
    Rule(
        "a UPN",
        re.compile(r"(?<!\w)[A-HJ-NP-RT-Za-hj-np-rt-z](?:[ -]?\d){11}[ -]?[\dA-Za-z](?!\w)"),
        lambda text: is_upn(re.sub(r"[ -]", "", text)),
        Hint(quick=re.compile(r"[A-Za-z](?<!\w.)(?:[ -]?\d){11}"), digit=True),
    ),
    Rule(
        "a National Insurance number",
        re.compile(
            r"(?<![\w-])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ -]?\d{2}){3}[ -]?[A-D](?!\w)"
            r"|(?<![\w-])(?i:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: \d{2}){3} [A-D])(?!\w)"
        ),
        hint=Hint(quick=re.compile(r"\d\d[ -]?\d\d[ -]?\d\d[ -]?[A-Da-d](?!\w)"), digit=True),
    ),
    Rule(
        "a date of birth",
        re.compile(
            rf"(?i)\b(?:born|birth(?:day|date)?|date[ _]of[ _]birth|b\.|d\.? ?o\.? ?b\b\.?)"
            rf"[^\n<>]{{0,30}}?({_DAY})"
        ),
        hint=Hint(_BIRTH_WORDS, digit=True),
        opens=True,
    ),
    Rule(
        "a home folder",
        re.compile(
            r"(?:/home/|/Users/|(?i:[A-Za-z]:(?:\\{1,2}|/)Users(?:\\{1,2}|/))"
            r"|(?i:[A-Za-z]:(?:\\{1,2}|/)Documents and Settings(?:\\{1,2}|/))"
            r"|\\{2,4}[\w.-]{1,60}\\{1,2}(?i:homes?|users?|profiles?|staff)\$?\\{1,2})[\w.-]+"
            r"|(?<![\w/.~-])~[a-z][\w.-]{1,30}(?=/\w)"
        ),
        hint=Hint(("home/", "users", "documents and", "\\\\", "~")),
    ),
    Rule(
        "a setting's name",
        re.compile(
            rf"(?:(?<![\w'’.-])[A-Z][\w'’]*\.?(?:[ -](?:and|the|of|&) ?)?[ -]){{1,5}}"
            rf"(?:{_SETTING})\b"
        ),
        _names_setting,
        Hint(quick=re.compile(_SETTING)),
    ),
)


def find_identifiers(text: str, prose: bool = False) -> Iterator[tuple[str, str, int]]:
    """Find everything of a form that a rule knows.

    Parameters
    ----------
    text : str
        A text, as one of its views.
    prose : bool
        Whether it is read by people: then also what people speak of, and names on no list.

    Yields
    ------
    label, found : str
        What it is, and what stands there.
    start : int
        Where in the text it begins.
    """
    start = 0
    for line in text.split("\n"):  # a site's pages share most of theirs
        for label, found, place in _find_in_line(line, prose) if line else ():
            yield label, found, start + place
        start += len(line) + 1
    yield from find_by_rules(_ACROSS, text)


@lru_cache(maxsize=1 << 17)
def _find_in_line(line: str, prose: bool) -> tuple[tuple[str, str, int], ...]:
    found = find_by_rules(_OF_PROSE if prose else _WITHIN, line)
    asked = find_strangers(line) if prose else ()
    return (*found, *((STRANGER + PERHAPS, *hit) for hit in asked))


_WITHIN = tuple(rule for rule in RULES if not rule.across)
_OF_PROSE = (*_WITHIN, *TRACES)
_ACROSS = tuple(rule for rule in RULES if rule.across)
#: What the gate calls a hit of the private list and of the transcripts, and what else it tells of.
NAME = "a private name"
TRANSCRIPT = "words of a transcript"
KINDS: tuple[str, ...] = (
    *dict.fromkeys(rule.label.removesuffix(PERHAPS) for rule in (*RULES, *TRACES)),
    NAME,
    STRANGER,
    "a column of identifiers",
    "a maker's name in a file",
    "a place in a picture",
    "a file that is never published",
    "a file that cannot be searched",
    "a quotation without consent",
    TRANSCRIPT,
    "a participant without consent",
    "a participant without consent to reuse",
    "a small cell",
)
