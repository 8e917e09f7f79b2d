"""A model's answers beside the labels, before anything is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.evaluation.calibration import Answers, Calibration
from core.evaluation.groups import EVERYBODY, Group, groups_of
from core.model.calibration import apply_calibration
from core.schema import NOT_GIVEN, Attribute, Column

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_ANSWER = -1
"""The index used where no face was found."""
NO_FACE: Final = "no face found"
"""The same in words."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledPredictions:
    """A model's answers and the columns of the data, one row per face."""

    model: str
    """Name and version."""
    data: str
    """Title of the data."""
    rows: Indices
    """Rows of the data set."""
    found: Flags
    """Where a face was found; elsewhere there is no answer, which counts as wrong."""
    attributes: Mapping[str, Attribute]
    """The answered attributes, by name."""
    probabilities: Mapping[str, Floats]
    """Calibrated, shape (n, labels), by answered attribute."""
    thresholds: Mapping[str, Floats]
    """Shape (n,), by answered attribute: answers with a lower probability are uncertain."""
    columns: Mapping[str, Column]
    """The labels of the answered attributes, and other columns to group by."""
    side: str | None = None
    """The side of the training's split, if known."""
    shares_training_source: bool | None = False
    """Whether the model may have been trained on these very faces; None if nobody knows what it was trained on."""
    labels_only: frozenset[str] = frozenset()
    """Answered attributes of which only the predicted label is known; its probability stands as 1. They have no
    calibration."""

    def __post_init__(self) -> None:
        count = len(self.rows)
        if self.found.shape != (count,):
            raise ValueError(f"found of shape {self.found.shape}: expected ({count},), one value per row")
        for name, attribute in self.attributes.items():
            shape = (count, len(attribute.labels))
            if self.probabilities[name].shape != shape:
                raise ValueError(f"probabilities of {name}: got {self.probabilities[name].shape}, expected {shape}")
            if self.thresholds[name].shape != (count,):
                raise ValueError(f"thresholds of {name}: got {self.thresholds[name].shape}, expected ({count},)")
        for name, column in self.columns.items():
            if column.values.shape != (count,):
                raise ValueError(f"{name} of shape {column.values.shape}: expected ({count},), one value per row")
            if name in self.attributes and column.attribute.labels != self.attributes[name].labels:
                raise ValueError(
                    f"labels of {name}: got {column.attribute.labels}, expected the model's "
                    f"{self.attributes[name].labels} (see `in_labels_of`)"
                )

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def labelled(self) -> tuple[str, ...]:
        """The answered attributes that have a label for any face.

        Raises:
            DataError: There is none.
        """
        found = tuple(name for name in self.attributes if name in self.columns and self.columns[name].given.any())
        if not found:
            raise no_labels(self.data, self.attributes)
        return found

    def only_label(self, name: str) -> str | None:
        """The label of an answered attribute, if the faces have no other; nothing can be measured then."""
        return only_label(self.attributes[name], self.labels(name))

    def labels(self, name: str) -> Indices:
        """The labels of an attribute; `NOT_GIVEN` where a face has none."""
        return self.columns[name].values if name in self.columns else np.full(len(self), NOT_GIVEN, np.int64)

    def predicted(self, name: str) -> Indices:
        """The most likely label; `NO_ANSWER` where no face was found."""
        return np.where(self.found, self.probabilities[name].argmax(axis=1), NO_ANSWER)

    def confidence(self, name: str) -> Floats:
        """The probability of the most likely label."""
        return np.asarray(self.probabilities[name].max(axis=1))

    def answered(self, name: str) -> Flags:
        """Where there is an answer that is not "uncertain"."""
        return np.asarray(self.found & (self.confidence(name) >= self.thresholds[name]))

    def taken(self, which: Flags | Indices) -> LabelledPredictions:
        """A subset, by mask or by index."""
        return replace(
            self,
            rows=self.rows[which],
            found=self.found[which],
            probabilities={name: values[which] for name, values in self.probabilities.items()},
            thresholds={name: values[which] for name, values in self.thresholds.items()},
            columns={name: column.taken(which) for name, column in self.columns.items()},
        )

    def examples(
        self,
        name: str,
        group: Group = EVERYBODY,
        *,
        label: str | None = None,
        answer: str | None = None,
        wrong: bool = False,
        confidence: tuple[float, float] | None = None,
    ) -> Indices:
        """Rows of the data set that belong to a group, the most confident answers first.

        Args:
            name: The answered attribute.
            group: The group.
            label: Only faces with this label.
            answer: Only faces with this answer, or `NO_FACE`.
            wrong: Only faces whose answer is not the label.
            confidence: Only labelled faces with an answer of at least the first and less than the second probability,
                or of 1.
        """
        labels = self.attributes[name].labels
        which = np.ones(len(self), np.bool_)
        if group.columns:
            found = [rows for other, rows in groups_of(self.columns, group.columns) if other == group]
            which = found[0] if found else np.zeros(len(self), np.bool_)
        if label is not None:
            which = which & (self.labels(name) == labels.index(label))
        if answer is not None:
            which = which & (self.predicted(name) == (NO_ANSWER if answer == NO_FACE else labels.index(answer)))
        if wrong:
            which = which & (self.labels(name) >= 0) & (self.predicted(name) != self.labels(name))
        if confidence is not None:
            low, high = confidence
            given = self.confidence(name)
            inside = (given >= low) & ((given < high) | (high >= 1))
            which = which & inside & self.found & (self.labels(name) >= 0)
        at = np.flatnonzero(which)
        return self.rows[at[np.argsort(-self.confidence(name)[at], kind="stable")]]


def only_label(attribute: Attribute, values: Indices) -> str | None:
    """The single label that occurs in `values`; None if there are more or none."""
    occurring = np.unique(values[values >= 0])
    return attribute.labels[int(occurring[0])] if len(occurring) == 1 else None


def no_labels(data: str, attributes: Mapping[str, Attribute]) -> DataError:
    """The error for data without labels of anything the model answers."""
    answered = ", ".join(attribute.title for attribute in attributes.values())
    return DataError("evaluate.no_labels", title=data, answered=answered)


def one_label(data: str, found: Iterable[tuple[Attribute, str]]) -> DataError:
    """The error for data in which every answered attribute has a single label."""
    labels = ", ".join(f"{attribute.title}: {label}" for attribute, label in found)
    return DataError("evaluate.one_label", title=data, labels=labels)


def in_labels_of(attribute: Attribute, column: Column) -> Column:
    """A column expressed in the labels of the model, in its order; labels the model does not know count as missing."""
    if column.attribute.labels == attribute.labels:
        return column
    places = [attribute.index(label) for label in column.attribute.labels]
    known = np.array([NOT_GIVEN if at is None else at for at in places], np.int64)
    return Column(attribute, np.where(column.given, known[column.values], NOT_GIVEN))


def beside_answers(attributes: Mapping[str, Attribute], columns: Mapping[str, Column]) -> dict[str, Column]:
    """The columns of the data that have any label, those of answered attributes expressed in the model's labels."""
    found = {
        name: in_labels_of(attributes[name], column) if name in attributes else column
        for name, column in columns.items()
    }
    return {name: column for name, column in found.items() if column.given.any()}


def from_answers(
    answers: Answers,
    calibrations: Mapping[str, Calibration],
    *,
    attributes: Mapping[str, Attribute],
    model: str,
    data: str,
    rows: Indices,
    columns: Mapping[str, Column],
    side: str | None = None,
) -> LabelledPredictions:
    """A network's answers, calibrated and with thresholds.

    Args:
        answers: Of faces that were found.
        calibrations: By answered attribute.
        attributes: The answered attributes, by name.
        model: Name and version.
        data: Title of the data.
        rows: Rows of the data set.
        columns: Columns of the data beside the labels in `answers`.
        side: The side of the training's split.
    """
    calibrated = apply_calibration(answers.probabilities, calibrations)
    labels = {name: Column(attributes[name], values) for name, values in answers.labels.items() if name in attributes}
    return LabelledPredictions(
        model=model,
        data=data,
        rows=rows,
        found=np.ones(len(rows), np.bool_),
        attributes={name: attributes[name] for name in calibrated},
        probabilities={name: found.probabilities for name, found in calibrated.items()},
        thresholds={name: found.thresholds for name, found in calibrated.items()},
        columns={**columns, **labels},
        side=side,
    )
