"""A sheet as a printer puts it on paper, as far as marks, codes and lines: from the PDF's bytes."""

import io

import cv2
import numpy as np
from pypdf import PdfReader
from pypdf.generic import ContentStream


def print_page(pdf: bytes, number: int = 0, dots: float = 150) -> np.ndarray:
    """A page in red, green and blue; type is left out."""
    reader = PdfReader(io.BytesIO(pdf))
    page = reader.pages[number]
    printer = Printer([float(side) for side in page.mediabox.upper_right], dots / 72)
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        act = printer.acts.get(operator)
        if act:
            act(*(float(one) for one in operands))
    return printer.paper


class Printer:
    """Fills rectangles and draws lines in the grey that was set last."""

    def __init__(self, size, grain):
        self.height, self.grain = size[1], grain
        self.paper = np.full((round(size[1] * grain), round(size[0] * grain), 3), 255, np.uint8)
        self.grey = self.pen = 0.0
        self.acts = {
            b"g": lambda grey: setattr(self, "grey", grey),
            b"G": lambda grey: setattr(self, "pen", grey),
            b"re": lambda *box: setattr(self, "box", box),
            b"f": self.fill, b"f*": self.fill,
            b"m": lambda *place: setattr(self, "at", self.place(*place)),
            b"l": self.draw,
        }  # fmt: skip

    def place(self, x, y):
        return round(x * self.grain), round((self.height - y) * self.grain)

    def fill(self):
        x, y, wide, high = self.box
        (left, top), (right, bottom) = self.place(x, y + high), self.place(x + wide, y)
        self.paper[top:bottom, left:right] = round(255 * self.grey)

    def draw(self, x, y):
        cv2.line(self.paper, self.at, self.place(x, y), (round(255 * self.pen),) * 3, 1)
