"""In how many pictures of a data set of faces none is found, with and without the look at a crop that a face fills.

    python -m benchmarks.crops FAIRFACE [SIDE]

SIDE is FairFace's own, `val` unless told otherwise; of other data all pictures are looked at.
"""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from core.blazeface import BlazeFaceDetector
from core.boxes import Floats, stacked
from core.datasets.fairface import SIDE
from core.datasets.open import open_dataset
from core.imaging import RGB


class _WithoutCrops(BlazeFaceDetector):
    def _search_crop(self, rgb: RGB) -> Floats:
        del rgb
        return stacked([])


def main() -> None:
    dataset = open_dataset(Path(sys.argv[1]))
    side = sys.argv[2] if len(sys.argv) > 2 else "val"
    rows = np.flatnonzero(np.array(dataset.extra[SIDE]) == side) if SIDE in dataset.extra else np.arange(len(dataset))
    local = threading.local()

    def none_found(row: int) -> tuple[bool, bool]:
        if not hasattr(local, "detectors"):
            local.detectors = _WithoutCrops(), BlazeFaceDetector()
        rgb = dataset.image(row)
        plain, whole = local.detectors
        found = plain.detect(rgb)
        return not found, not found and not whole.detect(rgb)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        without, with_crops = np.sum(list(pool.map(none_found, rows.tolist())), axis=0).tolist()
    print(f"{len(rows)} pictures; no face in {without} without the look at a crop, in {with_crops} with it")


if __name__ == "__main__":
    main()
