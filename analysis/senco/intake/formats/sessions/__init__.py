"""Sessions with one participant, as the instruments in the browser save them."""

from senco.intake.formats.sessions.model import (
    FORMAT,
    VERSION,
    SavedSession,
    Session,
    digest_session,
    write_schema,
)

__all__ = ["FORMAT", "VERSION", "SavedSession", "Session", "digest_session", "write_schema"]
