"""Asking a model about a data set's faces."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.blazeface import BlazeFaceDetector
from core.bundle import ModelBundle
from core.chips import CHIP_PX
from core.classifier import Classifier
from core.datasets.chips import make_chips
from core.datasets.dataset import FaceDataset
from core.datasets.prepared import as_chip
from core.datasets.work import ShouldStop, stop_if
from core.errors import DataError, FacetError
from core.evaluation.asked import Asked
from core.faces import Face, FaceDetector
from core.imaging import RGB
from core.labels import HEADS, Head
from core.quality import measure_quality

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
Chips = NDArray[np.uint8]
Told = Callable[[str, int, int], None]
"""Called with what is under way, how many faces are done, and how many there are."""

_BATCH: Final = 64
_SMALL_CHIP_PX: Final = 96
"""Side of the chips a training makes too; enough for an input of up to 64 pixels."""
_ENOUGH_FOR_PX: Final = 64
_KEYPOINTS: Final = np.array(
    ((0.293, 0.301), (0.689, 0.302), (0.497, 0.525), (0.492, 0.716), (0.075, 0.384), (0.895, 0.387)), np.float32
)
"""Where they lie in the one framing, so that a chip can be looked at as a picture of its own."""


def ask(
    bundle: ModelBundle,
    dataset: FaceDataset,
    *,
    rows: Indices | None = None,
    as_is: bool = False,
    detector: Callable[[], FaceDetector] = BlazeFaceDetector,
    threads: int | None = None,
    told: Told | None = None,
    should_stop: ShouldStop | None = None,
) -> Asked:
    """Ask a model about labelled faces, found and aligned as in a photo.

    Grey pictures of a CSV are too small to look for faces in: they are taken as they are. Pictures that cannot be read
    are left out, for they say nothing about the model.

    Args:
        bundle: The model.
        dataset: The faces.
        rows: Which of them; None for all.
        as_is: Take all pictures for aligned faces; only of a data set that is aligned.
        detector: Makes a face detector; called once a thread.
        threads: How many; by default one a core.
        told: Told the progress.
        should_stop: Asked often.

    Raises:
        BundleError: The model does not load.
        DataError: No picture can be read, or `as_is` of pictures that are not aligned.
        Stopped: `should_stop` asked for it.
    """
    rows = np.arange(len(dataset)) if rows is None else rows
    threads = threads or os.cpu_count() or 1
    if as_is and not dataset.aligned:
        raise DataError("evaluate.not_aligned", title=dataset.title)
    found = np.ones(len(dataset), np.bool_)
    if as_is or dataset.grey is not None:
        take = _as_is(dataset)
    else:
        chips = make_chips(
            dataset,
            detector,
            size=_SMALL_CHIP_PX if bundle.manifest.input.size <= _ENOUGH_FOR_PX else CHIP_PX,
            threads=threads,
            progress=None if told is None else lambda done, total: told("finding faces", done, total),
            should_stop=should_stop,
        )
        found = chips.found
        rows = np.array([row for row in rows.tolist() if chips.usable[row] or _readable(dataset, row)], np.int64)
        take = _from_cache(chips.rgb)
    parts: list[_Part] = []
    done = 0
    for part in _answers(bundle, take, rows, threads, should_stop):
        parts.append(part)
        done += len(part.rows)
        if told:
            told("asking the model", done, len(rows))
    if not done:
        raise DataError("evaluate.nothing", title=dataset.title)
    rows = np.concatenate([part.rows for part in parts])
    return Asked(
        model=bundle.title,
        data=dataset.title,
        rows=rows,
        found=found[rows],
        probabilities={head: np.concatenate([part.probabilities[head] for part in parts]) for head in HEADS},
        thresholds={head: spec.threshold for head, spec in bundle.manifest.heads.items()},
        labels={"gender": dataset.gender[rows], "ethnicity": dataset.ethnicity[rows]},
        ages=dataset.ages[rows],
        may_know=any(_first_word(source.name) == _first_word(dataset.title) for source in bundle.manifest.data),
        poor=np.concatenate([part.poor for part in parts]),
    )


def is_poor(chip: RGB) -> bool:
    """Whether an aligned face is too dark, too bright, too flat or too blurred to be sure."""
    side = float(len(chip))
    return bool(measure_quality(chip, Face((0.0, 0.0, side, side), _KEYPOINTS * side, 1.0), chip).reasons)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    rows: Indices
    probabilities: dict[Head, NDArray[np.float64]]
    poor: Flags


_Take = Callable[[Indices], tuple[Indices, Chips]]


def _answers(
    bundle: ModelBundle, take: _Take, rows: Indices, threads: int, should_stop: ShouldStop | None
) -> Iterator[_Part]:
    local = threading.local()

    def one(some: Indices) -> _Part | None:
        if not hasattr(local, "classifier"):
            local.classifier = Classifier(bundle)
        kept, chips = take(some)
        if not len(kept):
            return None
        return _Part(kept, local.classifier.probabilities(chips), np.array([is_poor(chip) for chip in chips]))

    batches = iter(rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))
    with ThreadPoolExecutor(threads) as pool:
        # A few at a time, so that a stop does not wait for all that were handed out.
        while some := list(islice(batches, 4 * threads)):
            for part in pool.map(one, some):
                stop_if(should_stop)
                if part is not None:
                    yield part


def _from_cache(chips: Chips) -> _Take:
    def take(rows: Indices) -> tuple[Indices, Chips]:
        return rows, np.asarray(chips[rows])

    return take


def _as_is(dataset: FaceDataset) -> _Take:
    def take(rows: Indices) -> tuple[Indices, Chips]:
        read = [(row, chip) for row in rows.tolist() if (chip := _chip(dataset, row)) is not None]
        chips = [chip for _, chip in read]
        if len({chip.shape for chip in chips}) > 1:
            chips = [np.asarray(cv2.resize(chip, (CHIP_PX, CHIP_PX)), np.uint8) for chip in chips]
        return np.array([row for row, _ in read], np.int64), np.stack(chips) if chips else np.zeros(0, np.uint8)

    return take


def _chip(dataset: FaceDataset, row: int) -> RGB | None:
    try:
        return as_chip(dataset.image(row))
    except FacetError:
        return None


def _readable(dataset: FaceDataset, row: int) -> bool:
    return _chip(dataset, row) is not None


def _first_word(title: str) -> str:
    """UTKFace as a CSV and as pictures are the same faces."""
    return title.partition(" ")[0]
