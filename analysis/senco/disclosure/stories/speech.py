"""What was said, out of the files in which transcripts are kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from senco.disclosure.texts.views import resolve_entities
from senco.intake.formats.archive import fail, list_by_suffix, open_archive, read_file
from senco.intake.formats.delimited import MAXIMUM_BYTES, decode_text, split_rows
from senco.intake.formats.markup import name_of, parse_xml
from senco.intake.formats.rtf import read_rtf

_SAVE = "Save it again as text in UTF-8, or as .docx."
_MOVE = "Save what is said in it as .txt or .docx, or move it out of the folder."
#: Files within a document, of which a word processor shows the text as the document's own.
_WITHIN = frozenset({"htm", "html", "mht", "mhtml", "rtf", "doc", "docx", "docm", "odt", "txt"})


def read_speech(path: Path, label: str) -> list[str]:
    """Return what was said according to one file.

    Parameters
    ----------
    path : Path
        A transcript: .txt, .md, .vtt, .srt, .csv, .docx, .odt or .rtf; at most 64 MB.
    label : str
        How messages name it.

    Returns
    -------
    list of str
        Texts in each of which words follow one another as they were said: a file's, a
        column's, a part's of a document. Times and marks of subtitles are left out, and
        what was struck out of a .docx or .odt.

    Raises
    ------
    DataError
        Where it is of another kind, too large, damaged or locked, or has no words.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        kind = f"a file of the kind {path.suffix}" if path.suffix else "a file of an unknown kind"
        fail(label, kind, " ".join(_READERS), _MOVE)
    try:
        content = read_file(path, label)
    except OSError as error:
        fail(
            label,
            (f"a file that cannot be opened ({error.strerror})"),
            "one that you are allowed to read",
        )
    texts = [text for text in reader(content, label) if any(map(str.isalpha, text))]
    if not texts:
        fail(label, "no words", "what was said", _MOVE)
    return texts


def _read_text(content: bytes, label: str) -> Iterator[str]:
    if content.startswith(b"{\\rtf"):
        yield read_rtf(content, label)
    else:
        yield resolve_entities(decode_text(content, label, remedy=_SAVE)[0])


def _read_columns(content: bytes, label: str) -> Iterator[str]:
    """Each column: turns stand below one another, beside times and speakers."""
    columns: dict[int, list[str]] = {}
    for _, row in split_rows(decode_text(content, label, remedy=_SAVE)[0], label):
        for place, cell in enumerate(row):
            columns.setdefault(place, []).append(cell)
    yield from ("\n".join(cells) for cells in columns.values())


_TAG = re.compile(r"<[^<>\n]*>|\{\\[^{}\n]*\}")


def _read_subtitles(content: bytes, label: str) -> Iterator[str]:
    """Lines without their times, numbers and marks; one that is shown again stands once."""
    text = decode_text(content, label, remedy=_SAVE)[0]
    lines = [resolve_entities(_TAG.sub("", line)).strip() for line in text.splitlines()]
    kept = [""]
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        number = "-->" in after and (not before or line.isdigit())
        if line and "-->" not in line and not number and line != kept[-1]:
            kept.append(line)
    yield "\n".join(line for line in kept if not line.startswith("WEBVTT"))


def _read_docx(content: bytes, label: str) -> Iterator[str]:
    """The text, notes, comments and headings of a Word document."""
    with open_archive(content, label) as archive:
        parts = [info.filename for infos in archive.members.values() for info in infos]
        if any(part.rpartition(".")[2].lower() in _WITHIN for part in parts):
            fail(label, "a document within the document", "text of its own", _SAVE)
        infos = [
            info for info in list_by_suffix(archive, ".xml")
            if info.filename.lower().startswith("word/")
        ]  # fmt: skip
        if sum(info.file_size for info in infos) > MAXIMUM_BYTES:
            fail(label, "a document with over 64 MB of text", "at most 64 MB", _SAVE)
        for info in infos:
            root = parse_xml(archive.read(info, "a part"), label)
            yield "".join(
                (part.text or "") if name_of(part) == "t" else _BREAKS.get(name_of(part), "")
                for part in root.iter()
            )


_BREAKS = {"p": "\n", "br": " ", "cr": " ", "tab": " ", "noBreakHyphen": "-"}


def _read_odt(content: bytes, label: str) -> Iterator[str]:
    """The text of an OpenDocument, and each of its notes and comments."""
    with open_archive(content, label) as archive:
        info = archive.find("content.xml")
        if info is None:
            fail(label, "no document", "a text document", _SAVE)
        if info.file_size > MAXIMUM_BYTES:
            fail(label, "a document with over 64 MB of text", "at most 64 MB", _SAVE)
        root = parse_xml(archive.read(info, "its text"), label)
    aside = [part for part in root.iter() if name_of(part) in ("note", "annotation")]
    for part in root.iter():
        if name_of(part) in ("s", "tab", "line-break"):
            part.text = " "
        elif name_of(part) in ("p", "h"):
            part.tail = "\n" + (part.tail or "")
        elif name_of(part) == "tracked-changes":
            part.clear()
    for part in aside:
        yield "".join(part.itertext())
    for part in aside:
        tail = part.tail
        part.clear()
        part.tail = tail
    yield "".join(root.itertext())


_READERS: dict[str, Callable[[bytes, str], Iterator[str]]] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".vtt": _read_subtitles,
    ".srt": _read_subtitles,
    ".csv": _read_columns,
    ".docx": _read_docx,
    ".odt": _read_odt,
    ".rtf": _read_text,
}
