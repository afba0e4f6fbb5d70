"""Commands that start at once: forked from a process that has imported other people's libraries.

Importing pandas and the others takes a short command longer than what it does. This
module's text is run as that process; imported, it is what the tests ask. Nothing of this package
is imported beforehand, so each command reads the modules of its own checkout. Sites are built by a
second such process, which has imported Sphinx.
"""

import atexit
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

#: What commands import of others.
LIBRARIES = (
    "typer", "rich.progress", "rich.table", "numpy", "pandas", "pydantic.root_model",
    "pydantic.types", "yaml", "openpyxl", "openpyxl.comments", "nbformat", "networkx",
    "scipy.stats", "scipy.optimize", "scipy.cluster.hierarchy", "rapidfuzz.process",
    "rapidfuzz.distance", "pypdf", "PIL.Image", "bs4", "docutils.core", "babel.messages.pofile",
    "grimp", "papermill", "jupyter_client.manager", "krippendorff",
)  # fmt: skip
#: Commands that build a site, for whose building there is a process that has imported Sphinx.
BUILDING = ("build", "deposit", "release")
_SPHINX = "prepared.py"
#: One thread alone can be forked, and the libraries start others for these.
SINGLE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
#: How the names begin of what Python, or a library that is imported, reads as it starts.
_READ = ("PYTHON", "LC_", "LANG", "TZ", "NUMPY", "NPY", "PANDAS", "MPL", "OPENBLAS", "MKL")
_FREE = {"PYTHONPATH", *SINGLE}
_MOST_BYTES = 1 << 20


def select(environment: dict[str, str]) -> dict[str, str]:
    """The part of an environment on which what was imported may depend."""
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(_READ) and name not in _FREE
    }


class Forking:
    """The process that is asked, as the tests see it; it ends when they do.

    Without it, or where something else is asked for than it can do, commands are started as
    always.
    """

    def __init__(self) -> None:
        self._connection: socket.socket | None = None
        self._kept = select(dict(os.environ))  # before any test changes it

    def run(
        self, words: tuple[str, ...], folder: Path, environment: dict[str, str], umask: int = -1
    ) -> subprocess.CompletedProcess[str] | None:
        """Run ``senco`` with words; None where it has to be started by itself."""
        if not can_fork():
            return None
        if select(environment) != self._kept:
            return None
        if self._connection is None:
            self._start()
        if self._connection is None:
            return None
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            orders = {"words": words, "folder": str(folder), "environment": environment,
                      "umask": umask}  # fmt: skip
            sent = json.dumps(orders).encode()
            assert len(sent) < _MOST_BYTES
            numbers = [out.fileno(), err.fileno()]
            socket.send_fds(self._connection, [sent], numbers)
            status = json.loads(self._connection.recv(_MOST_BYTES))
            told = [_read(stream) for stream in (out, err)]
        return subprocess.CompletedProcess(["senco", *words], status, *told)

    def _start(self) -> None:
        own, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = dict(os.environ) | dict.fromkeys(SINGLE, "1")
        server = subprocess.Popen(
            [sys.executable, "-c", Path(__file__).read_text("utf-8"), str(theirs.fileno()),
             str(Path(__file__).with_name(_SPHINX))],
            env=environment, cwd="/", pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        theirs.close()
        atexit.register(_end, own, server)
        if own.recv(_MOST_BYTES) == b"ready":
            self._connection = own


def _end(connection: socket.socket, server: subprocess.Popen) -> None:
    connection.close()
    server.wait()


def can_fork() -> bool:
    """Where forking is safe, and nobody counts which lines are run."""
    measured = any(name.startswith("COVERAGE_PROCESS") for name in os.environ)
    return sys.platform.startswith("linux") and not measured


def _read(stream) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8").replace("\r\n", "\n")


#: The process that has imported Sphinx, once a site was asked for, and how it is asked.
_BUILDER: list[tuple[subprocess.Popen, socket.socket]] = []


def start_builder(script: str) -> None:
    """Start the process that has imported Sphinx, and wait until it has."""
    own, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-P", script, str(theirs.fileno()), str(os.getpid())],
        env={**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONIOENCODING": "utf-8"},
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    if own.recv(_MOST_BYTES) == b"ready":
        _BUILDER.append((process, own))


def serve(connection: socket.socket, script: str) -> dict | None:
    """Fork for each request; in the fork, return what was asked for; at the end, None."""
    while True:
        data, files, _, _ = socket.recv_fds(connection, _MOST_BYTES, 2)
        if not data:
            return None
        orders = json.loads(data)
        if orders["words"][0] in BUILDING and not _BUILDER:
            start_builder(script)
        pid = os.fork()
        if pid == 0:
            connection.close()
            for place, number in enumerate(files, start=1):
                os.dup2(number, place)
                os.close(number)
            return orders
        for number in files:
            os.close(number)
        _, status = os.waitpid(pid, 0)
        connection.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())


def become(orders: dict) -> None:
    """Take over the surroundings of a process that was started for these words."""
    os.environ.clear()
    os.environ.update(orders["environment"])
    os.chdir(orders["folder"])
    if orders["umask"] >= 0:
        os.umask(orders["umask"])
    places = orders["environment"].get("PYTHONPATH", "")
    sys.path[:0] = ["", *filter(None, places.split(os.pathsep))]
    sys.argv = ["-c", *orders["words"]]
    tempfile.tempdir = None
    signal.signal(signal.SIGINT, signal.default_int_handler)
    importlib.invalidate_caches()
    import numpy as np

    np.random.seed()  # a fork copies the generator


def main() -> None:
    """Import, say whether that started a thread, and serve until the tests have ended."""
    del sys.path[0]  # the folder that it was started in
    connection = socket.socket(fileno=int(sys.argv[1]))
    for name in LIBRARIES:
        with suppress(ImportError):  # a command that needs it will say so
            importlib.import_module(name)
    if len(os.listdir("/proc/self/task")) > 1:
        connection.send(b"threads")
        return
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection.send(b"ready")
    orders = serve(connection, sys.argv[2])
    if orders is not None:
        become(orders)
        if orders["words"][0] in BUILDING and _BUILDER:
            from senco.book.running import use_ready

            use_ready(*_BUILDER[0])
        from senco.cli import main as command

        command()


if __name__ == "__main__":
    main()
