"""How near a traced work-line is to the line that was drawn, on scans whose truth is known.

Scans are made by `trace_scans.py`: pen and pencil, with a grid and without, on a scanner and
photographed, with stains, writing, gaps, falls, two lines and none. A line is compared with
its truth at 1,001 places where both have one: by the vertical distance of its levels; where
the truth rises or falls as steeply as `STEEP` levels in a hundredth of the chart, by the
distance to the curve on paper, in levels, since a shift of a hair's breadth there is a
vertical distance of the whole fall.

Run: python benchmarks/trace_accuracy.py [scans of each condition] [seed]
Whole, it writes results/trace_accuracy.csv, a row for each condition.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from trace_scans import CONDITIONS, Array, Condition, Scan, make_scan

from senco.errors import SencoError
from senco.instruments.paper.geometry import CHART
from senco.tracing.charts import find_chart
from senco.tracing.reading import Trace, trace_picture

RESULTS = Path(__file__).parent / "results" / "trace_accuracy.csv"
SCANS, SEED = 4, 100
PLACES = np.linspace(0, 1, 1_001)
#: As many levels as this in a hundredth of the chart are a fall.
STEEP = 1.5
#: A level on paper, in shares of the chart's width.
LEVEL = CHART.height / CHART.width / 10


def measure(scan: Scan, condition: Condition) -> dict[str, Any]:
    """Trace a scan and compare it with what is true of it."""
    picture = np.ascontiguousarray(scan.picture[:, :, ::-1])
    started = time.perf_counter()
    try:
        trace = trace_picture(picture)
    except SencoError:
        return {"outcome": "chart not found"}
    seconds = time.perf_counter() - started
    found = find_chart(picture).corners
    width = np.hypot(*(scan.corners[1] - scan.corners[0]))
    off = float(np.hypot(*(found - scan.corners).T).max() / width)
    told = {"corners": off, "seconds": seconds, "outcome": _name_outcome(trace)}
    if condition.expected == "two" and told["outcome"] == "two":
        parts = [
            compare(scan.lines[place], trace_picture(picture, line=line))
            for place, line in enumerate(("upper", "lower"))
        ]
        return {**told, **{key: parts[0][key] + parts[1][key] for key in parts[0]}}
    if told["outcome"] != "line" or not scan.lines:
        return told
    return {**told, **compare(scan.lines[0], trace)}


def _name_outcome(trace: Trace) -> str:
    return "two" if len(trace.lines) > 1 else "nothing" if trace.refused else "line"


def compare(strokes: list[Array], trace: Trace) -> dict[str, Any]:
    """Errors place by place, and what was missed or added."""
    truth = _join([(stroke[:, 0], stroke[:, 1]) for stroke in strokes])
    pieces: list[list[Any]] = [[]]
    for point in trace.lines[0]:
        pieces[-1].append((point.position, point.level, point.confidence))
        if point.gap:
            pieces.append([])
    traced = _join([(np.array(p)[:, 0], np.array(p)[:, 1]) for p in pieces if p])
    drawn, read = ~np.isnan(truth), ~np.isnan(traced)
    both = drawn & read
    error = np.abs(truth - traced)
    for place in np.flatnonzero(both & _find_steep(strokes)):
        error[place] = _measure_to_curve(PLACES[place], traced[place], strokes)
    sure = np.interp(PLACES, *np.array([(p.position, p.confidence) for p in trace.lines[0]]).T)
    missed = float((drawn & ~read).sum() / drawn.sum())
    added = float((read & ~drawn).sum() / drawn.sum())
    return {
        "errors": error[both].tolist(), "sure": sure[both].tolist(), "missed": [missed],
        "added": [added], "gaps": [(len(pieces) - 1, len(strokes) - 1)],
        "points": [len(trace.lines[0])], "confidence": [trace.confidence],
    }  # fmt: skip


def _join(pieces: list[tuple[Array, Array]]) -> Array:
    """Levels at the places; nan where nothing is drawn."""
    levels = np.full(len(PLACES), np.nan)
    for x, y in pieces:
        within = (x.min() <= PLACES) & (x.max() >= PLACES)
        order = np.argsort(x, kind="stable")
        levels[within] = np.interp(PLACES[within], x[order], y[order])
    return levels


def _find_steep(strokes: list[Array]) -> Array:
    steep = np.zeros(len(PLACES), dtype=bool)
    for stroke in strokes:
        frame = pd.Series(stroke[:, 1]).groupby(np.round(stroke[:, 0] * 200)).agg(["min", "max"])
        falls = frame.index[frame["max"] - frame["min"] > STEEP / 2]  # within half a hundredth
        for fall in falls:
            steep |= np.abs(PLACES - fall / 200) <= 0.0051
    return steep


def _measure_to_curve(position: float, level: float, strokes: list[Array]) -> float:
    whole = np.concatenate(strokes)
    across = (whole[:, 0] - position) / LEVEL
    return float(np.hypot(across, whole[:, 1] - level).min())


def summarise(condition: Condition, told: list[dict[str, Any]]) -> dict[str, Any]:
    """A row of the results."""
    right = [one for one in told if one["outcome"] == condition.expected]

    def join(key: str) -> list[Any]:
        return [value for one in right for value in one.get(key, [])]

    errors, seconds = join("errors"), [one["seconds"] for one in told if "seconds" in one]
    corners = [one["corners"] for one in told if "corners" in one]
    gaps = join("gaps")
    return {
        "condition": condition.name, "scans": len(told), "expected": condition.expected,
        "as_expected": len(right),
        "median_error": _at(errors, 0.5), "error_95": _at(errors, 0.95),
        "largest_error": _at(errors, 1.0),
        "worst_line_95": max((_at(one["errors"], 0.95) for one in right if one.get("errors")),
                             default=np.nan),
        "missed": np.mean(join("missed")) if join("missed") else np.nan,
        "added": np.mean(join("added")) if join("added") else np.nan,
        "gaps_right": np.mean([a == b for a, b in gaps]) if gaps else np.nan,
        "points": np.mean(join("points")) if join("points") else np.nan,
        "confidence": np.mean(join("confidence")) if join("confidence") else np.nan,
        "corners_percent": 100 * max(corners, default=np.nan),
        "seconds": max(seconds, default=np.nan),
    }  # fmt: skip


def _at(values: list[float], share: float) -> float:
    return float(np.quantile(values, share)) if values else np.nan


def run(scans: int, seed: int) -> pd.DataFrame:
    """Every condition, and all of them together."""
    rows, everything = [], []
    for condition in CONDITIONS:
        told = [measure(make_scan(condition, seed + one), condition) for one in range(scans)]
        rows.append(summarise(condition, told))
        print(pd.DataFrame(rows[-1:]).round(3).to_csv(index=False, header=len(rows) == 1), end="")
        everything += [one for one in told if one["outcome"] == condition.expected]
    errors = np.array([e for one in everything for e in one.get("errors", [])])
    sure = np.array([e for one in everything for e in one.get("sure", [])])
    print(f"all: median {np.median(errors):.4f}, 95 % {np.quantile(errors, 0.95):.4f}")
    for low, high in ((0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.01)):
        held = errors[(sure >= low) & (sure < high)]
        if len(held):
            print(
                f"confidence {low} to {high}: {len(held) / len(errors):.3f} of the line, "
                f"95 % {np.quantile(held, 0.95):.3f}, over 0.2: {(held > 0.2).mean():.4f}"
            )
    return pd.DataFrame(rows)


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    table = run(*(given + [SCANS, SEED][len(given) :]))
    if not given:
        table.round(4).to_csv(RESULTS, index=False)
