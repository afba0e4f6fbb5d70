"""A command on two versions of the book."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from senco.cli.terminal import out, print_json, write
from senco.errors import SencoError
from senco.workspace.paths import find_project

if TYPE_CHECKING:
    from senco.revisions import Comparison

app = typer.Typer()


@app.command()
def diff(
    earlier: Annotated[
        str,
        typer.Argument(
            metavar="EARLIER", help="A tag or commit, a folder of the project, or a deposit."
        ),
    ],
    later: Annotated[str, typer.Argument(metavar="LATER", help="The same; . is this folder.")],
    cohorts: Annotated[
        list[str] | None,
        typer.Option(
            "--cohort",
            metavar="NAME",
            help="Only this cohort; can be repeated.",
            show_default="all but those that are private",
        ),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save", metavar="FILE", help="Write all changes: NEW.html, NEW.json or NEW.md."
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, for other programs.")
    ] = False,
) -> None:
    """Show which values, verdicts, tables and figures changed.

    Both versions are read, and nothing of them is run.
    """
    from senco.revisions import compare_versions, read_version, write_markdown, write_page
    from senco.revisions.page import describe

    def write_json(found: Comparison) -> str:
        return json.dumps(found.to_json(), ensure_ascii=False, indent=1) + "\n"

    writers = {".html": write_page, ".md": write_markdown, ".json": write_json}
    if save and save.suffix not in writers:
        raise SencoError(
            f"--save {save.name}: a file of this kind is not written. Allowed: .html, .json, .md."
        )
    try:
        project = find_project()
    except SencoError:  # two deposits can be compared anywhere
        project = None
    found = compare_versions(
        read_version(earlier, project), read_version(later, project), tuple(cohorts or ())
    )
    if save:
        write(save, writers[save.suffix](found))
    if as_json:
        print_json(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        out.print(describe(found))
