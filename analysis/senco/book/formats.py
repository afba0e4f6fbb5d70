"""The page on what is read from which program, and what is written for others."""

from __future__ import annotations

from senco.intake.formats.catalogue import KINDS, Format, list_formats

#: What is written for other programs: what, its files, the command.
WRITTEN = (
    ("Rankings", "`.soc` `.soi` `.toc` `.toi` (PrefLib), `.csv`", "senco convert NAME FOLDER"),
    ("Rankings of a file", "the same", "senco rank FILE --save NEW.toc"),
    ("Repertory grids", "`.xlsx`, `.txt` (OpenRepGrid)", "senco convert NAME FOLDER"),
    (
        "Grids of files, or of a cohort",
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
_INTRODUCTION = """\
# Which files are read, and written

Collect with what you know, and bring in what it gives you. Below stands what is read, from which
program, how to get it out of there, and the command; `senco formats` prints the same. NAME is your
cohort, FILE the file. The command says in a sentence what it understood, or asks where a file can
be read in two ways. Columns that identify people, such as e-mail addresses, are never copied.

A program that is not listed mostly gives a table that one of the rows for a spreadsheet fits."""


def write_page() -> str:
    """Return the page as Markdown.

    Returns
    -------
    str
        A heading for each kind, and under it each format with its program, what is read, how
        it is exported and the command.
    """
    rows = list_formats()
    parts = [_INTRODUCTION]
    for kind, title in KINDS.items():
        listed = [_write_item(row) for row in rows if row.kind == kind]
        if listed:
            parts.append("\n".join([f"## {title}", "", *listed]))
    lines = [
        "## Written for other programs",
        "",
        "| what | files | command |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {what} | {files} | `{command}` |" for what, files, command in WRITTEN]
    parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _write_item(row: Format) -> str:
    endings = " ".join(f"`{ending}`" for ending in row.endings)
    return f"- **{row.program}**, {row.reads} ({endings}). {row.export} Then: `{row.command}`."
