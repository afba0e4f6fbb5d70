"""A crate's notebooks run again, in a folder of their own and apart from everything else."""

from __future__ import annotations

import os
import site
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from senco.crate.enclosure import find_enclosure
from senco.crate.unpacking import read_made, write_files
from senco.errors import BuildError, DataError
from senco.workspace.temporary import open_folder

_START = "from senco.cli import main; main()"
_MESSAGE_SIGNS = 2000
#: All that a run is given of this process's environment: no key, no address, no setting.
_KEPT = (
    "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PATH", "SENCO_PLAIN_KERNELS", "TZ",
    # how the libraries are to compute on this processor
    "GLIBC_TUNABLES", "NPY_DISABLE_CPU_FEATURES", "OPENBLAS_CORETYPE",
    # without which nothing starts on Windows
    "COMSPEC", "NUMBER_OF_PROCESSORS", "PATHEXT", "PROCESSOR_ARCHITECTURE", "SYSTEMDRIVE",
    "SYSTEMROOT", "WINDIR",
)  # fmt: skip
#: Where programs look for a person's files and settings, on the three systems.
_HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
_SCRATCH = ("TMPDIR", "TEMP", "TMP")


@dataclass(frozen=True)
class Made:
    """What a run made.

    Parameters
    ----------
    pages : dict of str to bytes
        The files under `book/cohorts`, by path.
    apart : str
        How it was kept apart, in words.
    """

    pages: dict[str, bytes]
    apart: str


@dataclass(frozen=True)
class Place:
    """A folder that a run has for itself.

    Parameters
    ----------
    folder : Path
        All that it may write in.
    """

    folder: Path

    @property
    def root(self) -> Path:
        """The crate's files, as a small checkout."""
        return self.folder / "run"

    def make_environment(self) -> dict[str, str]:
        """Return the environment variables of a run.

        Returns
        -------
        dict of str to str
            Few of this process's; an empty home folder, and nothing imported from
            the folder that a process happens to be in.
        """
        own = {name: os.environ[name] for name in _KEPT if name in os.environ}
        own |= dict.fromkeys(_HOMES, str(self.folder / "home"))
        own |= dict.fromkeys(_SCRATCH, str(self.folder / "scratch"))
        if site.ENABLE_USER_SITE:  # libraries that are installed for one person alone
            own["PYTHONUSERBASE"] = site.getuserbase()
        return {
            **own,
            "PYTHONPATH": str(self.root / "analysis"),
            "PYTHONSAFEPATH": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUTF8": "1",
        }


@contextmanager
def unpack(files: Mapping[str, bytes]) -> Iterator[Place]:
    """Write files into a folder that nobody else may enter, and remove it at the end.

    Parameters
    ----------
    files : mapping of str to bytes
        By path.

    Yields
    ------
    Place
        The folder.
    """
    with open_folder("senco-verify-") as folder:
        place = Place(folder.resolve())
        for inner in (place.root, place.folder / "home", place.folder / "scratch"):
            inner.mkdir()
        write_files(dict(files), place.root)
        yield place


def run_again(place: Place, cohort: str, stages: tuple[str, ...], jobs: int) -> Made:
    """Run the notebooks of what was unpacked, without network and home where that can be.

    Parameters
    ----------
    place : Place
        Where it was unpacked.
    cohort : str
        The cohort.
    stages : tuple of str
        Only these stages; empty for all.
    jobs : int
        Number of pages that are made at once.

    Returns
    -------
    Made
        The pages, and how the run was kept apart.

    Raises
    ------
    BuildError
        What the run complained of, or where it left something other than plain files.
    """
    environment = place.make_environment()
    enclosure = find_enclosure(place.folder, environment)
    command = [sys.executable, "-P", "-c", _START, "run", "--force", "--jobs", str(jobs)]
    for stage in stages:
        command += ["--stage", stage]
    done = subprocess.run(
        [*enclosure.before, *command, "--", cohort],
        cwd=place.root,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        start_new_session=True,  # no terminal to write into
    )
    if done.returncode:
        text = (done.stderr.strip() or done.stdout.strip())[-_MESSAGE_SIGNS:]
        raise BuildError("The run failed:\n" + text.replace(f"{place.root}{os.sep}", ""))
    pages = f"book/cohorts/{cohort}"
    try:
        made = read_made(place.root, pages)
    except DataError as error:
        raise BuildError(
            f"The run left something that no notebook of this project makes: {error}"
        ) from None
    return Made(made, enclosure.summary)
