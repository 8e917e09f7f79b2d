"""The batches of an epoch."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import Indices
from core.training.augmentation import change, changes, draws
from core.training.mitigation import METHODS
from core.training.recipe import Recipe
from core.training.task import Task


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
