"""Small made data sets for the tests of `core.datasets`."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

RGB = NDArray[np.uint8]
HEADER = "age,ethnicity,gender,img_name,pixels"


def blobs(seed: int, side: int = 60) -> RGB:
    """Soft blobs, as unlike one another as faces are."""
    noise = np.random.default_rng(seed).integers(0, 256, (6, 6, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(noise, (side, side), interpolation=cv2.INTER_CUBIC), np.uint8)


def grey(seed: int) -> NDArray[np.uint8]:
    """A grey picture of 48 x 48 pixels."""
    return np.ascontiguousarray(blobs(seed, 48)[:, :, 0])


def encoded(rgb: RGB, kind: str = "PNG") -> bytes:
    content = BytesIO()
    Image.fromarray(rgb).save(content, kind)
    return content.getvalue()


def pixels(seed: int) -> str:
    return " ".join(str(value) for value in grey(seed).ravel())


def row(seed: int, *, age: object = 30, ethnicity: object = 0, gender: object = 0) -> str:
    return f"{age},{ethnicity},{gender},face{seed}.jpg,{pixels(seed)}"


def write_csv(path: Path, lines: Sequence[str], *, header: str = HEADER, end: str = "\n") -> Path:
    path.write_bytes((end.join([header, *lines]) + end).encode())
    return path


def write_pictures(folder: Path, names: Sequence[str]) -> Path:
    for seed, name in enumerate(names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(encoded(blobs(seed)))
    return folder
