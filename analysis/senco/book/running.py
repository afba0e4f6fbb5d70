"""Sphinx in a process of its own: started anew, or forked from one that has imported it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from senco.workspace.processes import tie
from senco.workspace.versions import describe_installed

_SCRIPT = Path(__file__).with_name("preloaded.py")
#: The libraries start other threads for these, and one thread alone can be forked.
_SINGLE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_TOLD = {"PYTHONWARNINGS": "ignore", "PYTHONIOENCODING": "utf-8"}
_MOST_BYTES = 1 << 20


@dataclass
class _Ready:
    """A process that has imported Sphinx, and how it is asked."""

    process: subprocess.Popen[bytes]
    connection: socket.socket
    installed: list[str]
    told: bool = False

    def end(self) -> None:
        self.connection.close()
        if not self.told:  # nobody waits until it has imported all
            self.process.kill()
        self.process.wait()


#: The process that is ready, where one is to be: `keep_ready` says so.
_READY: list[_Ready | None] = []


@contextmanager
def keep_ready() -> Iterator[None]:
    """Have a process that has imported Sphinx ready for the sites that are to be built.

    It imports while this process does something else. Where one is ready already, that is used.
    Elsewhere than on Linux each build starts its own.
    """
    if _READY:
        yield
        return
    _READY[:] = [None]
    try:
        if sys.platform.startswith("linux"):
            _READY[0] = _start()
        yield
    finally:
        for one in _READY:
            if one is not None:
                one.end()
        _READY.clear()


def use_ready(process: subprocess.Popen[bytes], connection: socket.socket) -> None:
    """Have sites built by a process that somebody else keeps ready.

    Parameters
    ----------
    process : subprocess.Popen
        One that runs `senco.book.preloaded` and has said that it is ready.
    connection : socket.socket
        To it.
    """
    _READY[:] = [_Ready(process, connection, describe_installed(), told=True)]


def _start() -> _Ready | None:
    own, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", str(_SCRIPT), str(theirs.fileno()), str(os.getpid())],
                env=dict(os.environ) | dict.fromkeys(_SINGLE, "1") | _TOLD,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:  # there may be no more processes; the build will say so
            own.close()
            return None
    return _Ready(process, own, describe_installed())


def run_python(
    code: str, words: Sequence[str], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run some lines of Python in a process of their own.

    Parameters
    ----------
    code : str
        The lines.
    words : sequence of str
        What they find in `sys.argv`.
    environment : mapping of str to str
        The process's environment.

    Returns
    -------
    subprocess.CompletedProcess
        With all that it printed.
    """
    done = _ask(code, words, environment) if _READY else None
    return done or subprocess.run(  # the other one is tied to the process that is ready
        [sys.executable, "-c", tie(code), *words], env=dict(environment), capture_output=True,
        encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip


def _ask(
    code: str, words: Sequence[str], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str] | None:
    """Have it run by the process that is ready; None where it has to be started by itself."""
    ready = _READY[0]
    if ready is not None and ready.installed != describe_installed():  # a library was upgraded
        ready.end()
        ready = _READY[0] = _start()
    if ready is None:
        return None
    start = f"import sys; sys.argv = {['-c', *words]!r}; {code}"
    orders = {"code": start, "environment": dict(environment), "umask": _read_umask(),
              "path": sys.path}  # fmt: skip
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            if not ready.told and ready.connection.recv(_MOST_BYTES) != b"ready":
                raise OSError
            ready.told = True
            socket.send_fds(ready.connection, [json.dumps(orders).encode()],
                            [out.fileno(), err.fileno()])  # fmt: skip
            status = json.loads(ready.connection.recv(_MOST_BYTES))
        except (OSError, ValueError):  # it ended
            ready.end()
            _READY[0] = None
            return None
        printed = [_read(stream) for stream in (out, err)]
    return subprocess.CompletedProcess(["-c", *words], status, *printed)


def _read_umask() -> int:
    umask = os.umask(0o077)
    os.umask(umask)
    return umask


def _read(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", errors="replace")
