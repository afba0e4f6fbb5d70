"""Texts of a REFI-QDA project: text sources, text layers of PDF files, and transcripts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from xml.etree import ElementTree

from senco.intake.formats.archive import Archive, fail
from senco.intake.formats.markup import child, children, name_of
from senco.intake.formats.offsets import Text
from senco.intake.formats.qda.people import guid_of

#: What a source of each kind has its text in; a text source has it itself.
TEXTS = {
    "TextSource": "",
    "PDFSource": "Representation",
    "AudioSource": "Transcript",
    "VideoSource": "Transcript",
}
#: What a source is called where no text of it comes along.
WITHOUT_TEXT = {
    "PDFSource": "PDF file(s) without a text layer",
    "PictureSource": "picture(s)",
    "AudioSource": "audio recording(s) without a transcript",
    "VideoSource": "video recording(s) without a transcript",
}
STRETCHES = ("AudioSelection", "VideoSelection")
LARGEST_OFFSET = 2**40
#: A passage of a PDF page is looked for in the text layer up to so many letters.
LONGEST_SOUGHT = 10_000
#: And as long as not more letters than these have been searched in all.
MOST_SEARCHED = 2**30


@dataclass(frozen=True)
class Part:
    """One text of the project.

    Parameters
    ----------
    place : str
        How messages name it, such as "TextSource 2".
    source, holder : xml.etree.ElementTree.Element
        The source, and the element that has its text: for a text source the same.
    is_only : bool
        Whether it is the one text of its source.
    """

    place: str
    source: ElementTree.Element
    holder: ElementTree.Element
    is_only: bool = True


@dataclass(frozen=True)
class Selection:
    """A selected passage.

    Parameters
    ----------
    element : xml.etree.ElementTree.Element
        What has its codings.
    start, end : int
        Its places, as the file counts them.
    place : str
        How messages name it.
    """

    element: ElementTree.Element
    start: int
    end: int
    place: str


@dataclass
class Selected:
    """What is selected in one text.

    Parameters
    ----------
    counted : list of Selection
        By places that the program counted.
    found : list of Selection
        By a passage that stands once in the text: places in its characters.
    """

    counted: list[Selection] = field(default_factory=list)
    found: list[Selection] = field(default_factory=list)


def list_sources(root: ElementTree.Element) -> list[ElementTree.Element]:
    """Return all sources of a project.

    Parameters
    ----------
    root : xml.etree.ElementTree.Element
        The project.

    Returns
    -------
    list of xml.etree.ElementTree.Element
        In its order.
    """
    return [*children(child(root, "Sources"), *TEXTS, "PictureSource")]


def list_parts(root: ElementTree.Element) -> list[Part]:
    """Return the texts of a project.

    Parameters
    ----------
    root : xml.etree.ElementTree.Element
        The project.

    Returns
    -------
    list of Part
        In the order of the sources.
    """
    parts: list[Part] = []
    counts: Counter[str] = Counter()
    for source in list_sources(root):
        kind = name_of(source)
        counts[kind] += 1
        place = f"{kind} {counts[kind]}"
        if kind == "TextSource":
            parts.append(Part(place, source, source))
            continue
        holders = [*children(source, TEXTS[kind])] if kind in TEXTS else []
        for number, holder in enumerate(holders, start=1):
            which = f" {number}" if len(holders) > 1 else ""
            inner = f"{place}, {TEXTS[kind]}{which}"
            parts.append(Part(inner, source, holder, len(holders) == 1))
    return parts


def list_selections(root: ElementTree.Element) -> list[ElementTree.Element]:
    """Return everything that is selected in a source, of whichever kind.

    Parameters
    ----------
    root : xml.etree.ElementTree.Element
        The project.

    Returns
    -------
    list of xml.etree.ElementTree.Element
        In its order.
    """
    return [
        element
        for source in list_sources(root)
        for element in source.iter()
        if name_of(element).endswith("Selection")
    ]


def has_codings(holder: ElementTree.Element) -> bool:
    """Whether a text has a code, or something of it is selected.

    Parameters
    ----------
    holder : xml.etree.ElementTree.Element
        What has the text.

    Returns
    -------
    bool
        Whatever the selection is coded with.
    """
    return any(name_of(each) == "Coding" or name_of(each).endswith("Selection") for each in holder)


def read_text(archive: Archive, holder: ElementTree.Element, place: str) -> str | None:
    """Return a text as it is stored.

    Parameters
    ----------
    archive : Archive
        The project's.
    holder : xml.etree.ElementTree.Element
        What has the text, or says where it stands.
    place : str
        How messages name it.

    Returns
    -------
    str or None
        None where the file has none.

    Raises
    ------
    DataError
        Where the archive lacks it, or its bytes are not text.
    """
    content = child(holder, "PlainTextContent")
    if content is not None:
        return content.text or ""
    path = holder.get("plainTextPath", "").strip()
    if not path:
        return None
    bare = path[len("internal://") :] if path.casefold().startswith("internal://") else path
    info = archive.find(f"sources/{bare}") or archive.find(bare)
    if info is None:
        found, allowed = "a text that is not in the archive", "its text in the folder sources"
        fail(f"{archive.label}, {place}", found, allowed, "Export the whole project.")
    return _decode(archive.read(info, place), f"{archive.label}, {place}")


def _decode(raw: bytes, place: str) -> str:
    try:
        wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        return raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        fail(place, "a text that is not UTF-8", "UTF-8 or UTF-16", "Export the project again.")


def select(archive: Archive, part: Part, text: Text) -> Selected:
    """Return what is selected in a text.

    Parameters
    ----------
    archive : Archive
        The project's.
    part : Part
        The text.
    text : Text
        What it says.

    Returns
    -------
    Selected
        Areas of PDF pages and stretches of recordings are among it where their passage
        can be told; the others are left out.

    Raises
    ------
    DataError
        Where a place is none, with the element.
    """
    selected = Selected()
    for number, element in enumerate(children(part.holder, "PlainTextSelection"), start=1):
        place = f"{archive.label}, {part.place}, PlainTextSelection {number}"
        span = [element.get(name, "") for name in ("startPosition", "endPosition")]
        selected.counted.append(_check_span(element, span, place))
    selected.counted += _select_synchronised(archive.label, part)
    for number, element in enumerate(children(part.source, "PDFSelection"), start=1):
        where = _find_passage(archive, part, element, number, text)
        if where is not None:
            place = f"{archive.label}, {part.place}, PDFSelection {number}"
            selected.found.append(Selection(element, *where, place))
    return selected


def _check_span(element: ElementTree.Element, span: list[str], place: str) -> Selection:
    try:
        start, end = (int(each) for each in span)
    except ValueError:
        fail(place, "no startPosition and endPosition", "two whole numbers")
    if max(abs(start), abs(end)) > LARGEST_OFFSET:
        fail(place, "the positions beyond the end of any text", "two whole numbers")
    if end < start:
        fail(place, f"the positions {start} and {end}", "an end that follows its start")
    return Selection(element, start, end, place)


def _select_synchronised(label: str, part: Part) -> list[Selection]:
    """Return the selections between points at which text and recording meet."""
    points = [*children(part.holder, "SyncPoint")]
    positions = {guid_of(point): point.get("position", "") for point in points}
    selections = []
    for number, element in enumerate(children(part.holder, "TranscriptSelection"), start=1):
        place = f"{label}, {part.place}, TranscriptSelection {number}"
        ends = [guid_of(element, name) for name in ("fromSyncPoint", "toSyncPoint")]
        if not all(ends):
            continue  # the format asks for neither; it is told with what is left behind
        if not set(ends) <= set(positions):
            fail(place, "a SyncPoint that is not listed", "one of its transcript's")
        selections.append(_check_span(element, [positions[end] for end in ends], place))
    times = {point.get("timeStamp", ""): point.get("position", "") for point in points}
    times.pop("", None)
    for number, element in enumerate(children(part.source, *STRETCHES), start=1):
        moments = [element.get(name, "") for name in ("begin", "end")]
        if part.is_only and set(moments) <= set(times):
            place = f"{label}, {part.place}, {name_of(element)} {number}"
            selections.append(_check_span(element, [times[each] for each in moments], place))
    return selections


def _find_passage(
    archive: Archive, part: Part, element: ElementTree.Element, number: int, text: Text
) -> tuple[int, int] | None:
    """Return where a passage of a PDF page stands in the text layer, if it does so once."""
    own = child(element, "Representation")
    place = f"{part.place}, PDFSelection {number}"
    said = read_text(archive, own, place) if own is not None else None
    passage = said or element.get("name") or ""
    words = passage[: LONGEST_SOUGHT + 1].split()
    is_long = sum(map(len, words)) > LONGEST_SOUGHT or number * len(text.content) > MOST_SEARCHED
    if not words or is_long:
        return None
    found = re.finditer(r"\s+".join(map(re.escape, words)), text.content)
    first, second = next(found, None), next(found, None)
    return first.span() if first is not None and second is None else None
