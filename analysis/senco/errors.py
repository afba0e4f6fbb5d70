"""One family of errors, each of which says what to do next.

A user's mistake ends in a `SencoError`; the command line prints its message
and ends with status 1, without a traceback. Anything else that is raised is a
fault of this package.
"""

from __future__ import annotations

import difflib
import errno
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning"]
#: The kinds of what the contract of a cohort's tables does not take.
Code = Literal[
    "",
    "table-unknown",
    "table-missing",
    "file-refused",
    "file-unreadable",
    "heading-unknown",
    "heading-repeated",
    "column-missing",
    "row-empty",
    "row-long",
    "row-short",
    "row-repeated",
    "cell-missing",
    "cell-wrong",
    "name-unknown",
]
#: A message names this many further rows in which the same stands.
_ROWS_SHOWN = 5
#: And so many values, where several are wrong in one way.
_VALUES_SHOWN = 3


class SencoError(Exception):
    """Anything that a user can correct; the message says how."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows of it in a notebook: the message, and no traceback."""
        return [f"{type(self).__name__}: {self}"]


class DataError(SencoError):
    """A cohort's files do not meet the contract.

    Parameters
    ----------
    findings : sequence of Finding
        Everything that was found, in the order of the files.
    """

    def __init__(self, findings: Sequence[Finding]):
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))

    def __reduce__(self) -> tuple[type[DataError], tuple[tuple[Finding, ...]]]:
        return DataError, (self.findings,)


class MeasureError(SencoError, ValueError):
    """A measure cannot be computed from the values that it was given."""


class BuildError(SencoError):
    """A page or the book could not be made; what was there before is kept."""


#: What is wrong and what to do where the machine is at fault, by the system's number.
OS_REMEDIES = {
    errno.ENOSPC: ("the disk is full", "Free some space on it"),
    errno.EDQUOT: ("your share of the disk is used up", "Free some of it"),
    errno.EFBIG: ("a file is larger than this system allows", "Raise the limit (ulimit -f)"),
    errno.EROFS: ("the folder is read-only", "Copy the project to a folder in which you can write"),
    errno.EACCES: ("the folder or file may not be written", "Change its permissions"),
    errno.EPERM: ("the folder or file may not be written", "Change its permissions"),
    errno.ENOMEM: ("there is not enough memory", "Make fewer pages at once (--jobs 1)"),
    errno.EMFILE: ("too many files are open", "Make fewer pages at once (--jobs 1)"),
}


def explain_os_error(error: OSError) -> str:
    """Return what the operating system refused, and what to do.

    Parameters
    ----------
    error : OSError
        As it was raised.

    Returns
    -------
    str
        One or two sentences; the first begins with a small letter.

    Examples
    --------
    >>> explain_os_error(OSError(28, "No space left on device", "page.ipynb"))
    'the disk is full (page.ipynb). Free some space on it and run the command again: what was
    finished is kept.'
    """
    what, remedy = OS_REMEDIES.get(
        error.errno or 0, (error.strerror or str(error) or type(error).__name__, "Correct this")
    )
    place = f" ({error.filename})" if error.filename else ""
    return f"{what}{place}. {remedy} and run the command again: what was finished is kept."


#: What Python says of a compiled module that was cut off, as when the disk is full.
CUT_OFF = re.compile(r"EOFError: marshal data too short|bad marshal data")


def explain_printed_error(text: str) -> str:
    """Return what the operating system refused to another program, by what that printed.

    Parameters
    ----------
    text : str
        What it printed.

    Returns
    -------
    str
        As from `explain_os_error`, with a capital; "" where nothing that is known stands.

    Examples
    --------
    >>> explain_printed_error("OSError: [Errno 30] Read-only file system: 'a'").split(".")[0]
    'The folder is read-only'
    """
    for number in re.findall(r"\[Errno (\d+)\]", text):
        if int(number) in OS_REMEDIES:
            message = explain_os_error(OSError(int(number), ""))
            return f"{message[0].upper()}{message[1:]}"
    if CUT_OFF.search(text):
        return (
            "A compiled module is incomplete, probably because the disk was full. Delete the "
            "folders named __pycache__ in analysis/senco and run the command again: what was "
            "finished is kept."
        )
    return ""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong in a file, in words for the person who keeps it.

    Parameters
    ----------
    file : str
        The file, relative to the project's folder.
    found : str
        What stands there.
    allowed : str
        What may stand there.
    row : int, optional
        The line as a spreadsheet numbers it: the header is row 1.
    column : str, optional
        The column's heading, or the key in a YAML file.
    remedy : str, optional
        What to do.
    severity : {"error", "warning"}
        An error stops a build; a warning is for the reader to judge.
    also : tuple of int
        Further rows in which the same stands.
    code : str
        The kind, for programs: of what the contract of the tables does not take. "" where
        it has none.
    like : int, optional
        The earlier row that this one repeats.
    meant : str
        The known word that was most likely meant.
    """

    file: str
    found: str
    allowed: str
    row: int | None = None
    column: str | None = None
    remedy: str = ""
    severity: Severity = "error"
    also: tuple[int, ...] = ()
    code: Code = ""
    like: int | None = None
    meant: str = ""

    @property
    def rows(self) -> tuple[int, ...]:
        """Every row in which it stands."""
        return () if self.row is None else (self.row, *self.also)

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.also:
            shown = ", ".join(str(row) for row in self.also[:_ROWS_SHOWN])
            more = len(self.also) - _ROWS_SHOWN
            place += f" (and {shown}{f' and {more} more' if more > 0 else ''})"
        if self.column is not None:
            place += f", column {self.column}"
        return place

    @property
    def problem(self) -> str:
        """What stands there, and the row that it repeats."""
        return self.found if self.like is None else f"{self.found} (the same as in row {self.like})"

    def __str__(self) -> str:
        text = f"{self.place}: found {self.problem}; allowed: {self.allowed}."
        text = text if self.severity == "error" else f"warning: {text}"
        return f"{text} {self.remedy}" if self.remedy else text


def list_errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stop a build, without the warnings.

    Parameters
    ----------
    findings : iterable of Finding
        What a check found.

    Returns
    -------
    list of Finding
        In the same order.
    """
    return [finding for finding in findings if finding.severity == "error"]


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings worst first, and each kind in the order that it had.

    Parameters
    ----------
    findings : iterable of Finding
        What a check found.

    Returns
    -------
    list of Finding
        Errors, then warnings.
    """
    return sorted(findings, key=lambda finding: finding.severity != "error")


#: From so many values on that are wrong in one way, a column is one finding.
_GROUPED = 4


def group_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with those of one column that say the same put together.

    Where a whole column breaks one rule, such as a scale that is not the one of the cohort,
    that is one fact and not one for each cell.

    Parameters
    ----------
    findings : iterable of Finding
        What a check found, in any order.

    Returns
    -------
    list of Finding
        Each in the place of its first. The same value in several rows is one finding; other
        values join it from four on, where the same is allowed and advised.

    Examples
    --------
    >>> cells = [Finding("a.csv", f"'{7 + row % 2}'", "1 to 5", row, "mark") for row in range(2, 8)]
    >>> print(*group_findings(cells))
    a.csv, row 2 (and 3, 4, 5, 6, 7), column mark: found '7', '8'; allowed: 1 to 5.
    """
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        alone = finding.row is None or finding.column is None or finding.like is not None
        key = (finding.file, finding.column, finding.allowed, finding.remedy, finding.severity)
        groups.setdefault(number if alone else (*key, finding.code), []).append(finding)
    grouped: list[Finding] = []
    for group in groups.values():
        if len(group) < _GROUPED:
            by_value: dict[str, list[Finding]] = {}
            for finding in group:
                by_value.setdefault(finding.found, []).append(finding)
            grouped += [_join(same) for same in by_value.values()]
        else:
            grouped.append(_join(group))
    return grouped


def _join(findings: Sequence[Finding]) -> Finding:
    """One finding for several of one column."""
    first = findings[0]
    values = list(dict.fromkeys(finding.found for finding in findings))
    found = ", ".join(values[:_VALUES_SHOWN])
    if len(values) > _VALUES_SHOWN:
        found += f" and {len(values) - _VALUES_SHOWN} more"
    rows = [row for finding in findings for row in finding.rows]
    return replace(first, found=found, also=tuple(rows[1:]))


def suggest(word: str, known: Iterable[str]) -> str:
    """Return "Did you mean ...?" for the nearest known word, or "".

    Parameters
    ----------
    word : str
        What was written.
    known : iterable of str
        What could have been meant.

    Returns
    -------
    str
        A question, or the empty string where nothing is near.

    Examples
    --------
    >>> suggest("partcipant", ["participant", "construct"])
    "Did you mean 'participant'?"
    >>> suggest("zebra", ["participant", "construct"])
    ''
    """
    meant = find_meant(word, known)
    return f"Did you mean '{meant}'?" if meant else ""


def find_meant(word: str, known: Iterable[str]) -> str:
    """Return the nearest known word, or "".

    Parameters
    ----------
    word : str
        What was written.
    known : iterable of str
        What could have been meant.

    Returns
    -------
    str
        One of `known`, or the empty string where none is near.
    """
    by_lower = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.strip().casefold(), by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else ""
