"""Rows of what a network finds: box x0, y0, x1, y1, five key points x, y, and a score."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SCORE: Final = 14
"""Column of the score; those before are coordinates, x and y in turn."""
COLUMNS: Final = 15


def no_rows() -> Floats:
    return np.empty((0, COLUMNS), np.float32)


def moved(rows: Floats, scale: float, x: float, y: float) -> Floats:
    """The rows in other pixels: coordinates times `scale`, then shifted by x, y."""
    rows = rows.copy()
    points = rows[:, :SCORE].reshape(-1, SCORE // 2, 2)
    points *= scale
    points += (x, y)
    return rows


def overlap(row: Floats, others: Floats) -> Floats:
    """Intersection over union of a row's box with each of the others', shape (n,)."""
    width = np.minimum(row[2], others[:, 2]) - np.maximum(row[0], others[:, 0])
    height = np.minimum(row[3], others[:, 3]) - np.maximum(row[1], others[:, 1])
    shared = width.clip(0.0) * height.clip(0.0)
    areas = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    return np.asarray(shared / np.maximum((row[2] - row[0]) * (row[3] - row[1]) + areas - shared, 1e-6))


def suppressed(rows: Floats, limit: float) -> Floats:
    """Non-maximum suppression: of boxes that overlap by more than `limit` the one with the highest score stays."""
    rows = rows[np.argsort(-rows[:, SCORE], kind="stable")]
    kept = []
    while len(rows):
        kept.append(rows[0])
        rows = rows[1:][overlap(rows[0], rows[1:]) <= limit]
    return np.array(kept, np.float32).reshape(-1, COLUMNS)


def distinct(rows: Floats, limit: float, apart: float) -> Floats:
    """The same, where rows are one face too whose key points lie closer than this share of the box's longer side."""
    rows = rows[np.argsort(-rows[:, SCORE], kind="stable")]
    kept = []
    while len(rows):
        kept.append(rows[0])
        points = (rows[:, 4:SCORE] - rows[0, 4:SCORE]).reshape(-1, 5, 2)
        near = np.linalg.norm(points, axis=2).mean(axis=1) < apart * longer_sides(rows[:1])
        rows = rows[~near & (overlap(rows[0], rows) <= limit)]
    return np.array(kept, np.float32).reshape(-1, COLUMNS)


def longer_sides(rows: Floats) -> Floats:
    return np.asarray(np.maximum(rows[:, 2] - rows[:, 0], rows[:, 3] - rows[:, 1]))
