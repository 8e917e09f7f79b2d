"""The audit as the main window sees it: a window to open, and the photos chosen there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import FacetError
from core.places import require_full
from desktop.app.settings import Settings

if TYPE_CHECKING:
    from core.model.bundle import ModelBundle
    from desktop.audit.dialog import AuditDialog


class Audit(QObject):
    """Creates the window when it is first opened."""

    picture_read = Signal(object)
    """A `Photo` behind a figure, to show in the main window."""
    noticed = Signal(str)
    """How an audit that was not cancelled has ended."""
    failed = Signal(object)

    def __init__(self, window: QWidget, settings: Settings, in_use: Callable[[], ModelBundle | None]) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._in_use = in_use
        self.dialog: AuditDialog | None = None

    def open(self) -> None:
        try:
            require_full()
        except FacetError as e:
            self.failed.emit(e)
            return
        if self.dialog is None:
            from desktop.audit.dialog import AuditDialog

            self.dialog = AuditDialog(self._settings, self._in_use)
            self.dialog.picture_read.connect(self.picture_read)
            self.dialog.noticed.connect(self.noticed)
            self.dialog.failed.connect(self.failed)
            self.dialog.move(self._window.frameGeometry().center() - self.dialog.rect().center())
        self.dialog.present()

    def may_close(self) -> bool:
        """Whether the program may close; asks while an audit is under way."""
        return self.dialog is None or self.dialog.may_stop()

    def close(self) -> None:
        """Stop everything."""
        if self.dialog is not None:
            self.dialog.hide()
            self.dialog.close_threads()
            self.dialog.deleteLater()
            self.dialog = None
