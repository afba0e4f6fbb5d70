"""The structure of a PDF: what is a heading, a list or a table, for whoever has it read out.

ReportLab draws pages and knows nothing of it. What it draws is put between marks, and a tree
of elements is written beside the pages that says which mark belongs to what (ISO 32000-1, 14.8).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Element:
    """A part of a document.

    Parameters
    ----------
    kind : str
        Its standard type, such as ``"H1"``, ``"P"``, ``"LI"`` or ``"TD"``.
    alt : str
        What stands for it where it is a picture.
    kids : list
        In the order of reading: elements; page and mark of what is drawn; page and field.
    """

    kind: str
    alt: str = ""
    kids: list[Element | tuple[int, Any]] = field(default_factory=list)

    def add(self, kind: str, alt: str = "") -> Element:
        """Return a new part of it, the last so far."""
        element = Element(kind, alt)
        self.kids.append(element)
        return element


class Tags:
    """The elements of a document, and where their parts were drawn."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self._open = [self.root]
        self._drawn: list[Element] = []
        self._marks: list[list[Element]] = []
        self._pages: list[Any] = []
        self._count = 0

    @property
    def current(self) -> Element:
        """To which what is set now belongs."""
        return self._open[-1]

    @contextmanager
    def open(self, kind: str) -> Iterator[Element]:
        """Begin an element; what is set meanwhile belongs to it."""
        element = self.current.add(kind)
        self._open.append(element)
        yield element
        self._open.pop()

    @contextmanager
    def mark(self, canvas: Any, element: Element, drawn: bool = True) -> Iterator[None]:
        """Mark what is drawn meanwhile as part of an element, and its fields as within it."""
        page = canvas.getPageNumber() - 1
        while len(self._marks) <= page:
            self._marks.append([])
        if drawn:
            element.kids.append((page, len(self._marks[page])))
            kind, number = element.kind, len(self._marks[page])
            canvas._code.append(f"/{kind} <</MCID {number}>> BDC")
            self._marks[page].append(element)
        self._drawn.append(element)
        yield
        self._drawn.pop()
        if drawn:
            canvas._code.append("EMC")

    def attach(self, canvas: Any) -> None:
        """Note each page and each field, and write the tree before the file is closed."""
        add_page, add_annotation, save = canvas._doc.addPage, canvas._addAnnotation, canvas.save

        def note_page(page: Any) -> None:
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents"]
            page.StructParents = len(self._pages)
            self._pages.append(page)
            add_page(page)

        def note_annotation(annotation: Any, *words: Any, **options: Any) -> None:
            form = self._drawn[-1].add("Form")
            form.kids.append((canvas.getPageNumber() - 1, annotation))
            add_annotation(annotation, *words, **options)

        def finish() -> None:
            if canvas._code:
                canvas.showPage()
            self._write(canvas._doc)
            save()

        canvas._doc.addPage, canvas._addAnnotation = note_page, note_annotation
        canvas.save = finish

    def _write(self, document: Any) -> None:
        """Write the tree, and by the numbers of pages and fields which elements they hold."""
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFtrue

        references: dict[int, Any] = {}
        fields: list[Any] = []
        tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        root = document.Reference(tree, "tags")
        top = self._write_element(document, self.root, root, references, fields)
        numbers: list[Any] = []
        for page, marks in enumerate(self._marks):
            listed = PDFArray([references[id(element)] for element in marks])
            numbers += [page, document.Reference(listed, f"tags of page {page}")]
        for number, element in enumerate(fields, start=len(self._pages)):
            numbers += [number, element]
        tree["K"] = top
        parents = PDFDictionary({"Nums": PDFArray(numbers)})
        tree["ParentTree"] = document.Reference(parents, "tags of all")
        tree["ParentTreeNextKey"] = len(self._pages) + len(fields)
        document.Catalog.StructTreeRoot = tree
        document.Catalog.MarkInfo = PDFDictionary({"Marked": PDFtrue})

    def _write_element(
        self,
        document: Any,
        element: Element,
        parent: Any,
        references: dict[int, Any],
        fields: list[Any],
    ) -> Any:
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

        told = {"Type": PDFName("StructElem"), "S": PDFName(element.kind), "P": parent}
        if element.alt:
            told["Alt"] = PDFString(element.alt)
        if element.kind == "TH":
            told["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": PDFName("Column")})
        entry = PDFDictionary(told)
        self._count += 1
        own = references[id(element)] = document.Reference(entry, f"tag {self._count}")
        kids: list[Any] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(self._write_element(document, kid, own, references, fields))
                continue
            page, drawn = kid
            kind, key = ("MCR", "MCID") if isinstance(drawn, int) else ("OBJR", "Obj")
            if kind == "OBJR":
                drawn["StructParent"] = len(self._pages) + len(fields)
                fields.append(own)
                drawn = document.Reference(drawn)
            shown = document.Reference(self._pages[page])
            kids.append(PDFDictionary({"Type": PDFName(kind), "Pg": shown, key: drawn}))
        entry["K"] = PDFArray(kids)
        return own


@contextmanager
def draw_beside(canvas: Any) -> Iterator[None]:
    """Mark what is drawn meanwhile as no part of the text, such as a rule.

    Parameters
    ----------
    canvas : Canvas
        On which it is drawn.

    Yields
    ------
    None
        While it is drawn.
    """
    canvas._code.append("/Artifact BMC")
    yield
    canvas._code.append("EMC")
