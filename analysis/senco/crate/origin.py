"""What of a crate is data, and whether all the rest is this installation's own.

A stranger's crate may hold anything. What is data is listed here; it is read, and never
run. Everything else (the library, the notebooks, the kernel's specification, the contract,
the environment) has to be byte for byte what this installation has, and the crate's own
papers have to be what this installation would write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from senco.book.assembly import load_citation
from senco.cohort.loading import load_study, read_info
from senco.cohort.stages import MISSING, STAGES, TABLES
from senco.crate.comparison import take_pairs
from senco.crate.contents import FIXED, Contents, Run, read_run
from senco.crate.descriptors import MANIFEST, METADATA, PACKAGE, README, describe_files
from senco.crate.metadata import write_metadata
from senco.errors import SencoError
from senco.workspace.paths import Project

#: Read as a citation and copied as text: a deposit may have authors and licences of its own.
_TEXTS = frozenset({"CITATION.cff", "LICENSE", "LICENSE-data"})
#: Written by `senco export` for this very crate.
PAPERS = frozenset({README, PACKAGE, METADATA, MANIFEST})
_NAME = r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
_DATA = re.compile(
    rf"data/(?:study\.yml|cohorts/{_NAME}/(?:cohort\.yml|(?:{'|'.join(TABLES)})\.csv))"
)
_STAGES = "|".join(stage.name for stage in STAGES)
_PAGE = re.compile(
    rf"book/cohorts/({_NAME})/(?:(?:{_STAGES})\.ipynb|{MISSING}\.md"
    rf"|results/(?:{_STAGES})/[a-z0-9_-]+\.(?:csv|html|json|svg))"
)


def is_data(name: str) -> bool:
    """Whether a path is that of a table, of what is said of tables, or of a text.

    Parameters
    ----------
    name : str
        Path from the crate's root.

    Returns
    -------
    bool
        True for what a run may be given though a stranger wrote it.
    """
    return name in _TEXTS or bool(_DATA.fullmatch(name))


def is_page(name: str, cohort: str) -> bool:
    """Whether a path is that of a cohort's page or of one of its results.

    Parameters
    ----------
    name : str
        Path from the crate's root.
    cohort : str
        The cohort.

    Returns
    -------
    bool
        True for what is compared with what a run makes, and given to none.
    """
    match = _PAGE.fullmatch(name)
    return match is not None and match[1] == cohort


def list_missing(files: Mapping[str, bytes]) -> list[str]:
    """Say which of the files that every crate has are not there.

    Parameters
    ----------
    files : mapping of str to bytes
        Every file of a crate.

    Returns
    -------
    list of str
        A sentence for each.
    """
    return [f"{name} is missing." for name in sorted({*FIXED, *PAPERS} - files.keys())]


def list_strange_files(files: Mapping[str, bytes], cohort: str, installed: Path) -> list[str]:
    """Return what is neither data nor this installation's own.

    Parameters
    ----------
    files : mapping of str to bytes
        Every file of a crate.
    cohort : str
        The crate's cohort.
    installed : Path
        The checkout that the running package belongs to.

    Returns
    -------
    list of str
        Paths in the crate, in the order of the alphabet.
    """
    strange = []
    for name, content in files.items():
        if name in PAPERS or is_data(name) or is_page(name, cohort):
            continue
        own = installed / name
        if not own.is_file() or own.read_bytes().replace(b"\r\n", b"\n") != content:
            strange.append(name)
    return sorted(strange)


def list_strange_papers(
    files: Mapping[str, bytes], cohort: str, root: Project, python: str
) -> list[str]:
    """Return the papers that are not what this installation would write for a crate.

    Parameters
    ----------
    files : mapping of str to bytes
        Every file of a crate.
    cohort : str
        The crate's cohort.
    root : Project
        Where the crate's data lie unpacked.
    python : str
        The Python that the pages were made with.

    Returns
    -------
    list of str
        Their names.

    Raises
    ------
    SencoError
        Where `study.yml`, `cohort.yml`, `CITATION.cff` or a page's `run.json` is not what
        it has to be.
    """
    load_study(root)
    try:
        contents = read_contents(files, cohort, root)
        described = describe_files(contents, python)
        rest = {n: content for n, content in files.items() if n not in (METADATA, MANIFEST)}
        written = json.loads(write_metadata(contents, rest, python))
        read = json.loads(files[METADATA], object_pairs_hook=take_pairs)
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError):
        raise SencoError(
            "It cannot be read what each page of the crate was made from: a run.json, or "
            f"{METADATA}, is not as this command writes it."
        ) from None
    strange = [name for name, content in described.items() if files[name] != content]
    return sorted([*strange, METADATA] if read != written else strange)


def read_contents(files: Mapping[str, bytes], cohort: str, root: Project) -> Contents:
    """Read what a crate's papers are written from, as its own data tell it.

    Parameters
    ----------
    files, cohort, root
        As in `list_strange_papers`.

    Returns
    -------
    Contents
        With every file of the crate.

    Raises
    ------
    SencoError, KeyError, TypeError, ValueError
        Where `cohort.yml`, `CITATION.cff` or a page's `run.json` cannot be read.
    """
    return Contents(
        cohort=cohort,
        info=read_info(cohort, root),
        study=load_study(root),
        citation=load_citation(root),
        tables=tuple(t for t in TABLES if f"data/cohorts/{cohort}/{t}.csv" in files),
        files=dict(files),
        runs=tuple(_read_runs(files, cohort)),
    )


def _read_runs(files: Mapping[str, bytes], cohort: str) -> list[Run]:
    folder = f"book/cohorts/{cohort}"
    stages = [stage.name for stage in STAGES if f"{folder}/{stage.name}.ipynb" in files]
    runs = []
    for stage in stages:
        name = f"{folder}/results/{stage}/run.json"
        record = json.loads(files[name], object_pairs_hook=take_pairs)
        runs.append(read_run(record, stage, folder))
    return runs
