"""Who is drawn, and who not, by hand."""

from senco.pages.naming import tell_drawn

PEOPLE = [f"P{number}" for number in range(1, 61)]


def test_those_who_are_not_drawn_are_named_or_counted():
    assert tell_drawn(PEOPLE, 60, "40_grids") == "All 60 are drawn."
    told = tell_drawn(PEOPLE[:26], 24, "40_grids")
    assert told.startswith("The first 24 of 26 are drawn; P25 and P26 are not.")
    # 36 are left: five of them by name
    told = tell_drawn(PEOPLE, 24, "40_grids", "mapped")
    assert "P25, P26, P27, P28, P29 and 31 others are not." in told
    assert "“40_grids: {mapped: 60}” under parameters in cohort.yml" in told
