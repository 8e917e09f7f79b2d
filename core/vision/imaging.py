"""The one way to read pictures: from a file or from bytes to an upright RGB array, whatever the format.

Everything that comes from outside, a file, the clipboard, a data set, is decoded here and nowhere else.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from core.errors import ImageError
from core.files import is_folder, read_ordinary, walk
from core.vision import decoding
from core.vision.decoding import FORMATS, MEMORY_LIMIT, DecodedImage, ImageFile, is_heif
from core.work import ordered_map, sorted_texts

if TYPE_CHECKING:
    from core.vision.decoder import DecoderPool

RGB: TypeAlias = decoding.RGB
"""A picture of shape (height, width, 3), upright, in sRGB."""

SUFFIXES: Final = frozenset(".jpg .jpeg .jpe .jfif .png .webp .avif .heic .heif .hif .bmp .dib .tif .tiff .gif".split())
MAX_BYTES: Final = 1_000_000_000
"""Size of the largest file that is read."""
_LARGE_FILE: Final = 16_000_000
_NUMBER: Final = re.compile(r"\d+")
_APART: Final = "\x01\x01"
_EXIF_MARK: Final = b"Exif\0\0"
_EXIF_BLOCKS: Final = 64
"""Larger files, and those with more EXIF blocks, are opened in a process of its own."""


class MemoryBudget:
    """Memory shared by all threads: a thread that needs more than is left waits."""

    def __init__(self, limit: int) -> None:
        self._left = self._limit = limit
        self._freed = threading.Condition()

    @contextlib.contextmanager
    def held(self, size: int) -> Iterator[None]:
        """Hold `size` bytes, or all if there are fewer."""
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


# A thread holds its file first, then what decoding takes, and gives back both: none waits for another in a circle.
_FILES: Final = MemoryBudget(MAX_BYTES)
_DECODING: Final = MemoryBudget(MEMORY_LIMIT)
_starting: Final = threading.Lock()
_pool: DecoderPool | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LoadedPhoto:
    """A picture file that was read, or the error in its place."""

    path: Path
    rgb: RGB | None
    error: ImageError | None
    milliseconds: float
    notes: tuple[str, ...] = ()
    """Codes of `core.vision.decoding.NOTES`."""


def read_image(path: Path) -> RGB:
    """Read the picture in the file `path`, first frame only.

    Raises:
        ImageError: The file is missing, may not be read, is not a picture, is damaged, or is too large.
    """
    return read_with_notes(path).rgb


def read_with_notes(path: Path, size_px: int | None = None) -> DecodedImage:
    """As `read_image`, with notes on how it was read.

    Args:
        path: The file.
        size_px: As in `read_thumbnail`.
    """
    with _file_content(path) as content:
        return decode_with_notes(content, name=str(path), size_px=size_px)


def read_thumbnail(path: Path, size_px: int) -> RGB:
    """Read the picture in `path` no larger than `size_px` on its longer side, decoding no more than that needs.

    Raises:
        ImageError: As `read_image`.
    """
    return read_with_notes(path, size_px).rgb


def decode_image(content: bytes, *, name: str) -> RGB:
    """Decode the bytes of a picture file, first frame only; `name` stands in messages.

    Raises:
        ImageError: They are not a picture, damaged, or too large.
    """
    return decode_with_notes(content, name=name).rgb


def decode_with_notes(content: bytes, *, name: str, size_px: int | None = None) -> DecodedImage:
    """As `decode_image`, with notes on how it was read; `size_px` as in `read_thumbnail`."""
    if not is_heif(content) and not _is_slow_to_open(content):
        image = ImageFile(content, name=name, size_px=size_px)
        if not image.risky:
            with _DECODING.held(image.memory):
                return image.decode()
    return _decoders().decode(content, name=name, size_px=size_px, reserve=_DECODING.held)


def load_photo(path: Path) -> LoadedPhoto:
    """Read the picture in `path`; an error is part of the result."""
    start = time.perf_counter()
    decoded, error = None, None
    try:
        decoded = read_with_notes(path)
    except ImageError as e:
        error = e
    milliseconds = (time.perf_counter() - start) * 1e3
    if decoded is None:
        return LoadedPhoto(path, None, error, milliseconds)
    return LoadedPhoto(path, decoded.rgb, None, milliseconds, decoded.notes)


def load_ahead(paths: Sequence[Path]) -> Iterator[LoadedPhoto]:
    """Load pictures in the order of `paths`, ahead of their use; a folder stands for the pictures below it.

    Loading begins before this returns.
    """
    return ordered_map(
        lambda found: found if isinstance(found, LoadedPhoto) else load_photo(found), _found(paths), threads=1
    )


def find_images(folder: Path) -> list[Path]:
    """As `image_names`, as paths."""
    return list(map(Path, image_names(folder)))


def image_names(folder: Path) -> list[str]:
    """Files below `folder` with the suffix of a picture, in natural order; making paths of them takes as long again.

    Links to folders are followed, each folder once. A folder that may not be read is listed too: reading it raises the
    error that says so.

    Raises:
        ImageError: There are none.
    """
    closed: list[str] = []

    def note(error: OSError) -> None:
        if isinstance(error, PermissionError):
            closed.append(str(error.filename))

    by_place: dict[str, str] = {}
    for root, files in walk(folder, onerror=note):
        start = os.path.join(root, "")  # noqa: PTH118 - many times faster than a path
        start_sorted = _by_value(start)  # once for all its files: no number goes on beyond a separator
        for file in files:
            if os.path.splitext(file)[1].lower() in SUFFIXES and not file.startswith("."):  # noqa: PTH122
                by_place[f"{start_sorted}{_by_value(file)}{_APART}{start}{file}"] = start + file
    by_place |= {natural_order(path): path for path in closed}
    if not by_place:
        raise ImageError("folder.empty", path=folder, formats=", ".join(FORMATS))
    return [by_place[place] for place in sorted_texts(by_place)]


def natural_order(path: str) -> str:
    """Sort key in which 9.jpg comes before 10.jpg; no two paths have the same."""
    return f"{_by_value(path)}{_APART}{path}"


def _by_value(text: str) -> str:
    return _NUMBER.sub(_with_length, text.casefold())


def _with_length(number: re.Match[str]) -> str:
    """A number preceded by how many digits it has sorts by its value."""
    digits = str(int(number[0]))
    return f"\x01{len(digits):03}{digits}\x01"


def _found(paths: Sequence[Path]) -> Iterator[Path | LoadedPhoto]:
    for path in paths:
        try:
            yield from find_images(path) if is_folder(path) else [path]
        except ImageError as e:
            yield LoadedPhoto(path, None, e, 0.0)


def _decoders() -> DecoderPool:
    global _pool  # noqa: PLW0603 - one for the whole program
    from core.vision.decoder import DecoderPool  # here, because most pictures do without it

    with _starting:
        if _pool is None:
            _pool = DecoderPool()
        return _pool


def _is_slow_to_open(content: bytes) -> bool:
    """Whether a header may keep Pillow busy for seconds, which goes over it byte by byte and copies its EXIF blocks."""
    return len(content) > _LARGE_FILE or content.count(_EXIF_MARK) > _EXIF_BLOCKS


@contextlib.contextmanager
def _file_content(path: Path) -> Iterator[bytes]:
    """The bytes of a file, within the memory that files may take together."""
    with contextlib.ExitStack() as held:
        try:
            size_bytes = path.stat().st_size
            if size_bytes > MAX_BYTES:
                raise ImageError(
                    "image.too_many_bytes", path=path, megabytes=size_bytes // 1_000_000, limit=MAX_BYTES // 1_000_000
                )
            held.enter_context(_FILES.held(size_bytes))
            content = read_ordinary(path)
        except FileNotFoundError as e:
            raise ImageError("image.missing", path=path) from e
        except (IsADirectoryError, PermissionError) as e:
            if not is_folder(path):
                raise ImageError("image.permission", path=path) from e
            open_to_us = os.access(path, os.R_OK | os.X_OK)
            raise ImageError("image.folder" if open_to_us else "folder.permission", path=path) from e
        except (OSError, ValueError) as e:
            raise ImageError("image.read", path=path, reason=getattr(e, "strerror", None) or e) from e
        yield content
