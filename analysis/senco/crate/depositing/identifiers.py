"""Identifiers of deposits, put into `CITATION.cff` without touching what else stands there."""

from __future__ import annotations

import json
import re

from senco.book.assembly import load_citation
from senco.errors import SencoError
from senco.workspace.files import write_atomically
from senco.workspace.paths import Project

_KEY = "identifiers:"
_LABEL = "CITATION.cff"


def add_identifier(project: Project, doi: str, description: str) -> bool:
    """Put a DOI under `identifiers` in `CITATION.cff`, if it is not there.

    Parameters
    ----------
    project : Project
        The checkout.
    doi : str
        Without https://doi.org/.
    description : str
        What it is the DOI of.

    Returns
    -------
    bool
        Whether the file was changed.

    Raises
    ------
    SencoError
        Where the file cannot be read, or its identifiers are in a form that cannot be added to;
        nothing is changed then.
    """
    known = [one.value for one in load_citation(project).identifiers]
    if doi in known:
        return False
    path = project.root / _LABEL
    before = path.read_text(encoding="utf-8")
    write_atomically(path, put_identifier(before, doi, description))
    try:
        now = [one.value for one in load_citation(project).identifiers]
    except SencoError:
        now = []
    if now != [*known, doi]:
        write_atomically(path, before)
        raise SencoError(
            f"The DOI {doi} could not be added to {_LABEL}, which is as it was. Add it there "
            "under identifiers, as: - {type: doi, value: " + doi + "}"
        )
    return True


def put_identifier(text: str, doi: str, description: str) -> str:
    r"""Return the text of a `CITATION.cff` with one identifier more, as the last.

    Parameters
    ----------
    text : str
        As it is; its other lines stay.
    doi, description : str
        As for `add_identifier`.

    Returns
    -------
    str

    Examples
    --------
    >>> print(put_identifier("title: Rings\n", "10.5281/zenodo.1", "Data"), end="")
    title: Rings
    identifiers:
      - type: doi
        value: 10.5281/zenodo.1
        description: "Data"
    """
    lines = text.splitlines()
    start = next((place for place, line in enumerate(lines) if line.rstrip() == _KEY), None)
    if start is None:
        lines.append(_KEY)
        start = len(lines) - 1
    end, dash = start + 1, "  "
    while end < len(lines) and (not lines[end].strip() or re.match(r"[ #-]", lines[end])):
        if found := re.match(r"( *)- ", lines[end]):
            dash = found[1] if end == start + 1 else dash
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    quoted = json.dumps(description, ensure_ascii=False)
    lines[end:end] = [
        f"{dash}- type: doi", f"{dash}  value: {doi}", f"{dash}  description: {quoted}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
