"""Projects of Taguette and QualCoder, which are databases (SQLite)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import Path

from senco.errors import DataError, Finding
from senco.intake.formats.archive import Source, fail, label_of
from senco.intake.formats.imported import Imported, take_fingerprint
from senco.intake.formats.keys import Roster
from senco.intake.formats.offsets import compare_form
from senco.intake.formats.qda.passages import CodePath, Passage, tabulate
from senco.intake.formats.qda.passages import Source as Told
from senco.intake.formats.qda.speakers import Turns
from senco.intake.formats.qda.taguette import split_tags
from senco.intake.formats.sqlite import START, Database, Value, open_database
from senco.text.rounding import format_share
from senco.text.words import join_words

ENDINGS = (".sqlite3", ".sqlite", ".db", ".qda")
#: The tables by which each program's database is known.
TAGUETTE = frozenset({"documents", "highlights", "highlight_tags", "tags"})
QUALCODER = frozenset({"source", "code_name", "code_text"})
LISTED = 10
DEEPEST = 100
#: More highlights than this share say another thing than their place, and none is trusted.
MOST_ODD = 0.05
_MARK = re.compile("<[^<>]*>")
_AGAIN = "Copy or export the project again."


def find_database(path: Path) -> Path | None:
    """Return the database of a project, which QualCoder keeps in a folder of its own.

    Parameters
    ----------
    path : Path
        A database, or a folder ``*.qda`` that has one.

    Returns
    -------
    Path or None
        None where it is neither.
    """
    if path.is_dir() and path.suffix.lower() == ".qda" and (path / "data.qda").is_file():
        return path / "data.qda"
    if path.suffix.lower() not in ENDINGS or not path.is_file():
        return None
    with path.open("rb") as stream:
        return path if stream.read(len(START)) == START else None


def load_database(
    source: Source,
    label: str | None = None,
    participants: Roster | None = None,
    quotations: bool = False,
) -> Imported:
    """Read a project of Taguette or QualCoder.

    Parameters
    ----------
    source : Path or bytes
        The database, or what it holds.
    label : str, optional
        How messages name it; by default its name.
    participants : Roster, optional
        Who is who, as far as it is known.
    quotations : bool
        Whether to hand over the passages, for the researcher alone.

    Returns
    -------
    Imported
        One segment for each passage; places in characters with each line end as one.

    Raises
    ------
    DataError
        Where it is neither, is damaged, or its places lie outside its texts.
    """
    name = label_of(source, label)
    with open_database(source, name) as database:
        tables = set(database.columns)
        if tables >= TAGUETTE:
            return _load_taguette(database, participants or Roster(), quotations)
        if tables >= QUALCODER:
            return _load_qualcoder(database, participants or Roster(), quotations)
    found = f"tables {join_words(sorted(tables)[:5])}" if tables else "no table"
    fail(name, found, "a project of Taguette or QualCoder", "Is it the right file?")


def _strip(html: Value) -> str:
    """Return the text of a document of HTML, without its marks."""
    return unescape(_MARK.sub("", _text(html)))


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _place_bytes(text: str, offsets: Iterable[Value]) -> dict[Value, int]:
    """Return places in characters by places in bytes of UTF-8; those outside are left out.

    One in the middle of a character is taken for its beginning, as Taguette takes it.
    """
    encoded = text.encode("utf-8", "replace")
    places: dict[Value, int] = {}
    count = before = 0
    inside = {each for each in offsets if isinstance(each, int) and 0 <= each <= len(encoded)}
    for offset in sorted(inside):
        at = offset
        while 0 < at < len(encoded) and encoded[at] & 0xC0 == 0x80:
            at -= 1
        count += len(encoded[before:at].decode("utf-8"))
        places[offset], before = count, at
    return places


def _place_characters(text: str, offsets: Iterable[Value]) -> dict[Value, int]:
    """Return places with each line end as one character; those outside are left out."""
    wide = [found.start() for found in re.finditer("\r\n", text)]
    return {
        each: each - bisect_left(wide, each)
        for each in set(offsets)
        if isinstance(each, int) and 0 <= each <= len(text)
    }


class _Places:
    """Places as a database has them, and what is wrong with them."""

    def __init__(self, label: str):
        self.label = label
        self.findings: list[Finding] = []

    def find(
        self, what: str, start: Value, end: Value, places: Mapping[Value, int]
    ) -> tuple[int, int] | None:
        """Return a passage's places in characters, or note why it has none."""
        if start not in places or end not in places or places[start] > places[end]:
            found, remedy = "places outside its text", "Copy or export the project again."
            label = f"{self.label}, {what}"
            self.findings.append(Finding(label, found, "places within it", remedy=remedy))
            return None
        return places[start], places[end]

    def settle(self) -> None:
        """Raise an error for what was noted."""
        if self.findings:
            raise DataError(self.findings[:LISTED])


def _load_taguette(database: Database, roster: Roster, quotations: bool) -> Imported:
    """Read Taguette's tables: offsets are in bytes of UTF-8 of the text without marks."""
    texts: dict[Value, str] = {}
    names: dict[Value, str] = {}
    for key, name, html in database.read("documents", ("id", "name", "contents")):
        texts[key], names[key] = _strip(html), _tell_apart(_text(name), names.values())
    codes, meanings = _read_tags(database)
    given: dict[Value, list[CodePath]] = {}
    for highlight, tag in database.read("highlight_tags", ("highlight_id", "tag_id")):
        given.setdefault(highlight, []).extend([codes[tag]] if tag in codes else [])
    columns = ("document_id", "id", "start_offset", "end_offset", "snippet")
    places, passages, odd = _Places(database.label), [], 0
    for document, rows in _group(database.read("highlights", columns)).items():
        if document not in texts:
            place = f"{database.label}, highlight {rows[0][0]}"
            fail(place, "a document that does not exist", "one of its documents", _AGAIN)
        text = texts[document]
        there = _place_bytes(text, (offset for row in rows for offset in row[1:3]))
        for key, start, end, snippet in rows:
            where = places.find(f"highlight {key}", start, end, there)
            if where is not None and where[0] < where[1]:
                said = text[slice(*where)]
                odd += compare_form(said) != compare_form(_strip(snippet))
                passages.append(
                    Passage(names[document], said, tuple(given.get(key, ())), place=where)
                )
    places.settle()
    if odd > MOST_ODD * len(passages):
        found = (
            f"{odd} of {len(passages)} highlights whose words differ from the text at their place"
        )
        fail(f"{database.label}, highlights", found, f"at most {format_share(MOST_ODD)}", _AGAIN)
    fingerprints = {names[key]: take_fingerprint(text) for key, text in texts.items()}
    lengths = {names[key]: len(text) for key, text in texts.items()}
    note = "The file does not say who coded, so all of it is counted as one coder's."
    told = Told(database.label, "Taguette", fingerprints, meanings, {}, (note,), lengths)
    return tabulate(told, passages, roster, quotations)


def _read_tags(database: Database) -> tuple[dict[Value, CodePath], dict[CodePath, str]]:
    tags = database.read("tags", ("id", "path", "description"))
    paths = split_tags(_text(path) for _, path, _ in tags if _text(path).strip())
    codes = {key: paths[_text(path)] for key, path, _ in tags if _text(path) in paths}
    return codes, {codes[key]: _text(meaning) for key, _, meaning in tags if key in codes}


def _group(rows: Iterable[tuple[Value, ...]]) -> dict[Value, list[tuple[Value, ...]]]:
    """Return rows by their first cell."""
    grouped: dict[Value, list[tuple[Value, ...]]] = {}
    for first, *others in rows:
        grouped.setdefault(first, []).append(tuple(others))
    return grouped


def _tell_apart(name: str, taken: Iterable[str]) -> str:
    """Return a name that is free: programs let two documents have one."""
    known, free, number = set(taken), name, 2
    while free in known:
        free, number = f"{name} ({number})", number + 1
    return free


def _load_qualcoder(database: Database, roster: Roster, quotations: bool) -> Imported:
    """Read QualCoder's tables: offsets are in characters, a line end as it is stored."""
    texts: dict[Value, str] = {}
    names: dict[Value, str] = {}
    without = 0
    for key, name, fulltext in database.read("source", ("id", "name", "fulltext")):
        without += not fulltext
        if fulltext:
            texts[key], names[key] = _text(fulltext), _tell_apart(_text(name), names.values())
    codes, meanings = _read_qualcoder_codes(database)
    places = _Places(database.label)
    owners, who = _read_cases(database, texts, roster, places)
    passages: list[Passage] = []
    columns = ("fid", "cid", "pos0", "pos1", "owner")
    for document, rows in _group(database.read("code_text", columns)).items():
        if document not in texts or not {code for code, *_ in rows} <= set(codes):
            place = f"{database.label}, table code_text"
            fail(place, "a code or file that does not exist", "one in the project", _AGAIN)
        text = texts[document]
        there = _place_characters(text, (offset for row in rows for offset in row[1:3]))
        content, order = text.replace("\r\n", "\n"), [*texts].index(document) + 1
        for number, (code, start, end, coder) in enumerate(rows, start=1):
            what = f"code_text {number} of document {order}"
            where = places.find(what, start, end, there)
            if where is not None and where[0] < where[1]:
                owner = _find_owner(owners, document, where, what, places)
                said = content[slice(*where)]
                passages.append(
                    Passage(names[document], said, (codes[code],), _text(coder), where, None, owner)
                )
    places.settle()
    left = {"picture(s) and other file(s) without text": without}
    left |= {
        kind: len(database.read(table, ("date",)))
        for table, kind in _QUALCODER_REST.items()
        if table in database.columns
    }
    fingerprints = {names[key]: take_fingerprint(text) for key, text in texts.items()}
    lengths = {names[key]: len(text) for key, text in texts.items()}
    told = Told(database.label, "QualCoder", fingerprints, meanings, left, who, lengths)
    return tabulate(told, passages, roster, quotations)


#: What else QualCoder keeps, by its table.
_QUALCODER_REST = {
    "code_image": "coding(s) of pictures",
    "code_av": "coding(s) of recordings",
    "annotation": "annotation(s)",
    "journal": "journal text(s)",
}


def _read_qualcoder_codes(database: Database) -> tuple[dict[Value, CodePath], dict[CodePath, str]]:
    """Return the path of each code below its categories, and what each is said to mean."""
    above = {
        key: (_text(name), parent)
        for key, name, parent in database.read("code_cat", ("catid", "name", "supercatid"))
    } if "code_cat" in database.columns else {}  # fmt: skip
    codes: dict[Value, CodePath] = {}
    meanings: dict[CodePath, str] = {}
    for key, name, memo, category in database.read("code_name", ("cid", "name", "memo", "catid")):
        path: CodePath = (_text(name) or f"code {key}",)
        while category in above and len(path) < DEEPEST:
            named, category = above[category]
            path = (named or "category", *path)
        codes[key] = path
        meanings[path] = _text(memo)
    return codes, meanings


def _read_cases(
    database: Database, texts: Mapping[Value, str], roster: Roster, places: _Places
) -> tuple[dict[Value, Turns], tuple[str, ...]]:
    """Return whose which stretch of each text is, and who was taken for whom."""
    if not {"cases", "case_text"} <= set(database.columns):
        return {}, ()
    stretches = _group(database.read("case_text", ("fid", "caseid", "pos0", "pos1")))
    stretches = {document: rows for document, rows in stretches.items() if document in texts}
    used = {case for rows in stretches.values() for case, _, _ in rows}
    cases = {
        key: _text(name) for key, name in database.read("cases", ("caseid", "name")) if key in used
    }
    kinds = [f"case {number}" for number in range(1, len(cases) + 1)]
    pairings = roster.pair([*cases.values()], kinds, database.label)
    people = {key: pairing.pseudonym for key, pairing in zip(cases, pairings, strict=True)}
    turns: dict[Value, Turns] = {}
    for document, rows in stretches.items():
        text = texts[document]
        listed = []
        there = _place_characters(text, (offset for row in rows for offset in row[1:]))
        for number, (case, start, end) in enumerate(rows, start=1):
            where = places.find(f"case_text {number}", start, end, there)
            if where is not None and case in people:
                listed.append((*where, people[case]))
        if listed:
            turns[document] = Turns(*zip(*listed, strict=True))
    who = "; ".join(map(str, pairings))
    return turns, (f"Who is who: {who}.",) if who else ()


def _find_owner(
    owners: dict[Value, Turns],
    document: Value,
    place: tuple[int, int],
    what: str,
    places: _Places,
) -> str:
    """Return whose a passage is; empty where its text is of no case."""
    if document not in owners:
        return ""
    people, _ = owners[document].find(*place)
    if len(people) != 1:
        named = f" ({join_words(people)})" if people else ""
        found = f"a passage that belongs to {len(people)} cases{named}"
        remedy = "Divide it where another person begins to speak, or assign it to a case."
        places.findings.append(
            Finding(f"{places.label}, {what}", found, "one case for each", remedy=remedy)
        )
    return next(iter(people), "")
