"""The book as a reader meets it: built from a copy of the checkout, opened in Chromium."""

import os
import re
import shutil
import sys
import tomllib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from threading import Thread

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.conftest import ROOT, Checkout, read_folder

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    checkout = Checkout(tmp_path_factory.mktemp("site") / "copy")
    (checkout.root / "_build").mkdir()
    done = checkout.run("build", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert "Open _build/html/index.html in a browser." in done.stdout
    return checkout


@pytest.fixture(scope="module")
def site(built):
    return built.root / "_build" / "html"


def is_reference_environment() -> bool:
    """Whether Python and the libraries are those with which the pages were made."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    made_with = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["senco"]
    drawn_by = ("matplotlib", "pandas", "networkx", "seaborn", "nbformat")
    return f"{sys.version_info[0]}.{sys.version_info[1]}" == made_with["python"] and all(
        f"\n{name}=={version(name)} " in lock for name in drawn_by
    )


def numbers_of(data: bytes) -> list[float]:
    return [float(text) for text in re.findall(r"-?\d+\.\d+", data.decode("utf-8"))]


def test_a_fresh_run_gives_the_committed_pages_figures_and_tables(built):
    committed = read_folder(ROOT / "book" / "cohorts")
    made = built.pages()
    assert list(made) == list(committed)
    if is_reference_environment():
        different = [path for path in made if made[path] != committed[path]]
        assert not different, f"run `senco run` and commit what changed: {different}"
    else:  # other versions draw and print a little differently: the numbers must agree
        for path in made:
            if path.endswith((".csv", "values.json")):
                expected = pytest.approx(numbers_of(committed[path]), rel=1e-9)
                assert numbers_of(made[path]) == expected, path


def test_one_changed_mean_changes_the_figure(built, tmp_path):
    changed = Checkout(tmp_path / "changed")
    changed.replace("data/cohorts/ey-pvi-2017/reported.csv", ",19.86,", ",19.71,")
    assert changed.run("run", "ey-pvi-2017", "--stage", "50_rankings").returncode == 0
    figure = "ey-pvi-2017/results/50_rankings/priorities.svg"
    assert changed.pages()[figure] != built.pages()[figure]


def test_a_missing_value_in_the_prose_stops_the_book_and_keeps_the_old_one(built):
    before = read_folder(built.root / "_build" / "html")
    page = built.root / "book" / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("::n_constructs:d", "::n_zebras:d"), encoding="utf-8")
    done = built.run("build")
    page.write_text(text, encoding="utf-8")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "book/index.md" in done.stderr and "n_zebras" in done.stderr
    assert read_folder(built.root / "_build" / "html") == before


def test_the_site_publishes_no_source_that_was_not_chosen(site):
    assert not (site / "_sources").exists()
    notebooks = sorted(path.name for path in site.rglob("*.ipynb"))
    assert notebooks == sorted(path.name for path in (ROOT / "book" / "cohorts").glob("*/*.ipynb"))


def test_every_link_within_the_site_leads_somewhere(site):
    ids = {}
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        ids[page.resolve()] = set(re.findall(r'\bid="([^"]+)"', text))
    broken = []
    for page in ids:
        if "_static" in page.parts:  # the theme leaves parts of its templates there
            continue
        for link in re.findall(r'(?:href|src)="([^"]+)"', page.read_text(encoding="utf-8")):
            if re.match(r"^[a-z]+:|^//|^#$|^#", link):
                if link.startswith(("http:", "https:", "//")):
                    assert not re.search(r'src="' + re.escape(link), page.read_text("utf-8")), link
                continue
            path, _, anchor = link.partition("#")
            target = (page.parent / path.partition("?")[0]).resolve()
            if not target.exists() or (anchor and target in ids and anchor not in ids[target]):
                broken.append(f"{page.relative_to(site)}: {link}")
    assert not broken


@pytest.fixture(scope="module")
def browser():
    named = os.environ.get("CHROMIUM")
    path = named or next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("No Chromium: install it, or name it in CHROMIUM, or use `make test`.")
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def address(site):
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


PAGES = ["index.html"] + [
    f"{found}.html"
    for found in re.findall(r"(?:file|root): (\S+)", (ROOT / "_toc.yml").read_text("utf-8"))
]


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_opens_without_error_or_outside_request_or_overflow(browser, address, width):
    problems = []
    for page in PAGES:
        context = browser.new_context(viewport={"width": width, "height": 900})
        tab = context.new_page()
        tab.on("console", lambda m, p=page: m.type == "error" and problems.append((p, m.text)))
        tab.on("pageerror", lambda error, p=page: problems.append((p, str(error))))
        tab.on(
            "request",
            lambda r, p=page: (
                not r.url.startswith((address, "data:", "blob:")) and problems.append((p, r.url))
            ),
        )
        answer = tab.goto(f"{address}/{page}", wait_until="networkidle")
        if not answer or answer.status != 200:
            problems.append((page, "does not open"))
        wide = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            problems.append((page, f"{wide} pixels too wide"))
        context.close()
    assert not problems


@pytest.mark.browser
def test_every_picture_has_a_text_that_says_what_it_shows(browser, address):
    missing = []
    for page in PAGES[1:]:  # the first only leads on
        tab = browser.new_page()
        tab.goto(f"{address}/{page}")
        for alt in tab.eval_on_selector_all("article img", "all => all.map(one => one.alt)"):
            if len(alt) < 40 or re.search(r"\.(svg|png)$", alt):
                missing.append((page, alt))
        tab.close()
    assert not missing


@pytest.mark.browser
def test_two_clicks_from_the_landing_page_say_why_an_influence_is_called_key(browser, site):
    tab = browser.new_page()
    outside = []
    tab.on("request", lambda r: r.url.startswith("file:") or outside.append(r.url))
    tab.goto((site / "book" / "index.html").as_uri())
    tab.get_by_role("link", name="see why it is called key").click()
    tab.get_by_role("link", name="Open the evidence on Relationships").click()
    section = tab.locator("#explore-relationships")
    expect(section.get_by_text("that is why it is called key")).to_be_visible()
    expect(section.get_by_role("row")).to_have_count(5)  # the headings and four statements
    assert not outside
    tab.close()


@pytest.mark.browser
def test_a_formula_is_set_by_the_books_own_mathjax(browser, address, site):
    page = (site / "book" / "glossary.html").read_text(encoding="utf-8")
    extra = page.replace("</h1>", "</h1><p>\\(W = 1\\)</p>", 1)
    if "mathjax/tex-chtml.js" not in extra:
        extra = extra.replace(
            "</head>", '<script src="../_static/mathjax/tex-chtml.js"></script></head>'
        )
    (site / "book" / "formula.html").write_text(extra, encoding="utf-8")
    tab = browser.new_page()
    outside = []
    tab.on("request", lambda r: r.url.startswith(address) or outside.append(r.url))
    tab.goto(f"{address}/book/formula.html", wait_until="networkidle")
    assert tab.locator("mjx-container").count() == 1
    assert not outside
    tab.close()
    (site / "book" / "formula.html").unlink()
