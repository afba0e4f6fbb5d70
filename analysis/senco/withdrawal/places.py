"""Every place where a cohort leaves anything: the one list of them.

A module that writes a cohort's data, pages or name to a new place adds it here;
`tests/withdrawal/test_withdrawal.py` holds that for `_build` and `.work`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from glob import escape
from pathlib import Path

from senco.workspace.paths import Project

#: What researchers and their programs keep under the cohort's name in the project's folder.
OWN_FILES = (
    "{}.xlsx", "{}.xlsm", "~${}.xlsx", "~${}.xlsm", ".~lock.{}.xlsx#", ".~lock.{}.xlsm#",
    "{}-settle.xlsx", "~${}-settle.xlsx", ".~lock.{}-settle.xlsx#", "{}.pdf", "{}.html",
    "{}.qdpx", "{}.qdc", "{}.docx", "~${}.docx", ".~lock.{}.docx#", "{}-jats.zip",
)  # fmt: skip
#: What is left where writing one of these was broken off; the end of the name varies.
HALF_FILES = (
    ".{}.zip.*", ".{}.pdf.*", ".{}.html.*", ".{}.qdpx.*", ".{}.docx.*", ".{}-jats.zip.*",
)  # fmt: skip
#: A book in one file, beside the site that it was made from: how its name ends, and what it is.
PAPERS = {".pdf": "a PDF", ".docx": "a Word document", "-jats.zip": "JATS"}


@dataclass(frozen=True)
class Place:
    """A file or folder that holds something of a cohort.

    Parameters
    ----------
    path : Path
        Where.
    what : str
        What of the cohort lies there; or, of a place that stays, what to do.
    shared : bool
        Whether its name is the same for every cohort.
    """

    path: Path
    what: str
    shared: bool = field(default=False, kw_only=True)


def list_places(project: Project, name: str) -> list[Place]:
    """Return the places that are a cohort's alone, as far as they are there.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        The cohort; neither its data nor its pages need be there.

    Returns
    -------
    list of Place
        The tables first: nothing else of a cohort says as much.
    """
    known = [*_list_own(project, name), *_list_built(project, name), *_list_files(project, name)]
    return [place for place in known if os.path.lexists(place.path)]


def _list_own(project: Project, name: str) -> Iterator[Place]:
    tables, pages, work = project.cohort(name), project.pages(name), project.root / ".work"
    yield Place(tables, "its tables and signatures")
    yield Place(pages, "its pages and their results")
    for folder in (tables.parent, pages.parent):  # a move from another disk that was broken off
        yield from _glob(folder, f".{escape(name)}.*", "half of a copy")
    if (work / name).is_dir():  # a cohort may be called "lock", which is a file of the build's
        yield Place(work / name, "pages that were being made")
    yield Place(work / f"import-{name}", "an import that was interrupted")
    yield Place(work / "gather", "a deposit that was being gathered", shared=True)
    yield Place(project.deposit(name), "which draft and record of a repository are its")
    # of all books: one may show another cohort
    yield Place(work / "_kept", "what builds of sites left for the next", shared=True)
    for folder in list_hand_runs(project):
        yield Place(folder / name, "results of notebooks run by hand")


def list_hand_runs(project: Project) -> list[Path]:
    """Return the folders that hold the results of notebooks run by hand, by cohort.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    list of Path
        Beside what papermill and JupyterLab run, and for pages run where they lie.
    """
    places = (project.root, project.notebooks, project.root / "_build")
    return [place / "results" for place in places]


def _list_built(project: Project, name: str) -> Iterator[Place]:
    build = project.root / "_build"
    yield Place(build / "private" / name, "its private book")
    for kind, what in PAPERS.items():
        yield Place(build / "private" / f"{name}{kind}", f"its private book as {what}")
        half = _glob(build / "private", f".{escape(name)}{kind}.*", f"half of a book as {what}")
        yield from half
    yield Place(build / "public" / name, "its book that may be published")
    yield Place(build / "deposit" / name, "its deposit, prepared")
    yield Place(build / "deposit" / f".{name}.new", "its deposit, half prepared")
    yield Place(build / "failed" / name, "notebooks that failed")
    # no build is running while a cohort is removed
    yield from _glob(build, "new*", "a book that was not finished")
    yield Place(build / "pdf", "a book as a PDF that was not finished")
    yield Place(build / "memory.json", "digests of texts that were clear")
    for file in ("memory.json", "manifest.jsonl"):
        yield from _glob(build, f".{file}.*", "a half-written cache or manifest")


def _list_files(project: Project, name: str) -> Iterator[Place]:
    for file in OWN_FILES:
        path = project.root / file.format(name)
        if path.is_symlink() or not path.is_dir():
            yield Place(path, "a file under its name")
    for file in HALF_FILES:
        yield from _glob(project.root, file.format(escape(name)), "half of a file under its name")
    for place in _glob(Path(tempfile.gettempdir()), "senco-verify-*", "a deposit being checked"):
        if is_own(place.path) and (place.path / "run" / "data" / "cohorts" / name).is_dir():
            yield place


def _glob(folder: Path, pattern: str, what: str) -> Iterator[Place]:
    yield from (Place(path, what) for path in sorted(folder.glob(pattern)))


def is_own(folder: Path) -> bool:
    """Return whether a folder is this user's, in a place where others make folders too.

    Parameters
    ----------
    folder : Path
        A folder; a link to one is nobody's own.

    Returns
    -------
    bool
        On Windows, whose temporary folder is each user's own, always for a folder.
    """
    if folder.is_symlink() or not folder.is_dir():
        return False
    return os.name == "nt" or folder.lstat().st_uid == os.getuid()
