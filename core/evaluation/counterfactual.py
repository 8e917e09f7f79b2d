"""Does an answer change with the picture alone, and more often for one group than for another?

Every aligned face is shown to the model as it is and again darker, brighter, in coloured light and out of focus.
Nothing about the person has changed, so an answer that changes is the picture's doing, and no label is needed to see
it. The question is that of Denton et al. 2019, Image Counterfactual Sensitivity Analysis for Detecting Unintended Bias,
asked of the light instead of the face.
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
from core.evaluation.by_group import Figure
from core.evaluation.corruptions import corrupt
from core.evaluation.gaps import Gap, Measured, gap_between, judged_together
from core.evaluation.groups import EVERYBODY, SMALL, Columns, Group, groupings, groups_of, groups_to_use
from core.evaluation.material import has_labels
from core.evaluation.metrics import wilson_interval
from core.evaluation.tally import DRAWS
from core.model.bundle import ModelBundle
from core.model.classifier import Classifier
from core.schema import ATTRIBUTES, Attribute, Column
from core.vision.detectors import THOROUGH
from core.vision.faces import framed_face
from core.work import ShouldStop

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
Chips = NDArray[np.uint8]
GroupedBy = Literal["labels", "answers"]
"""Whether groups are those of the labels, or of what the model itself perceives in the picture as it is."""

CHANGES: Final = {
    "dark": "darker",
    "bright": "brighter",
    "colour_cast": "in coloured light",
    "blur": "out of focus",
}
"""What is done to a picture: names of `CORRUPTIONS`, and the answer's state after it in words."""
STRENGTH: Final = 3
"""Of five: three stops darker, a stop and a half brighter, a face still known by everybody who knows it."""


@dataclass(frozen=True, slots=True)
class Shift:
    """The share of a group whose answer is another after a change."""

    group: Group
    small: bool
    """Of too few faces to be ranked."""
    changed: Figure


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What one change of the picture does to the answer."""

    change: str
    """One of `CHANGES`."""
    overall: Figure
    towards: Mapping[str, int]
    """How many answers changed to each label."""
    groups: tuple[Shift, ...]
    """One grouping after the other."""
    gaps: tuple[Gap, ...]
    """The largest difference of each grouping, the one furthest beyond chance first. Judged beside those of the other
    changes."""


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """How much one of a model's answers depends on the picture, and for whom."""

    attribute: Attribute
    """What is answered."""
    model: str
    data: str
    count: int
    left_out: int
    """Faces that were not found."""
    grouped_by: GroupedBy
    minimum: int
    changes: tuple[Sensitivity, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PairedPredictions:
    """Answers to the same faces, as they are and changed, a row per face."""

    attribute: Attribute
    """What is answered."""
    columns: Mapping[str, Column]
    """What faces are grouped by."""
    before: Indices
    """Index into the attribute's labels, of the pictures as they are."""
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
    told: StageProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Counterfactual:
    """Change every face's picture and see whether the answer changes with it.

    Groups are those of the labels where the data give any, and else those of the model's own answers.

    Args:
        bundle: The model.
        dataset: The faces; labels are not needed.
        rows: Which of them; None for all.
        of: Which answer, by its attribute's name; by default the model's first.
        groups: As of `core.evaluation.by_group.measure`, where the data give labels.
        as_is: Take all pictures for aligned faces; only of a data set that is aligned.
        minimum: Faces below which a group is marked as small and not ranked.
        detector: A name of `core.vision.detectors.DETECTORS`.
        threads: How many; by default one per core.
        told: Told the progress.
        should_stop: Asked often.

    Raises:
        BundleError: The model does not load.
        DataError: In no picture a face is found, or a column to group by is not given.
        Stopped: `should_stop` asked for it.
    """
    faces = aligned_faces(
        bundle,
        dataset,
        rows=rows,
        as_is=as_is,
        detector=detector,
        threads=threads,
        told=told,
        should_stop=should_stop,
    )
    found = replace(faces, rows=faces.rows[faces.found[faces.rows]])
    answered = bundle.manifest.attributes
    attribute = answered[of or next(iter(answered))]

    def repeat(classifier: Classifier, some: Indices, chips: Chips) -> _Part:
        return _repeat(classifier, attribute.name, some, chips)

    parts = list(map_chips(bundle, found, repeat, threads=threads, told=told, should_stop=should_stop))
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
    repeated: PairedPredictions,
    *,
    grouped_by: GroupedBy,
    model: str,
    data: str,
    left_out: int = 0,
    minimum: int = SMALL,
    draws: int = DRAWS,
    seed: int = 1,
) -> Counterfactual:
    """The figures of answers to changed pictures; intervals of shares are Wilson's, of gaps percentiles of draws."""
    rng = np.random.default_rng(seed)
    found = {
        name: list(_measured(repeated, repeated.after[name] != repeated.before, draws, rng)) for name in repeated.after
    }
    gaps = judged_together(
        gap
        for name, measured in found.items()
        for columns in groupings(tuple(repeated.columns))
        if (gap := gap_between(name, _of(measured, columns), minimum=minimum, seed=seed)) is not None
    )
    return Counterfactual(
        attribute=repeated.attribute,
        model=model,
        data=data,
        count=len(repeated.before),
        left_out=left_out,
        grouped_by=grouped_by,
        minimum=minimum,
        changes=tuple(
            Sensitivity(
                change=name,
                overall=_figure(_of(measured, EVERYBODY.columns)[0]),
                towards=_towards(repeated.attribute, repeated.before, repeated.after[name]),
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
        # What a change leaves to chance, the light's colour, depends on the picture alone.
        changed = [corrupt(chip, face, change, STRENGTH, row) for row, chip in zip(rows.tolist(), chips, strict=True)]
        after[change] = classifier.probabilities(np.stack(changed))[name].argmax(axis=1)
    return _Part(rows, {answered: found.argmax(axis=1) for answered, found in before.items()}, after)


def _measured(repeated: PairedPredictions, changed: Flags, draws: int, rng: np.random.Generator) -> Iterator[Measured]:
    for columns in ((), *groupings(tuple(repeated.columns))):
        members = groups_of(repeated.columns, columns) if columns else [(EVERYBODY, np.ones(len(changed), np.bool_))]
        for group, which in members:
            hits, count = int(changed[which].sum()), int(which.sum())
            # Rows of a group drawn anew change a binomial number of times.
            yield Measured(group, hits, count, rng.binomial(count, hits / count, size=draws) / count)


def _of(measured: Sequence[Measured], columns: Columns) -> list[Measured]:
    return [one for one in measured if one.group.columns == columns]


def _figure(one: Measured) -> Figure:
    return Figure(one.hits / one.count, *wilson_interval(one.hits, one.count), one.count)


def _towards(attribute: Attribute, before: Indices, after: Indices) -> dict[str, int]:
    return {label: int(((after == at) & (before != at)).sum()) for at, label in enumerate(attribute.labels)}
