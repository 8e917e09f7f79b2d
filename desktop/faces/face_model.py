"""The rows of a collection as a Qt model: the grid and the table are two views of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from desktop.faces.chips import Chip
from desktop.faces.face_columns import PHOTO, FaceColumns
from desktop.widgets.theme import theme
from desktop.worker import Job, Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.collection.rows import FaceRow, Filter, SortKey
    from core.collection.view import Collection
    from core.schema import Attribute

_Index = QModelIndex | QPersistentModelIndex

_CHIPS_KEPT: Final = 800
_SHOW_AFTER_MS: Final = 30
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
    second_changed = Signal()
    """There is another second model than before, or none any more."""
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._worker = Worker("face queries", self)
        self._query: Job | None = None
        self._stale = False
        """Whether something was asked for that the running query does not know of."""
        from core.collection.rows import FaceRow, Filter

        self._nothing = FaceRow(Path(), None, "", (0, 0), (0.0, 0.0, 0.0, 0.0), {}, ())
        self._chips: OrderedDict[Chip, QImage] = OrderedDict()
        self._rows: OrderedDict[int, FaceRow] = OrderedDict()
        self._showing = QTimer(self)
        """Chips come one by one, and each repaint shows all that have come."""
        self._showing.setSingleShot(True)
        self._showing.setInterval(_SHOW_AFTER_MS)
        self._showing.timeout.connect(self._show_chips)
        self._collection: Collection | None = None
        self._queries: Collection | None = None
        """The same, for the thread of the worker alone."""
        self.columns: Final = FaceColumns()
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
        return self.columns.attributes

    @property
    def note(self) -> int:
        """The last column."""
        return self.columns.note

    @property
    def wanted(self) -> Filter:
        """The filter in use."""
        return self._wanted

    @property
    def excluded(self) -> int:
        """How many rows were excluded by hand."""
        return len(self._excluded)

    @property
    def excluded_ids(self) -> frozenset[int]:
        """The ids of rows that were excluded by hand."""
        return frozenset(self._excluded)

    def show(self, collection: Collection | None) -> None:
        """Show another collection; the one before is closed."""
        self._leave()
        self._collection = collection
        self._queries = None if collection is None else collection.again()
        self._chips.clear()
        self._rows.clear()
        self._excluded.clear()
        self._take_attributes()
        self._reset([])
        self._find()

    def refresh(self) -> None:
        """Show what has been answered since."""
        if self._collection is not None and self._collection.changed():
            self._take_attributes()
            self._find()

    @property
    def searching(self) -> bool:
        """Whether a query is running."""
        return self._query is not None

    def ask(self, question: Callable[[Collection], Any]) -> Job | None:
        """Have a question about the collection answered by the worker; None if there is none."""
        queries = self._queries
        if queries is None:
            return None

        def work(progress: Progress, should_stop: ShouldStop) -> Any:
            queries.changed()
            return question(queries)

        job = self._worker.submit(work)
        job.failed.connect(self.failed)
        return job

    def close_threads(self) -> None:
        self._leave()
        self._worker.close()

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

    def ids(self, rows: Iterable[int] | None = None) -> list[int]:
        """The ids of rows in their collection; of all rows shown by default."""
        return list(self._ids) if rows is None else [self._ids[row] for row in rows]

    def rows_of(self, ids: Sequence[int]) -> list[int]:
        """Where rows of the collection are shown, as far as they are."""
        places = {one: at for at, one in enumerate(self._ids)}
        return [places[one] for one in ids if one in places]

    def at(self, row: int) -> FaceRow:
        """What the row says."""
        one = self._ids[row]
        if one not in self._rows:
            self._read(row)
        # It may just have been replaced; the next refresh takes it away.
        return self._rows.get(one) or self._nothing

    def set_chip(self, chip: Chip, image: QImage) -> None:
        """Show a chip; a null one if it cannot be made."""
        self._chips[chip] = image
        while len(self._chips) > _CHIPS_KEPT:
            self._chips.popitem(last=False)
        if not self._showing.isActive():
            self._showing.start()

    def chip(self, row: FaceRow) -> QImage | None:
        """The picture of a row; None if there is none, or not yet: then it is asked for."""
        if row.error is not None:
            return None
        chip = Chip(row.path, row.size, None if row.face is None else row.box, row.quarter_turns)
        image = self._chips.get(chip)
        if image is None:
            self.chip_wanted.emit(chip)
            return None
        self._chips.move_to_end(chip)
        return None if image.isNull() else image

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self.note + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.columns.tip(section)
        return self.columns.title(section) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        row, column = self.at(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns.text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.columns.spoken(row) if column == PHOTO else self.columns.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(row.path) if column == PHOTO else self.columns.text(row, column)
        if role == Qt.ItemDataRole.DecorationRole and column == PHOTO:
            return self.chip(row)
        if role == Qt.ItemDataRole.ForegroundRole:
            shade = self.columns.shade(row, column)
            return shade and theme().color(shade)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = self.columns.key(column)
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._find()

    def _show_chips(self) -> None:
        if self._ids:
            # Views only repaint what they show; finding the rows would be slower.
            last = self.index(self.rowCount() - 1, PHOTO)
            self.dataChanged.emit(self.index(0, PHOTO), last, [Qt.ItemDataRole.DecorationRole])

    def _take_attributes(self) -> None:
        if self._collection is None or not self._collection.attributes:
            return
        shown, now, second = self.columns, self._collection.attributes, self._collection.second_attributes
        model = str(self._collection.asked_second.get("about", {}).get("model", ""))
        others = now != shown.attributes
        if not others and (second, model) == (shown.second, shown.second_model):
            return
        self._rows.clear()
        self.beginResetModel()
        shown.show(now, second, model)
        if others:
            self._ids, self._sorted_by, self._descending = [], None, False
            self._wanted = replace(self._wanted, labels={}, differing=None)
        self.endResetModel()
        if others:
            self.columns_changed.emit()
        self.second_changed.emit()

    def _find(self) -> None:
        """Have the rows found that match; one query at a time, and the newest wins."""
        if self._query is not None:
            self._stale = True
            return
        wanted, by, descending, excluded = self._wanted, self._sorted_by, self._descending, set(self._excluded)

        def find(queries: Collection) -> list[int]:
            ids = (
                queries.find(wanted, by, descending=descending)
                if wanted.labels.keys() <= queries.attributes.keys()
                else []
            )
            return [one for one in ids if one not in excluded] if excluded else ids

        self._stale = False
        self._query = self.ask(find)
        if self._query is not None:
            self._query.result.connect(self._on_found)
            self._query.finished.connect(self._on_finished)
        else:
            self.counted.emit()

    def _on_found(self, ids: list[int]) -> None:
        before = len(self._ids)
        if ids[:before] != self._ids:
            self._reset(ids)
        elif len(ids) > before:
            self.beginInsertRows(QModelIndex(), before, len(ids) - 1)
            self._ids = ids
            self.endInsertRows()
        self.counted.emit()

    def _on_finished(self) -> None:
        self._query = None
        if self._stale:
            self._find()

    def _reset(self, ids: list[int]) -> None:
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

    def _leave(self) -> None:
        """Close what is shown, when the worker no longer reads it."""
        collection, queries, self._collection, self._queries = self._collection, self._queries, None, None
        if self._query is not None:
            self._query.cancel()
        if queries is not None:
            self._worker.submit(lambda progress, should_stop: queries.close())
            self._worker.finish()
        if collection is not None:
            collection.close()

    def _read(self, row: int) -> None:
        """Read the rows around this one."""
        begin = max(0, row - _ROWS_AT_A_TIME // 2)
        ids = self._ids[begin : begin + _ROWS_AT_A_TIME]
        if self._collection is not None:
            self._rows.update(self._collection.rows(ids))
            # One replaced meanwhile is not read again and again.
            self._rows.update((one, self._nothing) for one in ids if one not in self._rows)
        while len(self._rows) > _ROWS_KEPT:
            self._rows.popitem(last=False)

    def _side(self, column: int) -> Qt.AlignmentFlag:
        right = Qt.AlignmentFlag.AlignRight
        side = right if self.columns.is_numeric(column) else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
