"""What the commands share: where messages go, and how they are made safe."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from senco.errors import Finding, SencoError

# a terminal that tells no width is not folded: a finding stays on its line. Brackets and
# colons are what somebody wrote, not signs for colours and pictures.
out = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False, emoji=False)

Names = Annotated[
    Path | None,
    typer.Option("--names", help="Private list of names, one a line, outside the project."),
]
Transcripts = Annotated[
    Path | None,
    typer.Option(
        "--transcripts",
        metavar="FOLDER",
        help="Private transcripts, outside the project, whose words no gist may repeat.",
    ),
]


def show(findings: Iterable[Finding]) -> None:
    """Print findings: errors go where errors go.

    Parameters
    ----------
    findings : iterable of Finding
        In the order in which they are shown.
    """
    for finding in findings:
        console = err if finding.severity == "error" else out
        console.print(plain(finding), style=_COLOURS[finding.severity])


_COLOURS = {"error": "red", "warning": "yellow"}


def write(path: Path, text: str) -> None:
    """Write a page that a user asked for, and say so.

    Parameters
    ----------
    path : Path
        Where.
    text : str
        What.

    Raises
    ------
    SencoError
        Where it cannot be written.
    """
    from senco.files import write_atomically

    try:
        write_atomically(path, text)
    except OSError as error:
        raise SencoError(f"{path} cannot be written: {error.strerror or error}.") from None
    err.print(f"{path} is written.")


def prepare_streams() -> None:
    """Let no character stop a command: what a terminal cannot show becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def print_json(text: str) -> None:
    """Print JSON that any program can read, whatever the encoding of the output.

    Parameters
    ----------
    text : str
        JSON; letters that the encoding does not have are written by their numbers.
    """
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = "".join(sign if sign.isascii() else json.dumps(sign)[1:-1] for sign in text)
    typer.echo(text)


def plain(thing: object) -> str:
    """Return a message in which nothing that a file holds can steer the terminal.

    Parameters
    ----------
    thing : object
        A message, a finding or an error.

    Returns
    -------
    str
        Signs that can be printed, and line ends.
    """
    return "".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in str(thing))
