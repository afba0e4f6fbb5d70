"""Scans and photographs, read with care: whatever is in the file, no more than a picture."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from senco.errors import SencoError

Picture = npt.NDArray[np.uint8]
#: Files of more bytes, and pictures of more pixels, are not read.
MOST_BYTES, MOST_PIXELS = 64_000_000, 60_000_000
#: Pictures of fewer pixels to a side show no line.
_LEAST = 100
_FORMATS = ("PNG", "JPEG", "TIFF")
_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".pdf"})
_SAVE = "Save the scan as a PNG, JPEG, TIFF or PDF file"
_PHONES = frozenset({b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"})
_NUMBER = re.compile(r"([0-9]+)")
#: Documents of more pages are not read.
MOST_PAGES = 200
#: Pages of a PDF are drawn with so many dots to the inch, and no more to their longer side.
_DOTS, _LONGEST = 300, 4_000
#: Of a bare page less than this share is darker than the paper.
_BARE = 0.0003


def list_scans(paths: Iterable[Path]) -> list[Path]:
    """Return the files of scans that are named, and those in the folders that are named.

    Parameters
    ----------
    paths : iterable of Path
        Files, and folders of which every picture and PDF is taken.

    Returns
    -------
    list of Path
        Each once: of a folder in the order of their names, as people count.

    Raises
    ------
    SencoError
        Where a folder has none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        held = [path]
        if path.is_dir():
            held = [one for one in path.iterdir() if one.suffix.lower() in _ENDINGS]
            if not held:
                raise SencoError(f"{path.name} contains no scan: no PNG, JPEG, TIFF or PDF file.")
            held.sort(key=lambda one: (_order(one.name), one.name))
        found |= dict.fromkeys(held)
    return list(found)


def _order(name: str) -> list[tuple[int, str]]:
    """What to sort by so that scan 10 comes after scan 9."""
    return [(int(part) if part.isdecimal() else -1, part) for part in _NUMBER.split(name.lower())]


def read_pages(path: Path) -> Iterator[tuple[str, Picture]]:
    """Read the pages of a scan as they are to be seen, and nothing else that its file holds.

    Parameters
    ----------
    path : Path
        A PNG, JPEG, TIFF or PDF file; the last two may have several pages.

    Yields
    ------
    name : str
        The file's name, and of several pages the number.
    picture : array of shape (height, width, 3)
        Red, green and blue, turned as the camera or the PDF says; a page of a PDF at 300 dots
        to the inch, or at most 4,000 pixels to its longer side.

    Raises
    ------
    SencoError
        Where it cannot be read, or is too large or too small.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise SencoError(f"{path.name} cannot be read: {error.strerror}.") from None
    if len(content) > MOST_BYTES:
        raise SencoError(
            f"{path.name} has more than {MOST_BYTES // 1_000_000} million bytes. {_SAVE}, at 200 "
            "to 300 dots to the inch."
        )
    if content[4:12] in _PHONES:
        raise SencoError(
            f"{path.name} is a photograph in Apple's HEIC format. Send it as JPEG: on the phone, "
            "Settings, Camera, Formats, Most Compatible; or save a copy as JPEG."
        )
    if b"%PDF-" in content[:1_024]:
        yield from _render(content, path.name)
    else:
        yield from _decode(content, path.name)


def is_blank(picture: Picture) -> bool:
    """Whether a page is bare paper, as the back of a sheet is.

    Parameters
    ----------
    picture : array of shape (height, width, 3)
        Red, green and blue.

    Returns
    -------
    bool
        Whether next to nothing on it is darker than the paper around.
    """
    import cv2

    cv2.setNumThreads(1)
    scale = 800 / max(picture.shape[:2])
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    inner = np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.0), dtype=np.float64)[20:-20, 20:-20]
    paper = cv2.medianBlur(grey, 61)[20:-20, 20:-20]
    return bool((inner < 0.9 * paper).mean() < _BARE)


def _render(content: bytes, name: str) -> Iterator[tuple[str, Picture]]:
    """Draw the pages of a PDF, with what was drawn upon them on a tablet."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        reason = "is locked with a password" if locked else "is not a readable PDF, or is broken"
        raise SencoError(f"{name} {reason}. {_SAVE}.") from None
    with contextlib.closing(document):
        if not 0 < pages <= MOST_PAGES:
            raise SencoError(
                f"{name} has {pages} pages; from 1 to {MOST_PAGES} can be read at once."
            )
        for number in range(pages):
            label = name if pages == 1 else f"{name}, page {number + 1}"
            yield label, _draw_page(document, number, label)


def _draw_page(document: Any, number: int, label: str) -> Picture:
    import pypdfium2

    try:
        page = document[number]
        longer, shorter = max(page.get_size()), min(page.get_size())
        scale = min(_DOTS / 72, _LONGEST / max(longer, 1.0))
        if shorter * scale < _LEAST:
            raise _refuse_small(label, round(page.get_width()), round(page.get_height()))
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        return np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
    except pypdfium2.PdfiumError:
        raise SencoError(f"{label}: the page cannot be read. {_SAVE}.") from None


def _decode(content: bytes, name: str) -> Iterator[tuple[str, Picture]]:
    from PIL import Image, ImageOps, ImageSequence

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of tags that are wrong; sizes are held below
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                pages = getattr(opened, "n_frames", 1) if opened.format == "TIFF" else 1
                if pages > MOST_PAGES:
                    raise SencoError(f"{name} has {pages} pages; at most {MOST_PAGES} can be read.")
                for number, frame in enumerate(ImageSequence.Iterator(opened), start=1):
                    label = name if pages == 1 else f"{name}, page {number}"
                    _check(frame.size, label)
                    yield label, _flatten(ImageOps.exif_transpose(frame))
                    if number == pages:
                        break
    except SencoError:
        raise
    except Image.DecompressionBombError:
        raise _refuse_size(name) from None
    except Exception:  # whatever a decoder makes of a broken file
        raise SencoError(f"{name} is not a readable picture, or is broken. {_SAVE}.") from None


def _check(size: tuple[int, int], label: str) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise _refuse_size(label)
    if min(size) < _LEAST:
        raise _refuse_small(label, *size)


def _refuse_small(label: str, width: int, height: int) -> SencoError:
    return SencoError(
        f"{label} is {width} wide and {height} high, which is too small to show a line. Scan it "
        "again, at 200 to 300 dots to the inch."
    )


def _refuse_size(name: str) -> SencoError:
    return SencoError(
        f"{name} has more than {MOST_PIXELS // 1_000_000} million pixels. {_SAVE}, at 200 to 300 "
        "dots to the inch."
    )


def _flatten(image: object) -> Picture:
    """Return colours of eight bits; what is transparent is paper."""
    from PIL import Image

    assert isinstance(image, Image.Image)
    if image.mode.startswith("I") or image.mode == "F":  # more than eight bits of grey
        grey = np.asarray(image, dtype=np.float64)
        most = max(float(grey.max()), 1.0)
        grey = np.clip(grey / most * 255, 0, 255).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen)
    return np.array(image.convert("RGB"), dtype=np.uint8)
