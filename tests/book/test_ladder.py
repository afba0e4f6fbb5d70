"""The ladder of the ranking: a rung for each construct, numbered where the place is stated."""

import pandas as pd
from bs4 import BeautifulSoup

from senco.book.ladder import format_ladder
from senco.cohort.loading import load_cohort
from senco.measures.reported import count_constructs, list_priorities


def read(priorities, n_constructs):
    soup = BeautifulSoup(format_ladder(priorities, n_constructs), "html.parser")
    rungs = [tuple(part.get_text() for part in one.find_all("span", recursive=False))
             for one in soup.select(".senco-rung")]  # fmt: skip
    return soup, rungs


def test_the_ladder_of_the_article_has_its_five_names_and_sixteen_open_rungs(project):
    """Places and means as the article has them, lines 272-274, 349-352 and 361-362."""
    cohort = load_cohort("ey-pvi-2017", project=project)
    priorities = list_priorities(cohort.tables["reported"], cohort.tables["constructs"])
    soup, rungs = read(priorities, count_constructs(cohort))
    assert [(place, label[:20], mean) for place, label, mean in rungs] == [
        ("1", "Child-centred practi", "mean rank 3.79"),
        ("2", "Everyday, personal k", "mean rank 5.00"),
        ("place not stated", "Knowledge about SEND", "mean rank 5.67"),
        ("20", "A manageable workloa", "mean rank 18.57"),
        ("21", "A good work-life bal", "mean rank 19.86"),
    ]
    assert len(soup.select(".senco-open i")) == 16
    assert [one["class"][-1] for one in soup.select("li")] == [
        "senco-high", "senco-high", "senco-high", "senco-open", "senco-low", "senco-low"
    ]  # fmt: skip


def test_a_label_is_text_whatever_it_holds():
    row = {"everyone": True, "mean_rank": 1.5, "printed": "1.5", "stated_place": None,
           "label": "<img src=x onerror=alert(1)>"}  # fmt: skip
    soup, [(_, label, _)] = read(pd.DataFrame([row]), 4)
    assert label == row["label"] and not soup.find("img")
