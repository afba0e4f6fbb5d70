"""The page on which files can be read, from which programs, and which are written for others."""

from __future__ import annotations

import re
from collections import Counter

from senco.intake.formats.catalogue import KINDS, Format, list_formats

#: What is written for other programs: what, its files, the command.
WRITTEN = (
    ("Rankings", "`.soc` `.soi` `.toc` `.toi` (PrefLib), `.csv`", "senco convert NAME FOLDER"),
    ("Rankings from a file", "the same", "senco rank FILE --save NEW.toc"),
    ("Repertory grids", "`.xlsx`, `.txt` (OpenRepGrid)", "senco convert NAME FOLDER"),
    (
        "Grids from files, or of a cohort",
        "the same, `.csv`, `.rgrid` (Rep Plus, WebGrid)",
        "senco grid FILE --save NEW.rgrid",
    ),
    (
        "Codings",
        "`.qdpx` (NVivo, ATLAS.ti, MAXQDA, QualCoder), `.qdc`, `.csv`",
        "senco convert NAME FOLDER",
    ),
    ("Networks", "`.graphml`, `.gexf` (Gephi, Cytoscape, igraph)", "senco convert NAME FOLDER"),
)
#: Two hyphens in running text would become a dash.
_OPTION = re.compile(r"(?<![\w`-])--[a-z]{1,30}(?:-[a-z]{1,30}){0,3}")
_INTRODUCTION = (
    "# Which files can be read and written\n\n"
    "Collect your data with the programs that you know, and import what they export. This page "
    "lists what can be read, from which program, how to export it from there, and the command to "
    "use; `senco formats` prints the same list. NAME stands for your cohort, FILE for the file. "
    "The command says in a sentence how it read the file, and asks you where a file can be read in "
    "two ways. Columns that identify people, such as e-mail addresses, are never copied.\n\n"
    "Menus move from one version of a program to the next; what counts is what the file contains. "
    "A program that is not listed can usually export a table of one of the kinds listed under "
    "*A spreadsheet*."
)


_PLACES = """## Places in a publication

A published cohort gives, in the columns called `lines`, the lines of the plain text from which it
was read. Nobody else has that text, so list its paragraphs in `places.csv`, a row for each in the
order of the text: its heading, a short form of it where it is long, its number below that heading,
and its first and last line. Pages then name heading and paragraph instead: *Method, par. 3*.
`senco check` tells of paragraphs that overlap or are missing, and of lines in none of them.
Without the table pages give the lines."""


def write_page() -> str:
    """Return the page as Markdown.

    Returns
    -------
    str
        A heading for each kind, and under it each format with its program, what is read, how
        it is exported and, where it is not the usual one, the command.
    """
    rows = list_formats()
    parts = [_INTRODUCTION]
    for kind, title in KINDS.items():
        listed = [row for row in rows if row.kind == kind]
        if listed:
            parts.append(_write_kind(title, listed))
    lines = [
        "(written-for-other-programs)=",
        "## What is written for other programs",
        "",
        "| what | files | command |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {what} | {files} | `{command}` |" for what, files, command in WRITTEN]
    parts += ["\n".join(lines), _PLACES]
    return "\n\n".join(parts) + "\n"


def _write_kind(title: str, rows: list[Format]) -> str:
    [(usual, _)] = Counter(row.command for row in rows).most_common(1)
    same = all(row.command == usual for row in rows)
    lead = f"The command is `{usual}`" + ("." if same else ", unless another one is given.")
    return "\n".join([f"## {title}", "", lead, "", *(_write_item(row, usual) for row in rows)])


def _write_item(row: Format, usual: str) -> str:
    endings = " ".join(f"`{ending}`" for ending in row.endings)
    program = row.program[:1].upper() + row.program[1:]
    export = _OPTION.sub(r"`\g<0>`", row.export.rstrip("."))
    command = "" if row.command == usual else f" Then: `{row.command}`."
    return f"- **{program}**, {row.reads} ({endings}). {export}.{command}"
