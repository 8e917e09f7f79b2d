"""Which faces a detector finds, by their size; what it takes for one; and how long it needs.

    python -m benchmarks.detection --faces UTKFace --backgrounds FOLDER --photos FOLDER [DETECTOR ...]

A detector is named as Python does, `core.blazeface:BlazeFaceDetector` unless told otherwise; several meet the same
pictures, in turns. UTKFace's faces are pasted into pictures without faces, some alone and some together, so that where
they lie is known; what else is found there is no face. In photos, the boxes are counted. What is absent is left out.
"""

from __future__ import annotations

import argparse
import pkgutil
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from benchmarks.measure import machine, print_table
from core.faces import ALIGNED_BY, IN_FRAME, Face, FaceDetector
from core.imaging import RGB, find_images, read_image

SIZES_PX: Final = (24, 32, 40, 48, 64, 96, 128, 192, 256, 400, 600)
PHOTOS: Final = ((1280, 960), (2000, 1500), (4000, 3000))
ALONE, TOGETHER = 2, 10
"""Photos of each size with one face of each size, and with as many sizes as there is room for."""
BOX: Final = 0.9
"""Side of a face's box, as a share of that of a UTKFace picture."""
SAME: Final = 0.3
"""Intersection over union from which a box is that of a face."""
NOISE: Final = 3.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Pasted:
    """A face in a made photo."""

    size_px: int
    x: int
    y: int
    side: int
    """Of the picture that was pasted."""

    @property
    def box(self) -> Box:
        """As a detector would draw it."""
        margin = (1.0 - BOX) / 2.0 * self.side
        return self.x + margin, self.y + margin, self.x + self.side - margin, self.y + self.side - margin

    def overlaps(self, other: Pasted) -> bool:
        """Whether the pasted pictures do."""
        return max(self.x, other.x) < min(self.x + self.side, other.x + other.side) and max(self.y, other.y) < min(
            self.y + self.side, other.y + other.side
        )


@dataclass(slots=True)
class Score:
    """What came of one detector."""

    found: dict[tuple[str, int], list[bool]] = field(default_factory=lambda: defaultdict(list))
    moved: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Mean distance of eyes and mouth from UTKFace's medians, as a share of the pasted picture's side."""
    wrong: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    boxes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def take(self, kind: str, faces: Sequence[Face], pasted: Sequence[Pasted]) -> None:
        """Compare what was found with what is there."""
        overlaps = np.array([[_overlap(face.box, truth.box) for face in faces] for truth in pasted])
        overlaps = overlaps.reshape(len(pasted), len(faces))
        for truth, row in zip(pasted, overlaps, strict=True):
            hit = bool(row.max(initial=0.0) >= SAME)
            self.found[kind, truth.size_px].append(hit)
            if hit:
                self.moved[truth.size_px].append(_moved(faces[int(row.argmax())], truth))
        self.wrong[kind].append(len(faces) - int((overlaps.max(axis=0, initial=0.0) >= SAME).sum()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=Path, help="folder of UTKFace's aligned pictures")
    parser.add_argument("--backgrounds", type=Path, help="folder of pictures without faces")
    parser.add_argument("--photos", type=Path, help="folder of photos")
    parser.add_argument("detectors", nargs="*", default=["core.blazeface:BlazeFaceDetector"])
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    detectors: dict[str, FaceDetector] = {name: pkgutil.resolve_name(name)() for name in chosen.detectors}
    scores = {name: Score() for name in detectors}

    if chosen.faces and chosen.backgrounds:
        for width, height in PHOTOS:
            for rgb, pasted in _made(find_images(chosen.faces), find_images(chosen.backgrounds), width, height):
                for name, faces in _in_turns(f"{width} x {height}", rgb, detectors, scores):
                    scores[name].take(f"{width} x {height}", faces, pasted)
    if chosen.backgrounds:
        for path in find_images(chosen.backgrounds):
            for name, faces in _in_turns("without faces", read_image(path), detectors, scores):
                scores[name].take("without faces", faces, ())
    if chosen.photos:
        for path in find_images(chosen.photos):
            for name, faces in _in_turns("photos", read_image(path), detectors, scores):
                scores[name].boxes[path.name].append(len(faces))
    for name, score in scores.items():
        print_table(f"{name} ({machine()}, one thread)", _rows(score))


def _in_turns(
    kind: str, rgb: RGB, detectors: dict[str, FaceDetector], scores: dict[str, Score]
) -> Iterator[tuple[str, Sequence[Face]]]:
    for name, detector in detectors.items():
        start = time.perf_counter()
        faces = detector.detect(rgb)
        scores[name].seconds[kind].append(time.perf_counter() - start)
        yield name, faces


def _made(
    faces: Sequence[Path], backgrounds: Sequence[Path], width: int, height: int
) -> Iterator[tuple[RGB, list[Pasted]]]:
    random = np.random.default_rng(width)
    noise = random.normal(0.0, NOISE, (height, width, 3)).round().astype(np.int16)
    for sizes in [(size,) for size in SIZES_PX] * ALONE + [SIZES_PX] * TOGETHER:
        whole = _background(read_image(random.choice(np.array(backgrounds))), width, height, random)
        pasted: list[Pasted] = []
        for size in sorted(sizes, reverse=True):
            side = round(size / BOX)
            x, y = (int(random.integers(length - side + 1)) for length in (width, height))
            face = Pasted(size, x, y, side)
            if not any(face.overlaps(other) for other in pasted):
                _paste(whole, read_image(random.choice(np.array(faces))), face)
                pasted.append(face)
        yield np.asarray(cv2.add(whole, noise, dtype=cv2.CV_8U), np.uint8), pasted


def _background(rgb: RGB, width: int, height: int, random: np.random.Generator) -> RGB:
    """A part of the picture that fills the photo."""
    scale = max(width / rgb.shape[1], height / rgb.shape[0])
    columns, rows = max(width, round(rgb.shape[1] * scale)), max(height, round(rgb.shape[0] * scale))
    smooth = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_LINEAR
    x, y = int(random.integers(columns - width + 1)), int(random.integers(rows - height + 1))
    return np.array(cv2.resize(rgb, (columns, rows), interpolation=smooth)[y : y + height, x : x + width], np.uint8)


def _paste(whole: RGB, face: RGB, where: Pasted) -> None:
    """Blend the face's ellipse into the photo."""
    smooth = cv2.INTER_AREA if where.side < face.shape[0] else cv2.INTER_CUBIC
    y, x = (np.mgrid[0 : where.side, 0 : where.side] + 0.5) / where.side - 0.5
    opaque = ((1.0 - np.hypot(x / 0.47, y / 0.5)) / 0.12).clip(0.0, 1.0)[..., None]
    part = whole[where.y : where.y + where.side, where.x : where.x + where.side]
    part[:] = part + (cv2.resize(face, (where.side, where.side), interpolation=smooth) - part.astype(float)) * opaque


def _overlap(first: Box, second: Box) -> float:
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    shared = max(0.0, width) * max(0.0, height)
    areas = [(x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in (first, second)]
    return shared / (sum(areas) - shared)


def _moved(face: Face, truth: Pasted) -> float:
    points = (face.keypoints[list(ALIGNED_BY)] - (truth.x, truth.y)) / truth.side
    return float(np.linalg.norm(points - IN_FRAME, axis=1).mean())


def _rows(score: Score) -> Iterator[tuple[str, str]]:
    for width, height in PHOTOS:
        kind = f"{width} x {height}"
        by_size = {size: score.found[kind, size] for size in SIZES_PX if score.found[kind, size]}
        if by_size:
            shares = (f"{size} px {np.mean(hits):.0%}" for size, hits in by_size.items())
            yield f"found in {kind}, of {sum(map(len, by_size.values()))} faces", ", ".join(shares)
    for kind, counts in score.wrong.items():
        yield f"false boxes a photo, {kind}, {len(counts)} photos", f"{np.mean(counts):.3f}"
    if score.moved:
        moved = (f"{size} px {statistics.median(values):.1%}" for size, values in sorted(score.moved.items()))
        yield "eyes and mouth from UTKFace's medians, of the picture's side", ", ".join(moved)
    if score.boxes:
        yield "boxes in photos", ", ".join(f"{name} {counts[0]}" for name, counts in score.boxes.items())
    for kind, seconds in score.seconds.items():
        yield f"ms a photo, {kind}", f"{statistics.median(seconds) * 1e3:.1f}"


if __name__ == "__main__":
    main()
