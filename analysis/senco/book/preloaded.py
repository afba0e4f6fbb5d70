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
from contextlib import suppress
from typing import Any

#: What a build imports of others, beside the extensions that are part of Sphinx.
LIBRARIES = (
    "jupyter_book.cli.main", "jupyter_book.sphinx", "sphinx.application", "sphinx.builders.html",
    "sphinx.builders.latex", "sphinx.search.en", "sphinx_togglebutton", "sphinx_copybutton",
    "myst_nb.sphinx_ext", "myst_nb.core.execute", "sphinx_comments", "sphinx_external_toc.events",
    "sphinx_design.extension", "sphinx_book_theme", "sphinxcontrib.bibtex",
    "sphinx_jupyterbook_latex.events", "sphinx_jupyterbook_latex.transforms",
    "sphinx_multitoc_numbering", "pybtex.database.input.bibtex", "pybtex.backends.plaintext",
    "pybtex.style.formatting.unsrt", "pybtex.style.labels.number", "latexcodec.codec",
    "myst_parser.sphinx_ext.directives", "myst_parser.sphinx_ext.mathjax", "packaging.utils",
    "pydantic.types", "pydantic.root_model", "yaml", "pandas", "tinycss2", "jinja2.ext",
    "babel.messages.pofile", "pygments.lexers.python", "pygments.formatters.html",
)  # fmt: skip
#: With each kind of part that one can have.
_SELECTOR = "nav#a > li.b:not(.c) ~ a[href^='#'] + b:nth-child(2), c d"
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


def keep_entry_points() -> None:
    """Have what installed packages offer one another read once.

    Sphinx and others read the metadata of all that is installed at each of their questions. It
    stays what it is as long as this process is used (`senco.book.running`).
    """
    for name in ("importlib.metadata", "importlib_metadata"):
        with suppress(ImportError):
            module = importlib.import_module(name)
            module.entry_points = module.entry_points().select  # type: ignore[attr-defined]


def prepare() -> None:
    """Import what a build imports of others, and have prepared what they prepare at first use."""
    for name in LIBRARIES:
        with suppress(ImportError):  # a build that needs it will say so
            importlib.import_module(name)
    for name in importlib.import_module("sphinx.application").builtin_extensions:
        importlib.import_module(name)
    importlib.import_module("soupsieve").compile(_SELECTOR)


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
    keep_entry_points()
    with suppress(ImportError, AttributeError):
        prepare()
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
