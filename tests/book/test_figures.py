"""Figures draw what they are given, and nothing tied to one cohort."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgba
from matplotlib.patches import PathPatch

from senco.book import figures
from senco.book.figures.counts import share_counts
from senco.book.figures.style import WIDTH, deepen, settle_layout
from senco.book.results import render_svg
from senco.cohort.grid import Grid
from senco.cohort.loading import load_study
from senco.pages.comparison import head_verdicts


@pytest.fixture
def study(project):
    return load_study(project)


def text_of(figure):
    return render_svg(figure, "x")


def test_bands_are_discs_for_a_few_and_bars_for_many():
    few = figures.draw_bands(pd.Series({"a": 2, "b": 3}))
    many = figures.draw_bands(pd.Series({"a": 2000, "b": 3}))
    assert len(few.axes[0].collections) == 2 and not few.axes[0].patches
    assert len(many.axes[0].patches) == 2 and ">2000<" in text_of(many)


def test_a_claims_bar_is_as_long_as_its_count(study):
    influences = {influence.id: influence for influence in study.influences}
    counts = pd.DataFrame(
        {"constrictions": [3, 0], "met": [1, 0], "possibilities": [0, 5], "answering": [0, 2]},
        index=["relationships", "several"],
    )
    systems = {system.id: system for system in study.systems}
    bars = figures.draw_claims(counts, influences, systems).axes[0].patches
    assert sorted(bar.get_width() for bar in bars) == [-3, -1, 0, 0, 0, 0, 2, 5]


def test_nothing_of_a_bar_is_filled_where_answers_were_not_counted(study):
    counts = pd.DataFrame({"constrictions": [3], "possibilities": [5]}, index=["relationships"])
    influences = {influence.id: influence for influence in study.influences}
    systems = {system.id: system for system in study.systems}
    figure = figures.draw_claims(counts, influences, systems)
    assert sorted(bar.get_width() for bar in figure.axes[0].patches) == [-3, 0, 0, 5]
    assert "filled" not in text_of(figure)


def test_each_difficulty_is_a_square_and_each_coding_a_row_of_them():
    rows = [("first", 2, 1, 0), ("second", 1, 1, 1)]
    counts = pd.DataFrame(rows, columns=["coding", "text", "reading", "none"])
    figure = figures.draw_answered(counts)
    squares = figure.axes[0].patches
    assert [bool(square.get_hatch()) for square in squares] == [False] * 2 + [True] + [
        False, True, False,
    ]  # fmt: skip
    assert len({round(square.get_x(), 6) for square in squares}) == 3
    assert "first coding" in text_of(figure) and "no answer" in text_of(figure)
    assert "not counted" in text_of(figures.draw_answered(counts.iloc[:0]))


def draw_matrix(study, ties, notes=None):
    influences = {influence.id: influence for influence in study.influences}
    systems = {system.id: system for system in study.systems}
    return figures.draw_matrix(ties.reindex(columns=list(influences), fill_value=0),
                               influences, systems, notes)  # fmt: skip


def test_a_disc_stands_where_a_person_has_statements_and_bears_their_number(study):
    ties = pd.DataFrame({"relationships": [4, 0, 1]}, index=["P1", "P2", "P3"])
    figure = draw_matrix(study, ties)
    places = [disc.get_offsets()[0] for disc in figure.axes[0].collections]
    names = {text.get_text(): text.get_position()[0] for text in figure.axes[0].texts}
    assert [place[0] for place in places] == [names["P1"], names["P3"]]
    assert names["4"] == names["P1"] and names["1"] == names["P3"]
    assert ">2 of 3<" in text_of(figure) and text_of(figure).count(">0 of 3<") == 5


def test_influences_stand_under_the_heading_of_their_system_from_the_outermost_in(study):
    figure = draw_matrix(study, pd.DataFrame({"relationships": [1]}, index=["P1"]))
    texts = sorted(figure.axes[0].texts, key=lambda text: text.get_position()[1])
    words = " ".join(text.get_text() for text in texts if "of 1" not in text.get_text())
    for system in study.systems:
        heading = words.index(system.label)
        for influence in study.influences:
            assert (words.index(influence.label) > heading) or influence.system != system.id
    assert words.index("Macrosystem") < words.index("Mesosystem") < words.index("Microsystem")


def test_the_area_of_a_disc_grows_with_a_weight_that_is_no_count(study):
    ties = pd.DataFrame({"relationships": [0.5, 1.5]}, index=["P1", "P2"])
    first, second = draw_matrix(study, ties).axes[0].collections
    assert first.get_sizes()[0] < second.get_sizes()[0]


def draw_shades(study, ties):
    influences = {influence.id: influence for influence in study.influences}
    systems = {system.id: system for system in study.systems}
    return figures.draw_ties(ties, influences, systems)


def test_many_participants_are_drawn_without_names(study):
    columns = [influence.id for influence in study.influences]
    ties = pd.DataFrame(1, index=[f"P{n}" for n in range(60)], columns=columns)
    drawn = [text_of(draw_shades(study, part)) for part in (ties[:8], ties)]
    assert ">P7<" in drawn[0] and ">P7<" not in drawn[1]


def test_of_more_participants_than_can_be_told_apart_shares_are_drawn(study):
    """By hand: of 250 one has 9 statements, 62 have one, 187 none: .4, 24.8 and 74.8 per cent."""
    columns = [influence.id for influence in study.influences]
    ties = pd.DataFrame(0, index=[f"P{n}" for n in range(250)], columns=columns)
    ties.iloc[:62] = 1
    ties.iloc[62] = 9
    shares = share_counts(ties).iloc[0]
    assert shares.tolist() == pytest.approx([0.748, 0.248, 0, 0, 0, 0, 0.004])
    drawn = text_of(draw_shades(study, ties))
    assert ">P7<" not in drawn and ">statements of a participant<" in drawn
    assert [drawn.count(f">{word}<") for word in ("75", "25", "&lt; 1", "6 +")] == [6, 6, 6, 1]


def test_what_is_said_around_the_shades_fits_what_is_drawn():
    few = pd.DataFrame({"a": [0, 2], "b": [1, 0]})
    told = figures.describe_ties(few)
    assert told.caption.startswith("Statements by participant (n = 2)")
    assert told.empty == "Empty fields: 2 of 4." and "a column with few" in told.reading
    many = figures.describe_ties(pd.concat([few] * 50), "printed statements")
    assert many.caption.startswith("Participants (n = 100) by how many of their printed statements")
    assert many.empty.startswith("Nothing is coded for 100 of 200") and "column" not in many.reading
    assert figures.describe_bars(30) == "" and "300 columns" in figures.describe_bars(300)
    few, many = (figures.caption_matrix(n, "rows", "Disc: a tie", "tied") for n in (30, 31))
    assert "in columns" in few and "Disc" in few
    assert many == "Participants tied, by system: a bar is their share of 31."
    assert "marks crowd" in figures.read_ranks(60) and "a bar is short" in figures.read_ranks(61)


def test_more_participants_than_can_be_told_apart_become_bars_as_long_as_their_share(study):
    ties = pd.DataFrame({"relationships": [1] * 50 + [0] * 150})
    figure = draw_matrix(study, ties.set_axis([f"P{n}" for n in range(200)]))
    bars = [bar for bar in figure.axes[0].patches if bar.get_height() == 14]
    whole, part = (bars[place].get_width() for place in (6, 7))  # the fourth influence
    assert part / whole == pytest.approx(0.25)
    assert ">P7<" not in text_of(figure) and ">50 of 200<" in text_of(figure)


def test_a_key_influence_is_named_in_the_matrix(study):
    notes = {"relationships": "key", "ethos-and-support": "perhaps key"}
    drawn = text_of(draw_matrix(study, pd.DataFrame({"relationships": [1]}, index=["P1"]), notes))
    assert ">key<" in drawn and ">perhaps key<" in drawn


@pytest.mark.parametrize("n", [8, 24, 200])
def test_no_words_of_the_matrix_are_smaller_than_eleven_pixels_on_a_telephone(study, n):
    """A page of 390 pixels gives a figure 361, as measured in Chromium."""
    figure = draw_matrix(study, pd.DataFrame({"relationships": [1] * n}, index=range(n)))
    scale = 361 / (72 * figure.get_figwidth())
    assert min(text.get_fontsize() for text in figure.axes[0].texts) * scale >= 11


def test_colours_of_words_are_as_dark_as_can_be_read(study):
    """By WCAG's own example: #767676 on white has a contrast of 4.54, #777777 of 4.48."""
    assert deepen("#767676") == "#767676" and deepen("#777777") < "#777777"


def test_a_mean_is_drawn_where_it_is_reported():
    rows = pd.DataFrame(
        {
            "construct": ["a", "b"],
            "label": ["First", "Last"],
            "group": ["everyone", "everyone"],
            "everyone": [True, True],
            "mean_rank": [1.5, 8.25],
            "printed": ["1.50", "8.25"],
        }
    )
    figure = figures.draw_priorities(rows, 9, (1.5, 8.25))
    drawn = figure.axes[0].collections[0].get_offsets().data.tolist()
    assert drawn == [[1.5, 0.0], [8.25, 1.0]]
    assert ">8.25<" in text_of(figure) and "7 means that are not" in text_of(figure)


def test_more_rankers_than_can_be_told_apart_are_drawn_as_shares():
    ranks = pd.DataFrame({"a": [1.0] * 60 + [1.5] * 40, "b": [2.0] * 60 + [1.5] * 40})
    labels = {"a": "First", "b": "Second"}
    few, many = (figures.draw_rank_shades(table, labels) for table in (ranks.head(8), ranks))
    assert len(few.axes[0].collections[0].get_facecolor()) == 2 * 8
    # 60 of 100 gave the first rank, 40 shared it with the second: 60 + 40/2
    assert many.axes[0].collections[0].get_array().tolist() == [[0.8, 0.2], [0.2, 0.8]]
    assert ">rank<" in text_of(many) and ">participant<" in text_of(few)
    assert "one participant" in figures.describe_ranks(60)
    assert "median" in figures.describe_ranks(61)


def test_an_influence_has_a_curve_with_its_share_and_the_way_of_the_page(study):
    influences = {influence.id: influence for influence in study.influences}
    ordered = pd.DataFrame(
        {
            "influence": "relationships",
            "place": [1, 2, 3, 4],
            "score": [0.5, 0.8, 1.2, 2.0],
            "key": [0.0, 0.0, 0.5, 1.0],
            "own": [False, False, True, False],
        }
    )
    figure = figures.draw_multiverse(ordered, pd.Series({"relationships": 0.375}), influences)
    assert len(figure.axes) == 1
    curve, even, disc = figure.axes[0].lines
    assert curve.get_ydata().tolist() == [0.5, 0.8, 1.2, 2.0]
    assert list(even.get_ydata()) == [1, 1]
    # the third of four: from 50 to 75 % of the way, so at 62.5
    assert disc.get_xydata().tolist() == [[62.5, 1.2]]
    assert ">key by 38% of the rules<" in text_of(figure)


def test_a_curve_of_many_ways_is_drawn_in_few_steps(study):
    influences = {influence.id: influence for influence in study.influences}
    ordered = pd.DataFrame(
        {"influence": "relationships", "place": range(1, 601), "score": 1.0, "key": 1.0,
         "own": False}
    )  # fmt: skip
    figure = figures.draw_multiverse(ordered, pd.Series({"relationships": 1.0}), influences)
    assert len(figure.axes[0].lines[0].get_ydata()) == 60


def test_noise_is_drawn_broken_beside_the_mean():
    mean = pd.DataFrame({"mean": [0.0, -1], "low": [-1.0, -2], "high": [1.0, 0], "n": 2})
    hardship = pd.DataFrame({"n": [2, 2], "below": [0, 1]})
    noise = pd.DataFrame({"mean": [0.5, 0], "low": [0.0, -1], "high": [1.0, 1]})
    with_it = figures.draw_mean_line(mean, hardship, (-5, 5), 0, True, noise)
    drawn = [line.get_linestyle() for line in with_it.axes[0].lines]
    assert drawn.count("--") == 1 and ">noise<" in text_of(with_it)


@pytest.mark.parametrize("n", [8, 80, 800, 8_000])
def test_the_words_under_a_chart_fit_beside_counts_of_any_length(n):
    """Also where a browser's letters are a third wider than those that the layout reckons with."""
    places = np.linspace(-0.75, 0.75, 11)
    mean = pd.DataFrame({"mean": 0.0, "low": -1.0, "high": 1.0, "n": n}, index=places)
    hardship = pd.DataFrame({"n": n, "below": n // 2}, index=places)
    figure = figures.draw_mean_line(mean, hardship, (-5, 5), 0, True)
    settle_layout(figure)
    label = figure.axes[1].xaxis.label
    words, width = label.get_window_extent(), 1.35 * label.get_window_extent().width
    right = words.x1 if label.get_ha() == "right" else (words.x0 + words.x1 + width) / 2
    assert right - width >= 0 and right <= figure.bbox.width


def test_a_count_of_nothing_stands_on_its_own_side(project):
    """By hand: no constriction, to the left, and two possibilities, to the right."""
    study = load_study(project)
    influences = {one.id: one for one in study.influences}
    systems = {one.id: one for one in study.systems}
    counts = pd.DataFrame(
        {"constrictions": [0], "possibilities": [2]}, index=pd.Index(["relationships"])
    )
    texts = figures.draw_claims(counts, influences, systems).axes[0].texts
    places = {text.get_text(): text.get_position()[0] for text in texts}
    assert places["0"] < 0 < 2 < places["2"]


def draw_verdicts(rows):
    columns = ["finding", "kind", "label", "verdict", "difference", "low", "high"]
    findings = pd.DataFrame(rows, columns=columns)
    return figures.draw_verdicts(findings, head_verdicts(findings), "B: There")


def test_each_finding_stands_under_the_words_of_its_verdict():
    nan = float("nan")
    figure = draw_verdicts(
        [
            ("One", "Priorities", "One", "agrees", 0.1, -0.5, 0.7),
            ("Two", "Priorities", "Two", "differs", 2.0, 1.5, 2.5),
            ("Who: Three", "Who", "Three", "cannot tell at any n", nan, nan, nan),
        ]
    )
    texts = sorted(figure.axes[0].texts, key=lambda text: text.get_position()[1])
    words = [text.get_text() for text in texts]
    order = ["1 differs", "Two", "1 agrees", "One", "1 cannot be told at any n", "Who", "Three"]
    assert [word for word in words if word in order] == order
    assert words.count("no interval") == 1 and "beside B: There" in words


def test_an_interval_lies_in_the_shaded_part_where_it_lies_within_the_margin():
    figure = draw_verdicts([("One", "Priorities", "One", "agrees", 0.0, -0.5, 1.0)])
    band = figure.axes[0].patches[0]
    left, right = band.get_x(), band.get_x() + band.get_width()
    (line,) = [one for one in figure.axes[0].lines if one.get_linewidth() == 1.6]
    assert line.get_xdata()[1] == pytest.approx(right)
    assert line.get_xdata()[0] == pytest.approx(left + band.get_width() / 4)


def test_an_interval_that_goes_on_beyond_the_figure_ends_in_an_arrow():
    figure = draw_verdicts([("One", "Priorities", "One", "differs", 5.0, 2.0, 60.0)])
    assert [line.get_marker() for line in figure.axes[0].lines].count(">") == 1


@pytest.mark.parametrize("most", [4, 9])
def test_the_numbers_of_a_heat_map_can_be_read_on_every_shade(study, most):
    influences = {influence.id: influence for influence in study.influences}
    systems = {system.id: system for system in study.systems}
    ties = pd.DataFrame([range(most + 1)] * 6, index=list(influences)).T
    axes = figures.draw_ties(ties, influences, systems).axes[0]
    shades = axes.collections[0].get_facecolor()
    written = [text for text in axes.texts if text.get_text()]
    assert len(written) == 6 * most
    for text in written:
        across, down = text.get_position()
        shade = shades[int(down) * (most + 1) + int(across)]
        first, second = sorted(luminance(colour) for colour in (shade, to_rgba(text.get_color())))
        assert (second + 0.05) / (first + 0.05) >= 4.5


TRIAD = Grid(["Myself now", "A colleague", "Myself one day"], [("x", "y")], [[1, 2, 3]], (1, 3),
             self_element="Myself now", ideal_element="Myself one day")  # fmt: skip


def test_every_map_has_its_elements_in_words_and_a_unit_as_long_upwards_as_across():
    """By hand: three elements on a line, the third as far to the right as the first to the left."""
    elements = np.array([[-1.0, 0.0], [0.0, 0.5], [1.0, 0.0]])
    point = (elements, np.array([[1.0, 0.0]]), np.array([0.9, 0.1]))
    drawn = figures.draw_maps({"P1": TRIAD, "P2": TRIAD}, {"P1": point, "P2": point})
    for person, figure in drawn.items():
        (axes,) = figure.axes
        words = {text.get_text().replace("\n", " ") for text in axes.texts}
        assert words == {*TRIAD.elements, f"{person}: 100% of the grid shown"}
        marks = [line for line in axes.lines if line.get_marker() != "None"]
        places = [one.get_xydata()[0] for one in marks if one.get_color() != "#ffffff"]
        left, right, high = sorted(places, key=lambda mark: (mark[1], mark[0]))
        assert (high - left)[1] == pytest.approx((right - left)[0] / 4)


def test_where_no_grid_can_be_mapped_a_figure_says_so():
    (figure,) = figures.draw_maps({"P1": TRIAD}, {}).values()
    assert ">no grid could be mapped<" in text_of(figure)


def test_a_rating_stands_in_a_field_as_dark_as_it_is_near_to_the_right_pole():
    """By hand: of 1 to 3, the 1 is the lightest shade and the 3 ink; what is missing is blank."""
    grid = Grid(["a", "b", "c"], [("left words", "right words")], [[1, 3, np.nan]], (1, 3))
    axes = figures.draw_bertins({"P1": grid})["P1"].axes[0]
    fields = [patch for patch in axes.patches if isinstance(patch, PathPatch)]
    assert [to_hex(field.get_facecolor()) for field in fields] == ["#eef2f4", "#23303b"]
    assert fields[0].get_path().get_extents().x1 < fields[1].get_path().get_extents().x0
    colours = {text.get_text(): text.get_color() for text in axes.texts}
    assert colours["1"] == "#000000" and colours["3"] == "#ffffff"
    places = {text.get_text(): text.get_position()[0] for text in axes.texts}
    assert places["left words"] < places["b"] < places["right words"]


@pytest.mark.parametrize("n", [1, 8, 26, 90])
def test_no_words_of_a_display_are_smaller_than_eleven_pixels_nor_lie_on_others(n):
    """A page of 390 pixels gives a figure 361; what is wider than it fits is moved sideways."""
    names = [f"An element with a long name, number {place}" for place in range(n)]
    poles = [("a pole that is told in many words", "another one that is as long as this")] * 3
    grid = Grid(names, poles, [[1 + place % 5 for place in range(n)]] * 3, (1, 5))
    figure = figures.draw_bertins({"P1": grid})["P1"]
    scale = 361 / (72 * WIDTH)
    assert min(text.get_fontsize() for text in figure.axes[0].texts) * scale >= 11
    figure.dpi = 72
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    boxes = [text.get_window_extent(renderer) for text in figure.axes[0].texts]
    apart = [
        min(one.x1, other.x1) - max(one.x0, other.x0) < 1
        or min(one.y1, other.y1) - max(one.y0, other.y0) < 1
        for place, one in enumerate(boxes) for other in boxes[:place]
    ]  # fmt: skip
    assert all(apart)


def luminance(colour):
    """By WCAG 2.2."""
    linear = [((part + 0.055) / 1.055) ** 2.4 if part > 0.04045 else part / 12.92
              for part in colour[:3]]  # fmt: skip
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
