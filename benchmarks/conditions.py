"""The conditions that `faults` tries, one after the other."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from book_conditions import (
    try_full,
    try_path,
    try_read_only,
    try_site_killed,
    try_sphinx,
)
from faults import COHORT, PAGE, Condition, NotTriedError, Place, end, find_preloaded, wait_until
from kills import KILL_AT, ROOT, START

FORCED = (*PAGE, "--force")
TABLE = f"data/cohorts/{COHORT}/participants.csv"
#: In a namespace of its own, where what is mounted is nobody else's.
ALONE = ("unshare", "--mount", "bash", "-c")
SHM = 'mount -t tmpfs -o ro tmpfs /dev/shm && exec "$@"'
FULL = (
    'mount -t tmpfs -o size=64k tmpfs "$TMPDIR" && head -c 99999 /dev/zero > "$TMPDIR/x" '
    '2> /dev/null; "$@"; told=$?; rm -f "$TMPDIR/x"; exit $told'
)
#: An ordinary user, who sees a copy of this Python where the administrator's home was.
ORDINARY = (
    'mkdir -p "$0" && mount --bind "{base}" "$0" && mount -t tmpfs -o mode=755 tmpfs "{top}" && '
    'mkdir -p "{base}" && mount --bind "$0" "{base}" && umount "$0" && '
    'exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"'
)


def try_under(
    place: Place,
    *,
    words: str = "",
    before: Sequence[str] = (),
    typed: Sequence[str] = FORCED,
    **changes: str | None,
) -> str:
    """Run under changes of the environment; right, or told in these words."""
    done = place.run(*typed, before=before, **changes)
    if words:
        return place.check_told(done, words)
    if typed is not FORCED:  # a command that makes nothing
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        return "right"
    return place.check_right(done)


def limit(setting: str) -> tuple[str, ...]:
    """What comes before a command that is to have a limit."""
    return ("bash", "-c", f'ulimit {setting} && exec "$@"', "-")


def try_ordinary(place: Place) -> str:
    """As nobody, who owns the copy alone."""
    base = Path(os.path.realpath(sys.executable)).parents[1]
    top = Path("/", *base.parts[1:2])
    if top.name in ("usr", "opt"):
        before: tuple[str, ...] = (
            "setpriv",
            "--reuid",
            "65534",
            "--regid",
            "65534",
            "--clear-groups",
        )
    else:
        order = ORDINARY.format(base=base, top=top)
        before = (*ALONE, order, str(place.around / "python"))
    subprocess.run(["chown", "-R", "65534:65534", place.folder, place.temporary], check=True)
    came = try_under(place, before=before, HOME="/nonexistent")
    shutil.rmtree(place.around / "python", ignore_errors=True)
    subprocess.run(["chown", "-R", "0:0", place.folder], check=True)
    return came


def try_clock(place: Place, away: str) -> str:
    """With a clock that goes wrong."""
    if shutil.which("faketime") is None:
        raise NotTriedError("faketime is not installed")
    return try_under(place, before=("faketime", "-f", away))


def try_german(place: Place) -> str:
    """With a German locale, made for this."""
    made = place.around / "de_DE.UTF-8"
    order = ["localedef", "-i", "de_DE", "-f", "UTF-8", str(made)]
    if subprocess.run(order, capture_output=True, check=False).returncode > 1:
        raise NotTriedError("localedef or its sources are not installed")
    return try_under(place, LOCPATH=str(place.around), LC_ALL="de_DE.UTF-8")


def try_crlf(place: Place) -> str:
    """In a clone whose text files have got CRLF line ends."""
    clone = place.around / "clone"
    order = [
        "git",
        "-c",
        "core.autocrlf=true",
        "clone",
        "-q",
        "--no-hardlinks",
        str(ROOT),
        str(clone),
    ]
    subprocess.run(order, check=True)
    assert b"\r\n" in (clone / TABLE).read_bytes(), "no CRLF"
    for name in ("analysis/senco", "book/cohorts"):  # modules as they are here, in CRLF too
        shutil.rmtree(clone / name)
        shutil.copytree(place.folder / name, clone / name)
    for path in (clone / "analysis" / "senco").rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    shutil.move(place.folder, place.around / "lf")
    shutil.move(clone, place.folder)
    shutil.rmtree(place.folder / ".git")
    came = place.check_right(place.run(*FORCED))
    shutil.rmtree(place.folder)
    shutil.move(place.around / "lf", place.folder)
    return came


def try_signal(place: Place, number: signal.Signals) -> str:
    """While a page is computed."""
    with place.hold_page() as came:
        running = place.start(*FORCED)
        wait_until(came.exists, running)
        running.send_signal(number)
        return place.check_told(end(running), "Broken off before 1 of 1 pages")


def try_ignored(place: Place) -> str:
    """Under nohup, a terminal that is closed ends nothing."""
    with place.hold_page() as came:
        running = place.start(*FORCED, before=("nohup",))
        wait_until(came.exists, running)
        running.send_signal(signal.SIGHUP)
        (place.around / "go").touch()
        done = end(running)
    assert done.returncode == 0, done.stderr
    return "right"


def try_pipe(place: Place, typed: Sequence[str]) -> str:
    """Read by a program that reads nothing."""
    before = ("bash", "-c", '"$@" | true; exit ${PIPESTATUS[0]}', "-")
    done = place.run(*typed, before=before)
    if typed is FORCED:
        return place.check_told(done, "has ended")
    assert done.returncode == 1 and not done.stderr, done.stderr
    return "ends without a word, as is the custom"


def try_preloaded_before(place: Place) -> str:
    """Killed between two runs, so that its socket is left."""
    place.check_right(place.run(*FORCED))
    for number in find_preloaded(place):
        os.kill(number, signal.SIGKILL)
    assert list(place.temporary.rglob("*.socket")), "it had ended by itself"
    return place.check_right(place.run(*FORCED))


def try_preloaded_during(place: Place) -> str:
    """Killed while its kernel computes a page."""
    with place.hold_page() as came:
        running = place.start(*FORCED)
        wait_until(came.exists, running)
        (serving,) = find_preloaded(place)
        os.kill(serving, signal.SIGKILL)
        return place.check_told(end(running), "Its process was ended from outside")


def try_two(place: Place, typed: Sequence[str]) -> str:
    """While a page is computed, another command."""
    with place.hold_page() as came:
        running = place.start(*FORCED)
        wait_until(came.exists, running)
        told = place.check_told(place.run(*typed), "Another senco command is at work")
        (place.around / "go").touch()
        assert end(running).returncode == 0
    return told.replace(str(running.pid), "N")


def try_change(place: Place, half: bool) -> str:
    """A table changed, or cut off in the middle of a row, before the page's cell reads it."""
    file = place.folder / TABLE
    content = file.read_bytes()
    assert b"203-210" in content
    changed = content[: len(content) // 2] if half else content.replace(b"203-210", b"203-211", 1)
    with place.hold_page() as came:
        running = place.start(*FORCED)
        wait_until(came.exists, running)
        file.write_bytes(changed)
        (place.around / "go").touch()
        done = end(running)
    status = place.run("status", COHORT, "--stage", "10_participants")
    file.write_bytes(content)
    if half:
        for told in (done, status):
            place.check_told(told, "found a row that ends early; allowed: a cell for every heading")
        return "the row that was cut off is named, with what is allowed"
    assert "stale" in status.stdout, status.stdout
    return "made, and stale afterwards"


def try_new_killed(place: Place, event: str) -> str:
    """Killed at each event of a kind: a cohort is there whole, or its name is free."""
    for number in range(1, 40):
        code = KILL_AT.format(event=event, number=number, where="") + START
        done = place.run("new", "my-county", code=code)
        made = place.folder / "data" / "cohorts" / "my-county"
        assert done.returncode in (0, -9), done.stderr
        if made.exists():
            assert len(list(made.iterdir())) > 5, "half a cohort"
            shutil.rmtree(made)
        elif done.returncode == 0:
            raise AssertionError("nothing was made")
        for half in made.parent.glob(".my-county.*"):
            shutil.rmtree(half)
        if done.returncode == 0:
            return f"whole or not there at each of {number - 1} moments"
    raise AssertionError("it never came to its end")


def try_moves_killed(place: Place) -> str:
    """Killed at each move and removal of the page's files; taken up again each time."""
    for event in ("os.rename", "os.remove"):
        for number in range(1, 60):
            (place.folder / "_build" / "manifest.jsonl").unlink(missing_ok=True)
            # not where Python itself tries whether a folder for temporary files can be written
            where = str(place.folder)
            code = KILL_AT.format(event=event, number=number, where=where) + START
            done = place.run(*FORCED, code=code)
            if done.returncode == 0:
                break
            assert done.returncode == -9, done.stderr
            place.check_right(place.run(*PAGE))
    return f"right after each of the moves and removals ({number - 1} of the last kind)"


NASTY = 'a b\'s "c" #1 100% %41 & Umläute é'
RUN, BUILD = "senco run", "senco build"
CONDITIONS: list[Condition] = [
    Condition("no HOME", RUN, partial(try_under, HOME=None)),
    Condition("HOME that is not there", RUN, partial(try_under, HOME="/nonexistent")),
    Condition("HOME that cannot be written", RUN, partial(try_under, HOME="/proc")),
    Condition("an ordinary user without a home", RUN, try_ordinary),
    Condition("TMPDIR that is not there", RUN, partial(try_under, TMPDIR="/nonexistent")),
    Condition("TMPDIR that cannot be written", RUN, partial(try_under, TMPDIR="/proc")),
    Condition("TMPDIR that is full", RUN, partial(try_under, before=(*ALONE, FULL, "-"))),
    Condition("no /dev/shm", RUN, partial(try_under, before=(*ALONE, SHM, "-"))),
    Condition(
        "40 open files", RUN, partial(try_under, before=limit("-n 40"), words="ulimit -n 1024")
    ),
    Condition("40 open files that may be raised", RUN, partial(try_under, before=limit("-Sn 40"))),
    Condition(
        "900 MB of address space",
        RUN,
        partial(try_under, before=limit("-v 900000"), words="ulimit -v unlimited"),
    ),
    Condition(
        "900 MB of address space",
        "senco check",
        partial(try_under, before=limit("-v 900000"), typed=("check", COHORT)),
    ),
    Condition("LC_ALL=C", RUN, partial(try_under, LC_ALL="C", LANG=None)),
    Condition("no locale", RUN, partial(try_under, LC_ALL=None, LANG=None, LC_CTYPE=None)),
    Condition("a locale that is not there", RUN, partial(try_under, LC_ALL="xx_YY.UTF-8")),
    Condition("a German locale", RUN, try_german),
    Condition("output in Latin-1", RUN, partial(try_under, PYTHONIOENCODING="latin-1")),
    Condition("files in ASCII by default", RUN, partial(try_under, LC_ALL="POSIX", PYTHONUTF8="0")),
    Condition("a CRLF checkout", RUN, try_crlf),
    *(
        Condition(f"clock {away}", RUN, partial(try_clock, away=away))
        for away in ("-4000d", "+4000d")
    ),
    *(
        Condition(f"a path with {what}", RUN, try_under, name)
        for what, name in (
            ("spaces", "a copy  of it"),
            ("quotes", 'it\'s "mine"'),
            ("#", "#1#"),
            ("%", "100%41"),
            ("Umlauts", "Übergänge"),
            ("200 characters", "x" * 200),
        )
    ),
    Condition("a path with all of these", BUILD, try_path, NASTY + "x" * (196 - len(NASTY))),
    *(
        Condition(
            f"{number.name} while a page is computed", RUN, partial(try_signal, number=number)
        )
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    ),
    Condition("HUP under nohup", RUN, try_ignored),
    *(
        Condition(f"{number.name} while Sphinx writes", BUILD, partial(try_sphinx, number=number))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)
    ),
    Condition("a closed pipe", RUN, partial(try_pipe, typed=FORCED)),
    Condition("a closed pipe", "senco status", partial(try_pipe, typed=("status",))),
    Condition("the preloaded process killed before", RUN, try_preloaded_before),
    Condition("the preloaded process killed during a run", RUN, try_preloaded_during),
    Condition("another run of the same cohort", RUN, partial(try_two, typed=PAGE)),
    Condition(
        "another run of another cohort", RUN, partial(try_two, typed=("run", "worked-example"))
    ),
    Condition("an import during a run", RUN, partial(try_two, typed=("import", COHORT, TABLE))),
    Condition("a table changed during a run", RUN, partial(try_change, half=False)),
    Condition("a table half-written during a run", RUN, partial(try_change, half=True)),
    Condition("KILL at each move", "senco new", partial(try_new_killed, event="os.rename")),
    Condition("KILL at each file opened", "senco new", partial(try_new_killed, event="os.mkdir")),
    Condition("KILL at each move of a page", RUN, try_moves_killed),
    Condition("KILL at each move of the site", BUILD, try_site_killed),
    Condition("a read-only disk", BUILD, try_read_only),
    *(
        Condition(f"{room} MB left on the disk", RUN, partial(try_full, room=room))
        for room in (0, 0.05, 0.2)
    ),
    *(
        Condition(
            f"{room} MB left on the disk, all pages made",
            BUILD,
            partial(try_full, room=room, site=True),
        )
        for room in (0.1, 4, 12)
    ),
]
