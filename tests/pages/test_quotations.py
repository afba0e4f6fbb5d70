"""A passage is shown where it is evidence, with two consents and a person's clearance."""

import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.disclosure.consent import check_kept, describe_quotations
from senco.disclosure.release import DEPOSIT, review
from senco.pages.quotations import list_quotations, quote_events, quote_influences
from tests.cohorts import make_tables, write_book
from tests.conftest import Checkout

NAME = "quoted"
#: Said of three passages: all of it; consent alone; of somebody who agreed to answers alone.
SAID = ("We waited a whole winter.", "Nobody rang us back again.", "I drew it on a napkin.")


def make_quoted():
    """Three people, each with one coded passage."""
    tables = make_tables()
    tables["codes"][2][3] = "relationships"
    tables["segments"][0].append("cleared")
    for row, said, cleared in zip(tables["segments"][1:], SAID, ("yes", "no", "yes"), strict=True):
        row[7:] = [said, "yes", cleared]
    tables["participants"][3][4] = "own answers"
    return tables


@pytest.fixture(scope="module")
def quoted(tmp_path_factory):
    checkout = Checkout(tmp_path_factory.mktemp("quoted") / "copy")
    path = write_book(checkout.root / f"{NAME}.xlsx", checkout.project, make_quoted())
    done = checkout.run("import", NAME, path.name)
    assert done.returncode == 0, done.stderr
    return checkout


def test_consent_and_clearance_are_both_needed(quoted):
    cohort = load_cohort(NAME, project=quoted.project)
    shown = list_quotations(cohort)
    assert shown["quotation"].tolist() == [SAID[0]] and shown["event"].tolist() == ["e1b"]


def test_a_quotation_stands_under_its_influence_and_at_its_event(quoted):
    cohort = load_cohort(NAME, project=quoted.project)
    label = cohort.influences["relationships"]
    under = quote_influences(cohort)
    assert under[["influence", "participant", "quotation"]].to_numpy().tolist() == [
        [label.label, "P1", SAID[0]]
    ]
    assert under["system"].tolist() == [cohort.systems[label.system].label]
    assert quote_events(cohort).to_numpy().tolist() == [["P1", "The plan came.", SAID[0]]]


def test_pages_show_what_is_cleared_and_nothing_else(quoted):
    for stage in ("20_worklines", "30_narratives", "60_networks"):
        done = quoted.run("run", NAME, "--stage", stage)
        assert done.returncode == 0, done.stderr
        saved = quoted.project.results(NAME, stage) / "quotations.csv"
        assert SAID[0] in saved.read_text(encoding="utf-8"), stage
    pages = quoted.project.pages(NAME)
    texts = [path.read_text("utf-8") for path in pages.rglob("*") if path.is_file()]
    assert sum(SAID[0] in text for text in texts) >= 6
    assert not any(said in text for text in texts for said in SAID[1:])


def test_the_gate_says_what_is_cleared_and_stops_a_deposit_of_what_is_not(quoted):
    project = quoted.project
    found = review([NAME], [project.cohort(NAME)], project)
    assert any(note.startswith("Quotations: 2 cleared and shown (segments.csv, row 2, 4); 1 not")
               for note in found.notes)  # fmt: skip
    assert not any("not cleared" in str(finding) for finding in found.findings)
    assert any("who agreed to 'own answers' only" in str(finding) for finding in found.findings)
    deposit = review([NAME], [project.cohort(NAME)], project, edition=DEPOSIT)
    (told,) = [one for one in deposit.findings if "not cleared" in one.found]
    assert (told.row, told.column, told.severity) == (3, "cleared", "error")
    assert "Nobody" not in str(told)


def test_tables_without_quotations_or_the_column_say_nothing():
    segments = pd.DataFrame({"quotation": pd.Series([None], dtype="str"), "consent": [False]})
    assert check_kept({}, "x") == [] and check_kept({"segments": segments}, "x") == []
    assert describe_quotations({}) == "" == describe_quotations({"segments": segments})
    segments["quotation"] = ["We waited."]
    assert len(check_kept({"segments": segments}, "x")) == 1


def test_what_is_cleared_without_consent_is_found_by_the_check(quoted):
    table = quoted.project.cohort(NAME) / "segments.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("We waited a whole winter.,true,true", ",,true"), "utf-8")
    done = quoted.run("check", NAME)
    table.write_text(text, encoding="utf-8")
    assert done.returncode == 1
    assert "segments.csv, row 2, column cleared" in done.stdout + done.stderr
