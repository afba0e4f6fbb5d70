"""The browser that the tests open pages in, which waits for a page as long as it takes."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from senco.book.pdf.browser import find_browser
from senco.errors import BuildError
from tests.conftest import HANG_SECONDS

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # far pictures follow as on a fast connection; without windows it knows of none
    "--blink-settings=lazyLoadingImageMarginPxUnknown=1250",
]  # fmt: skip
#: Chromium without windows, with which Playwright tests, too: it takes a third less.
SHELL = "chromium-headless-shell"
_HANG_MILLISECONDS = HANG_SECONDS * 1000


@contextmanager
def open_browser() -> Iterator[Browser]:
    try:
        path = find_browser()
        if "CHROMIUM" not in os.environ:
            path = shutil.which(SHELL) or path
    except BuildError:
        pytest.fail("No Chromium: install it, or name it in CHROMIUM, or use `make test`.")
    expect.set_options(timeout=_HANG_MILLISECONDS)
    with sync_playwright() as driver:
        running = driver.chromium.launch(
            executable_path=path, args=FLAGS, timeout=_HANG_MILLISECONDS
        )
        for name in ("new_page", "new_context"):
            setattr(running, name, _make_patient(getattr(running, name)))
        yield running
        running.close()


def _make_patient(open_one):
    """Open a page or a context whose every wait is for a state."""

    def open_patient(*given, **options):
        opened = open_one(*given, **options)
        opened.set_default_timeout(_HANG_MILLISECONDS)
        return opened

    return open_patient
