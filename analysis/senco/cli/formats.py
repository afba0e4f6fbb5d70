"""The command that lists what can be read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from senco.cli.tables import AsJson, out, print_record, print_table
from senco.errors import SencoError, suggest

app = typer.Typer()


@app.command("formats")
def formats_(
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="KIND", help="Only this kind, such as rankings, and how to export it."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List which files can be read, from which program, and by which command."""
    from senco.intake.formats.catalogue import KINDS, list_formats

    if kind is not None and kind not in KINDS:
        hint = suggest(kind, KINDS)
        raise SencoError(f"There is no kind '{kind:.40}'. {hint or 'One of: ' + ', '.join(KINDS)}.")
    rows = [row for row in list_formats() if kind in (None, row.kind)]
    if as_json:
        print_record({"formats": [asdict(row) for row in rows]})
        return
    for name, title in KINDS.items():
        listed = [row for row in rows if row.kind == name]
        if listed:
            cells = [(r.program, r.reads, " ".join(r.endings), r.command) for r in listed]
            print_table(title, ["from", "what is read", "files", "command"], cells)
            for row in listed if kind else ():
                out.print(f"{row.program}, {row.reads}: {row.export}")
    if kind is None:
        out.print("To see how to export them from a program: senco formats KIND, such as rankings.")
