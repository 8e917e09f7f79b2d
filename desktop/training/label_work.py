"""Finding labels to check, and loading the faces of a queue. Runs in a worker."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from desktop.app.opencv import import_opencv
from desktop.training.work import AuditedData
from desktop.worker import Progress, ShouldStop, Work, Worker, report_steps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.datasets.dataset import FaceDataset
    from core.datasets.label_issues import LabelIssue
    from core.schema import Attribute
    from core.training.face_features import FaceFeatures, Source

_LOADED: Final = 48
_AHEAD: Final = 3
_LONGEST_PX: Final = 1024


@dataclass(frozen=True, slots=True, eq=False)
class CheckedLabels:
    """The queue of likely label errors of a data set."""

    issues: tuple[LabelIssue, ...]
    source: Source
    """Whose features they were found by."""


@dataclass(frozen=True, slots=True, eq=False)
class Unlabelled:
    """A folder of pictures without labels, with their features."""

    folder: Path
    dataset: FaceDataset
    features: FaceFeatures


def check_labels(look: AuditedData) -> Work:
    """Work that finds labels that are probably wrong; its result is `CheckedLabels`, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> CheckedLabels:
        import_opencv()
        from core.datasets.decisions import Decisions
        from core.datasets.label_issues import find_label_issues
        from core.training.face_features import unseen_source

        dataset, found = look.dataset, look.audit
        source = unseen_source(dataset, should_stop=should_stop)
        features = _features(look.path, dataset, source, progress, should_stop)
        issues = find_label_issues(
            dataset,
            features.values,
            features.usable,
            exact_groups=found.exact_groups,
            near_groups=found.near_groups,
            progress=report_steps(progress, "labels"),
            should_stop=should_stop,
        )
        decided = Decisions(look.path).by_name
        return CheckedLabels(tuple(one for one in issues if (one.name, one.attribute) not in decided), source)

    return work


def read_unlabelled(folder: Path) -> Work:
    """Work that looks at pictures without labels; its result is `Unlabelled`, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> Unlabelled:
        import_opencv()
        from core.datasets.open import unlabelled_dataset

        dataset = unlabelled_dataset(folder)
        return Unlabelled(folder, dataset, _features(folder, dataset, "model", progress, should_stop))

    return work


def apply_again(look: AuditedData) -> Work:
    """Work that applies the decisions of now; its result is an `AuditedData`."""

    def work(progress: Progress, should_stop: ShouldStop) -> AuditedData:
        from core.datasets.audit import relabelled
        from core.datasets.decisions import apply_decisions, read_decisions

        dataset = apply_decisions(look.dataset.as_labelled, read_decisions(look.path), should_stop=should_stop)
        return replace(look, dataset=dataset, audit=relabelled(look.audit, dataset))

    return work


def order_by_use(unlabelled: Unlabelled, attribute: Attribute, given: dict[str, str], asked: frozenset[int]) -> Work:
    """Work that orders the faces without a label by what theirs would teach; its result is a list of
    (row, suggested label or empty, probability or None)."""

    def work(progress: Progress, should_stop: ShouldStop) -> list[tuple[int, str, float | None]]:
        from core.datasets.label_issues import guess, most_instructive

        dataset, features = unlabelled.dataset, unlabelled.features
        labels = np.array(
            [
                attribute.labels.index(word) if (word := given.get(name)) in attribute.labels else -1
                for name in dataset.names
            ]
        )
        rows = np.setdiff1d(np.flatnonzero(features.usable), np.array(sorted(asked), np.int64))
        order = most_instructive(features.values, labels, rows)
        first = guess(features.values, labels, int(order[0])) if len(order) else None
        named = ("", None) if first is None else (attribute.labels[first[0]], first[1])
        return [(row, *(named if at == 0 else ("", None))) for at, row in enumerate(order.tolist())]

    return work


@dataclass(frozen=True, slots=True, eq=False)
class FaceImages:
    """The picture of a row and those of its copies."""

    image: QImage
    copies: tuple[tuple[int, QImage, bool], ...]
    """Row, picture, and whether the copy is exact."""


class FaceLoader(QObject):
    """Loads the pictures of rows in a worker, a few ahead; keeps the last ones."""

    loaded = Signal(int)
    """A row whose pictures are there now."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._dataset: FaceDataset | None = None
        self._copies: dict[int, list[tuple[int, bool]]] = {}
        self._kept: OrderedDict[int, FaceImages] = OrderedDict()
        self._asked: set[int] = set()

    def use(self, dataset: FaceDataset, *, exact: NDArray[np.int64] | None, near: NDArray[np.int64] | None) -> None:
        """Load from this data set; with groups of copies, if they are known."""
        self._dataset = dataset
        self._kept.clear()
        self._asked.clear()
        self._copies = {}
        if exact is not None and near is not None:
            groups: dict[int, list[int]] = {}
            for row in np.flatnonzero(np.bincount(near, minlength=len(near))[near] > 1).tolist():
                groups.setdefault(int(near[row]), []).append(row)
            for members in groups.values():
                for row in members:
                    others = [(one, bool(exact[one] == exact[row])) for one in members if one != row]
                    self._copies[row] = sorted(others, key=lambda one: not one[1])

    def get(self, rows: Sequence[int]) -> FaceImages | None:
        """The pictures of the first of `rows`, or None while they are being loaded; the next few are loaded too."""
        dataset = self._dataset
        wanted = [row for row in rows[: 1 + _AHEAD] if row not in self._kept and row not in self._asked]
        for row in wanted if dataset is not None else ():
            self._asked.add(row)
            job = self._worker.submit(self._load(dataset, row))  # type: ignore[arg-type]
            job.result.connect(lambda images, row=row, dataset=dataset: self._on_loaded(dataset, row, images))
        return self._kept.get(rows[0]) if rows else None

    def _load(self, dataset: FaceDataset, row: int) -> Work:
        copies = self._copies.get(row, [])

        def work(progress: Progress, should_stop: ShouldStop) -> FaceImages:
            images = tuple((one, face_image(dataset, one), exact) for one, exact in copies)
            return FaceImages(face_image(dataset, row), images)

        return work

    def _on_loaded(self, dataset: FaceDataset, row: int, images: FaceImages) -> None:
        if dataset is self._dataset:
            self._asked.discard(row)
            self._kept[row] = images
            if len(self._kept) > _LOADED:
                self._kept.popitem(last=False)
            self.loaded.emit(row)


def face_image(dataset: FaceDataset, row: int, longest_px: int = _LONGEST_PX) -> QImage:
    """The picture of a row, no larger than needed; null if it cannot be read."""
    from core.errors import FacetError
    from desktop.widgets.picture import to_image

    try:
        image = to_image(dataset.image(row))
    except FacetError:
        return QImage()
    if max(image.width(), image.height()) <= longest_px:
        return image
    ways = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(longest_px, longest_px, *ways)


def _features(
    path: Path, dataset: FaceDataset, source: Source, progress: Progress, should_stop: ShouldStop
) -> FaceFeatures:
    from core.training.face_features import face_features, make_features_in_child

    make_features_in_child(
        path,
        source,
        find_progress=report_steps(progress, "faces"),
        progress=report_steps(progress, "features"),
        should_stop=should_stop,
    )
    return face_features(dataset, source, should_stop=should_stop)
