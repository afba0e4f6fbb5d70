"""The client's side: find or start the preloaded process and ask it for a kernel."""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import json
import os
import resource
import signal
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from senco.errors import SencoError
from senco.execution.kernel import MAXIMUM_ADDRESS

_SCRIPT = Path(__file__).with_name("preloaded.py")
#: What a fork runs that is no kernel.
_CELLS = Path(__file__).with_name("cells.py")
#: A library asked with one of these on one thread starts no other.
SINGLE_THREADED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
#: What differs from kernel to kernel and is read by no library when it is imported.
_OF_ONE_KERNEL = {
    "SENCO_ROOT",
    "SENCO_RESULTS",
    "PWD",
    "OLDPWD",
    "SHLVL",
    "_",
    "COLUMNS",
    "LINES",
}
_OF_ONE_KERNEL |= {"JUPYTER_PATH", "IPYTHONDIR"}  # read when a kernel is looked for, or begins
_OF_ONE_KERNEL_STARTS = ("PYTEST_", "JPY_", "LOKY_", "DASK_")
#: Beside one another in a checkout, where its package lies; nothing of it is imported beforehand.
_OWN = {"senco", "notebooks"}
#: Starting takes about two seconds; on a machine that does much else, longer.
START_SECONDS = 600
_LEASES: dict[Path, socket.socket] = {}


class NoPreloadedKernelError(SencoError):
    """Why a kernel has to be started by itself."""


class ForkedKernel:
    """A kernel that is another process's child, handled as `subprocess.Popen` is.

    Parameters
    ----------
    connection : socket.socket
        It tells how the kernel ended; closed, the kernel ends.
    pid : int
        The kernel's process.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int):
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection
        connection.setblocking(False)

    def poll(self) -> int | None:
        """The status with which it ended; None while it runs."""
        if self.returncode is None:
            try:
                data = self._connection.recv(4096)
            except BlockingIOError:
                return None
            except OSError:
                data = b""
            # without a word: the process that forked it is gone, and it with that
            self.returncode = json.loads(data)["exit"] if data else -signal.SIGKILL
            self._connection.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; TimeoutExpired after so many seconds."""
        end = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
            time.sleep(0.01)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel's process, if it is still there."""
        if self.poll() is None:
            # it may have ended by itself, and nobody has told yet
            with suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def release(self) -> None:
        """Let go of the connection: a kernel that still runs ends."""
        self._connection.close()


def fork_kernel(command: list[str], environment: dict[str, str], folder: str | None) -> Any:
    """Return a new kernel, forked from the preloaded process of this environment.

    Parameters
    ----------
    command : list of str
        As a plain kernel is started: ``[python, "-m", "ipykernel_launcher", ...]``.
    environment : dict of str to str
        The kernel's environment.
    folder : str or None
        Its working folder; by default this process's.

    Returns
    -------
    ForkedKernel
        The kernel's process.

    Raises
    ------
    NoPreloadedKernelError
        Where it cannot be forked; the message says why.
    """
    if command[:3] != [sys.executable, "-m", "ipykernel_launcher"]:
        raise NoPreloadedKernelError("the kernel is not this environment's own")
    orders = {"arguments": command[3:], **_make_orders(environment, folder)}
    nothing = os.open(os.devnull, os.O_RDONLY)
    try:
        return _fork(environment, orders, [nothing, 1, 2])
    finally:
        os.close(nothing)


def fork_cells(environment: dict[str, str]) -> tuple[ForkedKernel, socket.socket]:
    """Return a process that runs cells, and what it is asked by.

    Parameters
    ----------
    environment : dict of str to str
        The process's environment.

    Returns
    -------
    ForkedKernel
        The process.
    socket.socket
        It reads and writes JSON, a line each, as `senco.execution.kernel.cells` has it.

    Raises
    ------
    NoPreloadedKernelError
        Where it cannot be forked; the message says why.
    """
    orders = {"arguments": [], "cells": str(_CELLS), **_make_orders(environment, None)}
    own, theirs = socket.socketpair()
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        with theirs:
            return _fork(environment, orders, [theirs.fileno(), nothing, nothing]), own
    except BaseException:
        own.close()
        raise
    finally:
        os.close(nothing)


def _make_orders(environment: dict[str, str], folder: str | None) -> dict[str, Any]:
    return {
        "environment": environment,
        "path": _list_places(environment) if _can_share(environment) else [],
        "folder": str(folder or Path.cwd()),
        "umask": _read_umask(),
        "limits": {
            name: resource.getrlimit(getattr(resource, name))
            for name in dir(resource)
            if name.startswith("RLIMIT_")
        },
    }


def _fork(environment: dict[str, str], orders: dict[str, Any], files: list[int]) -> ForkedKernel:
    """Have a process forked, with three files of its own."""
    for _ in range(3):  # the process may be just about to end, or be of an older library
        place = ensure_preloaded(environment)
        kernel = _ask(place, orders, files)
        if kernel is not None:
            return kernel
    raise NoPreloadedKernelError("the preloaded process does not answer")


def _ask(place: Path, orders: dict[str, Any], files: list[int]) -> ForkedKernel | None:
    connection = _connect(place)
    if connection is None:
        return None
    try:
        connection.settimeout(START_SECONDS)
        socket.send_fds(connection, [json.dumps(orders).encode()], files)
        answer = json.loads(connection.recv(4096) or b"{}")
    except (OSError, ValueError):
        answer = {}
    if "pid" not in answer:
        connection.close()
        return None
    return ForkedKernel(connection, answer["pid"])


def ensure_preloaded(environment: dict[str, str]) -> Path:
    """Return the socket of the preloaded process for an environment; start it if need be.

    This process then holds a lease on it, until it ends.

    Parameters
    ----------
    environment : dict of str to str
        The environment of the kernels that will be asked for.

    Returns
    -------
    Path
        Where the socket lies.

    Raises
    ------
    NoPreloadedKernelError
        Where there can be none; the message says why.
    """
    for name in SINGLE_THREADED:
        if environment.get(name) != "1":
            raise NoPreloadedKernelError(f"{name} is not 1, and only a single thread can be forked")
    place = _private_folder() / f"{_key(environment)}.socket"
    if len(os.fsencode(place)) > MAXIMUM_ADDRESS:
        raise NoPreloadedKernelError("the folder of temporary files has too long a path")
    with _lock(place.with_suffix(".lock")):
        lease = _connect(place)
        if lease is None:
            _start(place, environment)
            lease = _connect(place)
    if lease is None:
        raise NoPreloadedKernelError("the preloaded process ended at once")
    old = _LEASES.pop(place, None)
    if old is not None:
        old.close()
    _LEASES[place] = lease
    return place


def _lock(place: Path) -> IO[str]:
    """Take a lock, whose file a process that ends may take away just then."""
    while True:
        _private_folder()
        try:
            lock = place.open("a", encoding="ascii")
            fcntl.flock(lock, fcntl.LOCK_EX)
            if os.path.samestat(os.fstat(lock.fileno()), place.stat()):
                return lock
            lock.close()
        except FileNotFoundError:
            continue


@atexit.register
def _release() -> None:
    while _LEASES:
        place, lease = _LEASES.popitem()
        lease.close()
        _clear(place)


def _clear(place: Path) -> None:
    """Take away the socket and the lock of a process that was killed; leave one that lives."""
    with suppress(OSError):
        guard = place.with_suffix(".lock")
        with guard.open("r+", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            living = _connect(place)
            if living is not None:
                living.close()
                return
            place.unlink(missing_ok=True)
            guard.unlink()
        place.parent.rmdir()


def _start(place: Path, environment: dict[str, str]) -> None:
    place.unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, str(_SCRIPT), str(place)],
        env=_select(environment),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with process:
        assert process.stdout is not None
        answer = process.stdout.readline().decode().strip()
    if answer != "ready":
        raise NoPreloadedKernelError(answer or "the preloaded process did not start")


def _connect(place: Path) -> socket.socket | None:
    """Connect, if somebody listens and is the same user."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        connection.connect(str(place))
        sent = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        if struct.unpack("3i", sent)[1] == os.getuid():
            return connection
    except OSError:
        pass
    connection.close()
    return None


def _private_folder() -> Path:
    """Return the folder of the sockets, which nobody else may enter."""
    folder = Path(tempfile.gettempdir()) / f"senco-kernels-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        state = folder.lstat()
    except OSError as error:
        raise NoPreloadedKernelError(f"{folder} cannot be made ({error.strerror})") from None
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.getuid() or state.st_mode & 0o077:
        raise NoPreloadedKernelError(f"{folder} is open to others")
    return folder


def _select(environment: dict[str, str]) -> dict[str, str]:
    """The part of an environment on which the imported libraries may depend."""
    shared = {"PYTHONPATH"} if _can_share(environment) else set()
    return {
        name: value
        for name, value in environment.items()
        if name not in _OF_ONE_KERNEL | shared and not name.startswith(_OF_ONE_KERNEL_STARTS)
    }


def _list_places(environment: dict[str, str]) -> list[str]:
    places = environment.get("PYTHONPATH", "").split(os.pathsep)
    return [os.path.abspath(place) for place in places if place]


def _can_share(environment: dict[str, str]) -> bool:
    """Whether PYTHONPATH leads to nothing that may be imported beforehand.

    Then a checkout's copies, which differ in nothing else, share one process, and each
    kernel gets its own path.
    """
    places = _list_places(environment)
    taken = {"sitecustomize", "usercustomize", *sys.stdlib_module_names}
    for place in sys.path:
        if place and os.path.abspath(place) not in places:
            taken |= _list_modules(place)
    return not any(_list_modules(place) & taken - _OWN for place in places)


def _list_modules(folder: str) -> set[str]:
    """The first part of the name of everything that could be imported from a folder."""
    try:
        return {name.partition(".")[0] for name in os.listdir(folder)} - {"__pycache__", ""}
    except OSError:
        return set()


def _key(environment: dict[str, str]) -> str:
    """Digest of all that what is imported may depend on."""
    kept = _select(environment)
    script = hashlib.sha256(_SCRIPT.read_bytes()).hexdigest()
    identity = json.dumps([script, sys.executable, sys.prefix, os.getuid(), kept], sort_keys=True)
    return hashlib.sha256(identity.encode()).hexdigest()[:24]


def _read_umask() -> int:
    """Read the umask; there is no way to read it without setting it, but Linux's own."""
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").split("\n"):
        if line.startswith("Umask:"):
            return int(line.split()[1], 8)
    return 0o022
