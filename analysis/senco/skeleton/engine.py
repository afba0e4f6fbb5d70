"""What a new study takes over from this project, wherever the package is installed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from senco.errors import SencoError
from senco.workspace.paths import find_installed

#: Copied as they stand: whole folders, and files.
FOLDERS = ("analysis/notebooks", "book/_static/fonts", "book/_static/mathjax")
FILES = (
    "requirements.lock",
    "data/datapackage.json",
    "book/print.css",
    "book/methods/intervals.md",
    "book/methods/pooling.md",
    "book/methods/pooling-forest.svg",
    "book/_static/senco.css",
    "book/_static/senco.js",
    "book/_static/menu.js",
    "book/_static/explorer.js",
    "book/_static/facing.js",
    "book/_static/comments.js",
    "book/_static/icon.png",
    "book/_static/root/favicon.ico",
)
CONFIG, REFERENCES, LICENCE = "_config.yml", "book/references.bib", "LICENSE"
_KEYS = re.compile(r"\{cite(?::\w+)?\}`([^`]*)`")
_ENTRY = re.compile(r"^@\w+\{([\w-]+),.*?^\}\n", re.MULTILINE | re.DOTALL)


def find_engine() -> Path:
    """Return the folder that holds the notebooks and what the site is made with.

    Returns
    -------
    Path
        The checkout that the package is part of, or what a wheel put beside it.

    Raises
    ------
    SencoError
        Where the package came without them.
    """
    for root in find_installed():
        if all((root / name).exists() for name in (*FOLDERS, *FILES, CONFIG, REFERENCES)):
            return root
    raise SencoError(
        "This installation has no notebooks, from which a study starts. Install the package "
        "from a checkout of the project or from a wheel made of one (pip wheel --no-deps .)."
    )


def list_copied(engine: Path) -> list[str]:
    """Return the files that a study takes over as they stand.

    Parameters
    ----------
    engine : Path
        As `find_engine` gives it.

    Returns
    -------
    list of str
        Paths from the root, with slashes, in the order of the alphabet.
    """
    within = [path for folder in FOLDERS for path in (engine / folder).rglob("*")]
    kept = [path for path in within if path.is_file() and ".ipynb_checkpoints" not in path.parts]
    return sorted([*FILES, *(path.relative_to(engine).as_posix() for path in kept)])


def choose_references(text: str, pages: Iterable[str]) -> str:
    r"""Return the entries of a bibliography that pages cite.

    Parameters
    ----------
    text : str
        BibTeX, each entry of which ends with a brace on a line of its own.
    pages : iterable of str
        Markdown or notebooks.

    Returns
    -------
    str
        In the order of the bibliography.

    Examples
    --------
    >>> bib = "@book{kelly1955,\n title = {A}\n}\n\n@book{ball1993,\n title = {B}\n}\n"
    >>> choose_references(bib, ["See {cite}`kelly1955`."])
    '@book{kelly1955,\n title = {A}\n}\n'
    """
    cited = {
        key.strip() for page in pages for found in _KEYS.findall(page) for key in found.split(",")
    }
    return "\n".join(one[0] for one in _ENTRY.finditer(text) if one[1] in cited)
