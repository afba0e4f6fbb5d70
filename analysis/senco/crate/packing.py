"""A crate as one file: the same bytes for the same contents, on every machine."""

from __future__ import annotations

import io
import stat
import tomllib
import zipfile
from pathlib import Path

from senco.crate.contents import Contents, collect
from senco.crate.descriptors import MANIFEST, METADATA, describe_files, write_manifest
from senco.crate.metadata import write_metadata
from senco.errors import SencoError
from senco.files import write_bytes_atomically
from senco.project import Project


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
        Where the cohort is not fit to be deposited, or the file cannot be written.
    """
    contents = collect(project, cohort, names)
    files = complete(contents)
    try:
        write_bytes_atomically(path, pack(files, contents.citation.date_released))
    except OSError as error:
        raise SencoError(f"{path.name} cannot be written: {error.strerror or error}.") from None
    return len(files)


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
