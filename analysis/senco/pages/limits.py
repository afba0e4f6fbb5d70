"""What a page says about how many people, lines or constructs it rests on."""

from __future__ import annotations

from typing import NamedTuple

from senco.text.rounding import format_number

#: So many are called few.
FEW = 60
#: With so many constructs one of them still moves a share by half a hundredth.
_FEW_CONSTRUCTS = 200


class Limit(NamedTuple):
    """One of a page's limits: its heading, and why it is one."""

    name: str
    why: str


def word_many(n: int) -> str:
    """Say whether somebody is one of few.

    Parameters
    ----------
    n : int
        People.

    Returns
    -------
    str
        "so few", or "so many" of more than 60.
    """
    return "so few" if n <= FEW else "so many"


def word_step(n: int) -> str:
    """Say by how large a step one person more or less moves a share.

    Parameters
    ----------
    n : int
        People.

    Returns
    -------
    str
        "a large step", or of more than 60 people how much it is at the most.
    """
    return "a large step" if n <= FEW else f"one in {n} at most"


def limit_lines(n: int) -> Limit:
    """Say what the mean of so many work-lines is worth.

    Parameters
    ----------
    n : int
        Work-lines.

    Returns
    -------
    Limit
        A heading, and what follows it.
    """
    if n <= FEW:
        told = f"{n} lines: the count at each place is worth more than the mean."
        return Limit("Few lines.", told)
    told = (
        f"The mean of {n} lines may be like none of them: its band says how sure the mean is, and "
        "not how people differ."
    )
    return Limit("A mean of many lines.", told)


def limit_constructs(n: int, n_categories: int) -> Limit:
    """Say how much hangs on one construct of so many.

    Parameters
    ----------
    n : int
        Constructs of everyone.
    n_categories : int
        Into which they were sorted.

    Returns
    -------
    Limit
        A heading, and what follows it.
    """
    start = f"With {n} constructs and {n_categories} categories"
    if n <= _FEW_CONSTRUCTS:
        told = "a single construct moves a share visibly, and the intervals of agreement are wide."
        return Limit("Few constructs.", f"{start} {told}")
    told = "a single construct moves no share visibly; what counts as one category still does."
    return Limit("One list of categories.", f"{start} {told}")


def limit_rankers(n: int) -> Limit:
    """Say how sure an order of so many rankers is.

    Parameters
    ----------
    n : int
        Rankers.

    Returns
    -------
    Limit
        A heading, and what follows it.
    """
    if n <= FEW:
        told = f"{n} rankers. One other person could change the order in the middle."
        return Limit("Small numbers.", told)
    told = f"{n} rankers. With other people, close means could change places."
    return Limit("Close means.", told)


def limit_means(n: int, k: int) -> Limit:
    """Say by how much one of so many people can move a mean rank.

    Parameters
    ----------
    n : int
        People, at least 1.
    k : int
        Constructs that were ranked.

    Returns
    -------
    Limit
        A heading, and what follows it.

    Examples
    --------
    >>> limit_means(300, 21).why
    '300 people: one person can move the mean of a construct by 0.07 ranks at most.'
    """
    if n < k:
        told = (
            f"{n} people: when one person moves a construct by {n} places, its mean moves by a "
            "whole rank."
        )
        return Limit("Small numbers.", told)
    most = format_number((k - 1) / n)
    told = f"{n} people: one person can move the mean of a construct by {most} ranks at most."
    return Limit("How many.", told)
