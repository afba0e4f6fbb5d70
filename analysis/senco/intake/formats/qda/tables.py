"""Coded texts of a REFI-QDA project as segments and codings, as they grow text by text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from senco.errors import DataError, Finding
from senco.intake.formats.archive import fail
from senco.intake.formats.imported import (
    ADVICE_CODES,
    QUOTATION_LENGTH,
    Document,
    Imported,
    ImportReport,
    make_table,
    take_fingerprint,
    write_gist,
)
from senco.intake.formats.markup import child, children, name_of
from senco.intake.formats.offsets import Choice, Score, Text
from senco.intake.formats.qda.codebook import Codes
from senco.intake.formats.qda.people import Coders, People, guid_of
from senco.intake.formats.qda.sources import WITHOUT_TEXT, Part, Selected, Selection, list_sources
from senco.intake.formats.qda.speakers import Turns
from senco.text.words import count_words, join_words

#: How many segments that another way of counting places elsewhere are named.
DOUBTFUL_SHOWN = 10
#: How many passages of which it is not known who speaks are listed.
LISTED = 10


@dataclass
class Coded:
    """A coded text, without what it says: one text at a time is in memory.

    Parameters
    ----------
    key : str
        The document's.
    part : Part
        Where it stands.
    selected : Selected
        What is selected in it.
    length : int
        Its characters.
    fingerprint : str
        As from `senco.intake.formats.imported.take_fingerprint`.
    score : Score
        Of its counted selections.
    """

    key: str
    part: Part
    selected: Selected
    length: int
    fingerprint: str
    score: Score


@dataclass(frozen=True)
class _Passage:
    selection: Selection
    start: int
    end: int
    is_doubtful: bool


class Tables:
    """The tables of a project.

    Parameters
    ----------
    label : str
        How messages name the file.
    codes : Codes
        Its codes.
    people : People
        Whose what is.
    coders : Coders
        Who coded.
    choice : Choice
        How places are counted.
    """

    def __init__(self, label: str, codes: Codes, people: People, coders: Coders, choice: Choice):
        self.label, self.codes, self.people = label, codes, people
        self.coders, self.choice = coders, choice
        self.segments: list[dict[str, object]] = []
        self.passages: list[tuple[str, int]] = []
        self.codings: list[tuple[str, str, str]] = []
        self.documents: list[Document] = []
        self.doubtful: list[str] = []
        self.beyond: list[str] = []
        self.findings: list[Finding] = []
        self._read: set[int] = set()
        self.empty = self.uncoded = self.cut = 0

    def add(self, document: Coded, text: Text | None) -> None:
        """Add a document's passages, each once whoever selected it."""
        source, holder = document.part.source, document.part.holder
        name = source.get("name", "") or holder.get("name", "")
        guid, mark = guid_of(source), document.fingerprint
        self.documents.append(Document(document.key, guid, name, mark, document.length))
        keys: dict[tuple[int, int, str], str] = {}
        passages = [*self._place(document)]
        turns = self._list_turns(passages)
        for passage in passages:
            codings = [*children(passage.selection.element, "Coding")]
            self._read |= {id(coding) for coding in codings}
            self.uncoded += not codings and not self._is_turn(passage)
            self.empty += bool(codings) and passage.start == passage.end
            if codings and passage.start < passage.end:
                owner, is_within = self._find_owner(document, passage, turns)
                key = self._segment(document, (passage.start, passage.end, owner), keys, text)
                self._code(key, codings, passage.selection.element, source)
                self.doubtful += [key] if passage.is_doubtful and key not in self.doubtful else []
                self.beyond += [] if is_within else [key]
        self._add_whole(document, keys, text)

    def _add_whole(
        self, document: Coded, keys: dict[tuple[int, int, str], str], text: Text | None
    ) -> None:
        """Add what is coded in a text as a whole."""
        part = document.part
        whole = [*children(part.holder, "Coding")]
        if part.source is not part.holder and part.is_only:
            whole += children(part.source, "Coding")
        self._read |= {id(coding) for coding in whole}
        if whole and document.length:
            owners = self.people.of_document.get(guid_of(part.source), [])
            if len(set(owners)) != 1:
                self._refuse(f"{self.label}, {part.place}", owners, "a code on the whole text,")
            place = (0, document.length, next(iter(owners), ""))
            self._code(self._segment(document, place, keys, text), whole, part.source)

    def _place(self, document: Coded) -> Iterator[_Passage]:
        places = document.score.places[self.choice.reading].tolist()
        doubtful = self.choice.find_doubtful(document.score).tolist()
        for selection, (start, end), doubt in zip(
            document.selected.counted, places, doubtful, strict=True
        ):
            yield _Passage(selection, start, end, doubt)
        for selection in document.selected.found:
            yield _Passage(selection, selection.start, selection.end, False)

    def _is_turn(self, passage: _Passage) -> bool:
        return guid_of(passage.selection.element) in self.people.of_selection

    def _list_turns(self, passages: list[_Passage]) -> Turns | None:
        """Return the passages that are a case's, which may be what somebody says."""
        turns = [
            (passage.start, passage.end, who)
            for passage in passages
            for who in self.people.of_selection.get(guid_of(passage.selection.element), [])
            if passage.start < passage.end
        ]
        return Turns(*zip(*turns, strict=True)) if turns else None

    def _find_owner(
        self, document: Coded, passage: _Passage, turns: Turns | None
    ) -> tuple[str, bool]:
        """Return whose a passage is, and whether it does not reach beyond what they say."""
        own = self.people.of_selection.get(guid_of(passage.selection.element), [])
        owners, is_within = [*dict.fromkeys(own)], True
        if not owners and turns is not None:
            owners, is_within = turns.find(passage.start, passage.end)
            is_within = is_within or not owners
        owners = owners or self.people.of_document.get(guid_of(document.part.source), [])
        if len(set(owners)) != 1:
            self._refuse(passage.selection.place, owners, "a selection that")
        return next(iter(owners), ""), is_within

    def _refuse(self, place: str, owners: list[str], what: str) -> None:
        who = [*dict.fromkeys(owners)]
        named = f" ({join_words(who)})" if who else ""
        found = f"{what} belongs to {count_words(len(who), 'case')}{named}"
        remedy = (
            "Divide it where another person begins to speak."
            if who
            else "Assign the passage, or its document, to the case of whoever speaks there."
        )
        allowed = "one case for each coded selection"
        self.findings.append(Finding(place, found, allowed, remedy=remedy))

    def _segment(
        self,
        document: Coded,
        place: tuple[int, int, str],
        keys: dict[tuple[int, int, str], str],
        text: Text | None,
    ) -> str:
        if place in keys:
            return keys[place]
        start, end, owner = place
        number = len(keys) + 1
        keys[place] = key = f"{document.key}-s{number}"
        passage = text.content[start:end] if text is not None else None
        self.cut += passage is not None and len(passage) > QUOTATION_LENGTH
        self.passages.append((take_fingerprint(passage or ""), end - start))
        self.segments.append(
            {
                "segment": key,
                "participant": owner,
                "document": document.key,
                "start": start,
                "end": end,
                "gist": write_gist(number, document.key, end - start),
                "quotation": passage[:QUOTATION_LENGTH] if passage else None,
            }
        )
        return key

    def _code(
        self, key: str, codings: list[ElementTree.Element], *above: ElementTree.Element
    ) -> None:
        for coding in codings:
            code = self.codes.keys.get(guid_of(child(coding, "CodeRef"), "targetGUID"))
            if code is None:
                place, remedy = f"{self.label}, Coding of segment {key}", "Export it again."
                fail(place, "a code that is not in the codebook", "a code that is listed", remedy)
            self.codings.append((key, code, self.coders.find(coding, *above)))

    def finish(self, root: ElementTree.Element) -> Imported:
        """Return everything with the report.

        Parameters
        ----------
        root : xml.etree.ElementTree.Element
            The project.

        Returns
        -------
        Imported
            All tables.

        Raises
        ------
        DataError
            Where it is not known who speaks.
        """
        if self.findings:
            raise DataError(self.findings[:LISTED])
        names = self.coders.name([coder for _, _, coder in self.codings])
        rows = list(dict.fromkeys((s, code, names[coder]) for s, code, coder in self.codings))
        codings = make_table(
            "codings", [dict(zip(("segment", "code", "coder"), row, strict=True)) for row in rows]
        )
        report = ImportReport(
            file=self.label,
            origin=root.get("origin", "")[:80],
            documents=len(self.documents),
            coders=codings["coder"].nunique(),
            reading=str(self.choice.reading),
            reason=self.choice.reason,
            checked=self.choice.checked,
            matched=self.choice.matched,
            left_behind=self._list_left_behind(root),
            notes=self._write_notes(),
        )
        people, used = self.people, set(codings["coder"])
        known = {who: guid for guid, who in names.items() if who in used}
        return Imported(
            people.participants, make_table("segments", self.segments), self.codes.table, codings,
            people.variables, report, tuple(self.documents), tuple(self.passages), known,
        )  # fmt: skip

    def _list_left_behind(self, root: ElementTree.Element) -> dict[str, int]:
        counts = self._count_sources(root)
        counts |= {
            "memo(s)": len([*children(child(root, "Notes"), "Note")]),
            "link(s)": len([*children(child(root, "Links"), "Link")]),
            "set(s)": len([*children(child(root, "Sets"), "Set")]),
            "graph(s)": len([*children(child(root, "Graphs"), "Graph")]),
            "selection(s) without a code": self.uncoded,
            "empty selection(s)": self.empty,
            "case(s) without a text": self.people.left_out,
        }
        return {kind: count for kind, count in counts.items() if count}

    def _count_sources(self, root: ElementTree.Element) -> dict[str, int]:
        """Count the sources that have no text, and the codings of what is not text."""
        with_text = {document.guid for document in self.documents}
        counts = dict.fromkeys(WITHOUT_TEXT.values(), 0)
        codings = 0
        for source in list_sources(root):
            if name_of(source) != "TextSource":
                counts[WITHOUT_TEXT[name_of(source)]] += guid_of(source) not in with_text
                inner = (each for each in source.iter() if name_of(each) == "Coding")
                codings += sum(id(each) not in self._read for each in inner)
        return {**counts, "coding(s) of pictures, areas of pages and recordings": codings}

    def _write_notes(self) -> tuple[str, ...]:
        choice, notes = self.choice, [*self.people.notes, *self.codes.notes]
        if not choice.checked and self.segments:
            notes.append(
                "No selection's name repeats its text, so the places could not be checked by "
                "names: compare a few passages in your program."
            )
        if self.doubtful:
            others = "; or ".join(map(str, choice.rivals))
            notes.append(
                "Another way of counting fits equally well and gives other passages "
                f"({others}): look at {_list_some(self.doubtful)} before you use them."
            )
        if self.beyond:
            listed = _list_some([*dict.fromkeys(self.beyond)])
            notes.append(f"Passages that extend beyond what their speaker says: {listed}.")
        if choice.matched < choice.checked:
            differ = choice.checked - choice.matched
            verb = "differs from its name" if differ == 1 else "differ from their names"
            notes.append(f"{count_words(differ, 'selection')} {verb}.")
        if self.cut:
            verb = "was" if self.cut == 1 else "were"
            cut = count_words(self.cut, "quotation")
            notes.append(f"{cut} {verb} cut at {QUOTATION_LENGTH} characters.")
        notes.append(ADVICE_CODES)
        return tuple(notes)


def _list_some(keys: list[str]) -> str:
    more = len(keys) - DOUBTFUL_SHOWN
    return ", ".join(keys[:DOUBTFUL_SHOWN]) + (f" and {more} more" if more > 0 else "")
