"""What a model answered for labelled faces, before anything is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.evaluation.evaluation import Answers, Calibration
from core.evaluation.groups import Group, groups_of
from core.model.probability import read
from core.schema import NOT_GIVEN, Attribute, Column

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_ANSWER = -1
"""In place of an answer where no face was found."""
NO_FACE: Final = "no face found"
"""The same in words, where answers are named."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledPredictions:
    """A model's answers beside what is given of the faces, a row per face."""

    model: str
    """Name and version."""
    data: str
    """What the data are called."""
    rows: Indices
    """Which rows of the data set these are."""
    found: Flags
    """Where a face was found; where none was, there is no answer, and that counts as wrong."""
    attributes: Mapping[str, Attribute]
    """What the model answers, by name."""
    probabilities: Mapping[str, Floats]
    """Calibrated, shape (n, labels), by answered attribute."""
    thresholds: Mapping[str, Floats]
    """Shape (n,): the probability below which the face's answer is uncertain, by answered attribute."""
    columns: Mapping[str, Column]
    """What is given of the faces: labels of what is answered, and whatever else they can be grouped by."""
    side: str | None = None
    """The side of the training's split that the faces lie on, where that is known."""
    shares_training_source: bool = False
    """Whether the model may have learned from these very faces."""

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
        """The answered attributes whose labels are given of any face.

        Raises:
            DataError: There is none.
        """
        found = tuple(name for name in self.attributes if name in self.columns and self.columns[name].given.any())
        if not found:
            raise no_labels(self.data, self.attributes)
        return found

    def labels(self, name: str) -> Indices:
        """The labels of an attribute; `NOT_GIVEN` where there is none."""
        return self.columns[name].values if name in self.columns else np.full(len(self), NOT_GIVEN, np.int64)

    def predicted(self, name: str) -> Indices:
        """The likeliest label; `NO_ANSWER` where no face was found."""
        return np.where(self.found, self.probabilities[name].argmax(axis=1), NO_ANSWER)

    def confidence(self, name: str) -> Floats:
        """The probability of the likeliest label."""
        return np.asarray(self.probabilities[name].max(axis=1))

    def answered(self, name: str) -> Flags:
        """Where the answer is not "uncertain"."""
        return np.asarray(self.found & (self.confidence(name) >= self.thresholds[name]))

    def taken(self, which: Flags | Indices) -> LabelledPredictions:
        """Only some of the faces, by flag or by place."""
        return replace(
            self,
            rows=self.rows[which],
            found=self.found[which],
            probabilities={name: values[which] for name, values in self.probabilities.items()},
            thresholds={name: values[which] for name, values in self.thresholds.items()},
            columns={name: column.taken(which) for name, column in self.columns.items()},
        )

    def examples(
        self, name: str, group: Group, *, label: str | None = None, answer: str | None = None, wrong: bool = False
    ) -> Indices:
        """Rows of the data set that belong to a group, the surest answers first.

        Args:
            name: Of the answered attribute.
            group: Whom the answers are of.
            label: Only those with this label.
            answer: Only those given this answer, or `NO_FACE`.
            wrong: Only those whose answer is not the label.
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
        at = np.flatnonzero(which)
        return self.rows[at[np.argsort(-self.confidence(name)[at], kind="stable")]]


def no_labels(data: str, attributes: Mapping[str, Attribute]) -> DataError:
    """What is raised where data give no label of anything that a model answers."""
    answered = ", ".join(attribute.title for attribute in attributes.values())
    return DataError("evaluate.no_labels", title=data, answered=answered)


def in_labels_of(attribute: Attribute, column: Column) -> Column:
    """What is given of an attribute in the labels, and their order, that a model knows; others count as not given."""
    if column.attribute.labels == attribute.labels:
        return column
    places = [attribute.index(label) for label in column.attribute.labels]
    known = np.array([NOT_GIVEN if at is None else at for at in places], np.int64)
    return Column(attribute, np.where(column.given, known[column.values], NOT_GIVEN))


def beside_answers(attributes: Mapping[str, Attribute], columns: Mapping[str, Column]) -> dict[str, Column]:
    """The columns of data, those of answered attributes in the model's labels; one with none of them is left out."""
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
    """A network's answers as they are read: calibrated, with their thresholds.

    Args:
        answers: Of faces that were found.
        calibrations: By answered attribute.
        attributes: What is answered.
        model: Name and version.
        data: What the data are called.
        rows: Which rows of the data set these are.
        columns: What is given of the faces besides the answers' own labels.
        side: Of the training's split.
    """
    read_so = read(answers.probabilities, calibrations)
    labels = {name: Column(attributes[name], values) for name, values in answers.labels.items() if name in attributes}
    return LabelledPredictions(
        model=model,
        data=data,
        rows=rows,
        found=np.ones(len(rows), np.bool_),
        attributes={name: attributes[name] for name in read_so},
        probabilities={name: found.probabilities for name, found in read_so.items()},
        thresholds={name: found.thresholds for name, found in read_so.items()},
        columns={**columns, **labels},
        side=side,
    )
