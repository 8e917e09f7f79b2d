"""Loading pictures from files, ahead of whoever looks at them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from core.errors import ImageError
from core.files import is_folder
from core.vision.imaging import RGB, find_images, read_image


@dataclass(frozen=True, slots=True, eq=False)
class LoadedPhoto:
    """A picture file that was read, or the error in its place."""

    path: Path
    rgb: RGB | None
    error: ImageError | None
    milliseconds: float


def load_photo(path: Path) -> LoadedPhoto:
    """Read the picture in `path`."""
    start = time.perf_counter()
    rgb, error = None, None
    try:
        rgb = read_image(path)
    except ImageError as e:
        error = e
    return LoadedPhoto(path, rgb, error, (time.perf_counter() - start) * 1e3)


def load_ahead(paths: Sequence[Path]) -> Iterator[LoadedPhoto]:
    """Pictures in the order of `paths`, the next one loaded while one is looked at; a folder stands for those below it.

    The first is begun before this returns, so that it is read while other things are prepared.
    """
    pool = ThreadPoolExecutor(1, "reading")
    photos = _photos(paths)
    coming = [pool.submit(next, photos, None)]

    def results() -> Iterator[LoadedPhoto]:
        try:
            while (photo := coming.pop().result()) is not None:
                coming.append(pool.submit(next, photos, None))
                yield photo
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    return results()


def _photos(paths: Sequence[Path]) -> Iterator[LoadedPhoto]:
    for path in paths:
        try:
            photos = find_images(path) if is_folder(path) else [path]
        except ImageError as e:
            yield LoadedPhoto(path, None, e, 0.0)
            continue
        yield from map(load_photo, photos)
