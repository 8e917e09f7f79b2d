"""Small pictures for lists of photos and faces, made away from the window."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from desktop.photo.photo import Photo
from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

THUMBNAIL_PX: Final = 224
"""The longer side; twice what the strip shows, for dense screens."""
_WANTED_AT_MOST: Final = 64


def photo_thumbnail(photo: Photo) -> QImage:
    """A photo as the film strip shows it.

    Raises:
        ImageError: It cannot be read.
    """
    from core.vision.imaging import read_thumbnail
    from desktop.widgets.picture import to_image

    if photo.path:
        return to_image(read_thumbnail(photo.path, THUMBNAIL_PX))
    return _shrunk(photo.read())


class ThumbnailLoader(QObject):
    """Makes the thumbnails last asked for first.

    What scrolled by long ago is forgotten; the list asks again when it is seen.

    Args:
        make: Makes the thumbnail of what is asked for, in a thread.
    """

    loaded = Signal(object, object)
    """What was asked for, and its thumbnail."""
    failed = Signal(object, object)
    """What was asked for, and the error."""

    def __init__(self, parent: QObject | None = None, *, make: Callable[[Any], QImage] = photo_thumbnail) -> None:
        super().__init__(parent)
        self._make = make
        self._worker = Worker("thumbnails", self)
        self._wanted: deque[Any] = deque(maxlen=_WANTED_AT_MOST)
        self._under_way: Any = None

    def want(self, wanted: Any) -> None:
        if wanted != self._under_way and wanted not in self._wanted:
            self._wanted.append(wanted)
            self._go_on()

    def close(self) -> None:
        self._wanted.clear()
        self._worker.close()

    def _go_on(self) -> None:
        if self._under_way is not None or not self._wanted:
            return
        wanted = self._under_way = self._wanted.pop()

        def work(progress: Progress, should_stop: ShouldStop) -> QImage:
            return self._make(wanted)

        job = self._worker.submit(work)
        job.result.connect(lambda image: self.loaded.emit(wanted, image))
        job.failed.connect(lambda error: self.failed.emit(wanted, error))
        job.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        self._under_way = None
        self._go_on()


def _shrunk(rgb: NDArray[np.uint8]) -> QImage:
    from desktop.widgets.picture import to_image

    return to_image(rgb).scaled(
        THUMBNAIL_PX,
        THUMBNAIL_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
