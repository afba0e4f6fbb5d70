"""A preloaded kernel computes what a plain one does, and nothing is left of it."""

import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from senco.execution import kernel
from senco.execution.kernel import client, engine
from senco.execution.workers import use_threads
from tests.conftest import HANG_SECONDS, ROOT, Checkout, wait_until

pytestmark = pytest.mark.skipif(
    kernel.find_obstacle() is not None, reason=f"no preloaded kernels: {kernel.find_obstacle()}"
)


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    for name, value in kernel.make_environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PYTEST_CURRENT_TEST", raising=False)


#: What a kernel does, and what it is given before it begins; none of the notebooks' own.
FEW = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger", "IPython", "numpy",
       "matplotlib", "krippendorff")  # fmt: skip


@pytest.fixture
def few_libraries(tmp_path_factory, monkeypatch):
    """A preloaded process that has few libraries to import, for what hangs on none of them."""
    text = client._SCRIPT.read_text(encoding="utf-8")
    short, n = re.subn(r"(?ms)^LIBRARIES = \(.*?^\)", f"LIBRARIES = {FEW!r}", text)
    assert n == 1
    script = tmp_path_factory.mktemp("few") / "preloaded.py"
    script.write_text(short, encoding="utf-8")
    monkeypatch.setattr(client, "_SCRIPT", script)


@pytest.fixture
def own_folder(few_libraries, monkeypatch):
    """A folder of temporary files, and with it a preloaded process, of this test alone."""
    with tempfile.TemporaryDirectory(prefix="k") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)
        for place in list(client._LEASES):
            if place.is_relative_to(folder):
                client._LEASES.pop(place).close()


class Kernel:
    """A running kernel that is asked in code and answers in text."""

    def __init__(self, name=kernel.PRELOADED, **options):
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(extra_arguments=["--log-level=50"], **options)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=HANG_SECONDS)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    @property
    def pid(self):
        return self.manager.provisioner.pid

    @property
    def is_forked(self):
        return isinstance(self.manager.provisioner.process, client.ForkedKernel)

    def ask(self, code, timeout=HANG_SECONDS):
        """What the code prints and shows, or the error's name."""
        told = []

        def listen(message):
            content = message["content"]
            if message["msg_type"] == "stream":
                told.append(content["text"])
            elif message["msg_type"] == "error":
                told.append(content["ename"])
            elif message["msg_type"] in ("display_data", "execute_result"):
                told.append(json.dumps(content["data"], sort_keys=True))

        self.client.execute_interactive(code, timeout=timeout, output_hook=listen)
        return "".join(told)


def test_ending_what_has_just_ended_by_itself_is_no_error():
    """Between its end and the word of it, which its parent sends, there is a moment."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    own, theirs = socket.socketpair()
    with theirs:
        forked = client.ForkedKernel(own, ended.pid)
        assert forked.poll() is None
        forked.kill()
        theirs.sendall(b'{"exit": 0}')
        assert forked.wait() == 0


def is_gone(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


def find_preloaded(folder):
    """Processes that serve, or were forked by one that serves, from a folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if any(word.startswith(os.fsencode(folder)) for word in words):
            found.append(int(path.parent.name))
    return [pid for pid in found if not is_gone(pid)]


SURROUNDINGS = """
import os, resource, signal, sys, matplotlib
ours = {k: hash(v) for k, v in os.environ.items() if not k.startswith(("JPY_", "PYTEST_"))}
print(sorted(ours.items()), sys.path, sys.argv[0], sys.argv[1:2], os.getcwd(), sys.executable)
print([resource.getrlimit(n) for n in range(16)], signal.getsignal(signal.SIGCHLD), hash("a"))
print(os.umask(0), matplotlib.rcParams["backend"], os.getpgid(0) == os.getpid(), __name__)
print(sys.flags, sys.stdin, sorted(name for name in os.listdir("/proc/self/task"))[1:] != [])
print(sys.getrecursionlimit(), __import__("gc").get_threshold())
"""
FIGURE = """
import matplotlib.pyplot as plt, numpy as np, pandas as pd
figure, axes = plt.subplots(layout="constrained")
axes.plot(np.arange(9) ** 2, label="square"); axes.legend(); axes.set_title("A figure")
plt.show()
pd.DataFrame({"a": [1.5, None], "b": ["x", "y"]})
"""


def test_a_preloaded_kernel_has_the_surroundings_and_figures_of_a_plain_one(tmp_path):
    answers = {}
    for name in (kernel.PLAIN, kernel.PRELOADED):
        with Kernel(name, cwd=str(tmp_path)) as running:
            assert running.is_forked == (name == kernel.PRELOADED)
            answers[name] = [running.ask(SURROUNDINGS), running.ask(FIGURE)]
    assert answers[kernel.PRELOADED] == answers[kernel.PLAIN]
    assert '"image/png"' in answers[kernel.PLAIN][1] and '"text/html"' in answers[kernel.PLAIN][1]


def test_every_byte_of_a_page_and_its_figures_is_a_plain_kernels(tmp_path, monkeypatch):
    checkout = Checkout(tmp_path / "copy")
    stages = [word for name in ("20_worklines", "50_rankings") for word in ("--stage", name)]
    made = []
    for plain in ("", "1"):
        monkeypatch.setenv("SENCO_PLAIN_KERNELS", plain)
        done = checkout.run("run", "worked-example", "--force", "--jobs", "1", *stages)
        assert done.returncode == 0, done.stderr
        assert ("Plain kernels are used" in done.stdout) == bool(plain)
        made.append(checkout.pages())
    assert made[0] == made[1]
    assert any(path.endswith(".svg") for path in made[0])


def test_what_the_notebooks_import_of_others_is_imported_beforehand(project):
    code = (
        "import sys; before = set(sys.modules)\n"
        "from senco.book import figures, results, tables\n"
        "from senco.measures import audit, claims, networks, rankings, reported, worklines\n"
        "from senco.pages import grids, narratives, participants\n"
        "print(sorted({n.partition('.')[0] for n in set(sys.modules) - before}))"
    )
    with Kernel() as running:
        assert running.ask(code) == "['senco']\n"


def test_what_is_started_beforehand_is_what_kernels_ask_for(own_folder):
    kernel.preload()
    wait_until(lambda: list(own_folder.rglob("*.socket")))
    with Kernel() as running:
        assert running.is_forked
    assert len(list(own_folder.rglob("*.socket"))) == 1


def test_no_two_kernels_draw_the_same_random_numbers():
    drawn = set()
    for _ in range(2):
        with Kernel() as running:
            drawn.add(running.ask("import numpy, random; print(numpy.random.rand(), id(0))"))
    assert len(drawn) == 2


def test_an_edited_module_is_never_served_from_memory(tmp_path, monkeypatch):
    package = tmp_path / "senco"
    package.mkdir()
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}")
    for text in ("one", "two, longer"):
        (package / "__init__.py").write_text(f"SAID = {text!r}\n", encoding="utf-8")
        with Kernel() as running:
            assert running.is_forked
            assert running.ask("import senco; print(senco.SAID)") == f"{text}\n"


def test_a_library_that_changed_is_imported_anew(tmp_path, few_libraries, monkeypatch):
    library = tmp_path / "krippendorff.py"
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}")
    for text in ("one", "two"):
        library.write_text(f"SAID = {text!r}\n", encoding="utf-8")
        os.utime(library, (1, 1))  # the same time and size, as a clock set back would give
        for cache in tmp_path.rglob("*.pyc"):
            cache.unlink()
        with Kernel() as running:
            assert running.is_forked
            assert running.ask("import krippendorff; print(krippendorff.SAID)") == f"{text}\n"


def test_two_checkouts_share_the_libraries_and_nothing_of_their_own(
    tmp_path, monkeypatch, own_folder
):
    for name in ("one", "two"):
        (tmp_path / name / "senco").mkdir(parents=True)
        (tmp_path / name / "notebooks").mkdir()
        (tmp_path / name / "senco" / "__init__.py").write_text(f"SAID = {name!r}\n", "utf-8")
    for name in ("one", "two"):
        monkeypatch.setenv("PYTHONPATH", str(tmp_path / name))
        with Kernel() as running:
            assert running.ask("import senco; print(senco.SAID)") == f"{name}\n"
    assert len(list(own_folder.glob("senco-kernels-*/*.socket"))) == 1
    (tmp_path / "one" / "pandas.py").write_text("", "utf-8")  # a library of another kind
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "one"))
    with Kernel() as running:
        assert "one/pandas.py" in running.ask("import pandas; print(pandas.__file__)")


def test_a_kernel_can_be_interrupted_and_goes_on():
    with Kernel() as running:
        code = "print('begun', flush=True)\nwhile True: pass"
        message = running.client.execute(code, stop_on_error=False)
        told = {}
        while told.get("msg_type") != "stream":  # the cell is running
            told = running.client.get_iopub_msg(timeout=HANG_SECONDS)
        running.manager.interrupt_kernel()
        reply = {"parent_header": {"msg_id": ""}}
        while reply["parent_header"]["msg_id"] != message:  # others answer that it was ready
            reply = running.client.get_shell_msg(timeout=HANG_SECONDS)
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        assert running.ask("print(6 * 7)") == "42\n"


def run_cell(code, **options):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, kernel_name=kernel.PRELOADED, **options).execute()


def test_a_cell_that_takes_too_long_ends_with_its_kernel(own_folder):
    with pytest.raises(CellTimeoutError):
        run_cell("import time; time.sleep(3600)", timeout=1)
    wait_until(lambda: len(find_preloaded(own_folder)) == 1)  # the one that serves


def test_a_kernel_that_ends_by_itself_is_seen_to_be_dead(own_folder):
    with pytest.raises(DeadKernelError):
        run_cell("import os; os._exit(7)", timeout=HANG_SECONDS)
    with Kernel() as running:
        status = running.manager.provisioner.process
        os.kill(running.pid, signal.SIGKILL)
        wait_until(lambda: status.poll() is not None)
        assert status.returncode == -signal.SIGKILL
        assert not running.manager.is_alive()


def test_a_kernel_has_the_memory_limit_of_its_client(own_folder):
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, hard))
    try:
        with Kernel() as running:
            assert running.ask("import numpy; numpy.ones(1 << 30)").endswith("MemoryError")
            assert running.ask("print(1)") == "1\n"
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def test_without_the_preloaded_process_its_kernels_end_and_the_next_one_starts_another(own_folder):
    with Kernel() as running:
        (serving,) = [pid for pid in find_preloaded(own_folder) if pid != running.pid]
        os.kill(serving, signal.SIGKILL)
        process = running.manager.provisioner.process
        wait_until(lambda: process.poll() is not None)  # its last thread gone with it
        assert is_gone(running.pid) and process.returncode == -signal.SIGKILL
        client._release()
        assert not list(own_folder.glob("senco-kernels-*"))
    with Kernel() as another:
        assert another.is_forked and another.ask("print(1)") == "1\n"


CLIENT = """
import sys, time
from jupyter_client.manager import KernelManager
manager = KernelManager(kernel_name="senco")
manager.start_kernel()
print(manager.provisioner.pid, flush=True)
time.sleep(3600)
"""


def test_nothing_is_left_when_a_client_is_killed(own_folder):
    environment = {**os.environ, "TMPDIR": str(own_folder)}
    command = [sys.executable, "-c", CLIENT]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    ) as running:
        pid = int(running.stdout.readline())
        assert not is_gone(pid)
        running.kill()
    wait_until(lambda: is_gone(pid))
    wait_until(lambda: not find_preloaded(own_folder))
    wait_until(lambda: not list(own_folder.glob("senco-*")))  # socket, lock and folder


def test_a_notebook_takes_neither_settings_nor_kernels_from_the_home_folder(
    tmp_path, monkeypatch, own_folder
):
    """Its start-up files would change a page, its kernels run something else."""
    home = tmp_path / "home"
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("strange = True", encoding="utf-8")
    for data in (home / ".local" / "share" / "jupyter", home / ".ipython"):
        (data / "kernels" / "senco").mkdir(parents=True)
        told = {"argv": ["false"], "display_name": "senco", "language": "python"}
        (data / "kernels" / "senco" / "kernel.json").write_text(json.dumps(told), "utf-8")
    before = sorted((home / ".ipython").rglob("*"))
    monkeypatch.setenv("HOME", str(home))
    cell = nbformat.v4.new_code_cell("print('strange' in globals())")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "a.ipynb")
    made = tmp_path / "made.ipynb"
    page = engine.execute_notebook(tmp_path / "a.ipynb", made, {}, {}, HANG_SECONDS)
    assert page.cells[-1].outputs[0].text == "False\n"
    assert sorted((home / ".ipython").rglob("*")) == before
    assert not list(own_folder.glob("senco-kernel-*"))


def test_the_sockets_folder_is_the_users_alone(own_folder):
    with Kernel() as running:
        assert running.is_forked
    (folder,) = own_folder.glob("senco-kernels-*")
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda folder: (folder / f"senco-kernels-{os.getuid()}").mkdir(), "open to others"),
        (lambda folder: os.environ.update(OMP_NUM_THREADS="2"), "OMP_NUM_THREADS is not 1"),
        (lambda folder: os.environ.update(SENCO_PLAIN_KERNELS="1"), "SENCO_PLAIN_KERNELS is set"),
    ],
)  # fmt: skip
def test_where_none_can_be_forked_a_plain_kernel_runs_and_a_line_says_why(
    spoil, told, own_folder, monkeypatch, caplog
):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("SENCO_PLAIN_KERNELS", "")
    os.umask(0o022)
    spoil(own_folder)
    with Kernel() as running:
        assert not running.is_forked and running.ask("print(1)") == "1\n"
    assert [record.levelname for record in caplog.records if told in record.message] == ["WARNING"]


# the first waits for the others that may compute beside it; then all stay a little, which
# gives one too many the time to come
MEET = """
import time
def tell(sign):
    with open({place!r}, "a") as told: told.write(sign)
tell("+")
while open({place!r}).read().count("+") < {jobs}: time.sleep(0.02)
time.sleep(0.5)
tell("-")
"""
RUN_ALL = """
import sys
from functools import partial
from senco.execution import workers
from senco.execution.kernel.engine import execute_notebook
with workers.use_threads(int(sys.argv[1])) as (threads, places):
    make = partial(execute_notebook, "meet.ipynb", parameters={}, environment={}, timeout=900)
    print(len(list(threads.map(make, [f"{n}.ipynb" for n in range(places + 1)]))))
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_so_many_notebooks_compute_at_once_and_no_more(tmp_path, jobs):
    place = tmp_path / "told"
    cell = nbformat.v4.new_code_cell(MEET.format(place=str(place), jobs=jobs))
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "meet.ipynb")
    command = [sys.executable, "-c", RUN_ALL, str(jobs)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == f"{jobs + 2}\n"
    told = place.read_text("utf-8")
    at_once = [told[:end].count("+") - told[:end].count("-") for end in range(1, len(told) + 1)]
    assert max(at_once) == jobs and at_once[-1] == 0


CONNECTION = """
from ipykernel.connect import get_connection_info
print(get_connection_info(unpack=True)["transport"])
"""


@pytest.fixture
def notebook(tmp_path):
    """A notebook that tells how its kernel is reached, and how it is run."""
    cell = nbformat.v4.new_code_cell(CONNECTION)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "told.ipynb")

    def run():
        page = engine.execute_notebook(
            tmp_path / "told.ipynb", tmp_path / "page.ipynb", {}, {}, HANG_SECONDS
        )
        return page.cells[-1].outputs[0].text.strip()

    return run


@pytest.mark.parametrize("plain", ["", "1"])
def test_a_pages_kernel_takes_no_port_and_leaves_no_file(plain, notebook, own_folder, monkeypatch):
    monkeypatch.setenv("SENCO_PLAIN_KERNELS", plain)
    assert notebook() == "ipc"
    left = [path.name for path in own_folder.iterdir() if not path.name.startswith("senco-kernels")]
    assert left == []


def test_a_notebook_is_executed_after_a_build_in_the_same_process_whole_or_broken_off(notebook):
    with use_threads(1):
        pass
    assert notebook() == "ipc"
    with pytest.raises(KeyboardInterrupt), use_threads(1):
        raise KeyboardInterrupt
    assert notebook() == "ipc"


def test_a_kernel_that_dies_leaves_no_file_either(tmp_path, own_folder):
    cell = nbformat.v4.new_code_cell("import os; os._exit(7)")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "dies.ipynb")
    with pytest.raises(DeadKernelError):
        engine.execute_notebook(
            tmp_path / "dies.ipynb", tmp_path / "page.ipynb", {}, {}, HANG_SECONDS
        )
    left = [path.name for path in own_folder.iterdir() if not path.name.startswith("senco-kernels")]
    assert left == []


def test_a_kernel_whose_port_was_taken_is_started_anew(notebook, monkeypatch):
    """Where there are no sockets in a folder; the first kernel is given a port that is in use."""
    monkeypatch.setattr(engine, "can_use_sockets", lambda folder: False)
    create = engine._Client.create_kernel_manager
    with socket.create_server(("127.0.0.1", 0)) as taken:
        given = []

        def create_with_the_port(self):
            manager = create(self)
            if not given:
                manager.cache_ports = False
                manager.shell_port = taken.getsockname()[1]
            given.append(manager.shell_port)
            return manager

        monkeypatch.setattr(engine._Client, "create_kernel_manager", create_with_the_port)
        assert notebook() == "tcp"
    assert len(given) == 2


def test_a_folder_with_a_long_path_has_no_sockets():
    assert engine.can_use_sockets(Path("/tmp/senco-kernel-abcdefgh"))
    assert not engine.can_use_sockets(Path("/" + "long/" * 30))


def test_the_committed_pages_name_a_plain_kernel():
    pages = list((ROOT / "book" / "cohorts").glob("*/*.ipynb"))
    named = {nbformat.read(page, as_version=4).metadata.kernelspec.name for page in pages}
    assert named == {kernel.PLAIN}
