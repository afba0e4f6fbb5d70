"""Alpha's bootstrap, 300 segments, 3 coders, 12 codes, 10,000 draws, against the package."""

from time import perf_counter

import krippendorff
import numpy as np

from senco.agreement import bootstrap_alpha, count_categories
from senco.resampling import draw_counts

UNITS, CODERS, CODES, DRAWS, LOOPED = 300, 3, 12, 10_000, 100


def main() -> None:
    rng = np.random.default_rng(1)
    truth = rng.random((CODES, 1, UNITS)) < 0.3
    wrong = rng.random((CODES, CODERS, UNITS)) < 0.1
    ratings = (truth ^ wrong).astype(float)
    start = perf_counter()
    counts = np.stack([count_categories(decision, (0, 1)) for decision in ratings])
    drawn = bootstrap_alpha(counts, DRAWS, np.random.default_rng(2))
    vectorised = perf_counter() - start
    # the first block of draws again, looped over the package
    samples = draw_counts(UNITS, 2_000, np.random.default_rng(2))[:LOOPED].astype(int)
    start = perf_counter()
    looped = [
        [
            krippendorff.alpha(
                decision[:, np.repeat(np.arange(UNITS), sample)], level_of_measurement="nominal"
            )
            for decision in ratings
        ]
        for sample in samples
    ]
    package = (perf_counter() - start) * DRAWS / LOOPED
    assert np.allclose(drawn[:LOOPED], looped)
    print(
        f"{UNITS} x {CODERS} x {CODES}, {DRAWS:,} draws: krippendorff.alpha in a loop "
        f"{package:.1f} s (from {LOOPED} draws), counts {vectorised:.2f} s: "
        f"{package / vectorised:.0f}x, same alphas"
    )


if __name__ == "__main__":
    main()
