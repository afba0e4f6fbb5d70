"""The commands for paper: sheets to print, and work-lines read from scans of them."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from senco.cli.terminal import err, out, plain, print_json, print_text, write
from senco.errors import SencoError
from senco.workspace.paths import find_study

if TYPE_CHECKING:
    from senco.tracing.batch import Read
    from senco.tracing.reading import Trace

app = typer.Typer()


@app.command()
def sheet(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[NAME] FOLDER",
            help=(
                "The cohort, by its name or its folder, and the folder to create; with --blank "
                "only the folder."
            ),
        ),
    ],
    instrument: Annotated[
        list[str] | None,
        typer.Option(
            metavar="work-line|grid|ranking",
            help="Only this sheet; can be repeated. By default all those that the study uses.",
        ),
    ] = None,
    participant: Annotated[
        list[str] | None,
        typer.Option(
            ("--participant"), metavar="P1", help="Only this participant's; can be repeated."
        ),
    ] = None,
    blank: Annotated[
        bool,
        typer.Option("--blank", help="Sheets without a pseudonym, to write it on by hand."),
    ] = False,
    seed: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Draw different orders for the ranking sheets; the code of a sheet contains N.",
        ),
    ] = None,
) -> None:
    """Write sheets to print for work-lines, grids and rankings: four marks and a code on each.

    There is one of each kind for each participant; a cohort without participants gets blank ones.
    The constructs on a ranking sheet are in a random order that follows from the sheet's code,
    different for each participant and always the same for one. senco trace reads work-lines from
    scans; the pages of senco kit accept the code where they ask for the pseudonym.
    """
    from senco.cohort.loading import load_study
    from senco.instruments.kit import find_cohort
    from senco.instruments.paper import describe_lacking, write_sheets

    project = find_study()
    name, folder = _split_words(words, blank)
    if blank and participant:
        raise SencoError("--blank and --participant contradict each other: give one of them.")
    for made in ("book", "data"):
        if folder.resolve().is_relative_to(project.root / made):
            raise SencoError(f"Nothing is written into {made}/. Name a folder outside of it.")
    cohort = find_cohort(name, project) if name else None
    study = cohort.study if cohort else load_study(project)
    written = write_sheets(
        folder, study, cohort,
        participants=participant or (), kinds=instrument or (), blank=blank, seed=seed,
    )  # fmt: skip
    for file in written:
        out.print(f"{folder.name}/{file} is written.")
    for note in describe_lacking(study, cohort):
        out.print(note)


def _split_words(words: list[str], blank: bool) -> tuple[str, Path]:
    """The cohort, or "" for blank sheets of the study, and the folder."""
    if len(words) == 2:
        return words[0], Path(words[1])
    if len(words) == 1 and blank:
        return "", Path(words[0])
    raise SencoError(
        "senco sheet takes a cohort and a folder, such as senco sheet my-county sheets. Blank "
        "sheets need no cohort: senco sheet --blank sheets."
    )


@app.command()
def trace(
    scans: Annotated[
        list[Path],
        typer.Argument(
            metavar="SCAN...",
            help="Scans or photographs: PNG, JPEG, TIFF or PDF files, or folders of them.",
        ),
    ],
    participant: Annotated[
        str | None,
        typer.Option(
            help=("The participant whose line it is, where the sheet's code does not say.")
        ),
    ] = None,
    scale: Annotated[
        tuple[float, float] | None,
        typer.Option(
            metavar="LOW HIGH",
            help=(
                "The levels at the bottom and the top of the chart, where no code gives them: "
                "-5 5 by default."
            ),
        ),
    ] = None,
    corners: Annotated[
        str | None,
        typer.Option(
            metavar="'X,Y X,Y X,Y X,Y'",
            help="The chart's corners in pixels, in quotes: top left, top right, bottom right, "
            "bottom left.",
        ),
    ] = None,
    line: Annotated[
        str | None,
        typer.Option(metavar="LINE", help="Which of two lines: upper, lower, 1 or 2."),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv|FOLDER",
            help=(
                "Save rows for worklines.csv in a new file, with pictures and pages to check "
                "them beside it; for several scans, save everything in a new folder."
            ),
        ),
    ] = None,
    overlay: Annotated[
        Path | None,
        typer.Option(
            metavar=("FILE.png"),
            help="Save a picture of the line drawn over the scan as a new file.",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, for other programs.")
    ] = False,
) -> None:
    """Read drawn work-lines from scans of their charts: places and levels of the turning points.

    Look at the picture before you use a line: only that shows whether it was read correctly.
    Where it was not, correct the points on the page that is saved with it.
    """
    if scale is not None and scale[0] >= scale[1]:
        raise SencoError("--scale takes the lowest level and then the highest, such as -5 5.")
    to_folder = save is not None and save.suffix.lower() != ".csv"
    if len(scans) > 1 or scans[0].is_dir() or to_folder:
        given = {"--participant": participant, "--corners": corners, "--line": line}
        _refuse_options({**given, "--overlay": overlay})
        _trace_batch(scans, scale, save, as_json=as_json)
        return
    _trace_one(scans[0], scale, (participant, corners, line), (save, overlay), as_json=as_json)


def _refuse_options(given: dict[str, object]) -> None:
    for option, value in given.items():
        if value is not None:
            raise SencoError(f"{option} is only for a single scan, saved as a CSV file.")


def _trace_batch(
    scans: list[Path], scale: tuple[float, float] | None, save: Path | None, *, as_json: bool
) -> None:
    from senco.tracing.batch import format_batch, gather_rows, read_batch, write_batch
    from senco.workspace.files import check_new_folder

    if save is not None and save.suffix.lower() == ".csv":
        raise SencoError(
            "Several scans are saved in a folder, but this names a file: use --save lines."
        )
    if save is not None:
        check_new_folder(save)
    reads = []
    for read in read_batch(scans, scale):
        reads.append(read)
        _tell_read(read)
    if save is not None:
        write_batch(reads, save)
        err.print(f"{plain(save)} is written. Look at each picture in it.")
    if as_json:
        print_json(format_batch(reads))
    elif save is None:
        print_text(gather_rows(reads))
    missing = sum(not read.rows for read in reads)
    if missing or not reads:
        raise SencoError(
            f"{len(reads) - missing} of {len(reads)} scans gave a line; what stopped the others "
            "is listed above."
        )


def _tell_read(read: Read) -> None:
    if read.problem:
        err.print(plain(f"{read.scan}: {read.problem}"))
        return
    err.print(
        plain(f"{read.scan}: {read.whose}, {read.points} points, confidence {read.confidence:g}.")
    )
    for note in read.notes:
        err.print(plain(f"{read.scan}: {note}"))


def _trace_one(
    scan: Path, scale: tuple[float, float] | None, given: tuple[str | None, str | None, str | None],
    files: tuple[Path | None, Path | None], *, as_json: bool,
) -> None:  # fmt: skip
    from senco.tracing.reading import trace_picture
    from senco.tracing.saving import format_rows, format_trace
    from senco.tracing.scans import read_pages

    (participant, corners, line), (save, overlay) = given, files
    page = save.with_name(f"{save.stem}-points.html") if save else None
    if save is not None and overlay is None:
        overlay = save.with_name(f"{save.stem}-traced.png")
    _keep_existing(save, overlay, page)
    pages = list(itertools.islice(read_pages(scan), 2))
    if len(pages) > 1:
        raise SencoError(f"{scan.name} has several pages: save them in a folder, --save lines.")
    told = None if corners is None else _parse_corners(corners)
    read = trace_picture(pages[0][1], corners=told, levels=scale, line=line)
    whose = _find_whose(read, participant)
    _write_checks(overlay, page, read, whose)
    if read.refused:
        raise SencoError(f"{scan.name}: {read.refused}")
    if save is not None:
        if not whose:
            raise SencoError(
                "It is not known whose line this is: the scan shows no code with a pseudonym. "
                "Add --participant P1."
            )
        write(save, format_rows(read, whose))
    if as_json:
        print_json(format_trace(read, whose))
    elif save is None:
        print_text(format_rows(read, whose))
    _tell(read)


def _keep_existing(*files: Path | None) -> None:
    for file in files:
        if file is not None and (file.exists() or file.is_symlink()):
            raise SencoError(f"{file.name} already exists. Name another, or move it away.")


def _parse_corners(text: str) -> list[tuple[float, float]]:
    try:
        pairs = [tuple(float(number) for number in pair.split(",")) for pair in text.split()]
        first, second, third, fourth = ((x, y) for x, y in pairs)
    except ValueError:
        raise SencoError(
            "--corners takes four pairs of pixels in quotes, from the chart's top left corner "
            "clockwise, such as --corners '90,110 1080,110 1080,690 90,690'."
        ) from None
    return [first, second, third, fourth]


def _find_whose(read: Trace, participant: str | None) -> str:
    """The pseudonym, which code and option must not tell differently."""
    from senco.intake.formats.keys import PSEUDONYM

    printed = read.code.participant if read.code else ""
    if participant is not None and not PSEUDONYM.fullmatch(participant):
        raise SencoError("--participant takes a pseudonym, such as P1.")
    if printed and participant and printed != participant:
        raise SencoError(
            f"According to its code the sheet is {printed}'s, but --participant says "
            f"{participant}. Leave the option out, or check that it is the right scan."
        )
    return participant or printed


def _write_checks(overlay: Path | None, page: Path | None, read: Trace, whose: str) -> None:
    """Write the picture to look at, and the page on which points are corrected."""
    from senco.tracing.correcting import make_points_page
    from senco.tracing.saving import draw_overlay
    from senco.workspace.files import write_bytes_atomically

    if overlay is not None:
        write_bytes_atomically(overlay, draw_overlay(read), private=True)
        err.print(f"{plain(overlay)} is written.")
    if page is not None:
        write_bytes_atomically(page, make_points_page(read, whose).encode(), private=True)
        err.print(f"{plain(page)} is written.")


def _tell(read: Trace) -> None:
    low, high = read.levels
    err.print(
        f"{len(read.lines[0])} points, with levels from {low:g} to {high:g}; confidence "
        f"{read.confidence:g} of 1."
    )
    for note in read.notes:
        err.print(plain(note))
