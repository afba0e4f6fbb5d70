"""Files: written whole or not at all, moved whole, and open to those whom they concern."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from senco.errors import SencoError

#: What only its owner may read, and what everybody may: of files and of folders.
_MODES = {True: (0o600, 0o700), False: (0o644, 0o755)}


def write_atomically(path: Path, text: str, *, private: bool = False) -> None:
    """Write a file whole or not at all.

    Parameters
    ----------
    path : Path
        The file; its folder is made.
    text : str
        What it holds, UTF-8.
    private : bool
        Whether its owner alone may read it.
    """
    write_bytes_atomically(path, text.encode("utf-8"), private=private)


def write_bytes_atomically(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file whole or not at all.

    Parameters
    ----------
    path : Path
        The file; its folder is made.
    content : bytes
        What it holds.
    private : bool
        Whether its owner alone may read it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(temporary).chmod(_MODES[private][0])
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


#: As `write_bytes_atomically` names a file that is not whole yet.
_HALF = re.compile(r"\..+\.[a-z0-9_]{8}")


def remove_halves(folder: Path) -> None:
    """Remove what a process that was killed while it wrote a file left of it.

    Parameters
    ----------
    folder : Path
        A folder into which nothing is being written; those in it are left alone.
    """
    for place in folder.glob(".*"):
        if _HALF.fullmatch(place.name) and place.is_file() and not place.is_symlink():
            place.unlink(missing_ok=True)


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for its owner alone.

    Parameters
    ----------
    folder : Path
        The folder; one that is there is closed to others.
    """
    for place in reversed((folder, *folder.parents)):
        if not place.exists():
            place.mkdir(mode=_MODES[True][1], exist_ok=True)
    set_access(folder, private=True, inside=False)


def set_access(place: Path, *, private: bool, inside: bool = True) -> None:
    """Let only its owner, or everybody, read a file or a folder and all that is in it.

    Parameters
    ----------
    place : Path
        The file or folder; nothing happens where there is none, and no link is followed.
    private : bool
        Whether its owner alone may read it.
    inside : bool
        Whether to go into a folder.
    """
    for one in _walk(place) if inside else [place]:
        if one.is_symlink() or not one.exists():
            continue
        mode = _MODES[private][one.is_dir()]
        if one.stat().st_mode & 0o777 != mode:
            one.chmod(mode)


def _walk(place: Path) -> Iterator[Path]:
    yield place
    for folder, folders, names in os.walk(place):
        yield from (Path(folder) / name for name in (*folders, *names))


def write_new_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder for its owner alone, all or none.

    Parameters
    ----------
    folder : Path
        To be made, with those above it that are missing.
    files : dict of str to bytes
        By their names, which may have folders in them.

    Raises
    ------
    SencoError
        Where something is there already.
    """
    check_new_folder(folder)
    parent = folder.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=parent) as place:
        made = Path(place) / folder.name
        make_private_folder(made)
        for name, content in files.items():
            write_bytes_atomically(made / name, content, private=True)
        set_access(made, private=True)
        move(made, folder)


def check_new_folder(folder: Path) -> None:
    """See that a folder can be made.

    Parameters
    ----------
    folder : Path
        Where nothing may be.

    Raises
    ------
    SencoError
        Where something is there already.
    """
    if folder.exists() or folder.is_symlink():
        raise SencoError(f"{folder.name} already exists. Name another folder, or move it away.")


def move(source: Path, target: Path) -> None:
    """Put a file or a folder in the place of another, whole, from another disk too.

    Parameters
    ----------
    source : Path
        A file, or a folder.
    target : Path
        Where it goes; a file there is replaced, a folder has to be gone.
    """
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy_over(source, target)


def _copy_over(source: Path, target: Path) -> None:
    """Copy to the target's own disk and move it there, so that no half of it is ever seen."""
    new = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        made = new / target.name
        if source.is_dir():
            shutil.copytree(source, made, symlinks=True)
        else:
            shutil.copy2(source, made)
        for place in _walk(made):
            if place.is_file() and not place.is_symlink():
                _sync(place)
        made.replace(target)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    if source.is_dir():
        shutil.rmtree(source)
    else:
        source.unlink()


def _sync(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
