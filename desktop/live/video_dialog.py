"""A video, looked at frame by frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.live.analysis import LiveAnalysis
from desktop.live.panel import SMALLEST, LivePanel
from desktop.live.sources import VideoSource, open_videos
from desktop.live.timeline import Timeline, clock
from desktop.live.trouble import SourceError, Trouble, missing_video
from desktop.widgets.picture import to_rgb
from desktop.widgets.press_once import press_once
from desktop.widgets.theme import GRID_PX, toned


class VideoDialog(QDialog):
    """Play, pause, go to a place, and capture the frame that is shown."""

    captured = Signal(object, str)
    """A frame, RGB of shape (height, width, 3), and a name for it: the video's, and where in it."""

    def __init__(
        self,
        path: Path,
        analysis: LiveAnalysis,
        parent: QWidget | None = None,
        *,
        open_source: Callable[[QObject], VideoSource] = open_videos,
    ) -> None:
        super().__init__(parent)
        self.path = path
        self._open_source = open_source
        self._source: VideoSource | None = None
        self._frame_ms = (0, 0)
        """Where the frame that is shown begins and ends."""
        self.setWindowTitle(path.name)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.panel = LivePanel(analysis, mirrored=False)
        self.view = self.panel.view
        self.view.setAccessibleName(self.tr("Video picture"))
        self.timeline = Timeline()
        self.capture = QPushButton(self.tr("&Capture this frame"))
        self.capture.setToolTip(self.tr("Enter: put it among your photos"))
        self.capture.clicked.connect(self._on_capture)
        self.retry = QPushButton(self.tr("&Try again"))
        self.retry.clicked.connect(self._begin)
        self.done_note = toned(QLabel(), size="small", tone="muted")
        self._lay_out()
        press_once(self)
        self._show_usable(False)
        self.retry.hide()
        self.panel.show_text(self.tr("Opening the video…"))
        # After the dialog is on the screen: loading Qt's multimedia module takes a while the first time.
        QTimer.singleShot(0, self, self._begin)

    def done(self, result: int) -> None:
        if self._source is not None:
            self._source.stop()
        super().done(result)
        self.panel.close_thread()

    def _lay_out(self) -> None:
        self.setMinimumSize(SMALLEST)
        close = QPushButton(self.tr("C&lose"))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        bottom = QHBoxLayout()
        bottom.setSpacing(2 * GRID_PX)
        bottom.addWidget(close)
        bottom.addStretch()
        for widget in (self.done_note, self.retry, self.capture):
            bottom.addWidget(widget)
        page = QVBoxLayout(self)
        page.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        page.setSpacing(2 * GRID_PX)
        page.addWidget(self.panel, 1)
        page.addWidget(self.timeline)
        page.addLayout(bottom)

    def _begin(self) -> None:
        """Everything from the start: the module, the file, the first frame."""
        if self._source is None:
            try:
                self._source = self._open_source(self)
            except SourceError as e:
                self._give_up(e.trouble)
                return
            self._wire(self._source)
        if not self.path.is_file():
            self._give_up(missing_video(self.path))
            return
        self._source.open(self.path)

    def _wire(self, source: VideoSource) -> None:
        source.frame_arrived.connect(self._on_frame)
        source.failed.connect(self._on_failed)
        source.moved.connect(self.timeline.show_position)
        source.length_changed.connect(lambda ms: self.timeline.show_length(ms, frame_ms=source.frame_ms))
        source.playing_changed.connect(self.timeline.show_playing)
        self.timeline.play_asked.connect(lambda play: source.play() if play else source.pause())
        self.timeline.sought.connect(source.seek)

    def _show_usable(self, usable: bool) -> None:
        self.timeline.setEnabled(usable)
        self.capture.setEnabled(usable)
        self.retry.setVisible(not usable)
        main, other = (self.capture, self.retry) if usable else (self.retry, self.capture)
        other.setDefault(False)
        main.setDefault(True)

    def _give_up(self, trouble: Trouble) -> None:
        self.panel.show_trouble(trouble)
        self.done_note.clear()
        self._show_usable(False)

    def _on_failed(self, trouble: Trouble) -> None:
        self._give_up(trouble if self.path.is_file() else missing_video(self.path))

    def _on_frame(self, image: QImage, begin_ms: int, end_ms: int) -> None:
        self._frame_ms = (begin_ms, end_ms)
        self.panel.show_frame(image)
        if not self.capture.isEnabled():
            self._show_usable(True)
            self.timeline.play.setFocus()
        self.done_note.clear()

    def _on_capture(self) -> None:
        begin, end = self._frame_ms
        position = self.timeline.position_ms
        # After a jump it is the old frame that is shown, until the new one comes.
        place = clock(position if begin <= position <= end else begin)
        self.captured.emit(to_rgb(self.view.image), f"{self.path.stem} {place}")
        self.done_note.setText(self.tr("The frame at {time} is among your photos.").format(time=place))
