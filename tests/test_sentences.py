"""Every sentence that states a finding has a row: whose, on what ground, what would refute it.

The table is `sentences.csv`; `python -m tests.sentences` lists what is missing and what is gone.
"""

import ast
import csv
import importlib
import re
import shutil
from collections import Counter
from fractions import Fraction

import numpy as np
import yaml

from senco.measures.rankings import kendall_w
from tests import sentences
from tests.conftest import ROOT

ROWS = sentences.read_table()
STATED = [row for row in ROWS if row["finding"] != "none"]
FOLDER = ROOT / "data" / "cohorts" / "ey-pvi-2017"
REMEDY = (
    "Look at it against the article or the code, then run `.venv/bin/python -m tests.sentences "
    "--write`, and in tests/sentences.csv fill in what is empty or to be looked at again."
)


CLAIM = re.compile(r"\bC\d{3}\b")
PLACE = re.compile(r"C\d{3}$|article \d+(-\d+)?(, \d+(-\d+)?)*$|not found in this repository$")


def read(table):
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def name(row):
    return f"{row['page']}: {row['sentence'][:70]}"


class TestTable:
    def test_every_sentence_has_a_row_and_every_row_its_sentence(self):
        differences = list(sentences.report())
        assert not differences, "\n".join([*differences, REMEDY])

    def test_no_row_stands_twice_and_all_are_in_the_order_of_the_pages(self):
        rows = [sentences.Sentence(row["page"], row["place"], row["sentence"]) for row in ROWS]
        assert rows == sentences.list_sentences(), REMEDY

    def test_every_page_is_covered(self):
        notebooks = {path.stem for path in (ROOT / "analysis" / "notebooks").glob("*.ipynb")}
        other = sorted(notebooks ^ {*sentences.NOTEBOOKS})
        assert not other, f"Notebooks of no stage, or of a stage and not there: {other}"
        findings = {f"book/findings/{path.name}" for path in (ROOT / "book/findings").glob("*.md")}
        pack = {f"book/pack/{path.name}" for path in (ROOT / "book/pack").glob("*.md")}
        assert {*sentences.PROSE} == {"README.md", "book/index.md", *findings, *pack}

    def test_every_row_is_filled_in(self):
        empty = [
            name(row)
            for row in ROWS
            if row["finding"] not in ("article", "book", "both", "none")
            or not row["source"]
            or (row["finding"] == "none") != (not row["false_if"])
            or (row["finding"] == "none") != (not row["checked"])
            or row["checked"].startswith(sentences.AGAIN)
        ]
        assert not empty, "\n".join([*empty, REMEDY])

    def test_what_states_nothing_holds_no_claim_and_no_computed_value(self):
        held = [
            name(row)
            for row in ROWS
            if row["finding"] == "none" and re.search(r"\(C\d{3}|\{(?!…)", row["sentence"])
            and row["page"].startswith("book/")
        ]  # fmt: skip
        assert not held, "\n".join(held)


class TestSources:
    def test_the_claims_of_a_sentence_are_its_source_and_exist(self):
        known = {row["claim"] for row in read("claims")}
        for row in STATED:
            said, named = (set(CLAIM.findall(row[key])) for key in ("sentence", "source"))
            assert said <= named <= known, f"{name(row)}: {sorted(said ^ named)}"

    def test_every_function_and_file_that_is_named_exists(self):
        for row in STATED:
            for source in row["source"].split("; "):
                if source.startswith("senco."):
                    module, function = source.rsplit(".", 1)
                    assert hasattr(importlib.import_module(module), function), source
                elif "/" in source:
                    assert (ROOT / source).exists(), source
                else:
                    assert PLACE.match(source), source

    def test_what_is_the_articles_names_its_place_and_what_is_computed_its_function(self):
        for row in STATED:
            place = re.search(r"\bC\d{3}\b|article \d", row["source"])
            computed = re.search(r"senco\.|/|not found", row["source"])
            wanted = {"article": place, "book": computed or place, "both": place or computed}
            assert wanted[row["finding"]], name(row)


class TestChecks:
    def test_every_test_that_is_named_exists(self):
        named = {
            check
            for row in STATED
            for check in row["checked"].split("; ")
            if not check.startswith(("read against the article", "open: ", sentences.AGAIN))
        }
        assert len(named) > 30
        texts = {}
        for check in sorted(named):
            file, _, test = check.partition("::")
            if file not in texts:
                texts[file] = (ROOT / file).read_text(encoding="utf-8")
            assert re.search(rf"def {test}\(", texts[file]), f"{check} is not there"

    def test_what_the_article_says_was_read_against_it(self):
        for row in STATED:
            if row["finding"] == "article":
                assert "read against the article" in row["checked"], name(row)

    def test_nothing_is_left_open(self):
        assert not [name(row) for row in STATED if "open: " in row["checked"]]


def test_what_the_findings_say_of_claims_and_statements_holds_in_the_tables():
    claims = read("claims")
    counts = Counter((row["system"], row["kind"]) for row in claims)
    share = {
        system: counts[system, "possibility"] / counts[system, "constriction"]
        for system in ("macro", "exo", "meso", "micro")
    }
    # "In none of the other rings do possibilities outweigh constrictions so clearly."
    assert max(share, key=share.get) == "micro" and sorted(share.values())[-2] < share["micro"]
    # "The imbalance will not surprise anyone": more constrictions at the macro level
    assert share["macro"] < 1
    # "Some claims stand in the section on a system and are about an influence of another."
    study = yaml.safe_load((ROOT / "data" / "study.yml").read_text(encoding="utf-8"))
    system = {influence["id"]: influence["system"] for influence in study["influences"]}
    assert any(
        system[row["influence"]] != row["system"] != "across" for row in claims if row["influence"]
    )
    # "Several rest on participants' own words, from EY4 and EY5": the statements of that section,
    # and "Lines end on every ring"
    people = {row["segment"]: row["participant"] for row in read("segments")}
    codes = {row["code"]: row["influence"] for row in read("codes")}
    placed = {(system[codes[row["code"]]], people[row["segment"]]) for row in read("codings")}
    assert {who for ring, who in placed if ring == "macro"} == {"EY4", "EY5"}
    assert {ring for ring, _ in placed} == set(share)
    macro = [row for row in claims if row["system"] == "macro"]
    assert sum(row["rests_on"] == "quotation" for row in macro) >= 3


def test_the_numbers_typed_into_the_readme_are_those_of_the_tables():
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    told = told.split("What it finds.**")[1].split("\n## ")[0]
    figures = {row["figure"]: row["value"] for row in read("reported")}
    means = [
        Fraction(row["value"])
        for row in read("reported")
        if row["quantity"] == "mean_rank" and row["group"] == "everyone"
    ]
    # what eight ranks, halves allowed, can print: sums in steps of one half
    printed = {Fraction(halves, 16) for halves in range(16, 16 * 21 + 1)}
    near = [any(abs(mean - value) <= Fraction(1, 200) for value in printed) for mean in means]
    assert (len(near), near.count(False)) == (5, 4) and "four of the five mean ranks" in told
    scale = f"mean rank {figures['mean-child-centred']} on a scale of 1 to "
    assert f"{scale}{figures['salient-constructs']})" in told
    assert f"the lowest ({figures['mean-work-life']})" in told
    assert figures["participants"] == "8" and told.count("all eight") == 2
    assert not re.search(r"\d", re.sub(r"3\.79|19\.86|1 to 21", "", told))


def test_a_copy_of_a_ranker_agrees_perfectly_with_it():
    ranks = np.array([[1, 2, 3], [1, 2, 3]], dtype=float)
    assert kendall_w(ranks).w == 1


def test_a_sentence_ends_where_the_next_begins():
    told = (
        "Six of the eight {glue:text}`60_x.ipynb::n:d`. (Ours.) EY2's [C001](#c001)? **So** it is."
    )
    assert sentences.split(told) == [
        "Six of the eight {n}.", "(Ours.)", "EY2's C001?", "So it is."
    ]  # fmt: skip


def test_a_notebooks_lead_numbers_and_alternative_texts_are_taken_and_a_heading_is_not():
    found = list(sentences.read_notebook("50_reported"))
    places = Counter(one.place for one in found)
    assert places["lead"] == 3 and places["alt"] == 1 and places["text"] > 5
    assert places["figure priorities"] == 4
    assert not [one for one in found if one.sentence.startswith(("#", "What was asked"))]


def test_a_caption_is_read_through_names_calls_and_joined_texts():
    code = """
told = f"Of {n} people. " + "A disc each."
page.save_figure(draw(n), "one", caption=told.strip(), alt=words.tell(n) + " " + other)
page.save_table(rows, "two", caption="Of no figure.")
"""
    tree = ast.parse(code)
    found = list(sentences._read_figures("10_page", tree, sentences._list_assigned(tree)))
    assert [(one.place, one.sentence) for one in found] == [
        ("alt", "{words.tell} {…}"),
        ("figure one", "Of {…} people."),
        ("figure one", "A disc each."),
    ]


def test_every_figure_of_a_notebook_has_its_caption_and_its_alternative_text():
    for name in sentences.NOTEBOOKS:
        path = ROOT / "analysis" / "notebooks" / f"{name}.ipynb"
        drawn = len(
            re.findall(r"page\.save_(?:figures?|panels)\(", path.read_text(encoding="utf-8"))
        )
        found = list(sentences.read_notebook(name))
        captions = {one.place for one in found if one.place.startswith("figure ")}
        assert len(captions) == len([one for one in found if one.place == "alt"]) == drawn
        assert not [one for one in found if one.place == "alt" and one.sentence == "{…}"]


def test_the_figures_of_the_page_on_planning_are_read_without_numbers():
    found = list(sentences.read_planning())
    assert {one.place for one in found} == {"alt", "figure planning-ceiling",
                                            "figure planning-curves"}  # fmt: skip
    assert not [one for one in found if re.search(r"\d", one.sentence)]


def test_what_words_findings_is_read_without_what_documents_the_code():
    found = [
        one.sentence for one in sentences.read_wordings("pages.networks.rules", "describe_sets")
    ]
    assert found[0] == "All of them give the same answer." and len(found) == 2
    assert found[1].startswith("They give {…} different sets of key influences; under {…} of them")


def test_every_function_that_tells_a_reader_something_is_among_those_that_are_read():
    """A function of the library that a notebook asks for words is read, or says why not."""
    told = set()
    for path in sorted((ROOT / "analysis" / "notebooks").glob("*.ipynb")):
        told |= set(re.findall(r"\b(?:word|tell|explain)_\w+(?=\()", path.read_text("utf-8")))
    read_ = {name.removeprefix("_") for names in sentences.WORDINGS.values() for name in names}
    other = {
        "format_defined": "a number",
        "format_p": "a number",
        "describe_verdicts": "cells of a table",
        "format_findings": "cells of a table",
        "format_side_by_side": "cells of a table",
        "describe_counted": "describe_chosen and the rule",
        "explain_keys": "_explain and what follows it",
    }
    assert told - read_ - set(other) == set(), "name it in WORDINGS of tests/sentences.py"


def test_a_changed_sentence_is_told_and_keeps_its_row_to_be_looked_at_again(monkeypatch, tmp_path):
    said = sentences.list_sentences()
    changed = said[9]._replace(sentence=f"{said[9].sentence} Indeed.")
    monkeypatch.setattr(sentences, "list_sentences", lambda: [*said[:9], changed, *said[10:]])
    told = [line.split(":")[0].strip() for line in sentences.report()]
    assert told == ["without a row", "nearest row that is gone", "on no page"]
    rows = sentences.read_table()
    monkeypatch.setattr(sentences, "TABLE", tmp_path / "sentences.csv")
    shutil.copy(ROOT / "tests" / "sentences.csv", sentences.TABLE)
    sentences.write_table()
    new = sentences.read_table()
    assert [*new[:9], *new[10:]] == [*rows[:9], *rows[10:]]
    assert new[9]["sentence"] == changed.sentence and new[9]["source"] == rows[9]["source"]
    assert new[9]["checked"] == sentences.AGAIN + rows[9]["checked"]
