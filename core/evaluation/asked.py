"""What a model answered for labelled faces, before anything is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.evaluation.evaluation import Answers, Calibration
from core.evaluation.groups import Column, Group, age_bands, groups_of
from core.labels import HEADS, Head
from core.probability import read

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_ANSWER = -1
"""In place of an answer where no face was found."""
NO_FACE: Final = "no face found"
"""The same in words, where answers are named."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A model's answers beside the labels, a row a face."""

    model: str
    """Name and version."""
    data: str
    """What the data are called."""
    rows: Indices
    """Which rows of the data set these are."""
    found: Flags
    """Where a face was found; where none was, there is no answer, and that counts as wrong."""
    probabilities: Mapping[Head, Floats]
    """Calibrated, shape (n, labels)."""
    thresholds: Mapping[Head, Floats]
    """Shape (n,): the probability below which the face's answer is uncertain."""
    labels: Mapping[Head, Indices]
    """-1 where none is given."""
    ages: Indices
    """In years; -1 where none is given."""
    may_know: bool = False
    """Whether the model learned from data of the same name."""
    poor: Flags | None = None
    """Where the picture is a reason to doubt: dark, blurred, turned away and the like. None: not measured."""

    def __post_init__(self) -> None:
        for head, labels in HEADS.items():
            shape = (len(self.rows), len(labels))
            if self.probabilities[head].shape != shape:
                raise ValueError(f"probabilities of {head}: got {self.probabilities[head].shape}, expected {shape}")
        for name, column in (("found", self.found), ("ages", self.ages), *self.labels.items()):
            if column.shape != self.rows.shape:
                raise ValueError(f"{name} of shape {column.shape}: expected {self.rows.shape}, one value a row")

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def members(self) -> dict[Column, Indices]:
        """What every face's group is, by column."""
        return {"gender": self.labels["gender"], "ethnicity": self.labels["ethnicity"], "age": age_bands(self.ages)}

    @property
    def labelled_heads(self) -> tuple[Head, ...]:
        """The heads whose labels are given of any face.

        Raises:
            DataError: There is none.
        """
        found = tuple(head for head in HEADS if (self.labels[head] >= 0).any())
        if not found:
            raise DataError("evaluate.no_labels", title=self.data)
        return found

    def predicted(self, head: Head) -> Indices:
        """The likeliest label; `NO_ANSWER` where no face was found."""
        return np.where(self.found, self.probabilities[head].argmax(axis=1), NO_ANSWER)

    def confidence(self, head: Head) -> Floats:
        """The probability of the likeliest label."""
        return np.asarray(self.probabilities[head].max(axis=1))

    def answered(self, head: Head) -> Flags:
        """Where the answer is not "uncertain"."""
        return np.asarray(self.found & (self.confidence(head) >= self.thresholds[head]))

    def taken(self, which: Flags | Indices) -> Asked:
        """Only some of the faces, by flag or by place."""
        return replace(
            self,
            rows=self.rows[which],
            found=self.found[which],
            probabilities={head: values[which] for head, values in self.probabilities.items()},
            thresholds={head: values[which] for head, values in self.thresholds.items()},
            labels={head: values[which] for head, values in self.labels.items()},
            ages=self.ages[which],
            poor=None if self.poor is None else self.poor[which],
        )

    def examples(
        self, head: Head, group: Group, *, label: str | None = None, answer: str | None = None, wrong: bool = False
    ) -> Indices:
        """Rows of the data set that belong to a group, the surest answers first.

        Args:
            head: Which answers are meant.
            group: Whom they are of.
            label: Only those with this label.
            answer: Only those given this answer, or `NO_FACE`.
            wrong: Only those whose answer is not the label.
        """
        names = HEADS[head]
        which = np.ones(len(self), np.bool_)
        if group.columns:
            found = [rows for other, rows in groups_of(self.members, group.columns) if other == group]
            which = found[0] if found else np.zeros(len(self), np.bool_)
        if label is not None:
            which = which & (self.labels[head] == names.index(label))
        if answer is not None:
            which = which & (self.predicted(head) == (NO_ANSWER if answer == NO_FACE else names.index(answer)))
        if wrong:
            which = which & (self.labels[head] >= 0) & (self.predicted(head) != self.labels[head])
        at = np.flatnonzero(which)
        return self.rows[at[np.argsort(-self.confidence(head)[at], kind="stable")]]


def from_answers(
    answers: Answers,
    calibrations: Mapping[Head, Calibration],
    *,
    model: str,
    data: str,
    rows: Indices,
    ages: Indices,
    poor: Flags | None = None,
) -> Asked:
    """A network's answers as they are read: calibrated, with their thresholds.

    Args:
        answers: Of faces that were found.
        calibrations: By head.
        model: Name and version.
        data: What the data are called.
        rows: Which rows of the data set these are.
        ages: In years; -1 where none is given.
        poor: Where the picture itself is a reason to doubt, where that was measured.
    """
    read_so = read(answers.probabilities, calibrations)
    return Asked(
        model=model,
        data=data,
        rows=rows,
        found=np.ones(len(rows), np.bool_),
        probabilities={head: found.probabilities for head, found in read_so.items()},
        thresholds={head: found.thresholds for head, found in read_so.items()},
        labels=answers.labels,
        ages=ages,
        poor=poor,
    )
