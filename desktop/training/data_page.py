"""The first step: choosing the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedLayout,
    QWidget,
)

from core.errors import FacetError
from desktop.app.settings import Settings
from desktop.app.settings_table import DATA_FOLDER
from desktop.photo.blank_page import BlankPage
from desktop.training.data_view import DataView
from desktop.training.work import AuditedData, download, preview_split, read_data
from desktop.widgets.drop_frame import DropFrame, dropped_paths
from desktop.widgets.form_column import form_column
from desktop.widgets.run_line import WaitingPage
from desktop.widgets.save_place import ask_where, documents
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import error_text
from desktop.worker import Job, Work, Worker

if TYPE_CHECKING:
    from core.datasets.audit import Reason
    from core.training.recipe import Recipe

_WIDTH_PX: Final = 640


class GetPage(QWidget):
    """Asks for an address and a folder, and says what Facet will connect to."""

    get_asked = Signal(str, object)
    """The address, and the path of a folder."""
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = toned(QLabel(self.tr("Get data from the web")), size="title")
        self.hint = toned(
            QLabel(
                self.tr(
                    "Facet connects to nothing by itself. It fetches what you name here and sends nothing but the "
                    "request. Mind the terms of the data: UTKFace is for research that is not commercial."
                )
            ),
            tone="muted",
        )
        self.source = QLineEdit()
        self.source.setPlaceholderText(self.tr("https://…, a Google Drive link, or kaggle:OWNER/NAME"))
        self.suggestion = QPushButton(self.tr("UTKFace as one table of 200 MB, from Kaggle"))
        self.suggestion.setObjectName("link")
        self.folder = QLineEdit()
        self.browse = QPushButton(self.tr("&Choose…"))
        self.note = toned(QLabel(), size="small", tone="muted")
        self.back = QPushButton(self.tr("Back"))
        self.get = QPushButton(self.tr("&Get"))
        self.source.textChanged.connect(self._refresh)
        self.folder.textChanged.connect(self._refresh)
        for line in (self.source, self.folder):
            line.returnPressed.connect(self.get.click)
        self.suggestion.clicked.connect(self._on_suggestion)
        self.browse.clicked.connect(self._on_browse)
        self.back.clicked.connect(self.back_asked)
        self.get.clicked.connect(self._on_get)
        self._lay_out()
        self._refresh()

    def begin(self, folder: str) -> None:
        """Ask; propose `folder` unless one was chosen before."""
        if not self.folder.text():
            self.folder.setText(folder)
        self.source.setFocus()

    def _refresh(self) -> None:
        from core.datasets.get import connects_to

        source = self.source.text().strip()
        place = connects_to(source)
        if place:
            self.note.setText(self.tr("Will connect to {place}.").format(place=place))
        else:
            self.note.setText(self.tr("Facet cannot get data from this address.") if source else "")
        self.get.setEnabled(bool(place) and Path(self.folder.text().strip()).is_absolute())

    def _on_suggestion(self) -> None:
        from core.datasets.get import KAGGLE, KAGGLE_UTKFACE_CSV

        self.source.setText(KAGGLE + KAGGLE_UTKFACE_CSV)
        self.get.setFocus()

    def _on_browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder for the data"), self.folder.text())
        if name:
            self.folder.setText(name)

    def _on_get(self) -> None:
        self.get_asked.emit(self.source.text().strip(), Path(self.folder.text().strip()))

    def _lay_out(self) -> None:
        self.hint.setWordWrap(True)
        for button in (self.suggestion, self.browse, self.back, self.get):
            button.setAutoDefault(False)
        self.source.setAccessibleName(self.tr("Where the data come from"))
        self.folder.setAccessibleName(self.tr("Folder for the data"))
        from_label, into_label = QLabel(self.tr("&From")), QLabel(self.tr("&Into"))
        from_label.setBuddy(self.source)
        into_label.setBuddy(self.folder)
        suggested, into, end = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        suggested.addWidget(self.suggestion)
        suggested.addStretch(1)
        into.setSpacing(GRID_PX)
        into.addWidget(self.folder, 1)
        into.addWidget(self.browse)
        end.addWidget(self.back)
        end.addStretch(1)
        end.addWidget(self.get)
        fields = QGridLayout()
        fields.setHorizontalSpacing(2 * GRID_PX)
        fields.setVerticalSpacing(GRID_PX)
        fields.setColumnStretch(1, 1)
        fields.addWidget(from_label, 0, 0)
        fields.addWidget(self.source, 0, 1)
        fields.addLayout(suggested, 1, 1)
        fields.addWidget(into_label, 2, 0)
        fields.addLayout(into, 2, 1)
        fields.addWidget(self.note, 3, 1)
        column = form_column(self, width_px=_WIDTH_PX)
        column.addWidget(self.title)
        column.addWidget(self.hint)
        column.addLayout(fields)
        column.addLayout(end)


class DataPage(QWidget):
    """Asks for data, reads and audits them in a worker, and shows the findings."""

    changed = Signal()
    """`look` has changed."""
    failed = Signal(object)
    """An error that is not about reading the data."""
    saved = Signal(object)
    """The path of a saved audit."""

    def __init__(self, settings: Settings, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._worker = worker
        self._job: Job | None = None
        self._split_job: Job | None = None
        self._seed = 1
        self._answers: tuple[str, ...] = ()
        self.look: AuditedData | None = None
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
        self.reading = WaitingPage()
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
        """Read the data at `path` in place of those read before."""
        self._settings.set_last_folder("data", path.parent)
        self.reading.begin(self.tr("Reading {name}").format(name=path.name))
        self._work(read_data(path)).result.connect(self._on_looked)

    def get(self, source: str, folder: Path) -> None:
        """Download data into a folder, then read them."""
        from core.datasets.get import connects_to

        place = connects_to(source) or source
        self.reading.begin(self.tr("Getting data from {place}").format(place=place))
        self._work(download(source, folder)).result.connect(self._on_got)

    def cancel(self) -> None:
        """Stop reading, if anything is being read."""
        if self._job:
            self._job.cancel()

    def forget(self) -> None:
        """Return to the choice of data."""
        self.look = None
        self._show_recent()
        self._pages.setCurrentWidget(self.empty)
        self.changed.emit()

    def go_back(self) -> bool:
        """Escape: stop what is being read, or return to the choice of data; False where there is nothing to leave."""
        if self.page is self.reading:
            self.cancel()
            return True
        if self.page in (self.get_page, self.refused):
            self.forget()
            return True
        return False

    def use_recipe(self, recipe: Recipe) -> None:
        """Preview the split of a recipe."""
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
        self.open(dropped_paths(event.mimeData())[0])

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

    def _on_looked(self, look: AuditedData) -> None:
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
        self.empty.link.setText(self.tr("Recent"))
        self.empty.link.setVisible(not self.recent.isEmpty())

    def _action(self, text: str, slot: object) -> QAction:
        action = QAction(text, self)
        action.setIconText(text)
        action.triggered.connect(slot)
        return action

    def _folder(self) -> str:
        return str(self._settings.last_folder("data") or self._settings.value(DATA_FOLDER) or documents())

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
        folder = self._settings.last_folder("reports") or Path(self._folder())
        path = ask_where(self, self.tr("Save the audit"), folder / "audit.html", kinds)
        if path is None:
            return
        self._settings.set_last_folder("reports", path.parent)
        try:
            (write_csv if path.suffix.lower() == ".csv" else write_html)(path, self.look.audit)
        except FacetError as e:
            self.failed.emit(e)
        else:
            self.saved.emit(path)
