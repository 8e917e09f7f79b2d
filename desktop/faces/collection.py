"""The open photos as one collection, as seen by the main window: its page, status line, commands and closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop.app.actions import Actions
from desktop.app.engine import Engine
from desktop.app.opencv import import_opencv
from desktop.app.settings import Settings
from desktop.app.settings_table import THREADS
from desktop.faces.answers import Answers
from desktop.faces.exporting import Exporter
from desktop.faces.status import AnswersStatus
from desktop.faces.stored import kept_path
from desktop.photo.intake import COLLECTION_SUFFIX, OPENED_SUFFIXES
from desktop.photo.photo import Photo
from desktop.photo.saving import Saving
from desktop.photo.work_page import WorkPage
from desktop.widgets.dialogs import ask_where, confirmed, documents
from desktop.widgets.message_bar import MessageBar
from desktop.wording import number
from desktop.worker import Job, Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from desktop.faces.page import FacesPage

ASK_FROM: Final = 200
"""Closing asks whether to keep so many answered photos."""
MANY: Final = 20
"""The end of so many answers is told where the window is not in front."""


class OpenCollection(QObject):
    """Owns the answers; makes the page of the faces when it is first shown."""

    photo_asked = Signal(object, int)
    """The path of a photo to show, and the number of a face in it; -1 without a face."""
    changed = Signal()
    replaced = Signal()
    """Another collection takes the place of the open photos."""
    noticed = Signal(str)
    """How the answering of many photos has ended."""
    failed = Signal(object)

    def __init__(
        self,
        window: QWidget,
        engine: Engine,
        settings: Settings,
        commands: Actions,
        work: WorkPage,
        saving: Saving,
        messages: MessageBar,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._commands = commands
        self._work = work
        self._messages = messages
        self._worker = Worker("chosen faces", self)
        self.answers = Answers(engine, work.photos, lambda: int(settings.value(THREADS)), self)
        self.status = AnswersStatus(self.answers, window)
        self.exporter = Exporter(window, settings, self.answers, saving)
        self.page: FacesPage | None = None
        self.question: QMessageBox | None = None
        """Asked on closing."""
        self._keep = False
        self._folders: list[Path] = []
        """Were opened; what is no longer in them is looked for when all of their photos have joined."""
        self._answered_before: int | None = None
        """How many photos were answered when the answering began; None while nothing is answered."""
        work.strip.verticalScrollBar().valueChanged.connect(lambda _: self.answers.give_way())
        work.photos.completed.connect(self._look)
        self.answers.listed.connect(self._on_listed)
        self.answers.noticed.connect(self._on_noticed)
        self.answers.saved.connect(self._on_saved)
        self.answers.failed.connect(self.failed)
        self.answers.changed.connect(self.changed)
        self.answers.changed.connect(self._on_state_changed)
        self.answers.opened.connect(self.changed)
        self.exporter.waiting.connect(self._on_export_waits)

    @property
    def title(self) -> str:
        """The name of the collection or table that is open; empty for that of the session."""
        return "" if self.answers.temporary or self.answers.document is None else self.answers.document.name

    def shown_page(self) -> FacesPage:
        """The page of the faces."""
        if self.page is None:
            import_opencv()  # imported late: the page needs numpy and OpenCV
            from desktop.faces.page import FacesPage

            commands = self._commands
            self.page = FacesPage(
                self.answers,
                correct=commands.correct,
                export=commands.export,
                ways_in=[commands.open_photos, commands.open_folder, commands.open_collection],
                parent=self._window,
            )
            self.page.photo_asked.connect(self.photo_asked)
            self.page.failed.connect(self.failed)
            self.page.table.selectionModel().selectionChanged.connect(lambda *_: self.changed.emit())
        return self.page

    def export(self) -> None:
        """Ask what to export, with the filter and the choice of the page if that is seen."""
        self.exporter.ask(self.page if self.page is not None and self.page.isVisible() else None)

    def ask_open(self) -> None:
        """Ask which collection or table to open."""
        kinds = " ".join(f"*{suffix}" for suffix in OPENED_SUFFIXES)
        filters = self.tr("Collections and tables of Facet ({kinds})").format(kinds=kinds)
        title = self.tr("Open a collection")
        name, _ = QFileDialog.getOpenFileName(self._window, title, str(self._folder()), filters)
        if name:
            self._settings.set_last_folder("collections", Path(name).parent)
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Open a collection or a table in place of what is open; asks if that would be lost."""
        if not self.may_leave():
            return
        self.replaced.emit()
        self._leave()
        self._work.clear()
        self.answers.open(path)
        self.changed.emit()

    def look_for(self, folders: Sequence[Path]) -> None:
        """Say what is no longer in folders that were opened, once their photos are all on the strip."""
        self._folders += folders
        if self._work.photos.complete:
            self._look()

    def ask_save(self) -> None:
        """Ask where to save the collection."""
        kinds = {COLLECTION_SUFFIX: self.tr("Collections (*{suffix})").format(suffix=COLLECTION_SUFFIX)}
        first = next((photo.path for photo in self._work.photos.photos if photo.path), None)
        name = first.parent.name if first is not None else ""
        proposed = self._folder() / f"{name or 'faces'}{COLLECTION_SUFFIX}"
        path = ask_where(self._window, self.tr("Save the collection"), proposed, kinds)
        if path:
            self._settings.set_last_folder("collections", path.parent)
            if self.page is not None:
                self.page.leave()
            self.answers.save_as(path)

    def _folder(self) -> Path:
        return self._settings.last_folder("collections") or documents()

    def correct(self) -> None:
        """Offer to note what is right for the chosen faces."""
        page = self.page
        if page is None or not page.chosen_rows:
            return
        at = page.mapToGlobal(QPoint(page.width() // 3, page.height() // 3))
        ids, path = page.rows.ids(page.chosen_rows), self.answers.path
        content, attributes = dict(self.answers.content), page.rows.attributes
        if path is None:
            return

        def work(progress: Progress, should_stop: ShouldStop) -> list[Any]:
            from core.collection.restored import aligned_faces
            from core.collection.view import Collection

            with Collection(path) as collection:
                return aligned_faces(collection, ids, content)

        job: Job = self._worker.submit(work)
        job.result.connect(lambda chips: self._work.corrector.offer_all(chips, attributes, at))
        job.failed.connect(self.failed)

    def may_close(self) -> bool:
        """Whether the window may close; asks about an export that waits, and what many answers are worth."""
        if self.exporter.pending is not None and not confirmed(
            self._window,
            self.tr("An export is waiting"),
            self.tr("%n photo(s) are not answered yet.", "", self.answers.missing or self.answers.second_missing),
            means=self.tr("If you close Facet now, {name} is not written.").format(
                name=self.exporter.pending.path.name
            ),
            yes=self.tr("Close without it"),
            no=self.tr("Go back"),
        ):
            return False
        return self.may_leave(keeps=True)

    def may_leave(self, *, keeps: bool = False) -> bool:
        """Whether the collection may be left; asks if many answers would be lost. `keeps` offers to keep them."""
        self._keep = False
        count = self.answers.answered
        if not self.answers.temporary or count < ASK_FROM:
            return True
        box = self.question = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Facet"))
        box.setText(self.tr("The answers to %n photo(s) are not saved.", "", count))
        box.setInformativeText(
            self.tr("If you keep them, they are there again at the next start. Otherwise they are deleted.")
            if keeps
            else self.tr("Save the collection first if you want to keep them.")
        )
        cancel = box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        forget = box.addButton(self.tr("Forget them"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep them"), QMessageBox.ButtonRole.AcceptRole) if keeps else None
        box.setDefaultButton(keep or cancel)
        box.setEscapeButton(cancel)
        box.exec()
        self.question = None
        self._keep = keep is not None and box.clickedButton() is keep
        return self._keep or box.clickedButton() is forget

    def close(self) -> None:
        """End everything; the answers are kept if the user wanted that."""
        self.exporter.forget()
        if self.page is not None:
            self.page.close_threads()
        self._worker.close()
        self.answers.close(keep=self._keep)

    def _look(self) -> None:
        if self._folders:
            self.answers.look_for(self._folders)
            self._folders = []

    def _leave(self) -> None:
        self._folders = []
        if self.page is not None:
            self.page.leave()
        self.exporter.forget()
        self.answers.leave()

    def _on_state_changed(self) -> None:
        answers = self.answers
        if answers.running:
            if self._answered_before is None:
                self._answered_before = answers.answered
            return
        before, self._answered_before = self._answered_before, None
        if before is None:
            return
        if answers.state == "done" and answers.answered - before >= MANY:
            self.noticed.emit(self.tr("%n photo(s) are answered.", "", answers.answered))
        elif answers.state == "failed":
            text = self.tr("An error stopped the answering after {done} of {total}.")
            counts = {"done": number(answers.answered), "total": number(answers.answered + answers.missing)}
            self.noticed.emit(text.format(**counts))

    def _on_listed(self, photos: Sequence[Photo], answered: int) -> None:
        self._work.add(photos)
        if self.answers.document is None:
            return
        name = self.answers.document.name
        missing = len(photos) - answered
        if self.answers.document == kept_path():
            text = self.tr("The %n photo(s) that you kept are open again.", "", len(photos))
        elif missing:
            text = self.tr("{name}: %n photo(s) are not answered yet; it goes on from there.", "", missing)
        else:
            text = self.tr("{name}: %n photo(s), all of them answered.", "", len(photos))
        self._messages.say(text.format(name=name), kind="note" if missing else "done")
        self.changed.emit()

    def _on_noticed(self, changes: Mapping[str, int]) -> None:
        parts = []
        if count := changes.get("changed", 0):
            parts.append(self.tr("%n photo(s) have changed and are answered again.", "", count))
        if count := changes.get("moved", 0):
            parts.append(self.tr("%n photo(s) are in another place now; they are answered there.", "", count))
        if count := changes.get("gone", 0):
            parts.append(self.tr("%n photo(s) are no longer there; their answers stay.", "", count))
        if parts:
            self._messages.say(" ".join(parts))

    def _on_saved(self, path: Path) -> None:
        self._messages.say(self.tr("Saved as {path}").format(path=path), kind="done")
        self.changed.emit()

    def _on_export_waits(self, missing: int) -> None:
        text = self.tr("The export is written when the remaining %n photo(s) are answered.", "", missing)
        self._messages.say(text, undo=self.exporter.write_now, offer=self.tr("Write it now"))
