"""Where a new cohort starts: its name, its folder or its workbook."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from senco.cohort.loading import load_contract, load_study
from senco.cohort.tables import read_table
from senco.errors import SencoError
from senco.intake.formats.choices import Choice
from senco.intake.formats.form import write_workbook
from senco.intake.formats.template import write_criteria_alone, write_folder, write_headings
from senco.workspace.files import set_access, write_bytes_atomically
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
            f"'{name:.60}' cannot be a cohort's name: use letters, digits and hyphens between "
            "them, at most 40 characters, such as my-county-2026."
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
        raise SencoError(f"A cohort '{name}' already exists. Choose another name.")


def is_waiting(name: str, project: Project) -> bool:
    """Whether a cohort is there and has no table yet, as where criteria came first.

    Parameters
    ----------
    name : str
        The name.
    project : Project
        The checkout.

    Returns
    -------
    bool
        False where there is no such cohort.
    """
    folder = project.cohort(name)
    return (folder / "cohort.yml").is_file() and not any(folder.glob("*.csv"))


def make_cohort(name: str, project: Project) -> Path:
    """Make a new cohort's folder with cohort.yml and the tables' headings.

    Parameters
    ----------
    name : str
        Letters, digits and hyphens; or a cohort that has no table yet, which gets them.
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
    contract = load_contract(project)
    if is_waiting(name, project):
        write_headings(project.cohort(name), contract)
        set_access(project.cohort(name), private=True)
        return project.cohort(name)
    return _make_folder(name, project, lambda folder: write_folder(folder, contract))


def make_criteria(name: str, project: Project, day: date) -> Path:
    """Make a new cohort's folder with cohort.yml alone, in which criteria are laid down.

    Parameters
    ----------
    name : str
        Letters, digits and hyphens.
    project : Project
        The checkout.
    day : date
        On which they are written down.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    SencoError
        Where the name cannot be, or is taken.
    """
    return _make_folder(name, project, lambda folder: write_criteria_alone(folder, day))


def _make_folder(name: str, project: Project, write: Callable[[Path], None]) -> Path:
    check_new_name(name, project)
    folder = project.cohort(name)
    folder.parent.mkdir(exist_ok=True)
    # whole or not at all: half of a cohort would keep its name taken
    with tempfile.TemporaryDirectory(prefix=f".{name}.", dir=folder.parent) as place:
        made = Path(place) / name
        write(made)
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
        Letters, digits and hyphens; or a cohort that has no table yet.
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
        Where the name cannot be, or the file already exists.
    """
    if not is_waiting(name, project):
        check_new_name(name, project)
    path = folder / f"{name}.xlsx"
    if path.exists():
        raise SencoError(f"A file {path.name} already exists. Move it, or choose another name.")
    choices = list_choices(project)
    made = write_workbook(name, load_contract(project), load_study(project), choices)
    write_bytes_atomically(path, made, private=True)
    return path


def list_choices(project: Project) -> list[Choice]:
    """Return the keys of the study among which columns of a workbook choose.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    list of Choice
        The study's influences; of the reference cohort, as far as it has them, the codes,
        constructs and claims.
    """
    study = load_study(project)
    influences = tuple((one.id, f"{one.label}: {one.definition}") for one in study.influences)
    choices = [Choice("influences", "same_as", "key influence of the study", influences)]
    for table, key, column, told, strict in _OFFERED:
        rows = _list_keys(study.reference_cohort, table, key, told, project)
        if rows:
            choices.append(Choice(table, column, f"{key} of the study", rows, strict))
    return choices


#: What the reference cohort offers: a table, its key, the column that chooses among them, what
#: tells what each is, and whether nothing else may stand there.
_OFFERED = (
    ("codes", "code", "code", "label", False),
    ("constructs", "construct", "same_as", "label", True),
    ("claims", "claim", "same_as", "gist", True),
)


def _list_keys(
    cohort: str, table: str, key: str, told: str, project: Project
) -> tuple[tuple[str, str], ...]:
    path = project.cohort(cohort) / f"{table}.csv"
    given = read_table(project.read(path), path.name)[0] if cohort and path.is_file() else None
    if given is None or not {key, told} <= set(given.columns):
        return ()
    return tuple(zip(given.columns[key], given.columns[told], strict=True))
