"""Saved sessions into a cohort's tables: what is new comes in, what is there stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from senco.cohort.study import Study
from senco.errors import Finding
from senco.intake.formats.sessions import INSTRUMENTS
from senco.intake.formats.signs import tidy
from senco.intake.sessions.cards import settle_cards
from senco.intake.sessions.consenting import add_participant
from senco.intake.sessions.finding import Sessions
from senco.intake.sessions.ledger import Ledger
from senco.intake.sessions.matching import Match, match_rows
from senco.intake.sessions.people import Person, gather
from senco.intake.sessions.reporting import Outcome, report_people
from senco.intake.sessions.rows import STUDIED, TABLES, is_usable, list_rows
from senco.intake.sessions.settings import settle_scales
from senco.intake.table import Intake
from senco.text.words import count_words, join_words

#: So many participants are named in one note.
_NAMED = 6


def add_sessions(
    sessions: Sessions,
    intake: Intake,
    folder: Path,
    contract: Mapping[str, dict[str, Any]],
    study: Study,
    replace: bool = False,
) -> None:
    """Add what sessions hold to the tables that come in, or to those of the cohort.

    Parameters
    ----------
    sessions : Sessions
        As they were read.
    intake : Intake
        What comes in beside them; it grows by tables, notes and findings, and by a line on
        each participant.
    folder : Path
        The cohort's folder.
    contract : mapping of str to dict
        The tables, by name.
    study : Study
        The study.
    replace : bool
        Whether a participant's rows are replaced where the session has others.
    """
    people, notes, findings = gather(sessions.files)
    intake.notes += dict.fromkeys([*sessions.notes, *notes])
    intake.findings += [*sessions.findings, *findings]
    if findings:  # whose rows they would be is open
        return
    people = [person for person in people if _is_studied(person, contract, intake)]
    ledger = Ledger(intake, folder, contract)
    settle_scales(people, intake, folder / "cohort.yml")
    settle_cards(people, intake, ledger)
    _note_origins(people, intake, folder.name, study)
    outcomes: dict[str, dict[str, Outcome]] = {}
    for person in people:
        outcomes[person.participant] = add_participant(person, intake, ledger, replace)
        for name in person.parts:
            outcome = _add_part(person, name, intake, ledger, replace)
            outcomes[person.participant][name] = outcome
    _note_kept_back(people, outcomes, intake)
    ledger.close()
    intake.people = report_people(people, outcomes, ledger, study)


def _is_studied(person: Person, contract: Mapping[str, Any], intake: Intake) -> bool:
    """Whether the study has the instruments of a session; what it has not is an error."""
    for name, (file, part) in person.parts.items():
        if is_usable(part) and TABLES[name][0] not in contract:
            intake.findings.append(
                Finding(
                    f"{file.label}, {INSTRUMENTS[name]}", f"a {INSTRUMENTS[name]}",
                    "instruments of data/study.yml",
                    remedy=f"Add {STUDIED[name]} to its instruments, or remove the file.",
                )
            )  # fmt: skip
            return False
    return True


def _add_part(person: Person, name: str, intake: Intake, ledger: Ledger, replace: bool) -> Outcome:
    """Add one participant's rows of one instrument, to all of its tables or to none."""
    who, (file, part) = person.participant, person.parts[name]
    if not is_usable(part):
        return Outcome.NONE
    taken = {row.get("event", "") for row in ledger.list_rows("events")}
    old = {table: ledger.list_rows(table, who) for table in TABLES[name]}
    matches = {
        table: match_rows(
            table, old[table], rows, ledger.contract[table], file.label, taken, replace
        )
        for table, rows in list_rows(who, part).items()
    }
    wrong = {table: match for table, match in matches.items() if match.contradicts}
    if wrong and not replace:
        intake.findings.append(_refuse(person, name, wrong))
        return Outcome.NONE
    reworded = sum(match.reworded for match in matches.values())
    if reworded and not replace:
        intake.notes.append(
            f"{who}, {INSTRUMENTS[name]}: {count_words(reworded, 'label')} are kept as in the "
            "cohort; --replace uses those of the file."
        )
    fresh = 0
    for table, match in matches.items():
        if match.added or match.changed or match.gone or (replace and match.reworded):
            ledger.put(table, who, match.rows, match.places)
            fresh += 1
    _note_events(who, matches.get("events"), intake)
    if not fresh:
        return Outcome.SAME
    if wrong or (replace and reworded):
        return Outcome.REPLACED
    return Outcome.ADDED if any(old.values()) else Outcome.NEW


def _refuse(person: Person, name: str, wrong: Mapping[str, Match]) -> Finding:
    file, who = person.parts[name][0], person.participant
    told = []
    for table, match in wrong.items():
        counts = {"changed": match.changed, "not in the file": match.gone, "new": match.added}
        words = [f"{number} {word}" for word, number in counts.items() if number]
        told.append(f"{table}.csv: {join_words(words)}")
    return Finding(
        f"{file.label}, {INSTRUMENTS[name]}",
        f"another {INSTRUMENTS[name]} of '{who}' than the cohort has ({'; '.join(told)})",
        "the same content, or additions to it",
        remedy=(
            f"Add --replace to use the file's: only {who}'s rows for this instrument are "
            "replaced. Or remove the file."
        ),
    )


def _note_events(who: str, match: Match | None, intake: Intake) -> None:
    if match is not None and match.gone:
        intake.notes.append(
            f"{who}: {count_words(match.gone, 'event')} of the cohort removed, with what was coded."
        )
    if match is not None:
        intake.own_words += match.added


def _note_origins(people: list[Person], intake: Intake, name: str, study: Study) -> None:
    """Say which sessions come from pages of another study, cohort or make."""
    saved = [file.session for person in people for file in person.files]
    strange = [one.participant for one in saved if one.study != study.title]
    if strange:
        intake.notes.append(
            f"{_name(strange)}: saved by pages of a study with a different title. Check whether "
            "they belong here."
        )
    strange = [one.participant for one in saved if one.cohort not in ("", name)]
    if strange:
        intake.notes.append(
            f"{_name(strange)}: saved by pages that were made for another cohort. Check whether "
            "they belong here."
        )
    setups = dict.fromkeys(one.setup for one in saved)
    if len(setups) > 1:
        groups = [_name([one.participant for one in saved if one.setup == key]) for key in setups]
        intake.notes.append(
            f"The pages were made in {len(setups)} ways, with different words, lists or scales: "
            f"{'; '.join(groups)}."
        )


def _name(people: Sequence[str]) -> str:
    shown = [*dict.fromkeys(people)]
    more = len(shown) - _NAMED
    return join_words([*shown[:_NAMED], f"{more} more"] if more > 0 else shown)


def _note_kept_back(
    people: list[Person], outcomes: Mapping[str, Mapping[str, Outcome]], intake: Intake
) -> None:
    """Say what no table has a place for."""
    new = [
        (person.participant, part)
        for person in people
        for name, (_, part) in person.parts.items()
        if outcomes[person.participant][name] not in (Outcome.NONE, Outcome.SAME)
    ]
    noted = [who for who, part in new if tidy(part.notes)]
    if noted:
        intake.notes.append(
            f"Notes of {_name(noted)} remain in their files: no table has a place for them."
        )
    gaps = [who for who, part in new if getattr(part, "gaps", ())]
    if gaps:
        intake.notes.append(
            f"The work-line of {_name(gaps)} has gaps; in a table the points on either side are "
            "joined by a straight line."
        )
    if intake.own_words:
        gists = count_words(intake.own_words, "event")
        intake.notes.append(
            f"The gists of {gists} are the participants' own words: replace them with yours."
        )
