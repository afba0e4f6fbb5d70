"""A cache of what was found in order, by digest, so that nothing is looked at twice.

Kept in `_build`, which nothing that is published comes from. It is emptied by every change of
those parts of this package that look, or of what is installed; a book that somebody signed for
is always looked at whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from senco.workspace.files import write_atomically
from senco.workspace.paths import Project
from senco.workspace.versions import describe_installed, digest_package

#: So many digests of a kind are kept at most; beyond, the oldest work is done again.
MOST = 20_000


def recall(project: Project, kind: str, parts: tuple[str, ...]) -> set[str]:
    """Return the digests of what was found in order.

    Parameters
    ----------
    project : Project
        The checkout.
    kind : str
        Of what; digests of one kind say nothing of another.
    parts : tuple of str
        The parts of the package that look at it, as for `digest_package`.

    Returns
    -------
    set of str
        Empty where nothing is cached, or by another version of those parts.
    """
    return set(_read(project, parts).get(kind, ()))


def keep(project: Project, kind: str, digests: Iterable[str], parts: tuple[str, ...]) -> None:
    """Keep what was found in order, in place of what was kept of that kind.

    Parameters
    ----------
    project : Project
        The checkout.
    kind : str
        Of what.
    digests : iterable of str
        All of them; too many to keep are all dropped.
    parts : tuple of str
        As for `recall`. What other parts have kept is dropped.
    """
    kept = sorted(digests)
    known = _read(project, parts)
    if known.get(kind, []) == kept:
        return
    entries = {**known, kind: kept if len(kept) <= MOST else [], "made by": _describe(parts)}
    with suppress(OSError):  # what cannot be kept is looked at again
        text = json.dumps(entries, indent=1, sort_keys=True) + "\n"
        write_atomically(_place(project), text, private=True)


def _read(project: Project, parts: tuple[str, ...]) -> dict[str, list[str]]:
    """What this very version of some parts kept; nothing where it cannot be read."""
    try:
        entries = json.loads(_place(project).read_text(encoding="utf-8"))
        known = {
            str(kind): [str(one) for one in entries[kind]] for kind in entries.keys() - {"made by"}
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return known if entries.get("made by") == _describe(parts) else {}


def _place(project: Project) -> Path:
    return project.root / "_build" / "memory.json"


@cache
def _describe(parts: tuple[str, ...]) -> str:
    """Digest of parts of the package as this process has them, and of what is installed."""
    text = "\n".join([digest_package(parts), *describe_installed()])
    return hashlib.sha256(text.encode()).hexdigest()
