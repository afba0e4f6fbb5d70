"""The pages as they are committed, whatever a build has made of them in this folder since."""

import io
import subprocess
import tarfile
from pathlib import Path

PAGES = "book/cohorts"
REMEDY = (
    f"What was made differs from what is committed. Read `git diff {PAGES}`: commit it where it "
    "is what you meant, or mend what changed it and build again."
)


def has_commits(root: Path) -> bool:
    """Whether this is a clone; a downloaded archive or an unpacked crate is none."""
    return (root / ".git").exists()


def ask_git(root: Path, *words: str) -> bytes:
    """What git answers; its complaint is the test's failure."""
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout


def list_changed(root: Path) -> list[str]:
    """The pages and results that are not as they are committed, staged or not.

    What git ignores, as it does the pages of a collected cohort, is left out.
    """
    words = ("--porcelain", "--no-renames", "--untracked-files=all", "-z", "--", PAGES)
    told = ask_git(root, "status", *words).decode().split("\0")
    return sorted(line[3:] for line in told if line)


def read_committed(root: Path) -> dict[str, bytes]:
    """Every committed file by its path from the pages' folder; without git, what lies there."""
    folder = root / PAGES
    if not has_commits(root):
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}
    packed = ask_git(root, "archive", "--format=tar", "HEAD", PAGES)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        found = {
            member.name.removeprefix(f"{PAGES}/"): archive.extractfile(member).read()
            for member in archive
            if member.isfile()
        }
    return dict(sorted(found.items()))
