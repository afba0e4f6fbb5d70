"""The built site on this machine alone, built again when something is saved."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

from senco.errors import SencoError
from senco.project import Project

_WATCHED = ("data", "book", "analysis", "_toc.yml", "_config.yml")
#: Pages that a build itself makes, and what editors leave behind.
_LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", "_build", ".work"}


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


def take_digests(project: Project) -> dict[str, str]:
    """Return the digest of every file that a build reads.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    dict of str to str
        By path from the root, without the executed pages, which a build makes.
    """
    digests = {}
    for path in _list_files(project):
        try:
            digests[project.relative(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:  # gone, or half saved: the next look finds it
            continue
    return digests


def _list_files(project: Project) -> Iterator[Path]:
    made = project.root / "book" / "cohorts"
    for name in _WATCHED:
        place = project.root / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            left_out = _LEFT_OUT & set(path.parts) or path.name.startswith((".", "~$"))
            if path.is_file() and not left_out and not path.is_relative_to(made):
                yield path


def watch(
    project: Project, rebuild: Callable[[list[str]], None], stop: Event, seconds: float = 1.0
) -> None:
    """Call for a build whenever a file was saved, until told to stop.

    Parameters
    ----------
    project : Project
        The checkout.
    rebuild : callable
        Called with the paths that changed.
    stop : threading.Event
        Set to end the watch.
    seconds : float
        Time between two looks.
    """
    before = take_digests(project)
    while not stop.wait(seconds):
        now = take_digests(project)
        changed = sorted(
            path for path in before.keys() | now.keys() if before.get(path) != now.get(path)
        )
        before = now
        if changed:
            rebuild(changed)


def serve(
    project: Project,
    site: Path,
    rebuild: Callable[[list[str]], None],
    port: int,
    ready: Callable[[str], None],
) -> None:
    """Show a site on this machine until interrupted, and have it built again on save.

    Parameters
    ----------
    project : Project
        The checkout.
    site : Path
        The built site.
    rebuild : callable
        Called with the paths that changed.
    port : int
        Where; 0 takes any that is free.
    ready : callable
        Called with the address once it can be opened.

    Raises
    ------
    SencoError
        Where the port is taken.
    """
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, directory=str(site)))
    except OSError as error:
        problem = error.strerror or str(error)
        raise SencoError(f"Port {port} cannot be used ({problem}). Try: --port 8001") from None
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stop = Event()
    try:
        ready(f"http://127.0.0.1:{server.server_port}/")
        watch(project, rebuild, stop)
    except KeyboardInterrupt:
        pass
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
        thread.join()
