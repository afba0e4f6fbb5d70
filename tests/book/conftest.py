"""What several tests of the site share."""

import pytest

from tests.book.books import ADDRESS, make_site


@pytest.fixture(scope="module")
def at_home(tmp_path_factory):
    """A site that has no address."""
    return make_site(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A site that has one."""
    return make_site(tmp_path_factory.mktemp("published"), ADDRESS)
