"""Codings of projects and cohorts, for how far their coders agree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from senco.cohort.coders import drop_agreed
from senco.cohort.compared import find_cohort
from senco.errors import DataError, SencoError
from senco.intake.formats.codings import CodingTable
from senco.intake.formats.keys import Roster
from senco.intake.formats.qda.codebook import list_code_paths
from senco.intake.formats.tabular import refuse
from senco.intake.joining import Joining
from senco.intake.programs import is_codebook, read_program
from senco.workspace.paths import Project


def load_projects(paths: Sequence[Path]) -> CodingTable:
    """Read who coded what in the projects of one or several coders.

    Parameters
    ----------
    paths : sequence of Path
        REFI-QDA projects, databases of Taguette or QualCoder, and codebooks.

    Returns
    -------
    CodingTable
        Texts that say the same are one; codes are joined by their names, and named so. Where
        every passage has a place, characters can be counted; lengths are those of the texts.

    Raises
    ------
    DataError
        With what cannot be read, or where nothing is coded.
    """
    roster, joining = Roster(), Joining()
    parts: dict[str, list[pd.DataFrame]] = {"segments": [], "codes": [], "codings": []}
    notes: list[str] = []
    for path in sorted(paths, key=lambda path: not is_codebook(path)):
        found = read_program(path, roster, joining)
        if found.findings:
            raise DataError(found.findings)
        notes += [f"{path.name}: {note}" for note in found.notes]
        for name, listed in parts.items():
            listed += [found.frames[name]] if name in found.frames else []
    label = ", ".join(path.name for path in paths)
    if not parts["codings"]:
        raise refuse(label, "no coded passage", "a project of one or more coders")
    segments, codes, codings = (pd.concat(listed) for listed in parts.values())
    codings["code"] = codings["code"].map(list_code_paths(codes))
    codings = codings.merge(segments[["segment", "participant"]], on="segment")
    placed = "start" in segments and bool(segments["start"].notna().all())
    columns = ["segment", "document", *(["start", "end"] if placed else [])]
    return CodingTable(
        "places" if placed else "segments",
        codings[["segment", "code", "coder", "participant"]].reset_index(drop=True),
        segments[columns].reset_index(drop=True),
        lengths=joining.lengths,
        notes=tuple(notes),
    )


def load_cohort_codings(name: str, project: Project) -> CodingTable:
    """Read who coded what in a cohort, what coders settled left out.

    Parameters
    ----------
    name : str
        The cohort, or its folder.
    project : Project
        The checkout.

    Returns
    -------
    CodingTable
        With the segments' documents and places, as far as the cohort has them.

    Raises
    ------
    SencoError
        Where it has no codings.
    """
    cohort = find_cohort(name, project)
    if not cohort.has("codings"):
        raise SencoError(f"Cohort '{cohort.name}' has no codings.")
    segments = cohort.tables["segments"]
    codings = drop_agreed(cohort.tables["codings"])[["segment", "code", "coder"]]
    places = [column for column in ("document", "start", "end") if column in segments]
    return CodingTable(
        "segments",
        codings.merge(segments[["segment", "participant"]], on="segment"),
        segments[["segment", *places]],
    )
