"""The command on files of rankings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from senco.cli.tables import AsJson, Files, describe, out, print_record, print_table
from senco.cli.terminal import err
from senco.errors import MeasureError, SencoError

app = typer.Typer()

RankLayout = Annotated[
    str | None,
    typer.Option(
        "--layout",
        metavar="LAYOUT",
        help="The layout of the ranking, where its headings do not show it: people (a row for each "
        "ranker, a column for each item), items (a row for each item, a column for each "
        "ranker), places (a column for each place, with the item that is put there), long (a row "
        "for each rank) or list (a cell holds an ordered list of items).",
    ),
]
Participant = Annotated[
    str | None,
    typer.Option(
        "--participant",
        metavar="COLUMN",
        help="The heading above the rankers' names or numbers, where it is not found.",
    ),
]
AskedQuestion = Annotated[
    str | None,
    typer.Option(
        "--question",
        metavar="TEXT",
        help="The ranking question, or some of its words, where a survey has several.",
    ),
]
Labels = Annotated[
    Path | None,
    typer.Option(
        "--labels",
        metavar="FILE",
        help="A table with the columns code and label, or a list of labels: what the items are.",
    ),
]
Save = Annotated[
    Path | None,
    typer.Option(
        "--save",
        metavar="OUT",
        help="Save the ranking to a new file: .soc, .soi, .toc or .toi of PrefLib, .csv (a row "
        "for each ranker) or .long.csv (a row for each rank).",
    ),
]


@app.command()
def rank(
    files: Files,
    layout: RankLayout = None,
    participant: Participant = None,
    question: AskedQuestion = None,
    labels: Labels = None,
    save: Save = None,
    as_json: AsJson = False,
) -> None:
    """Summarise rankings from tables, surveys or PrefLib: means, agreement, consensus, worths."""
    from senco.intake.formats.rankings import (
        RankTable,
        drop_unranked,
        read_rankings,
        save_rankings,
    )

    if save is not None and len(files) > 1:
        raise SencoError("--save takes one file of rankings at a time.")
    for path in files:
        reading: RankTable = read_rankings(
            path, layout=layout, participant=participant, question=question, labels=labels
        )
        table, left_out = drop_unranked(reading.table)
        notes = [reading.understood, *reading.notes, *left_out]
        found = _summarise(table, path.name, notes)
        if as_json:
            print_record({"file": path.name, **found})
        else:
            _print_ranking(path.name, found)
        if save is not None:
            save_rankings(reading.table, save)
            err.print(f"Saved as {save.name}.")


def _summarise(table: Any, name: str, notes: list[str]) -> dict[str, Any]:
    """Summarise rankings; where they are none, say of which file, and what it was read as."""
    from senco.measures.rankings import summary

    try:
        found = summary(table)
    except MeasureError as error:
        raise MeasureError(f"{name}: {error}. {' '.join(notes)}") from None
    return {**found, "notes": [*notes, *found["notes"]]}


def _print_ranking(name: str, found: dict[str, Any]) -> None:
    from senco.measures.coverage import describe_coverage

    out.print(found["notes"][0])
    columns = ["item", "n", "mean", "sd", "median", "min", "max", "borda"]
    columns += ["worth", "worth_low", "worth_high"]
    rows = [tuple(item[column] for column in columns) for item in found["items"]]
    print_table(f"{name}: {found['n']} rankers, {found['k']} items", columns, rows)
    interval = found["mean_spearman_interval"] or (None, None)
    out.print(
        f"Kendall's W {describe(found['kendall_w'])}, corrected for ties "
        f"{describe(found['kendall_w_tie_corrected'])}; chi-square {describe(found['chi2'])} on "
        f"{describe(found['df'])} degrees of freedom, p {describe(found['p'], True)}"
    )
    out.print(
        f"Mean correlation {describe(found['mean_spearman'])}, 95 % interval "
        f"{describe(interval[0])} to {describe(interval[1])}"
    )
    for name in ("mean correlation of two rankers", "worth of a construct"):
        out.print(f"Interval of the {name}: {describe_coverage(name, found['n'])}")
    out.print("Kemeny order: " + " > ".join(map(str, found["kemeny"])))
    for note in found["notes"][1:]:
        out.print(f"Note: {note}")
