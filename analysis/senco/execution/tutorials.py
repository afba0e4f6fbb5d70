"""The tutorials of the library's chapter, run where they stand beside their data."""

from __future__ import annotations

import re
import shutil
from contextlib import chdir
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from senco.book.results import settle_svg
from senco.execution.kernel import engine
from senco.execution.notebook import CELL_TIMEOUT_SECONDS, tidy
from senco.workspace.files import make_private_folder, write_atomically
from senco.workspace.paths import Project

FOLDER = Path("book", "library", "tutorials")
#: The fonts that matplotlib names in each text of a drawing; the first is enough.
_FONTS = re.compile(r"(font-family: '[^']*'|font: [^;\"]*?'[^']*')(?:, '[^']*')+, sans-serif")


def run_tutorials(project: Project) -> list[Path]:
    """Run each tutorial, and keep it with what it shows.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    list of Path
        The notebooks, in the order of their names.

    Raises
    ------
    papermill.exceptions.PapermillExecutionError
        Where a cell failed; the notebook stays as it was.
    """
    staging = project.root / ".work" / "tutorials"
    make_private_folder(staging)
    notebooks = sorted((project.root / FOLDER).glob("*.ipynb"))
    with chdir(project.root / FOLDER):
        for path in notebooks:
            made = engine.execute_notebook(path, staging / path.name, {}, {}, CELL_TIMEOUT_SECONDS)
            write_atomically(path, nbformat.writes(settle_figures(tidy(made))) + "\n")
    shutil.rmtree(staging)
    return notebooks


def settle_figures(page: NotebookNode) -> NotebookNode:
    """Make a notebook's drawings the same on every machine.

    Parameters
    ----------
    page : NotebookNode
        A notebook that was run.

    Returns
    -------
    NotebookNode
        The same notebook, changed in place.
    """
    for cell in page.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/svg+xml" in data:
                told = cell.metadata["mystnb"]["image"]["alt"]
                drawing = _FONTS.sub(r"\1, sans-serif", data["image/svg+xml"])
                data["image/svg+xml"] = settle_svg(drawing, told)
                data["text/plain"] = told
    return page
