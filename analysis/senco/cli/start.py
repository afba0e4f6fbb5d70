"""Commands that begin something: a study of one's own, or a cohort of a study."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from senco.cli.terminal import out
from senco.errors import SencoError
from senco.workspace.paths import find_project

app = typer.Typer()


@app.command()
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The folder to create, such as my-study.")
    ],
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help=(
                "A description of the study, like data/study.yml of this project; without one, "
                "questions are asked."
            ),
        ),
    ] = None,
) -> None:
    """Begin a study of your own, with its framework, its pages to fill in and its instruments."""
    from senco.cohort.study import Study
    from senco.cohort.yamlfiles import load_yaml
    from senco.instruments.kit import can_make_documents
    from senco.skeleton import ask_study, describe_study, make_study
    from senco.skeleton.questions import check_study

    if source is not None:
        study = load_yaml(source, Study, source.name)
        description = source.read_text(encoding="utf-8-sig")
    elif sys.stdin.isatty():
        answers = ask_study(_ask)
        study, description = check_study(answers), describe_study(answers)
    else:
        raise SencoError(
            "There is nobody to answer questions. Describe the study in a file, as in "
            "data/study.yml of this project, and type: senco init FOLDER --from FILE"
        )
    made = make_study(folder, description, study, date.today())
    out.print(
        f"{folder.name} is made, with {len(made)} files. README.md in it says how to go on; look "
        "at data/study.yml first."
    )
    if not can_make_documents():
        out.print(
            "The kit has only its pages. With the extra kit, senco describe makes a PDF and a "
            "Word document of each."
        )


@app.command()
def new(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="Letters, digits and hyphens, such as my-county-2026."),
    ],
    workbook: Annotated[
        bool,
        typer.Option("--workbook", help="Create one Excel workbook instead of a folder of tables."),
    ] = False,
    criteria: Annotated[
        bool,
        typer.Option(
            "--criteria",
            help=(
                "Create only cohort.yml, to set what will count as agreement before there are "
                "any data."
            ),
        ),
    ] = False,
) -> None:
    """Start a new cohort, as a folder of tables, as a workbook, or with only its criteria."""
    from senco.intake.start import make_cohort, make_criteria, make_workbook

    if workbook and criteria:
        raise SencoError(
            "Give --workbook or --criteria, not both: the workbook has a sheet for criteria."
        )
    project = find_project()
    if criteria:
        folder = project.relative(make_criteria(name, project, date.today()))
        message = (
            f"{folder}/cohort.yml is made. Change the criteria in it as you decide, then type: "
            f"senco check {name}. It prints their digest: send it to somebody. When you have data, "
            f"type: senco new {name} --workbook, or senco new {name} for a folder of tables."
        )
    elif workbook:
        path = make_workbook(name, project, Path.cwd())
        message = f"{path.name} is written. Fill it in, then type: senco import {name} {path.name}"
    else:
        folder = project.relative(make_cohort(name, project))
        message = (
            f"{folder} is made. Fill in cohort.yml and the tables, then type: senco check {name}"
        )
    out.print(message)


def _ask(question: str, usual: str | None) -> str:
    answer = ""
    while not answer:
        answer = str(typer.prompt(question, default=usual, show_default=bool(usual))).strip()
        if usual is not None:
            break
    return answer
