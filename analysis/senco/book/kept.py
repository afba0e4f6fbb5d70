"""What one build of a site leaves for the next: the pages as Sphinx has read them.

They lie in `.work`, for their owner alone, one folder for each book. They are used only where
everything is as it was but for files that belong to single pages, and only by a build for whoever
writes the book: what is to be published is made from nothing. A build that fails or is broken off
leaves what the last whole one kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from senco.book.record import (
    BEGAN,
    RECORD,
    Record,
    digest_file,
    digest_folder,
    load_record,
)
from senco.workspace.files import make_private_folder, set_access, write_atomically
from senco.workspace.paths import Project
from senco.workspace.versions import describe_installed

#: No cohort has such a name: the folders of pages that are being made lie beside it.
_FOLDER = "_kept"
#: What Sphinx has read, and what MyST-NB has of notebooks.
_PARTS = (".doctrees", "jupyter_execute")
_STATE = "state.json"
#: To be changed where what is kept changes its form.
_FORM = 1


@dataclass(frozen=True)
class Site:
    """A site that is to be built.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str or None
        The cohort whose book it is; None for the public one.
    place : Path
        Where the site of before lies.
    new : Path
        The folder of the build.
    settings : tuple of Path
        The configuration and the table of contents that it is built with.
    """

    project: Project
    cohort: str | None
    place: Path
    new: Path
    settings: tuple[Path, ...]

    @property
    def made(self) -> Path:
        """Where Sphinx leaves what it makes."""
        return self.new / "_build"

    @property
    def folder(self) -> Path:
        """Where what is kept of it lies."""
        kept = find_kept(self.project)
        return kept / "public" if self.cohort is None else kept / "private" / self.cohort


def find_kept(project: Project) -> Path:
    """Return the folder of all that is kept of builds, whether or not it is there.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    Path
        In `.work`.
    """
    return project.root / ".work" / _FOLDER


def begin(site: Site, *, fresh: bool) -> None:
    """Begin a build: with what was kept, where it may be used.

    Parameters
    ----------
    site : Site
        The site.
    fresh : bool
        Whether it is to be made from nothing in any case.
    """
    record = None if fresh else _find_usable(site)
    if record is not None:
        for part in _PARTS:
            if (site.folder / part).is_dir():
                shutil.copytree(site.folder / part, site.made / part)
        for page in record.pages:
            copy = site.made / "html" / f"{page}.html"
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(site.place / f"{page}.html", copy)
    (site.new / BEGAN).touch()


def _find_usable(site: Site) -> Record | None:
    """What was kept, where nothing but single pages can be other than when the site was made."""
    record = load_record(site.folder / ".doctrees" / RECORD)
    try:
        state = json.loads((site.folder / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    usable = (
        record is not None
        and state == _describe(site)
        and all(Path(path).is_file() for path in record.sources.values())
        and all(digest_file(Path(path)) == told for path, told in record.files.items())
    )
    return record if usable else None


def _describe(site: Site) -> dict[str, str]:
    """What the whole site depends on, and the site itself."""
    installed = [str(_FORM), str(site.project.root), str(site.new), *describe_installed()]
    return {
        "installed": hashlib.sha256("\n".join(installed).encode()).hexdigest(),
        "settings": " ".join(map(digest_file, site.settings)),
        "site": digest_folder(site.place),
    }


def end(site: Site) -> None:
    """Keep what a build leaves, once its site is in its place.

    Parameters
    ----------
    site : Site
        The site; where Sphinx says that it cannot be kept, nothing is.
    """
    folder = site.folder
    shutil.rmtree(folder, ignore_errors=True)
    if not (site.made / ".doctrees" / RECORD).is_file():
        return
    make_private_folder(folder)
    for part in _PARTS:
        if (site.made / part).is_dir():
            os.replace(site.made / part, folder / part)
    set_access(folder, private=True)
    # last: without it what is there does not count
    write_atomically(folder / _STATE, json.dumps(_describe(site)), private=True)
