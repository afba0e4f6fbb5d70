"""Processes: how one is told to end, and how its children end with it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from types import FrameType

_PDEATHSIG = 1
#: What ends a command as Ctrl+C does: a closed terminal, a machine that is shut down.
_ENDING = ("SIGTERM", "SIGHUP", "SIGBREAK")


def end_as_interrupted() -> None:
    """Let what asks this process to end do so as Ctrl+C does: in order, nothing left.

    A signal that is ignored, as under ``nohup``, stays so.
    """
    for number in _list_ending():
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupt)


def _list_ending() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]


def _interrupt(number: int, frame: FrameType | None) -> None:
    for other in _list_ending():  # a second one would break off the tidying up
        signal.signal(other, signal.SIG_IGN)
    raise KeyboardInterrupt


def end_with_parent(parent: int) -> None:
    """End this process when the one that started it does, however that ends; on Linux alone.

    Parameters
    ----------
    parent : int
        The number of the process that started this one.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended in between
        os._exit(1)


def tie(code: str) -> str:
    """Return lines of Python for another process, which ends when this one does.

    Parameters
    ----------
    code : str
        The lines, of one statement after another.

    Returns
    -------
    str
        The same, behind what sees to it (`end_with_parent`).
    """
    start = "from senco.workspace.processes import end_with_parent"
    return f"{start}; end_with_parent({os.getpid()}); {code}"
