"""Only what is stale is made again, what was made is kept, and what fails is named."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from functools import partial

import pytest

from senco.cohort.stages import STAGES
from senco.errors import BuildError, DataError
from senco.execution import inputs, manifest, pipeline
from senco.execution.missing import Missing, write_missing_page
from senco.workspace.paths import Project
from tests.conftest import ROOT, Checkout, place_shared, wait_until

NAME = "ey-pvi-2017"
TWO = ("--stage", "50_rankings", "--stage", "60_networks")


@pytest.fixture(scope="module")
def built(tmp_path_factory, worker_id):
    """A checkout whose pages were all made: for the public book, where that is there already."""
    checkout = Checkout(tmp_path_factory.mktemp("built") / "copy")
    place = place_shared(tmp_path_factory, worker_id, "public-book")
    if (place / "told.json").exists():
        checkout.take_pages(Checkout(place / "copy"))
        return checkout
    done = checkout.run("run", NAME, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    return checkout


def test_a_page_depends_on_the_modules_that_its_notebook_imports(project):
    package = project.root / "analysis" / "senco"
    files = inputs.list_modules(project.notebooks / "60_networks.ipynb", package.parent)
    modules = {path.relative_to(package).as_posix() for path in files}
    assert {
        "measures/networks/measures.py", "book/figures/rings.py", "book/results.py",
        "cohort/loading.py", "execution/notebook.py",
    } <= modules  # fmt: skip
    assert not {
        "cli/application.py", "execution/pipeline.py", "book/assembly.py",
        "measures/audit/__init__.py", "measures/reported.py",
    } & modules  # fmt: skip


def test_two_runs_of_the_same_inputs_give_the_same_bytes(built):
    before = built.pages()
    assert built.run("run", NAME, "--force", "--jobs", "1", *TWO).returncode == 0
    assert built.pages() == before


def test_nothing_is_stale_after_a_run_and_nothing_is_run(built):
    # six stages have a page, and the other four one together
    assert built.run("status", NAME).stdout == "Up to date: 7 pages.\n"
    again = built.run("run", NAME)
    assert again.stdout == "Up to date: 7 pages.\n"


def test_one_changed_gist_makes_the_dependent_pages_alone_stale(built):
    segments = f"data/cohorts/{NAME}/segments.csv"
    # the pages that compare cohorts are not made for the cohort that others are compared with
    reading = [s.name for s in STAGES if "segments" in s.reads and not s.others]
    # nor is that of work-lines, which the publication does not print
    pages = built.project.pages(NAME)
    dependent = [name for name in reading if (pages / f"{name}.ipynb").is_file()]
    assert dependent == ["10_participants", "30_narratives", "60_networks"]
    built.replace(segments, "The work takes spirit.", "It takes spirit.")
    told = built.run("status", NAME).stdout
    assert told == "".join(f"{NAME}/{name}: stale\n  {segments} changed\n" for name in dependent)
    made = built.run("run", NAME).stdout.split()
    assert sorted(word for word in made if "/" in word and "[" not in word) == [
        f"{NAME}/{name}" for name in dependent
    ]
    built.replace(segments, "It takes spirit.", "The work takes spirit.")
    assert built.run("status", NAME).stdout == told


def test_nbval_fails_on_the_old_page_and_names_the_cells(checkout):
    checkout.replace(
        f"data/cohorts/{NAME}/segments.csv", "The work takes spirit.", "It takes spirit."
    )
    page = f"book/cohorts/{NAME}/60_networks.ipynb"
    command = [sys.executable, "-m", "pytest", "--nbval", "-n", "0", "-p", "no:cacheprovider"]
    environment = {**checkout.environment, "SENCO_RESULTS": str(checkout.root / "elsewhere")}
    done = subprocess.run(
        [*command, page], cwd=checkout.root, env=environment, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    failed = re.findall(r"^FAILED \S+::Cell (\d+)", done.stdout, re.MULTILINE)
    # the explorer, and the table of statements
    assert len(failed) == 2 and "It takes spirit." in done.stdout


def test_a_lost_result_is_made_again(built):
    results = built.project.results(NAME, "50_rankings")
    (results / "grim.csv").unlink()
    assert f"{NAME}/50_rankings: stale" in built.run("status", NAME).stdout
    assert built.run("run", NAME, "--stage", "50_rankings").returncode == 0
    assert (results / "grim.csv").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
def test_a_killed_run_is_taken_up_where_it_stopped(checkout):
    committed = checkout.pages()
    for page in checkout.project.pages(NAME).rglob("*"):
        if page.is_file() and ("50_rankings" in str(page) or "60_networks" in str(page)):
            page.unlink()
    running = checkout.start("run", NAME, "--jobs", "1", *TWO)
    journal = checkout.root / "_build" / "manifest.jsonl"
    wait_until(lambda: journal.is_file() and journal.read_text("utf-8").endswith("\n"), running)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    finished = [json.loads(line)["page"] for line in journal.read_text("utf-8").splitlines()]
    assert len(finished) == 1
    made = checkout.run("run", NAME, "--jobs", "1", *TWO).stdout
    assert finished[0] not in made
    assert made.count(" made ") == 1
    assert checkout.pages() == committed


def test_a_failing_page_is_named_and_kept_and_the_old_one_stays(checkout):
    committed = checkout.pages()
    template = "analysis/notebooks/60_statements.ipynb"
    checkout.replace(template, "networks.build_network(ties)", "networks.build_network(ties - 9)")
    done = checkout.run("run", NAME, "--jobs", "2", *TWO)
    assert done.returncode == 1
    assert f"{NAME}, 60_networks, cell 5: MeasureError: A number of statements" in done.stderr
    assert "Traceback" not in done.stderr
    assert f"_build/failed/{NAME}/60_networks.ipynb" in done.stderr
    assert (checkout.root / "_build" / "failed" / NAME / "60_networks.ipynb").is_file()
    kept = {path: data for path, data in checkout.pages().items() if "60_networks" in path}
    assert kept == {path: data for path, data in committed.items() if "60_networks" in path}


def test_bad_data_stop_the_run_before_anything_is_built(checkout):
    committed = checkout.pages()
    checkout.replace(f"data/cohorts/{NAME}/segments.csv", "s02,EY4", "s02,EY9")
    done = checkout.run("build", NAME)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "segments.csv, row 3, column participant: found 'EY9'" in done.stderr
    assert checkout.pages() == committed


def test_an_unknown_stage_is_answered_with_what_was_meant(checkout):
    done = checkout.run("run", NAME, "--stage", "60_network")
    assert done.returncode == 1 and "Did you mean '60_networks'?" in done.stderr


def test_a_stage_that_loses_its_tables_is_told_of_on_the_page_of_all_that_lack_theirs(checkout):
    folder, pages = checkout.project.cohort(NAME), checkout.project.pages(NAME)
    for table in ("codings", "segments"):
        (folder / f"{table}.csv").unlink()
    done = checkout.run("run", NAME, "--stage", "60_networks")
    assert done.returncode == 0, done.stderr
    text = (pages / "90_missing.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    # in the order of the stages; without statements there are no narratives either
    assert headings == ["Work-lines", "Narratives", "Repertory grids", "Key influences",
                        "Comparison", "Side by side"]  # fmt: skip
    assert "**Which influences are key" in text and "`segments`" in text
    assert not (pages / "60_networks.ipynb").exists()
    assert not (pages / "results" / "60_networks").exists()


def test_a_stage_that_gets_its_tables_back_leaves_that_page_and_an_empty_one_goes(tmp_path):
    project, page = Project(tmp_path), tmp_path / "book" / "cohorts" / "mine" / "90_missing.md"
    (tmp_path / "data").mkdir()
    shutil.copyfile(ROOT / "data" / "study.yml", project.study)
    both = [Missing("20_worklines", alone=False), Missing("80_comparison", alone=True)]
    write_missing_page(project, "mine", both, "synthetic")
    assert "## Work-lines" in page.read_text(encoding="utf-8")
    write_missing_page(project, "mine", both[1:], "synthetic")
    told = page.read_text(encoding="utf-8")
    assert "## Work-lines" not in told and "## Comparison" in told and "needs" not in told
    write_missing_page(project, "mine", [], "synthetic")
    assert not page.exists()


def test_a_codebook_without_influences_gives_a_page_that_says_so(checkout):
    codes = checkout.project.cohort(NAME) / "codes.csv"
    lines = codes.read_text(encoding="utf-8").splitlines()
    bare = [",".join(line.split(",")[:3]) for line in lines]  # code, label, parent
    codes.write_text("\n".join(bare) + "\n", encoding="utf-8")
    done = checkout.run("run", NAME, "--stage", "60_networks")
    assert done.returncode == 0, done.stderr
    page = checkout.project.pages(NAME) / "90_missing.md"
    assert "(the column influence)" in page.read_text(encoding="utf-8")


def test_an_unknown_parameter_is_answered_with_those_there_are(checkout):
    with (checkout.project.cohort(NAME) / "cohort.yml").open("a", encoding="utf-8") as info:
        info.write("parameters:\n  60_networks:\n    sed: 3\n")
    done = checkout.run("run", NAME, "--stage", "60_networks")
    assert done.returncode == 1
    assert "sets 'sed' for 60_networks, which has no such parameter" in done.stderr


def test_everything_that_is_wrong_is_told_at_once(checkout):
    checkout.replace(f"data/cohorts/{NAME}/codes.csv", "relationships-children", "Über")
    checkout.replace(f"data/cohorts/{NAME}/participants.csv", "EY8,SENCO", "EY8,Senko")
    with pytest.raises(DataError) as raised:
        pipeline.plan(checkout.project, [NAME])
    assert [(finding.row, finding.column) for finding in raised.value.findings] == [
        (9, "role"),
        (6, "code"),
    ]


def test_a_comparison_depends_on_the_tables_of_the_other_cohort(project):
    tasks = {task.name: task for task in pipeline.plan(project, ["worked-example"])}
    names = set(map(project.label, tasks["worked-example/80_comparison"].inputs))
    for cohort in ("worked-example", NAME, "counter-example"):
        assert {
            f"data/cohorts/{cohort}/{file}" for file in ("cohort.yml", "constructs.csv")
        } <= names
    assert f"data/cohorts/{NAME}/claims.csv" in names
    assert f"data/cohorts/{NAME}/claim_codings.csv" not in names
    others = set(map(project.label, tasks["worked-example/50_rankings"].inputs))
    assert not any(NAME in name for name in others)


def test_a_page_that_is_open_to_all_does_not_read_a_private_cohort(checkout):
    folder = checkout.project.cohort("counter-example")
    checkout.replace("data/cohorts/counter-example/cohort.yml", "synthetic", "collected")
    done = checkout.run("run", "worked-example", "--stage", "80_comparison")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "which is collected and private" in done.stderr
    with (folder / "cohort.yml").open("a", encoding="utf-8") as info:
        info.write("parameters: {80_comparison: {others: worked-exmple}}\n")
    done = checkout.run("run", "counter-example", "--stage", "80_comparison")
    assert done.returncode == 1 and "Did you mean 'worked-example'?" in done.stderr


def test_a_mistake_in_the_other_cohort_is_told_before_anything_is_run(checkout):
    checkout.replace("data/cohorts/counter-example/rankings.csv", "S1,", "S99,")
    done = checkout.run("run", "worked-example", "--stage", "80_comparison")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "data/cohorts/counter-example/rankings.csv, row 2" in done.stderr


def make_task(folder, name, make):
    table = folder / f"{name}.csv"
    table.write_text("a", encoding="utf-8")
    return pipeline.PageTask(f"mine/{name}", make, "{}", (table,), ())


def test_what_changes_while_a_page_is_made_leaves_it_stale(tmp_path):
    project = Project(tmp_path)
    change = partial((tmp_path / "1.csv").write_text, "b", encoding="utf-8")
    tasks = [make_task(tmp_path, "1", change), make_task(tmp_path, "2", lambda: None)]
    pipeline.make_pages(project, tasks, jobs=2)
    assert pipeline.find_stale(project, tasks) == {"mine/1": ["1.csv changed"]}


def test_every_page_that_fails_is_named_and_the_others_are_on_record(tmp_path):
    def fail(error):
        raise error

    errors = [BuildError("mine, 1: wrong"), OSError(28, "No space left", "x"), ValueError("odd")]
    tasks = [make_task(tmp_path, str(n), partial(fail, error)) for n, error in enumerate(errors)]
    tasks.append(make_task(tmp_path, "whole", lambda: None))
    told = []
    with pytest.raises(BuildError) as raised:
        pipeline.make_pages(Project(tmp_path), tasks, tell=lambda *event: told.append(event))
    text = str(raised.value)
    assert "mine, 1: wrong" in text and "mine/2: ValueError: odd" in text
    assert "mine/1: the disk is full" in text.replace("The", "the")
    assert list(manifest.read_manifest(Project(tmp_path))) == ["mine/whole"]
    assert [event for event in told if event[0] == "mine/whole"] == [
        ("mine/whole", "started"), ("mine/whole", "made"),
    ]  # fmt: skip
    assert sum(event == "failed" for _, event in told) == 3
