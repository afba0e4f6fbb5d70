"""A cohort's folder: checked against the contract, then read."""

from __future__ import annotations

import csv
import hashlib
import os
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from senco.cohort.consistency import Evidence, check_consistency
from senco.cohort.contract import fields_of, load_contract, load_yaml, read_yaml
from senco.cohort.model import Cohort, CohortInfo, Criteria, Study
from senco.cohort.stages import TYING, find_stage
from senco.cohort.validation import check_files
from senco.errors import DataError, Finding, list_errors, sort_findings
from senco.workspace.paths import Project, find_project

_TRUTH = {"true": True, "True": True, "TRUE": True, "1": True}
_TRUTH |= {"false": False, "False": False, "FALSE": False, "0": False}


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
        Keep only the tables that this stage declares (`senco.cohort.stages.STAGES`), so
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
    return load_folder(project.cohort(name), stage, project)


def load_folder(folder: Path, stage: str | None = None, project: Project | None = None) -> Cohort:
    """Read a cohort's folder, wherever it lies, having checked all of it.

    Parameters
    ----------
    folder : Path
        Its name is the cohort's.
    stage, project
        As for `load_cohort`.

    Returns
    -------
    Cohort
        Title, provenance, framework and tables.

    Raises
    ------
    DataError
        Everything that is wrong with the cohort's files.
    """
    project = project or find_project()
    own = folder == project.cohort(folder.name)
    if not own or digest_data(folder.name, project) not in os.environ.get("SENCO_CHECKED", ""):
        errors = list_errors(check_folder(folder, project))
        if errors:
            raise DataError(errors)
    contract = load_contract(project.contract)
    wanted = find_stage(stage).reads if stage else tuple(contract)
    tables = {
        table: _type_cells(_read_cells(folder / f"{table}.csv"), contract[table])
        for table in contract
        if table in wanted and _has_rows(folder / f"{table}.csv")
    }
    tables = {table: frame.reset_index(drop=True) for table, frame in tables.items()}
    info = load_yaml(folder / "cohort.yml", CohortInfo, f"data/cohorts/{folder.name}/cohort.yml")
    return Cohort(folder.name, info, load_study(project), tables)


def read_info(name: str, project: Project) -> CohortInfo:
    """Read what a cohort's `cohort.yml` says, without its tables.

    Parameters
    ----------
    name : str
        The cohort.
    project : Project
        The checkout.

    Returns
    -------
    CohortInfo
        Its title, kind, parameters and the rest.

    Raises
    ------
    DataError
        Everything that is wrong with the file.
    """
    return load_yaml(
        project.cohort(name) / "cohort.yml", CohortInfo, f"data/cohorts/{name}/cohort.yml"
    )


def read_criteria(name: str, project: Project) -> Criteria | None:
    """Read what a cohort has laid down as agreement, whatever else is wrong with it.

    Parameters
    ----------
    name : str
        The cohort.
    project : Project
        The checkout.

    Returns
    -------
    Criteria or None
        None where nothing is laid down, or `cohort.yml` cannot be read.
    """
    try:
        return read_info(name, project).criteria
    except DataError:
        return None


def digest_data(name: str, project: Project) -> str:
    """Return the digest of everything that a check of a cohort looks at.

    A build checks each cohort once and hands the digest to its kernels; a kernel that
    finds the same content need not check it again.

    Parameters
    ----------
    name : str
        The cohort.
    project : Project
        The checkout.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    whole = hashlib.sha256()
    own = project.cohort(name).iterdir()
    # one of the others is the reference cohort, whose keys a cohort may name
    named = (project.cohort("").glob(f"*/{table}.csv") for table in ("constructs", "claims"))
    others = (path for paths in named for path in paths)
    for path in sorted({project.contract, project.study, *own, *others}):
        if path.is_file():
            whole.update(f"\n{project.relative(path)}:".encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


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
        Tables of the contract whose file is there and holds more than its headings.
    """
    folder = project.cohort(name)
    contract = load_contract(project.contract)
    return frozenset(table for table in contract if _has_rows(folder / f"{table}.csv"))


def list_without_influences(name: str, project: Project) -> frozenset[str]:
    """Return the tables in which no row belongs to a key influence.

    Parameters
    ----------
    name : str
        The cohort, which has been checked.
    project : Project
        The checkout.

    Returns
    -------
    frozenset of str
        Those of the tables with a column for it, also where the file is not there.
    """
    folder = project.cohort(name)
    return frozenset(table for table in TYING if not _has_influences(folder / f"{table}.csv"))


def _has_influences(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return any(row.get("influence") for row in csv.DictReader(lines))


def _has_rows(path: Path) -> bool:
    """Whether a file holds a row below its headings."""
    if not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        next(lines, None)
        return any(line.strip(" ,;\t\r\n") for line in lines)


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
    """Return everything in a cohort's files that is wrong or inconsistent.

    Parameters
    ----------
    name : str
        The cohort.
    project : Project
        The checkout.

    Returns
    -------
    list of Finding
        Empty where all is well; else errors first, in the order of the files and rows.
    """
    return check_folder(project.cohort(name), project)


def check_folder(folder: Path, project: Project) -> list[Finding]:
    """Check a cohort's folder, wherever it lies.

    Parameters
    ----------
    folder : Path
        Its name is the cohort's.
    project : Project
        The checkout, for the contract and the framework.

    Returns
    -------
    list of Finding
        As in `check_cohort`.
    """
    label = f"data/cohorts/{folder.name}"
    findings: list[Finding] = []
    info = None
    try:
        info = load_yaml(folder / "cohort.yml", CohortInfo, f"{label}/cohort.yml")
    except DataError as error:
        findings += error.findings
        info = _read_what_can_be(folder / "cohort.yml")
    contract = load_contract(project.contract)
    headed, found = check_files(folder, contract)
    findings += found
    flawed: dict[str, set[int]] = {}
    for finding in findings:
        if finding.row is not None:
            flawed.setdefault(Path(finding.file).stem, set()).update(finding.rows)
    raw = {table: _read_cells(folder / f"{table}.csv") for table in headed}
    study = load_study(project)
    evidence = Evidence(
        folder=label,
        raw=raw,
        tables={table: _type_cells(cells, contract[table]) for table, cells in raw.items()},
        flawed=flawed,
        info=info,
        study=study,
        reference=_list_reference(study, folder, project),
        complete=len(headed) == sum((folder / f"{table}.csv").is_file() for table in contract),
    )
    return sort_findings([*findings, *check_consistency(evidence)])


def _read_what_can_be(path: Path) -> CohortInfo | None:
    """The sound part of a cohort.yml in which something is wrong, for the other checks."""
    try:
        values = read_yaml(path)
        texts = dict.fromkeys(("title", "summary", "source", "licence"), "?")
        scales = {key: values[key] for key in ("worklines", "grids") if key in values}
        return CohortInfo.model_validate({**texts, "provenance": "published", **scales})
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError, TypeError, ValueError):
        return None


def _list_reference(study: Study, folder: Path, project: Project) -> dict[str, frozenset[str]]:
    """The constructs and claims of the reference cohort, with which others are compared."""
    reference = project.cohort(study.reference_cohort)
    if folder.resolve() == reference.resolve():
        return {}
    found = {}
    for table, key in (("constructs", "construct"), ("claims", "claim")):
        path = reference / f"{table}.csv"
        cells = _read_cells(path) if path.is_file() else pd.DataFrame()
        if key in cells:
            found[table] = frozenset(cells[key])
    return found


def _read_cells(path: Path) -> pd.DataFrame:
    """Read a table as text, row by row; the index is the row as a spreadsheet numbers it."""
    with path.open(newline="", encoding="utf-8-sig") as lines:
        rows = list(csv.reader(lines))
    headings = rows[0]
    width = len(headings)
    cells = [[*row[:width], *[""] * (width - len(row))] for row in rows[1:]]
    index = pd.RangeIndex(2, len(rows) + 1)
    return pd.DataFrame(cells, columns=headings, index=index, dtype="str")


def _type_cells(cells: pd.DataFrame, resource: dict[str, Any]) -> pd.DataFrame:
    """Return a table with the contract's types; what is absent or cannot be read is missing."""
    typed = {}
    for name, field in fields_of(resource).items():
        given = cells[name] if name in cells else pd.Series("", index=cells.index, dtype="str")
        typed[name] = _type_column(given, field["type"])
    return pd.DataFrame(typed, index=cells.index)


def _type_column(given: pd.Series, kind: str) -> pd.Series:
    if kind == "boolean":
        return given.map(_TRUTH.get, na_action="ignore").astype("boolean")
    if kind == "date":
        return pd.to_datetime(given.where(given != ""), format="%Y-%m-%d", errors="coerce")
    if kind == "string":
        return given.where(given != "").astype("str")
    numbers = pd.to_numeric(given.where(given != ""), errors="coerce").astype("float64")
    if kind == "number":
        return numbers
    return numbers.where((numbers % 1 == 0) & (numbers.abs() < 2**53)).astype("Int64")
