"""papermill's engine for this project's kernels: each notebook in an environment of its own."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import papermill
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.iorw import write_ipynb
from pytask_parallel import backends

from senco import kernel

#: A kernel that has not answered by then is taken not to have started.
START_TIMEOUT_SECONDS = 120
_NAME = "senco"
_LOG = logging.getLogger(__name__)  # what it would say is raised as an error too
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False
_RUNNING: list[PapermillNotebookClient] = []


class EnvironmentEngine(Engine):
    """Notebooks run side by side in one process, each kernel with variables of its own.

    papermill's own engine starts kernels in this process's environment and writes the
    notebook anew before and after each cell. This one writes it once: at its end by
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
        own = options["environment"]
        client = PapermillNotebookClient(
            nb_man,
            timeout=options["execution_timeout"],
            startup_timeout=options["start_timeout"],
            kernel_name=kernel_name,
            log=_LOG,
            extra_arguments=options["extra_arguments"],
        )
        _RUNNING.append(client)
        try:
            client.execute(env={**_read_environment(), **own})
        except BaseException:
            write_ipynb(nb_man.nb, options["broken_off"])
            raise
        finally:
            _RUNNING.remove(client)


def _read_environment() -> dict[str, str]:
    """Read this process's environment without what pytask-parallel adds for its workers."""
    places = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if backends._WORKER_ROOT in places:
        places.remove(backends._WORKER_ROOT)
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}


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
    return papermill.execute_notebook(
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
        extra_arguments=["--log-level=50"],  # what a kernel logs is not for users
        environment={**own, **environment},
        broken_off=str(page),
    )


def end_kernels() -> None:
    """End every kernel that a thread of this process waits for; its page fails."""
    for client in tuple(_RUNNING):
        process = getattr(getattr(client.km, "provisioner", None), "process", None)
        if process is not None and process.poll() is None:
            process.kill()
