"""Saving what the data page shows: the audit, and the data in forms that other tools read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from core.files import free_name, is_folder
from desktop.app.opencv import import_opencv
from desktop.app.settings import Settings
from desktop.app.translation import texts
from desktop.widgets.dialogs import ask_where, documents
from desktop.worker import Progress, ShouldStop, Work, report_steps

if TYPE_CHECKING:
    from core.datasets.utkface import Converted
    from desktop.training.work import AuditedData


class FormMenu(QMenu):
    """The forms in which data can be written."""

    chosen = Signal(str)
    """A name of `core.datasets.export.FORMS`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.forms = {
            "parquet": self.addAction(texts.tr("&Parquet, as the Hugging Face hub reads it…")),
            "csv": self.addAction(texts.tr("A &CSV table beside pictures…")),
            "folders": self.addAction(texts.tr("&Folders of pictures named after their labels…")),
        }
        for form, action in self.forms.items():
            action.triggered.connect(lambda _=False, form=form: self.chosen.emit(form))


def save_audit(parent: QWidget, look: AuditedData, settings: Settings) -> Path | None:
    """Ask where, and write what was found in the data; None if cancelled.

    Raises:
        FacetError: It cannot be written.
    """
    from core.datasets.audit_report import write_csv, write_html

    kinds = {".html": texts.tr("Page (*.html)"), ".csv": texts.tr("Table (*.csv)")}
    folder = settings.last_folder("reports") or documents()
    path = ask_where(parent, texts.tr("Save the audit"), folder / "audit.html", kinds)
    if path is not None:
        settings.set_last_folder("reports", path.parent)
        (write_csv if path.suffix.lower() == ".csv" else write_html)(path, look.audit)
    return path


def ask_folder(parent: QWidget, settings: Settings) -> Path | None:
    """Ask where the folder of exported data is to be; None if cancelled."""
    before = settings.last_folder("exports") or documents()
    chosen = QFileDialog.getExistingDirectory(parent, texts.tr("Choose where the new folder is to be"), str(before))
    if not chosen:
        return None
    settings.set_last_folder("exports", Path(chosen))
    return Path(chosen)


def export_data(look: AuditedData, form: str, inside: Path) -> Work:
    """Work that writes the data, as decided, to a new folder; its result is a `Converted`, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> Converted:
        import_opencv()
        from core.datasets.export import export_dataset

        taken = {one.name for one in inside.iterdir()} if is_folder(inside) else set()
        folder = inside / free_name(f"{look.path.stem}-{form}", taken=taken)
        report = report_steps(progress, "write")
        return export_dataset(look.dataset, folder, form, progress=report, should_stop=should_stop)

    return work
