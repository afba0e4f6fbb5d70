"""Where the system gives too little to make a page, that is said before one is begun."""

import subprocess
import sys

import pytest

resource = pytest.importorskip("resource")

ASK = """
import resource, sys
from senco.errors import BuildError
from senco.execution.limits import check_limits
kind, soft, hard = (int(word) for word in sys.argv[1:])
resource.setrlimit(kind, (soft, hard))
try:
    check_limits(2)
    print("enough", resource.getrlimit(kind)[0])
except BuildError as error:
    print(error)
"""


def ask(kind, soft, hard):
    words = [str(word) for word in (kind, soft, hard)]
    done = subprocess.run(
        [sys.executable, "-c", ASK, *words], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.strip()


def test_too_few_files_are_told_with_their_number_and_the_command():
    told = ask(resource.RLIMIT_NOFILE, 40, 40)
    assert told.startswith("A process may have 40 files open here (ulimit -n), and to make 2 pages")
    assert told.endswith("Type: ulimit -n 1024, or ask whoever set it; then run the command again.")


def test_files_are_raised_as_far_as_they_may_be():
    assert ask(resource.RLIMIT_NOFILE, 40, 1024) == "enough 128"
    assert ask(resource.RLIMIT_NOFILE, 512, 1024) == "enough 512"


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not hold this limit")
def test_too_little_address_space_is_told_with_its_size_and_the_command():
    told = ask(resource.RLIMIT_AS, 900_000 * 1024, 900_000 * 1024)
    assert told.startswith("A process may have 922 MB of address space here (ulimit -v)")
    assert "takes up to 2,000 MB" in told and "ulimit -v unlimited" in told
    assert ask(resource.RLIMIT_AS, 1 << 32, 1 << 32) == f"enough {1 << 32}"
