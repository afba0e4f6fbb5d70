"""How far coders agree, as a user asks it of tables of every layout and of a cohort."""

import json

import openpyxl
import pytest
from typer.testing import CliRunner

from senco import cli
from tests.intake.test_formats_qda import pack, selection, text_source
from tests.intake.test_formats_qda import project as qda_project

#: By hand: of ten segments that both saw, A gave Rest to five and B to three of these: 8 alike,
#: by chance .5, so kappa is .6.
PARTLY = "segment,code,coder\n" + "".join(
    f"s{n},Rest,{coder}\n" for coder, most in (("A", 5), ("B", 3)) for n in range(1, most + 1)
)
#: Of 1,000 characters both coded 50, one 150 and nobody 800: 85 % alike (NVivo's help,
#: "Coding comparison query").
PLACES = "document,start,end,code,coder\nd,0,200,Rest,ann\nd,100,150,Rest,ben\n"


@pytest.fixture
def call(monkeypatch, project):
    monkeypatch.chdir(project.root)

    def run(*words):
        return CliRunner().invoke(cli.app, ["agree", *(str(word) for word in words)])

    return run


@pytest.fixture
def write(tmp_path):
    def save(text, name="codings.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return save


def values(done, place="codes"):
    assert done.exit_code == 0, done.exception
    found = json.loads(done.stdout)
    items = found["codes"][0]["measures"] if place == "codes" else found[place]
    return {item["measure"]: item["value"] for item in items}


def test_segments_that_some_coded_are_asked_about_and_every_answer_is_taken(call, write):
    path = write(PARTLY)
    asked = call(path)
    assert asked.exit_code == 1
    for word in ("2 segments", "'s4'", "--judged all", "--segments", "--judged coded"):
        assert word in str(asked.exception)
    by_number = values(call(path, "--judged", "all", "--segments", 10, "--json"))
    assert by_number["percentage"] == pytest.approx(0.8)
    assert by_number["Cohen's kappa"] == pytest.approx(0.6)
    assert values(call(path, "--segments", 10, "--json")) == by_number
    assert values(call(path, "--judged", "coded", "--json"))["percentage"] == 1
    blank = [(n, coder) for coder, first in (("A", 6), ("B", 4)) for n in range(first, 11)]
    stated = write(PARTLY + "".join(f"s{n},,{coder}\n" for n, coder in blank), "stated.csv")
    assert values(call(stated, "--json")) == by_number


def test_places_are_compared_character_by_character_as_nvivo_does(call, write):
    found = values(call(write(PLACES), "--length", 1000, "--json"))
    assert found["percentage"] == pytest.approx(0.85)
    # by hand: chance .2 x .05 + .8 x .95 = .77; (.85 - .77) / .23
    assert found["Cohen's kappa"] == pytest.approx(0.08 / 0.23)
    told = call(write(PLACES)).stdout
    assert "give them with --length" in told and "alpha for unitising" in told
    assert "Passages side by side" in told


def test_a_number_that_cancels_out_is_printed_as_nought(call, write):
    text = "document,start,end,code,coder\nd,0,23,Rest,ann\nd,0,25,Rest,ben\n"
    assert "<0.001" not in call(write(text)).stdout


def test_documents_and_codes_can_be_chosen(call, write):
    text = PLACES + "e,0,10,Play,ann\ne,0,10,Play,ben\n"
    path = write(text)
    found = json.loads(call(path, "--document", "e", "--json").stdout)
    assert [code["code"] for code in found["codes"]] == ["Play"]
    found = json.loads(call(path, "--code", "Rest", "--json").stdout)
    assert [code["code"] for code in found["codes"]] == ["Rest"]
    assert len(found["documents"]) == 2
    assert "found no document 'f'; allowed: one of d, e" in str(
        call(path, "--document", "f").exception
    )
    assert "Nobody gave the code 'Toil'" in str(call(path, "--code", "Toil").exception)
    assert "contains 2 documents" in str(call(path, "--length", 5).exception)


def test_differences_are_written_for_talking_through(call, write, tmp_path):
    out = tmp_path / "apart.xlsx"
    assert call(write(PLACES), "--differences", out).exit_code == 0
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["decisions", "spans"]
    rows = list(book["decisions"].values)
    assert rows[0][-1] == "what you agree on"
    assert rows[1][:6] == ("d", 0, 100, "Rest", "ann", "ben")
    assert "already" in str(call(write(PLACES), "--differences", out).exception)
    other = call(write(PLACES), "--differences", tmp_path / "apart.doc")
    assert ".xlsx" in str(other.exception)


def test_a_column_for_each_coder_has_pairs_and_no_questions(call, write):
    path = write("unit,rater1,rater2,rater3\nu1,a,a,b\nu2,b,b,b\nu3,a,b,\n")
    assert "rater1 and rater2" in call(path).stdout
    # of pairs of coders one of three is alike in u1, all in u2, none in u3: (1/3 + 1 + 0) / 3
    assert values(call(path, "--json"), "overall")["percentage"] == pytest.approx(4 / 9)
    assert "Leave out --judged" in str(call(path, "--judged", "all").exception)


def test_a_cohort_is_compared_by_its_name(call, project):
    found = json.loads(call("worked-example", "--judged", "coded", "--json").stdout)
    assert found["file"] == "worked-example" and len(found["coders"]) > 1
    assert found["n_people"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--unit", "words"], "--unit must be segments or characters, not 'words'"),
        (["--judged", "some"], "--judged must be coded or all, not 'some'"),
        (["--unit", "characters"], "does not say where segments are"),
        (["--document", "d"], "found no column 'document'; allowed: the document of each segment"),
        (["--judged", "coded", "--segments", "9"], "use it together with --judged all"),
    ],
)
def test_what_cannot_be_is_answered_with_what_can(call, write, words, said):
    assert said in str(call(write(PARTLY), *words).exception)


def save_project(path, user, *spans):
    """A project of one coder: one text, and the code Money where the coder put it."""
    selections = "".join(selection(n, start, end, "") for n, (start, end) in enumerate(spans))
    xml = qda_project(text_source(1, selections)).replace("u1", user)
    path.write_bytes(pack(xml, ["Funding came late again. There was nobody to ask."]))
    return path


def test_projects_of_two_coders_are_compared_with_one_another(call, tmp_path):
    first = save_project(tmp_path / "P1 ann.qdpx", "u7", (0, 23))
    second = save_project(tmp_path / "P1 ben.qdpx", "u8", (0, 24))
    found = json.loads(call(first, second, "--json").stdout)
    assert found["file"] == "P1 ann.qdpx and P1 ben.qdpx"
    assert found["coders"] == ["coder-1", "coder-2"]
    # the text has 49 characters, of which the 24th was coded by one of them
    assert found["n_units"] == 49
    measures = {item["measure"]: item["value"] for item in found["codes"][0]["measures"]}
    assert measures["percentage"] == pytest.approx(48 / 49)
    [pair] = found["spans"]
    assert (pair["end"], pair["other_end"], pair["end_later"]) == (23, 24, 1)
