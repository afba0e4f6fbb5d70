"""What several tests of the site share: two sites, which are made once for all workers."""

from contextlib import nullcontext
from pathlib import Path
from unittest.mock import patch

import pytest

from senco.book.running import keep_ready
from tests import prepared
from tests.book.books import ADDRESS, make_site
from tests.conftest import make_once, place_shared
from tests.forked import can_fork


@pytest.fixture(scope="session")
def ready():
    """Have the sites that tests build forked from a process that has imported Sphinx."""
    forked = keep_ready() if can_fork() else nullcontext()
    with patch("senco.book.running._SCRIPT", Path(prepared.__file__)), forked:
        yield


@pytest.fixture(scope="session")
def at_home(tmp_path_factory, worker_id, ready):
    """A site that has no address."""
    place = place_shared(tmp_path_factory, worker_id, "home")
    return Path(make_once(place, lambda root: str(make_site(root))))


@pytest.fixture(scope="session")
def published(tmp_path_factory, worker_id, ready):
    """A site that has one."""
    place = place_shared(tmp_path_factory, worker_id, "published")
    return Path(make_once(place, lambda root: str(make_site(root, ADDRESS))))
