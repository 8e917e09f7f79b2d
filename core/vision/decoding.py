"""Decoding the bytes of a picture file in this process: any format to an upright RGB array in sRGB.

`core.vision.imaging` decides what is decoded here and what in a process of its own (`core.vision.decoder`).
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin, UnidentifiedImageError

from core.errors import ImageError

if TYPE_CHECKING:
    from PIL import ImageCms

RGB = NDArray[np.uint8]
"""A picture of shape (height, width, 3), upright, in sRGB."""

FORMATS: Final = ("JPEG", "PNG", "WebP", "AVIF", "HEIC", "BMP", "TIFF", "GIF")
MEMORY_LIMIT: Final = 1_000_000_000
"""Bytes that decoding may allocate at once."""
END_MISSING: Final = "end_missing"
NOTES: Final[Mapping[str, str]] = MappingProxyType(
    {END_MISSING: "the end of the file is missing, though the whole picture could be read"}
)
"""What the user should know about how a file was read, by code."""

_STORED: Final[Mapping[str, int]] = MappingProxyType(
    {"1": 1, "L": 1, "P": 1, "I;16": 5, "I;16B": 5, "I;16L": 5, "I": 9, "F": 9}
)
"""Bytes per pixel of the picture as Pillow decodes it, by mode; 4 in others. All such figures are measured."""
_RESULT: Final = 4
"""Bytes per pixel of the result and what converting takes besides; that of an ordinary JPEG takes no more."""
_TURNED: Final = 3
"""Bytes per pixel of the copy made when rows become columns."""
_OVERHEAD: Final[Mapping[str, int]] = MappingProxyType({"WEBP": 9, "AVIF": 4, "HEIF": 4})
"""Bytes per pixel that the decoder of a format holds besides."""
_PROGRESSIVE: Final = 6
"""Bytes per pixel that a progressive JPEG takes besides."""
_WIDE_COLOUR: Final = 1.0
"""Bytes per pixel and bit of a sample that `_decoded_wide_colour` takes in all."""

_ROWS: Final = 256
"""Rows converted at once: conversions then need little memory beside the picture."""
_PAGES: Final = 64
"""Pages of a TIFF among which the largest is chosen."""
_SCALES: Final = tuple(2.0**bits - 1.0 for bits in (8, 10, 12, 14, 16, 24, 32))
_OUTLIERS: Final = 0.1
_OVERSHOOT: Final = 1.1
_SAMPLED: Final = 1_000_000
"""How the full scale of wide numbers is found: percent of values ignored at each end, by how much floating-point
numbers may exceed the scale (sharpening and resizing overshoot), and how many values are sampled."""
_END_OF_JPEG: Final = b"\xff\xd9"
_END_OF_PNG: Final = b"IEND\xaeB`\x82"
_END_OF_GIF: Final = b"\0;"
_PADDING: Final = 1024  # more than follows the end mark of a GIF
_START_OF_SCAN: Final = b"\xff\xda"
_SCANS: Final = 64
"""Encoders write about ten scans in a progressive JPEG. Each scan takes time for the whole picture."""
_PILLOW_FORMATS: Final = ("JPEG", "PNG", "GIF", "BMP", "DIB", "WEBP", "AVIF", "TIFF")
_AVIF_BRANDS: Final = frozenset((b"avif", b"avis"))
_HEIF_BRANDS: Final = frozenset(b"heic heim heis heix hevc hevm hevs hevx mif1 msf1".split())
_BRANDS_BYTES: Final = 256
_EXIF_ORIENTATION: Final = 0x0112
_BITS_PER_SAMPLE: Final = 258
"""Tags of EXIF and TIFF."""
_FLIP_ROWS, _FLIP_COLUMNS, _FLIP_BOTH = 0, 1, -1
"""OpenCV's codes."""
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
"""By EXIF orientation: whether to transpose, then what to flip."""

# Pillow's own limit warns and refuses at sizes that today's cameras reach, and its message has no width and height;
# `ImageFile.memory` refuses before anything is decoded.
Image.MAX_IMAGE_PIXELS = None
# What Pillow says about a picture's metadata is not for users; a picture it cannot decode raises an error.
warnings.filterwarnings("ignore", module=r"PIL\.")
logging.getLogger("PIL").addHandler(logging.NullHandler())
logging.getLogger("PIL").propagate = False
# Floating-point TIFF that Pillow does not know. Its decoder reads the grey ones; there is no raw mode "float", and
# `_decoded_wide_colour` reads the others.
for _order, _big in ((b"II", ""), (b"MM", "B")):
    TiffImagePlugin.OPEN_INFO[_order, 1, (3,), 1, (64,), ()] = ("F", f"F;64{_big}F")
    for _bits in (32, 64):
        TiffImagePlugin.OPEN_INFO[_order, 2, (3,), 1, (_bits,) * 3, ()] = ("RGB", "float")
        for _alpha in (0, 1, 2):
            TiffImagePlugin.OPEN_INFO[_order, 2, (3,), 1, (_bits,) * 4, (_alpha,)] = ("RGBA", "float")


@dataclass(frozen=True, slots=True, eq=False)
class DecodedImage:
    """A decoded picture."""

    rgb: RGB
    notes: tuple[str, ...] = ()
    """Codes of `NOTES`."""


def is_heif(content: bytes) -> bool:
    """Whether a file is HEIC or another picture of the HEIF family that only its decoder reads."""
    brands = _brands(content)
    return bool(brands & _HEIF_BRANDS) and not brands & _AVIF_BRANDS


class ImageFile:
    """A picture file whose header was read.

    Args:
        content: The bytes of the file.
        name: Stands in messages.
        size_px: Decode a thumbnail no larger than this on its longer side.

    Raises:
        ImageError: It is not a picture, its header is damaged, or decoding would need more than `MEMORY_LIMIT`.
    """

    def __init__(self, content: bytes, *, name: str, size_px: int | None = None) -> None:
        content = _without_cut_chunk(whole := content)
        self._content, self._name, self._size_px = content, name, size_px
        self._image = image = _open(content, name)
        self._is_jpeg = image.format in ("JPEG", "MPO")
        complete = content is whole and _has_end_mark(content, image.format)
        self._notes = () if complete else (END_MISSING,)
        self._wide_bits = _wide_bits(image, content)
        full_size = image.size
        if self._drafts():
            assert size_px is not None
            # JPEG decodes at 1/2, 1/4 or 1/8 of its size for a fraction of the time and memory.
            image.draft("RGB", (size_px, size_px))
        self.memory: Final = self._memory(full_size)
        """Bytes that decoding will allocate at its peak."""

    @property
    def risky(self) -> bool:
        """Whether the header does not bound the time of decoding, or a library prints to standard error."""
        image = self._image
        many_scans = self._is_jpeg and self._content.count(_START_OF_SCAN) > _SCANS
        run_lengths = image.format in ("BMP", "DIB") and bool(image.info.get("compression"))
        prints = bool(self._wide_bits) or any(tile.codec_name == "libtiff" for tile in image.tile)  # type: ignore[attr-defined]
        return many_scans or run_lengths or prints

    def decode(self) -> DecodedImage:
        """The pixels.

        Raises:
            ImageError: The file is damaged.
        """
        rgb = None
        if not self._drafts():
            rgb = self._decoded_jpeg() if self._is_jpeg else self._decoded_wide_colour()
        if rgb is None:
            rgb = self._decoded_by_pillow()
        rgb = _upright(_as_srgb(rgb, self._image), self._image)
        if self._size_px is not None and max(rgb.shape[:2]) > self._size_px:
            whole = Image.fromarray(rgb)
            whole.thumbnail((self._size_px, self._size_px), Image.Resampling.BOX)
            rgb = np.asarray(whole)
        return DecodedImage(rgb, self._notes)

    def _drafts(self) -> bool:
        # Pillow refuses a JPEG without its end mark.
        return self._size_px is not None and self._is_jpeg and not self._notes

    def _memory(self, full_size: tuple[int, int]) -> int:
        width, height = full_size
        image = self._image
        progressive = bool(image.info.get("progressive"))
        per_pixel = _RESULT + _OVERHEAD.get(image.format or "", 0) + progressive * _PROGRESSIVE
        if not (self._is_jpeg and image.mode in ("RGB", "L")):
            per_pixel += _STORED.get(image.mode, 4)
        if self._wide_bits:
            per_pixel = round(_WIDE_COLOUR * self._wide_bits)
        if width * height * per_pixel > MEMORY_LIMIT:
            limit = MEMORY_LIMIT // per_pixel // 1_000_000
            raise ImageError("image.too_large", path=self._name, width=width, height=height, limit=limit)
        if not progressive:
            width, height = image.size
        # Pillow decodes a PNG to find its EXIF block; hardly any has one.
        orientation = 0 if image.format == "PNG" else _orientation(image)
        return width * height * (per_pixel + _TURNED * _UPRIGHT.get(orientation, (False, None))[0])

    def _decoded_jpeg(self) -> RGB | None:
        """The pixels of an ordinary JPEG as stored, the same as Pillow's; None for one that Pillow is to decode.

        Takes half as long as Pillow, or less, because it writes each pixel once.
        """
        image, content = self._image, self._content
        if image.mode != "RGB" and not self._notes:
            return None
        import simplejpeg

        try:
            if image.mode == "CMYK":  # Pillow makes up what is cut off; this raises
                simplejpeg.decode_jpeg(content + _END_OF_JPEG, "CMYK")
                return _to_rgb(_open(content + _END_OF_JPEG, self._name))
            # Pillow's width and height were checked; another decoder could read others from a damaged header.
            rgb: RGB = np.empty((image.height, image.width, 3), np.uint8)
            decoded = simplejpeg.decode_jpeg(content + _END_OF_JPEG if self._notes else content, "RGB", buffer=rgb)
        except (
            ValueError,
            RuntimeError,
            MemoryError,
        ):  # damaged or rare: Pillow reads it or says what is wrong
            return None
        return rgb if decoded.shape == rgb.shape else None

    def _decoded_wide_colour(self) -> RGB | None:
        """The pixels of a colour PNG or TIFF of 16 or 32 bits by their own range; Pillow keeps the high 8 bits only."""
        if not self._wide_bits:
            return None
        import cv2

        values = cv2.imdecode(np.frombuffer(self._content, np.uint8), cv2.IMREAD_UNCHANGED)
        if values is None or values.ndim != 3 or values.shape[:2] != self._image.size[::-1] or values.dtype == np.uint8:
            return None
        low, high = _range(values[..., :3])
        rgb: RGB = np.empty((*values.shape[:2], 3), np.uint8)
        for rows in _strips(len(values)):
            part = _scaled(values[rows, :, 2::-1], low, high)
            if values.shape[2] == 4:
                opaque = 1.0 if np.issubdtype(values.dtype, np.floating) else 65535.0
                alpha = _scaled(values[rows, :, 3:], 0.0, opaque).astype(np.float32) / 255.0
                part = np.rint(part * alpha + 255.0 * (1.0 - alpha)).astype(np.uint8)
            rgb[rows] = part
        return rgb

    def _decoded_by_pillow(self) -> RGB:
        image = self._image
        try:
            if self._size_px is not None:
                image.thumbnail((self._size_px, self._size_px), Image.Resampling.BOX, reducing_gap=None)
            image.load()
            return _to_rgb(image)
        except Exception as e:  # decoders raise whatever the bytes led them to: OSError, SyntaxError, struct.error, ...
            raise ImageError("image.truncated", path=self._name, reason=str(e) or type(e).__name__) from e


def _open(content: bytes, name: str) -> Image.Image:
    if not content:
        raise ImageError("image.empty", path=name)
    formats: tuple[str, ...] = _PILLOW_FORMATS
    brands = _brands(content) & (_AVIF_BRANDS | _HEIF_BRANDS)
    if brands:
        formats = ("AVIF",)
        if is_heif(content):
            import pi_heif  # here, because most pictures do without it

            pi_heif.register_heif_opener()
            formats = ("HEIF",)
        if content[8:12] not in brands:  # the openers look at the first brand only
            brand = next(iter(sorted(brands & _AVIF_BRANDS) or sorted(brands)))
            content = content[:8] + brand + content[12:]
    try:
        image = Image.open(BytesIO(content), formats=formats)
    except UnidentifiedImageError as e:
        if brands:  # the index of an AVIF or HEIC points beyond the end of the file
            raise ImageError("image.truncated", path=name, reason="its end is missing") from e
        raise ImageError("image.format", path=name, formats=", ".join(FORMATS)) from e
    except Exception as e:  # as above: a damaged header
        raise ImageError("image.truncated", path=name, reason=str(e) or type(e).__name__) from e
    if image.format == "TIFF":
        _seek_largest(image)
    return image


def _seek_largest(image: Image.Image) -> None:
    """Go to the largest page of a TIFF: others are previews."""
    try:
        sizes = []
        for page in range(_PAGES):
            try:
                image.seek(page)
            except EOFError:
                break
            sizes.append(image.width * image.height)
        image.seek(sizes.index(max(sizes)))
    except Exception:  # noqa: BLE001 - a damaged page says so when it is decoded
        image.seek(0)


def _brands(content: bytes) -> frozenset[bytes]:
    """The brands of an ISO media file, among them those of AVIF, HEIC, videos and songs."""
    if content[4:8] != b"ftyp":
        return frozenset()
    end = min(int.from_bytes(content[:4], "big"), _BRANDS_BYTES)
    return frozenset(content[at : at + 4] for at in (8, *range(16, end, 4)))


def _has_end_mark(content: bytes, kind: str | None) -> bool:
    """Whether a file has the mark that ends a JPEG, PNG or GIF; other data may follow it. True for other formats."""
    if kind in ("JPEG", "MPO"):
        return content.rfind(_END_OF_JPEG) > content.rfind(_START_OF_SCAN)
    if kind == "PNG":
        return _END_OF_PNG in content
    return kind != "GIF" or _END_OF_GIF in content[-_PADDING:]


def _without_cut_chunk(content: bytes) -> bytes:
    """A WebP file whose last chunk is cut off, without that chunk if it holds no pixels. Other files as they are."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or int.from_bytes(content[4:8], "little") + 8 <= len(content):
        return content
    chunks, at = b"", 12
    while (end := at + 8 + int.from_bytes(content[at + 4 : at + 8], "little")) <= len(content) and at < len(content):
        chunks += content[at:end].ljust((end - at + 1) // 2 * 2, b"\0")
        at = end + end % 2
    if not any(kind in chunks for kind in (b"VP8 ", b"VP8L", b"ANMF")):
        return content
    return b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks


def _wide_bits(image: Image.Image, content: bytes) -> int:
    """The bits of a sample of a colour picture of which Pillow keeps the high 8 only; 0 for others."""
    if image.mode not in ("RGB", "RGBA"):
        return 0
    if image.format == "TIFF":
        bits = int(max(image.tag_v2.get(_BITS_PER_SAMPLE, (8,))))  # type: ignore[attr-defined]
        return bits if bits > 8 else 0
    return 16 if image.format == "PNG" and content[24:26] in (b"\x10\x02", b"\x10\x06") else 0


def _strips(height: int) -> Iterator[slice]:
    for top in range(0, height, _ROWS):
        yield slice(top, min(top + _ROWS, height))


def _converted(image: Image.Image, convert: Callable[[Image.Image], Image.Image]) -> RGB:
    """The pixels of `convert(image)`, an RGB image, made strip by strip."""
    rgb: RGB = np.empty((image.height, image.width, 3), np.uint8)
    for rows in _strips(image.height):
        rgb[rows] = np.asarray(convert(image.crop((0, rows.start, image.width, rows.stop))))
    return rgb


def _as_srgb(rgb: RGB, image: Image.Image) -> RGB:
    """The pixels, decoded from `image`, converted to sRGB in place by its colour profile, where it has a useful one."""
    profile = image.info.get("icc_profile")
    transform = _to_srgb(profile) if profile and image.mode in ("RGB", "RGBA", "P") else None
    if transform is None:
        return rgb
    from PIL import ImageCms

    for rows in _strips(len(rgb)):
        rgb[rows] = np.asarray(ImageCms.applyTransform(Image.fromarray(rgb[rows]), transform))
    return rgb


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


def _upright(rgb: RGB, image: Image.Image) -> RGB:
    """The pixels turned by the EXIF orientation of `image`, which was loaded; in place where that is faster."""
    orientation = _orientation(image)
    if orientation not in _UPRIGHT:
        return rgb
    import cv2  # turns pixels in half the time of Pillow, but most pictures are upright

    transpose, flip = _UPRIGHT[orientation]
    if transpose:
        rgb = np.asarray(cv2.transpose(rgb), np.uint8)
    return rgb if flip is None else np.asarray(cv2.flip(rgb, flip, rgb), np.uint8)


def _orientation(image: Image.Image) -> int:
    try:
        orientation = image.getexif().get(_EXIF_ORIENTATION)
    except Exception:  # noqa: BLE001 - a damaged EXIF block is no reason to refuse the picture
        return 0
    return orientation if isinstance(orientation, int) else 0


def _to_rgb(image: Image.Image) -> RGB:
    if image.mode in ("F", "I") or image.mode.startswith("I;16"):
        return _grey_to_rgb(image)
    if image.mode in ("LA", "PA", "La", "RGBa", "RGBA") or "transparency" in image.info:
        return _converted(image, _on_white)
    return _converted(image, lambda part: part if part.mode == "RGB" else part.convert("RGB"))


def _on_white(part: Image.Image) -> Image.Image:
    rgba = part.convert("RGBA")
    white = Image.new("RGBA", rgba.size, "white")
    white.alpha_composite(rgba)
    return white.convert("RGB")


def _grey_to_rgb(image: Image.Image) -> RGB:
    """Grey of 16 or 32 bits, integer or floating point, as 8 bits: Pillow's own conversion clips it to white."""
    values = np.asarray(image)
    low, high = _range(values)
    rgb: RGB = np.empty((*values.shape, 3), np.uint8)
    for rows in _strips(len(values)):
        rgb[rows] = _scaled(values[rows], low, high)[..., np.newaxis]
    return rgb


def _range(values: NDArray[Any]) -> tuple[float, float]:
    """The values of black and white in a picture of wide numbers, as far as the values themselves tell.

    Integers of few bits in a wide file go up to the largest number of 8, 10, 12 ... bits that they need; floating-point
    numbers up to 1 or one of those. A few values beyond, or infinite ones, do not count.
    """
    step = max(1, round((values.size / _SAMPLED) ** 0.5))
    some = values[::step, ::step].ravel().astype(np.float64)
    some = some[np.isfinite(some)]
    if not len(some):
        return 0.0, 1.0
    bottom, top = np.percentile(some, (_OUTLIERS, 100.0 - _OUTLIERS))
    floating = np.issubdtype(values.dtype, np.floating)
    scales = (1.0, *_SCALES) if floating else _SCALES
    high = next((scale for scale in scales if top <= scale * (_OVERSHOOT if floating else 1.0)), float(top))
    return (-high if bottom < -(_OVERSHOOT - 1.0) * high else 0.0), high


def _scaled(values: NDArray[Any], low: float, high: float) -> NDArray[np.uint8]:
    """Values from `low` to `high` as 0 to 255; NaN is black."""
    if values.dtype == np.uint16:
        return np.asarray(_scaled(np.arange(65536, dtype=np.int32), low, high)[values], np.uint8)
    within = np.nan_to_num(values.astype(np.float64), nan=low).clip(low, high)
    return np.asarray(np.rint((within - low) * (255.0 / (high - low))), np.uint8)
