"""The rows of a collection as a Qt model: the grid and the table are two views of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage

from desktop.app.translation import core_text
from desktop.faces.chips import Chip
from desktop.widgets.theme import theme
from desktop.wording import attribute_title, label_name, percent
from desktop.worker import Job, Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.collection.rows import FaceRow, Filter, SortKey
    from core.collection.view import Collection
    from core.schema import Attribute

_Index = QModelIndex | QPersistentModelIndex

PHOTO: Final = 0
"""The first column. Two per attribute follow, the answer and its certainty, then the face's size and the notes."""
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
        self._collection: Collection | None = None
        self._queries: Collection | None = None
        """The same, for the thread of the worker alone."""
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
    def size_column(self) -> int:
        """The column of the face's size, the last but one."""
        return self.note - 1

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

    def possible(self, column: int) -> list[str]:
        """Every answer a column may show."""
        key = self._key(column)
        if key is not None and not key.attribute:
            return [self._pixels(9999)]
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
            if not key.attribute:
                return self.tr("Size")
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
        self._find()

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
        if not key.attribute:
            return self._pixels(row.box[2] - row.box[0])
        answer = row.answers[key.attribute]
        if key.certainty:
            return percent(answer.certainty)
        if answer.uncertain:
            return self._uncertain(label_name(answer.label, key.attribute))
        return label_name(answer.label, key.attribute)

    def _pixels(self, size: float) -> str:
        """In one line, however narrow the column."""
        return self.tr("{n} px").format(n=round(size)).replace(" ", "\N{NO-BREAK SPACE}")

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
            if row.answers and key.attribute and not key.certainty
        ]
        return ". ".join([*said, *filter(None, [self._note(row)])])

    def _color(self, row: FaceRow, column: int) -> Any:
        if column == self.note:
            return theme().color("warning" if row.error else "muted")
        key = self._key(column)
        if key and key.attribute and row.answers and row.answers[key.attribute].uncertain:
            return theme().color("muted")
        return None

    def _chip(self, row: FaceRow) -> QImage | None:
        if row.error is not None:
            return None
        chip = Chip(row.path, row.size, None if row.face is None else row.box, row.quarter_turns)
        image = self._chips.get(chip)
        if image is None:
            self.chip_wanted.emit(chip)
            return None
        self._chips.move_to_end(chip)
        return None if image.isNull() else image

    def _take_attributes(self) -> None:
        from core.collection.rows import SortKey

        now = {} if self._collection is None else self._collection.attributes
        if now and now != self._attributes:
            self._rows.clear()
            self.beginResetModel()
            self._attributes, self._ids = now, []
            self._sorted_by, self._descending, self._wanted = None, False, replace(self._wanted, labels={})
            self._columns = [SortKey(name, certainty=certainty) for name in now for certainty in (False, True)]
            self._columns.append(SortKey())
            self.endResetModel()
            self.columns_changed.emit()

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

    def _key(self, column: int) -> SortKey | None:
        """The key of a column of answers; None for photo and note."""
        return self._columns[column - 1] if PHOTO < column < self.note else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        key = self._key(column)
        numeric = key is not None and (key.certainty or not key.attribute)
        side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
