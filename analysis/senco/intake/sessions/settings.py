"""What sessions say for `cohort.yml`: the scales of the chart and of the ratings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from senco.cohort.yamlfiles import read_yaml
from senco.errors import Finding
from senco.intake.formats.sessions import INSTRUMENTS
from senco.intake.formats.sessions.model import SavedRanking
from senco.intake.sessions.people import Person
from senco.intake.sessions.rows import STUDIED, is_usable, write_number
from senco.intake.table import Intake

_Scale = tuple[float, float]


def settle_scales(people: Sequence[Person], intake: Intake, path: Path) -> None:
    """Hold the scales of sessions to the cohort's, or put them into a cohort that says none.

    Parameters
    ----------
    people : sequence of Person
        Whose sessions come in.
    intake : Intake
        What comes in beside them; its findings and what it says of the cohort grow.
    path : Path
        The cohort's `cohort.yml`.
    """
    settings = _read_settings(path) if intake.info is None else intake.info
    if settings is None:  # the check of the whole cohort says what is wrong with it
        return
    said: dict[str, dict[str, float]] = {}
    for name in ("workline", "grid"):
        key = STUDIED[name]
        scale = _read_scale(settings.get(key))
        new = key not in settings
        for label, given in _list_scales(people, name):
            if scale is None and new:
                scale, said[key] = given, {"minimum": given[0], "maximum": given[1]}
            elif scale is not None and given != scale:
                intake.findings.append(_refuse(label, name, given, scale, bool(said.get(key))))
    if said and intake.info is not None:
        intake.info |= said
    elif said:
        _append(said, settings, intake, path)


def _list_scales(people: Sequence[Person], name: str) -> list[tuple[str, _Scale]]:
    found = []
    for person in people:
        if name in person.parts:
            file, part = person.parts[name]
            if is_usable(part) and not isinstance(part, SavedRanking):
                found.append((file.label, (part.scale.minimum, part.scale.maximum)))
    return found


def _refuse(label: str, name: str, given: _Scale, scale: _Scale, of_others: bool) -> Finding:
    whose = "another session" if of_others else "cohort.yml"
    low, high = map(write_number, scale)
    return Finding(
        f"{label}, {INSTRUMENTS[name]}",
        f"a scale from {write_number(given[0])} to {write_number(given[1])}",
        f"{low} to {high}, as in {whose}",
        remedy=(
            "All participants of a cohort have the same scale: import the others separately, "
            "or correct cohort.yml if it is wrong."
        ),
    )


def _read_settings(path: Path) -> dict[str, Any] | None:
    try:
        given = read_yaml(path)
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return None
    return given if isinstance(given, dict) else None


def _read_scale(given: Any) -> _Scale | None:
    try:
        return float(given["minimum"]), float(given["maximum"])
    except (TypeError, ValueError, KeyError, OverflowError):
        return None


def _append(
    said: dict[str, dict[str, float]], settings: dict[str, Any], intake: Intake, path: Path
) -> None:
    """Add lines to `cohort.yml`, which keeps its comments."""
    lines = [
        f"{key}: {{minimum: {write_number(ends['minimum'])}, "
        f"maximum: {write_number(ends['maximum'])}}}\n"
        for key, ends in said.items()
    ]
    before = path.read_text(encoding="utf-8-sig")
    text = before + "\n" * (not before.endswith("\n")) + "".join(lines)
    try:
        fits = yaml.safe_load(text) == settings | said
    except yaml.YAMLError:
        fits = False
    told = "; ".join(line.strip() for line in lines)
    if fits:
        intake.settings = text
        intake.notes.append(f"cohort.yml: now has the scales of the sessions ({told}).")
    else:
        remedy = "Add them to it, then import again."
        intake.findings.append(Finding("cohort.yml", "no scales", told, remedy=remedy))
