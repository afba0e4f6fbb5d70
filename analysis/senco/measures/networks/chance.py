"""What chance alone would give: ties redrawn so that everyone keeps their number of them.

A participant who says much is tied to much, and an influence that everyone names is
named together with every other. So nothing is learnt from two influences being shared
by many, unless more share them than in networks in which each participant and each
influence has as many ties as here and which are otherwise random. All such networks are
counted where they can be (`senco.measures.networks.enumeration`), else some are drawn.

That a number was not shown to be more than chance gives does not show that it is no
more. The latter takes a bound: how many it could be on average, at the most, if this
cohort is not an unusual one. For that the networks are given unequal chances, each person
counted making a network more likely by the same factor; the bound is the average under
the largest factor with which a number as low as the one found is not yet improbable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from senco.errors import MeasureError
from senco.measures.networks.enumeration import MOST_WORK, Distribution, Having, distribute
from senco.measures.resampling import adjust_holm
from senco.measures.tolerance import TOLERANCE, above

#: A p adjusted for the number of questions counts as more, or less, than chance up to this.
LEVEL = 0.05
#: What is no more than so large a share of the participants above chance counts as no more.
MARGIN = 0.1
#: A bound from drawn networks must rest on the weight of at least so many of them.
LEAST_WEIGHT = 200
MORE, LESS, NO_MORE, OPEN, SETTLED = (
    "more than chance gives",
    "less than chance gives",
    "no more than chance gives",
    "cannot tell at this n",
    "settled by the totals",
)
_FOUND = ["expected", "at_most", "as_few", "as_many", "adjusted", "verdict"]
PAIR_COLUMNS = ["first", "second", "shared", *_FOUND]
CARRY_COLUMNS = ["carrier", "both", "carried", *_FOUND]


@dataclass(frozen=True)
class Compared:
    """Numbers of people compared with what chance alone would give.

    Parameters
    ----------
    table : DataFrame
        What was counted, then ``expected`` (mean over the networks), ``at_most`` (the
        bound of the module's notes, at 95 % for all rows together; missing where too few
        of the drawn networks bear on it), ``as_few`` and ``as_many`` (shares of the
        networks with at most, and at least, the number found), ``adjusted`` (p of both
        tails, twice the smaller, by Holm for the number of rows) and ``verdict``.
    exact : bool
        Whether all networks with these totals are counted.
    networks : int
        How many are counted, or were drawn.
    error : float
        The largest standard error of a share of the networks from drawing them; 0 where
        all are counted.

    Notes
    -----
    "More" and "less than chance gives" stand where the adjusted p is at most .05, even
    with twice the standard error added. "No more than chance gives" where the bound lies
    within a tenth of the participants above the expected number. "Settled by the totals"
    where no network with these totals has a number that is higher than that. Everything
    else is "cannot tell at this n".
    """

    table: pd.DataFrame
    exact: bool
    networks: int
    error: float


def compare_pairs(
    ties: pd.DataFrame, *, draws: int = 10_000, seed: int = 0, most_work: int = MOST_WORK
) -> Compared:
    """Return which influences go together in the same people more than by chance.

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        A cell above 0 is a tie.
    draws : int
        Random networks, where not all can be counted; at least 1.
    seed : int
        Start of the random numbers.
    most_work : int
        Go through all networks with these totals where that takes no more steps; else draw.

    Returns
    -------
    Compared
        One row a pair: first, second, ``shared`` (participants tied to both).

    Examples
    --------
    Two of four are tied to both of the first two; networks with the same totals have 0.67 such
    people on average.

    >>> ties = pd.DataFrame([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]], columns=list("abc"))
    >>> found = compare_pairs(ties)
    >>> found.exact, found.table.loc[0, ["shared", "expected"]].astype(float).round(2).tolist()
    (True, [2.0, 0.67])
    """
    tied = (ties > 0).to_numpy()
    pairs = list(combinations(range(tied.shape[1]), 2))
    if not pairs or not len(ties):
        return _compare_nothing(PAIR_COLUMNS)
    first, second = map(np.array, zip(*pairs, strict=True))

    def having(some: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return some[..., first] & some[..., second]

    names = ties.columns.to_numpy()
    frame = pd.DataFrame({"first": names[first], "second": names[second]})
    return _compare(tied, having, frame, "shared", draws, seed, most_work)


def compare_carriers(
    ties: pd.DataFrame,
    system_of: Mapping[str, str],
    systems: Sequence[str],
    *,
    draws: int = 10_000,
    seed: int = 0,
    most_work: int = MOST_WORK,
) -> Compared:
    """Return whether a system between carries the outermost to the innermost.

    Of the participants who are tied both to the outermost and to the innermost system,
    how many are tied to one in between as well, and is that more than by chance?

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        A cell above 0 is a tie.
    system_of : mapping of str to str
        The system of each influence.
    systems : sequence of str
        From the outermost to the innermost.
    draws, seed, most_work
        As in `compare_pairs`.

    Returns
    -------
    Compared
        One row a system between: carrier, ``both`` (participants tied to both ends),
        ``carried`` (of those, tied to the carrier too).

    Raises
    ------
    MeasureError
        Where an influence has no system.

    Examples
    --------
    Both who are tied to the law and to a team are tied to the setting as well.

    >>> ties = pd.DataFrame([[1, 1, 1], [1, 1, 1], [1, 0, 0]], columns=["law", "room", "team"])
    >>> system_of = {"law": "macro", "room": "exo", "team": "micro"}
    >>> compare_carriers(ties, system_of, ["macro", "exo", "micro"]).table[["both", "carried"]]
       both  carried
    0     2        2
    """
    between = list(systems[1:-1])
    if not between or not len(ties):
        return _compare_nothing(CARRY_COLUMNS)
    member = find_membership(ties, system_of, systems)
    tied = (ties > 0).to_numpy()

    def having(some: NDArray[np.bool_]) -> NDArray[np.bool_]:
        reached = some.astype(np.float32) @ member > 0
        ends = reached[..., 0] & reached[..., -1]
        return reached[..., 1:-1] & ends[..., None]

    reached = tied.astype(np.float32) @ member > 0
    both = int((reached[:, 0] & reached[:, -1]).sum())
    frame = pd.DataFrame({"carrier": between, "both": both})
    return _compare(tied, having, frame, "carried", draws, seed, most_work)


@dataclass(frozen=True)
class Bridging:
    """How many people are tied to more than one system, beside what chance would give.

    Parameters
    ----------
    count : int
        Participants who are.
    least, most : int
        No network with these totals has fewer, or more. Proved, though not always as
        close as can be where the networks are too many to be counted.
    expected : float
        Mean over the networks.
    verdict : str
        As in `Compared`; "settled by the totals" as well where fewest and most are one.
    """

    count: int
    least: int
    most: int
    expected: float
    verdict: str


def compare_bridging(
    ties: pd.DataFrame,
    system_of: Mapping[str, str],
    systems: Sequence[str],
    *,
    draws: int = 10_000,
    seed: int = 0,
    most_work: int = MOST_WORK,
) -> Bridging:
    """Return how many people are tied to more than one system, and whether chance says more.

    Parameters
    ----------
    ties, system_of, systems, draws, seed, most_work
        As in `compare_carriers`.

    Returns
    -------
    Bridging

    Raises
    ------
    MeasureError
        Where an influence has no system.
    """
    member = find_membership(ties, system_of, systems)
    tied = (ties > 0).to_numpy()

    def having(some: NDArray[np.bool_]) -> NDArray[np.bool_]:
        several: NDArray[np.bool_] = (some.astype(np.float32) @ member > 0).sum(axis=-1) > 1
        return several[..., None]

    if not tied.size:
        return Bridging(0, 0, 0, 0.0, SETTLED)
    chance = distribute(tied, having, draws=draws, seed=seed, most_work=most_work)
    count = int(having(tied).sum())
    if chance.exact:
        possible = np.flatnonzero(chance.shares[0])
        least, most = int(possible[0]), int(possible[-1])
    else:
        own = tied.sum(axis=1)
        largest = int(member.sum(axis=0).max())
        least, most = int((own > largest).sum()), int((own > 1).sum())
    row = _judge_all(np.array([count]), chance).iloc[0]
    verdict = SETTLED if least == most else str(row["verdict"])
    return Bridging(count, least, most, float(row["expected"]), verdict)


def find_membership(
    ties: pd.DataFrame, system_of: Mapping[str, str], systems: Sequence[str]
) -> NDArray[np.float32]:
    """Return which influence belongs to which system.

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        Its columns are the influences.
    system_of : mapping of str to str
        The system of each.
    systems : sequence of str
        In order.

    Returns
    -------
    ndarray, shape (n_influences, n_systems)
        1 or 0.

    Raises
    ------
    MeasureError
        Where an influence has no system, or one that is not among them.
    """
    for influence in ties.columns:
        if system_of.get(influence) not in systems:
            raise MeasureError(
                f"The influence '{influence}' belongs to no system: give it one of "
                f"{', '.join(systems)} in study.yml."
            )
    places = [list(systems).index(system_of[influence]) for influence in ties.columns]
    return np.eye(len(systems), dtype=np.float32)[places]


def _compare(
    tied: NDArray[np.bool_],
    having: Having,
    frame: pd.DataFrame,
    what: str,
    draws: int,
    seed: int,
    most_work: int,
) -> Compared:
    """Count what people have, beside what they have in networks with the same totals."""
    observed = having(tied).sum(axis=0)
    chance = distribute(tied, having, draws=draws, seed=seed, most_work=most_work)
    table = frame.assign(**{what: observed}).join(_judge_all(observed, chance))
    error = 0.0
    if not chance.exact:
        shares = table[["as_few", "as_many"]].to_numpy()
        error = float(np.sqrt(shares * (1 - shares) / chance.networks).max())
    return Compared(table, chance.exact, chance.networks, error)


def _compare_nothing(columns: Sequence[str]) -> Compared:
    return Compared(pd.DataFrame(columns=list(columns)), True, 0, 0.0)


def _judge_all(observed: NDArray[np.int64], chance: Distribution) -> pd.DataFrame:
    """Numbers of people beside their distributions, a row each."""
    shares = chance.shares
    n_things, width = shares.shape
    numbers = np.arange(width)
    expected = shares @ numbers
    few = np.array([shares[row, : x + 1].sum() for row, x in enumerate(observed)])
    many = np.array([shares[row, x:].sum() for row, x in enumerate(observed)])
    error = np.zeros(n_things)
    if not chance.exact:
        # the network that is there is one of those that could have been drawn
        few, many = ((part * chance.networks + 1) / (chance.networks + 1) for part in (few, many))
        tail = np.minimum(few, many)
        error = 2 * np.sqrt(tail * (1 - tail) / chance.networks)
    p = np.minimum(2 * np.minimum(few, many), 1.0)
    margin = MARGIN * (width - 1)
    # of drawn networks nobody knows what the others could have had
    most = [numbers[row > 0].max() if chance.exact else np.inf for row in shares]
    at_most = np.array([
        _bound(row, int(x), LEVEL / n_things, None if chance.exact else chance.networks)
        for row, x in zip(shares, observed, strict=True)
    ])  # fmt: skip
    known = ~above(adjust_holm(np.minimum(p + 2 * error, 1.0)), LEVEL)
    conditions = [
        known & (observed > expected),
        known & (observed < expected),
        above(margin, most - expected),
        above(margin, at_most - expected),
    ]
    verdict = np.select(conditions, [MORE, LESS, SETTLED, NO_MORE], OPEN)
    return pd.DataFrame({
        "expected": expected, "at_most": at_most, "as_few": np.minimum(few, 1.0),
        "as_many": np.minimum(many, 1.0), "adjusted": adjust_holm(p), "verdict": verdict,
    })  # fmt: skip


def _bound(shares: NDArray[np.float64], observed: int, level: float, drawn: int | None) -> float:
    """The largest mean with which so low a number has at least this probability."""
    numbers = np.flatnonzero(shares > 0)
    if observed >= numbers[-1]:
        return float(numbers[-1]) if drawn is None else float("nan")
    logs = np.log(shares[numbers])

    def tilt(factor: float) -> NDArray[np.float64]:
        weights = logs + factor * numbers
        weights = np.exp(weights - weights.max())
        tilted: NDArray[np.float64] = weights / weights.sum()
        return tilted

    low, high = -50.0, 50.0
    for _ in range(60):
        middle = (low + high) / 2
        if tilt(middle)[numbers <= observed].sum() >= level:
            low = middle
        else:
            high = middle
    tilted = tilt(low)
    if drawn is not None:
        # how many equally likely networks the unequal weights are worth
        worth = drawn / float((tilted**2 / shares[numbers]).sum())
        if worth < LEAST_WEIGHT - TOLERANCE:
            return float("nan")
    return float(tilted @ numbers)
