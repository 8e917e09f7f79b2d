"""Does an answer change with light, colour and focus, and more often for one group than for another?

Each aligned face is answered as it is and again darker, brighter, in coloured light and out of focus. Nothing about the
person changes, so no label is needed to see that the answer should not either. After Denton et al. 2019, Image
Counterfactual Sensitivity Analysis for Detecting Unintended Bias, with light in place of the face.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import FaceDataset
from core.errors import DataError
from core.evaluation.asking import StageProgress, aligned_faces, map_chips
from core.evaluation.corruptions import corrupt
from core.evaluation.figures import Figure
from core.evaluation.groups import EVERYBODY, SMALL, Columns, Group, groupings, groups_of, groups_to_use
from core.evaluation.material import has_labels
from core.evaluation.tally import DRAWS, Gap, Measured, gap_between, judged_together
from core.model.bundle import ModelBundle
from core.model.classifier import Classifier
from core.schema import ATTRIBUTES, Attribute, Column
from core.stats import wilson_interval
from core.vision.detectors import THOROUGH
from core.vision.faces import framed_face
from core.work import ShouldStop

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
Chips = NDArray[np.uint8]
GroupedBy = Literal["labels", "answers"]
"""Whether groups are the labels or the model's own answers to the original pictures."""

CHANGES: Final = {
    "dark": "darker",
    "bright": "brighter",
    "colour_cast": "in coloured light",
    "blur": "out of focus",
}
"""The changes: names of `CORRUPTIONS`, and a description."""
STRENGTH: Final = 3
"""Of five: three stops darker, a stop and a half brighter; the face remains easy to recognise."""


@dataclass(frozen=True, slots=True)
class Shift:
    """The share of a group whose answer changes."""

    group: Group
    small: bool
    """Whether the group has too few faces to be ranked."""
    changed: Figure


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The effect of one change of the picture on the answer."""

    change: str
    """One of `CHANGES`."""
    overall: Figure
    towards: Mapping[str, int]
    """The number of answers that changed to each label."""
    groups: tuple[Shift, ...]
    """One grouping after another."""
    gaps: tuple[Gap, ...]
    """The gap of each grouping, the furthest beyond chance first; p-values are adjusted over all changes."""


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """How much an answer depends on the picture, and for whom."""

    attribute: Attribute
    """The answered attribute."""
    model: str
    data: str
    count: int
    left_out: int
    """Faces that were not detected."""
    grouped_by: GroupedBy
    minimum: int
    changes: tuple[Sensitivity, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PairedPredictions:
    """Answers to the same faces before and after each change, one row per face."""

    attribute: Attribute
    """The answered attribute."""
    columns: Mapping[str, Column]
    """The columns to group by."""
    before: Indices
    """Index of the label, for the original pictures."""
    after: Mapping[str, Indices]
    """The same by change."""


def check_counterfactuals(
    bundle: ModelBundle,
    dataset: FaceDataset,
    *,
    rows: Indices | None = None,
    of: str = "",
    groups: Sequence[str] = (),
    as_is: bool = False,
    minimum: int = SMALL,
    detector: str = THOROUGH,
    threads: int | None = None,
    progress: StageProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Counterfactual:
    """Change the picture of every face and compare the answers.

    Groups are the labels if the data have any, or else the model's own answers.

    Args:
        bundle: The model.
        dataset: The faces; labels are not needed.
        rows: The rows to use; by default all.
        of: The name of the answered attribute; by default the model's first.
        groups: As in `core.evaluation.figures.measure`.
        as_is: Use pictures as aligned faces, without detection; requires an aligned data set.
        minimum: Groups with fewer faces are marked as small and not ranked.
        detector: A name in `core.vision.detectors.DETECTORS`.
        threads: Number of threads; by default one per core.
        progress: Called with the stage, the number of faces done and their total.
        should_stop: Polled for cancellation.

    Raises:
        BundleError: The model does not load.
        DataError: No face is found in any picture, or the data lack a column to group by.
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
    found = replace(faces, rows=faces.rows[faces.found[faces.rows]])
    answered = bundle.manifest.attributes
    attribute = answered[of or next(iter(answered))]

    def repeat(classifier: Classifier, some: Indices, chips: Chips) -> _Part:
        return _repeat(classifier, attribute.name, some, chips)

    parts = list(map_chips(bundle, found, repeat, threads=threads, progress=progress, should_stop=should_stop))
    if not parts:
        raise DataError("evaluate.nothing", title=dataset.title)
    shown = np.concatenate([part.rows for part in parts])
    perceived = {name: np.concatenate([part.before[name] for part in parts]) for name in answered}
    columns = {name: column.taken(shown) for name, column in dataset.columns.items()}
    grouped_by: GroupedBy = "labels"
    if not groups and not has_labels(dataset, shown, ATTRIBUTES):
        columns |= {name: Column(answered[name], perceived[name]) for name in answered if name in ATTRIBUTES}
        grouped_by = "answers"
    names = groups_to_use(columns, groups, data=dataset.title)
    return summarize(
        PairedPredictions(
            attribute=attribute,
            columns={name: columns[name] for name in names},
            before=perceived[attribute.name],
            after={name: np.concatenate([part.after[name] for part in parts]) for name in CHANGES},
        ),
        grouped_by=grouped_by,
        model=bundle.title,
        data=dataset.title,
        left_out=len(faces.rows) - len(shown),
        minimum=minimum,
    )


def summarize(
    paired: PairedPredictions,
    *,
    grouped_by: GroupedBy,
    model: str,
    data: str,
    left_out: int = 0,
    minimum: int = SMALL,
    draws: int = DRAWS,
    seed: int = 1,
) -> Counterfactual:
    """Compute the figures; intervals of shares are Wilson's, those of gaps bootstrap percentiles."""
    rng = np.random.default_rng(seed)
    found = {name: list(_measured(paired, paired.after[name] != paired.before, draws, rng)) for name in paired.after}
    gaps = judged_together(
        gap
        for name, measured in found.items()
        for columns in groupings(tuple(paired.columns))
        if (gap := gap_between(name, _of(measured, columns), minimum=minimum, seed=seed)) is not None
    )
    return Counterfactual(
        attribute=paired.attribute,
        model=model,
        data=data,
        count=len(paired.before),
        left_out=left_out,
        grouped_by=grouped_by,
        minimum=minimum,
        changes=tuple(
            Sensitivity(
                change=name,
                overall=_figure(_of(measured, EVERYBODY.columns)[0]),
                towards=_towards(paired.attribute, paired.before, paired.after[name]),
                groups=tuple(
                    Shift(one.group, one.count < minimum, _figure(one)) for one in measured if one.group != EVERYBODY
                ),
                gaps=tuple(gap for gap in gaps if gap.figure == name),
            )
            for name, measured in found.items()
        ),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    rows: Indices
    before: dict[str, Indices]
    """By answered attribute."""
    after: dict[str, Indices]
    """By change."""


def _repeat(classifier: Classifier, name: str, rows: Indices, chips: Chips) -> _Part:
    face, before = framed_face(chips.shape[1], chips.shape[1]), classifier.probabilities(chips)
    after = {}
    for change in CHANGES:
        # The row is the seed, so that the colour of the light depends on the picture alone.
        changed = [corrupt(chip, face, change, STRENGTH, row) for row, chip in zip(rows.tolist(), chips, strict=True)]
        after[change] = classifier.probabilities(np.stack(changed))[name].argmax(axis=1)
    return _Part(rows, {answered: found.argmax(axis=1) for answered, found in before.items()}, after)


def _measured(paired: PairedPredictions, changed: Flags, draws: int, rng: np.random.Generator) -> Iterator[Measured]:
    for columns in ((), *groupings(tuple(paired.columns))):
        members = groups_of(paired.columns, columns) if columns else [(EVERYBODY, np.ones(len(changed), np.bool_))]
        for group, which in members:
            hits, count = int(changed[which].sum()), int(which.sum())
            # In a bootstrap sample of a group the number of changes is binomial.
            yield Measured(group, hits, count, rng.binomial(count, hits / count, size=draws) / count)


def _of(measured: Sequence[Measured], columns: Columns) -> list[Measured]:
    return [one for one in measured if one.group.columns == columns]


def _figure(one: Measured) -> Figure:
    return Figure(one.hits / one.count, *wilson_interval(one.hits, one.count), one.count)


def _towards(attribute: Attribute, before: Indices, after: Indices) -> dict[str, int]:
    return {label: int(((after == at) & (before != at)).sum()) for at, label in enumerate(attribute.labels)}
