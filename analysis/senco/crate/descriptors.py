"""The crate's own papers: its data package, its README and its list of checksums."""

from __future__ import annotations

import json
from typing import Any

from senco.book.packages import describe_tables
from senco.cohort.contract import read_contract
from senco.cohort.model import PROVENANCE_NOTES
from senco.crate.contents import Contents, sha256

MANIFEST = "manifest-sha256.txt"
METADATA = "ro-crate-metadata.json"
PACKAGE = "datapackage.json"
README = "README.md"

_README = """# {title}

{summary}

**{note}**

From *{book}*, version {version} ({released}). To cite it: `CITATION.cff`.

## What is in here

| where | what |
| --- | --- |
| `datapackage.json` | describes the tables (Frictionless Data Package) |
| `data/cohorts/{cohort}/` | the tables, and `cohort.yml`, which says where they come from |
| `data/study.yml`, `data/datapackage.json` | the framework, and the contract of all tables |
| `analysis/notebooks/` | the notebooks as they are before a run |
| `analysis/senco/` | the library that the notebooks call |
| `book/cohorts/{cohort}/` | the executed pages |
| `book/cohorts/{cohort}/results/` | figures, tables, values; `run.json` tells how they were made |
| `requirements.lock`, `environment.yml`, `pyproject.toml` | the environment, exact and bounded |
| `ro-crate-metadata.json` | all of this for programs (RO-Crate 1.1, Process Run Crate 0.5) |
| `manifest-sha256.txt` | the checksum of every file |

## Check that nothing is damaged

```
sha256sum -c manifest-sha256.txt
```

## Run it again

With the environment that the pages were made in, Python {python} and the lock:

```
python -m venv .venv
.venv/bin/python -m pip install --require-hashes -r requirements.lock
.venv/bin/python -m pip install --no-deps --no-build-isolation -e .
.venv/bin/senco verify .
```

`senco verify` checks this folder (or the archive that it came in), runs every notebook in a
folder of its own and says what differs: nothing, the last digits of numbers, or what is on
which page. There the pages come out byte by byte the same; with another Python or other
versions of the libraries the numbers agree to nine digits.

## Licences

The data: {licence} Code: {code}. Pages, figures and results: {prose}.
"""


def describe_files(contents: Contents, python: str) -> dict[str, bytes]:
    """Return the data package and the README.

    Parameters
    ----------
    contents : Contents
        As `contents.collect` gives it.
    python : str
        The Python that the pages were made with, such as "3.11".

    Returns
    -------
    dict of str to bytes
        By file name.
    """
    package = json.dumps(describe_package(contents), indent=1, ensure_ascii=False) + "\n"
    citation, info = contents.citation, contents.info
    readme = _README.format(
        title=info.title,
        summary=info.summary,
        note=PROVENANCE_NOTES[info.provenance],
        book=citation.title,
        version=citation.version,
        released=citation.date_released,
        cohort=contents.cohort,
        python=python,
        licence=info.licence.rstrip(".") + ".",
        code=citation.license[0],
        prose=citation.license[-1],
    )
    return {PACKAGE: package.encode(), README: readme.encode()}


def describe_package(contents: Contents) -> dict[str, Any]:
    """Return the cohort's data package: the contract, cut down to the tables there are.

    Parameters
    ----------
    contents : Contents
        As `contents.collect` gives it.

    Returns
    -------
    dict
        As `senco.book.packages.describe_tables` makes it.
    """
    folder = f"data/cohorts/{contents.cohort}/"
    tables = {table: contents.files[f"{folder}{table}.csv"] for table in contents.tables}
    contract = read_contract(contents.files["data/datapackage.json"], contents.study)
    return {
        "profile": "data-package",
        "name": contents.cohort,
        "title": contents.info.title,
        "description": contents.info.summary,
        "version": contents.citation.version,
        "sources": [{"title": contents.info.source}],
        "licenses": [{"title": contents.info.licence, "path": "LICENSE-data"}],
        "keywords": list(contents.citation.keywords),
        "resources": describe_tables(contract, tables, folder),
    }


def write_manifest(files: dict[str, bytes]) -> bytes:
    """Return the list of checksums in the form that `sha256sum -c` reads.

    Parameters
    ----------
    files : dict of str to bytes
        Every file but the list itself.

    Returns
    -------
    bytes
        One line a file, in the order of their names.
    """
    return "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files)).encode()
