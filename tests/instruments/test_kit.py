"""The kit of the book and of a cohort, as files."""

import shutil

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from senco import cli
from senco.instruments import kit
from senco.instruments.paper import SheetCode
from senco.instruments.paper.charts import draw_chart
from senco.intake.start import make_cohort
from senco.workspace.paths import Project
from tests.conftest import ROOT

PAGES = sorted(path.stem for path in (ROOT / "book" / "kit").glob("*.md") if path.stem != "index")


def test_the_documents_that_are_committed_are_those_that_are_made_now(project):
    """Byte for byte, on any machine, after a sheet was drawn too; none more, and none less."""
    draw_chart(SheetCode("W", "7K3Q"))
    made = kit.make_kit_files(project)
    folder = project.kit_files
    assert sorted(made) == sorted(folder.iterdir())
    changed = [path.name for path, content in made.items() if path.read_bytes() != content]
    assert not changed, "Run `senco describe`, look at them, and commit them."
    assert {path.stem for path in made} == {*PAGES, "SHA256SUMS"}


def test_each_page_of_the_kit_leads_to_its_two_files(project):
    for path, text in kit.describe_kit(project).items():
        for ending in ("pdf", "docx"):
            assert f"<files/{path.stem}.{ending}>" in text, path.name


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A checkout with data and a kit, and no book around it."""
    root = tmp_path / "study"
    for name in ("data", "book/kit"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("files", "peers"))
    shutil.copy(ROOT / "book" / "references.bib", root / "book")
    monkeypatch.setenv("SENCO_ROOT", str(root))
    monkeypatch.chdir(root)
    return Project(root)


def call(*words):
    """What the command printed, or how it complained."""
    done = CliRunner().invoke(cli.app, [str(word) for word in words])
    return done.exit_code, done.output + str(done.exception or "")


@pytest.fixture
def few(study):
    """The same, with two short pages of the kit, which are made at once."""
    for path in (study.root / "book" / "kit").glob("*.md"):
        if path.stem not in ("ranking", "consent"):
            path.unlink()
    return study


def test_a_cohort_has_its_kit_before_it_has_a_participant(few):
    """As `senco new` leaves it: its tables are there, and empty."""
    make_cohort("ours", few)
    code, told = call("kit", "ours", "mine")
    assert code == 0, told
    folder = few.root / "mine"
    assert sorted(path.name for path in folder.iterdir()) == [
        "consent.docx", "consent.pdf", "grid.html", "ranking.docx", "ranking.html", "ranking.pdf",
        "session.html", "work-line.html",
    ]  # fmt: skip
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    fields = PdfReader(folder / "ranking.pdf").get_fields()
    assert "place 21 – construct" in {field["/TU"] for field in fields.values()}


def test_a_chart_of_another_scale_is_told(few):
    """The kit's runs from −5 to 5, as the worked example does."""
    code, told = call("kit", "worked-example", "mine")
    assert code == 0 and "The chart" not in told
    path = few.cohort("counter-example") / "cohort.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("minimum: -5", "minimum: -9", 1), encoding="utf-8")
    code, told = call("kit", "counter-example", "other")
    words = "The chart work-line-chart.svg runs from -5 to 5, but cohort.yml says -9 to 5"
    assert code == 0 and words in " ".join(told.split())


def test_the_words_of_a_cohorts_constructs_can_be_chosen(few):
    make_cohort("ours", few)
    path = few.cohort("ours") / "constructs.csv"
    head = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    given = {"construct": "time", "label": '"<b>Time</b>, & [room] 日"', "placing": "inferred"}
    row = ",".join(given.get(name, "") for name in head)
    path.write_text(",".join(head) + f"\n{row}\n", encoding="utf-8")
    code, told = call("kit", "ours", "mine")
    assert code == 0 and "not shown correctly: 日 Use the Word" in " ".join(told.split())
    fields = PdfReader(few.root / "mine" / "ranking.pdf").get_fields()
    choices = [field["/Opt"] for field in fields.values() if field["/FT"] == "/Ch"]
    assert choices == [["", "<b>Time</b>, & [room] 日"]]


def test_nothing_is_left_of_a_kit_that_cannot_be_made(few):
    """A page that no document can hold; a folder that is there; one where the book is made."""
    (few.root / "there").mkdir()
    cases = {"there": "already exists", "book/mine": "Nothing is written into book/"}
    for folder, words in cases.items():
        code, told = call("kit", "worked-example", folder)
        assert code == 1 and words in told
    with (few.root / "book" / "kit" / "ranking.md").open("a", encoding="utf-8") as stream:
        stream.write("\n<b>bold</b>\n")
    code, told = call("kit", "worked-example", "mine")
    assert code == 1 and "ranking.md: HTML cannot be put" in told
    assert sorted(path.name for path in few.root.iterdir()) == ["book", "data", "there"]


def test_a_page_that_is_no_text_is_refused(few):
    (few.root / "book" / "kit" / "ranking.md").write_bytes(b"# A \xff\n")
    code, told = call("kit", "worked-example", "mine")
    assert code == 1 and "ranking.md is not text in UTF-8" in told


def test_a_label_as_long_as_a_book_is_refused_by_the_contract(few):
    make_cohort("ours", few)
    path = few.cohort("ours") / "constructs.csv"
    head = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    given = {"construct": "time", "label": "x" * 10_000, "placing": "inferred"}
    row = ",".join(given.get(name, "") for name in head)
    path.write_text(",".join(head) + f"\n{row}\n", encoding="utf-8")
    code, told = call("kit", "ours", "mine")
    assert code == 1 and "constructs.csv, row 2, column label" in told
    assert not (few.root / "mine").exists()


def test_a_study_without_a_kit_says_so(few):
    shutil.rmtree(few.root / "book" / "kit")
    code, told = call("kit", "worked-example", "mine")
    assert code == 1 and "This study has no kit" in told


def test_without_the_libraries_pages_stay_without_links(monkeypatch, few):
    """A study whose machine lacks them builds its book all the same."""
    monkeypatch.setattr(kit, "can_make_documents", lambda: False)
    page = few.root / "book" / "kit" / "ranking.md"
    text = page.read_text(encoding="utf-8")
    bare = kit.replace_between(text, "files", "")
    page.write_text(bare, encoding="utf-8")
    assert kit.describe_kit(few)[page] == bare
