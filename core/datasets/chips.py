"""Aligned faces (chips) of a data set, made once on all cores and kept in the cache."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.datasets.cache import ResumableArray, cache_file, is_filled
from core.datasets.dataset import FaceDataset, SkippedRow
from core.errors import FacetError
from core.model.classifier import CHIP_PX
from core.vision.detectors import THOROUGH, make_detector
from core.vision.faces import Face, FaceDetector, align, frame_matrix, framed_face
from core.vision.hand_boxes import face_in_box
from core.vision.imaging import RGB
from core.work import Progress, ShouldStop, ordered_map

SMALL_CHIP_PX: Final = 96
"""Side of the chips made by default; large enough for inputs of up to 64 pixels."""
_ENOUGH_FOR_PX: Final = 64

DETECTION: Final = 3
"""Increased when a detector finds other faces in the same pictures, so that cached chips are made again."""
NO_FACE: Final = "no face was found in it"

_TO_DO, _FOUND, _AS_IS, _NOT_FOUND, _UNREADABLE = range(5)
"""Status of a row in the cache."""
_REASONS: Final = {_NOT_FOUND: NO_FACE, _UNREADABLE: "it cannot be read"}
_FLUSHED_ROWS: Final = 256


@dataclass(frozen=True, slots=True, eq=False)
class Chips:
    """Chips by row of their data set."""

    rgb: NDArray[np.uint8]
    """Shape (n, size, size, 3); black where there is no chip."""
    found: NDArray[np.bool_]
    """Where a face was detected, or the picture is known to be aligned."""
    usable: NDArray[np.bool_]
    """Where there is a chip: of a detected face, of an annotated box, or of a whole picture because its data set is
    aligned."""
    skipped: tuple[SkippedRow, ...]
    """Rows without a chip."""
    key: str
    """Identifies the content in the cache."""


def make_chips(
    dataset: FaceDataset,
    detector: str = THOROUGH,
    *,
    size: int = SMALL_CHIP_PX,
    margin: float = 0.0,
    cache: Path | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Chips:
    """The chips of a data set; continues where a stopped or killed run ended.

    In each picture the face nearest the centre, or in the annotated box, is detected and aligned. If there is none, the
    whole picture of an aligned data set is used. Grey pictures of a CSV are always used as they are.

    Args:
        dataset: The pictures.
        detector: A name of `core.vision.detectors.DETECTORS`; each has its own chips.
        size: Side of a chip in pixels.
        margin: What a chip shows beyond the canonical framing on each side, as a share of that; below 0 it shows less.
        cache: Folder of the cache; by default the user's.
        threads: Number of threads; by default one per core.
        progress: Called with the number of pictures done and their total.
        should_stop: Called after every picture.

    Raises:
        DataError: The cache cannot be written.
        DetectorError: The detector is unknown, or its files are missing or damaged.
        Stopped: `should_stop` returned True; the chips made so far are kept.
    """
    path = _path(dataset, detector, size, cache, margin)
    kept = ResumableArray(path, (len(dataset), size, size, 3))
    detector_of_thread = per_thread(detector)

    def make(row: int) -> tuple[int, RGB | None, int]:
        return row, *_chip(dataset, row, detector_of_thread, size, margin)

    to_do = np.flatnonzero(kept.status == _TO_DO)
    done = len(dataset) - len(to_do)
    for row, chip, status in ordered_map(make, to_do.tolist(), threads=threads, should_stop=should_stop):
        if chip is not None:
            kept.rows[row] = chip
        kept.status[row] = status
        done += 1
        if done % _FLUSHED_ROWS == 0:
            kept.flush()
        if progress:
            progress(done, len(dataset))
    kept.flush()
    found_by_status, whole = np.asarray(kept.status), dataset.grey is not None
    return Chips(
        rgb=kept.rows,
        found=np.asarray((found_by_status == _FOUND) | ((found_by_status == _AS_IS) & whole)),
        usable=np.asarray(found_by_status < _NOT_FOUND),
        skipped=tuple(
            SkippedRow(dataset.names[row], _REASONS[int(found_by_status[row])])
            for row in np.flatnonzero(found_by_status >= _NOT_FOUND)
        ),
        key=path.stem,
    )


def chip_px_for(dataset: FaceDataset, input_px: int, detector: str = THOROUGH, *, cache: Path | None = None) -> int:
    """The side of chips for a network's input: the small size if it is large enough, unless only large ones exist."""
    if input_px > _ENOUGH_FOR_PX:
        return CHIP_PX
    sizes = (SMALL_CHIP_PX, CHIP_PX)
    made = (size for size in sizes if is_filled(_path(dataset, detector, size, cache), len(dataset)))
    return next(made, SMALL_CHIP_PX)


def per_thread(detector: str) -> Callable[[], FaceDetector]:
    """A function that returns the calling thread's own detector: a detector's network serves one thread at a time."""
    local = threading.local()

    def of_thread() -> FaceDetector:
        if not hasattr(local, "detector"):
            local.detector = make_detector(detector)
        found: FaceDetector = local.detector
        return found

    return of_thread


def chip_of_row(
    dataset: FaceDataset, row: int, rgb: RGB, detector: FaceDetector, size: int, *, margin: float = 0.0
) -> tuple[RGB | None, bool]:
    """The chip of a row's picture, and whether its face was detected: where its box is if it has one, otherwise the one
    nearest the centre. In a box without a detected face, the framing is estimated from the box."""
    if dataset.boxes is None or np.isnan(dataset.boxes[row]).any():
        chip = central_chip(rgb, detector, size, margin=margin)
        return chip, chip is not None
    x0, y0, x1, y1 = map(float, dataset.boxes[row])
    face = face_in_box(rgb, (x0, y0, x1, y1), detector)
    return _aligned(rgb, face, size, margin), not face.estimated


def central_chip(rgb: RGB, detector: FaceDetector, size: int, *, margin: float = 0.0) -> RGB | None:
    """The chip of the face nearest the centre, which a labelled picture is about; None if there is no face."""
    face = central_face(detector.detect(rgb), width=rgb.shape[1], height=rgb.shape[0])
    return None if face is None else _aligned(rgb, face, size, margin)


def central_face(faces: tuple[Face, ...], *, width: int, height: int) -> Face | None:
    """The face whose centre is nearest the picture's; None if there are no faces."""

    def distance(face: Face) -> float:
        x0, y0, x1, y1 = face.box
        return ((x0 + x1) / width - 1) ** 2 + ((y0 + y1) / height - 1) ** 2

    return min(faces, key=distance, default=None)


def as_chip(rgb: RGB) -> RGB:
    """A picture that already has the canonical framing, stretched to a square if necessary."""
    height, width = rgb.shape[:2]
    if height == width:
        return rgb
    side = max(height, width)
    return np.asarray(cv2.resize(rgb, (side, side), interpolation=cv2.INTER_LINEAR), np.uint8)


def with_margin(chip: RGB, size: int, margin: float) -> RGB:
    """A chip in the canonical framing with a margin, which repeats its edge, as a chip of `size` pixels."""
    return _aligned(chip, framed_face(chip.shape[1], chip.shape[0]), size, margin) if margin else _resized(chip, size)


def _chip(
    dataset: FaceDataset, row: int, detector_of_thread: Callable[[], FaceDetector], size: int, margin: float
) -> tuple[RGB | None, int]:
    try:
        rgb = dataset.image(row)
    except FacetError:
        return None, _UNREADABLE
    if dataset.grey is not None:
        return with_margin(as_chip(rgb), size, margin), _AS_IS
    chip, found = chip_of_row(dataset, row, rgb, detector_of_thread(), size, margin=margin)
    if chip is not None:
        return chip, _FOUND if found else _AS_IS
    return (with_margin(as_chip(rgb), size, margin), _AS_IS) if dataset.aligned else (None, _NOT_FOUND)


def _aligned(rgb: RGB, face: Face, size: int, margin: float) -> RGB:
    pixels = round(size * margin / (1 + 2 * margin))
    return align(rgb, face, size - 2 * pixels, margin=pixels)


def _resized(chip: RGB, size: int) -> RGB:
    if len(chip) == size:
        return chip
    method = cv2.INTER_AREA if len(chip) > size else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(chip, (size, size), interpolation=method), np.uint8)


def _path(dataset: FaceDataset, detector: str, size: int, cache: Path | None, margin: float = 0.0) -> Path:
    points = np.array([(30, 30), (70, 31), (50, 50), (36, 73), (68, 75)], np.float32)
    # Where alignment moves a fixed face changes when the framing does.
    framing = np.round(frame_matrix(Face((0.0, 0.0, 99.0, 99.0), points, 1.0), 100), 3).tolist()
    key = (DETECTION, detector, framing, size, dataset.state, dataset.fingerprint, *([margin] if margin else ()))
    return cache_file(cache, "chips", *key, suffix=".u8")
