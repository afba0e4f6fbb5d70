"""The people and the constructs of a simulated cohort."""

from __future__ import annotations

import numpy as np
import pandas as pd

#: Years in the role, the longest first, as eight participants were sampled in the study.
ROLE_YEARS = {"more than 20": 2, "five or more": 2, "three to five": 3, "less than three": 1}

#: Constructs that stand in for those whose labels the study does not print:
#: identifier, label, key influence. They are this project's own words.
FILLERS = (
    ("clear-guidance", "Clear guidance about plans", "information-and-resources"),
    ("support-services", "Support services within reach", "information-and-resources"),
    ("inclusion-funding", "Money for inclusion", "information-and-resources"),
    ("time-for-the-role", "Time set aside for the role", "ethos-and-support"),
    ("supportive-setting", "A setting that backs the role", "ethos-and-support"),
    ("tracking-progress", "Tracking each child's progress", "quality-of-evidence"),
    ("professional-reports", "Reports from professionals", "quality-of-evidence"),
    ("meeting-deadlines", "Meeting the deadlines", "quality-of-evidence"),
    ("work-with-families", "Working with families", "relationships"),
    ("work-with-staff", "Working with colleagues", "relationships"),
    ("area-senco-advice", "Advice from the Area SENCO", "relationships"),
    ("other-professionals", "Contact with other professionals", "relationships"),
    ("senco-peers", "Exchange with other SENCOs", "relationships"),
    ("own-training", "Training for the role", "knowledge-and-skills"),
    ("perseverance", "Perseverance", "purpose-and-outcomes"),
    ("childrens-wellbeing", "Children's wellbeing", "purpose-and-outcomes"),
)


def draw_participants(n: int, experts: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Draw who takes part: S1 to Sn, those with most experience longest in the role.

    Parameters
    ----------
    n : int
        Participants.
    experts : ndarray of int
        Numbers, from 0, of those with ten or more years of experience.
    rng : numpy.random.Generator
        Shuffles the years in the role within the two groups.

    Returns
    -------
    DataFrame, shape (n, 4)
        Columns ``participant``, ``role``, ``role_years``, ``experience_years``.
        The years in the role are apportioned as in the study; about one in
        eight is an Area SENCO, with five or more years in the role.
    """
    bands = np.array(_apportion(n), dtype=object)
    expert = np.zeros(n, dtype=bool)
    expert[experts] = True
    years = np.empty(n, dtype=object)
    years[expert] = rng.permutation(bands[: expert.sum()])
    years[~expert] = rng.permutation(bands[expert.sum() :])
    role = np.full(n, "SENCO", dtype=object)
    role[np.flatnonzero(years == "five or more")[: max(1, round(n / 8))]] = "Area SENCO"
    return pd.DataFrame(
        {
            "participant": [f"S{number}" for number in range(1, n + 1)],
            "role": role,
            "role_years": years,
            "experience_years": np.where(expert, "10 or more", "less than 10"),
        }
    )


def _apportion(n: int) -> list[str]:
    """Bands of n people, the longest first, by largest remainders."""
    shares = {band: n * count / sum(ROLE_YEARS.values()) for band, count in ROLE_YEARS.items()}
    counts = {band: int(share) for band, share in shares.items()}
    left = n - sum(counts.values())
    for band in sorted(shares, key=lambda band: counts[band] - shares[band])[:left]:
        counts[band] += 1
    return [band for band, count in counts.items() for _ in range(count)]


def name_constructs(
    reported: pd.DataFrame, themes: dict[str, int], n_items: int
) -> tuple[pd.DataFrame, dict[str, tuple[int, ...]]]:
    """Lay out the columns of the ranking: those with a figure, then fillers.

    Parameters
    ----------
    reported : DataFrame
        Columns ``construct``, ``label`` and ``influence``.
    themes : dict of str to int
        Columns per construct that has a figure.
    n_items : int
        Columns in all.

    Returns
    -------
    constructs : DataFrame, shape (n_items, 5)
        Columns ``construct``, ``label``, ``influence``, ``placing`` and
        ``same_as`` (the construct of the reference cohort, where there is one).
    columns : dict of str to tuple of int
        Numbers of the columns of each construct with a figure.
    """
    known = reported.set_index("construct")
    rows: list[tuple[str, str, str, str, str]] = []
    columns: dict[str, tuple[int, ...]] = {}
    for construct, width in themes.items():
        label, influence = known["label"].loc[construct], known["influence"].loc[construct]
        columns[construct] = tuple(range(len(rows), len(rows) + width))
        for part in range(1, width + 1):
            name, said = (
                (f"{construct}-{part}", f"{label} ({part})") if width > 1 else (construct, label)
            )
            same = construct if width == 1 else ""
            rows.append((name, said, influence, "inferred", same))
    for number in range(n_items - len(rows)):
        if number < len(FILLERS):
            name, label, influence = FILLERS[number]
        else:
            name, label = f"further-{number + 1}", f"Further construct {number + 1}"
            influence = FILLERS[number % len(FILLERS)][2]
        rows.append((name, label, influence, "inferred", ""))
    names = ["construct", "label", "influence", "placing", "same_as"]
    return pd.DataFrame(rows, columns=names), columns
