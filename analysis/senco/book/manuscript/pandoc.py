"""Pandoc, the program that turns HTML into a Word document or JATS."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from senco.errors import BuildError

#: What it reads: notes as EPUB marks them, formulas as MathJax does.
_READS = "html+epub_html_exts+tex_math_single_backslash"
#: Seconds after which it is not waited for.
_LONGEST = 300


def find_pandoc() -> Path:
    """Return where pandoc is: the one that the package ``pypandoc-binary`` brings, and no other.

    Another version would write other bytes.

    Returns
    -------
    Path
        The program.

    Raises
    ------
    ModuleNotFoundError
        Where the package is not installed.
    BuildError
        Where it was installed without the program.
    """
    import pypandoc

    folder = Path(pypandoc.__file__).parent / "files"
    for name in ("pandoc", "pandoc.exe"):
        if (folder / name).is_file():
            return folder / name
    raise BuildError(
        "pypandoc is installed without pandoc itself: pip uninstall pypandoc, then "
        "pip install pypandoc-binary."
    )


def run_pandoc(text: str, to: str, options: list[str], day: str) -> bytes:
    """Return a text in another format.

    Parameters
    ----------
    text : str
        HTML. It names no file and no address to be read: pandoc is run in its sandbox.
    to : str
        The format, as pandoc calls it.
    options : list of str
        Further options.
    day : str
        What is written where a clock would be read, as seconds since 1970.

    Returns
    -------
    bytes
        What pandoc wrote.

    Raises
    ------
    BuildError
        Where it wrote nothing, with what it said.
    """
    command = [str(find_pandoc()), "--sandbox", "-f", _READS, "-t", to, "-o", "-", *options]
    kept = {name: value for name, value in os.environ.items() if name in ("SYSTEMROOT", "TMPDIR")}
    try:
        done = subprocess.run(
            command,
            input=text.encode("utf-8"),
            capture_output=True,
            check=False,
            timeout=_LONGEST,
            env={**kept, "SOURCE_DATE_EPOCH": day, "LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired:
        raise BuildError(f"pandoc was not done after {_LONGEST // 60} minutes.") from None
    if done.returncode or not done.stdout:
        said = done.stderr.decode("utf-8", errors="replace").strip()
        raise BuildError(f"pandoc wrote nothing: {said or 'it did not say why'}")
    return done.stdout
