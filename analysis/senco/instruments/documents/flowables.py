"""What ReportLab sets, with the marks of its structure: lines, tables, fields and drawings."""

from __future__ import annotations

import re
from typing import Any

from reportlab.platypus import Paragraph, Table
from reportlab.platypus.flowables import Flowable, HRFlowable

from senco.instruments.documents.drawing import Drawing, Words
from senco.instruments.documents.fields import Form, read_colour
from senco.instruments.documents.model import Blank
from senco.instruments.documents.tags import Element, Tags, draw_beside

_LINE = re.compile("_{5,}")


class Text(Paragraph):  # type: ignore[misc]  # ReportLab has no types
    """A paragraph that is part of an element; its halves on two pages are too."""

    tags: Tags
    element: Element

    def belong(self, tags: Tags, element: Element) -> Text:
        """Say to which element it belongs."""
        self.tags, self.element = tags, element
        return self

    def split(self, width: float, height: float) -> list[Any]:
        """Cut it where a page ends."""
        parts: list[Any] = super().split(width, height)
        return [part.belong(self.tags, self.element) for part in parts]

    def draw(self) -> None:
        """Draw it between marks."""
        with self.tags.mark(self.canv, self.element):
            super().draw()


class Grid(Table):  # type: ignore[misc]  # the same
    """A table whose lines and shades are no part of the text."""

    def _drawBkgrnd(self) -> None:  # noqa: N802
        with draw_beside(self.canv):
            super()._drawBkgrnd()

    def _drawLines(self) -> None:  # noqa: N802
        with draw_beside(self.canv):
            super()._drawLines()


class Rule(HRFlowable):  # type: ignore[misc]  # the same
    """A line across, which is no part of the text."""

    def draw(self) -> None:
        """Draw it."""
        with draw_beside(self.canv):
            super().draw()


class Field(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """A field that fills a cell of a table."""

    def __init__(
        self, blank: Blank, width: float, height: float, form: Form, tags: Tags, element: Element
    ):
        super().__init__()
        self.blank, self.width, self.height, self.form = blank, width, height, form
        self.tags, self.element = tags, element

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """How much room it takes: what it was made for."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        with self.tags.mark(self.canv, self.element, drawn=False):
            self.form.draw(self.canv, self.blank, 0, 0, self.width, self.height)


class Sketch(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """A drawing, as large as there is room; lines to write on are fields."""

    def __init__(
        self,
        drawing: Drawing,
        size: tuple[float, float],
        form: Form,
        font: str,
        tags: Tags,
        element: Element,
    ):
        super().__init__()
        (width, height), self.drawing, self.form, self.font = size, drawing, form, font
        self.tags, self.element = tags, element
        self.scale = min(width / drawing.width, height / drawing.height)
        self.width, self.height = drawing.width * self.scale, drawing.height * self.scale

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """How much room it takes."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw its lines, then its words."""
        with self.tags.mark(self.canv, self.element):
            self._draw()

    def _draw(self) -> None:
        canvas, scale = self.canv, self.scale
        for line in self.drawing.strokes:
            canvas.setStrokeColor(read_colour(line.colour))
            canvas.setLineWidth(line.width * scale)
            canvas.line(line.x1 * scale, self._up(line.y1), line.x2 * scale, self._up(line.y2))
        for words in self.drawing.words:
            self._write(words)

    def _up(self, y: float) -> float:
        return self.height - y * self.scale

    def _write(self, words: Words) -> None:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        size, text = words.size * self.scale, words.text
        width = stringWidth(text, self.font, size)
        left = {"start": 0.0, "end": width, "middle": width / 2}[words.anchor]
        x, y = words.x * self.scale - left, self._up(words.y)
        self.canv.setFillColor(read_colour(words.colour))
        self.canv.setFont(self.font, size)
        self.canv.drawString(x, y, text)
        for found in _LINE.finditer(text):
            before = stringWidth(text[: found.start()], self.font, size)
            wide = stringWidth(found[0], self.font, size)
            label = text[: found.start()].rpartition("_")[2].strip(" :")
            number = len(self.form.blanks) + 1
            blank = Blank("text", "", label, name=f"chart {number} {label}")
            self.form.add(blank, wide)
            self.form.draw(self.canv, blank, x + before, y - 1, wide, size * 1.25)
