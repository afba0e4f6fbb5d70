"""A figure as PNG and PDF: what its SVG draws, under it how it is cited, the same everywhere."""

import io
import os
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from PIL import Image
from pypdf import PdfReader

from senco.book.attribution import add_citation, digest_drawing, read_citation, take_over
from senco.book.drawing import draw_asked, draw_picture
from tests.conftest import ROOT

SVG = (
    '<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="72pt" height="36pt" '
    'viewBox="0 0 72 36" xmlns="http://www.w3.org/2000/svg" version="1.1">'
    '<defs><path id="disc" d="M 0 6 C 3.3 6 6 3.3 6 0 C 6 -3.3 3.3 -6 0 -6 C -3.3 -6 -6 -3.3 -6 0 '
    'C -6 3.3 -3.3 6 0 6 z" style="fill: #b5473c"/></defs>'
    '<path d="M 0 0 L 36 0 L 36 36 L 0 36 z" style="fill: #2b8a83"/>'
    '<g clip-path="url(#half)"><use xlink:href="#disc" x="58" y="18"/></g>'
    '<path d="M 0 18 L 72 18" clip-path="url(#half)" style="fill: none; stroke: #000000; '
    'stroke-width: 2"/><defs><clipPath id="half"><rect x="60" y="0" width="12" height="36"/>'
    "</clipPath></defs></svg>"
)
LINES = ["Synthetic data: Worked example.", "Somebody (2026). A book (version 1.0). CC-BY-4.0"]
RANKS = ROOT / "book/cohorts/worked-example/results/50_rankings/ranks.svg"


def dots_of(svg):
    return Image.open(io.BytesIO(draw_picture(svg, {})[0])).convert("RGB")


def test_a_png_has_300_dots_per_inch_and_each_part_where_it_is():
    """By hand: one inch by a half; the left half green, the right half of a line and of a disc."""
    picture = dots_of(SVG)
    assert picture.size == (300, 150)
    near = {(40, 20): (0x2B, 0x8A, 0x83), (258, 60): (0xB5, 0x47, 0x3C), (290, 75): (0, 0, 0)}
    near |= dict.fromkeys([(242, 60), (190, 75), (290, 20)], (255, 255, 255))
    for place, colour in near.items():
        found = picture.getpixel(place)
        assert max(abs(one - other) for one, other in zip(found, colour, strict=True)) <= 6, place


@pytest.mark.parametrize(
    ("anchor", "left", "right"), [("start", 36, 60), ("middle", 24, 48), ("end", 12, 36)]
)
def test_words_stay_words_and_stand_at_their_anchor(anchor, left, right):
    text = (
        '<text x="36" y="24" style="font-size: 12px; font-family: none; text-anchor: '
        f'{anchor}; fill: #000000">HHH</text></svg>'
    )
    svg = SVG[: SVG.index("<defs>")] + text
    picture = dots_of(svg).convert("L").point(lambda level: 255 * (level < 128))
    first, _, last, _ = picture.getbbox()
    assert first == pytest.approx(left * 300 / 72, abs=20)
    assert last == pytest.approx(right * 300 / 72, abs=20)
    assert PdfReader(io.BytesIO(draw_picture(svg, {})[1])).pages[0].extract_text().strip() == "HHH"


def test_a_turned_text_goes_upwards_from_where_it_stands():
    text = '<text transform="translate(36 30) rotate(-90)" style="font-size: 10px">II</text></svg>'
    picture = dots_of(SVG[: SVG.index("<defs>")] + text).convert("L")
    left, top, right, bottom = picture.point(lambda level: 255 * (level < 128)).getbbox()
    assert bottom <= 30 * 300 / 72 and right <= 36 * 300 / 72 + 2
    assert (bottom - top) > (right - left) / 2 and top > 0 and left > 25 * 300 / 72


def test_under_a_figure_stands_how_it_is_cited_and_its_files_say_so_too():
    cited = add_citation(SVG, "Discs & squares.", LINES)
    root = ElementTree.fromstring(cited)
    assert float(root.get("viewBox").split()[3]) > 36 and root.get("width") == "72pt"
    told = {"Title": "Discs & squares.", "Subject": " ".join(["Discs & squares.", *LINES])}
    assert read_citation(cited) == told
    png, pdf = draw_picture(cited, read_citation(cited))
    assert Image.open(io.BytesIO(png)).info["Description"] == told["Subject"]
    read = PdfReader(io.BytesIO(pdf))
    assert read.metadata.title == told["Title"] and read.metadata.subject == told["Subject"]
    assert not read.metadata.get("/CreationDate") and not read.metadata.get("/Author")
    assert read_citation(SVG) == {} and add_citation("<svg/>", "x", []) == "<svg/>"


#: Code paths of NumPy and OpenBLAS for an older processor, as `make portable` takes them.
OLDER = {
    "OPENBLAS_CORETYPE": "Prescott",
    "NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3 AVX512F AVX512CD AVX512_SKX",
    "PYTHONHASHSEED": "7",
}


def test_every_processor_draws_the_same_bytes(tmp_path):
    drawn = []
    for name, settings in (("own", {}), ("older", OLDER)):
        folder = tmp_path / name
        folder.mkdir()
        svg = add_citation(RANKS.read_text(encoding="utf-8"), "Ranks.", LINES)
        (folder / "ranks.svg").write_text(svg, encoding="utf-8")
        code = (
            "import sys, pathlib, senco.book.drawing as d; "
            "d.draw_asked(pathlib.Path(sys.argv[1]), ['ranks'])"
        )
        environment = {**os.environ, **settings}
        subprocess.run([sys.executable, "-W", "ignore", "-c", code, str(folder)], check=True,
                       env=environment)  # fmt: skip
        drawn.append([(folder / f"ranks.{kind}").read_bytes() for kind in ("png", "pdf")])
    assert drawn[0] == drawn[1]


def test_a_drawing_of_too_many_parts_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("senco.book.drawing.MOST_PARTS", 2)
    (tmp_path / "f.svg").write_text(SVG, encoding="utf-8")
    with pytest.raises(ValueError, match=r"3 parts; it may have 2"):
        draw_asked(tmp_path, ["f"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.svg"]


def test_what_was_drawn_of_the_same_svg_is_taken_over_and_nothing_else(tmp_path, monkeypatch):
    new, old = tmp_path / "new", tmp_path / "old"
    for folder in (new, old):
        folder.mkdir()
        for name in ("same", "other", "half"):
            svg = add_citation(SVG, f"{name} of {folder.name}" if name == "other" else name, [])
            (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
            if folder == old:
                (folder / f"{name}.png").write_bytes(b"kept")
    for name in ("same", "other"):
        (old / f"{name}.pdf").write_bytes(b"kept")
    taken = [name for name in ("same", "other", "half") if take_over(new / f"{name}.svg", old)]
    kept = {path.name for path in new.iterdir() if path.read_bytes() == b"kept"}
    assert taken == ["same"] and kept == {"same.png", "same.pdf"}
    assert len(list(new.iterdir())) == 5
    before = add_citation(SVG, "x", [])
    digest_drawing.cache_clear()
    monkeypatch.setattr("senco.book.attribution.version", lambda name: "0")
    assert add_citation(SVG, "x", []) != before, "another version may draw otherwise"
    digest_drawing.cache_clear()
