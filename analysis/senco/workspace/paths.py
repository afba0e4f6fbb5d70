"""Where things lie: the one module that knows the project's folders."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from senco.errors import SencoError, suggest

_MARK = Path("data") / "datapackage.json"
#: Where a wheel puts it, as the end of a path.
_BESIDE = "share/senco/data/datapackage.json"
#: The variable that names the site of before to Sphinx: its drawn pictures may be taken over.
EARLIER_SITE = "SENCO_SITE"
#: The folder of this package, wherever it is installed.
PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Project:
    """The folders of a checkout.

    Parameters
    ----------
    root : Path
        The folder that holds `_config.yml`.
    """

    root: Path

    @property
    def contract(self) -> Path:
        """The tables' contract, `data/datapackage.json`."""
        return self.root / _MARK

    @property
    def study(self) -> Path:
        """The framework, `data/study.yml`."""
        return self.root / "data" / "study.yml"

    @property
    def simulation(self) -> Path:
        """What synthetic cohorts are made of, `data/simulation.yml`; it need not be there."""
        return self.root / "data" / "simulation.yml"

    @property
    def notebooks(self) -> Path:
        """The folder of the notebooks' templates."""
        return self.root / "analysis" / "notebooks"

    @property
    def kit_files(self) -> Path:
        """The documents of the kit, and in `SHA256SUMS` the digests with which they were made."""
        return self.root / "book" / "kit" / "files"

    def read(self, path: Path) -> bytes:
        """What a file holds."""
        return path.read_bytes()

    def snapshot(self) -> Project:
        """The same checkout at one moment: each file is read once, when it is first asked for."""
        return _Snapshot(self.root)

    def cohort(self, name: str) -> Path:
        """The folder of a cohort's tables."""
        return self.root / "data" / "cohorts" / name

    def pages(self, name: str) -> Path:
        """The folder of a cohort's executed pages."""
        return self.root / "book" / "cohorts" / name

    def results(self, name: str, stage: str) -> Path:
        """The folder of a page's results."""
        return self.pages(name) / "results" / stage

    def deposit(self, name: str) -> Path:
        """What is known of a cohort's deposit in repositories; it need not be there."""
        # the underscore stands in no cohort's name, whose folder there is cleared by each build
        return self.root / ".work" / f"deposit_{name}.json"

    def relative(self, path: Path) -> str:
        """A path as messages and locks name it: from the root, with slashes."""
        return path.relative_to(self.root).as_posix()

    def label(self, path: Path) -> str:
        """The same; a module of a package that lies elsewhere is named as in a checkout."""
        if path.is_relative_to(self.root):
            return self.relative(path)
        if path.is_relative_to(PACKAGE):
            return (Path("analysis") / "senco" / path.relative_to(PACKAGE)).as_posix()
        return path.name

    def cohorts(self) -> list[str]:
        """The names of all cohorts, in the order of the alphabet."""
        return sorted(path.parent.name for path in self.cohort("").glob("*/cohort.yml"))

    def check_cohort_name(self, name: str) -> None:
        """Raise SencoError where there is no cohort of this name."""
        known = self.cohorts()
        if name not in known:
            listed = ", ".join(known) or "none"
            raise SencoError(
                f"There is no cohort '{name}' in data/cohorts. Cohorts: {listed}. "
                f"{suggest(name, known)}".strip()
            )


@dataclass(frozen=True)
class _Snapshot(Project):
    """A checkout whose files are read once each."""

    known: dict[Path, bytes] = field(default_factory=dict, compare=False, repr=False)

    def read(self, path: Path) -> bytes:
        """What a file held when it was first asked for."""
        if path not in self.known:
            self.known[path] = path.read_bytes()
        return self.known[path]

    def snapshot(self) -> Project:
        """Itself: it is of one moment already."""
        return self


def find_project(start: Path | None = None) -> Project:
    """Return the project that a folder is part of.

    Parameters
    ----------
    start : Path, optional
        Where to look, upwards; by default the folder in `SENCO_ROOT`, else the
        current folder, and last the checkout that the package is installed from.

    Returns
    -------
    Project
        The project.

    Raises
    ------
    SencoError
        Where no folder holds `data/datapackage.json`.
    """
    places = [start or Path(os.environ.get("SENCO_ROOT") or Path.cwd())]
    if start is None:
        places.append(PACKAGE)
    for place in places:
        for folder in (place.resolve(), *place.resolve().parents):
            if (folder / _MARK).is_file():
                return Project(folder)
    raise SencoError(
        f"No {_MARK.as_posix()} in {places[0].name or places[0]} or above it: run senco from "
        "inside the project's folder."
    )


def find_study() -> Project:
    """Return the project that is at hand, or the study as it comes with the package.

    The latter holds the contract, the framework and the published cohort, and is read alone:
    whoever writes asks for `find_project`.

    Returns
    -------
    Project
        The project.

    Raises
    ------
    SencoError
        Where the package came without them.
    """
    try:
        return find_project()
    except SencoError:
        installed = find_installed()
        if not installed:
            raise
        return Project(installed[0])


def find_installed() -> list[Path]:
    """Return the folders that came with the package and hold a study.

    Returns
    -------
    list of Path
        The checkout that the package is part of, and what a wheel put beside it.
    """
    checkout = [PACKAGE.parents[1]] if (PACKAGE.parents[1] / _MARK).is_file() else []
    try:
        installed = files("senco") or ()
    except PackageNotFoundError:  # the package was not installed, but put on the path
        installed = ()
    held = [name for name in installed if name.as_posix().endswith(_BESIDE)]
    return [*checkout, *(Path(str(name.locate())).resolve().parents[1] for name in held)]
