"""The commands on a file of one's own, as a user calls them."""

import json

import pytest
from typer.testing import CliRunner

from senco import cli
from senco.measures.coverage import describe_coverage, describe_shortfalls

#: Three rankers, three items, worked by hand: rank sums 4, 5, 9; mean 6; S = 4 + 1 + 9 = 14;
#: W = 12 S / (n^2 (k^3 - k)) = 168 / (9 x 24) = 7/9.
WIDE = "participant,warmth,order,quiet\nP1,1,2,3\nP2,2,1,3\nP3,1,2,3\n"
GRID = "1,self,ideal,mother,friend,5\ncalm,2,1,4,5,hurried\nnew,1,2,5,4,old\nplain,3,5,1,3,fancy\n"


@pytest.fixture
def call(monkeypatch, project):
    monkeypatch.chdir(project.root)

    def run(*words):
        return CliRunner().invoke(cli.app, [str(word) for word in words])

    return run


def test_rank_gives_the_numbers_worked_by_hand_as_json(call, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(WIDE, encoding="utf-8")
    found = json.loads(call("rank", path, "--json").stdout)
    assert (found["file"], found["n"], found["k"]) == ("mine.csv", 3, 3)
    assert found["kendall_w"] == pytest.approx(7 / 9)
    means = {item["item"]: item["mean"] for item in found["items"]}
    assert means == pytest.approx({"warmth": 4 / 3, "order": 5 / 3, "quiet": 3.0})
    assert found["kemeny"] == ["warmth", "order", "quiet"] and found["kemeny_cost"] == 1


def test_rank_says_the_same_in_words(call, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(WIDE, encoding="utf-8")
    told = call("rank", path).stdout
    assert "mine.csv: 3 rankers, 3 items" in told and "Kendall's W 0.778" in told
    assert "Kemeny order: warmth > order > quiet" in told


def test_audit_gives_the_numbers_of_people_and_the_readings(call):
    found = json.loads(call("audit", "--json").stdout)
    sizes = {
        (row["value"], row["ranks"], row["n"])
        for row in found["figures"]
        if row["rounding"] == "half-even"
    }
    assert ("3.79", "midranks", 7) in sizes and not any(
        value == "3.79" and ranks == "integer ranks" for value, ranks, _ in sizes
    )
    assert {n for value, _, n in sizes if value == "5.67"} == {3, 6}
    assert {n for value, _, n in sizes if value in ("18.57", "19.86")} == {7}
    assert [(r["steps"], r["n"], r["outcome"]) for r in found["readings"][:2]] == [
        (0, 8, "impossible"),
        (2, 8, "feasible"),
    ]
    seven = {r["label"]: r["outcome"] for r in found["readings"] if r["n"] == 7}
    told = "7 of 8 ranked; one without a rank for knowledge-of-send; one tied pair"
    assert seven[told] == "feasible"
    assert sum(row["undecided"] for row in found["counts"]) == 0


def test_audit_prints_tables_too(call):
    told = call("audit", "--steps", 2).stdout
    assert "Readings of all the figures together" in told and "there are others" in told
    assert "Bounds under one reading alone: all 8 ranked; one tied pair" in told


def test_grid_prints_a_line_of_json_or_writes_a_sheet(call, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(GRID, encoding="utf-8")
    found = json.loads(call("grid", path, "--json", "--self", "self", "--ideal", "ideal").stdout)
    assert found["elements"] == ["self", "ideal", "mother", "friend"]
    assert set(found["indices"]) >= {"pvaff", "intensity", "bias", "variability", "dilemmas"}
    assert call("grid", path, "--out", tmp_path / "sheets").exit_code == 0
    assert "calm" in (tmp_path / "sheets" / "mine-1.txt").read_text(encoding="utf-8")


def test_files_of_one_name_get_sheets_of_their_own_or_are_refused(call, tmp_path):
    one, other, same = tmp_path / "P1.csv", tmp_path / "p1.txt", tmp_path / "b" / "P1.csv"
    same.parent.mkdir()
    for path in (one, other, same):
        path.write_text(GRID, encoding="utf-8")
    assert call("grid", one, other, "--out", tmp_path / "sheets").exit_code == 0
    written = sorted(path.name for path in (tmp_path / "sheets").iterdir())
    assert written == ["P1.csv-1.txt", "p1.txt-1.txt"]
    refused = call("grid", one, same, "--out", tmp_path / "more")
    assert refused.exit_code == 1 and "is called p1.csv" in str(refused.exception)
    assert not (tmp_path / "more").exists()


def test_simulate_does_not_write_over_a_cohort_unasked(call, tmp_path):
    out = tmp_path / "made"
    assert call("simulate", out, "--n", 8, "--seed", 4).exit_code == 0
    before = (out / "rankings.csv").read_text(encoding="utf-8")
    again = call("simulate", out, "--n", 8, "--seed", 5)
    assert again.exit_code == 1 and "already exists" in str(again.exception)
    assert (out / "rankings.csv").read_text(encoding="utf-8") == before


#: By hand: two coders, four passages, one code each; they differ on s4 alone. Of the 4 x 2 x 2
#: yes-or-no decisions s4 splits two: agreement on a is 3 of 4 passages.
CODINGS = """segment,code,coder
s1,a,anna
s1,a,ben
s2,a,anna
s2,a,ben
s3,b,anna
s3,b,ben
s4,a,anna
s4,b,ben
"""


def test_agree_gives_the_share_worked_by_hand(call, tmp_path):
    path = tmp_path / "codings.csv"
    path.write_text(CODINGS, encoding="utf-8")
    found = json.loads(call("agree", path, "--json").stdout)
    measures = {item["measure"]: item["value"] for item in found["codes"][0]["measures"]}
    assert found["codes"][0]["code"] == "a" and measures["percentage"] == pytest.approx(3 / 4)
    # kappa by hand: observed 3/4; chance 3/4 x 1/2 + 1/4 x 1/2 = 1/2; (3/4 - 1/2) / (1/2) = 1/2
    assert measures["Cohen's kappa"] == pytest.approx(1 / 2)
    told = call("agree", path).stdout
    assert "2 coders" in told and "Cohen's kappa" in told
    assert "independent of one another" in told


def test_agree_leaves_out_participants_where_the_file_names_them(call, tmp_path):
    path = tmp_path / "codings.csv"
    rows = CODINGS.splitlines()
    said = [f"{row},{'P' if row[:2] in ('s1', 's2') else 'Q'}" for row in rows[1:]]
    path.write_text("\n".join([f"{rows[0]},Participant", *said]), encoding="utf-8")
    found = json.loads(call("agree", path, "--json").stdout)
    assert found["notes"] == ["Intervals leave out each participant in turn."]
    assert found["n_people"] == 2
    # two people: told of four, the fewest that were tried
    assert describe_coverage("alpha of a code", 4) in " ".join(call("agree", path).stdout.split())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("segment,code,who\ns1,a,anna\n", "no column 'coder'"),
        ("segment,code,coder\ns1,,anna\n", "found no code in any row"),
        ("segment,code,coder\ns1,a,x\ns1,,x\n", "row 3, column code: found no code, where the"),
        ("segment,code,coder\ns1,a,x\ns1,a,x\n", "row 3: found a row that repeats another"),
        (
            "segment,code,coder,participant\ns1,a,x,P\ns1,a,y,Q\n",
            "row 3, column participant: found another participant for the same segment",
        ),
        ("segment,code,coder,participant\ns1,a,x,\n", "row 2, column participant: found nothing"),
        ("", "an empty file"),
    ],
)
def test_agree_names_what_is_wrong_with_a_file(call, tmp_path, text, message):
    path = tmp_path / "codings.csv"
    path.write_text(text, encoding="utf-8")
    done = call("agree", path)
    assert done.exit_code == 1 and message in str(done.exception)


def test_compare_tells_every_finding_as_json_and_in_words(call):
    found = json.loads(call("compare", "worked-example", "ey-pvi-2017", "--json").stdout)
    assert (found["here"]["name"], found["there"]["name"]) == ("worked-example", "ey-pvi-2017")
    assert found["by_construction"] and found["there"]["provenance"] == "published"
    told = call("compare", "worked-example", "ey-pvi-2017").stdout
    assert "agree by construction" in told
    assert f"{found['verdicts']['agrees']} agrees; " in told
    assert found["criteria"]["digest"] in told and "Not compared: " in told
    short = describe_shortfalls(["difference from a printed mean"])
    assert found["coverage"] == short and short in " ".join(told.split())


def test_compare_takes_a_folder_and_names_the_cohort_that_was_meant(call, tmp_path):
    assert call("simulate", tmp_path / "far", "--truth", "turned", "--seed", 3).exit_code == 0
    found = json.loads(call("compare", tmp_path / "far", "worked-example", "--json").stdout)
    assert found["here"]["name"] == "far" and found["verdicts"]["differs"] > 0
    wrong = call("compare", "worked-exampl", "ey-pvi-2017")
    assert "Did you mean 'worked-example'?" in str(wrong.exception)


def test_simulate_answers_an_unknown_truth_with_what_was_meant(call, tmp_path):
    wrong = call("simulate", tmp_path / "far", "--truth", "turnd")
    assert "Did you mean 'turned'?" in str(wrong.exception) and not (tmp_path / "far").exists()


def test_rank_leaves_out_what_nobody_ranked_and_says_so(call, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("participant,warmth,order,quiet\nP1,1,2,\nP2,2,1,\nP3,,,\n", encoding="utf-8")
    found = json.loads(call("rank", path, "--json").stdout)
    assert (found["n"], found["k"]) == (2, 2)
    assert "Nobody ranked 'quiet', so it is left out." in found["notes"]
    assert "1 ranker ranked nothing and is not counted." in found["notes"]


def test_a_probability_by_chance_is_never_printed_as_nought(call, tmp_path):
    """By hand: 60 rankers of one mind have chi-square 60 x 4 = 240 on 4, p some 1e-50."""
    rows = "".join(f"r{n},1,2,3,4,5\n" for n in range(60))
    (tmp_path / "agreed.csv").write_text(f"ranker,a,b,c,d,e\n{rows}", encoding="utf-8")
    told = call("rank", tmp_path / "agreed.csv").stdout
    assert "chi-square 240.000 on 4 degrees of freedom, p <0.001" in told
