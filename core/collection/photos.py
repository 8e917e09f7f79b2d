"""Which photos belong to a collection, and in what order."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from core.errors import ImageError
from core.files import is_folder, is_there
from core.vision.imaging import (
    SUFFIXES,
    LoadedPhoto,
    decode_with_notes,
    find_images,
    natural_order,
    read_with_notes,
)
from core.work import sorted_texts


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of a collection."""

    path: Path
    """As given, or the given folder joined with the photo's name below it; only a name if there is no file."""
    folder: Path | None = None
    """The given folder in which it was found."""
    content: bytes | None = field(default=None, repr=False)
    """The picture itself where there is no file: it was pasted, or taken with the camera."""
    quarter_turns: int = 0
    """Clockwise, as the user turned it."""

    @property
    def key(self) -> str:
        """The absolute path, or the name if there is no file: identifies the photo."""
        if self.content is not None:
            return str(self.path)
        return os.path.abspath(self.path)  # noqa: PTH100 - Path.absolute keeps "..", resolve follows links

    def load(self) -> LoadedPhoto:
        """Read it, upright and turned as the user wants it; an error is part of the result."""
        start = time.perf_counter()
        try:
            if self.content is None:
                decoded = read_with_notes(self.path)
            else:
                decoded = decode_with_notes(self.content, name=str(self.path))
        except ImageError as e:
            return LoadedPhoto(self.path, None, e, (time.perf_counter() - start) * 1e3)
        turns = self.quarter_turns % 4
        rgb = np.ascontiguousarray(np.rot90(decoded.rgb, -turns)) if turns else decoded.rgb
        return LoadedPhoto(self.path, rgb, None, (time.perf_counter() - start) * 1e3, decoded.notes)

    @property
    def state(self) -> FileState | None:
        """What its file is like now; None if there is none, or it cannot be read."""
        return None if self.content is not None else FileState.of(self.path)

    @property
    def shown(self) -> str:
        """How tables and messages name it."""
        return str(self.path)

    @property
    def missing_folder(self) -> Path | None:
        """The folder in which it was found, if that no longer exists."""
        return self.folder if self.folder is not None and not self.folder.is_dir() else None


@dataclass(frozen=True, slots=True)
class FileState:
    """What tells a changed file from the same one."""

    size: int
    mtime_ns: int

    @classmethod
    def of(cls, path: Path | str) -> FileState | None:
        """The state of a file now; None if it cannot be read."""
        try:
            found = os.stat(path)  # noqa: PTH116 - keys are text
        except (OSError, ValueError):
            return None
        return cls(found.st_size, found.st_mtime_ns)


def list_photos(paths: Sequence[Path]) -> list[Photo]:
    """The photos among `paths` and in the folders among them, each once, in natural order (9.jpg before 10.jpg).

    A missing file stays in the list, as a photo that cannot be read.

    Raises:
        ImageError: A folder does not exist, or none of the folders contains a picture.
    """
    found: dict[str, Photo] = {}
    empty: ImageError | None = None
    for path in paths:
        if is_folder(path):
            try:
                photos = [Photo(image, path) for image in find_images(path)]
            except ImageError as e:
                empty = e
                continue
        elif path.suffix.lower() in SUFFIXES or is_there(path):
            photos = [Photo(path, None)]
        else:
            raise ImageError("batch.missing", path=path)
        for photo in photos:
            found.setdefault(photo.key, photo)
    if empty is not None and not found:
        raise empty
    return in_order(found.values())


def photos_below(paths: Iterable[str]) -> list[Photo]:
    """As `list_photos`, of what is there."""
    try:
        return list_photos([Path(path) for path in paths])
    except ImageError:
        return []


def in_order(photos: Iterable[Photo]) -> list[Photo]:
    """Sorted by `photo_order`."""
    by_place = {photo_order(photo.key): photo for photo in photos}
    return [by_place[place] for place in sorted_texts(by_place)]


def photo_order(key: str) -> bytes:
    """Sort key of `Photo.key`: natural order, whatever order the file system lists its files in."""
    return natural_order(key).encode("utf-8", "surrogatepass")
