"""What several tests of the site share: two sites, which are made once for all workers."""

from pathlib import Path

import pytest

from tests.book.books import ADDRESS, make_site
from tests.conftest import make_once, place_shared


@pytest.fixture(scope="session")
def at_home(tmp_path_factory, worker_id):
    """A site that has no address."""
    place = place_shared(tmp_path_factory, worker_id, "home")
    return Path(make_once(place, lambda root: str(make_site(root))))


@pytest.fixture(scope="session")
def published(tmp_path_factory, worker_id):
    """A site that has one."""
    place = place_shared(tmp_path_factory, worker_id, "published")
    return Path(make_once(place, lambda root: str(make_site(root, ADDRESS))))
