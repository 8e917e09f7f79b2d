"""Measure what framing a face by a box drawn by hand costs, and how often the detector finds the face in such a box.

    python -m tools.measure_hand_boxes ../shared/data/utkface.zip ../shared/data/fairface.zip [--count 1000]
        [--model models/facet-150] [--crowds ../shared/crowds]

First it prints where key points lie in the detector's boxes of pictures that the model was trained on, the origin of
`core.vision.hand_boxes.KEYPOINTS_IN_BOX`. Then, on pictures it was not trained on, it compares the answers for faces as
detected with those for boxes drawn around them: the detector's box, each of whose edges is moved by a normal error, as
a share of the box's side. Key points are those found in the box, or estimated from it. Differences are paired; a face
that is not detected takes no part. With --crowds it prints how many labelled faces that the detector misses in the
whole photo it finds in their boxes (the format is that of `benchmarks.detection`).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.matching import read_labels
from core.datasets.chips import central_face
from core.datasets.dataset import FaceDataset, Indices
from core.datasets.fairface import HELD_BACK
from core.datasets.open import open_dataset
from core.datasets.splits import is_learned, picture_hashes, read_table
from core.model.bundle import ModelBundle, load_bundle
from core.model.classifier import CHIP_PX, Classifier
from core.stats import mean_interval, wilson_interval
from core.vision.detectors import make_detector
from core.vision.faces import Box, Face, FaceDetector, align, frame_matrix
from core.vision.hand_boxes import box_overlap, estimated_keypoints, find_in_box
from core.vision.imaging import RGB, read_image

JITTERS: Final = (0.0, 0.05, 0.1, 0.2)
"""Standard deviations of the error of each edge, as shares of the box's side."""
_SEED: Final = 11
_MATCHED: Final = 0.4

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    row: int
    rgb: RGB
    face: Face


def main(arguments: Sequence[str] | None = None) -> None:
    """Print medians, accuracies and shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="*", help="data sets the model was partly trained on")
    parser.add_argument("--count", type=int, default=1000, help="held-out pictures of each data set")
    parser.add_argument(
        "--points", type=int, default=500, help="training pictures of each for the key points; 0 for none"
    )
    parser.add_argument("--model", type=Path, default=Path("models/facet-150"))
    parser.add_argument("--crowds", type=Path, help="a folder of photos with labels.json")
    chosen = parser.parse_args(arguments)
    bundle, detector = load_bundle(chosen.model), make_detector()
    classifier, rng = Classifier(bundle), np.random.default_rng(_SEED)
    datasets = [open_dataset(path) for path in chosen.data]
    sides = [_learned_and_not(one, bundle, chosen.points, rng) for one in datasets]
    if datasets and chosen.points:
        _print_keypoints(datasets, [learned[: chosen.points] for learned, _ in sides], detector)
    for one, (_, unseen) in zip(datasets, sides, strict=True):
        _compare(one, unseen[: chosen.count], classifier, detector, rng)
    if chosen.crowds:
        _crowds(chosen.crowds, detector, rng)


def _learned_and_not(
    dataset: FaceDataset, bundle: ModelBundle, points: int, rng: np.random.Generator
) -> tuple[Indices, Indices]:
    """Rows in random order: some of which the model learned from, and those that are no copy of any."""
    table = read_table(bundle)
    if table is None:
        raise SystemExit(f"{bundle.title} does not say which pictures it learned from; choose facet-150")
    rows = rng.permutation(len(dataset))
    held = np.flatnonzero(np.array(dataset.own_sides) == HELD_BACK)
    if len(held):  # of a data set with sides the held-out one is the test side, and nothing else
        rows = np.concatenate([rng.permutation(held), rows[~np.isin(rows, held)][:points]])
    learned = is_learned(picture_hashes(dataset, rows), table)
    return rows[learned], rows[~learned & (np.isin(rows, held) if len(held) else True)]


def _print_keypoints(datasets: Sequence[FaceDataset], rows: Sequence[Indices], detector: FaceDetector) -> None:
    shares = np.concatenate([_shares(one, its, detector) for one, its in zip(datasets, rows, strict=True)])
    print(f"key points in the boxes of {len(shares)} training pictures, medians (and interquartile ranges):")
    low, middle, high = np.quantile(shares, (0.25, 0.5, 0.75), axis=0)
    for name, at, spread in zip(("right eye", "left eye", "nose", "mouth", "mouth"), middle, high - low, strict=True):
        print(f"  {name:10s} {at[0]:.3f}, {at[1]:.3f}  ({spread[0]:.3f}, {spread[1]:.3f})")


def _shares(dataset: FaceDataset, rows: Indices, detector: FaceDetector) -> Floats:
    found = []
    for one in _seen(dataset, rows, detector):
        x0, y0, x1, y1 = one.face.box
        found.append((one.face.keypoints - (x0, y0)) / (x1 - x0, y1 - y0))
    return np.array(found, np.float64).reshape(-1, 5, 2)


def _seen(dataset: FaceDataset, rows: Indices, detector: FaceDetector) -> Iterator[_Seen]:
    for row in rows.tolist():
        rgb = dataset.image(row)
        face = central_face(detector.detect(rgb), width=rgb.shape[1], height=rgb.shape[0])
        if face is not None:
            yield _Seen(row, rgb, face)


def _compare(
    dataset: FaceDataset, rows: Indices, classifier: Classifier, detector: FaceDetector, rng: np.random.Generator
) -> None:
    """Accuracies of the detected framing, and the paired difference of each way to frame a drawn box."""
    kept: list[int] = []
    chips: dict[str, list[RGB]] = defaultdict(list)
    moved: dict[str, list[float]] = defaultdict(list)
    found: dict[float, int] = defaultdict(int)
    for one in _seen(dataset, rows, detector):
        kept.append(one.row)
        chips["detected"].append(align(one.rgb, one.face, CHIP_PX))
        for jitter in JITTERS:
            box = _drawn(one.face.box, jitter, one.rgb, rng)
            seen = find_in_box(one.rgb, box, detector)
            guess = Face(box, estimated_keypoints(box), 0.0)
            found[jitter] += seen is not None
            for name, face in ((f"found in the box, {jitter:.0%}", seen or guess), (f"estimated, {jitter:.0%}", guess)):
                chips[name].append(align(one.rgb, face, CHIP_PX))
                moved[name].append(_corners_moved(one.face, face))
    read = {name: classifier.probabilities(np.stack(some)) for name, some in chips.items()}
    print(f"\n{dataset.title}: {len(kept)} held-out pictures of {len(rows)} in which a face is detected")
    for jitter, count in found.items():
        print(f"  the face is found in the box, each edge off by {jitter:.0%}: {_with_interval(count, len(kept))}")
    for name in classifier.bundle.manifest.heads:
        labels = dataset.values(name)[np.array(kept)]
        given = labels >= 0
        right = {way: (found[name].argmax(axis=1) == labels)[given].astype(float) for way, found in read.items()}
        print(f"  {name}: {int(given.sum())} labels, as detected {right['detected'].mean():.1%} right")
        for way, its in right.items():
            if way != "detected":
                lost = right["detected"] - its
                low, high = mean_interval(lost)
                print(
                    f"    {way:26s} {its.mean():.1%}, lost {100 * lost.mean():+.1f} points "
                    f"(95 %: {100 * low:+.1f} to {100 * high:+.1f}); corners moved by {np.mean(moved[way]):.1%}",
                    flush=True,
                )


def _drawn(box: Box, jitter: float, rgb: RGB, rng: np.random.Generator) -> Box:
    """The box as a person might draw it, within the picture."""
    x0, y0, x1, y1 = box
    off = rng.normal(0.0, jitter, 4) * (x1 - x0, y1 - y0, x1 - x0, y1 - y0)
    height, width = rgb.shape[:2]
    x0, x1 = np.clip(np.sort((x0 + off[0], x1 + off[2])), 0.0, width).tolist()
    y0, y1 = np.clip(np.sort((y0 + off[1], y1 + off[3])), 0.0, height).tolist()
    return x0, y0, max(x1, x0 + 1.0), max(y1, y0 + 1.0)


def _corners_moved(one: Face, other: Face) -> float:
    """How far the corners of a chip move between two framings, as a share of its side."""
    to_chip = frame_matrix(other, CHIP_PX)
    back = np.linalg.inv(np.vstack([frame_matrix(one, CHIP_PX), (0.0, 0.0, 1.0)]))
    corners = np.array([(0, 0, 1), (CHIP_PX, 0, 1), (0, CHIP_PX, 1), (CHIP_PX, CHIP_PX, 1)], np.float64)
    return float(np.linalg.norm(corners @ back.T @ to_chip.T - corners[:, :2], axis=1).mean() / CHIP_PX)


def _crowds(folder: Path, detector: FaceDetector, rng: np.random.Generator) -> None:
    """Of the labelled faces that are missed in the whole photo, how many are found in a box drawn around them."""
    missed: dict[str, int] = defaultdict(int)
    found: dict[tuple[str, float], int] = defaultdict(int)
    for file, labels in read_labels(folder).items():
        rgb = read_image(folder / file)
        there = [face.box for face in detector.detect(rgb)]
        for label in labels:
            if any(box_overlap(label.box, box) >= _MATCHED for box in there):
                continue
            missed[label.kind] += 1
            for jitter in JITTERS[:3]:
                box = _drawn(label.box, jitter, rgb, rng)
                found[label.kind, jitter] += find_in_box(rgb, box, detector) is not None
    print(f"\n{folder.name}: labelled faces that are missed in the whole photo, found in their boxes")
    for (kind, jitter), count in found.items():
        print(
            f"  {kind:14s} each edge off by {jitter:.0%}: {count} of {missed[kind]}, "
            f"{_with_interval(count, missed[kind])}"
        )


def _with_interval(hits: int, count: int) -> str:
    low, high = wilson_interval(hits, count)
    return f"{hits / count:.1%} ({low:.1%} to {high:.1%})"


if __name__ == "__main__":
    main()
