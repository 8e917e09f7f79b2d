"""The one image reader: bytes to an upright RGB array, whatever the format.

Everything that comes from outside, a file, the clipboard, a data set, is decoded here and nowhere else.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from core.errors import ImageError
from core.files import is_folder, read_ordinary, walk

if TYPE_CHECKING:
    from PIL import ImageCms

RGB = NDArray[np.uint8]
"""A picture of shape (height, width, 3), upright, in sRGB."""

FORMATS: Final = ("JPEG", "PNG", "WebP", "AVIF", "HEIC", "BMP", "TIFF", "GIF")
SUFFIXES: Final = frozenset(".jpg .jpeg .jpe .jfif .png .webp .avif .heic .heif .hif .bmp .dib .tif .tiff .gif".split())
MAX_BYTES: Final = 1_000_000_000
"""Of a file, and of what decoding it may hold in memory at once."""

_BYTES_PER_PIXEL: Final[Mapping[str, int]] = MappingProxyType({"JPEG": 4, "MPO": 4, "WEBP": 21, "HEIF": 12, "AVIF": 12})
"""What decoding holds in memory at its peak, measured; of other formats `_BYTES_PER_PIXEL_USUAL`."""
_BYTES_PER_PIXEL_USUAL: Final = 8
_BYTES_PER_PIXEL_PROGRESSIVE: Final = 10
_PAGES: Final = 64
"""A file with several pictures is searched so far for the largest."""
_SCALES: Final = tuple(2.0**bits - 1.0 for bits in (8, 10, 12, 14, 16, 24, 32))
_OUTLIERS: Final = 0.1
_OVERSHOOT: Final = 1.1
_SAMPLED: Final = 1_000_000
"""How the full scale of wide numbers is found: percent of values that do not count, by how much floating-point numbers
may exceed it (sharpening and resizing overshoot), and how many values are looked at."""
_END_OF_JPEG: Final = b"\xff\xd9"
_PILLOW_FORMATS: Final = ("JPEG", "PNG", "GIF", "BMP", "DIB", "WEBP", "AVIF", "TIFF")
_BRANDS: Final = frozenset(b"avif avis heic heim heis heix hevc hevm hevs hevx mif1 msf1".split())
"""By these of its brands a file in boxes is an AVIF or HEIC; those of videos and songs are others."""
_BRANDS_BYTES: Final = 256
_EXIF_ORIENTATION: Final = 0x0112
_BITS_PER_SAMPLE: Final = 258
"""Tags of EXIF and TIFF."""
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
# `_bytes_to_decode` refuses before anything is decoded.
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
    with _BUDGET.held(_bytes_to_decode(image, name)):
        for decode in (_decoded_jpeg, _decoded_wide_colour):
            rgb = decode(content, image)
            if rgb is not None:
                return _upright(_as_srgb(rgb, image), image)
        return _decoded(image, name)


def read_thumbnail(path: Path, size_px: int) -> RGB:
    """Read the picture in `path` no larger than `size_px` on its longer side, decoding no more than that needs.

    Raises:
        ImageError: As `read_image`.
    """

    def shrink(image: Image.Image) -> None:
        # JPEG decodes at 1/2, 1/4 or 1/8 for a fraction of the time; others ignore a draft.
        image.draft("RGB", (size_px, size_px))
        image.thumbnail((size_px, size_px), Image.Resampling.BOX, reducing_gap=None)

    content = _read_bytes(path)
    image = _open(content, str(path))
    if image.format in ("JPEG", "MPO") and not _ends(content):
        whole = Image.fromarray(decode_image(content, name=str(path)))
        whole.thumbnail((size_px, size_px), Image.Resampling.BOX)
        return np.asarray(whole)
    _bytes_to_decode(image, str(path))
    return _decoded(image, str(path), shrink)


def find_images(folder: Path) -> list[Path]:
    """Files below `folder` that by their suffix are pictures, in the order a person would count them.

    Links to folders are followed, each folder once. A folder that may not be looked into stands among them: whoever
    reads it is told so.

    Raises:
        ImageError: There are none.
    """
    closed: list[Path] = []

    def note(error: OSError) -> None:
        if isinstance(error, PermissionError):
            closed.append(Path(error.filename))

    found = [
        Path(root, file)
        for root, files in walk(folder, onerror=note)
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


class DecodingBudget:
    """Memory that all threads together decode in: one more picture waits until there is room for it."""

    def __init__(self, limit: int) -> None:
        self._left = self._limit = limit
        self._freed = threading.Condition()

    @contextlib.contextmanager
    def held(self, size: int) -> Iterator[None]:
        size = min(size, self._limit)
        with self._freed:
            self._freed.wait_for(lambda: self._left >= size)
            self._left -= size
        try:
            yield
        finally:
            with self._freed:
                self._left += size
                self._freed.notify_all()


_BUDGET: Final = DecodingBudget(MAX_BYTES)


def _bytes_to_decode(image: Image.Image, name: str) -> int:
    """What decoding the picture will hold in memory at once.

    Raises:
        ImageError: It is too much.
    """
    width, height = image.size
    per_pixel = _BYTES_PER_PIXEL.get(image.format or "", _BYTES_PER_PIXEL_USUAL)
    if image.info.get("progressive"):
        per_pixel = _BYTES_PER_PIXEL_PROGRESSIVE
    size = width * height * per_pixel
    if size > MAX_BYTES:
        limit = MAX_BYTES // per_pixel // 1_000_000
        raise ImageError("image.too_large", path=name, width=width, height=height, limit=limit)
    return size


def _decoded_jpeg(content: bytes, image: Image.Image) -> RGB | None:
    """The pixels of an ordinary JPEG as stored, the same as Pillow's; None for one that Pillow is to decode.

    Takes half as long as Pillow, or less, because it writes each pixel once. A file that lacks no more than its end
    mark is whole.
    """
    if image.format not in ("JPEG", "MPO") or image.mode not in ("RGB", "L"):
        return None
    if image.mode == "L" and _ends(content):
        return None
    import simplejpeg

    try:
        # Pillow's width and height were checked; another decoder could read others from a damaged header.
        rgb: RGB = np.empty((image.height, image.width, 3), np.uint8)
        if not _ends(content):
            content += _END_OF_JPEG
        decoded = simplejpeg.decode_jpeg(content, "RGB", buffer=rgb)
    except (ValueError, RuntimeError, MemoryError):  # damaged, or a rare kind: Pillow reads it or says what is wrong
        return None
    return rgb if decoded.shape == rgb.shape else None


def _ends(content: bytes) -> bool:
    """Whether a JPEG has its end mark, which others may write more behind."""
    return content.rfind(_END_OF_JPEG) > content.rfind(b"\xff\xda")


def _decoded_wide_colour(content: bytes, image: Image.Image) -> RGB | None:
    """The pixels of a colour PNG or TIFF of 16 or 32 bits by their own range, of which Pillow keeps the high 8 bits."""
    wide_png = image.format == "PNG" and content[24:26] in (b"\x10\x02", b"\x10\x06")
    wide_tiff = image.format == "TIFF" and max(image.tag_v2.get(_BITS_PER_SAMPLE, (8,))) > 8  # type: ignore[attr-defined]
    if image.mode not in ("RGB", "RGBA") or not (wide_png or wide_tiff):
        return None
    import cv2

    values = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    if values is None or values.ndim != 3 or values.shape[:2] != image.size[::-1] or values.dtype == np.uint8:
        return None
    low, high = _range(values[..., :3])
    eight = _scaled(values[..., 2::-1], low, high)
    if values.shape[2] == 4:
        alpha = (
            _scaled(values[..., 3:], 0.0, 1.0 if np.issubdtype(values.dtype, np.floating) else 65535.0).astype(
                np.float32
            )
            / 255.0
        )
        eight = np.rint(eight * alpha + 255.0 * (1.0 - alpha)).astype(np.uint8)
    return np.ascontiguousarray(eight)


def _decoded(image: Image.Image, name: str, prepare: Callable[[Image.Image], None] = lambda image: None) -> RGB:
    try:
        prepare(image)
        image.load()
        rgb = _to_rgb(image)
    except Exception as e:  # decoders raise whatever the bytes led them to: OSError, SyntaxError, struct.error, ...
        raise ImageError("image.truncated", path=name, reason=str(e) or type(e).__name__) from e
    return _upright(_as_srgb(rgb, image), image)


def _as_srgb(rgb: RGB, image: Image.Image) -> RGB:
    """The pixels, decoded from `image`, converted by its colour profile; as they are where that says nothing else."""
    profile = image.info.get("icc_profile")
    transform = _to_srgb(profile) if profile and image.mode in ("RGB", "RGBA", "P") else None
    if transform is None:
        return rgb
    from PIL import ImageCms

    return np.asarray(ImageCms.applyTransform(Image.fromarray(rgb), transform))


@lru_cache(16)
def _to_srgb(profile: bytes) -> ImageCms.ImageCmsTransform | None:
    """The transform from a colour profile to sRGB; None if it is sRGB, not an RGB profile, or damaged."""
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if source.profile.xcolor_space.strip() != "RGB" or "sRGB" in ImageCms.getProfileDescription(source):
            return None
        target = ImageCms.createProfile("sRGB")
        return ImageCms.buildTransform(source, target, "RGB", "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


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
    if image.format == "TIFF":
        _seek_largest(image)
    return image


def _seek_largest(image: Image.Image) -> None:
    """Go to the largest picture of a file: others are previews."""
    try:
        sizes = []
        for page in range(min(_PAGES, getattr(image, "n_frames", 1))):
            image.seek(page)
            sizes.append(image.width * image.height)
        image.seek(sizes.index(max(sizes)))
    except Exception:  # noqa: BLE001 - a damaged page says so when it is decoded
        image.seek(0)


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
    values = np.asarray(image)
    return Image.fromarray(_scaled(values, *_range(values)))


def _range(values: NDArray[Any]) -> tuple[float, float]:
    """What is black and what is white in a picture of wide numbers, as far as its own values tell.

    Integers of few bits in a wide file go up to the largest number of 8, 10, 12 ... bits that they need; floating-point
    numbers up to 1 or one of those. A few values beyond, or infinite ones, do not count.
    """
    some = values.ravel()[:: max(1, values.size // _SAMPLED)].astype(np.float64)
    some = some[np.isfinite(some)]
    if not len(some):
        return 0.0, 1.0
    bottom, top = np.percentile(some, (_OUTLIERS, 100.0 - _OUTLIERS))
    floating = np.issubdtype(values.dtype, np.floating)
    scales = (1.0, *_SCALES) if floating else _SCALES
    high = next((scale for scale in scales if top <= scale * (_OVERSHOOT if floating else 1.0)), float(top))
    return (-high if bottom < -(_OVERSHOOT - 1.0) * high else 0.0), high


def _scaled(values: NDArray[Any], low: float, high: float) -> NDArray[np.uint8]:
    """Values from `low` to `high` as 0 to 255; what is no number is black."""
    shares = (np.nan_to_num(values.astype(np.float32), posinf=high, neginf=low) - low) * (255.0 / (high - low))
    return np.asarray(np.rint(shares.clip(0.0, 255.0)), np.uint8)
