"""A REFI-QDA project (`.qdpx`) as tables of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

import numpy as np

from senco.errors import DataError, Finding
from senco.intake.formats.archive import (
    Archive,
    Source,
    fail,
    label_of,
    list_by_suffix,
    open_archive,
)
from senco.intake.formats.imported import (
    QUOTATION_LENGTH,
    Imported,
    ImportReport,
    make_table,
    write_gist,
)
from senco.intake.formats.keys import Roster
from senco.intake.formats.markup import child, children, name_of, parse_xml
from senco.intake.formats.offsets import Choice, Score, Text, choose_reading, score_document
from senco.intake.formats.qda.codebook import Codes, read_codes
from senco.intake.formats.qda.people import Coders, People, check_unique, guid_of, read_people

#: Fewer names than this share where their offsets say, and the offsets are not trusted.
LEAST_MATCHED = 0.95
LARGEST_OFFSET = 2**40
#: How many segments that another way of counting places elsewhere are named.
DOUBTFUL_SHOWN = 10
MEDIA = ("PDFSource", "PictureSource", "AudioSource", "VideoSource")


@dataclass
class _Document:
    """A text source, without its text: one text at a time is in memory."""

    key: str
    number: int
    element: ElementTree.Element
    selections: list[ElementTree.Element]
    length: int
    score: Score


def load_project(
    source: Source,
    label: str | None = None,
    quotations: bool = False,
    first_coder: int = 1,
    participants: Roster | None = None,
) -> Imported:
    """Read a REFI-QDA project (`.qdpx`).

    Parameters
    ----------
    source : Path or bytes
        The file, or what it holds.
    label : str, optional
        How messages name it; by default its name without its folder.
    quotations : bool
        Whether to hand over the coded passages. They are then for the researcher
        alone: consent to quote stays blank.
    first_coder : int
        Number of the first coder, where projects of several coders are read.
    participants : Roster, optional
        Who is who, as far as it is known. A case or document whose name holds a
        pseudonym is that participant; any other gets a new one where there is none yet.

    Returns
    -------
    Imported
        One segment for each passage, whoever selected it; places in characters with
        each line end as one.

    Raises
    ------
    DataError
        Where the archive, the XML, a text, a reference or the offsets cannot be
        trusted: with the file and the element, never with a name.
    """
    name = label_of(source, label)
    with open_archive(source, name) as archive:
        root = _read_root(archive)
        codes = read_codes(child(root, "CodeBook"), name)
        sources = [*children(child(root, "Sources"), "TextSource")]
        check_unique([*children(child(root, "Sources"), "TextSource", *MEDIA)], name)
        check_unique([*children(child(root, "Users"), "User")], name)
        selections = [item for each in sources for item in children(each, "PlainTextSelection")]
        check_unique(selections, name)
        documents = [_read_document(archive, each, n) for n, each in enumerate(sources, start=1)]
        choice = choose_reading([each.score for each in documents], root.get("origin", ""))
        _check_choice(choice, documents, name)
        people = read_people(root, sources, name, participants)
        tables = _Tables(name, codes, people, Coders(root, first_coder), choice)
        for document in documents:
            text = _read_text(archive, document.element, document.number) if quotations else None
            tables.add(document, text)
    return tables.finish(root, len(documents))


def _read_root(archive: Archive) -> ElementTree.Element:
    found = list_by_suffix(archive, ".qde")
    if len(found) != 1:
        fail(archive.label, f"{len(found)} project files", "one, project.qde", "Is it a .qdpx?")
    root = parse_xml(archive.read(found[0], "project.qde"), f"{archive.label}, project.qde")
    if name_of(root) != "Project":
        place = f"{archive.label}, project.qde"
        fail(place, f"the element '{name_of(root)[:40]}'", "the element Project")
    return root


def _read_text(archive: Archive, element: ElementTree.Element, number: int) -> Text | None:
    """Return a source's text, or None where the file has none."""
    content = child(element, "PlainTextContent")
    if content is not None:
        return Text(content.text or "")
    path = element.get("plainTextPath", "").strip()
    if not path:
        return None
    part = f"TextSource {number}"
    bare = path[len("internal://") :] if path.casefold().startswith("internal://") else path
    info = archive.find(f"sources/{bare}") or archive.find(bare)
    if info is None:
        found = "a text that the archive does not hold"
        fail(
            f"{archive.label}, {part}", found, "its text in the folder sources", "Export it whole."
        )
    return Text(_decode(archive.read(info, part), f"{archive.label}, {part}"))


def _decode(raw: bytes, place: str) -> str:
    try:
        wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        return raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        fail(place, "a text that is not UTF-8", "UTF-8 or UTF-16")


def _read_document(archive: Archive, element: ElementTree.Element, number: int) -> _Document:
    selections = [*children(element, "PlainTextSelection")]
    text = _read_text(archive, element, number)
    if text is None and (selections or child(element, "Coding") is not None):
        place = f"{archive.label}, TextSource {number}"
        fail(
            place, "codings and no plain text", "plain text beside them", "Export it as plain text."
        )
    text = text or Text("")
    spans = [
        _read_span(item, f"{archive.label}, TextSource {number}, PlainTextSelection {place}")
        for place, item in enumerate(selections, start=1)
    ]
    names = [item.get("name", "") for item in selections]
    score = score_document(text, names, spans)
    return _Document(f"d{number}", number, element, selections, len(text.content), score)


def _read_span(selection: ElementTree.Element, place: str) -> tuple[int, int]:
    try:
        start, end = (int(selection.get(name, "")) for name in ("startPosition", "endPosition"))
    except ValueError:
        fail(place, "no startPosition and endPosition", "two whole numbers")
    if max(abs(start), abs(end)) > LARGEST_OFFSET:
        fail(place, "the positions beyond the end of any text", "two whole numbers")
    if end < start:
        fail(place, f"the positions {start} and {end}", "an end that follows its start")
    return start, end


def _check_choice(choice: Choice, documents: list[_Document], label: str) -> None:
    if choice.matched < LEAST_MATCHED * choice.checked:
        share = choice.matched / choice.checked
        fail(
            f"{label}, PlainTextSelection",
            f"{choice.matched} of {choice.checked} selections ({share:.0%}) whose text stands "
            f"where their offsets say, under the best reading ({choice.reading})",
            f"at least {LEAST_MATCHED:.0%}",
            "The texts were changed after coding: export the project again.",
        )
    findings = []
    for document in documents:
        outside = (document.score.places[choice.reading] < 0).any(axis=1)
        for place in np.flatnonzero(outside):
            where = f"{label}, TextSource {document.number}, PlainTextSelection {place + 1}"
            found = "a selection beyond the end of its text"
            allowed = f"positions from 0 to about {document.length}"
            findings.append(Finding(where, found, allowed, remedy="Export the project again."))
    if findings:
        raise DataError(findings[:10])


class _Tables:
    """The tables as they grow, document by document."""

    def __init__(self, label: str, codes: Codes, people: People, coders: Coders, choice: Choice):
        self.label, self.codes, self.people = label, codes, people
        self.coders, self.choice = coders, choice
        self.segments: list[dict[str, object]] = []
        self.codings: list[tuple[str, str, str]] = []
        self.doubtful: list[str] = []
        self.empty = self.uncoded = self.cut = 0

    def add(self, document: _Document, text: Text | None) -> None:
        """Add a document's passages, each once whoever selected it."""
        keys: dict[tuple[int, int, str], str] = {}
        places = document.score.places[self.choice.reading].tolist()
        doubtful = self.choice.find_doubtful(document.score).tolist()
        for selection, (start, end), doubt in zip(
            document.selections, places, doubtful, strict=True
        ):
            codings = [*children(selection, "Coding")]
            self.uncoded += not codings
            self.empty += bool(codings) and start == end
            if codings and start < end:
                owner = self._owner(document, guid_of(selection))
                key = self._segment(document, (start, end, owner), keys, text)
                self._code(key, codings, selection, document.element)
                self.doubtful += [key] if doubt and key not in self.doubtful else []
        whole = [*children(document.element, "Coding")]
        if whole and document.length:
            place = (0, document.length, self._owner(document, ""))
            self._code(self._segment(document, place, keys, text), whole, document.element)

    def _owner(self, document: _Document, selection: str) -> str:
        own = self.people.of_selection.get(selection, [])
        owners = own or self.people.of_document.get(guid_of(document.element), [])
        if len(set(owners)) != 1:
            fail(
                f"{self.label}, TextSource {document.number}",
                f"a selection that belongs to {len(set(owners))} cases",
                "one case for each coded selection",
                "Tie each selection, or its document, to the one person who speaks.",
            )
        return owners[0]

    def _segment(
        self,
        document: _Document,
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
                place = f"{self.label}, Coding of segment {key}"
                fail(place, "a code that is not in the codebook", "a code that is listed")
            self.codings.append((key, code, self.coders.find(coding, *above)))

    def finish(self, root: ElementTree.Element, n_documents: int) -> Imported:
        """Return everything with the report."""
        names = self.coders.name([coder for _, _, coder in self.codings])
        rows = list(dict.fromkeys((s, code, names[coder]) for s, code, coder in self.codings))
        codings = make_table(
            "codings", [dict(zip(("segment", "code", "coder"), row, strict=True)) for row in rows]
        )
        report = ImportReport(
            file=self.label,
            origin=root.get("origin", "")[:80],
            documents=n_documents,
            coders=codings["coder"].nunique(),
            reading=str(self.choice.reading),
            reason=self.choice.reason,
            checked=self.choice.checked,
            matched=self.choice.matched,
            left_behind=self._list_left_behind(root),
            notes=self._write_notes(),
        )
        segments = make_table("segments", self.segments)
        people = self.people
        return Imported(
            people.participants, segments, self.codes.table, codings, people.variables, report
        )

    def _list_left_behind(self, root: ElementTree.Element) -> dict[str, int]:
        sources = child(root, "Sources")
        media = [*children(sources, *MEDIA)]
        counts = {
            **{
                f"{kind.removesuffix('Source')} sources": len([*children(sources, kind)])
                for kind in MEDIA
            },
            "codings of media": sum(
                name_of(item) == "Coding" for each in media for item in each.iter()
            ),
            "memos": len([*children(child(root, "Notes"), "Note")]),
            "links": len([*children(child(root, "Links"), "Link")]),
            "sets": len([*children(child(root, "Sets"), "Set")]),
            "graphs": len([*children(child(root, "Graphs"), "Graph")]),
            "selections without a code": self.uncoded,
            "empty selections": self.empty,
            "cases without a text": self.people.left_out,
        }
        return {kind: count for kind, count in counts.items() if count}

    def _write_notes(self) -> tuple[str, ...]:
        choice, notes = self.choice, [*self.people.notes, *self.codes.notes]
        if not choice.checked and self.segments:
            notes.append(
                "No selection's name repeats its text, so the places could not be checked by "
                "names: compare a few passages with your program."
            )
        if self.doubtful:
            others = "; or ".join(map(str, choice.rivals))
            shown = ", ".join(self.doubtful[:DOUBTFUL_SHOWN])
            more = len(self.doubtful) - DOUBTFUL_SHOWN
            shown += f" and {more} more" if more > 0 else ""
            notes.append(
                f"Another way of counting fits as well and gives other passages ({others}): look "
                f"at {shown} before you use them."
            )
        if choice.matched < choice.checked:
            notes.append(f"{choice.checked - choice.matched} selections differ from their names.")
        if self.cut:
            notes.append(f"{self.cut} quotations were cut at {QUOTATION_LENGTH} characters.")
        notes.append("Give each code its key influence, and write a gist for each segment.")
        return tuple(notes)
