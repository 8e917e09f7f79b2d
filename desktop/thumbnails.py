"""Small pictures for the film strip, made away from the window."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from desktop.photo import Photo
from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

THUMBNAIL_PX: Final = 224
"""The longer side; twice what the strip shows, for dense screens."""
_WANTED_AT_MOST: Final = 64


class ThumbnailLoader(QObject):
    """Makes the thumbnails last asked for first.

    What scrolled by long ago is forgotten; the strip asks again when it is seen.
    """

    loaded = Signal(object, object)
    """A photo and its thumbnail."""
    failed = Signal(object, object)
    """A photo and the error."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker("thumbnails", self)
        self._wanted: deque[Photo] = deque(maxlen=_WANTED_AT_MOST)
        self._under_way: Photo | None = None

    def want(self, photo: Photo) -> None:
        if photo is not self._under_way and photo not in self._wanted:
            self._wanted.append(photo)
            self._go_on()

    def close(self) -> None:
        self._wanted.clear()
        self._worker.close()

    def _go_on(self) -> None:
        if self._under_way is not None or not self._wanted:
            return
        photo = self._under_way = self._wanted.pop()

        def work(progress: Progress, should_stop: ShouldStop) -> QImage:
            return _thumbnail(photo)

        job = self._worker.submit(work)
        job.result.connect(lambda image: self.loaded.emit(photo, image))
        job.failed.connect(lambda error: self.failed.emit(photo, error))
        job.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        self._under_way = None
        self._go_on()


def _thumbnail(photo: Photo) -> QImage:
    from core.imaging import read_thumbnail
    from desktop.picture import to_image

    if photo.path:
        return to_image(read_thumbnail(photo.path, THUMBNAIL_PX))
    return _shrunk(photo.read())


def _shrunk(rgb: NDArray[np.uint8]) -> QImage:
    from desktop.picture import to_image

    return to_image(rgb).scaled(
        THUMBNAIL_PX,
        THUMBNAIL_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
