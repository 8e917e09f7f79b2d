"""The results of a batch as a table a view can show: one row per face."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage

from desktop.app.translation import core_text
from desktop.batch.face_picture import FacePicture
from desktop.widgets.theme import theme
from desktop.wording import attribute_title, label_name, percent

if TYPE_CHECKING:
    from core.batch.results import ResultRow, Results, Rows, SortKey, Wanted
    from core.schema import Attribute

_Index = QModelIndex | QPersistentModelIndex

PHOTO: Final = 0
"""The first column; the last is for notes, and between them stand two per attribute: the answer and its certainty."""
_PICTURES_KEPT: Final = 400


class FaceTable(QAbstractTableModel):
    """The rows that are wanted, in the order asked for; pictures are asked for when a view first wants one."""

    picture_wanted = Signal(object)
    """A `FacePicture`."""
    counted = Signal()
    """There are more rows, or others are shown."""
    columns_changed = Signal()
    """Other attributes are answered than before."""

    def __init__(self) -> None:
        super().__init__()
        from core.batch.results import Results, Wanted

        self._pictures: OrderedDict[FacePicture, QImage] = OrderedDict()
        self._results = Results({})
        self._columns: list[SortKey] = []
        """Between photo and note."""
        self._wanted = Wanted()
        self._shown: Rows = self._results.find(self._wanted)
        self._sorted_by: SortKey | None = None
        self._descending = False

    @property
    def results(self) -> Results:
        return self._results

    @property
    def note(self) -> int:
        """The last column."""
        return 1 + len(self._columns)

    def clear(self, attributes: Mapping[str, Attribute] | None = None) -> None:
        """Begin with another result, of a model that answers `attributes`; by default the same as before."""
        from core.batch.results import Results, SortKey

        before = self._results.attributes
        now = before if attributes is None else attributes
        self.beginResetModel()
        self._results = Results(now)
        self._pictures.clear()
        if now != before:
            self._sorted_by, self._descending, self._wanted = None, False, replace(self._wanted, labels={})
            self._columns = [SortKey(name, certainty=certainty) for name in now for certainty in (False, True)]
        self._shown = self._results.find(self._wanted)
        self.endResetModel()
        if now != before:
            self.columns_changed.emit()
        self.counted.emit()

    def add(self, answers: Sequence[tuple[str, Any]]) -> None:
        """Take up further photos: their keys, and their records in the form of `core.export.record`."""
        results, before, replaced = self._results, len(self._results), self._results.replaced
        for key, record in answers:
            results.add(key, record)
        if results.replaced != replaced:
            self._find()
            return
        self._append(results.find(self._wanted, begin=before))
        if self._sorted_by is not None or self._descending or not results.as_counted:
            self._sort()

    def want(self, wanted: Wanted) -> None:
        """Show only what is wanted."""
        self._wanted = wanted
        self._find()

    def at(self, row: int) -> ResultRow:
        """What the row says that is shown there."""
        return self._results.row(int(self._shown[row]))

    def possible(self, column: int) -> list[str]:
        """Every answer that may stand in a column."""
        key = self._key(column)
        if key is None or key.certainty:
            return []
        names = [label_name(label, key.attribute) for label in self._results.attributes[key.attribute].labels]
        return [*names, *map(self._uncertain, names)]

    def set_picture(self, wanted: FacePicture, image: QImage) -> None:
        """Show a picture; an empty one where there is none to be had."""
        self._pictures[wanted] = image
        while len(self._pictures) > _PICTURES_KEPT:
            self._pictures.popitem(last=False)
        if self.rowCount():
            # Which row it belongs to would have to be searched for; a view paints only those it shows.
            last = self.index(self.rowCount() - 1, PHOTO)
            self.dataChanged.emit(self.index(0, PHOTO), last, [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self.note + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if key := self._key(section):
            if key.certainty:
                return self.tr("Certainty")
            title = attribute_title(self._results.attributes[key.attribute])
            return title.replace(" ", "\n", 1)  # a narrow column in every language
        return self.tr("Photo") if section == PHOTO else self.tr("Note")

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        row, column = self.at(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row) if column == PHOTO else self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(row.path) if column == PHOTO else self._text(row, column)
        if role == Qt.ItemDataRole.DecorationRole and column == PHOTO:
            return self._picture(row)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._color(row, column)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = self._key(column)
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._sort()

    def _text(self, row: ResultRow, column: int) -> str:
        if column == PHOTO:
            if row.face is None:
                return row.path.name
            return self.tr("{name}, face {n}").format(name=row.path.name, n=row.face + 1)
        key = self._key(column)
        if key is None:
            return self._note(row)
        if not row.answers:
            return ""
        answer = row.answers[key.attribute]
        if key.certainty:
            return percent(answer.certainty)
        if answer.uncertain:
            return self._uncertain(label_name(answer.label, key.attribute))
        return label_name(answer.label, key.attribute)

    def _uncertain(self, label: str) -> str:
        return self.tr("uncertain: {label}").format(label=label)

    def _note(self, row: ResultRow) -> str:
        from core.vision.quality import REASONS

        if row.error is not None:
            return row.error
        if row.face is None:
            return self.tr("No face was found.")
        return ", ".join(core_text("quality", REASONS[code]) for code in row.reasons)

    def _spoken(self, row: ResultRow) -> str:
        """All of a row, for screen readers."""
        said = [self._text(row, PHOTO)]
        said += [
            f"{attribute_title(self._results.attributes[key.attribute])}: "
            f"{self._text(row, at)}, {self._text(row, at + 1)}"
            for at, key in enumerate(self._columns, start=PHOTO + 1)
            if row.answers and not key.certainty
        ]
        return ". ".join([*said, *filter(None, [self._note(row)])])

    def _color(self, row: ResultRow, column: int) -> Any:
        if column == self.note:
            return theme().color("warning" if row.error else "muted")
        key = self._key(column)
        if key and row.answers and row.answers[key.attribute].uncertain:
            return theme().color("muted")
        return None

    def _picture(self, row: ResultRow) -> QImage | None:
        if row.error is not None:
            return None
        wanted = FacePicture(row.path, row.size, None if row.face is None else row.box)
        image = self._pictures.get(wanted)
        if image is None:
            self.picture_wanted.emit(wanted)
            return None
        self._pictures.move_to_end(wanted)
        return None if image.isNull() else image

    def _append(self, rows: Rows) -> None:
        import numpy as np

        if len(rows):
            self.beginInsertRows(QModelIndex(), len(self._shown), len(self._shown) + len(rows) - 1)
            self._shown = np.concatenate([self._shown, rows])
            self.endInsertRows()
        self.counted.emit()

    def _find(self) -> None:
        self.beginResetModel()
        found = self._results.find(self._wanted)
        self._shown = self._results.sort(found, self._sorted_by, descending=self._descending)
        self.endResetModel()
        self.counted.emit()

    def _sort(self) -> None:
        """The same rows in another order; what is chosen stays chosen."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        numbers = [int(self._shown[index.row()]) for index in before]
        self._shown = self._results.sort(self._shown, self._sorted_by, descending=self._descending)
        places = {int(number): at for at, number in enumerate(self._shown)} if before else {}
        after = [self.index(places[number], index.column()) for number, index in zip(numbers, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _key(self, column: int) -> SortKey | None:
        """What stands in a column of answers; None in that of photos or of notes."""
        return self._columns[column - 1] if PHOTO < column < self.note else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        key = self._key(column)
        side = Qt.AlignmentFlag.AlignRight if key and key.certainty else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
