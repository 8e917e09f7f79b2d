"""What a network learns: a recipe's choices, made sense of with what a data set declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from core.datasets.dataset import FaceDataset
from core.datasets.fairface import RACE
from core.errors import DataError
from core.schema import AGE, ATTRIBUTES, Attribute
from core.training.mitigation.groups import Groups

if TYPE_CHECKING:
    from core.training.recipe import Recipe

_AUXILIARY: Final = (AGE.name, RACE.name)
"""Columns that can be learnt besides (Caruana 1997, Multitask Learning): features that tell age and origin help."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a network answers, what its errors are compared between, and what else it learns."""

    answers: Mapping[str, Attribute]
    """By name, in the order of the answers."""
    groups: tuple[str, ...]
    """Columns that the figures are grouped by."""
    mitigation: Groups
    """The answer whose errors are evened out where that is asked for, and between which groups."""
    auxiliary: Mapping[str, Attribute] = field(default_factory=dict)
    """Columns that are learnt besides; nothing of them is exported."""

    @property
    def perceived_group(self) -> Attribute:
        """The column of the groups that is answered too: what thresholds by group depend on."""
        return next(one for one in self.mitigation.columns if one.name in self.answers)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column whose labels are needed to learn, choose or measure, once each."""
        return tuple(dict.fromkeys((*self.answers, *(one.name for one in self.mitigation.columns), *self.groups)))


def task_of(recipe: Recipe, dataset: FaceDataset) -> Task:
    """What a recipe asks for of a data set.

    Raises:
        DataError: A column has no labels or only one, or the mitigation does not fit what is answered.
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


def answers_of(dataset: FaceDataset, asked_for: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What a model of the data answers: what is asked for, or else the default.

    Raises:
        DataError: The data do not give two labels or more of each.
    """
    for name in asked_for:
        _check_given(dataset, name)
        if _label_count(dataset, name) < 2:
            raise DataError("train.one_label", title=dataset.title, name=name, available=_listed(answerable(dataset)))
    names = asked_for or default_answers(dataset)
    if not names:
        raise DataError("train.no_answers", title=dataset.title, available=_listed(dataset.columns))
    return names


def answerable(dataset: FaceDataset) -> tuple[str, ...]:
    """The columns that a model could learn to answer: those with two different labels or more."""
    return tuple(name for name in dataset.columns if _label_count(dataset, name) > 1)


def default_answers(dataset: FaceDataset) -> tuple[str, ...]:
    """What a model answers unless a recipe says otherwise: the attributes that ship, or all columns but the ages."""
    found = answerable(dataset)
    return tuple(name for name in found if name in ATTRIBUTES) or tuple(name for name in found if name != AGE.name)


def default_groups(dataset: FaceDataset) -> tuple[str, ...]:
    """What figures are grouped by unless a recipe says otherwise: the attributes that ship, and the ages."""
    return tuple(name for name in dataset.columns if name in ATTRIBUTES or name == AGE.name)


def _mitigation(recipe: Recipe, dataset: FaceDataset, answers: tuple[str, ...]) -> Groups:
    chosen = recipe.mitigation
    of = chosen.of or answers[0]
    if of not in answers:
        raise DataError("train.not_answered", name=of, available=_listed(answers))
    groups = chosen.groups or tuple(name for name in answers if name in ATTRIBUTES and name != of)
    if of in groups or (chosen.any and not groups):
        available = _listed(name for name in dataset.columns if name != of)
        raise DataError("train.no_groups", name=of, title=dataset.title, available=available)
    if chosen.calibration == "by-group" and sum(name in answers for name in groups) != 1:
        raise DataError("train.not_by_group", name=of, groups=_listed(groups), answers=_listed(answers))
    return Groups(dataset.columns[of].attribute, tuple(dataset.columns[name].attribute for name in groups))


def _check_given(dataset: FaceDataset, name: str) -> None:
    if name not in dataset.columns:
        raise DataError("train.no_labels", title=dataset.title, name=name, available=_listed(dataset.columns))


def _label_count(dataset: FaceDataset, name: str) -> int:
    column = dataset.columns[name]
    return len(np.unique(column.values[column.given]))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
