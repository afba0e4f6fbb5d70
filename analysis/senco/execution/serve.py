"""The built site on this machine alone, built again when something is saved."""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Event, Thread
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
#: A browser that hung up is noticed after so long.
_BEAT_SECONDS = 5.0
#: Where a page that is shown asks for news, and for the script that does so: no page of a book
#: has such an address.
NEWS, SCRIPT = "/_serve/news", "/_serve/reload.js"
_SCRIPT_FILE = Path(__file__).with_name("reload.js")
#: A page that says what it may load loads what it says.
_POLICY = b"Content-Security-Policy"


class News:
    """What a browser is told: which site is shown, and what is wrong with what was saved."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._start, self._sites, self._told = secrets.token_hex(4), 0, 0
        self._problem = ""
        self.ended = False

    def tell(self, problem: str = "") -> None:
        """Say that a site was built; or why there is none, and the one before is still shown."""
        with self._changed:
            self._problem = problem
            self._sites += not problem
            self._told += 1
            self._changed.notify_all()

    def end(self) -> None:
        """Let all who wait go."""
        with self._changed:
            self.ended = True
            self._changed.notify_all()

    @property
    def site(self) -> str:
        """The site that is shown, so that none before it or of another time has the same name."""
        return f"{self._start}-{self._sites}"

    def wait(self, told: int, seconds: float) -> tuple[int, str]:
        """Return the next number, and as JSON what there is to tell; "" where nothing is new."""
        with self._changed:
            self._changed.wait_for(lambda: self.ended or self._told != told, seconds)
            news = {"site": self.site, "problem": self._problem}
            return self._told, json.dumps(news) if self._told != told else ""


class _Handler(SimpleHTTPRequestHandler):
    """The files of one folder, to those who ask this machine for them by its own name."""

    server_version, sys_version = "senco", ""

    def __init__(self, *given: Any, news: News, **options: Any):
        self._news = news
        super().__init__(*given, **options)

    def do_GET(self) -> None:
        """Send a file, or news as long as somebody listens."""
        if self.path != NEWS or not self._is_for_us():
            super().do_GET()
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        told = -1
        while not self._news.ended:
            told, news = self._news.wait(told, _BEAT_SECONDS)
            self.wfile.write(f"data: {news}\n\n".encode() if news else b":\n\n")
            self.wfile.flush()

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
        if self.path == SCRIPT:
            return self._send(_SCRIPT_FILE.read_bytes(), "text/javascript")
        place = self._find()
        if place is None:
            self.send_error(HTTPStatus.BAD_REQUEST, "No such path can be")
            return None
        if not _is_plain(place) or not (place.is_file() or _is_plain(place / "index.html")):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        page = place / "index.html" if place.is_dir() else place
        if page.suffix != ".html" or (
            place.is_dir() and not self.path.partition("?")[0].endswith("/")
        ):
            return super().send_head()
        return self._send(add_script(page.read_bytes(), self._news.site), "text/html")

    def _send(self, content: bytes, kind: str) -> io.BytesIO:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

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


def add_script(page: bytes, site: str) -> bytes:
    """Return a page with the script that loads it again; the file on the disk has none.

    Parameters
    ----------
    page : bytes
        HTML.
    site : str
        Which site it is of.

    Returns
    -------
    bytes
        A page that says itself what it may load is left as it is.

    Examples
    --------
    >>> add_script(b"<body></body>", "a-1")
    b'<body><script defer src="/_serve/reload.js" data-site="a-1"></script></body>'
    """
    before, end, after = page.rpartition(b"</body>")
    if _POLICY in page or not end:
        return page
    return (
        before + f'<script defer src="{SCRIPT}" data-site="{site}"></script>'.encode() + end + after
    )


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


class Watched:
    """The files that a build reads, each with its digest; only what was touched is read again.

    Parameters
    ----------
    project : Project
        The checkout.
    """

    def __init__(self, project: Project):
        self._project = project
        self._known: dict[Path, tuple[tuple[int, ...], str]] = {}

    def take_digests(self) -> dict[str, str]:
        """Return the digest of every file that a build reads.

        Returns
        -------
        dict of str to str
            By path from the root, without the executed pages, which a build makes.
        """
        known = {}
        for path in _list_files(self._project):
            try:
                state = path.stat()
                touched = (state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)
                before = self._known.get(path)
                if before is None or before[0] != touched:
                    before = touched, hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError:  # gone, or half saved: the next look finds it
                continue
            known[path] = before
        self._known = known
        return {self._project.relative(path): digest for path, (_, digest) in known.items()}


def _list_files(project: Project) -> Iterator[Path]:
    made = project.root / "book" / "cohorts"
    for name in _WATCHED:
        place = project.root / name
        if place.is_file():
            yield place
        for folder, folders, names in os.walk(place):
            folders[:] = sorted(
                name for name in folders
                if name not in _LEFT_OUT and not name.startswith(".") and Path(folder, name) != made
            )  # fmt: skip
            for name in sorted(names):
                if not name.startswith((".", "~$")):
                    yield Path(folder, name)


def watch(
    project: Project, rebuild: Callable[[list[str]], None], stop: Event, seconds: float = 0.25
) -> None:
    """Call for a build whenever a file was saved, until told to stop.

    Several saves in quick succession are one: nothing is built before a look finds no other.

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
    watched = Watched(project)
    built = last = watched.take_digests()
    while not stop.wait(seconds):
        now = watched.take_digests()
        settled, last = now == last, now
        if settled and now != built:
            changed = sorted(
                path for path in built.keys() | now.keys() if built.get(path) != now.get(path)
            )
            built = now
            rebuild(changed)


def serve(
    project: Project,
    site: Path,
    rebuild: Callable[[list[str]], str | None],
    port: int,
    ready: Callable[[str], None],
) -> None:
    """Show a site on this machine until interrupted, and have it built again on save.

    A page that is open in a browser then loads itself again, and stays where it was.

    Parameters
    ----------
    project : Project
        The checkout.
    site : Path
        The built site.
    rebuild : callable
        Called with the paths that changed; it returns what is wrong where nothing was built,
        which is shown on the page that is open.
    port : int
        Where; 0 takes any that is free.
    ready : callable
        Called with the address once it can be opened.

    Raises
    ------
    SencoError
        Where the port is taken.
    """
    news = News()
    try:
        server = _Server(("127.0.0.1", port), partial(_Handler, directory=str(site), news=news))
    except OSError as error:
        problem = error.strerror or str(error)
        raise SencoError(f"Port {port} cannot be used ({problem}). Try: --port 8001") from None
    thread = Thread(target=server.serve_forever, args=(_POLL_SECONDS,), daemon=True)
    thread.start()
    stop = Event()
    try:
        ready(f"http://127.0.0.1:{server.server_port}/")
        watch(project, lambda changed: news.tell(rebuild(changed) or ""), stop)
    except KeyboardInterrupt:
        pass
    finally:
        stop.set()
        news.end()
        server.shutdown()
        server.server_close()
        thread.join()
