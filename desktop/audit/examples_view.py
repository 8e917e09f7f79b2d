"""The faces behind a figure, as thumbnails that open the photo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QLabel, QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core.errors import FacetError
from desktop.app.translation import texts
from desktop.photo.photo import Photo, ThumbnailLoader
from desktop.widgets.picture import to_image, to_png
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import label_name, number, percent, wrapped
from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.datasets.dataset import FaceDataset
    from core.evaluation.groups import Group
    from core.evaluation.predictions import Indices, LabelledPredictions

    _Wanted = tuple[FaceDataset, int]


@dataclass(frozen=True, slots=True)
class Behind:
    """Which faces stand behind a figure."""

    title: str
    group: Group | None = None
    """None for everybody."""
    label: str | None = None
    answer: str | None = None
    confidence: tuple[float, float] | None = None
    """From and to which probability of the answer; without it and a label, only wrong answers."""

    def rows(self, predictions: LabelledPredictions, name: str) -> Indices:
        """Their rows in the data set, for the answered attribute `name`."""
        from core.evaluation.groups import EVERYBODY

        return predictions.examples(
            name,
            self.group or EVERYBODY,
            label=self.label,
            answer=self.answer,
            wrong=self.label is None and self.confidence is None,
            confidence=self.confidence,
        )


SHOWN_AT_MOST: Final = 60
_THUMBNAIL_PX: Final = 8 * GRID_PX


class ExamplesView(QWidget):
    """A row of faces with the model's answers, the most confident first. Activating a face opens its photo."""

    picture_read = Signal(object)
    """The `Photo` of an activated face."""
    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._thumbnails = ThumbnailLoader(self, make=_thumbnail)
        self._dataset: FaceDataset | None = None
        self._rows: list[int] = []
        self.title = toned(QLabel(), tone="muted")
        self.title.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Faces behind the figure"))
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setFlow(QListView.Flow.LeftToRight)
        self.list.setWrapping(False)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setIconSize(QSize(_THUMBNAIL_PX, _THUMBNAIL_PX))
        self.list.setGridSize(QSize(14 * GRID_PX, _THUMBNAIL_PX + 3 * GRID_PX))
        self.list.setWordWrap(True)
        self.list.setFixedHeight(_THUMBNAIL_PX + 6 * GRID_PX)
        self.list.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.itemActivated.connect(self._on_activated)
        self.list.itemClicked.connect(self._on_activated)
        self._thumbnails.loaded.connect(self._on_loaded)
        self._thumbnails.failed.connect(self._on_failed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self.title)
        column.addWidget(self.list)

    def show_examples(self, behind: Behind, dataset: FaceDataset, predictions: LabelledPredictions, name: str) -> None:
        """Show the first faces `behind` a figure of the attribute `name`; thumbnails appear as they are loaded."""
        title, rows = behind.title, behind.rows(predictions, name)
        self._dataset, self._rows = dataset, rows[:SHOWN_AT_MOST].tolist()
        of_all = self.tr("{title}: {shown} of %n face(s), the surest first. Click one to open it.", "", len(rows))
        none = self.tr("{title}: none.")
        self.title.setText((of_all if self._rows else none).format(title=title, shown=number(len(self._rows))))
        answers = _answers(predictions, name, self._rows)
        self.list.clear()
        for row, answer in zip(self._rows, answers, strict=True):
            item = QListWidgetItem(answer)
            item.setToolTip(wrapped(f"{dataset.names[row]}\n{answer}"))
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.list.addItem(item)
        for row in reversed(self._rows):  # the loader serves the newest request first
            self._thumbnails.want((dataset, row))

    def close_threads(self) -> None:
        self._thumbnails.close()

    def _on_loaded(self, wanted: _Wanted, image: QImage) -> None:
        dataset, row = wanted
        if dataset is self._dataset and row in self._rows:
            self.list.item(self._rows.index(row)).setIcon(QIcon(QPixmap.fromImage(image)))

    def _on_failed(self, wanted: _Wanted, error: Exception) -> None:
        if not isinstance(error, FacetError):  # a picture that cannot be read has no thumbnail
            self.failed.emit(error)

    def _on_activated(self, item: QListWidgetItem) -> None:
        dataset, row = self._dataset, self._rows[self.list.row(item)]

        def work(progress: Progress, should_stop: ShouldStop) -> Photo:
            assert dataset is not None  # an item was clicked
            return Photo(dataset.names[row].rpartition("/")[2], content=to_png(to_image(dataset.image(row))))

        job = self._worker.submit(work)
        job.result.connect(self.picture_read)
        job.failed.connect(self.failed)


def _answers(predictions: LabelledPredictions, name: str, rows: Sequence[int]) -> list[str]:
    from core.evaluation.predictions import NO_ANSWER

    place = {row: at for at, row in enumerate(predictions.rows.tolist())}
    labels = predictions.attributes[name].labels
    predicted, confidence = predictions.predicted(name), predictions.confidence(name)
    found = []
    for row in rows:
        at = place[row]
        answer = int(predicted[at])
        if answer == NO_ANSWER:
            found.append(texts.tr("no face found"))
        else:
            found.append(f"{label_name(labels[answer])} {percent(float(confidence[at]))}")
    return found


def _thumbnail(wanted: _Wanted) -> QImage:
    dataset, row = wanted
    side = 2 * _THUMBNAIL_PX  # sharp on dense screens too
    return to_image(dataset.image(row)).scaled(
        side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
