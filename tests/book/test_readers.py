"""Ten questions with which readers come, and the presses that lead to their answers.

Each begins on the first page, at a desk. Beside each stands how many it takes at most; the record
of the two editions tells how many it took before there were two.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.book.look import serve
from tests.browsers import open_browser

#: Question, what is pressed (role and name; the first of that name), and what then can be read.
TASKS = {
    "What can I, a manager, do about evidence?": (
        [("link", "What can be done, and by whom"), ("link", "Manager of a setting")],
        "Where gathering evidence is built into routine practice",
    ),
    "Who said that?": (
        [("link", "What SENCOs know, and what they ask of themselves"), ("link", "Claim 2")],
        "EY3",
    ),
    "How sure is it?": (
        [("link", "How sure is it?")],
        "What nobody can tell from this study",
    ),
    "What did they put last?": ([], "A good work-life balance"),
    "What does the study conclude?": ([], "A network is needed"),
    "Why is an influence called key?": (
        [("link", "open an influence and see why it is called key"),
         ("link", "Open the evidence on Relationships")],
        "that is why it is called key",
    ),
    "What are the limits of the study?": (
        [("link", "Limits and positions")],
        "Eight people from one county",
    ),
    "What can I carry into a meeting?": (
        [("link", "A pack to carry")],
        "Summary (PDF)",
    ),
    "How do I cite the article?": ([("link", "How to cite")], "Support for Learning"),
    "How do I ask SENCOs of my own?": (
        [("link", "Do it again")],
        "Do it again with your own SENCOs",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def first_page(public_book):
    with serve(public_book.root / "_build" / "html") as address, open_browser() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        yield context.new_page(), f"{address}/book/index.html"
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("question", TASKS)
def test_a_readers_question_is_answered_in_two_presses_at_most(first_page, question):
    tab, address = first_page
    presses, answer = TASKS[question]
    assert len(presses) <= 2
    tab.goto(address)
    for role, name in presses:
        tab.get_by_role(role, name=re.compile(re.escape(name))).first.click()
    expect(tab.get_by_text(answer).locator("visible=true").first).to_be_visible()
