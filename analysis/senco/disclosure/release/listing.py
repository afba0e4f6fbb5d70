"""Exactly what would be published: every file of a site, by path and bytes."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from senco.errors import SencoError
from senco.text.words import count_words

_CHUNK = 1 << 20


def list_files(site: Path) -> dict[str, str]:
    """Return every file of a site with its SHA-256.

    Parameters
    ----------
    site : Path
        The folder that would be published.

    Returns
    -------
    dict of str to str
        Digests by path from the site, with slashes, in the order of the paths' bytes.

    Raises
    ------
    SencoError
        Where a link stands in the site: what it points at is not what is signed.
    """
    found = {}
    for folder, inner, files in os.walk(site):
        for file in (*files, *(name for name in inner if (Path(folder) / name).is_symlink())):
            path = Path(folder) / file
            shown = path.relative_to(site).as_posix()
            if path.is_symlink() or "\n" in shown:
                raise SencoError(
                    "There is a link or a strange file name in the site: build it again."
                )
            found[shown] = _digest_file(path)
    return dict(sorted(found.items(), key=lambda pair: pair[0].encode()))


def list_contents(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the digests of files that lie on no disk.

    Parameters
    ----------
    files : mapping of str to bytes
        By path, with slashes.

    Returns
    -------
    dict of str to str
        As `list_files` gives them of a folder that holds the same.
    """
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    return dict(sorted(digests.items(), key=lambda pair: pair[0].encode()))


def _digest_file(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while part := stream.read(_CHUNK):
            digest.update(part)
    return digest.hexdigest()


def write_list(files: dict[str, str]) -> str:
    r"""Return the list of files as ``sha256sum --check`` reads it.

    Parameters
    ----------
    files : dict of str to str
        As `list_files` gives them.

    Returns
    -------
    str
        A line a file.

    Examples
    --------
    >>> write_list({"index.html": "00ff"})
    '00ff  index.html\n'
    """
    return "".join(f"{digest}  {path}\n" for path, digest in files.items())


def digest_of(files: dict[str, str]) -> str:
    """Return the digest of a whole site: the SHA-256 of its list.

    Parameters
    ----------
    files : dict of str to str
        As `list_files` gives them.

    Returns
    -------
    str
        64 signs.

    Examples
    --------
    >>> digest_of({})
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    return hashlib.sha256(write_list(files).encode()).hexdigest()


def digest_data(folder: Path) -> str:
    """Return the digest of a cohort's data: of its tables and its `cohort.yml`.

    Parameters
    ----------
    folder : Path
        The cohort's.

    Returns
    -------
    str
        SHA-256 of their list; signatures and the allow-list are no part of it.
    """
    files = [*folder.glob("*.csv"), *folder.glob("cohort.yml")]
    return digest_of({path.name: _digest_file(path) for path in sorted(files)})


def describe_site(site: Path) -> list[str]:
    """Say what a site or a deposit holds, for the person who is to sign.

    Parameters
    ----------
    site : Path
        The folder that would be published.

    Returns
    -------
    list of str
        How many files of each kind, and how large they are.
    """
    files = [path for path in site.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    theme = [path for path in files if "_static" in path.relative_to(site).parts]
    kinds = Counter(_name_kind(path) for path in files if path not in set(theme))
    own = f"; {len(theme)} of them the theme's own" if theme else ""
    lines = [f"{count_words(len(files), 'file')}, {size / 1e6:.1f} MB{own}."]
    return [*lines, *(f"  {count} {kind}" for kind, count in sorted(kinds.items()))]


def _name_kind(path: Path) -> str:
    if "_downloads" in path.parts:
        return f"downloads ({path.suffix or 'no ending'})"
    return {
        ".html": "pages", ".svg": "figures (.svg)", ".png": "pictures (.png)",
        ".csv": "tables (.csv)", ".ipynb": "notebooks (.ipynb)", ".py": "modules (.py)",
    }.get(path.suffix, f"others ({path.suffix or path.name})")  # fmt: skip
