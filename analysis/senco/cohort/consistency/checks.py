"""Consistency checks across a cohort's tables, which no single table's schema can say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from senco.cohort.consistency.claims import check_claims
from senco.cohort.consistency.coding import check_coding
from senco.cohort.consistency.evidence import Evidence, list_marked
from senco.cohort.consistency.grids import check_grids
from senco.cohort.consistency.places import check_places
from senco.cohort.model import NO_INFLUENCE, Scale
from senco.errors import Finding, suggest

#: Text that a template holds where the researcher's own belongs.
PLACEHOLDER = "Fill in:"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]")


def check_consistency(evidence: Evidence) -> list[Finding]:
    """Return what is inconsistent across a cohort's tables.

    Parameters
    ----------
    evidence : Evidence
        The tables, and what is known of them.

    Returns
    -------
    list of Finding
        In the order of the checks.
    """
    checks = (
        _check_text, _check_people, _check_framework, _check_influences, _check_scales,
        _check_labels, _check_lines, _check_events, _check_dates, _check_segments, _check_codes,
        check_coding, _check_same_as, _check_rankings, check_grids, check_claims, check_places,
        _check_primary, _check_info,
    )  # fmt: skip
    return [finding for check in checks for finding in check(evidence)]


def _check_text(evidence: Evidence) -> Iterator[Finding]:
    """Cells with characters that cannot be shown."""
    for table, raw in evidence.raw.items():
        flawed = evidence.flawed.get(table, set())
        for column in raw.columns:
            given = raw[column]
            hidden = set(filter(_CONTROL.search, set(given.tolist())))  # each text is tried once
            for row, text in given[given.isin(hidden)].items() if hidden else ():
                if row not in flawed:
                    found = f"'{_CONTROL.sub('?', text):.60}' with an invisible character"
                    yield evidence.find(
                        table,
                        row,
                        column,
                        found,
                        "text that can be printed",
                        "Type the cell again.",
                    )


def _check_people(evidence: Evidence) -> Iterator[Finding]:
    """Participants who stand in no other table."""
    people = evidence.sound("participants")
    if people is None:
        if "participants" in evidence.tables and not evidence.flawed.get("participants"):
            yield evidence.find(
                "participants", None, None, "no participant", "at least one row",
                "Enter the participants first: every other table refers to them.",
            )  # fmt: skip
        return
    if evidence.unread or evidence.info is None or evidence.info.provenance == "published":
        return
    others = {
        table: raw["participant"].unique().tolist()
        for table, raw in evidence.raw.items()
        if table != "participants" and "participant" in raw.columns and len(raw)
    }
    if not others:
        return
    seen = set().union(*others.values())
    for row, name in people.loc[~people["participant"].isin(seen), "participant"].items():
        yield evidence.find(
            "participants", row, "participant", f"'{name}', who is in no other table",
            "participants with data", "Correct the pseudonym in one of the places, or remove it.",
            "warning",
        )  # fmt: skip


def _check_influences(evidence: Evidence) -> Iterator[Finding]:
    known = [influence.id for influence in evidence.study.influences]
    place = "influences.csv" if "influences" in evidence.tables else "data/study.yml"
    for table in evidence.tables:
        frame = evidence.sound(table)
        if frame is None or "influence" not in frame.columns or table == "influences":
            continue
        given = frame["influence"].dropna()
        for row, value in given[~given.isin(known)].items():
            yield evidence.find(
                table, row, "influence", f"'{value}'",
                f"a key influence from {place}: " + ", ".join(known),
                suggest(str(value), known),
            )  # fmt: skip


def _check_framework(evidence: Evidence) -> Iterator[Finding]:
    """Influences of one's own that are said to be the study's."""
    own = evidence.sound("influences")
    if own is None or "same_as" not in own:
        return
    named = own["same_as"].dropna()
    for row, value in named[~named.isin(evidence.shared)].items():
        yield evidence.find(
            "influences", row, "same_as", f"'{value}'",
            "blank, or a key influence from data/study.yml: " + ", ".join(evidence.shared),
            suggest(str(value), evidence.shared),
        )  # fmt: skip
    for row, value in named[named.duplicated()].items():
        yield evidence.find(
            "influences", row, "same_as", f"'{value}' a second time",
            "each of the study's influences once", "Merge the two rows, or leave one blank.",
        )  # fmt: skip


def _check_labels(evidence: Evidence) -> Iterator[Finding]:
    """Constructs, codes or influences that nobody can tell apart, since two are called the same."""
    for table in ("constructs", "codes", "influences"):
        frame = evidence.sound(table)
        if frame is None:
            continue
        labels = frame["label"].str.strip().str.casefold()
        above = frame["parent"].fillna("") if "parent" in frame else pd.Series("", frame.index)
        for row in frame.index[pd.DataFrame({"label": labels, "above": above}).duplicated()]:
            yield evidence.find(
                table, row, "label", f"'{frame['label'].at[row]!s:.60}' a second time",
                "each label once", "Word one of the two differently, or merge the two rows.",
            )  # fmt: skip


def _check_scales(evidence: Evidence) -> Iterator[Finding]:
    """Ratings and levels off the scale of cohort.yml."""
    for table, column, key in (("worklines", "level", "worklines"), ("grids", "rating", "grids")):
        frame = evidence.sound(table)
        if frame is None or evidence.info is None:
            continue
        scale: Scale | None = getattr(evidence.info, key)
        if scale is None:
            yield Finding(
                f"{evidence.folder}/cohort.yml", "no scale", "minimum and maximum", None, key,
                f"State the scale of {table}.csv: without it the {column}s are not checked.",
                "warning",
            )  # fmt: skip
            continue
        given = frame[column].where(np.isfinite(frame[column]))
        off = (given < scale.minimum) | (given > scale.maximum)
        for row, value in frame.loc[off, column].items():
            allowed = f"a number from {scale.minimum:g} to {scale.maximum:g}, as cohort.yml says"
            remedy = "Correct it, or the scale in cohort.yml (the workbook's sheet cohort)."
            yield evidence.find(table, row, column, f"'{value:g}'", allowed, remedy)


def _check_lines(evidence: Evidence) -> Iterator[Finding]:
    """Lines of one point, and events that do not lie on the participant's line."""
    lines, events = evidence.whole("worklines"), evidence.sound("events")
    if lines is None:
        return
    for row in lines.index[~lines.duplicated("participant", keep=False)]:
        yield evidence.find(
            "worklines", row, "participant",
            f"a line of '{lines['participant'].at[row]!s}' with one point", "two points or more",
            "Read more points off the chart: one point does not make a line.", "warning",
        )  # fmt: skip
    if events is None:
        return
    places = lines.groupby("participant")["position"]
    least, most = places.min().to_dict(), places.max().to_dict()
    drawn = set(evidence.raw["worklines"]["participant"])
    placed = events.dropna(subset=["position"])
    given = zip(placed.index, placed["participant"].tolist(), placed["position"], strict=True)
    for row, who, where in given:
        if who not in drawn:
            yield evidence.find(
                "events", row, "participant", f"an event of '{who}', who has no work-line",
                "an event on a line", "Add the line to worklines.csv.", "warning",
            )  # fmt: skip
        elif who in least and not least[who] <= where <= most[who]:
            span = f"{least[who]:g} to {most[who]:g}"
            yield evidence.find(
                "events", row, "position", f"'{where:g}', off the line of {who}",
                f"a place on the line, {span}",
                "Correct the position, or extend the line to the event.",
            )  # fmt: skip


def _check_events(evidence: Evidence) -> Iterator[Finding]:
    """One critical event for each participant who marked any."""
    events = evidence.whole("events")
    if events is None:
        return
    marked = events["critical"].fillna(False).astype(bool)
    for who, (own, critical) in list_marked(events, marked).items():
        if len(critical) == 1:
            continue
        if len(critical):
            found = f"{len(critical)} critical events of '{who}'"
            remedy = "Keep the one that the participant named; set the others to false."
            first = evidence.find(
                "events", critical[0], "critical", found, "one a participant", remedy
            )
            yield replace(first, also=tuple(critical[1:]))
        else:
            yield evidence.find(
                "events", own, "critical", f"no critical event of '{who}'",
                "one a participant", "Set the one that the participant named to true.", "warning",
            )  # fmt: skip


def _check_dates(evidence: Evidence) -> Iterator[Finding]:
    """Dates that do not follow the order of the places on the line."""
    for table in ("worklines", "events"):
        frame = evidence.whole(table)
        if frame is None:
            continue
        dated = frame.dropna(subset=["position", "date"])
        for who, group in dated.groupby("participant", sort=False):
            ordered = group.sort_values("position", kind="stable")
            latest = ordered["date"].cummax().shift()
            for row in ordered.index[ordered["date"] < latest]:
                found = f"{ordered['date'].at[row]:%Y-%m-%d}, before an earlier place on the line"
                allowed = f"{latest[row]:%Y-%m-%d} or later, as the line of {who} runs"
                yield evidence.find(
                    table, row, "date", found, allowed, "Correct the date or the position."
                )


def _check_cleared(evidence: Evidence, segments: pd.DataFrame) -> Iterator[Finding]:
    """Quotations that are cleared to be shown, and nobody consented to."""
    if "cleared" not in segments:
        return
    cleared = segments["cleared"].fillna(False).astype(bool)
    agreed = segments["quotation"].notna() & segments["consent"].fillna(False).astype(bool)
    for row in segments.index[cleared & ~agreed]:
        yield evidence.find(
            "segments", row, "cleared", "'true' without a quotation that has consent",
            "true only where there is a quotation, and consent is true",
            "Ask for consent first, or set cleared to false.",
        )  # fmt: skip


def _check_segments(evidence: Evidence) -> Iterator[Finding]:
    segments = evidence.sound("segments")
    if segments is None:
        return
    for row in segments.index[(segments["end"] <= segments["start"]).fillna(False)]:
        start, end = segments["start"].at[row], segments["end"].at[row]
        yield evidence.find(
            "segments",
            row,
            "end",
            f"'{end}'",
            f"a number above its start, {start}",
            "Correct the start or the end.",
        )
    unasked = segments["quotation"].notna() & ~segments["consent"].fillna(False).astype(bool)
    for row in segments.index[unasked]:
        yield evidence.find(
            "segments", row, "quotation", "a quotation without consent",
            "a quotation only where consent is true",
            "Remove the quotation, or ask and then set consent to true.",
        )  # fmt: skip
    yield from _check_cleared(evidence, segments)
    events = evidence.sound("events")
    if events is None:
        return
    owners = dict(zip(events["event"], events["participant"], strict=True))
    told = segments.dropna(subset=["event"])
    given = zip(told.index, told["event"].tolist(), told["participant"].tolist(), strict=True)
    for row, event, who in given:
        owner = owners.get(event, who)
        if owner != who:
            yield evidence.find(
                "segments", row, "event", f"'{event}', an event of {owner}", f"an event of {who}",
            remedy="Correct the event or the participant.",
            )  # fmt: skip


def _check_codes(evidence: Evidence) -> Iterator[Finding]:
    """Codes that are part of themselves."""
    codes = evidence.sound("codes")
    if codes is None:
        return
    parents = dict(zip(codes["code"], codes["parent"], strict=True))
    for row, code in codes["code"].items():
        above, seen = parents.get(code), set()
        while isinstance(above, str) and above not in seen and above != code:
            seen.add(above)
            above = parents.get(above)
        if above == code:
            yield evidence.find(
                "codes", row, "parent", f"'{code}', which is part of itself",
                "a code above it, or nothing",
            remedy="Name the code above it, or leave the cell blank.",
            )  # fmt: skip


def _check_same_as(evidence: Evidence) -> Iterator[Finding]:
    for table, known in evidence.reference.items():
        frame = evidence.sound(table)
        if frame is None:
            continue
        given = frame["same_as"].dropna()
        for row, value in given[~given.isin(known)].items():
            yield evidence.find(
                table, row, "same_as", f"'{value}'", f"a {table[:-1]} of the reference cohort",
                suggest(str(value), known) or "Leave it blank where none is the same.",
            )  # fmt: skip


def _check_rankings(evidence: Evidence) -> Iterator[Finding]:
    """Rankings that are none: incomplete, or not the places 1 to k."""
    rankings = evidence.whole("rankings")
    constructs = evidence.tables.get("constructs")
    if rankings is None or constructs is None or evidence.flawed.get("constructs"):
        return
    all_constructs = constructs["construct"].tolist()
    midranks = rankings.groupby("participant")["rank"].rank()
    counts = rankings.groupby("participant")["construct"].transform("size")
    wrong = (midranks != rankings["rank"]) | (counts != len(all_constructs))
    theirs = rankings["participant"].isin(rankings.loc[wrong, "participant"])
    for who, group in rankings.loc[theirs].groupby("participant", sort=False):
        problems = _describe_ranking(group, all_constructs)
        if not problems and len(group) == len(all_constructs):
            problems = ["ranks that do not form a ranking"]
        allowed = f"each place from 1 to {len(all_constructs)} once; tied constructs share the "
        allowed += "mean of their places (2.5 and 2.5 for second and third)"
        missing = [name for name in all_constructs if name not in set(group["construct"])]
        left = f"{len(missing)} of {len(all_constructs)} constructs not ranked ({_list(missing)})"
        yield evidence.find(
            "rankings", group.index[0], "rank",
            f"a ranking of '{who}' with " + "; ".join([*([left] if missing else []), *problems]),
            allowed,
            "Look it up on the participant's sheet."
            if problems
            else "Fill it in if you can: measures of agreement use whole rankings only.",
            "error" if problems else "warning",
        )  # fmt: skip


def _describe_ranking(group: pd.DataFrame, constructs: list[str]) -> list[str]:
    """Say what keeps one participant's ranks from being a ranking, but for what is missing."""
    n, ranks = len(constructs), group["rank"]
    problems = []
    off = sorted({rank for rank in ranks if rank > n or rank != rank // 0.5 * 0.5})
    if off:
        problems.append("the rank " + _list([f"{rank:g}" for rank in off]))
    counts = ranks.value_counts().sort_index(kind="stable")
    # a tie of an even number of constructs shares a half, of an odd number a whole place
    shared = [
        rank
        for rank, times in zip(counts.index, counts, strict=True)
        if times > 1 and (times % 2 == 1) == (rank % 1 != 0)
    ]
    tied = ranks.rank()
    if len(group) == n:
        shared = [rank for rank in counts.index[counts > 1] if (tied[ranks == rank] != rank).any()]
    if shared:
        problems.append(_list([f"{rank:g}" for rank in shared]) + " more than once")
    gaps = [str(place) for place in range(1, n + 1) if place not in set(ranks)]
    if gaps and len(group) == n and (off or shared or (tied != ranks).any()):
        problems.append("no " + _list(gaps))
    return problems


def _list(words: list[str], most: int = 6) -> str:
    shown = ", ".join(words[:most])
    return shown if len(words) <= most else f"{shown} and {len(words) - most} more"


def _check_primary(evidence: Evidence) -> Iterator[Finding]:
    """Primary outcomes that no comparison can have: nothing is so called."""
    criteria = evidence.info.criteria if evidence.info else None
    if criteria is None or evidence.flawed.get("constructs"):
        return
    influences = [influence.id for influence in evidence.study.influences]
    for outcome in criteria.primary:
        kind, _, name = outcome.partition(":")
        known, of = influences, "a key influence from data/study.yml"
        remedy = "Correct the key."
        if kind == "place":
            known = _list_places(evidence)
            of = "a construct of constructs.csv (its same_as, where it has one) or of the reference"
            remedy = "List the construct in constructs.csv, or correct its key here."
        elif kind in ("constriction", "possibility"):
            known = [*influences, NO_INFLUENCE]
        if name and known and name not in known:
            yield Finding(
                f"{evidence.folder}/cohort.yml", f"'{outcome}'",
                f"{kind}: and {of}: {_list(known, 12)}", None, "criteria.primary",
                suggest(name, known) or remedy,
            )  # fmt: skip


def _list_places(evidence: Evidence) -> list[str]:
    """The keys by which places are compared: this cohort's, then others of the reference."""
    own: list[str] = []
    constructs = evidence.sound("constructs")
    if constructs is not None:
        keys = constructs["construct"]
        own = constructs.get("same_as", keys).fillna(keys).tolist()
    return list(dict.fromkeys([*own, *sorted(evidence.reference.get("constructs", ()))]))


def _check_info(evidence: Evidence) -> Iterator[Finding]:
    """Texts of cohort.yml that nobody filled in."""
    for key in ("title", "summary", "source", "licence"):
        if evidence.info and str(getattr(evidence.info, key)).startswith(PLACEHOLDER):
            yield Finding(
                f"{evidence.folder}/cohort.yml", "the template's text", "your own", None, key,
                "It is shown in the book.", "warning",
            )  # fmt: skip
    people = evidence.tables.get("participants")
    facts = (
        evidence.info.disclosure.quasi_identifiers if evidence.info and people is not None else ()
    )
    known = [] if people is None else [name for name in people.columns if name != "participant"]
    for fact in facts:
        if fact not in known:
            yield Finding(
                f"{evidence.folder}/cohort.yml", f"'{fact}'", "columns of participants: "
                + ", ".join(known), None, "disclosure.quasi_identifiers", suggest(fact, known),
            )  # fmt: skip
