"""Coded texts of several files, and of a cohort, put together: texts, codes and coders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import pandas as pd

from senco.cohort.coders import AGREED
from senco.errors import DataError, Finding
from senco.intake.formats.imported import Document, Imported, write_gist
from senco.intake.formats.keys import KEY_LENGTH, choose_key
from senco.intake.formats.signs import tidy
from senco.text.words import count_words, join_words

Row = dict[str, Any]
#: What tells a passage from the others of its text: its places, its words, or its key.
Passage = tuple[object, ...]
#: A coder of whom a file says nothing.
UNKNOWN = "coder-unknown"
_KEY = re.compile(r"(?<![\w-])[a-z]\w*(?:-\w+)*(?![\w-])")


@dataclass
class _Text:
    """A text that is there, of an earlier file or of the cohort."""

    document: Document
    people: set[str]
    label: str
    is_kept: bool = False
    passages: dict[Passage, str] = field(default_factory=dict)
    by_key: bool = False

    @property
    def key(self) -> str:
        return self.document.key


class Joining:
    """Coded texts as they come in, file by file.

    Parameters
    ----------
    kept : mapping of str to list of dict, optional
        Rows of the cohort's segments, codes and codings, to which those of files are added.

    Notes
    -----
    A text is one of an earlier file where both say the same and are of the same people, or
    where neither file has the text and both call it the same. Of the cohort's texts nothing
    but places is kept: one is a text that comes in where it is of the same people and a
    passage of it stands at the same place. Codes are joined by their names and the names
    above them. A coder is one of an earlier file where both list the same identifier, and one
    of the cohort where everything that they coded in these texts comes in again.
    """

    def __init__(self, kept: Mapping[str, list[Row]] | None = None):
        given = kept or {}
        self._texts: list[_Text] = []
        self._codes: dict[Passage, str] = {}
        self._taken: set[str] = {row["code"] for row in given.get("codes", [])}
        for code, path in _list_paths(given.get("codes", [])).items():
            self._codes[path] = code
        self._segments: set[str] = {row["segment"] for row in given.get("segments", [])}
        self._keep_texts(given.get("segments", []))
        self._kept_coders: dict[str, set[tuple[str, str]]] = {}
        for row in given.get("codings", []):
            pair = (row["segment"], row["code"])
            self._kept_coders.setdefault(row["coder"], set()).add(pair)
        self._coders = set(self._kept_coders)
        self._identified: dict[str, str] = {}

    def _keep_texts(self, segments: Iterable[Row]) -> None:
        texts: dict[str, _Text] = {}
        for row in segments:
            key = row.get("document") or ""
            text = texts.setdefault(key, _Text(Document(key), set(), "the cohort", True))
            text.people.add(row["participant"])
            text.passages[_identify(row)] = row["segment"]
        self._texts = [text for key, text in texts.items() if key]

    def add(self, label: str, found: Imported) -> tuple[dict[str, pd.DataFrame], list[str]]:
        """Return what a file has that is new, with keys that fit what is there.

        Parameters
        ----------
        label : str
            The file's name.
        found : Imported
            What it holds.

        Returns
        -------
        frames : dict of str to DataFrame
            Participants, segments, codes and codings.
        notes : list of str
            The file's own, with the keys that were given, and what was joined.

        Raises
        ------
        DataError
            Where one text is said to be of different people.
        """
        notes: list[str] = []
        new_codes, codes = self._join_codes(found.codes)
        self._given = {(row["segment"], codes[row["code"]]) for row in _list_rows(found.codings)}
        segments, names = self._join_texts(label, found, notes)
        pairs = [
            (names[row["segment"]], codes[row["code"]], row["coder"])
            for row in _list_rows(found.codings)
        ]
        coders = self._join_coders(found, pairs, notes)
        rows = dict.fromkeys((segment, code, coders[coder]) for segment, code, coder in pairs)
        columns = ("segment", "code", "coder")
        frames = {
            "participants": found.participants,
            "segments": _make_like(found.segments, segments),
            "codes": _make_like(found.codes, new_codes),
            "codings": _make_like(
                found.codings, [dict(zip(columns, row, strict=True)) for row in rows]
            ),
        }
        return frames, [*(_rename(note, names) for note in found.report.notes), *notes]

    @property
    def lengths(self) -> dict[str, int]:
        """Characters of each text of which they are known, by its key."""
        return {text.key: text.document.length for text in self._texts if text.document.length}

    def add_codes(self, codes: pd.DataFrame) -> pd.DataFrame:
        """Return the codes of a codebook that are new, with keys that fit what is there.

        Parameters
        ----------
        codes : DataFrame
            The contract's table.

        Returns
        -------
        DataFrame
            Its rows of codes that are not there yet.
        """
        return _make_like(codes, self._join_codes(codes)[0])

    def _join_codes(self, codes: pd.DataFrame) -> tuple[list[Row], dict[str, str]]:
        """Return the codes that are new, and the key of each that the file holds."""
        keys: dict[str, str] = {}
        new: list[Row] = []
        rows = _list_rows(codes)
        paths = _list_paths(rows)
        for row in rows:
            path, parent = paths[row["code"]], keys.get(row["parent"] or "")
            if path not in self._codes:
                together = f"{parent}-{row['code']}"[:KEY_LENGTH].strip("-") if parent else ""
                self._codes[path] = choose_key([row["code"], together], self._taken, "code")
                new.append({**row, "code": self._codes[path], "parent": parent})
            keys[row["code"]] = self._codes[path]
        return new, keys

    def _join_texts(
        self, label: str, found: Imported, notes: list[str]
    ) -> tuple[list[Row], dict[str, str]]:
        """Return the segments that are new, and the key of each text and segment of the file."""
        rows: dict[str, list[tuple[Row, tuple[str, int]]]] = {}
        for row, passage in zip(_list_rows(found.segments), found.passages, strict=True):
            rows.setdefault(row["document"], []).append((row, passage))
        before = [*self._texts]
        names: dict[str, str] = {}
        new: list[Row] = []
        for document in found.documents:
            if document.key in rows:
                own = [row for row, _ in rows[document.key]]
                text = self._find_text(label, document, own, before, notes)
                before = [other for other in before if other is not text]
                names[document.key] = text.key
                new += self._join_passages(text, rows[document.key], names)
        return new, names

    def _find_text(
        self, label: str, document: Document, rows: list[Row], before: list[_Text], notes: list[str]
    ) -> _Text:
        """Return the text that a document is: an existing folder, or else a new one."""
        people = {row["participant"] for row in rows}
        place = f"document {document.key} of {label}"
        kept, shared = self._find_kept(rows, before)
        if kept is not None:
            told = f"{count_words(shared, 'passage')} of the same people"
            how = "under the same keys" if rows[0]["start"] is None else "at the same places"
            notes.append(f"{place} is {kept.key} of the cohort: {told} {how}.")
            kept.people |= people
            return kept
        for text in before:
            if not text.is_kept and _is_same(text.document, document):
                if text.people & people:
                    how = "the same text as" if document.fingerprint else "called the same"
                    notes.append(f"{place} is {text.key}, {how} in {text.label}.")
                    text.people |= people
                    return text
                if text.document.guid == document.guid and document.guid:
                    raise DataError([_refuse_people(place, text, people)])
        key = document.key if not self._texts else self._number_text()
        text = _Text(replace(document, key=key), people, label)
        notes += _tell_apart(f"{key} (document {document.key} of {label})", text, before)
        self._texts.append(text)
        return text

    def _find_kept(self, rows: list[Row], texts: list[_Text]) -> tuple[_Text | None, int]:
        """Return the cohort's text with most of these passages, and how many it has."""
        shared: list[tuple[_Text, int]] = []
        for text in filter(lambda each: each.is_kept, texts):
            passages = [row for row in rows if _identify(row) in text.passages]
            text.by_key = self._is_again(text)
            if not text.by_key:
                passages = [row for row in passages if _identify(row)[0] == "places"]
            shared.append((text, len(passages)))
        best = max(shared, key=lambda pair: pair[1], default=None)
        return best if best is not None and best[1] else (None, 0)

    def _is_again(self, text: _Text) -> bool:
        """Whether all that a coder gave segments of a text comes again, under the same keys.

        Without places a key alone does not tell: every program numbers from one.
        """
        keys = set(text.passages.values())
        return any(
            own and own <= self._given
            for coder, given in self._kept_coders.items()
            if coder != AGREED
            for own in [{pair for pair in given if pair[0] in keys}]
        )

    def _number_text(self) -> str:
        numbers = (re.fullmatch(r"d([0-9]{1,9})", text.key) for text in self._texts)
        return f"d{max((int(found[1]) for found in numbers if found), default=0) + 1}"

    def _join_passages(
        self, text: _Text, rows: list[tuple[Row, tuple[str, int]]], names: dict[str, str]
    ) -> list[Row]:
        """Return the segments of a text that are new; all get their names."""
        seen: Counter[Passage] = Counter()
        new: list[Row] = []
        for row, (mark, length) in rows:
            passage = _identify(row, mark)
            seen[passage] += 1
            passage = (*passage, seen[passage]) if row["start"] is None else passage
            key = text.passages.get(passage)
            if key is None and text.by_key:
                key = text.passages.get(_identify(row))
            if key is None:
                key = self._choose_segment(text, row["segment"])
                text.passages[passage] = key
                number = len(text.passages)
                gist = write_gist(number, text.key, length)
                new.append({**row, "segment": key, "document": text.key, "gist": gist})
            names[row["segment"]] = key
        return new

    def _choose_segment(self, text: _Text, own: str) -> str:
        """Return a free key: the file's where it is not made of the document's."""
        if own in self._segments or re.fullmatch(r"d[0-9]+-s[0-9]+", own):
            numbers = count(len(text.passages) + 1)
            own = next(key for n in numbers if (key := f"{text.key}-s{n}") not in self._segments)
        self._segments.add(own)
        return own

    def _join_coders(
        self, found: Imported, pairs: list[tuple[str, str, str]], notes: list[str]
    ) -> dict[str, str]:
        """Return the pseudonym of each of a file's coders."""
        own: dict[str, set[tuple[str, str]]] = {}
        for segment, code, coder in pairs:
            own.setdefault(coder, set()).add((segment, code))
        segments = {segment for segment, _, _ in pairs}
        touched = {
            key
            for text in self._texts
            if text.is_kept and segments & set(text.passages.values())
            for key in text.passages.values()
        }
        names: dict[str, str] = {UNKNOWN: UNKNOWN}
        met = {self._identified[each] for each in found.coders.values() if each in self._identified}
        for coder in sorted(set(own) - {UNKNOWN}, key=_order_coder):
            names[coder] = self._find_coder(found.coders.get(coder, ""), own[coder], touched)
        kept = sorted({names[coder] for coder in own} & set(self._kept_coders) - {UNKNOWN} - met)
        if kept:
            notes.append(
                f"Whoever coded here was treated as {join_words(kept)}, because everything that "
                f"{join_words(kept)} coded in these texts is in this file again."
            )
        if again := sorted({names[coder] for coder in own} & met):
            notes.append(
                f"{join_words(again)} also coded an earlier file, as the same user. If two people "
                "shared that account, import their files one after the other, the later ones with "
                "--merge."
            )
        return names

    def _find_coder(self, identifier: str, codings: set[tuple[str, str]], touched: set[str]) -> str:
        if identifier and identifier in self._identified:
            return self._identified[identifier]
        for name, given in self._kept_coders.items():
            known = {pair for pair in given if pair[0] in touched}
            if known and known <= codings and name not in (AGREED, UNKNOWN):
                break
        else:
            name = next(name for n in count(1) if (name := f"coder-{n}") not in self._coders)
        self._coders.add(name)
        if identifier:
            self._identified[identifier] = name
        return name


def _list_rows(frame: pd.DataFrame) -> list[Row]:
    """Rows of a table, with None for what is blank."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): cell for name, cell in row.items()} for row in plain.to_dict("records")]


def _make_like(frame: pd.DataFrame, rows: list[Row]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=list(frame.columns), dtype=object)
    return made.astype(frame.dtypes.to_dict())


def _list_paths(rows: Iterable[Row]) -> dict[str, Passage]:
    """The names from the top to each code, by its key; the n-th of one name is told apart."""
    listed = {row["code"]: row for row in rows}
    paths: dict[str, Passage] = {}
    counts: Counter[Passage] = Counter()
    for code in listed:
        names: list[str] = []
        above: str | None = code
        seen: set[str] = set()
        while above and above in listed and above not in seen:
            seen.add(above)
            names.append(_fold(listed[above].get("label") or ""))
            above = listed[above].get("parent")
        path = tuple(reversed(names))
        counts[path] += 1
        paths[code] = (*path, counts[path])
    return paths


def _identify(row: Row, mark: str = "") -> Passage:
    """What tells a passage: its places, else its words, else its key."""
    who = row["participant"]
    places = [str(row.get(name)) for name in ("start", "end")]
    if all(place.isascii() and place.isdecimal() and len(place) < 18 for place in places):
        return ("places", *map(int, places), who)
    return ("words", mark, who) if mark else ("key", row["segment"], who)


def _is_same(one: Document, other: Document) -> bool:
    """Whether two texts say the same; where neither is there, whether they have one name."""
    if one.fingerprint or other.fingerprint:
        return one.fingerprint == other.fingerprint
    return bool(one.name) and _fold(one.name) == _fold(other.name)


def _refuse_people(place: str, text: _Text, people: set[str]) -> Finding:
    found = f"passages of {join_words(sorted(people))} in a text of which {text.label} has "
    found += f"passages of {join_words(sorted(text.people))}"
    remedy = "Give the case or document the same name in both files, or say who it is: --people."
    return Finding(place, found, "the same people for the same text", remedy=remedy)


def _tell_apart(place: str, text: _Text, before: list[_Text]) -> list[str]:
    """Say which other texts this might be taken for, and why it is kept apart."""
    own, notes = text.document, []
    for other in before:
        alike = bool(own.name) and _fold(own.name) == _fold(other.document.name)
        if other.is_kept and other.people & text.people:
            notes.append(
                f"{place} is kept apart from {other.key} of the cohort, which is from the same "
                "people: no passage is known to be at the same place. If it is the same text, "
                "import the files of all coders together, with --replace."
            )
        elif own.fingerprint and own.fingerprint == other.document.fingerprint:
            notes.append(
                f"{place} has the same text as {other.key} but belongs to other people: both "
                "are kept. If they are one text, give its document or case the same name in "
                "both files, or say who it is with --people."
            )
        elif alike:
            notes.append(f"{place} has the name of {other.key} but another text: both are kept.")
    return notes


def _order_coder(name: str) -> tuple[int, str]:
    number = name.rpartition("-")[2]
    return (int(number) if number.isdecimal() else 10**9, name)


def _rename(note: str, names: Mapping[str, str]) -> str:
    """Return a note with the keys that texts and segments were given."""
    return _KEY.sub(lambda word: names.get(word[0], word[0]), note)


def _fold(name: str) -> str:
    return tidy(name).casefold()
