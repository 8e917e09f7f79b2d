"""Opens the camera and video windows; captured frames become photos."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTime, Signal
from PySide6.QtWidgets import QWidget

from desktop.app.settings import Settings

if TYPE_CHECKING:
    from core.schema import Attribute
    from desktop.live.video_dialog import VideoDialog


class Live(QObject):
    """One camera window at a time, and one window per video."""

    captured = Signal(object, str)
    """A picture, RGB of shape (height, width, 3), and a name for it."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self.videos: list[VideoDialog] = []
        self.attributes: Mapping[str, Attribute] = {}
        """The attributes that the model in use answers."""

    def take_picture(self) -> None:
        from desktop.live.analysis import LiveAnalysis
        from desktop.live.camera_dialog import CameraDialog

        rgb = CameraDialog.ask(self._settings, self._window, LiveAnalysis(self._settings, attributes=self.attributes))
        if rgb is not None:
            time = QTime.currentTime().toString("HH:mm:ss")
            self.captured.emit(rgb, self.tr("Camera {time}").format(time=time))

    def open_video(self, path: Path) -> None:
        """Show the video; if it is already open, bring its window to the front."""
        from desktop.live.analysis import LiveAnalysis
        from desktop.live.video_dialog import VideoDialog

        for opened in self.videos:
            if opened.path.resolve() == path.resolve():
                opened.raise_()
                opened.activateWindow()
                return
        dialog = VideoDialog(path, LiveAnalysis(self._settings, attributes=self.attributes), self._window)
        dialog.captured.connect(self.captured)
        dialog.finished.connect(lambda: self.videos.remove(dialog))
        self.videos.append(dialog)
        dialog.show()

    def look_again(self) -> None:
        """Analyse the current frames again, after the model or the settings have changed."""
        for dialog in self.videos:
            dialog.panel.look_again()

    def close(self) -> None:
        for dialog in list(self.videos):
            dialog.close()
