"""Which files a page is made from: what it reads, and every module that it runs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from senco.cohort.loading import read_language
from senco.cohort.stages import Stage
from senco.locale import find_catalogue
from senco.workspace.paths import PACKAGE, Project


def list_inputs(
    project: Project, cohort: str, stage: Stage, template: Path, others: Iterable[str] = ()
) -> list[Path]:
    """Return every file that a stage's page depends on.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str
        Name of the cohort.
    stage : Stage
        The stage.
    template : Path
        Its notebook for this cohort.
    others : iterable of str
        Names of the cohorts that it is compared with.

    Returns
    -------
    list of Path
        Notebook, tables and `cohort.yml` of every cohort, framework, contract, lock,
        catalogue of the study's language, modules.
    """
    folders = [project.cohort(name) for name in (cohort, *others)]
    tables = [folder / f"{table}.csv" for folder in folders for table in stage.reads]
    fixed = [folder / "cohort.yml" for folder in folders] + [project.study, project.contract]
    fixed += [project.root / "requirements.lock"]
    fixed += _list_catalogues(project)
    modules = list_modules(template)
    return [template, *(table for table in tables if table.is_file()), *fixed, *modules]


def list_modules(template: Path, folder: Path | None = None) -> list[Path]:
    """Return the files of this package that a notebook runs, directly or not.

    Parameters
    ----------
    template : Path
        A notebook.
    folder : Path, optional
        Where the package lies; by default the one that runs.

    Returns
    -------
    list of Path
        In the order of their names; with them `notebook.py`, which tidies the page.
    """
    import ast

    import nbformat

    graph = _import_graph()
    direct = {"senco.execution.notebook"}
    for cell in nbformat.read(template, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("senco"):
                direct |= {f"{node.module}.{alias.name}" for alias in node.names}
                direct.add(str(node.module))
    return _list_upstream(direct & graph.modules, folder or PACKAGE.parent)


def list_package(project: Project) -> list[Path]:
    """Return the files of this package that the command and the notebooks run.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    list of Path
        In the checkout, wherever the package that runs was installed, and in the order
        of their names; a module that nothing imports is left out.
    """
    # the command, what jupyter_client finds by its entry point, and what is run as a script
    entries = {"senco.cli"}
    entries |= {f"senco.execution.kernel.{name}" for name in ("cells", "preloaded", "provisioner")}
    own = project.root / "analysis"
    files = set(_list_upstream(entries, own))
    for template in sorted(project.notebooks.glob("*.ipynb")):
        files |= set(list_modules(template, own))
    package = own / "senco"
    for path in tuple(files):
        folders = [folder for folder in path.parents if folder.is_relative_to(package)]
        files |= {folder / "__init__.py" for folder in folders}
    files |= {package / "locale" / path.name for path in _list_catalogues(project)}
    return sorted(files)


def _list_catalogues(project: Project) -> list[Path]:
    """The file that translates the study's pages; none where they are in English."""
    catalogue = find_catalogue(read_language(project))
    return [catalogue] if catalogue else []


def _list_upstream(modules: set[str], folder: Path) -> list[Path]:
    """The files, below a folder, of modules and of all that they import."""
    graph = _import_graph()
    reached = set(modules)
    for module in modules:
        reached |= graph.find_upstream_modules(module)
    files = []
    for module in sorted(reached):
        place = folder.joinpath(*module.split("."))
        files.append(place / "__init__.py" if place.is_dir() else place.with_suffix(".py"))
    return files


@lru_cache(maxsize=1)
def _import_graph() -> Any:
    import grimp

    return grimp.build_graph("senco", cache_dir=None)
