"""Who makes pages: this process, several at once, or a cluster's workers that share its folder."""

from __future__ import annotations

import os
import platform
import secrets
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from senco.errors import BuildError, SencoError
from senco.workspace.versions import digest_package

#: How long a scheduler may take to answer, and workers to come.
ANSWER_SECONDS, WORKERS_SECONDS = 60, 180
#: A page of a worker that was lost is made by another, so often.
RETRIES = 2
_DRAWN_BY = ("matplotlib", "networkx", "numpy", "pandas", "scipy", "seaborn")


@contextmanager
def use_threads(jobs: int) -> Iterator[tuple[Executor, int]]:
    """Have pages made by threads: the kernels that they wait for are what computes.

    Parameters
    ----------
    jobs : int
        How many kernels compute at once. One more is started or ended meanwhile.

    Yields
    ------
    tuple of concurrent.futures.Executor and int
        Whom to give pages to, and how many at once. Broken off, they wait for no kernel.
    """
    from senco.execution.kernel import turns

    turns.allow(jobs)
    try:
        with ThreadPoolExecutor(jobs + 1) as threads:
            try:
                yield threads, jobs + 1
            finally:
                turns.end_kernels()  # after a whole build there is none
    finally:
        turns.allow_all()


@contextmanager
def use_cluster(address: str, root: Path) -> Iterator[tuple[Executor, int]]:
    """Have pages made by the workers of a Dask cluster, having checked that they can.

    Parameters
    ----------
    address : str
        Where the scheduler listens, such as ``tcp://10.0.0.1:8786``.
    root : Path
        The checkout, which every worker must see at the same path.

    Yields
    ------
    tuple of concurrent.futures.Executor and int
        Whom to give pages to, and how many at once: one a worker.

    Raises
    ------
    SencoError
        Where `distributed` is not installed, nobody listens, there is no worker, or one
        lacks the folder or has another version of this package or of a library.
    """
    client = _connect(address)
    try:
        _check_workers(client, address, root)
        yield client.get_executor(pure=False, retries=RETRIES), len(client.nthreads())
    finally:
        client.close()


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise SencoError(
            "--dask needs Dask, which is not installed. In the project's folder, type: "
            "pip install -e '.[cluster]'"
        ) from None
    try:
        return Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BuildError(
            f"Nothing answers at {address} ({error}). Start a scheduler (dask scheduler), or "
            "give the address that it printed, such as tcp://HOST:PORT."
        ) from None


def _check_workers(client: Any, address: str, root: Path) -> None:
    """Raise BuildError naming every worker that could not make the same pages as this process."""
    from distributed import TimeoutError as LateError

    try:
        client.wait_for_workers(1, timeout=WORKERS_SECONDS)
    except (LateError, TimeoutError):
        raise BuildError(
            f"The scheduler at {address} has no workers. Start some on a machine that can see "
            f"this folder: dask worker {address} --nthreads 1"
        ) from None
    token = root / ".work" / f"token-{secrets.token_hex(8)}"
    token.parent.mkdir(exist_ok=True)
    token.write_text("seen", encoding="ascii")
    try:
        here = describe_process(str(token))
        answers = client.run(describe_process, str(token), on_error="return")
        answers["the scheduler"] = _ask_scheduler(client, here)
    finally:
        token.unlink()
    problems = [
        f"{place}: {problem}"
        for place, answer in sorted(answers.items())
        for problem in _compare(here, answer, root)
    ]
    if problems:
        raise BuildError(
            f"The cluster at {address} cannot make these pages:\n"
            + "\n".join(problems)
            + "\nInstall the same versions there, restart its workers, and run the command again."
        )


def _ask_scheduler(client: Any, here: dict[str, Any]) -> Any:
    """What the scheduler says of itself: it reads tasks too, but needs no folder."""
    try:
        return {**client.run_on_scheduler(describe_process, ""), "sees": here["sees"]}
    except Exception as error:  # whatever it could not do
        return error


def _compare(here: dict[str, Any], there: Any, root: Path) -> list[str]:
    if isinstance(there, ImportError):
        return [f"it cannot import what it needs ({there})"]
    if not isinstance(there, dict):
        return [f"it does not answer ({type(there).__name__}: {there})"]
    problems = []
    if not there["sees"]:
        problems.append(f"it does not see the folder {root}; the cluster must share it")
    if there["read"] != there["package"]:
        problems.append("its senco was changed after it was started; restart it")
    elif there["package"] != here["package"]:
        problems.append(
            "its senco has different modules from the one here, perhaps under the same version"
        )
    for name, found in here["versions"].items():
        other = there["versions"].get(name)
        if other != found:
            problems.append(f"it has {name} {other or 'not at all'}, here it is {found}")
    return problems


def describe_process(token: str) -> dict[str, Any]:
    """Return what a page made by this process depends on besides the checkout.

    Parameters
    ----------
    token : str
        A file that it should see.

    Returns
    -------
    dict
        ``sees``, whether it does; ``package``, the digest of this package, and ``read``,
        the same when it was imported; ``versions`` of Python and libraries.
    """
    versions = {"Python": ".".join(platform.python_version_tuple()[:2])}
    for name in ("senco", *_DRAWN_BY):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    sees = os.path.isfile(token)
    return {"sees": sees, "package": digest_package(), "read": _READ, "versions": versions}


#: A worker keeps the modules that it has read; this tells them from those on its disk.
_READ = digest_package()
