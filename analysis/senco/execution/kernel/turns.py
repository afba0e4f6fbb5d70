"""How many notebooks compute at once, and how all of them are broken off."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import BoundedSemaphore, Event
from typing import TYPE_CHECKING, Any

from papermill.clientwrap import PapermillNotebookClient

from senco.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUNNING: list[InTurn] = []
_TURNS: AbstractContextManager[object] = nullcontext()
_BROKEN_OFF = Event()


class InTurn(PapermillNotebookClient):  # type: ignore[misc] # papermill has no types
    """papermill's client, whose cells wait for their turn when their process is ready.

    Most of the time that a kernel takes to start and to end is spent waiting; meanwhile
    another computes.
    """

    def papermill_execute_cells(self) -> None:
        """Run the cells, at most so many notebooks at once."""
        with _TURNS:
            if _BROKEN_OFF.is_set():
                raise BuildError("Broken off.")
            super().papermill_execute_cells()

    def find_process(self) -> Any:
        """The process in which the cells are run; None where there is none yet."""
        return getattr(getattr(self.km, "provisioner", None), "process", None)


@contextmanager
def hold_running(client: InTurn) -> Iterator[None]:
    """Have `end_kernels` end what runs these cells.

    Parameters
    ----------
    client : InTurn
        Whose cells are about to be run.
    """
    _RUNNING.append(client)
    try:
        yield
    finally:
        _RUNNING.remove(client)


def is_broken_off() -> bool:
    """Return whether `end_kernels` was called, and nothing was allowed since.

    Returns
    -------
    bool
        True as long as no notebook may begin.
    """
    return _BROKEN_OFF.is_set()


def allow(jobs: int) -> None:
    """Let so many notebooks compute at once in this process, from now on.

    Parameters
    ----------
    jobs : int
        At least 1.
    """
    global _TURNS
    _TURNS = BoundedSemaphore(jobs)
    _BROKEN_OFF.clear()


def allow_all() -> None:
    """Let every notebook compute at once, as before `allow`: no build is going on."""
    global _TURNS
    _TURNS = nullcontext()
    _BROKEN_OFF.clear()


def end_kernels() -> None:
    """End every kernel that a thread of this process waits for; its page fails.

    Until `allow` or `allow_all` is called, no other begins.
    """
    _BROKEN_OFF.set()
    for client in tuple(_RUNNING):
        process = client.find_process()
        if process is not None and process.poll() is None:
            process.kill()
