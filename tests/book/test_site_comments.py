"""Comments by readers: none by default, never in a cohort's book, and loaded on asking alone."""

import json
import re

import pytest
import yaml

from senco.book.assembly import build_book, write_config
from senco.book.site.comments import SERVICES, SETTING
from senco.errors import BuildError
from tests.book.books import make_book
from tests.browsers import open_browser
from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("ready")

SCRIPT = SERVICES["hypothesis"].script


def switch_on(project, name="hypothesis"):
    path = project.root / "_config.yml"
    text = path.read_text(encoding="utf-8")
    assert f'{SETTING}: ""' in text, "it is off by default"
    path.write_text(text.replace(f'{SETTING}: ""', f"{SETTING}: {name}"), encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    made = make_book(tmp_path_factory.mktemp("comments"))
    switch_on(made)
    return made


@pytest.fixture(scope="module")
def site(project):
    return build_book(project).parent


def test_the_public_book_tells_its_readers_where_comments_are_kept(site):
    page = (site / "book" / "one.html").read_text(encoding="utf-8")
    assert "kept by Hypothesis, an outside service" in page
    assert SERVICES["hypothesis"].terms in page
    assert f'src="{SCRIPT}' not in page, "nothing is loaded before it is asked for"
    for name in ("search.html", "404.html"):
        assert "hypothes" not in (site / name).read_text(encoding="utf-8"), name


def test_a_book_without_the_setting_has_none(at_home):
    for page in at_home.rglob("*.html"):
        if "_static" not in page.parts:
            text = page.read_text(encoding="utf-8")
            assert "hypothes" not in text and "comments.js" not in text, page


def test_a_cohorts_own_book_has_none_whoever_switched_them_on(project, tmp_path):
    config = yaml.safe_load(write_config(project, tmp_path, "ours").read_text(encoding="utf-8"))
    assert SETTING not in config["sphinx"]["config"]
    own = project.root / "_config.yml"
    kept = own.read_text(encoding="utf-8")
    theirs = {**yaml.safe_load(kept), "html": {"comments": {"hypothesis": True}}}
    own.write_text(yaml.safe_dump(theirs), encoding="utf-8")
    try:
        config = yaml.safe_load(write_config(project, tmp_path, "ours").read_text(encoding="utf-8"))
    finally:
        own.write_text(kept, encoding="utf-8")
    assert "comments" not in config["html"], "Jupyter Book's own setting is dropped too"


def test_the_book_of_a_private_cohort_is_built_without_them(project):
    for name in ("data/study.yml", "data/datapackage.json"):
        (project.root / name).parent.mkdir(exist_ok=True)
        (project.root / name).write_bytes((ROOT / name).read_bytes())
    cohort = project.root / "data" / "cohorts" / "ours"
    cohort.mkdir(parents=True)
    info = "title: Ours\nsummary: Short\nlicence: CC BY 4.0\nprovenance: collected\n"
    info += "source: Interviews\n"
    (cohort / "cohort.yml").write_text(info, encoding="utf-8")
    page = project.pages("ours") / "50_rankings.ipynb"
    page.parent.mkdir(parents=True)
    cells = [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# What first?"}]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    page.write_text(json.dumps(notebook), encoding="utf-8")
    toc = project.root / "_toc.yml"
    toc.write_text(
        "format: jb-book\nroot: book/index\nparts:\n  - caption: All\n    chapters:\n"
        "      - file: book/one\n", encoding="utf-8",
    )  # fmt: skip
    made = build_book(project, "ours").parent
    pages = [page for page in made.rglob("*.html") if "_static" not in page.parts]
    assert made / "book" / "cohorts" / "ours" / "50_rankings.html" in pages
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "hypothes" not in text and "comments.js" not in text, path


def test_another_service_is_refused_with_those_there_are(tmp_path):
    project = make_book(tmp_path)
    switch_on(project, "elsewhere")
    with pytest.raises(BuildError, match=f"{SETTING} to 'elsewhere'; allowed: hypothesis"):
        build_book(project)


@pytest.mark.browser
def test_the_script_is_asked_for_once_and_only_when_the_button_is_pressed(site):
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(
            body="window.loaded = (window.loaded || 0) + 1", content_type="text/javascript"
        )

    with open_browser() as browser:
        page = browser.new_page()
        page.route(re.compile("^https:"), answer)
        page.goto((site / "book" / "one.html").as_uri())
        button = page.get_by_role("button", name="Load the comments")
        button.wait_for()
        assert button.bounding_box()["height"] >= 44 and asked == []
        button.press("Enter")
        page.wait_for_function("window.loaded === 1")
        assert asked == [SCRIPT] and button.is_disabled()
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto((site / "book" / "one.html").as_uri())
        assert not page.get_by_text("an outside service").is_visible()
