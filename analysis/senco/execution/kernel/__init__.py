"""Kernels that start in a fraction of a second: forked from a process that imported the rest.

Importing pandas, scipy, seaborn and the others costs about two seconds of every notebook.
Here one process imports them and forks for each kernel. What a kernel computes is the
same: its environment, files, limits, arguments and random numbers are as a plain one's.

Only other people's libraries are imported beforehand, and their files are looked at again
before each fork; modules of this package are imported by each kernel itself, so that an
edited one is never served from memory.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

#: The name of the preloaded kernel, and that of a plain one, which every page names.
PRELOADED, PLAIN = "senco", "python3"

#: Bytes that the path of a socket may have on every system, less a margin.
MAXIMUM_ADDRESS = 100

#: What every kernel's environment holds: a figure's layout follows the hash seed, and
#: the last digit of a sum the number of threads.
FIXED = {
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


def make_environment() -> dict[str, str]:
    """Return the environment variables that every kernel gets, preloaded or plain.

    Returns
    -------
    dict of str to str
        Hash seed, threads, and where Jupyter finds the preloaded kernel.
    """
    own = str(Path(__file__).parent / "jupyter")
    others = os.environ.get("JUPYTER_PATH", "").split(os.pathsep)
    places = [own, *(place for place in others if place and place != own)]
    return {**FIXED, "JUPYTER_PATH": os.pathsep.join(places)}


def find_obstacle() -> str | None:
    """Return why kernels cannot be preloaded here; None where they can.

    Returns
    -------
    str or None
        The end of a sentence.

    Notes
    -----
    Windows cannot fork; macOS can, but its own libraries do not survive it.
    """
    if os.environ.get("SENCO_PLAIN_KERNELS"):
        return "SENCO_PLAIN_KERNELS is set"
    if not sys.platform.startswith("linux"):
        return "preloaded kernels need Linux"
    if not Path("/proc/self/task").is_dir():
        return "there is no /proc"
    if not _is_installed():
        return "the package was installed before it had them; install it again"
    return None


@cache
def _is_installed() -> bool:
    """Whether jupyter_client finds this package's provisioner."""
    from importlib.metadata import entry_points

    return bool(entry_points(group="jupyter_client.kernel_provisioners", name="senco-preloaded"))


def preload() -> None:
    """Start the process that imports the libraries, and do not wait for it."""
    if find_obstacle() is None:
        threading.Thread(target=_preload, daemon=True).start()


def _preload() -> None:
    from senco.execution.kernel.client import NoPreloadedKernelError, ensure_preloaded

    with suppress(NoPreloadedKernelError):  # the first kernel will say why
        ensure_preloaded({**os.environ, **make_environment()})


def choose_kernel() -> str:
    """Return the name of the kernel to run notebooks with.

    Returns
    -------
    str
        `PRELOADED` where that can be, else `PLAIN`.
    """
    return PLAIN if find_obstacle() else PRELOADED
