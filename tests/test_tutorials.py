"""The tutorials: what they tell is what comes out, worked by hand; and they need the library alone.

That each cell gives what is committed is held by nbval, which runs them beside their data.
"""

import ast
import csv
import re
from fractions import Fraction
from math import sqrt

import pytest

from senco.execution.tutorials import FOLDER, run_tutorials, settle_figures
from senco.workspace.paths import Project
from tests.conftest import ROOT
from tests.test_notebooks import code_cells, read

NOTEBOOKS = sorted((ROOT / FOLDER).glob("*.ipynb"))
NAMES = ["agreement", "audit", "grids", "networks", "rankings"]


def test_there_is_one_for_each_kind_of_table():
    assert [path.stem for path in NOTEBOOKS] == NAMES


def load(name):
    with (ROOT / FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def outputs_of(name):
    """What a reader sees below the cells of a tutorial."""
    parts = []
    for cell in code_cells(read(ROOT / FOLDER / f"{name}.ipynb")):
        for output in cell.outputs:
            data = output.get("data", {})
            parts += [output.get("text", ""), data.get("text/markdown", data.get("text/plain", ""))]
    return "\n".join(parts)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestTutorial:
    def test_it_has_one_question_its_finding_and_its_data_beside_it(self, path):
        first = read(path).cells[0].source
        assert re.match(r"# [^\n]+\?\n\n\*\*[^*]+\.\*\* ", first)
        assert "Its data are made up" in first and f"[{path.stem}.csv]({path.stem}.csv)" in first
        assert f"{{download}}`this notebook <{path.stem}.ipynb>`" in first
        text = "\n".join(c.source for c in read(path).cells if c.cell_type == "markdown")
        assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
        assert re.findall(r"^## (.+)$", text, re.MULTILINE)[-2:] in (
            ["How sure", "Your own file"],
            ["Which go together, and how sure", "Your own file"],
        )

    def test_its_finding_holds_no_fraction_that_no_cell_gives(self, path):
        told = re.findall(r"\b\d+\.\d+\b", read(path).cells[0].source.partition("*Its data")[0])
        seen = outputs_of(path.stem)
        rounded = {f"{float(number):.{len(one.partition('.')[2])}f}"
                   for number in re.findall(r"\d+\.\d+", seen) for one in told}  # fmt: skip
        assert told and set(told) <= rounded

    def test_its_cells_are_thin_and_named_in_their_order(self, path):
        notebook = read(path)
        assert [c.id for c in notebook.cells] == [
            f"{path.stem}-{place:02d}" for place in range(len(notebook.cells))
        ]
        for cell in code_cells(notebook):
            lines = cell.source.splitlines()
            assert len(lines) <= 13 and max(map(len, lines)) <= 75, cell.id
            for node in ast.walk(ast.parse(cell.source)):
                assert not isinstance(node, ast.FunctionDef | ast.For | ast.While | ast.With)
        tagged = [c for c in code_cells(notebook) if "parameters" in c.metadata.get("tags", [])]
        assert len(tagged) == 1
        assert all("#" in line for line in tagged[0].source.splitlines())
        importing = [
            c for c in code_cells(notebook) if re.search(r"^(import|from) ", c.source, re.M)
        ]
        assert len(importing) == 1

    def test_it_takes_the_public_library_alone(self, path):
        taken = [
            node.module
            for cell in code_cells(read(path))
            for node in ast.walk(ast.parse(cell.source))
            if isinstance(node, ast.ImportFrom) and node.module.startswith("senco")
        ]
        allowed = r"senco\.(measures(\.coverage)?|intake\.formats\.\w+)"
        assert taken and all(re.fullmatch(allowed, one) for one in taken)

    def test_a_figure_has_its_caption_and_states_its_finding(self, path):
        for cell in code_cells(read(path)):
            if any("image/svg+xml" in out.get("data", {}) for out in cell.outputs):
                told = cell.metadata["mystnb"]
                assert "Made-up data. Source: " in told["figure"]["caption"]
                assert 40 <= len(told["image"]["alt"]) <= 300
                # a last bit of a place may follow the processor: the tables are what is compared
                assert "nbval-ignore-output" in cell.metadata["tags"]

    def test_it_holds_no_time_no_path_and_nothing_said_on_stderr(self, path):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/(home|root|Users|tmp|work)/|20\d\d-\d\d-\d\dT", text)
        assert "dc:date" not in text and "papermill" not in text
        assert all(o.get("name") != "stderr" for c in code_cells(read(path)) for o in c.outputs)


def test_kendalls_w_by_hand():
    _, *rows = load("rankings")
    ranks = [[int(cell) for cell in row[1:]] for row in rows]
    sums = [sum(column) for column in zip(*ranks, strict=True)]
    assert sums == [11, 12, 21, 29, 35, 39]
    n, k = len(ranks), len(sums)
    spread = sum((Fraction(one) - Fraction(sum(sums), k)) ** 2 for one in sums)
    w = 12 * spread / (n**2 * (k**3 - k))
    assert f"W {float(w):.2f};" in outputs_of("rankings")


def test_the_distance_of_self_and_ideal_by_hand():
    head, *rows = load("grids")
    self_at, ideal_at = head.index("me now"), head.index("me at my best")
    apart = [(int(row[self_at]) - int(row[ideal_at])) ** 2 for row in rows]
    assert sorted(apart) == [1, 1, 4, 9, 9, 16]
    share = sqrt(sum(apart)) / sqrt(len(rows) * 6**2)
    assert f"self_ideal      {share:.2f}" in outputs_of("grids")


def test_a_mean_of_3_71_by_hand():
    """Of 7 whole ranks 26 / 7 = 3.714; of 8 no sum lies within 3.705 and 3.715 times 8."""

    def prints(n):
        return any(
            Fraction("3.705") <= Fraction(whole, n) < Fraction("3.715") for whole in range(9 * n)
        )

    assert [n for n in range(1, 9) if prints(n)] == [7]
    assert re.search(r"meals +\[7\]", outputs_of("audit"))


def test_cohens_kappa_by_hand():
    """With two coders on every segment: agreement beside what their own shares would give."""
    _, *rows = load("agreement")
    given = {(segment, coder): code == "time" for segment, _, code, coder in rows}
    segments = sorted({row[0] for row in rows})
    ana, ben = ([given[segment, coder] for segment in segments] for coder in ("Ana", "Ben"))
    n = len(segments)
    same = Fraction(sum(a == b for a, b in zip(ana, ben, strict=True)), n)
    assert same == Fraction(14, 16)
    one, two = Fraction(sum(ana), n), Fraction(sum(ben), n)
    chance = one * two + (1 - one) * (1 - two)
    kappa = float((same - chance) / (1 - chance))
    assert re.search(rf"Cohen's kappa +{kappa:.3f}", outputs_of("agreement"))


def test_the_score_of_parents_by_hand():
    """The mean, over people, of how many times an even share (a fifth) of theirs it has."""
    head, *rows = load("networks")
    parents = head.index("parents")
    shares = [
        Fraction(int(row[parents]) * (len(head) - 1), sum(int(cell) for cell in row[1:]))
        for row in rows
    ]
    score = float(sum(shares) / len(shares))
    assert re.search(rf"parents +{score:.2f} +1\.00 +True", outputs_of("networks"))


def test_run_anew_a_tutorial_is_the_same_bytes(tmp_path):
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    for ending in ("ipynb", "csv"):
        (folder / f"agreement.{ending}").write_bytes(
            (ROOT / FOLDER / f"agreement.{ending}").read_bytes()
        )
    [made] = run_tutorials(Project(tmp_path))
    assert read(made) == read(ROOT / FOLDER / "agreement.ipynb")


def test_a_figure_keeps_its_finding_and_not_when_it_was_made():
    notebook = read(ROOT / FOLDER / "rankings.ipynb")
    [cell] = [c for c in code_cells(notebook) if "mystnb" in c.metadata]
    svg = cell.outputs[0]["data"]["image/svg+xml"]
    dated = svg.replace("<defs>", "<metadata>\n<dc:date>2026</dc:date>\n</metadata>\n<defs>", 1)
    cell.outputs[0]["data"]["image/svg+xml"] = dated
    settle_figures(notebook)
    assert "dc:date" not in cell.outputs[0]["data"]["image/svg+xml"]
    assert cell.outputs[0]["data"]["text/plain"] == cell.metadata["mystnb"]["image"]["alt"]
