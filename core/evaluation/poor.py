"""Which labelled pictures are themselves a reason to doubt: too dark, too bright, flat or blurred."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.blazeface import BlazeFaceDetector
from core.chips import CHIP_PX
from core.datasets.chips import as_chip, central_chip
from core.datasets.dataset import FaceDataset, Indices
from core.datasets.work import Progress, ShouldStop, stop_if
from core.evaluation.likeness import OF_THE_PICTURE
from core.faces import Face, FaceDetector
from core.imaging import RGB
from core.quality import measure_quality

_KEYPOINTS: Final = np.array(
    ((0.293, 0.301), (0.689, 0.302), (0.497, 0.525), (0.492, 0.716), (0.075, 0.384), (0.895, 0.387)), np.float32
)
"""Where they lie in the one framing, so that a chip can be looked at as a picture of its own."""


def framed(side_px: int) -> Face:
    """The face that fills a chip."""
    side = float(side_px)
    return Face((0.0, 0.0, side, side), _KEYPOINTS * side, 1.0)


def is_poor(chip: RGB) -> bool:
    """Whether an aligned face is too dark, too bright, too flat or too blurred to be sure."""
    return not OF_THE_PICTURE.isdisjoint(measure_quality(chip, framed(len(chip)), chip).reasons)


def poor_pictures(
    dataset: FaceDataset,
    rows: Indices,
    *,
    detector: Callable[[], FaceDetector] = BlazeFaceDetector,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> NDArray[np.bool_]:
    """Where a picture is poor, by row of `rows`, measured as where a photo is answered: on chips of the same size.

    The smaller chips that a training makes would be called sharper or less sharp than the same face in a photo. Faces
    that are not found, and small grey pictures of a CSV, are measured as they are.

    Args:
        dataset: The pictures.
        rows: Which of them; all can be read.
        detector: Makes a face detector; called once a thread.
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
        if dataset.grey is not None:
            return is_poor(rgb)
        if not hasattr(local, "detector"):
            local.detector = detector()
        chip = central_chip(rgb, local.detector, CHIP_PX)
        return is_poor(as_chip(rgb) if chip is None else chip)

    found = np.zeros(len(rows), np.bool_)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for at, poor in enumerate(pool.map(one, rows.tolist())):
            found[at] = poor
            if progress:
                progress(at + 1, len(rows))
    return found
