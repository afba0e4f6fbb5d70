"""The code of a printed sheet, typed into the pages for a browser: read as the library reads it."""

import random
import re
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from senco.cohort.loading import load_cohort, load_study
from senco.errors import SencoError
from senco.instruments.paper import SheetCode, parse_code
from senco.instruments.paper.codes import LEVELS, SIGNS, make_digest
from senco.instruments.paper.orders import shuffle
from senco.instruments.screen import make_instruments, read_setup
from senco.instruments.screen.making import write_script
from tests.browsers import open_browser
from tests.instruments.opened import Opened

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def setup(project):
    cohort = load_cohort("worked-example", project=project)
    whole = read_setup(cohort.study, cohort)
    return replace(whole, cards=whole.cards[:5])


@pytest.fixture(scope="module")
def browser():
    with open_browser() as running:
        yield running


@pytest.fixture
def opened(browser, tmp_path, setup, project):
    pages = []

    def opening(name, setup=setup):
        html = make_instruments(setup, load_study(project).instruments)
        pages.append(Opened(browser, tmp_path, html, name))
        return pages[-1]

    yield opening
    for page in pages:
        page.close()


def make_code(setup, letter, who="P1", **told):
    keys = [card["key"] for card in setup.cards] if letter == "R" else []
    return SheetCode(letter, make_digest(setup.study, setup.cohort, *keys), who, **told)


def draw_codes(n):
    """Codes of every kind, and some of them with a sign changed."""
    rng = random.Random(4)
    for _ in range(n):
        letter = rng.choice("WGR")
        told = {
            "W": {"levels": rng.choice([LEVELS, (0, 10), (-2.5, 7), (1, 99999)])},
            "G": {"page": rng.choice([1, 2])},
            "R": {"page": rng.choice([1, 12]), "seed": rng.choice([None, 0, 2**32 - 1])},
        }[letter]
        who = rng.choice(["", "P1", "s12", "AB-3", "abcdef999999"])
        text = str(SheetCode(letter, "".join(rng.choices(SIGNS, k=4)), who, **told))
        text = rng.choice([text, text.lower().replace("0", "o")]) if not who else text
        if rng.random() < 0.3:
            at = rng.randrange(2, len(text))
            text = text[:at] + rng.choice(SIGNS) + text[at + 1 :]
        yield text


def test_a_typed_code_says_what_the_library_reads_in_it(opened):
    page = opened("ranking")
    script = write_script(("ranking",)).replace(
        "start([ranking]);", "return { readCode, shuffle };"
    )
    texts = list(draw_codes(200))
    read = page.tab.evaluate(
        f"""(texts) => {{
          const {{ readCode, shuffle }} = {script.strip().rstrip(";")};
          return texts.map((text) => readCode(text)).map((code) => typeof code === "string" ? code
            : [code.letter, code.digest, code.participant, code.scale, code.order,
               shuffle([...Array(21).keys()], code.order)]);
        }}""",
        texts,
    )
    told = []
    for text in texts:
        try:
            code = parse_code(text)
        except SencoError as error:
            told.append("check" if "last character" in str(error) else "form")
        else:
            drawn = shuffle(range(21), code.order)
            told.append([code.letter, code.digest, code.participant, list(code.levels),
                         code.order, drawn])  # fmt: skip
    assert read == told
    kinds = [one if isinstance(one, str) else one[0] for one in told]
    assert all(kinds.count(kind) > 10 for kind in ("W", "G", "R", "check"))


@pytest.mark.parametrize(("name", "letter"), [("work-line", "W"), ("grid", "G"), ("session", "G")])
def test_a_session_begins_with_the_code_of_a_sheet(opened, setup, name, letter):
    page = opened(name)
    page.begin(str(make_code(setup, letter, "P7")), consent=False)
    expect(page.tab.locator("#who")).to_have_text("P7")


def test_a_code_that_does_not_belong_here_is_told(opened, setup):
    page = opened("session")
    code, words = make_code(setup, "W"), page.tab.locator("#wrong-name")
    wrong = f"{str(code)[:-1]}{'A' if str(code)[-1] != 'A' else 'B'}"
    cases = {
        wrong: "does not match the others",
        str(replace(code, digest="7K3Q")): "belongs to another cohort or study",
        str(replace(code, levels=(0, 10))): "from 0 to 10, but the chart on this page from −5 to 5",
        str(replace(code, participant="")): "This sheet is blank",
        str(replace(make_code(setup, "R"), digest="7K3Q")): "has another list of constructs",
        "W-7K3Q-Anna-5": "This is not the code of a sheet",
        "Anna": "A pseudonym is one to six letters",
    }
    for text, told in cases.items():
        page.begin(text, consent=False)
        expect(words).to_contain_text(told)
    page.begin(str(code), consent=False)
    expect(page.tab.locator("#who")).to_have_text("P1")


def fill_ranks(page, texts):
    inputs = page.tab.locator(".typed input")
    expect(inputs).to_have_count(len(texts))
    for place, text in enumerate(texts):
        inputs.nth(place).fill(text)
    page.press("Use these ranks")


def test_ranks_are_typed_in_the_order_of_the_sheet(opened, setup):
    page, code = opened("ranking"), make_code(setup, "R", seed=9)
    page.begin(str(code), consent=False)
    order = shuffle([card["label"] for card in setup.cards], code.order)
    expect(page.tab.locator(".typed .label")).to_have_text(order)
    assert not Axe().run(page.tab).response["violations"]
    wrong = page.tab.locator("form .wrong").last
    fill_ranks(page, ["", "", "", "", ""])
    expect(wrong).to_have_text("No rank has been entered.")
    fill_ranks(page, ["3", "6", "", "1", "1"])
    expect(wrong).to_contain_text(f"{order[1]}: A rank is a number from 1 to 5.")
    fill_ranks(page, ["5", "2.5", "2,5", "1", ""])
    expect(page.tab.get_by_role("dialog")).to_contain_text("After 2.5 comes 5: is a number missing")
    page.press("Look again")
    fill_ranks(page, ["4", "2.5", "2,5", "1", ""])
    expect(page.tab.locator("ol.places .place")).to_have_text(["1", "2 to 3", "2 to 3", "4"])
    saved = page.save_all()["ranking"]
    labels = {card["key"]: card["label"] for card in setup.cards}
    assert [[labels[key] for key in place] for place in saved["places"]] == [
        [order[3]], [order[1], order[2]], [order[0]]
    ]  # fmt: skip
    assert [labels[key] for key in saved["left_out"]] == [order[4]] and not saved["unplaced"]
    assert saved["seed"] == code.order


def test_a_ranking_sheet_can_be_named_once_a_session_has_begun(opened, setup):
    page, code = opened("ranking"), make_code(setup, "R")
    page.begin("P1", consent=False)
    page.press("Type ranks from a printed sheet")
    field, wrong = page.tab.get_by_label("Code of the ranking sheet"), page.tab.locator(".wrong")
    for text, told in {
        str(replace(code, participant="P2")): "According to its code this is the sheet of P2.",
        str(make_code(setup, "G")): "This is not a ranking sheet for these constructs.",
    }.items():
        field.fill(text)
        page.press("Put in its order")
        expect(wrong.first).to_have_text(told)
    field.fill(str(code))
    page.press("Put in its order")
    order = shuffle([card["label"] for card in setup.cards], code.order)
    expect(page.tab.locator(".typed .label")).to_have_text(order)
    page.tab.locator(".typed input").first.fill("1")
    page.reload()
    page.press("Open P1")
    page.press("Ranking")
    expect(page.tab.locator(".typed input").first).to_have_value("1")


def test_without_ties_no_rank_stands_twice(opened, setup):
    page = opened("ranking", setup=replace(setup, ties=False))
    page.begin(str(make_code(setup, "R")), consent=False)
    fill_ranks(page, ["1", "2", "2", "3", "4"])
    expect(page.tab.locator(".wrong").last).to_contain_text("2 occurs twice")


def test_a_page_of_no_cohort_takes_the_sheets_of_any(opened, setup):
    page = opened("ranking", setup=replace(setup, cohort=""))
    page.begin(str(make_code(setup, "R", "P4")), consent=False)
    expect(page.tab.locator("#who")).to_have_text("P4")
    expect(page.tab.locator(".state")).to_have_text(re.compile("Card 1 of 5"))
