"""What several looks at a picture found, put together: rows of box x0, y0, x1, y1, six key points x, y, and score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_BLEND_OVERLAP: Final = 0.3
"""MediaPipe's own limit for BlazeFace."""
_SAME_FACE_OVERLAP: Final = 0.45
"""Boxes that share more than this of the smaller are one face: a tile often sees part of what another sees whole."""


def stacked(rows: Sequence[Floats]) -> Floats:
    return np.array(rows, np.float32).reshape(-1, 17)


def areas(rows: Floats) -> Floats:
    return np.asarray((rows[:, 2] - rows[:, 0]) * (rows[:, 3] - rows[:, 1]))


def shared_area(row: Floats, others: Floats) -> Floats:
    width = np.minimum(row[2], others[:, 2]) - np.maximum(row[0], others[:, 0])
    height = np.minimum(row[3], others[:, 3]) - np.maximum(row[1], others[:, 1])
    return np.asarray(width.clip(0.0) * height.clip(0.0))


def shared_of_smaller(row: Floats, others: Floats) -> Floats:
    return np.asarray(shared_area(row, others) / np.minimum(areas(row[None]), areas(others)))


def blend(rows: Floats) -> Floats:
    """Non-maximum suppression as BlazeFace wants it: a face is the mean of its candidates, weighted by their scores."""
    rows = rows[np.argsort(-rows[:, 16])]
    blended = []
    while len(rows):
        shared = shared_area(rows[0], rows)
        same = shared / (areas(rows[:1]) + areas(rows) - shared) > _BLEND_OVERLAP
        face = np.average(rows[same], axis=0, weights=rows[same, 16])
        face[16] = rows[0, 16]
        blended.append(face)
        rows = rows[~same]
    return stacked(blended)


def merge(rows: Floats) -> Floats:
    """Non-maximum suppression across networks and tiles: of several looks at one face the surest stays as it is."""
    rows = rows[np.argsort(-rows[:, 16], kind="stable")]
    kept = []
    while len(rows):
        kept.append(rows[0])
        rows = rows[shared_of_smaller(rows[0], rows) <= _SAME_FACE_OVERLAP]
    return stacked(kept)


def same_face(row: Floats, candidates: Floats) -> Floats | None:
    """The surest of the candidates that overlap `row`."""
    same = candidates[shared_of_smaller(row, candidates) > _SAME_FACE_OVERLAP]
    return same[same[:, 16].argmax()] if len(same) else None
