"""The book: pages in, a site out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from senco.book import kept, running
from senco.book.citation import Citation
from senco.book.library.contents import leave_out_library, leave_out_pack
from senco.cohort.loading import read_info, read_language
from senco.cohort.stages import MISSING, MISSING_TITLES, STAGES
from senco.cohort.yamlfiles import load_yaml
from senco.disclosure.release import (
    check_passages,
    check_signature,
    list_files,
    load_signature,
    review,
)
from senco.disclosure.scanning import SEARCHING
from senco.errors import BuildError, explain_printed_error, list_errors
from senco.locale import ENGLISH, load_catalogue
from senco.workspace import cache
from senco.workspace.files import make_private_folder, set_access
from senco.workspace.paths import EARLIER_SITE, Project

#: Sphinx writes the year of its build into the pages; this fixes it.
_FIXED_TIME = "1767225600"  # the first of January 2026

#: Binder makes the environment of `environment.yml`. Colab does not, so that no notebook
#: of the book would run there; and a JupyterHub is somebody's own.
LAUNCH_BUTTONS = {"binderhub_url": "https://mybinder.org", "notebook_interface": "jupyterlab"}

#: The setting by which a book has editions; `senco.book.site.editions` has it too, with Sphinx.
_WORKSHOP = "senco_workshop"
_COMMENTS = "senco_comments"

#: Settings of the site that are words for readers.
BUTTONS = ("nb_code_prompt_show", "nb_code_prompt_hide")

#: So many of Sphinx's complaints are shown; the first is most often the cause of the others.
MAXIMUM_COMPLAINTS = 20
_COMPLAINT = re.compile(r"^(?!\s).*\b(?:WARNING|ERROR|CRITICAL): ")
#: Of exceptions that led to one another the first is printed first: its words, after its places.
_CAUSE = re.compile(
    r"^Traceback \(most recent call last\):\n(?:[ \t].*\n)*(\S.*(?:\n[^\n]+)*)", re.MULTILINE
)
_SPHINX_ERROR = re.compile(r"^\w+ error\b.*:\n.+", re.MULTILINE)
#: The page that Sphinx was at when it ended.
_PROGRESS = re.compile(r"\[ *\d+%\] (\S+)\s*\Z")


def load_citation(project: Project) -> Citation:
    """Read `CITATION.cff`, the one source of how this publication is cited.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    Citation
        Title, authors, version, date, licences and the article.

    Raises
    ------
    DataError
        Where it does not hold what it must.
    """
    return load_yaml(project.root / "CITATION.cff", Citation, "CITATION.cff")


def list_public(project: Project) -> list[str]:
    """Return the cohorts whose pages are part of the public book.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    list of str
        The cohorts that `_toc.yml` names, in its order; never a collected one.

    Raises
    ------
    BuildError
        Where `_toc.yml` names a collected cohort: its data are private.
    """
    text = (project.root / "_toc.yml").read_text(encoding="utf-8")
    named = list(dict.fromkeys(re.findall(r"book/cohorts/([^/\s]+)/", text)))
    names = [name for name in named if name in project.cohorts()]
    for name in names:
        if read_info(name, project).provenance == "collected":
            raise BuildError(
                f"_toc.yml names the cohort '{name}', which is collected and private. Remove "
                f"its pages from _toc.yml and type: senco build {name}. To publish it, sign for "
                f"it (senco release {name}) and build a book of its own (senco build {name} "
                "--public)."
            )
    return names


def site_of(project: Project, cohort: str | None = None, public: bool = False) -> Path:
    """Return the folder of a built site.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str, optional
        A cohort that is not part of the public book.
    public : bool
        Whether its book is the one that may be published.

    Returns
    -------
    Path
        `_build/html`, `_build/private/NAME` or `_build/public/NAME`.
    """
    build = project.root / "_build"
    if cohort is None:
        return build / "html"
    return build / ("public" if public else "private") / cohort


def build_book(
    project: Project,
    cohort: str | None = None,
    names: Sequence[str] = (),
    *,
    public: bool = False,
    fresh: bool = False,
) -> Path:
    """Assemble the executed pages and the prose into a site.

    The site is built in a folder of its own, with every warning an error, and takes
    the place of the old one only when it is whole. What has not changed is taken over
    from the build before (`senco.book.kept`). The public one also passes the
    disclosure gate first.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str, optional
        A cohort whose pages become a part of their own, in `_build/private/NAME`;
        by default the public book is built, in `_build/html`.
    names : sequence of str
        The private list, for the disclosure gate.
    public : bool
        Whether the cohort's book is to be published: then it passes the gate, and a
        collected cohort's must be, byte for byte, what a person signed for; it goes
        into `_build/public/NAME`.
    fresh : bool
        Whether it is built from nothing whatever there is; what may be published of a
        cohort always is.

    Returns
    -------
    Path
        The page to open first.

    Raises
    ------
    BuildError
        What Sphinx complained of, what the gate found, or that nobody signed for
        what would be published; the old site is kept.
    """
    listed = list_public(project)
    signed = bool(public and cohort and read_info(cohort, project).provenance == "collected")
    if cohort is not None and signed:
        load_signature(cohort, project)  # or nothing needs to be built
    new = project.root / "_build" / ("new" if cohort is None else f"new-{cohort}")
    shutil.rmtree(new, ignore_errors=True)
    make_private_folder(new)
    # what may be published from now on is drawn anew, whatever lies in the folder of before
    earlier = None if public else site_of(project, cohort)
    settings = write_config(project, new, cohort), _write_toc(project, cohort, new)
    site = kept.Site(project, cohort, site_of(project, cohort), new, settings)
    kept.begin(site, fresh=fresh or public)
    run = _run_sphinx(site, earlier)
    made = new / "_build" / "html"
    if run.returncode or not (made / "index.html").is_file():
        raise BuildError("The book was not built:\n" + _read_complaints(run, project))
    if cohort is None or public:
        clean = cache.recall(project, "texts", SEARCHING) if cohort is None else None
        _pass_gate(project, made, [*listed, cohort] if cohort else listed, names, clean)
        if clean is not None:
            cache.keep(project, "texts", clean, SEARCHING)
    if cohort is not None and signed:
        check_passages(check_signature(cohort, list_files(made), project, names), project)
    place = site_of(project, cohort, public)
    # what may be published is for everybody; a private cohort's own book is for nobody else
    private = cohort is not None and not public
    set_access(made, private=private)
    place.parent.mkdir(exist_ok=True)
    set_access(place.parent, private=private, inside=False)
    if place.is_dir():
        place.replace(new / "before")  # removing it takes time, in which nobody finds a page
    made.replace(place)
    if not public:
        kept.end(site)
    shutil.rmtree(new)
    return place / "index.html"


def _run_sphinx(site: kept.Site, earlier: Path | None) -> subprocess.CompletedProcess[str]:
    start = (  # the same on every system
        "from senco.book.record import watch_files; watch_files(); "
        "from jupyter_book.cli.main import main; main()"
    )
    config, toc = map(str, site.settings)
    words = ["build", str(site.project.root), "--toc", toc, "--config", config]
    words += ["--path-output", str(site.new), "--warningiserror", "--nitpick", "--keep-going"]
    environment = {
        **os.environ,
        "PYTHONIOENCODING": "utf-8",
        "SOURCE_DATE_EPOCH": _FIXED_TIME,
        EARLIER_SITE: str(earlier or ""),
        "PYTHONWARNINGS": "ignore",
        "TMPDIR": str(site.new),  # where it leaves what it was doing when it failed
    }
    return running.run_python(start, words, environment)


def write_config(project: Project, new: Path, cohort: str | None = None) -> Path:
    """Return the book's configuration, with its language and the addresses of `CITATION.cff`.

    Parameters
    ----------
    project : Project
        The checkout.
    new : Path
        The folder of the build.
    cohort : str, optional
        A cohort whose book it is: that is not the one at the site's address, and has one menu.

    Returns
    -------
    Path
        The project's own `_config.yml`; or a copy that knows the study's language where it
        is not English, the address of the site (`url`), or that of the repository
        (`repository-code`), by which it offers each notebook's page on Binder; a cohort's
        book has no editions (`senco.book.site.editions`) and no comments
        (`senco.book.site.comments`).
    """
    own, citation = project.root / "_config.yml", load_citation(project)
    site = citation.url if cohort is None else None
    language = read_language(project)
    config = yaml.safe_load(own.read_text(encoding="utf-8"))
    dropped = cohort is not None and _keep_to_itself(config)
    if not dropped and site is None and citation.repository_code is None and language == ENGLISH:
        return own
    config["html"]["baseurl"] = f"{site.rstrip('/')}/" if site else ""
    if citation.repository_code:
        _add_launch_buttons(config, citation.repository_code)
    if language != ENGLISH:
        _set_language(config["sphinx"]["config"], language)
    path = new / "config.yml"
    path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def _keep_to_itself(config: dict[str, Any]) -> bool:
    """Drop what a cohort's own book does not have; return whether there was any of it.

    Its part would lie behind the door of the workshop, and nobody outside is told of a page that
    is read: neither by this project's setting nor by Jupyter Book's own.
    """
    kept = {"sphinx": (_WORKSHOP, _COMMENTS), "html": ("comments",)}
    places = {"sphinx": config["sphinx"]["config"], "html": config["html"]}
    found = [places[place].pop(key, None) for place, keys in kept.items() for key in keys]
    return any(found)


def _add_launch_buttons(config: dict[str, Any], address: str) -> None:
    # the theme's options here replace those that Jupyter Book makes of its own keys
    options = config["sphinx"]["config"]["html_theme_options"]
    options |= {"repository_url": address, "repository_branch": "main", "path_to_docs": ""}
    options["launch_buttons"] = LAUNCH_BUTTONS


def _set_language(options: dict[str, Any], language: str) -> None:
    """Set the language of Sphinx, of its theme, and of the buttons that this project words."""
    catalogue = load_catalogue(language)
    told = {key: catalogue.translate(text) for key, text in options.items() if key in BUTTONS}
    options |= {**told, "language": language}


def _write_toc(project: Project, cohort: str | None, new: Path) -> Path:
    """Return the table of contents: the project's own, or one with a cohort's part."""
    if cohort is None:
        return project.root / "_toc.yml"
    toc = load_toc(project, cohort)
    path = new / "toc.yml"
    path.write_text(yaml.safe_dump(toc, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def load_toc(project: Project, cohort: str | None = None) -> dict[str, Any]:
    """Return the table of contents of a book.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str, optional
        A cohort that is not part of the public book: its pages become a part.

    Returns
    -------
    dict
        As `_toc.yml` has it; in a cohort's own book without the library and the pack.
    """
    toc: dict[str, Any] = yaml.safe_load((project.root / "_toc.yml").read_text(encoding="utf-8"))
    if cohort is None:
        return toc
    toc = leave_out_pack(leave_out_library(toc))
    info = read_info(cohort, project)
    pages, catalogue = project.pages(cohort), load_catalogue(read_language(project))
    titles = {stage.name: stage.title for stage in STAGES}
    titles[MISSING] = MISSING_TITLES[info.provenance]
    chapters = [
        {"file": f"book/cohorts/{cohort}/{name}", "title": catalogue.translate(title)}
        for name, title in titles.items()
        if (pages / f"{name}{'.md' if name == MISSING else '.ipynb'}").is_file()
    ]
    parts = toc["parts"]
    last = max((n for n, part in enumerate(parts) if "book/cohorts/" in str(part)), default=-1)
    parts.insert(last + 1, {"caption": " ".join(info.title.split()), "chapters": chapters})
    return toc


def _pass_gate(
    project: Project,
    made: Path,
    public: list[str],
    names: Sequence[str],
    clean: set[str] | None,
) -> None:
    """Raise an error where the public site, or the data behind it, point at a person."""
    private = [name for name in project.cohorts() if name not in public]
    found = [
        f"{path.relative_to(made).as_posix()}: a page of '{name}', which is private"
        for name in private
        for path in sorted(made.rglob(name))
    ]
    folders = [made, *(project.cohort(name) for name in public)]
    reviewed = review(public, folders, project, names, clean)
    found += [str(finding) for finding in list_errors(reviewed.findings)]
    if found:
        raise BuildError(
            ("The book is not published, because it points to people:\n") + "\n".join(found)
        )


def _read_complaints(run: subprocess.CompletedProcess[str], project: Project) -> str:
    """Return what the machine refused, what stopped Sphinx, and what it complained of."""
    errors, output = (
        re.sub(r"\x1b\[[0-9;]*m", "", stream).replace(f"{project.root}{os.sep}", "")
        for stream in (run.stderr, run.stdout)
    )
    refused = explain_printed_error(errors + output)
    if refused:
        return refused
    lines = _read_cause(errors, output)
    lines += [line for line in (errors + output).splitlines() if _COMPLAINT.search(line)]
    lines = list(dict.fromkeys(lines))
    shown = lines[:MAXIMUM_COMPLAINTS]
    if len(lines) > len(shown):
        shown.append(f"and {len(lines) - len(shown)} more")
    if not shown and run.returncode < 0:
        shown.append(f"It was ended by signal {-run.returncode}, as happens when memory runs out.")
    return "\n".join(shown) or (errors.strip() or output)[-2000:]


def _read_cause(errors: str, output: str) -> list[str]:
    """What ended Sphinx: the page that it was at, the exception, and its own words for it."""
    cause, own_words = _CAUSE.search(errors), _SPHINX_ERROR.search(errors)
    if not cause:
        return []
    page = _PROGRESS.search(output)
    lines = f"{page[1]}: {cause[1]}" if page else cause[1]
    if own_words:
        lines += "\n" + re.sub(r" at 0x[0-9a-f]+", "", own_words[0].replace("\n", " "))
    return lines.splitlines()
