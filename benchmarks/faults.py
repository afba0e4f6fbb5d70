"""The command on real conditions that go against it: each comes out right, or says what to do.

Run: python benchmarks/faults.py [WORDS]   (half an hour; WORDS of the conditions to be tried)

Tried as root on Linux, for some conditions need file systems and users of their own; what
cannot be tried on a machine is said to be so. After each: the result is the same bytes as
without the fault, or one sentence with a remedy and another status than 0; nothing is left
running, and no file or folder but the finished ones; and the next ordinary call makes the
same bytes. What came of each is kept in results/faults.csv.
"""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kills import LEFT_OUT, ROOT, START, list_left, read_pages

COHORT = "ey-pvi-2017"
#: The quickest page.
PAGE = ("run", COHORT, "--stage", "10_participants", "--jobs", "1")
RESULTS = Path(__file__).parent / "results" / "faults.csv"
#: So long may a command take on a machine that is busy; it only ends what hangs.
HANG_SECONDS = 600
#: A preloaded process ends three seconds after the last build.
_GONE_SECONDS = 60


class NotTriedError(Exception):
    """Why a condition cannot be made on this machine."""


@dataclass
class Place:
    """A copy of the checkout with a temporary folder of its own.

    Parameters
    ----------
    around : Path
        The folder of both.
    name : str
        What the copy's folder is called.
    expected : dict of str to bytes
        Pages and results as a run without a fault makes them.
    """

    around: Path
    name: str = "copy"
    expected: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.around.mkdir(exist_ok=True)
        self.temporary.mkdir()
        shutil.copytree(ROOT, self.folder, ignore=LEFT_OUT)

    @property
    def folder(self) -> Path:
        """The copy."""
        return self.around / self.name

    @property
    def temporary(self) -> Path:
        """Where its temporary files go; short, for a socket's path is."""
        return self.around / "t"

    def make_environment(self, changes: dict[str, str | None]) -> dict[str, str]:
        """This process's, with the copy's package, and changes: None takes one away."""
        kept = {name: value for name, value in os.environ.items() if name != "SENCO_ROOT"}
        own = {"PYTHONPATH": str(self.folder / "analysis"), "TMPDIR": str(self.temporary)}
        own |= {"PYTHONDONTWRITEBYTECODE": "1", "MARK": str(self.around)}
        merged = {**kept, **own, **changes}
        return {name: value for name, value in merged.items() if value is not None}

    def start(self, *words: str, before: Iterable[str] = (), code: str = START, **changes):
        """Start the command with pipes, in a session of its own."""
        return subprocess.Popen(
            [*before, sys.executable, "-c", code, *words], cwd=self.folder, text=True,
            env=self.make_environment(changes), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True, encoding="utf-8", errors="replace",
        )  # fmt: skip

    def run(self, *words: str, **options) -> subprocess.CompletedProcess[str]:
        """Run the command to its end."""
        return end(self.start(*words, **options))

    def check_right(self, done: subprocess.CompletedProcess[str]) -> str:
        """It went well, and the bytes are those that are expected."""
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        made = read_pages(self.folder)
        wrong = [name for name, content in self.expected.items() if made.get(name) != content]
        assert not wrong, f"other bytes: {wrong}"
        return "right"

    def check_told(self, done: subprocess.CompletedProcess[str], words: str) -> str:
        """It ended with a sentence in which these words stand; the sentence."""
        assert done.returncode not in (0, -9), done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        assert words in done.stderr, f"not said: {words}\n{done.stderr}"
        return " ".join(done.stderr.split()).replace(str(self.around), "")

    def check_left(self) -> None:
        """Nothing runs, and no file or folder is there but the finished ones."""
        for left in (self.list_running, self.list_halves):
            limit = time.monotonic() + _GONE_SECONDS
            while left() and time.monotonic() < limit:
                time.sleep(0.1)
            assert not left(), f"left: {left()}"

    def list_running(self) -> list[int]:
        """Processes of this place."""
        return list_left(str(self.around))

    def list_halves(self) -> list[str]:
        """Files and folders that are not finished, and temporary ones."""
        work = self.folder / ".work"
        found = [*self.temporary.iterdir(), *work.glob("*/*"), *work.glob("import-*")]
        found += (self.folder / "_build").glob("new*")
        found += (self.folder / "_build").glob(".*")
        for folder in ("book/cohorts", "data/cohorts"):
            found += (self.folder / folder).rglob(".*")
        return [path.relative_to(self.around).as_posix() for path in found]

    def check_next(self) -> None:
        """The next ordinary call makes what is expected, and leaves nothing."""
        self.check_right(self.run(*PAGE))
        self.check_left()

    def replace(self, path: str, old: str, new: str) -> Callable[[], None]:
        """Change one text in a file; what takes the change back."""
        file = self.folder / path
        content = file.read_bytes()
        assert old.encode() in content, f"{path} does not hold {old!r}"
        file.write_bytes(content.replace(old.encode(), new.encode(), 1))
        return lambda: file.write_bytes(content) and None

    @contextmanager
    def hold_page(self) -> Iterator[Path]:
        """While this holds, the page waits in a cell for a file, which it tells that it came."""
        came, go = self.around / "came", self.around / "go"
        code = f"open('{came}', 'w').close()\\n\", \"while not __import__('os').path"
        code += f".exists('{go}'): __import__('time').sleep(0.02)\\n\", \"study = cohort"
        back = self.replace(
            "analysis/notebooks/10_participants.ipynb", '"study = cohort', f'"{code}'
        )
        try:
            yield came
        finally:
            go.touch()
            back()


def end(running: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """Wait for a command's end, and give what it said."""
    try:
        out, err = running.communicate(timeout=HANG_SECONDS)
    except subprocess.TimeoutExpired:
        running.kill()
        raise AssertionError("it hangs") from None
    return subprocess.CompletedProcess(running.args, running.returncode, out, err)


def wait_until(held: Callable[[], object], running: subprocess.Popen[str] | None = None) -> None:
    """Wait for a state, which a process that runs has to bring about."""
    limit = time.monotonic() + HANG_SECONDS
    while not held():
        assert running is None or running.poll() is None, running.communicate()
        assert time.monotonic() < limit, "this hangs"
        time.sleep(0.01)


def find_preloaded(place: Place) -> list[int]:
    """The process that serves, without the kernels that it became."""
    serving = []
    for number in place.list_running():
        words = Path(f"/proc/{number}/cmdline").read_bytes()
        parent = Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()[1]
        if b"preloaded.py" in words and b"preloaded.py" not in _read_command(parent):
            serving.append(number)
    return serving


def _read_command(number: str) -> bytes:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return b""


@dataclass(frozen=True)
class Condition:
    """One row of the table.

    Parameters
    ----------
    name : str
        What goes against the command.
    command : str
        What is typed.
    attempt : callable
        Does it in a place, and gives what came of it.
    folder : str
        What the copy's folder is called.
    """

    name: str
    command: str
    attempt: Callable[[Place], str]
    folder: str = "copy"


def try_condition(condition: Condition, expected: dict[str, bytes]) -> tuple[str, float]:
    """Try one in a place of its own; what came of it, and the seconds of the faulty call."""
    with tempfile.TemporaryDirectory(prefix="f", dir="/tmp") as around:
        os.chmod(around, 0o755)
        place = Place(Path(around) / "p", condition.folder, expected)
        start = time.monotonic()
        try:
            came = condition.attempt(place)
        except NotTriedError as error:
            return f"not tried: {error}", 0.0
        seconds = time.monotonic() - start
        place.check_left()
        place.check_next()
    return came, seconds


def make_expected() -> dict[str, bytes]:
    """Pages and results as a run without a fault makes them."""
    with tempfile.TemporaryDirectory(prefix="f", dir="/tmp") as around:
        place = Place(Path(around) / "p")
        place.check_right(place.run(*PAGE, "--force"))
        made = read_pages(place.folder)
    parts = [f"book/cohorts/{COHORT}/{part}10_participants" for part in ("", "results/")]
    return {name: text for name, text in made.items() if name.startswith(tuple(parts))}


def main(*words: str) -> None:
    """Try all conditions, or those whose names hold one of the words, and write the table."""
    from conditions import CONDITIONS

    # a shell that starts this in the background has them ignored, and so would the commands
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    expected = make_expected()
    told, failed = read_results(), []
    for one in CONDITIONS:
        if words and not any(word in one.name for word in words):
            continue
        try:
            came, seconds = try_condition(one, expected)
        except AssertionError as error:
            failed.append(one.name)
            came, seconds = f"WRONG: {error}", 0.0
        told[one.name, one.command] = came
        print(f"{one.name} | {one.command} | {seconds:.0f} s | {came}", flush=True)
        write_results(
            [(*key, told[key]) for key in ((c.name, c.command) for c in CONDITIONS) if key in told]
        )
    sys.exit(f"wrong: {failed}" if failed else 0)


def read_results() -> dict[tuple[str, str], str]:
    """What came of each condition and command when it was last tried."""
    if not RESULTS.is_file():
        return {}
    with RESULTS.open(encoding="utf-8", newline="") as stream:
        return {(name, command): came for name, command, came in list(csv.reader(stream))[1:]}


def write_results(rows: list[tuple[str, str, str]]) -> None:
    """Write the table, in the order of the conditions."""
    with RESULTS.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([("condition", "command", "what came of it"), *rows])


if __name__ == "__main__":
    import faults  # the module that the conditions know, and not this script

    faults.main(*sys.argv[1:])
