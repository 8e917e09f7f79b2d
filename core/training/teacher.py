"""A model that teaches another: its answers are learned beside the labels.

Hinton et al. 2015, Distilling the Knowledge in a Neural Network. The answers are the calibrated probabilities for each
picture as it is, without augmentation. The teacher may be a larger network, or one of the same kind (Furlanello et al.
2018, Born-Again Neural Networks).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import FaceDataset, Indices
from core.datasets.splits import Hashes, is_learned, picture_hashes
from core.errors import DataError
from core.evaluation.asking import ask
from core.model.bundle import ModelBundle, load_bundle, resolve_bundle
from core.places import models_folders

if TYPE_CHECKING:
    from core.training.events import Control
    from core.training.recipe import Recipe
    from core.training.task import Task

Taught = Mapping[str, NDArray[np.float32]]
"""Probabilities by attribute, each of shape (rows, classes)."""


def find_teacher(recipe: Recipe) -> ModelBundle | None:
    """The teacher that a recipe names; None if it names none.

    Raises:
        FacetError: There is no such model, or it is damaged.
    """
    return load_bundle(resolve_bundle(recipe.teacher, models_folders())) if recipe.teacher else None


def check_teacher(teacher: ModelBundle, task: Task) -> None:
    """Check that a teacher answers all that is to be learned.

    Raises:
        DataError: It does not answer an attribute, or with other labels.
    """
    for name, one in task.answers.items():
        head = teacher.manifest.heads.get(name)
        if head is None:
            reason = f"it does not answer {name}"
        elif head.labels != one.labels:
            reason = f"its labels of {name} are {', '.join(head.labels)}, those of the data {', '.join(one.labels)}"
        else:
            continue
        raise DataError("train.teacher", model=teacher.title, reason=reason)


def ask_teacher(
    teacher: ModelBundle, task: Task, dataset: FaceDataset, rows: Indices, detector: str, control: Control
) -> Taught:
    """The teacher's answers to rows, by row of the data set; NaN in the others.

    Raises:
        BundleError: The teacher does not load.
        Stopped: The caller stopped it.
    """
    tell = cache(control.preparing)
    found = ask(
        teacher,
        dataset,
        rows=rows,
        detector=detector,
        progress=lambda stage, done, total: tell(stage)(done, total),
        should_stop=control.should_stop,
    )
    taught = {}
    for name in task.answers:
        values = found.probabilities[name]
        taught[name] = np.full((len(dataset), values.shape[1]), np.nan, np.float32)
        taught[name][found.rows] = values
    return taught


def teacher_warnings(
    teacher: ModelBundle, table: Hashes | None, dataset: FaceDataset, tested: Indices, control: Control
) -> tuple[str, ...]:
    """A warning if the teacher was, or may have been, trained with pictures of the test side."""
    if table is None:
        return (
            f"The teacher {teacher.title} does not record its training pictures. If some of the test side are among "
            "them, the figures may be slightly too good.",
        )
    hashes = picture_hashes(
        dataset,
        tested,
        progress=control.preparing("looking for pictures that the teacher knows"),
        should_stop=control.should_stop,
    )
    count = int(is_learned(hashes, table, should_stop=control.should_stop).sum())
    if not count:
        return ()
    return (
        f"{count} of the {len(tested)} pictures of the test side are among those that the teacher {teacher.title} was "
        "trained with. This model has not seen them, but it learned from one that had: the figures may be slightly too "
        "good.",
    )
