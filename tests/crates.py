"""Crates that somebody forged: their checksums and metadata are as they should be."""

import json

from senco.crate.contents import sha256
from senco.crate.descriptors import MANIFEST, METADATA, describe_files, write_manifest
from senco.crate.metadata import write_metadata
from senco.crate.origin import PAPERS, read_contents
from senco.crate.packing import pack
from senco.crate.rerun import unpack
from senco.workspace.paths import Project


def forge(files, changes):
    """A crate with other content whose checksums and metadata are as they should be."""
    files = {**files, **changes}
    graph = json.loads(files[METADATA])
    entities = {entity["@id"]: entity for entity in graph["@graph"]}
    for name in changes:
        if name not in entities:
            graph["@graph"].append(entities.setdefault(name, {"@id": name, "@type": "File"}))
            entities["./"]["hasPart"].append({"@id": name})
        entities[name]["contentSize"] = str(len(files[name]))
        entities[name]["sha256"] = sha256(files[name])
    files[METADATA] = json.dumps(graph).encode()
    files[MANIFEST] = write_manifest({n: c for n, c in files.items() if n != MANIFEST})
    return files


def save(files, path):
    path.write_bytes(pack(files, "2026-01-01"))
    return path


def write_papers(files, changes, cohort, python):
    """A crate with other content, whose README, data package and metadata are made anew."""
    files = {**files, **changes}
    with unpack({n: c for n, c in files.items() if n not in PAPERS}) as place:
        contents = read_contents(files, cohort, Project(place.root))
        files |= describe_files(contents, python)
        rest = {n: c for n, c in files.items() if n not in (METADATA, MANIFEST)}
        files[METADATA] = write_metadata(contents, rest, python)
    files[MANIFEST] = write_manifest({n: c for n, c in files.items() if n != MANIFEST})
    return files
