"""The process that has imported Sphinx once, and builds a site at each fork.

Run as a script by `senco.book.running`, never imported by it, and importing nothing of this
package: a module of ours that is edited is read again by the next build. Linux only.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
import tempfile
from typing import Any

#: What a build imports of others.
LIBRARIES = (
    "jupyter_book.cli.main", "jupyter_book.sphinx", "sphinx.application", "sphinx.builders.html",
    "sphinx.builders.latex", "sphinx.search.en", "sphinx_togglebutton", "sphinx_copybutton",
    "myst_nb.sphinx_ext", "myst_nb.core.execute", "sphinx_comments", "sphinx_external_toc",
    "sphinx_design", "sphinx_book_theme", "sphinxcontrib.bibtex", "sphinx_jupyterbook_latex",
    "sphinx_multitoc_numbering", "pybtex.database.input.bibtex", "pydantic.types",
    "pydantic.root_model", "yaml", "pandas", "babel.messages.pofile", "pygments.lexers.python",
    "pygments.formatters.html",
)  # fmt: skip
_PDEATHSIG = 1
_MOST_BYTES = 1 << 20


def serve(connection: socket.socket) -> dict[str, Any] | None:
    """Fork for each build that is asked for.

    Parameters
    ----------
    connection : socket.socket
        To the process that asks.

    Returns
    -------
    dict or None
        What was asked for, in the child; None in the parent, when nobody asks any more.
    """
    while True:
        data, files, _, _ = socket.recv_fds(connection, _MOST_BYTES, 2)
        if not data:
            return None
        pid = os.fork()
        if pid == 0:
            _end_with(os.getppid())
            signal.signal(signal.SIGINT, signal.default_int_handler)
            connection.close()
            for place, number in enumerate(files, start=1):
                os.dup2(number, place)
                os.close(number)
            orders: dict[str, Any] = json.loads(data)
            return orders
        for number in files:
            os.close(number)
        _, status = os.waitpid(pid, 0)
        connection.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())


def _end_with(parent: int) -> None:
    ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def become(orders: dict[str, Any]) -> None:
    """Take over what a process that was started for these orders would have.

    Parameters
    ----------
    orders : dict
        Environment, path of modules, and mask of new files.
    """
    os.environ.clear()
    os.environ.update(orders["environment"])
    os.umask(orders["umask"])
    own = orders["path"]
    sys.path[:] = own + [place for place in sys.path if place not in own]
    importlib.invalidate_caches()
    tempfile.tempdir = None


def main() -> dict[str, Any] | None:
    """Import, say so, and serve; one thread alone can be forked.

    Returns
    -------
    dict or None
        As `serve` does.
    """
    connection = socket.socket(fileno=int(sys.argv[1]))
    _end_with(int(sys.argv[2]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # its builds end by themselves
    for name in LIBRARIES:
        try:
            importlib.import_module(name)
        except ImportError:  # a build that needs it will say so
            continue
    if len(os.listdir("/proc/self/task")) != 1:
        return None
    gc.collect()
    gc.freeze()
    connection.send(b"ready")
    return serve(connection)


if __name__ == "__main__":
    given = main()
    if given is not None:
        become(given)
        exec(given["code"], {"__name__": "__main__"})
