"""In which ways the key influences could reasonably have been found: the choices as data.

Each `Dimension` is a choice that page 60 makes and the study does not state. Its first
option is the page's own. What an option does is in `senco.measures.networks.multiverse`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from senco.text.rounding import format_number


@dataclass(frozen=True)
class Dimension:
    """A choice, and what could reasonably be chosen.

    Parameters
    ----------
    name : str
        In a reader's words.
    options : tuple of str
        The first is the page's own.
    reason : str
        Why each of them can be defended, in a sentence.
    """

    name: str
    options: tuple[str, ...]
    reason: str


#: How the sources of one participant are put together; in the order of `weigh` in the multiverse.
WEIGHTS = Dimension(
    "weight of the sources",
    (
        "each source the same, small sources filled up",
        "each source the same",
        "each piece of evidence the same",
    ),
    "The text combines the stages and gives no weights. The first guards against a single event, "
    "the second takes each stage as it is, the third each thing that was said.",
)
AVERAGE = Dimension(
    "average over the participants",
    ("mean", "median"),
    "A mean lets a few participants speak for all; for the median, more than half must be "
    "above the bound.",
)
STRICTNESS = Dimension(
    "a bound that is just met",
    ("counts for the share of participants only", "never counts", "always counts"),
    "With few people a bound is often met exactly, and words such as more and at least decide.",
)
FIRMNESS = Dimension(
    "when a verdict is firm",
    (
        "9 in 10 resampled cohorts agree",
        "8 in 10 resampled cohorts agree",
        "19 in 20 resampled cohorts agree",
        "all cohorts without one participant agree",
    ),
    "How sure is sure enough is a convention; the last asks only that no one person decides.",
)
#: What the shares of `FIRMNESS` are; None for the cohorts that lack one participant.
FIRM_SHARES = (0.9, 0.8, 0.95, None)
#: Even shares that the average must carry, and shares of the participants, beside the page's own.
SCORES = (1.0, 1.1, 1.25)
REACHES = (0.5, 2 / 3, 0.0)


def describe_source(source: str) -> Dimension:
    """Return the choice whether a source is asked.

    Parameters
    ----------
    source : str
        As in `senco.measures.networks.SOURCES`.

    Returns
    -------
    Dimension
        In, or left out. Not every source can be left out at once.
    """
    reason = "The text combines all its stages, and does not say what each of them contributed."
    return Dimension(f"{source} asked or not", ("asked", "left out"), reason)


def describe_coders(options: Sequence[str]) -> Dimension:
    """Return the choice whose codings count.

    Parameters
    ----------
    options : sequence of str
        As `senco.measures.networks.coders.recode` gives them, the page's own first.

    Returns
    -------
    Dimension
    """
    reason = "Where two coders differ, nobody can say that one of them is right."
    return Dimension("whose codings", tuple(options), reason)


def describe_score(bounds: Sequence[float]) -> Dimension:
    """Return the choice how much an influence must carry on average.

    Parameters
    ----------
    bounds : sequence of float
        In even shares, the page's own first.

    Returns
    -------
    Dimension
    """
    reason = "More than an even share is the least that can be asked; key may mean clearly more."
    words = tuple(f"{_trim(bound)} even share{'s' * (bound != 1)}" for bound in bounds)
    return Dimension("least score", words, reason)


def describe_reach(bounds: Sequence[float]) -> Dimension:
    """Return the choice for how many participants it must carry an even share.

    Parameters
    ----------
    bounds : sequence of float
        Shares of the participants, the page's own first; 0 asks for none.

    Returns
    -------
    Dimension
    """
    reason = "Key to a cohort can mean key to most of its people, to two in three, or on average."
    words = tuple(
        f"{_trim(100 * bound)} % of the participants" if bound else "none" for bound in bounds
    )
    return Dimension("least reach", words, reason)


def put_first(own: float, others: Sequence[float]) -> tuple[float, ...]:
    """Return bounds with the page's own first, each once.

    Parameters
    ----------
    own : float
        The page's.
    others : sequence of float
        All.

    Returns
    -------
    tuple of float

    Examples
    --------
    >>> put_first(1.25, (1.0, 1.25))
    (1.25, 1.0)
    """
    return (own, *(bound for bound in others if abs(bound - own) > 1e-9))


def _trim(value: float) -> str:
    text = format_number(value, 2 if value < 10 else 0)
    return text.rstrip("0").rstrip(".") if "." in text else text
