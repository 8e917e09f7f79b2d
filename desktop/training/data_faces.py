"""The faces behind a number of the data page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget

from core.schema import AGE
from desktop.training.label_view import Question
from desktop.training.label_work import face_image
from desktop.widgets.dialogs import push_button
from desktop.widgets.inputs import ChoiceBox
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_name, label_name
from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.datasets.dataset import FaceDataset

_ICON_PX: Final = 12 * GRID_PX
_MOST_WANTED: Final = 200
_AT_ONCE: Final = 24
_CACHED: Final = 2000

_Index = QModelIndex | QPersistentModelIndex


class FacesModel(QAbstractListModel):
    """Rows of a data set with their pictures, loaded when they are first painted; those wanted last first."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._dataset: FaceDataset | None = None
        self.rows: Sequence[int] = ()
        self._icons: dict[int, QIcon] = {}
        self._wanted: dict[int, None] = {}
        self._busy = False
        self._empty = QPixmap(_ICON_PX, _ICON_PX)
        self._empty.fill(Qt.GlobalColor.transparent)

    def show_rows(self, dataset: FaceDataset | None, rows: Sequence[int]) -> None:
        self.beginResetModel()
        self._dataset, self.rows = dataset, rows
        self._icons, self._wanted = {}, {}
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._dataset is None or not index.isValid():
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "\n".join(self._labels(row)[:2]) or self.tr("no label")
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return "\n".join((self._dataset.names[row], *self._labels(row)))
            case Qt.ItemDataRole.DecorationRole:
                return self._icon(row)
        return None

    def _labels(self, row: int) -> list[str]:
        assert self._dataset is not None  # there are rows
        columns = self._dataset.columns
        return [label_name(label) for name in columns if name != AGE.name and (label := columns[name].label(row))]

    def _icon(self, row: int) -> QIcon:
        if row not in self._icons:
            self._wanted.pop(row, None)
            self._wanted[row] = None
            while len(self._wanted) > _MOST_WANTED:
                del self._wanted[next(iter(self._wanted))]
            self._load()
            return QIcon(self._empty)
        return self._icons[row]

    def _load(self) -> None:
        dataset = self._dataset
        if self._busy or not self._wanted or dataset is None:
            return
        rows = list(self._wanted)[-_AT_ONCE:]
        for row in rows:
            del self._wanted[row]
        self._busy = True

        def work(progress: Progress, should_stop: ShouldStop) -> list[QImage]:
            return [face_image(dataset, row, 2 * _ICON_PX) for row in rows]

        job = self._worker.submit(work)
        job.result.connect(lambda images: self._on_loaded(dataset, rows, images))
        job.finished.connect(self._on_idle)

    def _on_loaded(self, dataset: FaceDataset, rows: Sequence[int], images: Sequence[QImage]) -> None:
        if dataset is not self._dataset:
            return
        if len(self._icons) > _CACHED:
            self._icons = {}
        for row, image in zip(rows, images, strict=True):
            picture = self._empty if image.isNull() else QPixmap.fromImage(image)
            self._icons[row] = QIcon(picture)
            # Qt would tint the chosen one.
            self._icons[row].addPixmap(picture, QIcon.Mode.Selected)
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1), [Qt.ItemDataRole.DecorationRole])

    def _on_idle(self) -> None:
        self._busy = False
        self._load()


class FacesPage(QWidget):
    """Faces in a grid; they can be gone through one by one."""

    back_asked = Signal()
    check_asked = Signal(object)
    """A list of `Question`, beginning with the chosen face."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset: FaceDataset | None = None
        self.title = toned(QLabel(), size="title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.note = toned(QLabel(), size="small", tone="muted")
        self.note.setWordWrap(True)
        self.faces = FacesModel(worker, self)
        self.grid = QListView()
        self.attribute = ChoiceBox()
        self.attribute.setAccessibleName(self.tr("Attribute to check"))
        self.check = push_button(self.tr("Check one by one"), self._on_check)
        self.back = push_button(self.tr("Back"), self.back_asked)
        self.grid.activated.connect(self._on_check)
        self._lay_out()

    def show_faces(self, dataset: FaceDataset, rows: Sequence[int], title: str, note: str = "") -> None:
        """Show the faces of `rows`, in that order."""
        self._dataset = dataset
        self.title.setText(title)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.faces.show_rows(dataset, rows)
        self.attribute.clear()
        for name, column in dataset.columns.items():
            if name != AGE.name:
                self.attribute.addItem(attribute_name(column.attribute), name)
        self.attribute.setVisible(self.attribute.count() > 1)
        self.check.setEnabled(bool(rows) and self.attribute.count() > 0)
        if rows:
            self.grid.setCurrentIndex(self.faces.index(0))
        self.grid.setFocus()

    def _on_check(self) -> None:
        name = self.attribute.currentData()
        if self._dataset is None or name is None or not self.faces.rows:
            return
        column = self._dataset.columns[name]
        first = max(0, self.grid.currentIndex().row())
        rows = [*self.faces.rows[first:], *self.faces.rows[:first]]
        names = self._dataset.names
        self.check_asked.emit([Question(row, names[row], column.attribute, column.label(row) or "") for row in rows])

    def _lay_out(self) -> None:
        grid = self.grid
        grid.setModel(self.faces)
        grid.setViewMode(QListView.ViewMode.IconMode)
        grid.setResizeMode(QListView.ResizeMode.Adjust)
        grid.setMovement(QListView.Movement.Static)
        grid.setUniformItemSizes(True)
        grid.setLayoutMode(QListView.LayoutMode.Batched)
        grid.setIconSize(QSize(_ICON_PX, _ICON_PX))
        grid.setGridSize(QSize(_ICON_PX + 3 * GRID_PX, _ICON_PX + 6 * GRID_PX))
        grid.setAccessibleName(self.tr("Faces"))
        grid.setTabKeyNavigation(False)
        below = QHBoxLayout()
        below.setSpacing(GRID_PX)
        below.addWidget(self.back)
        below.addStretch(1)
        below.addWidget(self.attribute)
        below.addWidget(self.check)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GRID_PX)
        page.addWidget(self.title)
        page.addWidget(self.note)
        page.addWidget(grid, 1)
        page.addLayout(below)
