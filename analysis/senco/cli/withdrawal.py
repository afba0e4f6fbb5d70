"""The commands that take a participant or a cohort away, or give a cohort another name."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from senco.cli.terminal import err, out
from senco.errors import SencoError, list_errors, suggest
from senco.workspace.paths import Project, find_project

if TYPE_CHECKING:
    from senco.withdrawal import Plan
    from senco.withdrawal.renaming import Renaming

app = typer.Typer()


@app.command()
def forget(
    name: Annotated[
        str,
        typer.Argument(
            metavar=("NAME"), help="The cohort, or the name of one that is partly removed."
        ),
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
    from senco.cohort.gathered import REGISTRY, drop_source
    from senco.execution.command import hold
    from senco.withdrawal import check_forgettable, make_plan, name_place, remove

    project = find_project()
    check_forgettable(name, project)
    with hold(project):
        plan = make_plan(project, name, deposits=deposits)
        _ask(project, plan, yes)
        failures = remove(
            project, plan, lambda place: out.print(f"Removed: {name_place(project, place.path)}")
        )
        if drop_source(name, project):
            out.print(f"Removed: its row in data/cohorts/{REGISTRY}")
    _tell_rest(project, plan, failures)


@app.command()
def withdraw(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The collected cohort.")],
    participant: Annotated[
        str, typer.Argument(metavar="PARTICIPANT", help="The pseudonym, such as P3.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Remove them without asking.")] = False,
    deposits: Annotated[
        bool,
        typer.Option(
            "--deposits", help="Also remove the cohort's packed deposits from this folder."
        ),
    ] = False,
) -> None:
    """Remove one participant who has withdrawn from a collected cohort.

    Their rows are removed from every table and from the workbook NAME.xlsx, as is every page,
    book and signature that was made with their answers. What cannot be reached is listed.
    """
    from senco.cohort.loading import check_cohort
    from senco.execution.command import hold
    from senco.withdrawal import (
        change_files,
        check_forgettable,
        name_place,
        plan_withdrawal,
        remove,
    )

    project = find_project()
    check_forgettable(name, project)
    project.check_cohort_name(name)
    with hold(project):
        plan = plan_withdrawal(project, name, participant, deposits=deposits)
        _ask(project, plan, yes, participant)
        failures = remove(
            project, plan, lambda place: out.print(f"Removed: {name_place(project, place.path)}")
        )
        failures = failures or change_files(
            project,
            plan,
            lambda place: out.print(f"Changed: {name_place(project, place.path)}: {place.what}"),
        )
        problems = list_errors(check_cohort(name, project))
    for note in plan.notes:
        out.print(f"Look at {note}")
    for problem in problems:
        err.print(f"The tables as they are now: {problem}", style="red")
    if failures:
        err.print(
            f"'{participant}' is still in the tables. Correct this, and run the command again."
        )
    else:
        out.print(f"Build the book again: senco build {name}")
    _tell_rest(project, plan, failures)


@app.command(name="rename")
def rename_cohort(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The collected cohort.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")],
    yes: Annotated[bool, typer.Option("--yes", help="Rename it without asking.")] = False,
    deposits: Annotated[
        bool,
        typer.Option(
            "--deposits", help="Also remove deposits under the old name from this folder."
        ),
    ] = False,
) -> None:
    """Rename a collected cohort, everywhere in this folder.

    Its tables and its workbook are kept. Pages, books and signatures under the old name are
    removed: build, read and sign again.
    """
    from senco.execution.command import hold
    from senco.withdrawal import list_remaining, name_place, plan_renaming, remove, rename

    project = find_project()
    with hold(project):
        plan = plan_renaming(project, name, new, deposits=deposits)
        _ask_renaming(project, plan, yes)
        failures = remove(
            project,
            plan.removed,
            lambda place: out.print(f"Removed: {name_place(project, place.path)}: {place.what}"),
        )
        if failures:
            told = "\n".join(failures)
            raise SencoError(f"'{name}' keeps its name, because this could not be removed:\n{told}")
        rename(project, plan, out.print)
        remaining = list_remaining(project, plan)
    out.print(
        f"'{name}' is now '{new}'. Signatures are no longer valid. Make the book again: senco "
        f"build {new}"
    )
    if remaining:
        out.print("For you to deal with:")
    for place in remaining:
        out.print(f"  {name_place(project, place.path)}: {place.what}.")
    if remaining:
        raise typer.Exit(1)


def _ask_renaming(project: Project, plan: Renaming, yes: bool) -> None:
    """Say what would be done; go on only where somebody agreed."""
    from senco.withdrawal import name_place

    if yes:
        return
    if not sys.stdin.isatty():
        raise SencoError(
            "There is nobody here to ask whether it may be renamed. Nothing is done; add --yes "
            "to rename it without asking."
        )
    out.print(f"'{plan.old}' becomes '{plan.new}'. To be moved:")
    for source, target in plan.moves:
        out.print(f"  {name_place(project, source)} to {name_place(project, target)}")
    out.print("To be changed or removed:")
    for place in (*plan.changes, *plan.removed.places):
        out.print(f"  {name_place(project, place.path)}: {place.what}")
    if not typer.confirm("Rename it?"):
        out.print("Nothing is done.")
        raise typer.Exit(1)


def _tell_rest(project: Project, plan: Plan, failures: list[str]) -> None:
    """Say what was not removed, what is still here, and what no command can reach."""
    from senco.withdrawal import list_limits, name_place

    for problem in failures:
        err.print(f"Not removed: {problem}", style="red")
    if plan.staying:
        out.print("Still here, for you to deal with:")
    for place in plan.staying:
        out.print(f"  {name_place(project, place.path)}: {place.what}.")
    out.print("Beyond the reach of this command:")
    for limit in list_limits(project, plan.name):
        out.print(f"  {limit}")
    if failures or plan.staying:
        raise typer.Exit(1)


def _ask(project: Project, plan: Plan, yes: bool, participant: str = "") -> None:
    """Say what would go; go on only where somebody agreed."""
    from senco.withdrawal import name_place

    if not (plan.places or plan.changes):
        hint = suggest(plan.name, project.cohorts())
        out.print(f"Nothing of '{plan.name}' is left to remove in this folder. {hint}".strip())
        return
    if yes:
        return
    if not sys.stdin.isatty():
        raise SencoError(
            "There is nobody here to ask whether it may be removed. Nothing is removed; add "
            "--yes to remove it without asking."
        )
    if participant:
        out.print(f"What '{participant}' left in '{plan.name}', to be removed for good:")
    else:
        out.print(f"Everything that '{plan.name}' left here, to be removed for good:")
    for place in (*plan.changes, *plan.places):
        out.print(f"  {name_place(project, place.path)}: {place.what}")
    if not typer.confirm("Remove it?"):
        out.print("Nothing is removed.")
        raise typer.Exit(1)
