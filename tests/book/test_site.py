"""The book as a reader meets it: built from a copy of the checkout, opened in Chromium."""

import json
import re
import sys
import tomllib
from gzip import compress
from importlib.metadata import version
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import quote
from urllib.request import urlopen

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from senco.cohort.loading import load_cohort, load_study
from senco.workspace.paths import Project
from tests.book.look import FIND, SCHEMES, add_axe, find_barriers, serve
from tests.browsers import open_browser
from tests.committed import REMEDY, read_committed
from tests.conftest import HANG_SECONDS, ROOT, Checkout, read_folder


@pytest.fixture(scope="module")
def built(public_book):
    return public_book


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
    """What is committed is asked of git: in this folder a build may have made it anew."""
    committed = read_committed(ROOT)
    cohorts = {path.split("/")[0] for path in committed}  # without those that git ignores
    made = {path: data for path, data in built.pages().items() if path.split("/")[0] in cohorts}
    assert list(made) == list(committed), REMEDY
    if is_reference_environment():
        different = [path for path in made if made[path] != committed[path]]
        assert not different, f"{REMEDY}\n" + "\n".join(different)
    else:  # other versions draw and print a little differently: the numbers must agree
        for path in made:
            if path.endswith((".csv", "values.json")):
                expected = pytest.approx(numbers_of(committed[path]), rel=1e-9)
                assert numbers_of(made[path]) == expected, path


def test_the_site_is_the_same_at_another_path_and_under_another_seed_zone_and_language(
    built, site, tmp_path, monkeypatch
):
    """The pages' bytes are held above, so here the pages are taken over and the site is made.

    So is what the gate found in order: the texts that it would read again are compared below.
    """
    other = Checkout(tmp_path / "a much longer" / "path")
    other.take_pages(built)
    for name, value in {
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
    }.items():
        monkeypatch.setenv(name, value)
    done = other.run("build")
    assert done.returncode == 0, done.stderr
    assert "Up to date: " in done.stdout
    here, there = read_folder(site), read_folder(other.root / "_build" / "html")
    assert [path for path in here.keys() | there.keys() if here.get(path) != there.get(path)] == []


def test_a_build_with_nothing_to_do_says_so_and_leaves_the_site_alone(built, site):
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    done = built.run("build")
    assert re.fullmatch(
        r"Up to date: \d+ pages and the book\.\n"
        r"Open _build/html/index\.html in a browser\.\n",
        done.stdout,
    )
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_one_changed_mean_changes_the_figure(built, tmp_path):
    changed = Checkout(tmp_path / "changed")
    changed.replace("data/cohorts/ey-pvi-2017/reported.csv", ",19.86,", ",19.71,")
    assert changed.run("run", "ey-pvi-2017", "--stage", "50_rankings").returncode == 0
    figure = "ey-pvi-2017/results/50_rankings/priorities.svg"
    assert changed.pages()[figure] != built.pages()[figure]


def test_the_site_publishes_no_source_that_was_not_chosen(site):
    assert not (site / "_sources").exists()
    notebooks = sorted(path.name for path in site.rglob("*.ipynb"))
    committed = [path.rpartition("/")[2] for path in read_committed(ROOT)]
    committed += [path.name for path in (ROOT / "book" / "library").rglob("*.ipynb")]
    assert notebooks == sorted(name for name in committed if name.endswith(".ipynb"))


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


def test_the_tables_of_a_page_are_numbered_and_can_be_linked_to(site):
    page = site / "book" / "cohorts" / "worked-example" / "50_rankings.html"
    text = page.read_text(encoding="utf-8")
    told = re.findall(r'<table id="table-(\d+)">\s*<caption><a[^>]*>Table (\d+)\.</a>', text)
    assert len(told) == 4 and told == [(str(n), str(n)) for n in range(1, 5)]
    assert text.count("What the figure shows") == 2, "the data under a figure are not counted"


def test_a_table_of_which_a_page_shows_a_part_is_offered_whole(site):
    found = []
    for page in sorted((site / "book" / "cohorts").rglob("*.html")):
        for note in BeautifulSoup(page.read_text("utf-8"), "lxml").select("p.senco-note"):
            if told := re.search(r"(\d+) rows; the CSV|CSV file has all (\d+) rows", note.text):
                link = note.find_next("p", class_="senco-files").a
                assert link.text == "The whole table (CSV)", (page, note.text)
                whole = pd.read_csv(page.parent / link["href"], dtype=str)
                found.append((page.stem, len(whole), int(told[1] or told[2])))
    assert {page for page, *_ in found} == {"60_networks", "65_constrictions"}
    assert all(there == said for _, there, said in found), found


def test_every_reference_to_a_table_or_figure_leads_to_the_one_that_was_named(site):
    """The template names it, the page links to its number, and there it stands in the book."""
    checked = 0
    pages = [path for path in read_committed(ROOT) if path.endswith(".ipynb")]
    for path in [ROOT / "book" / "cohorts" / page for page in pages]:
        cohort = path.parent.name
        page = (site / "book" / "cohorts" / cohort / f"{path.stem}.html").read_text("utf-8")
        for kind, name, words, place in find_references(path):
            assert f'href="#{place}"' in page and f">{words}</a>" in page, (path, name)
            if kind == "figure":
                assert place == f"{cohort}-{path.stem[3:]}-{name}"
                told = page.partition(f'id="{place}"')[2].partition("caption-number")[2]
                assert told.startswith(f'">{words} '), (path, name)
            elif words.startswith("Table "):
                table = f'data-table="{name}" tabindex="0"><table id="{place}">'
                assert table in page and f'href="#{place}">{words}.</a>' in page, (path, name)
            else:
                assert place == f"note-{name}" and f'id="{place}"' in page
            checked += 1
    assert checked > 60


def find_references(path):
    """Yield kind and name of what a template refers to, with the words and place on its page."""
    record = path.parent / "results" / path.stem / "run.json"
    inputs = json.loads(record.read_text(encoding="utf-8"))["inputs"]
    (template,) = (ROOT / name for name in inputs if name.startswith("analysis/notebooks/"))
    made = {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}
    for cell in nbformat.read(template, as_version=4).cells:
        if cell.cell_type == "markdown":
            named = re.findall(r"\{(table|figure)\}`([\w-]+)`", cell.source)
            led = re.findall(r"\[([^\]]+)\]\(#([^)]+)\)", made[cell.id])
            assert len(led) == len(named), (path, cell.id)
            yield from ((*one, *other) for one, other in zip(named, led, strict=True))


def test_the_claims_of_a_table_lead_to_the_page_of_claims(site):
    page = site / "book" / "cohorts" / "ey-pvi-2017" / "65_constrictions.html"
    linked = re.findall(
        r'<a href="\.\./\.\./evidence/claims\.html#c(\d+)">C(\d+)</a>', page.read_text("utf-8")
    )
    assert len(linked) > 20 and all(place == claim for place, claim in linked)


def test_pages_of_two_cohorts_are_told_apart_where_only_their_titles_are_seen(site):
    for kind, cohort in (("published", "ey-pvi-2017"), ("synthetic", "worked-example")):
        page = (site / "book" / "cohorts" / cohort / "70_audit.html").read_text("utf-8")
        title = f"Do the reported figures hold together? ({kind})"
        assert f"<title>{title} &#8212;" in page
        assert f'"{title}"' in (site / "searchindex.js").read_text("utf-8")


@pytest.fixture(scope="module")
def browser():
    with open_browser() as running:
        yield running


@pytest.fixture(scope="module")
def address(site):
    with serve(site) as found:
        yield found


PAGES = ["index.html"] + [
    f"{found}.html"
    for found in re.findall(r"(?:file|root): (\S+)", (ROOT / "_toc.yml").read_text("utf-8"))
]


#: Pages that one function makes in the same way, or notebooks whose cells are shown alike: of
#: these axe looks at the first alone, since a page with hundreds of headings takes it seconds.
ALIKE = [
    [page for page in PAGES if re.match(pattern, page)]
    for pattern in (r"book/library/tutorials/", r"book/library/(?!index|tutorials/)\w+\.html")
]


DESK, TELEPHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 900}


@pytest.fixture(scope="module")
def walked(browser, address):
    """What was wrong on any page, by kind, and what each page loaded: each is opened once."""
    wrong = {kind: [] for kind in ("errors", "requests", "widths", "texts", *SCHEMES)}
    wrong["loaded"] = loaded = {}
    context = browser.new_context(viewport=DESK, color_scheme="light")
    tab, shown, own = context.new_page(), [""], (address, "data:", "blob:")
    seen = set()

    def note(kind, told):
        wrong[kind].append((shown[-1], told))

    def note_message(message):
        # axe asks for a style sheet's own one, beside the page instead of beside the sheet
        by_axe = re.search(r"(?<!_static)/basic\.css$", message.location["url"])
        if message.type == "error" and not by_axe:
            note("errors", message.text)

    tab.on("console", note_message)
    tab.on("pageerror", lambda error: note("errors", str(error)))

    def note_request(request):
        if not request.url.startswith(own):
            note("requests", request.url)
        elif request.url.startswith(address) and shown[-1]:
            path = request.url.removeprefix(f"{address}/").partition("?")[0].partition("#")[0]
            loaded.setdefault(shown[-1], set()).add(path)

    tab.on("request", note_request)
    tab.goto(f"{address}/index.html")
    tab.wait_for_url("**/book/index.html")
    for page in [*PAGES[1:], "search.html", "404.html"]:
        shown.append(page)
        answer = tab.goto(f"{address}/{page}", wait_until="load")
        if not answer or answer.status != 200:
            note("errors", "does not open")
        look_at_page(tab, note, None if any(page in pages[1:] for pages in ALIKE) else seen)
    context.close()
    return wrong


def look_at_page(tab, note, seen):
    """Look at an open page wide and narrow, and for barriers by day and by night.

    Of texts of a kind that was seen on an earlier page the colours are known.
    """
    # a small picture in a summary stands beside its name
    large = "article img:not(summary > img)"
    for alt in tab.eval_on_selector_all(large, "all => all.map(one => one.alt)"):
        if len(alt) < 40 or re.search(r"\.(svg|png)$", alt):
            note("texts", alt)
    for size in (DESK, TELEPHONE):
        tab.set_viewport_size(size)
        over = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            note("widths", f"{over} pixels too wide for {size['width']}")
    tab.set_viewport_size(DESK)
    if seen is None:
        return
    add_axe(tab)
    for scheme in SCHEMES:
        tab.emulate_media(color_scheme=scheme)
        # 404.html has no theme of its own: its style sheet follows by itself
        tab.wait_for_function(
            "scheme => [scheme, undefined].includes(document.documentElement.dataset.theme)",
            arg=scheme,
        )
        for rule, element in find_barriers(tab, scheme, seen):
            note(scheme, f"{rule}: {element[:120]}")
    tab.emulate_media(color_scheme="light")


@pytest.mark.browser
def test_every_page_opens_without_an_error(walked):
    assert not walked["errors"]


def test_the_menu_of_each_page_names_all_of_its_edition_and_marks_its_own(site):
    """It is made once and turned for each page: its links lead to the same places from all."""
    pages = [page for page in PAGES[1:] if page != "book/index.html"]
    door = pages.index("book/workshop.html")
    for page in (*pages, "search.html"):
        # what is to be read comes before the door in _toc.yml, and the workshop from there
        listed = {*(pages[door:] if page in pages[door:] else pages[:door])}
        soup = BeautifulSoup((site / page).read_text("utf-8"), "html.parser")
        links = soup.select("nav.bd-docs-nav li a:not(.bd-sidenav__home-link a)")
        folder = PurePosixPath(page).parent
        leads = [page if a["href"] == "#" else normpath(folder / a["href"]) for a in links]
        assert {*leads} - {"book/index.html"} == listed, page
        own = [a for a in links if "current" in a["class"]]
        assert [a["href"] for a in own] == (["#"] if page in listed else []), page
        for entry in own[0].find_parents(["li", "ul"]) if own else ():
            assert "current" in entry["class"], page


@pytest.mark.browser
def test_no_page_asks_for_anything_outside_the_book(walked):
    assert not walked["requests"]


@pytest.mark.browser
def test_no_page_is_wider_than_a_desk_or_a_telephone(walked):
    assert not walked["widths"]


@pytest.mark.browser
def test_every_picture_has_a_text_that_says_what_it_shows(walked):
    assert not walked["texts"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_page_has_a_barrier_that_axe_finds(walked, scheme):
    assert not walked[scheme]


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
    tab = browser.new_page()
    tab.route("**/book/formula.html", lambda asked: asked.fulfill(body=extra))
    outside = []
    tab.on("request", lambda r: r.url.startswith(address) or outside.append(r.url))
    tab.goto(f"{address}/book/formula.html", wait_until="networkidle")
    expect(tab.locator("mjx-container")).to_have_count(1, timeout=1000 * HANG_SECONDS)
    assert not outside
    tab.close()


@pytest.mark.browser
def test_the_keyboard_reaches_everything_and_shows_where_it_is(browser, address):
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.goto(f"{address}/book/findings/meso.html")
    stops, hidden = [], []
    for _ in range(400):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(
            """() => { const one = document.activeElement;
            if (!one || one === document.body) return null;
            const look = getComputedStyle(one), box = one.getBoundingClientRect();
            const inner = one.querySelector("input, svg, i");
            return {what: one.outerHTML.slice(0, 90), text: one.textContent.trim(),
              seen: box.width > 0 && box.height > 0 &&
                (look.outlineStyle !== "none" || look.boxShadow !== "none")}; }"""
        )
        if stop is None:
            break
        stops.append(stop["text"])
        if not stop["seen"]:
            hidden.append(stop["what"])
    tab.close()
    assert "Skip to main content" in stops[0]
    assert "C034 among all claims" in stops and {"Workshop", "How to cite"} <= {*stops}
    assert not hidden


@pytest.mark.browser
def test_a_term_tells_what_it_means_to_mouse_and_keyboard_until_escape(browser, address):
    tab = browser.new_page()
    tab.goto(f"{address}/book/index.html")
    term = tab.locator("article a[href*='term-SENCO']").first
    tip = tab.get_by_role("tooltip")
    term.hover()
    assert "Special Educational Needs Co-ordinator" in tip.inner_text()
    tip.hover()
    assert tip.is_visible(), "it stays while it is pointed at"
    tab.keyboard.press("Escape")
    assert tip.count() == 0
    term.focus()
    assert tip.is_visible() and term.get_attribute("aria-describedby") == tip.get_attribute("id")
    tab.goto(f"{address}/book/kit/grid.html")
    tab.locator("article a[href*='bibliography']").first.focus()
    assert "Kelly" in tip.inner_text() or "Jankowicz" in tip.inner_text()
    tab.close()


#: What the page of the search says when it has looked through all pages.
SEARCHED = re.compile(r"Results: \d+|No page holds")


@pytest.mark.browser
def test_search_finds_every_construct_and_every_influence(browser, address):
    study = load_cohort("worked-example", project=Project(ROOT))
    words = study.tables["constructs"]["label"].tolist()
    words += [influence.label for influence in load_study(Project(ROOT)).influences]
    tab = browser.new_page()
    tab.goto(f"{address}/search.html?q={quote(words[0])}")
    expect(tab.locator("#search-results .search-summary")).to_have_text(SEARCHED)
    assert tab.locator("#search-results li a").count()
    lost = [word for word in words if not tab.evaluate(FIND, word)]
    tab.close()
    assert len(words) > 21 and not lost


@pytest.mark.browser
def test_dark_mode_is_chosen_and_kept(browser, address):
    context = browser.new_context(color_scheme="light")
    tab = context.new_page()
    tab.goto(f"{address}/book/index.html")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = tab.evaluate(paper)
    button = tab.locator(".theme-switch-button:visible").first
    for _ in range(3):
        button.click()
        if tab.evaluate("document.documentElement.dataset.mode") == "dark":
            break
    dark = tab.evaluate(paper)
    assert dark != light
    tab.goto(f"{address}/book/glossary.html")
    assert tab.evaluate(paper) == dark
    context.close()


@pytest.mark.browser
def test_without_scripts_each_step_unfolds_its_code_and_there_is_no_switch(browser, address):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}/book/cohorts/worked-example/50_rankings.html")
    assert not tab.locator("button.senco-code").is_visible()
    fold = tab.locator("details.hide").first
    fold.locator("summary").click()
    assert fold.locator("pre").first.is_visible()
    context.close()


@pytest.mark.browser
def test_code_and_data_are_folded_and_open_on_asking(browser, address):
    tab = browser.new_page()
    tab.goto(f"{address}/book/cohorts/worked-example/50_rankings.html")
    folds, switch = tab.locator("details.hide"), tab.get_by_role("button", name="Show the code")
    assert folds.count() > 5 and not folds.locator("visible=true").count()
    switch.focus()
    tab.keyboard.press("Enter")
    assert switch.get_attribute("aria-pressed") == "true"
    assert all(code.is_visible() for code in folds.locator("pre").all())
    folds.first.locator("summary").click()  # and each step by itself
    assert not folds.locator("pre").first.is_visible()
    tab.goto(f"{address}/book/cohorts/worked-example/10_participants.html")
    assert tab.locator("details.hide pre").first.is_visible(), "the next page has forgotten it"
    tab.get_by_role("button", name="Show the code").click()
    tab.goto(f"{address}/book/cohorts/worked-example/50_rankings.html")
    assert not folds.locator("visible=true").count()
    table = tab.locator("details.senco-making table").first
    assert not table.is_visible()
    tab.locator("details.senco-making > summary").first.click()
    assert table.is_visible() and table.locator("th[scope=col]").count() > 1
    tab.close()


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_a_long_table_shows_its_beginning_and_the_rest_on_asking_and_on_paper(
    browser, address, script
):
    context = browser.new_context(java_script_enabled=script)
    tab = context.new_page()
    tab.goto(f"{address}/book/cohorts/worked-example/80_comparison.html")
    table = tab.locator("[data-table=findings]")
    rows, rest = table.locator("tbody tr:visible"), table.locator("tr.senco-rest")
    assert rows.count() <= 8 < rest.count()
    more = tab.locator("[data-table=findings] + details.senco-more > summary")
    more.focus()
    tab.keyboard.press("Enter")
    assert rows.count() == table.locator("tbody tr").count() == 54
    assert rest.last.is_visible() and "Show only the first" in more.inner_text()
    more.click()
    assert not rest.last.is_visible()
    tab.emulate_media(media="print")
    assert rest.last.is_visible() and not more.is_visible()
    if script:
        tab.emulate_media(media="screen")
        tab.keyboard.press("Control+f")
        assert rest.last.is_visible()
    context.close()


@pytest.mark.browser
def test_what_a_page_offers_is_the_file_that_its_figure_was_made_with(browser, address):
    page = f"{address}/book/cohorts/worked-example/50_rankings.html"
    tab = browser.new_page()
    tab.goto(page)
    links = tab.eval_on_selector_all("a.senco-file", "all => all.map(one => one.href)")
    tab.close()
    folder = ROOT / "book" / "cohorts" / "worked-example"
    offered = {}
    for link in links:
        with urlopen(link) as answer:
            offered[link.rpartition("/")[2]] = answer.read()
    assert {"ranks.csv", "run.json", "values.json", "50_rankings.ipynb"} <= set(offered)
    drawn = {name: data for name, data in offered.items() if name.startswith("worked-example-")}
    assert {f"worked-example-rankings-ranks.{kind}" for kind in ("svg", "png", "pdf")} <= set(drawn)
    for name, data in offered.items() - drawn.items():
        kept = folder if name.endswith(".ipynb") else folder / "results" / "50_rankings"
        assert data == (kept / name).read_bytes(), name


@pytest.mark.browser
def test_a_printed_page_is_the_text_and_its_figures_alone(browser, address):
    tab = browser.new_page()
    tab.goto(f"{address}/book/cohorts/worked-example/50_rankings.html")
    tab.emulate_media(media="print")
    folded = "article details:not([open]) > summary"
    for part in (
        ".bd-sidebar-primary",
        ".bd-sidebar-secondary",
        "details.hide",
        ".bd-footer",
        folded,
    ):
        assert not any(one.is_visible() for one in tab.locator(part).all()), part
    assert tab.locator("h1:visible").count() and tab.locator("figure img").first.is_visible()
    tab.close()


@pytest.mark.browser
def test_paper_is_light_whatever_the_screen_is_and_holds_each_figure_on_one_page(browser, address):
    colours = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport=DESK, color_scheme=scheme)
        tab = context.new_page()
        tab.goto(f"{address}/book/cohorts/worked-example/40_grids.html")
        tab.wait_for_function(f"document.documentElement.dataset.theme === '{scheme}'")
        tab.emulate_media(media="print", color_scheme=scheme)
        colours[scheme] = tab.evaluate(
            """() => ["article p", "article figcaption", "article a", ".senco-badge",
                ".highlight span.n"].map((one) => {
              const style = getComputedStyle(document.querySelector(one));
              return [style.color, style.backgroundColor];
            })"""
        )
        heights = tab.locator("article figure img.senco-day").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().height)"
        )
        assert 0 < max(heights) <= 215 / 25.4 * 96 + 1
        context.close()
    assert colours["light"] == colours["dark"]


@pytest.mark.browser
def test_a_first_page_weighs_less_than_300_kb_and_a_later_one_less_than_60_kb(walked, site):
    """Compressed as servers do, with typefaces and pictures; a later page without what is kept.

    Counted is what opening a page at a desk loads: pictures far below follow as they are reached.
    The search's page also loads its index, which holds every word of the book: under 80 KB.
    """
    loaded = dict(walked["loaded"])
    files = {path for paths in loaded.values() for path in paths if (site / path).is_file()}
    weights = dict.fromkeys(set().union(*loaded.values()), 0)
    weights |= {path: len(compress((site / path).read_bytes())) for path in files}
    first = loaded.pop("book/index.html")
    assert {PurePosixPath(path).suffix for path in first} >= {".html", ".css", ".js", ".woff2"}
    assert sum(weights[path] for path in first) < 300_000
    heavy = {page: sum(weights[path] for path in paths - first) for page, paths in loaded.items()}
    assert heavy.pop("search.html") < 80_000
    assert len(heavy) > 60 and not {page: size for page, size in heavy.items() if size >= 60_000}


@pytest.mark.browser
def test_only_the_search_loads_what_searches(walked):
    loading = [page for page, paths in walked["loaded"].items() if "searchindex.js" in paths]
    assert loading == ["search.html"]


@pytest.mark.browser
def test_an_address_that_is_nowhere_leads_back_into_the_book(browser, address, site):
    tab = browser.new_page()
    page = (site / "404.html").read_text(encoding="utf-8")  # which a server shows in its place
    tab.route("**/nowhere.html", lambda asked: asked.fulfill(status=404, body=page))
    tab.goto(f"{address}/book/nowhere.html")
    tab.get_by_role("link", name="the beginning of the book").click()
    assert tab.url == f"{address}/book/index.html"
    tab.close()
