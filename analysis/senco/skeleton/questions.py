"""A study's description, asked for question by question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import ValidationError

from senco.cohort.study import INSTRUMENTS, MOST_SYSTEMS, Study
from senco.errors import SencoError
from senco.intake.formats.keys import choose_key, make_key

#: What shows a question with its usual answer, and returns what was typed; without a usual
#: answer it asks until there is one.
Asker = Callable[[str, str | None], str]


def ask_study(ask: Asker) -> dict[str, Any]:
    """Ask for what a study must say of itself.

    Parameters
    ----------
    ask : callable
        Takes a question and the usual answer, and returns the answer. A usual answer that is
        blank may stay so; where it is None, something has to be said.

    Returns
    -------
    dict
        As `data/study.yml` has it; a Study can be made of it.

    Raises
    ------
    SencoError
        Where an answer cannot be, with the question and what is allowed.
    """
    study: dict[str, Any] = {
        "title": ask("Title of the study", None),
        "source": ask("What pages call its publication", "the publication"),
        "participants": _ask_participants(ask),
        "instruments": _ask_instruments(ask),
    }
    if "grids" in study["instruments"]:
        study["practice"] = ask("What the grids are about", "their work")
    systems = _split(ask("Its systems, the outermost first, separated by commas", None))
    if not 1 <= len(systems) <= MOST_SYSTEMS:
        raise SencoError(f"A study has 1 to {MOST_SYSTEMS} systems; {len(systems)} were named.")
    study["systems"] = _describe(systems, "system")
    belongs = [
        (label, system["id"])
        for system in study["systems"]
        for label in _split(
            ask(f"Key influences that belong to '{system['label']}', separated by commas", "")
        )
    ]
    described = _describe([label for label, _ in belongs], "influence")
    study["influences"] = [
        {**one, "system": system} for one, (_, system) in zip(described, belongs, strict=True)
    ]
    check_study(study)
    return study


def check_study(study: dict[str, Any]) -> Study:
    """Return the study that a description is of.

    Parameters
    ----------
    study : dict
        As `ask_study` gives it.

    Returns
    -------
    Study
        The study.

    Raises
    ------
    SencoError
        Names what cannot be, and what is allowed.
    """
    try:
        return Study.model_validate(study)
    except ValidationError as error:
        lines = [
            f"{'.'.join(map(str, item['loc'])) or 'the study'}: {str(item['input'])[:60]!r} cannot "
            f"be; allowed: {item['msg'][:1].lower()}{item['msg'][1:]}"
            for item in error.errors()
        ]
        raise SencoError("\n".join(lines)) from None


def _ask_participants(ask: Asker) -> dict[str, Any]:
    one = ask("One participant is called", "participant")
    many = ask("Several are called", f"{one}s")
    roles = _split(ask("Their roles, the most usual first", one))
    years = _split(ask("Bands of years in the role, the shortest first (blank for none)", ""))
    experience = _split(ask("Bands of years of experience (blank for none)", ""))
    return {
        "one": one,
        "many": many,
        "roles": roles,
        "role_years": years,
        "experience_years": experience,
    }


def _ask_instruments(ask: Asker) -> list[str]:
    named = _split(ask("What they are asked to do", ", ".join(INSTRUMENTS)))
    wrong = [one for one in named if one not in INSTRUMENTS]
    if wrong:
        raise SencoError(f"'{wrong[0]}' is none of: {', '.join(INSTRUMENTS)}.")
    return named


def _describe(labels: Sequence[str], kind: str) -> list[dict[str, str]]:
    """Systems or influences, each with a key of its own."""
    taken: set[str] = set()
    return [
        {
            "id": choose_key([make_key(label)], taken, kind),
            "label": label,
            "definition": "[What belongs to it.]",
        }
        for label in labels
    ]


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
