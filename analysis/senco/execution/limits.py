"""Whether the system lets this process have what making pages takes."""

from __future__ import annotations

from senco.errors import BuildError

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

#: Address space in MB, and open files, for one process: of the build, and more for each page
#: at once. The whole book took 1,440 MB and 92 files with two at once, on two processors.
_MEGABYTES, _MEGABYTES_EACH = 1_500, 250
_FILES, _FILES_EACH = 64, 32


def check_limits(jobs: int) -> None:
    """Raise an error where a limit would leave a page hanging or half made.

    A kernel that gets no more memory or files may neither answer nor end. Open files are
    raised as far as the system lets this process.

    Parameters
    ----------
    jobs : int
        Pages made at once.

    Raises
    ------
    BuildError
        With the limit, what is needed, and the command that raises it.
    """
    if resource is None:
        return
    space = resource.getrlimit(resource.RLIMIT_AS)[0]
    needed = (_MEGABYTES + _MEGABYTES_EACH * jobs) * 1_000_000
    if space != resource.RLIM_INFINITY and space < needed:
        raise BuildError(
            f"A process may have {space / 1e6:,.0f} MB of address space here (ulimit -v), and to "
            f"make {_count(jobs)} takes up to {needed / 1e6:,.0f} MB. Type: ulimit -v unlimited, "
            "or ask whoever set it; then run the command again."
        )
    files = _raise_files(_FILES + _FILES_EACH * jobs)
    if files:
        raise BuildError(
            f"A process may have {files} files open here (ulimit -n), and to make "
            f"{_count(jobs)} takes up to {_FILES + _FILES_EACH * jobs}. Type: ulimit -n 1024, "
            "or ask whoever set it; then run the command again."
        )


def _raise_files(needed: int) -> int:
    """Let this process open so many files; where it may not, how many it may, else 0."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return 0
    if hard != resource.RLIM_INFINITY and hard < needed:
        return hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    return 0


def _count(jobs: int) -> str:
    return "a page" if jobs == 1 else f"{jobs} pages at once"
