"""Figures on how people construe bear the words and the marks of what they are given."""

import numpy as np
import pytest

from senco.book import figures
from senco.book.results import render_svg
from senco.measures.grids import Grid, ImplicationGrid


def text_of(figure):
    return render_svg(figure, "x")


def test_each_implication_is_a_mark_and_the_opposite_another():
    web = ImplicationGrid(["calm", "kind", "fair"], [[0, 1, -0.5], [0, 0, 1], [0, 0, 0]])
    figure = figures.draw_implications(web)
    same, _, opposite, _ = figure.axes[0].collections[2:]
    assert len(same.get_offsets()) == 2 and len(opposite.get_offsets()) == 1
    # fair, implied twice, is above; calm, implied by none, below
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == [
        "fair  1", "kind  2", "calm  3",
    ]  # fmt: skip
    told = text_of(figure)
    assert all(words in told for words in ("is implied by", "the opposite change"))


@pytest.mark.parametrize("n", [2, 20])
def test_few_and_many_constructs_are_drawn(n):
    names = [f"a construct with many words, such as number {i}" for i in range(n)]
    assert "implies" in text_of(figures.draw_implications(ImplicationGrid(names, np.ones((n, n)))))


def test_the_firmest_construct_is_above():
    figure = figures.draw_resistance(["calm", "kind"], [0, 1], [1, -1])
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["kind", "calm"]
    assert "is implied more" in text_of(figure)
    assert len(figures.draw_resistance(["calm", "kind"], [0, 0]).axes) == 1


def test_a_change_bears_its_sign_and_a_missing_one_nothing():
    grid = Grid(["me", "Ann", "Bob"], [("calm", "hurried")], [[1, 2, 3]], (1, 5))
    told = text_of(figures.draw_change(grid, np.array([[2, -1.5, np.nan]])))
    assert ">+2<" in told and ">−1.5<" in told and ">hurried<" in told and ">·<" not in told
    assert ">·<" in text_of(figures.draw_change(grid, np.array([[0.0, 0, 0]])))


def test_people_have_arrows_to_those_who_construe_most_like_them():
    share = np.array([[np.nan, 0.5, 0.25], [1, np.nan, 1], [0, 0, np.nan]])
    figure = figures.draw_sociogrid(["Ann", "Bob", "Cas"], share)
    arrows = [note for note in figure.axes[0].texts if getattr(note, "arrow_patch", None)]
    assert len(arrows) == 3  # Ann to Bob, Bob to both, Cas to nobody
    told = text_of(figure)
    assert all(f">{words}<" in told for words in ("100", "25", "Cas"))


def test_many_people_are_a_table_alone():
    names = [f"person {i}" for i in range(13)]
    assert len(figures.draw_sociogrid(names, np.full((13, 13), 0.5)).axes) == 1
