"""Comparisons in sentences: what was set in advance, and what so many people could show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

import pandas as pd

from senco.cohort.model import Cohort
from senco.measures.comparison.cohorts import (
    MOST_PAIRED,
    CohortComparison,
    agree_by_construction,
)
from senco.measures.comparison.registration import describe_primary
from senco.measures.comparison.verdicts import (
    AGREEMENT,
    AGREES,
    DIFFERENCE,
    DIFFERS,
    EITHER,
    NEVER,
    NOTHING,
    OPEN,
    Verdict,
)
from senco.measures.tolerance import above, find_highest
from senco.text.rounding import format_number
from senco.text.words import count_verb, join_tied, join_words


@dataclass(frozen=True)
class Sentences:
    """What a page says of its comparisons in sentences.

    Parameters
    ----------
    construction : str
        Whether agreement was built in.
    criteria : str
        Whether the criteria were set in advance.
    digest : str
        Of the criteria as set; a word where none were.
    power : str
        What so many people could have shown.
    remedy : str
        To how many of the findings that are left open more people could bring an answer.
    """

    construction: str
    criteria: str
    digest: str
    power: str
    remedy: str


def describe_comparisons(comparisons: Sequence[CohortComparison]) -> Sentences:
    """Return what a page says of its comparisons in sentences.

    Parameters
    ----------
    comparisons : sequence of CohortComparison
        At least one, all of one cohort with others.

    Returns
    -------
    Sentences
    """
    given = comparisons[0].here.info.criteria
    days = f" on {given.written.isoformat()}" if given and given.written else ""
    laid_down = [f"The criteria are in cohort.yml{days}; where one is not set, a default applies"]
    for one in comparisons:
        title = one.there.info.title if len(comparisons) > 1 else ""
        laid_down += describe_primary(one.findings, given, title)
    return Sentences(
        construction=describe_construction(
            [comparisons[0].here, *(one.there for one in comparisons)]
        ),
        criteria="No criterion was set in advance: this project's defaults apply"
        if given is None
        else ". ".join(laid_down),
        digest=_group(given.digest) if given else "none, for none was set",
        power=_describe_power(comparisons),
        remedy=_describe_remedy(comparisons),
    )


def describe_construction(cohorts: Sequence[Cohort]) -> str:
    """Return in sentences whether anything was made up, and whether agreement was built in.

    Parameters
    ----------
    cohorts : sequence of Cohort
        At least two, the first of which is compared with each of the others.

    Returns
    -------
    str
        With their titles; of many cohorts with numbers in the place of titles.
    """
    made = [one.info.title for one in cohorts if one.info.provenance == "synthetic"]
    told = "Every number comes from what people said or published."
    if made:
        verb = "is" if len(made) == 1 else "are"
        few = len(made) <= MOST_PAIRED
        which = _list(made) if few else f"{len(made)} of these {len(cohorts)} cohorts"
        told = f"{which} {verb} made up: nothing here is a finding about anybody."
    fitted = [
        sorted((cohorts[0], other), key=lambda one: one.info.provenance != "synthetic")
        for other in cohorts[1:]
        if agree_by_construction(cohorts[0], other)
    ]
    for pair in fitted[:MOST_PAIRED]:
        made_up, source = (_quote(cohort.info.title) for cohort in pair)
        told += (
            f" {made_up} was made to fit the figures that {source} reports: their mean "
            "places agree by construction."
        )
    if len(fitted) > MOST_PAIRED:
        told += f" The same is true of {len(fitted) - MOST_PAIRED} more."
    return told


def _group(digest: str) -> str:
    """In groups of eight, which a narrow page can break."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _describe_power(comparisons: Sequence[CohortComparison]) -> str:
    """What so many people could have shown, comparison by comparison."""
    sentences = []
    for one in comparisons:
        places = one.findings.loc[one.findings["key"].str.startswith("place:")]
        places = places.loc[places["smallest"].notna()]
        if places.empty:
            continue
        margin = float(places["margin"].iloc[0])
        smallest = float(places["smallest"].median())
        able = int(above(2 * margin, places["smallest"]).sum())
        sentences.append(
            f"Beside {_quote(one.there.info.title)}, with {places['n_here'].max()} people here "
            f"and {places['n_there'].max()} there, the places of a typical construct have to be "
            f"at least {format_number(smallest, 1)} of {one.length} apart before a difference "
            f"can be found; and the interval is narrow enough to show agreement for {able} of "
            f"the {len(places)} constructs in common."
        )
    return " ".join(sentences) or "No interval could be given for the place of any construct."


#: What is said of findings to which more people could bring so much.
_BRINGS = {
    EITHER: "more people could bring either answer to {}",
    AGREEMENT: "more people could bring only agreement to {}",
    DIFFERENCE: "more people could bring only a difference to {}",
    NOTHING: "to {} no number of people would bring an answer",
}


def _describe_remedy(comparisons: Sequence[CohortComparison]) -> str:
    """To how many open findings more people could bring an answer."""
    left = [reach for one in comparisons for reach in one.findings["reach"].dropna()]
    if not left:
        return "No finding is left open."
    sentences = [words.format(n) for reach, words in _BRINGS.items() if (n := left.count(reach))]
    few = "one finding that is" if len(left) == 1 else f"{len(left)} findings that are"
    return f"Of the {few} left open: {'; '.join(sentences)}."


def _list(titles: list[str]) -> str:
    return join_words([_quote(title) for title in dict.fromkeys(titles)])


def _quote(title: str) -> str:
    return f"‘{title}’"


#: What is said of one finding, and of several, with each verdict.
_VERBS: dict[Verdict, tuple[str, str]] = {
    AGREES: ("agrees", "agree"),
    DIFFERS: ("differs", "differ"),
    OPEN: ("cannot be told at this n", "cannot be told at this n"),
    NEVER: ("cannot be told at any n", "cannot be told at any n"),
}


def _count(verdict: Verdict, number: int) -> str:
    return count_verb(number, *_VERBS[verdict])


def tell_verdicts(counts: Mapping[str, int]) -> str:
    """Return how many findings got each verdict, as a part of a sentence.

    Parameters
    ----------
    counts : mapping of str to int
        By verdict, every one of `senco.measures.comparison.verdicts.VERDICTS`.

    Returns
    -------
    str

    Examples
    --------
    >>> tell_verdicts(dict(zip(_VERBS, (1, 7, 33, 13), strict=True)))
    '1 agrees, 7 differ, 33 cannot be told with so few people, and 13 with no number of people'
    """
    return (
        f"{_count(AGREES, counts[AGREES])}, {_count(DIFFERS, counts[DIFFERS])}, {counts[OPEN]:,} "
        f"cannot be told with so few people, and {counts[NEVER]:,} with no number of people"
    )


def head_verdicts(findings: pd.DataFrame) -> list[tuple[Verdict, str]]:
    """Return the verdicts on one comparison's findings, each with its number in words.

    Parameters
    ----------
    findings : DataFrame
        With a column verdict.

    Returns
    -------
    list of tuple of str
        What differs first, then what agrees, also where nothing does; then what cannot be
        told, where anything cannot.
    """
    counts = findings["verdict"].value_counts()
    order = (DIFFERS, AGREES, OPEN, NEVER)
    numbers = {one: int(counts.get(one, 0)) for one in order}
    return [
        (one, _count(one, number)) for one, number in numbers.items()
        if number or one in (DIFFERS, AGREES)
    ]  # fmt: skip


def describe_verdicts(scaled: Sequence[tuple[str, pd.DataFrame]]) -> list[str]:
    """Return in a few sentences what each figure of verdicts shows.

    Parameters
    ----------
    scaled : sequence of tuple of str and DataFrame
        As `scale_findings` gives it.

    Returns
    -------
    list of str
        How many findings of each comparison got which verdict, and which differ or agree.
    """
    told = []
    for title, findings in scaled:
        counts = "; ".join(words for _, words in head_verdicts(findings))
        sentences = [f"Beside {title}, of {len(findings)} findings: {counts}."]
        for verdict, lead in ((DIFFERS, "What differs"), (AGREES, "What agrees")):
            named = findings.loc[findings["verdict"] == verdict, "finding"].tolist()
            if named:
                sentences.append(f"{lead}: {'; '.join(named)}.")
        told.append(shorten(" ".join(sentences), 590, placeholder=" …"))
    return told


def describe_places(places: pd.DataFrame, length: int) -> str:
    """Return in a few sentences what a figure of differences shows.

    Parameters
    ----------
    places : DataFrame
        As `list_places` gives it, at least one row.
    length : int
        Places of the list.

    Returns
    -------
    str
        How many constructs of each comparison got which verdict, and which lies
        farthest apart.
    """
    sentences = [f"Differences of places of {length} with their intervals."]
    for title, part in places.groupby("beside", sort=False):
        counts = part["verdict"].value_counts()
        words = [_count(one, int(counts[one])) for one in _VERBS if one in counts]
        sentences.append(f"Beside {title}, of {len(part)} constructs: {'; '.join(words)}.")
    sentences.append(_tell_farthest(places))
    return shorten(" ".join(sentences), 590, placeholder=" …")


def _tell_farthest(places: pd.DataFrame) -> str:
    """What lies farthest apart, and on which side; nothing does where a tenth does not show it."""
    apart = format_number(places["difference"].abs().max(), 1)
    if float(apart) == 0:
        return "None lies as far apart as a tenth of a place."
    farthest = places.loc[find_highest(places["difference"].abs())]
    rows = zip(farthest["finding"], farthest["difference"], strict=True)
    sides = [f"{what}, {'higher' if gap < 0 else 'lower'} here" for what, gap in rows]
    return f"Farthest apart, by {apart} places: {join_tied(sides)}."
