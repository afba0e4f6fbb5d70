"""What goes into a crate: what was released, and no file that merely lies beside it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from senco.book.assembly import load_citation
from senco.book.citation import Citation
from senco.cohort.compared import find_others
from senco.cohort.loading import load_study, read_info
from senco.cohort.model import CohortInfo
from senco.cohort.stages import STAGES, TABLES
from senco.cohort.study import Study
from senco.errors import BuildError
from senco.execution.inputs import list_package
from senco.execution.notebook import digest
from senco.execution.pipeline import PageTask, plan
from senco.workspace.paths import Project

#: The environment, the licences and how to cite; by path from the root.
FIXED = (
    "CITATION.cff", "LICENSE", "LICENSE-data", "data/datapackage.json", "data/study.yml",
    "environment.yml", "pyproject.toml", "requirements.lock",
    "analysis/senco/execution/kernel/jupyter/kernels/senco/kernel.json",
)  # fmt: skip
#: The word lists of the disclosure gate, with their licences.
WORDS = "analysis/senco/disclosure/words"
WORD_LISTS = (
    "README.md", "known.txt", "nicknames-LICENSE.txt", "nicknames.csv", "ordinary-LICENSE.txt",
    "ordinary.txt", "short-forms.csv",
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One notebook's run: what it read and what it made, by path from the root.

    Parameters
    ----------
    stage : str
        The page's name.
    notebook : str
        The template.
    inputs, outputs : tuple of str
        Data that it read; the page and its results.
    parameters : dict
        The values that it was given.
    """

    stage: str
    notebook: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    parameters: dict[str, Any]


@dataclass(frozen=True)
class Contents:
    """Everything that a crate is made of.

    Parameters
    ----------
    cohort : str
        Name of the cohort.
    info : CohortInfo
        What `cohort.yml` says.
    study : Study
        What `data/study.yml` says.
    citation : Citation
        What `CITATION.cff` says.
    tables : tuple of str
        The cohort's tables.
    files : dict of str to bytes
        By path from the root; line ends as on Linux, so that a crate is the same
        wherever it was packed.
    runs : tuple of Run
        One for each executed page.
    """

    cohort: str
    info: CohortInfo
    study: Study
    citation: Citation
    tables: tuple[str, ...]
    files: dict[str, bytes]
    runs: tuple[Run, ...]


def collect(project: Project, cohort: str) -> Contents:
    """Gather what a cohort's crate holds.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str
        Name of the cohort.

    Returns
    -------
    Contents
        Tables, pages and results that are recorded, with all they were made from.

    Raises
    ------
    BuildError
        Where a page is not what its record says, another cohort's private data would go
        with it, or the folder does not hold the package.
    DataError
        Where the cohort's files do not meet the contract.
    """
    project.check_cohort_name(cohort)
    if not (project.root / "analysis" / "senco").is_dir():
        raise BuildError(
            "A deposit contains the package that made its pages (analysis/senco), and this "
            "study's folder does not: deposits are packed in a checkout that has it. Until a "
            "study of its own can be packed, deposit its folder, without _build and anything "
            "private."
        )
    info = read_info(cohort, project)
    _check_others(project, cohort)
    tasks = plan(project, [cohort])
    problems = [problem for task in tasks for problem in _check_page(project, task)]
    if problems:
        raise BuildError(
            "\n".join(problems) + f"\nThe pages have to be made again: senco run {cohort} --force"
        )
    runs = tuple(_read_run(project, task) for task in tasks if _is_run(task))
    tables = tuple(t for t in TABLES if (project.cohort(cohort) / f"{t}.csv").is_file())
    return Contents(
        cohort=cohort,
        info=info,
        study=load_study(project),
        citation=load_citation(project),
        tables=tables,
        files=_read_files(project, _list_files(project, cohort, tables, tasks, runs)),
        runs=runs,
    )


def _check_others(project: Project, cohort: str) -> None:
    """Raise BuildError where a crate would hold another cohort's private data."""
    for name in _list_others(project, cohort):
        if read_info(name, project).provenance == "collected":
            raise BuildError(
                f"The pages of '{cohort}' are compared with '{name}', which is collected and "
                "private, and a deposit would contain both. Remove it from `others` in "
                f"data/cohorts/{cohort}/cohort.yml, and type: senco build {cohort}"
            )


def _list_others(project: Project, cohort: str) -> list[str]:
    found = {name for stage in STAGES for name in find_others(cohort, stage, project)}
    return sorted(found - {cohort})


def _is_run(task: PageTask) -> bool:
    return any(path.suffix == ".ipynb" for path in task.products)


def _check_page(project: Project, task: PageTask) -> list[str]:
    """Say where a page, its results or its inputs are not what its record says."""
    products = task.products
    missing = [f"{project.label(path)} does not exist." for path in products if not path.exists()]
    if missing or not _is_run(task):
        return missing
    record = _load_record(products[1] / "run.json")
    recorded = record.get("inputs", {})
    now = {name: _digest_packed(project, name) for name in map(project.label, task.inputs)}
    changed = [name for name in sorted(recorded | now) if recorded.get(name) != now.get(name)]
    if record.get("parameters") != {"cohort": _cohort_of(task), **json.loads(task.settings)}:
        changed.append(project.relative(project.cohort(_cohort_of(task)) / "cohort.yml"))
    problems = [f"{task.name}: {name} has changed since." for name in changed[:3]]
    folder = products[0].parent
    made = {folder / path: value for path, value in record.get("outputs", {}).items()}
    if not {products[0]} <= made.keys():
        problems.append(f"{task.name}: its run.json does not say what was made.")
    for path, value in made.items():
        if not path.is_file() or path.is_symlink() or digest(path) != value:
            problems.append(f"{project.relative(path)} is not what the notebook made.")
    return problems


def _digest_packed(project: Project, name: str) -> str | None:
    """The digest of what a crate holds of an input: the checkout's, wherever senco runs from."""
    path = project.root / name
    return digest(path) if path.is_file() else None


def _cohort_of(task: PageTask) -> str:
    return task.name.partition("/")[0]


def _load_record(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _read_run(project: Project, task: PageTask) -> Run:
    page, results = task.products
    return read_run(_load_record(results / "run.json"), page.stem, project.relative(page.parent))


def read_run(record: dict[str, Any], stage: str, folder: str) -> Run:
    """Read what a page's `run.json` tells of its notebook's run.

    Parameters
    ----------
    record : dict
        As it was written.
    stage : str
        The page's name.
    folder : str
        The folder of the cohort's pages, from the root.

    Returns
    -------
    Run
        The notebook, what it read and what it made.

    Raises
    ------
    KeyError, StopIteration
        Where it does not tell.
    """
    inputs = [path for path in record["inputs"] if path.startswith("data/")]
    notebook = next(path for path in record["inputs"] if path.endswith(".ipynb"))
    outputs = [f"{folder}/{path}" for path in record["outputs"]]
    outputs.append(f"{folder}/results/{stage}/run.json")
    return Run(
        stage=stage,
        notebook=notebook,
        inputs=tuple(sorted(inputs)),
        outputs=tuple(sorted(outputs)),
        parameters=record["parameters"],
    )


def _list_files(
    project: Project,
    cohort: str,
    tables: tuple[str, ...],
    tasks: list[PageTask],
    runs: tuple[Run, ...],
) -> set[str]:
    """Every file by its role: what only lies in one of the folders has none."""
    package = (project.relative(path) for path in list_package(project))
    words = (f"{WORDS}/{name}" for name in WORD_LISTS)
    wanted = {*FIXED, *package, *words}
    wanted |= {f"data/cohorts/{cohort}/{table}.csv" for table in tables}
    wanted.add(f"data/cohorts/{cohort}/cohort.yml")
    for other in _list_others(project, cohort):
        # whole, though its pages read a part: a cohort is checked before it is compared with
        places = [project.cohort(other) / f"{table}.csv" for table in TABLES]
        places.append(project.cohort(other) / "cohort.yml")
        wanted |= {project.relative(place) for place in places if place.is_file()}
    for stage in STAGES:
        templates = (project.notebooks / f"{name}.ipynb" for name in stage.notebooks)
        wanted |= {project.relative(path) for path in templates if path.is_file()}
    for run in runs:
        wanted |= {*run.inputs, *run.outputs}
    for task in tasks:
        wanted |= set(map(project.label, task.inputs))
        if not _is_run(task):
            wanted |= set(map(project.relative, task.products))
    return wanted


def _read_files(project: Project, wanted: set[str]) -> dict[str, bytes]:
    files = {}
    for name in sorted(wanted):
        path = project.root / name
        if path.is_symlink() or not path.is_file():
            raise BuildError(f"{name} is missing, or a link: a crate needs the file itself.")
        files[name] = path.read_bytes().replace(b"\r\n", b"\n")
    return files


def sha256(content: bytes) -> str:
    """Return the SHA-256 of a file's content.

    Parameters
    ----------
    content : bytes
        As it is packed.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    return hashlib.sha256(content).hexdigest()
