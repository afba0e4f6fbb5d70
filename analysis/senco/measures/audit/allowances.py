"""What a reading of reported means allows for, and how much that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from senco.measures.audit.figures import Figure
from senco.measures.audit.grim import Rounding
from senco.measures.audit.readings import Reading

#: Tied pairs in the whole table: none, one, two, or one in every ranking.
MOST_TIES = 3
_COUNTS = ("none", "one", "two")
_TIES = ("no ties", "one tied pair", "two tied pairs", "a tied pair in every ranking")
_ROUNDINGS: dict[Rounding, str] = {
    "half-up": "halves rounded up",
    "truncate": "further digits cut off instead of rounded",
    "ceiling": "always rounded up",
}
#: Rounding to the nearest, whatever becomes of halves, is no step.
_NEAREST = ("half-even", "half-up")


@dataclass(frozen=True)
class Misprint:
    """One wrong digit in one printed value.

    Parameters
    ----------
    figure : str
        Name of the figure.
    value : str
        What should have been printed.
    """

    figure: str
    value: str


@dataclass(frozen=True)
class Allowance:
    """What a reading allows for beyond the plainest one.

    The plainest reading: everybody ranked everything without ties, each mean is the
    plain mean over one construct, rounded to the nearest, and every digit is right.

    Parameters
    ----------
    stated, n : int
        Participants, and how many of them ranked.
    constructs : tuple of str
        Constructs with a figure.
    blanks : tuple of int
        By construct: rankers who left it without a rank, each ranker one construct
        at most. Of a theme, ranks that are missing in it.
    extras : tuple of int
        By construct: further constructs over which its figures are means.
    ties : int
        0 none, 1 or 2 tied pairs in the table, 3 one in every ranking.
    bands : tuple of int
        Sizes of the groups into which the rankers fall; () for none.
    banded : tuple of str
        Constructs whose figure of everyone is the unweighted mean of the groups' means.
    blank_bands : tuple of tuple of int
        By construct: how many of its blanks lie in each group; () where it has none or
        its figure is no mean of groups' means.
    rounding : {"half-even", "half-up", "truncate", "ceiling"}
        How the values were rounded.
    misprint : Misprint or None
        The wrong digit.
    """

    stated: int
    n: int
    constructs: tuple[str, ...]
    blanks: tuple[int, ...]
    extras: tuple[int, ...]
    ties: int = 0
    bands: tuple[int, ...] = ()
    banded: tuple[str, ...] = ()
    blank_bands: tuple[tuple[int, ...], ...] = ()
    rounding: Rounding = "half-even"
    misprint: Misprint | None = None

    @property
    def steps(self) -> int:
        """How much is allowed for: one for each departure from the plainest reading.

        Each participant fewer, each missing rank, each further construct behind a
        figure and each tied pair (three for one in every ranking) is a step; so are
        means of groups' means, a rounding other than to the nearest, and a wrong digit.
        """
        steps = self.stated - self.n + sum(self.blanks) + sum(self.extras) + self.ties
        return steps + bool(self.bands) + (self.rounding not in _NEAREST) + bool(self.misprint)

    def within(self, other: Allowance) -> bool:
        """Whether the other allows for all that this one does.

        Parameters
        ----------
        other : Allowance
            Of the same figures.

        Returns
        -------
        bool
            A table that fits this one then fits the other too.
        """
        own = (*self.blanks, *self.extras, self.ties, other.n)
        their = (*other.blanks, *other.extras, other.ties, self.n)
        if any(less > more for less, more in zip(own, their, strict=True)):
            return False
        if self.bands and (self.bands, self.banded) != (other.bands, other.banded):
            return False
        if self.rounding not in _NEAREST and self.rounding != other.rounding:
            return False
        named = other.misprint.figure if other.misprint else ""
        return self.misprint is None or self.misprint.figure == named

    def describe(self, figures: Sequence[Figure]) -> str:
        """Return what is allowed for, in words.

        Parameters
        ----------
        figures : sequence of Figure
            The figures as printed.

        Returns
        -------
        str
            Constructs are called by their keys.
        """
        parts = [f"{self.n} of {self.stated} ranked"]
        if self.n == self.stated:
            parts = [f"all {self.n} ranked"]
        for place, (construct, blanks) in enumerate(zip(self.constructs, self.blanks, strict=True)):
            where = self._place_blanks(place)
            parts += [f"{_COUNTS[blanks]} without a rank for {construct}{where}"] if blanks else []
        for construct, extra in zip(self.constructs, self.extras, strict=True):
            parts += [f"{construct} a mean over {extra + 1} constructs"] if extra else []
        parts += [_TIES[self.ties]] if self.ties else []
        if self.bands:
            sizes = f"{', '.join(map(str, self.bands[:-1]))} and {self.bands[-1]}"
            which = self.banded[0] if len(self.banded) == 1 else "each mean of everyone"
            parts.append(f"{which} the unweighted mean of the means of groups of {sizes}")
        parts += [_ROUNDINGS[self.rounding]] if self.rounding in _ROUNDINGS else []
        parts += [self._describe_misprint(self.misprint, figures)] if self.misprint else []
        return "; ".join(parts)

    @staticmethod
    def _describe_misprint(misprint: Misprint, figures: Sequence[Figure]) -> str:
        figure = next(figure for figure in figures if figure.name == misprint.figure)
        whose = f" of {figure.group}" if figure.group else ""
        return f"{figure.construct}{whose}: {figure.value} printed instead of {misprint.value}"

    def _place_blanks(self, place: int) -> str:
        """In which groups a construct's blanks lie, in words."""
        missing = self.blank_bands[place] if self.blank_bands else ()
        sizes = [str(size) for size, less in zip(self.bands, missing, strict=False) if less]
        several = "s" if len(sizes) > 1 else ""
        return f", in the group{several} of {' and '.join(sizes)}" if sizes else ""

    def correct(self, figures: Sequence[Figure]) -> tuple[Figure, ...]:
        """Return the figures as they should have been printed.

        Parameters
        ----------
        figures : sequence of Figure
            The figures as printed.

        Returns
        -------
        tuple of Figure
            The same, but for the wrong digit.
        """
        if self.misprint is None:
            return tuple(figures)
        name, value = self.misprint.figure, self.misprint.value
        return tuple(replace(f, value=value) if f.name == name else f for f in figures)

    def as_reading(self, figures: Sequence[Figure]) -> Reading:
        """Return the reading that uses all that is allowed for.

        Parameters
        ----------
        figures : sequence of Figure
            The figures as printed.

        Returns
        -------
        Reading
            With ties as an upper limit, all else exactly.
        """
        blanks = {c: b for c, b in zip(self.constructs, self.blanks, strict=True) if b}
        themes = {c: e + 1 for c, e in zip(self.constructs, self.extras, strict=True) if e}
        return Reading(
            name=self._name(),
            label=self.describe(figures),
            n=self.n,
            tied_pairs=self.n if self.ties == MOST_TIES else self.ties,
            blanks=blanks,
            themes=themes,
            bands=self.bands,
            banded=self.banded,
            blank_bands={
                c: missing
                for c, missing in zip(self.constructs, self.blank_bands, strict=False)
                if missing
            },
        )

    def _name(self) -> str:
        parts = [f"n-{self.n}"]
        for construct, blanks, extra in zip(self.constructs, self.blanks, self.extras, strict=True):
            parts += [f"{construct}-blank-{blanks}"] if blanks else []
            parts += [f"{construct}-theme-{extra + 1}"] if extra else []
        parts += [f"ties-{self.ties}"] if self.ties else []
        if self.bands:
            which = self.banded[0] if len(self.banded) == 1 else "all"
            parts.append(f"{which}-bands-{'-'.join(map(str, self.bands))}")
        parts += [self.rounding] if self.rounding in _ROUNDINGS else []
        parts += [f"misprint-{self.misprint.value}"] if self.misprint else []
        return "+".join(parts)
