"""Every figure of the book can be read by night as by day."""

import re
from xml.etree import ElementTree

import pytest

from senco.book.site.night import pair_image, turn_figure
from senco.text.colours import NIGHT, measure_contrast, turn_to_night
from tests.conftest import ROOT

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
FIGURES = sorted(
    path
    for place in ("book/cohorts", "book/methods")
    for path in (ROOT / place).rglob("*.svg")
)  # fmt: skip
#: A rule between two groups, which only leads the eye, as bands and lines of less than 1.3 do.
RULE = "#c3ccd2"
#: Tables of shades, whose fields have their numbers written into them.
SHADED = re.compile(r"(?:subjects|shades|displays(?:-\d+)?)\Z")


def numbers(text):
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", text or "")]


def style_of(part, taken):
    own = dict(pair.split(":", 1) for pair in part.get("style", "").split(";") if ":" in pair)
    own = {name.strip(): text.strip() for name, text in own.items()}
    return {**taken, **{one: part.get(one) for one in ("fill", "stroke") if part.get(one)}, **own}


def box(path):
    places = numbers(path)
    return min(places[::2]), min(places[1::2]), max(places[::2]), max(places[1::2])


def read_words(svg, ground):
    """Each text of a drawing with its colour, and that of the last shape that was drawn there."""
    root = ElementTree.fromstring(svg)
    named = {part.get("id"): part for part in root.iter() if part.get("id")}
    shapes, words, waiting = [], [], [(root, {"fill": "#000000"})]
    while waiting:
        part, taken = waiting.pop()
        style, kind = style_of(part, taken), part.tag.removeprefix(SVG)
        if kind in ("defs", "clipPath", "metadata", "style"):
            continue
        waiting += [(child, style) for child in reversed(part)]
        opaque = float(style.get("opacity", 1)) * float(style.get("fill-opacity", 1)) > 0.5
        if kind == "path" and style["fill"].startswith("#") and opaque:
            for piece in re.split(r"(?=M)", part.get("d", "")):
                if piece.strip():
                    shapes.append((box(piece), style["fill"]))
        if kind == "use" and style["fill"].startswith("#") and opaque:
            left, top, right, low = box(named[part.get(LINK)[1:]].get("d"))
            x, y = float(part.get("x", 0)), float(part.get("y", 0))
            shapes.append(((left + x, top + y, right + x, low + y), style["fill"]))
        if kind == "text":
            x, y = middle(part, style)
            under = [fill for (a, b, c, d), fill in shapes if a <= x <= c and b <= y <= d]
            words.append(("".join(part.itertext()), style["fill"], [ground, *under][-1]))
    return words


def middle(part, style):
    """About where a text has its middle."""
    moved = re.search(r"translate\(([^)]*)\)", part.get("transform", ""))
    x, y = numbers(moved[1]) if moved else (float(part.get("x")), float(part.get("y")))
    turned = re.search(r"rotate\((-?\d+)", part.get("transform", ""))
    size = numbers(style.get("font-size", "10"))[0]
    wide = len("".join(part.itertext())) * size * 0.55
    before = {"start": wide / 2, "middle": 0, "end": -wide / 2}[style.get("text-anchor", "start")]
    return (
        (x - size / 3, y - before)
        if turned and abs(int(turned[1])) == 90
        else (x + before, y - size / 3)
    )


def test_the_colour_of_a_text_and_of_what_lies_under_it_are_found():
    """By hand: one word on the page, one on a dark field; the page's is black by default."""
    svg = (
        f'<svg xmlns="{SVG[1:-1]}"><path d="M 0 0 L 20 0 L 20 20 L 0 20 z" style="fill: #23303b"/>'
        '<text x="10" y="12" style="fill: #ffffff; text-anchor: middle">5</text>'
        '<text x="40" y="12">out</text></svg>'
    )
    assert read_words(svg, "#ffffff") == [
        ("5", "#ffffff", "#23303b"),
        ("out", "#000000", "#ffffff"),
    ]
    assert read_words(turn_figure(svg), NIGHT) == [
        ("5", NIGHT, turn_to_night("#23303b")), ("out", "#ffffff", NIGHT),
    ]  # fmt: skip


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: f"{path.parts[-4]}-{path.stem}")
def test_every_word_of_every_figure_can_be_read_by_day_and_by_night(path):
    svg = path.read_text(encoding="utf-8")
    by_day, by_night = read_words(svg, "#ffffff"), read_words(turn_figure(svg), NIGHT)
    assert by_day and len(by_day) == len(by_night)
    faint = [one for one in [*by_day, *by_night] if measure_contrast(one[1], one[2]) < 4.5]
    assert not faint


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: f"{path.parts[-4]}-{path.stem}")
def test_every_mark_of_every_figure_stands_out_by_day_and_by_night(path):
    svg = path.read_text(encoding="utf-8")
    colours = set(re.findall(r"(?:stroke|fill): (#[0-9a-f]{6})", svg)) - {RULE}
    marks = {colour for colour in colours if measure_contrast(colour, "#ffffff") >= 1.3}
    faint = {colour for colour in marks if measure_contrast(colour, "#ffffff") < 3}
    assert not faint or SHADED.match(path.stem)
    assert marks - faint
    for colour in marks - faint:
        assert measure_contrast(turn_to_night(colour), NIGHT) >= 3, colour


def test_a_page_has_both_pictures_and_a_reader_hears_one_text():
    image = '<img alt="What it shows." src="../_images/a.svg" />'
    day, night = re.findall(r"<img [^>]*>", pair_image(image, (338.4, 200), "wide"))
    assert 'src="../_images/a.svg"' in day and 'class="senco-day dark-light"' in day
    assert 'src="../_images/a-night.svg"' in night and 'loading="lazy"' in night
    assert 'width="338" height="200"' in day and "senco-wide" not in day + night


def test_a_figure_that_is_wider_than_a_telephone_is_moved_in_a_box_of_its_own():
    image = '<img alt="" class="senco-thumb" src="_images/a.svg" />'
    assert "senco-wide" not in pair_image(image, (500, 200), "Move it.")
    wide = pair_image(image.replace("senco-thumb", "x"), (500, 200), "Move it.")
    assert wide.startswith('<span class="senco-wide" tabindex="0"') and ">Move it.<" in wide
