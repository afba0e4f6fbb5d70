"""Where things stand on the sheets, in millimetres: what is printed and what is read back.

The place of everything is told from the top left corner of the page, to the right and
downwards. The module that draws the sheets and the one that finds them in a scan take
their numbers from here alone.
"""

from __future__ import annotations

from dataclasses import dataclass

#: The name of OpenCV's dictionary of marks: four by four cells, fifty of them.
DICTIONARY = "DICT_4X4_50"
#: A mark has so many cells to a side, with its black edge.
MARK_CELLS = 6
#: The side of a mark, and how far it stands from the edges of the page.
MARK, INSET = 12.0, 9.0
#: The side of the square that holds the code for machines.
CODE_SIDE = 16.0
A4 = (210.0, 297.0)


@dataclass(frozen=True)
class Box:
    """An upright rectangle.

    Parameters
    ----------
    left, top, right, bottom : float
        Millimetres from the top left corner of the page.
    """

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """Top left, top right, bottom right, bottom left."""
        return (
            (self.left, self.top),
            (self.right, self.top),
            (self.right, self.bottom),
            (self.left, self.bottom),
        )


@dataclass(frozen=True)
class Layout:
    """A kind of sheet.

    Parameters
    ----------
    name : str
        As its files are called.
    letter : str
        Its code begins with it.
    first : int
        The number of the mark in its top left corner; the others follow clockwise.
    across : bool
        Whether the paper lies on its side.
    """

    name: str
    letter: str
    first: int
    across: bool

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of the paper."""
        return (A4[1], A4[0]) if self.across else A4

    @property
    def marks(self) -> dict[int, Box]:
        """The four marks by their numbers, from the top left corner clockwise."""
        width, height = self.page
        far, low = width - INSET - MARK, height - INSET - MARK
        places = ((INSET, INSET), (far, INSET), (far, low), (INSET, low))
        return {
            self.first + place: Box(x, y, x + MARK, y + MARK) for place, (x, y) in enumerate(places)
        }

    @property
    def code(self) -> Box:
        """The square of the code for machines, left of the mark at the top right."""
        right = self.page[0] - INSET - MARK - 4.0
        return Box(right - CODE_SIDE, INSET, right, INSET + CODE_SIDE)

    @property
    def heading(self) -> Box:
        """Where title and code in type stand."""
        return Box(INSET + MARK + 5.0, INSET, self.code.left - 4.0, INSET + CODE_SIDE)


WORK_LINE = Layout("work-line", "W", 0, across=True)
GRID = Layout("grid", "G", 4, across=True)
RANKING = Layout("ranking", "R", 8, across=False)
#: A work-line whose scale is another than -5 to 5, which its code tells: by its marks a reader
#: knows that there is one, also where the code cannot be read.
OTHER_SCALE = Layout("work-line", "W", 12, across=True)
LAYOUTS = (WORK_LINE, GRID, RANKING, OTHER_SCALE)

#: The frame of the work-line's chart: time from its left edge to its right, the highest level
#: at its top and the lowest at its bottom.
CHART = Box(28.0, 38.0, 272.0, 178.0)
#: Lines of the chart's grid divide it in so many parts across and down.
CHART_ACROSS, CHART_DOWN = 10, 10


def find_layout(mark: int) -> Layout | None:
    """Return the kind of sheet that a mark belongs to.

    Parameters
    ----------
    mark : int
        Its number.

    Returns
    -------
    Layout or None
        None for a mark of no sheet.

    Examples
    --------
    >>> find_layout(3).name
    'work-line'
    """
    return next((one for one in LAYOUTS if mark in one.marks), None)
