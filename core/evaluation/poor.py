"""Which labelled pictures are themselves a reason to doubt: dark, blurred, turned away and the like."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from core.datasets.chips import as_chip, central_face
from core.datasets.dataset import FaceDataset, Indices
from core.model.chips import CHIP_PX
from core.vision.detectors import THOROUGH, make_detector
from core.vision.faces import Face, align, framed_face
from core.vision.quality import measure_quality
from core.work import Progress, ShouldStop, stop_if


def poor_pictures(
    dataset: FaceDataset,
    rows: Indices,
    *,
    detector: str = THOROUGH,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> NDArray[np.bool_]:
    """Where `core.vision.quality` gives a reason to doubt, by row of `rows`, measured as where a photo is answered.

    The smaller chips that a training makes do not tell: sharpness is another in them, and where the face lay in its
    picture is forgotten. Faces that are not found, and small grey pictures of a CSV, are measured as they are.

    Args:
        dataset: The pictures.
        rows: Which of them; all can be read.
        detector: A name of `core.vision.detectors.DETECTORS`.
        progress: Called with pictures done and their number.
        should_stop: Asked after every picture.

    Raises:
        DataError, ImageError: A picture cannot be read.
        Stopped: `should_stop` asked for it.
    """
    local = threading.local()

    def one(row: int) -> bool:
        stop_if(should_stop)
        rgb = dataset.image(row)
        face: Face | None = None
        if dataset.grey is None:
            if not hasattr(local, "detector"):
                local.detector = make_detector(detector)
            face = central_face(local.detector.detect(rgb), width=rgb.shape[1], height=rgb.shape[0])
        if face is None:
            rgb = as_chip(rgb)
            face = framed_face(len(rgb), len(rgb))
        return bool(measure_quality(rgb, face, align(rgb, face, CHIP_PX)).reasons)

    found = np.zeros(len(rows), np.bool_)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for at, poor in enumerate(pool.map(one, rows.tolist())):
            found[at] = poor
            if progress:
                progress(at + 1, len(rows))
    return found
