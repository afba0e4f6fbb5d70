"""The ladder of a cohort's ranking, as a drawing of a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from senco.instruments.documents.drawing import Drawing, Stroke, Words

if TYPE_CHECKING:
    from bs4 import Tag

#: In units of the drawing: its width, the rails, and between the rails.
_WIDTH, _RAIL, _INSET, _GAP = 720.0, 4.0, 10.0, 5.0
#: How high a named rung is, how high one without a name, and where words stand in it.
_RUNG, _THIN, _PITCH, _LETTERS = 28.0, 2.5, 6.0, 14.0
_PLACE, _LABEL = 22.0, 60.0
_INK, _SOFT, _PAPER, _REST = "#23303b", "#4d5b66", "#ffffff", "#d5d2c6"
#: Which end of the ladder a rung belongs to, by the class that the page gives it.
_COLOURS = {"senco-high": "#33508a", "senco-low": "#8f362d"}


def draw_ladder(html: str) -> tuple[Drawing, str]:
    """Return the ladder as a drawing.

    Parameters
    ----------
    html : str
        As `senco.book.ladder.format_ladder` gives it, and the book's pages show it.

    Returns
    -------
    drawing : Drawing
        A rung for each construct; what has no name is a thin line.
    told : str
        The same in words, for those who do not see it.
    """
    from bs4 import BeautifulSoup

    strokes: list[Stroke] = []
    words: list[Words] = []
    told: list[str] = []
    y = _GAP
    for rung in BeautifulSoup(html, "html.parser").select("li"):
        y = _draw_rest(rung, y, strokes, words) if rung.select("i") else (
            _draw_rung(rung, y, strokes, words)
        )  # fmt: skip
        told.append(" ".join(_tell(rung)))
    rails = [Stroke(x, 0, x, y, _RAIL, _INK) for x in (_RAIL / 2, _WIDTH - _RAIL / 2)]
    return Drawing(_WIDTH, y, (*rails, *strokes), tuple(words)), "; ".join(told)


def _draw_rung(rung: Tag, y: float, strokes: list[Stroke], words: list[Words]) -> float:
    """A rung with its place, its name and its mean; where the next begins."""
    colour = next(_COLOURS[one] for one in rung.get_attribute_list("class") if one in _COLOURS)
    middle, base = y + _RUNG / 2, y + _RUNG / 2 + _LETTERS * 0.36
    strokes.append(Stroke(_INSET, middle, _WIDTH - _INSET, middle, _RUNG, colour))
    place, label, mean = (_read(rung, name) for name in ("place", "label", "mean"))
    if place.isdigit():
        words.append(Words(_PLACE, base, place, _LETTERS, "start", _PAPER))
    words.append(Words(_LABEL, base, label, _LETTERS, "start", _PAPER))
    shown = mean.rpartition(" ")[2]
    words.append(Words(_WIDTH - _PLACE, base, shown, _LETTERS, "end", _PAPER))
    return y + _RUNG + _GAP


def _draw_rest(rung: Tag, y: float, strokes: list[Stroke], words: list[Words]) -> float:
    """The rungs without a name, and how many they are; where the next begins."""
    count, label = len(rung.select("i")), _read(rung, "label")
    for number in range(count):
        place = y + number * _PITCH + _THIN / 2
        strokes.append(Stroke(_INSET, place, _WIDTH - _INSET, place, _THIN, _REST))
    end = y + (count - 1) * _PITCH + _THIN
    middle, room = (y + end) / 2, len(label) * _LETTERS * 0.32
    strokes.append(
        Stroke(_WIDTH / 2 - room, middle, _WIDTH / 2 + room, middle, _LETTERS * 1.7, _PAPER)
    )
    words.append(Words(_WIDTH / 2, middle + _LETTERS * 0.36, label, _LETTERS, "middle", _SOFT))
    return end + _GAP


def _read(rung: Tag, name: str) -> str:
    found = rung.select_one(f".senco-{name}")
    return " ".join(found.get_text().split()) if found else ""


def _tell(rung: Tag) -> Iterator[str]:
    """What a screen reader says of a rung."""
    yield from filter(None, (_read(rung, name) for name in ("place", "label", "mean")))
