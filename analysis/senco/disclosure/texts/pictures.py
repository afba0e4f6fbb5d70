"""What a picture says of itself: text fields, EXIF, XMP, IPTC; what it shows a person must see."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

from senco.disclosure.texts.packets import (
    MAKERS,
    Fields,
    decode_bytes,
    list_readings,
    read_iptc,
    read_xmp,
)
from senco.disclosure.texts.segments import SECOND, list_parts

#: Kinds of picture that carry such fields.
PICTURES = frozenset(
    {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".gif", ".bmp", ".ico", ".heic"}
)
_GPS, _EXIF, _INTEROP, _THUMBNAIL = 0x8825, 0x8769, 0xA005, -1
#: A block of bytes as ImageMagick writes it into a PNG's text.
_RAW = re.compile(r"\s{0,9}\w{1,40}\s{1,9}\d{1,9}\s([0-9a-fA-F\s]*)")


def read_picture(content: bytes) -> Fields:
    """Yield what a picture says of itself.

    Parameters
    ----------
    content : bytes
        The file.

    Yields
    ------
    role : {"maker", "place", "text"}
        What the field is for.
    name : str
        The field.
    text : str
        What it says.

    Raises
    ------
    ValueError
        Where it is not a picture that can be read, or holds what is not known here; the
        message says which.
    """
    fields = _load_fields(content)
    for name, value in fields.items():
        yield from (
            _describe_raw(name, value) if name.startswith("Raw profile") else _describe(name, value)
        )
    for name, part in list_parts(content):
        reader = _READERS.get(name)
        if reader:
            yield from reader(part)


def _load_fields(content: bytes) -> dict[str, object]:
    """What Pillow takes out of a picture's texts; it has to be a picture."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as picture:
            fields = {str(name): value for name, value in picture.info.items()}
            text = getattr(picture, "text", None)  # what stands behind a PNG's picture data
            fields |= dict(text) if isinstance(text, dict) else {}
    except (
        *(UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, LookupError),
        *(OverflowError, Image.DecompressionBombError),
    ):
        raise ValueError("a picture that cannot be read") from None
    return {name: value for name, value in fields.items() if name not in ("exif", "icc_profile")}


def _read_exif(part: bytes) -> Fields:
    from PIL import Image
    from PIL.ExifTags import TAGS

    exif = Image.Exif()
    try:
        exif.load(part)
        tables = [exif, exif.get_ifd(_EXIF), exif.get_ifd(_INTEROP)]
        position, second = exif.get_ifd(_GPS), exif.get_ifd(_THUMBNAIL)
    except Exception:  # Pillow lets through what its reading of strange fields meets
        raise ValueError("a picture whose EXIF cannot be read") from None
    for table in tables:
        for tag, value in dict(table).items():
            if tag not in (_GPS, _EXIF, _INTEROP):
                yield from _describe(TAGS.get(tag, str(tag)), value)
    if position:
        yield "place", "GPS", "GPS"
    yield from (("text", "EXIF", text) for text in list_readings(part))
    if second:
        raise ValueError(SECOND)


def _read_text(name: str) -> Callable[[bytes], Fields]:
    return lambda part: (("text", name, text) for text in list_readings(part))


_READERS: dict[str, Callable[[bytes], Fields]] = {
    "EXIF": _read_exif,
    "XMP": read_xmp,
    "XMP, continued": _read_text("XMP"),
    "IPTC": read_iptc,
    "ICC": _read_text("colour profile"),
    "comment": _read_text("comment"),
    "palette": _read_text("palette"),
    "text": _read_text("text"),
}


def _describe_raw(name: str, value: object) -> Fields:
    """A block of bytes in a PNG's text, written as hexadecimal digits."""
    match = _RAW.match(str(value))
    if not match:
        raise ValueError("a picture with parts of another program in it")
    try:
        raw = bytes.fromhex("".join(match[1].split()))
    except ValueError:
        raise ValueError("a picture that cannot be read") from None
    kind = name.rpartition(" ")[2].casefold()
    if kind in ("exif", "app1") and raw.startswith(b"Exif\0\0"):
        yield from _read_exif(raw[6:])
    elif kind == "iptc":
        yield from read_iptc(raw)
    else:
        yield from read_xmp(raw)


def _describe(name: str, value: object) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, tuple | list):
        for item in value:
            yield from _describe(name, item)
        return
    role = "maker" if name.casefold() in MAKERS else "text"
    if name.casefold() in ("xmp", "xml:com.adobe.xmp"):
        raw = value if isinstance(value, bytes) else str(value).encode()
        yield from read_xmp(raw)
    elif isinstance(value, bytes):
        readings = [decode_bytes(value)] if role == "maker" else list_readings(value)
        yield from ((role, name, text.strip()) for text in readings if text.strip())
    elif isinstance(value, str) and value.strip("\0 \n"):
        yield role, name, re.sub("[\x00-\x08\x0e-\x1f]+", " ", value).strip()
