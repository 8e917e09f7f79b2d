"""Which photos belong to a batch, and in what order."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import ImageError
from core.files import is_folder, is_there
from core.vision.imaging import SUFFIXES, find_images, natural_order


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of a batch."""

    path: Path
    """As given, or the given folder joined with the photo's name below it."""
    folder: Path | None
    """The given folder in which it was found."""

    @property
    def key(self) -> str:
        """The absolute path: identifies the photo whatever the working directory is."""
        return os.path.abspath(self.path)  # noqa: PTH100 - Path.absolute keeps "..", resolve follows links

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
    return [found[key] for key in sorted(found, key=photo_order)]


def photo_order(key: str) -> bytes:
    """Sort key of `Photo.key`: natural order, whatever order the file system lists its files in."""
    return "\x01".join([*_padded(key), "", key]).encode("utf-8", "surrogatepass")


def _padded(key: str) -> list[str]:
    """The parts of `natural_order` as text that sorts alike: numbers preceded by how many digits they have."""
    return [text if is_text else f"{len(str(number)):03}{number}" for is_text, number, text in natural_order(Path(key))]
