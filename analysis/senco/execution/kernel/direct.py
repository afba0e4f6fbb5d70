"""A notebook whose cells need nothing of a kernel but to be run: without one.

A kernel of Jupyter's listens at five sockets, from four threads, so that anything may come at any
time. A page's notebook is run from its first cell to its last; for that one socket is
enough, and a third of a second of CPU is saved with each page.
"""

from __future__ import annotations

import ast
import json
from threading import Lock
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbclient.util import run_sync
from nbformat import NotebookNode

from senco.execution.kernel.client import ForkedKernel, fork_cells
from senco.execution.kernel.turns import InTurn

#: What a notebook that is run this way may import: of these is known that they ask nothing
#: of a kernel, as widgets do.
KNOWN = frozenset({
    "IPython", "matplotlib", "matplotlib_inline", "networkx", "numpy", "pandas", "scipy",
    "seaborn", "senco",
})  # fmt: skip
#: Names that ask the shell, its kernel or whoever sits before it.
_ASKING = frozenset({"__import__", "eval", "exec", "exit", "get_ipython", "input", "quit"})
#: Pages are made by threads, and before 3.11.8 and 3.12.2 Python miscounts where two of them parse
#: at once (https://github.com/python/cpython/issues/106905).
_PARSING = Lock()


def is_plain(notebook: NotebookNode) -> bool:
    """Return whether a notebook's cells need nothing of a kernel but to be run.

    Parameters
    ----------
    notebook : NotebookNode
        Of any origin.

    Returns
    -------
    bool
        False where a cell imports what is not `KNOWN`, waits for something, is no plain Python
        (``%`` and ``!`` lines), or calls by name what asks the shell.
    """
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    try:
        with _PARSING:
            trees = [ast.parse(source) for source in sources]
    except (SyntaxError, ValueError, RecursionError):
        return False
    return all(_is_known(node) for tree in trees for node in ast.walk(tree))


def _is_known(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return all(one.name.partition(".")[0] in KNOWN for one in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.level == 0 and str(node.module).partition(".")[0] in KNOWN
    if isinstance(node, ast.Name):
        return node.id not in _ASKING
    return not isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.AsyncFunctionDef))


class DirectClient(InTurn):
    """papermill's client, whose cells are run in a process forked for them.

    What comes of them is put into the notebook by nbclient, from the same messages as a
    kernel's.
    """

    _process: ForkedKernel | None = None
    _stream: Any = None

    def execute(self, env: dict[str, str]) -> NotebookNode:
        """Run every cell.

        Parameters
        ----------
        env : dict of str to str
            The process's environment.

        Returns
        -------
        NotebookNode
            The notebook.

        Raises
        ------
        NoPreloadedKernelError
            Where no process can be forked; then no cell was run.
        """
        notebook: NotebookNode = self.nb
        self.reset_execution_trackers()
        process, connection = fork_cells(env)
        self._process = process
        try:
            with connection, connection.makefile("rwb") as self._stream:
                connection.settimeout(self.startup_timeout)
                language = self._read()["language_info"]
                connection.settimeout(self.timeout)
                self.papermill_execute_cells()
            notebook.metadata["language_info"] = language
        finally:
            process.kill()
            process.release()
        return notebook

    def find_process(self) -> ForkedKernel | None:
        """The process in which the cells are run; None where there is none yet."""
        return self._process

    def execute_cell(self, cell: NotebookNode, cell_index: int) -> NotebookNode:
        """Run a cell.

        Parameters
        ----------
        cell : NotebookNode
            The cell, which gets its outputs.
        cell_index : int
            Its place in the notebook.

        Returns
        -------
        NotebookNode
            The same cell.

        Raises
        ------
        nbclient.exceptions.CellExecutionError
            Where it failed.
        nbclient.exceptions.CellTimeoutError
            Where it took longer than it may.
        nbclient.exceptions.DeadKernelError
            Where the process ended.
        """
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        cell.outputs = []
        self.clear_before_next_output = False
        try:
            self._stream.write(json.dumps({"code": cell.source}).encode() + b"\n")
            self._stream.flush()
            answer = self._read()
        except TimeoutError:
            raise CellTimeoutError.error_from_timeout_and_cell(
                "Cell execution timed out", self.timeout, cell
            ) from None
        except OSError:
            raise DeadKernelError("Kernel died") from None
        for message in answer["messages"]:
            whole = {**message, "header": message, "parent_header": {}}
            self.process_message(whole, cell, cell_index)
        run_sync(self._check_raise_for_error)(cell, cell_index, {"content": answer["reply"]})
        return cell

    def _read(self) -> dict[str, Any]:
        line = self._stream.readline()
        if not line.endswith(b"\n"):
            raise DeadKernelError("Kernel died")
        answer: dict[str, Any] = json.loads(line)
        return answer
