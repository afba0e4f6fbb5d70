"""Taking a cohort in: from a researcher's files to the contract's tables, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from senco.cohort.consistency import PLACEHOLDER
from senco.cohort.gathered import check_own
from senco.cohort.loading import check_folder, load_contract, load_study
from senco.cohort.yamlfiles import read_yaml
from senco.errors import Finding, SencoError, group_findings, list_errors, sort_findings
from senco.intake.criteria import settle_criteria
from senco.intake.formats.worklines import Chart
from senco.intake.merging import merge
from senco.intake.placing import translate
from senco.intake.programs import GridOptions
from senco.intake.reading import read_files
from senco.intake.sessions import add_sessions, find_sessions
from senco.intake.start import check_name, check_new_name
from senco.intake.table import Intake
from senco.workspace.files import make_private_folder, move, set_access
from senco.workspace.locks import hold_folder
from senco.workspace.paths import Project


def import_files(
    name: str,
    files: Sequence[Path],
    project: Project,
    *,
    overwrite: bool = False,
    together: bool = False,
    people: Mapping[str, str] | None = None,
    grid_options: GridOptions | None = None,
    chart: Chart | None = None,
) -> Intake:
    """Read files into a cohort: everything that they hold, or nothing.

    Parameters
    ----------
    name : str
        A cohort, or the name of a new one.
    files : sequence of Path
        A workbook, files of text with separators, or a folder of saved sessions.
    project : Project
        The checkout.
    overwrite : bool
        Whether tables that the cohort has already are replaced; by saved sessions, one
        participant's rows of one instrument.
    together : bool
        Whether rows are added to those that the cohort has, or take the place of those with
        the same key; `cohort.yml` then stays as it is.
    people : mapping of str to str, optional
        Pseudonyms, by the names in other programs' files.
    grid_options : GridOptions, optional
        What is said of other programs' grids.
    chart : Chart, optional
        What the user says of the chart that work-lines were read off.

    Returns
    -------
    Intake
        Repairs, findings, and what was written; nothing where a finding is an error.

    Raises
    ------
    SencoError
        Where the cohort's name cannot be, or another command is at work in the checkout.
    """
    check_name(name)
    check_own(name, project, "bring data into it")
    with hold_folder(project):
        return _import_alone(name, files, project, overwrite, together, people, grid_options, chart)


def _import_alone(
    name: str,
    files: Sequence[Path],
    project: Project,
    overwrite: bool,
    together: bool,
    people: Mapping[str, str] | None,
    grid_options: GridOptions | None,
    chart: Chart | None,
) -> Intake:
    """Read files into a cohort while no other command does the same."""
    folder = project.cohort(name)
    place = project.root / ".work" / f"import-{name}"
    if (place / "before").is_dir() and not folder.exists():  # an import that was cut off
        move(place / "before", folder)
    if not folder.is_dir():
        check_new_name(name, project)
    sessions, others = find_sessions(files)
    intake = read_files(others, folder, project, people, together, grid_options, chart)
    if not (folder.is_dir() or intake.info):
        if intake.findings:
            return intake
        raise SencoError(
            f"There is no cohort '{name}'. Make it first: senco new {name}. "
            "(A workbook whose sheet 'cohort' is filled in makes it automatically.)"
        )
    if together and folder.is_dir():
        _merge_all(intake, folder, project)
    intake.findings += _find_kept(intake, folder, overwrite or together)
    if sessions is not None:
        contract, study = load_contract(project), load_study(project)
        add_sessions(sessions, intake, folder, contract, study, overwrite)
    shutil.rmtree(place, ignore_errors=True)
    try:
        _stage(intake, folder, place / name)
        found = translate(check_folder(place / name, project), intake)
        intake.findings = sort_findings(group_findings(_drop_echoes([*intake.findings, *found])))
        if not list_errors(intake.findings):
            _swap(place / name, folder, place / "before")
            intake.written = [f"{table}.csv" for table in intake.tables]
            intake.written += ["cohort.yml"] if intake.info or intake.settings else []
    finally:
        if folder.is_dir() or not (place / "before").is_dir():  # never the only copy
            shutil.rmtree(place, ignore_errors=True)
    return intake


def _merge_all(intake: Intake, folder: Path, project: Project) -> None:
    """Put what comes in and what is there into one table each, and keep cohort.yml."""
    contract = load_contract(project)
    for name, table in intake.tables.items():
        notes, findings = merge(table, folder / f"{name}.csv", contract[name])
        intake.notes += notes
        intake.findings += findings
    if intake.info and (folder / "cohort.yml").is_file():
        intake.notes.append("cohort.yml is unchanged; rows are added only to tables.")
        intake.info = None


def _find_kept(intake: Intake, folder: Path, overwrite: bool) -> list[Finding]:
    """What would be written over and may not be."""
    path = folder / "cohort.yml"
    if intake.info is not None and set(intake.info) <= {"provenance"} and folder.is_dir():
        intake.info = None  # nobody filled the sheet in, and there is a cohort.yml
    own = _read_own(path)
    findings = settle_criteria(intake, own)
    added = intake.info is None and "criteria" not in own and bool(intake.criteria)
    if added:
        intake.info = own
    if intake.info is not None:
        kept = {key: own[key] for key in _KEPT if key in own}
        intake.info |= {key: value for key, value in kept.items() if key not in intake.info}
        intake.info |= {"criteria": intake.criteria} if intake.criteria else {}
    new = {f"{table.name}.csv": (table.label, table.text) for table in intake.tables.values()}
    if intake.info and not added:
        label = next(iter(intake.info_places.values()))[0]
        new["cohort.yml"] = (label, _write_info(intake.info))
    for file, (label, text) in new.items():
        if not overwrite and _is_other(folder / file, text):
            findings.append(
                Finding(
                    label,
                    f"content that differs from the cohort's {file}",
                    "what does not exist yet",
                    remedy="Add --replace to replace it, or --merge to add to it.",
                )
            )
    return findings


def _is_other(path: Path, text: str) -> bool:
    """Whether a file is there, is filled in, and holds something else."""
    old = path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else ""
    empty = PLACEHOLDER in old if path.suffix == ".yml" else len(old.strip().splitlines()) < 2
    return not empty and bool(old.strip()) and old.strip() != text.strip()


#: What a cohort.yml holds that outlives an import, unless the workbook says it.
_KEPT = ("parameters", "criteria", "coders", "withdrawn")


def _read_own(path: Path) -> dict[str, Any]:
    """What a cohort.yml holds; nothing where it cannot be read."""
    try:
        given = read_yaml(path)
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def _write_info(info: dict[str, Any]) -> str:
    return yaml.safe_dump(info, allow_unicode=True, sort_keys=False, width=1000)


def _stage(intake: Intake, folder: Path, staged: Path) -> None:
    """Lay out what the cohort would be."""
    make_private_folder(staged.parent)
    if folder.is_dir():
        shutil.copytree(folder, staged, symlinks=True)
    else:
        staged.mkdir()
    for table in intake.tables.values():
        (staged / f"{table.name}.csv").unlink(missing_ok=True)
        (staged / f"{table.name}.csv").write_text(
            table.text, encoding="utf-8", errors="replace", newline="\n"
        )
    settings = intake.settings if intake.info is None else _write_info(intake.info)
    if settings:
        (staged / "cohort.yml").unlink(missing_ok=True)
        (staged / "cohort.yml").write_text(
            settings, encoding="utf-8", errors="replace", newline="\n"
        )
    set_access(staged, private=True)


def _swap(staged: Path, folder: Path, before: Path) -> None:
    """Put the new folder in the old one's place; on failure the old one stays."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        if folder.exists():
            move(folder, before)
        move(staged, folder)
    except BaseException as error:  # Ctrl+C too: what was there comes back
        if before.exists() and not folder.exists():
            move(before, folder)
        if not isinstance(error, OSError):
            raise
        problem = error.strerror or str(error)
        raise SencoError(
            f"The cohort's folder cannot be written ({problem}). Close its files and try again."
        ) from None


def _drop_echoes(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out what follows from a finding before: a second one on a cell or a heading."""
    kept: list[Finding] = []
    cells: set[tuple[str, int, str]] = set()
    meant: set[tuple[str, str]] = set()
    for finding in findings:
        if (finding.file, finding.column) in meant and finding.code == "column-missing":
            continue
        if finding.row is not None and finding.column is not None:
            cell = (finding.file, finding.row, finding.column)
            if cell in cells:
                continue
            cells.add(cell)
        if finding.code == "heading-unknown" and finding.meant:
            meant.add((finding.file, finding.meant))
        kept.append(finding)
    return kept
