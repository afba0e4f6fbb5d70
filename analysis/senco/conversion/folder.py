"""A folder of a cohort's tables in other programs' formats."""

from __future__ import annotations

from pathlib import Path

from senco.cohort.compared import find_cohort
from senco.conversion.networks import draw_up, format_networks
from senco.errors import SencoError
from senco.workspace.files import make_private_folder, write_bytes_atomically
from senco.workspace.paths import Project


def convert(name: str, folder: Path, project: Project) -> list[str]:
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
    list of str
        The names of the files.

    Raises
    ------
    SencoError
        Where the folder is there already, or lies where the book is made; where the cohort
        holds nothing that another program reads.
    DataError
        Where its tables are not in order.
    """
    if folder.exists():
        raise SencoError(f"{folder.name} is there already. Name another folder, or move it away.")
    for made in ("book", "data"):
        if folder.resolve().is_relative_to(project.root / made):
            raise SencoError(f"Nothing is written into {made}/. Name a folder outside of it.")
    cohort = find_cohort(name, project)
    files = {
        file: text.encode() for file, text in format_networks(draw_up(cohort, project)).items()
    }
    if not files:
        raise SencoError(f"Cohort '{cohort.name}' holds nothing that another program reads.")
    make_private_folder(folder)
    for file, content in files.items():
        write_bytes_atomically(folder / file, content, private=True)
    return list(files)
