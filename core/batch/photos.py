"""Which photos a batch is of, and in what order."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import ImageError
from core.files import is_folder, is_there
from core.vision.imaging import SUFFIXES, find_images, natural_order

Order = tuple[list[tuple[int, int, str]], str]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of a batch."""

    path: Path
    """As it was named, or the folder's name with the photo's below it."""
    folder: Path | None
    """The folder that was named and in which it was found."""

    @property
    def key(self) -> str:
        """What names it wherever the program is started from."""
        return os.path.abspath(self.path)  # noqa: PTH100 - Path.absolute keeps "..", resolve follows links


def list_photos(paths: Sequence[Path]) -> list[Photo]:
    """The photos among `paths` and in the folders among them, each once, in the order a person would count them.

    A file that is not there stays in the list: it is a photo that cannot be read.

    Raises:
        ImageError: A folder is not there, or no picture lies in any of them.
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


def photo_order(key: str) -> Order:
    """Sort key of `Photo.key`, the same whatever order a file system lists its files in."""
    return natural_order(Path(key)), key
