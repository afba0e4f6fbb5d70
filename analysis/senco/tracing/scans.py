"""Scans and photographs, read with care: whatever is in the file, no more than a picture."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
import numpy.typing as npt

from senco.errors import SencoError

Picture = npt.NDArray[np.uint8]
#: Files of more bytes, and pictures of more pixels, are not read.
MOST_BYTES, MOST_PIXELS = 64_000_000, 60_000_000
#: Pictures of fewer pixels to a side show no line.
_LEAST = 100
_FORMATS = ("PNG", "JPEG", "TIFF")
_SAVE = "Save the scan as a PNG, JPEG or TIFF picture of one page"


def read_scan(path: Path) -> Picture:
    """Read a picture as it is to be seen, and nothing else that its file holds.

    Parameters
    ----------
    path : Path
        A PNG, JPEG or TIFF file.

    Returns
    -------
    array of shape (height, width, 3)
        Red, green and blue, turned as the camera says.

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
    if content.startswith(b"%PDF"):
        raise SencoError(
            f"{path.name} is a PDF. {_SAVE}: most scanners offer it, and so do programs that show "
            "PDFs."
        )
    return _decode(content, path.name)


def _decode(content: bytes, name: str) -> Picture:
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of tags that are wrong; sizes are held below
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                _check(opened.size, getattr(opened, "n_frames", 1), name)
                return _flatten(ImageOps.exif_transpose(opened))
    except SencoError:
        raise
    except Image.DecompressionBombError:
        raise _refuse_size(name) from None
    except Exception:  # whatever a decoder makes of a broken file
        raise SencoError(f"{name} is no picture that can be read, or is broken. {_SAVE}.") from None


def _check(size: tuple[int, int], pages: int, name: str) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise _refuse_size(name)
    if min(size) < _LEAST:
        raise SencoError(
            f"{name} is {size[0]} pixels wide and {size[1]} high, which is too small to show a "
            "line. Scan it again, at 200 to 300 dots to the inch."
        )
    if pages > 1:
        raise SencoError(f"{name} has {pages} pages. {_SAVE}.")


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
