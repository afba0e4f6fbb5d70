"""Work-lines on paper: sheets, and pictures in which there is none."""

import numpy as np
import pytest

from senco.errors import SencoError
from senco.instruments.paper.charts import draw_chart
from senco.instruments.paper.codes import SheetCode
from senco.tracing.charts import find_chart


def test_a_sheet_is_the_same_bytes_twice():
    code = SheetCode("W", "7K3Q", "P1")
    assert draw_chart(code) == draw_chart(code)


def test_a_picture_without_a_chart_is_refused():
    with pytest.raises(SencoError, match="not found"):
        find_chart(np.full((300, 400, 3), 255, np.uint8))
