"""What the commands share: where messages go, and how they are made safe."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from senco.errors import Finding, SencoError


class Terminal(Console):
    """A console on which nothing that a file holds can steer the terminal.

    Every command prints by it, what went well as what went wrong: headings, names of files
    and people's words reach the terminal without the signs that move its cursor, change its
    title or turn the direction of writing.

    Parameters
    ----------
    stderr : bool
        Whether it prints where errors go.
    """

    def __init__(self, *, stderr: bool = False):
        # a terminal that tells no width is not folded: a finding stays on its line. Brackets
        # and colons are what somebody wrote, not signs for colours and pictures.
        super().__init__(stderr=stderr, soft_wrap=True, highlight=False, markup=False, emoji=False)

    def render_str(self, text: str, **options: Any) -> Text:
        """Make a text of a message, cleaned before it is measured."""
        return super().render_str(plain(text), **options)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Make whatever is printed into pieces, each of them clean."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else Segment(plain(piece.text), piece.style)


Names = Annotated[
    Path | None,
    typer.Option(
        "--names", help="A private list of names, one to a line, kept outside the project."
    ),
]
Transcripts = Annotated[
    Path | None,
    typer.Option(
        "--transcripts",
        metavar="FOLDER",
        help="Private transcripts, kept outside the project; no gist may repeat their words.",
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
    from senco.workspace.files import write_atomically

    try:
        write_atomically(path, text, private=True)
    except OSError as error:
        raise SencoError(f"{path} cannot be written: {error.strerror or error}.") from None
    err.print(f"{path} is written.")


def prepare_streams() -> None:
    """Let no character stop a command: what a terminal cannot show becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


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
    text = str(thing)
    if text.isprintable():
        return text
    return "".join(map(_clean, text))


def _clean(sign: str) -> str:
    if sign.isprintable() or sign == "\n":
        return sign
    return " " if unicodedata.category(sign) == "Zs" else "?"


def print_text(text: str) -> None:
    """Print a page of text, as wide as it is.

    Parameters
    ----------
    text : str
        The page.
    """
    typer.echo(plain(text))


def print_json(text: str) -> None:
    """Print JSON that any program can read, whatever the encoding of the output.

    Parameters
    ----------
    text : str
        JSON; letters that the encoding does not have, and signs that would steer a
        terminal, are written by their numbers: the values are the same.
    """
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = "".join(sign if sign.isascii() else json.dumps(sign)[1:-1] for sign in text)
    typer.echo("".join(map(_escape, text)))


def _escape(sign: str) -> str:
    return sign if sign.isprintable() or sign == "\n" else json.dumps(sign)[1:-1]


out = Terminal()
err = Terminal(stderr=True)
