"""Whether every page comes out the same, byte for byte, whatever the processor.

Makes all pages of what is committed in clones, under settings by which the libraries
compute as they would on other processors, and compares every file with what is committed.
A setting that changes nothing on this machine is named, for it shows nothing here. Where
Python 3.12 and 3.13 are installed, their pages are compared too.
Run: make portable
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: What the libraries choose by the processor, as a digest of what they compute.
PROBE = """
import ctypes, hashlib, math, struct
from pathlib import Path
import numpy
values = numpy.random.default_rng(0).uniform(0.01, 20, 4000)
functions = (math.exp, math.log, math.sin, math.cos, math.lgamma)
computed = b"".join(struct.pack("d", f(v)) for f in functions for v in values.tolist())
parts = [hashlib.sha256(computed).hexdigest()[:8]]
matrix = values.reshape(80, 50)
parts.append(hashlib.sha256((matrix.T @ matrix).tobytes()).hexdigest()[:8])
parts.append(hashlib.sha256(numpy.linalg.svd(matrix)[1].tobytes()).hexdigest()[:8])
from numpy._core._multiarray_umath import __cpu_features__ as features
parts.append(hashlib.sha256(repr(sorted(k for k, v in features.items() if v)).encode())
             .hexdigest()[:8])
print(" ".join(parts))
"""
#: Run in place of the command, so that the kernels' own fixed variables change as well.
START = """
import os
from senco.execution import kernel
kernel.FIXED.update({n: os.environ[n] for n in kernel.FIXED if n in os.environ})
from senco.cli import main
main()
"""


@dataclass(frozen=True)
class Setting:
    """One way to compute.

    Parameters
    ----------
    name : str
        What it is called.
    changes : dict of str to str
        Variables of the environment.
    python : str
        The interpreter.
    """

    name: str
    changes: dict[str, str] = field(default_factory=dict)
    python: str = sys.executable


def has_feature(name: str) -> bool:
    """Whether the processor says that it has a feature; False where it says nothing."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return name in told.split()


def list_settings() -> list[Setting]:
    """Return the settings to try on this machine."""
    if platform.machine().lower() in ("x86_64", "amd64"):
        cores = ["Prescott", "Nehalem", "Haswell", "Zen"]
        cores += ["SkylakeX"] if has_feature("avx512dq") else []
        off = "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"
        masks = "AVX512F,AVX2,AVX,FMA,FMA4,AVX2_Usable,AVX_Usable,FMA_Usable"
    else:
        cores = ["ARMV8", "NEOVERSEN1"]
        off, masks = "ASIMDHP ASIMDDP ASIMDFHM SVE", "SVE"
    tunables = "glibc.cpu.hwcaps=" + ",".join(f"-{mask}" for mask in masks.split(","))
    plainest = {"NPY_DISABLE_CPU_FEATURES": off, "GLIBC_TUNABLES": tunables}
    return [
        Setting("as this machine computes"),
        *(Setting(f"OpenBLAS for {core}", {"OPENBLAS_CORETYPE": core}) for core in cores),
        Setting("NumPy without wide instructions", {"NPY_DISABLE_CPU_FEATURES": off}),
        Setting("the C library without them", {"GLIBC_TUNABLES": tunables}),
        Setting("all three at their plainest", {**plainest, "OPENBLAS_CORETYPE": cores[0]}),
        Setting("another hash seed", {"PYTHONHASHSEED": "4711"}),
        Setting("two threads, plain kernels", {n: "2" for n in _THREADS}),
    ]


_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def list_other_pythons(folder: Path) -> Iterator[Setting]:
    """Yield a setting for each other Python that is installed, in an environment of its own."""
    for minor in (11, 12, 13):
        name = f"python3.{minor}"
        found = shutil.which(os.environ.get(f"PYTHON3{minor}", name))
        if minor == sys.version_info[1] or not found:
            continue
        if subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode:
            continue  # a shim that leads to nothing
        home = folder / name
        python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        if not (home / ".ready").is_file():
            print(f"Setting up an environment with {name} (a minute or two, once)", flush=True)
            subprocess.run([found, "-m", "venv", "--clear", str(home)], check=True)
            pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            locked = ["--require-hashes", "-r", str(ROOT / "requirements.lock")]
            subprocess.run([*pip, *locked], check=True)
            own = ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]
            subprocess.run([*pip, *own], check=True)
            (home / ".ready").touch()
        yield Setting(f"Python 3.{minor}", {}, str(python))


def make_environment(setting: Setting, folder: Path) -> dict[str, str]:
    """Return the environment in which a clone's pages are made."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SENCO_") and name not in ("PYTHONHASHSEED", *_THREADS)
    }
    return {**kept, **setting.changes, "PYTHONPATH": str(folder / "analysis")}


def probe(setting: Setting) -> str:
    """Return a digest of how the libraries compute under a setting."""
    environment = {**os.environ, **setting.changes}
    command = [setting.python, "-c", PROBE]
    return subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=True
    ).stdout.strip()


def find_differences(setting: Setting, folder: Path) -> list[str]:
    """Make every page anew in a clone and return the files that are not as committed."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    command = [setting.python, "-c", START, "run", "--force"]
    environment = make_environment(setting, folder)
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    status = ["git", "status", "--porcelain", "--untracked-files=all", "book/cohorts"]
    told = subprocess.run(
        status, cwd=folder, capture_output=True, encoding="utf-8", check=True
    ).stdout
    return told.splitlines()


def main() -> int:
    """Try every setting and say which files differ."""
    usual = probe(Setting("usual"))
    failed = False
    settings = [*list_settings(), *list_other_pythons(ROOT / "_build" / "pythons")]
    for setting in settings:
        unseen = set(setting.changes) & {"PYTHONHASHSEED", *_THREADS} or not setting.changes
        same = " (computes as usual here)" if not unseen and probe(setting) == usual else ""
        with tempfile.TemporaryDirectory() as folder:
            different = find_differences(setting, Path(folder) / "clone")
        failed |= bool(different)
        told = "\n  ".join(["differs:", *different]) if different else "every byte as committed"
        print(f"{setting.name}{same}: {told}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
