"""Messages of the system when long work has ended and no window of Facet is in front."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from desktop.app.settings import Settings
from desktop.app.settings_table import NOTICES
from desktop.widgets.icons import program_icon
from desktop.wording import wrapped


class Notices(QObject):
    """Puts an icon into the system's tray for as long as a message is unread; where there is no tray, it is silent."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._tray: QSystemTrayIcon | None = None
        self._show: Callable[[], None] = lambda: None
        QGuiApplication.instance().applicationStateChanged.connect(self._on_state_changed)  # type: ignore[union-attr]

    def tell(self, text: str, show: Callable[[], None]) -> None:
        """Say `text`, unless a window of Facet is in front or the user wants no messages; a click on it shows."""
        in_front = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        if in_front or not self._settings.value(NOTICES) or not self._available():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(program_icon(), self)
            self._tray.messageClicked.connect(self._on_clicked)
            self._tray.activated.connect(self._on_clicked)
        self._show = show
        self._tray.setToolTip(wrapped(text))
        self._tray.show()
        self._tray.showMessage(self.tr("Facet"), text, program_icon())

    def close(self) -> None:
        """Take the icon away."""
        if self._tray is not None:
            self._tray.hide()

    def _available(self) -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()

    def _on_clicked(self) -> None:
        self.close()
        self._show()

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.close()


def bring_to_front(window: QWidget) -> None:
    """Show a window that may be hidden, minimised or behind others."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
