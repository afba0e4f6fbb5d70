"""The command on a file of codings."""

from __future__ import annotations

from typing import Any

import typer

from senco.cli.tables import AsJson, Files, out, print_record, print_table

app = typer.Typer()


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
            print_record({"file": path.name, **found})
        else:
            _print_agreement(path.name, found)


def _print_agreement(name: str, found: dict[str, Any]) -> None:
    from senco.measures.coverage import describe_coverage

    out.print(
        f"{name}: {len(found['coders'])} coders, {found['n_shared']} of {found['n_units']} "
        f"{found['unit']} judged by more than one ({found['rule']})"
    )
    rows = [("all codes", *_coefficient(item)) for item in found["overall"]]
    rows += [
        (code["code"], *_coefficient(item)) for code in found["codes"] for item in code["measures"]
    ]
    columns = ["code", "measure", "value", "from", "to", "note"]
    print_table("Agreement, with 95 % intervals where there are any", columns, rows)
    if found["n_people"]:
        coverage = describe_coverage("alpha of a code", found["n_people"])
        out.print(f"Interval of the alpha of a code: {coverage}")
    out.print(f"Decisions on which coders differ: {found['disagreements']}")
    for note in found["notes"]:
        out.print(f"Note: {note}")


def _coefficient(item: dict[str, Any]) -> tuple[Any, ...]:
    return item["measure"], item["value"], item["low"], item["high"], item["note"]
