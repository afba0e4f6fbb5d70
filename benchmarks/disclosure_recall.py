"""What the gate finds of what is planted in made interviews, by kind and form, and false alarms.

Run: python benchmarks/disclosure_recall.py [before|after]

Over SEEDS, the texts of `tests.interviews` are searched with the private list of that module.
The counts go into ``results/disclosure_recall_after.csv`` (or ``_before``, where an earlier
version of the package is measured), and both together into ``results/disclosure_recall.md``.
Intervals are Wilson's score limits at 95 per cent (doi:10.1080/01621459.1927.10502953). Texts
of one seed share names and templates, so that the intervals are rather too narrow.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pandas as pd
from scipy.stats import binomtest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.interviews import STRUCTURED, make_interviews  # noqa: E402
from tests.recall import ERROR, MISSED, QUESTION, measure  # noqa: E402

SEEDS = range(1, 6)
RESULTS = Path(__file__).parent / "results"
KEYS = ["part", "group", "kind", "form"]
PARTS = {False: "tuned", True: "held out"}
PLAIN, CHANGED, IDENTIFIERS = "listed, as on the list", "listed, changed", "with a form"
PEOPLE, OTHERS, CLEAN = "unlisted people", "unlisted settings and streets", "clean texts"
SHOWN = 50


def group_of(span) -> str:
    """The group for which a goal is set."""
    if span.listed:
        return PLAIN if span.plain else CHANGED
    if span.kind in STRUCTURED:
        return IDENTIFIERS
    return PEOPLE if span.kind == "an unlisted person" else OTHERS


def count() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Counts by form, a row each; and every false alarm."""
    counts: Counter[tuple[str, ...]] = Counter()
    wrong = []
    for seed in SEEDS:
        interviews = make_interviews(seed)
        outcomes, alarms = measure(interviews)
        for one in outcomes:
            part = PARTS[one.interview.held_out]
            counts[part, group_of(one.span), one.span.kind, one.span.form, one.found] += 1
        alarmed = {id(alarm.interview): alarm for alarm in alarms}
        for text in interviews:
            if not text.spans:
                alarm = alarmed.get(id(text))
                found = alarm.severity.replace("warning", QUESTION) if alarm else MISSED
                counts[PARTS[text.held_out], CLEAN, CLEAN, text.look_alike, found] += 1
        wrong += [
            (PARTS[a.interview.held_out], a.interview.look_alike, a.kind, a.text, a.interview.text)
            for a in alarms
        ]
    rows = pd.Series(counts).unstack(fill_value=0).reindex(columns=[ERROR, QUESTION, MISSED])
    rows = rows.fillna(0).astype(int).rename_axis(index=KEYS).sort_index().reset_index()
    wrong = sorted(set(wrong))
    return rows, pd.DataFrame(wrong, columns=["part", "look-alike", "kind", "found", "text"])


def tell(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Recall with its interval, for each group of rows."""
    found = rows.groupby(by, sort=False)[[ERROR, QUESTION, MISSED]].sum()
    told = pd.DataFrame(index=found.index)
    told["n"] = found.sum(axis=1)
    told["found"] = found[ERROR] + found[QUESTION]
    told["as a question"] = found[QUESTION]
    told["share"] = (told["found"] / told["n"]).map("{:.3f}".format)
    limits = [
        binomtest(int(k), int(n)).proportion_ci(0.95, method="wilson")
        for k, n in zip(told["found"], told["n"], strict=True)
    ]
    told["95 % interval"] = [f"{limit.low:.3f} to {limit.high:.3f}" for limit in limits]
    return told.reset_index()


def compare(before: pd.DataFrame, after: pd.DataFrame, by: list[str]) -> str:
    """A table in Markdown: before, and after."""
    first, then = tell(before, by), tell(after, by)
    table = then.merge(first[[*by, "share"]], on=by, how="left", suffixes=("", " before"))
    shown = table[[*by, "n", "share before", "share", "as a question", "95 % interval"]]
    shown = shown.rename(columns={"share": "after", "share before": "before"})
    lines = ["| " + " | ".join(shown.columns) + " |", "| " + "--- | " * len(shown.columns)]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in shown.itertuples(index=False)]
    return "\n".join(lines)


HEAD = """\
# What the gate finds, and what it misses

Made by `python benchmarks/disclosure_recall.py`; not edited by hand. Made interviews of
{seeds} seeds: {n:,} texts with one thing each that points at somebody, {clean:,} clean texts.
*Before* is the gate as it was when the texts were first made. *As a question* counts what is
found as a warning for a reader and not as an error. *Held out* are templates, names and ways
of writing that were not looked at while the rules were written.
"""


def write(before: pd.DataFrame, after: pd.DataFrame, wrong: pd.DataFrame) -> str:
    """The page of results."""
    dirty = [rows[rows["group"] != CLEAN] for rows in (before, after)]
    clean = [rows[rows["group"] == CLEAN] for rows in (before, after)]
    n = [int(rows[[ERROR, QUESTION, MISSED]].to_numpy().sum()) for rows in (dirty[1], clean[1])]
    listed = wrong.drop_duplicates(["look-alike", "kind", "found"]).head(SHOWN)
    parts = [
        HEAD.format(seeds=len(SEEDS), n=n[0], clean=n[1]),
        "## By goal\n\n" + compare(*dirty, ["group", "part"]),
        "## By kind and form\n\n" + compare(*dirty, ["kind", "form", "part"]),
        "## False alarms in clean texts, by look-alike\n\n*before* and *after* are shares of texts "
        "in which anything was found.\n\n" + compare(*clean, ["group", "part"]) + "\n\n"
        + compare(*clean, ["form", "part"]),
        f"## The false alarms that remain\n\n{len(wrong)} over all seeds; each kind once, at most "
        f"{SHOWN}.\n\n"
        + "\n".join(
            f"- {row.kind}: *{row.found}* in \"{row.text}\"" for row in listed.itertuples(index=False)
        ),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def main(which: str = "after") -> None:
    """Measure, keep the counts, and write the page."""
    rows, wrong = count()
    rows.to_csv(RESULTS / f"disclosure_recall_{which}.csv", index=False)
    before = pd.read_csv(RESULTS / "disclosure_recall_before.csv", keep_default_na=False)
    (RESULTS / "disclosure_recall.md").write_text(write(before, rows, wrong), encoding="utf-8")
    print(compare(*(part[part["group"] != CLEAN] for part in (before, rows)), ["group", "part"]))
    print(f"{len(wrong)} false alarms")


if __name__ == "__main__":
    main(*sys.argv[1:2])
