"""The first step: which data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QStackedLayout, QWidget

from core.errors import FacetError
from desktop.app.settings import Settings
from desktop.app.settings_table import DATA_FOLDER
from desktop.photo.blank_page import BlankPage
from desktop.training.data_look import DataLook, get, look_over, preview_split
from desktop.training.data_view import DataView
from desktop.training.get_page import GetPage
from desktop.training.reading_page import ReadingPage
from desktop.widgets.drop_frame import DropFrame
from desktop.widgets.save_place import ask_where, documents
from desktop.wording import error_text
from desktop.worker import Job, Work, Worker

if TYPE_CHECKING:
    from core.datasets.audit import Reason
    from core.training.recipe import Recipe


class DataPage(QWidget):
    """Asks for data, reads and audits them in a worker, and shows what was found."""

    changed = Signal()
    """There are other data to train on, or none any more."""
    failed = Signal(object)
    """An error that is not about reading the data."""
    saved = Signal(object)
    """The path of an audit that was written."""

    def __init__(self, settings: Settings, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._worker = worker
        self._job: Job | None = None
        self._split_job: Job | None = None
        self._seed = 1
        self._answers: tuple[str, ...] = ()
        self.look: DataLook | None = None
        self.open_file = self._action(self.tr("Choose a &file…"), self._on_open_file)
        self.open_folder = self._action(self.tr("Choose a f&older…"), self._on_open_folder)
        self.get_data = self._action(self.tr("&Get data…"), self._on_get_data)
        kinds = self.tr(
            "A CSV of pictures and labels, a zip archive or folder of UTKFace's or FairFace's pictures, or folders of "
            "pictures named for what they show. The data stay where they are."
        )
        ways = [self.open_file, self.open_folder, self.get_data]
        self.empty = BlankPage("folder", self.tr("Drop a data set here"), text=kinds, actions=ways, link="…")
        self.refused = BlankPage("warning", self.tr("These data cannot be used"), actions=ways, shade="warning")
        self.refused.text.show()
        self.get_page = GetPage()
        self.get_page.back_asked.connect(self.forget)
        self.get_page.get_asked.connect(self.get)
        self.reading = ReadingPage()
        self.reading.cancel_asked.connect(self.cancel)
        self.view = DataView()
        self.view.other_asked.connect(self.forget)
        self.view.save_asked.connect(self._on_save_audit)
        self.view.leave_out_changed.connect(self._preview)
        self._pages = QStackedLayout(self)
        for page in (self.empty, self.refused, self.get_page, self.reading, self.view):
            self._pages.addWidget(page)
        self.recent = QMenu(self)
        self.empty.link.setMenu(self.recent)
        self._drop = DropFrame(self)
        self.setAcceptDrops(True)
        self._show_recent()

    @property
    def page(self) -> QWidget | None:
        return self._pages.currentWidget()

    @property
    def leave_out(self) -> tuple[Reason, ...]:
        return self.view.findings.leave_out

    def open(self, path: Path) -> None:
        """Read the data at `path`; what was read before is forgotten."""
        self.reading.begin(path)
        self._work(look_over(path)).result.connect(self._on_looked)

    def get(self, source: str, folder: Path) -> None:
        """Get data from the web into a folder, and read them."""
        from core.datasets.get import connects_to

        self.reading.begin_getting(connects_to(source) or source)
        self._work(get(source, folder)).result.connect(self._on_got)

    def cancel(self) -> None:
        """Stop reading, if anything is being read."""
        if self._job:
            self._job.cancel()

    def forget(self) -> None:
        """Back to the question which data."""
        self.look = None
        self._show_recent()
        self._pages.setCurrentWidget(self.empty)
        self.changed.emit()

    def use_recipe(self, recipe: Recipe) -> None:
        """Preview the split that a recipe makes."""
        if (recipe.split_seed, recipe.answers) != (self._seed, self._answers):
            self._seed, self._answers = recipe.split_seed, recipe.answers
            self._preview()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._drop.setGeometry(self.rect())
            self._drop.raise_()
            self._drop.show()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop.hide()
        event.acceptProposedAction()
        self.open(next(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._drop.setGeometry(self.rect())

    def _work(self, work: Work) -> Job:
        self.cancel()
        self.look = None
        self.changed.emit()
        self._pages.setCurrentWidget(self.reading)
        job = self._job = self._worker.submit(work)
        job.progress.connect(self.reading.show_step)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(lambda: self._on_cancelled(job))
        return job

    def _on_got(self, path: Path) -> None:
        self._job = None
        self.open(path)

    def _on_get_data(self) -> None:
        self._pages.setCurrentWidget(self.get_page)
        self.get_page.begin(self._folder())

    def _on_looked(self, look: DataLook) -> None:
        self._job = None
        self.look = look
        self._settings.add_recent_data(look.path.absolute())
        self.view.show_look(look)
        self._pages.setCurrentWidget(self.view)
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, FacetError):
            self.forget()
            self.failed.emit(error)
            return
        self.refused.text.setText(error_text(error))
        self._pages.setCurrentWidget(self.refused)

    def _on_cancelled(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.forget()

    def _preview(self) -> None:
        if self._split_job:
            self._split_job.cancel()
        if self.look:
            work = preview_split(self.look, self.leave_out, seed=self._seed, answers=self._answers)
            self._split_job = self._worker.submit(work)
            self._split_job.result.connect(self.view.show_sides)
            self._split_job.failed.connect(self.failed)

    def _show_recent(self) -> None:
        self.recent.clear()
        for path in self._settings.recent_data:
            if path.exists():
                action = self.recent.addAction(path.name.replace("&", "&&"))
                action.setToolTip(str(path))
                action.triggered.connect(lambda _=False, path=path: self.open(path))
        self.empty.link.setText(self.tr("Used lately"))
        self.empty.link.setVisible(not self.recent.isEmpty())

    def _action(self, text: str, slot: object) -> QAction:
        action = QAction(text, self)
        action.setIconText(text)
        action.triggered.connect(slot)
        return action

    def _folder(self) -> str:
        return str(self._settings.value(DATA_FOLDER)) or str(documents())

    def _on_open_file(self) -> None:
        kinds = self.tr("Data sets (*.csv *.zip);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a data set"), self._folder(), kinds)
        if name:
            self.open(Path(name))

    def _on_open_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder of pictures"), self._folder())
        if name:
            self.open(Path(name))

    def _on_save_audit(self) -> None:
        from core.datasets.audit_report import write_csv, write_html

        if not self.look:
            return
        kinds = {".html": self.tr("Page (*.html)"), ".csv": self.tr("Table (*.csv)")}
        path = ask_where(self, self.tr("Save the audit"), Path(self._folder(), "audit.html"), kinds)
        if path is None:
            return
        try:
            (write_csv if path.suffix.lower() == ".csv" else write_html)(path, self.look.audit)
        except FacetError as e:
            self.failed.emit(e)
        else:
            self.saved.emit(path)
