"""Sessions with one participant, as the instruments in the browser save them."""

from senco.intake.formats.sessions.model import (
    FORMAT,
    VERSION,
    SavedSession,
    Session,
    digest_session,
    write_schema,
)
from senco.intake.formats.sessions.reading import (
    INSTRUMENTS,
    SessionFile,
    load_session,
    name_file,
    read_session,
)

__all__ = [
    "FORMAT",
    "INSTRUMENTS",
    "VERSION",
    "SavedSession",
    "Session",
    "SessionFile",
    "digest_session",
    "load_session",
    "name_file",
    "read_session",
    "write_schema",
]
