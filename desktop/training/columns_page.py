"""What the columns of a table mean, asked with a preview of the faces as they would be labelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.errors import FacetError
from core.schema import AGE, ATTRIBUTES, attribute_name
from desktop.app.opencv import import_opencv
from desktop.training.data_faces import FacesModel
from desktop.widgets.dialogs import push_button
from desktop.widgets.inputs import ChoiceBox, place_in_tab_order
from desktop.widgets.term import ElidedLabel
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_name as shown_name
from desktop.wording import error_text, label_name
from desktop.worker import Job, Progress, ShouldStop, Work, Worker, report_steps

if TYPE_CHECKING:
    from core.datasets.columns import ColumnMap
    from core.datasets.dataset import FaceDataset
    from core.datasets.raw_table import RawRow, RawTable

_PREVIEWED: Final = 6
_ICON_PX: Final = 12 * GRID_PX
_WORDS_SHOWN: Final = 5
_MOST_WORDS: Final = 12
"""A column with more different words gets no list of what each means."""
_WAIT_MS: Final = 200
_PICTURE, _PIXELS, _NAME, _OWN, _GROUP, _IGNORED = "picture", "pixels", "name", "own", "group", "ignored"
_ONCE: Final = (_PICTURE, _PIXELS, _NAME, AGE.name, *ATTRIBUTES)
"""Meanings that one column can have."""


@dataclass(frozen=True, slots=True, eq=False)
class AskedTable:
    """A table, and what its columns mean as far as is known."""

    path: Path
    raw: RawTable
    rows: Sequence[RawRow]
    columns: ColumnMap | None
    unclear: tuple[str, ...]


def read_table(path: Path) -> Work:
    """Work that reads the columns of the data at `path`; its result is an `AskedTable`, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> AskedTable:
        import_opencv()
        from core.datasets.column_choice import propose, remembered_columns, sample
        from core.datasets.open import raw_table
        from core.errors import DataError

        raw = raw_table(path, progress=report_steps(progress, "read"), should_stop=should_stop)
        if raw is None:
            raise DataError("data.no_columns", path=path)
        rows = sample(raw)
        proposal = propose(raw, rows)
        return AskedTable(path, raw, rows, remembered_columns(raw) or proposal.columns, proposal.unclear)

    return work


class ColumnsPage(QWidget):
    """A row per column: its title, some of its words, what it means, and which label each word stands for."""

    back_asked = Signal()
    chosen = Signal(object, object)
    """The `AskedTable`, and the `ColumnMap` that was stated."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._job: Job | None = None
        self._table: AskedTable | None = None
        self.meanings: dict[str, ChoiceBox] = {}
        self.words: dict[str, dict[str, ChoiceBox]] = {}
        self.title = toned(QLabel(), size="title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.hint = toned(QLabel(), tone="muted")
        self.fault = toned(QLabel(), size="small", tone="warning")
        self.faces = FacesModel(worker, self)
        self.preview = QListView()
        self.none = toned(QLabel(self.tr("They appear once it is clear what the columns mean.")), tone="muted")
        self.back = push_button(self.tr("Back"), self.back_asked)
        self.use = push_button(self.tr("&Use these columns"), self._on_use)
        self._scroll = QScrollArea()
        self._column = QVBoxLayout()
        self._rows: dict[str, QWidget] = {}
        """The choices of each column's words."""
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self._preview)
        self._lay_out()

    def begin(self, table: AskedTable) -> None:
        """Ask about a table."""
        self._table = table
        self.title.setText(self.tr("What the columns of {name} mean").format(name=table.path.name))
        self.hint.setText(
            self.tr("Facet remembers it for all data with the same columns. Labels are what annotators perceived.")
        )
        self.faces.show_rows(None, ())
        self._show_rows()
        self._preview()
        next((box for box in self.meanings.values() if box.isEnabled()), self.use).setFocus()

    @property
    def columns(self) -> ColumnMap:
        """What is stated.

        Raises:
            ValueError: No column has the pictures, or a word has no label yet.
        """
        from core.datasets.columns import ColumnMap

        assert self._table is not None  # the page is shown
        stated = {title: box.currentData() for title, box in self.meanings.items()}
        once = {meaning: title for title, meaning in stated.items() if meaning in _ONCE}
        if _PICTURE not in once and _PIXELS not in once:
            raise ValueError(self.tr("Choose the column of the pictures."))
        attributes = {name: once[name] for name in ATTRIBUTES if name in once}
        own = {_own_name(title, at): title for at, title in enumerate(stated) if stated[title] in (_OWN, _GROUP)}
        labels = {} if self._table.columns is None else dict(self._table.columns.labels)
        for name, title in attributes.items():
            given = {word: box.currentData() for word, box in self.words.get(title, {}).items()}
            if None in given.values():
                word = next(word for word, label in given.items() if label is None)
                raise ValueError(self.tr("Choose a label for {word} in {column}.").format(word=word, column=title))
            labels[name] = given
        attributes |= own
        return ColumnMap(
            picture=once.get(_PICTURE),
            pixels=once.get(_PIXELS),
            name=once.get(_NAME),
            age=once.get(AGE.name),
            attributes=attributes,
            labels={name: given for name, given in labels.items() if given and name in (*attributes, AGE.name)},
            groups=tuple(name for name, title in own.items() if stated[title] == _GROUP),
            ignored=tuple(title for title, meaning in stated.items() if meaning == _IGNORED),
        )

    def _show_rows(self) -> None:
        assert self._table is not None  # the page is shown
        self.meanings, self.words = {}, {}
        inside = QWidget()
        column = self._column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 2 * GRID_PX, 0)
        column.setSpacing(GRID_PX)
        raw, known = self._table.raw, _meanings(self._table.columns)
        for at, title in enumerate(raw.header):
            words = [row.words[at].strip() for row in self._table.rows]
            different = list(dict.fromkeys(word for word in words if word))
            line = QHBoxLayout()
            name = QLabel(title)
            name.setTextFormat(Qt.TextFormat.PlainText)
            name.setWordWrap(True)
            some = toned(ElidedLabel(), size="small", tone="muted")
            some.setText(", ".join(word[:40] for word in different[:_WORDS_SHOWN]))
            box = self.meanings[title] = ChoiceBox()
            box.setAccessibleName(self.tr("What {column} means").format(column=title))
            self._offer(box, title, words, known.get(title))
            box.currentIndexChanged.connect(lambda _, title=title: self._on_meaning(title))
            # As wide in every row, so that the columns of the form are straight.
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            some.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            line.addWidget(name, 2)
            line.addWidget(some, 2)
            line.addWidget(box, 3)
            column.addLayout(line)
            self._rows[title] = self._word_rows(title, different)
            column.addWidget(self._rows[title])
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self._order_tabs()

    def _offer(self, box: ChoiceBox, title: str, words: Sequence[str], known: str | None) -> None:
        """Offer the meanings that the words of a column allow."""
        from core.datasets.column_choice import are_pictures
        from core.datasets.columns import labels_in

        assert self._table is not None  # the page is shown
        raw = self._table.raw
        if title == raw.picture:
            box.addItem(self.tr("Picture"), _PICTURE)
            box.setEnabled(False)
            return
        given = [word for word in words if word]
        if raw.picture is None and (are_pictures(words) or known == _PICTURE):
            box.addItem(self.tr("Picture"), _PICTURE)
        if raw.picture is None and known in (_PIXELS, _NAME):
            box.addItem(self.tr("Grey values") if known == _PIXELS else self.tr("Name of the picture"), known)
        for attribute in ATTRIBUTES.values():
            text = shown_name(attribute)
            box.addItem(self.tr("Perceived {attribute}").format(attribute=text), attribute.name)
        box.addItem(self.tr("Age in years"), AGE.name)
        if labels_in(set(given), len(given)) or known in (_OWN, _GROUP):
            box.addItem(self.tr("An attribute of its own"), _OWN)
            box.addItem(self.tr("Only to group figures by"), _GROUP)
        box.addItem(self.tr("Not read"), _IGNORED)
        at = box.findData(known if known is not None else _OWN)
        box.setCurrentIndex(box.findData(_IGNORED) if at < 0 else at)

    def _word_rows(self, title: str, words: Sequence[str]) -> QWidget:
        """A choice of a label per word, for columns of built-in attributes with few words."""
        rows = QWidget()
        meaning = self.meanings[title].currentData()
        self.words.pop(title, None)
        if meaning not in ATTRIBUTES or len(words) > _MOST_WORDS:
            rows.hide()
            return rows
        assert self._table is not None  # the page is shown
        from core.datasets.columns import word_key

        columns = self._table.columns
        stated = columns.labels.get(meaning, {}) if columns and columns.attributes.get(meaning) == title else {}
        told = {word_key(word): label for word, label in stated.items()}
        grid = QGridLayout(rows)
        grid.setContentsMargins(3 * GRID_PX, 0, 0, GRID_PX)
        grid.setVerticalSpacing(GRID_PX // 2)
        grid.setColumnStretch(0, 1)
        boxes: dict[str, ChoiceBox] = {}
        attribute = ATTRIBUTES[meaning]
        for at, word in enumerate(words):
            label = QLabel(word[:60])
            label.setTextFormat(Qt.TextFormat.PlainText)
            box = boxes[word] = ChoiceBox()
            box.setAccessibleName(self.tr("What {word} in {column} means").format(word=word, column=title))
            index = attribute.index(word)
            usual = told.get(word_key(word), None if index is None else attribute.labels[index])
            if usual is None:
                box.addItem(self.tr("Choose…"), None)
            for one in attribute.labels:
                box.addItem(label_name(one), one)
            box.addItem(self.tr("No label"), "")
            box.setCurrentIndex(max(0, box.findData(usual)))
            box.currentIndexChanged.connect(self._timer.start)
            grid.addWidget(label, at, 0)
            grid.addWidget(box, at, 1)
        self.words[title] = boxes
        return rows

    def _on_meaning(self, title: str) -> None:
        assert self._table is not None  # the page is shown
        meaning = self.meanings[title].currentData()
        changed = [title]
        for other, box in self.meanings.items():
            if other != title and meaning in _ONCE and box.currentData() == meaning:
                with QSignalBlocker(box):
                    own = box.findData(_OWN)
                    box.setCurrentIndex(box.findData(_IGNORED) if own < 0 else own)
                changed.append(other)
        for one in changed:
            at = self._table.raw.header.index(one)
            words = dict.fromkeys(word for row in self._table.rows if (word := row.words[at].strip()))
            old, self._rows[one] = self._rows[one], self._word_rows(one, list(words))
            self._column.replaceWidget(old, self._rows[one])
            old.deleteLater()
        self._order_tabs()
        self._timer.start()

    def _preview(self) -> None:
        """Check what is stated, and show the first faces with their labels."""
        assert self._table is not None  # the page is shown
        if self._job:
            self._job.cancel()
        try:
            columns = self.columns
        except ValueError as e:
            self._show_fault(str(e))
            return
        table = self._table

        def work(progress: Progress, should_stop: ShouldStop) -> FaceDataset:
            from core.datasets.raw_table import labelled

            return labelled(table.raw, columns, rows=table.rows, should_stop=should_stop)

        self._job = self._worker.submit(work)
        self._job.result.connect(lambda dataset: self._on_previewed(table, dataset))
        self._job.failed.connect(self._on_failed)

    def _on_previewed(self, table: AskedTable, dataset: FaceDataset) -> None:
        if table is not self._table:
            return
        some = Random(1).sample(range(len(dataset)), min(_PREVIEWED, len(dataset)))
        self.faces.show_rows(dataset, sorted(some))
        reads = any(name != AGE.name for name in dataset.columns)
        self._show_fault("" if reads else self.tr("No column has labels so far."))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, FacetError):
            raise error
        self._show_fault(error_text(error))

    def _show_fault(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        self.use.setEnabled(not text)
        self.none.setVisible(not self.faces.rows)

    def _on_use(self) -> None:
        if self._table is not None:
            self.chosen.emit(self._table, self.columns)

    def _order_tabs(self) -> None:
        place_in_tab_order(
            self._scroll,
            [box for title, meaning in self.meanings.items() for box in (meaning, *self.words.get(title, {}).values())],
        )

    def _lay_out(self) -> None:
        for label in (self.hint, self.fault, self.none):
            label.setWordWrap(True)
        self.fault.setTextFormat(Qt.TextFormat.PlainText)
        self.fault.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.fault.hide()
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("Columns"))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        preview = self.preview
        preview.setModel(self.faces)
        preview.setViewMode(QListView.ViewMode.IconMode)
        preview.setMovement(QListView.Movement.Static)
        preview.setResizeMode(QListView.ResizeMode.Adjust)
        preview.setIconSize(QSize(_ICON_PX, _ICON_PX))
        preview.setGridSize(QSize(_ICON_PX + 3 * GRID_PX, _ICON_PX + 6 * GRID_PX))
        preview.setAccessibleName(self.tr("Faces as they would be labelled"))
        preview.setTabKeyNavigation(False)
        heading = toned(QLabel(self.tr("Faces as they would be labelled")), size="heading")
        right = QVBoxLayout()
        right.setSpacing(GRID_PX)
        right.addWidget(heading)
        right.addWidget(self.none)
        right.addWidget(preview, 1)
        middle = QHBoxLayout()
        middle.setSpacing(3 * GRID_PX)
        middle.addWidget(scroll, 3)
        middle.addLayout(right, 2)
        end = QHBoxLayout()
        end.addWidget(self.back)
        end.addWidget(self.fault, 1)
        end.addStretch(0)
        end.addWidget(self.use)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(2 * GRID_PX)
        page.addWidget(self.title)
        page.addWidget(self.hint)
        page.addLayout(middle, 1)
        page.addLayout(end)


def _meanings(columns: ColumnMap | None) -> Mapping[str, str]:
    """The meaning of each column that is stated or proposed."""
    if columns is None:
        return {}
    stated = {columns.picture: _PICTURE, columns.pixels: _PIXELS, columns.name: _NAME, columns.age: AGE.name}
    found = {title: meaning for title, meaning in stated.items() if title is not None}
    for name, title in columns.attributes.items():
        found[title] = name if name in ATTRIBUTES else _GROUP if name in columns.groups else _OWN
    return found | dict.fromkeys(columns.ignored, _IGNORED)


def _own_name(title: str, at: int) -> str:
    """The name of an attribute for the title of a column, which may be in another script."""
    name = attribute_name(title)
    return name if name[:1].isalpha() and name not in (*ATTRIBUTES, AGE.name) else f"column_{at + 1}"
