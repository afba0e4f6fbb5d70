"""The command that plans a comparison: how many people it takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from senco.cli.terminal import Terminal, print_json
from senco.workspace.paths import Project, find_study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from senco.planning import Answer, Beside, Question

app = typer.Typer()
_out = Terminal()
if not _out.is_terminal:
    _out.width = 160


@app.command()
def plan(
    cohort: Annotated[
        str | None,
        typer.Argument(
            metavar="COHORT",
            help="Use the criteria in this cohort's cohort.yml; otherwise the defaults.",
        ),
    ] = None,
    difference: Annotated[
        float | None,
        typer.Option(
            "--difference", help="The difference to detect, in places; by default twice the margin."
        ),
    ] = None,
    margin: Annotated[
        float | None,
        typer.Option(
            "--margin", help="The margin of agreement, in places; by default that of the criteria."
        ),
    ] = None,
    spreads: Annotated[
        list[float] | None,
        typer.Option(
            "--sd",
            metavar="PLACES",
            help="Standard deviation of a construct's places; can be repeated.",
        ),
    ] = None,
    constructs: Annotated[
        int | None,
        typer.Option(
            "--constructs", help="Constructs on the list; by default as many as in the study."
        ),
    ] = None,
    confidence: Annotated[
        float | None,
        typer.Option(
            "--confidence", help="Confidence of the interval; by default that of the criteria."
        ),
    ] = None,
    chance: Annotated[
        float, typer.Option("--chance", help="The chance of getting the answer that is aimed at.")
    ] = 0.8,
    primary: Annotated[
        int, typer.Option("--primary", help="How many constructs must all get the answer.")
    ] = 1,
    there: Annotated[
        int | None,
        typer.Option(
            "--there",
            help="People in the other cohort; by default compare with the publication's means.",
        ),
    ] = None,
    equal: Annotated[
        bool, typer.Option("--equal", help="Compare with a second cohort as large as the first.")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the random numbers.")] = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="A folder for the tables, the figure and the text for an ethics form."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Work out how many people a comparison needs."""
    from senco.cohort.loading import load_reference, read_criteria
    from senco.planning import answer_all, ask, ask_beside, find_usual_length, list_reported

    project = find_study()
    reference = load_reference(project, "senco plan")
    question = ask(
        constructs, margin, difference, tuple(spreads or ()), chance, primary, seed,
        read_criteria(_check(cohort, project), project) if cohort else None, confidence,
        find_usual_length(reference),
    )  # fmt: skip
    other = ask_beside(there, equal)
    besides = [other] if other else list_reported(reference, question.length)
    with _out.status("Cohorts are simulated") if other else _Quiet():
        answers = answer_all(question, besides)
    if as_json:
        _print_json(question, besides, answers)
    else:
        _describe(question, besides, answers)
    if out is not None:
        _save(out, question, besides, answers)


class _Quiet:
    """Nothing to wait for."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


def _check(cohort: str, project: Project) -> str:
    project.check_cohort_name(cohort)
    return cohort


def _print_json(question: Question, besides: Sequence[Beside], answers: Sequence[Answer]) -> None:
    from dataclasses import asdict

    from senco.planning import list_limits, tabulate_answers, tabulate_ceilings
    from senco.text.rounding import format_json

    found: dict[str, Any] = {"question": asdict(question)}
    tables = {
        "answers": tabulate_answers(question, answers),
        "ceilings": tabulate_ceilings(question, besides),
    }
    for name, table in tables.items():
        plain = table.astype(object).where(table.notna(), None)
        found[name] = plain.to_dict("records")
    print_json(format_json({**found, "limits": list_limits(question, besides)}))


def _describe(question: Question, besides: Sequence[Beside], answers: Sequence[Answer]) -> None:
    from rich.table import Table

    from senco.planning import describe_ceilings, describe_question, format_answers, list_limits

    _out.print(describe_question(question))
    for beside in besides:
        words = format_answers(question, [one for one in answers if one.beside == beside])
        table = Table(
            title=f"Against {beside.label}", title_justify="left", box=None, pad_edge=False
        )
        for column in words.columns:
            table.add_column(column, overflow="fold")
        for row in words.to_numpy().tolist():
            table.add_row(*row)
        _out.print(table)
        for sentence in describe_ceilings(question, beside):
            _out.print(sentence)
    for limit in list_limits(question, besides):
        _out.print(f"Note: {limit}")


def _save(
    folder: Path, question: Question, besides: Sequence[Beside], answers: Sequence[Answer]
) -> None:
    """Write the tables, the figure and the words into a folder."""
    from senco import __version__
    from senco.book.figures import draw_chances
    from senco.book.results import render_svg
    from senco.planning import tabulate_answers, tabulate_ceilings, tabulate_curves, write_ethics
    from senco.planning.wording import describe_curves
    from senco.text.rounding import round_frame
    from senco.workspace.files import write_atomically

    with _out.status("Curves are drawn"):
        curves = tabulate_curves(question, besides[0])
    tables = {
        "answers": tabulate_answers(question, answers),
        "ceilings": tabulate_ceilings(question, besides),
        "curves": curves,
    }
    files = {
        f"{name}.csv": round_frame(table).to_csv(index=False, lineterminator="\n")
        for name, table in tables.items()
    }
    figure = draw_chances(curves, question.each)
    files["curves.svg"] = render_svg(figure, describe_curves(question, besides[0], answers))
    files["ethics.md"] = write_ethics(question, besides, answers, __version__)
    for name, text in files.items():
        write_atomically(folder / name, text)
        _out.print(f"{folder.name}/{name} is written.")
