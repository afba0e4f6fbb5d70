"""Each count on the pages of the reference cohorts equals a plain recount of the tables.

Nothing of the library is used here: the tables are read by the csv module and counted.
"""

import csv
import json
import re
from collections import Counter, defaultdict

import pytest

from tests.conftest import ROOT

COHORTS = ("ey-pvi-2017", "worked-example")
#: A cell that holds a list of a table's keys or nothing; pages show no negative count.
MISSING = ""


def read(path):
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


class Tables(dict):
    """A cohort's tables, read when they are asked for; one that is not there is empty."""

    def __init__(self, name):
        super().__init__()
        self.folder = ROOT / "data" / "cohorts" / name
        self.results = ROOT / "book" / "cohorts" / name / "results"

    def __missing__(self, table):
        path = self.folder / f"{table}.csv"
        self[table] = read(path) if path.is_file() else []
        return self[table]

    def values(self, stage):
        return json.loads((self.results / stage / "values.json").read_text(encoding="utf-8"))

    def shown(self, stage, table):
        return read(self.results / stage / f"{table}.csv")

    @property
    def people(self):
        return [row["participant"] for row in self["participants"]]

    @property
    def labels(self):
        """The influences' labels, from the framework, by hand: `- id:` and `label:` lines."""
        found, key = {}, None
        text = (ROOT / "data" / "study.yml").read_text(encoding="utf-8")
        for line in text[text.index("influences:") :].splitlines():
            head, _, rest = line.strip().removeprefix("- ").partition(": ")
            key = rest if head == "id" else key
            if head == "label":
                found[key] = rest.strip("\"'")
        return found

    @property
    def counted(self):
        """Codings of one coder a person: who comes first in the table of those who coded them."""
        owner = {row["segment"]: row["participant"] for row in self["segments"]}
        order = list(dict.fromkeys(row["coder"] for row in self["codings"]))
        coded = defaultdict(set)
        for row in self["codings"]:
            coded[owner[row["segment"]]].add(row["coder"])
        first = {who: min(coders, key=order.index) for who, coders in coded.items()}
        return [
            (row["segment"], owner[row["segment"]], row["code"])
            for row in self["codings"]
            if row["coder"] == first[owner[row["segment"]]]
        ]

    @property
    def placed(self):
        """Every segment with its person and influence, each once."""
        codes = {row["code"]: row for row in self["codes"]}

        def climb(code):
            row = codes[code]
            return row["influence"] or (climb(row["parent"]) if row["parent"] else MISSING)

        rows = {(segment, who, climb(code)) for segment, who, code in self.counted}
        return {row for row in rows if row[2]}


@pytest.fixture(params=COHORTS)
def tables(request):
    return Tables(request.param)


@pytest.fixture
def made():
    return Tables("worked-example")


@pytest.fixture
def published():
    return Tables("ey-pvi-2017")


def test_participants_and_tables(tables):
    values = tables.values("10_participants")
    assert values["n_participants"] == len(tables.people) == len(set(tables.people))
    roles = Counter(r["role"] for r in tables["participants"])
    assert (
        values["roles_told"] == f"{roles['SENCO']} as SENCO and {roles['Area SENCO']} as Area SENCO"
    )
    assert values["n_disclosed"] == sum(bool(r["role_years"]) for r in tables["participants"])
    contents = tables.shown("10_participants", "contents")
    files = {path.stem: len(read(path)) for path in tables.folder.glob("*.csv")}
    rows = [int(row["rows"]) for row in contents if row["rows"]]
    assert sorted(n for n in rows if n) == sorted(n for n in files.values() if n)
    assert values["n_present"] == sum(n > 0 for n in files.values())
    bands = tables.shown("10_participants", "bands")
    told = Counter(r["role_years"] or "not disclosed" for r in tables["participants"])
    assert {r["band"]: int(r["disclosed"]) for r in bands if int(r["disclosed"])} == told
    assert len(tables.shown("10_participants", "participants")) == len(tables.people)


def test_work_lines_and_events(made):
    lines = defaultdict(list)
    for row in made["worklines"]:
        lines[row["participant"]].append((float(row["position"]), float(row["level"])))
    ends = [(min(points)[1], max(points)[1]) for points in lines.values()]
    values = made.values("20_worklines")
    assert values["n_lines"] == len(lines)
    assert values["n_rising"] == sum(last > first for first, last in ends)
    assert values["n_falling"] == sum(last < first for first, last in ends)
    critical = [row for row in made["events"] if row["critical"] == "true"]
    assert values["n_events"] == len(critical) == len(made.shown("20_worklines", "events"))
    sides = Counter(row["side"] for row in made.shown("20_worklines", "events"))
    assert (values["events_below"], values["events_above"]) == (sides["below"], sides["above"])
    measured = made.shown("20_worklines", "measured")
    assert {r["participant"]: int(r["points"]) for r in measured} == {
        who: len(points) for who, points in lines.items()
    }


def test_statements_by_person_influence_and_code(tables):
    values, placed = tables.values("30_narratives"), tables.placed
    ties = Counter((who, influence) for _, who, influence in placed)
    subjects = tables.shown("30_narratives", "subjects")
    shown = {(r["participant"], key): int(r[key]) for r in subjects for key in tables.labels}
    assert {pair: n for pair, n in shown.items() if n} == ties
    assert len(subjects) == values["n_participants"] == len(tables.people)
    each = Counter(who for _, who, _ in placed)
    assert values["n_statements"] == len({segment for segment, _, _ in placed})
    assert values["n_speaking"] == len(each)
    unplaced = {segment for segment, _, _ in tables.counted} - {segment for segment, _, _ in placed}
    assert values["n_unplaced"] == len(unplaced)
    assert len(tables.shown("30_narratives", "statements")) == len(placed)


def test_what_the_narratives_tell_most_of(made):
    values, placed = made.values("30_narratives"), made.placed
    each = Counter(who for _, who, _ in placed)
    assert (values["fewest"], values["largest"]) == (min(each.values()), max(each.values()))
    by_influence = Counter(influence for _, _, influence in placed)
    most = max(by_influence.values())
    assert values["most_count"] == most
    assert all(made.labels[key] in values["most_label"] for key, n in by_influence.items()
               if n == most)  # fmt: skip
    reach = Counter(influence for _, influence in {(who, key) for _, who, key in placed})
    assert values["widest_count"] == max(reach.values())


def test_a_printed_selection_is_counted_and_neither_ranked_nor_extended(published):
    statements = published.values("30_narratives")
    assert statements["n_touched"] == len({influence for _, _, influence in published.placed})
    ranking = {"most_label", "widest_labels", "fewest", "largest", "least_share", "widest_system"}
    assert not ranking & (statements.keys() | published.values("60_networks").keys())
    saved = {path.stem for path in (published.results / "30_narratives").glob("*.csv")}
    assert "statements" in saved and "saturation" not in saved


def test_statements_and_people_of_each_code(tables):
    statements, people = defaultdict(set), defaultdict(set)
    for segment, who, code in tables.counted:
        statements[code].add(segment)
        people[code].add(who)
    shown = tables.shown("30_narratives", "codes")
    assert [(int(r["statements"]), int(r["participants"])) for r in shown] == [
        (len(statements[r["code"]]), len(people[r["code"]])) for r in tables["codes"]
    ]


def test_what_each_coder_coded(made):
    owner = {row["segment"]: row["participant"] for row in made["segments"]}
    influence = {row["code"]: row["influence"] for row in made["codes"]}
    codes = {row["code"]: row for row in made["codes"]}
    given = defaultdict(set)
    for row in made["codings"]:
        code = row["code"]
        key = influence[code] or influence[codes[code]["parent"]]
        given[row["coder"], made.labels[key]].add(row["segment"])
    for stage in ("30_narratives", "60_networks"):
        for row in made.shown(stage, "coders"):
            for coder in ("coder-1", "coder-2"):
                segments = given[coder, row["influence"]]
                assert int(row[f"statements, {coder}"]) == len(segments)
                assert int(row[f"people, {coder}"]) == len({owner[one] for one in segments})
            # the first coder coded everybody, so it is the first who is counted
            assert row["statements"] == row["statements, coder-1"]
            assert row["people"] == row["people, coder-1"]


def test_grids_constructs_and_categories(made):
    values = made.values("40_grids")
    assert values["n_grids"] == len({row["participant"] for row in made["grids"]})
    pooled = [row for row in made["grid_constructs"] if row["kind"] != "overall"]
    assert values["n_pooled"] == len(pooled)
    own = Counter(row["participant"] for row in made["grid_constructs"])
    elements = Counter(row["participant"] for row in made["elements"])
    for row in made.shown("40_grids", "indices"):
        who = row["participant"]
        assert (int(row["constructs"]), int(row["elements"])) == (own[who], elements[who])
    sortings = defaultdict(Counter)
    for row in made["construct_assignments"]:
        sortings[row["coder"]][row["category"]] += 1
    names = {row["construct"]: row["label"] for row in made["constructs"]}
    first = {names.get(key, key): n for key, n in sortings["coder-1"].items()}
    salience = made.shown("40_grids", "salience")
    assert {r["category"]: int(r["constructs"]) for r in salience} == first
    assert values["n_categories"] == len(first)
    for row in made.shown("40_grids", "coders"):
        keys = [key for key in sortings["coder-2"] if names.get(key, key) == row["category"]]
        assert int(row["coder-2"]) == sum(sortings["coder-2"][key] for key in keys)
        assert int(row["constructs"]) == int(row["coder-1"]) == first.get(row["category"], 0)
    people = defaultdict(set)
    for row in made["construct_assignments"]:
        if row["coder"] == "coder-1":
            people[names.get(row["category"], row["category"])].add(row["participant"])
    assert {r["category"]: int(r["persons"]) for r in salience} == {
        name: len(who) for name, who in people.items()
    }


def test_rankings(made):
    values = made.values("50_rankings")
    given = [row for row in made["rankings"] if row["rank"]]
    rankers = Counter(row["participant"] for row in given)
    assert values["n_rankers"] == len(rankers)
    assert values["n_constructs"] == len({row["construct"] for row in made["rankings"]})
    assert values["n_complete"] == sum(n == values["n_constructs"] for n in rankers.values())
    each = Counter(row["construct"] for row in given)
    assert {row["item"]: int(row["n"]) for row in made.shown("50_rankings", "ranks")} == each


def test_reported_means(published):
    values = published.values("50_rankings")
    means = [row for row in published["reported"] if row["quantity"] == "mean_rank"]
    overall = [row for row in means if row["group"] == "everyone"]
    assert values["n_means"] == len(overall)
    assert values["n_open"] == values["n_constructs"] - len(overall)
    assert len(published.shown("50_rankings", "means")) == len(means)


def test_the_published_network(published):
    values, placed = published.values("60_networks"), published.placed
    ties = Counter((who, influence) for _, who, influence in placed)
    assert values["n_statements"] == len({segment for segment, _, _ in placed})
    assert values["n_influences"] == len(published.labels)
    reach = Counter(influence for _, influence in ties)
    statements = Counter(influence for _, _, influence in placed)
    labels = {label: key for key, label in published.labels.items()}
    for row in published.shown("60_networks", "influences"):
        key = labels[row["influence"]]
        assert int(row["participants"]) == reach[key]
        assert int(row["statements"]) == statements[key]
    own = Counter(who for who, _ in ties)
    told = Counter(who for _, who, _ in placed)
    for row in published.shown("60_networks", "participants"):
        who = row["participant"]
        assert (int(row["influences"]), int(row["statements"])) == (own[who], told[who])
    assert values["n_touched"] == len(reach)
    assert values["n_speaking"] == len(own)
    assert values["silent_count"] == len(published.people) - len(own)


def test_the_evidence_of_every_source(made):
    shown = Counter(
        (row["source"], row["participant"], row["influence"])
        for row in made.shown("60_networks", "evidence")
    )
    influence = {row["construct"]: row["influence"] for row in made["constructs"]}
    expected = Counter(
        ("narratives", who, made.labels[key]) for _, who, key in made.placed
    )  # fmt: skip
    expected += Counter(
        ("work-lines", row["participant"], made.labels[row["influence"]])
        for row in made["events"] if row["influence"]
    )  # fmt: skip
    expected += Counter(
        ("grids", row["participant"], made.labels[influence[row["construct"]]])
        for row in made["construct_assignments"]
        if row["coder"] == "coder-1" and row["construct"] and influence[row["construct"]]
    )
    expected += Counter(
        ("rankings", row["participant"], made.labels[influence[row["construct"]]])
        for row in made["rankings"] if row["rank"] and influence[row["construct"]]
    )  # fmt: skip
    assert shown == expected
    values = made.values("60_networks")
    assert values["n_participants"] == len(made.people)
    assert values["n_sources"] == len({source for source, _, _ in expected})


def test_claims(published):
    values, claims = published.values("65_constrictions"), published["claims"]
    kinds = Counter(row["kind"] for row in claims)
    assert values["n_claims"] == len(claims)
    assert values["n_constrictions"] == kinds["constriction"]
    assert values["n_possibilities"] == kinds["possibility"]
    difficulties, answers = published["difficulties"], published["answers"]
    grounds = defaultdict(set)
    for row in answers:
        grounds[row["difficulty"]].add(row["ground"])
    joined = [r for r in difficulties if "text" in grounds[r["difficulty"]]]
    unanswered = [r for r in difficulties if not grounds[r["difficulty"]]]
    assert values["n_difficulties"] == len(difficulties)
    assert values["n_joined"] == len(joined)
    assert values["n_read"] == len(difficulties) - len(joined) - len(unanswered)
    assert values["n_unanswered"] == len(unanswered)
    assert values["n_pairs"] == len(answers)
    assert values["n_answering"] == len({row["claim"] for row in answers})
    possible = {row["claim"] for row in claims if row["kind"] == "possibility"}
    again = {r["difficulty"] for r in published["difficulty_codings"] if r["claim"] in possible}
    assert values["n_unanswered_second"] == len(difficulties) - len(again - {""})
    by_system = Counter((row["system"], row["kind"]) for row in claims)
    for system in ("macro", "exo", "meso", "micro"):
        assert values[f"{system}_constrictions"] == by_system[system, "constriction"]
        assert values[f"{system}_possibilities"] == by_system[system, "possibility"]
    balance = Counter((row["influence"], row["kind"]) for row in claims)
    for row in published.shown("65_constrictions", "balance"):
        key = row["influence"].replace("several", "")  # of claims under more than one
        assert int(row["constrictions"]) == balance[key, "constriction"]
        assert int(row["possibilities"]) == balance[key, "possibility"]


def test_compared_cohorts_and_who_speaks_of_what(made):
    titles = {"A": "worked-example", "B": "ey-pvi-2017", "C": "counter-example"}
    for stage in ("80_comparison", "85_cohorts"):
        for row in made.shown(stage, "cohorts"):
            other = Tables(titles[row["letter"]])
            assert int(row["people"]) == len(other.people)
            assert int(row["claims"]) == len(other["claims"])
    speaks = {
        letter: Counter(key for _, key in {(who, key) for _, who, key in Tables(name).placed})
        for letter, name in titles.items()
    }
    told = {
        letter: len({who for _, who, _ in Tables(name).placed}) for letter, name in titles.items()
    }
    rows = made.shown("80_comparison", "findings")
    for key, label in made.labels.items():
        for row in rows:
            if row["finding"] == f"Who has a statement under: {label}":
                for letter, cell in (("A", row["here"]), (row["beside"], row["there"])):
                    share = speaks[letter][key] / told[letter]
                    percent, of = re.fullmatch(r"(\d+) % \((\d+)\)", cell).groups()
                    assert abs(int(percent) - 100 * share) <= 0.5 + 1e-9  # either way at a half
                    assert int(of) == told[letter]
    findings = Counter(row["verdict"] for row in rows)
    values = made.values("80_comparison")
    assert values["n_findings"] == len(rows)
    assert tuple(values[name] for name in ("n_agree", "n_differ", "n_open", "n_never")) == tuple(
        findings[word]
        for word in ("agrees", "differs", "cannot tell at this n", "cannot tell at any n")
    )
