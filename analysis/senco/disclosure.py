"""A first gate against publishing what points at a person; whatever it finds, it masks.

It finds identifiers that have a form, the names of a private list, and files that are
never published. It cannot find a story that only one person could have told: a person
has to read what is published.
"""

from __future__ import annotations

import html
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from senco.errors import Finding, SencoError

#: The variable that names the file of private names, where no option does.
NAMES_VARIABLE = "SENCO_PRIVATE_NAMES"
#: Files that hold transcripts, recordings or whole projects; or data that nobody looked at.
NEVER_PUBLISHED = frozenset(
    {
        *(".qdpx", ".qde", ".qdc", ".nvp", ".nvpx", ".mx22", ".mx24", ".mex24", ".atlproj"),
        *(".atlasproj", ".hpr7", ".dvpx", ".docx", ".doc", ".rtf", ".odt", ".xlsx", ".xls"),
        *(".xlsm", ".ods", ".sav", ".dta", ".rdata", ".rds", ".sqlite", ".db", ".mdb", ".eml"),
        *(".msg", ".pst", ".vcf", ".zip", ".7z", ".rar", ".mp3", ".wav", ".m4a", ".aac", ".ogg"),
        *(".flac", ".wma", ".mp4", ".mov", ".avi", ".mkv", ".webm", ".vtt", ".srt"),
    }
)
_TEXT = frozenset(
    {
        *(".html", ".htm", ".js", ".json", ".csv", ".tsv", ".txt", ".md", ".svg", ".xml"),
        *(".ipynb", ".yml", ".yaml", ".bib", ".css"),
    }
)
#: No file of text is larger than this; a larger one is named and not searched.
MAXIMUM_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Rule:
    """One kind of identifier.

    Parameters
    ----------
    label : str
        What it is, in words.
    pattern : re.Pattern
        How it looks; its last group, or all of it, is what is found.
    holds : callable, optional
        Whether what looks like it is one, such as by its check digit.
    """

    label: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = lambda text: True


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


_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})[a-z]* \d{{4}})"
)
RULES: tuple[Rule, ...] = (
    Rule("an e-mail address", re.compile(r"[\w.+'-]+(?:@|%40|\s?\[at\]\s?)[\w-]+(?:\.[\w-]+)+")),
    Rule(
        "a UK telephone number",
        re.compile(
            r"(?<![\w.,/-])(?:(?:\+44|0044)[ -]?(?:\(0\)[ -]?)?|\(?0)(?:[123578]\d{1,4})\)?[ -]?"
            r"(?:\d{6,8}|\d{3}[ -]\d{3,4}|\d{2}[ -]?\d{2}[ -]?\d{2}|\d{4}[ -]\d{4})(?![\w]|[.,]\d)"
        ),
        lambda text: 10 <= len(re.sub(r"\D", "", re.sub(r"^(\+44|0044)", "0", text))) <= 12,
    ),
    Rule(
        "a UK postcode",
        re.compile(
            r"(?<![\w/#-])(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNP-Y]? ?\d[ABD-HJLNP-UW-Z]{2}"
            r"|(?i:[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNP-Y]? \d[ABD-HJLNP-UW-Z]{2}))(?![\w-])"
        ),
    ),
    Rule(
        "an NHS number",
        re.compile(r"(?<![\w.,-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w]|[.,-]\d)"),
        is_nhs_number,
    ),
    Rule(
        "a URN",
        re.compile(
            r"(?i:\b(?:urn|unique reference(?: number)?|ofsted(?: number| no\.?)?|"
            r"school number)\W{0,12}(?:EY ?)?\d{6,7})\b|\bEY ?\d{6}\b"
        ),
    ),
    Rule("a UPN", re.compile(r"(?<!\w)[A-HJ-NP-RT-Za-hj-np-rt-z]\d{11}[\dA-Za-z](?!\w)"), is_upn),
    Rule(
        "a National Insurance number",
        re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)"),
    ),
    Rule(
        "a date of birth",
        re.compile(rf"(?i)\b(?:born|birth(?:day|date)?|d\.?o\.?b\b)[^\n<>]{{0,30}}?({_DAY})"),
    ),
    Rule("a home folder", re.compile(r"(?:/home/|/Users/|[A-Za-z]:\\{1,2}Users\\{1,2})[\w.-]+")),
)


def load_names(path: Path | None, inside: Path) -> list[str]:
    """Read the private list: people, settings and places, one a line.

    Parameters
    ----------
    path : Path or None
        The file; None takes the one that ``SENCO_PRIVATE_NAMES`` names, if any.
    inside : Path
        The project's folder, in which the list may not lie.

    Returns
    -------
    list of str
        Empty where no list is named.

    Raises
    ------
    SencoError
        Where the list cannot be read, or lies where it could be published.
    """
    named = path or (Path(value) if (value := os.environ.get(NAMES_VARIABLE)) else None)
    if named is None:
        return []
    place = named.resolve()
    if place.is_relative_to(inside.resolve()):
        raise SencoError("The private list lies in the project's folder: keep it somewhere else.")
    try:
        lines = place.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise SencoError("The private list cannot be read: is it there, and UTF-8?") from None
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    short = [number for number, name in enumerate(names, 1) if len(_plain(name)) < 2]
    if short:
        raise SencoError(f"Entry {short[0]} of the private list is too short to search for.")
    return names


def scan(
    folders: Iterable[Path],
    names: Sequence[str] = (),
    *,
    root: Path,
    listed: Iterable[str] = (),
) -> list[Finding]:
    """Search folders for what points at a person.

    Parameters
    ----------
    folders : iterable of Path
        Folders or files; a built site among them.
    names : sequence of str
        The private list.
    root : Path
        What paths in the findings start from.
    listed : iterable of str
        Names of files that may be published although they are of a kind that is not.

    Returns
    -------
    list of Finding
        By file and line; what was found is masked, in the file's name as well.
    """
    allowed = frozenset(listed)
    searches = [*RULES, *_name_rules(names)]
    findings: list[Finding] = []
    for folder in folders:
        files = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
        for path in files:
            if path.is_file():
                findings += _scan_file(path, searches, names, root, allowed)
    return list(dict.fromkeys(findings))


def _scan_file(
    path: Path, searches: Sequence[Rule], names: Sequence[str], root: Path, allowed: frozenset[str]
) -> Iterator[Finding]:
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    label = mask_path(shown, searches)
    for rule, _ in _search(shown, searches):
        yield Finding(label, f"{rule} in the file's name", _ALLOWED, remedy="Rename it.")
    kind = path.suffix.lower()
    if kind in NEVER_PUBLISHED and path.name not in allowed:
        yield Finding(label, f"a file of the kind {kind}", "no such file", remedy="Take it out.")
    if kind not in _TEXT or _is_vendored(path):
        return
    if path.stat().st_size > MAXIMUM_BYTES:
        yield Finding(label, "a file too large to search", "at most 64 MB")
        return
    text = path.read_text(encoding="utf-8", errors="replace")
    for view in _views(text, kind):
        for rule, match, start in _locate(view, searches):
            line = view.count("\n", 0, start) + 1
            yield Finding(label, f"{rule}, {mask(match)}", _ALLOWED, line, remedy=_REMEDY)
    if path.name == "searchindex.js":
        yield from _scan_index(text, names, label)


_ALLOWED = "nothing that points at a person"
_REMEDY = "Take it out where it comes from, and build again."


def _is_vendored(path: Path) -> bool:
    """Whether a file is a script or style of the theme's, whose makers give their addresses."""
    return path.suffix.lower() in {".js", ".css", ".md", ".txt", ".json"} and (
        "_static" in path.parts or "mathjax" in path.parts
    )


def _search(text: str, searches: Sequence[Rule]) -> Iterator[tuple[str, str]]:
    """Yield each rule's label with what it matches."""
    for label, match, _ in _locate(text, searches):
        yield label, match


def _locate(text: str, searches: Sequence[Rule]) -> Iterator[tuple[str, str, int]]:
    """Yield each rule's label with what it matches, and where that begins."""
    plain = None
    for rule in searches:
        where = text
        if rule.label.startswith(_NAME):
            where = plain = _plain(text) if plain is None else plain
        for match in rule.pattern.finditer(where):
            found = match[match.lastindex or 0]
            if rule.holds(found):
                yield rule.label, found, match.start()


_NAME = "a private name"


def _name_rules(names: Sequence[str]) -> list[Rule]:
    """A rule for each entry of the private list, told by its number alone."""
    rules = []
    for number, name in enumerate(names, start=1):
        words = re.findall(r"\w+", _plain(name))
        pattern = r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, words)) + r"(?:s)?(?![^\W_])"
        rules.append(Rule(f"{_NAME} (entry {number} of the list)", re.compile(pattern)))
    return rules


def _plain(text: str) -> str:
    """Text without case and accents, so that José is found as Jose."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _views(text: str, kind: str) -> Iterator[str]:
    """A file's text as it stands, and as a reader sees it."""
    if kind in (".json", ".js", ".ipynb"):
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
        text = text.replace("\\n", " ").replace('\\"', '"')
    if kind in (".html", ".htm", ".svg", ".xml", ".ipynb"):
        # numbers that draw are no telephone numbers
        text = re.sub(r'\b(?:d|points|transform|viewBox|style)="[^"]*"', "", text)
        yield html.unescape(text)
        text = html.unescape(re.sub(r"<[^<>\n]*>", "", text))
    yield text


def _scan_index(text: str, names: Sequence[str], label: str) -> Iterator[Finding]:
    """The search index holds words apart from one another: all of a name's are its name."""
    words = set(re.findall(r"\w+", _plain(text)))
    for number, name in enumerate(names, start=1):
        parts = re.findall(r"\w+", _plain(name))
        if len(parts) > 1 and all(part in words for part in parts):
            found = f"{_NAME} (entry {number} of the list), word by word"
            yield Finding(label, found, _ALLOWED, remedy=_REMEDY)


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
    return "•" * min(len(text), 8) + f" ({len(text)} characters)"


def mask_path(path: str, searches: Sequence[Rule] = RULES) -> str:
    """Return a path without what a rule matches in it.

    Parameters
    ----------
    path : str
        With slashes.
    searches : sequence of Rule
        What to look for.

    Returns
    -------
    str
        Each part in which something is found as dots, with its ending.
    """
    parts = []
    for part in path.split("/"):
        hit = next(_search(part, searches), None)
        parts.append("••••" + Path(part).suffix if hit else part)
    return "/".join(parts)
