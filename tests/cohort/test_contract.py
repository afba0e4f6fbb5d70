"""The contract, and the page that describes it."""

from hashlib import sha256

import pytest

from senco.cohort.contract import describe_field
from senco.cohort.loading import load_contract
from senco.cohort.model import CohortInfo
from senco.cohort.stages import TABLES
from senco.cohort.yamlfiles import load_yaml
from senco.errors import DataError


def test_the_contract_and_the_stages_know_the_same_tables(project):
    assert tuple(load_contract(project)) == TABLES


def test_every_column_says_what_it_means(project):
    for table, resource in load_contract(project).items():
        for field in resource["schema"]["fields"]:
            assert len(field["description"]) > 15, f"{table}.{field['name']}"


def test_the_contract_is_a_valid_data_package(project):
    from frictionless import Package

    assert Package.metadata_validate is not None
    report = Package.validate_descriptor(project.contract.as_posix(), basepath="")
    package_errors = [error for error in report.errors if error.type != "package-error"]
    assert not package_errors


def test_a_column_is_described_by_type_range_and_unit():
    field = {"name": "position", "type": "number", "unit": "share",
             "constraints": {"minimum": 0, "maximum": 1, "required": True}}  # fmt: skip
    assert describe_field(field) == "a number from 0 to 1 (share)"


@pytest.fixture
def write(tmp_path):
    texts = "title: A\nprovenance: collected\nsummary: B\nsource: C\nlicence: D\n"

    def write_info(more):
        path = tmp_path / "cohort.yml"
        path.write_text(texts + more, encoding="utf-8")
        return load_yaml(path, CohortInfo, "cohort.yml")

    return write_info


def test_an_unknown_criterion_is_answered_with_what_was_meant(write):
    with pytest.raises(DataError) as raised:
        write("criteria:\n  confidence: 0.9\n  priority_margn: 0.1\n")
    (finding,) = raised.value.findings
    assert (finding.row, finding.column) == (8, "criteria.priority_margn")
    assert finding.remedy == "Did you mean 'priority_margin'?"
    assert "order_at_least" in finding.allowed and "licence" not in finding.allowed


@pytest.mark.parametrize("line", ["confidence: 1", "priority_margin: 3", "written: soon"])
def test_a_criterion_that_cannot_be_is_named_with_its_line(write, line):
    with pytest.raises(DataError, match=r"cohort\.yml, row 7, column criteria\."):
        write(f"criteria:\n  {line}\n")


def test_the_digest_is_of_what_was_set_and_not_of_how_it_is_laid_out(write):
    one = write("criteria:\n  confidence: 0.9\n  priority_margin: 0.1\n").criteria
    same = write("criteria: {priority_margin: 0.10, confidence: 0.9}  # tidier\n").criteria
    other = write("criteria: {priority_margin: 0.11, confidence: 0.9}\n").criteria
    assert one.digest == same.digest != other.digest
    # By hand: SHA-256 of {"confidence": 0.9, "priority_margin": 0.1}
    text = '{"confidence": 0.9, "priority_margin": 0.1}'
    assert one.digest == sha256(text.encode()).hexdigest()
    assert write("criteria: {confidence: 0.9}\n").criteria.digest != one.digest
    assert write("").criteria is None


def test_outcomes_laid_down_beforehand_are_read_and_an_older_file_keeps_its_digest(write):
    older = write("criteria: {confidence: 0.9}\n").criteria
    assert (older.primary, older.multiplicity, older.stopping_rule) == ((), None, "")
    assert older.digest == sha256(b'{"confidence": 0.9}').hexdigest()
    newer = write(
        "criteria:\n  confidence: 0.9\n  primary: [order, place:work-life-balance]\n"
        "  multiplicity: shared\n  stopping_rule: With 20 people, or in June.\n"
    ).criteria
    assert newer.primary == ("order", "place:work-life-balance")
    assert newer.digest != older.digest
    # two share the twentieth of each side: 1 - 0.1 / 2
    assert newer.primary_confidence == pytest.approx(0.95)
    assert older.primary_confidence == 0.9


@pytest.mark.parametrize(
    ("line", "allowed"),
    [
        ("primary: [work-life-balance]", "at most 10 of: order, distance, place:CONSTRUCT"),
        ("primary: [order, 'place:<b>']", "at most 10 of: order"),
        ("primary: [order, order]", "each primary outcome once"),
        (f"primary: [{', '.join(f'place:p{n}' for n in range(11))}]", "at most 10 of"),
        ("multiplicity: none", "one of each, all, shared"),
        ("multiplicity: all", "two or more are laid down under primary"),
        (f"stopping_rule: {'x' * 401}", "at most 400 characters"),
    ],
)
def test_an_outcome_or_a_rule_that_cannot_be_is_answered_with_what_can(write, line, allowed):
    with pytest.raises(DataError) as raised:
        write(f"criteria:\n  {line}\n")
    (finding,) = raised.value.findings
    assert finding.column.startswith("criteria") and allowed in finding.allowed
