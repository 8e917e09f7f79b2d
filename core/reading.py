"""Reading pictures ahead of whoever looks at them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from core.errors import ImageError
from core.files import is_folder
from core.imaging import RGB, find_images, read_image


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A picture file that was read, or the error in its place."""

    path: Path
    rgb: RGB | None
    error: ImageError | None
    milliseconds: float


def read_photo(path: Path) -> Reading:
    """Read the picture in `path`."""
    start = time.perf_counter()
    rgb, error = None, None
    try:
        rgb = read_image(path)
    except ImageError as e:
        error = e
    return Reading(path, rgb, error, (time.perf_counter() - start) * 1e3)


def read_ahead(paths: Sequence[Path]) -> Iterator[Reading]:
    """Pictures in the order of `paths`, the next one read while one is looked at; a folder stands for those below it.

    The first is begun before this returns, so that it is read while other things are prepared.
    """
    pool = ThreadPoolExecutor(1, "reading")
    photos = _photos(paths)
    coming = [pool.submit(next, photos, None)]

    def results() -> Iterator[Reading]:
        try:
            while (reading := coming.pop().result()) is not None:
                coming.append(pool.submit(next, photos, None))
                yield reading
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    return results()


def _photos(paths: Sequence[Path]) -> Iterator[Reading]:
    for path in paths:
        try:
            photos = find_images(path) if is_folder(path) else [path]
        except ImageError as e:
            yield Reading(path, None, e, 0.0)
            continue
        yield from map(read_photo, photos)
