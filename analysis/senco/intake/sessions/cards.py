"""The cards of rankings, held to the constructs of the cohort."""

from __future__ import annotations

from collections.abc import Sequence

from senco.errors import Finding
from senco.intake.formats.sessions import SessionFile
from senco.intake.formats.sessions.model import SavedRanking
from senco.intake.formats.signs import tidy
from senco.intake.sessions.ledger import Ledger
from senco.intake.sessions.people import Person
from senco.intake.sessions.rows import is_usable
from senco.intake.table import Intake, Place
from senco.text.words import count_words, join_words

_NAMED = 6


def settle_cards(people: Sequence[Person], intake: Intake, ledger: Ledger) -> None:
    """Hold the cards of rankings to the constructs, or make these of the cards where none are.

    Parameters
    ----------
    people : sequence of Person
        Whose sessions come in.
    intake : Intake
        Its notes and findings grow.
    ledger : Ledger
        The tables.
    """
    rankings: list[tuple[SessionFile, SavedRanking]] = []
    for person in people:
        file, part = person.parts.get("ranking", (None, None))
        if file and isinstance(part, SavedRanking) and is_usable(part):
            rankings.append((file, part))
    if not rankings:
        return
    known = {row["construct"]: row.get("label", "") for row in ledger.list_rows("constructs")}
    whose = "constructs.csv"
    if not known:
        file, first = rankings[0]
        whose, known = file.label, {card.key: tidy(card.label) for card in first.cards}
        rows = [{"construct": key, "label": label} for key, label in known.items()]
        places = [Place(0, label=f"{file.label}, ranking, card '{key}'") for key in known]
        ledger.append("constructs", rows, places)
        intake.notes.append(
            f"constructs.csv: {count_words(len(rows), 'construct')}, from the cards. Add to it "
            "the influence that each belongs to."
        )
    for file, ranking in rankings:
        _check_cards(file, ranking, known, whose, intake)


def _check_cards(
    file: SessionFile, ranking: SavedRanking, known: dict[str, str], whose: str, intake: Intake
) -> None:
    unknown = [card.key for card in ranking.cards if card.key not in known]
    if unknown:
        found = "a card that is not one" if len(unknown) == 1 else f"{len(unknown)} cards that are"
        remedy = "The page was made with a different list. Add the constructs, or remove the file."
        intake.findings.append(
            Finding(
                f"{file.label}, ranking",
                f"{found} of its constructs: {_list(unknown)}".replace("are of", "are none of"),
                f"constructs of {whose}",
                remedy=remedy,
            )
        )
        return
    other = [card.key for card in ranking.cards if tidy(card.label) != tidy(known[card.key])]
    if other:
        intake.notes.append(
            f"{file.session.participant}, ranking: {count_words(len(other), 'card')} had "
            f"different words from {whose} ({_list(other)}). Check whether they mean the same."
        )


def _list(keys: Sequence[str]) -> str:
    more = len(keys) - _NAMED
    return join_words([*keys[:_NAMED], f"{more} more"] if more > 0 else keys)
