"""Cells run one after the other in the process that was forked for them, without ZeroMQ.

Run as a script by `senco.execution.kernel.preloaded` in the fork, never imported, and importing
nothing of this package. The shell is ipykernel's own, so what a cell shows is what it
shows in a kernel; only the messages go through one socket, a line each, instead of five.
"""

from __future__ import annotations

import builtins
import io
import json
import os
import socket
import sys
from typing import Any, NoReturn

from ipykernel.compiler import XCachingCompiler
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from jupyter_client.session import Session
from traitlets.config import Config

_INLINE = "module://matplotlib_inline.backend_inline"
#: Files that programs print to, past Python, by the stream that shows it.
_PRINTED = {"stdout": 1, "stderr": 2}


class Told(Session):
    """Keeps what the shell would send to those who look at the notebook."""

    messages: list[dict[str, Any]]

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> None:
        """Keep a message, given whole or as type and content."""
        if isinstance(msg_or_type, dict):
            msg_or_type, content = msg_or_type["msg_type"], msg_or_type["content"]
        self.messages.append({"msg_type": msg_or_type, "content": content})


class Stream(io.TextIOBase):
    """What is printed: kept until something is shown, or the cell has ended."""

    encoding = "utf-8"

    def __init__(self, name: str, told: Told):
        self.name = name
        self._told = told
        self._parts: list[str] = []

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Keep a text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._parts.append(text)
        return len(text)

    def flush(self) -> None:
        """Tell what was printed."""
        text = "".join(self._parts)
        self._parts.clear()
        if text:
            self._told.send(None, "stream", {"name": self.name, "text": text})


def make_shell(told: Told) -> Any:
    """Return a shell as a kernel has it, which tells what it shows to this process alone.

    Parameters
    ----------
    told : Told
        Where it tells it.

    Returns
    -------
    ipykernel.zmqshell.ZMQInteractiveShell
        The shell.
    """
    os.environ.setdefault("MPLBACKEND", _INLINE)
    if "" not in sys.path:
        sys.path.insert(0, "")
    sys.stdout, sys.stderr = Stream("stdout", told), Stream("stderr", told)
    builtins.input = _refuse
    shell: Any = ZMQInteractiveShell.instance(
        user_ns={},
        compiler_class=XCachingCompiler,
        config=Config({"HistoryManager": {"enabled": False}}),
    )
    for shown in (shell.displayhook, shell.display_pub):
        shown.session = told
    return shell


def _refuse(*_: Any) -> NoReturn:
    raise StdinNotImplementedError(
        "raw_input was called, but this frontend does not support input requests."
    )


def run_cell(shell: Any, told: Told, code: str) -> dict[str, Any]:
    """Run a cell.

    Parameters
    ----------
    shell : ipykernel.zmqshell.ZMQInteractiveShell
        The shell.
    told : Told
        Where it tells what it shows.
    code : str
        The cell.

    Returns
    -------
    dict
        The ``messages`` that a kernel sends meanwhile, and its ``reply``.
    """
    number = shell.execution_count
    told.messages = [{"msg_type": "execute_input", "content": {"execution_count": number}}]
    result = shell.run_cell(code, store_history=True, silent=False)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    for name, descriptor in _PRINTED.items():
        text = _read_printed(descriptor)
        if text:
            told.send(None, "stream", {"name": name, "text": text})
    shell.payload_manager.clear_payload()
    reply: dict[str, Any] = {"status": "ok", "execution_count": number}
    if not result.success or shell._last_traceback_during_displayhook:
        error = result.error_before_exec or result.error_in_exec
        reply |= {"status": "error", "ename": type(error).__name__, "evalue": str(error)}
        reply |= {"traceback": shell._last_traceback or []}
    return {"messages": told.messages, "reply": reply}


def _read_printed(descriptor: int) -> str:
    """What was written to a file since it was last asked."""
    size = os.lseek(descriptor, 0, os.SEEK_END)
    if not size:
        return ""
    data = os.pread(descriptor, size, 0)
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return data.decode("utf-8", errors="replace")


def serve() -> NoReturn:
    """Answer each line at the standard input, a socket, until there is none any more."""
    stream = socket.socket(fileno=os.dup(0)).makefile("rwb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for name, descriptor in _PRINTED.items():
        os.dup2(os.memfd_create(name), descriptor)
    told = Told()
    told.messages = []
    shell = make_shell(told)
    answer: dict[str, Any] = {"language_info": IPythonKernel.language_info}
    while True:
        stream.write(json.dumps(answer).encode() + b"\n")
        stream.flush()
        line = stream.readline()
        if not line:
            os._exit(0)
        answer = run_cell(shell, told, json.loads(line)["code"])
