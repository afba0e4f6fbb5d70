"""The contract, and the page that describes it."""

from senco.model import TABLES
from senco.schema import describe_field, load_contract


def test_the_contract_and_the_stages_know_the_same_tables(project):
    assert tuple(load_contract(project.contract)) == TABLES


def test_every_column_says_what_it_means(project):
    for table, resource in load_contract(project.contract).items():
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
