"""Two coders' sortings of a cohort's constructs, by hand."""

import numpy as np
import pandas as pd
import pytest

from senco.cohort.grid import Grid
from senco.pages import grids


def test_the_agreement_of_two_sortings_by_hand():
    # a a, a a, b b, b a; the fifth was sorted by one coder only
    one = {"p.1": "a", "p.2": "a", "q.1": "b", "q.2": "b", "q.3": "a"}
    two = {"p.1": "a", "p.2": "a", "q.1": "b", "q.2": "a"}
    frame = grids.tabulate_agreement({"one": one, "two": two})
    assert frame["measure"].str.split(" ").str[0].tolist() == [
        "Index", "Index", "Cohen's", "Perreault", "Krippendorff's",
    ]  # fmt: skip
    # kappa (.75 - .5) / .5; the index sqrt((.75 - .5) x 2); alpha 1 - 7 x 2 / (2 x 5 x 3)
    assert frame["value"].tolist() == pytest.approx([0.75, 0.75, 0.5, 0.5**0.5, 1 - 14 / 30])
    assert frame["low"].isna().tolist() == [True, True, False, False, False]
    # of two people nothing can be told
    assert frame["note"].str.startswith("cannot tell").tolist() == [False, False, True, True, True]


def test_constructs_of_one_person_are_left_out_together_for_an_interval():
    one = {f"{person}.{number}": "ab"[number % 2] for person in "pqr" for number in range(6)}
    apart = {f"{code.replace('.', '')}.1": category for code, category in one.items()}
    few, many = (grids.tabulate_agreement({"1": it, "2": it}) for it in (one, apart))
    # three people or eighteen, all sorted alike: the fewer, the wider
    assert (few["value"].iloc[2:] == 1).all() and (many["high"].iloc[2:] == 1).all()
    assert (few["low"].iloc[2:] < many["low"].iloc[2:]).all()
    assert (many["low"].iloc[2:] < 0.9).all()


def test_a_coefficient_of_one_category_is_said_not_to_be_defined():
    frame = grids.tabulate_agreement({"one": {"p.1": "a"}, "two": {"p.1": "a"}})
    assert frame["value"].tolist()[:2] == [1, 1]
    assert frame["value"].isna().sum() == 3
    assert frame["measure"].str.endswith("(not defined)").sum() == 3


def test_one_coder_has_no_agreement():
    assert grids.tabulate_agreement({"one": {"p.1": "a"}}).empty


class Cohort:
    """The one table that says which constructs were supplied."""

    def __init__(self, *kinds):
        rows = [("P1", f"c{n}", kind) for n, kind in enumerate(kinds, start=1)]
        columns = ["participant", "grid_construct", "kind"]
        self.tables = {"grid_constructs": pd.DataFrame(rows, columns=columns)}


def test_the_share_of_the_first_dimension_leaves_out_what_was_supplied():
    # Centred: (-2, 2, 0, 0) and (0, 0, -1, 1), squares 8 and 2 at right angles: 8 of 10. With the
    # supplied one, which repeats the first: 16 of 18.
    ratings = [[1, 5, 3, 3], [3, 3, 2, 4], [1, 5, 3, 3]]
    poles = [("warm", "cold"), ("near", "far"), ("effective", "less effective")]
    grid = Grid(["a", "b", "c", "d"], poles, ratings, (1, 5), overall="effective")
    for kind in ("overall", "supplied"):
        cohort = Cohort("elicited", "elicited", kind)
        own = grids.drop_supplied(cohort, {"P1": grid})
        row = grids.tabulate_indices({"P1": grid}, own).iloc[0]
        assert (row["pvaff"], row["pvaff_all"]) == pytest.approx((0.8, 16 / 18))
        assert row["constructs"] == 3
    assert grids.drop_supplied(Cohort("overall", "supplied", "supplied"), {"P1": grid}) == {}
    row = grids.tabulate_indices({"P1": grid}, {}).iloc[0]
    assert np.isnan(row["pvaff"])
