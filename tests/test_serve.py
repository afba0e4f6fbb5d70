"""The book is shown on this machine alone, and built again when something is saved."""

import shutil
from urllib.request import urlopen

import pytest

from senco.errors import SencoError
from senco.project import Project
from senco.serve import serve, take_digests, watch
from tests.conftest import ROOT


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "book" / "cohorts" / "x").mkdir(parents=True)
    (tmp_path / "book" / "index.md").write_text("# Book\n", encoding="utf-8")
    (tmp_path / "_toc.yml").write_text("root: book/index\n", encoding="utf-8")
    return Project(tmp_path)


def test_what_is_saved_is_seen_by_its_content_and_what_a_build_makes_is_not(project):
    before = take_digests(project)
    assert "book/index.md" in before and "_toc.yml" in before
    (project.root / "book" / "cohorts" / "x" / "50_rankings.md").write_text("made")
    (project.root / "data" / "~$workbook.xlsx").write_bytes(b"lock")
    (project.root / "book" / "index.md").touch()
    assert take_digests(project) == before
    (project.root / "book" / "index.md").write_text("# Bookk\n", encoding="utf-8")
    assert take_digests(project) != before


class Looks:
    """Stands for the event that ends a watch: what happens between two looks, one after another."""

    def __init__(self, *happenings):
        self.happenings = list(happenings)

    def wait(self, seconds):
        if not self.happenings:
            return True
        self.happenings.pop(0)()
        return False


def test_a_save_calls_for_a_build_once_with_the_path(project):
    seen = []
    page = project.root / "book" / "index.md"

    def save():
        assert not seen  # nothing was saved before
        page.write_text("# New\n", encoding="utf-8")

    watch(project, seen.append, Looks(lambda: None, save, lambda: None, lambda: None))
    assert seen == [["book/index.md"]]


def test_the_site_is_shown_at_an_address_of_this_machine(project, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<p>the book</p>", encoding="utf-8")
    got = []

    def ready(address):
        with urlopen(address) as answer:
            got.append((address, answer.read(), answer.headers["Cache-Control"]))
        raise KeyboardInterrupt  # as Ctrl+C does

    serve(project, site, lambda changed: None, 0, ready)
    address, body, cache = got[0]
    assert address.startswith("http://127.0.0.1:") and cache == "no-store"
    assert body == b"<p>the book</p>"


def test_a_port_that_is_taken_is_answered_with_another(project, tmp_path):
    def ready(address):
        port = int(address.rstrip("/").rpartition(":")[2])
        with pytest.raises(SencoError, match=r"cannot be used.*Try: --port"):
            serve(project, tmp_path, lambda changed: None, port, lambda _: None)
        raise KeyboardInterrupt

    serve(project, tmp_path, lambda changed: None, 0, ready)
