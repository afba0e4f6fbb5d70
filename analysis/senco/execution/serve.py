"""The built site on this machine alone, built again when something is saved."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import unquote

from senco.errors import SencoError
from senco.workspace.paths import Project

_WATCHED = ("data", "book", "analysis", "_toc.yml", "_config.yml")
#: Pages that a build itself makes, and what editors leave behind.
_LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", "_build", ".work"}


#: The names of this machine that a browser may ask for. Any other name is one that somebody
#: else's page pointed at this machine, to read a private book with it (DNS rebinding).
_OWN_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
_PORT_UNSAID = 80
#: So long it may take to stop.
_POLL_SECONDS = 0.1


class _Handler(SimpleHTTPRequestHandler):
    """The files of one folder, to those who ask this machine for them by its own name."""

    server_version, sys_version = "senco", ""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def send_head(self) -> Any:
        """Open what is asked for, or refuse."""
        if not self._is_for_us():
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "Ask for localhost")
            return None
        place = self._find()
        if place is None:
            self.send_error(HTTPStatus.BAD_REQUEST, "No such path can be")
            return None
        if not _is_plain(place) or not (place.is_file() or _is_plain(place / "index.html")):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def _is_for_us(self) -> bool:
        asked = self.headers.get("Host", "").strip().casefold()
        port = self.server.server_port  # type: ignore[attr-defined] # an HTTP server has one
        return asked in {f"{name}:{port}" for name in _OWN_NAMES} or (
            port == _PORT_UNSAID and asked in _OWN_NAMES
        )

    def _find(self) -> Path | None:
        """The file that a path stands for; None where it can stand for none."""
        path = self.path.partition("?")[0].partition("#")[0]
        try:
            parts = unquote(path, errors="strict").split("/")
        except UnicodeDecodeError:
            return None
        if parts[0] or not all(map(_is_name, parts)):
            return None
        return Path(self.directory).resolve().joinpath(*filter(None, parts))

    def list_directory(self, path: Any) -> None:
        """List nothing: what a page does not link is nobody's business."""
        self.send_error(HTTPStatus.NOT_FOUND)


def _is_plain(place: Path) -> bool:
    """Whether it is there and no link leads to it: a link may lead out of the site."""
    try:
        return place.resolve(strict=True) == place
    except OSError:  # not there, a circle of links, or too long a name
        return False


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that hung up."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def _is_name(part: str) -> bool:
    printable = not part or part.isprintable()
    return printable and part not in (".", "..") and not set("\\:") & set(part)


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
        server = _Server(("127.0.0.1", port), partial(_Handler, directory=str(site)))
    except OSError as error:
        problem = error.strerror or str(error)
        raise SencoError(f"Port {port} cannot be used ({problem}). Try: --port 8001") from None
    thread = Thread(target=server.serve_forever, args=(_POLL_SECONDS,), daemon=True)
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
