"""A line on each participant: what came in, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from senco.cohort.study import Study
from senco.intake.formats.sessions import INSTRUMENTS
from senco.intake.sessions.ledger import Ledger
from senco.intake.sessions.people import Person
from senco.intake.sessions.rows import STUDIED, TABLES, describe_open
from senco.text.words import join_words


class Outcome(Enum):
    """What came of one instrument of one participant."""

    NONE = "nothing"
    SAME = "as before"
    NEW = "came in"
    ADDED = "was added to"
    REPLACED = "was replaced"


def report_people(
    people: Sequence[Person],
    outcomes: Mapping[str, Mapping[str, Outcome]],
    ledger: Ledger,
    study: Study,
) -> list[str]:
    """Return a line on each participant of the cohort.

    Parameters
    ----------
    people : sequence of Person
        Whose sessions were read.
    outcomes : mapping of str to mapping
        What came of each instrument, by participant.
    ledger : Ledger
        The tables as they will be.
    study : Study
        Which instruments there are.

    Returns
    -------
    list of str
        Those with a file first, then those of participants.csv without one.
    """
    wanted = [name for name, studied in STUDIED.items() if studied in study.instruments]
    having = {
        name: {row.get("participant", "") for row in ledger.list_rows(TABLES[name][0])}
        for name in wanted
    }
    lines = []
    for person in people:
        who, came = person.participant, outcomes[person.participant]
        missing = _list_missing(person, wanted, having)
        lines.append(f"{who}: {'; '.join([_describe(came), *missing])}.")
    told = {person.participant for person in people}
    for row in ledger.list_rows("participants"):
        who = row.get("participant", "")
        if who not in told:
            told.add(who)
            missing = [f"no {INSTRUMENTS[name]}" for name in wanted if who not in having[name]]
            lines.append(f"{who}: no file; {', '.join(missing) or 'nothing is missing'}.")
    return lines


def _list_missing(
    person: Person, wanted: Sequence[str], having: Mapping[str, set[str]]
) -> list[str]:
    missing = []
    for name in wanted:
        open_ = describe_open(name, person.parts[name][1]) if name in person.parts else ""
        if open_:
            missing.append(open_)
        elif person.participant not in having[name]:
            missing.append(f"no {INSTRUMENTS[name]}")
    return missing


def _describe(came: Mapping[str, Outcome]) -> str:
    """What came in of one participant's sessions, like together with like."""
    groups: dict[Outcome, list[str]] = {}
    for name, outcome in came.items():
        if name in INSTRUMENTS or outcome is not Outcome.SAME:
            groups.setdefault(outcome, []).append(INSTRUMENTS.get(name, "consent"))
    changed = (Outcome.NEW, Outcome.ADDED, Outcome.REPLACED)
    if not any(outcome in groups for outcome in changed):
        return Outcome.SAME.value
    told = [
        f"{join_words(groups[outcome])} {_conjugate(outcome, groups[outcome])}"
        for outcome in (*changed, Outcome.SAME)
        if outcome in groups
    ]
    return ", ".join(told)


def _conjugate(outcome: Outcome, words: Sequence[str]) -> str:
    return outcome.value.replace("was", "were") if len(words) > 1 else outcome.value
