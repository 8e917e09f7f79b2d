"""The form of a batch: which photos, and where its table goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from core.errors import FacetError
from desktop.app.translation import texts
from desktop.faces.order import Look, Order, look_at, table_forms
from desktop.widgets.busy_line import BusyLine
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.form_column import form_column
from desktop.widgets.save_place import documents
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import error_text
from desktop.worker import Job, Progress, ShouldStop, Worker

_WIDTH_PX: Final = 80 * GRID_PX


class FormPage(QWidget):
    """Choose a folder or photos, name a table, and start."""

    start_asked = Signal(object)
    """An `Order`."""
    open_asked = Signal(object)
    """The path of an earlier table."""
    failed = Signal(object)
    """An unexpected error."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker("batch photos", self)
        self._job: Job | None = None
        self._look: Look | None = None
        self.title = toned(QLabel(self.tr("Answer many photos at once")), size="title")
        self.hint = toned(
            QLabel(
                self.tr(
                    "Every face gets a row in a table, and every photo that cannot be read a row with the reason. "
                    "Stop whenever you like: what is done is kept, and it goes on from there."
                )
            ),
            tone="muted",
        )
        self.folder = self._button(self.tr("Choose a &folder…"), self._on_folder)
        self.photos = self._button(self.tr("Choose &photos…"), self._on_photos)
        self.found = toned(
            QLabel(self.tr("Or drop a folder here; the photos in its subfolders count too.")), tone="muted"
        )
        self.form = ChoiceBox()
        self.out = QLineEdit()
        self.browse = self._button(self.tr("&Save as…"), self._on_browse)
        self.kept = toned(QLabel(), size="small", tone="muted")
        self.start = self._button(self.tr("Start"), self._on_start)
        self.earlier = self._button(self.tr("&Open an earlier result…"), self._on_open)
        self.busy = BusyLine(self)
        self._lay_out()
        self.form.currentIndexChanged.connect(self._on_form_changed)
        self.out.textChanged.connect(self._refresh)
        self._refresh()

    @property
    def order(self) -> Order | None:
        """The order; None while something is missing."""
        out = Path(self.out.text().strip())
        if self._look is None or not out.is_absolute() or not out.name:
            return None
        suffix = self.form.currentData()
        # Not with_suffix: "my.holiday" is a whole name.
        named = out if out.suffix.lower() == suffix else out.with_name(out.name + suffix)
        return Order(self._look.paths, named)

    def look_at(self, paths: Sequence[Path]) -> None:
        """Count the photos in `paths` and suggest a table for them."""
        if self._job is not None:
            self._job.cancel()
        folder = documents()
        suffix = self.form.currentData()

        def work(progress: Progress, should_stop: ShouldStop) -> Look:
            return look_at(paths, folder, suffix)

        self._look = None
        self._say(self.tr("Counting the photos…"))
        self.busy.start()
        self._refresh()
        self._job = self._worker.submit(work)
        self._job.result.connect(self._on_looked)
        self._job.failed.connect(self._on_failed)
        self._job.finished.connect(self.busy.stop)

    def close_threads(self) -> None:
        self._worker.close()

    def _on_looked(self, look: Look) -> None:
        self._look = look
        first = look.paths[0]
        if len(look.paths) == 1:
            text = self.tr("%n photo(s) in {folder}", "", look.photos).format(folder=first)
        else:
            text = self.tr("%n photo(s) chosen", "", look.photos)
        self._say(text)
        self.kept.setText(self.tr("This table has %n photo(s) already; it goes on from there.", "", look.kept))
        self.out.setText(str(look.out))
        self.out.setCursorPosition(len(self.out.text()))
        self._refresh()
        self.start.setFocus()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, FacetError):
            self._say(error_text(error), warning=True)
        else:
            self._say("")
            self.failed.emit(error)

    def _say(self, text: str, *, warning: bool = False) -> None:
        self.found.setText(text)
        toned(self.found, tone="warning" if warning else "text")
        self.found.style().polish(self.found)

    def _refresh(self) -> None:
        order = self.order
        self.start.setEnabled(order is not None)
        self.start.setDefault(order is not None)
        look = self._look
        goes_on = order is not None and look is not None and look.kept > 0 and order.out == look.out
        self.kept.setVisible(goes_on)

    def _on_form_changed(self) -> None:
        """Give the table the suffix of the form."""
        out = Path(self.out.text().strip())
        if out.name and out.suffix.lower() in table_forms():
            self.out.setText(str(out.with_suffix(self.form.currentData())))
        self._refresh()

    def _on_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder of photos"))
        if name:
            self.look_at([Path(name)])

    def _on_photos(self) -> None:
        from core.vision.imaging import SUFFIXES

        kinds = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        filters = self.tr("Photos ({kinds});;All files (*)").format(kinds=kinds)
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Choose photos"), "", filters)
        if names:
            self.look_at([Path(name) for name in names])

    def _on_browse(self) -> None:
        suffix = self.form.currentData()
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Save the table as"),
            self.out.text(),
            f"*{suffix}",
            options=QFileDialog.Option.DontConfirmOverwrite,  # a batch overwrites only its own tables
        )
        if name:
            self.out.setText(name)

    def _on_open(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in table_forms())
        filters = self.tr("Tables ({kinds})").format(kinds=kinds)
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open an earlier result"), "", filters)
        if name:
            self.open_asked.emit(Path(name))

    def _on_start(self) -> None:
        if self.order is not None:
            self.start_asked.emit(self.order)

    def _button(self, text: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        for suffix, text in table_forms().items():
            self.form.addItem(texts.tr(text), suffix)
        self.out.setPlaceholderText(self.tr("Choose photos first"))
        self.form.setAccessibleName(self.tr("Form of the table"))
        self.out.setAccessibleName(self.tr("Where the table goes"))
        for label in (self.hint, self.found):
            label.setWordWrap(True)
        choose = QHBoxLayout()
        choose.setSpacing(GRID_PX)
        choose.addWidget(self.folder)
        choose.addWidget(self.photos)
        choose.addStretch(1)
        where = QHBoxLayout()
        where.setSpacing(GRID_PX)
        where.addWidget(self.out, 1)
        where.addWidget(self.browse)
        form_label, out_label = QLabel(self.tr("Fo&rm")), QLabel(self.tr("&Table"))
        form_label.setBuddy(self.form)
        out_label.setBuddy(self.out)
        fields = QGridLayout()
        fields.setHorizontalSpacing(2 * GRID_PX)
        fields.setVerticalSpacing(GRID_PX)
        fields.setColumnMinimumWidth(0, 6 * GRID_PX)
        fields.setColumnStretch(1, 1)
        fields.addWidget(form_label, 0, 0)
        fields.addWidget(self.form, 0, 1)
        fields.addWidget(out_label, 1, 0)
        fields.addLayout(where, 1, 1)
        fields.addWidget(self.kept, 2, 1)
        end = QHBoxLayout()
        end.addWidget(self.earlier)
        end.addStretch(1)
        end.addWidget(self.start)
        column = form_column(self, width_px=_WIDTH_PX)
        column.addWidget(self.title)
        column.addWidget(self.hint)
        column.addLayout(choose)
        column.addWidget(self.found)
        column.addWidget(self.busy)
        column.addLayout(fields)
        column.addSpacing(GRID_PX)
        column.addLayout(end)
