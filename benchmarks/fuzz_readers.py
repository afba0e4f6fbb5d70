"""Change whole files at random and have every reader read them.

Run: python benchmarks/fuzz_readers.py [--seconds 3600] [--seed 1] [--reader NAME]
        [--save | --add]
One input again, with all that is raised: --reader NAME --number 282 [--seed 1]

Each input has to give a result or one of the package's own errors, which names the file,
within 20 s of processor time and 500 MB, leave no file, print nothing and reach for no
network. The readers take turns in a process of their own; a process that dies (of the
limits, or within a library) is a fault of the input that it had. An input is told by seed,
reader and number: the same three make the same bytes again (`make_input`). With ``--save``
the table is kept in `results/fuzz_readers.csv`, with ``--add`` it is added to what is there.
The faults in the table that is kept have been mended; each is in `tests/intake/test_fuzzing.py`.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
RESULT = HERE / "results" / "fuzz_readers.csv"
CPU_SECONDS, MEMORY_BYTES = 20, 500 * 2**20
#: So long each reader is given in turn.
TURN_SECONDS = 60.0
#: What a reader has no business with.
_FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec")


@dataclass
class Tally:
    """What came of a reader's inputs."""

    inputs: int = 0
    accepted: int = 0
    refused: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    def add(self, number: int, outcome: str, seconds: float) -> None:
        """Count one input."""
        self.inputs += 1
        self.seconds += seconds
        self.slowest = max(self.slowest, seconds)
        if outcome in ("accepted", "refused"):
            setattr(self, outcome, getattr(self, outcome) + 1)
        else:
            self.faults[outcome] += 1
            self.first.setdefault(outcome, number)


def make_input(seed: int, reader: str, number: int, files: dict[str, bytes]) -> tuple[str, bytes]:
    """The input of this number: first each file as it is, then changed ones."""
    from fuzz_mutations import mutate

    names = list(files)
    if number < len(names):
        return names[number], files[names[number]]
    rng = Random(f"{seed}/{reader}/{number}")
    name = rng.choice(names)
    return name, mutate(rng, files[name], name, list(files.values()))


# -- the process that reads -----------------------------------------------------------------------


class Sandbox:
    """A process's own folders, limits and ears."""

    def __init__(self, folder: Path):
        from fuzz_targets import Desk

        self.desk = Desk(folder)
        self.desk.prepare()
        self.heard: list[str] = []
        self.printed = folder / "printed"
        os.environ.update(TMPDIR=str(folder / "tmp"), HOME=str(folder / "here"))
        tempfile.tempdir = None
        os.chdir(folder / "here")
        sys.addaudithook(self._listen)

    def _listen(self, event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            self.heard.append(event)
        elif event == "open" and isinstance(arguments[0], str | Path):
            flags = arguments[2] if isinstance(arguments[2], int) else 0
            place = Path(os.path.abspath(arguments[0]))
            if flags & (os.O_WRONLY | os.O_RDWR) and not place.is_relative_to(self.desk.folder):
                self.heard.append("a file written elsewhere")

    def try_one(self, target: object, name: str, content: bytes) -> str:
        """Read one input: "accepted", "refused" or the fault."""
        path = self.desk.inbox / name
        path.write_bytes(content)
        self.heard.clear()
        outcome = self._read(target, path)
        path.unlink()
        left = [p for part in ("inbox", "tmp", "here") for p in (self.desk.folder / part).iterdir()]
        for place in left:
            shutil.rmtree(place) if place.is_dir() else place.unlink()
        sys.stdout.flush()
        sys.stderr.flush()
        if self.heard:
            return f"reaches out: {self.heard[0]}"
        if left:
            return "leaves a file"
        if self.printed.exists() and self.printed.stat().st_size:
            os.truncate(self.printed, 0)
            return "prints"
        return outcome

    def _read(self, target: object, path: Path) -> str:
        from fuzz_targets import COHORT, OWN_ERRORS

        try:
            return "accepted" if target.read(path, self.desk) else "refused"
        except OWN_ERRORS as error:
            if target.named and path.name not in str(error) and COHORT not in str(error):
                return "an error that does not name the file"
            return "refused"
        except MemoryError:
            return "over 500 MB"
        except BaseException as error:
            return tell_fault(error)


def tell_fault(error: BaseException) -> str:
    """Its kind and where in the package it came from."""
    trace, place = error.__traceback__, ""
    while trace:
        file = Path(trace.tb_frame.f_code.co_filename)
        if "senco" in file.parts and "site-packages" not in file.parts:
            place = f"{file.stem}.{trace.tb_frame.f_code.co_name}"
        trace = trace.tb_next
    return f"{type(error).__name__} in {place}"


def work(reader: str, seed: int, first: int, until: float, folder: Path, answers: int) -> None:
    """Read inputs from `first` on until a moment, and answer a line for each."""
    from fuzz_targets import TARGETS

    target = next(target for target in TARGETS if target.name == reader)
    files = target.seeds()
    sandbox = Sandbox(folder)
    for name, content in files.items():  # what is imported and kept once is no input's doing
        sandbox.try_one(target, name, content)
    _redirect(sandbox.printed)
    warnings.simplefilter("error")  # it would be printed
    size = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY_BYTES,) * 2)
    number = first
    with os.fdopen(answers, "w", buffering=1, encoding="utf-8") as pipe:
        while time.monotonic() < until:
            name, content = make_input(seed, reader, number, files)
            pipe.write(f"{number} ?\n")
            signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)  # its signal ends the process
            before = time.process_time()
            outcome = sandbox.try_one(target, name, content)
            spent = time.process_time() - before
            signal.setitimer(signal.ITIMER_PROF, 0)
            pipe.write(f"{number} {spent:.4f} {outcome}\n")
            number += 1


def _redirect(place: Path) -> None:
    """What is printed goes into a file, which has to stay empty."""
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(handle, 1)
    os.dup2(handle, 2)


# -- the process that counts ----------------------------------------------------------------------


def take_turn(reader: str, seed: int, first: int, seconds: float, tally: Tally) -> int:
    """Let one process read for a while; the number of the input that comes next."""
    readable, answers = os.pipe()
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="fuzz") as place:
        call = [sys.executable, __file__, "--work", reader, str(seed), str(first), str(until)]
        child = subprocess.Popen(
            [*call, f"{place}/desk", str(answers)], pass_fds=[answers], stderr=subprocess.PIPE
        )
        os.close(answers)
        asked, done = first - 1, first - 1
        with os.fdopen(readable, encoding="utf-8") as pipe:
            for line in pipe:
                number, _, rest = line.strip().partition(" ")
                if rest == "?":
                    asked = int(number)
                    continue
                spent, _, outcome = rest.partition(" ")
                done = int(number)
                tally.add(done, outcome, float(spent))
        said = child.communicate()[1].decode("utf-8", "replace")
        printed = Path(place) / "desk" / "printed"
        said += printed.read_text("utf-8", "replace") if printed.exists() else ""
    if asked > done:
        tally.add(asked, _name_end(child.returncode), 0.0)
    elif child.returncode:
        raise SystemExit(f"The process that reads {reader} ended between inputs:\n{said}")
    return asked + 1


def _name_end(code: int) -> str:
    if code == -signal.SIGPROF:
        return f"over {CPU_SECONDS} s"
    name = signal.Signals(-code).name if code < 0 else f"status {code}"
    return f"the process ended ({name})"


def fuzz(tallies: dict[str, Tally], seed: int, seconds: float, kept: bool) -> dict[str, Tally]:
    """Give all readers their turns until the time is over; the table is kept after each."""
    readers = [*tallies]
    numbers = dict.fromkeys(readers, 0)
    end = time.monotonic() + seconds
    turn = min(TURN_SECONDS, seconds / len(readers))
    while (left := end - time.monotonic()) > turn / 4:
        reader = min(readers, key=lambda name: (tallies[name].seconds, numbers[name]))
        tally = tallies[reader]
        before = time.monotonic()
        cpu = tally.seconds
        while (rest := min(turn, left) - (time.monotonic() - before)) > 0:
            numbers[reader] = take_turn(reader, seed, numbers[reader], rest, tally)
        tally.seconds = cpu + time.monotonic() - before
        left_over = max(0.0, end - time.monotonic())
        print(f"{left_over:6.0f} s  {reader}: {tally.inputs}", *_list(tally), flush=True)
        if kept:
            save(tabulate(tallies))
    return tallies


def _list(tally: Tally) -> list[str]:
    return [
        f"\n    {n} x {what}, first {tally.first.get(what)}" for what, n in (+tally.faults).items()
    ]


COLUMNS = ("reader", "seconds", "inputs", "accepted", "refused", "faults", "slowest_s")


def tabulate(tallies: dict[str, Tally]) -> list[dict[str, object]]:
    """A row for each reader."""
    return [
        {
            "reader": reader,
            "seconds": round(tally.seconds),
            "inputs": tally.inputs,
            "accepted": tally.accepted,
            "refused": tally.refused,
            "faults": sum(tally.faults.values()),
            "slowest_s": round(tally.slowest, 2),
        }
        for reader, tally in tallies.items()
    ]


def load(tallies: dict[str, Tally]) -> None:
    """Begin with what the kept table counts."""
    with RESULT.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            tally = tallies[row["reader"]]
            tally.inputs, tally.accepted = int(row["inputs"]), int(row["accepted"])
            tally.refused, tally.seconds = int(row["refused"]), float(row["seconds"])
            tally.slowest = float(row["slowest_s"])
            tally.faults["in an earlier run"] += int(row["faults"])


def save(rows: list[dict[str, object]]) -> None:
    """Keep the table."""
    with RESULT.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def show(rows: list[dict[str, object]]) -> None:
    """Print the table."""
    print(f"{'reader':38}" + "".join(f"{name:>10}" for name in COLUMNS[1:]))
    for row in rows:
        print(f"{row['reader']:38}" + "".join(f"{row[name]:>10}" for name in COLUMNS[1:]))


def replay(reader: str, seed: int, number: int) -> None:
    """Read one input again, without limits; what it raises is shown."""
    from fuzz_targets import TARGETS, Desk

    target = next(target for target in TARGETS if target.name == reader)
    name, content = make_input(seed, reader, number, target.seeds())
    print(name, len(content), content[:1000])
    with tempfile.TemporaryDirectory() as place:
        desk = Desk(Path(place))
        desk.prepare()
        (desk.inbox / name).write_bytes(content)
        print("accepted" if target.read(desk.inbox / name, desk) else "refused")


def main() -> None:
    from fuzz_targets import TARGETS

    names = [target.name for target in TARGETS]
    parser = argparse.ArgumentParser(description="Change whole files, and have them read.")
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", choices=names)
    parser.add_argument("--number", type=int, help="of one input of the reader, read again")
    parser.add_argument("--save", action="store_true")
    parser.add_argument("--add", action="store_true")
    given = parser.parse_args()
    if given.number is not None:
        replay(given.reader, given.seed, given.number)
        return
    tallies = {name: Tally() for name in ([given.reader] if given.reader else names)}
    if given.add:
        load(tallies)
    fuzz(tallies, given.seed, given.seconds, given.save or given.add)
    show(tabulate(tallies))
    print(json.dumps({name: dict(t.first) for name, t in tallies.items() if t.first}, indent=1))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        reader, seed, first, until, folder, answers = sys.argv[2:]
        work(reader, int(seed), int(first), float(until), Path(folder), int(answers))
    else:
        main()
