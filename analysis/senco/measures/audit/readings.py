"""Ways in which a set of reported means could have come about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from senco.errors import MeasureError
from senco.measures.audit.figures import Figure
from senco.measures.audit.grim import HALF, Rounding, grim

#: A theme is taken to join at most this many constructs.
LARGEST_THEME = 5
#: Bands of experience into which a mean of band means is taken to fall.
BANDS = 3
#: At most this many ways to cut the rankers into bands are read.
LARGEST_CUTS = 12
#: With more rankers than this, means of band means are not tried: any value fits some cut.
LARGEST_BANDED = 15


@dataclass(frozen=True)
class Reading:
    """What is supposed about the table behind the figures.

    Parameters
    ----------
    name : str
        Short name, such as ``"blank-and-tie"``.
    label : str
        The supposition in words.
    n : int
        Rankers in the table.
    tied_pairs : int
        At most this many rankers tied one pair of neighbours; the others tied
        nothing.
    blanks : mapping of str to int
        Rankers who left a construct without a rank; each left one at most, and of a
        theme one of its constructs.
    themes : mapping of str to int
        Constructs of the table over which a figure is the mean; 1 if unnamed.
    bands : tuple of int
        Sizes of the bands into which the rankers fall; a subgroup with a
        figure is the first band.
    banded : tuple of str
        Constructs whose figure is the unweighted mean of the bands' means. Where it is
        all that have a figure of everyone, places are those of such means as well.
    blank_bands : mapping of str to tuple of int
        For constructs that are banded and have blanks: how many are in each band.
    """

    name: str
    label: str
    n: int
    tied_pairs: int = 0
    blanks: Mapping[str, int] = field(default_factory=dict)
    themes: Mapping[str, int] = field(default_factory=dict)
    bands: tuple[int, ...] = ()
    banded: tuple[str, ...] = ()
    blank_bands: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def size(self, figure: Figure) -> int:
        """Return the number of ranks of which a figure is the mean."""
        width = self.themes.get(figure.construct, 1)
        if figure.group:
            return (figure.n_stated or 0) * width
        return self.n * width - self.blanks.get(figure.construct, 0)

    def size_bands(self, construct: str) -> tuple[int, ...]:
        """Return the number of ranks of a construct, or of a theme, in each band."""
        width = self.themes.get(construct, 1)
        missing = self.blank_bands.get(construct, (0,) * len(self.bands))
        return tuple(size * width - less for size, less in zip(self.bands, missing, strict=True))

    @property
    def step(self) -> Fraction:
        """What a rank is a multiple of."""
        return HALF if self.tied_pairs else Fraction(1)


def standard_readings(
    figures: Sequence[Figure], rounding: Rounding = "half-even"
) -> tuple[Reading, ...]:
    """Return the readings that a careful reader would try, simplest first.

    Parameters
    ----------
    figures : sequence of Figure
        From `read_figures`.
    rounding : {"half-even", "half-up", "truncate", "ceiling"}
        How the values were rounded.

    Returns
    -------
    tuple of Reading
        Complete rankings by the stated n; by the smaller n that most of the
        means of everybody fit; and, where some mean does not fit that n,
        blanks and one tied pair, theme means, and (for up to 15 rankers) a mean
        of band means.

    Raises
    ------
    MeasureError
        Where no figure of everybody states its n.

    Examples
    --------
    >>> figures = [Figure("play", "play", "", "1.25", 1, 4)]
    >>> [reading.name for reading in standard_readings(figures)]
    ['complete']
    """
    whole = [figure for figure in figures if not figure.group]
    stated = max((figure.n_stated for figure in whole if figure.n_stated), default=None)
    if stated is None:
        raise MeasureError("no mean of everyone states its n (n_stated)")
    fits = {n: [f for f in whole if grim(f.value, n=n, rounding=rounding)] for n in _sizes(figures)}
    best = max(fits, key=lambda n: (len(fits[n]), n))
    readings = [_complete(stated, "complete")]
    if best != stated:
        readings.append(_complete(best, "fewer"))
    strict = [f for f in whole if not grim(f.value, n=best, step=1, rounding=rounding)]
    misfits = [f for f in whole if f not in fits[best]]
    if strict:
        readings += _read_blanks(best, misfits, rounding)
        readings += _read_themes(best, strict, figures, rounding)
    if misfits and best <= LARGEST_BANDED:
        readings += _read_bands(best, misfits, figures)
    return tuple(readings)


def _sizes(figures: Sequence[Figure]) -> range:
    largest = max(f.n_stated for f in figures if not f.group and f.n_stated)
    smallest = max((f.n_stated for f in figures if f.group and f.n_stated), default=1)
    return range(min(smallest, largest), largest + 1)


def _complete(n: int, name: str) -> Reading:
    label = f"{n} complete rankings, at most one tied pair each, each mean over one construct"
    return Reading(name, label, n, tied_pairs=n)


def _read_blanks(n: int, misfits: list[Figure], rounding: Rounding) -> list[Reading]:
    blanks: dict[str, int] = {}
    for figure in misfits:
        less = range(1, n)
        found = next((b for b in less if grim(figure.value, n=n - b, rounding=rounding)), None)
        if found is None:
            return []
        blanks[figure.construct] = found
    left_out = " and ".join(f"{count} without a rank for {name}" for name, count in blanks.items())
    label = f"{n} rankings, {left_out or 'all complete'}, and at most one tied pair"
    return [Reading("blank-and-tie" if blanks else "tie", label, n, 1, blanks=blanks)]


def _read_themes(
    n: int, strict: list[Figure], figures: Sequence[Figure], rounding: Rounding
) -> list[Reading]:
    themes: dict[str, int] = {}
    for construct in dict.fromkeys(figure.construct for figure in strict):
        own = [figure for figure in figures if figure.construct == construct]
        found = next((s for s in range(2, LARGEST_THEME + 1) if _fits(own, n, s, rounding)), None)
        if found is None:
            return []
        themes[construct] = found
    averaged = " and ".join(f"{name} over {count}" for name, count in themes.items())
    label = f"{n} complete rankings without ties, theme means: {averaged} constructs"
    return [Reading("themes", label, n, themes=themes)]


def _fits(own: list[Figure], n: int, size: int, rounding: Rounding) -> bool:
    return all(
        grim(
            f.value,
            n=(f.n_stated if f.group and f.n_stated else n) * size,
            step=1,
            rounding=rounding,
        )
        for f in own
    )


def _read_bands(n: int, misfits: list[Figure], figures: Sequence[Figure]) -> list[Reading]:
    banded = tuple(figure.construct for figure in misfits)
    known = [f.n_stated for f in figures if f.group and f.construct in banded and f.n_stated]
    if known and n - known[0] < BANDS - 1:
        return []
    cuts = cut(n - known[0], BANDS - 1) if known else cut(n, BANDS)
    readings = []
    for rest in cuts[:LARGEST_CUTS]:
        bands = (known[0], *rest) if known else rest
        sizes = ", ".join(map(str, bands))
        label = (
            f"{n} complete rankings, at most one tied pair; {' and '.join(banded)}: the unweighted "
            f"mean of the means of bands of {sizes}"
        )
        name = "bands-" + "-".join(map(str, bands))
        readings.append(Reading(name, label, n, 1, bands=bands, banded=banded))
    return readings


def cut(n: int, parts: int, largest: int | None = None) -> list[tuple[int, ...]]:
    """List the ways to write a number as a sum of parts, none larger than the one before.

    Parameters
    ----------
    n, parts : int
        The number, and how many parts it has.
    largest : int, optional
        Largest part; by default n.

    Returns
    -------
    list of tuple of int
        The most even first.

    Examples
    --------
    >>> cut(5, 2)
    [(3, 2), (4, 1)]
    """
    top = min(n, largest or n)
    if parts == 1:
        return [(n,)] if 1 <= n <= top else []
    cuts = [
        (first, *rest) for first in range(1, top + 1) for rest in cut(n - first, parts - 1, first)
    ]
    return sorted(cuts, key=lambda cut: max(cut) - min(cut))


def list_widths(reading: Reading, figures: Sequence[Figure]) -> dict[str, int]:
    """Return how many constructs of the list each figure is of.

    Parameters
    ----------
    reading : Reading
        The supposition.
    figures : sequence of Figure
        The reported means.

    Returns
    -------
    dict of str to int
        By the figures' constructs: one, or as many as the reading takes a theme to hold.
    """
    return {figure.construct: reading.themes.get(figure.construct, 1) for figure in figures}
