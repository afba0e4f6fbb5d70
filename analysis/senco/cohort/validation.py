"""Validation of a cohort's files against the contract: names, headings, and every row."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

from senco.cohort.contract import describe_field, fields_of
from senco.errors import Finding, suggest

#: No table is larger than this; 20,000 participants ranking 21 constructs need 12 MB.
MAXIMUM_TABLE_BYTES = 64 * 1024 * 1024
#: No table of the contract has a tenth of these.
MAXIMUM_COLUMNS = 500


def check_files(
    folder: Path, contract: dict[str, dict[str, Any]]
) -> tuple[dict[str, dict[str, Any]], list[Finding]]:
    """Check a cohort's tables against the contract.

    Parameters
    ----------
    folder : Path
        The cohort's folder.
    contract : dict of str to dict
        The tables' descriptors.

    Returns
    -------
    headed : dict of str to dict
        The tables that can be read, with their fields in the files' order.
    findings : list of Finding
        In the order of the files and rows.
    """
    findings = _check_names(folder, contract)
    headed, found = _check_headings(folder, contract)
    return headed, [*findings, *found, *_check_rows(folder, headed)]


def _label(folder: Path, file: str) -> str:
    return f"data/cohorts/{folder.name}/{file}"


def _check_names(folder: Path, contract: dict[str, dict[str, Any]]) -> list[Finding]:
    """Files that the contract does not know, lacks or cannot take."""
    findings = []
    known = [f"{table}.csv" for table in contract]
    present = sorted(path.name for path in folder.iterdir() if path.suffix.lower() == ".csv")
    for file in present:
        path = folder / file
        if file not in known:
            findings.append(
                Finding(
                    _label(folder, file),
                    "a table that the contract does not know",
                    ", ".join(known),
                    remedy=suggest(file, known) or "Remove it from the cohort's folder.",
                )
            )
        elif path.is_symlink() or path.stat().st_size > MAXIMUM_TABLE_BYTES:
            findings.append(
                Finding(_label(folder, file), "a link, or over 64 MB", "a file of at most 64 MB")
            )
    needed = _list_needed(folder, contract, present)
    findings += [
        Finding(
            _label(folder, f"{table}.csv"),
            "no such file",
            f"a table, since {reason}",
            remedy=f"Add {table}.csv; data/README.md says what it holds.",
        )
        for table, reason in needed.items()
        if f"{table}.csv" not in present
    ]
    return findings


def _list_needed(
    folder: Path, contract: dict[str, dict[str, Any]], present: list[str]
) -> dict[str, str]:
    """The tables that must be there, each with the reason."""
    needed = {"participants": "every cohort has participants"}
    for table, resource in contract.items():
        if f"{table}.csv" not in present:
            continue
        for key in resource["schema"].get("foreignKeys", []):
            if any(_has_values(folder / f"{table}.csv", name) for name in key["fields"]):
                other = key["reference"]["resource"]
                needed.setdefault(other, f"{table}.csv refers to it")
    return needed


def _has_values(path: Path, column: str) -> bool:
    """Whether a column of a file holds anything; False where it cannot be read."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            return any(row.get(column) for row in csv.DictReader(lines))
    except (UnicodeDecodeError, csv.Error):
        return False


def _check_headings(
    folder: Path, contract: dict[str, dict[str, Any]]
) -> tuple[dict[str, dict[str, Any]], list[Finding]]:
    """Return the tables whose headings hold, with their fields in the file's order."""
    headed, findings = {}, []
    for table, resource in contract.items():
        path = folder / f"{table}.csv"
        if not path.is_file() or path.is_symlink():
            continue
        fields = fields_of(resource)
        label = _label(folder, path.name)
        headings, found = _read_headings(path, label)
        for number, heading in enumerate(headings):
            if heading not in fields or heading in headings[:number]:
                problem = "twice the heading" if heading in fields else "the heading"
                found.append(
                    Finding(
                        label,
                        f"{problem} '{heading}'",
                        ", ".join(fields),
                        1,
                        str(number + 1),
                        suggest(heading, fields) if heading not in fields else "Remove one.",
                    )
                )
        for name, field in fields.items():
            if field.get("constraints", {}).get("required") and name not in headings and headings:
                found.append(
                    Finding(label, f"no column '{name}'", describe_field(field), 1, name, "Add it.")
                )
        findings += found
        if not found:
            schema = {**resource["schema"], "fields": [fields[name] for name in headings]}
            headed[table] = {**resource, "schema": schema}
    return headed, findings


def _read_headings(path: Path, label: str) -> tuple[list[str], list[Finding]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            rows = csv.reader(lines)
            headings = next(rows, [])
            # the whole file must be readable, not its first line alone
            wide = [(number, len(row)) for number, row in enumerate(rows, 2) if _is_wide(row)][:1]
    except csv.Error:
        problem = "a cell that cannot be read: too long, or with a zero byte"
        return [], [Finding(label, problem, "text", remedy="Save it anew from the spreadsheet.")]
    except UnicodeDecodeError:
        remedy = "In Excel, save it as 'CSV UTF-8 (comma delimited)'."
        return [], [Finding(label, "bytes that are not UTF-8", "UTF-8 text", remedy=remedy)]
    for row, cells in [(1, len(headings)), *wide]:
        if cells > MAXIMUM_COLUMNS:
            found, allowed = f"{cells:,} columns", f"at most {MAXIMUM_COLUMNS:,}"
            remedy = "Remove those beyond the table."
            return [], [Finding(label, found, allowed, row, remedy=remedy)]
    if not headings:
        return [], [Finding(label, "an empty file", "headings in row 1", row=1)]
    return headings, []


def _is_wide(row: list[str]) -> bool:
    """Whether a row has more cells than any table: each would be an error with all of them."""
    return len(row) > MAXIMUM_COLUMNS


def _check_rows(folder: Path, headed: dict[str, dict[str, Any]]) -> list[Finding]:
    """Have Frictionless check every row, and put what it finds in words."""
    from frictionless import Dialect, Package, formats

    if not headed:
        return []
    package = Package(basepath=str(folder))
    for resource in headed.values():
        descriptor = {**resource, "schema": _keep_keys(resource["schema"], headed)}
        descriptor["encoding"] = "utf-8-sig"
        package.add_resource(_resource(descriptor, Dialect(controls=[formats.CsvControl()])))
    findings = []
    for task in package.validate().tasks:
        resource = headed.get(task.name, {})
        label = _label(folder, f"{task.name}.csv")
        errors = [error.to_dict() for error in task.errors]
        doubled = {e.get("rowNumber") for e in errors if e["type"] == "unique-error"}
        findings += _join_rows(
            [
                _reword(error, resource, label)
                for error in errors
                if not (error["type"] == "primary-key" and error.get("rowNumber") in doubled)
            ]
        )
    return findings


def _join_rows(findings: list[Finding]) -> list[Finding]:
    """Say once what a reference that leads nowhere would have said in every row."""
    joined: dict[object, Finding] = {}
    for number, finding in enumerate(findings):
        key = (finding.column, finding.found) if finding.allowed.startswith(_REFERENCE) else number
        first = joined.setdefault(key, finding)
        if first is not finding and finding.row is not None:
            joined[key] = replace(first, also=(*first.also, finding.row))
    return list(joined.values())


_REFERENCE = "a value that stands in "


def _resource(descriptor: dict[str, Any], dialect: Any) -> Any:
    from frictionless import Resource

    resource = Resource.from_descriptor(descriptor)
    resource.dialect = dialect
    return resource


def _keep_keys(schema: dict[str, Any], headed: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Drop the foreign keys whose table or column is not there."""
    names = [field["name"] for field in schema["fields"]]
    keys = [
        key
        for key in schema.get("foreignKeys", [])
        if key["reference"]["resource"] in headed and set(key["fields"]) <= set(names)
    ]
    kept = {name: value for name, value in schema.items() if name != "foreignKeys"}
    return {**kept, "foreignKeys": keys} if keys else kept


def _reword(error: dict[str, Any], resource: dict[str, Any], label: str) -> Finding:
    """Turn one of Frictionless' errors into a finding for a person."""
    kind, row = error["type"], error.get("rowNumber")
    column = error.get("fieldName") or None
    field = fields_of(resource).get(column or "", {}) if resource else {}
    cell = error.get("cell", "")
    if kind == "foreign-key":
        values = ", ".join(str(value) for value in error["fieldCells"])
        table = error["referenceName"]
        return Finding(
            label,
            f"'{values}'",
            f"{_REFERENCE}{table}.csv",
            row,
            ", ".join(error["fieldNames"]),
            f"Add it to {table}.csv, or correct it here.",
        )
    if kind in ("primary-key", "unique-error"):
        key = ", ".join(resource["schema"]["primaryKey"])
        note = error["note"].replace("the same as in the row at position", "the same as in row")
        return Finding(label, f"a row that repeats another ({note})", "each once", row, key)
    if kind in ("constraint-error", "type-error"):
        allowed = describe_field(field).removesuffix("; may be blank")
        blank = cell in ("", None)
        words = field.get("constraints", {}).get("enum", [])
        remedy = suggest(str(cell), words) if words and not blank else ""
        return Finding(
            label, "nothing" if blank else f"'{cell!s:.60}'", allowed, row, column, remedy
        )
    if kind == "extra-cell":
        return Finding(
            label,
            f"one cell too many, '{cell!s:.40}'",
            "as many cells as headings",
            row,
            remedy='Put a text that holds a comma in double quotation marks: "like, this".',
        )
    if kind == "missing-cell":
        return Finding(label, "a row that ends early", "a cell for every heading", row, column)
    if kind == "blank-row":
        return Finding(label, "an empty row", "no empty rows", row, remedy="Remove it.")
    return Finding(label, error.get("note") or error["message"], "what data/README.md says", row)
