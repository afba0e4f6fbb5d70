"""A crate checked, run again and compared with itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath
from typing import Any

import senco
from senco.crate.comparison import (
    RELATIVE_TOLERANCE,
    SHOWN,
    Difference,
    State,
    compare_file,
)
from senco.crate.contents import FIXED
from senco.crate.descriptors import MANIFEST, METADATA, PACKAGE, README
from senco.crate.metadata import read_metadata
from senco.crate.unpacking import check_manifest, read_crate, write_files
from senco.errors import BuildError, SencoError

#: What lies under data/ and book/ and cannot be run.
_HARMLESS = frozenset({".csv", ".ipynb", ".json", ".md", ".svg", ".yml"})
_PAPERS = frozenset({*FIXED, MANIFEST, METADATA, PACKAGE, README}) - {"pyproject.toml"}
_PAGE = re.compile(r"book/cohorts/([^/]+)/(?:results/)?([0-9]{2}_[a-z]+)(?:/|\.)")

_PROBLEMS_SHOWN = 20
_STATES: dict[State, str] = {
    "identical": "identical, byte by byte",
    "equal": f"equal, every number to {RELATIVE_TOLERANCE:g} of itself",
    "different": "different",
}


@dataclass(frozen=True)
class PageReport:
    """How one page came out.

    Parameters
    ----------
    stage : str
        The page's name.
    state : {"identical", "equal", "different"}
        The worst of the page and its results.
    files : int
        Number of files that were compared.
    differences : tuple of Difference
        The first of them.
    """

    stage: str
    state: State
    files: int
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Report:
    """What a verification found.

    Parameters
    ----------
    crate : str
        Name of the file or folder.
    cohort : str
        The cohort; empty where the crate tells none.
    files : int
        Number of files whose checksum was compared.
    problems : tuple of str
        Where checksums, metadata and files do not agree; then nothing was run.
    environment : tuple of str
        Where this environment is not the one of the record.
    pages : tuple of PageReport
        In the order of the stages; empty where nothing was run.
    ran : bool
        Whether the notebooks were run.
    tolerance : float
        Part of itself by which a number may differ and still be equal.
    """

    crate: str
    cohort: str
    files: int
    problems: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    pages: tuple[PageReport, ...] = ()
    ran: bool = False
    tolerance: float = field(default=RELATIVE_TOLERANCE)

    @property
    def verified(self) -> bool:
        """Whether all checks passed and no page that was run is different."""
        return not self.problems and all(page.state != "different" for page in self.pages)

    def to_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {**asdict(self), "verified": self.verified}

    def describe(self) -> str:
        """The same in words, a finding a line."""
        if self.problems:
            shown = [*self.problems[:_PROBLEMS_SHOWN]]
            if len(self.problems) > len(shown):
                shown.append(f"and {len(self.problems) - len(shown)} more")
            return "\n".join([*shown, f"{self.crate} is not verified. Nothing was run."])
        lines = [f"{self.files} files are what the checksums and the metadata say."]
        lines += self.environment
        for page in self.pages:
            lines.append(f"{self.cohort}/{page.stage}: {_STATES[page.state]} ({page.files} files)")
            lines += [f"  {difference}" for difference in page.differences]
        if not self.ran:
            return "\n".join([*lines, "The notebooks were not run."])
        states = [page.state for page in self.pages]
        counts = [f"{states.count(one)} {words}" for one, words in _STATES.items() if one in states]
        outcome = "is verified" if self.verified else "is not verified"
        return "\n".join([*lines, f"{self.crate} {outcome}. Pages: {', '.join(counts)}."])


def verify_crate(
    path: Path,
    *,
    run: bool = True,
    trusted: bool = False,
    stages: tuple[str, ...] = (),
    jobs: int = 1,
    tell: Callable[[str], None] = lambda text: None,
) -> Report:
    """Check a crate, run its notebooks again and say what differs.

    Parameters
    ----------
    path : Path
        An archive, or the folder that it was unpacked into; nothing is changed in it.
    run : bool
        Whether to run the notebooks, beside the checks.
    trusted : bool
        Run code that this installation does not have.
    stages : tuple of str
        Only these stages; by default all.
    jobs : int
        Number of pages that are made at once.
    tell : callable
        Called with what is being done.

    Returns
    -------
    Report
        What was checked and found.

    Raises
    ------
    DataError
        Where the archive itself is not to be unpacked.
    BuildError
        Where the crate brings code of its own and is not trusted, or a notebook fails.
    """
    files = read_crate(path)
    problems = check_manifest(files) or read_metadata(files)[1]
    cohort = _find_cohort(files)
    if not cohort and not problems:
        problems = ["The crate holds no cohort, or more than one with pages."]
    name = path.resolve().name
    if problems:
        return Report(name, cohort, len(files), problems=tuple(problems))
    environment = tuple(compare_environment(files))
    pages: tuple[PageReport, ...] = ()
    if run:
        _check_code(files, trusted)
        tell("Running the notebooks again")
        made = run_again(files, cohort, stages, jobs)
        pages = tuple(_compare_pages(files, made, cohort, stages))
    return Report(name, cohort, len(files), environment=environment, pages=pages, ran=run)


def _find_cohort(files: dict[str, bytes]) -> str:
    names = {match[1] for name in files if (match := _PAGE.match(name))}
    names = {name for name in names if f"data/cohorts/{name}/cohort.yml" in files}
    return names.pop() if len(names) == 1 else ""


def compare_environment(files: dict[str, bytes]) -> list[str]:
    """Say where this environment is not the one that a crate records.

    Parameters
    ----------
    files : dict of str to bytes
        Every file of a crate.

    Returns
    -------
    list of str
        One for Python, one for all libraries of another version.
    """
    found = []
    settings = tomllib.loads(files["pyproject.toml"].decode("utf-8"))
    recorded = str(settings.get("tool", {}).get("senco", {}).get("python", ""))
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if here != recorded:
        found.append(f"Python {here} here, {recorded} in the record.")
    lock = files["requirements.lock"].decode("utf-8")
    locked: dict[str, set[str]] = {}
    for package, number in re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.MULTILINE):
        locked.setdefault(package, set()).add(number)
    other = []
    for package, numbers in sorted(locked.items()):
        try:
            installed = version(package)
        except PackageNotFoundError:
            continue  # it may be for another system alone
        if installed not in numbers:
            other.append(f"{package} {installed} (record: {', '.join(sorted(numbers))})")
    if other:
        more = f" and {len(other) - SHOWN} more" if len(other) > SHOWN else ""
        found.append(f"Other versions than in the lock: {'; '.join(other[:SHOWN])}{more}.")
    return found


def list_strange_code(files: dict[str, bytes], installed: Path) -> list[str]:
    """Return what a run would execute and this installation does not have.

    Parameters
    ----------
    files : dict of str to bytes
        Every file of a crate.
    installed : Path
        The checkout that the running package belongs to.

    Returns
    -------
    list of str
        Paths in the crate: whatever is not plainly data, a page or a paper, and is not
        in the checkout, byte for byte.
    """
    strange = []
    for name, content in files.items():
        data = name.startswith(("data/", "book/cohorts/"))
        if name in _PAPERS or (data and PurePosixPath(name).suffix in _HARMLESS):
            continue
        own = installed / name
        if not own.is_file() or own.read_bytes().replace(b"\r\n", b"\n") != content:
            strange.append(name)
    return sorted(strange)


def _check_code(files: dict[str, bytes], trusted: bool) -> None:
    strange = list_strange_code(files, Path(senco.__file__).parents[2])
    if strange and not trusted:
        more = f" and {len(strange) - SHOWN} more" if len(strange) > SHOWN else ""
        raise BuildError(
            "The crate's files are whole, but it brings code that is not this installation's: "
            f"{', '.join(strange[:SHOWN])}{more}. To run it is to run what a stranger wrote, with "
            "your rights on this computer. Look at it first; then type the command with "
            "--trust-code, or with --no-run to be content with the checks."
        )


def run_again(
    files: dict[str, bytes], cohort: str, stages: tuple[str, ...], jobs: int
) -> dict[str, bytes]:
    """Run a crate's notebooks with the crate's own library, in a folder of their own.

    Parameters
    ----------
    files : dict of str to bytes
        Every file of a crate.
    cohort : str
        The cohort.
    stages : tuple of str
        Only these stages; empty for all.
    jobs : int
        Number of pages that are made at once.

    Returns
    -------
    dict of str to bytes
        What was made: the files under `book/cohorts`, by path.

    Raises
    ------
    BuildError
        What the run complained of.
    """
    pages = f"book/cohorts/{cohort}/"
    with tempfile.TemporaryDirectory(prefix="senco-verify-") as name:
        root = Path(name).resolve()
        write_files({n: c for n, c in files.items() if not n.startswith(pages)}, root)
        start = "from senco.cli import main; main()"
        command = [sys.executable, "-c", start, "run", cohort, "--force", "--jobs", str(jobs)]
        for stage in stages:
            command += ["--stage", stage]
        kept = {k: v for k, v in os.environ.items() if k not in ("SENCO_ROOT", "SENCO_RESULTS")}
        done = subprocess.run(
            command,
            cwd=root,
            env={
                **kept,
                "PYTHONIOENCODING": "utf-8",
                "PYTHONPATH": str(root / "analysis"),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode:
            text = (done.stderr.strip() or done.stdout.strip())[-2000:]
            raise BuildError("The run failed:\n" + text.replace(f"{root}{os.sep}", ""))
        made = (path for path in (root / pages).rglob("*") if path.is_file())
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in made}


def _compare_pages(
    files: dict[str, bytes], made: dict[str, bytes], cohort: str, stages: tuple[str, ...]
) -> list[PageReport]:
    by_stage: dict[str, list[str]] = {}
    for name in sorted(files.keys() | made.keys()):
        if not name.startswith(f"book/cohorts/{cohort}/"):
            continue
        match = _PAGE.match(name)
        stage = match[2] if match else "other files"
        if not stages or stage in stages:
            by_stage.setdefault(stage, []).append(name)
    if not by_stage:
        raise SencoError(f"The crate holds no page of {', '.join(stages)}.")
    return [_compare_page(stage, names, files, made) for stage, names in sorted(by_stage.items())]


def _compare_page(
    stage: str, names: list[str], files: dict[str, bytes], made: dict[str, bytes]
) -> PageReport:
    order = ("identical", "equal", "different")
    state: State = "identical"
    differences: list[Difference] = []
    for name in names:
        found, told = compare_file(name, files.get(name), made.get(name))
        state = max(state, found, key=order.index)
        differences += told
    return PageReport(stage, state, len(names), tuple(differences))
