"""What this process runs with: the package, Python, and what is installed."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Collection

from senco.workspace.paths import PACKAGE


def describe_installed() -> list[str]:
    """Return what this process runs with.

    Returns
    -------
    list of str
        Python, where it is, and the packages that are installed.
    """
    packages = []
    for place in sys.path:
        if os.path.isdir(place):
            packages += [name for name in os.listdir(place) if name.endswith(".dist-info")]
    return [sys.version, sys.prefix, *sorted(set(packages))]


def digest_package(parts: Collection[str] = ()) -> str:
    """Return the digest of this package's modules and word lists, as they lie on the disk.

    Parameters
    ----------
    parts : collection of str
        Folders and modules of the package, such as ``text`` and ``errors.py``: no others are
        asked. Without any, all are.

    Returns
    -------
    str
        64 hexadecimal digits, the same whichever line ends they have.
    """
    whole = hashlib.sha256()
    lists = (*PACKAGE.rglob("*.txt"), *PACKAGE.rglob("*.csv"))
    for path in sorted((*PACKAGE.rglob("*.py"), *lists)):
        name = path.relative_to(PACKAGE).as_posix()
        if parts and name.partition("/")[0] not in parts:
            continue
        whole.update(f"\n{name}:".encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()
