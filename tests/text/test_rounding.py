"""A number leaves with the same digits whichever processor computed it."""

import ast
import itertools
import re

import nbformat
import numpy as np
import pandas as pd
import pytest

from senco.text.rounding import (
    NOISE,
    SIGNIFICANT_DIGITS,
    format_digits,
    format_json,
    format_number,
    format_probability,
    format_share,
    round_drawing,
    round_frame,
    round_number,
    round_tree,
)
from tests.conftest import ROOT

#: What a computation may be off by: many last bits, and less than is taken for noise.
LAST_BITS = [1, 1 + 2e-14, 1 - 2e-14]


@pytest.mark.parametrize("value", [2 / 3, 3.125, 2**-18, 1 / 2**12, 12345678.5, 1e-5, -4.5, 1e6])
def test_last_bits_change_no_rounded_number_even_halfway(value):
    # 2**-12 = 0.000244140625 lies halfway between two numbers of eight digits
    assert len({round_number(value * shift) for shift in LAST_BITS}) == 1
    for decimals in range(4):
        assert len({format_number(value * shift, decimals) for shift in LAST_BITS}) == 1
    assert len({format_digits(value * shift, 2) for shift in LAST_BITS}) == 1


def test_numbers_keep_their_first_eight_digits():
    rng = np.random.default_rng(3)
    for value in rng.lognormal(0, 5, 200):
        assert round_number(value) == pytest.approx(value, rel=0.6 * 10 ** (1 - SIGNIFICANT_DIGITS))
        assert float(f"{round_number(value):.{SIGNIFICANT_DIGITS - 1}e}") == round_number(value)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.125, 2, "0.13"),
        (2.675, 2, "2.68"),  # Python's own format gives 2.67: the number lies a bit below
        (4.5, 0, "5"),
        (-4.5, 0, "-5"),
        (26.5 / 7, 2, "3.79"),  # the article's mean of child-centred practice
        (-0.0, 2, "0.00"),
        (-1e-17, 3, "0.000"),
    ],
)
def test_halves_are_rounded_as_by_hand_and_nothing_has_no_sign(value, decimals, text):
    assert format_number(value, decimals) == text


def test_shares_are_rounded_as_percentages():
    assert [format_share(1 / 8), format_share(0.29 * 100 / 100), format_share(2 / 3, 1)] == [
        "13%",
        "29%",
        "66.7%",
    ]


def test_rounding_error_becomes_nothing_beside_larger_numbers_and_never_minus_nothing():
    frame = round_frame(pd.DataFrame({"axis": [3e4, -2e-9, -0.0], "p": [1e-30, 0.5, 0.05]}))
    assert frame.to_csv(index=False) == "axis,p\n30000.0,1e-30\n0.0,0.5\n0.0,0.05\n"


def test_a_table_keeps_its_whole_numbers_texts_gaps_and_index():
    frame = pd.DataFrame(
        {"n": [1, 2], "word": ["a", None], "mixed": [2 / 3, "b"], "flag": [True, False]},
        index=[5, 7],
    )
    rounded = round_frame(frame)
    assert rounded["mixed"].tolist() == [0.66666667, "b"]
    pd.testing.assert_frame_equal(
        rounded.drop(columns="mixed"), frame.drop(columns="mixed"), check_exact=True
    )
    assert frame["mixed"].tolist() == [2 / 3, "b"], "the caller's table was changed"
    empty = round_frame(pd.DataFrame({"a": pd.Series([], dtype=float)}))
    assert empty.empty and empty["a"].dtype == float
    assert round_frame(pd.DataFrame([[0.1 + 0.2, 1.0]], columns=["x", "x"])).iloc[0, 0] == 0.3


def test_records_are_rounded_beside_their_like():
    told = round_tree({"items": [{"sum": 5e4, "p": 1e-20}, {"sum": 1e-9, "p": None}], "n": 8})
    assert told == {"items": [{"sum": 5e4, "p": 1e-20}, {"sum": 0.0, "p": None}], "n": 8}
    assert round_tree((1, True, "x", 0.1 + 0.2)) == [1, True, "x", 0.3]


def test_json_is_rounded_and_has_no_number_that_json_has_not():
    assert format_json({"a": [1 / 3, -0.0]}) == '{"a": [0.33333333, 0.0]}'
    with pytest.raises(ValueError, match="JSON compliant"):
        format_json({"a": float("nan")})


def test_coordinates_a_last_bit_apart_are_drawn_alike():
    for value, decimals in itertools.product([6.7575, 0.0005, -12.3455, 432 / 128], (1, -1)):
        texts = {f'<path d="M {value + shift * decimals:.6f} 1"/>' for shift in (0, 4e-7)}
        assert len({round_drawing(text) for text in texts}) == 1


def test_a_drawings_names_colours_sizes_and_words_stay():
    svg = (
        '<?xml version="1.0"?><svg width="338.4pt" version="1.1"><a id="part-1.5-2" '
        'style="fill: #23303b; stroke-width: 0.8" transform="rotate(-0 1.23456 2)"/>'
        "<text>3.14159</text></svg>"
    )
    assert round_drawing(svg) == svg.replace("rotate(-0 1.23456", "rotate(0 1.235")


#: A format that rounds: of so many decimals, digits or as a share.
_ROUNDS = re.compile(r"\.(\d+|\{\w+\})[feg%]$")


def find_formats(source):
    """Every format in a module that rounds a number."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            spec = ast.unparse(node.format_spec).removeprefix("f").strip("'\"")
            if _ROUNDS.search(spec):
                yield node.lineno, spec
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for spec in re.findall(r"\{\w*:([^{}]*)\}", node.value):
                if _ROUNDS.search(spec):
                    yield node.lineno, spec


def test_the_search_for_formats_finds_them():
    source = 'a = f"{x:.2f}"\nb = "{:.1%}".format\nc = f"{x:>5}"\nd = f"{x:.{n}f}"'
    assert [line for line, _ in find_formats(source)] == [1, 2, 4]


#: What is not a result: sizes of files, seconds, settings that a file holds, exact decimals.
_NO_RESULTS = {
    "analysis/senco/execution/limits.py": "megabytes",
    "analysis/senco/intake/formats/cells.py": "a spreadsheet's own number as it shows it",
    "analysis/senco/intake/formats/qda/project.py": "positions and shares in a message",
    "analysis/senco/disclosure/release/listing.py": "megabytes",
    "analysis/senco/measures/resampling.py": "a probability before it is compared",
    "analysis/senco/text/rounding.py": "the one place",
    "analysis/senco/tracing/charts.py": "millimetres in a note",
    "analysis/senco/book/site/making.py": "text of a file, rounded already",
}


def test_fractions_are_rounded_in_one_module_alone():
    found = set()
    for path in sorted((ROOT / "analysis" / "senco").rglob("*.py")):
        if list(find_formats(path.read_text(encoding="utf-8"))):
            found.add(path.relative_to(ROOT).as_posix())
    assert found == set(_NO_RESULTS), "format with senco.text.rounding, or give the reason here"


def test_notebooks_leave_rounding_to_the_library():
    found = []
    for path in sorted((ROOT / "analysis" / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                found += [f"{path.name}: {spec}" for _, spec in find_formats(cell.source)]
            found += [f"{path.name}: {key}" for key in re.findall(r"`(\w+:\.\d+f)`", cell.source)]
    assert not found, "use format_defined, word_share or format_numbers of senco.book.tables"


def test_noise_is_far_below_what_is_printed_and_far_above_a_last_bit():
    assert np.finfo(float).eps * 1000 < NOISE < 10.0**-SIGNIFICANT_DIGITS / 1000


def test_a_probability_by_chance_is_never_printed_as_nought():
    """By hand: what is below a last digit of 1 is less than it, and 0.01 itself is not."""
    told = [format_probability(p) for p in (0, 1e-300, 0.004, 0.0099, 0.01, 0.0149, 1)]
    assert told == ["< 0.01", "< 0.01", "< 0.01", "< 0.01", "0.01", "0.01", "1.00"]
    assert format_probability(0.0009, 3) == "< 0.001" and format_probability(0.001, 3) == "0.001"
    assert format_probability(0.01 * (1 - 1e-15)) == "0.01", "a last bit does not decide"


def test_columns_of_probabilities_keep_what_is_small():
    names = ["p", "p_holm", "smallest_two_sided", "as few", "share"]
    frame = pd.DataFrame({name: [0.5, 1e-20] for name in names})
    kept = [name for name in names if round_frame(frame)[name].iloc[1] > 0]
    assert kept == names[:4]
