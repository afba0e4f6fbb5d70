"""A participant's own row: what is known of the person, and what was agreed to."""

from __future__ import annotations

from senco.cohort.contract import fields_of
from senco.cohort.tables import read_cell
from senco.errors import Finding
from senco.intake.sessions.ledger import Cells, Ledger
from senco.intake.sessions.people import Person
from senco.intake.sessions.reporting import Outcome
from senco.intake.table import Intake, Place

_TABLE = "participants"


def add_participant(
    person: Person, intake: Intake, ledger: Ledger, replace: bool
) -> dict[str, Outcome]:
    """Add a participant to the table of participants, or fill in what is blank there.

    Parameters
    ----------
    person : Person
        Whose sessions come in.
    intake : Intake
        Its notes and findings grow.
    ledger : Ledger
        The tables.
    replace : bool
        Whether what the sessions say is taken where it differs.

    Returns
    -------
    dict of str to Outcome
        Of the table, by its name.
    """
    who = person.participant
    own = ledger.list_rows(_TABLE, who)
    row: Cells = own[0] if own else {}
    twin = _find_twin(who, ledger)
    if twin and not own:
        intake.findings.append(
            Finding(
                person.label, f"the participant '{who}', beside '{twin}' of the cohort",
                "one spelling for each pseudonym",
                remedy="Open the session in the page, correct the pseudonym, and save it again.",
            )
        )  # fmt: skip
        return {_TABLE: Outcome.NONE}
    if person.consent is None and not row.get("agreed", "").strip():
        intake.findings.append(_ask_consent(person, bool(own)))
        return {_TABLE: Outcome.NONE}
    given = _list_given(person, ledger)
    differing = [
        name
        for name, cell in given.items()
        if row.get(name, "").strip() and _read(name, row[name], ledger) != _read(name, cell, ledger)
    ]
    if differing and not replace:
        intake.findings += [_refuse(person, name, row[name], given[name]) for name in differing]
        return {_TABLE: Outcome.NONE}
    intake.notes += [
        f"participants.csv, {who}: {name} '{row[name]:.40}' is now '{given[name]}'."
        for name in differing
    ]
    filled = [name for name, cell in given.items() if not row.get(name, "").strip()]
    if own and not (differing or filled):
        return {_TABLE: Outcome.SAME}
    new = row | {name: given[name] for name in (*differing, *filled)}
    place = Place(0, label=person.label)
    ledger.put(_TABLE, who, [new, *own[1:]], [place] * max(1, len(own)))
    if differing:
        return {_TABLE: Outcome.REPLACED}
    return {_TABLE: Outcome.ADDED if own else Outcome.NEW}


def _find_twin(who: str, ledger: Ledger) -> str:
    """Another participant whose pseudonym differs in capitals alone."""
    names = [row.get("participant", "") for row in ledger.list_rows(_TABLE)]
    twins = [name for name in names if name != who and name.casefold() == who.casefold()]
    return twins[0] if twins else ""


def _list_given(person: Person, ledger: Ledger) -> Cells:
    """What sessions say of a person, in the contract's order; without what they do not say."""
    said = {"participant": person.participant, **person.about}
    if person.consent is not None:
        said |= {
            "agreed": person.consent.agreed,
            "reuse": "true" if person.consent.reuse else "false",
        }
    columns = fields_of(ledger.contract[_TABLE])
    return {name: said[name].strip() for name in columns if said.get(name, "").strip()}


def _read(name: str, cell: str, ledger: Ledger) -> object:
    """Return what a cell says: true is what True says."""
    value = read_cell(cell.strip(), fields_of(ledger.contract[_TABLE])[name]["type"])
    return cell if value is None else value


def _ask_consent(person: Person, known: bool) -> Finding:
    found = "no consent, and none in participants.csv"
    return Finding(
        person.label,
        f"{found} for '{person.participant}'",
        "what the participant agreed to, recorded before anything else",
        remedy=("Fill in the column agreed of" if known else f"Enter {person.participant} in")
        + " participants.csv from the signed form, or record the consent on the session's page and "
        "save it again.",
    )


def _refuse(person: Person, name: str, before: str, now: str) -> Finding:
    return Finding(
        f"{person.label}, participant",
        f"{name} '{now}' of '{person.participant}', where participants.csv has '{before:.40}'",
        "the same, or a blank cell",
        remedy="Add --replace to use the file's, or correct participants.csv.",
    )
