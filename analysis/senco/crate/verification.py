"""A crate checked, run again and compared with itself."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import senco
from senco.crate.comparison import (
    RELATIVE_TOLERANCE,
    SHOWN,
    Difference,
    State,
    compare_file,
)
from senco.crate.metadata import read_metadata
from senco.crate.origin import (
    PAPERS,
    is_page,
    list_missing,
    list_strange_files,
    list_strange_papers,
)
from senco.crate.rerun import run_again, unpack
from senco.crate.unpacking import check_manifest, read_crate
from senco.errors import BuildError, SencoError
from senco.workspace.paths import Project

_PAGE = re.compile(r"book/cohorts/([^/]+)/(?:results/)?([0-9]{2}_[a-z]+)(?:/|\.)")

_PROBLEMS_SHOWN = 20
_STATES: dict[State, str] = {
    "identical": "identical, byte by byte",
    "equal": f"equal, every number to a relative difference of {RELATIVE_TOLERANCE:g}",
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
    strange : tuple of str
        Files that are neither data nor this installation's own. Unless somebody trusts
        them, nothing is run.
    apart : str
        How the run was kept apart, in words; empty where nothing was run.
    tolerance : float
        Share by which a number may differ and still be equal.
    """

    crate: str
    cohort: str
    files: int
    problems: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    pages: tuple[PageReport, ...] = ()
    ran: bool = False
    strange: tuple[str, ...] = ()
    apart: str = ""
    tolerance: float = field(default=RELATIVE_TOLERANCE)

    @property
    def verified(self) -> bool:
        """Whether all checks passed, the notebooks were run, and no page came out different."""
        same = all(page.state != "different" for page in self.pages)
        return self.ran and same and not self.problems

    @property
    def failed(self) -> bool:
        """Whether something that was looked at is not as it should be."""
        return bool(self.problems) or (self.ran and not self.verified)

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
        lines = [f"{self.files} files match the checksums and the metadata."]
        lines += self.environment
        if self.strange:
            lines.append(f"Neither data nor part of this installation: {_shorten(self.strange)}.")
        if not self.ran:
            return "\n".join([*lines, "The notebooks were not run: only the files were checked."])
        return "\n".join([*lines, *self._describe_run()])

    def _describe_run(self) -> list[str]:
        code = "the crate's own code" if self.strange else "this installation's code"
        lines = [f"The notebooks were run by {code}. {self.apart}"]
        for page in self.pages:
            lines.append(f"{self.cohort}/{page.stage}: {_STATES[page.state]} ({page.files} files)")
            lines += [f"  {difference}" for difference in page.differences]
        states = [page.state for page in self.pages]
        counts = [f"{states.count(one)} {words}" for one, words in _STATES.items() if one in states]
        outcome = "is verified" if self.verified else "is not verified"
        return [*lines, f"{self.crate} {outcome}. Pages: {', '.join(counts)}."]


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
    cohort = _find_cohort(files)
    report = Report(path.resolve().name, cohort, len(files), problems=_find_problems(files, cohort))
    if report.problems:
        return report
    strange = tuple(list_strange_files(files, cohort, Path(senco.__file__).parents[2]))
    given = {n: c for n, c in files.items() if not is_page(n, cohort) and n not in PAPERS}
    with unpack(given) if not strange or (run and trusted) else nullcontext() as place:
        if place is not None and not strange:
            root = Project(place.root)
            strange = tuple(list_strange_papers(files, cohort, root, _read_python(files)))
        if run and strange and not trusted:
            _refuse(strange)
        report = replace(report, environment=tuple(compare_environment(files)), strange=strange)
        if not run or place is None:
            return report
        tell("Running the notebooks again")
        made = run_again(place, cohort, stages, jobs)
        pages = tuple(_compare_pages(files, made.pages, cohort, stages))
    return replace(report, pages=pages, ran=True, apart=made.apart)


def _find_problems(files: dict[str, bytes], cohort: str) -> tuple[str, ...]:
    """Say where checksums, metadata and files do not agree."""
    problems = check_manifest(files) or list_missing(files) or read_metadata(files)[1]
    if not cohort and not problems:
        problems = ["The crate contains no cohort, or more than one with pages."]
    return tuple(problems)


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
    recorded = _read_python(files)
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if here != recorded:
        found.append(f"Python {here} here, {recorded} in the record.")
    lock = files["requirements.lock"].decode("utf-8", "replace")
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


def _read_python(files: dict[str, bytes]) -> str:
    """The Python that a crate's pages were made with; empty where it does not tell."""
    try:
        settings = tomllib.loads(files["pyproject.toml"].decode("utf-8"))
        return str(settings["tool"]["senco"]["python"])
    except (ValueError, KeyError, TypeError):
        return ""


def _refuse(strange: tuple[str, ...]) -> None:
    raise BuildError(
        "The crate's files are intact, but not all of them are data or part of this "
        f"installation: {_shorten(strange)}. Running it means running a stranger's code. Look "
        "at it first; then type the command with --trust-code, or with --no-run for the checks "
        "alone."
    )


def _shorten(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}"


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
        raise SencoError(f"The crate contains no page of {', '.join(stages)}.")
    return [_compare_page(stage, names, files, made) for stage, names in sorted(by_stage.items())]


def _compare_page(
    stage: str, names: list[str], files: dict[str, bytes], made: dict[str, bytes]
) -> PageReport:
    order = ("identical", "equal", "different")
    state: State = "identical"
    differences: list[Difference] = []
    for name in names:
        found, details = compare_file(name, files.get(name), made.get(name))
        state = max(state, found, key=order.index)
        differences += details
    return PageReport(stage, state, len(names), tuple(differences))
