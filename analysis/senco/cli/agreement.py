"""The command on codings by several coders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from senco.cli.tables import AsJson, out, print_record, print_table
from senco.errors import SencoError

if TYPE_CHECKING:
    import pandas as pd

    from senco.intake.formats.codings import CodingTable

app = typer.Typer()
_UNKNOWN = (
    "The lengths of the documents are not known, and the shares depend on them: give them with "
    "--length, or in a column 'document length'."
)
#: So many pairs of spans are printed; the workbook has them all.
_SPANS = 20

Sources = Annotated[
    list[Path],
    typer.Argument(
        help="CSV or Excel files; coded projects (.qdpx and others), which are compared with one "
        "another; or cohorts by their names.",
        metavar="FILE",
    ),
]
Table = Annotated[
    str | None,
    typer.Option(
        "--layout",
        metavar="LAYOUT",
        help=(
            "The layout of the table, where its headings do not show it: segments (a row for "
            "each code given to a segment), places (a row for each code given to a place in a "
            "document) or columns (a column for each coder, a row for each unit)."
        ),
    ),
]
Seen = Annotated[
    str | None,
    typer.Option(
        "--judged",
        metavar="WHICH",
        help="What a coder judged: coded (only the segments to which they gave a code) or all "
        "(every segment, so that no code means that they gave none).",
    ),
]
Number = Annotated[
    int | None,
    typer.Option(
        "--segments",
        min=1,
        help=("How many segments all coders saw, including those without a code."),
    ),
]
Unit = Annotated[
    str | None,
    typer.Option(
        "--unit",
        metavar="UNIT",
        help="What is counted: segments or characters; by default characters where the table "
        "holds places in documents.",
    ),
]
Length = Annotated[
    int | None,
    typer.Option(
        ("--length"), min=1, help="Length of the document in characters, where there is only one."
    ),
]
Codes = Annotated[
    list[str] | None,
    typer.Option("--code", metavar="CODE", help="Compare only this code; can be repeated."),
]
Documents = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="NAME", help="Compare only this document; can be repeated."),
]
Differences = Annotated[
    Path | None,
    typer.Option(
        "--differences", metavar="FILE", help="Write what coders decided differently, .xlsx."
    ),
]


@app.command()
def agree(
    files: Sources,
    layout: Table = None,
    judged: Seen = None,
    segments: Number = None,
    unit: Unit = None,
    length: Length = None,
    code: Codes = None,
    document: Documents = None,
    differences: Differences = None,
    as_json: AsJson = False,
) -> None:
    """Measure how far coders agree.

    A table has the columns segment, code and coder, and may have participant and document; a
    blank code says that a coder saw the segment and gave it none. Or it has document, start,
    end, code and coder; or a column for each coder.     Projects of several coders are combined,
    texts by their wording and codes by their names. Rows of the coder 'agreed', which senco
    settle writes, are left out.
    """
    sources = _gather(files, layout)
    if differences is not None and len(sources) > 1:
        raise SencoError("Differences are written for one file at a time.")
    for name, whole in sources:
        table = whole.keep_documents(document or [], name)
        options = _choose(table, name, judged, segments, unit, length, code)
        found = _summarise(table, options)
        if differences is not None:
            _write(differences, _find_apart(table, options), found)
        if as_json:
            print_record({"file": name, **found})
        else:
            _print_agreement(name, found)


def _gather(files: list[Path], layout: str | None) -> list[tuple[str, CodingTable]]:
    """Read every file; coded projects are one source."""
    from senco.intake.comparing import load_projects
    from senco.intake.programs import is_coded

    coded = [path for path in files if is_coded(path)]
    sources = [(path.name, _read(path, layout)) for path in files if path not in coded]
    if coded:
        sources.insert(0, (" and ".join(path.name for path in coded), load_projects(coded)))
    return sources


def _read(path: Path, layout: str | None) -> CodingTable:
    """Read a file; or a cohort, where there is one of this name and no such file."""
    from dataclasses import replace

    from senco.cohort.coders import drop_agreed
    from senco.intake.comparing import load_cohort_codings
    from senco.intake.formats.codings import read_codings
    from senco.workspace.paths import find_study

    if not path.is_file() and not path.suffix and find_study().cohort(path.name).is_dir():
        return load_cohort_codings(str(path), find_study())
    table = read_codings(path, layout)
    return replace(table, codings=drop_agreed(table.codings))


def _choose(
    table: CodingTable,
    file: str,
    judged: str | None,
    n_segments: int | None,
    unit: str | None,
    length: int | None,
    codes: list[str] | None,
) -> dict[str, Any]:
    """Return how codings are compared; nothing where coders have a column each."""
    if table.labels is not None:
        if any(given for given in (judged, n_segments, unit, length, codes)):
            raise SencoError(
                f"{file} has a column for each coder: a blank cell says that a unit was not "
                "judged. Leave out --judged, --segments, --unit, --length and --code."
            )
        return {}
    counted = _choose_unit(unit, table)
    options: dict[str, Any] = {"segments": table.segments, "unit": counted, "only": codes or None}
    if counted == "characters":
        return {**options, "lengths": _find_lengths(table, length, file)}
    chosen = _choose_judged(table, judged, n_segments, file)
    return {**options, "seen": table.seen, "n_segments": n_segments, "judged": chosen}


def _summarise(table: CodingTable, options: dict[str, Any]) -> dict[str, Any]:
    from senco.measures.agreement import summarise_columns, summary

    if table.labels is not None:
        found = summarise_columns(table.labels)
    else:
        found = summary(table.codings, **options)
    unknown = options.get("unit") == "characters" and options["lengths"] is None
    return {**found, "notes": [*table.notes, *found["notes"], *[_UNKNOWN] * unknown]}


def _find_apart(table: CodingTable, options: dict[str, Any]) -> pd.DataFrame:
    from senco.measures.agreement import list_disagreements, rate_codings, rate_columns

    if table.labels is not None:
        return list_disagreements(rate_columns(table.labels))
    return list_disagreements(rate_codings(table.codings, **options))


def _choose_unit(unit: str | None, table: CodingTable) -> Literal["segments", "characters"]:
    if unit is None:
        return "characters" if table.layout == "places" else "segments"
    if unit == "segments":
        return "segments"
    if unit == "characters":
        return "characters"
    raise SencoError(f"--unit must be segments or characters, not '{unit:.40}'.")


def _choose_judged(
    table: CodingTable, judged: str | None, n_segments: int | None, file: str
) -> Literal["coded", "all"]:
    """Say what coders judged; ask, where the table can be read in two ways."""
    from senco.measures.agreement import list_partly_coded
    from senco.text.words import count_words

    if judged == "all" or (judged is None and n_segments is not None):
        return "all"
    if judged == "coded" or table.seen is not None:
        if n_segments is not None:
            raise SencoError(
                "--segments counts what all coders saw: use it together with --judged all."
            )
        return "coded"
    if judged is not None:
        raise SencoError(f"--judged must be coded or all, not '{judged:.40}'.")
    partly = list_partly_coded(table.codings)
    if not partly:
        return "coded"
    raise SencoError(
        f"{file}: only some of the coders gave {count_words(len(partly), 'segment')} a code (such "
        f"as '{partly[0][:40]}'). Did the others see them? If every coder saw every segment: "
        "--judged all, and --segments with their number where some have no code at all. If each "
        "saw only what they coded: --judged coded. Or enter a row with a blank code where a coder "
        "saw a segment and gave it none."
    )


def _find_lengths(table: CodingTable, length: int | None, file: str) -> dict[str, int] | None:
    if table.segments is None or "document" not in table.segments:
        raise SencoError(f"{file} does not say where segments are: count segments.")
    names = sorted(set(table.segments["document"].astype(str)))
    if length is not None and len(names) > 1:
        raise SencoError(
            f"{file} contains {len(names)} documents: put their lengths in a column 'document "
            "length', or choose one with --document."
        )
    if length is not None:
        return {names[0]: length}
    known = {name: table.lengths[name] for name in names if name in table.lengths}
    return known if len(known) == len(names) else None


def _write(path: Path, apart: pd.DataFrame, found: dict[str, Any]) -> None:
    import pandas as pd

    from senco.settling.differences import write_differences

    sheets = {"decisions": apart}
    if found["spans"]:
        sheets["spans"] = pd.DataFrame(found["spans"])
    write_differences(path, sheets)


def _print_agreement(name: str, found: dict[str, Any]) -> None:
    from senco.measures.coverage import describe_coverage

    out.print(
        f"{name}: {len(found['coders'])} coders, {found['n_shared']:,} of {found['n_units']:,} "
        f"{found['unit']} judged by more than one ({found['rule']})"
    )
    _print_coefficients(found)
    _print_spans(found["spans"])
    if found["n_people"]:
        coverage = describe_coverage("alpha of a code", found["n_people"])
        out.print(f"Interval of the alpha of a code: {coverage}")
    out.print(f"Decisions on which coders differ: {found['disagreements']:,}")
    for note in found["notes"]:
        out.print(f"Note: {note}")


def _print_coefficients(found: dict[str, Any]) -> None:
    rows = [("all codes", *_coefficient(item)) for item in found["overall"]]
    rows += [
        (code["code"], *_coefficient(item)) for code in found["codes"] for item in code["measures"]
    ]
    columns = ["code", "measure", "value", "from", "to", "note"]
    print_table("Agreement, with 95 % intervals where there are any", columns, rows)
    parts = [(part["document"], part) for part in found["documents"]]
    if len(found["coders"]) > 2:
        parts += [(" and ".join(pair["coders"]), pair) for pair in found["pairs"]]
    rows = [
        (name, part["n_shared"], item["measure"], item["value"], item["note"])
        for name, part in parts
        for item in part["measures"]
    ]
    if rows:
        title = "All codes pooled, by document and by pair of coders where there are several"
        print_table(title, ["of", found["unit"], "measure", "value", "note"], rows)


def _print_spans(spans: list[dict[str, Any]]) -> None:
    if not spans:
        return
    columns = list(spans[0])
    rows = [tuple(row[column] for column in columns) for row in spans[:_SPANS]]
    title = "Passages side by side, and by how many characters the other coder's edges come later"
    if len(spans) > _SPANS:
        title += f"; the first {_SPANS} of {len(spans):,}, all with --differences"
    print_table(title, [column.replace("_", " ") for column in columns], rows)


def _coefficient(item: dict[str, Any]) -> tuple[Any, ...]:
    return item["measure"], item["value"], item["low"], item["high"], item["note"]
