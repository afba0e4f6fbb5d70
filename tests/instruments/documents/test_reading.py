"""A page of the kit as a document: its parts, its blanks, and what it leaves out."""

import pytest

from senco.errors import SencoError
from senco.instruments.documents.model import (
    Blank,
    Break,
    Document,
    Figure,
    Heading,
    Listing,
    Note,
    Paragraph,
    Quote,
    Table,
    lay_out,
    tell,
)
from senco.instruments.documents.reading import hide_commas, read_document

PAGE = """# A *form*

```{admonition} Before you use it
:class: note
Fill in [brackets].
```

{download}`A file <files/a.pdf>` · {download}`Another <files/a.docx>`

The approach is of Kelly {cite}`kelly`, on [lines](lines.md) [12–14].

---

We meet on [date, …] at ______ with {term}`poles <pole>`.

> Say *this*.

1. first
2. second

| please answer | yes | note |
| --- | --- | --- |
| I agree. | ☐ | |
| 2 | ☐ | – |

**Where to go next:** the [next](next.md).
"""


def read(text: str) -> Document:
    return read_document(text, "page.md", {"kelly": "Kelly (1955). Constructs. Norton."})


def list_blanks(document: Document) -> list[Blank]:
    found = []
    for block in document.blocks:
        lines = [block.line] if isinstance(block, Heading | Paragraph) else []
        if isinstance(block, Table):
            lines = [cell for row in block.rows for cell in row]
        found += [one for line in lines for one in line if isinstance(one, Blank)]
    return found


def test_each_part_of_a_page_is_a_block():
    kinds = [type(block) for block in read(PAGE).blocks]
    assert kinds == [
        Heading, Note, Paragraph, Break, Paragraph, Quote, Listing, Table, Listing
    ]  # fmt: skip


def test_what_leads_to_other_pages_is_left_out_and_works_are_cited():
    document = read(PAGE)
    assert document.title == "A form" and document.language == "en-GB"
    assert (
        tell(document.blocks[2].line) == "The approach is of Kelly (Kelly 1955), on lines [12–14]."
    )
    cited = document.blocks[-1]
    assert tell(cited.items[0][0].line) == "Kelly (1955). Constructs. Norton."


def test_blanks_are_what_the_page_leaves_open_and_each_can_be_named():
    """Brackets between rules alone, and none of lines; by hand, in the order of reading."""
    blanks = list_blanks(read(PAGE))
    assert [(one.kind, one.prompt, one.label) for one in blanks] == [
        ("text", "[date, …]", "date, …"),
        ("text", "", "at"),
        ("tick", "", "I agree. – yes"),
        ("text", "", "I agree. – note"),
        ("tick", "", "please answer 2 – yes"),
    ]
    assert [one.name[:4] for one in blanks] == ["001 ", "002 ", "003 ", "004 ", "005 "]
    assert not any("." in one.name for one in blanks)  # it would part a field's name


def test_what_can_be_chosen_is_told_by_a_heading_or_by_a_comment():
    label = hide_commas("Time, and -- <room> & …")
    text = f"# A\n\n<!-- choices: code = {label}, Money, … -->\n\n| code | side: left, right |\n"
    blanks = list_blanks(read(f"{text}| --- | --- |\n| | |\n"))
    assert (blanks[0].choices, blanks[0].other) == (("Time, and -- <room> & …", "Money"), True)
    assert (blanks[1].choices, blanks[1].other) == (("left", "right"), False)
    assert [one.kind for one in blanks] == ["choice", "choice"]
    assert blanks[1].label == "row 1 – side"


def test_what_was_escaped_is_no_blank():
    document = read("# A\n\n---\n\n\\[date\\] and \\_\\_\\_\\_\\_\\_ stay, [time] does not.\n")
    assert [one.prompt for one in list_blanks(document)] == ["[time]"]


def test_a_figure_and_a_wide_table_take_a_sheet_across():
    wide = f"| {' | '.join('abcdefgh')} |\n|{' --- |' * 8}\n|{' |' * 8}\n"
    figure = "```{figure} a.svg\n:alt: A\n```\n"
    text = f"# A\n\nWords.\n\n## The form\n\n{wide}\n## After\n\nMore.\n\n## Chart\n\n{figure}"
    sheets = lay_out(read(text).blocks)
    assert [sheet.across for sheet in sheets] == [False, True, False, True]
    assert tell(sheets[1].blocks[0].line) == "The form"
    assert isinstance(sheets[-1].blocks[0], Figure)


@pytest.mark.parametrize(
    "part", ["<b>bold</b>", "```python\nx\n```", "A ![picture](a.png).", "An {unknown}`role`."]
)
def test_what_no_document_can_hold_is_refused_by_the_pages_name(part):
    with pytest.raises(SencoError, match=r"^page\.md: .* cannot be put in a document"):
        read(f"# A\n\n{part}\n")


def test_a_page_without_a_heading_is_refused():
    with pytest.raises(SencoError, match="without a heading"):
        read("Words.\n")
