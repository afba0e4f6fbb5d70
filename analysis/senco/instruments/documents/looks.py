"""How large the pages of a document are, and its letters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from senco.instruments.documents.model import Look

Size = tuple[float, float]

#: A4, in points.
SHORT, LONG = 595.28, 841.89


@dataclass(frozen=True)
class Measures:
    """The measures of pages, in points.

    Parameters
    ----------
    upright, across : tuple of float
        Width and height of each kind of page.
    margins : tuple of float
        Of an upright page and of one across: left, right and above.
    foot : float
        Below, where the page's number stands.
    scale : float
        How large letters are beside those of a form.
    share : float
        Of a page's height, how much a drawing between paragraphs takes at most.
    """

    upright: Size
    across: Size
    margins: Size
    foot: float
    scale: float
    share: float

    def measure_page(self, across: bool) -> Size:
        """Return width and height of a page of one kind."""
        return self.across if across else self.upright

    def measure_margin(self, across: bool) -> float:
        """Return how far from the edge the text of such a page begins."""
        return self.margins[1] if across else self.margins[0]

    def measure_width(self, across: bool) -> float:
        """Return how wide the text of such a page is."""
        return self.measure_page(across)[0] - 2 * self.measure_margin(across)


_FORM = Measures((SHORT, LONG), (LONG, SHORT), (56, 40), 62, 1, 0.28)
_LARGE = replace(_FORM, scale=1.6)
#: As wide as A4 across, so that they can be printed, and 16 to 9, as screens are.
_SCREEN = (LONG, LONG * 9 / 16)
_SLIDES = Measures(_SCREEN, _SCREEN, (48, 48), 46, 1.75, 0.6)


def find_measures(look: Look) -> Measures:
    """Return the measures of a kind of document.

    Parameters
    ----------
    look : {"form", "large", "slides"}
        As the document says.

    Returns
    -------
    Measures
        Of its pages and letters.

    Examples
    --------
    >>> [round(side) for side in find_measures("slides").measure_page(False)]
    [842, 474]
    """
    return {"form": _FORM, "large": _LARGE, "slides": _SLIDES}[look]
