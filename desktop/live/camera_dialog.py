"""The camera, live, and taking a picture with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.app.settings import Settings
from desktop.app.translation import texts
from desktop.live.analysis import LiveAnalysis
from desktop.live.panel import SMALLEST, LivePanel
from desktop.live.sources import (
    Camera,
    CameraSource,
    SourceError,
    Trouble,
    ask_permission,
    no_camera,
    open_cameras,
    refused,
    silent,
    unplugged,
)
from desktop.widgets.inputs import ChoiceBox, press_once
from desktop.widgets.picture import to_rgb
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import wrapped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ON: Final = QColor("#2fa84f")


class CameraLight(QWidget):
    """Shows whether the camera is on, like the light beside its lens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on = False
        self._dot = _Dot(self)
        self._label = QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        row.addWidget(self._dot)
        row.addWidget(self._label)
        self.set_on(False)

    @property
    def on(self) -> bool:
        return self._on

    def set_on(self, on: bool) -> None:
        self._on = on
        if on:
            self._label.setText(self.tr("Camera is on"))
        else:
            self._label.setText(self.tr("Camera is off"))
        self._dot.set_on(on)


class _Dot(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._on = False
        self.setFixedSize(GRID_PX + 4, GRID_PX + 4)

    def set_on(self, on: bool) -> None:
        self._on = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_ON if self._on else self.palette().color(QPalette.ColorRole.Mid))
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))


PATIENCE_MS: Final = 8000
"""Time limit for a camera's first picture; old cameras need four seconds."""


KEYS: Final = (("Space|Return", texts.mark("Take the picture, accept it")),)
"""For the sheet of shortcuts."""


class CameraDialog(QDialog):
    """Choose a camera, see the model's answers, take a picture. The camera is on only while the light says so."""

    def __init__(
        self,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        analysis: LiveAnalysis | None = None,
        open_source: Callable[[QObject], CameraSource] = open_cameras,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._open_source = open_source
        self._source: CameraSource | None = None
        self._camera: Camera | None = None
        """The camera that is on, or that was unplugged."""
        self._still = QImage()
        self._newest = QImage()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._give_up(silent()))

        self.setWindowTitle(self.tr("Take a picture"))
        self.panel = LivePanel(analysis or LiveAnalysis(settings), mirrored=True)
        self.view = self.panel.view
        self.view.setAccessibleName(self.tr("Camera picture"))
        self.light = CameraLight()
        self.chooser = ChoiceBox()
        self.chooser.setAccessibleName(self.tr("Camera"))
        self.chooser.setPlaceholderText(self.tr("Choose a camera"))
        self.chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.chooser.activated.connect(self._on_chosen)
        self.capture = self._button(self.tr("Take the picture"), self._on_capture)
        self.capture.setToolTip(wrapped(self.tr("Space or Enter")))
        self.use = self._button(self.tr("Use this picture"), self.accept)
        self.again = self._button(self.tr("Take another"), self._begin)
        self.retry = self._button(self.tr("Try again"), self._begin)
        self.cancel = self._button(self.tr("Cancel"), self.reject)
        self._lay_out()
        self._show_buttons(self.capture)
        self.capture.setEnabled(False)
        self.panel.show_text(self.tr("Starting the camera…"))
        # Deferred until the dialog is visible: Qt's multimedia module takes a while to load.
        QTimer.singleShot(0, self, self._begin)

    @classmethod
    def ask(
        cls, settings: Settings, parent: QWidget | None, analysis: LiveAnalysis | None = None
    ) -> NDArray[np.uint8] | None:
        """Let the user take a picture: RGB of shape (height, width, 3), not mirrored, or None."""
        dialog = cls(settings, parent, analysis=analysis)
        try:
            return dialog.picture() if dialog.exec() == QDialog.DialogCode.Accepted else None
        finally:
            dialog.deleteLater()

    def picture(self) -> NDArray[np.uint8] | None:
        """The picture that was taken."""
        return None if self._still.isNull() else to_rgb(self._still)

    def done(self, result: int) -> None:
        self._switch_off()
        super().done(result)
        self.panel.close_thread()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Holding Enter must not take the picture and accept it at once.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.isAutoRepeat():
            return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return super().eventFilter(watched, event)

    def _button(self, text: str, clicked: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(clicked)
        button.installEventFilter(self)
        return button

    def _lay_out(self) -> None:
        self.setMinimumSize(SMALLEST)
        top = QHBoxLayout()
        top.setSpacing(2 * GRID_PX)
        top.addWidget(self.chooser)
        top.addWidget(self.light)
        promise = QLabel(
            self.tr("Nothing is recorded. Only the picture you use goes to Facet, and it stays on this machine.")
        )
        promise.setWordWrap(True)
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
        page.addWidget(self.panel, 1)
        page.addWidget(toned(promise, size="small", tone="muted"))
        page.addLayout(bottom)
        press_once(self)  # the picture must be seen before it is used

    def _show_buttons(self, main: QPushButton, *others: QPushButton) -> None:
        for button in (self.capture, self.use, self.again, self.retry):
            button.setVisible(button is main or button in others)
        main.setEnabled(True)
        main.setDefault(True)
        main.setFocus()

    def _begin(self) -> None:
        """Start over: load the module, ask for permission, list the cameras, wait for the first frame."""
        self._still = QImage()
        if self._source is None:
            try:
                self._source = self._open_source(self)
            except SourceError as e:
                self._give_up(e.trouble)
                return
            self._source.cameras_changed.connect(self._on_cameras_changed)
            self._source.frame_arrived.connect(self._on_frame)
            self._source.failed.connect(self._give_up)
        ask_permission(self, self._on_permission)

    def _on_permission(self, granted: bool) -> None:
        if not granted:
            self._give_up(refused())
            self.chooser.setEnabled(False)
            return
        self._list_cameras()
        self._go_on()

    def _list_cameras(self) -> None:
        assert self._source is not None
        self.chooser.clear()
        for camera in self._source.cameras():
            self.chooser.addItem(camera.name, camera.id)
        self.chooser.setCurrentIndex(-1 if self._camera is None else self.chooser.findData(self._camera.id))
        self.chooser.setEnabled(self.chooser.count() > 0)

    def _go_on(self) -> None:
        """Switch on the camera used before; at first the one chosen last time, else the system's default."""
        if self._camera is not None and self.chooser.currentIndex() < 0:
            # Another camera is never switched on without asking.
            self._give_up(unplugged(self._camera.name))
        elif self.chooser.count() == 0:
            self._give_up(no_camera())
        else:
            if self._camera is None:
                self.chooser.setCurrentIndex(max(0, self.chooser.findData(self._settings.camera)))
            self._switch_on()

    def _switch_on(self) -> None:
        assert self._source is not None
        self._camera = Camera(self.chooser.currentData(), self.chooser.currentText())
        self._newest = QImage()
        self._show_buttons(self.capture)
        self.capture.setEnabled(False)
        self.panel.show_text(self.tr("Starting the camera…"))
        self.light.set_on(True)
        self._patience.start()
        self._source.start(self._camera.id)

    def _switch_off(self) -> None:
        self._patience.stop()
        if self._source is not None:
            self._source.stop()
        self.light.set_on(False)

    def _give_up(self, trouble: Trouble) -> None:
        self._switch_off()
        self.panel.show_trouble(trouble)
        self._show_buttons(self.retry)

    def _on_cameras_changed(self) -> None:
        self._list_cameras()
        undisturbed = self.light.on and self.chooser.currentIndex() >= 0
        if self._still.isNull() and not undisturbed:  # a picture that was taken is kept
            ask_permission(self, self._on_permission)

    def _on_chosen(self) -> None:
        self._settings.camera = self.chooser.currentData()
        self._still = QImage()
        self._switch_off()
        self._switch_on()

    def _on_frame(self, image: QImage) -> None:
        if not self.light.on:
            return
        self._patience.stop()
        first, self._newest = self._newest.isNull(), image
        self.panel.show_frame(image)
        if first:
            self._show_buttons(self.capture)

    def _on_capture(self) -> None:
        if self._newest.isNull():
            return
        self._still = self._newest
        self._switch_off()
        self.panel.show_still(self._still)
        self._show_buttons(self.use, self.again)
