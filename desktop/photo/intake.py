"""How photos come in: files, folders, the clipboard, a drag from elsewhere, a still of the camera."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject, QTime, Signal
from PySide6.QtGui import QImage

from core.errors import FacetError
from core.files import is_folder
from desktop.live.sources import is_video
from desktop.photo.photo import Photo
from desktop.widgets.picture import to_image, to_png
from desktop.wording import error_text
from desktop.worker import Job, Progress, ShouldStop, Worker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PICTURE_TYPES: Final = ("image/png", "image/jpeg", "image/webp", "image/avif", "image/tiff", "image/gif", "image/bmp")


class Intake(QObject):
    """Turns what is handed over into photos, in a worker where that takes time."""

    arrived = Signal(object)
    """A list of `Photo`."""
    folders_arrived = Signal(object, int)
    """Heard after `arrived`: the folders among what was handed over, and how many photos came with them."""
    video_asked = Signal(object)
    """The path of a video; it is no photo, but photos can be captured from it."""
    refused = Signal(str)
    """Why something handed over is no photo, in words."""
    failed = Signal(object)
    """An error nobody expected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker("intake", self)

    def close(self) -> None:
        self._worker.close()

    def take_paths(self, paths: Sequence[Path]) -> None:
        """Files as they are; folders with all the pictures below them. Videos have a window of their own."""
        for video in filter(is_video, paths):
            self.video_asked.emit(video)
        others = [path for path in paths if not is_video(path)]
        if any(is_folder(path) for path in others):
            job = self._worker.submit(lambda progress, should_stop: _expanded(others))
            job.result.connect(lambda found: self._on_expanded(others, *found))
            job.failed.connect(self._on_failed)
        elif others:
            self.arrived.emit([_file(path) for path in others])

    def take_rgb(self, rgb: NDArray[np.uint8], name: str) -> None:
        """A still of the camera, a frame of a video."""
        self._take_image(to_image(rgb), name)

    def can_take(self, mime: QMimeData) -> bool:
        return mime.hasUrls() or mime.hasImage() or any(map(mime.hasFormat, _PICTURE_TYPES))

    def take_mime(self, mime: QMimeData, *, pasted: bool) -> None:
        """The clipboard, or what was dropped on the window. Nothing is fetched from the network."""
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        name = self._named(self.tr("Pasted") if pasted else self.tr("Dropped"))
        content = next((bytes(mime.data(kind).data()) for kind in _PICTURE_TYPES if mime.hasFormat(kind)), b"")
        if paths:
            self.take_paths(paths)
        elif content:
            self.arrived.emit([Photo(name, content=content)])
        elif mime.hasImage():
            self._take_image(QImage(mime.imageData()), name)
        elif mime.hasUrls():
            self.refused.emit(
                self.tr(
                    "That is only the picture's address, and Facet fetches nothing from the network. "
                    "Copy the picture itself and paste it here."
                )
            )
        else:
            self.refused.emit(self.tr("There is no picture in the clipboard. Copy a picture or a file first."))

    def _take_image(self, image: QImage, name: str) -> None:
        self._submit(lambda: [Photo(name, content=to_png(image))])

    def _submit(self, make: Callable[[], list[Photo]]) -> Job:
        def work(progress: Progress, should_stop: ShouldStop) -> list[Photo]:
            return make()

        job = self._worker.submit(work)
        job.result.connect(self.arrived)
        job.failed.connect(self._on_failed)
        return job

    def _on_expanded(self, paths: Sequence[Path], photos: Sequence[Photo], refused: Sequence[FacetError]) -> None:
        if photos:
            self.arrived.emit(photos)
            self.folders_arrived.emit(paths, len(photos))
        for error in refused:
            self.refused.emit(error_text(error))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, FacetError):
            self.refused.emit(error_text(error))
        else:
            self.failed.emit(error)

    def _named(self, origin: str) -> str:
        return f"{origin} {QTime.currentTime().toString('HH:mm:ss')}"


def _file(path: Path) -> Photo:
    # Without "..", so that one file has one name; a link stays what the user calls it.
    return Photo(path.name, path=Path(os.path.abspath(path)))  # noqa: PTH100


def _expanded(paths: Sequence[Path]) -> tuple[list[Photo], list[FacetError]]:
    """The photos, and why a folder among `paths` gives none."""
    from core.vision.imaging import find_images

    found: list[Path] = []
    refused: list[FacetError] = []
    for path in paths:
        try:
            found += find_images(path) if is_folder(path) else [path]
        except FacetError as e:
            refused.append(e)
    return [_file(path) for path in found], refused
