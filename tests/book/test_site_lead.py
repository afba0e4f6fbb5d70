"""What a page says of itself first, and what of it is passed over."""

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes

from senco.book.site.lead import describe_page, shorten


def paragraph(*children):
    made = [nodes.Text(one) if isinstance(one, str) else one for one in children]
    return nodes.paragraph("", "", *made)


BOLD = paragraph(nodes.strong("", "Found."), " It is so.")
BOLD.insert(0, nodes.Text(""))  # as MyST makes it
TIP = nodes.admonition("", nodes.title("", "You"), paragraph("To take away."), classes=["tip"])
MADE = nodes.admonition("", nodes.title("", "Made"), paragraph("Not theirs."), classes=["warning"])
PLAIN = paragraph("A lead.")
FILE = addnodes.download_reference("", "", nodes.literal("", "PDF"))
FILES = paragraph(FILE, " · ", FILE.deepcopy())
BOTH = paragraph("The ", FILE.deepcopy(), " is here.")
ONWARD = paragraph(nodes.strong("", "Where to go next:"), " elsewhere.")
#: As the site writes the mark of a claim.
MARK = '<a class="senco-claim" href="#note-c001" aria-label="Claim 1"><sup>1</sup></a>'
MARKED = paragraph(
    nodes.strong("", "First."), " It is so", nodes.raw("", MARK, format="html"), ", all say."
)
PART = nodes.section("", nodes.title("", "Part"), BOLD.deepcopy())


@pytest.mark.parametrize(
    ("blocks", "kind", "said"),
    [
        ([TIP, PLAIN, BOLD], None, "Found. It is so."),
        ([TIP, PLAIN], None, "To take away."),
        ([MADE, PLAIN], None, "A lead."),
        ([PLAIN, PART], "landing", "Found. It is so."),
        ([PLAIN, PART], None, "A lead."),
        ([PLAIN, BOLD], "published", "A lead."),
        ([paragraph(nodes.strong("", "The finding."), " So it is.")], None, "So it is."),
        ([paragraph(nodes.strong("", "A heading")), PLAIN, BOLD], None, "Found. It is so."),
        ([PLAIN], "synthetic", "Synthetic data, made up by a program. A lead."),
        ([FILES, PLAIN], None, "A lead."),
        ([BOTH, PLAIN], None, "The PDF is here."),
        ([ONWARD, PLAIN], None, "A lead."),
        ([MARKED], None, "First. It is so, all say."),
        ([], None, ""),
        ([], "synthetic", "Synthetic data, made up by a program."),
        (
            [paragraph("See ", nodes.raw("", '<a href="#">the table</a>', format="html"), ".")],
            None,
            "See the table.",
        ),
    ],
)
def test_a_description_is_what_the_page_finds(blocks, kind, said):
    section = nodes.section("", nodes.title("", "T"), *(one.deepcopy() for one in blocks))
    document = new_document("page")
    document += section
    landing = kind == "landing"
    assert describe_page(document, None if landing else kind, landing=landing) == said


def test_a_long_description_ends_with_a_sentence_or_else_with_a_word():
    assert shorten("It is so. " * 40) == "It is so. " * 29 + "It is so."
    cut = shorten("word " * 80)
    assert len(cut) <= 302 and cut.endswith("word …")


def test_a_sentence_that_says_next_to_nothing_is_not_left_alone():
    cut = shorten("It can be looked up. " + "What follows is less certain, " * 20)
    assert cut.startswith("It can be looked up. What follows") and len(cut) <= 302
    assert cut.endswith(" …") and not cut.endswith(", …")
