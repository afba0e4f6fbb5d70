"""One run of a notebook: whether it is the right one, its parameters, where its results go.

The build chooses the notebook, names the folder of the results and passes the
parameters of `cohort.yml`. Whoever runs a notebook by hand does none of this, so it
is seen to here.
"""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from senco.cohort.model import Cohort
from senco.cohort.stages import TYING, find_stage
from senco.errors import BuildError, SencoError, suggest
from senco.text.markdown import drop_links
from senco.workspace.paths import Project, find_project

#: The first line of the cell in which papermill passes parameters.
_PASSED = "# Parameters"


def check_notebook(cohort: Cohort, notebook: str) -> None:
    """Refuse a notebook that the build would not run for a cohort.

    Parameters
    ----------
    cohort : Cohort
        With the tables that the stage reads.
    notebook : str
        The notebook's name, such as ``"50_reported"``.

    Raises
    ------
    SencoError
        Where another notebook makes this cohort's page, or where the cohort lacks what
        every one of them needs.
    """
    stage = find_stage(notebook)
    kind = cohort.info.provenance
    chosen = choose_notebook(cohort, stage.name)
    if chosen == notebook:
        return
    if chosen is None:
        raise SencoError(
            f"{notebook}.ipynb cannot be run for '{cohort.name}', which lacks what the question "
            f"needs: {stage.describe_needed(kind)}. "
            f"{drop_links(stage.explain_absence(cohort.study, kind))}".strip()
        )
    raise SencoError(
        f"{notebook}.ipynb is not the notebook for '{cohort.name}', a {kind} cohort: with the "
        f"tables that it has, its page {stage.name} is made by {chosen}.ipynb. Run that one."
    )


def choose_notebook(cohort: Cohort, stage: str) -> str | None:
    """Return the notebook that makes a page of a cohort.

    Parameters
    ----------
    cohort : Cohort
        With the tables that the stage reads.
    stage : str
        The page's name.

    Returns
    -------
    str or None
        None where the cohort lacks what every one of them needs.
    """
    bare = frozenset(table for table in TYING if not _has_influences(cohort, table))
    return find_stage(stage).find_notebook(frozenset(cohort.tables), cohort.info.provenance, bare)


def _has_influences(cohort: Cohort, table: str) -> bool:
    return table in cohort.tables and bool(cohort.tables[table]["influence"].notna().any())


def find_folder(stage: str, cohort: str, project: Project) -> Path:
    """Return the folder to which a run's results go.

    Parameters
    ----------
    stage : str
        The page's name.
    cohort : str
        The cohort's name.
    project : Project
        The checkout.

    Returns
    -------
    Path
        In the folder that the build names in ``SENCO_RESULTS``. Of a run by hand,
        ``results/COHORT/STAGE`` in the current folder, which with papermill is the
        caller's; for a page of the book that is run where it lies (as nbval does) in
        ``_build``, since beside it are the results that were committed.
    """
    named = os.environ.get("SENCO_RESULTS")
    if named:
        return Path(named) / stage
    place = Path.cwd()
    if place.resolve().is_relative_to((project.root / "book").resolve()):
        place = project.root / "_build"
    return place / "results" / cohort / stage


def read_defaults(template: Path) -> dict[str, Any]:
    """Return the parameters of a notebook with the values that stand in it.

    Parameters
    ----------
    template : Path
        The notebook; its cell tagged ``parameters`` holds literals.

    Returns
    -------
    dict
        By name, in the order of the cell; without ``cohort``.
    """
    cells = json.loads(template.read_text(encoding="utf-8"))["cells"]
    (source,) = [
        "".join(cell["source"])
        for cell in cells
        if "parameters" in cell["metadata"].get("tags", [])
    ]
    found = {
        target.id: ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return {name: value for name, value in found.items() if name != "cohort"}


def check_parameters(given: Iterable[str], known: Iterable[str], stage: str) -> None:
    """Refuse parameters of `cohort.yml` that a notebook does not have.

    Parameters
    ----------
    given : iterable of str
        Names that `cohort.yml` sets for the stage.
    known : iterable of str
        Names of the notebook's parameters.
    stage : str
        The page's name.

    Raises
    ------
    BuildError
        Names the first that is unknown, and those there are.
    """
    known = list(known)
    for name in given:
        if name not in known:
            listed = ", ".join(known) or "none"
            raise BuildError(
                f"cohort.yml sets '{name}' for {stage}, which has no such parameter "
                f"(it has: {listed}). {suggest(name, known)}".strip()
            )


def fill_parameters(
    cohort: Cohort, notebook: str, names: Mapping[str, Any], project: Project | None = None
) -> dict[str, Any]:
    """Return what `cohort.yml` sets for a notebook and nobody set for this run.

    Parameters
    ----------
    cohort : Cohort
        Whose page it is.
    notebook : str
        The notebook's name.
    names : mapping of str to object
        What the notebook has defined so far, its parameters among it: ``globals()``.
        ``In`` are the cells that were run, as IPython keeps them.
    project : Project, optional
        The checkout; by default the one around the current folder.

    Returns
    -------
    dict
        Values by the parameters' names. A parameter that papermill was given, or whose
        value is not the one that stands in the notebook, is left as it is.

    Raises
    ------
    BuildError
        Where `cohort.yml` sets a parameter that the notebook does not have.
    """
    defaults = read_defaults((project or find_project()).notebooks / f"{notebook}.ipynb")
    stage = find_stage(notebook).name
    own = cohort.info.parameters.get(stage, {})
    check_parameters(own, defaults, stage)
    changed = {name for name, value in defaults.items() if names.get(name, value) != value}
    given = changed | _list_passed(names.get("In", ()))
    return {name: value for name, value in own.items() if name not in given}


def _list_passed(cells: Iterable[str]) -> set[str]:
    """The names that papermill's own cell sets."""
    passed = [cell for cell in cells if cell.startswith(_PASSED)]
    nodes = [node for cell in passed for node in ast.parse(cell).body]
    targets = [target for node in nodes if isinstance(node, ast.Assign) for target in node.targets]
    return {target.id for target in targets if isinstance(target, ast.Name)}
