"""A video, frame by frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QVBoxLayout,
    QWidget,
)

from desktop.app.translation import texts
from desktop.live.analysis import LiveAnalysis
from desktop.live.panel import SMALLEST, LivePanel
from desktop.live.sources import SourceError, Trouble, VideoSource, missing_video, open_videos
from desktop.widgets.icons import icon
from desktop.widgets.inputs import press_once
from desktop.widgets.picture import to_rgb
from desktop.widgets.theme import GRID_PX, sized, theme, toned
from desktop.wording import wrapped

_PAGE_MS: Final = 5000


KEYS: Final = (
    ("Left|Right", texts.mark("A frame back or on")),
    ("PgUp|PgDown", texts.mark("Five seconds on or back")),
    ("Return", texts.mark("Put the frame among your photos")),
)
"""For the sheet of shortcuts."""


class _SeekSlider(QSlider):
    """A click goes to its place; Qt's own slider would only move a page towards it."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style, complex_control = self.style(), QStyle.ComplexControl.CC_Slider
        handle = style.subControlRect(complex_control, option, QStyle.SubControl.SC_SliderHandle, self)
        at = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and not handle.contains(at):
            groove = style.subControlRect(complex_control, option, QStyle.SubControl.SC_SliderGroove, self)
            left, room = groove.left() + handle.width() // 2, groove.width() - handle.width()
            self.setValue(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), at.x() - left, room))
        super().mousePressEvent(event)  # the handle is under the pointer now and can be dragged


class Timeline(QWidget):
    """Play and pause, a slider over the video, and the time. The arrow keys step by a frame.

    If the length of the video is unknown, the slider is disabled.
    """

    play_asked = Signal(bool)
    """True to play, False to pause."""
    sought = Signal(int)
    """A position in milliseconds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playing = False
        self._position_ms = 0
        self.play = QPushButton()
        self.play.setAutoDefault(False)
        self.play.clicked.connect(lambda: self.play_asked.emit(not self._playing))
        self.slider = _SeekSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Position in the video"))
        self.slider.setToolTip(wrapped(self.tr("Left and Right: a frame; PgUp and PgDown: 5 s")))
        self.slider.setPageStep(_PAGE_MS)
        self.slider.valueChanged.connect(self._on_value_changed)
        self.time = QLabel()
        self.time.setFont(sized("small"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID_PX)
        row.addWidget(self.play)
        row.addWidget(self.slider, 1)
        row.addWidget(self.time)
        self.show_playing(False)
        self.show_length(0, frame_ms=0)
        theme().changed.connect(self._show_play)

    @property
    def playing(self) -> bool:
        return self._playing

    @property
    def position_ms(self) -> int:
        """The position shown: the video's, or the one being sought."""
        return self.slider.value() if self.slider.maximum() else self._position_ms

    def show_length(self, length_ms: int, *, frame_ms: float) -> None:
        """Set the length; 0 if unknown."""
        self.slider.setEnabled(length_ms > 0)
        self._set(self.slider.setMaximum, length_ms)
        self.slider.setSingleStep(max(1, round(frame_ms)))

    def show_position(self, position_ms: int) -> None:
        self._position_ms = position_ms
        if not self.slider.isSliderDown():
            self._set(self.slider.setValue, position_ms)

    def show_playing(self, playing: bool) -> None:
        self._playing = playing
        self._show_play()

    def _set(self, setter: Callable[[int], None], value: int) -> None:
        """Change the slider without emitting `sought`."""
        was = self.slider.blockSignals(True)
        setter(value)
        self.slider.blockSignals(was)
        self._show_time()

    def _show_play(self) -> None:
        self.play.setText(self.tr("&Pause") if self._playing else self.tr("&Play"))
        self.play.setIcon(icon("pause" if self._playing else "play"))

    def _show_time(self) -> None:
        place, length = clock(self.position_ms), self.slider.maximum()
        self.time.setText(f"{place} / {clock(length)}" if length else place)

    def _on_value_changed(self, position_ms: int) -> None:
        self._show_time()
        self.sought.emit(position_ms)


def clock(position_ms: int) -> str:
    """A position in a video, such as "1:05" or "1:02:30"."""
    minutes, seconds = divmod(position_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


class VideoDialog(QDialog):
    """Play, pause, seek, and capture the current frame."""

    captured = Signal(object, str)
    """A frame, RGB of shape (height, width, 3), and a name made of the video's name and the position."""

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
        """Start and end of the current frame."""
        self.setWindowTitle(path.name)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.panel = LivePanel(analysis, mirrored=False)
        self.view = self.panel.view
        self.view.setAccessibleName(self.tr("Video picture"))
        self.timeline = Timeline()
        self.capture = QPushButton(self.tr("&Capture this frame"))
        self.capture.setToolTip(wrapped(self.tr("Enter: put it among your photos")))
        self.capture.clicked.connect(self._on_capture)
        self.retry = QPushButton(self.tr("&Try again"))
        self.retry.clicked.connect(self._begin)
        self.done_note = toned(QLabel(), size="small", tone="muted")
        self._lay_out()
        press_once(self)
        self._show_usable(False)
        self.retry.hide()
        self.panel.show_text(self.tr("Opening the video…"))
        # Deferred until the dialog is visible: Qt's multimedia module takes a while to load.
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
        """Start over: load the module, open the file, wait for the first frame."""
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
        # After seeking, the old frame is shown until the new one arrives.
        place = clock(position if begin <= position <= end else begin)
        self.captured.emit(to_rgb(self.view.image), f"{self.path.stem} {place}")
        self.done_note.setText(self.tr("The frame at {time} is among your photos.").format(time=place))
