"""What can be known of each participant: their bands, and what the book's pages show of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import pandas as pd

from senco.cohort.model import Scale
from senco.disclosure.identification.cells import BLANK
from senco.disclosure.masking import mask
from senco.errors import SencoError, suggest

#: In how many ways bands of one column are joined at most: 2 to the power of this.
_MOST_CUTS = 5
Tables = Mapping[str, pd.DataFrame]
#: What is read from tables: a value for each participant of whom there is one.
Values = dict[str, str]


@dataclass(frozen=True)
class Step:
    """A coarser way to tell a fact.

    Parameters
    ----------
    words : str
        What is done; blank where nothing is.
    change : dict of str to str
        Each value, and what is told instead.
    kept : bool
        Whether anything is still told person by person.
    """

    words: str
    change: dict[str, str]
    kept: bool = True


@dataclass(frozen=True)
class Fact:
    """Something that can be known of each participant.

    Parameters
    ----------
    words : str
        What it is.
    pages : tuple of str
        The stages whose pages show it person by person, or `DEPOSIT`; none where only
        somebody who knows a participant knows it.
    values : dict of str to str
        By participant; who has none does not stand there, and that is known too.
    steps : tuple of Step
        As it is, then coarser; the last tells nothing person by person.
    """

    words: str
    pages: tuple[str, ...]
    values: Values = field(repr=False)
    steps: tuple[Step, ...] = field(repr=False)


def list_facts(
    tables: Tables,
    bands: Sequence[str],
    order: Mapping[str, Sequence[str]] | None = None,
    scale: Scale | None = None,
) -> list[Fact]:
    """Return what can be known of a cohort's participants.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        A cohort's tables, typed as the contract says.
    bands : sequence of str
        Columns of participants that people who know a participant may know.
    order : mapping of str to sequence of str, optional
        The bands of a column in their order: only neighbours are joined.
    scale : Scale, optional
        The ends of the grids' ratings; without it no rating counts as extreme.

    Returns
    -------
    list of Fact
        The bands, then what the pages show, in the order of the pages; only what the
        cohort's tables hold.
    """
    people = [str(who) for who in tables["participants"]["participant"]]
    facts = [
        _take_band(tables["participants"], band, (order or {}).get(band, ())) for band in bands
    ]
    for source in SOURCES:
        if all(name in tables for name in source.tables):
            values = source.read(tables, scale)
            if values:
                facts.append(_make_fact(source, values, people, tables))
    return facts


def find_fact(facts: Sequence[Fact], words: str) -> Fact:
    """Return the fact of this name.

    Parameters
    ----------
    facts : sequence of Fact
        As `list_facts` gives them.
    words : str
        What `cohort.yml` calls it.

    Returns
    -------
    Fact
        The fact.

    Raises
    ------
    SencoError
        Where there is none, with those that there are.
    """
    known = {fact.words: fact for fact in facts}
    if words not in known:
        raise SencoError(
            f"cohort.yml, disclosure.sensitive: found {mask(words)}; allowed: {', '.join(known)}. "
            f"{suggest(words, known)}".rstrip()
        )
    return known[words]


def tabulate_facts(facts: Sequence[Fact], people: Sequence[str]) -> pd.DataFrame:
    """Put facts side by side.

    Parameters
    ----------
    facts : sequence of Fact
        As `list_facts` gives them.
    people : sequence of str
        The participants.

    Returns
    -------
    DataFrame, shape (n_participants, n_facts)
        With participants as its index; who has no value has "not disclosed".
    """
    return pd.DataFrame(
        {fact.words: [fact.values.get(who, BLANK) for who in people] for fact in facts},
        index=list(people),
        dtype=object,
    )


# bands


def _take_band(people: pd.DataFrame, band: str, order: Sequence[str]) -> Fact:
    known = people.dropna(subset=[band])
    values = dict(zip(known["participant"].map(str), known[band].map(str), strict=True))
    present = [value for value in order if value in set(values.values())]
    present += sorted(set(values.values()) - set(present))
    words = band.replace("_", " ")
    steps = [Step("", {value: value for value in present})]
    if order:
        steps += _join_bands(words, present)
    pages = ("10_participants",) if band in _SHOWN_BANDS else ()
    return Fact(words, pages, values, (*steps, _leave_out(words, "leave out")))


#: Where tables stand that no page shows person by person.
DEPOSIT = "deposit"
#: The bands that the page of participants tells person by person.
_SHOWN_BANDS = ("role", "role_years")


def _leave_out(words: str, verb: str) -> Step:
    return Step(f"{verb} {words}", {}, kept=False)


def _join_bands(words: str, bands: Sequence[str]) -> Iterator[Step]:
    """Every way of joining neighbours of which at least two bands are left."""
    gaps = range(1, len(bands))
    if len(gaps) > _MOST_CUTS:
        return
    for count in reversed(range(1, len(gaps))):
        for cuts in combinations(gaps, count):
            ends = (0, *cuts, len(bands))
            parts = [bands[low:high] for low, high in pairwise(ends)]
            joined = [" or ".join(part) for part in parts]
            change = {band: name for part, name in zip(parts, joined, strict=True) for band in part}
            merged = " and ".join(
                f"'{name}'" for part, name in zip(parts, joined, strict=True) if len(part) > 1
            )
            yield Step(f"merge the bands of {words} into {merged}", change)


# what the pages show


@dataclass(frozen=True)
class Source:
    """Where a fact comes from, and which page shows it.

    Parameters
    ----------
    words : str
        What it is.
    shown : tuple of tuple of str
        The stages whose pages show it, each with its table in which it stands, or from
        which it can be told, by participant; `DEPOSIT` with a table of the cohort.
    tables : tuple of str
        What it is read from.
    read : callable
        Makes the values of the tables.
    coarsen : callable, optional
        Makes coarser ways between telling it and not.
    pooled : str
        What is done where it is told of nobody by themselves.
    """

    words: str
    shown: tuple[tuple[str, str], ...]
    tables: tuple[str, ...]
    read: Callable[[Tables, Scale | None], Values]
    coarsen: Callable[[Values, Tables], list[Step]] = lambda values, tables: []
    pooled: str = "show only pooled:"


def _make_fact(source: Source, values: Values, people: Sequence[str], tables: Tables) -> Fact:
    mine = {who: value for who, value in values.items() if who in set(people)}
    keep = Step("", {value: value for value in mine.values()})
    steps = (keep, *source.coarsen(mine, tables), _leave_out(source.words, source.pooled))
    return Fact(source.words, tuple(page for page, _ in source.shown), mine, steps)


def _read_event(column: str) -> Callable[[Tables, Scale | None], Values]:
    def read(tables: Tables, scale: Scale | None) -> Values:
        events = tables["events"]
        held = events[events["critical"].fillna(False).astype(bool)].dropna(subset=[column])
        first = held.drop_duplicates("participant")
        values = first[column].map(_take_tenth) if column == "position" else first[column].map(str)
        return dict(zip(first["participant"].map(str), values, strict=True))

    return read


def _take_tenth(position: float) -> str:
    return str(min(int(position * 10), 9))


def _read_lowest(tables: Tables, scale: Scale | None) -> Values:
    """In which tenth of the axis a line stands lowest, first."""
    lines = tables["worklines"].sort_values(["level", "position"], kind="stable")
    first = lines.drop_duplicates("participant")
    return dict(zip(first["participant"].map(str), first["position"].map(_take_tenth), strict=True))


def _halve_axis(words: str) -> Callable[[Values, Tables], list[Step]]:
    def coarsen(values: Values, tables: Tables) -> list[Step]:
        halves = {value: "first" if int(value) < 5 else "second" for value in values.values()}
        return [Step(f"show only the half of the axis for {words}", halves)]

    return coarsen


def _read_subject(tables: Tables, scale: Scale | None) -> Values:
    """The code that most passages of a participant are given, all of them where tied."""
    codings = tables["codings"].drop_duplicates(["segment", "code"])
    held = codings.merge(tables["segments"][["segment", "participant"]], on="segment")
    counts = held.groupby(["participant", "code"], sort=True).size()
    most = counts[counts == counts.groupby(level=0).transform("max")]
    return {
        str(who): "|".join(rows.index.get_level_values(1)) for who, rows in most.groupby(level=0)
    }


def _read_quoted(tables: Tables, scale: Scale | None) -> Values:
    segments = tables["segments"]
    if "quotation" not in segments:
        return {}
    counts = segments.dropna(subset=["quotation"]).groupby("participant").size()
    people = tables["participants"]["participant"]
    return {str(who): str(counts.get(who, 0)) for who in people} if len(counts) else {}


def _count_rows(table: str, **held: str) -> Callable[[Tables, Scale | None], Values]:
    def read(tables: Tables, scale: Scale | None) -> Values:
        rows = tables[table]
        for column, value in held.items():
            rows = rows[rows[column] == value]
        counts = rows.groupby("participant").size()
        people = tables[table]["participant"].unique()
        return {str(who): str(counts.get(who, 0)) for who in people} if len(counts) else {}

    return read


def _count_extremes(tables: Tables, scale: Scale | None) -> Values:
    """How many ratings stand at either end of the scale."""
    if scale is None:
        return {}
    ratings = tables["grids"]
    ends = ratings["rating"].isin([scale.minimum, scale.maximum])
    counts = ends.groupby(ratings["participant"]).sum()
    return {str(who): str(int(count)) for who, count in counts.items()}


def _halve_counts(words: str) -> Callable[[Values, Tables], list[Step]]:
    """Two halves of a count, cut wherever they differ least in size."""

    def coarsen(values: Values, tables: Tables) -> list[Step]:
        held = sorted(map(int, values.values()))
        if len(set(held)) < 3:
            return []
        cut = min(
            sorted(set(held))[1:],
            key=lambda count: abs(len(held) - 2 * sum(one < count for one in held)),
        )
        change = {str(one): "fewer" if one < cut else "more" for one in held}
        return [Step(f"show only whether it is {cut} or more of {words}", change)]

    return coarsen


def _read_first(count: int) -> Callable[[Tables, Scale | None], Values]:
    """The constructs with the highest priority, in their order; those that tie together."""

    def read(tables: Tables, scale: Scale | None) -> Values:
        ranks = tables["rankings"].sort_values(["rank", "construct"], kind="stable")
        return {
            str(who): " > ".join(_join_tied(rows.head(_count_first(rows["rank"], count))))
            for who, rows in ranks.groupby("participant", sort=False)
        }

    return read


def _count_first(ranks: pd.Series, count: int) -> int:
    """How many constructs have one of the first places, ties at the last among them."""
    return int((ranks <= ranks.iloc[min(count, len(ranks)) - 1]).sum())


def _join_tied(rows: pd.DataFrame) -> list[str]:
    return ["|".join(tied["construct"].map(str)) for _, tied in rows.groupby("rank", sort=True)]


def _describe_influence(values: Values, tables: Tables) -> list[Step]:
    if "constructs" not in tables:
        return []
    constructs = tables["constructs"]
    influences = dict(
        zip(constructs["construct"], constructs["influence"].fillna(BLANK), strict=True)
    )
    change = {
        value: "|".join(sorted({str(influences.get(one, BLANK)) for one in value.split("|")}))
        for value in values.values()
    }
    return [Step("show only the key influence of the first construct", change)]


def _forget_order(values: Values, tables: Tables) -> list[Step]:
    parts = {value: value.replace(" > ", "|").split("|") for value in values.values()}
    anyhow = {value: "|".join(sorted(part)) for value, part in parts.items()}
    first = {value: value.split(" > ")[0] for value in values.values()}
    return [
        Step("show the first three constructs without their order", anyhow),
        Step("show only the first of the first three constructs", first),
    ]


#: What the pages show person by person, in their order, and what only a deposit adds.
SOURCES: tuple[Source, ...] = (
    Source(
        "influence of the critical event",
        (("20_worklines", "events"), ("60_networks", "evidence")), ("events",),
        _read_event("influence"),
    ),
    Source(
        "place of the critical event", (("20_worklines", "events"),), ("events",),
        _read_event("position"), _halve_axis("the place of the critical event"),
    ),
    Source(
        "lowest place of the line", (("20_worklines", "lines"),), ("worklines",), _read_lowest,
        _halve_axis("the lowest place of the line"),
    ),
    Source(
        "main subject of the narrative", (("30_narratives", "statements"),),
        ("segments", "codings"), _read_subject,
    ),
    Source(
        "number of elements", (("40_grids", "indices"),), ("elements",), _count_rows("elements"),
        _halve_counts("the elements"),
    ),
    Source(
        "number of constructs", (("40_grids", "indices"),), ("grid_constructs",),
        _count_rows("grid_constructs"), _halve_counts("the constructs"),
    ),
    Source(
        "extreme ratings", (("40_grids", "displays"),), ("grids",), _count_extremes,
        _halve_counts("the extreme ratings"),
    ),
    Source(
        "first construct", (("50_rankings", "shades"),), ("rankings",), _read_first(1),
        _describe_influence,
    ),
    Source(
        "first three constructs", (("50_rankings", "shades"),), ("rankings",), _read_first(3),
        _forget_order,
    ),
    Source(
        "number of supplied constructs", ((DEPOSIT, "grid_constructs"),), ("grid_constructs",),
        _count_rows("grid_constructs", kind="supplied"), _halve_counts("the supplied constructs"),
    ),
    Source(
        "number of quotations", ((DEPOSIT, "segments"),), ("segments",), _read_quoted,
        _halve_counts("the quotations"),
    ),
)  # fmt: skip
