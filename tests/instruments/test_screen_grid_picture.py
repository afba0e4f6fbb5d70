"""The picture of a grid in the browser is the library's, and cards come up equally often."""

import re

import numpy as np
import pytest
from senco.cohort.grid import Grid
from senco.errors import MeasureError
from senco.instruments.screen import making
from senco.measures.grids import cluster, construct_matches, element_matches

from tests.browsers import open_browser

SCALES = [(1, 5), (1, 7), (-3, 3), (0, 100), (0, 1)]


@pytest.fixture(scope="module")
def page():
    with open_browser() as browser:
        yield browser.new_page()


def run(page, module, expression, given):
    """Evaluate an expression of `given` in the browser, with a module's functions at hand."""
    text = making._FILES.joinpath(f"scripts/{module}.js").read_text(encoding="utf-8")
    for _, needed in making._IMPORT.findall(text):
        text = making._FILES.joinpath(f"scripts/{needed}.js").read_text(encoding="utf-8") + text
    return page.evaluate(f"given => {{ {making._strip(text)}\nreturn {expression}; }}", given)


def make_ratings(rng, number):
    """Ratings of whole steps or of hundredths: with gaps, ties, constant rows and reflections."""
    low, high = SCALES[number % len(SCALES)]
    shape = (int(rng.integers(2, 13)), int(rng.integers(2, 11)))
    ratings = rng.integers(low, high + 1, shape).astype(float)
    if high == 1:
        ratings = rng.integers(0, 101, shape) / 100
    if number % 2 == 0:
        ratings[-1] = low + high - ratings[0]
    if number % 4 == 0:
        ratings[rng.integers(shape[0])] = ratings[0, 0]
    if number % 7 == 0:
        ratings[:] = ratings[0]
    if number % 3 == 0:
        ratings[rng.random(shape) < 0.2] = np.nan
    return [[None if np.isnan(value) else value for value in row] for row in ratings.tolist()]


def read_grid(ratings, scale):
    values = [[np.nan if value is None else value for value in row] for row in ratings]
    poles = [(f"left {i}", f"right {i}") for i in range(len(values))]
    return Grid([f"card {j}" for j in range(len(values[0]))], poles, values, scale)


def expect_order(grid):
    try:
        found = cluster(grid)
    except MeasureError:
        return None
    return {
        "constructs": list(found.construct_order),
        "elements": list(found.element_order),
        "reflected": list(found.reflected),
    }


@pytest.fixture(scope="module")
def drawn(page):
    """Two hundred grids, each with what the browser makes of it."""
    rng = np.random.default_rng(20)
    given = [[make_ratings(rng, n), SCALES[n % len(SCALES)]] for n in range(200)]
    made = run(
        page, "bertin",
        "given.map(one => [arrangeRatings(...one), matchConstructs(...one), matchElements(...one)])",
        given,
    )  # fmt: skip
    return [(read_grid(*one), *found) for one, found in zip(given, made, strict=True)]


def test_the_order_and_the_reflected_constructs_are_the_librarys(drawn):
    wrong = [n for n, (grid, order, *_) in enumerate(drawn) if order != expect_order(grid)]
    assert not wrong
    assert sum(order is None for _, order, *_ in drawn) < 60  # most could be put in order


def test_the_matches_are_the_librarys(drawn):
    compared = 0
    for grid, _, constructs, elements in drawn:
        for measure, pairs in ((construct_matches, constructs), (element_matches, elements)):
            try:
                expected = measure(grid)
            except MeasureError:
                assert any(pair["match"] is None for pair in pairs) or grid.rated.any(1).sum() == 0
                continue
            direct, reflected = expected if isinstance(expected, tuple) else (expected, None)
            for pair in pairs:
                place = (pair["first"], pair["second"])
                assert pair["match"] == pytest.approx(direct[place], abs=1e-12)
                if reflected is not None:
                    assert pair["reflected"] == pytest.approx(reflected[place], abs=1e-12)
                compared += 1
    assert compared > 5_000


def test_pairs_that_match_alike_are_told_together_and_too_few_ratings_tell_nothing(page):
    ratings = [[1, 2, 5, 4], [5, 4, 1, 2], [1, 2, 5, 4], [1, None, None, 1], [3, 1, 3, 1]]
    found = run(page, "bertin", "findNearest(matchConstructs(given, [1, 5]), 1)", ratings)
    told = [(pair["first"], pair["second"], pair["turned"]) for pair in found["nearest"]]
    assert told == [(0, 1, True), (0, 2, False), (1, 2, True)]
    untold = [(pair["first"], pair["second"]) for pair in found["untold"]]
    assert untold == [(0, 3), (1, 3), (2, 3), (3, 4)]


def test_matches_that_differ_by_a_rounding_error_count_as_equal(page):
    ratings = [[0.1 + 0.2, 0.1, 0.7], [0.3, 0.1, 0.7], [0.3, 0.1, 0.7]]
    found = run(page, "bertin", "findNearest(matchConstructs(given, [0, 1]), 1)", ratings)
    assert [(pair["first"], pair["second"]) for pair in found["nearest"]] == [
        (0, 1), (0, 2), (1, 2),
    ]  # fmt: skip
    assert all(pair["best"] == 1 for pair in found["nearest"])


@pytest.mark.parametrize(("best", "told"), [(1, 100), (0.999, 99), (0.925, 93), (0, 0)])
def test_only_what_is_the_same_throughout_is_100_of_100(page, best, told):
    assert run(page, "bertin", "countOfHundred(given)", best) == told


DRAW_ALL = """(() => {
  const shown = [];
  for (let n = 0; n < given.n; n += 1) shown.push(drawSet(given.keys, given.size, given.seed, shown));
  return shown;
})()"""


@pytest.mark.parametrize(("cards", "size", "sets"), [(8, 3, 56), (5, 3, 10), (8, 2, 28), (3, 3, 1)])
def test_cards_come_up_equally_often_and_no_set_twice_before_all_were_shown(
    page, cards, size, sets
):
    keys = [f"e{n}" for n in range(1, cards + 1)]
    for seed in (0, 4_294_967_295, 20_261_129):
        given = {"keys": keys, "size": size, "seed": seed, "n": sets}
        shown = run(page, "triads", DRAW_ALL, given)
        assert len({frozenset(one) for one in shown}) == sets
        for end in range(1, sets + 1):
            times = [sum(key in one for one in shown[:end]) for key in keys]
            # as few as one apart at first; towards the end not every set is left
            assert max(times) - min(times) <= (1 if end <= 2 * cards // size else 2)
        assert shown == run(page, "triads", DRAW_ALL, given)  # the same seed, the same cards


def test_a_card_that_is_added_later_comes_up_next(page):
    shown = [["e1", "e2", "e3"], ["e4", "e5", "e1"]]
    given = {"keys": ["e1", "e2", "e3", "e4", "e5", "e9"], "shown": shown}
    drawn = run(page, "triads", "drawSet(given.keys, 3, 7, given.shown)", given)
    assert "e9" in drawn


def test_no_module_says_the_same_name_twice_at_its_top():
    """All stand in one scope, where a second one of a name would not be allowed."""
    names = re.findall(
        r"^(?:const|let|function|class|async function) (\w+)",
        making.write_script(("ranking", "grid")),
        re.MULTILINE,
    )
    assert len(names) == len(set(names))
