"""Where a video is, and the way to another place in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from desktop.widgets.icons import icon
from desktop.widgets.theme import GRID_PX, sized, theme

_PAGE_MS: Final = 5000


class Timeline(QWidget):
    """Play and pause, a slider as long as the video, and the time. The arrow keys go a frame on or back.

    Of a video whose length is unknown there is the time alone: a slider has no end there.
    """

    play_asked = Signal(bool)
    """Whether it is to play."""
    sought = Signal(int)
    """A position in milliseconds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playing = False
        self._position_ms = 0
        self.play = QPushButton()
        self.play.setAutoDefault(False)
        self.play.clicked.connect(lambda: self.play_asked.emit(not self._playing))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Position in the video"))
        self.slider.setToolTip(self.tr("Left and Right: a frame; PgUp and PgDown: 5 s"))
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
        """What it shows: where the video is, or is asked to go."""
        return self.slider.value() if self.slider.maximum() else self._position_ms

    def show_length(self, length_ms: int, *, frame_ms: float) -> None:
        """A length of 0 is unknown."""
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
        """Change the slider without having sought."""
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
    """A place in a video as players say it, such as "1:05" or "1:02:30"."""
    minutes, seconds = divmod(position_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
