"""The Replicate chapter is walked: every command that it names is run, in its order."""

import os
import pty
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pandas as pd
import pytest
import yaml
from openpyxl import load_workbook

from senco.workspace.paths import Project
from tests.cohorts import make_tables, write_book, write_csv
from tests.conftest import HANG_SECONDS, ROOT, Checkout
from tests.intake.sessions import make, save
from tests.intake.test_formats_qda import pack, selection, text_source
from tests.intake.test_formats_qda import project as qda_project

CHAPTER = (ROOT / "book" / "replicate.md").read_text(encoding="utf-8")
SIGNATURE = '--sign "Your Name" --role "Researcher" --date 2026-11-24'
SESSIONS = "senco import my-county ../private/sessions"
ADD_TABLES = "senco import my-county participants.csv constructs.csv rankings.csv"
#: Commands that set the environment up: CI runs them from a fresh clone.
SET_UP = ("make book", "py make.py book", ".venv/bin/senco build")
#: Takes Chromium, or a book that is built: tests/book/test_pdf.py and test_manuscript.py.
PRINTED = ("senco pdf", "senco document")
#: Installs a program that is in no lock, and shows a window.
LAB = (".venv/bin/pip", ".venv/bin/jupyter lab", ".venv/bin/python -m ipykernel")
#: Fetches a file from elsewhere: tests/crate/test_gathering.py, from a server of its own.
FETCHED = "senco gather https:"


def list_commands() -> list[str]:
    """What the chapter tells its reader to type, each once, in its order."""
    blocks, fence = [], None
    for line in CHAPTER.splitlines():
        if line.startswith("```"):
            fence = line if fence is None else None
        elif fence == "```":
            blocks.append(line)
    spans = re.findall(r"`((?:senco|papermill|make) [^`]+)`", CHAPTER)
    found = sorted({*blocks, *spans}, key=CHAPTER.index)
    return [one for one in found if not one.startswith((*SET_UP, *PRINTED, *LAB, FETCHED))]


def write_rgrid(path: Path) -> None:
    head = f"\tGrid\t2#\t1\t9\t{path.stem}\t\t3\t\t\t\tRep Plus V1.1\tRepGrid"
    rows = ["C0\tR\t1\t0\t1\t1\t5\t\tcalm\thurried\t", "E0\t1\t0\t3\tme\t", "E1\t1\t0\t0\tbest\t"]
    path.write_text("\r".join([head, *rows]), encoding="utf-8")


def prepare_desk(root: Path) -> None:
    """The files that the reader brings, in the folder where the commands are typed."""
    tables = make_tables()
    for name in ("participants", "constructs", "rankings"):
        write_csv(root / f"{name}.csv", tables[name], ";", "cp1252")
    write_csv(root / "my-rankings.csv", [["who", "a", "b"], ["P1", 1, 2], ["P2", 2, 1]])
    private = root.parent / "private"
    private.mkdir()
    write_csv(private / "people.csv", [["name", "participant"], ["Oluwaseun Brathwaite", "P1"]])
    save(private / "sessions", make())
    (private / "names.txt").write_text("Oluwaseun Brathwaite\n", encoding="utf-8")
    case = '<Case guid="a1" name="Oluwaseun Brathwaite"><SourceRef targetGUID="t1"/></Case>'
    span = selection(1, 0, 14, "Time is short.")
    xml = qda_project(text_source(1, span), case)
    (root / "coded.qdpx").write_bytes(pack(xml, ["Time is short. Cover is rare."]))
    codebook = '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{}</Codes></CodeBook>'
    code = '<Code guid="c1" name="Time" isCodable="true"/>'
    for name, user in (("first", "u1"), ("second", "u2")):
        span = selection(1, 0, 14, "Time is short.", [("c1", user)])
        xml = qda_project(text_source(1, span, name="P2 talk"))
        (root / f"{name}.qdpx").write_bytes(pack(xml, ["Time is short. Cover is rare."]))
    samples = ROOT / "tests" / "samples" / "coding"
    shutil.copyfile(samples / "taguette-highlights.csv", root / "highlights.csv")
    shutil.copyfile(samples / "taguette.sqlite3", root / "project.sqlite3")
    (root / "codes.qdc").write_text(codebook.format(code), encoding="utf-8")
    for person in ("P1", "P2"):
        write_rgrid(root / f"{person}.rgrid")
    write_csv(
        root / "my-codings.csv",
        [["segment", "code", "coder"], ["s1", "time", "ann"], ["s1", "time", "ben"]],
    )
    write_csv(root / "my-grid.csv", [[1, "me", "best", "ann", 5],
                                     ["calm", 4, 1, 5, "hurried"],
                                     ["listens", 3, 1, 2, "talks"]])  # fmt: skip


class Walk:
    """A new checkout, and the commands that were typed in it."""

    def __init__(self, checkout: Checkout):
        self.checkout, self.done = checkout, []

    def type(self, command: str) -> str:
        """Run one of the chapter's commands; what it says."""
        words = shlex.split(command)
        if words[0] == "senco":
            ran = self.checkout.run(*words[1:])
        else:
            program = [sys.executable, "-m", *words]
            ran = subprocess.run(program, cwd=self.checkout.root, env=self.checkout.environment,
                                 capture_output=True, encoding="utf-8", check=False)  # fmt: skip
        assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
        self.done.append(command)
        return ran.stdout + ran.stderr

    def answer(self, command: str, answers: list[str]) -> str:
        """Run a command at a terminal, and answer its questions in turn."""
        own, theirs = pty.openpty()
        os.write(own, "".join(f"{one}\n" for one in answers).encode())
        ran = subprocess.run(
            self.checkout.command(*command.split()[1:]), cwd=self.checkout.root, stdin=theirs,
            env=self.checkout.environment, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        os.close(theirs)
        os.close(own)
        assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
        self.done.append(command)
        return ran.stdout

    def serve(self, command: str) -> bytes:
        """Start what shows the book, look at its first page, and stop it."""
        self.done.append(command)
        process = subprocess.Popen(
            self.checkout.command(*command.split()[1:]), cwd=self.checkout.root, encoding="utf-8",
            env=self.checkout.environment | {"PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            for line in process.stdout:
                found = re.search(r"http://[\w.:]+", line)
                if found:
                    with urlopen(
                        f"{found.group()}/book/index.html", timeout=HANG_SECONDS
                    ) as answer:
                        return answer.read()
            raise AssertionError("no address was told")
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.communicate(timeout=HANG_SECONDS)


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    walk = Walk(Checkout(tmp_path_factory.mktemp("walk") / "copy"))
    prepare_desk(walk.checkout.root)
    return walk


def test_from_an_empty_folder_to_a_built_book(walk):
    root, project = walk.checkout.root, Project(walk.checkout.root)
    walk.type("senco new my-county --criteria")
    assert "Criteria of my-county, digest: " in walk.type("senco check my-county")
    walk.type("senco kit my-county ../private/kit")
    assert (root.parent / "private" / "kit" / "ranking.pdf").stat().st_size
    walk.type("senco sheet my-county ../private/sheets")
    assert (root.parent / "private" / "sheets" / "ranking.pdf").stat().st_size
    walk.type("senco sheet --blank blank-sheets")
    walk.type("senco new my-county --workbook")
    assert (root / "my-county.xlsx").is_file()
    (root / "my-county.xlsx").unlink()
    tables = make_tables()
    tables["codes"][1][3] = "relationships"
    tables["codings"][-1][1] = "work"  # of P3's passage ben gives another code than ann
    write_book(root / "my-county.xlsx", project, tables)
    told = walk.type("senco import my-county my-county.xlsx")
    assert "the criteria that were set are kept, digest: " in told
    walk.type("senco check my-county")
    built = walk.type("senco build my-county")
    assert "_build/private/my-county/index.html" in built
    pages = project.root / "_build" / "private" / "my-county" / "book" / "cohorts" / "my-county"
    text = (pages / "50_rankings.html").read_text(encoding="utf-8")
    assert "Training" in text and "Collected" in text
    walk.type("senco settle my-county")
    sheet = load_workbook(root / "my-county-settle.xlsx")
    for row, word in ((3, "no"), (4, "yes")):
        sheet["passages apart"].cell(row, 8, word)
    sheet.save(root / "my-county-settle.xlsx")
    told = walk.type("senco settle my-county my-county-settle.xlsx")
    assert "codings: 3 rows of the coder 'agreed'" in told
    walk.type("senco convert my-county ../private/files")
    assert (root.parent / "private" / "files" / "codings.qdpx").stat().st_size
    walk.checkout.shorten()  # what follows is the same for every page of a book
    walk.type("senco build my-county")
    walk.type("senco compare my-county ey-pvi-2017")
    walk.type("senco disclose my-county --names ../private/names.txt")
    names = "--names ../private/names.txt"
    walk.type(f"senco release my-county {names} {SIGNATURE}")
    walk.type(f"senco build my-county --public {names}")
    assert (project.root / "_build" / "public" / "my-county" / "index.html").is_file()


def test_what_the_chapter_says_of_a_built_book_holds(walk):
    made = walk.type("senco run my-county --stage 50_rankings")
    assert "nothing" in made.lower() or "up to date" in made.lower()
    walk.type("senco status my-county")
    assert b"Constrictions and possibilities" in walk.serve("senco serve my-county")
    walk.type("papermill analysis/notebooks/60_networks.ipynb mine.ipynb -p cohort my-county")
    assert (walk.checkout.root / "mine.ipynb").is_file()


@pytest.fixture(scope="module")
def begun(walk, tmp_path_factory):
    """The folder of a new cohort, and the same once people and constructs have come in."""
    place = tmp_path_factory.mktemp("begun")
    folder = walk.checkout.root / "data" / "cohorts" / "my-county"
    shutil.rmtree(folder)
    walk.type("senco new my-county")
    new = shutil.copytree(folder, place / "new")
    walk.type("senco import my-county participants.csv constructs.csv")
    return new, shutil.copytree(folder, place / "filled")


@pytest.mark.parametrize(
    ("command", "tables"),
    [
        (ADD_TABLES, {"participants", "constructs", "rankings"}),
        (SESSIONS, {"participants", "worklines", "grids", "constructs", "rankings"}),
        ("senco import my-county rankings.csv", {"rankings"}),
        (
            "senco import my-county coded.qdpx --people ../private/people.csv",
            {"segments", "codings"},
        ),
        ("senco import my-county first.qdpx second.qdpx", {"segments", "codes", "codings"}),
        ("senco import my-county highlights.csv", {"segments", "codes", "codings"}),
        ("senco import my-county project.sqlite3", {"segments", "codes", "codings"}),
        ("senco import my-county codes.qdc", {"codes"}),
        ("senco import my-county P1.rgrid P2.rgrid", {"elements", "grids"}),
    ],
)
def test_each_kind_of_file_comes_into_a_new_cohort(walk, begun, command, tables):
    folder = walk.checkout.root / "data" / "cohorts" / "my-county"
    shutil.rmtree(folder)
    shutil.copytree(begun[command not in (ADD_TABLES, SESSIONS)], folder)
    walk.type(command)
    filled = {path.stem for path in folder.glob("*.csv") if len(pd.read_csv(path))}
    assert tables <= filled


def test_pages_that_are_up_to_date_are_made_again_on_asking(walk, begun):
    """Those of the few tables that came in one by one."""
    folder = walk.checkout.root / "data" / "cohorts" / "my-county"
    shutil.rmtree(folder)
    shutil.copytree(begun[0], folder)
    walk.type(ADD_TABLES)
    assert walk.checkout.run("run", "my-county", "--stage", "50_rankings").returncode == 0
    assert "made my-county/50_rankings" in walk.type("senco run my-county --force")


def test_questions_without_a_cohort_are_answered(walk):
    assert "no number" in walk.type("senco plan")
    walk.type("senco plan --out ethics")
    assert any((walk.checkout.root / "ethics").iterdir())
    assert "Kendall" in walk.type("senco rank my-rankings.csv")
    walk.type("senco grid my-grid.csv --self me --ideal best")
    walk.type("senco grid my-grid.csv --save my-grid.xlsx")
    assert "2 coders" in walk.type("senco agree my-codings.csv")
    walk.type("senco simulate data/cohorts/tryout --n 12 --seed 3")


def test_a_study_of_ones_own_begins_with_questions(walk):
    """As somebody at a terminal answers: what is offered, but for what has to be said."""
    answers = ["Ward rounds", "", "nurse", "", "", "", "", "rankings", "The ward", "Time, Room"]
    told = walk.answer("senco init my-study", answers)
    assert "my-study is made" in told, told
    study = yaml.safe_load(
        (walk.checkout.root / "my-study" / "data" / "study.yml").read_text("utf-8")
    )
    assert [one["label"] for one in study["influences"]] == ["Time", "Room"]


def test_every_command_of_the_chapter_was_walked(walk):
    open_ones = [one for one in list_commands() if one not in walk.done]
    assert open_ones == [], "walk these commands of book/replicate.md too"
