"""What the gate finds of what is planted in made interviews, by kind and form, and false alarms.

Run: python benchmarks/disclosure_recall.py [before|first|after]

Over SEEDS, the texts of `tests.interviews` are searched with the private list of that module.
The counts go into ``results/disclosure_recall_after.csv``, and the tables with those that were
kept into ``results/disclosure_recall.md``: ``_before`` is the gate as it was, measured with that
version of the package, and ``_first`` the new one when the part *afterwards* was written.
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

from tests.disclosure.interviews import NAMES, STRUCTURED, make_interviews  # noqa: E402
from tests.disclosure.recall import ERROR, MISSED, QUESTION, measure  # noqa: E402

SEEDS = range(1, 6)
RESULTS = Path(__file__).parent / "results"
KEYS = ["part", "group", "kind", "form"]
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
            part = one.interview.part
            counts[part, group_of(one.span), one.span.kind, one.span.form, one.found] += 1
        alarmed = {id(alarm.interview): alarm for alarm in alarms}
        for text in interviews:
            if not text.spans:
                alarm = alarmed.get(id(text))
                found = alarm.severity.replace("warning", QUESTION) if alarm else MISSED
                counts[text.part, CLEAN, CLEAN, text.look_alike, found] += 1
        wrong += [
            (a.interview.part, a.interview.look_alike, a.kind, a.text, a.interview.text)
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


def compare(parts: dict[str, pd.DataFrame], by: list[str]) -> str:
    """A table in Markdown: the share found by each version, and more of the last."""
    table = tell(parts["after"], by).rename(columns={"share": "after"})
    for name, rows in list(parts.items())[:-1]:
        share = tell(rows, by).rename(columns={"share": name})
        table = table.merge(share[[*by, name]], on=by, how="left").fillna({name: ""})
    shown = table[[*by, "n", *parts, "as a question", "95 % interval"]]
    lines = ["| " + " | ".join(shown.columns) + " |", "| --- " * len(shown.columns) + "|"]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in shown.itertuples(index=False)]
    return "\n".join(lines)


HEAD = """\
# What the gate finds, and what it misses

Made by `python benchmarks/disclosure_recall.py`; not edited by hand. Made interviews of
{seeds} seeds: {n:,} texts with one thing each that points at somebody, {clean:,} clean texts,
and a private list of {names} names. *Before* is the gate as it was; *first*, the new one when
the part *afterwards* was written; *after*, with what that part then led to. *As a question*
counts what is found as a warning for a reader and not as an error. The rules were written while
looking at what was missed of the part *tuned*; of *held out* the rates and the forms that
were missed were seen, and never the texts. The first measure of *afterwards* is the one that
nothing was fitted to.
"""
BESIDE = """\
## Beside a trained model

Names on no list are asked about by rules. Presidio, with spaCy's small model for English, was
run over the same texts (`benchmarks/disclosure_peer.py`): {found}. It is not an extra of
this project: the model's makers publish it for download alone, and the copy in the package
index that was measured is somebody else's.

"""
#: The names of the versions that are compared.
VERSIONS = ("before", "first", "after")


def stand_beside(after: pd.DataFrame) -> str:
    """What presidio found in the same texts, beside the gate's questions about people."""
    peer = pd.read_csv(RESULTS / "disclosure_peer.csv").set_index(["group", "part"])
    here = tell(after, ["group", "part"]).set_index(["group", "part"])
    lines = ["| group | part | n | here | presidio |", "| --- " * 5 + "|"]
    for place, row in peer.iterrows():
        shown = here.loc[place, "share"], f"{row['found'] / row['n']:.3f}"
        lines.append("| " + " | ".join(map(str, (*place, row["n"], *shown))) + " |")
    return BESIDE.format(found=peer["with"].iloc[0]) + "\n".join(lines)


def write(versions: dict[str, pd.DataFrame], wrong: pd.DataFrame) -> str:
    """The page of results."""
    dirty = {name: rows[rows["group"] != CLEAN] for name, rows in versions.items()}
    clean = {name: rows[rows["group"] == CLEAN] for name, rows in versions.items()}
    n = [int(rows[[ERROR, QUESTION, MISSED]].to_numpy().sum())
         for rows in (dirty["after"], clean["after"])]  # fmt: skip
    listed = wrong.drop_duplicates(["look-alike", "kind", "found"]).head(SHOWN)
    alarms = [f'- {row.kind}: *{row.found}* in "{row.text}"' for row in listed.itertuples()]
    parts = [
        HEAD.format(seeds=len(SEEDS), n=n[0], clean=n[1], names=len(NAMES)),
        "## By goal\n\n" + compare(dirty, ["group", "part"]),
        "## False alarms in clean texts\n\nShares of the texts in which anything was found.\n\n"
        + compare(clean, ["group", "part"]) + "\n\n" + compare(clean, ["form", "part"]),
        f"## The false alarms that remain\n\n{len(wrong)} over all seeds; each text and kind once, "
        f"at most {SHOWN}.\n\n" + "\n".join(alarms),
        stand_beside(versions["after"]),
        "## By kind and form\n\n" + compare(dirty, ["kind", "form", "part"]),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def main(which: str = "after") -> None:
    """Measure, keep the counts, and write the page."""
    rows, wrong = count()
    rows.to_csv(RESULTS / f"disclosure_recall_{which}.csv", index=False)
    if which != VERSIONS[-1]:
        return
    kept = {
        name: pd.read_csv(RESULTS / f"disclosure_recall_{name}.csv", keep_default_na=False)
        for name in VERSIONS
    }
    (RESULTS / "disclosure_recall.md").write_text(write(kept, wrong), encoding="utf-8")
    print((RESULTS / "disclosure_recall.md").read_text(encoding="utf-8").split("## By kind")[0])


if __name__ == "__main__":
    main(*sys.argv[1:2])
