"""The commands on how people construe: implications, resistance, change, people side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from senco.cli.grid_files import (
    AsJson,
    Ideal,
    Picture,
    Scale,
    Self,
    check_ending,
    print_notes,
    read_files,
    save_figure,
)
from senco.cli.tables import describe, out, print_record, print_table
from senco.errors import SencoError
from senco.text.words import count_words, join_words

app = typer.Typer()
#: So many of the most widely shared constructs are printed; JSON has all.
_SHOWN = 12
Level = Annotated[
    float,
    typer.Option(
        "--level",
        metavar="SHARE",
        min=0,
        max=1,
        help=(
            "The match from which ratings count as alike, 0 to 1, where 1 means the same "
            "throughout."
        ),
    ),
]


@app.command()
def implications(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A square table, or a weighted grid's sheet.")
    ],
    strongest: Annotated[
        float,
        typer.Option(
            "--strongest",
            metavar="NUMBER",
            min=1e-6,
            max=1e6,
            help="The weight that means a full change; all others are divided by it.",
        ),
    ] = 1.0,
    columns_imply: Annotated[
        bool,
        typer.Option("--columns-imply", help="Columns imply rows, instead of rows columns."),
    ] = False,
    poles: Annotated[
        bool,
        typer.Option(
            "--poles",
            help=(
                "Each heading is one pole, with the two poles of a construct next to each other."
            ),
        ),
    ] = False,
    changed: Annotated[
        str | None,
        typer.Option(
            "--change",
            metavar="CONSTRUCT",
            help=(
                "Follow what would result from moving to the other pole of this construct, "
                "named by a pole or its number; for a weighted grid's sheet."
            ),
        ),
    ] = None,
    as_json: AsJson = False,
    figure: Picture = None,
) -> None:
    """Show what follows from what in an implication grid.

    Rows imply columns: a mark says that a change on the row's construct would bring one on
    the column's.
    """
    from senco.intake.formats.implications import read_implications
    from senco.measures.grids import describe_implications, describe_spread

    check_ending(figure)
    reading = read_implications(file, strongest, columns_imply)
    found = {**describe_implications(reading.grid, poles), "notes": list(reading.notes)}
    if changed is not None:
        found["change"] = describe_spread(reading.grid, changed)
    if as_json:
        print_record({"file": file.name, **found})
    else:
        _print_implications(file.name, found)
    if figure is not None:
        from senco.book.figures import draw_implications

        save_figure(figure, draw_implications(reading.grid), f"Implications in {file.name}")


def _print_implications(name: str, found: dict[str, Any]) -> None:
    columns = {
        "construct": "construct",
        "given": "implies",
        "received": "implied by",
        "reciprocal": "both ways",
        "superordinacy": "superordinacy",
        "closeness": "closeness",
        "betweenness": "betweenness",
    }
    if found["weighted"]:
        columns |= {"weight_given": "weight out", "weight_received": "weight in"}
        columns |= {"presence": "presence", "hierarchy": "hierarchy"}
    rows = [tuple(item[key] for key in columns) for item in found["constructs"]]
    print_table(f"{name}: {len(rows)} constructs", list(columns.values()), rows)
    pairs = found["pairs"]
    out.print(
        f"{found['total']} implications, {found['negative']} of them of the opposite change; "
        f"density {describe(found['density'])}. Pairs: {pairs['one_way']} one way, "
        f"{pairs['reciprocal']} both ways, {pairs['none']} without, {pairs['unknown']} unknown."
    )
    if found["poles"]:
        keys = ["first", "second", "forward", "backward", "reciprocal"]
        told = [tuple(str(pair[key]) for key in keys) for pair in found["poles"]]
        print_table("Pairs of constructs, pole by pole", keys, told)
    if "change" in found:
        change = found["change"]
        keys = ["construct", "now", "after", "change"]
        told = [tuple(one[key] for key in keys) for one in change["constructs"]]
        print_table(f"A change on {change['construct']}", keys, told)
        print_notes(change)
    print_notes(found)


@app.command()
def resistance(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Columns first, second and kept, or a square table."),
    ],
    implied: Annotated[
        Path | None,
        typer.Option(
            "--implications",
            metavar="FILE",
            help="The same person's implication grid, to compare it with.",
        ),
    ] = None,
    as_json: AsJson = False,
    figure: Picture = None,
) -> None:
    """Show on which constructs somebody resists change, and how consistently."""
    from senco.intake.formats.implications import read_choices, read_implications
    from senco.measures.grids import describe_resistance

    check_ending(figure)
    reading = read_choices(file)
    # only whether there is a weight counts, and not its size
    other = read_implications(implied, strongest=1e6) if implied else None
    found = describe_resistance(reading.choices, other.grid if other else None)
    found["notes"] = [*reading.notes, *(other.notes if other else ()), *found["notes"]]
    if as_json:
        print_record({"file": file.name, **found})
    else:
        keys = ["construct", "score", "asked", *(["superordinacy"] if other else [])]
        rows = [tuple(one[key] for key in keys) for one in found["constructs"]]
        print_table(f"{file.name}: resistance to change", keys, rows)
        print_notes(found)
    if figure is not None:
        from senco.book.figures import draw_resistance

        items = found["constructs"]
        names = [str(one["construct"]) for one in items]
        other_values = [one["superordinacy"] for one in items] if other else None
        drawn = draw_resistance(names, [one["score"] for one in items], other_values)
        save_figure(figure, drawn, f"Resistance to change in {file.name}")


@app.command()
def change(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="A file with a grid.")],
    after: Annotated[
        Path | None,
        typer.Argument(
            metavar="AFTER", help="A file with the later grid; without it, BEFORE contains both."
        ),
    ] = None,
    self_element: Self = None,
    ideal: Ideal = None,
    scale: Scale = None,
    level: Level = 0.8,
    as_json: AsJson = False,
    figure: Picture = None,
) -> None:
    """Show what changed between two repertory grids of one person.

    Elements and constructs are matched by name; those that only one of the grids has are left out
    and listed. It also compares somebody's grid with an exchange grid: the same elements and
    constructs, rated by another person.
    """
    from senco.intake.formats.grids import supply_named
    from senco.measures.grids import describe_change, name_alike

    check_ending(figure)
    files = [before] if after is None else [before, after]
    held = [read_files(path, scale) for path in files]
    if [len(readings) for readings in held] not in ([2], [1, 1]):
        raise SencoError(_ask_for_two(files, sum(map(len, held))))
    readings = [reading for one in held for reading in one]
    one, told = supply_named(readings[0].grid, self_element, ideal)
    other = name_alike(readings[1].grid, one)
    found = describe_change(one, other, level)
    notes = [*(note for reading in readings for note in reading.notes), *told]
    found["notes"] = [*dict.fromkeys(notes), *found["notes"]]
    if as_json:
        print_record({"files": [path.name for path in files], **found})
    else:
        _print_change(found)
    if figure is not None:
        from senco.book.figures import draw_change
        from senco.measures.grids import pair_grids

        paired = pair_grids(one, other)
        names = " and ".join(path.name for path in files)
        save_figure(figure, draw_change(paired.first, paired.differences), f"Change in {names}")


def _ask_for_two(files: list[Path], number: int) -> str:
    names = " and ".join(path.name for path in files)
    return (
        f"{names}: {count_words(number, 'grid')}; two are compared, one in each file or both in "
        "one file. Save the two that you mean by themselves."
    )


def _print_change(found: dict[str, Any]) -> None:
    from senco.text.rounding import format_share

    told = "mean change (share of scale)"
    for kind in ("element", "construct"):
        rows = [(one[kind], one["change"]) for one in found[f"{kind}s"]]
        print_table(f"Change by {kind}", [kind, told], rows)
    out.print(
        f"{found['compared']} ratings compared: {format_share(found['unchanged'])} unchanged, mean "
        f"change {describe(found['size'])} of the scale. General degree of correlation (Slater) "
        f"{describe(found['correlation'])}."
    )
    if found["self_ideal"]:
        first, second = map(describe, found["self_ideal"])
        out.print(
            f"Self and ideal: distance {first} of the largest possible before, {second} after."
        )
    indices = [(one["index"], one["before"], one["after"]) for one in found["indices"]]
    print_table("Indices over what is shared", ["index", "before", "after"], indices)
    core = found["core"]
    if core["constructs"]:
        out.print(
            f"Core, which agrees to at least {describe(core['level'])}: constructs "
            f"{join_words(core['constructs'])}; elements {join_words(core['elements'])}."
        )
    else:
        out.print(f"No core agrees to at least {describe(core['level'])}.")
    if core["removed"]:
        out.print(f"Taken away, most different first: {join_words(core['removed'])}.")
    print_notes(found)


@app.command()
def sociogrid(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Files, each with one person's grid.")
    ],
    scale: Scale = None,
    level: Level = 0.8,
    as_json: AsJson = False,
    figure: Picture = None,
) -> None:
    """Show how similarly people who rated the same elements construe them.

    Each construct is matched with the closest one of every other person, with poles either way
    round. A file may contain the grids of several people.
    """
    from senco.measures.grids import describe_sociogrid

    check_ending(figure)
    grids, notes = _name_grids(files, scale)
    found = describe_sociogrid(grids, level)
    found["notes"] = [*notes, *found["notes"]]
    if as_json:
        print_record(found)
    else:
        _print_sociogrid(found)
    if figure is not None:
        from senco.book.figures import draw_sociogrid
        from senco.measures.grids import build_sociogrid

        drawn = draw_sociogrid(found["people"], build_sociogrid(grids, level).share)
        save_figure(figure, drawn, "How similarly people construe")


def _name_grids(
    files: list[Path], scale: tuple[float, float] | None
) -> tuple[dict[str, Any], list[str]]:
    """Everybody's grid: by the file's name, or by its own where a file has several."""
    grids: dict[str, Any] = {}
    notes = []
    for path in files:
        readings = read_files(path, scale)
        for reading in readings:
            name = path.stem if len(readings) == 1 else reading.grid.name or path.stem
            if name in grids:
                raise SencoError(
                    f"{path.name}: there are two grids with the name '{name}'. Give each person's "
                    "file or sheet a different name."
                )
            grids[name] = reading.grid
            notes += [f"{name}: {note}" for note in reading.notes]
    return grids, notes


def _print_sociogrid(found: dict[str, Any]) -> None:
    keys = {
        "of": "constructs of",
        "among": "matched among",
        "share": "share alike",
        "similarity": "mean best match",
        "p": "p",
    }
    rows = [tuple(pair[key] for key in keys) for pair in found["pairs"]]
    alike = f"alike from a match of {describe(found['level'])}"
    people = count_words(len(found["people"]), "person").replace("persons", "people")
    print_table(f"{people}, {alike}", list(keys.values()), rows)
    shown = found["mode"][:_SHOWN]
    print_table(
        "Constructs shared by most people",
        ["construct", "of", "share of the others", "mean best match"],
        [(one["construct"], one["person"], one["share"], one["match"]) for one in shown],
    )
    if len(found["people"]) == 2:
        for pair in found["pairs"]:
            keys = {"construct": pair["of"], "partner": pair["among"], "match": "match"}
            told = [(*(one[key] for key in keys), one["term"]) for one in pair["constructs"]]
            title = f"Constructs of {pair['of']} and the best of {pair['among']}"
            print_table(title, [*keys.values(), "term"], told)
    print_notes(found)
