"""Every control of the site does something, by tap, by mouse and by key, at three widths."""

import pytest
from playwright.sync_api import expect

from tests.book.look import add_axe, find_barriers, serve
from tests.browsers import open_browser

pytestmark = pytest.mark.browser

INFLUENCES = "book/cohorts/ey-pvi-2017/60_networks.html"
#: One page of each kind.
PAGES = (
    INFLUENCES, "book/index.html", "book/cohorts/worked-example/50_rankings.html",
    "book/findings/meso.html", "book/evidence/claims.html", "book/findings/implications.html",
    "book/kit/grid.html", "book/kit/index.html", "book/pack/index.html",
    "book/library/tutorials/grids.html", "book/library/grids.html",
    "book/glossary.html", "book/bibliography.html", "book/methods/formats.html",
    "book/cite.html", "search.html", "404.html",
)  # fmt: skip
TELEPHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "color_scheme": "dark"}
TABLET = {"viewport": {"width": 800, "height": 1000}, "has_touch": True, "color_scheme": "light"}
DESK = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
#: A desk at 200 %.
ENLARGED = {"viewport": {"width": 640, "height": 450}, "color_scheme": "light"}


@pytest.fixture(scope="module")
def browser():
    with open_browser() as running:
        yield running


@pytest.fixture(scope="module")
def address(public_book):
    with serve(public_book.root / "_build" / "html") as found:
        yield found


@pytest.fixture
def opening(browser, address):
    contexts = []

    def open_page(page, **options):
        contexts.append(browser.new_context(**options))
        tab = contexts[-1].new_page()
        tab.goto(f"{address}/{page}")
        return tab

    yield open_page
    for context in contexts:
        context.close()


FOCUSED = "document.activeElement.matches({0!r})"
MENU, CONTENTS = ".primary-toggle", ".secondary-toggle"


@pytest.mark.parametrize("device", [TELEPHONE, TABLET], ids=["telephone", "tablet"])
@pytest.mark.parametrize(
    ("button", "name", "here"),
    [(MENU, "The book", "Key influences"), (CONTENTS, "On this page", "What was asked")],
)
def test_a_tap_opens_the_menu_and_the_contents_and_each_way_out_closes_them(
    opening, device, button, name, here
):
    tab = opening(INFLUENCES, **device)
    pressed, dialogue = tab.locator(button), tab.get_by_role("dialog", name=name)
    expect(pressed).to_have_attribute("aria-expanded", "false")
    edge = {"x": 385 if button == MENU else 5, "y": 700}
    beside = edge if device == TELEPHONE else {**edge, "x": 790 if button == MENU else 5}
    ways = (
        lambda: tab.keyboard.press("Escape"),
        lambda: dialogue.get_by_role("button", name="Close").tap(),
        lambda: tab.touchscreen.tap(**beside),
    )
    for leave in ways:
        pressed.tap()
        expect(dialogue).to_be_visible()
        expect(pressed).to_have_attribute("aria-expanded", "true")
        expect(dialogue.get_by_role("link", name=here, exact=True).first).to_be_focused()
        expect(dialogue.get_by_role("link", name=here, exact=True).first).to_be_in_viewport()
        leave()
        expect(dialogue).to_be_hidden()
        expect(pressed).to_have_attribute("aria-expanded", "false")
        expect(pressed).to_be_focused()
    pressed.tap()
    add_axe(tab)
    assert not find_barriers(tab, "light")
    for link in dialogue.locator("a:visible, button:visible, summary:visible").all():
        assert link.bounding_box()["height"] >= 44, link.inner_text()


@pytest.mark.parametrize("options", [DESK, ENLARGED], ids=["desk", "desk at 200 %"])
def test_the_menu_opens_and_closes_by_key_and_keeps_the_focus(opening, options):
    tab = opening(INFLUENCES, **options)
    button = tab.locator(MENU)
    there = str(options is DESK).lower()  # on a desk it stands beside the page
    menu = tab.locator(".bd-sidebar-primary:visible")
    here = menu.get_by_role("link", name="Key influences").first
    expect(button).to_have_attribute("aria-expanded", there)
    assert menu.count() == (options is DESK)
    button.focus()
    tab.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", str(options is not DESK).lower())
    if options is ENLARGED:
        expect(here).to_be_focused()
        for _ in range(70):  # no key leads out of the dialogue into the page
            tab.keyboard.press("Tab")
            assert not tab.evaluate("Boolean(document.activeElement.closest('main'))")
        tab.keyboard.press("Escape")
    else:
        expect(button).to_be_focused()
        tab.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", there)
    expect(button).to_be_focused()
    if options is DESK:
        search = tab.locator(".bd-header-article").get_by_role("button", name="Search")
        expect(search).to_be_hidden()
        tab.keyboard.press("Enter")
        expect(search).to_be_visible()  # that of the menu has gone with it
        tab.keyboard.press("Enter")
        expect(here).to_be_in_viewport()
        expect(here).to_have_attribute("aria-current", "page")


def test_whoever_presses_by_key_keeps_their_place(opening):
    tab = opening(INFLUENCES, **ENLARGED)
    modes = tab.get_by_role("button", name="Colour mode: as on this device")
    modes.focus()
    tab.keyboard.press("Enter")
    modes = tab.get_by_role("button", name="Colour mode: dark")
    expect(modes).to_be_focused()
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")
    search = tab.get_by_role("button", name="Search")
    search.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("searchbox", name="Search the book")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(search).to_be_focused()


#: Scroll, and wait until the page was told: one that has much to do is told of two at once.
SCROLL = """top => new Promise((done) => {
  addEventListener("scroll", () => requestAnimationFrame(done), {once: true});
  scrollTo({top, behavior: "instant"}); })"""


def test_whoever_scrolls_back_gets_to_the_top_by_a_tap(opening):
    tab = opening(INFLUENCES, **TELEPHONE)
    button = tab.get_by_role("button", name="Back to top")
    tab.evaluate("document.fonts.ready")  # letters that arrive late move what is below them
    tab.evaluate(SCROLL, 3000)
    assert button.is_hidden()
    tab.evaluate(SCROLL, 2500)
    button.tap()
    tab.wait_for_function("scrollY === 0")


def test_no_way_to_the_top_is_offered_where_the_page_moved_and_not_its_reader(opening):
    tab = opening(INFLUENCES, **TELEPHONE)
    tab.evaluate("document.fonts.ready")
    tab.evaluate(SCROLL, 3000)
    tab.evaluate("""() => new Promise((done) => {
      addEventListener("scroll", () => requestAnimationFrame(done), {once: true});
      document.querySelector("article p").remove(); })""")
    assert tab.evaluate("scrollY") < 3000
    assert tab.get_by_role("button", name="Back to top").is_hidden()


def test_a_part_that_is_chosen_from_the_contents_is_read_and_not_covered(opening):
    tab = opening(INFLUENCES, **TELEPHONE)
    tab.locator(CONTENTS).tap()
    tab.get_by_role("dialog").get_by_role("link", name="Limits").tap()
    expect(tab.get_by_role("dialog")).to_have_count(0)
    expect(tab.get_by_role("heading", name="Limits")).to_be_in_viewport()
    assert tab.url.endswith("#limits")


@pytest.mark.parametrize("width", [390, 1280])
def test_without_scripts_menu_and_contents_are_there_and_nothing_is_that_needs_them(opening, width):
    size = {"width": width, "height": 844}
    tab = opening(INFLUENCES, viewport=size, java_script_enabled=False)
    assert not tab.locator("button:visible").count()
    if width == 390:
        tab.get_by_role("link", name="Contents of this page").click()
        tab.get_by_role("link", name="Menu of the book").click()
    expect(tab.locator("#pst-secondary-sidebar").get_by_role("link", name="Limits")).to_be_visible()
    tab.locator("#pst-primary-sidebar").get_by_role("link", name="What was done").click()
    tab.wait_for_url("**/book/study/methods.html")
    assert tab.locator("html").get_attribute("data-theme") == "light"


#: What a reader can see or hear of a page, apart from where the focus is.
STATE = """() => JSON.stringify([location.href, scrollY,
  [...document.querySelectorAll("dialog")].map(one => one.open),
  [...document.querySelectorAll("details")].map(one => one.open),
  [...document.querySelectorAll("select, input")].map(one => one.value),
  [...document.querySelectorAll("[tabindex]")].map(one => [one.scrollLeft, one.scrollTop]),
  document.documentElement.dataset.mode,
  Boolean(document.querySelector(".pst-sidebar-hidden")),
  [...document.querySelectorAll(".copybtn.success")].length,
  [...document.querySelectorAll(".senco-card")].map(one => one.checkVisibility() && one.innerText),
  [...document.querySelectorAll("[aria-pressed]")].map(one => one.ariaPressed),
  (document.querySelector(".senco-explorer-status") || {}).textContent])"""
#: All that can be pressed, each with what makes its kind: what it is, and where it stands.
KINDS = """() => {
  const drop = /\\b(reference|internal|external|current|active|nav-link|influence-\\S+)\\b/g;
  const place = (one) => ["dialog", ".bd-sidebar-primary", ".bd-sidebar-secondary",
    ".bd-header-article", ".senco-explorer", "article", "footer"].find(at => one.closest(at)) || "";
  const all = document.querySelectorAll(`a[href], button, summary, select, input, textarea,
    [role=button], [tabindex="0"], .person`);
  const kinds = {}, pointed = matchMedia("(hover: hover)").matches;
  for (const one of document.querySelectorAll("details")) one.open = true;
  [...all].forEach((one, number) => {
    one.dataset.control = number;
    const style = (one.getAttribute("class") || "").replace(drop, " ").trim().split(/\\s+/).sort();
    const parent = one.matches("summary") ? one.parentElement.className : "";
    const kind = [one.localName, ...style, parent, one.name || "", place(one),
      one.localName === "a" && one.hash ? "#" : ""].join(" ");
    const seen = one.checkVisibility({visibilityProperty: true});
    if (!(one.matches(".headerlink") ? pointed : seen)) return;
    kinds[kind] ??= [number, (one.getAttribute("aria-label") || one.textContent).trim()];
  });
  return kinds; }"""


PREPARE = """one => {
  for (let at = one; at; at = at.parentElement) if (at.localName === "details") at.open = true;
  const away = ".sd-stretched-link, [href='#main-content']";
  if (!one.matches(away)) one.scrollIntoView({block: "center"});
  return one.localName; }"""


class Pressing:
    """A page whose controls are pressed one after the other."""

    def __init__(self, tab, address, touch):
        self.tab, self.address, self.touch, self.told = tab, address, touch, []
        tab.on("download", lambda one: self.told.append(one.suggested_filename))
        tab.on("pageerror", lambda error: pytest.fail(f"{tab.url}: {error}"))
        # no other page is asked for while a link is pressed: that it would be is what it does
        self.staying = False
        tab.route("**", self.refuse)

    def refuse(self, route):
        inside = route.request.url.startswith(self.address)
        if inside and not (self.staying and route.request.is_navigation_request()):
            route.fallback()
            return
        self.told.append(route.request.url)
        route.fulfill(status=204)  # the browser stays where it is

    def press_all(self, page, known):
        """Press one control of each kind that is not known; yield those that do nothing.

        The page is opened again where a press has brought out another kind.
        """
        left = True
        while left:
            self.staying = False
            self.tab.goto(f"{self.address}/{page}", wait_until="load")
            self.staying = True
            left = self.list_unknown(known)
            for kind, (number, name) in left.items():
                known.add(kind)
                # what is scrolled below a pointer would be hovered before it is pressed
                self.tab.mouse.move(0, 0)
                leaves = kind.startswith(("a ", "button btn senco-find")) and "#" not in kind
                if not self.press(number, leaves):
                    yield page, kind, name
                if self.tab.locator("dialog[open]").count():
                    self.tab.keyboard.press("Escape")
            left = left and self.list_unknown(known)

    def list_unknown(self, known):
        """Kinds of controls that the page shows and nobody has pressed, with one of each."""
        kinds = self.tab.evaluate(KINDS)
        return {kind: told for kind, told in kinds.items() if kind not in known}

    def press(self, number, leaves):
        """Press one control; return whether anything came of it, or the page that it leads to."""
        control = self.tab.locator(f"[data-control='{number}']").first  # a claim's card is a copy
        name = control.evaluate(PREPARE)
        url, before, self.told = self.tab.url, self.tab.evaluate(STATE), []
        if name == "select":
            control.select_option(index=1)
        elif name in ("input", "textarea"):
            control.fill("priorities")
        elif name in ("div", "pre"):
            control.focus()
            for key in ("ArrowRight", "ArrowDown"):
                self.tab.keyboard.press(key)
        elif name == "a" and control.bounding_box()["y"] < 0:  # shown to the keyboard alone
            control.focus()
            self.tab.keyboard.press("Enter")
        else:
            # a link that lies over the whole of its card is pressed anywhere there
            around = self.tab.locator(
                f".sd-card:has(> [data-control='{number}'].sd-stretched-link)"
            )
            place = around if around.count() else control
            if control.evaluate("one => one.matches('.headerlink')"):
                control.locator("xpath=..").hover()  # it is shown to a pointer beside its heading
            (place.tap if self.touch else place.click)()
        for _ in range(200):
            if self.told or (self.tab.url != url if leaves else self.tab.evaluate(STATE) != before):
                return True
            self.tab.wait_for_timeout(25)
        return False


@pytest.mark.parametrize("device", [DESK, TABLET, TELEPHONE], ids=["desk", "tablet", "telephone"])
def test_every_kind_of_control_is_pressed_once_and_does_something(browser, address, device):
    known, idle = set(), []
    context = browser.new_context(**device, permissions=["clipboard-write"])
    pressing = Pressing(context.new_page(), address, "has_touch" in device)
    for page in PAGES:
        idle += pressing.press_all(page, known)
    context.close()
    assert len(known) > 30
    assert not idle
