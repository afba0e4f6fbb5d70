"""Each cohort as a Frictionless Data Package, which any program can validate by itself.

https://specs.frictionlessdata.io/data-package/. The contract of all tables describes more than a
cohort has: here it is cut down to the tables and the columns that are there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from senco.book.citation import LICENCES, Citation
from senco.cohort.contract import read_contract
from senco.cohort.gathered import load_registry
from senco.cohort.loading import load_study, read_info
from senco.workspace.paths import Project


def describe_tables(
    contract: Mapping[str, dict[str, Any]], tables: Mapping[str, bytes], folder: str = ""
) -> list[dict[str, Any]]:
    """Return the descriptors of a cohort's tables.

    Parameters
    ----------
    contract : mapping of str to dict
        As `senco.cohort.contract.read_contract` gives it.
    tables : mapping of str to bytes
        What each table's file holds.
    folder : str
        Where the files lie, seen from the package, with a slash at its end.

    Returns
    -------
    list of dict
        In the contract's order, with paths, sizes and checksums; a table has only the columns
        that its file has, and refers only to tables that are there.
    """
    return [
        _describe_table(resource, tables, folder)
        for resource in contract.values()
        if resource["name"] in tables
    ]


def _describe_table(
    resource: dict[str, Any], tables: Mapping[str, bytes], folder: str
) -> dict[str, Any]:
    content = tables[resource["name"]]
    headings = content.decode("utf-8-sig").partition("\n")[0].strip().split(",")
    headings = [heading.strip('"') for heading in headings]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    keys = [
        key
        for key in resource["schema"].get("foreignKeys", [])
        if key["reference"]["resource"] in tables and set(key["fields"]) <= set(headings)
    ]
    schema = {**resource["schema"], "fields": [fields[name] for name in headings]}
    schema.pop("foreignKeys", None)
    return {
        **resource,
        "path": f"{folder}{resource['name']}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {**schema, "foreignKeys": keys} if keys else schema,
    }


def list_described(project: Project) -> list[str]:
    """Return the cohorts beside whose tables a data package lies.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    list of str
        All that are open; a collected cohort gets its package with its deposit, and one that was
        gathered has it in the deposit that it came from.
    """
    gathered = {source.cohort for source in load_registry(project).cohorts}
    own = (name for name in project.cohorts() if name not in gathered)
    return [name for name in own if read_info(name, project).provenance != "collected"]


def write_package(project: Project, cohort: str, citation: Citation) -> str:
    """Return the `datapackage.json` that lies beside a cohort's tables.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str
        Name of the cohort.
    citation : Citation
        What `CITATION.cff` says.

    Returns
    -------
    str
        JSON.
    """
    info, contract = read_info(cohort, project), project.read(project.contract)
    resources = read_contract(contract, load_study(project))
    paths = {table: project.cohort(cohort) / f"{table}.csv" for table in resources}
    tables = {
        table: project.read(path).replace(b"\r\n", b"\n")
        for table, path in paths.items()
        if path.is_file()
    }
    licence = citation.license[-1]
    package = {
        "profile": "data-package",
        "name": cohort,
        "title": info.title,
        "description": info.summary,
        "version": citation.version,
        "sources": [{"title": info.source}],
        "licenses": [{"name": licence, "path": LICENCES[licence], "title": info.licence}],
        "keywords": [*citation.keywords, f"{info.provenance} data"],
        "resources": describe_tables(resources, tables),
    }
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"
