"""A page loads the scripts and style sheets that something on it uses."""

import re

import pytest

from senco.book.assembly import build_book
from tests.book.books import make_book

pytestmark = pytest.mark.usefixtures("ready")

#: What is written into a page, and what the page then loads beside what all pages load.
WRITTEN = {
    "code": ("```python\n1\n```", {"clipboard.min.js", "copybutton.js", "copybutton.css"}),
    "fold": (
        "```{admonition} More\n:class: dropdown\n\nWords.\n```",
        {"togglebutton.js", "togglebutton.css"},
    ),
    "cards": (":::{card} One\nWords.\n:::", {"sphinx-design.min.css"}),
    "tabs": (
        "::::{tab-set}\n:::{tab-item} One\nWords.\n:::\n::::",
        {"sphinx-design.min.css", "design-tabs.js"},
    ),
    "explorer": ('<div class="senco-explorer"></div>', {"explorer.js"}),
    "facing": ('<div class="senco-facing wide"></div>', {"facing.js"}),
    "cell": ('<div class="cell docutils">1</div>', {"mystnb.css"}),
    "menu": ('<button data-bs-toggle="dropdown">Menu</button>', {"bootstrap.js"}),
    # about these things, and none of them
    "words": ("A card, a cell, a toggle and a `dropdown`: `senco-explorer`.", set()),
}
EXTRA = set().union(*(files for _, files in WRITTEN.values()))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    project = make_book(tmp_path_factory.mktemp("book"))
    pages = "".join(f"  - file: book/{name}\n" for name in WRITTEN)
    contents = (project.root / "_toc.yml").read_text(encoding="utf-8")
    (project.root / "_toc.yml").write_text(contents + pages, encoding="utf-8")
    for name, (text, _) in WRITTEN.items():
        page = project.root / "book" / f"{name}.md"
        page.write_text(f"# A page of {name}\n\n{text}\n", encoding="utf-8")
    return build_book(project).parent


def list_loaded(page):
    """Names of the scripts and sheets, without the digest in one of them."""
    named = re.findall(r'<(?:script|link)[^>]* (?:src|href)="[^"]*/([^"/?]+\.(?:js|css))', page)
    return [re.sub(r"^mystnb\.\w+\.css$", "mystnb.css", name) for name in named]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_page_loads_what_it_uses_and_each_once(site, name):
    page = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
    loaded = list_loaded(page)
    assert set(loaded) & EXTRA == WRITTEN[name][1]
    assert {"pydata-sphinx-theme.css", "senco.css", "senco.js", "doctools.js"} <= set(loaded)
    scripts = [name for name in loaded if name.endswith(".js") and name != "pydata-sphinx-theme.js"]
    assert len(scripts) == len(set(scripts))
    assert ("toggleHintShow" in page) == (name == "fold")


def test_a_menu_that_drops_down_is_ready_before_the_themes_own_script(site):
    page = (site / "book" / "menu.html").read_text(encoding="utf-8")
    assert page.index("scripts/bootstrap.js") < page.index(
        '<script defer src="../_static/scripts/py'
    )


def test_the_search_and_the_index_load_none_of_it(site):
    for name in ("search", "genindex"):
        loaded = set(list_loaded((site / f"{name}.html").read_text(encoding="utf-8")))
        assert not loaded & EXTRA and "pydata-sphinx-theme.js" in loaded
