"""Run a network made elsewhere on the faces of a data set, or on a few to see whether its form is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from core.datasets.chips import as_chip, central_chip, with_margin
from core.datasets.dataset import FaceDataset
from core.errors import BundleError, DataError, FacetError
from core.evaluation.asking import AlignedFaces, StageProgress, aligned_faces
from core.evaluation.external.form import Chips, ExternalNetwork, NetworkForm, from_outputs, remembered, to_input
from core.evaluation.external.process import NetworkProcess
from core.evaluation.predictions import LabelledPredictions, beside_answers
from core.places import resource
from core.schema import Attribute
from core.vision.detectors import THOROUGH, make_detector
from core.vision.imaging import RGB, read_image
from core.work import ShouldStop, ordered_map

Indices = NDArray[np.int64]

_BATCH: Final = 32


def ask_network(
    network: ExternalNetwork,
    dataset: FaceDataset,
    *,
    rows: Indices | None = None,
    side: str | None = None,
    as_is: bool = False,
    detector: str = THOROUGH,
    progress: StageProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> LabelledPredictions:
    """Run a network made elsewhere on labelled faces, in a process of its own.

    Its probabilities are taken as they are, without a calibration or a threshold: no answer is uncertain. What it was
    trained on is not known.

    Args:
        network: The network and its form.
        dataset: The faces.
        rows: The rows to use; by default all.
        side: The side of a training's split, if known.
        as_is: Use pictures as aligned faces, without detection; requires an aligned data set.
        detector: A name in `core.vision.detectors.DETECTORS`.
        progress: Called with the stage, the number of faces done and their total.
        should_stop: Polled for cancellation.

    Raises:
        BundleError: The network does not fit its form, fails, takes too long, or ends its process.
        DataError: No picture can be read, or `as_is` with pictures that are not aligned.
        Stopped: `should_stop` asked for it.
    """
    attributes = network.attributes
    answered: list[Indices] = []
    found: dict[str, list[NDArray[np.float64]]] = {name: [] for name in attributes}
    with NetworkProcess(network.path, should_stop=should_stop) as process:
        process.check(network.form)  # before the faces are sought, which takes longer
        faces = framed_faces(
            network,
            dataset,
            rows=rows,
            as_is=as_is,
            detector=detector,
            progress=progress,
            should_stop=should_stop,
        )
        done = 0
        for asked, kept, chips in _batches(faces, should_stop):
            if len(kept):
                for name, values in probabilities(process, network, chips).items():
                    found[name].append(values)
                answered.append(kept)
            done += len(asked)
            if progress:
                progress("asking the model", done, len(faces.rows))
    if not answered:
        raise DataError("evaluate.nothing", title=dataset.title)
    at = np.concatenate(answered)
    return LabelledPredictions(
        model=network.title,
        data=dataset.title,
        rows=at,
        found=faces.found[at],
        attributes=attributes,
        probabilities={name: np.concatenate(values) for name, values in found.items()},
        thresholds={name: np.zeros(len(at)) for name in attributes},
        columns=beside_answers(attributes, {name: column.taken(at) for name, column in dataset.columns.items()}),
        side=side,
        shares_training_source=None,
    )


def framed_faces(
    network: ExternalNetwork,
    dataset: FaceDataset,
    *,
    rows: Indices | None = None,
    as_is: bool = False,
    detector: str = THOROUGH,
    progress: StageProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> AlignedFaces:
    """What a network is shown: aligned faces with its margin, or whole pictures; arguments as in `ask_network`."""
    form = network.form
    if form.framing == "aligned":
        return aligned_faces(
            form.size,
            dataset,
            rows=rows,
            as_is=as_is,
            margin=form.margin,
            detector=detector,
            progress=progress,
            should_stop=should_stop,
        )

    def take(some: Indices) -> tuple[Indices, Chips]:
        read = [(row, picture) for row in some.tolist() if (picture := _picture(dataset, row, form.size)) is not None]
        return np.array([row for row, _ in read], np.int64), np.array([picture for _, picture in read], np.uint8)

    every = np.arange(len(dataset)) if rows is None else rows
    return AlignedFaces(every, np.ones(len(dataset), np.bool_), take)


def probabilities(process: NetworkProcess, network: ExternalNetwork, chips: Chips) -> dict[str, NDArray[np.float64]]:
    """The network's answers to pictures of shape (n, side, side, 3), by attribute.

    Raises:
        BundleError: It fails, or its outputs are not what its form says.
        Stopped: The process was asked to stop.
    """
    try:
        return from_outputs(process.run(to_input(chips, network.form)), network.form)
    except ValueError as e:
        raise BundleError("network.run", path=network.path, reason=e) from e


def _batches(faces: AlignedFaces, should_stop: ShouldStop | None) -> Iterator[tuple[Indices, Indices, Chips]]:
    """Rows, those of them that can be read, and their pictures."""
    batches = [faces.rows[start : start + _BATCH] for start in range(0, len(faces.rows), _BATCH)]
    return ordered_map(lambda some: (some, *faces.take(some)), batches, should_stop=should_stop)


def whole_picture(rgb: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """A picture as a network of this size is shown it whole: stretched to a square."""
    method = cv2.INTER_AREA if min(rgb.shape[:2]) >= size else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(rgb, (size, size), interpolation=method), np.uint8)


def _picture(dataset: FaceDataset, row: int, size: int) -> NDArray[np.uint8] | None:
    try:
        return whole_picture(dataset.image(row), size)
    except FacetError:
        return None


SHOWN: Final = 3
_SAMPLE: Final = "sample/astronaut.png"
_LOOKED_AT: Final = 12
"""Pictures looked at for faces to show."""


@dataclass(frozen=True, slots=True, eq=False)
class PreviewedFace:
    """A face as the network is shown it, and what it answers."""

    rgb: RGB
    """Square, before colours are reordered and scaled."""
    answers: Mapping[str, tuple[Attribute, str, float]]
    """The likeliest label of each attribute, and its probability."""
    labels: Mapping[str, str]
    """The labels that the data give."""


@dataclass(frozen=True, slots=True, eq=False)
class _Example:
    rgb: RGB
    labels: Mapping[str, str]
    framed: bool
    """Whether it is an aligned face already."""


class Preview:
    """A running network and a few faces. Use it in a `with` statement, or close it.

    Args:
        path: The network.
        dataset: Where the faces come from; by default the sample picture.
        detector: A name in `core.vision.detectors.DETECTORS`.
        should_stop: Polled for cancellation.

    Raises:
        BundleError: The network cannot be read or loaded.
        Stopped: `should_stop` asked for it.
    """

    def __init__(
        self,
        path: Path,
        dataset: FaceDataset | None = None,
        *,
        detector: str = THOROUGH,
        should_stop: ShouldStop | None = None,
    ) -> None:
        self._path = path
        self._detector: Final = make_detector(detector)
        self._examples: Final = _examples(dataset)
        self.process: Final = NetworkProcess(path, should_stop=should_stop)

    def first_form(self) -> tuple[NetworkForm, bool]:
        """The form to begin with, and whether it is that of the last time; otherwise it is guessed.

        Raises:
            BundleError: The network does not run, or is not a network for pictures.
        """
        last = remembered(self._path)
        return (last, True) if last is not None else (self.process.guess(), False)

    def faces(self, form: NetworkForm) -> tuple[PreviewedFace, ...]:
        """What the network answers with this form, after a check.

        Raises:
            BundleError: The network does not fit the form.
        """
        self.process.check(form)
        shown = [(one, rgb) for one in self._examples if (rgb := self._framed(one, form)) is not None][:SHOWN]
        if not shown:
            return ()
        network = ExternalNetwork(self._path, form)
        found = probabilities(self.process, network, np.stack([rgb for _, rgb in shown]))
        return tuple(
            PreviewedFace(
                rgb=rgb,
                answers={
                    name: (attribute, attribute.labels[int(found[name][at].argmax())], float(found[name][at].max()))
                    for name, attribute in network.attributes.items()
                },
                labels=one.labels,
            )
            for at, (one, rgb) in enumerate(shown)
        )

    def close(self) -> None:
        """End the network's process."""
        self.process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _framed(self, example: _Example, form: NetworkForm) -> RGB | None:
        if form.framing == "picture":
            return whole_picture(example.rgb, form.size)
        if not example.framed:
            chip = central_chip(example.rgb, self._detector, form.size, margin=form.margin)
            if chip is not None:
                return chip
        return with_margin(as_chip(example.rgb), form.size, form.margin) if example.framed else None


def _examples(dataset: FaceDataset | None) -> list[_Example]:
    if dataset is None:
        return [_Example(read_image(resource(_SAMPLE)), {}, framed=False)]
    rows = dataset.used[np.linspace(0, len(dataset.used) - 1, min(_LOOKED_AT, len(dataset.used))).astype(int)]
    found = []
    for row in rows.tolist():
        try:
            rgb = dataset.image(row)
        except FacetError:
            continue
        labels = {name: label for name, column in dataset.columns.items() if (label := column.label(row)) is not None}
        found.append(_Example(rgb, labels, framed=dataset.grey is not None))
    return found
