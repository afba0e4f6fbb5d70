"""How the cost of pages and of measures grows with a cohort: python benchmarks/cohort_sizes.py.

Each measurement is taken in processes of its own: seconds of CPU of all of them, and the most
memory that one of them held. A made-up cohort is simulated, each of its stages is made by
`senco run`, then its private book by `senco build` (what is left of it: two pages, and the site),
and all is read by the gate, each with what the command itself takes. A measure is called once,
on made-up data. An exponent of 1 says that ten times as many people take ten times as long. The
kilobytes are those of the page, and of the largest page of the book. Run it while no other
kernels run: they may be forked from the same server. Writes `results/scale.csv`.

    python benchmarks/cohort_sizes.py measures
    python benchmarks/cohort_sizes.py stages 80 800
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pandas as pd
from bench_execution import SENCO, adopt_orphans, copy, take

RESULTS = Path(__file__).parent / "results" / "scale.csv"
PEOPLE, MORE_PEOPLE = (80, 800, 8_000), 20_000
ITEMS, MANY_ITEMS, FEW_PEOPLE = 21, (60, 150), 8
STAGES = (
    "10_participants",
    "20_worklines",
    "30_narratives",
    "40_grids",
    "50_rankings",
    "60_networks",
    "70_audit",
)
#: The gate, whose findings are no failure here.
GATE = (sys.executable, "-c", """
import contextlib
from senco.cli import main
with contextlib.suppress(SystemExit):
    main()
""")  # fmt: skip
COLUMNS = ["what", "n", "k", "cpu", "megabytes", "page_kilobytes", "exponent"]


def draw_ranks(n: int, k: int) -> np.ndarray:
    """Rankings that follow worths in common, with much noise."""
    liking = np.linspace(3, 0, k) + np.random.default_rng(k).gumbel(size=(n, k))
    return np.argsort(-liking, axis=1).argsort(axis=1) + 1


def rank_consensus(n: int, k: int) -> None:
    """Find the Kemeny order."""
    from senco.measures.rankings import kemeny

    kemeny(draw_ranks(n, k))


def correlate(n: int, k: int) -> None:
    """Take the mean correlation of all rankers, with its interval."""
    from senco.measures.rankings import mean_spearman

    mean_spearman(draw_ranks(n, k))


def summarise(n: int, k: int) -> None:
    """Summarise the rankings."""
    from senco.measures.rankings import summary

    summary(draw_ranks(n, k))


def compare_pairs(n: int, k: int) -> None:
    """Set pairs of influences beside what chance gives."""
    from senco.measures import networks

    ties = pd.DataFrame(np.random.default_rng(k).random((n, k)) < 0.5)
    networks.compare_pairs(ties, draws=networks.plan_draws(ties, 10_000))


def list_sizes(n: int, _: int) -> None:
    """Find who could have printed five mean ranks."""
    from senco.measures.audit import tabulate_grim

    printed = ["3.79", "5.00", "5.67", "18.57", "19.86"]
    frame = pd.DataFrame({"printed": printed, "label": "", "group": "everyone", "n_stated": n})
    tabulate_grim(frame, n)


MEASURES: dict[str, Callable[[int, int], None]] = {
    "kemeny": rank_consensus,
    "mean_spearman": correlate,
    "summary": summarise,
    "compare_pairs": compare_pairs,
    "tabulate_grim": list_sizes,
}


def call(name: str, n: int, k: int) -> None:
    """Call a measure in this process and print what it took."""
    MEASURES[name](3, 4)  # so that what is imported is not counted
    start = time.process_time()
    MEASURES[name](n, k)
    spent = time.process_time() - start
    print(json.dumps([spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def measure_one(name: str, n: int, k: int) -> dict[str, object]:
    """A measure in a process of its own."""
    command = [sys.executable, __file__, "one", name, str(n), str(k)]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    cpu, megabytes = json.loads(done.stdout)
    return {"what": name, "n": n, "k": k, "cpu": cpu, "megabytes": megabytes}


def measure_measures() -> Iterable[dict[str, object]]:
    """Every measure for many people, and for many items."""
    for name in MEASURES:
        for n in (*PEOPLE, MORE_PEOPLE):
            yield measure_one(name, n, ITEMS)
        for k in MANY_ITEMS if name != "tabulate_grim" else ():
            yield measure_one(name, FEW_PEOPLE, k)


def measure_stages(sizes: Iterable[int]) -> Iterable[dict[str, object]]:
    """Made-up cohorts, simulated, every stage of them, their private books, and the gate."""
    with tempfile.TemporaryDirectory() as temporary:
        for n in sizes:
            folder = copy(Path(temporary), f"of-{n}")
            simulated = ("simulate", "data/cohorts/large", "--n", str(n))
            yield measure_command("simulate", n, folder, simulated)
            for stage in STAGES:
                row = measure_command(
                    stage, n, folder, ("run", "large", "--stage", stage, "--jobs", "1")
                )
                page = folder / "book" / "cohorts" / "large" / f"{stage}.ipynb"
                yield row | {"page_kilobytes": page.stat().st_size / 1000}
            row = measure_command("book", n, folder, ("build", "large", "--jobs", "1"))
            site = folder / "_build" / "private" / "large" / "book" / "cohorts" / "large"
            largest = max(page.stat().st_size for page in site.glob("*.html"))
            yield row | {"page_kilobytes": largest / 1000}
            yield measure_command("disclose", n, folder, ("disclose", "large"))
            shutil.rmtree(folder)


def measure_command(what: str, n: int, folder: Path, words: tuple[str, ...]) -> dict[str, object]:
    """One call of the command, whose largest process is that of a process of its own."""
    command = [sys.executable, __file__, "command", str(folder), *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    cpu, megabytes = json.loads(done.stdout)
    return {"what": what, "n": n, "k": ITEMS, "cpu": cpu, "megabytes": megabytes}


def call_command(folder: Path, words: tuple[str, ...]) -> None:
    """Call the command and print what it took, with all that it left running."""
    adopt_orphans()
    cost = take((*(GATE if words[0] == "disclose" else SENCO), *words), folder)
    print(json.dumps([cost.cpu, cost.megabytes]))


def add_exponents(rows: pd.DataFrame) -> pd.DataFrame:
    """Beside each row, the exponent from the next smaller cohort with as many items."""
    rows = rows.sort_values(["what", "k", "n"], kind="stable").reset_index(drop=True)
    before = rows.shift()
    same = (rows["what"] == before["what"]) & (rows["k"] == before["k"])
    growth = np.log(rows["cpu"] / before["cpu"]) / np.log(rows["n"] / before["n"])
    return rows.assign(exponent=growth.where(same))


def keep(found: Iterable[dict[str, object]]) -> None:
    """Write rows as they come, in place of those of the same size."""
    for row in found:
        frame = pd.DataFrame([row], columns=COLUMNS)
        if RESULTS.is_file():
            kept = pd.read_csv(RESULTS)
            frame = pd.concat([kept, frame]).drop_duplicates(["what", "n", "k"], keep="last")
        add_exponents(frame.astype({"cpu": float})).round(3).to_csv(
            RESULTS, index=False, lineterminator="\n"
        )
        told = {name: value for name, value in row.items() if value is not None}
        print(json.dumps(told, default=float), flush=True)


def main(*words: str) -> None:
    if words[:1] == ("one",):
        return call(words[1], int(words[2]), int(words[3]))
    if words[:1] == ("command",):
        return call_command(Path(words[1]), words[2:])
    if not words or words[0] == "measures":
        keep(measure_measures())
    if not words or words[0] == "stages":
        keep(measure_stages([int(word) for word in words[1:]] or PEOPLE))
    return None


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main(*sys.argv[1:])
