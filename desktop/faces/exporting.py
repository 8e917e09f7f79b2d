"""Exporting the answers to the open photos: which rows, as what, and when all of them are there."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.app.settings import Settings
from desktop.faces.answers import Answers
from desktop.faces.page import FacesPage
from desktop.photo.saving import Saving
from desktop.widgets.dialogs import ask_where, documents
from desktop.widgets.theme import GRID_PX, toned

if TYPE_CHECKING:
    from core.collection.rows import Filter
    from core.collection.view import Collection

Rows = Literal["all", "shown", "chosen"]
_PARQUET: Final = ".parquet"


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written, and where."""

    path: Path
    wanted: Filter | None
    """Only rows that match; None for all."""
    excluded: frozenset[int]
    """Rows left out of those that match."""
    ids: tuple[int, ...] | None
    """Only these rows; None for those that match."""

    def write(self, collection: Collection) -> None:
        """Write it in the form that the suffix says.

        Raises:
            ExportError: It cannot be read or written; what was there is as it was.
        """
        from core.collection.tables import write_photos, write_table

        ids = self.ids
        if ids is None and self.wanted is not None:
            ids = tuple(one for one in collection.find(self.wanted) if one not in self.excluded)
        if self.path.suffix.lower() == ".json":
            write_photos(self.path, collection.about, collection.chosen_records(ids))
        else:
            write_table(self.path, collection.about, collection.table_rows(ids))


class ExportDialog(QDialog):
    """Which rows to export, and whether to wait for photos that are not answered yet."""

    def __init__(
        self,
        page: FacesPage | None,
        missing: int,
        *,
        second_missing: int = 0,
        waits: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export the answers"))
        chosen = len(page.chosen_rows) if page else 0
        filtered = page is not None and page.filters.filtered
        shown = page.rows.rowCount() if page else 0
        self.everything = QRadioButton(self.tr("&All open photos"))
        self.shown = QRadioButton(self.tr("The %n row(s) that the &filter shows", "", shown))
        self.chosen = QRadioButton(self.tr("The %n &chosen row(s)", "", chosen))
        self.wait = QCheckBox(
            self.tr("&Wait for %n photo(s) that are not answered yet", "", missing)
            if missing
            else self.tr("&Wait for the second model's answers to %n photo(s)", "", second_missing)
        )
        self.wait.setChecked(waits)
        self._missing, self._second_missing = missing, second_missing
        self.left_out = toned(QLabel(), tone="muted")
        self.left_out.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go_on = self.buttons.addButton(self.tr("Export…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go_on.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.shown.setVisible(filtered)
        self.chosen.setVisible(chosen > 0)
        (self.chosen if chosen else self.shown if filtered else self.everything).setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 2 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(GRID_PX)
        for widget in (self.everything, self.shown, self.chosen, self.wait, self.left_out, self.buttons):
            column.addWidget(widget)
        self.wait.setEnabled(waits)
        for button in (self.everything, self.shown, self.chosen, self.wait):
            button.toggled.connect(self._refresh)
        self._refresh()

    @property
    def rows(self) -> Rows:
        """Which rows to export."""
        return "chosen" if self.chosen.isChecked() else "shown" if self.shown.isChecked() else "all"

    def _refresh(self) -> None:
        """Chosen rows are answered: nothing is waited for."""
        waits = self._missing + self._second_missing > 0 and self.rows != "chosen"
        self.wait.setVisible(waits)
        out = waits and not self.wait.isChecked()
        if self._missing:
            text = self.tr("The table will lack %n photo(s).", "", self._missing)
        else:
            text = self.tr("The table will lack the second model's answers to %n photo(s).", "", self._second_missing)
        self.left_out.setText(text if out else "")
        self.left_out.setVisible(out)


class Exporter(QObject):
    """Asks what to export and where, and writes it as soon as it can be."""

    waiting = Signal(int)
    """An export waits for so many photos."""

    def __init__(self, window: QWidget, settings: Settings, answers: Answers, saving: Saving) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._answers = answers
        self._saving = saving
        self.pending: Export | None = None
        """An export that waits until all photos are answered."""
        self.dialog: ExportDialog | None = None
        answers.changed.connect(self._on_changed)

    def ask(self, page: FacesPage | None) -> None:
        """Ask what to export; `page` is the one that is seen, with its filter and choice."""
        missing, second_missing = self._answers.missing, self._answers.second_missing
        choice = page is not None and (page.filters.filtered or bool(page.chosen_rows))
        if not choice and not missing + second_missing:
            self._ask_where("all", page, waits=False)
            return
        dialog = self.dialog = ExportDialog(
            page, missing, second_missing=second_missing, waits=self._answers.running, parent=self._window
        )
        if dialog.exec():
            waits = missing + second_missing > 0 and dialog.rows != "chosen" and dialog.wait.isChecked()
            self._ask_where(dialog.rows, page, waits=waits)
        self.dialog = None
        dialog.deleteLater()

    def write_now(self) -> None:
        """Write the export that waits, without the photos that are missing."""
        export, self.pending = self.pending, None
        if export is not None:
            self._write(export)

    def forget(self) -> None:
        """Write nothing that waits."""
        self.pending = None

    def _ask_where(self, rows: Rows, page: FacesPage | None, *, waits: bool) -> None:
        kinds = {
            ".csv": self.tr("CSV, for spreadsheets (*.csv)"),
            ".jsonl": self.tr("JSON Lines, for programs (*.jsonl)"),
            ".json": self.tr("JSON, one document (*.json)"),
            _PARQUET: self.tr("Parquet, for data tools (*.parquet)"),
        }
        if importlib.util.find_spec("pyarrow") is None:
            del kinds[_PARQUET]
        count = self._answers.answered
        title = self.tr("Export the answers for %n photo(s)", "", count + (self._answers.missing if waits else 0))
        folder = self._settings.last_folder("exports") or documents()
        path = ask_where(self._window, title, folder / "facet.csv", kinds)
        if path is None:
            return
        self._settings.set_last_folder("exports", path.parent)
        narrowed = page is not None and rows == "shown"
        export = Export(
            path,
            page.wanted if page and narrowed else None,
            page.rows.excluded_ids if page and narrowed else frozenset(),
            tuple(page.rows.ids(page.chosen_rows)) if page and rows == "chosen" else None,
        )
        if waits and self._answers.running:
            self.pending = export
            self.waiting.emit(self._answers.missing or self._answers.second_missing)
        else:
            self._write(export)

    def _write(self, export: Export) -> None:
        if path := self._answers.path:
            self._saving.save_export(export.path, path, export.write)

    def _on_changed(self) -> None:
        if self._answers.state == "done":
            self.write_now()
        elif self._answers.state == "empty":
            self.forget()
