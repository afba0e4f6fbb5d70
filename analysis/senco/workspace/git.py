"""Git, asked about the folder that it keeps."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

#: Only ends what hangs.
_HANG_SECONDS = 600


def ask_git(root: Path, *words: str) -> bytes | None:
    """Return what git answers with.

    Parameters
    ----------
    root : Path
        The folder that it is asked about.
    *words : str
        The command; paths are taken as they are written.

    Returns
    -------
    bytes or None
        None where it refuses, as outside a repository, or is not installed.
    """
    command = ["git", "--literal-pathspecs", "-c", "core.fsmonitor=false"]
    command += ["-c", "log.showSignature=false", "-C", str(root), *words]
    # whoever calls this from a hook of git's has variables that lead to another repository
    own = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    try:
        done = subprocess.run(
            command, capture_output=True, check=False, timeout=_HANG_SECONDS,
            stdin=subprocess.DEVNULL, env=own,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
