"""A style sheet keeps, as they are, the rules that can apply, and no other."""

import pytest

from senco.book.site.sheets import Words, cut_sheet, split_sheet

#: What a page has, and what its scripts have beside; worked by hand.
WORDS = Words(frozenset({"card", "top", "data-kind"}), frozenset({"bs-", "-open", "isWide", "e-"}))


def cut(sheet, words=WORDS):
    return cut_sheet(split_sheet(sheet), words)


@pytest.mark.parametrize(
    "rule",
    [
        "a { color: red }",
        "* { color: red }",
        ".card { color: red }",
        "#top.card > p { color: red }",
        ".gone, .card { color: red }",
        ".card:not(.gone, #lost) { color: red }",
        ":is(.gone, .lost) { color: red }",
        "p:has(> .gone) { color: red }",
        ".bs-tooltip { color: red }",  # "bs-" + something
        ".menu-open { color: red }",  # something + "-open"
        "[data-kind=a] { color: red }",
        "[data-is-wide] { color: red }",  # dataset.isWide
        "[hidden] { color: red }",
        "[class*=gone] { color: red }",
        r".c\61 rd { color: red }",  # an escape for "a"
        "@font-face { font-family: Own }",
        "@keyframes gone { from { top: 0 } }",
        "@import 'other.css';",
        "@page { margin: 1cm }",
        '.card::after { content: "}.gone{" }',
    ],
)
def test_a_rule_that_can_apply_stays_as_it_is(rule):
    assert cut(rule) == f"{rule}\n"


@pytest.mark.parametrize(
    "rule",
    [
        ".gone { color: red }",
        "#gone { color: red }",
        ".card .gone { color: red }",
        ".card.gone, #lost a { color: red }",
        "[data-lost] { color: red }",
        ".e-gone { color: red }",  # of a sum of which one side is called e
        '@font-face { font-family: "Font Awesome 6" }',
        "@media print { .gone { color: red } }",
        "@supports (display: grid) { @media print { .gone { color: red } } }",
        "/* .card */",
    ],
)
def test_a_rule_that_cannot_apply_goes(rule):
    assert cut(rule) == ""


def test_what_stays_is_in_its_order_and_within_what_it_stood_in():
    sheet = (
        '@charset "utf-8";\n/* one */ .card{top:0}\f.gone{top:0}'
        "@media (min-width: 9px) and (scripting: none) {\n  .gone { top: 0 }\n"
        "  .card {\n    top: 1px;\n  }\n  @media print { a{top:2px} .gone{top:0} }\n}\n"
        ".card{top:3px}/*# sourceMappingURL=a */"
    )
    assert cut(sheet) == (
        '@charset "utf-8";\n.card{top:0}\n@media (min-width: 9px) and (scripting: none) {\n'
        ".card {\n    top: 1px;\n  }\n@media print {\na{top:2px}\n}\n}\n.card{top:3px}\n"
    )


def test_what_was_cut_is_not_cut_again():
    once = cut("a{top:0}.card{top:0}@media print{.card{top:0}.gone{top:0}}.gone{top:0}")
    assert cut(once) == once
