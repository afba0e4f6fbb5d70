"""What was in order is not looked at twice, and what has changed is."""

import pytest

from senco import disclosure
from senco.workspace import cache, versions
from tests.conftest import Checkout

PARTS = ("text", "errors.py")
TELEPHONE = "Ring 07700 900123."


@pytest.fixture
def project(tmp_path):
    return Checkout(tmp_path / "copy").project


def test_what_was_in_order_is_remembered_by_kind(project):
    cache.keep(project, "cohorts", {"b", "a"}, PARTS)
    cache.keep(project, "texts", {"c"}, PARTS)
    assert cache.recall(project, "cohorts", PARTS) == {"a", "b"}
    assert cache.recall(project, "texts", PARTS) == {"c"}
    assert cache.recall(project, "pages", PARTS) == set()


def test_another_version_of_the_package_remembers_nothing(project, monkeypatch):
    cache.keep(project, "cohorts", {"a"}, PARTS)
    monkeypatch.setattr(cache, "_describe", lambda parts: "another")
    assert cache.recall(project, "cohorts", PARTS) == set()


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ("measures/ranks.py", True),
        ("text/words.py", False),
        ("errors.py", False),
        ("text/a.txt", False),
    ],
)
def test_what_other_parts_are_like_does_not_matter(tmp_path, monkeypatch, changed, same):
    monkeypatch.setattr(versions, "PACKAGE", tmp_path)
    for name in ("measures/ranks.py", "text/words.py", "errors.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("one = 1", encoding="utf-8")
    before = versions.digest_package(PARTS), versions.digest_package()
    (tmp_path / changed).write_text("one = 2", encoding="utf-8")
    assert (versions.digest_package(PARTS) == before[0]) is same
    assert versions.digest_package() != before[1]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"cohorts": 1}', '{"cohorts": ["a"]}', "\ufffe"])
def test_a_memory_that_cannot_be_read_is_none(project, text):
    place = project.root / "_build" / "memory.json"
    place.parent.mkdir(exist_ok=True)
    place.write_text(text, encoding="utf-16" if text == "\ufffe" else "utf-8")
    assert cache.recall(project, "cohorts", PARTS) == set()


def test_where_nothing_can_be_written_nothing_is_remembered(project):
    (project.root / "_build").write_text("a file", encoding="utf-8")
    cache.keep(project, "texts", {"a"}, PARTS)
    assert cache.recall(project, "texts", PARTS) == set()


def test_too_much_to_remember_is_forgotten(project, monkeypatch):
    monkeypatch.setattr(cache, "MOST", 2)
    cache.keep(project, "texts", {"a", "b", "c"}, PARTS)
    assert cache.recall(project, "texts", PARTS) == set()


def test_a_clean_text_is_searched_once_and_one_with_a_hit_each_time(tmp_path, monkeypatch):
    (tmp_path / "clean.md").write_text("Nothing to be found.", encoding="utf-8")
    (tmp_path / "page.md").write_text(TELEPHONE, encoding="utf-8")
    read = []
    whole = disclosure.scanning.read_pieces
    monkeypatch.setattr(
        disclosure.scanning,
        "read_pieces",
        lambda text, name: read.append(name) or whole(text, name),
    )
    clean: set[str] = set()
    for _ in range(2):
        assert len(disclosure.search([tmp_path], root=tmp_path, clean=clean)) == 1
    assert read == ["clean.md", "page.md", "page.md"]


def test_a_clean_text_under_a_name_that_tells_is_found(tmp_path):
    clean: set[str] = set()
    for name in ("first", "07700 900123"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.md").write_text("Nothing to be found.", encoding="utf-8")
        hits = disclosure.search([tmp_path / name], root=tmp_path, clean=clean)
    assert len(hits) == 1


def test_with_a_private_list_nothing_is_taken_as_clean(tmp_path):
    (tmp_path / "page.md").write_text("Wilhelmina plays.", encoding="utf-8")
    clean: set[str] = set()
    assert not disclosure.search([tmp_path], root=tmp_path, clean=clean)
    assert disclosure.search([tmp_path], ["Wilhelmina"], root=tmp_path, clean=clean)
