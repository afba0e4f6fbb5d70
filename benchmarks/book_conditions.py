"""Conditions that are tried on the whole book: disks, and ends that fall into Sphinx."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from faults import PAGE, Place, end, find_preloaded, wait_until
from kills import KILL_AT, START, read_pages

DISK_MB = 120


@cache
def make_site() -> Path:
    """A checkout in which everything is built, for what only Sphinx is to be tried on."""
    around = Path(tempfile.mkdtemp(prefix="f", dir="/tmp"))
    place = Place(around / "p")
    done = place.run("build", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    return place.folder


def place_site(place: Place, *, site: bool = False) -> dict[str, bytes]:
    """Put pages and record in place, and the site too; what a build is to make of them."""
    for name in ("_build", "book/cohorts"):
        shutil.rmtree(place.folder / name, ignore_errors=True)
        shutil.copytree(make_site() / name, place.folder / name)
    if not site:
        shutil.rmtree(place.folder / "_build" / "html")
    return read_pages(make_site())


def check_site(place: Place, expected: dict[str, bytes]) -> None:
    """The next build makes the site that is expected."""
    done = place.run("build", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert read_pages(place.folder) == expected, "other bytes"


def in_sphinx(place: Place, running: subprocess.Popen[str]) -> None:
    """Wait until Sphinx writes pages."""
    made = place.folder / "_build" / "new" / "_build" / "html"
    wait_until(lambda: list(made.rglob("*.html")), running)


def try_sphinx(place: Place, number: signal.Signals) -> str:
    """The command alone gets a signal while Sphinx writes; Sphinx has to end too."""
    expected = place_site(place)
    running = place.start("build")
    in_sphinx(place, running)
    running.send_signal(number)
    done = end(running)
    wait_until(lambda: all(n in find_preloaded(place) for n in place.list_running()))
    came = "taken up again" if done.returncode == -9 else place.check_told(done, "Broken off")
    check_site(place, expected)
    return came


def try_site_killed(place: Place) -> str:
    """Killed at each move when the site takes the old one's place."""
    expected = place_site(place)
    for number in range(1, 20):
        shutil.rmtree(place.folder / "_build" / "html", ignore_errors=True)
        killed = KILL_AT.format(event="os.rename", number=number, where="")
        done = place.run("build", code=killed + START)
        if done.returncode == 0:
            break
        html = place.folder / "_build" / "html"
        found = {k: v for k, v in read_pages(place.folder).items() if k.startswith("_build/html")}
        whole = {k: v for k, v in expected.items() if k.startswith("_build/html")}
        assert not html.exists() or found == whole, "half a site"
    check_site(place, expected)
    return f"no site or a whole one at each of {number - 1} moments"


def try_path(place: Place) -> str:
    """The whole book where the path holds signs that mean something elsewhere."""
    expected = place_site(place)
    check_site(place, expected)
    return "right"


@contextmanager
def mount_disk(place: Place) -> Iterator[None]:
    """Put the copy on a small disk of its own."""
    aside = place.around / "aside"
    place.folder.rename(aside)
    place.folder.mkdir()
    order = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(place.folder)]
    subprocess.run(order, check=True)
    try:
        shutil.copytree(aside, place.folder, dirs_exist_ok=True)
        yield
    finally:
        subprocess.run(["umount", "-l", place.folder], check=True)
        place.folder.rmdir()
        aside.rename(place.folder)


def try_full(place: Place, room: float, *, site: bool = False) -> str:
    """Make a page, or the site of pages that are made, where so many megabytes are left."""
    expected = place_site(place) if site else place.expected
    with mount_disk(place):
        # the page as it was before, which is not what this version makes, may stay
        before = {} if site else read_pages(place.folder)
        ballast = place.folder / "ballast"
        free = shutil.disk_usage(place.folder).free
        ballast.write_bytes(bytes(max(0, free - int(room * 1e6))))
        done = place.run("build") if site else place.run(*PAGE)
        if done.returncode == 0:  # there was room enough
            assert not site or read_pages(place.folder) == expected, "other bytes"
            return place.check_right(done)
        told = place.check_told(done, "disk is full")
        made = read_pages(place.folder)
        wrong = [n for n, text in made.items() if text not in (before.get(n), expected.get(n))]
        assert not wrong, f"half-written: {wrong}"
        ballast.unlink()
        if site:
            check_site(place, expected)
        else:
            place.check_right(place.run(*PAGE))
        place.check_left()
    return told


def try_read_only(place: Place) -> str:
    """Build the book where nothing may be written."""
    expected = place_site(place)
    with mount_disk(place):
        subprocess.run(["mount", "-o", "remount,ro", place.folder], check=True)
        told = place.check_told(place.run("build"), "read-only")
        subprocess.run(["mount", "-o", "remount,rw", place.folder], check=True)
        check_site(place, expected)
    return told
