"""The crate's metadata: RO-Crate 1.1, profile Process Run Crate 0.5.

https://w3id.org/ro/crate/1.1 and https://w3id.org/ro/wfrun/process/0.5: one CreateAction
for each notebook's run. Actions have no end time, since a crate is the same whenever it
is packed.
"""

from __future__ import annotations

import json
import re
import warnings
from pathlib import PurePosixPath
from typing import Any

from rocrate.model.contextentity import ContextEntity
from rocrate.model.entity import Entity
from rocrate.rocrate import ROCrate

from senco.book.citation import LICENCES
from senco.cohort.model import PROVENANCE_NOTES
from senco.cohort.stages import find_stage
from senco.cohort.study import Study
from senco.crate.contents import WORDS, Contents, Run, sha256
from senco.crate.descriptors import METADATA

PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
#: Terms beyond those of RO-Crate 1.1: of them the crate uses `sha256`.
TERMS = "https://w3id.org/ro/terms/workflow-run/context"
_COMPLETED = "http://schema.org/CompletedActionStatus"
_FORMATS = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".md": "text/markdown",
    ".py": "text/x-python",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".yml": "application/yaml",
}
_NAMES = {
    "CITATION.cff": "How to cite this publication",
    "LICENSE": "Licence of the code",
    "LICENSE-data": "Licence of prose, tables and figures",
    "README.md": "What is in this crate, and how to verify it",
    "data/datapackage.json": "The contract of a cohort's tables",
    "data/study.yml": "The framework: systems and key influences",
    "datapackage.json": "Data package of the cohort",
    "environment.yml": "Environment for conda and Binder",
    "pyproject.toml": "The package's requirements and settings",
    "requirements.lock": "Exact versions of all requirements, with hashes",
}
_LIBRARY = "analysis/senco/"


def write_metadata(contents: Contents, files: dict[str, bytes], python: str) -> bytes:
    """Return `ro-crate-metadata.json`.

    Parameters
    ----------
    contents : Contents
        As `contents.collect` gives it.
    files : dict of str to bytes
        Every other file that is described: all but the list of checksums, which holds
        this one's.
    python : str
        The Python that the pages were made with.

    Returns
    -------
    bytes
        JSON-LD, the same for the same contents.
    """
    crate = ROCrate(version="1.1")
    crate.metadata.extra_contexts.append(TERMS)
    licences = _add_licences(crate, contents)
    _describe_root(crate, contents, licences)
    entities = _add_files(crate, contents, files, licences)
    library = _add_library(crate, contents, entities, licences["code"])
    tools = _add_tools(crate, contents.files["requirements.lock"].decode(), python)
    requirements = [library, tools["python"], entities["requirements.lock"]]
    for name in sorted({run.notebook for run in contents.runs}):
        entities[name]["softwareRequirements"] = requirements
        entities[name]["programmingLanguage"] = tools["python"]
    actions = [
        _add_run(crate, run, contents.study, entities, tools["papermill"]) for run in contents.runs
    ]
    crate.root_dataset["mentions"] = actions
    graph = crate.metadata.generate()
    return (json.dumps(graph, indent=1, ensure_ascii=False) + "\n").encode()


def _add(crate: ROCrate, identifier: str, **properties: Any) -> Entity:
    properties = {name.replace("at_type", "@type"): v for name, v in properties.items() if v}
    return crate.add(ContextEntity(crate, identifier, properties=properties))


def _add_licences(crate: ROCrate, contents: Contents) -> dict[str, Entity]:
    code, prose = contents.citation.license[0], contents.citation.license[-1]
    given = {
        name: _add(crate, LICENCES[name], at_type="CreativeWork", name=name)
        for name in dict.fromkeys((code, prose))
    }
    text = contents.info.licence
    data = _add(
        crate, "#data-licence", at_type="CreativeWork", name="Licence of the data", description=text
    )
    return {"code": given[code], "prose": given[prose], "data": data}


def _describe_root(crate: ROCrate, contents: Contents, licences: dict[str, Entity]) -> None:
    citation, info = contents.citation, contents.info
    profile = _add(crate, PROFILE, at_type="CreativeWork", name="Process Run Crate", version="0.5")
    authors = []
    for number, author in enumerate(citation.authors, start=1):
        kind = "Person" if author.is_person else "Organization"
        authors.append(
            _add(
                crate,
                author.orcid or f"#author-{number}",
                at_type=kind,
                name=author.name or f"{author.given_names or ''} {author.family_names}".strip(),
                givenName=author.given_names,
                familyName=author.family_names,
            )
        )
    article = _add(
        crate,
        f"https://doi.org/{citation.article.doi}" if citation.article.doi else "#article",
        at_type="ScholarlyArticle",
        name=citation.article.title,
        description=citation.article.notes,
    )
    described = {
        "name": f"{info.title}: data, notebooks, pages and results",
        "description": f"{info.summary} {PROVENANCE_NOTES[info.provenance]}",
        "datePublished": citation.date_released,
        "version": citation.version,
        "keywords": ", ".join(citation.keywords),
        "license": [licences["data"], licences["prose"], licences["code"]],
        "author": authors[0] if len(authors) == 1 else authors,
        "conformsTo": profile,
        "isBasedOn": article,
        "isPartOf": f"https://doi.org/{citation.doi}" if citation.doi else None,
    }
    for name, value in described.items():
        if value is not None:
            crate.root_dataset[name] = value


def _add_files(
    crate: ROCrate, contents: Contents, files: dict[str, bytes], licences: dict[str, Entity]
) -> dict[str, Entity]:
    """Describe every file by name, kind, size, checksum and licence."""
    titles = {
        f"data/cohorts/{contents.cohort}/{resource['name']}.csv": resource["title"]
        for resource in json.loads(contents.files["data/datapackage.json"])["resources"]
    }
    templates = {run.notebook for run in contents.runs}
    entities = {}
    for name in sorted(files):
        path = PurePosixPath(name)
        licence = "data" if name.startswith("data/cohorts/") else "prose"
        licence = "code" if name.startswith("analysis/") or path.suffix == ".toml" else licence
        properties = {
            "name": titles.get(name) or _NAMES.get(name) or path.name,
            "encodingFormat": _FORMATS.get(path.suffix, "text/plain"),
            "contentSize": str(len(files[name])),
            "sha256": sha256(files[name]),
            "license": licences[licence],
        }
        if name in templates:
            properties["@type"] = ["File", "SoftwareSourceCode"]
            properties["version"] = contents.citation.version
        if name == "LICENSE" or name.startswith(f"{WORDS}/"):  # whose licences lie beside them
            properties.pop("license")
        entities[name] = crate.add_file(dest_path=name, properties=properties)
    return entities


def _add_library(
    crate: ROCrate, contents: Contents, entities: dict[str, Entity], licence: Entity
) -> Entity:
    parts = [entity for name, entity in entities.items() if name.startswith(_LIBRARY)]
    return crate.add_dataset(
        dest_path=_LIBRARY,
        properties={
            "@type": ["Dataset", "SoftwareSourceCode"],
            "name": "senco",
            "description": "The library that the notebooks call.",
            "version": contents.citation.version,
            "license": licence,
            "hasPart": parts,
        },
    )


def _add_tools(crate: ROCrate, lock: str, python: str) -> dict[str, Entity]:
    locked = re.search(r"^papermill==([^\s;]+)", lock, re.MULTILINE)
    papermill = _add(
        crate,
        "https://papermill.readthedocs.io/",
        at_type="SoftwareApplication",
        name="papermill",
        url="https://papermill.readthedocs.io/",
        softwareVersion=locked[1] if locked else None,
    )
    language = _add(
        crate,
        "https://www.python.org/",
        at_type=["ComputerLanguage", "SoftwareApplication"],
        name="Python",
        url="https://www.python.org/",
        softwareVersion=python,
    )
    return {"papermill": papermill, "python": language}


def _add_run(
    crate: ROCrate, run: Run, study: Study, entities: dict[str, Entity], papermill: Entity
) -> Entity:
    parameters = [
        _add(
            crate,
            f"#{run.stage}-{name}",
            at_type="PropertyValue",
            name=name,
            value=value if isinstance(value, str) else json.dumps(value),
        )
        for name, value in sorted(run.parameters.items())
    ]
    stage = find_stage(run.stage)
    return _add(
        crate,
        f"#run-{run.stage}",
        at_type="CreateAction",
        name=f"{stage.title}: run of {run.notebook}",
        description=stage.ask(study),
        instrument=[entities[run.notebook], papermill],
        object=[*(entities[path] for path in run.inputs), *parameters],
        result=[entities[path] for path in run.outputs],
        agent=crate.dereference("#author-1") or crate.root_dataset.get("author"),
        actionStatus=_COMPLETED,
    )


def read_metadata(files: dict[str, bytes]) -> tuple[ROCrate | None, list[str]]:
    """Read a crate's metadata, and say where it and the files do not agree.

    Parameters
    ----------
    files : dict of str to bytes
        Every file of a crate.

    Returns
    -------
    crate : ROCrate or None
        What rocrate makes of it; None where it can make nothing.
    problems : list of str
        Empty where every file is described as it is, and every run's parts are there.
    """
    try:
        graph = json.loads(files[METADATA])
        with warnings.catch_warnings(action="ignore"):  # each is a problem below
            crate = ROCrate(graph)
        problems = [*_check_profile(crate), *_check_files(crate, files), *_check_runs(crate, files)]
    except KeyError as error:
        return None, [f"{METADATA}: {error} is missing."]
    except (ValueError, TypeError, AttributeError, AssertionError, RecursionError):
        return None, [f"{METADATA} is not readable RO-Crate metadata."]
    return crate, problems


def _check_profile(crate: ROCrate) -> list[str]:
    given = _as_list(crate.root_dataset.get("conformsTo"))
    if PROFILE in [getattr(one, "id", one) for one in given]:
        return []
    return [f"{METADATA} does not say that it conforms to {PROFILE}."]


def _check_files(crate: ROCrate, files: dict[str, bytes]) -> list[str]:
    described = {e.id: e for e in crate.get_entities() if "File" in _as_list(e.type)}
    left = sorted(files.keys() - described.keys() - {METADATA, "manifest-sha256.txt"})
    problems = [f"{METADATA} does not describe {name}." for name in left]
    for name, entity in sorted(described.items()):
        if name not in files:
            problems.append(f"{METADATA} describes {name}, which does not exist.")
            continue
        stated = (entity.get("contentSize"), entity.get("sha256"))
        if stated != (str(len(files[name])), sha256(files[name])):
            problems.append(f"{METADATA} gives another size or checksum for {name}.")
    return problems


def _check_runs(crate: ROCrate, files: dict[str, bytes]) -> list[str]:
    problems = []
    made = set()
    for action in crate.get_by_type("CreateAction"):
        for role in ("instrument", "object", "result"):
            parts = _as_list(action.get(role))
            lost = [part for part in parts if not isinstance(part, Entity)]
            if lost or not parts:
                problems.append(
                    f"{METADATA}: {action.id} names no {role}, or one that does not exist."
                )
        made |= {getattr(part, "id", "") for part in _as_list(action.get("result"))}
    pages = [n for n in files if n.startswith("book/cohorts/") and n.endswith(".ipynb")]
    problems += [f"{METADATA} describes no run that made {n}." for n in pages if n not in made]
    return problems


def _as_list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
