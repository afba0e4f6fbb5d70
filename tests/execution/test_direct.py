"""A page whose cells are run without a kernel is the page that a kernel makes."""

import gc
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import NotebookExecutionManager
from papermill.exceptions import PapermillExecutionError

from senco.execution import kernel
from senco.execution.kernel import engine
from tests.conftest import HANG_SECONDS, ROOT, wait_until

pytestmark = pytest.mark.skipif(
    kernel.find_obstacle() is not None, reason=f"no preloaded kernels: {kernel.find_obstacle()}"
)
#: What cells can show, from first to last; the last fails.
CELLS = (
    "import numpy as np, pandas as pd\nprint('one')\nprint('two')",
    "pd.DataFrame({'a': [1.5, 2]})",
    "import matplotlib.pyplot as plt\nprint('before')\nplt.plot([1, 2])\nplt.show()\nprint('it')",
    "from IPython.display import HTML, clear_output, display\n"
    "shown = display('first', display_id=True)\nshown.update('then')\n"
    "display(HTML('<b>x</b>'), metadata={'of': 'mine'})\n_",
    "print('gone')\nclear_output()\nprint('kept')",
    "clear_output(wait=True)\nprint('waited')",
    "n = pd.io.common.os.write(1, b'past Python\\n')",
    "len(In), sorted(Out), __name__",
    "",
    "def fail():\n    raise KeyError('nowhere')\nfail()",
    "print('never')",
)


def write(path, cells, tags=()):
    made = [nbformat.v4.new_code_cell(cell, id=f"c{n}") for n, cell in enumerate(cells)]
    made.insert(0, nbformat.v4.new_code_cell("n = 0", id="p", metadata={"tags": ["parameters"]}))
    for cell in made[1:]:
        cell.metadata.tags = list(tags)
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": spec}), path)
    return path


def run(path, made, timeout=HANG_SECONDS):
    """What comes of a notebook, without times and ids."""
    try:
        engine.execute_notebook(path, made, {"n": 3}, {}, timeout)
    except PapermillExecutionError as error:
        told = [error.ename, error.evalue, error.exec_count, error.traceback]
    else:
        told = []
    page = json.loads(made.read_text(encoding="utf-8"))
    page["metadata"].pop("papermill")
    for cell in page["cells"]:
        del cell["id"]
        cell["metadata"] = {"tags": cell["metadata"].get("tags", [])}
    return told, page


@pytest.fixture
def taken(monkeypatch):
    """Which ways were taken."""
    from senco.execution.kernel import direct

    ways = []
    execute = direct.DirectClient.execute
    monkeypatch.setattr(
        direct.DirectClient, "execute", lambda *given: ways.append("direct") or execute(*given)
    )
    start = engine._Client.create_kernel_manager
    monkeypatch.setattr(
        engine._Client, "create_kernel_manager", lambda one: ways.append("kernel") or start(one)
    )
    return ways


def test_cells_show_what_they_show_in_a_plain_kernel(tmp_path, monkeypatch, taken):
    # a kernel that knows that it is tested does not catch what is printed past Python
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    path = write(tmp_path / "a.ipynb", CELLS)
    told, page = run(path, tmp_path / "direct.ipynb")
    monkeypatch.setenv("SENCO_PLAIN_KERNELS", "1")
    assert (told, page) == run(path, tmp_path / "plain.ipynb")
    assert taken == ["direct", "kernel"]
    assert told[0] == "KeyError" and "past Python" in json.dumps(page)
    assert [cell.get("execution_count") for cell in page["cells"][-3:]] == [None, 11, None]


@pytest.mark.parametrize("cell", ["1 / 0", "class Odd:\n    __repr__ = lambda one: 1 / 0\nOdd()"])
def test_after_a_cell_that_may_fail_the_next_is_run(tmp_path, monkeypatch, taken, cell):
    """papermill still says that the notebook failed."""
    path = write(tmp_path / "a.ipynb", [cell, "n + 1"], tags=["raises-exception"])
    told, page = run(path, tmp_path / "direct.ipynb")
    monkeypatch.setenv("SENCO_PLAIN_KERNELS", "1")
    assert (told, page) == run(path, tmp_path / "plain.ipynb")
    assert taken == ["direct", "kernel"] and told[0] == "ZeroDivisionError"
    assert page["cells"][-1]["outputs"][0]["data"]["text/plain"] == ["4"]


@pytest.mark.parametrize(
    "cell",
    [
        "import ipywidgets", "from os import path", "from . import x", "%time 1", "!ls", "await x",
        "get_ipython().kernel", "input()", "__import__('os')", "exec('import os')", "def (",
        "async def f():\n    pass", "import pandas, comm", "x = " + "(" * 5000,
    ],
)  # fmt: skip
def test_what_may_need_a_kernel_has_one(cell):
    from senco.execution.kernel.direct import is_plain

    made = [nbformat.v4.new_code_cell(one) for one in ("1", cell)]
    assert not is_plain(nbformat.v4.new_notebook(cells=made))
    text = [nbformat.v4.new_code_cell("1"), nbformat.v4.new_markdown_cell(cell)]
    assert is_plain(nbformat.v4.new_notebook(cells=text))


@pytest.mark.parametrize("folder", ["analysis/notebooks", "book/library/tutorials"])
def test_every_notebook_of_the_project_is_run_without_a_kernel(folder):
    from senco.execution.kernel.direct import is_plain

    paths = sorted((ROOT / folder).glob("*.ipynb"))
    assert len(paths) > 4
    assert [path.name for path in paths if not is_plain(nbformat.read(path, 4))] == []


@pytest.fixture
def collecting():
    """Let another thread go on whenever garbage is looked for, which is often."""
    often = gc.get_threshold()
    gc.callbacks.append(_give_way)
    gc.set_threshold(50)
    yield
    gc.set_threshold(*often)
    gc.callbacks.remove(_give_way)


def _give_way(phase, told):
    time.sleep(0)


def test_many_threads_ask_at_once(collecting):
    """Where two parse at once, Python 3.11.7 raises a SystemError: here within a few dozen."""
    from senco.execution.kernel.direct import is_plain

    deep = "\n".join(f"x{n} = [{n}, [2, [3, [4, [5]]]]]" for n in range(40))
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(deep)])
    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(is_plain, [made] * 150))


def test_a_cell_that_takes_too_long_is_ended_and_named():
    """It is the only one, so that on no machine another is too slow."""
    from senco.execution.kernel.direct import DirectClient

    cell = nbformat.v4.new_code_cell("while True:\n    pass", metadata={"papermill": {}})
    book = nbformat.v4.new_notebook(cells=[cell], metadata={"papermill": {}})
    managed = NotebookExecutionManager(book, progress_bar=False)
    client = DirectClient(managed, timeout=1, startup_timeout=HANG_SECONDS, record_timing=False)
    with pytest.raises(CellTimeoutError, match="while True"):
        client.execute({**os.environ, **kernel.make_environment()})
    wait_until(lambda: client.find_process().poll() is not None)


def test_a_process_that_ends_is_told(tmp_path):
    path = write(tmp_path / "a.ipynb", ["import pandas as pd\npd.io.common.os._exit(3)"])
    with pytest.raises(DeadKernelError):
        run(path, tmp_path / "made.ipynb")


def test_nothing_asks_whoever_sits_before_it(tmp_path):
    path = write(tmp_path / "a.ipynb", ["import IPython\nIPython.get_ipython().ask_yes_no('?')"])
    told, _ = run(path, tmp_path / "made.ipynb")
    assert told[0] == "StdinNotImplementedError"


def test_the_process_ends_with_whoever_asked_for_it(tmp_path):
    cell = "import pandas as pd\nos = pd.io.common.os\nopen('pid', 'w').write(str(os.getpid()))"
    path = write(tmp_path / "a.ipynb", [cell, "while True:\n    pass"])
    code = (
        "import sys; from pathlib import Path; from senco.execution.kernel import engine; "
        "engine.execute_notebook(Path(sys.argv[1]), Path(sys.argv[2]), {}, {}, 900)"
    )
    asking = subprocess.Popen(
        [sys.executable, "-c", code, str(path), str(tmp_path / "made.ipynb")], cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "analysis")},
    )  # fmt: skip
    place = tmp_path / "pid"
    wait_until(lambda: place.is_file() and place.read_text("ascii"), asking)
    pid = int(place.read_text("ascii"))
    os.kill(pid, 0)
    asking.kill()
    asking.wait()
    wait_until(lambda: is_gone(pid))


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False
