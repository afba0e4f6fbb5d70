"""A cohort's folder: checked against the contract, then read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from senco.cohort.consistency import Evidence, check_consistency
from senco.cohort.contract import check_known_keys, read_contract
from senco.cohort.framework import adopt
from senco.cohort.model import Cohort, CohortInfo, Criteria
from senco.cohort.rows import drop_echoes
from senco.cohort.stages import STAGES, TYING, find_stage
from senco.cohort.study import Study
from senco.cohort.tables import read_table
from senco.cohort.validation import read_tables
from senco.cohort.yamlfiles import load_yaml, read_yaml
from senco.errors import (
    DataError,
    Finding,
    SencoError,
    group_findings,
    list_errors,
    sort_findings,
)
from senco.locale import ENGLISH
from senco.workspace.paths import Project, find_project


def load_study(project: Project) -> Study:
    """Read the framework, `data/study.yml`.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    Study
        Systems, key influences and the study's words.

    Raises
    ------
    DataError
        Where it does not hold what it must.
    SencoError
        Where it tells of a stage that there is not.
    """
    label = project.relative(project.study)
    study = load_yaml(project.study, Study, label, project.read)
    check_known_keys(study.not_printed, [stage.name for stage in STAGES], label, "not_printed")
    return study


def read_language(project: Project) -> str:
    """Return in which language the pages of a study are.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    str
        As `data/study.yml` says; English in a book without a study.

    Raises
    ------
    DataError
        As `load_study` says.
    """
    return load_study(project).language if project.study.is_file() else ENGLISH


def load_reference(project: Project, command: str) -> Cohort:
    """Read the cohort with which others are compared.

    Parameters
    ----------
    project : Project
        The checkout.
    command : str
        What needs it, for a message.

    Returns
    -------
    Cohort
        With all its tables.

    Raises
    ------
    DataError
        Everything that is wrong with its files.
    SencoError
        Where the study names none.
    """
    name = load_study(project).reference_cohort
    if not name:
        raise SencoError(
            f"{command} needs the figures of the study's publication, and data/study.yml names "
            "no reference_cohort: put them into a published cohort and name it "
            f"there{', or use --truth even' if command == 'senco simulate' else ''}."
        )
    return load_cohort(name, project=project)


def load_contract(project: Project) -> dict[str, dict[str, Any]]:
    """Read the tables' contract, `data/datapackage.json`, with what the study allows.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    dict of str to dict
        The tables' descriptors by name, in the contract's order; nobody changes them.

    Raises
    ------
    DataError
        Where `data/study.yml` does not hold what it must.
    """
    return read_contract(project.read(project.contract), load_study(project))


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


def load_folder(
    folder: Path, stage: str | None = None, project: Project | None = None, planned: bool = False
) -> Cohort:
    """Read a cohort's folder, wherever it lies, having checked all of it.

    Parameters
    ----------
    folder : Path
        Its name is the cohort's.
    stage, project
        As for `load_cohort`.
    planned : bool
        Whether it may be without participants, as it is before there are data.

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
    evidence, findings = _examine(folder, project.snapshot())
    errors = list_errors(findings)
    if planned:
        errors = _leave_out_people(errors, evidence)
    if errors or evidence.info is None:
        raise DataError(errors)
    if _awaits_data(evidence) and not planned:
        raise DataError([replace(_tell_waiting(evidence.folder), severity="error")])
    wanted = find_stage(stage).reads if stage else tuple(evidence.tables)
    tables = {
        table: frame.reset_index(drop=True)
        for table, frame in evidence.tables.items()
        if table in wanted and len(frame)
    }
    return Cohort(folder.name, evidence.info, evidence.study, tables)


def _leave_out_people(errors: list[Finding], evidence: Evidence) -> list[Finding]:
    """Let it pass that there is no participant yet."""
    people = f"{evidence.folder}/participants.csv"
    missing = not len(evidence.raw.get("participants", ()))
    return [one for one in errors if not (missing and one.file == people)]


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
        project.cohort(name) / "cohort.yml",
        CohortInfo,
        f"data/cohorts/{name}/cohort.yml",
        project.read,
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
    contract = load_contract(project)
    return frozenset(table for table in contract if _has_rows(folder / f"{table}.csv", project))


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
    return frozenset(
        table for table in TYING if not _has_influences(folder / f"{table}.csv", project)
    )


def _has_influences(path: Path, project: Project) -> bool:
    table = read_table(project.read(path), path.name)[0] if path.is_file() else None
    return table is not None and any(table.columns.get("influence", ()))


def _has_rows(path: Path, project: Project) -> bool:
    """Whether a file holds a row below its headings."""
    if not path.is_file():
        return False
    lines = project.read(path).splitlines()
    return any(line.strip(b" ,;\t") for line in lines[1:])


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
    contract = load_contract(project or find_project())
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
    return _examine(folder, project)[1]


def _examine(folder: Path, project: Project) -> tuple[Evidence, list[Finding]]:
    """Read every file of a cohort once, with everything that is wrong with them."""
    label = f"data/cohorts/{folder.name}"
    findings: list[Finding] = []
    info, is_described = None, True
    try:
        info = load_yaml(folder / "cohort.yml", CohortInfo, f"{label}/cohort.yml", project.read)
    except DataError as error:
        findings += error.findings
        info, is_described = _read_what_can_be(folder / "cohort.yml"), False
    tables = read_tables(folder, load_contract(project), project.read)
    findings += tables.findings
    flawed: dict[str, set[int]] = {}
    for finding in findings:
        if finding.row is not None:
            flawed.setdefault(Path(finding.file).stem, set()).update(finding.rows)
    study = load_study(project)
    own = tables.typed.get("influences")
    if own is not None:
        own = own[~own.index.isin(list(flawed.get("influences", ())))]
    evidence = Evidence(
        folder=label,
        raw=tables.raw,
        tables=tables.typed,
        flawed=flawed,
        info=info,
        study=adopt(study, own),
        shared=tuple(influence.id for influence in study.influences),
        reference=_list_reference(study, folder, project),
        unread=tables.unread,
        is_described=is_described,
    )
    findings += check_consistency(evidence)
    if _awaits_data(evidence):  # then nobody can be missed yet
        named = f"{label}/participants.csv"
        findings = [one for one in findings if one.file != named] + [_tell_waiting(label)]
    findings = drop_echoes(findings, load_contract(project))
    return evidence, sort_findings(group_findings(findings))


def _awaits_data(evidence: Evidence) -> bool:
    """Whether criteria are laid down, as they should be before there is any data."""
    laid_down = evidence.is_described and evidence.info is not None and evidence.info.criteria
    return bool(laid_down) and not evidence.unread and not any(map(len, evidence.raw.values()))


def _tell_waiting(label: str) -> Finding:
    return Finding(
        f"{label}/participants.csv", "no participant yet", "criteria alone, before the data",
        remedy="When you have data: senco import, or fill in the tables.", severity="warning",
    )  # fmt: skip


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
    if not study.reference_cohort or folder.resolve() == reference.resolve():
        return {}
    found = {}
    for table, key in (("constructs", "construct"), ("claims", "claim")):
        path = reference / f"{table}.csv"
        given = read_table(project.read(path), path.name)[0] if path.is_file() else None
        if given is not None and key in given.columns:
            found[table] = frozenset(given.columns[key])
    return found
