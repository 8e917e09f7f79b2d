"""Taking a picture with the webcam."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPalette
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.places import user_data
from desktop.camera_source import (
    CameraError,
    CameraSource,
    Trouble,
    ask_permission,
    broken,
    no_camera,
    open_cameras,
    refused,
    silent,
)
from desktop.camera_view import CameraLight, CameraView
from desktop.picture import to_rgb
from desktop.theme import GRID_PX, sized

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PATIENCE_MS: Final = 8000
"""So long a camera may take to send its first picture; old ones need four seconds."""
_REMEMBERED: Final = "camera/id"


class CameraDialog(QDialog):
    """Choose a camera, see oneself, take a still. The camera is on only while the light says so."""

    def __init__(
        self, parent: QWidget | None = None, *, open_source: Callable[[QObject], CameraSource] = open_cameras
    ) -> None:
        super().__init__(parent)
        self._open_source = open_source
        self._source: CameraSource | None = None
        self._still = QImage()
        self._newest = QImage()
        self._memory = QSettings(str(user_data() / "window.ini"), QSettings.Format.IniFormat)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._give_up(silent()))

        self.setWindowTitle(self.tr("Take a picture"))
        self.view = CameraView(self)
        self.view.setAccessibleName(self.tr("Camera picture"))
        self.light = CameraLight(self)
        self.chooser = QComboBox(self)
        self.chooser.setAccessibleName(self.tr("Camera"))
        self.chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.chooser.activated.connect(self._on_chosen)
        self.capture = self._button(self.tr("Take the picture"), self._on_capture)
        self.capture.setToolTip(self.tr("Space or Enter"))
        self.use = self._button(self.tr("Use this picture"), self.accept)
        self.again = self._button(self.tr("Take another"), self._begin)
        self.retry = self._button(self.tr("Try again"), self._begin)
        self.cancel = self._button(self.tr("Cancel"), self.reject)
        self._lay_out()
        self._show_buttons(self.capture)
        self.capture.setEnabled(False)
        self.view.show_text(self.tr("Starting the camera…"))
        # After the dialog is on the screen: loading Qt's multimedia module takes a while the first time.
        QTimer.singleShot(0, self, self._begin)

    @classmethod
    def ask(cls, parent: QWidget | None) -> NDArray[np.uint8] | None:
        """Let the user take a picture: RGB of shape (height, width, 3), not mirrored, or None where none was taken."""
        dialog = cls(parent)
        try:
            return dialog.picture() if dialog.exec() == QDialog.DialogCode.Accepted else None
        finally:
            dialog.deleteLater()

    def picture(self) -> NDArray[np.uint8] | None:
        """The still that was taken."""
        return None if self._still.isNull() else to_rgb(self._still)

    def done(self, result: int) -> None:
        self._switch_off()
        super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Enter held down a moment too long must not also say yes to the still.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.isAutoRepeat():
            return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return super().eventFilter(watched, event)

    def _button(self, text: str, clicked: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(clicked)
        button.installEventFilter(self)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * GRID_PX)
        top.addWidget(self.chooser)
        top.addWidget(self.light)
        promise = QLabel(
            self.tr("Nothing is recorded. Only the picture you use goes to Facet, and it stays on this machine."), self
        )
        promise.setWordWrap(True)
        promise.setFont(sized("small"))
        promise.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID_PX)
        bottom.addWidget(self.cancel)
        bottom.addStretch()
        for button in (self.again, self.retry, self.capture, self.use):
            bottom.addWidget(button)
        page = QVBoxLayout(self)
        page.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        page.setSpacing(2 * GRID_PX)
        page.addLayout(top)
        page.addWidget(self.view, 1)
        page.addWidget(promise)
        page.addLayout(bottom)

    def _show_buttons(self, main: QPushButton, *others: QPushButton) -> None:
        for button in (self.capture, self.use, self.again, self.retry):
            button.setVisible(button is main or button in others)
        main.setEnabled(True)
        main.setDefault(True)
        main.setFocus()

    def _begin(self) -> None:
        """Everything from the start: the module, the permission, the cameras, the first frame."""
        self._still = QImage()
        if self._source is None:
            try:
                self._source = self._open_source(self)
            except CameraError as e:
                self._give_up(e.trouble)
                return
            self._source.cameras_changed.connect(self._on_cameras_changed)
            self._source.frame_arrived.connect(self._on_frame)
            self._source.failed.connect(lambda reason: self._give_up(broken(reason)))
        ask_permission(self, self._on_permission)

    def _on_permission(self, granted: bool) -> None:
        if not granted:
            self._give_up(refused())
            return
        self._list_cameras()
        self._switch_on()

    def _list_cameras(self) -> None:
        assert self._source is not None
        chosen = self.chooser.currentData() or self._memory.value(_REMEMBERED, "")
        self.chooser.clear()
        for camera in self._source.cameras():
            self.chooser.addItem(camera.name, camera.id)
        self.chooser.setCurrentIndex(max(0, self.chooser.findData(chosen)))
        self.chooser.setEnabled(self.chooser.count() > 1)

    def _switch_on(self) -> None:
        assert self._source is not None
        self._newest = QImage()
        if self.chooser.count() == 0:
            self._give_up(no_camera())
            return
        self._show_buttons(self.capture)
        self.capture.setEnabled(False)
        self.view.show_text(self.tr("Starting the camera…"))
        self.light.set_on(True)
        self._patience.start()
        self._source.start(self.chooser.currentData())

    def _switch_off(self) -> None:
        self._patience.stop()
        if self._source is not None:
            self._source.stop()
        self.light.set_on(False)

    def _give_up(self, trouble: Trouble) -> None:
        self._switch_off()
        self.view.show_text(trouble.title, trouble.advice)
        self._show_buttons(self.retry)

    def _on_cameras_changed(self) -> None:
        before = self.chooser.currentData()
        self._list_cameras()
        taking = self._still.isNull()
        if taking and (self.chooser.currentData() != before or not self.light.on):
            self._switch_off()
            self._switch_on()

    def _on_chosen(self) -> None:
        self._memory.setValue(_REMEMBERED, self.chooser.currentData())
        self._still = QImage()
        self._switch_off()
        self._switch_on()

    def _on_frame(self, image: QImage) -> None:
        if not self.light.on:
            return
        self._patience.stop()
        first, self._newest = self._newest.isNull(), image
        self.view.show_image(image, mirrored=True)
        if first:
            self._show_buttons(self.capture)

    def _on_capture(self) -> None:
        if self._newest.isNull():
            return
        self._still = self._newest
        self._switch_off()
        self.view.show_image(self._still, mirrored=False)
        self._show_buttons(self.use, self.again)
