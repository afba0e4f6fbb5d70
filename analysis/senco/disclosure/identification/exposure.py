"""What a reader who knows somebody could tell by, over all tables, page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from senco.cohort.model import CohortInfo
from senco.disclosure.identification.coarsening import Coarsening, find_coarsening, list_steps
from senco.disclosure.identification.knowledge import (
    DEPOSIT,
    Fact,
    Tables,
    find_fact,
    list_facts,
    tabulate_facts,
)
from senco.disclosure.identification.uniqueness import (
    Sharing,
    count_alone,
    expect_reidentifications,
    find_minimal_uniques,
    list_sharing,
    measure_diversity,
    score_uniques,
)
from senco.disclosure.scanning import Hit
from senco.errors import Finding
from senco.text.words import join_words

#: A sentence names this many facts at most.
_MOST_NAMED = 3
#: And so many participants.
_MOST_PEOPLE = 12


@dataclass(frozen=True)
class PageExposure:
    """What one page adds to what is known of participants.

    Parameters
    ----------
    page : str
        The stage, or `DEPOSIT`.
    shown : tuple of str
        What it shows person by person, of what is not the same for everybody.
    worst : Sharing
        The set that leaves most participants alone, the smallest of those; at least one of
        its facts is shown by this page.
    alone : int
        How many of the sets with a fact of this page leave somebody alone.
    sets : int
        How many such sets there are.
    best : Coarsening or None
        The mildest way that reaches k; None where nothing does.
    """

    page: str
    shown: tuple[str, ...]
    worst: Sharing
    alone: int
    sets: int
    best: Coarsening | None


@dataclass(frozen=True)
class Exposure:
    """What could be told of participants over all tables.

    Parameters
    ----------
    n : int
        Participants.
    size : int
        So many facts are put together at most.
    wanted : int
        The least k.
    facts : tuple of Fact
        Everything that can be known.
    sharing : tuple of Sharing
        Every set of up to `size` of them.
    alone : dict of str to int
        By participant, in how many of these sets nobody else is with them.
    known : int
        The expected number of re-identifications from the bands alone.
    scores : dict of str to int
        SUDA scores, by participant.
    parts : dict of str to int
        By fact, what the sets that hold it add to all scores.
    diversity : dict of str to int
        By sensitive fact, the least number of its values among those who share the bands.
    pages : tuple of PageExposure
        In the order of the pages.
    """

    n: int
    size: int
    wanted: int
    facts: tuple[Fact, ...]
    sharing: tuple[Sharing, ...]
    alone: dict[str, int]
    known: int
    scores: dict[str, int]
    parts: dict[str, int]
    diversity: dict[str, int]
    pages: tuple[PageExposure, ...]


def measure_exposure(
    tables: Tables, info: CohortInfo, order: Mapping[str, Sequence[str]] | None = None
) -> Exposure:
    """Count by what participants could be told, over all tables and page by page.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        A cohort's tables, typed as the contract says.
    info : CohortInfo
        What `cohort.yml` says: what is known of participants, how much is put together,
        what is sensitive, and the scale of the grids.
    order : mapping of str to sequence of str, optional
        The bands of a column in their order.

    Returns
    -------
    Exposure
        Counted among the participants alone.

    Raises
    ------
    SencoError
        Where `cohort.yml` names something sensitive that no table holds.
    """
    said = info.disclosure
    people = [str(who) for who in tables["participants"]["participant"]]
    facts = list_facts(tables, said.quasi_identifiers, order, info.grids)
    table = tabulate_facts(facts, people)
    bands = [fact.words for fact in facts[: len(said.quasi_identifiers)]]
    sharing = list_sharing(table, said.together)
    scores, parts = score_uniques(
        find_minimal_uniques(table, said.together), len(facts), said.together
    )
    return Exposure(
        n=len(people),
        size=said.together,
        wanted=said.k,
        facts=tuple(facts),
        sharing=tuple(sharing),
        alone=count_alone(table, said.together),
        known=expect_reidentifications(table, bands),
        scores=scores,
        parts=parts,
        diversity={
            words: min(measure_diversity(table, _without(bands, words), words), default=0)
            for words in (find_fact(facts, name).words for name in said.sensitive)
        },
        pages=tuple(_measure_pages(facts, people, sharing, bands, said.together, said.k)),
    )


def _without(words: Sequence[str], one: str) -> list[str]:
    return [word for word in words if word != one]


def _measure_pages(
    facts: Sequence[Fact],
    people: Sequence[str],
    sharing: Sequence[Sharing],
    bands: Sequence[str],
    size: int,
    wanted: int,
) -> list[PageExposure]:
    """Each page's own facts that differ, put together with the bands that are known anyway."""
    found = []
    differing = [fact for fact in facts if _differs(fact, people)]
    for page in sorted({page for fact in differing for page in fact.pages}):
        own = {fact.words for fact in differing if page in fact.pages}
        known = [fact for fact in facts if fact.words in own or fact.words in bands]
        names = {fact.words for fact in known}
        sets = [one for one in sharing if names.issuperset(one.facts) and own & set(one.facts)]
        worst = max(sets, key=lambda one: (one.unique, -one.k, -len(one.facts)))
        best = find_coarsening(known, people, size, wanted) if worst.k < wanted else None
        shown = tuple(fact.words for fact in known if fact.words in own)
        alone = sum(one.unique > 0 for one in sets)
        found.append(PageExposure(page, shown, worst, alone, len(sets), best))
    return found


def _differs(fact: Fact, people: Sequence[str]) -> bool:
    return len({fact.values.get(who) for who in people}) > 1


def describe_exposure(exposure: Exposure, label: str, data: str) -> list[Hit]:
    """Say of each page by what it shows participants apart, and what would help.

    Parameters
    ----------
    exposure : Exposure
        As `measure_exposure` gives it.
    label : str
        How messages name the folder of the cohort's pages.
    data : str
        How they name the folder of its tables.

    Returns
    -------
    list of Hit
        A warning for each page on which fewer than k participants share something; no
        error, for whose consent is missing is told by itself.
    """
    hits = []
    for page in exposure.pages:
        if page.worst.k >= exposure.wanted:
            continue
        file = data if page.page == DEPOSIT else f"{label}/{page.page}"
        finding = Finding(
            file,
            _describe_worst(page, exposure),
            f"k of at least {exposure.wanted}, or consent",
            remedy=_describe_best(page, exposure),
            severity="warning",
        )
        hits.append(Hit(finding, "a small cell", file))
    return hits


def _describe_worst(page: PageExposure, exposure: Exposure) -> str:
    worst = page.worst
    shows = "in the tables of a deposit" if page.page == DEPOSIT else "person by person"
    return (
        f"{join_words(_quote(page.shown))} {shows}: k = {worst.k} over "
        f"{join_words(_quote(worst.facts))}, which make {worst.unique} of {worst.n} "
        f"participants unique; {page.alone} of {page.sets} sets of up to {exposure.size} facts "
        "leave somebody unique"
    )


def _quote(words: Sequence[str]) -> list[str]:
    return [f"'{word}'" for word in words]


def _describe_best(page: PageExposure, exposure: Exposure) -> str:
    wanted, best = exposure.wanted, page.best
    if best is None:
        return f"k = {wanted} cannot be reached at n = {exposure.n}: only consent covers this."
    way = f"{list_steps(best)} (k = {best.k})"
    if not set(page.shown) & set(best.kept):
        return (
            f"k = {wanted} cannot be reached at n = {exposure.n} while any of this that differs "
            f"from person to person is shown: only consent covers it. Without consent: {way}."
        )
    return f"The mildest way to reach it, of those tried in order of what they lose: {way}."


def summarise_exposure(exposure: Exposure) -> list[str]:
    """Say in sentences what was counted over all tables.

    Parameters
    ----------
    exposure : Exposure
        As `measure_exposure` gives it.

    Returns
    -------
    list of str
        Without full stops; no value of a fact is shown.
    """
    if not exposure.facts:
        return []
    return [
        _describe_sets(exposure),
        _describe_alone(exposure),
        _describe_known(exposure),
        *_describe_scores(exposure),
        *(_describe_diversity(fact, least) for fact, least in exposure.diversity.items()),
        f"Counted only among these {exposure.n} participants: somebody who is unique here need "
        "not be unique elsewhere, and anybody who does not know who took part knows less",
    ]


def _describe_sets(exposure: Exposure) -> str:
    """By how few facts everybody, or most, can be told apart."""
    worst = max(exposure.sharing, key=lambda one: (one.unique, -len(one.facts)))
    alone = sum(one.unique > 0 for one in exposure.sharing)
    return (
        f"Over all tables, n = {exposure.n}: of {len(exposure.sharing)} sets of up to "
        f"{exposure.size} of {len(exposure.facts)} facts, {alone} leave somebody unique; "
        f"{join_words(_quote(worst.facts))} {worst.unique} of {worst.n}"
    )


def _describe_alone(exposure: Exposure) -> str:
    """In how many sets each is alone, of many participants those in most."""
    ranked = sorted(exposure.alone.items(), key=lambda pair: -pair[1])
    listed = ", ".join(f"{who} {count}" for who, count in ranked[:_MOST_PEOPLE])
    more = len(ranked) - _MOST_PEOPLE
    rest = f" and {more} others in no more than the last of these" if more > 0 else ""
    return f"In how many of these {len(exposure.sharing)} sets each is unique: {listed}{rest}"


def _describe_known(exposure: Exposure) -> str:
    return (
        f"Anybody who knows who took part and the declared bands of each, and guesses, is right "
        f"{exposure.known} times in {exposure.n} on average (the sum of 1 / f_k)"
    )


def _describe_scores(exposure: Exposure) -> list[str]:
    """Whom the fewest facts single out, and which facts do it."""
    if not any(exposure.scores.values()):
        return []
    most = max(exposure.scores.values())
    people = [who for who, score in exposure.scores.items() if score == most]
    parts = sorted(exposure.parts.items(), key=lambda pair: -pair[1])[:_MOST_NAMED]
    return [
        f"Most easily singled out, by sets of up to {exposure.size} facts (SUDA score {most}): "
        f"{join_words(people)}. The facts that do most of it, over everybody: "
        f"{join_words(_quote([fact for fact, _ in parts]))}"
    ]


def _describe_diversity(fact: str, least: int) -> str:
    conclusion = "so somebody's bands reveal it" if least == 1 else "so the bands do not reveal it"
    return f"l = {least} for '{fact}' among those who share the declared bands, {conclusion}"
