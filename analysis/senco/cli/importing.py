"""The command `senco import`: a researcher's files become a cohort's tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from senco.cli import grid_files, grids
from senco.cli.terminal import err, out, plain, show
from senco.errors import SencoError, list_errors
from senco.text.words import count_words
from senco.workspace.paths import find_project

app = typer.Typer()


@app.command("import")
def import_(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The cohort.")],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="A workbook, tables as CSV, files from coding and grid programs, or a folder of "
            "sessions that the pages saved.",
        ),
    ],
    overwrite: Annotated[
        bool,
        typer.Option(
            "--replace",
            help=(
                "Replace tables that the cohort already has; with saved sessions, replace one "
                "participant's answers."
            ),
        ),
    ] = False,
    together: Annotated[
        bool,
        typer.Option(
            "--merge", help="Add rows to the cohort's tables, and correct those with the same key."
        ),
    ] = False,
    people: Annotated[
        Path | None,
        typer.Option(
            "--people", help="A private CSV of names and participants, which is never copied."
        ),
    ] = None,
    axis: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--axis",
            metavar="FROM TO",
            help="Where the time axis of work-lines begins and ends: years, dates or numbers.",
        ),
    ] = None,
    levels: Annotated[
        tuple[float, float] | None,
        typer.Option(
            "--levels",
            metavar="LOW HIGH",
            help="The scale of the file's work-lines, which is converted to the cohort's.",
        ),
    ] = None,
    scale: grid_files.Scale = None,
    self_element: grid_files.Self = None,
    ideal: grid_files.Ideal = None,
    overall: grids.Overall = None,
    missing: grids.Missing = None,
    right_first: grids.RightFirst = False,
    encoding: grids.Encoding = None,
) -> None:
    """Import a workbook, CSV files or files from other programs.

    Either all of them are imported, or none. The options from --scale on are for grids from other
    programs.
    """
    from senco.cli.doubts import ask_doubts
    from senco.cohort.loading import load_contract
    from senco.disclosure.incoming import find_people
    from senco.intake.formats.sheet import group_repairs
    from senco.intake.formats.worklines import Chart
    from senco.intake.importing import import_files
    from senco.intake.programs import GridOptions, read_people
    from senco.text.report import count_findings

    if overwrite and together:
        raise SencoError("Give --replace or --merge, not both: --replace drops the existing rows.")
    known = read_people(people) if people else {}
    project = find_project()
    options = GridOptions(scale, encoding, right_first, missing, self_element, ideal, overall)
    intake = import_files(
        name,
        files,
        project,
        overwrite=overwrite,
        together=together,
        people=known,
        chart=Chart(axis, levels),
        grid_options=options,
    )
    for note in intake.notes:
        out.print(note)
    for repair in group_repairs(intake.repairs):
        out.print(plain(repair), style="cyan")
    show(intake.findings)
    if list_errors(intake.findings) or not (intake.written or intake.people):
        err.print(f"Nothing is written: {count_findings(intake.findings)}.")
        raise typer.Exit(1)
    show(find_people(intake.tables, load_contract(project)))
    show(ask_doubts(name, intake.written, project))
    for line in intake.people:
        out.print(line)
    if not intake.written:
        out.print("There is nothing new: nothing is written.")
        return
    repairs = count_words(len(intake.repairs), "repair")
    repaired = f"{repairs}, listed above. " if intake.repairs else ""
    written = ", ".join(intake.written)
    out.print(f"{repaired}Written to data/cohorts/{name}: {written}.")
