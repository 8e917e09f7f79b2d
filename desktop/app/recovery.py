"""After a crash: the photos are open again, and the report is offered once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMessageBox

from core.files import replace_file
from desktop.app.log import Clean
from desktop.app.open_work import CrashLeftovers, OpenWork
from desktop.app.report_dialog import ReportDialog
from desktop.photo.photo import Photo
from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from desktop.app.main_window import MainWindow

_AFTER_MS: Final = 1000
"""How long what is open has to stay so before it is noted."""

_State = tuple[tuple[Path, ...], Path | None]


class Recovery(QObject):
    """Keeps the notes of what is open, and takes up what the program left behind that ran before.

    Args:
        window: Whose photos they are.
        work: The notes.
        report: Where a report of a crash is kept.
        clean: Takes out of it what the user has not allowed in it.
    """

    def __init__(self, window: MainWindow, work: OpenWork, report: Path, clean: Clean) -> None:
        super().__init__()
        self._window = window
        self._work = work
        self._report = report
        self._clean = clean
        self._worker = Worker("open work", self)
        self._noted: _State = ((), None)
        self._restored: _State | None = None
        self.dialog: ReportDialog | None = None
        self.question: QMessageBox | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._note)
        window.work.changed.connect(self._timer.start)
        window.work.photos.rowsInserted.connect(self._timer.start)
        window.work.photos.rowsRemoved.connect(self._timer.start)

    def start(self, asked: Sequence[Path]) -> None:
        """Open the photos that were open when the program crashed, and then those `asked` for now."""
        left = self._work.left
        if left and left.report:
            self._offer_report(left.report)
        if left and left.damaged:
            text = self.tr("What was open last time could not be read. It was put aside as {path}")
            self._window.messages.say(text.format(path=left.damaged))
        if left and left.photos and left.restored:
            self._ask(left)
        elif left and left.photos:
            self._restore(left, asked)
            return
        if asked:
            self._window.open_paths(asked)

    def close(self) -> None:
        self._timer.stop()
        self._worker.close()

    def _restore(self, left: CrashLeftovers, asked: Sequence[Path] = ()) -> None:
        chosen = asked[0].absolute() if asked else left.chosen
        self._restored = (left.photos, left.chosen)

        def settle(photos: list[Photo]) -> None:
            self._window.intake.arrived.disconnect(settle)
            photo = next((photo for photo in photos if photo.path == chosen), None)
            if photo:
                self._window.work.strip.choose(photo)
            self._window.messages.say(
                self.tr(
                    "Facet ended unexpectedly. The %n photo(s) that had a file are open again.", "", len(left.photos)
                )
            )

        self._window.intake.arrived.connect(settle)
        self._window.open_paths([*left.photos, *asked])

    def _ask(self, left: CrashLeftovers) -> None:
        """What crashes the program twice may be one of the photos."""
        box = self.question = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Facet"))
        box.setText(self.tr("Facet ended unexpectedly twice with the same %n photo(s) open.", "", len(left.photos)))
        box.setInformativeText(self.tr("One of them may be the reason."))
        again = box.addButton(self.tr("&Open them again"), QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton(self.tr("&Leave them closed"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(leave)
        box.setEscapeButton(leave)
        again.clicked.connect(lambda: self._restore(left))
        box.finished.connect(box.deleteLater)
        box.open()

    def _offer_report(self, report: str) -> None:
        report = self._clean(report)
        text = self.tr(
            "This is what is known of it; it is sent nowhere. If it happens again, copy it and send it to the makers "
            "of Facet."
        )
        try:
            replace_file(self._report, report.encode())
            text += "\n\n" + self.tr("It is kept as {path}").format(path=self._report)
        except OSError:
            pass  # then it is only shown
        self.dialog = ReportDialog(
            self.tr("Facet ended unexpectedly last time."),
            text,
            report,
            delete=lambda: self._report.unlink(missing_ok=True),
            parent=self._window,
        )
        self.dialog.open()

    def _note(self) -> None:
        photos = tuple(photo.path for photo in self._window.work.photos.photos if photo.path)
        chosen = self._window.work.photo
        state = (photos, chosen.path if chosen else None)
        if state == self._noted:
            return
        self._noted = state

        def write(progress: Progress, should_stop: ShouldStop) -> None:
            self._work.note(*state, restored=state == self._restored)

        self._worker.submit(write)
