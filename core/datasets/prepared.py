"""Everything a training needs of a data set's pictures, from one pass over them."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.bundle import InputSpec
from core.chips import CHIP_PX, to_input
from core.datasets.dataset import FaceDataset
from core.datasets.duplicates import Fingerprints, difference_hash, pixel_digest
from core.faces import Face, FaceDetector, align
from core.files import replace_file
from core.imaging import RGB

Progress = Callable[[int, int], None]

_PROBES: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """The pictures of a data set as a network is shown them, one row a picture."""

    as_is: NDArray[np.uint8]
    """Shape (n, size, size, channels): the pictures as they are, taken for aligned faces."""
    realigned: NDArray[np.uint8]
    """The same pictures put through detection and alignment, as the faces of a photo are; where no face was found, the
    picture as it is."""
    found: NDArray[np.bool_]
    """Where a face was found."""
    exact: NDArray[np.int64]
    difference: NDArray[np.uint64]

    @property
    def fingerprints(self) -> Fingerprints:
        """What tells copies apart."""
        return Fingerprints(self.exact, self.difference)


def prepare(
    dataset: FaceDataset,
    spec: InputSpec,
    detector: Callable[[], FaceDetector],
    *,
    cache: Path,
    progress: Progress | None = None,
) -> Prepared:
    """Decode, find, align and shrink every picture, or take what `cache` holds of the same data and input.

    A few pictures are prepared anyway: where the cache holds anything else, detection or alignment has changed since.

    Args:
        dataset: Pictures already in the canonical framing, such as UTKFace's.
        spec: What the network is shown.
        detector: Makes a face detector; called once a thread.
        cache: A file, written when all is done.
        progress: Called with the pictures done and their number.

    Raises:
        ImageError: A picture cannot be decoded.
    """
    key = _key(dataset, spec)
    held = _read(cache, key)
    if held and _still_holds(held, dataset, spec, detector()):
        return held
    local = threading.local()

    def one(row: int) -> _Row:
        if not hasattr(local, "detector"):
            local.detector = detector()
        return _row(dataset.image(row), spec, local.detector)

    rows: list[_Row] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for row in pool.map(one, range(len(dataset))):
            rows.append(row)
            if progress:
                progress(len(rows), len(dataset))
    numbers: dict[bytes, int] = {}
    prepared = Prepared(
        as_is=np.stack([row.as_is for row in rows]),
        realigned=np.stack([row.realigned for row in rows]),
        found=np.array([row.found for row in rows]),
        exact=np.array([numbers.setdefault(row.digest, len(numbers)) for row in rows], np.int64),
        difference=np.stack([row.difference for row in rows]),
    )
    _write(cache, key, prepared)
    return prepared


def realigned_chip(rgb: RGB, detector: FaceDetector) -> RGB | None:
    """The face a labelled picture is about, aligned; None where none is found."""
    face = central_face(detector.detect(rgb), width=rgb.shape[1], height=rgb.shape[0])
    return None if face is None else align(rgb, face, CHIP_PX)


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


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    as_is: NDArray[np.uint8]
    realigned: NDArray[np.uint8]
    found: bool
    digest: bytes
    difference: NDArray[np.uint64]


def _row(rgb: RGB, spec: InputSpec, detector: FaceDetector) -> _Row:
    as_is = _shrunk(as_chip(rgb), spec)
    chip = realigned_chip(rgb, detector)
    return _Row(
        as_is=as_is,
        realigned=as_is if chip is None else _shrunk(chip, spec),
        found=chip is not None,
        digest=pixel_digest(rgb),
        difference=difference_hash(rgb),
    )


def _shrunk(chip: RGB, spec: InputSpec) -> NDArray[np.uint8]:
    # A quarter of float32's room, and nothing is lost: the values are whole.
    return np.asarray(to_input(chip[np.newaxis], spec)[0], np.uint8)


def _still_holds(held: Prepared, dataset: FaceDataset, spec: InputSpec, detector: FaceDetector) -> bool:
    for at in np.unique(np.linspace(0, len(dataset) - 1, _PROBES).astype(int)).tolist():
        row = _row(dataset.image(at), spec, detector)
        if not (np.array_equal(held.as_is[at], row.as_is) and np.array_equal(held.realigned[at], row.realigned)):
            return False
    return True


def _key(dataset: FaceDataset, spec: InputSpec) -> str:
    return hashlib.sha256("\n".join((spec.model_dump_json(), *dataset.names)).encode()).hexdigest()


def _read(cache: Path, key: str) -> Prepared | None:
    try:
        # From memory, because numpy leaves a file open that it finds damaged.
        with np.load(io.BytesIO(cache.read_bytes()), allow_pickle=False) as held:
            if str(held["key"]) != key:
                return None
            return Prepared(**{field.name: held[field.name] for field in fields(Prepared)})
    except (FileNotFoundError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None  # it can be made anew


def _write(cache: Path, key: str, prepared: Prepared) -> None:
    arrays: dict[str, Any] = {field.name: getattr(prepared, field.name) for field in fields(Prepared)}
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, key=np.array(key), **arrays)
    cache.parent.mkdir(parents=True, exist_ok=True)
    replace_file(cache, content.getvalue())
