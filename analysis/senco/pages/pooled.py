"""Several cohorts pooled: rows for a figure, tables, and what a page says of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from senco.cohort.model import Cohort
from senco.measures.comparison.cohorts import MOST_PAIRED, letter_of
from senco.measures.comparison.estimates import choose_beside
from senco.measures.comparison.pools import ABOVE, BELOW, UNDECIDED, Pools
from senco.measures.pooling import FEWEST
from senco.measures.tolerance import find_highest, find_lowest
from senco.pages.comparison.tables import format_value
from senco.text.rounding import format_share
from senco.text.words import count_verb, join_tied, join_words

#: Where a pool lies, in words: of a place, and of a share of the people.
_SIDES = {
    "place": {
        BELOW: "upper half of the list",
        ABOVE: "lower half of the list",
        UNDECIDED: "cannot tell which half",
    },
    "speaks": {
        BELOW: "fewer than half",
        ABOVE: "more than half",
        UNDECIDED: "cannot tell whether half",
    },
}
_TURNING = (
    "What would turn an answer tells how much the picture would have to change: it is the number "
    "of one more cohort, as exact as the median of these, with which the interval would reach the "
    "middle. A number close to those already seen means that the answer is fragile."
)
_NOTHING = "No finding of these cohorts is pooled."


@dataclass(frozen=True)
class Told:
    """What a page says of its pools in sentences.

    Parameters
    ----------
    pooled : str
        What is pooled and where it lies, or why nothing is.
    without : str
        Whether any one cohort left out would change that.
    beside : str
        Beside whom each cohort has its verdict; of many cohorts, what their marks are.
    rows : str
        What a row of the figures is, as a part of a sentence.
    turning : str
        How the column on what would turn an answer is read; blank where nothing is pooled.
    """

    pooled: str
    without: str
    beside: str
    rows: str
    turning: str = ""


def lay_forest(pools: Pools, cohorts: Sequence[Cohort], kind: str) -> pd.DataFrame:
    """Return the numbers of findings of one kind, cohort by cohort and pooled, for a figure.

    Parameters
    ----------
    pools : Pools
        As `senco.measures.comparison.pools.pool_cohorts` gives them.
    cohorts : sequence of Cohort
        In the same order.
    kind : {"place", "speaks"}
        The places of constructs, or who speaks of which influence.

    Returns
    -------
    DataFrame
        Columns key, finding, pool (whether the row is a pool), label (a cohort's letter, or
        "pooled"), value, low, high, predicted_low, predicted_high, verdict, counted (whether the
        number is in a pool or may be). Findings by their pooled value, or the first cohort's.
    """
    letters = _name_letters(cohorts)
    rows: list[dict[str, Any]] = []
    found = pools.estimates.loc[pools.estimates["key"].str.startswith(f"{kind}:")]
    for key, part in found.groupby("key", sort=False):
        own = pools.pools.loc[(pools.pools["key"] == key) & (pools.pools["why"] == "")]
        order = float(own["estimate"].iloc[0]) if len(own) else float(part["value"].iloc[0])
        finding = str(part["finding"].iloc[0]).removeprefix("Who speaks of: ")
        named = {"order": order, "key": key, "finding": finding}
        for row in part.to_dict("records"):
            kept = {name: row[name] for name in ("value", "low", "high", "verdict")}
            rows.append(
                {**named, **kept, "pool": False, "label": letters[row["cohort"]],
                 "predicted_low": np.nan, "predicted_high": np.nan, "counted": row["why"] == ""}
            )  # fmt: skip
        for row in own.to_dict("records"):
            ends = ("low", "high", "predicted_low", "predicted_high")
            label = "pooled" if len(own) == 1 else str(row["kind"])
            rows.append(
                {**named, **{name: row[name] for name in ends}, "pool": True, "label": label,
                 "value": row["estimate"], "verdict": "", "counted": True}
            )  # fmt: skip
    columns = ["order", "key", "finding", "pool", "label", "value", "low", "high",
               "predicted_low", "predicted_high", "verdict", "counted"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns).astype({"pool": bool, "counted": bool})
    sign = 1 if kind == "place" else -1
    frame = frame.sort_values("order", key=lambda values: sign * values, kind="stable")
    return frame.drop(columns="order").reset_index(drop=True)


def caption_forests(pools: Pools) -> str:
    """Return what the lines and bars of the figures are, for their captions.

    Parameters
    ----------
    pools : Pools
        As `senco.measures.comparison.pools.pool_cohorts` gives them.

    Returns
    -------
    str
        One sentence, or two where anything is pooled.
    """
    level = format_share(pools.confidence).replace("%", " %")
    many = pools.estimates["cohort"].nunique() > MOST_PAIRED
    told = "" if many else f"Line: the {level} interval of each cohort's own people."
    if (pools.pools["why"] == "").any():
        told += (
            f" Bar: the {level} interval of the pool; thin line: where a further cohort may lie."
        )
    return told.strip()


def tell_forest(rows: pd.DataFrame, kind: str) -> str:
    """Return what a figure of several cohorts shows, in words.

    Parameters
    ----------
    rows : DataFrame
        As `lay_forest` gives it.
    kind : {"place", "speaks"}
        As there.

    Returns
    -------
    str
        How many findings and cohorts, for which the cohorts lie farthest apart, and what is
        highest and lowest pooled.
    """
    if rows.empty:
        return "Nothing that two of these cohorts have in common could be drawn."
    own, done = rows.loc[~rows["pool"]], rows.loc[rows["pool"]]
    values = own.groupby("finding", sort=False)["value"]
    widest = join_tied(find_highest(values.max() - values.min()))
    words = "constructs" if kind == "place" else "influences"
    told = (
        f"{len(values)} {words}, each with the numbers of the cohorts that have it, of "
        f"{own['label'].nunique()} cohorts; they lie farthest apart for {widest}."
    )
    if done.empty:
        return f"{told} Nothing is pooled."
    pooled = done.set_index("finding")["value"]
    ends = [join_tied(find(pooled)) for find in (find_lowest, find_highest)]
    first, last = ends if kind == "place" else ends[::-1]
    if kind == "place":
        return f"{told} Pooled, first comes {first}, and last {last}."
    return f"{told} Pooled, most people speak of {first}, and fewest of {last}."


def _name_letters(cohorts: Sequence[Cohort]) -> dict[str, str]:
    return {cohort.name: letter_of(place) for place, cohort in enumerate(cohorts)}


def tabulate_pools(pools: Pools, cohorts: Sequence[Cohort]) -> pd.DataFrame:
    """Return each pool with its numbers as text.

    Parameters
    ----------
    pools : Pools
        As `senco.measures.comparison.pools.pool_cohorts` gives them.
    cohorts : sequence of Cohort
        In the same order.

    Returns
    -------
    DataFrame
        Columns finding, cohorts (their letters), pooled (the number with its interval), says
        (on which side of the landmark), a further cohort (where it may lie), one left out (the
        range of the number), turned without (letters), would turn it (the number of a further
        cohort), real scatter (I squared with its interval). No row where nothing is pooled.
    """
    letters = _name_letters(cohorts)
    done = pools.pools.loc[pools.pools["why"] == ""]
    rows = [_format_pool(row, letters) for row in done.to_dict("records")]
    columns = ["finding", "cohorts", "pooled", "says", "a further cohort", "one left out",
               "turned without", "would turn it", "real scatter"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _format_pool(row: Mapping[Hashable, Any], letters: Mapping[str, str]) -> dict[str, str]:
    def told(name: str) -> str:
        return format_value(float(row[name]), str(row["unit"]))

    def spanned(low: str, high: str) -> str:
        return f"{told(low)} to {told(high)}" if told(low) else ""

    if row["side"] == UNDECIDED:
        turning = ""
    else:
        turning = f"one at {told('turning')}" if told("turning") else "none that is possible"
    scatter = [format_share(float(row[name])) for name in ("i2", "i2_low", "i2_high")]
    return {
        "finding": str(row["finding"]),
        "cohorts": _name_or_count(row["cohorts"], letters),
        "pooled": f"{told('estimate')} ({spanned('low', 'high')})",
        "says": say_side(str(row["key"]), str(row["side"])),
        "a further cohort": spanned("predicted_low", "predicted_high"),
        "one left out": spanned("least_without", "most_without"),
        "turned without": _name_or_count(row["turned_without"], letters),
        "would turn it": turning,
        "real scatter": f"{scatter[0]} ({scatter[1]} to {scatter[2]})".replace("%", " %"),
    }


def _name_or_count(names: Sequence[str], letters: Mapping[str, str]) -> str:
    """The letters of a few cohorts; of many, how many they are."""
    if len(names) > MOST_PAIRED:
        return f"{len(names)} cohorts"
    return ", ".join(letters[name] for name in names)


def _tell_turned(row: Mapping[Hashable, Any], letters: Mapping[str, str]) -> str:
    """A finding, and the cohorts of which each by itself turns its answer."""
    names = row["turned_without"]
    few = len(names) <= MOST_PAIRED
    which = " or ".join(letters[name] for name in names) if few else f"one of {len(names)} cohorts"
    return f"‘{row['finding']}’ (without {which})"


def say_side(key: str, side: str) -> str:
    """Return in words where a pooled interval lies.

    Parameters
    ----------
    key : str
        Of the finding.
    side : str
        One of `senco.measures.comparison.pools.SIDES`.

    Returns
    -------
    str

    Examples
    --------
    >>> say_side("place:balance", "above"), say_side("speaks:ethos", "below")
    ('lower half of the list', 'fewer than half')
    """
    return _SIDES[key.partition(":")[0]][side]  # type: ignore[index]  # a side is one of SIDES


def list_left_out(pools: Pools, cohorts: Sequence[Cohort]) -> pd.DataFrame:
    """Return which numbers are shown and not pooled, and why.

    Parameters
    ----------
    pools : Pools
        As `senco.measures.comparison.pools.pool_cohorts` gives them.
    cohorts : sequence of Cohort
        In the same order.

    Returns
    -------
    DataFrame
        Columns letter, cohort (title), findings (how many), why; first what a cohort's own
        numbers forbid, then what is left for want of other cohorts.
    """
    letters = _name_letters(cohorts)
    titles = {cohort.name: cohort.info.title for cohort in cohorts}
    refused = pools.estimates.loc[pools.estimates["why"] != ""]
    rows = [
        (letters[str(name)], titles[str(name)], len(part), str(why))
        for (name, why), part in refused.groupby(["cohort", "why"], sort=False)
    ]
    few = pools.pools.loc[pools.pools["why"] != ""]
    counts: dict[tuple[str, str], int] = {}
    for row in few.to_dict("records"):
        why = (
            f"Fewer than {FEWEST} {row['kind']} cohorts have a number for it."
            if row["why"] == "too few"
            else "In none of them people differ, so nothing shows how far a mean may be off."
        )
        for name in row["cohorts"]:
            counts[name, why] = counts.get((name, why), 0) + 1
    rows += [(letters[name], titles[name], n, why) for (name, why), n in counts.items()]
    return pd.DataFrame(rows, columns=["letter", "cohort", "findings", "why"])


def describe_pools(pools: Pools, cohorts: Sequence[Cohort]) -> Told:
    """Return what the cohorts say together, in sentences.

    Parameters
    ----------
    pools : Pools
        As `senco.measures.comparison.pools.pool_cohorts` gives them.
    cohorts : sequence of Cohort
        In the same order.

    Returns
    -------
    Told
    """
    done = pools.pools.loc[pools.pools["why"] == ""]
    letters = _name_letters(cohorts)
    first = choose_beside(cohorts)
    beside = f"The mark is the verdict beside {letters[first.name]}, ‘{first.info.title}’."
    rows = "each row is a cohort, by its letter, with the interval of its own people"
    if len(cohorts) > MOST_PAIRED:
        beside = "An upright line is a cohort."
        rows = (
            f"a finding that more than {MOST_PAIRED} cohorts have is one row, an upright line for "
            "each of them; their intervals and verdicts are in the figure’s file"
        )
    if done.empty:
        return Told(_explain_few(cohorts), "", beside, rows)
    kinds = join_words(list(dict.fromkeys(str(kind) for kind in done["kind"])))
    fewest, most = int(done["k"].min()), int(done["k"].max())
    over = str(fewest) if fewest == most else f"{fewest} to {most}"
    parts = [
        _count_sides(done.loc[done["key"].str.startswith(f"{name}:")], name, words)
        for name, words in (("place", "constructs"), ("speaks", "influences"))
    ]
    start = f"{count_verb(len(done), 'finding is', 'findings are')} pooled, over {over} {kinds}"
    return Told(
        f"{start} cohorts. {' '.join(part for part in parts if part)}",
        _describe_without(done, letters),
        beside,
        rows,
        _TURNING,
    )


def _explain_few(cohorts: Sequence[Cohort]) -> str:
    kinds = [cohort.info.provenance for cohort in cohorts]
    counts = join_words([f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)])
    return (
        f"{_NOTHING} Pooling takes {FEWEST} cohorts of one kind that hold people’s own answers, "
        f"and here there are {counts}."
    )


def _count_sides(done: pd.DataFrame, name: str, words: str) -> str:
    if done.empty:
        return ""
    counts = [int((done["side"] == side).sum()) for side in (BELOW, ABOVE, UNDECIDED)]
    if name == "place":
        places = ("in the upper half of the list", "in the lower half")
    else:
        places = ("below half of the people", "above half")
    whole = count_verb(counts[0], "has its", "have their")
    return (
        f"Of {len(done)} {words} {whole} whole interval {places[0]} and {counts[1]} {places[1]}; "
        f"of {counts[2]} it cannot be told."
    )


def _describe_without(done: pd.DataFrame, letters: Mapping[str, str]) -> str:
    tried = done.loc[done["k"] > FEWEST]
    if tried.empty:
        return f"None can be left out in turn: that takes more than {FEWEST} cohorts."
    turned = tried.loc[tried["turned_without"].map(len) > 0]
    if turned.empty:
        return "Whichever one cohort is left out, each of these answers stays the same."
    names = join_words([_tell_turned(row, letters) for row in turned.to_dict("records")])
    return f"With one cohort left out another answer is given to: {names}."
