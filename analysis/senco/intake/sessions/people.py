"""Whose sessions were read: several files of one session, and several sessions of one person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from senco.errors import Finding
from senco.intake.formats.sessions import INSTRUMENTS, Session, SessionFile
from senco.intake.formats.sessions.model import About, Consent
from senco.intake.sessions.rows import Part, is_usable, list_rows
from senco.text.words import count_words, join_words

_REMEDY = "Remove the one that does not count from the folder."


@dataclass
class Person:
    """What counts of one participant's sessions.

    Parameters
    ----------
    participant : str
        Pseudonym.
    files : list of SessionFile
        One of each session, in the order of their days.
    consent : Consent or None
        The latest that was recorded.
    about : dict of str to str
        What is known of the person, by the columns of participants; the latest counts.
    parts : dict of str to (SessionFile, Part)
        By instrument, with the file that it comes from.
    """

    participant: str
    files: list[SessionFile]
    consent: Consent | None = None
    about: dict[str, str] = field(default_factory=dict)
    parts: dict[str, tuple[SessionFile, Part]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The file that says last what is known of the person."""
        return self.files[-1].label


def gather(files: Sequence[SessionFile]) -> tuple[list[Person], list[str], list[Finding]]:
    """Put together what files hold of the same people.

    Parameters
    ----------
    files : sequence of SessionFile
        In any order.

    Returns
    -------
    people : list of Person
        In the order of their pseudonyms, 2 before 10.
    notes : list of str
        Which of several files counts.
    findings : list of Finding
        Files that contradict one another.
    """
    notes: list[str] = []
    latest, findings = _choose_revisions(files, notes)
    people: dict[str, Person] = {}
    for file in sorted(latest, key=lambda one: (one.session.day, one.session.id)):
        who = file.session.participant
        people.setdefault(who, Person(who, [])).files.append(file)
    findings += _check_spellings(people)
    for person in people.values():
        findings += _join_parts(person)
        findings += _join_consent(person, notes)
    ordered = sorted(people, key=_order)
    return [people[who] for who in ordered], notes, findings


def _order(who: str) -> tuple[str, int, str]:
    letters = re.sub(r"[^A-Za-z]", "", who)
    return letters.casefold(), int(re.sub(r"[^0-9]", "", who)), who


def _choose_revisions(
    files: Sequence[SessionFile], notes: list[str]
) -> tuple[list[SessionFile], list[Finding]]:
    """Keep the file of each session that was saved last."""
    by_id: dict[str, list[SessionFile]] = {}
    for file in files:
        by_id.setdefault(file.session.id, []).append(file)
    kept, findings = [], []
    for group in by_id.values():
        last = max(group, key=lambda one: one.session.revision)
        kept.append(last)
        revision = last.session.revision
        same = [one for one in group if one.session.revision == revision]
        owners = {one.session.participant: one for one in group}
        if len(owners) > 1:
            found = f"the same session under {join_words(sorted(owners))}"
            labels = join_words([one.label for one in owners.values()])
            findings.append(Finding(labels, found, "one pseudonym", remedy=_REMEDY))
        elif any(one.session != last.session for one in same):
            found = f"two different files of revision {revision}"
            labels = join_words([one.label for one in same])
            findings.append(Finding(labels, found, "one of each revision", remedy=_REMEDY))
        elif len(group) > len(same):
            who = last.session.participant
            notes.append(
                f"{who}: {count_words(len(group), 'file')} from one session; revision "
                f"{revision} counts."
            )
    return kept, findings


def _check_spellings(names: Iterable[str]) -> list[Finding]:
    """Find pseudonyms that differ in capitals alone."""
    spelt: dict[str, list[str]] = {}
    for name in names:
        spelt.setdefault(name.casefold(), []).append(name)
    remedy = "Open the session in the page, correct the pseudonym there, and save it again."
    return [
        Finding("the sessions", join_words(twice), "one spelling for each pseudonym", remedy=remedy)
        for twice in spelt.values()
        if len(twice) > 1
    ]


def _join_parts(person: Person) -> list[Finding]:
    """Take each instrument from the session that has it."""
    findings = []
    for name, word in INSTRUMENTS.items():
        begun = [(file, part) for file in person.files if (part := _find(file.session, name))]
        usable = [(file, part) for file, part in begun if is_usable(part)]
        if not begun:
            continue
        file, part = person.parts[name] = [*begun, *usable][-1]
        rows = list_rows(person.participant, part)
        for other, given in usable[:-1]:
            if list_rows(person.participant, given) != rows:
                found = f"a {word} of '{person.participant}' in each, and they differ"
                labels = f"{other.label} and {file.label}"
                findings.append(Finding(labels, found, "one of each", remedy=_REMEDY))
    return findings


def _find(session: Session, name: str) -> Part | None:
    part: Part | None = getattr(session, name)
    return part


def _join_consent(person: Person, notes: list[str]) -> list[Finding]:
    """Take the consent that was given last, and what was said last of the person."""
    given = [(file, said) for file in person.files if (said := file.session.consent)]
    findings = []
    if given:
        file, last = max(given, key=lambda pair: pair[1].day)  # of one day the first: all alike
        person.consent = last
        for other, said in given:
            alike = (said.agreed, said.reuse) == (last.agreed, last.reuse)
            if not alike and said.day == last.day:
                found = (
                    f"consent of '{person.participant}' in each, from the same day, and they differ"
                )
                labels = f"{file.label} and {other.label}"
                findings.append(Finding(labels, found, "one consent for each day", remedy=_REMEDY))
            elif not alike:
                notes.append(f"{person.participant}: the consent of {last.day} counts.")
    for file in person.files:
        for column in About.model_fields:
            said_now = str(getattr(file.session.about, column))
            before = person.about.get(column, "")
            if before and said_now and before != said_now:
                notes.append(
                    f"{person.participant}: {column} '{before}' is '{said_now}' in the session of "
                    f"{file.session.day}, which counts."
                )
            person.about[column] = said_now or before
    return findings
