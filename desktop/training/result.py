"""What a training came to: its model beside the model in use, on the same pictures. Runs in a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop.opencv import import_opencv
from desktop.training.data_look import Step
from desktop.worker import Progress, ShouldStop, Work

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.bundle import ModelBundle
    from core.datasets.dataset import FaceDataset, Indices
    from core.evaluation.evaluation import HeadResult
    from core.labels import Head

    Probabilities = Mapping[Head, NDArray[np.float64]]

_CHIP_PX: Final = 96
_BATCH: Final = 64
_WORST: Final = 12


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """How often the model agreed with the labels of one group; the interval is 95 %."""

    kind: str
    """ "all", "gender", "ethnicity", "age" or "cell"."""
    label: str
    count: int
    accuracy: Mapping[Head, tuple[float, float, float]]
    """Share, low, high."""


@dataclass(frozen=True, slots=True, eq=False)
class Wrong:
    """A picture whose label the model was sure was another."""

    name: str
    rgb: NDArray[np.uint8]
    head: Head
    label: str
    answer: str
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """Measured on the test side of the run's split."""

    run: Path
    bundle: ModelBundle
    count: int
    heads: Mapping[Head, HeadResult]
    groups: tuple[GroupFigure, ...]
    wrong: tuple[Wrong, ...]
    """The surest first."""
    rival: str
    """The title of the model in use; empty where it is this one or there is none."""
    rival_heads: Mapping[Head, HeadResult]
    rival_may_know: bool
    """Whether the model in use may have learned from these very pictures."""


def read_result(run: Path, rival: ModelBundle | None) -> Work:
    """Work that measures the model of a run beside `rival`; its result is a `Result`, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> Result | None:
        import_opencv()
        from core.bundle import load_bundle
        from core.datasets.open import open_datasets
        from core.datasets.split_file import load_split
        from core.errors import DataError
        from core.training.run_folder import open_run

        folder = open_run(run)
        if folder.bundle is None:
            raise DataError("run.missing", path=run)
        bundle = load_bundle(folder.bundle)
        dataset = open_datasets(folder.data_paths, should_stop=should_stop)
        rows, chips = _test_chips(dataset, load_split(folder.split_file, dataset).test, folder.detector, should_stop)
        other = None if rival is None or rival.network == bundle.network else rival
        total = len(rows) * (2 if other else 1)

        def tell(done: int) -> None:
            progress(Step("audit", done, total))

        own = _asked(bundle, chips, tell, should_stop)
        others = _asked(other, chips, lambda done: tell(len(rows) + done), should_stop) if other else None
        if should_stop():
            return None
        labels: dict[Head, Indices] = {"gender": dataset.gender[rows], "ethnicity": dataset.ethnicity[rows]}
        return Result(
            run=run,
            bundle=bundle,
            count=len(rows),
            heads=_measured(bundle, own, labels),
            groups=_groups(own, labels, dataset.ages[rows]),
            wrong=_wrong(own, labels, rows, dataset, chips),
            rival=other.title if other else "",
            rival_heads=_measured(other, others, labels) if other and others else {},
            rival_may_know=other is not None and any(source.name == dataset.title for source in other.manifest.data),
        )

    return work


def _test_chips(
    dataset: FaceDataset, test: Indices, detector: str, should_stop: ShouldStop
) -> tuple[Indices, Sequence[NDArray[np.uint8]]]:
    """The test side as faces of a photo are shown; what no face was found in is left out, as in the model's card."""
    import numpy as np

    from core.datasets.chips import as_chip, make_chips

    if dataset.grey is not None:
        return test, [as_chip(dataset.image(row)) for row in test.tolist()]
    rows: list[int] = []
    faces: list[NDArray[np.uint8]] = []
    for part, own in dataset.sources:
        chips = make_chips(part, detector, size=_CHIP_PX, should_stop=should_stop)
        found = [row - own[0] for row in test[np.isin(test, own)].tolist() if chips.found[row - own[0]]]
        rows += [own[0] + row for row in found]
        faces += list(chips.rgb[found])
    return np.array(rows, np.int64), faces


def _asked(bundle: ModelBundle, chips: Sequence[Any], tell: Any, should_stop: ShouldStop) -> Probabilities:
    import numpy as np

    from core.classifier import Classifier
    from core.labels import HEADS

    classifier, parts = Classifier(bundle), []
    for start in range(0, len(chips), _BATCH):
        if should_stop():
            break
        parts.append(classifier.probabilities(np.stack(chips[start : start + _BATCH])))
        tell(min(len(chips), start + _BATCH))
    return {head: np.concatenate([part[head] for part in parts]) for head in HEADS} if parts else {}


def _measured(
    bundle: ModelBundle, calibrated: Probabilities, labels: Mapping[Head, Indices]
) -> Mapping[Head, HeadResult]:
    from core.evaluation.evaluation import Answers, Calibration, evaluate

    read = {}
    for head, spec in bundle.manifest.heads.items():
        # The probabilities are calibrated already.
        by_group = tuple(one.model_copy(update={"temperature": 1.0}) for one in spec.by_group)
        read[head] = Calibration(
            1.0, spec.threshold, spec.target_error or 0.0, grouped_by=spec.grouped_by, by_group=by_group
        )
    return evaluate(Answers(calibrated, labels), read)


def _groups(calibrated: Probabilities, labels: Mapping[Head, Indices], ages: Indices) -> tuple[GroupFigure, ...]:
    import numpy as np

    from core.evaluation.metrics import wilson_interval
    from core.labels import ETHNICITIES, GENDERS, HEADS
    from core.schema import AGE, age_column

    correct = {head: calibrated[head].argmax(axis=1) == labels[head] for head in HEADS}
    gender, ethnicity, bands = labels["gender"], labels["ethnicity"], age_column(ages).values
    members = [("all", "", np.ones(len(gender), bool))]
    members += [("gender", label, gender == at) for at, label in enumerate(GENDERS)]
    members += [("ethnicity", label, ethnicity == at) for at, label in enumerate(ETHNICITIES)]
    members += [
        ("cell", f"{first}, {second}", (gender == g) & (ethnicity == e))
        for e, second in enumerate(ETHNICITIES)
        for g, first in enumerate(GENDERS)
    ]
    members += [("age", label, bands == at) for at, label in enumerate(AGE.labels)]

    def figure(hits: NDArray[np.bool_]) -> tuple[float, float, float]:
        low, high = wilson_interval(int(hits.sum()), len(hits))
        return float(hits.mean()), low, high

    return tuple(
        GroupFigure(kind, label, int(rows.sum()), {head: figure(correct[head][rows]) for head in HEADS})
        for kind, label, rows in members
        if rows.any()
    )


def _wrong(
    calibrated: Probabilities,
    labels: Mapping[Head, Indices],
    rows: Indices,
    dataset: FaceDataset,
    chips: Sequence[NDArray[np.uint8]],
) -> tuple[Wrong, ...]:
    import numpy as np

    from core.labels import HEADS

    found: list[Wrong] = []
    for head, names in HEADS.items():
        answers, sure = calibrated[head].argmax(axis=1), calibrated[head].max(axis=1)
        mistaken = np.flatnonzero(answers != labels[head])
        for at in mistaken[np.argsort(-sure[mistaken])][:_WORST].tolist():
            name, label, answer = dataset.names[int(rows[at])], names[int(labels[head][at])], names[int(answers[at])]
            found.append(Wrong(name, np.array(chips[at]), head, label, answer, float(sure[at])))
    return tuple(found)
