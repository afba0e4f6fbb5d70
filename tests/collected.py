"""A collected cohort whose private book is built, and the same once it is signed and deposited.

Tests of several files begin with one. Each state is made once for all workers (`make_once` in
`tests/conftest.py`), and each test takes a copy: a build's pages and its record hold no path, so
that in the copy everything is up to date.

The cohort is the most that any of them asks for: cells that are hostile, made by somebody who
lets everybody read what they write, with a name and words that nothing else in the checkout has.
"""

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from tests.cohorts import make_tables, write_book
from tests.conftest import Checkout, read_folder

#: In parts, so that this file, which belongs to the checkout, does not hold them.
NAME = "-".join(("quillwick", "vale"))
#: The second of the three people, and a word that stands in their rows alone.
WHO, OURS = "".join(("Quux", "77")), "".join(("kumquat", "tree"))
#: A word that stands in the rows of the first.
MARKER = "".join(("quokka", "flower"))
LABELS = [
    "<script>alert(1)</script>",
    "{glue:text}`n_constructs`",
    "[x](javascript:alert(1))",
    "$x$ and \\(y\\) and $\\frac{",
]
CODES = ["`code` **b** &lt; $$x$$", "{doc}`x` | ~ # % <img src=x onerror=alert(1)>"]
TITLE = '<b>Ours</b> & {glue:text}`n` "$x$"'
SIGNING = ("--sign", "Ada Reader", "--role", "researcher", "--date", "2026-11-24")
#: Whoever sets this lets everybody read and write what they make.
OPEN = {} if sys.platform == "win32" else {"umask": 0}


def make_hostile_tables() -> dict[str, list[list[object]]]:
    """The tables of three people, who all agreed that theirs are kept."""
    tables = make_tables()
    for table, column in (("constructs", 1), ("segments", 6), ("events", 6)):
        for row, label in zip(tables[table][1:], LABELS, strict=False):
            row[column] = label
    for row, label in zip(tables["codes"][1:], CODES, strict=True):
        row[1], row[3] = label, "relationships"
    tables["elements"][1][2], tables["grid_constructs"][1][2] = LABELS[0], LABELS[3]
    for row, word in zip(tables["segments"][1:], (MARKER, OURS), strict=False):
        row[6] = f"The {word} came late. {row[6]}"
    for row, cell in zip(tables["participants"], ["reuse", "yes", "yes", "yes"], strict=True):
        row.append(cell)
    for rows in tables.values():
        rows[1:] = [[WHO if cell == "P2" else cell for cell in row] for row in rows[1:]]
    return tables


class Copy(Checkout):
    """A copy of a state: a checkout of its own, with a private list beside it.

    With `temporary` its commands have a temporary folder of their own, `tmp` beside it.
    """

    def __init__(self, place: Path, state: Path | None = None, *, temporary: bool = False):
        place.mkdir(exist_ok=True)
        if state:
            shutil.copytree(state / "copy", place / "copy", symlinks=True)
            shutil.copyfile(state / "before.json", place / "before.json")
        if temporary and state and (state / "tmp").is_dir():
            shutil.copytree(state / "tmp", place / "tmp", symlinks=True)
        super().__init__(place / "copy")
        self.temporary = {"TMPDIR": str(place / "tmp")} if temporary else {}
        for folder in self.temporary.values():
            Path(folder).mkdir(exist_ok=True)
        self.names = str(place / "names.txt")
        Path(self.names).write_text("Zebedee Quark\n", encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | self.temporary

    @property
    def before(self) -> dict[str, str]:
        """The digest of every file that was there before the cohort came in."""
        return json.loads((self.root.parent / "before.json").read_text(encoding="utf-8"))

    def succeed(self, *words: str, **options) -> subprocess.CompletedProcess[str]:
        """Run the command, which must succeed."""
        done = self.run(*words, **options)
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        return done


def digest_files(root: Path) -> dict[str, str]:
    """The digest of every file below a folder, by path."""
    return {path: sha256(content).hexdigest() for path, content in read_folder(root).items()}


def build_collected(place: Path) -> str:
    """Import the cohort and build its book; return what the build said."""
    checkout = Copy(place)
    checkout.shorten()
    before = json.dumps(digest_files(checkout.root))
    (place / "before.json").write_text(before, encoding="utf-8")
    path = write_book(
        checkout.root / f"{NAME}.xlsx", checkout.project, make_hostile_tables(), {"title": TITLE}
    )
    checkout.succeed("import", NAME, path.name, **OPEN)
    return checkout.succeed("build", NAME, "--jobs", "2", **OPEN).stdout


def sign_collected(place: Path, state: Path) -> str:
    """Sign for the cohort's book and for its deposit, and pack it; return what signing said."""
    checkout = Copy(place, state, temporary=True)
    names = ("--names", checkout.names)
    told = checkout.succeed("release", NAME, *names, *SIGNING).stdout
    checkout.succeed("release", NAME, "--deposit", *names, *SIGNING)
    checkout.succeed("export", NAME, *names)
    return told
