"""What a network learns: a recipe's choices, resolved against the columns of a data set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from core.datasets.dataset import FaceDataset, Indices
from core.datasets.fairface import RACE
from core.datasets.groups import data_warnings
from core.datasets.splits import Split
from core.errors import DataError
from core.schema import AGE, ATTRIBUTES, Attribute, Column
from core.training.mitigation import Groups

if TYPE_CHECKING:
    from core.training.recipe import Recipe

_OF_THE_WHOLE: Final = ("rare_labels", "unlikely_ages")
"""Warnings about a data set that do not depend on its split; for the others there are those of `training_warnings`."""
_AUXILIARY: Final = (AGE.name, RACE.name)
"""Columns that can be learned as auxiliary tasks (Caruana 1997, Multitask Learning)."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a network answers, the groups of its figures and of mitigation, and its auxiliary tasks."""

    answers: Mapping[str, Attribute]
    """Attributes by name, in the order of the network's outputs."""
    groups: tuple[str, ...]
    """Columns that the figures are grouped by."""
    mitigation: Groups
    """The attribute whose errors mitigation balances, and the groups between which it does."""
    auxiliary: Mapping[str, Attribute] = field(default_factory=dict)
    """Columns that are learned too and not exported."""

    @property
    def perceived_group(self) -> Attribute:
        """The group column that is answered too: thresholds by group depend on it."""
        return next(one for one in self.mitigation.columns if one.name in self.answers)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column whose labels are needed to train, select or measure."""
        return tuple(dict.fromkeys((*self.answers, *(one.name for one in self.mitigation.columns), *self.groups)))


def task_of(recipe: Recipe, dataset: FaceDataset) -> Task:
    """Resolve a recipe against a data set.

    Raises:
        DataError: A column has no labels or only one, or the mitigation does not fit the answers.
    """
    names = answers_of(dataset, recipe.answers)
    for name in (*recipe.groups, *recipe.mitigation.groups, *(set(recipe.target_errors) - set(ATTRIBUTES))):
        _check_given(dataset, name)
    return Task(
        answers={name: dataset.columns[name].attribute for name in names},
        groups=recipe.groups or default_groups(dataset),
        mitigation=_mitigation(recipe, dataset, names),
        auxiliary={
            name: dataset.columns[name].attribute
            for name in (_AUXILIARY if recipe.side_tasks else ())
            if name in dataset.columns and name not in names
        },
    )


def answers_of(dataset: FaceDataset, requested: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Names of the attributes to answer: the given ones, or the default.

    Raises:
        DataError: One of them has fewer than two different labels in the data.
    """
    for name in requested:
        _check_given(dataset, name)
        if _label_count(dataset, name) < 2:
            raise DataError(
                "train.one_label", title=dataset.title, name=name, available=_join_words(answerable(dataset))
            )
    names = requested or default_answers(dataset)
    if not names:
        raise DataError("train.no_answers", title=dataset.title, available=_join_words(dataset.columns))
    return names


def answerable(dataset: FaceDataset) -> tuple[str, ...]:
    """The columns that a model can learn to answer: those with at least two different labels."""
    return tuple(name for name in dataset.columns if _label_count(dataset, name) > 1)


def default_answers(dataset: FaceDataset) -> tuple[str, ...]:
    """The default answers: the attributes that Facet knows, or else all columns but the age bands; none of those that
    are for groups only."""
    found = tuple(name for name in answerable(dataset) if name not in dataset.group_only)
    return tuple(name for name in found if name in ATTRIBUTES) or tuple(name for name in found if name != AGE.name)


def default_groups(dataset: FaceDataset) -> tuple[str, ...]:
    """The default groups of the figures: the attributes that Facet knows, the age bands, and those only for groups."""
    usual = (*ATTRIBUTES, AGE.name, *dataset.group_only)
    return tuple(name for name in dataset.columns if name in usual)


def training_warnings(task: Task, dataset: FaceDataset, split: Split, *, batch: int) -> tuple[str, ...]:
    """Warnings about the data: labels that never occur, or not in the test; attributes with a single label; few rows.

    Args:
        task: The resolved task.
        dataset: The data.
        split: Its sides.
        batch: The recipe's batch size.
    """
    found = [str(one) for one in data_warnings(dataset, columns=tuple(task.answers)) if one.code in _OF_THE_WHOLE]
    for name, column in dataset.columns.items():
        labels = column.attribute.labels
        counts = np.bincount(column.values[column.given], minlength=len(labels))
        missing = [label for label, count in zip(labels, counts, strict=True) if not count]
        if name in ATTRIBUTES and name not in task.answers and len(missing) == len(labels) - 1:
            only = labels[int(counts.argmax())]
            found.append(f"Every face has the same perceived {column.attribute.title}, {only}: it is not learned.")
        if name not in task.answers:
            continue
        tested = column.values[split.test]
        found += _test_warnings(column, [at for at, count in enumerate(counts) if count], tested[tested >= 0])
        if missing:
            found.append(
                f"No face is labelled {_join_words(missing)} (perceived {column.attribute.title}): the model cannot "
                "learn that answer, and nothing about it can be measured."
            )
    if len(split.train) < batch:
        found.append(
            f"The training side has {len(split.train)} pictures, fewer than a batch of {batch}: an epoch is one step."
        )
    return tuple(found)


def _test_warnings(column: Column, present: Sequence[int], tested: Indices) -> list[str]:
    attribute, occurring = column.attribute, np.unique(tested)
    if len(occurring) == 1:
        only = attribute.labels[occurring[0]]
        return [
            f"All faces of the test side have the same perceived {attribute.title}, {only}: its figures do not say "
            "how well the model tells the labels apart."
        ]
    untested = [attribute.labels[at] for at in present if at not in occurring]
    if not untested:
        return []
    return [
        f"No face of the test side is labelled {_join_words(untested)} (perceived {attribute.title}): nothing about "
        "that answer can be measured."
    ]


def _mitigation(recipe: Recipe, dataset: FaceDataset, answers: tuple[str, ...]) -> Groups:
    chosen = recipe.mitigation
    of = chosen.of or answers[0]
    if of not in answers:
        raise DataError("train.not_answered", name=of, available=_join_words(answers))
    groups = chosen.groups or tuple(name for name in answers if name in ATTRIBUTES and name != of)
    if of in groups or (chosen.any and not groups):
        available = _join_words(name for name in dataset.columns if name != of)
        raise DataError("train.no_groups", name=of, title=dataset.title, available=available)
    if chosen.calibration == "by-group" and sum(name in answers for name in groups) != 1:
        raise DataError("train.not_by_group", name=of, groups=_join_words(groups), answers=_join_words(answers))
    return Groups(dataset.columns[of].attribute, tuple(dataset.columns[name].attribute for name in groups))


def _check_given(dataset: FaceDataset, name: str) -> None:
    if name not in dataset.columns:
        raise DataError("train.no_labels", title=dataset.title, name=name, available=_join_words(dataset.columns))


def _label_count(dataset: FaceDataset, name: str) -> int:
    column = dataset.columns[name]
    return len(np.unique(column.values[column.given]))


def _join_words(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
