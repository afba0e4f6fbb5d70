"""A crate that a stranger made: read whole into memory, and checked before anything is written."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path, PurePosixPath

from senco.crate.contents import sha256
from senco.crate.descriptors import MANIFEST
from senco.errors import DataError, Finding
from senco.intake.formats.archive import (
    MAXIMUM_MEMBER_BYTES,
    MAXIMUM_MEMBERS,
    MAXIMUM_READ_BYTES,
    Archive,
    fail,
    open_archive,
)

#: A path that means the same file on every system: no device, drive, stream or step upwards.
_PART = re.compile(r"[A-Za-z0-9._][A-Za-z0-9._ -]*")
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
)
MAXIMUM_PATH = 200
#: What a folder may hold beside a crate once it has been unpacked and worked in.
_LEFT_BY_WORK = frozenset({".git", ".venv", ".work", "_build", "__pycache__"})
_WORK_FILES = re.compile(r".*\.egg-info")


def read_crate(path: Path) -> dict[str, bytes]:
    """Read an archive, or the folder that it was unpacked into.

    Parameters
    ----------
    path : Path
        A zip archive or a folder.

    Returns
    -------
    dict of str to bytes
        By path, with slashes.

    Raises
    ------
    DataError
        Where a path leads out of the crate, is a link, occurs twice or means another
        file elsewhere; where there is too much of anything; or where it is no archive.
    """
    if path.is_dir():
        return _read_folder(path)
    with open_archive(path, path.name) as archive:
        _check_members(archive)
        return {
            info.filename: archive.read(info, info.filename)
            for infos in archive.members.values()
            for info in infos
        }


def _check_members(archive: Archive) -> None:
    for infos in archive.members.values():
        info = infos[0]
        name = _check_path(info.filename, archive.label)
        if len(infos) > 1:
            fail(archive.label, f"'{name}' twice, or in another case", "each file once")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            fail(archive.label, f"'{name}', which is a link or a device", "plain files")
    names = set(archive.members)
    for name in names:
        for parent in PurePosixPath(name).parents:
            if str(parent) in names:
                fail(archive.label, f"'{parent}' both as a file and as a folder", "one of them")
    for info in archive.file.infolist():
        if info.is_dir():
            _check_path(info.filename.rstrip("/"), archive.label)


def _check_path(name: str, label: str) -> str:
    """Return a path that is safe to make below a folder; elsewhere raise an error."""
    shown = "".join(sign if sign.isprintable() else "?" for sign in name[:MAXIMUM_PATH])
    parts = name.split("/")
    fit = all(
        _PART.fullmatch(part)
        and not part.endswith((".", " "))
        and part.partition(".")[0].casefold() not in _DEVICES
        for part in parts
    )
    if not fit or len(name) > MAXIMUM_PATH:
        fail(
            label,
            f"a file named '{shown}'",
            "paths of letters, digits, dots and hyphens below the crate's own folder",
            "Do not unpack it.",
        )
    return shown


def read_made(root: Path, pages: str) -> dict[str, bytes]:
    """Read what a run left, as carefully as what a stranger sent.

    Parameters
    ----------
    root : Path
        The folder that it ran in.
    pages : str
        The folder of its pages, from there.

    Returns
    -------
    dict of str to bytes
        By path from `root`; empty where there is no such folder.

    Raises
    ------
    DataError
        Where a link or a device is among it, or too much of anything.
    """
    for place in (*PurePosixPath(pages).parents, PurePosixPath(pages)):
        if (root / place).is_symlink():
            fail(pages, "a link", "a folder")
    return {f"{pages}/{name}": content for name, content in _read_folder(root / pages).items()}


def _read_folder(folder: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    size = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_left_by_work(name))
        for name in sorted([*folders, *names]):
            path = Path(place) / name
            if _is_left_by_work(name):
                continue
            shown = _check_path(path.relative_to(folder).as_posix(), folder.name)
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode):
                continue
            if not stat.S_ISREG(mode):
                fail(folder.name, f"'{shown}', which is a link or a device", "plain files")
            size += path.lstat().st_size
            too_large = path.lstat().st_size > MAXIMUM_MEMBER_BYTES or size > MAXIMUM_READ_BYTES
            if too_large or len(files) >= MAXIMUM_MEMBERS:
                fail(folder.name, "more or larger files than a crate can have", "a crate")
            files[shown] = path.read_bytes()
    return files


def _is_left_by_work(name: str) -> bool:
    return name in _LEFT_BY_WORK or bool(_WORK_FILES.fullmatch(name))


def check_manifest(files: dict[str, bytes]) -> list[str]:
    """Say where the list of checksums and the files do not agree.

    Parameters
    ----------
    files : dict of str to bytes
        Every file of a crate.

    Returns
    -------
    list of str
        Empty where every file is listed once, with its checksum, and none is missing.
    """
    if MANIFEST not in files:
        return [f"{MANIFEST} is missing: this is not a crate of this project."]
    try:
        digests = _read_manifest(files[MANIFEST])
    except (DataError, UnicodeDecodeError):
        return [f"{MANIFEST} cannot be read: each line needs a checksum, two spaces and a path."]
    problems = [
        f"{name} is listed but does not exist." for name in sorted(digests.keys() - files.keys())
    ]
    for name in sorted(files.keys() - {MANIFEST}):
        if name not in digests:
            problems.append(f"{name} is not in {MANIFEST}.")
        elif digests[name] != sha256(files[name]):
            problems.append(f"{name} is not what {MANIFEST} says: it was changed or damaged.")
    return problems


def _read_manifest(content: bytes) -> dict[str, str]:
    digests: dict[str, str] = {}
    for number, line in enumerate(content.decode("utf-8").splitlines(), start=1):
        match = re.fullmatch(r"([0-9a-f]{64})  (.+)", line)
        if not match or match[2] in digests:
            raise DataError(
                [
                    Finding(
                        MANIFEST,
                        "a line in a different form",
                        "a checksum",
                        number,
                        remedy="Download the deposit again: its list was changed.",
                    )
                ]
            )
        digests[match[2]] = match[1]
    return digests


def write_files(files: dict[str, bytes], folder: Path) -> None:
    """Write checked files below a folder that is empty.

    Parameters
    ----------
    files : dict of str to bytes
        As `read_crate` gives them.
    folder : Path
        Where to.
    """
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
