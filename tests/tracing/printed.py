"""A sheet as a printer puts it on paper, and what somebody draws on its chart."""

import cv2
import numpy as np
import pypdfium2

from senco.instruments.paper.geometry import CHART


def print_page(pdf: bytes, number: int = 0, dots: float = 150) -> np.ndarray:
    """A page in red, green and blue, with so many dots to the inch."""
    page = pypdfium2.PdfDocument(pdf)[number]
    return page.render(scale=dots / 72, rev_byteorder=True).to_numpy()[:, :, :3].copy()


def draw_line(picture, points, levels=(-5, 5)):
    """A thick line between points, pairs of a place from 0 to 1 and a level."""
    grain, (low, high) = picture.shape[1] / 297, levels
    across = [CHART.left + x * CHART.width for x, _ in points]
    down = [CHART.bottom - (y - low) / (high - low) * CHART.height for _, y in points]
    places = np.int32(np.round(np.column_stack([across, down]) * grain))
    return cv2.polylines(picture, [places], False, (20, 20, 60), 4, cv2.LINE_AA)
