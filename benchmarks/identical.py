"""Whether two builds of what is committed are the same, byte for byte.

Two clones at paths of different lengths, with different hash seeds, time zones and
languages, and where libfaketime is installed with dates half a year apart; it says which.
Run: make identical
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SIDES = (
    ("a", {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}, "+0d"),
    ("a/much/longer path", {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Pago_Pago"}, "+183d"),
)
COMPARED = (Path("book") / "cohorts", Path("_build") / "html")


def build(folder: Path, changes: dict[str, str], shift: str) -> dict[str, bytes]:
    """Clone, build, and return every file that was made."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    faketime = shutil.which("faketime")
    start = [faketime, "-f", shift] if faketime else []
    command = [*start, sys.executable, "-c", "from senco.cli import main; main()", "build"]
    environment = {**os.environ, **changes, "PYTHONPATH": str(folder / "analysis")}
    for name in ("SENCO_ROOT", "SENCO_RESULTS"):
        environment.pop(name, None)
    subprocess.run(command, cwd=folder, env=environment, check=True)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for part in COMPARED
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    }


def main() -> int:
    dates = "and dates half a year apart" if shutil.which("faketime") else "one date (no faketime)"
    with tempfile.TemporaryDirectory() as folder:
        first, second = (
            build(Path(folder) / str(number) / name, changes, shift)
            for number, (name, changes, shift) in enumerate(SIDES)
        )
    names = sorted(first.keys() | second.keys())
    different = [name for name in names if first.get(name) != second.get(name)]
    print(f"Two paths, hash seeds, languages and time zones 25 hours apart, {dates}:")
    print("\n".join(different) or f"{len(names)} files, all the same, byte for byte.")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
