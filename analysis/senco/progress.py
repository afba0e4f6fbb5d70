"""What pytask tells while it works, passed on to whoever listens.

pytask loads this module as a plug-in (the entry point ``pytask`` in
pyproject.toml); it does nothing unless `listening` is on.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

from pytask import TaskOutcome, console, hookimpl

_LISTENERS: list[Callable[[str, str], None]] = []
_EVENTS = {
    TaskOutcome.SUCCESS: "made",
    TaskOutcome.SKIP_UNCHANGED: "kept",
    TaskOutcome.FAIL: "failed",
}


@contextmanager
def listening(listener: Callable[[str, str], None]) -> Iterator[None]:
    """Pass pytask's events to a listener, and silence pytask's own report.

    Parameters
    ----------
    listener : callable
        Called with a task's name and "started", "made", "kept", "failed" or the
        name of another outcome.
    """
    quiet, console.quiet = console.quiet, True
    _LISTENERS.append(listener)
    try:
        yield
    finally:
        _LISTENERS.remove(listener)
        console.quiet = quiet


@hookimpl
def pytask_execute_task_log_start(task: Any) -> None:
    """Tell that a task starts.

    Parameters
    ----------
    task : pytask.PTask
        The task.
    """
    for listener in _LISTENERS:
        listener(task.name, "started")


@hookimpl(wrapper=True)
def pytask_execute_task_process_report(report: Any) -> Generator[None, Any, Any]:
    """Tell how a task ended, once that is on record.

    Parameters
    ----------
    report : pytask.ExecutionReport
        The task and its outcome.

    Returns
    -------
    object
        What pytask's own hook returned.
    """
    result = yield
    for listener in _LISTENERS:
        listener(report.task.name, _EVENTS.get(report.outcome, report.outcome.name.lower()))
    return result
