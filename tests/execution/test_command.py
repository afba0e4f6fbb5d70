"""What goes wrong on a machine stops a build with a word on what to do, and spoils nothing."""

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import nullcontext

import pytest
from rich.console import Console

from senco.book import running
from senco.errors import BuildError, SencoError
from senco.execution import command
from senco.execution.pipeline import PageTask
from tests.conftest import HANG_SECONDS

PUBLISHED, SYNTHETIC = "ey-pvi-2017", "worked-example"
TEMPLATE = "analysis/notebooks/60_statements.ipynb"
LOADS = "networks.build_network(ties)"
ONE = ("--stage", "60_networks", "--jobs", "1")


def is_running(number):
    return os.path.isdir(f"/proc/{number}")


def test_two_builds_in_one_folder_do_not_meet(checkout):
    with command.hold(checkout.project):
        done = checkout.run("run", PUBLISHED, *ONE)
    assert done.returncode == 1
    assert done.stderr == (
        f"Another senco command is running in this folder (process {os.getpid()}). "
        "Wait until it has ended, or end it, and run this one again.\n"
    )
    with command.hold(checkout.project):  # and afterwards the folder is free
        pass


def test_what_a_killed_build_left_is_cleared_away_and_what_is_not_its_own_stays(checkout):
    work = checkout.root / ".work"
    for name in (f"{PUBLISHED}/60_networks-abc", "import-mine"):
        (work / name).mkdir(parents=True)
    with command.hold(checkout.project):
        assert sorted(path.name for path in work.iterdir()) == ["import-mine", "lock"]


def test_half_of_a_file_or_a_site_that_a_killed_build_left_goes_and_other_files_stay(checkout):
    pages, made = checkout.project.pages(PUBLISHED), checkout.root / "_build"
    before = checkout.pages()
    for folder in ("new", "new-my-county", "newer"):
        (made / folder).mkdir(parents=True)
    for path in (pages / ".10_participants.md.a1_bcdef", made / ".manifest.jsonl.abcdefgh"):
        path.write_text("half", encoding="utf-8")
    (made / ".kept").write_text("somebody's", encoding="utf-8")
    with command.hold(checkout.project):
        assert sorted(path.name for path in made.iterdir()) == [".kept", "newer"]
    assert checkout.pages() == before


def test_a_cohort_that_fails_stops_no_other(checkout):
    committed = checkout.pages()
    for path in (PUBLISHED, SYNTHETIC):
        (checkout.project.pages(path) / "60_networks.ipynb").unlink()
    info = checkout.project.cohort(PUBLISHED) / "cohort.yml"
    info.write_text(info.read_text("utf-8") + "parameters: {60_networks: {sed: 1}}\n", "utf-8")
    done = checkout.run("run", *ONE, "--keep-going")
    assert done.returncode == 1 and f"failed {PUBLISHED}/60_networks" in done.stdout
    assert "has no such parameter" in done.stderr and "Traceback" not in done.stderr
    page = f"{SYNTHETIC}/60_networks.ipynb"
    assert checkout.pages()[page] == committed[page]


def test_bad_data_of_one_cohort_stop_all_unless_it_is_to_keep_going(checkout):
    checkout.replace(f"data/cohorts/{PUBLISHED}/segments.csv", "s02,EY4", "s02,EY9")
    page = checkout.project.pages(SYNTHETIC) / "60_networks.ipynb"
    committed = page.read_bytes()
    page.unlink()
    stopped = checkout.run("run", *ONE)
    assert stopped.returncode == 1 and "found 'EY9'" in stopped.stderr and not page.exists()
    done = checkout.run("run", *ONE, "--keep-going")
    assert done.returncode == 1 and page.read_bytes() == committed
    assert f"{PUBLISHED} is left out" in done.stderr and "found 'EY9'" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
@pytest.mark.parametrize("most", [9_000, 50_000])  # too little for the manifest, or for the page
def test_with_no_room_the_old_page_stays_and_the_next_build_makes_the_new(
    checkout, most, monkeypatch
):
    """A limit on a file's size stops a write half-way, as a full disk does."""
    import resource

    committed = checkout.pages()
    limit = (most, resource.RLIM_INFINITY)
    # Python itself does not see that a compiled module was cut off
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    done = checkout.run(
        "run", PUBLISHED, *ONE, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "larger than this system allows" in done.stderr and "ulimit -f" in done.stderr
    kept = {path: data for path, data in checkout.pages().items() if path.endswith(".ipynb")}
    assert kept == {path: data for path, data in committed.items() if path.endswith(".ipynb")}
    again = checkout.run("run", PUBLISHED, *ONE)
    assert again.returncode == 0, again.stderr
    assert checkout.pages() == committed


def test_a_compiled_module_that_was_cut_off_is_told_of(checkout, monkeypatch):
    """Python before 3.14 writes what fits on a full disk, and trusts it afterwards."""
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    first = checkout.run("status", PUBLISHED)
    folder = checkout.root / "analysis" / "senco" / "execution" / "__pycache__"
    (compiled,) = folder.glob("pipeline.*.pyc")
    compiled.write_bytes(compiled.read_bytes()[:900])
    done = checkout.run("status", PUBLISHED)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "A compiled module is incomplete" in done.stderr and "__pycache__" in done.stderr
    shutil.rmtree(folder)
    assert checkout.run("status", PUBLISHED).stdout == first.stdout


STAGE = ("--stage", "50_rankings")


def test_status_tells_of_the_other_cohorts_where_some_are_broken(checkout):
    """A cohort.yml that is no YAML, one that is no file, a table that breaks the contract."""
    whole = checkout.run("status", *STAGE)
    assert whole.returncode == 0, whole.stderr
    assert "Up to date: " in whole.stdout or "50_rankings: stale" in whole.stdout
    cohorts = checkout.root / "data" / "cohorts"
    for name in ("broken-info", "no-info", "broken-table"):
        shutil.copytree(cohorts / "worked-example", cohorts / name)
    (cohorts / "broken-info" / "cohort.yml").write_bytes(b"title: [\xff")
    (cohorts / "no-info" / "cohort.yml").unlink()
    (cohorts / "no-info" / "cohort.yml").mkdir()
    with (cohorts / "broken-table" / "rankings.csv").open("a", encoding="utf-8") as table:
        table.write("P1,no-such-construct,1\n")
    done = checkout.run("status", *STAGE)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert done.stdout == whole.stdout
    for name in ("broken-info", "no-info", "broken-table"):
        assert done.stderr.count(f"{name} is left out:") == 1
    assert "data/cohorts/broken-info/cohort.yml: found bytes that are not UTF-8" in done.stderr
    assert "data/cohorts/broken-table/rankings.csv, row " in done.stderr
    alone = checkout.run("status", "broken-info", *STAGE)
    assert alone.returncode == 1 and alone.stdout == ""
    assert checkout.run("status", "--stage", "nosuch").stderr.count("There is no stage") == 1
    for name in ("broken-info", "no-info", "broken-table"):
        shutil.rmtree(cohorts / name)


READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && cd "$0" && exec "$@"'


def run_unwritable(checkout, *words):
    """Run a command where nothing may be written, root or not; and what it should say."""
    if os.getuid() != 0:
        checkout.root.chmod(0o555)
        done = checkout.run(*words)
        checkout.root.chmod(0o755)
        return done, ("may not be written", "Change its permissions")
    command = ["unshare", "--mount", "sh", "-c", READ_ONLY, str(checkout.root)]
    done = subprocess.run(
        [*command, *checkout.command(*words)], env=checkout.environment, capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    return done, ("The folder is read-only", "Copy the project to a folder in which you can write")


def test_a_folder_where_nothing_may_be_written_is_told_of(checkout):
    (checkout.root / ".work").write_text("a file where a folder should be", "utf-8")
    done = checkout.run("run", PUBLISHED, *ONE)
    assert done.returncode == 1
    (checkout.root / ".work").unlink()
    done, told = run_unwritable(checkout, "run", PUBLISHED, *ONE)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert all(words in done.stderr for words in told), done.stderr


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            "__import__('os').kill(__import__('os').getpid(), 9)",
            "ended from outside",
        ),
        ("bytearray(1 << 62)", "MemoryError"),
    ],
)
def test_a_kernel_without_memory_is_told_of_and_the_page_stays(checkout, code, told):
    committed = checkout.pages()
    checkout.replace(TEMPLATE, LOADS, code)
    done = checkout.run("run", PUBLISHED, *ONE)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert told in done.stderr and "--jobs 1" in done.stderr
    kept = {path: data for path, data in checkout.pages().items() if path.endswith(".ipynb")}
    assert kept == {path: data for path, data in committed.items() if path.endswith(".ipynb")}


def test_a_clock_set_back_or_forward_changes_no_byte(checkout):
    committed = checkout.pages()
    assert checkout.run("run", PUBLISHED, *ONE).returncode == 0
    for number, path in enumerate(sorted(checkout.root.rglob("*"))):
        if path.is_file():
            moment = 1 if number % 2 else 4_000_000_000
            os.utime(path, (moment, moment))
    done = checkout.run("run", PUBLISHED, *ONE)
    assert done.stdout == "Up to date: 1 page.\n"
    forced = checkout.run("run", PUBLISHED, *ONE, "--force")
    assert forced.returncode == 0 and checkout.pages() == committed


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
@pytest.mark.parametrize(
    ("jobs", "end"),
    [
        ("1", lambda pid: os.killpg(pid, signal.SIGINT)),  # Ctrl+C reaches all that it started
        ("2", lambda pid: os.kill(pid, signal.SIGTERM)),
    ],
)
def test_a_build_that_is_broken_off_says_so_and_ends_its_kernels(checkout, jobs, end):
    committed = checkout.pages()
    stages = [f"--stage={name}" for name in ("10_participants", "50_rankings", "60_networks")]
    # the last page is never done, however slow the test
    template = (checkout.root / TEMPLATE).read_bytes()
    checkout.replace(TEMPLATE, '"data = load', '"while True: pass\\n", "data = load')
    running = checkout.start("run", PUBLISHED, *stages, "--jobs", jobs, streams=subprocess.PIPE)
    for line in running.stdout:
        if " made " in line:
            break
    end(running.pid)
    out, err = running.communicate(timeout=HANG_SECONDS)
    assert running.returncode == 1 and "Traceback" not in err
    assert re.search(r"Interrupted before \d+ of 3 pages were made", err), out + err
    (checkout.root / TEMPLATE).write_bytes(template)
    assert checkout.run("run", PUBLISHED, *stages, "--jobs", "2").returncode == 0
    assert checkout.pages() == committed


def test_what_runs_what_waits_and_what_is_done_is_told(project, monkeypatch):
    tasks = [PageTask(f"a/{number}", None, "{}", (), ()) for number in range(4)]
    shown = []

    def make_pages(project, tasks, *, tell, **_):
        for event, name in (("started", "a/0"), ("started", "a/1"), ("made", "a/1")):
            tell(name, event)
        tell("a/0", "failed")
        raise BuildError("a/0: it went wrong")

    monkeypatch.setattr("senco.execution.pipeline.make_pages", make_pages)
    count = command._count
    monkeypatch.setattr(command, "_count", lambda *given: shown.append(count(*given)) or shown[-1])
    with open(os.devnull, "w", encoding="utf-8") as nothing:
        console = Console(file=nothing)
        failed = command._make_and_tell(project, tasks, command.Options(), console)
    assert failed == {"a": "a/0: it went wrong"}
    assert shown[2:4] == [
        "4 pages: 0 done, 2 running, 2 waiting",
        "4 pages: 1 done, 1 running, 2 waiting",
    ]


def test_the_message_of_each_fault_of_a_machine_says_what_to_do():
    from senco.errors import OS_REMEDIES, explain_os_error

    for number in OS_REMEDIES:
        told = explain_os_error(OSError(number, os.strerror(number), "page.ipynb"))
        assert re.fullmatch(
            r"[a-z].* \(page\.ipynb\)\. [A-Z].* run the command again: what was .* kept\.", told
        )
    assert issubclass(BuildError, SencoError)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it is forked on Linux alone")
def test_sphinx_is_imported_while_it_is_found_what_to_make(project, monkeypatch):
    seen = []
    monkeypatch.setattr(running, "_READY", [])  # whatever other tests keep ready
    monkeypatch.setattr(command, "hold", lambda project: nullcontext())
    monkeypatch.setattr(command, "_build_stale", lambda *_: seen.extend(running._READY) or [])
    assert command.build_books(project, None, command.Options(force=True), Console()) == []
    [begun] = seen
    assert begun.process.args[2] == str(running._SCRIPT) and begun.process.returncode is not None
