"""papermill's engine for this project's kernels: each notebook in an environment of its own."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import papermill
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.iorw import write_ipynb

from senco.execution import kernel
from senco.execution.kernel import MAXIMUM_ADDRESS
from senco.execution.kernel.turns import InTurn, hold_running, is_broken_off
from senco.workspace.temporary import open_folder

#: A kernel that has not answered by then is taken not to have started.
START_TIMEOUT_SECONDS = 600
#: A kernel that did not start is started anew, so often in all.
_TRIALS = 3
_NAME = "senco"
_LOG = logging.getLogger(__name__)  # what it would say is raised as an error too
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False


class _Client(InTurn):
    """One whose cells are run in a kernel."""

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
                    if type(error) is not RuntimeError or not trials_left or is_broken_off():
                        raise
        except BaseException:
            write_ipynb(nb_man.nb, options["broken_off"])
            raise


def _run_cells(nb_man: NotebookExecutionManager, kernel_name: str, options: dict[str, Any]) -> None:
    """Run every cell in a new process, of whose connection nothing is left."""
    with open_folder("senco-kernel-") as folder:
        # not the user's own, which may not be writable, or hold settings and start-up files
        own = {"IPYTHONDIR": str(folder / "ipython")}
        environment = {**os.environ, **options["environment"], **own}
        given = {"timeout": options["execution_timeout"], "log": _LOG,
                 "startup_timeout": options["start_timeout"]}  # fmt: skip
        if kernel_name == kernel.PRELOADED and _run_directly(nb_man, environment, given):
            return
        client = _Client(
            nb_man,
            kernel_name=kernel_name,
            extra_arguments=options["extra_arguments"],
            # a tenth of a page's CPU goes into taking its modules down, for nothing
            shutdown_kernel="immediate",
            **given,
        )
        client.folder = folder
        with hold_running(client):
            client.execute(env=environment)


def _run_directly(
    nb_man: NotebookExecutionManager, environment: dict[str, str], given: dict[str, Any]
) -> bool:
    """Run every cell without a kernel; False where one is needed, or none can be spared."""
    # they import what Windows does not have
    from senco.execution.kernel.client import NoPreloadedKernelError
    from senco.execution.kernel.direct import DirectClient, is_plain

    if not is_plain(nb_man.nb):
        return False
    client = DirectClient(nb_man, record_timing=False, **given)
    with hold_running(client):
        try:
            client.execute(environment)
        except NoPreloadedKernelError:  # no cell was run; the kernel's provisioner says why
            return False
    return True


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
