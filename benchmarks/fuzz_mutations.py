"""Changes to a file: of its bytes, and of what its format is made of.

`mutate` takes a file apart as far as its format allows (an archive into members, a text into
tags, cells, keys and numbers), changes something there, and puts it together again, so that
check sums and lengths are right and the change reaches the reader.
"""

from __future__ import annotations

import csv
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

#: No changed file is larger: `tests/intake/test_formats_bounds.py` measures what a large one
#: costs.
MAXIMUM_BYTES = 400_000
#: What readers have stumbled over.
WORDS = (
    "", " ", "0", "-1", "1e400", "-1e308", "nan", "inf", "9" * 400, "1" + "0" * 5000, "1_000",
    "0x1f", "1,5", "\u0661\u0662", "\u00b2", "\u2167", "2026-13-45", "0000-00-00", "99999-01-01",
    "=1+1", "=cmd|'/c'!A1", "true", "null", "None", "~", "\x1b[31m", "\u202eabc", "\ufeff", "\x00",
    "\x85", "\u2028", "\ud7ff", "\U0001f600", "a\u0301", "\u0130", "\u00df", "'", '"', '""', "\\",
    "<", "&#0;", "&lt;", "]]>", "<!--", "%00", "%s", "{0}", "../../x", "/etc/passwd", "C:\\x",
    "con", "a" * 300, "word " * 3000, "(" * 3000, "[" * 3000, "{" * 3000, "<a>" * 3000, "\n" * 500,
    "\r", "\t" * 200, "," * 3000, ";" * 60_000, "S1", "P1", "id",
)  # fmt: skip
BYTES = (
    b"\x00", b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x80", b"\xed\xa0\x80",
    b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x00\x00\x00\x80",
    b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"%%EOF", b"\x1f\x8b", b"\r", b"\n", b'"',
    b"\x1b]0;x\x07",
)  # fmt: skip
CODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "cp500", "utf-7")
_NUMBER = re.compile(rb"\d+(?:\.\d+)?")
_TAG = re.compile(rb"<[^<>]{1,400}>")
_VALUE = re.compile(rb'="[^"<>]*"')


def mutate(rng: Random, content: bytes, name: str, others: Sequence[bytes]) -> bytes:
    """Return a changed file; `others` are those with which it may be spliced."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        content = _change(rng, content, name, others)[:MAXIMUM_BYTES]
    return content


def _change(
    rng: Random, content: bytes, name: str, others: Sequence[bytes], depth: int = 0
) -> bytes:
    ways: list[Callable[[], bytes]] = [
        lambda: _change_bytes(rng, content),
        lambda: _splice(rng, content, rng.choice(others)),
    ]
    if content[:2] == b"PK" and depth < 2:
        ways += 4 * [lambda: _change_archive(rng, content, others, depth)]
        ways += [lambda: _change_lengths(rng, content)]
    elif content[:5] == b"%PDF-":
        ways += 3 * [lambda: _change_number(rng, content), lambda: _change_pdf(rng, content)]
    elif content[:4] in (b"\x89PNG", b"RIFF"):
        ways += 3 * [lambda: _change_chunk(rng, content)]
    elif b"\x00" not in content:
        ways += _text_ways(rng, content, name)
    return rng.choice(ways)()


def _text_ways(rng: Random, content: bytes, name: str) -> list[Callable[[], bytes]]:
    ending = name.rpartition(".")[2].lower()
    ways: list[Callable[[], bytes]] = [
        lambda: _change_number(rng, content),
        lambda: _change_word(rng, content),
        lambda: _change_lines(rng, content),
        lambda: _recode(rng, content),
    ]
    if ending in ("csv", "tsv", "txt", "dat", "rgrid"):
        ways += 4 * [lambda: _change_table(rng, content)]
    if content.lstrip()[:1] == b"<":
        ways += 6 * [lambda: _change_markup(rng, content)]
    if ending in ("json", "ipynb"):
        ways += 6 * [lambda: _change_json(rng, content)]
    if ending in ("yml", "yaml", "cff"):
        ways += 4 * [lambda: _change_yaml(rng, content)]
    return ways


def _describe(rng: Random) -> bytes:
    return rng.choice(WORDS).encode("utf-8", "surrogatepass")


def _cut(rng: Random, content: bytes) -> tuple[int, int]:
    """Two places in a file, mostly near to one another."""
    start = rng.randrange(len(content) + 1)
    length = rng.choice((1, 2, 4, 16, 200, len(content)))
    return start, min(len(content), start + rng.randint(0, length))


# -- bytes ----------------------------------------------------------------------------------------


def _change_bytes(rng: Random, content: bytes) -> bytes:
    start, end = _cut(rng, content)
    way = rng.randrange(7)
    if way == 0 and content:  # a bit
        place = rng.randrange(len(content))
        return (
            content[:place]
            + bytes([content[place] ^ (1 << rng.randrange(8))])
            + content[place + 1 :]
        )
    if way == 1:
        return content[:start] + content[end:]
    if way == 2:
        return content[:end] + content[start:]
    if way == 3:
        return content[:start] + rng.choice(BYTES) + content[start:]
    if way == 4:
        piece = rng.choice(BYTES)
        return content[:start] + piece + content[start + len(piece) :]
    if way == 5:
        return content[:start]
    return content[:start] + _repeat(content[start:end], rng.choice((2, 50, 2000))) + content[end:]


def _repeat(piece: bytes, times: int) -> bytes:
    return piece * max(1, min(times, MAXIMUM_BYTES // max(1, len(piece))))


def _splice(rng: Random, content: bytes, other: bytes) -> bytes:
    start, end = _cut(rng, content)
    begin, stop = _cut(rng, other)
    return content[:start] + other[begin:stop] + content[end:]


def _change_lengths(rng: Random, content: bytes) -> bytes:
    """A field of two or four bytes in one of an archive's headers."""
    places = [match.start() for match in re.finditer(rb"PK(\x01\x02|\x03\x04|\x05\x06)", content)]
    if not places:
        return content
    place = rng.choice(places) + rng.randrange(4, 44)
    value = rng.choice((0, 1, 255, 65535, 2**31 - 1, 2**31, 2**32 - 1, rng.randrange(2**32)))
    width, form = rng.choice(((2, "<H"), (4, "<I")))
    return content[:place] + struct.pack(form, value % 256**width) + content[place + width :]


# -- archives -------------------------------------------------------------------------------------


def _change_archive(rng: Random, content: bytes, others: Sequence[bytes], depth: int) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [(info, archive.read(info)) for info in archive.infolist()]
            comment = archive.comment
    except Exception:  # it was changed before, so that it can no more be taken apart
        return _change_bytes(rng, content)
    if not members:
        return _change_bytes(rng, content)
    place = rng.randrange(len(members))
    info, inner = members[place]
    named = [(i.filename, data) for i, data in members]
    way = rng.randrange(10)
    if way < 5:
        named[place] = (info.filename, _change(rng, inner, info.filename, others, depth + 1))
    elif way == 5:
        named.pop(place)
    elif way == 6:
        named.append((rng.choice((info.filename, info.filename.upper(), "../x")), inner))
    elif way == 7:
        word = rng.choice(WORDS).replace("\x00", "")[:200]
        named[place] = (rng.choice((word, info.filename + word)) or "x", inner)
    elif way == 8:
        named[place] = (info.filename, _repeat(inner, rng.choice((1, 2, 40))))
    else:
        comment = _describe(rng)[:60_000]
    return _pack(named, comment, rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)))


def _pack(members: list[tuple[str, bytes]], comment: bytes, packing: int) -> bytes:
    import warnings

    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # names that stand twice are meant
        with zipfile.ZipFile(stream, "w", packing) as archive:
            archive.comment = comment
            for name, inner in members:
                archive.writestr(zipfile.ZipInfo(name or "x"), inner[:MAXIMUM_BYTES], packing)
    return stream.getvalue()


def _change_chunk(rng: Random, content: bytes) -> bytes:
    """A chunk of a PNG, with its check sum made anew; of a WebP, its bytes."""
    if content[:4] != b"\x89PNG":
        return _change_bytes(rng, content)
    chunks, place = [], 8
    while place + 12 <= len(content):
        (size,) = struct.unpack(">I", content[place : place + 4])
        chunks.append((content[place + 4 : place + 8], content[place + 8 : place + 8 + size]))
        place += 12 + size
    if not chunks:
        return content
    number = rng.randrange(len(chunks))
    kind, inner = chunks[number]
    way = rng.randrange(4)
    if way == 0:
        chunks[number] = (kind, _change_bytes(rng, inner))
    elif way == 1:
        chunks[number] = (rng.choice((b"zTXt", b"iTXt", b"eXIf", b"iCCP", b"IDAT", b"IHDR")), inner)
    elif way == 2:
        chunks.append((kind, inner))
    else:
        bomb = b"Comment\x00\x00" + zlib.compress(bytes(3_000_000))
        chunks.insert(number, (b"zTXt", bomb))
    made = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return content[:8] + made


def _change_pdf(rng: Random, content: bytes) -> bytes:
    """An object takes another's place, or refers to itself."""
    found = list(re.finditer(rb"\d+ 0 R|/[A-Za-z]+|\([^()]*\)|\d+ 0 obj", content))
    if not found:
        return content
    one, other = rng.choice(found), rng.choice(found)
    return content[: one.start()] + other[0] + content[one.end() :]


# -- texts ----------------------------------------------------------------------------------------


def _replace_one(rng: Random, pattern: re.Pattern[bytes], content: bytes, new: bytes) -> bytes:
    found = [match.span() for match in pattern.finditer(content)]
    if not found:
        return content
    start, end = rng.choice(found)
    return content[:start] + new + content[end:]


def _change_number(rng: Random, content: bytes) -> bytes:
    new = rng.choice(
        (b"0", b"-1", b"1e400", b"9" * 40, b"1" + b"0" * 5000, b"NaN", b"1.5", b"", b"2")
    )
    return _replace_one(rng, _NUMBER, content, new)


def _change_word(rng: Random, content: bytes) -> bytes:
    return _replace_one(rng, re.compile(rb"[A-Za-z]+"), content, _describe(rng))


def _change_lines(rng: Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    way = rng.randrange(6)
    if way == 0:
        lines[one], lines[other] = lines[other], lines[one]
    elif way == 1:
        lines.insert(one, lines[other])
    elif way == 2:
        lines.pop(one)
    elif way == 3:
        lines[one] = _repeat(lines[one], rng.choice((2, 300)))
    elif way == 4:
        return content.replace(
            b"\n", rng.choice((b"\r", b"\r\n", b"\n\n", b"\x0b", b"\xe2\x80\xa8"))
        )
    else:
        lines.insert(one, b"\n" * rng.choice((1, 300)))
    return b"".join(lines)


def _recode(rng: Random, content: bytes) -> bytes:
    return content.decode("utf-8", "replace").encode(rng.choice(CODINGS), "replace")


def _change_table(rng: Random, content: bytes) -> bytes:
    text = content.decode("utf-8", "replace")
    sign = max(",;\t", key=text.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error:
        return _change_bytes(rng, content)
    rows = rows or [[""]]
    row = rows[rng.randrange(len(rows))] or rows[0] or [""]
    place, way = rng.randrange(len(row) or 1), rng.randrange(8)
    if way < 3 and row:
        row[place] = rng.choice(WORDS)
    elif way == 3:
        row.insert(place, rng.choice(WORDS))
    elif way == 4:
        del row[place:]
    elif way == 5:
        rows.insert(rng.randrange(len(rows)), list(row))
    elif way == 6:
        rows = [[c for n, c in enumerate(r) if n != place] for r in rows]
    else:
        rows = [[*r, r[place] if place < len(r) else ""] for r in rows]
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=rng.choice((sign, sign, ",", ";", "\t")), escapechar="\\")
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8", "surrogatepass")


def _change_markup(rng: Random, content: bytes) -> bytes:
    tags = [match.span() for match in _TAG.finditer(content)]
    if len(tags) < 2:
        return _change_bytes(rng, content)
    (start, end), (begin, stop) = rng.choice(tags), rng.choice(tags)
    way = rng.randrange(9)
    if way == 0:  # another tag in its place
        return content[:start] + content[begin:stop] + content[end:]
    if way == 1:
        return content[:start] + content[end:]
    if way == 2 and start < stop:  # a piece from tag to tag, again
        return content[:stop] + _repeat(content[start:stop], rng.choice((1, 30))) + content[stop:]
    if way == 3:
        depth = rng.choice((60, 3000))
        return content[:end] + b"<a>" * depth + b"</a>" * depth + content[end:]
    if way in (4, 5):
        return _replace_one(rng, _VALUE, content, b'="' + _describe(rng).replace(b'"', b"") + b'"')
    if way == 6:
        entity = b'<!DOCTYPE a [<!ENTITY b "ccccccccc"><!ENTITY d SYSTEM "file:///etc/passwd">]>'
        return entity + content[:end] + rng.choice((b"&b;", b"&d;", b"")) + content[end:]
    if way == 7:
        return content[:end] + _describe(rng) + content[end:]
    names = [match[0] for match in re.finditer(rb' \w+="', content)]
    return content if not names else _replace_one(
        rng, re.compile(rb' \w+="'), content, rng.choice(names)
    )  # fmt: skip


def _change_json(rng: Random, content: bytes) -> bytes:
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        return _change_bytes(rng, content)
    holders = [thing for thing in _list_holders(whole) if thing]
    if not holders:
        return content
    holder = rng.choice(holders)
    key = rng.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    way = rng.randrange(4)
    if way == 0:
        del holder[key]
    elif way == 1 and isinstance(holder, dict):
        holder[rng.choice(WORDS)[:500]] = holder[key]
    else:
        holder[key] = rng.choice((*_VALUES, rng.choice(WORDS), rng.choice(holders)))
    try:
        return json.dumps(whole).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):  # it holds itself
        return content[: rng.randrange(len(content))]


_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, float("nan"), float("inf"), 10**400, [], {}, [[]], [None], {"a": []},
    "a", ["a", 1], {"": ""},
)  # fmt: skip


def _list_holders(thing: Any) -> list[Any]:
    if isinstance(thing, dict):
        return [thing, *(found for one in thing.values() for found in _list_holders(one))]
    if isinstance(thing, list):
        return [thing, *(found for one in thing for found in _list_holders(one))]
    return []


_YAML = (
    b"&a [*a]", b"*a", b"!!python/object/apply:os.system [x]", b"!!binary aGk=", b"!!set {a, b}",
    b"!!timestamp 2026-99-99", b"{? [a]: b}", b"? {a: b}\n: c", b"<<: {a: b}", b"|\n  x",
    b">-\n  x", b"---\n", b"...\n", b"%YAML 9.9\n---\n", b"[" * 2000, b"- " * 2000, b"a: " * 30,
    b"0o7", b"1:30:00", b".inf", b"0x_", b"2026-02-30", b"\t", b"'", b'"\\x"', b'"\\ud800"', b"@",
    b"`", b"yes", b"1e3", b"12345678901234567890" * 300, b"!!float x", b"!!int x", b"=", b"!<x> y",
    b"{}", b"[]", b"-", b"? ",
)  # fmt: skip


def _change_yaml(rng: Random, content: bytes) -> bytes:
    piece = rng.choice((*_YAML, _describe(rng)))
    way = rng.randrange(3)
    if way == 0:
        return _replace_one(rng, re.compile(rb"(?<=: )[^\n]+"), content, piece)
    if way == 1:
        return _replace_one(rng, re.compile(rb"(?m)^ *[^:\n]+(?=:)"), content, piece)
    start = rng.randrange(len(content) + 1)
    return content[:start] + piece + content[start:]
