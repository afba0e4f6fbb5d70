"""Commands on a file of one's own, a comparison of two cohorts, and making a synthetic one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from senco.cli.terminal import Terminal, print_json, print_text
from senco.errors import SencoError
from senco.workspace.paths import find_study

if TYPE_CHECKING:
    import pandas as pd

app = typer.Typer()
_out = Terminal()
if not _out.is_terminal:
    _out.width = 160

Files = Annotated[list[Path], typer.Argument(help="CSV or Excel files.", metavar="FILE")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one line for each table.")]


def _print_json(value: dict[str, Any]) -> None:
    from senco.text.rounding import format_json

    print_json(format_json(value))


def _print_table(title: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for place, column in enumerate(columns):
        numbers = not any(isinstance(row[place], str) for row in rows)
        table.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_describe(cell) for cell in row))
    _out.print(table)


def _describe(cell: Any) -> str:
    from senco.text.rounding import format_number

    if cell is None:
        return "–"
    if isinstance(cell, float):
        return "<0.001" if 0 < cell < 0.001 else format_number(cell, 3)
    return str(cell)


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
            _print_json({"file": path.name, **found})
        else:
            _print_ranking(path.name, found)


def _print_ranking(name: str, found: dict[str, Any]) -> None:
    from senco.measures.coverage import describe_coverage

    columns = ["item", "n", "mean", "sd", "median", "min", "max", "borda"]
    columns += ["worth", "worth_low", "worth_high"]
    rows = [tuple(item[column] for column in columns) for item in found["items"]]
    _print_table(f"{name}: {found['n']} rankers, {found['k']} items", columns, rows)
    interval = found["mean_spearman_interval"] or (None, None)
    _out.print(
        f"Kendall's W {_describe(found['kendall_w'])}, corrected for ties "
        f"{_describe(found['kendall_w_tie_corrected'])}; chi-square {_describe(found['chi2'])} on "
        f"{_describe(found['df'])} degrees of freedom, p {_describe(found['p'])}"
    )
    _out.print(
        f"Mean correlation {_describe(found['mean_spearman'])}, 95 % interval "
        f"{_describe(interval[0])} to {_describe(interval[1])}"
    )
    for name in ("mean correlation of two rankers", "worth of a construct"):
        _out.print(f"Interval of the {name}: {describe_coverage(name, found['n'])}")
    _out.print("Kemeny order: " + " > ".join(map(str, found["kemeny"])))
    for note in found["notes"]:
        _out.print(f"Note: {note}")


@app.command()
def agree(files: Files, as_json: AsJson = False) -> None:
    """Measure how far coders agree.

    The table has the columns segment, code and coder, and may have participant. Rows of the
    coder 'agreed', which senco settle writes, are left out.
    """
    from senco.cohort.coders import drop_agreed
    from senco.intake.formats.codings import load_codings
    from senco.measures.agreement import summary

    for path in files:
        found = summary(drop_agreed(load_codings(path)))
        if as_json:
            _print_json({"file": path.name, **found})
        else:
            _print_agreement(path.name, found)


def _print_agreement(name: str, found: dict[str, Any]) -> None:
    from senco.measures.coverage import describe_coverage

    _out.print(
        f"{name}: {len(found['coders'])} coders, {found['n_shared']} of {found['n_units']} "
        f"{found['unit']} judged by more than one ({found['rule']})"
    )
    rows = [("all codes", *_coefficient(item)) for item in found["overall"]]
    rows += [
        (code["code"], *_coefficient(item)) for code in found["codes"] for item in code["measures"]
    ]
    columns = ["code", "measure", "value", "from", "to", "note"]
    _print_table("Agreement, with 95 % intervals where there are any", columns, rows)
    if found["n_people"]:
        coverage = describe_coverage("alpha of a code", found["n_people"])
        _out.print(f"Interval of the alpha of a code: {coverage}")
    _out.print(f"Decisions on which coders differ: {found['disagreements']}")
    for note in found["notes"]:
        _out.print(f"Note: {note}")


def _coefficient(item: dict[str, Any]) -> tuple[Any, ...]:
    return item["measure"], item["value"], item["low"], item["high"], item["note"]


@app.command()
def audit(
    means: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="A CSV or Excel file of printed means, or a cohort with reported figures; by "
            "default the means of the reference cohort.",
        ),
    ] = None,
    as_json: AsJson = False,
    items: Annotated[
        int | None, typer.Option("--items", min=2, help="How many constructs were ranked.")
    ] = None,
    decimals: Annotated[
        int | None,
        typer.Option(
            "--decimals",
            min=0,
            max=6,
            help="With how many decimals a workbook's means are printed.",
        ),
    ] = None,
    steps: Annotated[
        int,
        typer.Option(
            "--steps",
            min=0,
            max=6,
            help="Try readings of at most so many departures from the plainest.",
        ),
    ] = 3,
) -> None:
    """Check whether printed mean ranks can be means of rankings.

    A file has a row for each mean, with the columns construct and value; and group, n_stated
    and stated_place where they are known.
    """
    from senco.measures.audit import audit as audit_means
    from senco.measures.audit import summarise_audit

    if means is not None and Path(means).suffix:
        source, reported, ranked = _read_means(Path(means), items, decimals)
    else:
        source, reported, ranked = _find_means(means, items)
    found = summarise_audit(audit_means(reported, n_items=ranked, steps=steps))
    if as_json:
        _print_json({**source, **found})
    else:
        _print_audit(found)


def _read_means(
    path: Path, items: int | None, decimals: int | None
) -> tuple[dict[str, str], pd.DataFrame, int]:
    from senco.intake.formats.figures import load_figures

    reported = load_figures(path, decimals)
    if items is None:
        raise SencoError(
            f"{path.name} does not say how many constructs were ranked: add --items with their "
            "number, those whose means are not printed counted as well."
        )
    return {"file": path.name}, reported, items


def _find_means(name: str | None, items: int | None) -> tuple[dict[str, str], pd.DataFrame, int]:
    from senco.cohort.loading import load_cohort, load_reference
    from senco.measures.reported import count_constructs

    project = find_study()
    cohort = load_cohort(name, project=project) if name else load_reference(project, "senco audit")
    if not cohort.has("reported"):
        raise SencoError(f"Cohort '{cohort.name}' reports no figures of a publication.")
    return {"cohort": cohort.name}, cohort.tables["reported"], items or count_constructs(cohort)


def _print_audit(found: dict[str, Any]) -> None:
    usual = [row for row in found["figures"] if row["rounding"] == "half-even"]
    sizes: dict[tuple[str, str, str], list[str]] = {}
    for row in usual:
        sizes.setdefault((row["figure"], row["value"], row["ranks"]), []).append(str(row["n"]))
    rows = [(*key, ", ".join(numbers)) for key, numbers in sizes.items()]
    _print_table("Numbers of people that print each mean", ["figure", "value", "ranks", "n"], rows)
    rows = [(r["steps"], r["label"], r["outcome"], r["reason"]) for r in found["readings"]]
    _print_table(
        "Readings of all the figures together: the plainest, and the least that fits",
        ["steps", "reading", "outcome", "reason"],
        rows,
    )
    columns = ["steps", "readings", "fitting", "impossible", "undecided"]
    rows = [tuple(row[key] for key in columns) for row in found["counts"]]
    if rows:
        _print_table("All readings that were tried; there are others", columns, rows)
    first = next((r for r in found["readings"] if r["bounds"]), None)
    if first:
        rows = [(r["quantity"], r["construct"], r["low"], r["high"]) for r in first["bounds"]]
        _print_table(
            f"Bounds under one reading alone: {first['label']}",
            ["quantity", "construct", "at least", "at most"],
            rows,
        )


@app.command()
def compare(
    here: Annotated[
        str,
        typer.Argument(help="A cohort, by its name or its folder.", metavar="A"),
    ],
    there: Annotated[str, typer.Argument(help="The other cohort, likewise.", metavar="B")],
    as_json: AsJson = False,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the random numbers.")] = 0,
) -> None:
    """Compare two cohorts, finding by finding.

    The criteria of the first decide.
    """
    from senco.cohort.compared import find_cohort
    from senco.measures.comparison import as_record, compare_cohorts

    project = find_study()
    found = as_record(
        compare_cohorts(find_cohort(here, project), find_cohort(there, project), seed=seed)
    )
    if as_json:
        _print_json(found)
    else:
        _print_comparison(found)


def _print_comparison(found: dict[str, Any]) -> None:
    for side in ("here", "there"):
        _out.print(f"{side:5} {found[side]['name']}: {found[side]['title']}")
        if found[side]["several_coders"]:
            _out.print(f"      {found[side]['codings']}")
    if found["by_construction"]:
        _out.print("One was made to satisfy what the other reports: agreement is by construction.")
    columns = ["area", "finding", "here", "there", "from", "to", "margin", "verdict"]
    keys = ["area", "finding", "here", "there", "low", "high", "margin", "verdict"]
    rows = [tuple(row[key] for key in keys) for row in found["findings"]]
    if rows:
        _print_table("Findings; the interval is of the difference", columns, rows)
    _out.print("; ".join(f"{count} {verdict}" for verdict, count in found["verdicts"].items()))
    _out.print(found["coverage"])
    for row in found["not_compared"]:
        _out.print(f"Not compared: {row['what']} ({row['area']}). {row['why']}")
    unmatched = [row["label"] for row in found["unmatched"]]
    if unmatched:
        _out.print(f"Constructs without a counterpart: {', '.join(unmatched)}")
    criteria = found["criteria"]
    given = ", ".join(criteria["set_in_advance"]) or "none, so this project's defaults were used"
    for sentence in found["laid_down"]:
        _out.print(f"{sentence}.")
    _out.print(f"Criteria set in advance: {given}. Their digest: {criteria['digest']}")


@app.command()
def grid(
    files: Files,
    as_json: AsJson = False,
    self_element: Annotated[str | None, typer.Option("--self", help="The self element.")] = None,
    ideal: Annotated[str | None, typer.Option("--ideal", help="The ideal element.")] = None,
    overall: Annotated[str | None, typer.Option("--overall", help="The overall construct.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="A folder to write a sheet for each grid into.")
    ] = None,
) -> None:
    """Analyse repertory grids from the files of most programs."""
    from senco.intake.formats.grids import read_grids
    from senco.measures.grids import analyse_grid, format_sheet
    from senco.text.rounding import format_json

    names = _name_sheets(files) if out is not None else [path.stem for path in files]
    for path, name in zip(files, names, strict=True):
        for place, reading in enumerate(read_grids(path), 1):
            found = reading.grid.supply(
                self_element=self_element, ideal_element=ideal, overall=overall
            )
            text = (
                format_json(analyse_grid(found)) if as_json else format_sheet(found, reading.notes)
            )
            if out is not None:
                _save(out / f"{name}-{place}{'.json' if as_json else '.txt'}", text)
            elif as_json:
                print_json(text)
            else:
                print_text(text)


def _name_sheets(files: list[Path]) -> list[str]:
    """How the sheets of each file begin: its name, with its ending where another has the same."""
    stems = Counter(path.stem.casefold() for path in files)
    names = [path.stem if stems[path.stem.casefold()] == 1 else path.name for path in files]
    twice = [name for name, count in Counter(map(str.casefold, names)).items() if count > 1]
    if twice:
        raise SencoError(
            f"More than one of these files is called {twice[0]}, so the sheets of one would take "
            "the place of the other's. Give each its own --out, or rename one."
        )
    return names


def _save(path: Path, text: str) -> None:
    from senco.workspace.files import write_atomically

    write_atomically(path, text + "\n", private=True)
    _out.print(f"{path.name} is written.")


@app.command()
def simulate(
    out: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="The folder to create, such as data/cohorts/mine."),
    ],
    n: Annotated[int, typer.Option("--n", min=1, help="Number of participants.")] = 8,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the random numbers.")] = 1,
    reading: Annotated[
        str,
        typer.Option(
            "--reading",
            help="How to read the reported figures; 'nearest' for the nearest that fits.",
        ),
    ] = "nearest",
    truth: Annotated[
        str,
        typer.Option(
            "--truth",
            help="'reported'; 'turned' to see what a cohort that differs looks like; 'even' for a "
            "study of which nothing is reported.",
        ),
    ] = "reported",
    items: Annotated[
        int, typer.Option("--items", min=2, help="With '--truth even', constructs to be ranked.")
    ] = 12,
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite the cohort that is there.")
    ] = False,
) -> None:
    """Make a synthetic cohort, by default with the mean ranks of the reference cohort."""
    from senco.cohort.loading import load_reference, load_study
    from senco.simulation import load_scenario
    from senco.simulation.files import make_cohort
    from senco.workspace.files import write_atomically

    project = find_study()
    study = load_study(project)
    reference = None if truth == "even" else load_reference(project, "senco simulate")
    if out.exists() and not replace:
        raise SencoError(f"{out.name} is there already. Name another folder, or use --replace.")
    made = make_cohort(
        study,
        reference,
        scenario=load_scenario(project, study),
        n=n,
        seed=seed,
        reading=reading,
        truth=truth,
        n_items=items,
    )
    for name, text in made.items():
        write_atomically(out / name, text)
    _out.print(f"A synthetic cohort of {n} is written to {out.name}.")
