"""What a page says of how many people it rests on is true of few and of many."""

import pytest

from senco.pages import limits


@pytest.mark.parametrize("limit", [limits.limit_lines, limits.limit_rankers])
def test_hundreds_are_not_called_few(limit):
    few, many = limit(8), limit(300)
    assert few.name in ("Few lines.", "Small numbers.") and few.name != many.name
    assert "8 " in few.why and "300 " in many.why
    assert "One other person" not in many.why
    assert limits.word_many(60) == "so few" and limits.word_many(61) == "so many"


def test_one_construct_moves_a_share_visibly_up_to_half_a_hundredth():
    """By hand: 1 of 200 is .005, which is .01 in two decimals; 1 of 201 is .00."""
    assert "moves a share visibly" in limits.limit_constructs(200, 21).why
    assert "moves no share visibly" in limits.limit_constructs(201, 21).why


def test_nobody_moves_a_construct_by_more_places_than_there_are():
    """By hand: 21 places allow a move of 20; over 300 people that is a mean of .07."""
    assert "by 20 places" in limits.limit_means(20, 21).why
    assert "0.95 ranks at most" in limits.limit_means(21, 21).why
    assert "0.07 ranks at most" in limits.limit_means(300, 21).why


def test_one_of_hundreds_moves_a_share_by_little():
    assert limits.word_step(8) == "a large step" and limits.word_step(300) == "one in 300 at most"
