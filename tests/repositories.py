"""A repository on this machine that answers as InvenioRDM does.

Written after its documentation ("Drafts and Records", "Metadata reference") and, where that is
silent, after what invenio-drafts-resources, invenio-records-resources and invenio-rdm-records do:
a draft is kept with its errors, a file is announced, sent and completed, and what is published has
no draft any more. What can go wrong on the way is planted by `plant`.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

TOKEN = "a-token-of-our-own-9f31"
LICENCES = {"mit", "cc-by-4.0", "cc0-1.0"}
RESOURCES = {"dataset", "software", "publication-article"}
RELATIONS = {"isderivedfrom", "references", "ispartof", "isdocumentedby", "iscompiledby"}
FIELDS = {
    "resource_type", "creators", "title", "publisher", "publication_date", "subjects", "rights",
    "description", "version", "related_identifiers", "languages",
}  # fmt: skip
MISSING = "Missing data for required field."
NO_FILES = (
    "Missing uploaded files. To disable files for this record please mark it as metadata-only."
)
VND = "application/vnd.inveniordm.v1+json"


class RefusedError(Exception):
    """An answer that is an error."""

    def __init__(self, status, message="", errors=(), **headers):
        super().__init__(message)
        self.status, self.message, self.errors, self.headers = status, message, errors, headers


def check_creator(who, field):
    if who.get("type") not in ("personal", "organizational"):
        known = "['organizational', 'personal']"
        yield f"{field}.type", f"Invalid value. Choose one of {known}."
    elif who["type"] == "personal" and not who.get("family_name"):
        yield f"{field}.family_name", "Family name cannot be blank."
    elif who["type"] == "organizational" and not who.get("name"):
        yield f"{field}.name", "Name cannot be blank."


def check_metadata(metadata):
    """The errors that a draft is kept with, field by field."""
    errors = [(f"metadata.{name}", "Unknown field.") for name in sorted(metadata.keys() - FIELDS)]
    for name in ("resource_type", "creators", "title", "publication_date"):
        if not metadata.get(name):
            errors.append((f"metadata.{name}", MISSING))
    if 0 < len(metadata.get("title", "")) < 3:
        errors.append(("metadata.title", "Shorter than minimum length 3."))
    date = metadata.get("publication_date", "2026")
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", date):
        errors.append(("metadata.publication_date", "Please provide a valid date or interval."))
    for place, creator in enumerate(metadata.get("creators", [])):
        errors += check_creator(
            creator["person_or_org"], f"metadata.creators.{place}.person_or_org"
        )
    for place, right in enumerate(metadata.get("rights", [])):
        if "id" not in right and not right.get("title"):
            message = "An existing id or a free text title must be present"
            errors.append((f"metadata.rights.{place}.rights", message))
    return [{"field": field, "messages": [message]} for field, message in errors]


def check_relations(metadata):
    """What belongs to a vocabulary is refused at once where it is not in it."""
    named = [(metadata.get("resource_type", {}).get("id"), RESOURCES)]
    named += [(one.get("id"), LICENCES) for one in metadata.get("rights", [])]
    named += [
        (o["relation_type"]["id"], RELATIONS) for o in metadata.get("related_identifiers", [])
    ]
    for value, known in named:
        if value is not None and value not in known:
            raise RefusedError(400, f"Invalid value {value}.")


class Held:
    """A record with its files."""

    def __init__(self, number, parent, index):
        self.id, self.parent, self.index = number, parent, index
        self.metadata, self.pids, self.enabled, self.published = {}, {}, True, False
        self.sent, self.files = {}, {}  # what was sent, and each announced file's digest or None
        self.next = None


class Shelves:
    """What the repository holds, and what it does with each request."""

    def __init__(self, prefix="10.5072", gives_doi=True):
        self.prefix, self.gives_doi = prefix, gives_doi
        self.records, self.base = {}, ""
        self.lock = threading.Lock()

    def make(self, parent=None, index=1):
        number = f"{len(self.records) + 1:05d}-abcde"
        self.records[number] = Held(number, parent or f"p{number}", index)
        return self.records[number]

    def draft(self, number):
        held = self.records.get(number)
        if held is None or held.published:
            raise RefusedError(404, "The persistent identifier does not exist.")
        return held

    def record(self, number):
        held = self.records.get(number)
        if held is None:
            raise RefusedError(404, "The persistent identifier does not exist.")
        if not held.published:
            raise RefusedError(404, "The persistent identifier is not registered.")
        return held

    def save(self, held, body):
        metadata = dict(body.get("metadata", {}))
        check_relations(metadata)
        errors = check_metadata(metadata)
        held.metadata = {name: value for name, value in metadata.items() if name in FIELDS}
        held.enabled = bool(body.get("files", {}).get("enabled", True))
        if held.enabled and not held.files:
            errors.append({"field": "files.enabled", "messages": [NO_FILES]})
        return self.show(held) | ({"errors": errors} if errors else {})

    def show(self, held):
        api, kind = f"{self.base}/api/records/{held.id}", "records" if held.published else "uploads"
        return {
            "id": held.id, "is_published": held.published, "is_draft": not held.published,
            "metadata": held.metadata, "pids": held.pids, "parent": {"id": held.parent},
            "files": {"enabled": held.enabled}, "revision_id": 4,
            "versions": {"index": held.index, "is_latest": True, "is_latest_draft": True},
            "links": {"self": api + ("" if held.published else "/draft"),
                      "self_html": f"{self.base}/{kind}/{held.id}"},
        }  # fmt: skip

    def show_file(self, held, key):
        entry = {"key": key, "status": "pending", "metadata": None, "links": {}}
        if held.files[key]:
            content = held.sent[key]
            entry |= {"status": "completed", "checksum": held.files[key], "size": len(content)}
        return entry

    def show_files(self, held):
        entries = [self.show_file(held, key) for key in held.files]
        return {"enabled": held.enabled, "default_preview": None, "entries": entries, "order": []}

    def file(self, held, key):
        if key not in held.files:
            raise RefusedError(404, f"Record '{held.id}' has no file '{key}'.")
        return key

    # what is asked, by method and path

    def create(self, body):
        return 201, self.save(self.make(), body)

    def read_draft(self, _body, number):
        return 200, self.show(self.draft(number))

    def update(self, body, number):
        return 200, self.save(self.draft(number), body)

    def discard(self, _body, number):
        self.draft(number)
        del self.records[number]
        return 204, None

    def read(self, _body, number):
        return 200, self.show(self.record(number))

    def list_draft_files(self, _body, number):
        return 200, self.show_files(self.draft(number))

    def list_files(self, _body, number):
        return 200, self.show_files(self.record(number))

    def announce(self, body, number):
        held = self.draft(number)
        for one in body:
            if one["key"] in held.files:
                raise RefusedError(400, f"File with key {one['key']} already exists.")
            held.files[one["key"]] = None
        return 201, self.show_files(held)

    def take(self, content, number, key):
        held = self.draft(number)
        held.sent[self.file(held, key)] = content
        return 200, self.show_file(held, key)

    def complete(self, _body, number, key):
        held = self.draft(number)
        if self.file(held, key) not in held.sent:
            raise RefusedError(500, "Internal server error")
        held.files[key] = f"md5:{hashlib.md5(held.sent[key]).hexdigest()}"
        return 200, self.show_file(held, key)

    def drop(self, _body, number, key):
        held = self.draft(number)
        del held.files[self.file(held, key)]
        held.sent.pop(key, None)
        return 204, None

    def reserve(self, _body, number):
        held = self.draft(number)
        if not self.gives_doi:
            raise RefusedError(404, "Not found.")
        if "doi" in held.pids:
            message = "A PID already exists for type doi"
            raise RefusedError(400, "A validation error occurred.",
                          [{"field": "pids.doi", "messages": [message]}])  # fmt: skip
        held.pids["doi"] = self.mint(held)
        return 201, self.show(held)

    def mint(self, held):
        return {"identifier": f"{self.prefix}/rdm.{held.id}", "provider": "datacite",
                "client": "datacite"}  # fmt: skip

    def publish(self, _body, number):
        held = self.draft(number)
        errors = check_metadata(held.metadata)
        if held.enabled and not held.files:
            errors.append({"field": "files.enabled", "messages": [NO_FILES]})
        elif not all(held.files.values()):
            message = "One or more files have not completed their transfer, please wait."
            errors.append({"field": "files", "messages": [message]})
        if errors:
            raise RefusedError(400, "A validation error occurred.", errors)
        if self.gives_doi:
            held.pids.setdefault("doi", self.mint(held))
        held.published = True
        return 202, self.show(held)

    def begin_version(self, _body, number):
        held = self.record(number)
        if held.next is None or self.records[held.next].published:
            draft = self.make(held.parent, held.index + 1)
            kept = held.metadata.keys() - {"publication_date", "version"}
            draft.metadata = {name: held.metadata[name] for name in kept}
            held.next = draft.id
        return 201, self.show(self.records[held.next])

    def fetch(self, _body, number, key):
        held = self.record(number)
        return 200, held.sent[self.file(held, key)]


ROUTES = [
    ("POST", r"", "create"),
    ("GET", r"/([^/]+)/draft", "read_draft"),
    ("PUT", r"/([^/]+)/draft", "update"),
    ("DELETE", r"/([^/]+)/draft", "discard"),
    ("GET", r"/([^/]+)", "read"),
    ("GET", r"/([^/]+)/draft/files", "list_draft_files"),
    ("POST", r"/([^/]+)/draft/files", "announce"),
    ("PUT", r"/([^/]+)/draft/files/([^/]+)/content", "take"),
    ("POST", r"/([^/]+)/draft/files/([^/]+)/commit", "complete"),
    ("DELETE", r"/([^/]+)/draft/files/([^/]+)", "drop"),
    ("POST", r"/([^/]+)/draft/pids/doi", "reserve"),
    ("POST", r"/([^/]+)/draft/actions/publish", "publish"),
    ("POST", r"/([^/]+)/versions", "begin_version"),
    ("GET", r"/([^/]+)/files", "list_files"),
    ("GET", r"/([^/]+)/files/([^/]+)/content", "fetch"),
]
#: Open to all, once it is published.
OPEN = {"read", "list_files", "fetch"}


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self):
        length = int(self.headers.get("Content-Length", 0))
        self.server.asked.append((self.command, self.path, self.headers.get("Authorization", "")))
        fault = self.server.find_fault(self.command, self.path)
        if fault and fault(self, "before"):
            return
        content = self.rfile.read(length)
        self.body_length = len(content)
        if len(content) < length:  # cut off: nothing of it is kept
            self.close_connection = True
            return
        self.reply(*self.work(content), after=fault)

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 — http.server's names

    def work(self, content):
        try:
            if not self.path.startswith("/api/records"):
                raise RefusedError(404, "Not found.")
            path = self.path.removeprefix("/api/records")
            found = ((m, n) for verb, pattern, n in ROUTES
                     if verb == self.command and (m := re.fullmatch(pattern, path)))  # fmt: skip
            match, name = next(found, (None, ""))
            if match is None:
                raise RefusedError(405, "The method is not allowed for the requested URL.")
            if self.headers.get("Authorization") != f"Bearer {TOKEN}" and name not in OPEN:
                raise RefusedError(403, "Permission denied.")
            body = content if name == "take" else json.loads(content or b"null")
            with self.server.shelves.lock:
                status, found = getattr(self.server.shelves, name)(
                    body, *map(unquote, match.groups())
                )
            return status, self.put(found, name), {}
        except RefusedError as refused:
            told = {"status": refused.status, "message": refused.message}
            told |= {"errors": list(refused.errors)} if refused.errors else {}
            return refused.status, json.dumps(told).encode(), refused.headers

    def put(self, found, name):
        """The form that was asked for: Zenodo's own for records unless it is this one."""
        if isinstance(found, bytes):
            return found
        is_record = isinstance(found, dict) and "is_published" in found
        if self.server.zenodo and is_record and VND not in self.headers.get("Accept", ""):
            found = {"id": 4711, "conceptrecid": "4710", "metadata": found["metadata"]}
        return b"" if found is None else json.dumps(found).encode()

    def reply(self, status, content, headers, after=None):
        if after and after(self, "after"):
            return
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status != 204:
            self.wfile.write(content)


class Server(ThreadingHTTPServer):
    """The repository, and what was planted in its way."""

    daemon_threads = True

    def __init__(self, shelves, zenodo=False):
        super().__init__(("127.0.0.1", 0), Handler)
        self.shelves, self.zenodo = shelves, zenodo
        self.base = shelves.base = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked, self.faults = [], []

    def plant(self, method, pattern, fault, times=1):
        """Let something go wrong when next this is asked."""
        self.faults += [(method, pattern, fault)] * times

    def find_fault(self, method, path):
        for place, (verb, pattern, fault) in enumerate(self.faults):
            if verb == method and re.search(pattern, path):
                del self.faults[place]
                return fault
        return None

    def count(self, method, pattern):
        return sum(verb == method and bool(re.search(pattern, path))
                   for verb, path, _ in self.asked)  # fmt: skip

    def handle_error(self, *_):
        """A client that has gone is no error here."""


@contextmanager
def open_repository(zenodo=False, **how):
    server = Server(Shelves(**how), zenodo)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


# what can go wrong; each says whether it has answered


def lose_request(handler, when):
    """The connection breaks before anything was done."""
    if when == "before":
        handler.close_connection = True
    return when == "before"


def lose_answer(handler, when):
    """It was done, and the answer does not arrive."""
    handler.close_connection = when == "after"
    return when == "after"


def cut_upload(handler, when):
    """The connection breaks in the middle of a file."""
    if when == "before":
        handler.rfile.read(1000)
        handler.close_connection = True
    return when == "before"


def cut_answer(handler, when):
    """Half of an answer arrives."""
    if when == "after":
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b'{"id": "00001-a')
        handler.close_connection = True
    return when == "after"


def answer_with(status, content=b"{}", **headers):
    """Another answer, without doing anything."""

    def fault(handler, when):
        if when == "before":
            handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
            handler.reply(status, content, headers)
        return when == "before"

    return fault
