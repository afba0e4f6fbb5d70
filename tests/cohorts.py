"""A small cohort that has every table a collected cohort can have, and its files."""

import csv
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from senco.intake.start import make_workbook
from senco.workspace.paths import Project

PEOPLE = ("P1", "P2", "P3")
CONSTRUCTS = {"training": "Training", "funding": "Funding", "child-first": "The child first",
              "work-life": "Work and life"}  # fmt: skip
INFO = {
    "title": "Three SENCOs, 2026",
    "provenance": "collected",
    "summary": "Three SENCOs who took part in a trial.",
    "source": "Made for the tests.",
    "licence": "Not to be shared.",
    "worklines minimum": -5,
    "worklines maximum": 5,
    "grids minimum": 1,
    "grids maximum": 7,
}


def make_claims() -> dict[str, list[list[object]]]:
    """What constricts and what is possible, two claims a person; P2 alone tells of D02."""
    where = ("exo", "ethos-and-support")
    return {
        "claims": [
            ["claim", "participant", "system", "influence", "kind", "actor", "gist", "rests_on",
             "difficulty"],
            ["C01", "P1", *where, "constriction", "setting", "No time set aside.", "count", "D01"],
            ["C02", "P1", *where, "possibility", "setting", "A morning a week.", "reading", None],
            ["C03", "P2", "meso", "relationships", "constriction", "family", "Letters go astray.",
             "reading", "D02"],
            ["C04", "P2", *where, "possibility", "peers", "Turns are taken.", "reading", None],
            ["C05", "P3", *where, "constriction", "setting", "It is done at home.", "reading",
             "D01"],
            ["C06", "P3", "across", None, "possibility", "family", "People meet.", "reading", None],
        ],
        "difficulties": [["difficulty", "gist"], ["D01", "No time"], ["D02", "Lost letters"]],
        "answers": [
            ["claim", "difficulty", "ground", "why"],
            ["C02", "D01", "text", "It is said to make time."],
            ["C04", "D01", "reading", "It saves time."],
            ["C06", "D02", "reading", "Nothing needs to be sent."],
        ],
        "claim_codings": [["claim", "coder", "influence", "kind"],
                          ["C01", "ben", "relationships", "constriction"],
                          ["C04", "ben", "ethos-and-support", "possibility"]],
        "difficulty_codings": [
            ["claim", "coder", "difficulty", "ground"],
            ["C01", "ben", "D01", None], ["C03", "ben", "D02", None], ["C05", "ben", "D01", None],
            ["C02", "ben", "D01", "text"], ["C04", "ben", None, None], ["C06", "ben", None, None],
        ],
    }  # fmt: skip


def make_tables() -> dict[str, list[list[object]]]:
    """Every table with its headings; dates as dates, truth values as words."""
    tables: dict[str, list[list[object]]] = {
        "participants": [["participant", "role", "role_years", "experience_years", "agreed"]],
        "worklines": [["participant", "position", "date", "level"]],
        "events": [["event", "participant", "position", "date", "critical", "influence", "gist"]],
        "segments": [["segment", "participant", "event", "document", "start", "end", "gist",
                      "quotation", "consent"]],
        "codes": [["code", "label", "parent", "influence", "definition"],
                  ["work", "Work", None, None, "All of it"],
                  ["joint-work", "Joint work", "work", None, "Working with others"]],
        "codings": [["segment", "code", "coder"]],
        "elements": [["participant", "element", "label", "part"]],
        "grid_constructs": [["participant", "grid_construct", "left_pole", "right_pole",
                             "preferred_pole", "kind"]],
        "grids": [["participant", "grid_construct", "element", "rating"]],
        "constructs": [["construct", "label", "influence", "same_as"],
                       *([key, label, None, None] for key, label in CONSTRUCTS.items())],
        "construct_assignments": [["participant", "grid_construct", "coder", "category",
                                   "construct"]],
        "rankings": [["participant", "construct", "rank"]],
        **make_claims(),
    }  # fmt: skip
    for n, who in enumerate(PEOPLE, start=1):
        tables["participants"].append([who, "SENCO", "three to five", "less than 10", "own words"])
        for place, level in ((0, 0), (0.5, 3 - n), (1, 2)):
            tables["worklines"].append([who, place, date(2016 + int(2 * place), 9, 1), level])
        tables["events"] += [
            [f"e{n}a", who, 0.25, date(2016, 12, 1), "no", None, "A meeting, with all."],
            [f"e{n}b", who, 0.75, date(2017, 12, 1), "yes", None, "The plan came."],
        ]
        tables["segments"].append([f"s{n}", who, f"e{n}b", "interview", 0, 90, "It took a year.",
                                   None, "no"])  # fmt: skip
        tables["codings"] += [[f"s{n}", "joint-work", coder] for coder in ("ann", "ben")]
        tables["elements"] += [[who, "me", "Me", "self"], [who, "best", "The best", "ideal"]]
        tables["grid_constructs"].append([who, "calm", "Hurried", "Calm", "right", "elicited"])
        tables["grids"] += [[who, "calm", "me", 3 + n], [who, "calm", "best", 7]]
        tables["construct_assignments"] += [
            [who, "calm", coder, "self-care", "work-life"] for coder in ("ann", "ben")
        ]
        tables["rankings"] += [
            [who, key, (place + n) % 4 + 1] for place, key in enumerate(CONSTRUCTS)
        ]
    return tables


def write_book(path: Path, project: Project, tables=None, info=None) -> Path:
    """Fill in the workbook that `senco new NAME --workbook` makes."""
    known, values = _digest_study(project), {**INFO, **(info or {})}
    given = tables or make_tables()
    key = known, path.stem, repr(given), repr(values)
    if key not in _FILLED:
        if (blank := (known, path.stem)) not in _BLANK:
            _BLANK[blank] = make_workbook(path.stem, project, path.parent).read_bytes()
        _FILLED[key] = _fill(_BLANK[blank], given, values)
    path.write_bytes(_FILLED[key])
    path.chmod(0o600)
    return path


#: Workbooks that were made, blank and filled in: many tests begin with the same.
_BLANK, _FILLED = {}, {}


def _digest_study(project: Project) -> str:
    """Digest of all that a new workbook is made from."""
    data = project.root / "data"
    files = [project.contract, project.study, *sorted(data.glob("cohorts/*/c[lo]*.csv"))]
    return sha256(b"".join(path.read_bytes() + b"\0" for path in files)).hexdigest()


def _fill(blank: bytes, tables, values) -> bytes:
    book, filled = load_workbook(BytesIO(blank)), BytesIO()
    for row in book["cohort"].iter_rows(min_row=2):
        row[1].value = values.get(row[0].value)
    for table, (head, *rows) in tables.items():
        sheet = book[table]
        columns = [cell.value for cell in sheet[1]]
        for number, row in enumerate(rows, start=5):
            for heading, value in zip(head, row, strict=True):
                if value is not None:
                    sheet.cell(number, columns.index(heading) + 1, value)
    book.save(filled)
    return filled.getvalue()


def write_csv(path: Path, rows, separator=",", encoding="utf-8") -> Path:
    """Write rows as text with separators."""
    with path.open("w", newline="", encoding=encoding) as stream:
        csv.writer(stream, delimiter=separator).writerows(rows)
    return path
