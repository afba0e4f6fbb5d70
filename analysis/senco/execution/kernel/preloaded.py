"""The process that has imported the libraries once, and becomes a kernel at each fork.

Or it runs cells without being one (`senco.execution.kernel.cells`).

Run as a script by `senco.execution.kernel.client`, never imported by it, and importing nothing
of this package: a module of ours that is edited is read again by the next kernel.
Linux only. One thread, or it serves nobody: a fork copies the thread that forks alone.
"""

from __future__ import annotations

import ctypes
import fcntl
import gc
import importlib
import json
import os
import resource
import runpy
import selectors
import signal
import socket
import struct
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

#: What the notebooks' modules import of others, and what a kernel does. Left out is
#: matplotlib_inline.backend_inline: it must be set up inside the kernel that uses it.
LIBRARIES = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger", "IPython", "numpy", "pandas",
    "scipy.stats", "scipy.cluster.hierarchy", "scipy.optimize", "networkx", "matplotlib.pyplot",
    "seaborn", "pydantic.root_model", "pydantic.types", "yaml", "krippendorff", "nbformat",
    "ortools.sat.python.cp_model", "matplotlib.backends.backend_svg",
)  # fmt: skip

#: What the debugger sets when it is imported, as each kernel imports it.
SET_BY_IMPORT = ("PYDEVD_USE_FRAME_EVAL",)

#: Without a client that holds a lease, and without a kernel, it ends after so long.
IDLE_SECONDS = 3.0
_PDEATHSIG = 1
_MAXIMUM_REQUEST_BYTES = 1 << 20


class Server:
    """Leases, kernels and the socket at which they are asked for.

    Parameters
    ----------
    place : Path
        Where the socket lies; beside it the lock that guards it.
    """

    def __init__(self, place: Path):
        self.place = place
        self.read = _stat_modules()
        self.kernels: dict[int, socket.socket] = {}
        self.selector = selectors.DefaultSelector()
        place.unlink(missing_ok=True)
        self.listener: socket.socket | None = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.listener.bind(str(place))
        self.listener.listen(64)
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.woken, self.waker = socket.socketpair()
        self.waker.setblocking(False)
        self.selector.register(self.woken, selectors.EVENT_READ)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.set_wakeup_fd(self.waker.fileno())

    def serve(self) -> Fork | None:
        """Return a fork's orders in the child; None in the parent, when it is to end."""
        while True:
            ready = self.selector.select(None if self._is_needed() else IDLE_SECONDS)
            if not ready and self._retire():
                return None
            for key, _ in ready:
                fork = self._handle(key.fileobj)
                if fork is not None:
                    return fork

    def _is_needed(self) -> bool:
        own = 2 if self.listener is not None else 1  # the listener and the waker
        return bool(self.kernels) or len(self.selector.get_map()) > own

    def _handle(self, ready: Any) -> Fork | None:
        if ready is self.woken:
            self.woken.recv(4096)
            self._reap()
        elif ready is self.listener:
            self._accept()
        else:
            return self._answer(ready)
        return None

    def _accept(self) -> None:
        assert self.listener is not None
        connection, _ = self.listener.accept()
        sent = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        if struct.unpack("3i", sent)[1] != os.getuid():
            connection.close()
        else:
            self.selector.register(connection, selectors.EVENT_READ)

    def _answer(self, connection: socket.socket) -> Fork | None:
        """Fork for a request; forget a connection that its client closed."""
        try:
            data, files, _, _ = socket.recv_fds(connection, _MAXIMUM_REQUEST_BYTES, 3)
        except OSError:
            data, files = b"", []
        if not data:
            self._drop(connection)
            return None
        if _stat_modules(self.read) != self.read:  # a library was changed or upgraded
            self._stop_listening()
            self._reply(connection, {"changed": True})
            self._drop(connection)
            return None
        pid = os.fork()
        if pid == 0:
            return Fork(json.loads(data), connection, files, self)
        for number in files:
            os.close(number)
        self.selector.unregister(connection)
        self.kernels[pid] = connection
        self._reply(connection, {"pid": pid})
        return None

    def _drop(self, connection: socket.socket) -> None:
        self.selector.unregister(connection)
        connection.close()

    def _reap(self) -> None:
        """Tell of each kernel that ended how it did."""
        for pid in list(self.kernels):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                connection = self.kernels.pop(pid)
                self._reply(connection, {"exit": os.waitstatus_to_exitcode(status)})
                connection.close()

    @staticmethod
    def _reply(connection: socket.socket, message: dict[str, Any]) -> None:
        try:
            connection.send(json.dumps(message).encode(), socket.MSG_NOSIGNAL)
        except OSError:  # the client is gone; its kernel ends by itself
            return

    def _retire(self) -> bool:
        """Take socket, lock and folder away, unless a client is just asking for them."""
        if self.listener is None:
            return True
        guard = self.place.with_suffix(".lock")
        with guard.open("a", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
            self._stop_listening()
            guard.unlink(missing_ok=True)
        with suppress(OSError):  # others are served from it
            self.place.parent.rmdir()
        return True

    def _stop_listening(self) -> None:
        if self.listener is not None:
            self.selector.unregister(self.listener)
            self.listener.close()
            self.listener = None
            self.place.unlink(missing_ok=True)

    def close_all(self, kept: socket.socket) -> None:
        """In a kernel: let go of everything that is the server's or another kernel's."""
        signal.set_wakeup_fd(-1)
        for key in list(self.selector.get_map().values()):
            if key.fileobj is not kept:
                key.fileobj.close()  # type: ignore[union-attr] # always a socket
        for connection in self.kernels.values():
            connection.close()
        self.waker.close()
        self.selector.close()


class Fork:
    """What a kernel was asked to be, in the process that becomes it."""

    def __init__(
        self, orders: dict[str, Any], connection: socket.socket, files: list[int], server: Server
    ):
        self.orders = orders
        self.connection = connection
        self.files = files
        self.server = server

    def run(self, parent: int) -> None:
        """Become the kernel, as if it had been started by itself."""
        os.setsid()
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        self.server.close_all(self.connection)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._take_over()
        threading.Thread(target=self._watch, name="client", daemon=True).start()
        _make_random()
        _choose_backend()
        if "cells" in self.orders:
            runpy.run_path(self.orders["cells"], run_name="cells")["serve"]()
        from ipykernel.kernelapp import IPKernelApp

        IPKernelApp.launch_instance(parent_handle=parent)

    def _take_over(self) -> None:
        """Take the client's files, environment, folder and limits."""
        for place, number in enumerate(self.files):
            os.dup2(number, place)
            os.close(number)
        set_by_import = {name: os.environ[name] for name in SET_BY_IMPORT if name in os.environ}
        os.environ.clear()
        os.environ.update({**self.orders["environment"], **set_by_import})
        os.environ["JPY_PARENT_PID"] = str(os.getppid())
        own = self.orders["path"]
        sys.path[:] = own + [place for place in sys.path if place not in own]
        os.umask(self.orders["umask"])
        os.chdir(self.orders["folder"])
        for name, limits in self.orders["limits"].items():
            resource.setrlimit(getattr(resource, name), tuple(limits))
        launcher = importlib.util.find_spec("ipykernel_launcher")
        assert launcher is not None and launcher.origin is not None
        sys.argv = [launcher.origin, *self.orders["arguments"]]

    def _watch(self) -> None:
        """End this kernel and what it started when its client ends."""
        try:
            while self.connection.recv(4096):
                continue
        except OSError:
            pass
        os.killpg(0, signal.SIGKILL)


def _make_random() -> None:
    """Give each kernel random numbers of its own; a fork copies the generator."""
    import numpy as np

    np.random.seed()


def _choose_backend() -> None:
    """Name matplotlib's backend, which a kernel names before matplotlib is imported."""
    import matplotlib as mpl

    inline = "module://matplotlib_inline.backend_inline"
    mpl.rcParams["backend"] = os.environ.get("MPLBACKEND") or inline


def _stat_modules(known: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return size and times of the file of every module that is imported."""
    files = known or {
        str(module.__file__)
        for module in list(sys.modules.values())
        if getattr(module, "__file__", None)
    }
    found: dict[str, Any] = {}
    for path in files:
        try:
            state = os.stat(path)
        except OSError:
            found[path] = None
        else:
            found[path] = (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)
    return found


def _import_libraries() -> None:
    for name in LIBRARIES:
        try:
            importlib.import_module(name)
        except ImportError:  # a kernel that needs it will say so
            continue


def _detach(descriptor: int) -> None:
    """Go on in a child of the first process, which ends: nobody has to wait for it."""
    if os.fork():
        os._exit(0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        if number != descriptor:
            os.dup2(nothing, number)
    os.close(nothing)


def main(place: Path) -> None:
    """Import, serve until nobody needs it, and in each fork be a kernel.

    Parameters
    ----------
    place : Path
        Where the socket is to lie.
    """
    descriptor = os.dup(1)
    _detach(descriptor)
    os.umask(0o077)
    del sys.path[0]  # this script's folder, which no kernel has
    _import_libraries()
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        os.write(
            descriptor, f"the libraries started {threads - 1} threads when imported\n".encode()
        )
        return
    server = Server(place)
    gc.collect()
    gc.freeze()  # a kernel's first collection would copy every page of memory
    os.write(descriptor, b"ready\n")
    os.close(descriptor)
    parent = os.getpid()
    fork = server.serve()
    if fork is not None:
        fork.run(parent)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
