"""How many of the people on no list presidio finds in the same made interviews.

Run, in an environment of its own with presidio-analyzer, spaCy and a model of spaCy's:
python benchmarks/disclosure_peer.py MODEL

Presidio (its analyser for English, persons alone, with its own least score) is not required by
this project and not installed with it. Counts go into ``results/disclosure_peer.csv``, which
`disclosure_recall.py` shows beside its own.
"""

from __future__ import annotations

import csv
import importlib.metadata
import sys
from collections import Counter
from pathlib import Path

from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.disclosure.interviews import make_interviews  # noqa: E402

SEEDS = range(1, 6)
RESULTS = Path(__file__).parent / "results"


def main(model: str) -> None:
    """Count, by part, the people that are found and the clean texts in which any is."""
    models = [{"lang_code": "en", "model_name": model}]
    setting = {"nlp_engine_name": "spacy", "models": models}
    engine = NlpEngineProvider(nlp_configuration=setting).create_engine()
    analyser = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    counts: Counter[tuple[str, str, str]] = Counter()
    for seed in SEEDS:
        for text in make_interviews(seed):
            if text.spans and text.spans[0].kind != "an unlisted person":
                continue
            found = analyser.analyze(text=text.text, entities=["PERSON"], language="en")
            where = [(one.start, one.end) for one in found]
            if text.spans:
                span = text.spans[0]
                here = any(low < span.end and span.start < high for low, high in where)
                counts["unlisted people", text.part, "found" if here else "missed"] += 1
            else:
                counts["clean texts", text.part, "found" if where else "missed"] += 1
    version = f"presidio {importlib.metadata.version('presidio-analyzer')}, {model}"
    with (RESULTS / "disclosure_peer.csv").open("w", encoding="utf-8", newline="\n") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(["group", "part", "n", "found", "with"])
        for group, part in sorted({key[:2] for key in counts}):
            got, missed = (counts[group, part, what] for what in ("found", "missed"))
            rows.writerow([group, part, got + missed, got, version])


if __name__ == "__main__":
    main(*sys.argv[1:2])
