"""An audit of printed means, a comparison of two cohorts, and making a synthetic one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from senco.cli.tables import AsJson, print_record, print_table
from senco.cli.tables import out as _out
from senco.errors import SencoError
from senco.workspace.paths import find_study

if TYPE_CHECKING:
    import pandas as pd

app = typer.Typer()


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
            help="How many decimals the means in a workbook are printed with.",
        ),
    ] = None,
    steps: Annotated[
        int,
        typer.Option(
            "--steps",
            min=0,
            max=6,
            help="Try readings with at most this many departures from the plainest.",
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
        print_record({**source, **found})
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
            "number, including those whose means are not printed."
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
    print_table("Numbers of people that print each mean", ["figure", "value", "ranks", "n"], rows)
    rows = [(r["steps"], r["label"], r["outcome"], r["reason"]) for r in found["readings"]]
    print_table(
        "Readings of all the figures together: the plainest, and the least that fits",
        ["steps", "reading", "outcome", "reason"],
        rows,
    )
    columns = ["steps", "readings", "fitting", "impossible", "undecided"]
    rows = [tuple(row[key] for key in columns) for row in found["counts"]]
    if rows:
        print_table("All readings that were tried; there are others", columns, rows)
    first = next((r for r in found["readings"] if r["bounds"]), None)
    if first:
        rows = [(r["quantity"], r["construct"], r["low"], r["high"]) for r in first["bounds"]]
        print_table(
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
    there: Annotated[
        str, typer.Argument(help=("The other cohort, by its name or its folder."), metavar="B")
    ],
    as_json: AsJson = False,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the random numbers.")] = 0,
) -> None:
    """Compare two cohorts, finding by finding.

    The criteria are those of the first.
    """
    from senco.cohort.compared import find_cohort
    from senco.measures.comparison import as_record, compare_cohorts

    project = find_study()
    found = as_record(
        compare_cohorts(find_cohort(here, project), find_cohort(there, project), seed=seed)
    )
    if as_json:
        print_record(found)
    else:
        _print_comparison(found)


def _print_comparison(found: dict[str, Any]) -> None:
    for side in ("here", "there"):
        _out.print(f"{side:5} {found[side]['name']}: {found[side]['title']}")
        if found[side]["several_coders"]:
            _out.print(f"      {found[side]['codings']}")
    if found["by_construction"]:
        _out.print("One was made to fit what the other reports: they agree by construction.")
    columns = ["area", "finding", "here", "there", "from", "to", "margin", "verdict"]
    keys = ["area", "finding", "here", "there", "low", "high", "margin", "verdict"]
    rows = [tuple(row[key] for key in keys) for row in found["findings"]]
    if rows:
        print_table("Findings; the interval is of the difference", columns, rows)
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
            help="How to read the reported figures; 'nearest' for the nearest reading that fits.",
        ),
    ] = "nearest",
    truth: Annotated[
        str,
        typer.Option(
            "--truth",
            help=(
                "'reported'; 'turned' for a cohort that differs from the reported figures; "
                "'even' for a study of which nothing is reported."
            ),
        ),
    ] = "reported",
    items: Annotated[
        int, typer.Option("--items", min=2, help="With '--truth even', constructs to be ranked.")
    ] = 12,
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite an existing cohort.")
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
        raise SencoError(f"{out.name} already exists. Name another folder, or use --replace.")
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
