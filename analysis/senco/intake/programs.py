"""Files of other programs as tables of the contract: coded texts, codebooks, grids."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from senco.errors import DataError, Finding
from senco.intake.formats import qda
from senco.intake.formats.delimited import decode_text, split_rows
from senco.intake.formats.grids import ReadGrid, read_grids, split_grid, supply_named
from senco.intake.formats.grids.documents import DOCUMENTS
from senco.intake.formats.grids.programs import PROGRAMS
from senco.intake.formats.imported import (
    ADVICE_CODES,
    ADVICE_PEOPLE,
    Imported,
    find_fields,
    write_left,
)
from senco.intake.formats.keys import PSEUDONYM, Roster
from senco.intake.formats.qda.codebook_tables import ENDINGS as TABLES
from senco.intake.formats.qda.codebook_tables import load_codebook_table, recognise
from senco.intake.formats.qda.coded_tables import load_passages
from senco.intake.formats.qda.databases import ENDINGS as DATABASES
from senco.intake.formats.qda.databases import find_database, load_database
from senco.intake.formats.qda.taguette import load_highlights
from senco.intake.formats.signs import tidy
from senco.intake.joining import Joining
from senco.text.words import count_words

#: Endings of the files that are read here, and their contents.
PROJECTS, CODEBOOKS = (".qdpx",), (".qdc",)
GRIDS = tuple(
    dict.fromkeys(ending for program in (*PROGRAMS, *DOCUMENTS) for ending in program.endings)
)
ENDINGS = (*PROJECTS, *CODEBOOKS, *DATABASES, *GRIDS)
#: Encodings in which a program's mark is looked for in a text.
_TEXTS = ("utf-8", "utf-16-le", "utf-16-be")
#: A list of pseudonyms is short.
MAXIMUM_LIST_BYTES = 1024 * 1024


@dataclass(frozen=True)
class GridOptions:
    """What is said of grids beside their files.

    Parameters
    ----------
    scale : (float, float), optional
        As for `senco.intake.formats.grids.read_grids`.
    encoding : str, optional
        As there.
    right_first : bool
        As there.
    missing : float, optional
        As there.
    self_element, ideal_element, overall : str, optional
        As for `senco.intake.formats.grids.supply_named`.
    """

    scale: tuple[float, float] | None = None
    encoding: str | None = None
    right_first: bool = False
    missing: float | None = None
    self_element: str | None = None
    ideal_element: str | None = None
    overall: str | None = None

    def read(self, path: Path) -> list[ReadGrid]:
        """Return the grids of a file, with what is said of them."""
        readings = read_grids(path, self.scale, self.encoding, self.right_first, self.missing)
        named = []
        for one in readings:
            grid, said = supply_named(one.grid, self.self_element, self.ideal_element, self.overall)
            named.append(ReadGrid(grid, one.layout, (*one.notes, *said)))
        return named


@dataclass
class Delivery:
    """What one file brings.

    Parameters
    ----------
    frames : dict of str to DataFrame
        Tables of the contract, by name.
    notes : list of str
        What to know; without a name or a word of any text.
    findings : list of Finding
        Why there is nothing.
    advice : list of str
        What is left to do, which is said once for all files.
    """

    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)


def is_foreign(path: Path) -> bool:
    """Whether a file is one of another program, by its ending or, for a table, its headings.

    Parameters
    ----------
    path : Path
        Any path.

    Returns
    -------
    bool
        False where there is no such file.
    """
    if find_database(path):
        return True
    if not path.is_file():
        return False
    if path.suffix.lower() == ".txt":  # a program's, unless it is a table
        with path.open("rb") as stream:
            head = stream.read(65536)
        signs = [one.sign.encode(code) for one in PROGRAMS if one.sign for code in _TEXTS]
        return any(sign in head for sign in signs)
    return path.suffix.lower() in ENDINGS or bool(recognise(path))


def is_coded(path: Path) -> bool:
    """Return whether a file is a coded project, or a codebook that belongs to one.

    Parameters
    ----------
    path : Path
        A file, or a folder of QualCoder.

    Returns
    -------
    bool
        By its ending; of a database, by what it holds.
    """
    ending = path.suffix.lower()
    return ending in (*PROJECTS, *CODEBOOKS) or bool(find_database(path))


def is_codebook(path: Path) -> bool:
    """Whether a file of another program is a codebook: they are read first.

    Parameters
    ----------
    path : Path
        Any path.

    Returns
    -------
    bool
        By its ending, or its headings.
    """
    return path.suffix.lower() in CODEBOOKS or recognise(path) == "codebook"


def read_program(
    path: Path, roster: Roster, joining: Joining, grids: GridOptions | None = None
) -> Delivery:
    """Read a file of another program.

    Parameters
    ----------
    path : Path
        A REFI-QDA project (.qdpx) or codebook (.qdc), a table of coded passages or a codebook
        as a coding program lists them (.csv, .xlsx), a project of Taguette (.sqlite3) or
        QualCoder (.qda), or a grid of Rep Plus, WebGrid (.rgrid), Gridstat, Gridcor (.dat),
        OpenRepGrid, RepGrid (.txt), GridSuite (.xml) or Sci:Vesco (.scires).
    roster : Roster
        Who is who, as far as it is known.
    joining : Joining
        The coded texts that are there; those of the file are added.
    grids : GridOptions, optional
        What is said of a grid beside its file.

    Returns
    -------
    Delivery
        Tables, or the findings.
    """
    ending = path.suffix.lower()
    try:
        if ending in PROJECTS:
            return _deliver_project(qda.load_project(path, participants=roster), joining)
        if ending in CODEBOOKS:
            return _deliver_codes(qda.load_codebook(path), joining)
        if ending in DATABASES:
            found = load_database(find_database(path) or path, path.name, participants=roster)
            return _deliver_project(found, joining)
        if ending in TABLES:
            return _read_table(path, roster, joining)
        return _deliver_grids(path, roster, grids or GridOptions())
    except DataError as error:
        return Delivery(findings=list(error.findings))


def _read_table(path: Path, roster: Roster, joining: Joining) -> Delivery:
    """Read a table of a coding program."""
    kind = recognise(path)
    if kind == "highlights":
        return _deliver_project(load_highlights(path, participants=roster), joining)
    if kind == "passages":
        return _deliver_project(load_passages(path, participants=roster), joining)
    return _deliver_codes(load_codebook_table(path), joining)


def _deliver_codes(codes: pd.DataFrame, joining: Joining) -> Delivery:
    """Take in a codebook, and say what it left as it is."""
    new = joining.add_codes(codes)
    notes = [f"Read: {count_words(len(codes), 'code')}."]
    if known := len(codes) - len(new):
        were = (
            "already exists and is unchanged" if known == 1 else ("already exist and are unchanged")
        )
        notes.append(f"{count_words(known, 'code')} with the same name and place {were}.")
    return Delivery({"codes": new} if len(new) else {}, notes)


def _deliver_project(found: Imported, joining: Joining) -> Delivery:
    report = found.report
    frames, told = joining.add(report.file, found)
    texts, coders = count_words(report.documents, "text"), count_words(report.coders, "coder")
    notes = [f"Read: {texts}, {coders}."]
    if report.reading:
        notes.append(f"Places are counted like this: {report.reading}, because {report.reason}.")
    left = ", ".join(write_left(what, number) for what, number in report.left_behind.items())
    notes += [f"Left behind: {left}."] if left else []
    advice = [note for note in told if note in (ADVICE_PEOPLE, ADVICE_CODES)]
    people = found.participants
    if people["role"].isna().any():
        usual = find_fields("participants")["role"]["constraints"]["enum"][0]
        frames["participants"] = people.assign(role=people["role"].fillna(usual))
        advice.insert(0, f"Everyone is entered as {usual}: correct participants.csv if necessary.")
    notes += [note for note in told if note not in advice]
    return Delivery(frames, notes, advice=advice)


def _deliver_grids(path: Path, roster: Roster, options: GridOptions) -> Delivery:
    delivery = Delivery()
    parts: dict[str, list[dict[str, object]]] = {}
    readings = options.read(path)
    for number, reading in enumerate(readings, start=1):
        names = [reading.grid.name, *([path.stem] if len(readings) == 1 else [])]
        found = [*dict.fromkeys(who for who, _ in map(roster.find, names) if who)]
        if len(found) != 1:
            delivery.findings.append(_ask_who(path, number, len(found)))
            continue
        who = found[0]
        for table, rows in split_grid(reading.grid, who).items():
            parts.setdefault(table, []).extend(rows)
        low, high = reading.grid.scale
        delivery.notes.append(
            f"Grid {number} is that of {who}, on a scale from {low:g} to {high:g}"
            + _count_missing(reading)
            + "."
        )
        delivery.notes += reading.notes
    if not delivery.findings:
        delivery.frames = {name: pd.DataFrame(rows) for name, rows in parts.items()}
    return delivery


def _count_missing(reading: ReadGrid) -> str:
    absent = int((~reading.grid.rated).sum())
    return f"; {count_words(absent, 'rating')} missing" if absent else ""


def _ask_who(path: Path, number: int, found: int) -> Finding:
    return Finding(
        path.name,
        f"grid {number}, which is named after "
        + ("two participants, one in the file and one by its name" if found else "no participant"),
        "one participant's pseudonym, such as P1, in the grid's or the file's name",
        remedy=f"Name the file after the participant: P1{path.suffix}; or say who it is in a "
        "private list, with the columns name and participant: --people.",
    )


def read_people(path: Path) -> dict[str, str]:
    """Read a private list of names and pseudonyms.

    Parameters
    ----------
    path : Path
        CSV with the columns name and participant; it is never copied.

    Returns
    -------
    dict of str to str
        Pseudonyms, by name.

    Raises
    ------
    DataError
        Where a column is missing or a pseudonym is none; no name is repeated.
    """
    label = path.name
    if not path.is_file() or path.stat().st_size > MAXIMUM_LIST_BYTES:
        raise DataError(
            [
                Finding(
                    label,
                    "no such file, or a large one",
                    "a CSV of at most 1 MB",
                    remedy="Check the name and the folder.",
                )
            ]
        )
    text, _ = decode_text(path.read_bytes(), label)
    rows = [(number, [tidy(cell) for cell in cells]) for number, cells in split_rows(text, label)]
    (_, headings), *filled = [row for row in rows if any(row[1])] or [(1, [])]
    if not {"name", "participant"} <= set(headings):
        raise DataError(
            [
                Finding(
                    label,
                    "other headings",
                    "the columns name and participant",
                    row=1,
                    remedy="Put these two headings in row 1.",
                )
            ]
        )
    people: dict[str, str] = {}
    for number, cells in filled:
        row = dict.fromkeys(headings, "") | dict(zip(headings, cells, strict=False))
        if not row["name"]:
            raise DataError(
                [
                    Finding(
                        label,
                        "no name",
                        "a name",
                        number,
                        "name",
                        remedy="Fill it in, or remove the row.",
                    )
                ]
            )
        if not PSEUDONYM.fullmatch(row["participant"]):
            allowed = "letters and a number, such as P1"
            raise DataError(
                [
                    Finding(
                        label,
                        "no pseudonym",
                        allowed,
                        number,
                        "participant",
                        remedy="Fill it in, or remove the row.",
                    )
                ]
            )
        if people.setdefault(row["name"], row["participant"]) != row["participant"]:
            found = "a name that has a different pseudonym in an earlier row"
            raise DataError(
                [
                    Finding(
                        label,
                        found,
                        "one pseudonym for each name",
                        number,
                        "name",
                        remedy="Keep one of the rows.",
                    )
                ]
            )
    return people
