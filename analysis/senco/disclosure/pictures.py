"""What a picture says of itself: text fields, EXIF, XMP, IPTC; what it shows a person must see."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

#: Kinds of picture that carry such fields.
PICTURES = frozenset(
    {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".gif", ".bmp", ".ico", ".heic"}
)
#: Fields that name who made a picture.
_MAKERS = frozenset({"author", "artist", "creator", "xpauthor", "cameraownername", "copyright"})
_GPS, _EXIF = 0x8825, 0x8769


def read_picture(content: bytes) -> Iterator[tuple[str, str, str]]:
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
        Where it is no picture that can be read.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as picture:
            fields = dict(picture.info)
            text = getattr(picture, "text", None)  # what stands behind a PNG's picture data
            fields |= dict(text) if isinstance(text, dict) else {}
            exif = picture.getexif()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ValueError("a picture that cannot be read") from None
    for name, value in fields.items():
        if name not in ("exif", "icc_profile"):
            yield from _tell(str(name), value)
    yield from _read_exif(exif)


def _read_exif(exif: object) -> Iterator[tuple[str, str, str]]:
    from PIL import Image
    from PIL.ExifTags import TAGS

    if not isinstance(exif, Image.Exif):
        return
    for table in (exif, exif.get_ifd(_EXIF)):
        for tag, value in dict(table).items():
            if tag not in (_GPS, _EXIF):
                yield from _tell(TAGS.get(tag, str(tag)), value)
    if exif.get_ifd(_GPS):
        yield "place", "GPS", "GPS"


def _tell(name: str, value: object) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, tuple | list):
        for item in value:
            yield from _tell(name, item)
        return
    if isinstance(value, bytes):
        wide = name.startswith("XP") or (value[1:2] == b"\x00" and value[3:4] == b"\x00")
        value = value.decode("utf-16-le" if wide else "latin-1", "replace")
    if not isinstance(value, str):
        return
    text = re.sub("[\x00-\x08\x0e-\x1f]+", " ", value).strip()
    if text:
        yield "maker" if name.casefold() in _MAKERS else "text", name, text
