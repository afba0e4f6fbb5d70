"""The book: pages in, a site out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from senco.cohort import load_cohort, load_study
from senco.errors import BuildError
from senco.evidence import list_influences, replace_between, write_claims
from senco.peers import write_page
from senco.project import Project
from senco.schema import describe_contract

#: Sphinx writes the year of its build into the pages; this fixes it.
_FIXED_TIME = "1767225600"  # the first of January 2026

#: So many of Sphinx's complaints are shown; the first is most often the cause of the others.
MAXIMUM_COMPLAINTS = 20


def describe_pages(project: Project) -> dict[Path, str]:
    """Return the pages that are made from the data alone, without a notebook.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    dict of Path to str
        `data/README.md`, the page of claims, the kit's coding sheet, and the comparison
        of grid indices with another program.
    """
    study = load_cohort(load_study(project).reference_cohort, project=project)
    peer = project.root / "data" / "peers" / "openrepgrid"
    sheet = project.root / "book" / "kit" / "coding-sheet.md"
    text = sheet.read_text(encoding="utf-8")
    return {
        project.root / "data" / "README.md": describe_contract(project.contract),
        project.root / "book" / "evidence" / "claims.md": write_claims(study),
        sheet: replace_between(text, "influences", list_influences(study)),
        project.root / "book" / "methods" / "grids.md": write_page(
            (peer / "grids.csv").read_text(encoding="utf-8"),
            (peer / "results.csv").read_text(encoding="utf-8"),
        ),
    }


def build_book(project: Project) -> Path:
    """Assemble the executed pages and the prose into `_build/html`.

    The site is built from nothing in a folder of its own, with every warning an
    error, and takes the place of the old one only when it is whole.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    Path
        The page to open first.

    Raises
    ------
    BuildError
        What Sphinx complained of; the old site is kept.
    """
    new = project.root / "_build" / "new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    start = "from jupyter_book.cli.main import main; main()"  # the same on every system
    command = [sys.executable, "-c", start, "build", str(project.root)]
    command += ["--path-output", str(new), "--warningiserror", "--nitpick", "--keep-going"]
    run = subprocess.run(
        command,
        env={**os.environ, "SOURCE_DATE_EPOCH": _FIXED_TIME, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode or not (new / "_build" / "html" / "index.html").is_file():
        raise BuildError("The book was not built:\n" + _read_complaints(run, project))
    site = project.root / "_build" / "html"
    shutil.rmtree(site, ignore_errors=True)
    (new / "_build" / "html").replace(site)
    shutil.rmtree(new)
    return site / "index.html"


def _read_complaints(run: subprocess.CompletedProcess[str], project: Project) -> str:
    """Return Sphinx's warnings and errors, one a line, paths from the root."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", run.stderr + run.stdout)
    text = text.replace(f"{project.root}{os.sep}", "")
    lines = [line for line in text.splitlines() if "WARNING" in line or "ERROR" in line]
    lines = list(dict.fromkeys(lines))
    shown = lines[:MAXIMUM_COMPLAINTS]
    if len(lines) > len(shown):
        shown.append(f"and {len(lines) - len(shown)} more")
    return "\n".join(shown) or text[-2000:]
