"""A folder of a cohort's tables in other programs' formats."""

from __future__ import annotations

import shutil
from pathlib import Path

from senco.cohort.compared import find_cohort
from senco.conversion.networks import draw_up, format_networks
from senco.conversion.tables import write_codings, write_grids, write_rankings
from senco.errors import SencoError
from senco.workspace.files import make_private_folder, set_access, write_atomically
from senco.workspace.paths import Project


def convert(name: str, folder: Path, project: Project) -> tuple[list[str], list[str]]:
    """Write what other programs read of a cohort.

    Parameters
    ----------
    name : str
        The cohort, or its folder.
    folder : Path
        To be made; its files are readable by their owner alone.
    project : Project
        The checkout.

    Returns
    -------
    files : list of str
        Their names.
    notes : list of str
        What a format does not keep.

    Raises
    ------
    SencoError
        Where the folder is there already, or lies where the book is made; where the cohort
        contains nothing that another program can read.
    DataError
        Where its tables are not in order.
    """
    if folder.exists():
        raise SencoError(f"{folder.name} already exists. Name another folder, or move it away.")
    for made in ("book", "data"):
        if folder.resolve().is_relative_to(project.root / made):
            raise SencoError(f"Nothing is written into {made}/. Name a folder outside of it.")
    cohort = find_cohort(name, project)
    make_private_folder(folder)
    try:
        write_rankings(cohort, folder)
        notes = write_grids(cohort, folder)
        write_codings(cohort, folder)
        for file, text in format_networks(draw_up(cohort, project)).items():
            write_atomically(folder / file, text, private=True)
        set_access(folder, private=True)
        written = sorted(path.name for path in folder.iterdir())
    except BaseException:  # all of it, or nothing
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if not written:
        folder.rmdir()
        raise SencoError(f"Cohort '{cohort.name}' contains nothing that another program can read.")
    return written, notes
