"""One notebook, run by papermill for one cohort and put where the book finds it."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from senco.book.runs import check_parameters, read_defaults
from senco.cohort.loading import load_study, read_info
from senco.cohort.stages import Stage
from senco.errors import BuildError, explain_printed_error
from senco.execution.prose import write_prose
from senco.locale import load_catalogue
from senco.text.markdown import escape_markdown
from senco.workspace.files import make_private_folder, move, set_access, write_atomically
from senco.workspace.paths import Project

#: A cell that runs longer than this is taken to hang.
CELL_TIMEOUT_SECONDS = 1800


def run_notebook(
    project: Project,
    cohort: str,
    stage: Stage,
    template: Path,
    parameters: dict[str, Any],
    inputs: list[Path],
) -> None:
    """Run a stage's notebook for a cohort; its page and results replace the old ones.

    Everything is made in a folder of its own and moved when it is whole, so that a
    page that fails, or a process that is killed, leaves the old one as it was.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str
        Name of the cohort.
    stage : Stage
        The stage.
    template : Path
        The notebook.
    parameters : dict
        Values for the cell tagged ``parameters``, beside ``cohort``.
    inputs : list of Path
        The files that the page depends on, for its `run.json`.

    Raises
    ------
    BuildError
        Names the cohort, the stage and the cell that failed; the notebook as far
        as it came is kept under `_build/failed`.
    """
    check_parameters(parameters, read_defaults(template), stage.name)
    parent = project.root / ".work" / cohort
    make_private_folder(parent)
    # a folder of its own: a cluster's worker may still be at a page that nobody waits for
    staging = Path(tempfile.mkdtemp(prefix=f"{stage.name}-", dir=parent))
    try:
        _make_page(project, cohort, stage, template, parameters, inputs, staging)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _make_page(
    project: Project,
    cohort: str,
    stage: Stage,
    template: Path,
    parameters: dict[str, Any],
    inputs: list[Path],
    staging: Path,
) -> None:
    own = {
        "SENCO_ROOT": str(project.root),
        "SENCO_RESULTS": str(staging),
    }
    page = _execute(project, cohort, stage, template, staging / "page.ipynb", parameters, own)
    made = staging / stage.name
    made.mkdir(exist_ok=True)
    study, kind = load_study(project), read_info(cohort, project).provenance
    words, told = study.list_words(), load_catalogue(study.language)
    write_prose(page, _read_values(made), words, f"{cohort}, {template.name}", told, kind)
    text = nbformat.writes(tidy(page)) + "\n"
    outputs = {f"{stage.name}.ipynb": hashlib.sha256(text.encode()).hexdigest()}
    outputs |= {f"results/{stage.name}/{path.name}": digest(path) for path in made.iterdir()}
    record = record_run(project, cohort, stage, parameters, inputs, outputs)
    write_atomically(made / "run.json", record)
    write_atomically(staging / "page.ipynb", text)
    _publish(project, cohort, stage, made, staging / "page.ipynb")


def _read_values(results: Path) -> dict[str, Any]:
    """What a notebook saved for its sentences."""
    place = results / "values.json"
    values: dict[str, Any]
    values = json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
    return values


def tidy(page: NotebookNode) -> NotebookNode:
    """Return an executed notebook without anything that varies from run to run.

    Times, durations, paths and the version of Python go; what a figure's cell told
    of itself becomes the caption and the alternative text that the book prints.

    Parameters
    ----------
    page : NotebookNode
        As papermill left it.

    Returns
    -------
    NotebookNode
        The same notebook, changed in place.
    """
    page.metadata.pop("papermill", None)
    page.metadata.get("language_info", {}).pop("version", None)
    for number, cell in enumerate(page.cells):
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"
            cell.metadata.tags.append("remove-input")
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            # what a library says on stderr may hold paths and belongs on no page
            cell.outputs = [out for out in cell.outputs if out.get("name") != "stderr"]
            _describe_outputs(cell)
        cell.setdefault("id", f"cell-{number:02d}")
    return page


def _describe_outputs(cell: NotebookNode) -> None:
    """Take name, caption and text from each figure, and the file of a table that is shown in part.

    The cell's own are those of the first figure.
    """
    drawn = []
    for output in cell.outputs:
        metadata = output.get("metadata", {}).pop("senco", None)
        if metadata and metadata["kind"] == "figure":
            output.metadata["mystnb"] = {
                "figure": {
                    "name": metadata["place"],
                    "caption": escape_markdown(metadata["caption"]),
                },
                "image": {"alt": metadata["alt"]},
            }
            if metadata.get("panel"):
                output.metadata["mystnb"]["panel"] = metadata["panel"]
            drawn.append(output)
        elif metadata and "file" in metadata:
            output.metadata["mystnb"] = {"file": metadata["file"]}
    if drawn:
        cell.metadata["mystnb"] = drawn[0].metadata["mystnb"]
    if len(drawn) == 1:  # it is said once, where MyST-NB looks for it
        del drawn[0].metadata["mystnb"]


def _execute(
    project: Project,
    cohort: str,
    stage: Stage,
    template: Path,
    page: Path,
    parameters: dict[str, Any],
    environment: dict[str, str],
) -> NotebookNode:
    from papermill.exceptions import PapermillExecutionError

    from senco.execution.kernel import engine

    try:
        return engine.execute_notebook(
            template, page, {"cohort": cohort, **parameters}, environment, CELL_TIMEOUT_SECONDS
        )
    except PapermillExecutionError as error:
        kept = _keep_failed(project, cohort, stage, page)
        raise BuildError(
            f"{cohort}, {stage.name}, cell {error.exec_count}: {error.ename}: {error.evalue}\n"
            f"{_advise(error.ename, error.evalue)}The notebook as far as it came: {kept}"
        ) from None
    except Exception as error:
        kept = _keep_failed(project, cohort, stage, page)
        raise BuildError(
            f"{cohort}, {stage.name}: {type(error).__name__}: {error}\n"
            f"{_advise(type(error).__name__, str(error))}The notebook as far as it came: {kept}"
        ) from None


def _advise(name: str, text: str) -> str:
    """What to do about an error that is not the notebook's own fault; else nothing."""
    if name in ("MemoryError", "DeadKernelError"):
        ended = "" if name == "MemoryError" else "Its process was ended from outside. "
        return f"{ended}Memory probably ran out: make fewer pages at once (--jobs 1).\n"
    message = explain_printed_error(text)
    return f"{message}\n" if message else ""


def _keep_failed(project: Project, cohort: str, stage: Stage, page: Path) -> str:
    kept = project.root / "_build" / "failed" / cohort / f"{stage.name}.ipynb"
    if not page.is_file():
        return "none, the kernel did not start"
    try:
        make_private_folder(kept.parent)
        shutil.copyfile(page, kept)
        set_access(kept, private=True)
    except OSError as error:
        return f"none ({error.strerror})"
    return project.relative(kept)


def record_run(
    project: Project,
    cohort: str,
    stage: Stage,
    parameters: dict[str, Any],
    inputs: list[Path],
    outputs: dict[str, str],
) -> str:
    """Return what a page was made from and what was made, as JSON without times.

    Parameters
    ----------
    project, cohort, stage, parameters, inputs
        As in `run_notebook`.
    outputs : dict of str to str
        SHA-256 of the page and of every result, by path from the cohort's pages.

    Returns
    -------
    str
        Cohort, stage, parameters and the SHA-256 of every input and output, by path.
    """
    digests = {project.label(path): digest(path) for path in sorted(inputs)}
    record = {
        "cohort": cohort,
        "stage": stage.name,
        "parameters": {"cohort": cohort, **parameters},
        "inputs": digests,
        "outputs": outputs,
    }
    return json.dumps(record, indent=1, sort_keys=True) + "\n"


def digest(path: Path, read: Callable[[Path], bytes] = Path.read_bytes) -> str:
    """Return the SHA-256 of a file, the same whichever line ends it has.

    Parameters
    ----------
    path : Path
        The file.
    read : callable
        Returns what it holds.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    content = read(path).replace(b"\r\n", b"\n")
    return hashlib.sha256(content).hexdigest()


def _publish(project: Project, cohort: str, stage: Stage, made: Path, page: Path) -> None:
    """Move the results, then the page, to where the book looks for them: nothing is copied."""
    results, folder = project.results(cohort, stage.name), project.pages(cohort)
    private = read_info(cohort, project).provenance == "collected"
    if private:
        make_private_folder(folder)
    results.mkdir(parents=True, exist_ok=True)
    names = {path.name for path in made.iterdir()}
    for old in results.iterdir():
        if old.name not in names:
            old.unlink()
    for name in sorted(names):
        move(made / name, results / name)
    move(page, folder / f"{stage.name}.ipynb")
    (folder / f"{stage.name}.md").unlink(missing_ok=True)  # version 0.1.0 left one there
    for place in (folder, results.parent, folder / f"{stage.name}.ipynb"):
        set_access(place, private=private, inside=False)
    set_access(results, private=private)
