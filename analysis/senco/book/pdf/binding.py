"""The printed pages bound: where each heading landed, the outline, and nothing that varies."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, Fit, IndirectObject, NameObject

from senco.book.pdf.assembly import Chapter, Heading


def find_pages(path: Path) -> dict[str, int]:
    """Return the page on which each place of a PDF stands.

    Parameters
    ----------
    path : Path
        A PDF that a browser printed.

    Returns
    -------
    dict of str to int
        Pages counted from 1, by the place's name.
    """
    reader = PdfReader(path)
    found = {}
    for name, destination in reader.named_destinations.items():
        number = reader.get_destination_page_number(destination)
        if number is not None:
            found[name.lstrip("/")] = number + 1
    return found


def bind(
    printed: Path,
    bound: Path,
    chapters: list[Chapter],
    headings: dict[str, list[Heading]],
    metadata: dict[str, str],
) -> int:
    """Give a printed book its outline and its metadata, and take out what varies.

    Parameters
    ----------
    printed : Path
        As the browser wrote it.
    bound : Path
        The file to write.
    chapters : list of Chapter
        In their order.
    headings : dict of str to list of Heading
        The sections of each chapter, by document.
    metadata : dict of str to str
        Entries of the document's information, such as "/Title".

    Returns
    -------
    int
        Number of pages.
    """
    reader = PdfReader(printed)
    writer = PdfWriter(clone_from=reader)
    writer.root_object.pop(NameObject("/Outlines"), None)
    pages = find_pages(printed)
    tops = {
        name.lstrip("/"): float(destination.top or 0)
        for name, destination in reader.named_destinations.items()
    }

    def add(
        title: str, anchor: str, parent: IndirectObject | None, bold: bool = False
    ) -> IndirectObject:
        fit = Fit.xyz(left=0, top=tops.get(anchor))
        return writer.add_outline_item(
            title=title, page_number=pages[anchor] - 1, parent=parent, bold=bold, fit=fit
        )

    above: list[IndirectObject | None] = [None]
    part = ""
    for chapter in chapters:
        if chapter.part != part:
            part = chapter.part
            above = [None, add(part, chapter.anchor, None, bold=True)]
        del above[chapter.level + 1 :]
        item = add(chapter.title, chapter.anchor, above[chapter.level])
        above.append(item)
        for heading in headings.get(chapter.document, []):
            if heading.anchor in pages:
                add(heading.title, heading.anchor, item)
    writer.metadata = None
    writer.add_metadata(metadata)
    writer.root_object.pop(NameObject("/Metadata"), None)
    content = hashlib.sha256()
    for page in reader.pages:
        contents = page.get_contents()
        content.update(contents.get_data() if contents else b"")
    digest = ByteStringObject(content.digest()[:16])
    writer._ID = ArrayObject([digest, digest])
    with bound.open("wb") as stream:
        writer.write(stream)
    return len(reader.pages)
