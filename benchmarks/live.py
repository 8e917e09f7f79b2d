"""How fluent the live picture is, and how often the model answers meanwhile.

    python -m benchmarks.live [--seconds 20]

A video of 1280 x 720 at 30 frames a second, made from the sample picture, is played in its real window while one thread
looks at the newest frame. Counted are the frames that were painted, the answers, and by how much later than every 10 ms
a timer fires. Where there is no display it draws as it would on one.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.measure import SAMPLE, machine, print_table

if TYPE_CHECKING:
    from core.analysis import Analysis
    from desktop.live.analysis import LiveAnalysis
    from desktop.live.video_dialog import VideoDialog

SIZE: Final = (1280, 720)
FPS: Final = 30
TICK_MS: Final = 10
SHORT_MS: Final = 50.0
LONG_MS: Final = 150.0
WANTED: Final = 0.99
WANTED_PAINTED: Final = 29.0
_TIMEOUT_S: Final = 600


@dataclass(slots=True)
class Figures:
    """What was counted while the video played."""

    seconds: float = 0.0
    work_s: float = 0.0
    """Processor time of the window's thread."""
    painted: int = 0
    answered: int = 0
    with_face: int = 0
    waits_ms: list[float] = field(default_factory=list)

    @property
    def painted_a_second(self) -> float:
        return self.painted / self.seconds

    @property
    def good(self) -> bool:
        """Whether the aims were reached."""
        waits = np.array(self.waits_ms)
        fluent = (waits < SHORT_MS).mean() >= WANTED and waits.max() <= LONG_MS
        return bool(self.painted_a_second >= WANTED_PAINTED and fluent)


class Paints(QObject):
    """Counts the frames a view paints; one that is painted twice counts once."""

    def __init__(self, dialog: VideoDialog, figures: Figures) -> None:
        super().__init__(dialog)
        self._view = dialog.view
        self._figures = figures
        self._last = self._view.image.cacheKey()
        self._view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        key = self._view.image.cacheKey()
        if event.type() == QEvent.Type.Paint and key != self._last:
            self._last = key
            self._figures.painted += 1
        return super().eventFilter(watched, event)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; the exit code says whether the aims were reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=20, help="length of the video")
    chosen = parser.parse_args(arguments)
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["FACET_HOME"] = home
        figures = measure(Path(home, "made.mp4"), chosen.seconds)
    waits = np.array(figures.waits_ms)
    print_table(
        f"{figures.seconds:.1f} s of {SIZE[0]} x {SIZE[1]} at {FPS} frames a second",
        [
            ("frames painted a second", f"{figures.painted_a_second:.1f}"),
            ("work of the window's thread for each", f"{figures.work_s * 1e3 / max(1, figures.painted):.1f} ms"),
            ("answers a second", f"{figures.answered / figures.seconds:.1f}"),
            ("answers with a face", f"{100 * figures.with_face / max(1, figures.answered):.0f} %"),
            (f"waits of the event loop under {SHORT_MS:.0f} ms", f"{100 * (waits < SHORT_MS).mean():.2f} %"),
            ("99 % of them at most", f"{np.percentile(waits, 99):.1f} ms"),
            ("the longest", f"{waits.max():.1f} ms"),
        ],
    )
    print(f"\n{machine()}")
    return 0 if figures.good else 1


def write_made_video(path: Path, seconds: int) -> None:
    """The sample portrait, drifting from side to side before grey."""
    import cv2

    portrait = cv2.imread(str(SAMPLE))
    assert portrait is not None
    height, width = portrait.shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FPS, SIZE)
    for number in range(seconds * FPS):
        whole = np.full((SIZE[1], SIZE[0], 3), 96, np.uint8)
        left = round((SIZE[0] - width) * (0.5 + 0.5 * np.sin(number / FPS)))
        whole[(SIZE[1] - height) // 2 :][:height, left : left + width] = portrait
        writer.write(whole)
    writer.release()


def measure(path: Path, seconds: int) -> Figures:
    """Make the video, play it from start to end in its window, and count."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    from desktop.app.opencv import import_opencv
    from desktop.app.settings import Settings
    from desktop.live.analysis import LiveAnalysis
    from desktop.live.video_dialog import VideoDialog
    from desktop.widgets.theme import install_theme

    import_opencv()
    write_made_video(path, seconds)
    app.setStyle("fusion")
    install_theme(app, "light")
    analysis = LiveAnalysis(Settings())
    dialog = VideoDialog(path, analysis)
    dialog.show()
    # The model is loaded for the frame that is shown at first: that is part of opening, not of playing.
    _until(lambda: dialog.view.analysis is not None)
    figures = _played(dialog, analysis)
    dialog.close()
    return figures


def _played(dialog: VideoDialog, analysis: LiveAnalysis) -> Figures:
    figures = Figures()
    Paints(dialog, figures)
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        figures.waits_ms.append(max(0.0, (now - last) * 1e3 - TICK_MS))
        last = now

    def count(answer: Analysis) -> None:
        figures.answered += 1
        figures.with_face += bool(answer.faces)

    analysis.answered.connect(count)
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    dialog.timeline.play.click()
    _until(lambda: dialog.timeline.playing)
    start, work = time.perf_counter(), time.thread_time()
    last = start
    timer.start(TICK_MS)
    _until(lambda: not dialog.timeline.playing)
    timer.stop()
    figures.seconds, figures.work_s = time.perf_counter() - start, time.thread_time() - work
    return figures


def _until(done: Callable[[], bool]) -> None:
    loop, look = QEventLoop(), QTimer()
    end = time.monotonic() + _TIMEOUT_S
    look.timeout.connect(lambda: loop.quit() if done() or time.monotonic() > end else None)
    look.start(20)
    loop.exec()
    if not done():
        raise SystemExit("it took too long")


if __name__ == "__main__":
    raise SystemExit(main())
