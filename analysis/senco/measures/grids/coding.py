"""Whether two people who sort the pooled constructs sort them alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from senco.errors import MeasureError


@dataclass(frozen=True, eq=False)
class CoderTable:
    """Two coders' categories against each other.

    Parameters
    ----------
    rows, columns : tuple of str
        The first coder's categories and the second's; those that both use come first,
        in the same order.
    counts : ndarray of int
        Shape ``(n_rows, n_columns)``: constructs in each pair of categories.
    n_shared : int
        Number of categories that both use.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: np.ndarray
    n_shared: int

    @property
    def n(self) -> int:
        """Number of constructs."""
        return int(self.counts.sum())

    @property
    def agreed(self) -> int:
        """Number of constructs that both put into the same category."""
        return int(self.counts[: self.n_shared, : self.n_shared].trace())

    @property
    def index_a(self) -> float:
        """Agreed constructs as a share of all, 0 to 1 (Jankowicz's Index A)."""
        return self.agreed / self.n

    @property
    def index_b(self) -> float:
        """Agreed constructs as a share of those in shared categories (Index B)."""
        within = int(self.counts[: self.n_shared, : self.n_shared].sum())
        if within == 0:
            raise MeasureError("no construct lies in a category of both: Index B is undefined")
        return self.agreed / within


def compare_coders(
    first: Sequence[str], second: Sequence[str], same: Mapping[str, str] | None = None
) -> CoderTable:
    """Lay out two coders' categories against each other.

    Parameters
    ----------
    first, second : sequence of str
        Each coder's category for every construct, in the same order.
    same : mapping of str to str, optional
        Which of the first coder's categories is which of the second's; by default
        those of the same name.

    Returns
    -------
    CoderTable
        Shared categories first, in alphabetical order of the first coder's names.

    Raises
    ------
    MeasureError
        If the coders do not have the same number of constructs, there is
        none, or two categories are matched with one.

    References
    ----------
    Jankowicz, D. (2004). The easy guide to repertory grids, ch. 7. Wiley.

    Examples
    --------
    >>> table = compare_coders(["a", "a", "b", "c"], ["a", "b", "b", "d"])
    >>> table.index_a, round(table.index_b, 3)
    (0.5, 0.667)
    """
    _check_codings(first, second)
    used_first, used_second = sorted(set(first)), sorted(set(second))
    names = dict(same) if same is not None else {name: name for name in used_first}
    shared = [name for name in used_first if names.get(name) in used_second]
    partners = [names[name] for name in shared]
    if len(set(partners)) < len(partners):
        raise MeasureError("two of the first coder's categories are matched with one")
    rows = [*shared, *(name for name in used_first if name not in shared)]
    columns = [*partners, *(name for name in used_second if name not in partners)]
    counts = np.zeros((len(rows), len(columns)), int)
    for a, b in zip(first, second, strict=True):
        counts[rows.index(a), columns.index(b)] += 1
    return CoderTable(tuple(rows), tuple(columns), counts, len(shared))


def _check_codings(first: Sequence[object], second: Sequence[object]) -> None:
    if len(first) != len(second):
        raise MeasureError(
            f"the coders sorted {len(first)} and {len(second)} constructs; they must be the "
            "same ones"
        )
    if not len(first):
        raise MeasureError("the coders sorted no construct")
