"""Identifiers that people speak of: handles, web addresses, cases, birthdays, places, plates.

They are looked for in what is read, and not in programs, drawings and style sheets, where
much looks like them.
"""

from __future__ import annotations

import re

from senco.disclosure.lexicon import is_ordinary, load_known
from senco.disclosure.rules.rule import PERHAPS, Hint, Rule

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{MONTHS})\b"
    rf"|(?:first|second|third|[a-z-]{{3,13}}(?:th|first|second|third)) of (?:{MONTHS})\b"
    rf"|\b(?:{MONTHS}) (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d))"
)
_MONTH_WORDS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SOCIAL = (
    "facebook|fb|instagram|insta|twitter|tiktok|snapchat|linkedin|threads|bluesky|mastodon|youtube"
)
_SOCIAL_HOST = re.compile(
    rf"(?i)(?:www\.|m\.|uk\.|en-gb\.)?(?:{_SOCIAL}|x|bsky)\.(?:com|net|app|social)"
)
#: Pages of social networks that are nobody's own.
_SHARED = re.compile(
    r"(?i)/(?:sharer?|intent|dialog|plugins|embed|watch|share|home|login)?(?:[/?#]|$)"
)
_BLOG_HOST = re.compile(
    r"(?i)[\w-]+\.(?:wordpress\.com|blogspot\.[a-z.]{2,6}|wixsite\.com|weebly\.com|tumblr\.com"
    r"|substack\.com|livejournal\.com|typepad\.com|webs\.com|jimdo\.com)"
)
_SETTING_HOST = re.compile(
    r"(?i)nurser(?:y|ies)|pre-?school|playgroup|kindergarten|day-?care|childcare|childmind"
    r"|childrens-?centre|montessori|primary|infants|\.sch\.uk$|-school\.|\.school$"
)
#: Words that a number of a case follows.
_CASE = (
    "case|ref(?:erence)?|file|complaint|claim|incident|crime|appeal|tribunal|application|referral"
    "|liquidlogic|mosaic|cpoms"
)
_ROAD = (
    "Road|Rd|Street|Lane|Avenue|Ave|Close|Drive|Grove|Gardens|Crescent|Terrace|Way|Place|Row"
    "|Yard|Hill|Court|Square|Walk|Mews|Rise|Croft|Parade|Cottages|Paddocks?|St"
)
_CAR = r"car|van|reg(?:istration)?|number ?plate|plate|drives|drove|vehicle|minibus|parked"
_CASE_WORDS = (
    *("case", "ref", "file", "complaint", "claim", "incident", "crime", "appeal", "tribunal"),
    *("application", "liquidlogic", "mosaic", "cpoms"),
)
_CAR_WORDS = (
    *("car", "van", "reg", "number plate", "numberplate", "plate", "drives", "drove", "vehicle"),
    *("minibus", "parked"),
)
_CHURCH_KINDS = ("primary", "infant", "first", "school")
#: Where a latitude of this country may begin.
_DEGREES = Hint(quick=re.compile(r"[456](?<![\w.,-].)\d\.\d{4}"), digit=True)
_SQUARES = "H[PTUWXYZ]|N[A-HJ-OR-Z]|O[AV]|S[C-EGHJKM-Z]|T[AFGLMQRV]"


def _is_own_page(text: str) -> bool:
    """Whether a web address is a person's or a setting's own."""
    host, slash, path = re.sub(r"(?i)^https?://", "", text).partition("/")
    if _SOCIAL_HOST.fullmatch(host):
        return bool(slash) and not _SHARED.match(slash + path)
    return bool(_BLOG_HOST.fullmatch(host) or _SETTING_HOST.search(host)) or "/~" in text


def _is_handle(text: str) -> bool:
    """Whether a word after the name of a network is made up, as handles are."""
    return bool(re.search(r"[\d_]|\w\.\w", text))


def _is_case(text: str) -> bool:
    """Whether a number is long enough for a case's, and no year, date or span of years."""
    digits = re.sub(r"\D", "", text)
    year = re.fullmatch(r"(?:19|20)\d\d(?:[/-](?:\d\d|(?:19|20)\d\d|\d\d[/-]\d\d))?", text)
    return len(digits) >= 4 and not year


def _is_street(text: str) -> bool:
    """Whether the words before Road or Lane are a name."""
    words = text.split()[:-1]
    return any(word not in load_known() and word not in _NO_STREET for word in words)


_NO_STREET = frozenset(
    (
        *("The", "A", "An", "This", "That", "Our", "Your", "My", "His", "Her", "Their", "High"),
        *("Each", "Every", "No", "One", "Main", "In", "On", "At", "By", "Down", "Up", "To", "Of"),
        *("From", "And", "Or", "If", "It", "We", "I", "He", "She", "They", "Then", "So", "Sesame"),
        *("Downing", "Header", "First", "Last", "Next", "Memory", "Road", "Street", "Back"),
    )
)

#: What style sheets and programs write with an @.
_SHEETS = frozenset(
    (
        "media",
        "import",
        "font-face",
        "keyframes",
        "charset",
        "supports",
        "page",
        "layer",
        "property",
        "dataclass",
    )
)
_OPENING = frozenset(
    (
        *("the", "a", "an", "our", "your", "their", "my", "his", "her", "this", "that", "each"),
        *("every", "free", "private", "local", "early", "years", "day", "holiday", "maria", "some"),
        *("national", "royal", "british", "american", "mainstream", "special", "state", "hours"),
        *("maintained", "funded", "in", "at", "of", "and", "or", "from", "when", "if", "no"),
        *("nursery", "primary", "infant", "pre", "school", "government", "children", "in-house"),
    )
)


def _names_setting(text: str) -> bool:
    """Whether there is a word before the kind of setting that is its own."""
    words = re.findall(r"[\w'’-]+", text)[:-1]
    own = [
        word
        for word in words
        if word.casefold() not in _OPENING and word not in load_known() and not word.isupper()
    ]
    return any(not is_ordinary(word) for word in own) or len(own) > 1


TRACES: tuple[Rule, ...] = (
    Rule(
        "a name on a social network",
        re.compile(r"(?<![\w.@/+=\"'`-])@[A-Za-z][\w.]{1,28}[A-Za-z0-9_](?![\w/@-]| ?[({])"),
        lambda text: text[1:].casefold() not in _SHEETS,
        Hint(("@",)),
    ),
    Rule(
        "a name on a social network",
        re.compile(
            rf"(?i)\b(?:{_SOCIAL}|handle|user ?name)"
            r"(?: (?:is|as|name|handle|account|page|she|he|I|am)){0,3}[ :=]{1,3}@?([\w.]{3,30})"
        ),
        _is_handle,
        Hint((*_SOCIAL.split("|"), "handle", "username", "user name")),
        opens=True,
    ),
    Rule(
        "a web address of a person or setting",
        re.compile(
            r"(?i)(?<![\w.@/-])(?:https?://)?(?:[\w-]{1,63}\.){1,5}[a-z]{2,6}"
            r"(?:/[\w@.~%+/-]{0,100})?"
        ),
        _is_own_page,
        Hint((".uk", ".com", ".org", ".net", ".app", ".school", "/~")),
    ),
    Rule(
        "a case number",
        re.compile(
            rf"(?i)\b(?:{_CASE})(?:,? (?:number|num|no|id|ref(?:erence)?))?(?: (?:is|was))?"
            r"[ .:#]{1,3}([a-z]{0,4}[/-]?\d[\w/-]{2,20})(?![\w.]\w)"
        ),
        _is_case,
        Hint(_CASE_WORDS, digit=True),
        opens=True,
    ),
    Rule(
        "a case number",  # of the tribunal for special educational needs
        re.compile(r"(?<![\w/])[A-Z]{2}\d{3}/\d{2}/\d{5}(?![\w/])"),
        hint=Hint(quick=re.compile(r"/\d\d/\d{5}"), digit=True),
    ),
    Rule(
        "a date of birth",  # without the year
        re.compile(
            rf"(?i)\b(?:birthday|born|turn(?:s|ed|ing)? \w{{1,8}}|(?:will be|is|was|became) "
            rf"(?:one|two|three|four|five|six|seven|\d{{1,2}}))\b[^\n<>.;]{{0,20}}?({_DAY})"
        ),
        hint=Hint(_MONTH_WORDS),
    ),
    Rule(
        "a place by its coordinates",
        re.compile(
            r"(?<![\w.,-])(?<!\d, )(?:49|5\d|60)\.\d{4,8}(?: ?°? ?N)?(?:, | )-?[0-8]\.\d{4,8}"
            r"(?: ?°? ?[WE])?(?!\w|\.\d|, ?-?\d)"
        ),
        hint=_DEGREES,
    ),
    Rule(
        "a place by its coordinates",
        re.compile(r"(?i)\blat(?:itude)?[ :=]{1,3}-?\d{1,2}\.\d{3,8}"),
        hint=Hint(("lat",), digit=True),
        opens=True,
    ),
    Rule(
        f"a place by its coordinates{PERHAPS}",  # as in a table
        re.compile(r"(?<![\w.,-])(?:49|5\d|60)\.\d{4,8},-[0-8]\.\d{4,8}(?!\w|\.\d|,\S)"),
        hint=_DEGREES,
    ),
    Rule(
        "a place by its coordinates",
        re.compile(r"(?<!\w)\d{1,2}° ?\d{1,2}(?:\.\d{1,5})? ?'"),
        hint=Hint(("°",), digit=True),
    ),
    Rule(
        "a place by its coordinates",
        re.compile(
            rf"(?<![\w-])(?:{_SQUARES})(?: \d{{3}} \d{{3}}| \d{{4}} \d{{4}}| \d{{5}} \d{{5}}"
            r"| ?\d{6}| ?\d{8}| ?\d{10})(?!\w)"
        ),
        hint=Hint(quick=re.compile(r"[HNOST][A-Z] ?\d{3}"), digit=True),
    ),
    Rule(
        "a place by its coordinates",
        re.compile(r"(?<![\w/:.])///[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}(?![\w.])"),
        hint=Hint(("///",)),
    ),
    Rule(
        "a vehicle's number plate",
        re.compile(
            r"(?<![\w-])[A-HJ-PR-Z]{2}(?:0[1-9]|[1-7]\d) ?[A-HJ-PR-Z]{3}(?![\w-])"
            rf"|\b(?i:{_CAR})\b[^\n]{{0,20}}?\b([A-Z]\d{{1,3}} ?[A-Z]{{3}}"
            r"|[A-Z]{3} ?\d{1,3}[A-Z]|[a-z]{2}\d{2} ?[a-z]{3})\b"
        ),
        hint=Hint(_CAR_WORDS, re.compile(r"[A-HJ-PR-Z][A-HJ-PR-Z][0-7]\d ?[A-Z]{3}"), digit=True),
    ),
    Rule(
        f"a vehicle's number plate{PERHAPS}",  # of before 2001
        re.compile(r"(?<![\w-])[A-HJ-NPR-TV-Y]\d{3} [A-HJ-PR-Y]{3}(?![\w-])"),
        hint=Hint(quick=re.compile(r"[A-Y]\d{3} [A-Y]{3}"), digit=True),
    ),
    Rule(
        "a street address",
        re.compile(
            r"(?<![\w.])(?:Flat \w{1,4},? )?\d{1,4}[a-z]?,? (?:The (?=[A-Z]))?"
            rf"(?:[A-Z][\w'’]*\.? ){{0,3}}(?:{_ROAD})\b(?! [a-z]* ?\d)"
        ),
        lambda text: len(text.split()) > 2,
        Hint(quick=re.compile(_ROAD), digit=True),
    ),
    Rule(
        f"a street address{PERHAPS}",
        re.compile(
            r"(?<![\w.'’-])(?<!\d )(?<!\d[a-z] )(?:[A-Z][\w'’]+ ){1,2}"
            r"(?:Road|Rd|Street|Lane|Avenue|Grove|Gardens|Crescent|Terrace|Row|Close|Mews|Yard)\b"
        ),
        _is_street,
        Hint(quick=re.compile(_ROAD)),
    ),
    Rule(
        f"a setting's name{PERHAPS}",
        re.compile(
            r"(?:(?<![\w'’.-])[A-Z][\w'’]*\.? (?:(?:and|of|&) )?){1,5}"
            r"(?:Day ?[Cc]are|Childcare|Montessori|Academy|Cr[eè]che|Infants|Pre [Ss]chool"
            r"|Special School|Junior School|Early Years Centre|Family (?:Hub|Centre)"
            r"|Toddler Group|(?:C of E|CE|RC) (?:Primary|Infant|First|School))\b"
        ),
        _names_setting,
        Hint(
            (
                *("care", "montessori", "academy", "creche", "crèche", "infants", "school"),
                *("centre", "hub", "group", "c of e"),
                *(f"{one} {kind}" for one in ("ce", "rc") for kind in _CHURCH_KINDS),
            )
        ),
    ),
)
