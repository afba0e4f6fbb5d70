"""A cluster's workers make the pages that this machine would, or the message says why not."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from unittest import mock

import pytest

from senco.execution import workers
from tests.conftest import HANG_SECONDS, Checkout, wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")

NAME = "ey-pvi-2017"
STAGES = ("50_rankings", "60_networks", "65_constrictions", "30_narratives")
SOME = [word for name in STAGES for word in ("--stage", name)]
COMMON = ("--host", "127.0.0.1", "--no-dashboard")


def start(checkout, role, *words, **changes):
    """Start a scheduler or a worker somewhere else than in the checkout."""
    command = [sys.executable, "-m", "distributed.cli.dask_" + role, *words, *COMMON]
    environment = {**checkout.environment, **changes}
    return subprocess.Popen(
        command, cwd=checkout.root.parent, env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def end(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def read_address(told):
    """Where the scheduler listens; "" before it has said so."""
    try:
        return json.loads(told.read_text(encoding="utf-8"))["address"]
    except (OSError, ValueError):
        return ""


@contextmanager
def cluster(checkout, n_workers, **changes):
    folder = checkout.root.parent / "dask"
    told = checkout.root.parent / "scheduler.json"  # where it listens
    told.unlink(missing_ok=True)
    running = [start(checkout, "scheduler", "--port", "0", "--scheduler-file", str(told))]
    wait_until(lambda: read_address(told), running[0])
    address = read_address(told)
    words = (address, "--nthreads", "1", "--local-directory", str(folder))
    running += [start(checkout, "worker", *words, **changes) for _ in range(n_workers)]
    try:
        yield address, running[1:]
    finally:
        for process in running:
            end(process)


def read_journal(checkout):
    journal = checkout.root / "_build" / "manifest.jsonl"
    return journal.read_text(encoding="utf-8").count("\n") if journal.is_file() else 0


def test_two_workers_make_the_same_pages_and_one_may_be_lost_half_way(checkout):
    committed = checkout.pages()
    with cluster(checkout, 2) as (address, running):
        building = subprocess.Popen(
            checkout.command("run", NAME, *SOME, "--dask", address), cwd=checkout.root,
            env=checkout.environment, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        wait_until(lambda: read_journal(checkout), building)
        os.killpg(running[0].pid, signal.SIGKILL)
        out, err = building.communicate(timeout=HANG_SECONDS)
    assert building.returncode == 0, err
    assert out.count(" made ") == len(STAGES)
    assert checkout.pages() == committed
    again = checkout.run("run", NAME, *SOME)  # and without the cluster nothing is left to do
    assert again.stdout == f"Up to date: {len(STAGES)} pages.\n"


def test_a_worker_with_another_package_or_without_the_folder_is_told_apart(checkout, tmp_path):
    other = Checkout(tmp_path / "other")
    other.replace("analysis/senco/measures/networks/keys.py", '"""', '"""Another. ')
    elsewhere = {"PYTHONPATH": str(other.root / "analysis")}
    with cluster(checkout, 1, **elsewhere) as (address, _):
        done = checkout.run("run", NAME, *SOME[:2], "--dask", address)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"The cluster at {address} cannot make these pages:" in done.stderr
    assert "its senco has different modules from the one here" in done.stderr
    assert "restart its workers" in done.stderr


def test_where_nobody_listens_or_nobody_works_the_message_says_what_to_start(checkout):
    nobody = r"Nothing answers at tcp://127\.0\.0\.1:9 .* Start a scheduler \(dask scheduler\)"
    with (
        mock.patch.object(workers, "ANSWER_SECONDS", 1),
        pytest.raises(workers.BuildError, match=nobody),
        workers.use_cluster("tcp://127.0.0.1:9", checkout.root),
    ):
        pass
    with (
        mock.patch.object(workers, "WORKERS_SECONDS", 1),
        cluster(checkout, 0) as (address, _),
        pytest.raises(workers.BuildError, match="has no workers"),
        workers.use_cluster(address, checkout.root),
    ):
        pass


HERE = {"sees": True, "package": "a", "read": "a", "versions": {"senco": "0.1", "numpy": "2.1"}}


@pytest.mark.parametrize(
    ("there", "told"),
    [
        (HERE, []),
        ({**HERE, "sees": False}, ["it does not see the folder"]),
        ({**HERE, "package": "b", "read": "b"}, ["its senco has different modules"]),
        ({**HERE, "read": "b"}, ["its senco was changed after it was started"]),
        ({**HERE, "versions": {"senco": "0.2"}}, ["it has senco 0.2, here", "numpy not at all"]),
        (ModuleNotFoundError("No module named 'senco'"), ["it cannot import", "senco"]),
        (OSError("gone"), ["it does not answer (OSError: gone)"]),
    ],
)
def test_what_differs_at_a_worker_is_named(there, told, tmp_path):
    found = "\n".join(workers._compare(HERE, there, tmp_path))
    assert bool(found) == bool(told)
    assert all(part in found for part in told)


def test_without_dask_the_message_says_how_to_install_it(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(workers.SencoError, match=r"pip install -e '\.\[cluster\]'"),
        workers.use_cluster("tcp://127.0.0.1:1", tmp_path),
    ):
        pass
