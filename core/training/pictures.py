"""A data set's pictures as the input of a network, made once and kept, and the batches of an epoch."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets.cache import cache_file, stored_array
from core.datasets.chips import as_chip, chip_px_for, make_chips
from core.datasets.dataset import FaceDataset, Indices
from core.errors import FacetError
from core.model.bundle import InputSpec
from core.training.augmentation import as_input, change, changes, draws
from core.training.events import Control
from core.training.mitigation import METHODS
from core.training.recipe import Recipe
from core.training.task import Task
from core.vision.detectors import THOROUGH
from core.work import ordered_map, stop_if

Pictures = NDArray[np.uint8]
Framing = Literal["as is", "aligned"]

_BATCH: Final = 256


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Pictures in one or two framings, by row of the data set."""

    framings: dict[Framing, Pictures]
    """Shape (n, size, size, channels): "as is" if the data are aligned, "aligned" if faces can be detected in them."""
    found: NDArray[np.bool_]
    """Where a face was detected; everywhere in data with pictures too small for detection."""
    usable: NDArray[np.bool_]
    """Where there is a picture in every framing."""

    @property
    def served(self) -> Pictures:
        """The framing that is closest to the way photos are shown to a model in use."""
        return self.framings["aligned" if "aligned" in self.framings else "as is"]


def prepare_pictures(
    dataset: FaceDataset,
    spec: InputSpec,
    control: Control,
    *,
    detector: str = THOROUGH,
    cache: Path | None = None,
) -> Shown:
    """Decode, align and resize every picture, or take them from the cache.

    Raises:
        DataError: The cache cannot be written.
        Stopped: The caller stopped it; the faces detected so far are kept.
    """
    return _prepare(dataset, spec, control, detector, cache)[0]


def _prepare(
    dataset: FaceDataset, spec: InputSpec, control: Control, detector: str, cache: Path | None
) -> tuple[Shown, str]:
    """The pictures, and a key for the content of their aligned framing."""
    shape = (len(dataset), spec.size, spec.size, spec.channels)
    if dataset.parts:
        parts = [_prepare(part, spec, control, detector, cache) for part in dataset.parts]
        path = cache_file(cache, "training", *(key for _, key in parts), suffix=".u8")
        joined = stored_array(path, shape, lambda: (part.framings["aligned"] for part, _ in parts))
        shown = Shown(
            {"aligned": joined},
            np.concatenate([part.found for part, _ in parts]),
            np.concatenate([part.usable for part, _ in parts]),
        )
        return shown, path.stem
    framings: dict[Framing, Pictures] = {}
    found = usable = np.ones(len(dataset), np.bool_)
    key = ""
    if dataset.grey is None:
        # The key of the chips changes with detection and alignment.
        chips = make_chips(
            dataset,
            detector,
            size=chip_px_for(dataset, spec.size, detector, cache=cache),
            cache=cache,
            progress=control.preparing("finding faces"),
            should_stop=control.should_stop,
        )
        found, usable = chips.found, chips.usable
        path = cache_file(cache, "training", chips.key, spec.model_dump_json(), suffix=".u8")
        framings["aligned"] = stored_array(path, shape, partial(_aligned, chips.rgb, spec, control))
        key = path.stem
    if dataset.aligned:
        path = cache_file(cache, "training", dataset.state, dataset.fingerprint, spec.model_dump_json(), suffix=".u8")
        framings["as is"] = stored_array(path, shape, partial(_as_is, dataset, spec, control))
    return Shown(framings, found, usable), key


def _aligned(chips_rgb: NDArray[np.uint8], spec: InputSpec, control: Control) -> Iterator[Pictures]:
    for start in range(0, len(chips_rgb), _BATCH):
        stop_if(control.should_stop)
        yield as_input(np.asarray(chips_rgb[start : start + _BATCH]), spec)


def _as_is(dataset: FaceDataset, spec: InputSpec, control: Control) -> Iterator[Pictures]:
    def picture(row: int) -> Pictures:
        try:
            return as_input(as_chip(dataset.image(row))[np.newaxis], spec)
        except FacetError:
            # Unreadable rows are on no side of the split, so this one is never used.
            return np.zeros((1, spec.size, spec.size, spec.channels), np.uint8)

    report = control.preparing("reading the pictures")
    made = ordered_map(picture, range(len(dataset)), should_stop=control.should_stop)
    for row, shown in enumerate(made):
        yield shown
        report(row + 1, len(dataset))


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """Some of a data set's pictures with their labels."""

    framings: tuple[NDArray[np.uint8], ...]
    """The whole data set's pictures in one or more framings, shape (n, size, size, channels); may be memory-mapped."""
    rows: Indices
    """The rows that are used."""
    labels: Mapping[str, Indices]
    """Labels of these rows by column; `NOT_GIVEN` if missing."""
    auxiliary_labels: Mapping[str, Indices] = field(default_factory=dict)
    """Likewise, of auxiliary columns."""
    taught: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    """The teacher's probabilities for these rows by attribute, each of shape (n, classes); empty without a teacher."""

    def __post_init__(self) -> None:
        for name, labels in (*self.labels.items(), *self.auxiliary_labels.items()):
            if labels.shape != self.rows.shape:
                raise ValueError(f"{name}: labels of shape {labels.shape} for {len(self.rows)} rows")

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """The input of one training step."""

    pictures: NDArray[np.uint8]
    """Shape (n, size, size, channels)."""
    labels: NDArray[np.int32]
    """Shape (n, answers), in the order of the task; `NOT_GIVEN` if missing."""
    group_ids: NDArray[np.int32]
    """Shape (n,): the mitigation group of each face; `NOT_GIVEN` if unknown."""
    weights: NDArray[np.float32]
    """Shape (n,): sample weights."""
    auxiliary_labels: NDArray[np.int32]
    """Shape (n, columns), in the order of the task's auxiliary columns; `NOT_GIVEN` if missing."""
    rows: Indices
    """The rows of the data set."""
    taught: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    """The teacher's probabilities by attribute, each of shape (n, classes); empty without a teacher."""


class EpochBatches:
    """The batches of an epoch: a function of the recipe's seed and the epoch."""

    def __init__(self, faces: Faces, recipe: Recipe, task: Task, epoch: int) -> None:
        rng = np.random.default_rng((recipe.seed, epoch))
        self._faces = faces
        self._recipe = recipe
        method = METHODS[recipe.mitigation.method]
        self._order = method.order(task.mitigation, faces.labels, rng)
        self._framing = rng.integers(len(faces.framings), size=len(faces))
        self._draws = draws(len(faces), seed=recipe.seed, epoch=epoch) if recipe.augmentation.any else None
        self._labels = _table(faces.labels, task.answers, len(faces))
        self._group_ids = task.mitigation.group_ids(faces.labels).astype(np.int32)
        self._weights = method.weights(task.mitigation, faces.labels)
        self._auxiliary = _table(faces.auxiliary_labels, task.auxiliary, len(faces))

    def __len__(self) -> int:
        return math.ceil(len(self._faces) / self._recipe.batch)

    def __iter__(self) -> Iterator[Batch]:
        for step in range(len(self)):
            yield self._make_batch(step)

    def _make_batch(self, step: int) -> Batch:
        at = slice(step * self._recipe.batch, (step + 1) * self._recipe.batch)
        which, framing = self._order[at], self._framing[at]
        pictures = gather(self._faces.framings, self._faces.rows[which], framing)
        if self._draws is not None:
            pictures = change(pictures, changes(self._draws[at], self._recipe.augmentation, pictures.shape[1]))
        return Batch(
            pictures,
            self._labels[which],
            self._group_ids[which],
            self._weights[which],
            self._auxiliary[which],
            self._faces.rows[which],
            {name: values[which] for name, values in self._faces.taught.items()},
        )


def _table(labels: Mapping[str, Indices], names: Iterable[str], rows: int) -> NDArray[np.int32]:
    """Columns as one array, shape (rows, columns)."""
    columns = [labels[name] for name in names]
    return np.stack(columns, axis=1).astype(np.int32) if columns else np.zeros((rows, 0), np.int32)


def gather(framings: tuple[NDArray[np.uint8], ...], rows: Indices, framing: Indices) -> NDArray[np.uint8]:
    """The pictures of `rows`, each in its own framing."""
    pictures = np.empty((len(rows), *framings[0].shape[1:]), framings[0].dtype)
    for at, held in enumerate(framings):
        chosen = framing == at
        pictures[chosen] = held[rows[chosen]]
    return pictures
