"""What points to a person in tables that come in: said at once, while it is easy to mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from senco.disclosure.rules.identifiers import find_identifiers
from senco.disclosure.rules.rule import PERHAPS
from senco.disclosure.rules.strangers import STRANGER
from senco.errors import Finding, group_findings
from senco.intake.table import KEPT, Table


def find_people(
    tables: Mapping[str, Table], contract: Mapping[str, dict[str, Any]]
) -> list[Finding]:
    """Return the cells of free text that seem to name somebody or say how to reach them.

    Parameters
    ----------
    tables : mapping of str to Table
        As they were read from a researcher's files.
    contract : mapping of str to dict
        The tables' descriptors.

    Returns
    -------
    list of Finding
        Warnings, which say what kind of thing stands there and not which; rows that were in
        the cohort before are left out. What is on no list of words and in no form that is
        known is not found.
    """
    return group_findings(
        finding for name, table in tables.items() for finding in _search(table, contract[name])
    )


def _search(table: Table, resource: dict[str, Any]) -> Iterator[Finding]:
    free = {
        field["name"]
        for field in resource["schema"]["fields"]
        if field["type"] == "string" and not {"enum", "pattern"} & set(field.get("constraints", ()))
    }
    for cells, place in zip(table.rows, table.places, strict=True):
        for (name, heading), text in zip(table.columns.items(), cells, strict=True):
            if name not in free or place == KEPT:
                continue
            for kind in dict.fromkeys(_list_kinds(text)):
                yield Finding(
                    place.label or table.label,
                    f"what looks like {kind}",
                    "words that point to nobody",
                    place.row or None,
                    place.column or (place.columns or {}).get(name, heading),
                    "Reword it: a book or deposit that contains it will not pass.",
                    "warning",
                )


def _list_kinds(text: str) -> Iterator[str]:
    for kind, _, _ in find_identifiers(text, prose=True):
        yield "somebody's name" if kind.startswith(STRANGER) else kind.removesuffix(PERHAPS)
