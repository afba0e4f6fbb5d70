"""A command kept from the network and from people's files, where the system can do that.

On Linux: by bubblewrap where it is installed, else by namespaces that an ordinary user may
make (`unshare`). The command sees the system's programs and Python, both read-only, and one
folder, in which it may write. This module imports nothing of this package: as a script it
lays out what the command sees, and then becomes the command.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import site
import socket
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

#: What a program needs of the system: no home, no mail, no sockets of running services.
_SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store",
    "/etc/alternatives", "/etc/fonts", "/etc/group", "/etc/hosts", "/etc/ld.so.cache",
    "/etc/localtime", "/etc/nsswitch.conf", "/etc/passwd",
)  # fmt: skip
#: Parts of /proc by which root could change the machine itself.
_OF_THE_MACHINE = ("bus", "irq", "sys", "sysrq-trigger")
_DEVICES = ("null", "zero", "full", "random", "urandom")
_NAMESPACES = ("--user", "--map-root-user", "--net", "--mount", "--pid", "--ipc", "--uts")
#: Libraries outside Python that every run loads: where they are not seen, nothing would run.
_PROBE = "import numpy, zmq; print('enclosed')"
_PROBE_SECONDS = 600
_SCRATCH_BYTES = "512m"

# numbers of the Linux kernel, the same on every processor
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_BIND, _MS_REC = 2, 4, 8, 4096, 16384
_MOUNT_SETATTR, _AT_FDCWD, _AT_RECURSIVE, _ATTR_RDONLY = 442, -100, 0x8000, 1
_PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 24, 38
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 1


@dataclass(frozen=True)
class Enclosure:
    """How a command is kept apart.

    Parameters
    ----------
    before : tuple of str
        What goes before the command; empty where it cannot be kept apart.
    obstacle : str
        Why it cannot be, as the end of a sentence; empty where it is.
    """

    before: tuple[str, ...] = ()
    obstacle: str = ""

    @property
    def summary(self) -> str:
        """What was done, in words."""
        if self.obstacle:
            return (
                f"They could not be cut off from the network and your files: {self.obstacle}. "
                "Their home folder was empty."
            )
        return "They had no access to the network or your files."


def find_enclosure(folder: Path, environment: dict[str, str]) -> Enclosure:
    """Find out how a command can be kept apart, and try it.

    Parameters
    ----------
    folder : Path
        The one folder that the command sees and may write in.
    environment : dict of str to str
        The command's environment.

    Returns
    -------
    Enclosure
        Bubblewrap's, else that of namespaces; with what stands against it where
        neither works.
    """
    if not sys.platform.startswith("linux"):
        return Enclosure(obstacle="that needs Linux")
    places = _list_places()
    if any(_holds(place, _home()) for place in places):
        return Enclosure(obstacle="Python is installed around the home folder")
    ways = [way(folder, places) for way in (_by_bubblewrap, _by_namespaces)]
    for before in filter(None, ways):
        if _is_working(before, folder, environment):
            return Enclosure(before=before)
    if not any(ways):
        return Enclosure(obstacle="neither bubblewrap (bwrap) nor unshare is installed")
    return Enclosure(obstacle="this system does not let you make namespaces")


def _home() -> str:
    return os.path.realpath(os.path.expanduser("~"))


def _holds(place: str, inner: str) -> bool:
    return Path(inner).is_relative_to(os.path.realpath(place))


def _list_places() -> list[str]:
    """The system's folders and Python's own, each once, outer ones first."""
    python = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    if site.ENABLE_USER_SITE:
        python.add(site.getusersitepackages())
    python |= {os.path.realpath(place) for place in python}
    places = [place for place in (*_SYSTEM, *sorted(python)) if os.path.exists(place)]
    kept: list[str] = []
    for place in places:
        if not any(Path(place).is_relative_to(outer) for outer in kept):
            kept.append(place)
    return kept


def _by_bubblewrap(folder: Path, places: Sequence[str]) -> tuple[str, ...]:
    program = shutil.which("bwrap")
    if program is None:
        return ()
    binds = [word for place in places for word in ("--ro-bind", place, place)]
    return (
        program, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
        "--tmpfs", "/tmp", *binds, "--proc", "/proc", "--dev", "/dev",
        "--bind", str(folder), str(folder), "--chdir", str(folder), "--",
    )  # fmt: skip


def _by_namespaces(folder: Path, places: Sequence[str]) -> tuple[str, ...]:
    program = shutil.which("unshare")
    if program is None:
        return ()
    orders = json.dumps({"folder": str(folder), "places": list(places)})
    own = (sys.executable, "-I", str(Path(__file__).resolve()), orders)
    return (program, *_NAMESPACES, "--fork", "--kill-child", "--", *own)


def _is_working(before: Sequence[str], folder: Path, environment: dict[str, str]) -> bool:
    try:
        done = subprocess.run(
            [*before, sys.executable, "-P", "-c", _PROBE],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and done.stdout.strip() == b"enclosed"


# As a script, inside the namespaces.


def _enter(folder: str, places: Sequence[str], command: Sequence[str]) -> None:
    """Lay out what the command sees, give up every right over it, and become the command."""
    here = os.getcwd()
    root = os.path.join(folder, ".seen")
    os.makedirs(root, exist_ok=True)
    _mount("tmpfs", root, "tmpfs", _MS_NOSUID | _MS_NODEV, f"mode=755,size={_SCRATCH_BYTES}")
    for place in places:
        _bind(place, root + place)
        _make_read_only(root + place)
    _make_processes(root)
    _make_devices(root)
    os.makedirs(f"{root}/tmp", mode=0o700, exist_ok=True)
    _bind(folder, root + folder)
    _raise_loopback()
    os.chroot(root)
    os.chdir(here)
    _give_up_rights()
    os.execv(command[0], list(command))


def _make_processes(root: str) -> None:
    os.makedirs(f"{root}/proc")
    _mount("proc", f"{root}/proc", "proc", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC)
    for name in _OF_THE_MACHINE:
        place = f"{root}/proc/{name}"
        if os.path.exists(place):
            _mount(place, place, "none", _MS_BIND | _MS_REC)
            _make_read_only(place)


def _make_devices(root: str) -> None:
    os.makedirs(f"{root}/dev/shm", mode=0o700)
    for name in _DEVICES:
        _bind(f"/dev/{name}", f"{root}/dev/{name}")
    os.symlink("/proc/self/fd", f"{root}/dev/fd")


def _call(number: int, what: str) -> None:
    """Raise OSError for a call of the C library that failed."""
    if number != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error), what)


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    words = (word.encode() for word in (source, target, kind))
    _call(_library().mount(*words, ctypes.c_ulong(flags), options.encode()), target)


def _bind(source: str, target: str) -> None:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "a", encoding="ascii"):
            pass
    _mount(source, target, "none", _MS_BIND | _MS_REC)


def _make_read_only(place: str) -> None:
    """The place and all that is mounted below it (mount_setattr, since Linux 5.12)."""
    wanted = struct.pack("4Q", _ATTR_RDONLY, 0, 0, 0)
    done = _library().syscall(
        ctypes.c_long(_MOUNT_SETATTR),
        ctypes.c_int(_AT_FDCWD),
        ctypes.c_char_p(place.encode()),
        ctypes.c_uint(_AT_RECURSIVE),
        ctypes.c_char_p(wanted),
        ctypes.c_size_t(len(wanted)),
    )
    _call(done, place)


def _raise_loopback() -> None:
    """Notebook and kernel speak to one another at 127.0.0.1, which is down at first."""
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        answer = fcntl.ioctl(asked, _SIOCGIFFLAGS, struct.pack("16sh22x", b"lo", 0))
        flags = struct.unpack("16sh22x", answer)[1] | _IFF_UP
        fcntl.ioctl(asked, _SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", flags))


def _give_up_rights() -> None:
    """Without them what was laid out can be neither changed nor left."""
    library, right = _library(), 0
    while library.prctl(_PR_CAPBSET_DROP, right, 0, 0, 0) == 0:
        right += 1
    if right == 0:
        raise OSError("the rights over the namespaces cannot be given up")
    _call(library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new rights")


if __name__ == "__main__":
    settings = json.loads(sys.argv[1])
    _enter(settings["folder"], settings["places"], sys.argv[2:])
