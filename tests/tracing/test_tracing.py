"""Work-lines on paper: sheets, and what is refused of a scan."""

import numpy as np
import pytest
from PIL import Image

from senco.errors import SencoError
from senco.instruments.paper.charts import draw_chart
from senco.instruments.paper.codes import SheetCode
from senco.tracing.charts import find_chart
from senco.tracing.scans import read_scan


def test_a_sheet_is_the_same_bytes_twice():
    code = SheetCode("W", "7K3Q", "P1")
    assert draw_chart(code) == draw_chart(code)


def test_a_picture_without_a_chart_is_refused():
    with pytest.raises(SencoError, match="not found"):
        find_chart(np.full((300, 400, 3), 255, np.uint8))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n", b"no picture"])
def test_what_is_no_picture_is_refused(tmp_path, content):
    path = tmp_path / "scan.png"
    path.write_bytes(content)
    with pytest.raises(SencoError, match="PNG"):
        read_scan(path)


def test_a_picture_is_bounded_before_it_is_decoded(tmp_path):
    path = tmp_path / "scan.png"
    Image.new("1", (9_000, 9_000)).save(path)
    with pytest.raises(SencoError, match="million pixels"):
        read_scan(path)
