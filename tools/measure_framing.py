"""Measure the one framing: where eyes, nose and mouth lie in UTKFace's pictures, and how far alignment moves them.

    python tools/measure_framing.py ../shared/data/utkface.zip [--count 700]

A picture of UTKFace is in the framing already, so that a perfect alignment would leave it as it is. What is printed is
the mean distance by which its corners move, as a share of its side, aligned by the eyes alone and as Facet aligns.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.datasets.chips import central_face
from core.datasets.utkface import read_utkface
from core.vision.detectors import make_detector
from core.vision.faces import IN_FRAME, Face, frame_matrix

_SEED = 5
_CORNERS = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 1.0]])


def main() -> None:
    """Print medians of the key points, and the mean movement of the corners."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="UTKFace, as a zip archive or a folder")
    parser.add_argument("--count", type=int, default=700)
    chosen = parser.parse_args()
    faces = _faces(chosen.data, chosen.count)
    medians = np.median([face.eyes_and_mouth for face in faces], axis=0)
    print(f"{len(faces)} faces found in {chosen.count} pictures")
    for name, (x, y) in zip(("right eye", "left eye", "mouth"), medians, strict=True):
        print(f"{name:10s} median {x:.3f}, {y:.3f}")
    print(f"by the eyes alone, corners move by {np.mean([_moved(_by_eyes(face)) for face in faces]):.1%} of the side")
    print(
        f"by eyes and mouth, corners move by {np.mean([_moved(_as_aligned(face)) for face in faces]):.1%} of the side"
    )


def _faces(data: Path, count: int) -> list[Face]:
    """Central faces with key points as shares of their picture."""
    dataset, detector = read_utkface(data), make_detector()
    found = []
    for row in np.random.default_rng(_SEED).choice(len(dataset), count, replace=False).tolist():
        rgb = dataset.image(row)
        height, width = rgb.shape[:2]
        face = central_face(detector.detect(rgb), width=width, height=height)
        if face is not None:
            keypoints = np.asarray(face.keypoints / (width, height), np.float32)
            found.append(Face(box=face.box, keypoints=keypoints, score=face.score))
    return found


def _as_aligned(face: Face) -> NDArray[np.float64]:
    matrix = frame_matrix(face, 1)
    # Its coordinates are those of pixels' centres; corners are the picture's edges.
    matrix[:, 2] += 0.5 - matrix[:, :2] @ (0.5, 0.5)
    return matrix


def _by_eyes(face: Face) -> NDArray[np.float64]:
    seen = [complex(*point) for point in face.eyes_and_mouth[:2].tolist()]
    wanted = [complex(*point) for point in IN_FRAME[:2]]
    turn = (wanted[1] - wanted[0]) / (seen[1] - seen[0])
    shift = wanted[0] - turn * seen[0]
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])


def _moved(matrix: NDArray[np.float64]) -> float:
    return float(np.hypot(*(_CORNERS @ matrix.T - _CORNERS[:, :2]).T).mean())


if __name__ == "__main__":
    main()
