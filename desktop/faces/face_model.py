"""The rows of a collection as a Qt model: the grid and the table are two views of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage

from desktop.app.translation import core_text
from desktop.faces.chips import Chip
from desktop.widgets.theme import theme
from desktop.wording import attribute_title, label_name, percent

if TYPE_CHECKING:
    from core.collection.view import Collection, FaceRow, Filter, FilterCounts, SortKey
    from core.schema import Attribute

_Index = QModelIndex | QPersistentModelIndex

PHOTO: Final = 0
"""The first column; the last is for notes, and between them are two per attribute: the answer and its certainty."""
_CHIPS_KEPT: Final = 800
_ROWS_KEPT: Final = 4000
_ROWS_AT_A_TIME: Final = 100


class FaceModel(QAbstractTableModel):
    """The rows that match a filter, sorted; rows are read and chips asked for when a view needs them."""

    chip_wanted = Signal(object)
    """A `Chip`."""
    counted = Signal()
    """The rows have changed."""
    columns_changed = Signal()
    """The collection has other attributes than the one before."""

    def __init__(self) -> None:
        super().__init__()
        from core.collection.view import FaceRow, Filter

        self._nothing = FaceRow(Path(), None, "", (0, 0), (0.0, 0.0, 0.0, 0.0), {}, ())
        self._chips: OrderedDict[Chip, QImage] = OrderedDict()
        self._rows: OrderedDict[int, FaceRow] = OrderedDict()
        self._collection: Collection | None = None
        self._attributes: Mapping[str, Attribute] = {}
        self._columns: list[SortKey] = []
        """Between photo and note."""
        self._wanted = Filter()
        self._excluded: set[int] = set()
        self._ids: list[int] = []
        self._sorted_by: SortKey | None = None
        self._descending = False

    @property
    def collection(self) -> Collection | None:
        return self._collection

    @property
    def attributes(self) -> Mapping[str, Attribute]:
        return self._attributes

    @property
    def note(self) -> int:
        """The last column."""
        return 1 + len(self._columns)

    @property
    def excluded(self) -> int:
        """How many rows were excluded by hand."""
        return len(self._excluded)

    def show(self, collection: Collection | None) -> None:
        """Show another collection; the one before is closed."""
        if self._collection is not None and self._collection is not collection:
            self._collection.close()
        self._collection = collection
        self._chips.clear()
        self._rows.clear()
        self._excluded.clear()
        self._take_attributes()
        self._find()

    def refresh(self) -> None:
        """Show what a batch has added since."""
        if self._collection is None or not self._collection.changed():
            return
        if self._attributes != self._collection.attributes:
            self._take_attributes()
        ids = self._found()
        before = len(self._ids)
        if ids[:before] != self._ids:
            self._reset(ids)
        elif len(ids) > before:
            self.beginInsertRows(QModelIndex(), before, len(ids) - 1)
            self._ids = ids
            self.endInsertRows()
        self.counted.emit()

    def want(self, wanted: Filter) -> None:
        """Show only the rows that match."""
        self._wanted = wanted
        self._find()

    def exclude(self, rows: Iterable[int]) -> None:
        """Hide these rows until `include_all`."""
        self._excluded.update(self._ids[row] for row in rows)
        self._find()

    def include_all(self) -> None:
        """Show excluded rows again."""
        if self._excluded:
            self._excluded.clear()
            self._find()

    def counts(self) -> FilterCounts | None:
        """How many rows each choice of the filter would show."""
        return None if self._collection is None else self._collection.counts(self._wanted)

    def ids(self, rows: Iterable[int]) -> list[int]:
        """The ids of rows in their collection."""
        return [self._ids[row] for row in rows]

    def at(self, row: int) -> FaceRow:
        """What the row says."""
        one = self._ids[row]
        if one not in self._rows:
            self._read(row)
        # A batch may just have replaced it; the next refresh takes it away.
        return self._rows.get(one) or self._nothing

    def possible(self, column: int) -> list[str]:
        """Every answer a column may show."""
        key = self._key(column)
        if key is None or key.certainty:
            return []
        names = [label_name(label, key.attribute) for label in self._attributes[key.attribute].labels]
        return [*names, *map(self._uncertain, names)]

    def set_chip(self, chip: Chip, image: QImage) -> None:
        """Show a chip; a null one if it cannot be made."""
        self._chips[chip] = image
        while len(self._chips) > _CHIPS_KEPT:
            self._chips.popitem(last=False)
        if self._ids:
            # Views only repaint what they show; finding the row would be slower.
            last = self.index(self.rowCount() - 1, PHOTO)
            self.dataChanged.emit(self.index(0, PHOTO), last, [Qt.ItemDataRole.DecorationRole])

    def caption(self, row: FaceRow) -> list[str]:
        """A line per attribute for the grid: the answer and its certainty."""
        if not row.answers:
            return [self._note(row)]
        return [f"{label_name(answer.label, name)} {percent(answer.certainty)}" for name, answer in row.answers.items()]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._ids)

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
            title = attribute_title(self._attributes[key.attribute])
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
            return self._chip(row)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._color(row, column)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = self._key(column)
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._sort()

    def _text(self, row: FaceRow, column: int) -> str:
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

    def _note(self, row: FaceRow) -> str:
        from core.vision.quality import REASONS

        if row.error is not None:
            return row.error
        if row.face is None:
            return self.tr("No face was found.")
        return ", ".join(core_text("quality", REASONS[code]) for code in row.reasons)

    def _spoken(self, row: FaceRow) -> str:
        """The whole row, for screen readers."""
        said = [self._text(row, PHOTO)]
        said += [
            f"{attribute_title(self._attributes[key.attribute])}: {self._text(row, at)}, {self._text(row, at + 1)}"
            for at, key in enumerate(self._columns, start=PHOTO + 1)
            if row.answers and not key.certainty
        ]
        return ". ".join([*said, *filter(None, [self._note(row)])])

    def _color(self, row: FaceRow, column: int) -> Any:
        if column == self.note:
            return theme().color("warning" if row.error else "muted")
        key = self._key(column)
        if key and row.answers and row.answers[key.attribute].uncertain:
            return theme().color("muted")
        return None

    def _chip(self, row: FaceRow) -> QImage | None:
        if row.error is not None:
            return None
        chip = Chip(row.path, row.size, None if row.face is None else row.box)
        image = self._chips.get(chip)
        if image is None:
            self.chip_wanted.emit(chip)
            return None
        self._chips.move_to_end(chip)
        return None if image.isNull() else image

    def _take_attributes(self) -> None:
        from core.collection.view import SortKey

        now = {} if self._collection is None else self._collection.attributes
        if now and now != self._attributes:
            self.beginResetModel()
            self._attributes, self._ids = now, []
            self._sorted_by, self._descending, self._wanted = None, False, replace(self._wanted, labels={})
            self._columns = [SortKey(name, certainty=certainty) for name in now for certainty in (False, True)]
            self.endResetModel()
            self.columns_changed.emit()

    def _found(self) -> list[int]:
        if self._collection is None:
            return []
        found = self._collection.find(self._wanted, self._sorted_by, descending=self._descending)
        return [one for one in found if one not in self._excluded] if self._excluded else found

    def _find(self) -> None:
        self._reset(self._found())
        self.counted.emit()

    def _reset(self, ids: list[int]) -> None:
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

    def _sort(self) -> None:
        """Change the order; selected rows stay selected."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._ids[index.row()] for index in before]
        self._ids = self._found()
        places = {one: at for at, one in enumerate(self._ids)} if before else {}
        after = [
            self.index(places[one], index.column()) if one in places else QModelIndex()
            for one, index in zip(ids, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _read(self, row: int) -> None:
        """Read the rows around this one."""
        begin = max(0, row - _ROWS_AT_A_TIME // 2)
        ids = self._ids[begin : begin + _ROWS_AT_A_TIME]
        if self._collection is not None:
            self._rows.update(self._collection.rows(ids))
        while len(self._rows) > _ROWS_KEPT:
            self._rows.popitem(last=False)

    def _key(self, column: int) -> SortKey | None:
        """The key of a column of answers; None for photo and note."""
        return self._columns[column - 1] if PHOTO < column < self.note else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        key = self._key(column)
        side = Qt.AlignmentFlag.AlignRight if key and key.certainty else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
