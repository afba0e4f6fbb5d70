"""papermill's engine for this project's kernels: each notebook in an environment of its own."""

from __future__ import annotations

import logging
import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import BoundedSemaphore, Event
from typing import Any

import papermill
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.iorw import write_ipynb

from senco.errors import BuildError
from senco.execution import kernel
from senco.execution.kernel import MAXIMUM_ADDRESS
from senco.workspace.temporary import open_folder

#: A kernel that has not answered by then is taken not to have started.
START_TIMEOUT_SECONDS = 600
#: A kernel that did not start is started anew, so often in all.
_TRIALS = 3
_NAME = "senco"
_LOG = logging.getLogger(__name__)  # what it would say is raised as an error too
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False
_RUNNING: list[PapermillNotebookClient] = []
_TURNS: AbstractContextManager[object] = nullcontext()
_BROKEN_OFF = Event()


class _Client(PapermillNotebookClient):  # type: ignore[misc] # papermill has no types
    """papermill's client, whose cells wait for their turn when the kernel is ready.

    Most of the time that a kernel takes to start and to end is spent waiting; meanwhile
    another computes.
    """

    #: The connection's folder, which nobody else may enter.
    folder: Path

    def create_kernel_manager(self) -> KernelManager:
        """Have the kernel reached by sockets in the folder, where the system can.

        A port is chosen by one process and taken by another, so that two builds at once
        may choose the same.
        """
        manager: KernelManager = super().create_kernel_manager()
        # kernels of this environment alone: a home folder may hold others, or not be writable
        own = str(Path(kernel.__file__).parent / "jupyter" / "kernels")
        manager.kernel_spec_manager = KernelSpecManager(kernel_dirs=[own])
        manager.connection_file = str(self.folder / "kernel.json")
        if can_use_sockets(self.folder):
            manager.transport, manager.ip = "ipc", str(self.folder / "kernel")
        return manager

    def papermill_execute_cells(self) -> None:
        """Run the cells, at most so many notebooks at once."""
        with _TURNS:
            if _BROKEN_OFF.is_set():
                raise BuildError("Broken off.")
            super().papermill_execute_cells()


class EnvironmentEngine(Engine):  # type: ignore[misc] # papermill has no types
    """Notebooks run side by side in one process, each kernel with variables of its own.

    papermill's own engine starts kernels in this process's environment and writes the
    notebook again before and after each cell. This one writes it once: at its end by
    papermill, or here where it was broken off.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **options: Any
    ) -> None:
        """Run every cell.

        Parameters
        ----------
        nb_man : papermill.engines.NotebookExecutionManager
            The notebook, as papermill handles it.
        kernel_name : str
            The kernel.
        **options
            ``environment``, the kernel's own variables; ``execution_timeout`` and
            ``start_timeout`` in seconds; ``extra_arguments`` for the kernel;
            ``broken_off``, where the notebook goes if it is.
        """
        try:
            for trials_left in reversed(range(_TRIALS)):
                try:
                    return _run_cells(nb_man, kernel_name, options)
                except RuntimeError as error:
                    # no cell was run: the kernel did not start, as where its port was taken
                    if type(error) is not RuntimeError or not trials_left or _BROKEN_OFF.is_set():
                        raise
        except BaseException:
            write_ipynb(nb_man.nb, options["broken_off"])
            raise


def _run_cells(nb_man: NotebookExecutionManager, kernel_name: str, options: dict[str, Any]) -> None:
    """Run every cell in a new kernel, of whose connection nothing is left."""
    client = _Client(
        nb_man,
        timeout=options["execution_timeout"],
        startup_timeout=options["start_timeout"],
        kernel_name=kernel_name,
        log=_LOG,
        extra_arguments=options["extra_arguments"],
        # a tenth of a page's CPU goes into taking its modules down, for nothing
        shutdown_kernel="immediate",
    )
    with open_folder("senco-kernel-") as folder:
        client.folder = folder
        # not the user's own, which may not be writable, or hold settings and start-up files
        own = {"IPYTHONDIR": str(folder / "ipython")}
        _RUNNING.append(client)
        try:
            client.execute(env={**os.environ, **options["environment"], **own})
        finally:
            _RUNNING.remove(client)


def can_use_sockets(folder: Path) -> bool:
    """Return whether a kernel can be reached by sockets in a folder.

    Parameters
    ----------
    folder : Path
        An absolute path.

    Returns
    -------
    bool
        False on Windows, and where the path is longer than a socket's may be.
    """
    longest = os.fsencode(folder / "kernel-99")
    return os.name != "nt" and len(longest) <= MAXIMUM_ADDRESS


papermill_engines.register(_NAME, EnvironmentEngine)


def execute_notebook(
    template: Path,
    page: Path,
    parameters: dict[str, Any],
    environment: dict[str, str],
    timeout: float,
) -> NotebookNode:
    """Run a notebook in a kernel of its own, preloaded where that can be.

    Parameters
    ----------
    template : Path
        The notebook.
    page : Path
        Where it goes, run; also as far as it came.
    parameters : dict
        Values for the cell tagged ``parameters``.
    environment : dict of str to str
        What the kernel's environment has beside this process's and `make_environment`.
    timeout : float
        Seconds that a cell may take.

    Returns
    -------
    NotebookNode
        The notebook, run.

    Raises
    ------
    papermill.exceptions.PapermillExecutionError
        Where a cell failed.
    """
    own = kernel.make_environment()
    os.environ["JUPYTER_PATH"] = own["JUPYTER_PATH"]  # where this process looks for kernels
    executed: NotebookNode = papermill.execute_notebook(
        str(template),
        str(page),
        parameters=parameters,
        engine_name=_NAME,
        kernel_name=kernel.choose_kernel(),
        request_save_on_cell_execute=False,
        autosave_cell_every=0,
        progress_bar=False,
        execution_timeout=timeout,
        start_timeout=START_TIMEOUT_SECONDS,
        # what a kernel logs is not for users, and what was typed in it nobody asks for
        extra_arguments=["--log-level=50", "--HistoryManager.enabled=False"],
        environment={**own, **environment},
        broken_off=str(page),
    )
    return executed


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
        process = getattr(getattr(client.km, "provisioner", None), "process", None)
        if process is not None and process.poll() is None:
            process.kill()
