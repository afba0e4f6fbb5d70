"""A REFI-QDA project (`.qdpx`) as tables of the contract."""

from __future__ import annotations

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
from senco.intake.formats.imported import Imported, take_fingerprint
from senco.intake.formats.keys import Roster
from senco.intake.formats.markup import child, children, name_of, parse_xml
from senco.intake.formats.offsets import Choice, Text, choose_reading, score_document
from senco.intake.formats.qda.codebook import read_codes
from senco.intake.formats.qda.people import Coders, check_unique, guid_of, read_people
from senco.intake.formats.qda.sources import (
    Part,
    has_codings,
    list_parts,
    list_selections,
    list_sources,
    read_text,
    select,
)
from senco.intake.formats.qda.tables import Coded, Tables

#: Fewer names than this share where their offsets say, and the offsets are not trusted.
LEAST_MATCHED = 0.95


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
        check_unique(list_sources(root), name)
        check_unique([*children(child(root, "Users"), "User")], name)
        check_unique(list_selections(root), name)
        documents = _read_documents(archive, list_parts(root))
        choice = choose_reading([each.score for each in documents], root.get("origin", ""))
        _check_choice(choice, documents, name)
        with_text = {guid_of(each.part.source): each.part.source for each in documents}
        people = read_people(root, [*with_text.values()], name, participants)
        tables = Tables(name, codes, people, Coders(root, first_coder), choice)
        for document in documents:
            text = _read_whole(archive, document.part) if quotations else None
            tables.add(document, text)
    return tables.finish(root)


def _read_root(archive: Archive) -> ElementTree.Element:
    found = list_by_suffix(archive, ".qde")
    if len(found) != 1:
        fail(archive.label, f"{len(found)} project files", "one, project.qde", "Is it a .qdpx?")
    root = parse_xml(archive.read(found[0], "project.qde"), f"{archive.label}, project.qde")
    if name_of(root) != "Project":
        place = f"{archive.label}, project.qde"
        fail(place, f"the element '{name_of(root)[:40]}'", "the element Project")
    return root


def _read_whole(archive: Archive, part: Part) -> Text:
    return Text(read_text(archive, part.holder, part.place) or "")


def _read_documents(archive: Archive, parts: list[Part]) -> list[Coded]:
    """Return the texts; a text source is one, a PDF file or recording where it has some."""
    documents: list[Coded] = []
    for part in parts:
        stored = read_text(archive, part.holder, part.place)
        is_text = part.source is part.holder
        if stored is None and has_codings(part.holder):
            place, allowed = f"{archive.label}, {part.place}", "plain text beside them"
            fail(place, "codings and no plain text", allowed, "Export it as plain text.")
        if stored is None and not is_text:
            continue
        text = Text(stored or "")
        selected = select(archive, part, text)
        names = [each.element.get("name", "") for each in selected.counted]
        score = score_document(text, names, [(each.start, each.end) for each in selected.counted])
        key, mark = f"d{len(documents) + 1}", take_fingerprint(text.content)
        documents.append(Coded(key, part, selected, len(text.content), mark, score))
    return documents


def _check_choice(choice: Choice, documents: list[Coded], label: str) -> None:
    if choice.matched < LEAST_MATCHED * choice.checked:
        share = choice.matched / choice.checked
        fail(
            f"{label}, PlainTextSelection",
            f"{choice.matched} of {choice.checked} selections ({share:.0%}) whose text is where "
            f"their offsets say, under the best reading ({choice.reading})",
            f"at least {LEAST_MATCHED:.0%}",
            "The texts were changed after coding: export the project again.",
        )
    findings = []
    for document in documents:
        outside = (document.score.places[choice.reading] < 0).any(axis=1)
        for place in np.flatnonzero(outside):
            where = document.selected.counted[place].place
            found = "a selection beyond the end of its text"
            allowed = f"positions from 0 to about {document.length}"
            findings.append(Finding(where, found, allowed, remedy="Export the project again."))
    if findings:
        raise DataError(findings[:10])
