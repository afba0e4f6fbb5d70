"""Build where the disk is full, where nothing may be written, and where the clock is wrong.

Run: python benchmarks/faults.py   (some minutes; as root, for it mounts file systems;
the clock is set back by `faketime`, of Debian's package of that name)

Each time the build has to say what is the matter and what to do, without a traceback;
no page may be half-written; and once the fault is gone the next build makes every byte
that a build without a fault makes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kills import BUILD, LEFT_OUT, ROOT, clear, read_pages

#: What is left on the disk when a build begins: for nothing, a page, some, all but the site.
ROOM_MB = (0.1, 1, 2.5, 4, 9, 19)
DISK_MB = 120


@contextmanager
def mount_disk(place: Path) -> Iterator[Path]:
    """A small disk of its own with a copy of the checkout, nothing built."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", place], check=True)
    try:
        folder = Path(shutil.copytree(ROOT, place / "copy", ignore=LEFT_OUT)).resolve()
        clear(folder)
        yield folder
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def run(folder: Path, *before: str) -> subprocess.CompletedProcess[str]:
    """Build, with what comes before the command."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "analysis")}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [*before, *BUILD]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def check_fault(folder: Path, expected: dict[str, bytes], words: str) -> str:
    """A build that must fail in order; the last line of what it says."""
    done = run(folder)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    assert words in done.stderr, done.stderr
    made = {name: text for name, text in read_pages(folder).items() if "/." not in name}
    wrong = [name for name, text in made.items() if expected.get(name) != text]
    assert not wrong, f"half-written: {wrong}"
    return f"{len(made)} files were whole; it said: {done.stderr.strip().splitlines()[-1]}"


def check_after(folder: Path, expected: dict[str, bytes]) -> None:
    """The next build makes everything, and nothing else."""
    done = run(folder)
    assert done.returncode == 0, done.stderr
    assert read_pages(folder) == expected, "other bytes"


def fill(folder: Path, room: float) -> Path:
    """Leave so many megabytes on the disk."""
    ballast = folder.parent / "ballast"
    free = shutil.disk_usage(folder).free
    with ballast.open("wb") as stream:
        stream.write(bytes(max(0, free - int(room * 1e6))))
    return ballast


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        with mount_disk(Path(place) / "whole") as folder:
            assert run(folder).returncode == 0
            expected = read_pages(folder)
        for room in ROOM_MB:
            with mount_disk(Path(place) / f"full-{room}") as folder:
                ballast = fill(folder, room)
                told = check_fault(folder, expected, "disk is full")
                ballast.unlink()
                check_after(folder, expected)
            print(f"{room} MB left: {told}", flush=True)
        with mount_disk(Path(place) / "read-only") as folder:
            subprocess.run(["mount", "-o", "remount,ro", folder.parent], check=True)
            told = check_fault(folder, expected, "read-only")
            subprocess.run(["mount", "-o", "remount,rw", folder.parent], check=True)
            check_after(folder, expected)
            print(f"read-only: {told}", flush=True)
        for away in ("-4000d", "+4000d"):
            with mount_disk(Path(place) / f"clock{away}") as folder:
                done = run(folder, "faketime", "-f", away)
                assert done.returncode == 0, done.stderr
                assert read_pages(folder) == expected, "other bytes"
                assert "All" in run(folder).stdout
            print(f"clock {away}: the same bytes, and nothing to do afterwards", flush=True)


if __name__ == "__main__":
    main()
