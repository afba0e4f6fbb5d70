"""Seconds to search the built book, and recall and false alarms over seeds.

Run: python benchmarks/disclosure_speed.py [SITE]  (SITE is _build/html by default)
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.disclosure.planted import NAMES, write_corpus  # noqa: E402

from senco.disclosure import search  # noqa: E402

SEEDS = range(1, 6)


def main() -> None:
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "_build" / "html"
    if site.is_dir():
        size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) / 1e6
        for names in ((), NAMES):
            start = time.process_time()
            hits = search([site], names, root=site)
            spent = time.process_time() - start
            print(f"{size:.1f} MB, {len(names)} names: {spent:.1f} s, {len(hits)} hits")
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            planted = write_corpus(Path(folder), seed)
            hits = search([Path(folder)], NAMES, root=Path(folder))
            found = {(hit.file, hit.kind) for hit in hits}
            got = sum((file, plant.kind) in found for file, plant in planted.items())
            beside = len(
                {(h.file, h.kind) for h in hits} - {(f, p.kind) for f, p in planted.items()}
            )
            print(
                f"seed {seed}: {got} of {len(planted)} found, {beside} files with another kind too"
            )


if __name__ == "__main__":
    main()
