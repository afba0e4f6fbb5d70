"""A deposit fetched from an address: with bounds on size, time and where it leads."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from typing import IO

from senco.cohort.gathered import is_address
from senco.errors import DataError, Finding
from senco.intake.formats.archive import MAXIMUM_READ_BYTES

#: Seconds without a byte, and seconds in all.
PATIENCE, LONGEST = 30.0, 900.0
_MOST_TURNS = 5
_CHUNK = 1 << 18
_WHERE = "an address that begins with https://"


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to addresses that might have been given, and never from https to http."""

    max_redirections = _MOST_TURNS
    max_repeats = 2

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        plain = req.full_url.startswith("http://")
        if not is_address(newurl) or (newurl.startswith("http://") and not plain):
            raise _fail(
                req.full_url,
                "a redirect to another kind of address",
                "one to https://",
                "Download the file with a browser, and give its name.",
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fail(address: str, found: str, allowed: str, remedy: str) -> DataError:
    return DataError([Finding(address[:200], found, allowed, remedy=remedy)])


def fetch(
    address: str,
    *,
    most: int = MAXIMUM_READ_BYTES,
    patience: float = PATIENCE,
    longest: float = LONGEST,
) -> bytes:
    """Fetch a file.

    Parameters
    ----------
    address : str
        With https, or with http on this machine itself.
    most : int
        Bytes after which it is given up.
    patience, longest : float
        Seconds without an answer, and in all, after which it is given up.

    Returns
    -------
    bytes
        The file as it is; nothing is unpacked.

    Raises
    ------
    DataError
        For another kind of address, one that leads to another kind, a file that is too large or
        takes too long, and where there is none.
    """
    if not is_address(address):
        raise _fail(address, "no such address", _WHERE, "Give it in full, or download the file.")
    opener = urllib.request.build_opener(_Redirects())
    request = urllib.request.Request(address, headers={"Accept": "*/*", "User-Agent": "senco"})
    began = time.monotonic()
    try:
        with opener.open(request, timeout=patience) as answer:
            return _read(answer, address, most, began + longest)
    except urllib.error.HTTPError as error:
        found = f"the answer {error.code}"
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        found = f"no answer ({str(reason)[:100]})"
    raise _fail(address, found, "the deposit", "Check the address, or download the file.")


def _read(answer: IO[bytes], address: str, most: int, end: float) -> bytes:
    parts, size = [], 0
    while part := answer.read(_CHUNK):
        size += len(part)
        if size > most:
            raise _fail(address, f"more than {most:,} bytes", "a deposit of a cohort",
                        "Look whether it is the right address.")  # fmt: skip
        if time.monotonic() > end:
            raise _fail(address, "an answer that takes too long", "a deposit of a cohort",
                        "Download the file, and give its name.")  # fmt: skip
        parts.append(part)
    return b"".join(parts)
