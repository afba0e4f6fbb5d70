"""The browser that prints."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from senco.errors import BuildError
from senco.workspace.temporary import open_folder

#: Tried in this order, after the one that the variable CHROMIUM names.
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "chrome",
    "msedge",
    "microsoft-edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
#: What is printed is the book's own page, without a script of others: it needs no sandbox,
#: which containers do not offer, and no network.
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer",
    "--virtual-time-budget=20000",
)  # fmt: skip
TIMEOUT_SECONDS = 600


def find_browser() -> str:
    """Return the browser of the Chromium family that is installed.

    Returns
    -------
    str
        Its path: the one in the variable CHROMIUM, or the first that is found.

    Raises
    ------
    BuildError
        Where there is none.
    """
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        missing = f"{named}, which CHROMIUM names," if named else "Chromium, Chrome or Edge"
        raise BuildError(
            f"A browser is needed to print the book, and {missing} was not found. Install "
            "Chromium, or name your browser: CHROMIUM=/path/to/browser senco pdf"
        )
    return found


def print_page(browser: str, page: Path, pdf: Path) -> None:
    """Print a page into a PDF.

    Parameters
    ----------
    browser : str
        As `find_browser` gives it.
    page : Path
        An HTML file.
    pdf : Path
        The file to write.

    Raises
    ------
    BuildError
        Where the browser writes none.
    """
    with open_folder("senco-browser-") as home:
        command = [browser, *_FLAGS, f"--user-data-dir={home}", f"--print-to-pdf={pdf}"]
        try:
            done = subprocess.run(
                [*command, page.as_uri()],
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
                timeout=TIMEOUT_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise BuildError(f"The browser did not print: {type(error).__name__}.") from None
    if done.returncode or not pdf.is_file():
        last_lines = [line for line in done.stderr.splitlines() if line.strip()][-3:]
        raise BuildError("The browser did not print:\n" + "\n".join(last_lines))
