"""What can happen to a cohort's files, one thing after the other: cells, rows, headings, bytes."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from senco.cohort.contract import fields_of
from senco.cohort.loading import load_contract
from senco.workspace.paths import Project
from tests.conftest import ROOT

CONTRACT = load_contract(Project(ROOT))
#: Tables that are tried together, with the cohort that has them: each set refers to itself alone.
SETS = (
    ("sound", ("participants", "constructs", "rankings")),
    ("sound", ("participants", "worklines", "events")),
    ("sound", ("participants", "segments", "events", "codes", "codings")),
    ("sound", ("participants", "elements", "grid_constructs", "grids")),
    ("sound", ("participants", "grid_constructs", "constructs", "construct_assignments")),
    ("ey-pvi-2017", ("participants", "segments", "codes", "codings")),
    ("ey-pvi-2017", ("participants", "constructs", "reported")),
    ("ey-pvi-2017", ("participants", "claims", "difficulties", "answers")),
    ("ey-pvi-2017", ("participants", "claims", "difficulties", "claim_codings")),
    ("ey-pvi-2017", ("participants", "claims", "difficulties", "difficulty_codings")),
)
ODD = (
    "", " ", "P1", "P9", "=1+1", "-1", "1e400", "nan", "INF", "0x1", "1_0", "1,5", "1,234",
    "31/02/2017", "30/06/17", "2017-6-3", "0001-01-01", "99999-01-01", "yes", "TRUE", '"',
    'a"b', "a\nb", "a,b", ";", "\t", "\x00", "\x1b[31m", "\u202e", "\ufeff", "é", "𝒳",
    "x" * 400, "x" * 140_000, "../../etc", "<script>", "None", "NA", "participant",
)  # fmt: skip
#: By type: what the contract takes, what looks like it, and what lies at the limits.
NEAR = {
    "boolean": ("true", "True", "TRUE", "tRUE", " true", "false ", "1", "0", "2", "yes", "no"),
    "date": ("2017-06-30", " 2017-06-30", "2017-6-3", "2017-02-30", "2017-06-30T00:00",
             "30/06/2017", "0001-01-01", "9999-12-31", "٢٠١٧-06-30"),
    "number": ("0.5", " 0.5 ", "+0.5", ".5", "5.", "-0", "1e0", "1e-400", "1e400", "inf", "nan",
               "NaN", "1_0", "0,5", "０", "1.0", "1 000", "50%", "x"),
    "integer": ("5", " 5", "+5", "05", "5.0", "5e0", "-0", "5_0", "５", "9007199254740991",
                "9007199254740992", "123456789012345678901", "x"),
    "string": ("None", "null", "NA", " ", "\u00a0", "a\nb", "a,b", 'a"b', "é"),
}  # fmt: skip
CODECS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "mac-roman", "cp037")
LINE_ENDS = ("\r\n", "\r", "\n\n", "\r\r\n", "\n\r", "\u2028", "\x0b", "\x0c", "\x1e", " \n", ",\n")
SEPARATORS = (";", "\t", "|", ", ", ",,", " ,")
EMPTY = (b"", b"\n", b"\r\n\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b'""', b'""\n', b",", b" ",
         b"\x00", b"\n\n\na,b\n")  # fmt: skip
NAMES = ("Participants.csv", "participants.CSV", "participant.csv", "notes.csv", "worklines.csv",
         "events.txt", "codes.csv", ".csv", "grids.csv.csv")  # fmt: skip
LINES = (
    "", "provenance: published", "provenance: collected", "provenance: made up", "title: ''",
    "worklines: {minimum: 0, maximum: 1}", "worklines: {minimum: 5, maximum: -5}", "worklines: 3",
    "grids: {minimum: 1, maximum: 3}", "grids: {minimum: x}", "grids:", "coders: [ann, zoe]",
    "coders: ann", "colour: red", "a: *b", "'", "disclosure: {quasi_identifiers: [colour]}",
)  # fmt: skip

ROW_KINDS = ("cell", "rule", "rule column", "copy cell", "copy key", "swap cells", "drop row",
             "repeat row", "repeat rows", "blank row", "cut row", "cut rows", "append",
             "append all", "blank cell", "blank column")  # fmt: skip
HEAD_KINDS = ("heading", "drop column", "add column", "swap columns", "double column",
              "no headings", "case of headings")  # fmt: skip
FILE_KINDS = ("bytes", "truncate", "semicolons", "remove", "link", "rename", "codec", "line ends",
              "separator", "quote all", "other quotes", "open quote", "empty", "headings alone",
              "yaml line")  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """One thing done to one file of a cohort.

    Parameters
    ----------
    file : int
        Which of the cohort's files, counted round.
    kind : str
        One of `ROW_KINDS`, `HEAD_KINDS` and `FILE_KINDS`.
    first, second : int
        Where: a row and a column, counted round, or a place in a list of this module.
    cell : str
        What is written, where the kind writes a cell.
    raw : bytes
        What is written, where it writes bytes.
    """

    file: int
    kind: str
    first: int
    second: int
    cell: str = ""
    raw: bytes = b""


def draw_mutation(*kinds: str) -> st.SearchStrategy[Mutation]:
    """Return a strategy for one mutation of some kinds."""
    return st.builds(
        Mutation,
        file=st.integers(0, 40),
        kind=st.sampled_from(kinds),
        first=st.integers(0, 200),
        second=st.integers(0, 200),
        cell=st.one_of(st.sampled_from(ODD), st.text(max_size=12)),
        raw=st.binary(max_size=6),
    )


#: What is in a row weighs most: a file that cannot be read hides all that is in it.
MUTATION = st.one_of(
    draw_mutation("rule", "cell", "rule column", "copy key", "copy cell"),
    draw_mutation(*ROW_KINDS),
    draw_mutation(*ROW_KINDS),
    draw_mutation(*ROW_KINDS, *HEAD_KINDS, *FILE_KINDS),
)
MUTATIONS = st.lists(MUTATION, min_size=1, max_size=5)


def mutate(path: Path, mutation: Mutation) -> None:
    """Do one thing to a file, which is there."""
    kind, first = mutation.kind, mutation.first
    if kind == "remove":
        path.unlink()
    elif kind == "link":
        path.rename(path.with_suffix(".old"))
        path.symlink_to(path.with_suffix(".old").name)
    elif kind == "rename":
        path.rename(path.with_name(NAMES[first % len(NAMES)]))
    elif kind in FILE_KINDS:
        path.write_bytes(mutate_bytes(path.read_bytes(), mutation))
    else:
        rows = read_rows(path.read_bytes().decode("utf-8", "replace"))
        fields = list(CONTRACT[path.stem]["schema"]["fields"]) if path.stem in CONTRACT else []
        change = mutate_headings if kind in HEAD_KINDS else mutate_row
        path.write_bytes(write_rows(change(rows, mutation, fields)))


def read_rows(text: str) -> list[list[str]]:
    """Return a table's rows, at least one, each with at least one cell."""
    limit = csv.field_size_limit(10_000_000)
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row] or [[""]]
    csv.field_size_limit(limit)
    return rows


def write_rows(rows: list[list[str]], **how: object) -> bytes:
    """Return rows as a table's bytes."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n", **how).writerows(rows)
    return stream.getvalue().encode("utf-8", "replace")


def mutate_bytes(data: bytes, mutation: Mutation) -> bytes:
    """Do one thing to what a file holds."""
    kind, first, second = mutation.kind, mutation.first, mutation.second
    place = (first * 41 + second) % (len(data) + 1)
    if kind == "bytes":
        return data[:place] + mutation.raw + data[place:]
    if kind == "truncate":
        return data[:place]
    if kind == "empty":
        return EMPTY[first % len(EMPTY)]
    if kind == "headings alone":
        return data.partition(b"\n")[0] + b"\n" * (first % 4)
    return mutate_text(data.decode("utf-8", "replace"), mutation)


def mutate_text(text: str, mutation: Mutation) -> bytes:
    """Do one thing to how a table is written down."""
    kind, first = mutation.kind, mutation.first
    if kind == "codec":
        return (text + "é" * (first % 2)).encode(CODECS[first % len(CODECS)], "replace")
    if kind == "quote all":
        return write_rows(read_rows(text), quoting=csv.QUOTE_ALL)
    if kind == "other quotes":
        text = text.replace('"', "'")
    elif kind == "open quote":
        place = (first * 41 + mutation.second) % (len(text) + 1)
        text = f'{text[:place]}"{text[place:]}'
    elif kind == "line ends":
        text = text.replace("\n", LINE_ENDS[first % len(LINE_ENDS)], mutation.second)
    elif kind == "yaml line":
        lines = text.splitlines()
        lines[mutation.second % (len(lines) + 1) :][:1] = []
        text = "\n".join([*lines, LINES[first % len(LINES)], ""])
    else:
        separator = ";" if kind == "semicolons" else SEPARATORS[first % len(SEPARATORS)]
        text = text.replace(",", separator)
    return text.encode("utf-8", "replace")


def mutate_headings(
    rows: list[list[str]], mutation: Mutation, fields: list[dict]
) -> list[list[str]]:
    """Do one thing to a table's headings or columns."""
    kind, first, second = mutation.kind, mutation.first, mutation.second
    column, other = second % len(rows[0]), first % len(rows[0])
    if kind == "heading":
        rows[0][column] = mutation.cell
    elif kind == "no headings":
        del rows[0]
    elif kind == "case of headings":
        rows[0] = [(str.upper, str.title, " {}".format)[first % 3](name) for name in rows[0]]
    elif kind == "drop column":
        rows = [row[:column] + row[column + 1 :] for row in rows]
    elif kind == "double column":
        rows = [[*row, *row[column : column + 1]] for row in rows]
    elif kind == "add column":
        absent = [field for field in fields if field["name"] not in rows[0]] or fields
        field = absent[second % len(absent)] if absent else {"name": "more", "type": "string"}
        texts = list_near(field)
        rows = [[*row, field["name"] if not n else texts[(first + n * (first % 2)) % len(texts)]]
                for n, row in enumerate(rows)]  # fmt: skip
    else:
        for row in rows:
            if max(column, other) < len(row):
                row[column], row[other] = row[other], row[column]
    return rows or [[""]]


def mutate_row(rows: list[list[str]], mutation: Mutation, fields: list[dict]) -> list[list[str]]:
    """Do one thing to the rows of a table."""
    kind, first, second = mutation.kind, mutation.first, mutation.second
    row = 1 + first % (len(rows) - 1) if len(rows) > 1 else 0
    column, other = second % len(rows[row]), second % len(rows)
    if kind == "drop row":
        del rows[row]
    elif kind == "repeat row":
        rows.insert(other, list(rows[row]))
    elif kind == "repeat rows":
        rows += [list(one) for one in rows[row:] * (1 + second % 40)][:2000]
    elif kind == "blank row":
        width = len(rows[row])
        rows.insert(other, ([""] * width, [], [" "] * width, [""], [""] * (width + 1))[first % 5])
    elif kind == "cut row":
        rows[row] = rows[row][:column]
    elif kind == "cut rows":
        rows[row:] = [one[:column] for one in rows[row:]]
    elif kind == "append":
        rows[row] += [mutation.cell] * (1 + second % 3)
    elif kind == "append all":
        rows = (
            [[*one, ""] for one in rows] if second % 2 else [rows[0]] + [[*x, ""] for x in rows[1:]]
        )
    else:
        mutate_cells(rows, row, column, mutation, fields)
    return rows or [[""]]


def mutate_cells(
    rows: list[list[str]], row: int, column: int, mutation: Mutation, fields: list[dict]
) -> None:
    """Write other texts into one row, or into one column of all rows."""
    kind, second, cells = mutation.kind, mutation.second, rows[row]
    other = rows[1 + second // 7 % (len(rows) - 1)] if len(rows) > 1 else rows[0]
    field = next((one for one in fields if [one["name"]] == rows[0][column : column + 1]), None)
    texts = list_near(field) if field else list(ODD)
    text = texts[(mutation.first // len(rows) + second // len(cells)) % len(texts)]
    if kind == "copy key":
        cells[: len(other) - 1 or 1] = other[: len(other) - 1 or 1]
    elif kind == "copy cell":
        cells[column : column + 1] = other[column : column + 1]
    elif kind == "swap cells":
        cells[column - 1], cells[column] = cells[column], cells[column - 1]
    elif kind in ("rule column", "blank column"):
        for one in rows[1:]:
            one[column : column + 1] = [text if kind == "rule column" else ""]
    else:
        cells[column] = {"rule": text, "blank cell": ""}.get(kind, mutation.cell)


def list_near(field: dict) -> list[str]:
    """Return texts that the contract just takes in a column, and those that it just does not."""
    limits = field.get("constraints", {})
    texts = [*NEAR[field["type"]], "", field.get("example", "")]
    for word in limits.get("enum", []):
        texts += [word, word.upper(), word.title(), f"{word} ", f" {word}", word[:-1], f"{word}s"]
    for limit in (limits[key] for key in ("minimum", "maximum") if key in limits):
        texts += [str(limit + step) for step in (-1, -1e-9, 0, 1e-9, 1)]
    if "maxLength" in limits:
        texts += [letter * (limits["maxLength"] + more) for letter in "x𝒳\n" for more in (0, 1)]
    if "pattern" in limits:
        key = str(field.get("example") or "a1")
        texts += [key, key.upper(), key.lower(), f"{key} ", f" {key}", f"{key}\n", f"\n{key}",
                  f"{key};", f"-{key}", f"{key}-", "a" * 80, "a" * 81, "٣", "1-2; 3", "1;2",
                  "P1234567", "C00", "D1234", "-5.0"]  # fmt: skip
    return texts


def lay_out(
    sources: Path, folder: Path, tables: tuple[str, ...], mutations: list[Mutation]
) -> None:
    """Write a few tables of a sound cohort into a folder, and do things to them."""
    folder.mkdir()
    names = [*(f"{table}.csv" for table in tables), "cohort.yml"]
    for name in names:
        (folder / name).write_bytes((sources / name).read_bytes())
    for mutation in mutations:
        path = folder / names[mutation.file % len(names)]
        if path.is_file() and not path.is_symlink():
            mutate(path, mutation)


def list_required(table: str) -> list[str]:
    """Return the columns of a table that every row must fill."""
    fields = fields_of(CONTRACT[table]).values()
    return [one["name"] for one in fields if one.get("constraints", {}).get("required")]
