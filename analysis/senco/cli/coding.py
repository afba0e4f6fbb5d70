"""The command for coders: what they coded differently, settled."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from senco.cli.terminal import err, out, show
from senco.errors import list_errors
from senco.text.words import count_words, join_words
from senco.workspace.paths import find_project

app = typer.Typer()


@app.command("settle")
def settle_(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The collected cohort.")],
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="The workbook, filled in; without one it is written."),
    ] = None,
) -> None:
    """Settle what coders coded differently, in a workbook, and keep the outcome.

    The outcome is kept as a third coding, which takes precedence over theirs.
    """
    from senco.settling import settle, write_sheets

    project = find_project()
    project.check_cohort_name(name)
    if file is None:
        path, numbers = write_sheets(name, project)
        listed = join_words([f"{count_words(n, 'row')} ({sheet})" for sheet, n in numbers.items()])
        out.print(
            f"{path.name} is written: {listed}. Discuss them, fill in the yellow cells, then "
            f"type: senco settle {name} {path.name}"
        )
        return
    intake, counts = settle(name, file, project)
    show(intake.findings)
    if list_errors(intake.findings):
        err.print("Nothing is written.")
        raise typer.Exit(1)
    for table, n in counts.items():
        out.print(f"{table}: {count_words(n, 'row')} of the coder 'agreed'.")
    out.print("They take precedence over what any coder coded alone. Now: senco build " + name)
