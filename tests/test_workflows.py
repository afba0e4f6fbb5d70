"""The workflows of CI are valid, and give nobody more than the job in hand takes."""

import re
import shutil
import subprocess
import sysconfig

import pytest
import yaml

from tests.conftest import ROOT

FORGE = ROOT / ".github"
WORKFLOWS = sorted((FORGE / "workflows").glob("*.yml"))
LOADED = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in WORKFLOWS}
JOBS = [(name, job) for name, workflow in LOADED.items() for job in workflow["jobs"]]
#: The only permissions beyond reading the repository, and the jobs that have them.
GRANTED = {
    ("book.yml", "publish"): {"pages": "write", "id-token": "write"},
    ("release.yml", "publish"): {"id-token": "write"},
}
SCHEMAS = {
    "vendor.github-workflows": WORKFLOWS,
    "vendor.dependabot": [FORGE / "dependabot.yml"],
    "vendor.github-issue-forms": sorted((FORGE / "ISSUE_TEMPLATE").glob("[0-9]*.yml")),
    "vendor.github-issue-config": [FORGE / "ISSUE_TEMPLATE" / "config.yml"],
    "vendor.citation-file-format": [ROOT / "CITATION.cff"],
}


def run(program, *words):
    path = shutil.which(program, path=sysconfig.get_path("scripts"))
    assert path, f"no {program} in this environment: make it anew from requirements.lock"
    return subprocess.run(
        [path, *map(str, words)], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )


def steps_of(name, job):
    return LOADED[name]["jobs"][job]["steps"]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_what_the_host_of_the_repository_reads_is_as_its_schema_has_it(schema):
    assert SCHEMAS[schema]
    done = run("check-jsonschema", "--builtin-schema", schema, *SCHEMAS[schema])
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_audit_of_the_workflows_finds_nothing():
    done = run("zizmor", "--offline", "--no-progress", FORGE)
    assert done.returncode == 0 and "No findings" in done.stdout + done.stderr, done.stdout


def test_the_audit_finds_what_somebody_elses_words_could_run(tmp_path):
    text = (FORGE / "workflows" / "book.yml").read_text("utf-8")
    old = "run: make test"
    assert old in text
    hostile = text.replace(old, 'run: echo "${{ github.event.pull_request.title }}"', 1)
    (tmp_path / "book.yml").write_text(hostile, "utf-8")
    done = run("zizmor", "--offline", "--no-progress", tmp_path / "book.yml")
    assert done.returncode != 0 and "template-injection" in done.stdout


def test_every_action_is_pinned_by_a_commit_with_one_version_beside_it():
    used = {}
    for path in WORKFLOWS:
        text = path.read_text("utf-8")
        lines = re.findall(r"^.*\buses: .*$", text, re.MULTILINE)
        pinned = [
            match for line in lines
            if (match := re.search(r"uses: ([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$", line))
        ]  # fmt: skip
        assert len(pinned) == len(lines), f"{path.name} has an action without commit or version"
        for match in pinned:
            used.setdefault(match[1], set()).add((match[2], match[3]))
    assert len(used) > 5
    assert not {action: found for action, found in used.items() if len(found) > 1}


@pytest.mark.parametrize("name", LOADED)
def test_a_workflow_grants_nothing_by_itself_and_runs_once_at_a_time(name):
    workflow = LOADED[name]
    assert workflow["permissions"] == {} and "group" in workflow["concurrency"]
    assert "pull_request_target" not in workflow[True]  # YAML takes "on" for true


@pytest.mark.parametrize(("name", "job"), JOBS)
def test_a_job_ends_in_time_and_may_do_only_what_it_has_to(name, job):
    made = LOADED[name]["jobs"][job]
    assert 0 < made["timeout-minutes"] <= 90
    assert made["permissions"] == GRANTED.get((name, job), {"contents": "read"})
    # whoever may deploy or publish does nothing else, and only in an environment
    assert ("environment" in made) == ((name, job) in GRANTED)
    assert (name, job) not in GRANTED or not [step for step in made["steps"] if "run" in step]


@pytest.mark.parametrize(("name", "job"), JOBS)
def test_no_checkout_leaves_its_credentials_behind(name, job):
    for step in steps_of(name, job):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize(
    ("name", "job"), [("book.yml", "test"), ("book.yml", "systems"), ("newest.yml", "newest")]
)
def test_notebooks_that_failed_can_be_looked_at(name, job):
    kept = [step for step in steps_of(name, job) if step.get("if") == "failure()"]
    assert [step["with"]["path"] for step in kept] == ["_build/failed/"]


def test_every_system_makes_the_pages_of_a_cohort_and_runs_the_tests():
    systems = LOADED["book.yml"]["jobs"]["systems"]
    told = " ".join(systems["strategy"]["matrix"]["system"])
    assert all(word in told for word in ("-arm", "windows", "macos"))
    commands = [step.get("run", "") for step in systems["steps"]]
    for words in ("make.py setup", "make.py book worked-example", "make.py test"):
        assert any(words in command for command in commands)


def test_a_month_does_not_pass_without_the_newest_versions_being_tried():
    workflow = LOADED["newest.yml"]
    (when,) = workflow[True]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \d+ \* \*", when["cron"])
    assert not any(
        "requirements.lock" in str(step) or "make.py" in str(step)
        for step in steps_of("newest.yml", "newest")
    )


def test_what_is_published_was_built_by_a_job_without_a_cache():
    """What another run left in a cache would go into what people install."""
    for job in LOADED["release.yml"]["jobs"]:
        assert not any("cache" in step.get("with", {}) for step in steps_of("release.yml", job))


@pytest.mark.parametrize("path", SCHEMAS["vendor.github-issue-forms"], ids=lambda path: path.stem)
def test_a_form_says_that_it_is_public_and_has_it_confirmed_that_it_points_at_nobody(path):
    form = yaml.safe_load(path.read_text("utf-8"))
    assert "Everything here is public." in form["body"][0]["attributes"]["value"]
    last = form["body"][-1]
    assert last["id"] == "personal" and last["attributes"]["options"][0]["required"] is True


def test_a_change_is_asked_for_personal_data_too():
    text = (FORGE / "pull_request_template.md").read_text("utf-8")
    assert "no personal data" in text and "identifies a person" in text
