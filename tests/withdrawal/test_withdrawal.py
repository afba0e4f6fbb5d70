"""Nothing of a cohort that is removed stays in the project's folder, and nothing else goes."""

import ast
import gzip
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml

from senco.cli import withdrawal
from senco.crate.depositing.identifiers import put_identifier
from senco.crate.depositing.kept import Kept, save_kept
from senco.errors import SencoError
from senco.execution.manifest import Entry, add_entry, find_manifest, read_manifest, tidy_manifest
from senco.withdrawal import check_forgettable, list_limits, make_plan, remove
from senco.withdrawal.traces import find_word
from senco.workspace.paths import Project
from tests.cohorts import write_book
from tests.collected import MARKER, NAME, Copy, digest_files
from tests.conftest import ROOT, Checkout, read_folder

OTHER = "theirs"
INFO = {"title": "Ours", "provenance": "collected", "summary": "Two.", "source": "For the tests.",
        "licence": "None."}  # fmt: skip


def search(place: Path, *words: str) -> list[str]:
    """Where a word stands below a folder: in names and contents, in archives within archives."""
    found = []
    for path in sorted(place.rglob("*")):
        label = path.relative_to(place).as_posix()
        if path.is_file() and not path.is_symlink():
            found += search_bytes(label, path.read_bytes(), words)
        elif any(word in label.casefold() for word in words):
            found.append(label)
    return found


def search_bytes(label: str, content: bytes, words: tuple[str, ...]) -> list[str]:
    text = content.lower()
    found = [label] if any(w in label.casefold() or w.encode() in text for w in words) else []
    if content[:2] == b"\x1f\x8b":
        found += search_bytes(f"{label}!", gzip.decompress(content), words)
    # zipfile.is_zipfile takes compiled code for an archive that has its closing signature in it
    if content[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                found += search_bytes(f"{label}!{member}", archive.read(member), words)
    return found


def make_info(folder: Path, **more: object) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cohort.yml").write_text(yaml.safe_dump({**INFO, **more}), encoding="utf-8")


def plant(root: Path, path: str, text: str = MARKER) -> Path:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def forget(project: Project, name: str = NAME, **options) -> tuple[list[str], list[str]]:
    """What is removed and what stays, by path."""
    check_forgettable(name, project)
    plan = make_plan(project, name, **options)
    gone = []
    assert remove(project, plan, gone.append) == []
    assert tuple(gone) == plan.places
    shown = [
        [os.path.relpath(place.path, project.root).replace(os.sep, "/") for place in places]
        for places in (plan.places, plan.staying)
    ]
    return shown[0], shown[1]


#: Every place that a cohort has for itself, with a file in it.
PLACES = (
    f"data/cohorts/{NAME}/participants.csv", f"data/cohorts/.{NAME}.x1/a", f"book/cohorts/{NAME}/a",
    f"book/cohorts/.{NAME}.x1/a", f".work/{NAME}/50_rankings-x/a", f".work/import-{NAME}/before/a",
    f".work/deposit_{NAME}.json",
    f"results/{NAME}/a", f"analysis/notebooks/results/{NAME}/a", f"_build/results/{NAME}/a",
    f"_build/private/{NAME}/index.html", f"_build/private/{NAME}.pdf",
    f"_build/private/{NAME}.docx", f"_build/private/{NAME}-jats.zip",
    f"_build/private/.{NAME}.pdf.x1", f"_build/private/.{NAME}-jats.zip.x1",
    f"_build/public/{NAME}/index.html",
    f"_build/deposit/{NAME}/a", f"_build/deposit/.{NAME}.new/a", f"_build/failed/{NAME}/a",
    f"_build/new-{NAME}/a", "_build/new/a", "_build/pdf/book.html",
    f".work/_kept/private/{NAME}/state.json", ".work/_kept/public/.doctrees/a",
    "_build/memory.json", "_build/.memory.json.x1", "_build/.manifest.jsonl.x1",
    f"{NAME}.xlsx", f"{NAME}.xlsm", f"~${NAME}.xlsx", f".~lock.{NAME}.xlsx#", f"{NAME}.pdf",
    f"{NAME}.docx", f".~lock.{NAME}.docx#",
    f"{NAME}.qdpx", f"{NAME}.qdc", f".{NAME}.qdpx.x1", f"{NAME}.html", f".{NAME}.zip.x1",
    f"../tmp/senco-verify-x1/run/data/cohorts/{NAME}/a",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_each_place_that_a_cohort_has_is_emptied_even_where_nothing_else_is_left(project, place):
    before = read_folder(project.root)
    plant(project.root, place)
    removed, staying = forget(project)
    assert len(removed) == 1 and not staying
    assert read_folder(project.root) == before
    assert search(project.root.parent, NAME, MARKER) == []
    assert forget(project) == ([], [])


def test_another_cohort_whose_name_begins_alike_keeps_everything(project):
    longer = f"{NAME}-2"
    for place in PLACES:
        # no book that was not finished is kept, nor what builds left for the next: of all books
        if NAME in place and "new-" not in place and "_kept" not in place:
            plant(project.root, place.replace(NAME, longer))
    make_info(project.cohort(longer))
    make_info(project.cohort(NAME))
    before = read_folder(project.root.parent)
    removed, staying = forget(project)
    assert removed == [f"data/cohorts/{NAME}"] and not staying
    gone = before.keys() - read_folder(project.root.parent).keys()
    assert gone == {f"copy/data/cohorts/{NAME}/cohort.yml"}


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/b", "a\\b", "/tmp", "C:x", "-rf", ".git", "a\x00b", "a\nb", "*"],
)
def test_a_name_that_is_a_path_is_refused(project, name):
    with pytest.raises(SencoError, match="not a cohort's name"):
        check_forgettable(name, project)


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("name", ["ey-pvi-2017", "worked-example", "counter-example"])
def test_a_reference_cohort_is_never_removed_whole_or_broken(project, name, broken):
    if broken:
        shutil.rmtree(project.cohort(name))
    with pytest.raises(SencoError, match="part of this project"):
        check_forgettable(name, project)
    with pytest.raises(SencoError, match="part of this project"):
        check_forgettable(name.upper(), project)


@pytest.mark.parametrize("kind", ["published", "synthetic"])
def test_only_a_collected_cohort_is_removed(project, kind):
    make_info(project.cohort(NAME), provenance=kind)
    with pytest.raises(SencoError, match=f"is {kind}, as data/cohorts/{NAME}/cohort.yml says"):
        check_forgettable(NAME, project)


def test_other_capitals_are_another_name(project):
    make_info(project.cohort(NAME))
    with pytest.raises(SencoError, match=f"Did you mean '{NAME}'"):
        check_forgettable(NAME.upper(), project)


@pytest.mark.parametrize("text", ["", "provenance: [", "\x00", "provenance: REPLACE"])
def test_a_cohort_whose_settings_cannot_be_read_is_removed(project, text):
    plant(project.root, f"data/cohorts/{NAME}/cohort.yml", text)
    assert forget(project) == ([f"data/cohorts/{NAME}"], [])


def test_a_folder_whose_name_no_command_would_give_is_removed_too(project):
    make_info(project.cohort("my_county [old]"))
    assert forget(project, "my_county [old]")[0] == ["data/cohorts/my_county [old]"]


def test_the_record_keeps_the_lines_of_others_and_loses_those_that_name_the_cohort(project):
    (project.root / "_build").mkdir()
    tidy_manifest(project)
    kept = Entry(f"{OTHER}/50_rankings", "{}", {f"data/cohorts/{NAME}-2/rankings.csv": "0" * 64})
    for entry in (
        Entry(f"{NAME}/50_rankings", "{}", {}),
        Entry(f"{OTHER}/80_comparison", "{}", {f"data/cohorts/{NAME}/rankings.csv": "0" * 64}),
        Entry(f"{OTHER}/85_cohorts", f'{{"others": "ey-pvi-2017, {NAME}"}}', {}),
        kept,
    ):
        add_entry(project, entry)
    with find_manifest(project).open("a", encoding="utf-8") as lines:
        lines.write(f'{{"page": "{NAME}/60_ne')  # a line that was cut off
    assert forget(project)[0] == ["_build/manifest.jsonl"]
    assert list(read_manifest(project).values()) == [kept]
    assert search(project.root / "_build", f"{NAME}/", f"{NAME}\\") == []
    assert forget(project) == ([], [])
    if sys.platform != "win32":
        assert find_manifest(project).stat().st_mode & 0o777 == 0o600


def write_notebook(path: Path, code: str, prose: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [nbformat.v4.new_markdown_cell(prose), nbformat.v4.new_code_cell(code)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


def test_notebooks_that_were_run_on_it_go_and_others_stay(project):
    for place in ("out.ipynb", ".ipynb_checkpoints/a.ipynb",
                  "analysis/notebooks/.ipynb_checkpoints/b.ipynb"):  # fmt: skip
        write_notebook(project.root / place, f'cohort = "{NAME}"')
    other = f'cohort = "worked-example"  # not {NAME}'
    write_notebook(project.root / "mine.ipynb", other, f"Not {NAME}.")
    plant(project.root, "cut-off.ipynb", f'{{"cells": [{{"source": "{NAME}')
    write_notebook(project.notebooks / "50_rankings.ipynb", f"load('data/cohorts/{NAME}/a.csv')")
    removed, staying = forget(project)
    assert sorted(removed) == [
        ".ipynb_checkpoints/a.ipynb", "analysis/notebooks/.ipynb_checkpoints/b.ipynb",
        "cut-off.ipynb", "out.ipynb",
    ]  # fmt: skip
    assert staying == ["analysis/notebooks/50_rankings.ipynb", "mine.ipynb"]
    assert (project.root / "mine.ipynb").is_file()


def test_what_shows_it_beside_another_cohort_goes_and_the_rest_of_that_cohort_stays(project):
    make_info(project.cohort(OTHER), parameters={"80_comparison": {"others": NAME}})
    plant(project.root, f"data/cohorts/{OTHER}/release.yml", "name: Ada Reader")
    shown = f'"data/cohorts/{NAME}/rankings.csv"'
    for part in ("_build/failed", "results"):
        write_notebook(project.root / part / OTHER / "80_comparison.ipynb", f'others = "{NAME}"')
    plant(project.root, f"book/cohorts/{OTHER}/80_comparison.ipynb", "{}")
    plant(project.root, f"book/cohorts/{OTHER}/results/80_comparison/run.json", shown)
    plant(project.root, f"book/cohorts/{OTHER}/50_rankings.ipynb", "{}")
    plant(project.root, f"_build/private/{OTHER}/book/cohorts/{OTHER}/80_comparison.html", shown)
    plant(project.root, f"_build/private/{OTHER}.pdf")
    plant(project.root, f"_build/private/{OTHER}.docx")
    plant(project.root, f"_build/public/{OTHER}/book/cohorts/{OTHER}/50_rankings.html", "")
    plant(project.root, f"_build/html/book/cohorts/{NAME}/50_rankings.html", "")
    plant(project.root, "_build/constrictions-and-possibilities.pdf", "")
    removed, staying = forget(project)
    assert sorted(removed) == [
        "_build/constrictions-and-possibilities.pdf",
        f"_build/failed/{OTHER}/80_comparison.ipynb",
        "_build/html",
        f"_build/private/{OTHER}",
        f"_build/private/{OTHER}.docx",
        f"_build/private/{OTHER}.pdf",
        f"book/cohorts/{OTHER}/80_comparison.ipynb",
        f"book/cohorts/{OTHER}/results/80_comparison",
        f"results/{OTHER}/80_comparison.ipynb",
    ]
    assert staying == [f"data/cohorts/{OTHER}/cohort.yml", f"data/cohorts/{OTHER}/release.yml"]
    assert (project.pages(OTHER) / "50_rankings.ipynb").is_file()
    assert (project.root / "_build" / "public" / OTHER).is_dir()


def test_a_page_that_is_open_to_all_is_named_and_not_removed(project):
    run = f'{{"inputs": {{"data/cohorts/{NAME}/rankings.csv": ""}}}}'
    plant(project.root, "book/cohorts/worked-example/80_comparison.ipynb", "{}")
    plant(project.root, "book/cohorts/worked-example/results/80_comparison/run.json", run)
    assert forget(project) == ([], ["book/cohorts/worked-example/80_comparison.ipynb"])


def write_zip(path: Path, *members: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            archive.writestr(member, MARKER)


def test_deposits_that_hold_it_are_named_and_removed_on_request_alone(project):
    write_zip(project.root / "sent.zip", f"data/cohorts/{NAME}/rankings.csv")
    write_zip(project.root / "deeper.zip", f"a/book/cohorts/{NAME}/50_rankings.ipynb")
    write_zip(project.root / "others.zip", f"data/cohorts/{NAME}-2/rankings.csv")
    plant(project.root, f"{NAME}.zip", "cut off")
    plant(project.root, "broken.zip", "cut off")
    plant(project.root, f"unpacked/data/cohorts/{NAME}/rankings.csv")
    plant(project.root, "unpacked/ro-crate-metadata.json", "{}")
    plant(project.root, f"clone/data/cohorts/{NAME}/rankings.csv")
    found, unclear = ["deeper.zip", "sent.zip", "unpacked"], ["broken.zip", f"{NAME}.zip", "clone"]
    assert forget(project) == ([], [*found, *unclear])
    assert forget(project, deposits=True) == (found, unclear)
    assert {path.name for path in project.root.glob("*.zip")} == {
        "others.zip", "broken.zip", f"{NAME}.zip",
    }  # fmt: skip
    assert (project.root / "clone").is_dir()


def test_the_doi_of_a_published_deposit_is_told_with_its_line_since_it_stays(project):
    kept = Kept(repository="https://example.org", record="7", doi="10.5281/zenodo.7")
    save_kept(project, NAME, kept)
    others = "title: Rings\nidentifiers:\n  - type: doi\n    value: 10.5281/zenodo.71\n"
    text = put_identifier(others, kept.doi, "Data")
    path = plant(project.root, "CITATION.cff", text)
    plan = make_plan(project, NAME)
    (place,) = plan.staying
    assert place.path == path and "10.5281/zenodo.7 in line 6)" in place.what
    assert text.splitlines()[5].strip() == "value: 10.5281/zenodo.7"
    removed, staying = forget(project)
    assert (removed, staying) == ([f".work/deposit_{NAME}.json"], ["CITATION.cff"])
    assert path.read_text(encoding="utf-8") == text


def test_a_deposit_that_is_only_a_draft_leaves_nothing_to_tell(project):
    save_kept(project, NAME, Kept(repository="https://example.org", draft="7"))
    plant(project.root, "CITATION.cff", put_identifier("title: Rings\n", "10.5281/zenodo.1", "x"))
    assert forget(project) == ([f".work/deposit_{NAME}.json"], [])


def test_loose_files_that_name_it_are_pointed_at(project):
    plant(project.root, f"{NAME}_notes.docx")
    plant(project.root, "found.json", f'{{"cohort": "{NAME}"}}')
    plant(project.root, "clean.json", "{}")
    assert forget(project) == ([], ["found.json", f"{NAME}_notes.docx"])


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@needs_links
@pytest.mark.parametrize("place", [f"data/cohorts/{NAME}", f"_build/private/{NAME}"])
def test_a_link_goes_and_what_it_leads_to_stays(project, place):
    kept = plant(project.root.parent, "elsewhere/participants.csv")
    (project.root / place).parent.mkdir(parents=True, exist_ok=True)
    (project.root / place).symlink_to(kept.parent)
    assert forget(project) == ([place], [place])
    assert kept.is_file() and not os.path.lexists(project.root / place)


@needs_links
def test_a_link_within_goes_and_what_it_leads_to_stays(project):
    kept = plant(project.root.parent, "elsewhere/participants.csv")
    make_info(project.cohort(NAME))
    (project.cohort(NAME) / "participants.csv").symlink_to(kept)
    (project.cohort(NAME) / "more").symlink_to(kept.parent)
    assert forget(project) == ([f"data/cohorts/{NAME}"], [f"data/cohorts/{NAME}"])
    assert kept.is_file()


@needs_links
def test_nothing_behind_a_link_is_removed_but_it_is_said(project):
    kept = plant(project.root.parent, f"elsewhere/private/{NAME}/index.html")
    (project.root / "_build").symlink_to(kept.parents[2])
    assert forget(project) == ([], [f"_build/private/{NAME}"])
    assert kept.is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_folder_that_may_not_be_written_is_removed_by_its_owner(project):
    make_info(project.cohort(NAME))
    project.cohort(NAME).chmod(0o500)
    assert forget(project)[0] == [f"data/cohorts/{NAME}"]


def test_what_cannot_be_removed_is_said_and_the_rest_goes(project, monkeypatch):
    make_info(project.cohort(NAME))
    plant(project.root, f"book/cohorts/{NAME}/50_rankings.ipynb")
    real = shutil.rmtree

    def refuse(path, **options):
        if "data" in Path(path).parts:
            raise PermissionError(13, "Permission denied", str(path))
        real(path, **options)

    monkeypatch.setattr("senco.withdrawal.removal.shutil.rmtree", refuse)
    gone = []
    (told,) = remove(project, make_plan(project, NAME), gone.append)
    assert told.startswith(f"data/cohorts/{NAME}: the folder or file may not be written")
    assert [place.path for place in gone] == [project.pages(NAME)]


def run_git(project: Project, *words: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(project.root), *who, *words], check=True, capture_output=True)


def test_gits_history_is_looked_through_and_the_remedy_is_said(project):
    assert list_limits(project, NAME)[0].startswith("Git's history: it could not be read")
    run_git(project, "init")
    run_git(project, "add", "_toc.yml")
    run_git(project, "commit", "-m", "a")
    assert not [told for told in list_limits(project, NAME) if told.startswith("Git's")]
    make_info(project.cohort(NAME))
    run_git(project, "add", "--force", f"data/cohorts/{NAME}")
    assert list_limits(project, NAME)[0].startswith("Git's index still lists its files")
    run_git(project, "commit", "-m", "b")
    run_git(project, "rm", "-r", f"data/cohorts/{NAME}")
    run_git(project, "commit", "-m", "c")
    told = list_limits(project, NAME)[0]
    assert "it was committed (2 commits" in told and "git filter-repo" in told
    run_git(project, "reset", "--hard", "HEAD~2")  # in the reflog alone
    assert "it was committed (2 commits" in list_limits(project, NAME)[0]


def test_a_word_is_found_whole():
    word = find_word("a.b")
    assert word.search(b'"a.b"') and not word.search(b"axb") and not word.search(b"a.b-2")


#: How often each module names the folders that builds write to. Where this test fails, add
#: what the module leaves of a cohort to senco/withdrawal/places.py and to PLACES above.
WRITERS = {
    "book/assembly": 3, "book/kept": 2, "book/pdf/edition": 1, "book/record": 2,
    "book/runs": 1, "execution/command": 2,
    "execution/manifest": 1, "execution/notebook": 2, "execution/serve": 2,
    "execution/tutorials": 1,
    "execution/workers": 1, "crate/gathering": 1, "crate/packing": 1,
    "crate/unpacking": 2, "intake/importing": 1,
    "workspace/cache": 1, "workspace/locks": 1, "workspace/paths": 1,
}  # fmt: skip


def test_no_module_writes_to_a_place_that_the_list_does_not_know():
    package, found = ROOT / "analysis" / "senco", {}
    for path in sorted(package.rglob("*.py")):
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        named = sum(isinstance(n, ast.Constant) and n.value in ("_build", ".work") for n in tree)
        module = path.relative_to(package).with_suffix("").as_posix()
        if named and not module.startswith("withdrawal/"):
            found[module] = named
    assert found == WRITERS


def test_the_command_asks_first_and_without_a_terminal_it_refuses(tmp_path):
    checkout = Checkout(tmp_path / "copy")
    make_info(checkout.project.cohort(NAME))
    refused = checkout.run("forget", NAME, stdin=subprocess.DEVNULL)
    assert refused.returncode == 1 and "add --yes" in refused.stderr
    assert checkout.project.cohort(NAME).is_dir()


@pytest.mark.parametrize("answer", [False, True])
def test_the_answer_decides(project, monkeypatch, capsys, answer):
    make_info(project.cohort(NAME))
    monkeypatch.setenv("SENCO_ROOT", str(project.root))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(withdrawal.typer, "confirm", lambda question: answer)
    try:
        withdrawal.forget(NAME)
    except withdrawal.typer.Exit as ended:
        assert ended.exit_code == 1 and not answer
    told = capsys.readouterr().out
    assert f"data/cohorts/{NAME}: its tables and signatures" in told
    assert project.cohort(NAME).exists() != answer
    assert ("Nothing is removed." in told) != answer


@pytest.fixture(scope="module")
def lived(tmp_path_factory, signed_state):
    """A checkout in which a collected cohort was built, signed, packed and run by hand."""
    checkout = Copy(tmp_path_factory.mktemp("lived") / "place", signed_state, temporary=True)
    path = write_book(checkout.root / f"{OTHER}.xlsx", checkout.project)
    checkout.succeed("import", OTHER, path.name)
    path.unlink()
    for path in checkout.project.cohort(OTHER).glob("*.csv"):  # what a comparison needs
        if path.stem not in ("participants", "constructs", "rankings"):
            path.unlink()
    with (checkout.project.cohort(OTHER) / "cohort.yml").open("a", encoding="utf-8") as settings:
        settings.write(f"parameters: {{80_comparison: {{others: {NAME}}}}}\n")
    checkout.succeed("build", OTHER, "--jobs", "2")
    checkout.succeed("disclose", NAME, "--names", checkout.names, "--html", "found.html")
    by_hand = (sys.executable, "-c", "from papermill.cli import papermill; papermill()")
    done = subprocess.run(
        [*by_hand, "analysis/notebooks/50_rankings.ipynb", "out.ipynb", "-p", "cohort", NAME],
        cwd=checkout.root, env=checkout.environment, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return checkout


def test_after_a_whole_life_nothing_of_the_cohort_is_left(lived):
    """The tree, the temporary folder and every archive are searched for its name and a word."""
    everything = lived.root.parent
    held = search(everything, NAME, MARKER)
    for place in (f"data/cohorts/{NAME}/", f"book/cohorts/{NAME}/", f"_build/private/{NAME}/",
                  f"_build/private/{OTHER}/", f"_build/deposit/{NAME}/", f"results/{NAME}/",
                  f"{NAME}.xlsx", f"{NAME}.zip!data/", "out.ipynb", "_build/manifest.jsonl",
                  f"book/cohorts/{OTHER}/80_comparison.ipynb"):  # fmt: skip
        assert any(one.startswith(f"copy/{place}") for one in held), place
    done = lived.run("forget", NAME, "--yes", "--deposits", stdin=subprocess.DEVNULL)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"Removed: data/cohorts/{NAME}\n" in done.stdout
    assert f"data/cohorts/{OTHER}/cohort.yml: names it." in done.stdout
    assert MARKER not in done.stdout + done.stderr
    assert "found.html: names it. Look at it" in done.stdout  # what the gate told of its pages
    left = [f"copy/data/cohorts/{OTHER}/cohort.yml", "copy/found.html"]
    assert search(everything, NAME, MARKER) == left
    (lived.root / "found.html").unlink()
    lived.replace(f"data/cohorts/{OTHER}/cohort.yml", f"others: {NAME}", "others: ey-pvi-2017")
    again = lived.run("forget", NAME, "--yes")
    assert again.returncode == 0, again.stdout + again.stderr
    assert f"Nothing of '{NAME}' is left" in again.stdout and "Removed" not in again.stdout
    assert search(everything, NAME, MARKER) == []
    after = digest_files(lived.root)
    changed = {path for path, digest in lived.before.items() if after.get(path) != digest}
    assert not {path for path in changed if "__pycache__" not in path}
    made = lived.run("run", OTHER, "--stage", "80_comparison")
    assert made.returncode == 0, made.stderr
