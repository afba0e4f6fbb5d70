"""Where a new cohort starts: its name, its folder or its workbook."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from senco.cohort.loading import load_contract, load_study
from senco.errors import SencoError
from senco.intake.formats.template import write_folder, write_workbook
from senco.workspace.files import write_bytes_atomically
from senco.workspace.paths import Project

_NAME = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
#: Names that Windows keeps for itself.
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10)),
}


def check_name(name: str) -> None:
    """Raise an error where a name cannot be a cohort's.

    Parameters
    ----------
    name : str
        The name.

    Raises
    ------
    SencoError
        With what a name may be.
    """
    if not _NAME.fullmatch(name) or len(name) > 40 or name.casefold() in _RESERVED:
        raise SencoError(
            f"'{name:.60}' cannot be a cohort's name: take letters, digits and hyphens between "
            "them, at most 40, such as my-county-2026."
        )


def check_new_name(name: str, project: Project) -> None:
    """Raise an error where a new cohort cannot have this name.

    Parameters
    ----------
    name : str
        The name.
    project : Project
        The checkout.

    Raises
    ------
    SencoError
        With what a name may be.
    """
    check_name(name)
    places = project.cohort("")
    taken = {path.name.casefold() for path in places.iterdir()} if places.is_dir() else set()
    if name.casefold() in taken:
        raise SencoError(f"There is a cohort '{name}' already. Take another name.")


def make_cohort(name: str, project: Project) -> Path:
    """Make a new cohort's folder with cohort.yml and the tables' headings.

    Parameters
    ----------
    name : str
        Letters, digits and hyphens.
    project : Project
        The checkout.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    SencoError
        Where the name cannot be, or is taken.
    """
    check_new_name(name, project)
    folder = project.cohort(name)
    folder.parent.mkdir(exist_ok=True)
    # whole or not at all: half of a cohort would keep its name taken
    with tempfile.TemporaryDirectory(prefix=f".{name}.", dir=folder.parent) as place:
        made = Path(place) / name
        write_folder(made, load_contract(project))
        try:
            made.rename(folder)
        except OSError:  # another process was faster
            check_new_name(name, project)
            raise
    return folder


def make_workbook(name: str, project: Project, folder: Path) -> Path:
    """Make a new cohort's workbook.

    Parameters
    ----------
    name : str
        Letters, digits and hyphens.
    project : Project
        The checkout.
    folder : Path
        Where to put it.

    Returns
    -------
    Path
        The file, `NAME.xlsx`.

    Raises
    ------
    SencoError
        Where the name cannot be, or the file is there.
    """
    check_new_name(name, project)
    path = folder / f"{name}.xlsx"
    if path.exists():
        raise SencoError(f"There is a file {path.name} already. Move it, or take another name.")
    made = write_workbook(name, load_contract(project), load_study(project))
    write_bytes_atomically(path, made, private=True)
    return path
