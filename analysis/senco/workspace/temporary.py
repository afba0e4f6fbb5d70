"""Folders for what is needed for a moment: nobody else's, and none left, however it ends."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from senco.errors import SencoError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextmanager
def open_folder(prefix: str) -> Iterator[Path]:
    """Make a folder that only this user may enter, and remove it afterwards.

    What a process that was killed left under the same prefix is removed first: a folder in
    use is locked, and the system lifts the lock of a process that ended.

    Parameters
    ----------
    prefix : str
        How its name begins.

    Yields
    ------
    Path
        The folder, empty.

    Raises
    ------
    SencoError
        Where no folder for temporary files can be written to.
    """
    try:
        _sweep(tempfile.gettempdir(), prefix)
        folder, lock = _make(prefix)
    except FileNotFoundError:
        raise SencoError(
            "There is no folder for temporary files that can be written to. Set TMPDIR to one "
            "that can, and run the command again."
        ) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _make(prefix: str) -> tuple[Path, int | None]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix))
        if fcntl is None:
            return folder, None
        with suppress(FileNotFoundError):  # somebody swept before it was locked
            lock = os.open(folder, os.O_RDONLY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.is_dir():
                return folder, lock
            os.close(lock)


@cache  # once for each process is often enough
def _sweep(place: str, prefix: str) -> None:
    """Remove this user's folders of a prefix that no process holds."""
    if fcntl is None:
        return
    for folder in Path(place).glob(f"{prefix}*"):
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
        except OSError:  # a link, no folder, or not ours to read
            continue
        try:
            if os.fstat(lock).st_uid == os.getuid():
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # in use
            continue
        finally:
            os.close(lock)
