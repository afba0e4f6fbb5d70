"""The command for a cohort whose participants have asked for deletion."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from senco.cli.terminal import err, out
from senco.errors import SencoError, suggest
from senco.workspace.paths import Project, find_project

if TYPE_CHECKING:
    from senco.withdrawal import Plan

app = typer.Typer()


@app.command()
def forget(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="The cohort, or the name of one that is partly gone."),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Remove it without asking.")] = False,
    deposits: Annotated[
        bool,
        typer.Option(
            "--deposits", help="Also remove its packed deposits (NAME.zip) from this folder."
        ),
    ] = False,
) -> None:
    """Remove every trace of a collected cohort.

    What cannot be reached from here is listed.
    """
    from senco.execution.command import hold
    from senco.withdrawal import check_forgettable, list_limits, make_plan, name_place, remove

    project = find_project()
    check_forgettable(name, project)
    with hold(project):
        plan = make_plan(project, name, deposits=deposits)
        _ask(project, plan, yes)
        failures = remove(
            project, plan, lambda place: out.print(f"Removed: {name_place(project, place.path)}")
        )
    for problem in failures:
        err.print(f"Not removed: {problem}", style="red")
    if plan.staying:
        out.print("Still here, for you to see to:")
    for place in plan.staying:
        out.print(f"  {name_place(project, place.path)}: {place.what}.")
    out.print("Out of this command's reach:")
    for limit in list_limits(project, name):
        out.print(f"  {limit}")
    if failures or plan.staying:
        raise typer.Exit(1)


def _ask(project: Project, plan: Plan, yes: bool) -> None:
    """Say what would go; go on only where somebody agreed."""
    from senco.withdrawal import name_place

    if not plan.places:
        hint = suggest(plan.name, project.cohorts())
        out.print(f"Nothing of '{plan.name}' is left to remove in this folder. {hint}".strip())
        return
    if yes:
        return
    if not sys.stdin.isatty():
        raise SencoError(
            "Nobody can be asked here whether it may be removed. Nothing is removed; add --yes to "
            "remove it without a question."
        )
    out.print(f"Everything that '{plan.name}' left here, to be removed for good:")
    for place in plan.places:
        out.print(f"  {name_place(project, place.path)}: {place.what}")
    if not typer.confirm("Remove it?"):
        out.print("Nothing is removed.")
        raise typer.Exit(1)
