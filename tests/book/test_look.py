"""Rules on colours look at a few texts of each kind, and find what they would find in all."""

import pytest

from tests.book.look import _KINDS, COLOURS, SCHEMES, add_axe, find_barriers
from tests.browsers import open_browser

#: Texts that can be read.
PLAIN = '<p>Plain words. <a href="#small">A link</a> of them.</p>\n' * 60
#: Among those, texts that cannot be read well, each in its own way.
PAGE = """<!doctype html><html lang="en"><head><title>A page</title><style>
:root { color-scheme: light dark; --ink: light-dark(#222, #eee); --ground: light-dark(#fff, #111);
  --faint: light-dark(#bbb, #444); --dark: light-dark(#333, #ddd); }
body { color: var(--ink); background: var(--ground); font-size: 16px; }
a { color: light-dark(#0b57d0, #a8c7fa); }
.faint, option { color: var(--faint); }
.band { background: var(--dark); }
.through { opacity: 0.3; }
.large { font-size: 32px; color: light-dark(#8a8a8a, #6f6f6f); }
.small { font-size: 12px; color: light-dark(#8a8a8a, #6f6f6f); }
#bare { text-decoration: none; color: light-dark(#333, #ddd); }
#box { position: relative; background: var(--dark); padding: 1em; }
#note { position: absolute; top: 0; left: 0; background: var(--ground); }
#under { color: light-dark(#fff, #111); }
.away { position: absolute; left: -9999px; }
select { color: var(--faint); background: var(--ground); }
</style></head><body><main><h1>A page</h1>
PLAIN
<p id="faint" class="faint">faint</p>
<div class="band"><p id="band">on a band of its own colour</p></div>
<p id="through" class="through">seen through</p>
<p class="large">large type may be paler</p><p id="small" class="small">small type may not</p>
<p>Words with <a href="#faint">a link</a>, and <a href="#band" id="bare">one that nobody sees</a>
among them.</p>
<div id="box"><span id="under">This can be read.</span><p id="note"><b id="bold" class="faint">not
this</b></p></div>
<p class="away faint">Nobody sees this.</p>
<label>One <select id="chosen"><option>of a list</option></select></label>
PLAIN
</main></body></html>""".replace("PLAIN", PLAIN)
WRONG = {"faint", "band", "through", "small", "bare", "bold", "chosen"}


@pytest.fixture(scope="module")
def tab():
    with open_browser() as browser:
        page = browser.new_page()
        page.set_content(PAGE)
        add_axe(page)
        yield page


@pytest.mark.browser
@pytest.mark.parametrize("scheme", SCHEMES)
def test_each_text_that_cannot_be_read_is_found_among_many_that_can(tab, scheme):
    tab.emulate_media(color_scheme=scheme)
    whole = tab.evaluate(
        """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(
        found => found.violations.flatMap(one => one.nodes.map(node => node.html)))""",
        COLOURS,
    )
    found = [html for _, html in find_barriers(tab, scheme)]
    for told in (whole, found):
        assert {name for name in WRONG if any(f'id="{name}"' in html for html in told)} == WRONG
        assert len(told) == len(WRONG)


@pytest.mark.browser
def test_what_was_seen_by_day_is_looked_at_by_night_and_nothing_twice(tab):
    seen = set()
    for scheme in SCHEMES:
        tab.emulate_media(color_scheme=scheme)
        assert len(find_barriers(tab, scheme, seen)) == len(WRONG)
        # what is placed over something else is looked at wherever it is met
        again = [html for _, html in find_barriers(tab, scheme, seen)]
        assert len(again) == 1 and 'id="bold"' in again[0]


@pytest.mark.browser
def test_few_texts_are_looked_at(tab):
    assert len(tab.evaluate(_KINDS)) < 20
    assert tab.locator("p").count() > 120


@pytest.mark.browser
def test_by_day_every_other_rule_looks_at_the_whole_page(tab):
    tab.emulate_media(color_scheme="light")
    tab.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert "image-alt" in {rule for rule, _ in find_barriers(tab, "light")}


@pytest.mark.browser
def test_a_menu_that_was_seen_is_left_aside_and_all_beside_it_or_new_in_it_is_not(tab):
    tab.emulate_media(color_scheme="light")
    tab.evaluate(
        """document.body.insertAdjacentHTML("afterbegin", `<div class="bd-sidebar-primary">
        <nav><a href="/a" class="current" aria-current="page">A</a> <a href="/b">B</a></nav>
        </div>`)"""
    )
    seen = set()

    def look():
        return {told for rule, told in find_barriers(tab, "light", seen) if rule == "link-name"}

    assert not look()
    # the next page is marked, and there is a link without a name beside the menu
    tab.evaluate(
        """() => { const [a, b] = document.querySelectorAll(".bd-sidebar-primary a");
        a.className = ""; a.removeAttribute("aria-current"); b.setAttribute("href", "");
        document.querySelector("main").insertAdjacentHTML("beforeend", "<a href='/beside'></a>")}"""
    )
    (beside,) = look()
    assert "/beside" in beside
    tab.evaluate("document.querySelector('nav').insertAdjacentHTML('beforeend', '<a href=/c></a>')")
    assert len(look()) == 2
