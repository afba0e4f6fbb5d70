"""The command on a file of rankings."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from senco.cli.tables import AsJson, Files, describe, out, print_record, print_table

app = typer.Typer()

RankLayout = Annotated[
    str | None,
    typer.Option(
        "--layout",
        metavar="LAYOUT",
        help="Which way round the table is, where its headings do not say: people (a row for "
        "each ranker, a column for each item), items (a row for each item, a column for each "
        "ranker), places (columns are places and hold the item that is put there) or long (a "
        "row for each rank).",
    ),
]


@app.command()
def rank(files: Files, layout: RankLayout = None, as_json: AsJson = False) -> None:
    """Summarise rankings: means, agreement, consensus, worths."""
    from senco.intake.formats.rankings import read_rankings
    from senco.measures.rankings import summary

    for path in files:
        reading = read_rankings(path, layout=layout)
        found = summary(reading.table)
        found["notes"] = [*reading.notes, *found["notes"]]
        if as_json:
            print_record({"file": path.name, **found})
        else:
            _print_ranking(path.name, found)


def _print_ranking(name: str, found: dict[str, Any]) -> None:
    from senco.measures.coverage import describe_coverage

    columns = ["item", "n", "mean", "sd", "median", "min", "max", "borda"]
    columns += ["worth", "worth_low", "worth_high"]
    rows = [tuple(item[column] for column in columns) for item in found["items"]]
    print_table(f"{name}: {found['n']} rankers, {found['k']} items", columns, rows)
    interval = found["mean_spearman_interval"] or (None, None)
    out.print(
        f"Kendall's W {describe(found['kendall_w'])}, corrected for ties "
        f"{describe(found['kendall_w_tie_corrected'])}; chi-square {describe(found['chi2'])} on "
        f"{describe(found['df'])} degrees of freedom, p {describe(found['p'])}"
    )
    out.print(
        f"Mean correlation {describe(found['mean_spearman'])}, 95 % interval "
        f"{describe(interval[0])} to {describe(interval[1])}"
    )
    for name in ("mean correlation of two rankers", "worth of a construct"):
        out.print(f"Interval of the {name}: {describe_coverage(name, found['n'])}")
    out.print("Kemeny order: " + " > ".join(map(str, found["kemeny"])))
    for note in found["notes"]:
        out.print(f"Note: {note}")
