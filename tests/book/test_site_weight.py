"""A site holds no script, sheet or rule that no page uses, and a sheet's address follows it."""

import re
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import pytest

from senco.book.assembly import build_book
from senco.disclosure.texts.vendored import is_vendored
from tests.book.books import make_book
from tests.browsers import open_browser

pytestmark = pytest.mark.usefixtures("ready")

THEME = "_static/styles/pydata-sphinx-theme.css"
#: Selectors of the sheet of the page that apply to one of its elements, and are not in the other:
#: by the browser, which knows nothing of how the other was cut.
APPLYING = """([whole, cut]) => {
  const read = (text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    const list = (rules) => [...rules].flatMap((rule) =>
      rule.selectorText ? [rule] : rule.cssRules ? list(rule.cssRules) : []);
    return list(sheet.cssRules);
  };
  const kept = new Set(read(cut).map((rule) => rule.cssText));
  const applies = (rule) => {
    const bare = rule.selectorText.replace(/::[\\w-]+(\\([^)]*\\))?/g, "").replace(
      /:(hover|focus|active|focus-visible|focus-within|disabled|checked|target|visited)/g, "");
    try { return document.querySelector(bare); } catch { return false; }
  };
  const rules = read(whole);
  return [rules.length, kept.size, rules.filter((rule) => !kept.has(rule.cssText) && applies(rule))
    .map((rule) => rule.selectorText)];
}"""


@pytest.fixture(scope="module")
def browser():
    with open_browser() as running:
        yield running


@pytest.fixture(scope="module")
def own():
    """The theme's style sheet as it is installed."""
    (folder,) = find_spec("pydata_sphinx_theme").submodule_search_locations
    return next(Path(folder).rglob("pydata-sphinx-theme.css")).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    project = make_book(tmp_path_factory.mktemp("book"))
    build_book(project)
    return project


@pytest.fixture(scope="module")
def site(book):
    return book.root / "_build" / "html"


def test_what_no_page_loads_is_not_in_the_site(site):
    loaded = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    for path in [*site.glob("_static/*.js"), *site.glob("_static/scripts/*")]:
        assert f"/{path.name}" in loaded
    assert not list(site.glob("_static/scripts/*.LICENSE.txt"))
    assert not list(site.rglob("*.map")) and not (site / "_static" / "locales").exists()
    assert (site / "_static" / "basic.css").is_file(), "another sheet imports it"


def test_the_themes_sheet_is_a_third_of_itself_and_known_to_the_gate(site, own):
    cut = (site / THEME).read_bytes()
    assert len(cut) < len(own) / 3
    assert is_vendored(cut) and not is_vendored(cut + b"/* Jane Doe */ a{}\n")


def test_a_sheets_address_has_its_own_digest_on_every_page(site):
    linked = re.compile(r'<link [^>]*href="([^"?]+\.css)\?v=(\w+)"')
    for page in [site / "search.html", *site.glob("book/*.html")]:
        found = linked.findall(page.read_text(encoding="utf-8"))
        assert len(found) > 3
        for address, digest in found:
            content = (page.parent / address).read_bytes()
            assert digest == sha256(content).hexdigest()[: len(digest)]


def test_a_page_with_something_new_has_its_rules_and_other_pages_the_new_address(book, site):
    before = (site / "book" / "index.html").read_text(encoding="utf-8")
    sheet = (site / THEME).read_text(encoding="utf-8")
    page = book.root / "book" / "one.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(f'{text}\n<p class="carousel-caption">New</p>\n', encoding="utf-8")
    build_book(book)
    assert ".carousel-caption" not in sheet
    assert ".carousel-caption{" in (site / THEME).read_text(encoding="utf-8")
    after = (site / "book" / "index.html").read_text(encoding="utf-8")
    assert before != after
    assert re.sub(r"\.css\?v=\w+", "", before) == re.sub(r"\.css\?v=\w+", "", after)
    page.write_text(text, encoding="utf-8")
    build_book(book)
    assert (site / "book" / "index.html").read_text(encoding="utf-8") == before
    assert (site / THEME).read_text(encoding="utf-8") == sheet


def test_a_link_that_somebody_wrote_into_a_page_leads_to_no_other_sheet_that_is_cut(book, site):
    outside = book.root / "_build" / "outside.css"
    outside.write_text(".carousel { top: 0 }", encoding="utf-8")
    page = book.root / "book" / "one.md"
    text = page.read_text(encoding="utf-8")
    written = [f'<link href="../_static/{name}.css?v=1">' for name in ("../../outside", "none")]
    page.write_text("\n\n".join([text, *written]), encoding="utf-8")
    build_book(book)
    made = (site / "book" / "one.html").read_text(encoding="utf-8")
    assert all(link in made for link in written)
    assert outside.read_text(encoding="utf-8") == ".carousel { top: 0 }"
    page.write_text(text, encoding="utf-8")
    build_book(book)


@pytest.mark.browser
@pytest.mark.parametrize("name", ["book/index", "book/one", "search"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_rule_was_cut_that_the_browser_would_apply(browser, site, own, name, width):
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto((site / f"{name}.html").as_uri(), wait_until="load")
    cut = (site / THEME).read_text(encoding="utf-8")
    whole = re.sub(r"@font-face\{[^}]*Font Awesome[^}]*\}", "", own)
    rules, kept, missing = tab.evaluate(APPLYING, [whole, cut])
    assert rules > 3 * kept > 300
    assert not missing
    tab.close()
