"""Rankings, grids and codings of a cohort, written as other programs read them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from senco.book.tables import neutralise_formulas
from senco.cohort.model import Cohort
from senco.errors import MeasureError
from senco.intake.formats.grids import format_openrepgrid, save_grids
from senco.intake.formats.qda import list_codings, write_codebook, write_project
from senco.intake.formats.qda.codebook import list_codebook
from senco.intake.formats.rankings import save_rankings
from senco.intake.formats.rankings.preflib import choose_ending
from senco.pages.grids import read_grids
from senco.text.words import join_words
from senco.workspace.files import write_atomically, write_bytes_atomically


def write_rankings(cohort: Cohort, folder: Path) -> None:
    """Write everybody's ranking: for PrefLib's readers, and as a table with a row a person.

    Parameters
    ----------
    cohort : Cohort
        With the tables constructs and rankings.
    folder : Path
        Where.
    """
    if not (cohort.has("rankings") and cohort.has("constructs")):
        return
    labels = cohort.tables["constructs"].set_index("construct")["label"]
    if labels.duplicated().any():  # by their keys, which nothing shares
        labels = pd.Series(labels.index, index=labels.index)
    rows = cohort.tables["rankings"]
    table = rows.pivot(index="participant", columns="construct", values="rank").astype(float)
    table = table.reindex(columns=[key for key in labels.index if key in table])
    table.columns = pd.Index([labels[key] for key in table.columns])
    save_rankings(table, folder / f"rankings{choose_ending(table)}")
    save_rankings(table, folder / "rankings.csv")


def write_grids(cohort: Cohort, folder: Path) -> list[str]:
    """Write everybody's grid: a sheet each, and a text of OpenRepGrid each.

    Parameters
    ----------
    cohort : Cohort
        With the tables elements, grid_constructs and grids.
    folder : Path
        Where.

    Returns
    -------
    list of str
        What a format does not keep, or cannot hold.
    """
    if not all(cohort.has(table) for table in ("elements", "grid_constructs", "grids")):
        return []
    grids = read_grids(cohort)
    notes = [*save_grids(list(grids.values()), folder / "grids.xlsx")]
    without: dict[str, list[str]] = {}
    for who, grid in grids.items():
        try:
            text = format_openrepgrid(grid)
        except MeasureError as error:
            without.setdefault(str(error), []).append(who)
        else:
            write_atomically(folder / f"grid-{who}.txt", text, private=True)
    notes += [
        f"There is no OpenRepGrid text for {join_words(people)}: {reason}. The workbook has "
        "their grids."
        for reason, people in without.items()
    ]
    return notes


def write_codings(cohort: Cohort, folder: Path) -> None:
    """Write who gave which code to what: a REFI-QDA project, a table, and the codebook.

    Parameters
    ----------
    cohort : Cohort
        With the tables segments, codes and codings.
    folder : Path
        Where.
    """
    tables = cohort.tables
    if cohort.has("codes"):
        content = write_codebook(tables["codes"])
        write_bytes_atomically(folder / "codebook.qdc", content, private=True)
        listed = neutralise_formulas(list_codebook(tables["codes"]))
        text = listed.to_csv(index=False, lineterminator="\n")
        write_atomically(folder / "codebook.csv", text, private=True)
    if not all(cohort.has(table) for table in ("segments", "codes", "codings")):
        return
    write_bytes_atomically(folder / "codings.qdpx", write_project(tables), private=True)
    rows = neutralise_formulas(list_codings(tables))
    text = rows.to_csv(index=False, lineterminator="\n")
    write_atomically(folder / "codings.csv", text, private=True)
