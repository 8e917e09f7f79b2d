"""Run a model on the faces of a data set."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from core.datasets.chips import as_chip, chip_px_for, make_chips, with_margin
from core.datasets.dataset import FaceDataset
from core.errors import DataError, FacetError
from core.evaluation.material import held_back_rows, shares_training_source
from core.evaluation.predictions import LabelledPredictions, beside_answers
from core.model.bundle import ModelBundle
from core.model.calibration import Calibrated
from core.model.classifier import CHIP_PX, Classifier
from core.vision.detectors import THOROUGH
from core.vision.imaging import RGB
from core.work import ShouldStop, ordered_map

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
Chips = NDArray[np.uint8]
StageProgress = Callable[[str, int, int], None]
"""Called with the name of the stage, the number of faces done and their total."""
Result = TypeVar("Result")

_BATCH: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class AlignedFaces:
    """Aligned faces of a data set, ready for a model."""

    rows: Indices
    """The rows that can be read."""
    found: Flags
    """By row of the data set: whether a face was found, or the picture is used as one."""
    take: Callable[[Indices], tuple[Indices, Chips]]
    """Given rows, returns those that can be read after all, and their chips, shape (n, side, side, 3)."""


def ask(
    bundle: ModelBundle,
    dataset: FaceDataset,
    *,
    rows: Indices | None = None,
    side: str | None = None,
    run: Path | None = None,
    as_is: bool = False,
    detector: str = THOROUGH,
    threads: int | None = None,
    progress: StageProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> LabelledPredictions:
    """Run a model on labelled faces, detected and aligned as in a photo.

    Args:
        bundle: The model.
        dataset: The faces.
        rows: The rows to use; by default all.
        side: The side of the training's split, if known.
        run: The folder of a training; if the model came from it, its split tells which faces were held out.
        as_is: Use pictures as aligned faces, without detection; requires an aligned data set.
        detector: A name in `core.vision.detectors.DETECTORS`.
        threads: Number of threads; by default one per core.
        progress: Called with the stage, the number of faces done and their total.
        should_stop: Polled for cancellation.

    Raises:
        BundleError: The model does not load.
        DataError: No picture can be read, or `as_is` with pictures that are not aligned.
        Stopped: `should_stop` asked for it.
    """
    faces = aligned_faces(
        bundle.manifest.input.size,
        dataset,
        rows=rows,
        as_is=as_is,
        detector=detector,
        threads=threads,
        progress=progress,
        should_stop=should_stop,
    )
    parts = list(map_chips(bundle, faces, _answered, threads=threads, progress=progress, should_stop=should_stop))
    if not parts:
        raise DataError("evaluate.nothing", title=dataset.title)
    rows = np.concatenate([part.rows for part in parts])
    attributes = bundle.manifest.attributes
    shares_source = shares_training_source(bundle.manifest, dataset)
    if shares_source:
        held_back = held_back_rows(bundle, dataset, run=run, should_stop=should_stop)
        shares_source = not np.isin(rows, held_back).all()
    given = {name: column.taken(rows) for name, column in dataset.columns.items()}
    return LabelledPredictions(
        model=bundle.title,
        data=dataset.title,
        rows=rows,
        found=faces.found[rows],
        attributes=attributes,
        probabilities={
            name: np.concatenate([part.answers[name].probabilities for part in parts]) for name in attributes
        },
        thresholds={name: np.concatenate([part.answers[name].thresholds for part in parts]) for name in attributes},
        columns=beside_answers(attributes, given),
        side=side,
        shares_training_source=shares_source,
    )


def aligned_faces(
    input_px: int,
    dataset: FaceDataset,
    *,
    rows: Indices | None = None,
    as_is: bool = False,
    margin: float = 0.0,
    detector: str = THOROUGH,
    threads: int | None = None,
    progress: StageProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> AlignedFaces:
    """Detect and align the faces of a data set for an input of `input_px` pixels; arguments and errors as in `ask`.

    Grey pictures of a CSV are too small for detection and are used as they are. Pictures that cannot be read are left
    out. `margin` is what the faces show beyond the canonical framing on each side, as a share of that.
    """
    rows = np.arange(len(dataset)) if rows is None else rows
    if as_is and not dataset.aligned:
        raise DataError("evaluate.not_aligned", title=dataset.title)
    if as_is or dataset.grey is not None:
        return AlignedFaces(rows, np.ones(len(dataset), np.bool_), _as_is(dataset, input_px, margin))
    if dataset.parts:
        align = partial(
            aligned_faces,
            input_px,
            margin=margin,
            detector=detector,
            threads=threads,
            progress=progress,
            should_stop=should_stop,
        )
        return _together([(own, align(part, rows=rows[np.isin(rows, own)] - own[0])) for part, own in dataset.sources])
    chips = make_chips(
        dataset,
        detector,
        size=input_px if margin else chip_px_for(dataset, input_px, detector),
        margin=margin,
        threads=threads or os.cpu_count() or 1,
        progress=None if progress is None else lambda done, total: progress("finding faces", done, total),
        should_stop=should_stop,
    )
    readable = [row for row in rows.tolist() if chips.usable[row] or _chip(dataset, row) is not None]
    return AlignedFaces(np.array(readable, np.int64), chips.found, _from_cache(chips.rgb))


def _together(parts: Sequence[tuple[Indices, AlignedFaces]]) -> AlignedFaces:
    """The faces of a joined data set, from those of its parts with their rows in it."""

    def take(rows: Indices) -> tuple[Indices, Chips]:
        taken = [(own[0], *faces.take(rows[np.isin(rows, own)] - own[0])) for own, faces in parts]
        some = [(first + kept, chips) for first, kept, chips in taken if len(kept)]
        if not some:
            return rows[:0], np.zeros(0, np.uint8)
        return np.concatenate([kept for kept, _ in some]), np.concatenate([chips for _, chips in some])

    rows = np.concatenate([own[0] + faces.rows for own, faces in parts])
    return AlignedFaces(rows, np.concatenate([faces.found for _, faces in parts]), take)


def map_chips(
    bundle: ModelBundle,
    faces: AlignedFaces,
    look: Callable[[Classifier, Indices, Chips], Result],
    *,
    threads: int | None = None,
    progress: StageProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Iterator[Result]:
    """Apply a function to batches of chips in several threads, each with its own classifier.

    Args:
        bundle: The model.
        faces: All of `faces.rows` are used.
        look: Called with a classifier, rows and their chips; its results are yielded in the order of the rows.
        threads: Number of threads; by default one per core.
        progress: Called with the stage, the number of faces done and their total.
        should_stop: Polled before every batch.

    Raises:
        BundleError: The model does not load.
        Stopped: `should_stop` asked for it.
    """
    local = threading.local()
    rows, done = faces.rows, 0
    batches = [rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH)]

    def look_at(batch: Indices) -> tuple[int, Result | None]:
        if not hasattr(local, "classifier"):
            local.classifier = Classifier(bundle)
        kept, chips = faces.take(batch)
        return len(batch), look(local.classifier, kept, chips) if len(kept) else None

    for count, result in ordered_map(look_at, batches, threads=threads, should_stop=should_stop):
        done += count
        if progress:
            progress("asking the model", done, len(rows))
        if result is not None:
            yield result


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    rows: Indices
    answers: dict[str, Calibrated]


def _answered(classifier: Classifier, rows: Indices, chips: Chips) -> _Part:
    return _Part(rows, classifier.calibrated(chips))


def _from_cache(chips: Chips) -> Callable[[Indices], tuple[Indices, Chips]]:
    def take(rows: Indices) -> tuple[Indices, Chips]:
        return rows, np.asarray(chips[rows])

    return take


def _as_is(dataset: FaceDataset, input_px: int, margin: float) -> Callable[[Indices], tuple[Indices, Chips]]:
    def take(rows: Indices) -> tuple[Indices, Chips]:
        read = [(row, chip) for row in rows.tolist() if (chip := _chip(dataset, row)) is not None]
        if margin:
            read = [(row, with_margin(chip, input_px, margin)) for row, chip in read]
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
