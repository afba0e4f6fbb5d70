"""A crate as one file: the same bytes for the same contents, on every machine."""

from __future__ import annotations

import io
import shutil
import stat
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from senco.cohort.gathered import check_own
from senco.cohort.loading import read_info
from senco.crate.contents import Contents, collect
from senco.crate.descriptors import MANIFEST, METADATA, describe_files, write_manifest
from senco.crate.metadata import write_metadata
from senco.disclosure.release import (
    DEPOSIT,
    check_passages,
    check_signature,
    list_contents,
    load_signature,
    review,
)
from senco.errors import DataError, SencoError, explain_os_error, list_errors
from senco.workspace.files import make_private_folder, set_access, write_bytes_atomically
from senco.workspace.paths import Project


def export_crate(project: Project, cohort: str, path: Path, names: tuple[str, ...] = ()) -> int:
    """Pack a cohort with everything that its pages were made from.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str
        Name of the cohort.
    path : Path
        The archive to write; an old one is replaced when the new one is whole.
    names : tuple of str
        The private list, for the disclosure gate.

    Returns
    -------
    int
        Number of files in the archive.

    Raises
    ------
    SencoError
        As `make_crate` does, and where the file cannot be written.
    """
    packed = make_crate(project, cohort, names)
    private = read_info(cohort, project).provenance == "collected"
    try:
        write_bytes_atomically(path, packed.content, private=private)
    except OSError as error:
        raise SencoError(f"{path.name} cannot be written: {error.strerror or error}.") from None
    return packed.files


@dataclass(frozen=True)
class Packed:
    """A crate as one file.

    Parameters
    ----------
    content : bytes
        The archive.
    files : int
        How many it holds.
    """

    content: bytes
    files: int


def make_crate(project: Project, cohort: str, names: tuple[str, ...] = ()) -> Packed:
    """Make the archive of a cohort with everything that its pages were made from.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str
        Name of the cohort.
    names : tuple of str
        The private list, for the disclosure gate.

    Returns
    -------
    Packed
        The same bytes for the same cohort.

    Raises
    ------
    SencoError
        Where the cohort is others', the gate finds something, or nobody signed for exactly this
        deposit of a collected cohort.
    """
    project.check_cohort_name(cohort)
    check_own(cohort, project, "deposit it")
    private = read_info(cohort, project).provenance == "collected"
    if private:
        load_signature(cohort, project, DEPOSIT)  # or nothing needs to be read
    contents = collect(project, cohort)
    files = complete(contents)
    folders = [project.cohort(cohort), project.pages(cohort)]
    reviewed = review([cohort], folders, project, names, edition=DEPOSIT)
    if list_errors(reviewed.findings):
        raise DataError(list_errors(reviewed.findings))
    if private:
        signed = check_signature(cohort, list_contents(files), project, names, DEPOSIT)
        check_passages(signed, project, DEPOSIT)
    return Packed(pack(files, contents.citation.date_released), len(files))


def lay_out(project: Project, cohort: str) -> Path:
    """Lay out what would be deposited, for a person to read before they sign.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str
        Name of the cohort.

    Returns
    -------
    Path
        The folder, `_build/deposit/NAME`; it is no part of any book.

    Raises
    ------
    SencoError
        Where a page is out of date, or the folder cannot be written.
    """
    files = complete(collect(project, cohort))
    place = project.root / "_build" / "deposit" / cohort
    new = place.with_name(f".{cohort}.new")
    try:
        shutil.rmtree(new, ignore_errors=True)
        make_private_folder(new)
        for name, content in files.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_bytes(content)
        set_access(new, private=True)
        shutil.rmtree(place, ignore_errors=True)
        new.replace(place)
    except OSError as error:
        raise SencoError(f"{project.relative(place)}: {explain_os_error(error)}") from None
    return place


def complete(contents: Contents) -> dict[str, bytes]:
    """Return all files of a crate: the contents, and the crate's own papers.

    Parameters
    ----------
    contents : Contents
        As `contents.collect` gives it.

    Returns
    -------
    dict of str to bytes
        By path from the crate's root.
    """
    settings = tomllib.loads(contents.files["pyproject.toml"].decode())
    python = str(settings["tool"]["senco"]["python"])
    files = {**contents.files, **describe_files(contents, python)}
    files[METADATA] = write_metadata(contents, files, python)
    files[MANIFEST] = write_manifest(files)
    return files


def pack(files: dict[str, bytes], date: str) -> bytes:
    """Return files as a zip archive whose bytes depend on nothing else.

    They are stored and not compressed, since compressed bytes differ between
    versions of zlib.

    Parameters
    ----------
    files : dict of str to bytes
        By path, with slashes.
    date : str
        Year-month-day, given to every file.

    Returns
    -------
    bytes
        The archive, its members in the order of their names.
    """
    year, month, day = (int(part) for part in date.split("-"))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, (year, month, day, 0, 0, 0))
            member.create_system = 3  # as if packed on Unix, wherever it is
            member.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(member, files[name])
    return stream.getvalue()
