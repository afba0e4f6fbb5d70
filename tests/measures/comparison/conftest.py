"""Small cohorts, made in the test, that can be compared."""

import pandas as pd
import pytest

from senco.cohort.loading import load_study
from senco.cohort.model import Cohort, CohortInfo

TEXTS = {"summary": "Made for a test.", "source": "Written for this test.", "licence": "CC0"}


def make_info(title, provenance="synthetic", criteria=None):
    return CohortInfo(title=title, provenance=provenance, criteria=criteria, **TEXTS)


@pytest.fixture(scope="session")
def study(project):
    return load_study(project)


@pytest.fixture
def make(study):
    """Make a cohort from ranks by construct, one column a person, and passages by person."""

    def build(name, ranks=None, passages=None, *, same=None, labels=None, provenance="synthetic",
              criteria=None, people=None, **more):  # fmt: skip
        tables = dict(more)
        count = len(next(iter(ranks.values()))) if ranks else len(passages or [1])
        names = people or [f"P{number}" for number in range(1, count + 1)]
        tables["participants"] = pd.DataFrame({"participant": names})
        if ranks:
            keys = list(ranks)
            tables["constructs"] = pd.DataFrame(
                {
                    "construct": keys,
                    "label": [(labels or {}).get(key, key.title()) for key in keys],
                    "influence": None,
                    "same_as": [(same or {}).get(key) for key in keys],
                }
            )
            rows = [
                (who, key, place)
                for key, places in ranks.items()
                for who, place in zip(names, places, strict=True)
                if place is not None
            ]
            tables["rankings"] = pd.DataFrame(rows, columns=["participant", "construct", "rank"])
        if passages:
            tables |= make_stories(names, passages, [one.id for one in study.influences])
        return Cohort(name, make_info(name.title(), provenance, criteria), study, tables)

    return build


def make_stories(names, passages, used):
    """Segments, codings and codes: the words of a person's passages are influences."""
    rows = [
        (f"{who.lower()}-{number}", who, influence)
        for who, told in zip(names, passages, strict=True)
        for number, influence in enumerate(told)
    ]
    frame = pd.DataFrame(rows, columns=["segment", "participant", "code"])
    return {
        "segments": frame[["segment", "participant"]].assign(gist="Tells.", lines=None),
        "codings": frame[["segment", "code"]].assign(coder="coder-1", placing=None),
        "codes": pd.DataFrame({"code": used, "label": used, "parent": None, "influence": used}),
    }
