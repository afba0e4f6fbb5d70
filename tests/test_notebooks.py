"""The notebooks keep the rules that make them readable: thin, one question, no secrets."""

import ast
import re

import nbformat
import pytest

from senco.cohort.stages import STAGES
from tests.conftest import ROOT

TEMPLATES = sorted((ROOT / "analysis" / "notebooks").glob("*.ipynb"))
#: Stages whose pages say that this version does not answer their question yet.
TO_COME: set[str] = set()
PAGES = sorted((ROOT / "book" / "cohorts").glob("*/*.ipynb"))


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_every_stage_has_its_notebooks_and_every_notebook_its_stage():
    named = [name for stage in STAGES for name in stage.notebooks]
    assert [path.stem for path in TEMPLATES] == sorted(set(named) - TO_COME)


def stage_of(path):
    return next(stage for stage in STAGES if path.stem in stage.notebooks)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
class TestTemplate:
    def test_its_one_main_heading_is_its_question(self, path):
        text = "\n".join(c.source for c in read(path).cells if c.cell_type == "markdown")
        assert re.findall(r"^# (.*)$", text, re.MULTILINE) == [stage_of(path).question]

    def test_it_is_stored_without_outputs_and_with_fixed_cell_ids(self, path):
        notebook = read(path)
        assert all(not c.outputs and c.execution_count is None for c in code_cells(notebook))
        expected = [f"{path.stem[:2]}-{place:02d}" for place in range(len(notebook.cells))]
        assert [cell.id for cell in notebook.cells] == expected

    def test_one_cell_holds_the_parameters_as_literals_with_their_meaning(self, path):
        tagged = [c for c in code_cells(read(path)) if "parameters" in c.metadata.get("tags", [])]
        assert len(tagged) == 1
        for line in tagged[0].source.splitlines():
            assert "#" in line, f"say what this parameter means: {line}"
        for node in ast.parse(tagged[0].source).body:
            assert isinstance(node, ast.Assign)
            ast.literal_eval(node.value)

    def test_one_cell_holds_the_imports(self, path):
        importing = [
            c for c in code_cells(read(path)) if re.search(r"^\s*(import|from) ", c.source, re.M)
        ]
        assert len(importing) == 1

    def test_a_code_cell_is_short_and_has_no_definition_loop_or_path(self, path):
        for cell in code_cells(read(path)):
            assert len(cell.source.splitlines()) <= 13, f"{cell.id} is too long: use the library"
            for node in ast.walk(ast.parse(cell.source)):
                assert not isinstance(node, ast.FunctionDef | ast.For | ast.While | ast.With), (
                    cell.id
                )
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    assert "/" not in node.value, f"{cell.id} holds a path: {node.value}"
            assert not cell.source.rstrip().endswith(";"), f"{cell.id}: assign to _ instead"

    def test_a_note_that_is_always_the_same_is_for_an_empty_table(self, path):
        """Under a table with rows it said that there were none."""
        for cell in code_cells(read(path)):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.keyword) and node.arg == "note":
                    assert not isinstance(node.value, ast.Constant), f"{cell.id}: use empty="

    def test_every_glued_value_is_saved(self, path):
        notebook = read(path)
        code = "\n".join(cell.source for cell in code_cells(notebook))
        prose = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
        for key in set(re.findall(r"\{glue:text\}`(\w+)", prose)):
            assert re.search(rf"\b{key}=", code), f"{key} is glued and never saved"

    def test_every_table_and_figure_that_its_prose_names_is_saved(self, path):
        notebook = read(path)
        code = "\n".join(cell.source for cell in code_cells(notebook))
        prose = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
        saved = {"table": set(), "figure": set()}
        for call in ast.walk(ast.parse(code)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                kind = call.func.attr.removeprefix("save_")
                kind = "figure" if kind in ("figures", "panels") else kind
                if kind in saved:
                    saved[kind].add(ast.literal_eval(call.args[1]))
        named = re.findall(r"\{(table|figure)\}`([^`]*)`", prose)
        assert {name for kind, name in named if kind == "figure"} == saved["figure"]
        lost = [(kind, name) for kind, name in named if name not in saved[kind]]
        assert not lost
        pointing = re.findall(r"\b(?:table|list|figure|numbers) (?:above|below)\b", prose)
        assert not pointing, "refer to it by its number: {table}`name`"

    def test_no_result_is_typed_into_its_prose(self, path):
        allowed = {
            # the scale's own first place, and the endings of means over eight people
            "50_reported": ["1", ".00, .13, .25, .38, .50, .63, .75 or .88"],
            # ends of scales, levels of confidence, and what was measured of the methods
            "50_rankings": [
                "from 1 to",
                "(0 would be no agreement, 1 the same",
                "importance: 1 for",
                "95 %",
                "about 90 %",
                "in 22 of 100 trials instead of 95",
            ],
            "20_worklines": ["in 95 of 100 such draws"],
            "40_grids": ["(all of it would be 1)"],
            # what benchmarks/network_recovery.py measured of the rule
            "60_networks": ["96 of 100", "63 of 100", "1 of 100", "42 of 100", "8 of 100"],
        }.get(path.stem, [])
        for cell in read(path).cells:
            if cell.cell_type == "markdown":
                text = re.sub(r"\{\w+(:\w+)?\}`[^`]*`", "", cell.source)
                for words in sorted(allowed, key=len, reverse=True):
                    text = text.replace(words, "")
                assert not re.search(r"\d", text), f"{cell.id}: {re.findall(r'.*[0-9].*', text)}"

    def test_what_is_highest_is_found_with_all_that_is_tied(self, path):
        for cell in read(path).cells:
            first = re.findall(r"\b(?:idxmax|idxmin|argmax|argmin|nlargest|head)\(", cell.source)
            assert not first, f"{cell.id}: {first} takes the first: use senco.measures.tolerance"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
class TestPage:
    def test_every_figure_has_a_caption_and_a_finding_in_words(self, path):
        for cell in code_cells(read(path)):
            if any("image/svg+xml" in out.get("data", {}) for out in cell.outputs):
                told = cell.metadata["mystnb"]
                assert 40 <= len(told["image"]["alt"]) <= 600
                assert (
                    len(told["figure"]["caption"]) >= 40 and "Source" in told["figure"]["caption"]
                )

    def test_it_says_where_its_data_come_from(self, path):
        assert 'class=\\"senco-badge' in path.read_text(encoding="utf-8")

    def test_it_holds_no_time_no_path_no_version_and_nothing_said_on_stderr(self, path):
        notebook = read(path)
        text = path.read_text(encoding="utf-8")
        assert (
            "papermill" not in notebook.metadata
            and "version" not in notebook.metadata["language_info"]
        )
        assert not re.search(r"/(home|root|Users|tmp|work)/|[A-Z]:\\\\", text)
        assert not re.search(r"20\d\d-\d\d-\d\dT\d\d:\d\d", text)
        for cell in code_cells(notebook):
            assert "papermill" not in cell.metadata and "execution" not in cell.metadata
            assert all(out.get("name") != "stderr" for out in cell.outputs)
