"""The book: pages in, a site out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from senco.errors import BuildError
from senco.project import Project

#: Sphinx writes the year of its build into the pages; this fixes it.
_FIXED_TIME = "1767225600"  # the first of January 2026


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
    return "\n".join(dict.fromkeys(lines)) or text[-2000:]
