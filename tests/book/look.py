"""What looks at a page of a built book in a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread

#: What axe-core finds wrong, by WCAG 2.2 AA and its own best practices.
RULES = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # by night the same elements stand in other colours: only these rules look at colour
    "dark": ["color-contrast", "link-in-text-block"],
}
AXE = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(
  found => found.violations.flatMap(one => one.nodes.map(node => [one.id, node.html])))"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_):
        """Say nothing: a page that is left does not take what it asked for."""


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve a built book, at the address that is given."""
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def add_axe(tab):
    """Put axe-core into an open page."""
    tab.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
