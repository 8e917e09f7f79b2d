"""The one image reader: bytes to an upright RGB array, whatever the format.

Everything that comes from outside, a file, the clipboard, a data set, is decoded here and nowhere else.
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from core.errors import ImageError
from core.files import is_folder, read_ordinary

RGB = NDArray[np.uint8]
"""A picture of shape (height, width, 3), upright, sRGB as stored."""

FORMATS: Final = ("JPEG", "PNG", "WebP", "AVIF", "HEIC", "BMP", "TIFF", "GIF")
SUFFIXES: Final = frozenset(".jpg .jpeg .jpe .jfif .png .webp .avif .heic .heif .hif .bmp .dib .tif .tiff .gif".split())
MAX_PIXELS: Final = 200_000_000
MAX_BYTES: Final = 1_000_000_000

_PILLOW_FORMATS: Final = ("JPEG", "PNG", "GIF", "BMP", "DIB", "WEBP", "AVIF", "TIFF")
_BRANDS: Final = frozenset(b"avif avis heic heim heis heix hevc hevm hevs hevx mif1 msf1".split())
"""By these of its brands a file in boxes is an AVIF or HEIC; those of videos and songs are others."""
_BRANDS_BYTES: Final = 256
_EXIF_ORIENTATION: Final = 0x0112
_FLIP_ROWS, _FLIP_COLUMNS, _FLIP_BOTH = 0, 1, -1
"""As OpenCV numbers them."""
_UPRIGHT: Final[Mapping[int, tuple[bool, int | None]]] = MappingProxyType(
    {
        2: (False, _FLIP_COLUMNS),
        3: (False, _FLIP_BOTH),
        4: (False, _FLIP_ROWS),
        5: (True, None),
        6: (True, _FLIP_COLUMNS),
        7: (True, _FLIP_BOTH),
        8: (True, _FLIP_ROWS),
    }
)
"""By EXIF orientation: whether rows and columns are exchanged, then what is flipped."""

# Pillow's own limit warns and refuses at sizes that today's cameras reach, and its message has no width and height;
# `_open` refuses before anything is decoded.
Image.MAX_IMAGE_PIXELS = None
# What Pillow thinks of a picture's metadata is no message for a user.
warnings.filterwarnings("ignore", module=r"PIL\.")


def read_image(path: Path) -> RGB:
    """Read the picture in the file `path`, first frame only.

    Raises:
        ImageError: There is none, it may not be read, it is not a picture, it is damaged, or it is too large.
    """
    return decode_image(_read_bytes(path), name=str(path))


def decode_image(content: bytes, *, name: str) -> RGB:
    """Decode the bytes of a picture file, first frame only; `name` stands in messages.

    Raises:
        ImageError: They are not a picture, damaged, or too large.
    """
    image = _open(content, name)
    rgb = _decoded_jpeg(content, image)
    return _decoded(image, name) if rgb is None else _upright(rgb, image)


def read_thumbnail(path: Path, size_px: int) -> RGB:
    """Read the picture in `path` no larger than `size_px` on its longer side, decoding no more than that needs.

    Raises:
        ImageError: As `read_image`.
    """

    def shrink(image: Image.Image) -> None:
        # JPEG decodes at 1/2, 1/4 or 1/8 for a fraction of the time; others ignore a draft.
        image.draft("RGB", (size_px, size_px))
        image.thumbnail((size_px, size_px), Image.Resampling.BOX, reducing_gap=None)

    return _decoded(_open(_read_bytes(path), str(path)), str(path), shrink)


def find_images(folder: Path) -> list[Path]:
    """Files below `folder` that by their suffix are pictures, in the order a person would count them.

    A folder that may not be looked into stands among them: whoever reads it is told so.

    Raises:
        ImageError: There are none.
    """
    closed: list[Path] = []

    def note(error: OSError) -> None:
        if isinstance(error, PermissionError):
            closed.append(Path(error.filename))

    found = [
        Path(root, file)
        for root, _, files in os.walk(folder, onerror=note)
        for file in files
        if Path(file).suffix.lower() in SUFFIXES and not file.startswith(".")
    ]
    found += closed
    if not found:
        raise ImageError("folder.empty", path=folder, formats=", ".join(FORMATS))
    return sorted(found, key=natural_order)


def natural_order(path: Path) -> list[tuple[int, int, str]]:
    """Sort key in which 9.jpg comes before 10.jpg."""
    parts = re.split(r"(\d+)", str(path).casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _read_bytes(path: Path) -> bytes:
    try:
        size_bytes = path.stat().st_size
        if size_bytes > MAX_BYTES:
            raise ImageError(
                "image.too_many_bytes", path=path, megabytes=size_bytes // 1_000_000, limit=MAX_BYTES // 1_000_000
            )
        return read_ordinary(path)
    except FileNotFoundError as e:
        raise ImageError("image.missing", path=path) from e
    except (IsADirectoryError, PermissionError) as e:
        if not is_folder(path):
            raise ImageError("image.permission", path=path) from e
        open_to_us = os.access(path, os.R_OK | os.X_OK)
        raise ImageError("image.folder" if open_to_us else "folder.permission", path=path) from e
    except (OSError, ValueError) as e:
        raise ImageError("image.read", path=path, reason=getattr(e, "strerror", None) or e) from e


def _decoded_jpeg(content: bytes, image: Image.Image) -> RGB | None:
    """The pixels of an ordinary colour JPEG as stored, the same as Pillow's; None for one that Pillow is to decode.

    Takes half as long as Pillow, or less, because it writes each pixel once.
    """
    if image.format not in ("JPEG", "MPO") or image.mode != "RGB":
        return None
    import simplejpeg

    try:
        # Pillow's width and height were checked; another decoder could read others from a damaged header.
        rgb: RGB = np.empty((image.height, image.width, 3), np.uint8)
        decoded = simplejpeg.decode_jpeg(content, "RGB", buffer=rgb)
    except (ValueError, RuntimeError, MemoryError):  # damaged, or a rare kind: Pillow reads it or says what is wrong
        return None
    return rgb if decoded.shape == rgb.shape else None


def _decoded(image: Image.Image, name: str, prepare: Callable[[Image.Image], None] = lambda image: None) -> RGB:
    try:
        prepare(image)
        image.load()
        rgb = _to_rgb(image)
    except Exception as e:  # decoders raise whatever the bytes led them to: OSError, SyntaxError, struct.error, ...
        raise ImageError("image.truncated", path=name, reason=str(e) or type(e).__name__) from e
    return _upright(rgb, image)


def _open(content: bytes, name: str) -> Image.Image:
    if not content:
        raise ImageError("image.empty", path=name)
    formats: tuple[str, ...] = _PILLOW_FORMATS
    brand = _brand(content)
    if brand is not None:
        import pi_heif  # here, because most pictures do without it

        pi_heif.register_heif_opener()
        formats = ("AVIF", "HEIF")
        if not content.startswith(brand, 8):  # the openers look at the first brand only
            content = content[:8] + brand + content[12:]
    try:
        image = Image.open(BytesIO(content), formats=formats)
    except UnidentifiedImageError as e:
        if brand is not None:  # the index of an AVIF or HEIC reaches beyond the end of what is there
            raise ImageError("image.truncated", path=name, reason="its end is missing") from e
        raise ImageError("image.format", path=name, formats=", ".join(FORMATS)) from e
    except Exception as e:  # as above: a damaged header
        raise ImageError("image.truncated", path=name, reason=str(e) or type(e).__name__) from e
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise ImageError("image.too_large", path=name, width=width, height=height, limit=MAX_PIXELS // 1_000_000)
    return image


def _brand(content: bytes) -> bytes | None:
    """The first brand by which a file in boxes is an AVIF or HEIC, its major one or another."""
    if content[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(content[:4], "big"), _BRANDS_BYTES)
    return next((content[at : at + 4] for at in (8, *range(16, end, 4)) if content[at : at + 4] in _BRANDS), None)


def _upright(rgb: RGB, image: Image.Image) -> RGB:
    """The pixels turned as `image`, which was loaded, says; they are changed in place where that is faster."""
    try:
        orientation = image.getexif().get(_EXIF_ORIENTATION)
    except Exception:  # noqa: BLE001 - a damaged EXIF block is no reason to refuse the picture
        return rgb
    if not isinstance(orientation, int) or orientation not in _UPRIGHT:
        return rgb
    import cv2  # turns pixels in half the time of Pillow, but most pictures are upright

    exchanged, flip = _UPRIGHT[orientation]
    if exchanged:
        rgb = np.asarray(cv2.transpose(rgb), np.uint8)
    return rgb if flip is None else np.asarray(cv2.flip(rgb, flip, rgb), np.uint8)


def _to_rgb(image: Image.Image) -> RGB:
    if image.mode in ("F", "I") or image.mode.startswith("I;16"):
        image = _to_8_bit(image)
    elif image.mode in ("LA", "PA", "La", "RGBa", "RGBA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        image = Image.new("RGBA", rgba.size, "white")
        image.alpha_composite(rgba)
    return np.array(image if image.mode == "RGB" else image.convert("RGB"))


def _to_8_bit(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits, integer or floating point, as 8 bits: Pillow's own conversion clips it to white."""
    values = np.nan_to_num(np.asarray(image, dtype=np.float32))
    top = float(values.max(initial=0.0))
    if image.mode == "F":
        full_scale = 1.0 if top <= 1.0 else max(top, 255.0)
    else:
        full_scale = 65535.0 if top <= 65535.0 else top
    return Image.fromarray((values.clip(0.0, full_scale) * (255.0 / full_scale)).round().astype(np.uint8))
