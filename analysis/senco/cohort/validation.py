"""Validation of a cohort's files against the contract: names, headings, and every row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from senco.cohort.contract import describe_field, fields_of, refuse_heading
from senco.cohort.rows import check_rows
from senco.cohort.tables import MAXIMUM_TABLE_BYTES, TextTable, read_table, type_cells
from senco.errors import Finding, suggest


@dataclass(frozen=True)
class Tables:
    """A cohort's tables, read once and checked against the contract.

    Parameters
    ----------
    raw : dict of str to DataFrame
        The cells as text, by table; only tables whose headings hold.
    typed : dict of str to DataFrame
        The same, with every column of the contract and its types.
    findings : tuple of Finding
        In the order of the files and rows.
    unread : frozenset of str
        The tables that are there and could not be read.
    """

    raw: dict[str, pd.DataFrame]
    typed: dict[str, pd.DataFrame]
    findings: tuple[Finding, ...]
    unread: frozenset[str]


def read_tables(
    folder: Path,
    contract: dict[str, dict[str, Any]],
    read: Callable[[Path], bytes] = Path.read_bytes,
) -> Tables:
    """Read a cohort's tables, each once, and check them against the contract.

    Parameters
    ----------
    folder : Path
        The cohort's folder.
    contract : dict of str to dict
        The tables' descriptors.
    read : callable
        Returns what a file holds.

    Returns
    -------
    Tables
        What could be read, and everything that is wrong.
    """
    found: list[Finding] = []
    tables: dict[str, TextTable | None] = {}
    headed: dict[str, TextTable] = {}
    present = [table for table in contract if (folder / f"{table}.csv").is_file()]
    for name in present:
        path = folder / f"{name}.csv"
        if not _is_table(path):
            continue
        table, unread = read_table(read(path), _label(folder, path.name))
        wrong = unread if table is None else _check_headings(table, contract[name])
        if table is not None and not wrong:
            headed[name] = table
        tables[name] = table
        found += wrong
    typed = {name: type_cells(table, contract[name]) for name, table in headed.items()}
    findings = (
        *_check_names(folder, contract),
        *_check_needed(folder, contract, tables),
        *found,
        *check_rows(headed, contract),
    )
    raw = {name: table.cells for name, table in headed.items()}
    return Tables(raw, typed, findings, frozenset(present) - headed.keys())


def _is_table(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size <= MAXIMUM_TABLE_BYTES


def _label(folder: Path, file: str) -> str:
    return f"data/cohorts/{folder.name}/{file}"


def _check_names(folder: Path, contract: dict[str, dict[str, Any]]) -> list[Finding]:
    """Files that the contract does not know or cannot take."""
    findings = []
    known = [f"{table}.csv" for table in contract]
    for path in sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv"):
        if path.name not in known:
            findings.append(
                Finding(
                    _label(folder, path.name),
                    "a table that is not in the contract",
                    ", ".join(known),
                    remedy=suggest(path.name, known) or "Remove it from the cohort's folder.",
                    code="table-unknown",
                )
            )
        elif not _is_table(path):
            label = _label(folder, path.name)
            found, allowed = "a link, or over 64 MB", "a file of at most 64 MB"
            findings.append(
                Finding(
                    label, found, allowed, remedy="Put the table itself there.", code="file-refused"
                )
            )
    return findings


def _check_needed(
    folder: Path, contract: dict[str, dict[str, Any]], tables: dict[str, TextTable | None]
) -> list[Finding]:
    """Tables that must be there, each with the reason."""
    needed = {"participants": "every cohort has participants"}
    for name, table in tables.items():
        for key in contract[name]["schema"].get("foreignKeys", []):
            if table is not None and any(_has_values(table, column) for column in key["fields"]):
                needed.setdefault(key["reference"]["resource"], f"{name}.csv refers to it")
    return [
        Finding(
            _label(folder, f"{table}.csv"),
            "no such file",
            f"a table, because {reason}",
            remedy=f"Add {table}.csv; data/README.md describes its columns.",
            code="table-missing",
        )
        for table, reason in needed.items()
        if not (folder / f"{table}.csv").exists()
    ]


def _has_values(table: TextTable, column: str) -> bool:
    return any(table.columns.get(column, ()))


def _check_headings(table: TextTable, resource: dict[str, Any]) -> list[Finding]:
    """Headings that the contract does not know, has twice, or lacks."""
    fields, headings = fields_of(resource), table.headings
    label, allowed = table.label, ", ".join(fields)
    found = []
    for place, heading in enumerate(headings):
        if heading not in fields:
            found.append(refuse_heading(label, heading, fields, 1, place + 1))
        elif heading in headings[:place]:
            problem, column = f"the heading '{heading}' twice", str(place + 1)
            found.append(
                Finding(label, problem, allowed, 1, column, "Remove one.", code="heading-repeated")
            )
    return found + [
        Finding(
            table.label,
            f"no column '{name}'",
            describe_field(field),
            1,
            name,
            "Add it.",
            code="column-missing",
        )
        for name, field in fields.items()
        if field.get("constraints", {}).get("required") and name not in headings
    ]
