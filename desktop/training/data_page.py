"""The first step: choosing the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QMenu,
    QStackedLayout,
    QWidget,
)

from core.errors import FacetError
from desktop.app.settings import Settings
from desktop.app.settings_table import DATA_FOLDER
from desktop.photo.blank_page import BlankPage
from desktop.training.columns_page import AskedTable, ColumnsPage, read_table
from desktop.training.data_faces import FacesPage
from desktop.training.data_saving import ask_folder, export_data, save_audit
from desktop.training.data_view import DataView
from desktop.training.get_page import GetPage
from desktop.training.label_new import NewLabelQueue, NewLabelsForm
from desktop.training.label_queue import LabelQueue, questions_of
from desktop.training.label_work import CheckedLabels, Unlabelled, apply_again, check_labels, read_unlabelled
from desktop.training.work import AuditedData, download, preview_split, read_data
from desktop.widgets.dialogs import documents
from desktop.widgets.inputs import DropFrame, dropped_paths
from desktop.widgets.progress import WaitingPage
from desktop.wording import error_text, pictures
from desktop.worker import Job, Work, Worker

if TYPE_CHECKING:
    from core.datasets.audit import Reason
    from core.datasets.columns import ColumnMap
    from core.datasets.decisions import NewLabels
    from core.datasets.utkface import Converted
    from core.schema import Attribute
    from core.training.recipe import Recipe
    from desktop.training.label_view import Question


class DataPage(QWidget):
    """Asks for data, reads and audits them in a worker, and shows the findings."""

    changed = Signal()
    """`look` has changed."""
    failed = Signal(object)
    """An error that is not about reading the data."""
    saved = Signal(object, str)
    """The path of a saved audit or of exported data, and what else is to be said."""
    told = Signal(str)
    """A message about what was done."""

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
            "A table of pictures and labels, a zip archive or folder of UTKFace's or FairFace's pictures, folders of "
            "pictures named for what they show, or what other tools export: Parquet, WebDataset, COCO, Label Studio. "
            "The data stay where they are."
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
        self.view.forms.chosen.connect(self._on_export_asked)
        self.view.leave_out_changed.connect(self._preview)
        self.view.check_asked.connect(self.check_labels)
        self.view.faces_asked.connect(self._on_faces_asked)
        self.view.columns_asked.connect(self._on_columns_asked)
        self._set_up_labelling()
        self._pages = QStackedLayout(self)
        pages = (self.empty, self.refused, self.get_page, self.reading, self.view, self.faces, self.queue)
        for page in (*pages, self.columns, self.unlabelled, self.new_form, self.new_queue):
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
        self._opened = path
        self._settings.set_last_folder("data", path.parent)
        self.reading.begin(self.tr("Reading {name}").format(name=path.name))
        self._work(read_data(path)).result.connect(self._on_looked)

    def get(self, source: str, folder: Path) -> None:
        """Download data into a folder, then read them."""
        from core.datasets.get import connects_to

        place = connects_to(source) or source
        self.reading.begin(self.tr("Getting data from {place}").format(place=place))
        self._work(download(source, folder)).result.connect(self._on_got)

    def check_labels(self) -> None:
        """Look for labels of the data that are probably wrong, then ask about them."""
        if self.look:
            self._begin(check_labels(self.look), self.tr("Checking labels")).result.connect(self._on_checked)

    def label(self, folder: Path) -> None:
        """Label the pictures in a folder."""
        title = self.tr("Looking at the faces in {name}").format(name=folder.name)
        self._begin(read_unlabelled(folder), title).result.connect(self._on_seen)

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
        if self.page in (self.get_page, self.refused, self.unlabelled, self.new_form, self.new_queue):
            self.forget()
            return True
        if self.page is self.columns:
            self._on_columns_left()
            return True
        if self.page is self.faces:
            self._show_data()
            return True
        if self.page is self.queue:
            self._on_queue_left()
            return True
        return False

    def close_worker(self) -> None:
        """End what loads faces."""
        self._faces_worker.close()

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

    def _set_up_labelling(self) -> None:
        self._faces_worker = Worker("faces of the data", self)
        self._opened = Path()
        self.columns = ColumnsPage(self._faces_worker)
        self.columns.back_asked.connect(self._on_columns_left)
        self.columns.chosen.connect(self._on_columns_chosen)
        self._folder_of_pictures: Path | None = None
        self._seen: Unlabelled | None = None
        self._new_labels: NewLabels | None = None
        self.faces = FacesPage(self._faces_worker)
        self.faces.back_asked.connect(self._show_data)
        self.faces.check_asked.connect(self._on_check_asked)
        self.queue = LabelQueue(self._faces_worker)
        self.queue.left.connect(self._on_queue_left)
        self.label_pictures = self._action(self.tr("&Label these pictures…"), self._on_label_pictures)
        ways = [self.label_pictures, self.open_file, self.open_folder]
        title = self.tr("These pictures have no labels")
        self.unlabelled = BlankPage("folder", title, actions=ways)
        self.unlabelled.text.show()
        self.new_form = NewLabelsForm()
        self.new_form.back_asked.connect(self.forget)
        self.new_form.begun.connect(self._on_labelling_begun)
        self.new_queue = NewLabelQueue(self._faces_worker)
        self.new_queue.left.connect(self.forget)
        self.new_queue.train_asked.connect(self.open)
        for queue in (self.queue, self.new_queue):
            queue.failed.connect(self.failed)

    def _work(self, work: Work) -> Job:
        self.look = None
        self.changed.emit()
        return self._submit(work)

    def _begin(self, work: Work, title: str) -> Job:
        """Begin work about the data that are shown."""
        self.reading.begin(title)
        return self._submit(work)

    def _submit(self, work: Work) -> Job:
        self.cancel()
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
        if self.look:  # the data are as they were
            self._show_data()
            self.failed.emit(error)
        elif error.code == "data.columns":
            self._on_columns_asked()
        elif error.code == "data.unlabelled" and Path(str(error.values["path"])).is_dir():
            self._folder_of_pictures = Path(str(error.values["path"]))
            self.unlabelled.text.setText(self._about_unlabelled(error))
            self._pages.setCurrentWidget(self.unlabelled)
            self.unlabelled.button(self.label_pictures).setFocus()
        else:
            self.refused.text.setText(error_text(error))
            self._pages.setCurrentWidget(self.refused)

    def _on_cancelled(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            if self.look:
                self._show_data()
            else:
                self.forget()

    def _show_data(self) -> None:
        self._pages.setCurrentWidget(self.view)
        self.view.check.setFocus()

    def _on_faces_asked(self, rows: list[int], title: str) -> None:
        if self.look:
            reasons = {row.name: row.reason for row in self.look.audit.failed}
            failed = [reasons[name] for row in rows[:1] if (name := self.look.dataset.names[row]) in reasons]
            self.faces.show_faces(self.look.dataset, rows, title, "".join(failed))
            self._pages.setCurrentWidget(self.faces)

    def _on_columns_asked(self) -> None:
        title = self.tr("Reading {name}").format(name=self._opened.name)
        self._begin(read_table(self._opened), title).result.connect(self._on_table_read)

    def _on_table_read(self, table: AskedTable) -> None:
        self._job = None
        self._pages.setCurrentWidget(self.columns)
        self.columns.begin(table)

    def _on_columns_left(self) -> None:
        if self.look:
            self._show_data()
        else:
            self.forget()

    def _on_columns_chosen(self, table: AskedTable, columns: ColumnMap) -> None:
        from core.datasets.column_choice import remember_columns

        try:
            remember_columns(table.raw, columns)
        except FacetError as e:
            self.failed.emit(e)
            return
        self.open(table.path)

    def _on_checked(self, found: CheckedLabels) -> None:
        self._job = None
        if not self.look:
            return
        if not found.issues:
            self._show_data()
            self.told.emit(self.tr("No label is doubtful."))
            return
        self._ask(questions_of(self.look, found.issues), self.tr("Labels that are probably wrong"))

    def _on_check_asked(self, questions: list[Question]) -> None:
        self._ask(questions, self.tr("Labels to check"))

    def _ask(self, questions: list[Question], title: str) -> None:
        assert self.look is not None  # the questions are about it
        try:
            self.queue.begin(self.look, questions, title)
        except FacetError as e:
            self._show_data()
            self.failed.emit(e)
            return
        self._pages.setCurrentWidget(self.queue)
        self.queue.setFocus()

    def _on_queue_left(self) -> None:
        if self.look and self.queue.changed:
            self._begin(apply_again(self.look), self.tr("Applying what was decided")).result.connect(self._on_looked)
        else:
            self._show_data()

    def _on_seen(self, unlabelled: Unlabelled) -> None:
        from core.datasets.decisions import NewLabels

        self._job = None
        try:
            self._new_labels = NewLabels(unlabelled.folder)
        except FacetError as e:
            self.refused.text.setText(error_text(e))
            self._pages.setCurrentWidget(self.refused)
            return
        self._seen = unlabelled
        self._pages.setCurrentWidget(self.new_form)
        count = int(unlabelled.features.usable.sum())
        self.new_form.begin(unlabelled.folder.name, count, self._new_labels.attributes)

    def _on_labelling_begun(self, attribute: Attribute) -> None:
        if self._seen and self._new_labels:
            self._pages.setCurrentWidget(self.new_queue)
            self.new_queue.begin(self._seen, self._new_labels, attribute)

    def _about_unlabelled(self, error: FacetError) -> str:
        text = self.tr(
            "{pictures}, and neither their names nor those of their folders are labels. Label them here, those first "
            "that teach a model most, and train from that."
        ).format(pictures=pictures(int(str(error.values["count"]))))
        tables = error.values["tables"]
        there = self.tr("If the labels are in {tables}, choose that file.").format(tables=tables) if tables else ""
        return f"{text} {there}".rstrip()

    def _on_label_pictures(self) -> None:
        if self._folder_of_pictures is not None:
            self.label(self._folder_of_pictures)

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
        kinds = self.tr("Data sets (*.csv *.tsv *.zip *.parquet *.tar *.json *.jsonl *.txt);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a data set"), self._folder(), kinds)
        if name:
            self.open(Path(name))

    def _on_open_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder of pictures"), self._folder())
        if name:
            self.open(Path(name))

    def _on_save_audit(self) -> None:
        try:
            path = save_audit(self, self.look, self._settings) if self.look else None
        except FacetError as e:
            self.failed.emit(e)
        else:
            if path:
                self.saved.emit(path, "")

    def _on_export_asked(self, form: str) -> None:
        inside = ask_folder(self, self._settings) if self.look else None
        if self.look and inside:
            title = self.tr("Exporting {name}").format(name=self.look.path.name)
            self._begin(export_data(self.look, form, inside), title).result.connect(self._on_exported)

    def _on_exported(self, done: Converted) -> None:
        self._job = None
        self._show_data()
        left_out = len(done.skipped)
        self.saved.emit(done.path, self.tr("%n picture(s) left out.", "", left_out) if left_out else "")
