"""A notebook run by hand: the right one, with the cohort's parameters, beside its output."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from senco.book import results, runs
from senco.cohort import compared
from senco.cohort.compared import load_others
from senco.cohort.loading import load_cohort
from senco.cohort.stages import STAGES, find_stage
from senco.errors import BuildError, SencoError
from senco.execution import kernel, pipeline
from senco.workspace.paths import Project
from tests.conftest import NOT_TRACKED, ROOT, hold_libraries, read_folder

COHORTS = ("ey-pvi-2017", "worked-example", "counter-example")
NOTEBOOKS = [notebook for stage in STAGES for notebook in stage.notebooks]
TEMPLATES = ROOT / "analysis" / "notebooks"
PAPERMILL = (sys.executable, "-m", "papermill")
#: Where it is not a person's whole line that is tried: takes seconds less to start.
QUICK = ("-k", kernel.choose_kernel())


@pytest.fixture
def by_hand(monkeypatch, tmp_path):
    """A current folder without anything that a build would say."""
    monkeypatch.delenv("SENCO_RESULTS", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def list_chosen(project):
    """The notebook that the build runs, by cohort and stage."""
    return {
        task.name: task.inputs[0].stem
        for task in pipeline.plan(project, COHORTS)
        if task.inputs[0].suffix == ".ipynb"
    }


@pytest.fixture(scope="module")
def chosen(project):
    return list_chosen(project)


@pytest.mark.parametrize("cohort", COHORTS)
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebook_is_run_where_the_build_runs_it_and_refused_in_words_elsewhere(
    notebook, cohort, project, chosen, by_hand
):
    stage = find_stage(notebook)
    study = load_cohort(cohort, notebook, project)
    own = study.info.parameters.get(stage.name, {}).get("others", "")
    expected = chosen.get(f"{cohort}/{stage.name}")
    try:
        page = results.open_page(study, notebook)
        if stage.others:
            load_others(study, notebook, own, project)
    except SencoError as error:
        told = str(error)
        assert notebook != expected
        assert (f"made by {expected}.ipynb" in told) == (expected is not None)
        assert "](" not in told and "`none`" not in told
    else:
        assert notebook == expected
        assert page.folder == by_hand / "results" / cohort / stage.name


@pytest.mark.parametrize(
    ("cohort", "notebook", "told"),
    [
        (
            "ey-pvi-2017",
            "60_networks",
            "its page 60_networks is made by 60_statements.ipynb. Run that one.",
        ),
        ("ey-pvi-2017", "50_rankings", "made by 50_reported.ipynb"),
        ("worked-example", "60_statements", "made by 60_networks.ipynb"),
        (
            "ey-pvi-2017",
            "20_worklines",
            "does not hold what the question needs: worklines and events. Before the first",
        ),
        ("worked-example", "65_constrictions", "needs: claims. Claims, from a publication"),
        ("counter-example", "70_audit", "needs: reported and constructs. This cohort has"),
    ],
)
def test_a_refusal_says_what_to_run_or_what_is_lacking(cohort, notebook, told, project, by_hand):
    with pytest.raises(SencoError, match=re.escape(told)):
        results.open_page(load_cohort(cohort, notebook, project), notebook)


def test_a_cohort_whose_codes_belong_to_no_influence_has_no_page_of_narratives(project, by_hand):
    study = load_cohort("worked-example", "30_narratives", project)
    study.tables["codes"]["influence"] = None
    with pytest.raises(SencoError, match="the column influence of the codes says which"):
        results.open_page(study, "30_narratives")


@pytest.mark.parametrize("place", ["book/cohorts/ey-pvi-2017", "book", "book/cohorts"])
def test_results_never_go_to_where_pages_are_committed(place, monkeypatch, tmp_path):
    monkeypatch.delenv("SENCO_RESULTS", raising=False)
    (tmp_path / place).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / place)
    folder = runs.find_folder("60_networks", "ey-pvi-2017", Project(tmp_path))
    assert folder == tmp_path / "_build" / "results" / "ey-pvi-2017" / "60_networks"


def test_the_build_alone_names_another_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("SENCO_RESULTS", str(tmp_path / "staging"))
    assert runs.find_folder("60_networks", "any", Project(tmp_path)) == (
        tmp_path / "staging" / "60_networks"
    )


# what the parameters of 80_comparison are, before anything is set
PLAIN = {"others": "", "seed": 2018, "draws": 9999}
OWN = {"others": "ey-pvi-2017, counter-example"}


@pytest.mark.parametrize(
    ("names", "filled"),
    [
        (PLAIN, OWN),
        ({**PLAIN, "seed": 3}, OWN),
        ({**PLAIN, "others": "ey-pvi-2017"}, {}),  # changed in the cell at the top
        ({**PLAIN, "In": ["", 'others = ""', '# Parameters\nothers = ""\n']}, {}),  # papermill's -p
        ({**PLAIN, "In": ["", 'others = ""', "# Parameters\nseed = 2018\n"]}, OWN),
    ],
)
def test_what_cohort_yml_sets_holds_unless_something_else_was_set(names, filled, project):
    study = load_cohort("worked-example", "80_comparison", project)
    assert runs.fill_parameters(study, "80_comparison", names, project) == filled


def test_a_parameter_that_the_notebook_lacks_is_refused_by_hand_as_in_a_build(project):
    study = load_cohort("worked-example", "80_comparison", project)
    study.info.parameters["80_comparison"]["sed"] = 3
    with pytest.raises(BuildError, match=r"sets 'sed' for 80_comparison.*Did you mean 'seed'"):
        runs.fill_parameters(study, "80_comparison", PLAIN, project)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_every_notebook_with_parameters_takes_those_of_cohort_yml(notebook):
    template = TEMPLATES / f"{notebook}.ipynb"
    code = "\n".join(cell.source for cell in nbformat.read(template, as_version=4).cells)
    assert ("globals().update(runs.fill_parameters(data, notebook, globals()))" in code) == bool(
        runs.read_defaults(template)
    )
    assert f'notebook = "{notebook}"' in code


def test_a_page_that_is_open_to_all_reads_no_private_cohort_by_hand_either(project, monkeypatch):
    study = load_cohort("worked-example", "80_comparison", project)
    kinds = {"counter-example": "collected"}
    real = compared.read_info

    def read_info(name, project):
        info = real(name, project)
        return info.model_copy(update={"provenance": kinds.get(name, info.provenance)})

    monkeypatch.setattr(compared, "read_info", read_info)
    with pytest.raises(SencoError, match="collected and private"):
        load_others(study, "80_comparison", "counter-example", project)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the checkout, and how programs are run in it."""
    root = tmp_path_factory.mktemp("by hand") / "copy"
    shutil.copytree(ROOT, root, ignore=NOT_TRACKED)
    dropped = ("SENCO_ROOT", "SENCO_RESULTS")
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    environment["PYTHONPATH"] = str(root / "analysis")
    hold_libraries(environment)

    def run(*words, folder=root):
        return subprocess.run(
            words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    run.root = root
    return run


def test_the_line_of_the_readme_leaves_the_book_alone_and_saves_beside_its_output(copy):
    """As it stands there; its results are those that are committed."""
    (line,) = re.findall(r"`(papermill [^`]*)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    before = read_folder(copy.root / "book")
    done = copy(*PAPERMILL, *shlex.split(line)[1:])
    assert done.returncode == 0, done.stderr
    assert read_folder(copy.root / "book") == before
    made = read_folder(copy.root / "results" / "ey-pvi-2017" / "60_networks")
    committed = read_folder(copy.root / "book/cohorts/ey-pvi-2017/results/60_networks")
    assert made.keys() == committed.keys() - {"run.json"}
    assert (copy.root / "out.ipynb").is_file()


def test_a_notebook_of_another_cohort_is_refused_with_one_sentence_and_writes_nothing(
    copy, tmp_path
):
    template = copy.root / "analysis" / "notebooks" / "60_networks.ipynb"
    words = (*PAPERMILL, *QUICK, str(template), "out.ipynb", "-p", "cohort", "ey-pvi-2017")
    done = copy(*words, folder=tmp_path)
    assert done.returncode != 0
    told = done.stderr.rstrip().splitlines()
    assert told[-1].startswith("SencoError: 60_networks.ipynb is not the notebook for")
    assert [path.name for path in tmp_path.iterdir()] == ["out.ipynb"]


def test_a_comparison_by_hand_has_the_findings_of_the_page(copy, tmp_path):
    """With the cohorts that cohort.yml names; what -p names goes before."""
    template = copy.root / "analysis" / "notebooks" / "80_comparison.ipynb"
    words = (*PAPERMILL, *QUICK, str(template), "out.ipynb", "-p", "cohort", "worked-example")
    done = copy(*words, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    own = Path("results") / "worked-example" / "80_comparison" / "findings.csv"
    page = copy.root / "book" / "cohorts" / own.parent.parent.name / "results" / own.parent.name
    made = (tmp_path / own).read_bytes()
    assert made.count(b"\n") == (page / "findings.csv").read_bytes().count(b"\n") > 30
    done = copy(*words, "-p", "others", "zebra", folder=tmp_path)
    assert done.returncode != 0 and "There is no cohort 'zebra'" in done.stderr


def test_plain_nbval_on_a_committed_page_changes_nothing_that_is_committed(copy):
    page = "book/cohorts/ey-pvi-2017/30_narratives.ipynb"
    before = read_folder(copy.root / "book")
    (copy.root / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    done = copy(sys.executable, "-m", "pytest", "--nbval-lax", "-p", "no:cacheprovider", page)
    assert done.returncode == 0, done.stdout
    assert read_folder(copy.root / "book") == before
    made = copy.root / "_build" / "results" / "ey-pvi-2017" / "30_narratives"
    assert (made / "values.json").is_file()
