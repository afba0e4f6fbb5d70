"""Criteria that come in, beside those that a cohort has: what was laid down first stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from senco.cohort.model import Criteria
from senco.errors import Finding
from senco.intake.table import Intake


def settle_criteria(intake: Intake, own: Mapping[str, Any]) -> list[Finding]:
    """Keep the criteria that a cohort has, and say so; or take those that come in.

    Parameters
    ----------
    intake : Intake
        What was read; its notes grow, and criteria that the cohort has already go.
    own : mapping of str to object
        What the cohort's `cohort.yml` holds.

    Returns
    -------
    list of Finding
        One where others come in than were laid down, whatever else may be replaced.
    """
    before, given = own.get("criteria"), intake.criteria
    digest = _digest(before if before else given)
    if not before:
        if given:
            told = f"set, digest: {digest}" if digest else "laid down"
            intake.notes.append(f"cohort.yml: the criteria of the workbook are {told}.")
        return []
    told = f", digest: {digest}" if digest else ""
    intake.notes.append(f"cohort.yml: the criteria that were set are kept{told}.")
    intake.criteria = None
    if not given or given == before or (digest and _digest(given) == digest):
        return []
    label, row = intake.info_places.get("criteria", ("cohort.yml", None))
    remedy = (
        "Clear the values of this sheet. To change a criterion, change it in cohort.yml; the "
        "digest will show it."
    )
    found = "criteria other than those set before"
    return [Finding(label, found, "the same, or none", row, remedy=remedy)]


def _digest(criteria: object) -> str:
    try:
        return Criteria.model_validate(criteria).digest
    except ValidationError:  # the check of the whole cohort says what is wrong
        return ""
