"""One command at a time where two would spoil each other's work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from senco.errors import BuildError
from senco.workspace.files import make_private_folder
from senco.workspace.paths import Project

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextmanager
def hold_folder(project: Project) -> Iterator[None]:
    """Keep out of a checkout whatever makes pages or replaces a cohort's tables.

    Parameters
    ----------
    project : Project
        The checkout.

    Raises
    ------
    BuildError
        Where another command is at work there.

    Notes
    -----
    The system lifts the lock however this process ends, so none is ever left.
    """
    place = project.root / ".work" / "lock"
    make_private_folder(place.parent)
    with place.open("a+", encoding="ascii", errors="replace") as lock:
        if not _take(lock):
            lock.seek(0)
            number = lock.read(20).strip()
            who = f" (process {number})" if number.isdigit() else ""
            raise BuildError(
                f"Another senco command is running in this folder{who}. Wait until it has "
                "ended, or end it, and run this one again."
            )
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def _take(lock: IO[str]) -> bool:
    """Lock a file until it is closed or this process ends, however that happens."""
    try:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            lock.seek(1 << 20)  # beyond what is read; the bytes that are locked cannot be
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True
