"""Aligned faces of a data set, made once on all cores and memory-mapped afterwards."""

from __future__ import annotations

import errno
import hashlib
import math
import os
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.datasets.csv_cache import cache_root
from core.datasets.dataset import FaceDataset, SkippedRow
from core.errors import DataError, FacetError
from core.model.chips import CHIP_PX
from core.vision.detectors import THOROUGH, make_detector
from core.vision.faces import Face, FaceDetector, align, frame_matrix
from core.vision.imaging import RGB
from core.work import Progress, ShouldStop, stop_if

SMALL_CHIP_PX: Final = 96
"""Side of the chips that everything shares; enough for an input of up to 64 pixels."""
_ENOUGH_FOR_PX: Final = 64

DETECTION: Final = 3
"""Raised when detection gives other faces for the same pictures, so that chips made before are made again."""

_TO_DO, _FOUND, _AS_IS, _NOT_FOUND, _UNREADABLE = range(5)
_REASONS: Final = {_NOT_FOUND: "no face was found in it", _UNREADABLE: "it cannot be read"}
_FLUSHED_ROWS: Final = 256
_STATUS: Final = "status.u8"


@dataclass(frozen=True, slots=True, eq=False)
class Chips:
    """Chips by row of their data set."""

    rgb: NDArray[np.uint8]
    """Shape (n, size, size, 3); black where there is none."""
    found: NDArray[np.bool_]
    """Where a face was found and aligned, or the picture is known to be aligned."""
    usable: NDArray[np.bool_]
    """Where there is a chip: a face found, or a picture taken as it is because its data set is aligned."""
    skipped: tuple[SkippedRow, ...]
    """Rows without a chip."""


def make_chips(
    dataset: FaceDataset,
    detector: str = THOROUGH,
    *,
    size: int = SMALL_CHIP_PX,
    cache: Path | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Chips:
    """The chips of a data set, those that a stopped or killed run has made among them.

    Grey pictures of a CSV are used as they are; of others the face nearest the middle is found and aligned, and where
    there is none, a picture of an aligned data set is used as it is.

    Args:
        dataset: The pictures.
        detector: A name of `core.vision.detectors.DETECTORS`; each has chips of its own.
        size: Side of a chip in pixels.
        cache: The folder of the cache; by default the user's.
        threads: How many pictures to work on at once; by default one a core.
        progress: Called with pictures done and their number.
        should_stop: Asked after every picture.

    Raises:
        DataError: The cache cannot be written.
        DetectorError: There is no such detector, or its files are missing or damaged.
        Stopped: `should_stop` asked for it; what was made is kept.
    """
    folder = (cache or cache_root()) / "chips" / _key(dataset, detector, size)
    try:
        chips, status = _open(folder, len(dataset), size)
        to_do = np.flatnonzero(status == _TO_DO)
        done = len(dataset) - len(to_do)
        for row, chip, how in _made(
            dataset, to_do.tolist(), detector, size, threads or os.cpu_count() or 1, should_stop
        ):
            if chip is not None:
                chips[row] = chip
            status[row] = how
            done += 1
            if done % _FLUSHED_ROWS == 0:
                # The chip is on disk before the word that it is.
                _flush(chips, status)
            if progress:
                progress(done, len(dataset))
        _flush(chips, status)
    except OSError as e:
        raise DataError("export.write", path=folder, reason=e.strerror or str(e)) from e
    none = np.flatnonzero(status >= _NOT_FOUND)
    return Chips(
        rgb=chips,
        found=np.asarray((status == _FOUND) | ((status == _AS_IS) & (dataset.grey is not None))),
        usable=np.asarray(status < _NOT_FOUND),
        skipped=tuple(SkippedRow(dataset.names[row], _REASONS[int(status[row])]) for row in none),
    )


def chip_px_for(dataset: FaceDataset, input_px: int, detector: str = THOROUGH, *, cache: Path | None = None) -> int:
    """The side of the chips to shrink to a network's input; larger ones where the cache holds those already."""
    if input_px > _ENOUGH_FOR_PX:
        return CHIP_PX
    held = (size for size in (SMALL_CHIP_PX, CHIP_PX) if _all_made(dataset, detector, size, cache or cache_root()))
    return next(held, SMALL_CHIP_PX)


def _all_made(dataset: FaceDataset, detector: str, size: int, root: Path) -> bool:
    try:
        status = np.fromfile(root / "chips" / _key(dataset, detector, size) / _STATUS, np.uint8)
    except FileNotFoundError:
        return False
    return len(status) == len(dataset) and bool((status != _TO_DO).all())


def central_chip(rgb: RGB, detector: FaceDetector, size: int) -> RGB | None:
    """The chip of the face a labelled picture is about; None where none is found."""
    face = central_face(detector.detect(rgb), width=rgb.shape[1], height=rgb.shape[0])
    return None if face is None else align(rgb, face, size)


def central_face(faces: tuple[Face, ...], *, width: int, height: int) -> Face | None:
    """The face whose middle is nearest the picture's."""

    def off_centre(face: Face) -> float:
        x0, y0, x1, y1 = face.box
        return ((x0 + x1) / width - 1) ** 2 + ((y0 + y1) / height - 1) ** 2

    return min(faces, key=off_centre, default=None)


def as_chip(rgb: RGB) -> RGB:
    """A picture that already is in the canonical framing; one that is not square is stretched to be."""
    height, width = rgb.shape[:2]
    if height == width:
        return rgb
    side = max(height, width)
    return np.asarray(cv2.resize(rgb, (side, side), interpolation=cv2.INTER_LINEAR), np.uint8)


def _made(
    dataset: FaceDataset,
    rows: list[int],
    detector: str,
    size: int,
    threads: int,
    should_stop: ShouldStop | None,
) -> Iterator[tuple[int, RGB | None, int]]:
    local = threading.local()

    def one(row: int) -> tuple[int, RGB | None, int]:
        try:
            rgb = dataset.image(row)
        except FacetError:
            return row, None, _UNREADABLE
        if dataset.grey is not None:
            return row, _sized(rgb, size), _AS_IS
        if not hasattr(local, "detector"):
            local.detector = make_detector(detector)
        chip = central_chip(rgb, local.detector, size)
        if chip is not None:
            return row, chip, _FOUND
        return (row, _sized(rgb, size), _AS_IS) if dataset.aligned else (row, None, _NOT_FOUND)

    remaining = iter(rows)
    with ThreadPoolExecutor(threads) as pool:
        # A batch at a time, so that a stop does not wait for all that were handed out.
        while batch := list(islice(remaining, 8 * threads)):
            for made in pool.map(one, batch):
                stop_if(should_stop)
                yield made


def _sized(rgb: RGB, size: int) -> RGB:
    chip = as_chip(rgb)
    if len(chip) == size:
        return chip
    method = cv2.INTER_AREA if len(chip) > size else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(chip, (size, size), interpolation=method), np.uint8)


def _key(dataset: FaceDataset, detector: str, size: int) -> str:
    points = np.array([(30, 30), (70, 31), (50, 50), (36, 73), (68, 75)], np.float32)
    # Where alignment puts a made face tells one framing from another.
    framing = np.round(frame_matrix(Face((0.0, 0.0, 99.0, 99.0), points, 1.0), 100), 3).tolist()
    # Chips of the thorough one were kept before there was another.
    found_by = DETECTION if detector == THOROUGH else f"{DETECTION} {detector}"
    what = f"{found_by} {framing} {size} {dataset.state} {dataset.fingerprint}"
    return hashlib.sha256(what.encode()).hexdigest()[:24]


def _open(folder: Path, count: int, size: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The chips, and what was done about each row."""
    folder.mkdir(parents=True, exist_ok=True)
    chips, status = folder / "chips.u8", folder / _STATUS
    size_bytes = count * size * size * 3
    if not (chips.is_file() and chips.stat().st_size == size_bytes):
        # What a status file says belongs to the chips it was written with.
        status.unlink(missing_ok=True)
        _check_room(folder, size_bytes)
    return _mapped(chips, (count, size, size, 3)), _mapped(status, (count,))


def _mapped(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    there = path.is_file() and path.stat().st_size == math.prod(shape)
    return np.memmap(path, np.uint8, mode="r+" if there else "w+", shape=shape)


def _flush(*arrays: NDArray[np.uint8]) -> None:
    for array in arrays:
        if isinstance(array, np.memmap):
            array.flush()


def _check_room(folder: Path, size_bytes: int) -> None:
    """A full disk under a memory map ends the process, so it is told before."""
    if shutil.disk_usage(folder).free < size_bytes:
        raise OSError(errno.ENOSPC, f"the chips need {size_bytes // 1_000_000} MB, more than the disk has left")
