"""A cohort's folder: checked against the contract, then read."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pandas as pd

from senco.errors import DataError, Finding, suggest
from senco.model import Cohort, CohortInfo, Study, find_stage
from senco.project import Project, find_project
from senco.schema import describe_field, fields_of, load_contract, load_yaml

#: No table is larger than this; 20,000 participants ranking 21 constructs need 12 MB.
MAXIMUM_TABLE_BYTES = 64 * 1024 * 1024

_DTYPES = {"string": "str", "integer": "Int64", "number": "float64"}
_TRUTH = {"true": True, "True": True, "TRUE": True, "1": True}


def load_study(project: Project) -> Study:
    """Read the framework, `data/study.yml`.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    Study
        Systems and key influences.

    Raises
    ------
    DataError
        Where it does not hold what it must.
    """
    label = project.relative(project.study)
    study = load_yaml(project.study, Study, label)
    systems = [system.id for system in study.systems]
    for influence in study.influences:
        if influence.system not in systems:
            raise DataError(
                [Finding(label, f"'{influence.system}'", "one of " + ", ".join(systems))]
            )
    return study


def load_cohort(name: str, stage: str | None = None, project: Project | None = None) -> Cohort:
    """Read a cohort, having checked all of it.

    Parameters
    ----------
    name : str
        The name of its folder under `data/cohorts`.
    stage : str, optional
        Keep only the tables that this stage declares (`senco.model.STAGES`), so
        that a page cannot depend on a table that the build does not know of.
    project : Project, optional
        The checkout; by default the one around the current folder.

    Returns
    -------
    Cohort
        Title, provenance, framework and tables.

    Raises
    ------
    DataError
        Everything that is wrong with the cohort's files.
    SencoError
        Where there is no such cohort.
    """
    project = project or find_project()
    project.check_cohort_name(name)
    findings = check_cohort(name, project)
    if findings:
        raise DataError(findings)
    folder = project.cohort(name)
    wanted = find_stage(stage).reads if stage else tuple(load_contract(project.contract))
    contract = load_contract(project.contract)
    tables = {
        table: _read_table(folder / f"{table}.csv", contract[table])
        for table in contract
        if table in wanted and (folder / f"{table}.csv").is_file()
    }
    info = load_yaml(folder / "cohort.yml", CohortInfo, f"data/cohorts/{name}/cohort.yml")
    return Cohort(name, info, load_study(project), tables)


def list_tables(name: str, project: Project) -> frozenset[str]:
    """Return the names of the tables that a cohort has.

    Parameters
    ----------
    name : str
        The cohort.
    project : Project
        The checkout.

    Returns
    -------
    frozenset of str
        Tables of the contract whose file is there.
    """
    folder = project.cohort(name)
    contract = load_contract(project.contract)
    return frozenset(table for table in contract if (folder / f"{table}.csv").is_file())


def list_titles(project: Project | None = None) -> dict[str, str]:
    """Return the title of every table of the contract.

    Parameters
    ----------
    project : Project, optional
        The checkout; by default the one around the current folder.

    Returns
    -------
    dict of str to str
        Titles by the tables' names, in the contract's order.
    """
    contract = load_contract((project or find_project()).contract)
    return {name: resource["title"] for name, resource in contract.items()}


def check_cohort(name: str, project: Project) -> list[Finding]:
    """Return everything in a cohort's files that the contract does not allow.

    Parameters
    ----------
    name : str
        The cohort.
    project : Project
        The checkout.

    Returns
    -------
    list of Finding
        Empty where all is well; else in the order of the files and rows.
    """
    folder = project.cohort(name)
    findings: list[Finding] = []
    try:
        load_yaml(folder / "cohort.yml", CohortInfo, _label(folder, "cohort.yml"))
    except DataError as error:
        findings += error.findings
    contract = load_contract(project.contract)
    findings += _check_files(folder, contract)
    headed, header_findings = _check_headers(folder, contract)
    findings += header_findings
    findings += _check_rows(folder, headed)
    if not findings:
        findings += _check_sense(folder, headed, load_study(project))
    return findings


def _label(folder: Path, file: str) -> str:
    return f"data/cohorts/{folder.name}/{file}"


def _check_files(folder: Path, contract: dict[str, dict[str, Any]]) -> list[Finding]:
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


def _check_headers(
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
            headings = next(csv.reader(lines), [])
            for _ in lines:  # the whole file must be UTF-8, not its first line alone
                pass
    except (UnicodeDecodeError, csv.Error):
        remedy = "In Excel, save it as 'CSV UTF-8 (comma delimited)'."
        return [], [Finding(label, "bytes that are not UTF-8", "UTF-8 text", remedy=remedy)]
    if not headings:
        return [], [Finding(label, "an empty file", "headings in row 1", row=1)]
    return headings, []


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
        findings += [
            _reword(error, resource, label)
            for error in errors
            if not (error["type"] == "primary-key" and error.get("rowNumber") in doubled)
        ]
    return findings


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
            f"a value that stands in {table}.csv",
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


def _check_sense(folder: Path, headed: dict[str, dict[str, Any]], study: Study) -> list[Finding]:
    """What no single table's schema can say."""
    known = [influence.id for influence in study.influences]
    findings = []
    for table, resource in headed.items():
        frame = _read_table(folder / f"{table}.csv", resource)
        if "influence" not in frame.columns:
            continue
        given = frame["influence"].dropna()
        for index, value in given[~given.isin(known)].items():
            findings.append(
                Finding(
                    _label(folder, f"{table}.csv"),
                    f"'{value}'",
                    "a key influence of data/study.yml: " + ", ".join(known),
                    int(str(index)) + 2,
                    "influence",
                    suggest(str(value), known),
                )
            )
    return findings


def _read_table(path: Path, resource: dict[str, Any]) -> pd.DataFrame:
    """Read a checked table with the contract's types; absent columns are blank."""
    fields = fields_of(resource)
    frame = pd.read_csv(
        path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig"
    )
    for name, field in fields.items():
        if name not in frame:
            frame[name] = pd.Series(pd.NA, index=frame.index, dtype="str")
        if field["type"] == "boolean":
            frame[name] = frame[name].map(_TRUTH.get, na_action="ignore").astype("boolean")
        elif field["type"] == "date":
            frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
        else:
            frame[name] = frame[name].astype(_DTYPES[field["type"]])
    return frame[list(fields)]
