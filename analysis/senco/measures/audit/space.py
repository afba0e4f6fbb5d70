"""The readings that are tried, and which of them the single figures leave possible.

By arithmetic alone: a reading under which one figure by itself cannot be printed needs
no solver.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import product
from math import gcd, lcm

import numpy as np

from senco.errors import MeasureError
from senco.measures.audit.allowances import MOST_TIES, Allowance, Misprint
from senco.measures.audit.figures import Figure
from senco.measures.audit.grim import HALF, Rounding, find_interval, grim
from senco.measures.audit.readings import LARGEST_BANDED, cut

#: At most so many participants fewer than are stated, rankers without a rank for a
#: construct, and further constructs behind a figure.
MOST_MISSING, MOST_BLANKS, MOST_EXTRAS = 3, 2, 3
#: Kinds of departure from the plainest reading.
MISSING, BLANKS, THEMES, TIES = "missing participants", "blanks", "themes", "ties"
BANDS, ROUNDING, MISPRINT = "means of groups' means", "rounding", "a wrong digit"
KINDS = (MISSING, BLANKS, THEMES, TIES, BANDS, ROUNDING, MISPRINT)
#: Without these everybody ranks, each mean is a plain one, and every digit is right.
ALL_RANK = (BLANKS, THEMES, TIES, ROUNDING)
#: Rankers fall into so many groups at most.
MOST_BANDS = 4
ROUNDINGS: tuple[Rounding, ...] = ("half-even", "half-up", "truncate", "ceiling")


@dataclass(frozen=True)
class _Option:
    """What one construct's figures need: blanks, in which groups, and further constructs."""

    blanks: int
    extra: int
    misprint: Misprint | None
    missing: tuple[int, ...]


@dataclass(frozen=True)
class Space:
    """Readings of some figures, up to a number of steps from the plainest.

    Parameters
    ----------
    figures : tuple of Figure
        The reported means.
    n_items : int
        Constructs that were ranked, k.
    steps : int
        As `Allowance.steps` counts them; readings with more are not tried.
    kinds : tuple of str
        Of `KINDS`, in what a reading may depart from the plainest.
    """

    figures: tuple[Figure, ...]
    n_items: int
    steps: int
    kinds: tuple[str, ...] = KINDS

    @cached_property
    def constructs(self) -> tuple[str, ...]:
        """Constructs with a figure, in the order of the figures."""
        return tuple(dict.fromkeys(figure.construct for figure in self.figures))

    @cached_property
    def stated(self) -> int:
        """Participants, the largest number that stands beside a mean of everyone."""
        stated = [f.n_stated for f in self.figures if not f.group and f.n_stated]
        if not stated:
            raise MeasureError("no mean of everyone states its n (n_stated)")
        return max(stated)

    @cached_property
    def plainest(self) -> Allowance:
        """The reading that allows for nothing."""
        none = (0,) * len(self.constructs)
        return Allowance(self.stated, self.stated, self.constructs, none, none)

    @cached_property
    def contexts(self) -> tuple[Allowance, ...]:
        """Every reading without blanks and themes; a misprint has no value yet."""
        return tuple(self._list_contexts())

    def _list_contexts(self) -> Iterator[Allowance]:
        names = [figure.name for figure in self.figures] if MISPRINT in self.kinds else []
        wrong = [None, *(Misprint(name, "") for name in names)]
        ties_tried = range(MOST_TIES + 1 if TIES in self.kinds else 1)
        rules = ROUNDINGS if ROUNDING in self.kinds else ROUNDINGS[:2]
        missing = MOST_MISSING if MISSING in self.kinds else 0
        for n in range(self.stated, max(self.stated - missing, self._least, 1) - 1, -1):
            for bands, banded in self._list_bands(n):
                bare = replace(self.plainest, n=n, bands=bands, banded=banded)
                if bare.steps > self.steps:
                    continue
                for ties, rounding, misprint in product(ties_tried, rules, wrong):
                    context = replace(bare, ties=ties, rounding=rounding, misprint=misprint)
                    if context.steps <= self.steps:
                        yield context

    @property
    def _first_group(self) -> str:
        return next((figure.group for figure in self.figures if figure.group), "")

    @property
    def _least(self) -> int:
        return max((f.n_stated or 1 for f in self.figures if f.group), default=1)

    def _list_bands(self, n: int) -> Iterator[tuple[tuple[int, ...], tuple[str, ...]]]:
        yield (), ()
        if n > LARGEST_BANDED or BANDS not in self.kinds:
            return
        whole = tuple(figure.construct for figure in self.figures if not figure.group)
        which = [whole, *((construct,) for construct in whole if len(whole) > 1)]
        first = next(((f.n_stated or 0,) for f in self.figures if f.group), ())
        for parts in range(2, MOST_BANDS + 1):
            for rest in cut(n - sum(first), parts - len(first)):
                yield from (((*first, *rest), banded) for banded in which)

    def list_possible(self) -> list[Allowance]:
        """Return the readings that no figure by itself rules out, the fewest steps first.

        Returns
        -------
        list of Allowance
            Each states all that it allows for; a misprint has its value.
        """
        found: list[Allowance] = []
        known: dict[Hashable, list[_Option]] = {}
        for context in self.contexts:
            menus = []
            for construct in self.constructs:
                concerned = self._list_concerned(context, construct)
                if concerned not in known:
                    known[concerned] = self._list_options(context, construct)
                menu = known[concerned]
                if not menu:
                    break
                menus.append(menu)
            else:
                chosen = _combine(context, menus, self.steps - context.steps)
                room = self.n_items - len(self.constructs)
                found += [one for one in chosen if sum(one.extras) <= room]
        return sorted(found, key=lambda allowance: allowance.steps)

    def _list_concerned(self, context: Allowance, construct: str) -> Hashable:
        """What of a context a construct's options depend on."""
        wrong = context.misprint
        own = wrong and any(
            figure.construct == construct and figure.name == wrong.figure for figure in self.figures
        )
        bands = context.bands if construct in context.banded else ()
        return (
            construct, context.n, context.steps, context.ties > 0, context.rounding, bands,
            wrong if own else None,
        )  # fmt: skip

    def _list_options(self, context: Allowance, construct: str) -> list[_Option]:
        """What has to be allowed for so that a construct's figures are printed, in every way."""
        own = [figure for figure in self.figures if figure.construct == construct]
        names = [figure.name for figure in own]
        misprints: list[Misprint | None] = [None]
        if context.misprint and context.misprint.figure in names:
            figure = own[names.index(context.misprint.figure)]
            misprints = [Misprint(figure.name, v) for v in vary_digit(figure.value, self.n_items)]
        left = self.steps - context.steps
        most_blanks = MOST_BLANKS if BLANKS in self.kinds else 0
        most_extras = MOST_EXTRAS if THEMES in self.kinds else 0
        ways = product(range(most_blanks + 1), range(most_extras + 1), misprints)
        return [
            option
            for blanks, extra, misprint in ways
            if blanks + extra <= left
            for missing in self._share_blanks(context, own, blanks)
            if self._print_all(context, own, option := _Option(blanks, extra, misprint, missing))
        ]

    def _share_blanks(
        self, context: Allowance, own: list[Figure], blanks: int
    ) -> list[tuple[int, ...]]:
        """Ways to share a construct's blanks among groups, of which equal ones are alike."""
        if not blanks or own[0].construct not in context.banded:
            return [()]
        first = any(figure.group and figure.group == self._first_group for figure in own)
        ranges = [range(min(size, blanks) + 1) for size in context.bands]
        if first:  # those whose own mean is printed all ranked it
            ranges[0] = range(1)
        ways, seen = [], set()
        for missing in product(*ranges):
            pairs = list(zip(context.bands, missing, strict=True))
            key = (pairs[0], *sorted(pairs[1:]))
            if sum(missing) == blanks and key not in seen:
                seen.add(key)
                ways.append(missing)
        return ways

    def _print_all(self, context: Allowance, own: list[Figure], option: _Option) -> bool:
        """Whether each figure of a construct, by itself, can be printed."""
        width, halves, rounding = option.extra + 1, context.ties > 0, context.rounding
        values = {figure.name: figure.value for figure in own}
        if option.misprint:
            values[option.misprint.figure] = option.misprint.value
        head = ""
        for figure in (figure for figure in own if figure.group):
            size = (figure.n_stated or 0) * width
            if not _print_plain(values[figure.name], size, halves, rounding):
                return False
            head = values[figure.name] if figure.group == self._first_group else head
        whole = next((figure for figure in own if not figure.group), None)
        if whole is None:
            return True
        if whole.construct not in context.banded:
            size = context.n * width - option.blanks
            return size > 0 and _print_plain(values[whole.name], size, halves, rounding)
        missing = option.missing or (0,) * len(context.bands)
        sizes = tuple(b * width - less for b, less in zip(context.bands, missing, strict=True))
        return min(sizes) > 0 and _print_banded(values[whole.name], sizes, halves, rounding, head)

    def count(self, found: Sequence[Allowance]) -> np.ndarray:
        """Count the readings that allow for all of at least one of some.

        Parameters
        ----------
        found : sequence of Allowance
            Readings of the space; the plainest is within all.

        Returns
        -------
        ndarray of int, shape (steps + 1,)
            By number of steps.
        """
        none = (0,) * len(self.constructs)
        bare = [replace(one, blanks=none, extras=none) for one in found]
        needed = [(*one.blanks, *one.extras) for one in found]
        alike = Counter(
            (
                context.steps,
                frozenset(
                    least for one, least in zip(bare, needed, strict=True) if one.within(context)
                ),
            )
            for context in self.contexts
        )
        grid = self._list_vectors()
        steps = grid.sum(axis=1)
        covered = np.zeros(self.steps + 1, dtype=int)
        for (taken, leasts), times in alike.items():
            hit = np.zeros(len(grid), dtype=bool)
            for least in leasts:
                hit |= (grid >= least).all(axis=1)
            within = steps[hit & (steps + taken <= self.steps)] + taken
            covered += times * np.bincount(within, minlength=self.steps + 1)
        return covered

    def bound_size(self) -> int:
        """Return at least the number of readings in the space, without listing them."""
        width = len(self.constructs)
        blanks = MOST_BLANKS if BLANKS in self.kinds else 0
        extras = MOST_EXTRAS if THEMES in self.kinds else 0
        ways = np.ones(1)
        for most in (blanks,) * width + (extras,) * width:
            ways = np.convolve(ways, np.ones(most + 1))[: self.steps + 1]
        upto = np.cumsum(np.pad(ways, (0, self.steps + 1 - len(ways))))
        return int(sum(upto[self.steps - context.steps] for context in self.contexts))

    def _list_vectors(self) -> np.ndarray:
        """Blanks and further constructs of each construct, in all ways up to so many steps."""
        width = len(self.constructs)
        blanks = MOST_BLANKS if BLANKS in self.kinds else 0
        extras = MOST_EXTRAS if THEMES in self.kinds else 0
        rows: list[tuple[int, ...]] = [()]
        for most in (blanks,) * width + (extras,) * width:
            rows = [
                (*row, more) for row in rows for more in range(min(most, self.steps - sum(row)) + 1)
            ]
        return np.array(rows)


def _combine(context: Allowance, menus: list[list[_Option]], left: int) -> Iterator[Allowance]:
    """Choose one option of each menu, in all ways that take no more steps than are left."""

    def choose(place: int, left: int) -> Iterator[tuple[_Option, ...]]:
        if place == len(menus):
            yield ()
            return
        for option in menus[place]:
            if option.blanks + option.extra <= left:
                rest = choose(place + 1, left - option.blanks - option.extra)
                yield from ((option, *others) for others in rest)

    for chosen in choose(0, left):
        missing = tuple(option.missing for option in chosen)
        yield replace(
            context,
            blanks=tuple(option.blanks for option in chosen),
            extras=tuple(option.extra for option in chosen),
            misprint=next((option.misprint for option in chosen if option.misprint), None),
            blank_bands=missing if any(missing) else (),
        )


def vary_digit(value: str, n_items: int) -> list[str]:
    """Return the values of which one digit is another one.

    Parameters
    ----------
    value : str
        As printed.
    n_items : int
        The largest that a mean rank can be.

    Returns
    -------
    list of str
        From 1 to `n_items`; no zero is put before a number.

    Examples
    --------
    >>> vary_digit("3.0", 4)
    ['1.0', '2.0', '4.0', '3.1', '3.2', '3.3', '3.4', '3.5', '3.6', '3.7', '3.8', '3.9']
    """
    found = []
    for place, digit in enumerate(value):
        for other in "0123456789" if digit.isdigit() else "":
            changed = value[:place] + other + value[place + 1 :]
            leads = place == 0 and other == "0" and value[1:2].isdigit()
            if other != digit and not leads and 1 <= float(changed) <= n_items:
                found.append(changed)
    return found


@cache
def _print_plain(value: str, size: int, halves: bool, rounding: Rounding) -> bool:
    return bool(grim(value, n=size, step=HALF if halves else 1, rounding=rounding))


@cache
def _print_banded(
    value: str, sizes: tuple[int, ...], halves: bool, rounding: Rounding, head: str
) -> bool:
    """Whether groups' sums of ranks exist whose means average to the value.

    The numerators of the mean are the multiples of a common divisor, shifted by the
    first group's share where its own mean is printed.
    """
    common = lcm(*sizes)
    weights = [common // size for size in sizes]
    allowed = find_interval(value, rounding).multiples(2 * len(sizes) * common)
    shifts = [0]
    if head:
        sums = grim(head, n=sizes[0], step=HALF if halves else 1, rounding=rounding)
        shifts = [int(2 * match.total) * weights[0] for match in sums]
        weights = weights[1:]
    divisor = gcd(*weights) * (1 if halves else 2)
    return any((total - shift) % divisor == 0 for total in allowed for shift in shifts)
